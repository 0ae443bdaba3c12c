"""How far each edition is and how many of the papers left probably belong; an edition decided on is counted anew at once, all at times."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from time import monotonic

from sqlalchemy import func, select

from candidates.queue import candidates as queue
from candidates.queue.states import State
from candidates.review.pages import Progress
from candidates.store.database import Store, of_editions
from candidates.store.tables import DECISIONS, PAPERS, SCREENINGS

# Everything is counted anew after this time, in seconds: what a crawl brings need not show sooner, and counting 10,000 candidates among
# 100,000 papers takes some 80 ms (2026-11-25), an edition of them two.
FRESH = 30.0
Edition = tuple[str, int]


class EditionProgress:
    """The numbers that stand above every paper. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._counts: dict[Edition, queue.EditionCounts] = {}
        self._left: dict[Edition, tuple[int, float, float]] = {}
        self._counted = float("-inf")
        self._last = 0

    def forget(self) -> None:
        """Something else than a decision changed: everything is counted anew."""
        self._counted = float("-inf")

    def now(self) -> tuple[Mapping[str, int], tuple[Progress, ...], str]:
        """The papers per state, how far each edition is, and how many of those left probably belong. StoreError."""
        with self._lock:
            self._renew()
            counts, left = dict(self._counts), list(self._left.values())
        totals: Counter[str] = Counter()
        editions = []
        for venue, year in sorted(counts):
            each = counts[venue, year]
            here = {state: getattr(each, state) for state in State}
            totals.update(here)
            done = each.accepted + each.rejected + each.published
            editions.append(Progress(f"{venue}-{year}", f"{self._store.editions.name_of(venue)} {year}", done, sum(here.values())))
        return totals, tuple(editions), expected(left)

    def _renew(self) -> None:
        began = monotonic()
        with self._store.reading() as connection:
            last = connection.scalar(select(func.max(DECISIONS.c.number))) or 0
            touched = select(PAPERS.c.venue, PAPERS.c.year).join(DECISIONS, DECISIONS.c.paper_id == PAPERS.c.id).distinct()
            whole = began - self._counted >= FRESH
            editions = (
                [] if whole else [(row.venue, row.year) for row in connection.execute(touched.where(DECISIONS.c.number > self._last))]
            )
        if whole:
            self._counts, self._left, self._counted = {}, {}, began
        if whole or editions:
            self._count(editions)
        self._last = last

    def _count(self, editions: Sequence[Edition]) -> None:
        for edition in editions:
            self._counts.pop(edition, None)
            self._left.pop(edition, None)
        self._counts.update({(each.venue, each.year): each for each in queue.counts(self._store, editions)})
        score = SCREENINGS.c.score
        sums = (func.count(), func.sum(score), func.sum(score * (1 - score)))
        question = select(PAPERS.c.venue, PAPERS.c.year, *sums).select_from(queue.JOINED)
        question = question.where(queue.IS_PENDING, of_editions(editions)).group_by(PAPERS.c.venue, PAPERS.c.year)
        with self._store.reading() as connection:
            self._left.update({(row[0], row[1]): (row[2], row[3] or 0.0, row[4] or 0.0) for row in connection.execute(question)})


def expected(left: Sequence[tuple[int, float, float]]) -> str:
    """How many of the papers that wait probably belong, with the range that holds nineteen times in twenty; "" where none waits.

    The scores are calibrated probabilities, so their sum is the number expected, and the sum of p(1 - p) its variance.
    """
    waiting, mean, variance = (sum(each[n] for each in left) for n in range(3))
    if not waiting:
        return ""
    half = 1.96 * sqrt(max(variance, 0.0))
    low, high = max(round(mean - half), 0), min(round(mean + half), int(waiting))
    return f"of the {int(waiting)} left probably {f'{low} to {high}' if low < high else low} belong"
