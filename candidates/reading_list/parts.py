"""The parts of a curated list, as `candidates.reading_list` finds them and the writer and the checks use them. Pure data."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from candidates.errors import CovenueError
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.markdown import Source
from candidates.reading_list.sections import SectionKind
from candidates.reading_list.tables import TableShape
from candidates.reading_list.task_marks import TaskMark
from candidates.reading_list.task_tables import TaskTable
from candidates.reading_list.venue_names import Edition, VenueNames


class ListError(CovenueError):
    """The list cannot be read or written as asked; the message says what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper as the list has it. Lines count from 1; unknown parts are "" or None.

    `line` is that of the title, `first_line` and `last_line` those of all that belongs to the entry. `raw` is the title's line as it stands
    (without its end), `title` mended and without mark-up, `venue` an id, `label` the venue as written, `tail` the edition as written
    ("(ICML'2024)"); `venue` and `year` may come from the headings above. `section` is the category: the innermost step of `path` that is
    no edition. `marker` is "|" for a row of a table and "" for paragraphs and HTML, `checkbox` None without one. `text` is what was read,
    with places in the file.
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
    first_line: int = 0
    path: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    text: EntryText | None = field(default=None, compare=False, repr=False)

    @property
    def names_edition(self) -> bool:
        """Whether the entry itself says its edition, in its line, its row or below it, rather than a heading."""
        return bool(self.tail) or (self.text is not None and self.text.edition is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, or what divides a section like one: a folded group, a bold line, a bold item (`form`: heading, fold, bold, item; "" for
    the text before any heading, whose level is 0).

    `parent` is the index of the section around it, `path` the names from the outermost below the document's title to its own, `edition`
    what its name says where it is an edition, a venue or a year. `last_line` is the line before the next section begins.
    """

    name: str
    level: int
    line: int
    text_line: int
    last_line: int
    parent: int | None
    kind: SectionKind
    form: str = "heading"
    entries: tuple[Entry, ...] = ()
    table: TableShape | None = None
    path: tuple[str, ...] = ()
    edition: Edition | None = None
    has_text: bool = False


class TodoForm(StrEnum):
    """As what an item of the TODO stands in the file: a bullet, a row of a table, a field of one, a line of HTML or of running text."""

    ITEM = "item"
    ROW = "row"
    FIELD = "field"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoItem:
    """An open or ticked item, with the editions it names as (venue id, year). `checkbox` is None when the item has no box; `mark` is
    whatever says that it is open or done, `table` the table that it stands in, with its mark in `column`. `struck` are editions that are
    struck through within an open item: done, though the item is not."""

    text: str
    checked: bool
    line: int
    editions: tuple[tuple[str, int], ...]
    checkbox: str | None
    form: TodoForm = TodoForm.ITEM
    mark: TaskMark | None = None
    last_line: int = 0
    table: TaskTable | None = field(default=None, compare=False, repr=False)
    column: int | None = None
    struck: tuple[tuple[str, int], ...] = ()

    @property
    def named(self) -> tuple[tuple[str, int], ...]:
        """All editions that it names, done or not."""
        return (*self.editions, *self.struck)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents: what it shows, where it leads (without "#")."""

    text: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """The first line of a part that plainly leads to papers and gave no entry, and why."""

    line: int
    text: str
    why: str
    section_index: int


@dataclass(frozen=True, kw_only=True)
class ReadingList:
    """A list file. `lines` keep their ends; everything else is derived from them."""

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    todo: tuple[TodoItem, ...]
    contents: tuple[ContentsEntry, ...]
    sequence: tuple[str, ...]
    years: tuple[int, ...]
    names: VenueNames
    not_understood: tuple[NotUnderstood, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry in the order of the file."""
        return tuple(sorted((entry for section in self.sections for entry in section.entries), key=lambda entry: entry.line))

    @cached_property
    def source(self) -> Source:
        """The text in which the places of the entries count."""
        return Source(self.lines)

    @property
    def categories(self) -> tuple[str, ...]:
        """The names that a paper can be sorted under, in order: sections that hold entries or wait for their first.

        An edition is no category where its list has others: "2023" within "Attacks" is where a paper of "Attacks" goes.
        """
        places = self.category_sections()
        subjects = [n for n in places if self.subject_of(n) is not None]
        named = [self.sections[self.subject_of(n) or 0].name for n in subjects] if subjects else [self.sections[n].name for n in places]
        return tuple(dict.fromkeys(named))

    @property
    def places(self) -> tuple[str, ...]:
        """Every name by which a person can say where a paper goes: categories, then sections of editions, then paths ("2025 > ICML")."""
        found = self.category_sections()
        names = [self.sections[n].name for n in found]
        paths = [" > ".join(self.sections[n].path) for n in found if len(self.sections[n].path) > 1]
        return tuple(dict.fromkeys([*self.categories, *names, *paths]))

    def subject_of(self, index: int) -> int | None:
        """The section itself, or the innermost one around it, whose name is no edition; None where all are editions or the title."""
        place: int | None = index
        while place is not None:
            section = self.sections[place]
            if section.edition is None and section.path:
                return place
            place = section.parent
        return None

    def category_sections(self) -> tuple[int, ...]:
        """The index of every section that holds entries or may hold some: an empty one beside those that do."""
        parents = {section.parent for section in self.sections}
        homes = {(s.parent, s.level) for s in self.sections if s.entries}
        unread = {one.section_index for one in self.not_understood}

        def waits(n: int, s: Section) -> bool:
            beside = not homes or (s.parent, s.level) in homes or any(level == s.level for _, level in homes)
            return n not in parents and (not s.has_text or not homes) and beside

        return tuple(
            n
            for n, s in enumerate(self.sections)
            if s.name and s.kind is SectionKind.PAPERS and n not in unread and (s.entries or waits(n, s))
        )

    def to_bytes(self) -> bytes:
        """The file, byte for byte as it was read."""
        return "".join(self.lines).encode("utf-8")
