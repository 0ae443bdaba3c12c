"""What was understood of a list, in a few figures and sentences: for `covenue init` and `covenue check`. Pure."""

from collections import Counter
from dataclasses import dataclass

from candidates.counted import counted
from candidates.reading_list.parts import ReadingList

# Venues named in the sentence.
NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSummary:
    """`venues`: entries by venue as the list writes it, most first; `years`: first and last that entries, text or TODO name;
    `unread`: headings of papers with text below that gave no entry, with their lines."""

    entries: int
    sections: tuple[str, ...]
    venues: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    todo_open: int
    todo_done: int
    unread: tuple[tuple[int, str], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The summary for a person."""
        years = f"; years {min(self.years)} to {max(self.years)}" if self.years else ""
        venues = ", ".join(f"{name} {papers}" if papers else name for name, papers in self.venues[:NAMED])
        said = [f"{counted(self.entries, 'entry', 'entries')} in {counted(len(self.sections), 'section')}{years}"]
        said.append(f"venues: {venues}" if venues else "no entry names its venue")
        if self.todo_open or self.todo_done:
            said.append(f"TODO: {self.todo_open} open, {self.todo_done} done")
        if self.unread:
            where = ", ".join(f"{name!r} (line {line})" for line, name in self.unread[:NAMED])
            said.append(f"not understood, no paper could be read in: {where}")
        return tuple(said)


def summarise(reading_list: ReadingList) -> ListSummary:
    """The figures of a list."""
    named = Counter(entry.label or entry.venue for entry in reading_list.entries if entry.venue)
    ordered = {reading_list.names.usual_label(venue): 0 for venue in reading_list.sequence} if not named else {}
    years = {entry.year for entry in reading_list.entries if entry.year} | set(reading_list.years)
    years |= {year for item in reading_list.todo for _, year in item.editions}
    return ListSummary(
        entries=len(reading_list.entries),
        sections=reading_list.categories,
        venues=tuple(named.most_common()) or tuple(ordered.items()),
        years=tuple(sorted(years)),
        todo_open=sum(not item.checked for item in reading_list.todo),
        todo_done=sum(item.checked for item in reading_list.todo),
        unread=tuple((one.line, reading_list.sections[one.section_index].name or one.text[:40]) for one in reading_list.not_understood),
    )
