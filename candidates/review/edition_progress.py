"""How far the review is: papers per state, per edition, and how many of those left probably belong. Safe to use from several threads."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import Select, func, null, or_, select

from candidates.queue import candidates as queue
from candidates.queue.proposed import Stamp, proposals_stamp
from candidates.queue.remaining import remaining_among
from candidates.queue.states import State
from candidates.review.pages import Progress
from candidates.store.database import Store
from candidates.store.tables import DECISIONS, PAPERS, SCREENINGS, STANDINGS

# Papers that were decided elsewhere are found by their decisions, what a screening changes by its stamp; this long after, in seconds,
# everything is read anew all the same. Reading 10,000 candidates among 100,000 papers takes some 60 ms (2026-11-29).
FRESH = 300.0
# Above so many decisions since the last look, reading everything is as quick as reading those.
MANY = 500


class _Paper(NamedTuple):
    """A paper that waits or was decided; `foretold` is the score that it had when it was decided."""

    id: str
    venue: str
    year: int
    state: str
    score: float | None
    foretold: float | None


class EditionProgress:
    """The numbers that stand above every paper. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._papers: dict[str, _Paper] = {}
        self._stamp: Stamp | None = None
        self._read = float("-inf")
        self._last = 0

    def now(self) -> tuple[Mapping[str, int], tuple[Progress, ...], str]:
        """The papers per state, how far each edition is, and how many of those left probably belong. Raises StoreError."""
        with self._lock:
            self._renew()
            papers = list(self._papers.values())
        found = Counter((each.venue, each.year, each.state) for each in papers)
        totals: Counter[str] = Counter()
        for (_, _, state), number in found.items():
            totals[state] += number
        editions = []
        for venue, year in sorted({(venue, year) for venue, year, _ in found}):
            here = [found[venue, year, state] for state in State]
            done = sum(found[venue, year, state] for state in (State.ACCEPTED, State.REJECTED, State.PUBLISHED))
            editions.append(
                Progress(edition=f"{venue}-{year}", name=f"{self._store.editions.name_of(venue)} {year}", done=done, total=sum(here))
            )
        waiting = [each.score for each in papers if each.state == State.PENDING]
        left = remaining_among(waiting, ((each.state, each.foretold) for each in papers))
        said = f"{left.said} of the {len(waiting)} left belong" if waiting else ""
        return {state: totals[state] for state in State}, tuple(editions), said

    def waiting_among(self, paper_ids: Iterable[str]) -> int:
        """How many of these papers wait, as of the last `now`."""
        with self._lock:
            return sum(each in self._papers and self._papers[each].state == State.PENDING for each in set(paper_ids))

    def _renew(self) -> None:
        began, stamp = monotonic(), proposals_stamp(self._store)
        with self._store.reading() as connection:
            last = connection.scalar(select(func.max(DECISIONS.c.number))) or 0
        if stamp != self._stamp or last - self._last > MANY or began - self._read >= FRESH:
            self._papers = {each.id: each for each in self._found(_WAITING, _DECIDED)}
            self._stamp, self._read = stamp, began
        elif last > self._last:
            self._look_again()
        self._last = last

    def _look_again(self) -> None:
        """Reads the papers that were decided on since the last look."""
        decided = select(DECISIONS.c.paper_id).where(DECISIONS.c.number > self._last)
        with self._store.reading() as connection:
            touched = list(connection.scalars(decided.distinct()))
        for paper_id in touched:
            self._papers.pop(paper_id, None)
        self._papers.update((each.id, each) for each in self._found(_EITHER.where(PAPERS.c.id.in_(touched))))

    def _found(self, *questions: Select[Any]) -> Iterable[_Paper]:
        with self._store.reading() as connection:
            return [_Paper(*row) for question in questions for row in connection.execute(question)]


_THE_DECISION = STANDINGS.c.decision == DECISIONS.c.number
_COLUMNS = (PAPERS.c.id, PAPERS.c.venue, PAPERS.c.year, queue.STATE, SCREENINGS.c.score)
_EITHER = (
    select(*_COLUMNS, DECISIONS.c.score)
    .select_from(queue.JOINED.outerjoin(DECISIONS, _THE_DECISION))
    .where(or_(STANDINGS.c.paper_id.is_not(None), queue.IS_PENDING))
)
_WAITING = select(*_COLUMNS, null()).select_from(queue.JOINED).where(queue.IS_PENDING)
# Naming the states makes SQLite begin with the standings; else it walks through all papers (100,000: 0.4 s, 2026-11).
_BEGUN = STANDINGS.join(PAPERS, PAPERS.c.id == STANDINGS.c.paper_id).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id)
_DECIDED = select(*_COLUMNS, DECISIONS.c.score).select_from(_BEGUN.join(DECISIONS, _THE_DECISION)).where(STANDINGS.c.state.in_(State))
