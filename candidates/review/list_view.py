"""The list file as the page needs it: its sections, what stands in them, on which line; and its papers found among the crawled."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from candidates.errors import CovenueError
from candidates.queue.list_matches import EntryMatch, distinct_entries, matches_of, sync_file
from candidates.queue.new_sections import new_sections
from candidates.queue.states import MatchState
from candidates.reading_list.parts import Entry, ListError, ReadingList
from candidates.review.coverage_view import current_list
from candidates.review.pages import Doubt
from candidates.store.database import Store

Stamp = tuple[int, int]


class ListView:
    """The list as it is now, read again when the file changed. Safe to use from several threads."""

    def __init__(self, store: Store, path: Path) -> None:
        self.path = path
        self._store = store
        self._lock = threading.Lock()
        self._read: tuple[Stamp | None, ReadingList | None] = (None, None)
        self._entries: dict[str, Entry] = {}
        self._matched: tuple[Stamp, str] | None = None

    def now(self) -> ReadingList | None:
        """The list; None when it cannot be read (the page for publishing says why)."""
        stamp = self._stamp()
        if stamp is None:
            return None
        with self._lock:
            if self._read[0] != stamp:
                try:
                    found = current_list(self._store, self.path)
                except ListError:
                    return None
                self._read, self._entries = (stamp, found), distinct_entries(found)
            return self._read[1]

    def categories(self) -> tuple[str, ...]:
        """The list's sections, and those that it shall get; () when the list cannot be read."""
        found = self.now()
        return tuple(dict.fromkeys((*found.categories, *new_sections(self._store)))) if found else ()

    def entries_of(self, category: str) -> tuple[Entry, ...]:
        """What stands in a section, in the order of the file."""
        found = self.now()
        return tuple(entry for entry in found.entries if entry.section == category) if found else ()

    def line_of(self, title: str) -> int | None:
        """The line on which a paper of this title stands."""
        found = self.now()
        if found is None:
            return None
        key = title.casefold()
        return next((entry.line for entry in found.entries if entry.title.casefold() == key), None)

    def doubts(self, paper_ids: Sequence[str]) -> dict[str, list[Doubt]]:
        """The entries that may be one of these papers, by paper, and what a person said of them. Raises StoreError."""
        if self.now() is None:
            return {}
        found: dict[str, list[Doubt]] = {}
        for match in matches_of(self._store, paper_ids, MatchState.TO_CONFIRM, MatchState.CONFIRMED, MatchState.REFUSED):
            entry = self._entries.get(match.entry_key)
            if entry is not None:
                found.setdefault(match.paper_id, []).append(_doubt(match, entry))
        return found

    def match(self) -> None:
        """Finds the list's papers among the crawled when either changed; beside the page, for with 100,000 papers it takes seconds."""
        stamp = self._stamp()
        if stamp is None:
            return
        seen = (stamp, self._store.fact("papers_generation"))
        with self._lock:
            if self._matched == seen:
                return
            self._matched = seen
        threading.Thread(target=self._match, daemon=True).start()

    def _match(self) -> None:
        # What goes wrong here is said on the pages that need the list, and the next change tries again.
        with suppress(CovenueError):
            sync_file(self._store, self.path)

    def _stamp(self) -> Stamp | None:
        try:
            about = self.path.stat()
        except OSError:
            return None
        return (about.st_mtime_ns, about.st_size)


def _doubt(match: EntryMatch, entry: Entry) -> Doubt:
    return Doubt(
        entry_key=match.entry_key,
        title=entry.title,
        section=entry.section,
        line=entry.line,
        url=entry.url,
        reason=match.reason,
        state=match.state,
    )
