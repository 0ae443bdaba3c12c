"""The TODO of a list beside what is known: what stands in the way of each item, which items it should gain, what to do next."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from candidates.counted import counted
from candidates.coverage.report import Coverage, EditionCoverage, TodoCoverage
from candidates.reading_list.claims import EditionKey, newer_editions
from candidates.reading_list.parts import ReadingList
from spiders.edition_status import EditionStatus
from spiders.editions import EditionTable

# Editions named in a sentence; `covenue todo` names all.
NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoState:
    """An item of the TODO. `state`: how far the crawl of its editions is, of the one furthest behind; `waiting`: what is in the way."""

    text: str
    edition: str | None
    done: bool
    state: str
    waiting: tuple[str, ...]
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedItem:
    """An edition that the TODO should gain, the words for it and the reason."""

    edition: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoReport:
    """What `covenue todo` prints."""

    items: tuple[TodoState, ...]
    proposed: tuple[ProposedItem, ...]

    def as_json(self) -> dict[str, Any]:
        """The document that `covenue todo --json` prints."""
        return asdict(self)


def todo_items(report: Coverage) -> tuple[TodoState, ...]:
    """The items of the TODO in the order of the list."""
    rows = {row.edition: row for row in report.editions}
    return tuple(
        TodoState(
            text=item.text,
            edition=item.edition,
            done=item.done,
            state=_state(item, rows),
            waiting=() if item.done else item.obstacles,
            editions=item.editions,
        )
        for item in report.todo
    )


def why_proposed(edition: EditionKey, reading_list: ReadingList, report: Coverage) -> str:
    """Why an edition is proposed: newer than the list goes, and how far it is crawled already."""
    years = [*reading_list.years, *(year for item in reading_list.todo for _, year in item.editions)]
    years = years or [entry.year for entry in reading_list.entries if entry.year]
    newer = f"newer than {max(years)}, where the list ends" if years and max(years) < edition[1] else "newer than the list goes"
    row = next((row for row in report.editions if (row.venue, row.year) == edition), EditionCoverage(*edition))
    return newer if row.status == EditionStatus.NOT_TRIED else f"{newer}; crawled: {row.status}, {row.crawled} papers"


def next_steps(report: Coverage, reading_list: ReadingList | None, table: EditionTable) -> tuple[str, ...]:
    """What a maintainer would do next, each as a sentence with its command; the nearest first."""
    steps = []
    pending = sum(row.pending for row in report.editions)
    accepted = sum(row.unpublished for row in report.editions)
    unscreened = sum(row.crawled - row.screened for row in report.editions)
    open_items = [edition for item in report.todo if not item.done for edition in item.editions]
    uncrawled = [row.edition for row in report.editions if row.edition in open_items and row.status != EditionStatus.COMPLETE]
    if uncrawled:
        steps.append(f"{_named(uncrawled)} of the TODO not crawled whole: `covenue crawl`")
    if unscreened:
        steps.append(f"{counted(unscreened, 'paper')} not screened: `covenue screen`")
    if pending:
        steps.append(f"{counted(pending, 'paper')} to decide: `covenue queue` or `covenue review`")
    if accepted:
        steps.append(f"{counted(accepted, 'paper')} accepted and not in the list: `covenue publish`")
    elif any(not item.done and item.editions and not item.obstacles for item in report.todo):
        steps.append("items of the TODO that nothing stands in the way of: `covenue publish` ticks them")
    newer = newer_editions(reading_list, table.years) if reading_list else []
    if newer and not steps:
        steps.append(newer_sentence(newer))
    return tuple(steps)


def newer_sentence(newer: Sequence[EditionKey]) -> str:
    """The newer editions with the commands that take them up."""
    return f"newer editions are known ({_named([f'{v}-{y}' for v, y in newer])}): `covenue todo --add new`, then `covenue crawl`"


def _state(item: TodoCoverage, rows: dict[str, EditionCoverage]) -> str:
    states = [rows[edition].status if edition in rows else EditionStatus.NOT_TRIED for edition in item.editions]
    return next((state for state in states if state != EditionStatus.COMPLETE), EditionStatus.COMPLETE) if states else "names no edition"


def _named(editions: Sequence[str]) -> str:
    rest = f" and {len(editions) - NAMED} more" if len(editions) > NAMED else ""
    return ", ".join(editions[:NAMED]) + rest
