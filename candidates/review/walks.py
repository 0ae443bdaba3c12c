"""Where each reader is in the queue: the order in which they meet the papers, and the paper that each has on the screen."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from time import monotonic

from sqlalchemy import func, select

from candidates.queue import candidates as queue
from candidates.queue.agreement import second_opinions
from candidates.queue.proposed import proposals_stamp
from candidates.queue.states import State
from candidates.review.briefs import briefs
from candidates.review.pages import SECOND, Brief, Filter
from candidates.review.reading_order import AHEAD, ReadingOrder
from candidates.store.database import Store
from candidates.store.tables import DECISIONS

# Walks kept in memory: people times the filters they hop between. A walk forgotten is begun anew, nothing else is lost.
WALKS = 64
# Papers looked at in one question when the next ones still waiting are sought; most often the first few do.
LOOK_AHEAD = 4 * AHEAD
# A walk through what waits is arranged anew when something else waits; one through what was decided after this time, in seconds: decisions
# come every few seconds, and ranking 10,000 papers takes 30 ms (2026-11-29).
FRESH = 5.0
# A paper that one reader has on the screen is not given to another for this time, in seconds: a paper takes most people less than a
# minute, and nobody waits for somebody who went home.
LEASE = 600.0


class LearntScores:
    """Scores by paper that put the queue in another order because something was learnt since; `number` counts the changes."""

    def __init__(self) -> None:
        self.scores: Mapping[str, float] = {}
        self.number = 0

    def put(self, scores: Mapping[str, float]) -> None:
        """Takes new scores in place of the old."""
        self.scores, self.number = scores, self.number + 1


class _Walk:
    """A reader's order with what it was last arranged by."""

    def __init__(self) -> None:
        self.order = ReadingOrder()
        self.arranged = float("-inf")
        self.made_by: tuple[object, ...] = ()


class Walks:
    """Every reader's way through the queue. Safe to use from several threads."""

    def __init__(self, store: Store, learnt: LearntScores) -> None:
        self._store = store
        self._learnt = learnt
        self._lock = threading.Lock()
        self._walks: OrderedDict[tuple[str, Filter], _Walk] = OrderedDict()
        # What each reader has on the screen, and until when nobody else is given it.
        self._leases: dict[str, tuple[str, float]] = {}

    def first(self, reader: str, shown: Filter) -> str | None:
        """The next paper that waits for this reader; before saying that none does, the store is asked again."""
        walk = self._walk(reader, shown)
        for arranged in (False, True):
            if arranged:
                self._arrange(walk, reader, shown)
            with self._lock:
                onwards = list(walk.order.onwards())
            found = self._next(onwards, reader, shown)
            if found:
                return found
        return None

    def after(self, reader: str, shown: Filter, paper_id: str) -> str | None:
        """The paper that this reader meets after that one, None when nothing is left."""
        walk = self._walk(reader, shown)
        with self._lock:
            order = [each for each in walk.order.after(paper_id) if each != paper_id]
        return self._next(order, reader, shown)

    def show(self, reader: str, shown: Filter, paper_id: str) -> tuple[tuple[Brief, ...], str | None]:
        """Notes that the reader has this paper on the screen: what comes next, and the paper before it."""
        walk = self._walk(reader, shown)
        with self._lock:
            walk.order.show(paper_id)
            order, previous = list(walk.order.after(paper_id)), walk.order.before(paper_id)
            self._leases[reader] = (paper_id, monotonic() + LEASE)
        waiting = self._waiting([each for each in order if each != paper_id], reader, shown)
        free = (each for each in waiting if each.id not in self._taken(reader))
        return tuple(each for each, _ in zip(free, range(AHEAD), strict=False)), previous

    def order_of(self, reader: str, shown: Filter) -> list[str]:
        """Every paper of this reader's walk, those decided meanwhile too."""
        walk = self._walk(reader, shown)
        with self._lock:
            return list(walk.order.order)

    def _walk(self, reader: str, shown: Filter) -> _Walk:
        with self._lock:
            walk = self._walks.setdefault((reader, shown), _Walk())
            self._walks.move_to_end((reader, shown))
            while len(self._walks) > WALKS:
                self._walks.popitem(last=False)
        made_by = self._made_by(shown)
        old = shown.states != (State.PENDING,) and monotonic() - walk.arranged >= FRESH
        if old or walk.made_by != made_by:
            self._arrange(walk, reader, shown, made_by)
        return walk

    def _made_by(self, shown: Filter) -> tuple[object, ...]:
        """What an order depends on: what was learnt, and for papers that wait which these are. A decision only takes its paper out."""
        if shown.states != (State.PENDING,):
            return (self._learnt.number,)
        with self._store.reading() as connection:
            undone = connection.scalar(select(func.count(DECISIONS.c.undoes)))
        return (self._learnt.number, undone, *proposals_stamp(self._store))

    def _arrange(self, walk: _Walk, reader: str, shown: Filter, made_by: tuple[object, ...] | None = None) -> None:
        made_by = made_by or self._made_by(shown)
        began, scores = monotonic(), self._learnt.scores
        if shown.state == SECOND:
            found = second_opinions(self._store, reader)
        else:
            found = queue.ranking(self._store, shown.states, shown.editions, shown.category or None, shown.text or None)
        ranked = sorted(found, key=lambda each: -scores.get(each[0], each[1] if each[1] is not None else -1.0)) if scores else found
        with self._lock:
            walk.order.arrange(each for each, _ in ranked)
            walk.arranged, walk.made_by = began, made_by

    def _next(self, order: Sequence[str], reader: str, shown: Filter) -> str | None:
        """The first that waits and that no other reader looks at; one that another looks at where there is no other."""
        taken = self._taken(reader)
        spare: str | None = None
        for each in self._waiting(order, reader, shown):
            if each.id not in taken:
                return each.id
            spare = spare or each.id
        return spare

    def _taken(self, reader: str) -> set[str]:
        """The papers that other readers have on their screens."""
        moment = monotonic()
        with self._lock:
            self._leases = {who: lease for who, lease in self._leases.items() if lease[1] > moment}
            return {paper_id for who, (paper_id, _) in self._leases.items() if who != reader}

    def _waiting(self, order: Sequence[str], reader: str, shown: Filter) -> Iterator[Brief]:
        """Those of the order that are still in the states looked at: others decide too."""
        for start in range(0, len(order), LOOK_AHEAD):
            chunk = order[start : start + LOOK_AHEAD]
            papers = briefs(self._store, chunk)
            for each in (papers[paper_id] for paper_id in chunk if paper_id in papers):
                if each.state in shown.states and not (shown.state == SECOND and each.decided_by == reader):
                    yield each
