"""Gives proposals anew where the list's sections changed: a section that was renamed stayed proposed, and a new one was not, until all was
screened anew (2026-11).

Scores and flags do not depend on how sections are called, and stay as they are: what waits goes on waiting.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import TypedDict

from sqlalchemy import ColumnElement, bindparam, false, func, or_, select, true

from candidates.queue.candidates import CHUNK
from candidates.store.database import Store, set_fact
from candidates.store.screening_rows import ReasonRow, proposal_rows, reason_rows
from candidates.store.tables import SCREENINGS
from classifier.fingerprints import digest
from classifier.model import GROUND, VERSION, Classifier
from classifier.screenings import Screening
from spiders.paper import Paper

# Name of the fact that says for which sections proposals were made.
FACT = "sections_screened"
# The kind of the reasons that speak of a section and not of the score (see `classifier.reasons`).
OF_SECTIONS = "category"


class _Ground(TypedDict):
    """Digests of the sections and of all else that a score depends on, and the ground that both are in the screenings."""

    sections: str
    rest: str
    ground: str


def sections_changed(store: Store, classifier: Classifier) -> bool:
    """Whether the stored proposals were made for other sections than the list has."""
    if before := _noted(store):
        return before["sections"] != _ground_of(classifier)["sections"]
    return bool(_unknown(store, classifier))


def proposed_otherwise(store: Store, classifier: Classifier) -> ColumnElement[bool]:
    """A condition on screenings, of those that are to be given proposals anew: all that are flagged, and of the others those whose section
    the list does not have. Of 37,950 papers these were 8,737 when the largest section was renamed (7 s, all of them 24 s; 2026-11-30).
    """
    unknown = _unknown(store, classifier)[:CHUNK]
    return or_(SCREENINGS.c.flagged == true(), SCREENINGS.c.category.in_(unknown) if unknown else false())


def propose_anew(store: Store, classifier: Classifier, batches: Iterable[Sequence[tuple[str, Paper]]]) -> int:
    """Writes the proposals that these papers have by now; of how many."""
    total = 0
    for papers in batches:
        found = list(classifier.screen(paper for _, paper in papers))
        with store.writing() as connection:
            ids = [paper_id for paper_id, _ in papers]
            chosen = select(SCREENINGS.c.paper_id, SCREENINGS.c.reasons).where(SCREENINGS.c.paper_id.in_(bindparam("ids", expanding=True)))
            reasons: dict[str, Sequence[ReasonRow]] = {}
            for start in range(0, len(ids), CHUNK):
                reasons.update((row.paper_id, row.reasons) for row in connection.execute(chosen, {"ids": ids[start : start + CHUNK]}))
            rows = [_row(paper_id, each, reasons[paper_id]) for paper_id, each in zip(ids, found, strict=True) if paper_id in reasons]
            if rows:
                connection.execute(_PROPOSE, rows)
        total += len(rows)
    return total


_PROPOSE = (
    SCREENINGS.update()
    .where(SCREENINGS.c.paper_id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in ("category", "categories", "reasons")})
)


def _row(paper_id: str, screening: Screening, reasons: Sequence[ReasonRow]) -> dict[str, object]:
    kept = [each for each in reasons if each["kind"] != OF_SECTIONS]
    return {
        "key": paper_id,
        "new_category": screening.category,
        "new_categories": proposal_rows(screening.categories),
        "new_reasons": [*kept, *(each for each in reason_rows(screening.reasons) if each["kind"] == OF_SECTIONS)],
    }


def keep_ground(store: Store, classifier: Classifier) -> None:
    """Where nothing but the sections changed, has the stored scores count as made for the list as it is: nothing has to be read again."""
    before, now = _noted(store), _ground_of(classifier)
    if before is None or before["rest"] != now["rest"] or before["ground"] == now["ground"]:
        return
    with store.writing() as connection:
        of_it = SCREENINGS.c.classifier.startswith(before["ground"])
        kept = bindparam("ground", now["ground"], type_=SCREENINGS.c.classifier.type).concat(
            func.substr(SCREENINGS.c.classifier, GROUND + 1)
        )
        connection.execute(SCREENINGS.update().where(of_it).values(classifier=kept))
        set_fact(connection, FACT, json.dumps({**now, "sections": before["sections"]}))


def note_sections(store: Store, classifier: Classifier) -> None:
    """Notes that all stored proposals are for the list's sections as they are."""
    now = _ground_of(classifier)
    if _noted(store) != now:
        with store.writing() as connection:
            set_fact(connection, FACT, json.dumps(now))


def _noted(store: Store) -> _Ground | None:
    value = store.fact(FACT)
    return json.loads(value) if value else None


def _ground_of(classifier: Classifier) -> _Ground:
    entries = [asdict(replace(entry, categories=())) for entry in classifier.entries]
    rest = [VERSION, classifier.topic.model_dump(mode="json"), entries, classifier.encoder.fingerprint]
    return {"sections": digest(classifier.categories), "rest": digest(rest), "ground": classifier.ground}


def _unknown(store: Store, classifier: Classifier) -> list[str]:
    """The sections that are proposed and that the list does not have."""
    with store.reading() as connection:
        proposed = connection.scalars(select(SCREENINGS.c.category).where(SCREENINGS.c.category.is_not(None)).distinct())
        return sorted(set(proposed) - set(classifier.categories))
