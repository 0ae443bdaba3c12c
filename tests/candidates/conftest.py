"""A small store for the tests beside this file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_store import screen

from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import EDITIONS, PAPERS
from candidates.store.title_keys import title_keys

AddPaper = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'covenue.sqlite'}") as opened:
        yield opened


@pytest.fixture
def add_edition(store: Store) -> Callable[..., None]:
    def add(venue: str, year: int, status: str = "complete", declared: int | None = None) -> None:
        with store.writing() as connection:
            connection.execute(
                EDITIONS.insert().values(venue=venue, year=year, status=status, declared=declared, sources=["ojs"], checked_at=now())
            )

    return add


@pytest.fixture
def add_paper(store: Store) -> AddPaper:
    def add(paper_id: str, title: str = "", **given: Any) -> str:
        """Stores a paper, screened when `score` is given; `flagged` defaults to a score above one half."""
        score = given.pop("score", None)
        flagged = given.pop("flagged", score is not None and score > 0.5)
        category = given.pop("category", "Hybrid Learning")
        title = title or f"Paper {paper_id}"
        given.setdefault("keywords", [])
        row = {"venue": "aaai", "year": 2025, "title": title, **title_keys(title), "authors": ["Ada Lovelace"], **given}
        with store.writing() as connection:
            connection.execute(PAPERS.insert().values(id=paper_id, origins={}, stored_at=now(), changed_at=now(), **row))
            papers_changed(connection)
            if score is not None:
                screen(connection, paper_id, score, flagged, category)
        return paper_id

    return add
