"""Which accepted papers may stand in the list already, so that a person has to say before anything is written.

An entry that is like a paper without being it for certain, and one of the same title that is taken for another paper. What a person said
(`covenue matches --same ID`, `--different ID`) is believed.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from candidates.matching.same_paper import PaperRef, same_paper
from candidates.matching.titles import match_key
from candidates.queue.list_matches import EntryMatch, distinct_entries, matches
from candidates.queue.states import IN_LIST, MatchState
from candidates.reading_list.listed_paper import ref_of
from candidates.reading_list.parts import Entry, ReadingList
from candidates.store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A paper may be this entry, or not."""

    paper_id: str
    entry: Entry
    reason: str

    @property
    def why(self) -> str:
        """Why the paper is not written, and what to type."""
        return (
            f"it may be the entry in line {self.entry.line}, {self.entry.title!r} ({self.reason}); "
            f"`covenue matches --same {self.paper_id}` says that it is, `--different {self.paper_id}` that it is another paper"
        )


def doubts(store: Store, reading_list: ReadingList, wanted: Mapping[str, PaperRef]) -> tuple[dict[str, Doubt], dict[str, frozenset[str]]]:
    """The doubt on each of the papers (by id) on which there is one, and the keys of the entries that a person told a paper apart from.

    The matches must be in step with the list (`sync`).
    """
    entries = distinct_entries(reading_list)
    by_paper: defaultdict[str, list[EntryMatch]] = defaultdict(list)
    taken: dict[str, str] = {}
    for match in matches(store):
        by_paper[match.paper_id].append(match)
        if match.state in IN_LIST:
            taken[match.entry_key] = match.paper_id
    told = {each: frozenset(m.entry_key for m in by_paper[each] if m.state == MatchState.REFUSED) for each in wanted}
    found = {each: _doubt(each, ref, entries, by_paper[each], taken, told[each]) for each, ref in wanted.items()}
    return {each: doubt for each, doubt in found.items() if doubt}, told


def _doubt(
    paper_id: str, ref: PaperRef, entries: Mapping[str, Entry], proposed: list[EntryMatch], taken: Mapping[str, str], told: frozenset[str]
) -> Doubt | None:
    for match in proposed:
        entry = entries.get(match.entry_key)
        if entry and match.state == MatchState.TO_CONFIRM and not same_paper(ref, ref_of(entry)).same:
            return Doubt(paper_id=paper_id, entry=entry, reason=match.reason)
    key = match_key(ref.title)
    entry, other = entries.get(key), taken.get(key)
    if entry is None or key in told or other in (None, paper_id):
        return None
    verdict = same_paper(ref, ref_of(entry))
    # Two DOIs are two publications, whatever the title: the entry has one of them.
    if verdict.same is False and verdict.how == "id":
        return None
    return Doubt(paper_id=paper_id, entry=entry, reason=f"the same title, but that entry is taken for {other}")
