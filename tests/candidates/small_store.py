"""Rows that tests write by hand."""

from typing import Any

from candidates.store.database import now
from candidates.store.tables import SCREENINGS


def screen(connection: Any, paper_id: str, score: float, flagged: bool, category: str | None) -> None:
    """Writes a screening, in place of an earlier one."""
    connection.execute(SCREENINGS.delete().where(SCREENINGS.c.paper_id == paper_id))
    connection.execute(
        SCREENINGS.insert().values(
            paper_id=paper_id,
            score=score,
            flagged=flagged,
            category=category,
            categories=[{"name": category, "score": 0.9}] if category else [],
            reasons=[{"kind": "phrase", "text": "spiking neural network", "where": "title"}],
            classifier="c0ffee",
            text_digest="0" * 64,
            screened_at=now(),
        )
    )
