"""What the pages show, from the store, the list and the topic, in one place. What people do is in `deciding`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from candidates.publishing.list_writer import Published
from candidates.queue import candidates as queue
from candidates.queue import decisions as decision_log
from candidates.queue.agreement import Agreement, Conflict, agreement, conflicts, second_opinions, verdicts_of
from candidates.queue.states import MatchState, State
from candidates.queue.steps import newest_row
from candidates.review.briefs import briefs
from candidates.review.cards import Marker, card_of
from candidates.review.coverage_view import coverage_context, planned
from candidates.review.deciding import Deciding
from candidates.review.edition_progress import EditionProgress
from candidates.review.list_view import ListView
from candidates.review.pages import SECOND, Brief, Card, Doubt, Filter, LogLine, LogPage, QueuePage
from candidates.review.paper_table import TableFilter, TablePage, table_page
from candidates.review.walks import LearntScores, Walks
from candidates.store.database import Store
from candidates.store.edits import written_links, written_titles
from candidates.store.file_guard import DatabaseGuard
from candidates.store.tables import PAPERS

# Lines of a page of the history: some four screens, 30 KB.
LOG_LINES = 100


class ReviewService:
    """One queue that several people work on. Safe to use from several threads. Every method may raise StoreError."""

    def __init__(self, store: Store, list_path: Path, marker: Marker) -> None:
        self.store = store
        self.learnt = LearntScores()
        self.list = ListView(store, list_path)
        self.progress = EditionProgress(store)
        self._guard = DatabaseGuard(store)
        self.deciding = Deciding(store, self.list, self._guard)
        self._walks = Walks(store, self.learnt)
        self._marker = marker

    def page(self, reader: str, shown: Filter, paper_id: str | None = None) -> QueuePage:
        """The paper asked for, or the reader's next one, and what stands around it; raises NotFoundInStoreError."""
        self._guard.check()
        self.list.match()
        if paper_id is None:
            paper_id = self._walks.first(reader, shown)
        card = self.card(paper_id, reader) if paper_id else None
        upcoming, previous = self._walks.show(reader, shown, paper_id) if paper_id else ((), None)
        counts, editions, left = self.progress.now()
        hits = self._hits(reader, shown) if shown.fields else None
        return QueuePage(
            filter=shown,
            card=card,
            upcoming=upcoming,
            previous=previous,
            counts=counts,
            progress=editions,
            categories=self.list.categories(),
            hits=hits,
            left=left,
        )

    def _hits(self, reader: str, shown: Filter) -> int:
        if shown.state == SECOND:
            return len(second_opinions(self.store, reader))
        if shown.states == (State.PENDING,):  # looked for already, and a frequent word takes 60 ms among 10,000 candidates (2026-11-29)
            return self.progress.waiting_among(self._walks.order_of(reader, shown))
        return queue.number_of(self.store, shown.states, shown.editions, shown.category or None, shown.text or None)

    def card(self, paper_id: str, reader: str) -> Card:
        """One paper; raises NotFoundInStoreError."""
        seen = queue.candidate(self.store, paper_id)
        log = decision_log.history(self.store, paper_id)
        edition = f"{self.store.editions.name_of(seen.venue)} {seen.year}"
        card = card_of(seen, self.store.paper(paper_id), edition, log, self.list.categories(), self._marker)
        title, link = (mended(self.store, [paper_id]).get(paper_id, "") for mended in (written_titles, written_links))
        card = replace(card, written=title, written_link=link)
        return card.seen_by(reader, self.list.doubts([paper_id]).get(paper_id, ()), self.list.entries_of)

    def table(self, shown: TableFilter, reader: str) -> TablePage:
        """A page of all papers."""
        self._guard.check()
        return table_page(self.store, shown, reader)

    def after(self, reader: str, shown: Filter, paper_id: str) -> str | None:
        """The paper that this reader meets after that one, None when nothing is left."""
        self._guard.check()
        return self._walks.after(reader, shown, paper_id)

    def newest_row(self) -> int:
        """The last row of the log: what was taken back after it, was so since the page was made."""
        return newest_row(self.store)

    def brief(self, paper_id: str) -> Brief | None:
        """A paper in a line, None for an unknown id."""
        self._guard.check()
        return briefs(self.store, [paper_id]).get(paper_id)

    def differences(self) -> tuple[list[Conflict], list[Agreement]]:
        """The papers on which reviewers differ, and how far each two of them agree."""
        self._guard.check()
        return conflicts(self.store), agreement(self.store)

    def second_opinion(self, paper_id: str, reader: str) -> str:
        """What others said of a paper that this reader judged too, in a sentence; "" where nobody else did, or the reader did not."""
        verdicts = verdicts_of(self.store, paper_id)
        mine = next((each for each in verdicts if each.who == reader), None)
        others = [each for each in verdicts if each.who != reader]
        if mine is None or not others:
            return ""
        said = "; ".join(f"{each.who} {each.said}{f' in {each.category}' if each.category else ''}" for each in others)
        alike = all((each.verdict, each.category) == (mine.verdict, mine.category) for each in others)
        return f"a second opinion that agrees ({said})" if alike else f"others differ ({said}); settle it under Conflicts"

    def edition_names(self) -> set[str]:
        """The editions that have papers, as addresses name them."""
        with self.store.reading() as connection:
            return {f"{row.venue}-{row.year}" for row in connection.execute(select(PAPERS.c.venue, PAPERS.c.year).distinct())}

    def doubtful(self) -> list[tuple[Brief, Doubt]]:
        """The accepted papers that may be in the list already, each with the entry that it may be."""
        accepted = [paper_id for paper_id, _ in queue.ranking(self.store, State.ACCEPTED)]
        papers = briefs(self.store, accepted)
        doubts = self.list.doubts(accepted)
        return [(papers[each], doubt) for each in accepted for doubt in doubts.get(each, ()) if doubt.state == MatchState.TO_CONFIRM]

    def accepted(self) -> list[Brief]:
        """What waits to be published."""
        ids = [paper_id for paper_id, _ in queue.ranking(self.store, State.ACCEPTED)]
        papers = briefs(self.store, ids)
        return [papers[each] for each in ids]

    def coverage(self) -> dict[str, Any]:
        """What the coverage report shows."""
        self._guard.check()
        return coverage_context(self.store, self.list.path)

    def planned(self) -> Published:
        """What publishing would write now. Raises ListError."""
        self._guard.check()
        return planned(self.store, self.list.path)

    def log(self, who: str = "", verdict: str = "", page: int = 1) -> LogPage:
        """A page of the decisions, newest first; those taken back are marked, the taking back itself is a line too."""
        self._guard.check()
        log = decision_log.decisions(self.store)[::-1]
        chosen = [each for each in log if (not who or each.who == who) and (not verdict or each.verdict == verdict)]
        start = LOG_LINES * (page - 1)
        lines = chosen[start : start + LOG_LINES]
        papers = briefs(self.store, [each.paper_id for each in lines])
        people = sorted({each.who for each in log}, key=str.casefold)
        shown = [LogLine(each, papers[each.paper_id].title, papers[each.paper_id].edition) for each in lines]
        return LogPage(
            lines=shown, people=people, who=who, verdict=verdict, page=page, more=start + LOG_LINES < len(chosen), total=len(chosen)
        )
