"""The parts of a curated list, as `candidates.reading_list` finds them and the writer and the checks use them. Pure data."""

from dataclasses import dataclass

from candidates.errors import CovenueError
from candidates.reading_list.sections import SectionKind
from candidates.reading_list.venue_names import VenueNames


class ListError(CovenueError):
    """The list cannot be read or written as asked; the message says what to do next."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as the list has it. Lines count from 1; unknown parts are "" or None.

    `raw` is the line as it stands (without its end), `title` mended and without mark-up, `venue` an id, `label` the venue as written,
    `tail` the edition as written ("(ICML'2024)"). `marker` is "|" for a table row, `checkbox` None without one.
    """

    raw: str
    title: str
    url: str
    venue: str
    year: int | None
    label: str
    tail: str
    line: int
    last_line: int
    section: str
    section_index: int
    indent: str
    marker: str
    gap: str = " "
    checkbox: str | None = None
    title_link: bool = False
    title_strong: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """Where a table of papers has what: columns by index, None where it has no such column; `last` is its last line."""

    columns: int
    title: int
    venue: int | None
    year: int | None
    link: int | None
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it up to the next one. Level 0 is the text before any heading."""

    name: str
    level: int
    line: int
    text_line: int
    last_line: int
    parent: int | None
    kind: SectionKind
    entries: tuple[Entry, ...] = ()
    table: TableShape | None = None


@dataclass(frozen=True, slots=True)
class TodoItem:
    """An open or ticked item, with the editions it names as (venue id, year). `checkbox` is None when the item has no box."""

    text: str
    checked: bool
    line: int
    editions: tuple[tuple[str, int], ...]
    checkbox: str | None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents: what it shows, where it leads (without "#")."""

    text: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadingList:
    """A list file. `lines` keep their ends; everything else is derived from them."""

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    todo: tuple[TodoItem, ...]
    contents: tuple[ContentsEntry, ...]
    sequence: tuple[str, ...]
    years: tuple[int, ...]
    names: VenueNames

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry in the order of the file."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the sections that hold entries or wait for their first, in order."""
        return tuple(dict.fromkeys(self.sections[n].name for n in self.category_sections()))

    def category_sections(self) -> tuple[int, ...]:
        """The index of every section that holds entries or may hold some: an empty one beside those that do."""
        parents = {section.parent for section in self.sections}
        homes = {(s.parent, s.level) for s in self.sections if s.entries}
        return tuple(
            n
            for n, s in enumerate(self.sections)
            if s.name and s.kind is SectionKind.PAPERS and (s.entries or (n not in parents and (not homes or (s.parent, s.level) in homes)))
        )

    def to_bytes(self) -> bytes:
        """The file, byte for byte as it was read."""
        return "".join(self.lines).encode("utf-8")
