"""How far each edition is, kept so that a page need not count 100,000 papers: whole in the background, an edition decided on at once."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import monotonic

from candidates.errors import StoreError
from candidates.queue.candidates import STATES, EditionCounts, counts
from candidates.review.pages import Progress
from candidates.store.database import Store

# Everything is counted anew after this time, in seconds: what a crawl or another command brings need not show sooner.
FRESH = 5.0

Edition = tuple[str, int]


class Figures:
    """The numbers of papers per edition and state. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._counts: dict[Edition, EditionCounts] | None = None
        self._whole = float("-inf")
        self._single: dict[Edition, float] = {}
        self._touched: dict[Edition, float] = {}
        self._busy = False

    def touch(self, venue: str, year: int) -> None:
        """Notes that something was decided in this edition."""
        with self._lock:
            self._touched[venue, year] = monotonic()

    def now(self) -> tuple[Mapping[str, int], tuple[Progress, ...]]:
        """The papers per state, and how far each edition is."""
        with self._lock:
            known = self._counts
            stale = [each for each, time in self._touched.items() if time >= max(self._whole, self._single.get(each, self._whole))]
        if known is None:
            known = self._count()
        elif stale:
            known = self._recount(stale)
        self._count_if_old()
        totals: Counter[str] = Counter()
        editions = []
        for each in known.values():
            here = {state: getattr(each, state) for state in STATES}
            totals.update(here)
            done = each.accepted + each.rejected + each.published
            name = f"{self._store.editions.name_of(each.venue)} {each.year}"
            editions.append(Progress(f"{each.venue}-{each.year}", name, done, sum(here.values())))
        return totals, tuple(editions)

    def _count(self) -> dict[Edition, EditionCounts]:
        # The time before counting: what is decided meanwhile is counted again.
        began = monotonic()
        counted = {(each.venue, each.year): each for each in counts(self._store)}
        with self._lock:
            self._counts, self._whole = counted, began
        return counted

    def _recount(self, editions: Sequence[Edition]) -> dict[Edition, EditionCounts]:
        began = monotonic()
        fresh = {(each.venue, each.year): each for each in counts(self._store, editions)}
        with self._lock:
            kept = {each: row for each, row in (self._counts or {}).items() if each not in editions}
            self._counts = dict(sorted({**kept, **fresh}.items()))
            self._single.update(dict.fromkeys(editions, began))
            return self._counts

    def _count_if_old(self) -> None:
        with self._lock:
            if self._busy or monotonic() - self._whole < FRESH:
                return
            self._busy = True
        threading.Thread(target=self._count_quietly, daemon=True).start()

    def _count_quietly(self) -> None:
        # What goes wrong here is said by the page that meets it next.
        with suppress(StoreError):
            self._count()
        with self._lock:
            self._busy = False
