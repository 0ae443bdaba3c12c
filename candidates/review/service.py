"""Everything the page needs from the store, the list and the topic, in one place: what a person sees, and what a person does."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from sqlalchemy import select
from sqlalchemy.engine import make_url

from candidates.errors import ConflictError, CovenueError, StoreError
from candidates.matching.list_entries import sync_file
from candidates.publishing.list_writer import Published
from candidates.queue import candidates as queue
from candidates.queue.agreement import Agreement, Conflict, agreement, conflicts
from candidates.queue.candidates import Decision
from candidates.reading_list.parts import ListError
from candidates.review.cards import Marker, card_of
from candidates.review.coverage_view import Report, coverage_report, current_list, digest_of, planned
from candidates.review.pages import Brief, Card, Filter, LogLine, LogPage, QueuePage
from candidates.review.progress import FRESH, Figures
from candidates.review.reading_order import AHEAD, ReadingOrder
from candidates.store.database import Store
from candidates.store.tables import PAPERS, SCREENINGS

# Walks kept in memory: people times the filters they hop between. A walk forgotten is begun anew, nothing else is lost.
WALKS = 64
# Papers looked at in one question when the next ones still waiting are sought; most often the first few do.
LOOK_AHEAD = 4 * AHEAD
# Lines of a page of the history: some four screens, 30 KB.
LOG_LINES = 100


class LearntScores:
    """Scores by paper that differ from the stored ones because something was learnt since; `number` counts the changes."""

    def __init__(self) -> None:
        self.scores: Mapping[str, float] = {}
        self.number = 0

    def put(self, scores: Mapping[str, float]) -> None:
        self.scores, self.number = scores, self.number + 1


class _Place:
    """A reader's walk with what it was last arranged by."""

    def __init__(self) -> None:
        self.walk = ReadingOrder()
        self.arranged = float("-inf")
        self.learnt = -1
        self.busy = False


class ReviewService:
    """One queue that several people work on. Safe to use from several threads."""

    def __init__(self, store: Store, list_path: Path, marker: Marker) -> None:
        self.store = store
        self.list_path = list_path
        self.learnt = LearntScores()
        self._marker = marker
        self._lock = threading.Lock()
        # Writers wait here, where it is fair and quick, instead of polling for SQLite's lock.
        self._writing = threading.Lock()
        self._places: OrderedDict[tuple[str, Filter], _Place] = OrderedDict()
        self._categories: tuple[tuple[int, int] | None, tuple[str, ...]] = (None, ())
        self._figures = Figures(store)
        self._matched: tuple[int, int, str] | None = None
        self._file = _file_of(store)
        self._inode = _identity(self._file)

    # ---- What a person sees

    def page(self, reader: str, shown: Filter, paper_id: str | None = None) -> QueuePage:
        """The paper asked for, or the reader's next one, and what stands around it; NotFoundInStoreError, StoreError."""
        with self._database():
            place = self._place(reader, shown)
            if paper_id is None:
                paper_id = self._first(place, shown)
            card = self.card(paper_id) if paper_id else None
            upcoming: tuple[Brief, ...] = ()
            previous = None
            if paper_id:
                with self._lock:
                    place.walk.show(paper_id)
                    order, previous = list(place.walk.after(paper_id)), place.walk.before(paper_id)
                upcoming = self._upcoming(order, shown, paper_id)
            counts, progress = self._figures.now()
            return QueuePage(shown, card, upcoming, previous, counts, progress, self.categories())

    def card(self, paper_id: str) -> Card:
        """One paper; NotFoundInStoreError, StoreError."""
        with self._database():
            seen = queue.candidate(self.store, paper_id)
            log = queue.history(self.store, paper_id)
            learnt = self.learnt.scores.get(paper_id)
            edition = f"{self.store.editions.name_of(seen.venue)} {seen.year}"
            return card_of(seen, self.store.paper(paper_id), edition, log, self.categories(), self._marker, learnt)

    def after(self, reader: str, shown: Filter, paper_id: str) -> str | None:
        """The paper that this reader meets after that one, None when nothing is left."""
        with self._database():
            place = self._place(reader, shown)
            with self._lock:
                order = list(place.walk.after(paper_id))
            return next((each for each in self._waiting(order, shown) if each != paper_id), None)

    def brief(self, paper_id: str) -> Brief | None:
        """A paper in a line, None for an unknown id."""
        with self._database():
            return self._briefs([paper_id]).get(paper_id)

    def differences(self) -> tuple[list[Conflict], list[Agreement]]:
        """The papers on which reviewers differ, and how far each two of them agree."""
        with self._database():
            return conflicts(self.store), agreement(self.store)

    def coverage(self) -> Report:
        """The coverage report as a page."""
        with self._database():
            return coverage_report(self.store, self.list_path)

    def planned(self) -> Published:
        """What publishing would write now. ListError, StoreError."""
        with self._database():
            return planned(self.store, self.list_path)

    def log(self, who: str = "", verdict: str = "", page: int = 1) -> LogPage:
        """A page of the decisions, newest first; those taken back are marked, the taking back itself is a line too."""
        with self._database():
            log = queue.decisions(self.store)[::-1]
            chosen = [each for each in log if (not who or each.who == who) and (not verdict or each.verdict == verdict)]
            start = LOG_LINES * (page - 1)
            lines = chosen[start : start + LOG_LINES]
            papers = self._briefs([each.paper_id for each in lines])
            people = sorted({each.who for each in log}, key=str.casefold)
            shown = [LogLine(each, papers[each.paper_id].title, papers[each.paper_id].edition) for each in lines]
            return LogPage(shown, people, who, verdict, page, start + LOG_LINES < len(chosen), len(chosen))

    def categories(self) -> tuple[str, ...]:
        """The list's sections as they are now; () when the list cannot be read."""
        try:
            about = self.list_path.stat()
            seen = (about.st_mtime_ns, about.st_size)
            if self._categories[0] != seen:
                self._categories = (seen, current_list(self.store, self.list_path).categories)
        except (OSError, ListError):
            return ()
        return self._categories[1]

    # ---- What a person does

    def decide(self, paper_id: str, verdict: str, *, who: str, category: str | None, reason: str, expected: int) -> Decision:
        """Writes one decision, once: the same form sent twice by the same person counts once. Errors as `queue.decide`."""
        with self._database(), self._writing:
            try:
                decision = queue.decide(
                    self.store,
                    paper_id,
                    verdict,
                    who=who,
                    category=category,
                    reason=reason,
                    expected=expected,
                    categories=self.categories(),
                )
            except ConflictError as problem:
                stands = problem.stands
                if stands and (stands.who, stands.verdict, stands.reason) == (who, verdict, reason) and stands.category == category:
                    return stands
                raise
        self._touch(paper_id)
        return decision

    def publish(self, who: str, seen: str) -> Published | None:
        """Writes the list when the diff is still the one looked at (see `digest_of`), else None and nothing. ListError, StoreError."""
        from candidates.publishing.publishing import publish

        with self._database(), self._writing:
            if digest_of(planned(self.store, self.list_path)) != seen:
                return None
            return publish(self.store, self.list_path, who=who)

    def undo(self, who: str, paper_id: str | None = None) -> Decision:
        """Takes back this person's last decision, or their last one on a paper; NothingToUndoError."""
        with self._database(), self._writing:
            taken_back = queue.undo(self.store, paper_id, who)
        self._touch(taken_back.paper_id)
        return taken_back

    # ---- Inside

    @contextmanager
    def _database(self) -> Iterator[None]:
        """SQLite would go on writing into a file that was deleted or replaced, and every decision in it would be lost."""
        if self._inode is not None and _identity(self._file) != self._inode:
            raise StoreError(f"The database {self._file} was moved, deleted or replaced. Put it back, or start `covenue review` again.")
        yield

    def _touch(self, paper_id: str) -> None:
        paper = self._briefs([paper_id])[paper_id]
        self._figures.touch(paper.venue, paper.year)

    def _place(self, reader: str, shown: Filter) -> _Place:
        with self._lock:
            place = self._places.setdefault((reader, shown), _Place())
            self._places.move_to_end((reader, shown))
            while len(self._places) > WALKS:
                self._places.popitem(last=False)
            old = place.ranks != self.learnt.number or monotonic() - place.arranged >= FRESH
            if not old or place.busy:
                return place
            place.busy = True
        if place.ranks < 0:
            self._arrange(place, shown)
        else:
            # The reader does not wait for it: what it changes lies behind the papers announced.
            threading.Thread(target=self._arrange_quietly, args=(place, shown), daemon=True).start()
        return place

    def _first(self, place: _Place, shown: Filter) -> str | None:
        """The next paper that waits; before saying that none does, the store is asked again."""
        for arranged in (False, True):
            if arranged:
                self._arrange(place, shown)
            with self._lock:
                onwards = list(place.walk.onwards())
            found = next(self._waiting(onwards, shown), None)
            if found:
                return found
        return None

    def _arrange(self, place: _Place, shown: Filter) -> None:
        try:
            self._match_list()
            began, scores, number = monotonic(), self.learnt.scores, self.learnt.number
            found = queue.ranking(self.store, shown.states, shown.editions, shown.category or None, shown.text or None)
            ranked = sorted(found, key=lambda each: -scores.get(each[0], each[1] if each[1] is not None else -1.0)) if scores else found
            with self._lock:
                place.walk.arrange(each for each, _ in ranked)
                place.arranged, place.ranks = began, number
        finally:
            place.busy = False

    def _arrange_quietly(self, place: _Place, shown: Filter) -> None:
        # What goes wrong here is said by the page that meets it next.
        with suppress(CovenueError):
            self._arrange(place, shown)

    def _match_list(self) -> None:
        """Finds the list's papers among the crawled when either changed; in the background: with 100,000 papers it takes seconds."""
        try:
            about = self.list_path.stat()
        except OSError:
            return
        seen = (about.st_mtime_ns, about.st_size, self.store.fact("papers_generation"))
        with self._lock:
            if self._matched == seen:
                return
            self._matched = seen
        threading.Thread(target=self._match, daemon=True).start()

    def _match(self) -> None:
        # What goes wrong here is said on the pages that need the list, and the next change tries again.
        with suppress(CovenueError):
            sync_file(self.store, self.list_path)

    def _waiting(self, order: Sequence[str], shown: Filter) -> Iterator[str]:
        """Those of the order that are still in the states looked at: others decide too."""
        for start in range(0, len(order), LOOK_AHEAD):
            chunk = order[start : start + LOOK_AHEAD]
            papers = self._briefs(chunk)
            yield from (each for each in chunk if each in papers and papers[each].state in shown.states)

    def _upcoming(self, order: Sequence[str], shown: Filter, paper_id: str) -> tuple[Brief, ...]:
        waiting = (each for each in self._waiting(order, shown) if each != paper_id)
        wanted = [each for each, _ in zip(waiting, range(AHEAD), strict=False)]
        papers = self._briefs(wanted)
        return tuple(papers[each] for each in wanted)

    def _briefs(self, paper_ids: Sequence[str]) -> dict[str, Brief]:
        columns = (PAPERS.c.id, PAPERS.c.title, PAPERS.c.venue, PAPERS.c.year, queue.STATE.label("state"), SCREENINGS.c.score)
        question = select(*columns).select_from(queue.JOINED).where(PAPERS.c.id.in_(set(paper_ids)))
        with self.store.reading() as connection:
            return {row.id: Brief(*row, f"{self.store.editions.name_of(row.venue)} {row.year}") for row in connection.execute(question)}


def _file_of(store: Store) -> Path | None:
    url = make_url(store.url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _identity(file: Path | None) -> tuple[int, int] | None:
    try:
        about = file.stat() if file else None
    except OSError:
        return None
    return (about.st_dev, about.st_ino) if about else None
