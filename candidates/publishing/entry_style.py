"""How a section writes its entries, learnt from those that it has: the form that most of them share, bullet, spacing. Pure.

Public: `Styles(reading_list).of(section)` gives a `SectionStyle`, `compose` writes a paper in it. A form is chosen by the majority of the
section, then of the file (`Styles.form_for`); what a form is stands in `entry_form`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise
from typing import TypeVar

from candidates.matching.paper_ids import PREPRINTS
from candidates.publishing.addition import Addition
from candidates.publishing.author_list import AuthorStyle, author_style
from candidates.publishing.badge_form import badge_colours
from candidates.publishing.entry_form import Chunk, Form, chunks, form_of, is_html_item, is_whole, only_constant
from candidates.publishing.entry_kinds import (
    EntryKind,
    alike,
    kind_of_entry,
    usual_kind,
    usual_label,
    with_column,
    with_shared_attributes,
    without_own_labels,
)
from candidates.publishing.escaping import escaped, filled_address, spellings
from candidates.publishing.form_holes import without
from candidates.publishing.form_slots import ACRONYM, AUTHORS, BADGE_COLOUR, BADGE_VENUE, CHECKBOX, LABEL, ROLES, TITLE, VENUE, YEAR, YEAR2
from candidates.publishing.numbers import NUMBERED, in_column, stepped
from candidates.publishing.table_rows import RowStyle
from candidates.reading_list.badges import for_badge
from candidates.reading_list.parts import Entry, ReadingList, Section
from candidates.reading_list.reader import read_list
from candidates.reading_list.tables import TableShape
from spiders.mojibake import one_line

# Share of a section's entries that must have the same words in front of their title for these to be the section's own (a chip, an anchor);
# of the whole list's entries for words between two things that a paper gives ("in"), and for words at the end of a line, which may be a
# remark that happens to be common ("Theory." stood below 21 of 40 papers of one list).
IN_SECTION, BETWEEN, AT_THE_END = 0.75, 0.25, 0.9
# A word or two that lead a line to what the paper gives ("In **ICML 2023**") are a habit when half of the entries have them.
AT_A_LINE, JOINING_WORDS = 0.5, 2
# Share of the entries with a year from which on those that name a venue as well say how one of a venue is written.
NAMING_VENUES = 0.2
# A blank line, or one that divides (CommonMark's thematic break).
RULE = re.compile(r"|-{3,}|\*{3,}|_{3,}|<hr */?>")
# Entries of a section from which on it has a form of its own; fewer may be a slip.
ENOUGH = 2
T = TypeVar("T")
V = TypeVar("V")


class CannotWriteError(Exception):
    """A title that no way of writing brings back as it is; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStyle:
    """How new entries of one section are written. `row` for a section whose entries are rows of a table, else `form`; `colours` as for
    `badge_colours`."""

    section: int
    form: Form | None
    row: RowStyle | None
    indent: str
    markers: tuple[str, ...]
    gap: str
    between: tuple[str, ...]
    html: bool = False
    authors: AuthorStyle = field(default_factory=AuthorStyle)
    colours: Mapping[str, str] = field(default_factory=dict)
    label: str = "paper"

    def marker(self, before: str) -> str:
        """The bullet of an entry that comes after one with the marker `before`; numbers go on, unless the section writes all alike."""
        usual = self.markers[-1] if self.markers else "-"
        alike = NUMBERED.fullmatch(usual) and len(self.markers) > 1 and len(set(self.markers)) == 1
        return usual if alike else stepped(before or usual, 1)


class Styles:
    """The styles of a list's sections, each learnt when it is first asked for."""

    def __init__(self, reading_list: ReadingList) -> None:
        self._list = reading_list
        self._styles: dict[int, SectionStyle] = {}
        self._homes: dict[int, list[Entry]] = {}

    def of(self, index: int) -> SectionStyle:
        """The style for new entries of section `index`."""
        if index not in self._styles:
            self._styles[index] = self._learnt(index)
        return self._styles[index]

    # ---- forms

    @cached_property
    def forms(self) -> list[Form]:
        """The forms of all entries that are no rows of tables, without the words that are theirs alone."""
        source = self._list.source
        found = [(entry, form_of(entry, source)) for entry in self._list.entries if not _in_table(entry)]
        raw = [with_column(form, entry) for entry, form in found if form is not None]
        count = Counter(key for form in raw for key in _chunk_keys(form))
        by_section: dict[int, list[Form]] = defaultdict(list)
        for form in raw:
            by_section[form.section].append(form)
        local = {section: Counter(key for form in some for key in _chunk_keys(form)) for section, some in by_section.items()}

        def constant(form: Form, chunk: Chunk) -> bool:
            own = by_section[form.section]
            # A venue that was not read as the edition is still of that one paper.
            said = chunk.text.strip("*_. ")
            if self._list.names.knows(said) or said.casefold() in PREPRINTS:
                return False
            in_front = chunk.in_front and len(own) >= ENOUGH and local[form.section][chunk.key] >= IN_SECTION * len(own)
            ends = chunk.after == "$" or chunk.before == "^"
            joins = chunk.before == "^" and chunk.after != "$" and len(chunk.text.split()) <= JOINING_WORDS
            needed = AT_A_LINE if joins else AT_THE_END if ends else BETWEEN
            # What one of several says in more than a word or two, or in numbers, is its own ("*Neural Computation*, *31*(5), 1–20").
            own_words = 1 == count[chunk.key] < len(raw) and (len(chunk.text.split()) > JOINING_WORDS or re.search(r"\d", chunk.text))
            return in_front or ((len(raw) > 1 or not ends) and not own_words and count[chunk.key] >= needed * len(raw))

        raw = without_own_labels(with_shared_attributes(raw))
        cut = [only_constant(form, lambda chunk, form=form: constant(form, chunk)) for form in raw]  # type: ignore[misc]  # bound per form
        return [form for form in cut if is_whole(form)] or cut

    def form_for(self, index: int, addition: Addition | None = None) -> Form | None:
        """The form that most entries of a section share, else most of the file; for a paper with a short name before a colon those of
        such papers speak, where the list has any."""
        # What is an item of a list in HTML is none of one in Markdown.
        home = self.home(index)
        html = (kind_of_entry(home[0], self._list.source) if home else self._usual_kind) is EntryKind.ITEM
        alike = [form for form in self.forms if is_html_item(form) == html]
        own = [form for form in alike if form.section == index]
        common = _most_common(own, addition, self._usual)
        if common is None or (len(own) < ENOUGH and self._is_odd(common)):
            common = _most_common(alike, addition, self._usual) or common
        if common is None or common.has(VENUE, BADGE_VENUE) or self._says_edition(index):
            return common
        # Where nothing says an edition, a new entry says its own as the newest ones do: two of one form are a habit. Entries with a year
        # alone are preprints where others name their venues.
        dated = [form for form in alike if form.has(VENUE, BADGE_VENUE) and form.has(YEAR, YEAR2) and _gives_all(form, common)]
        if common.has(YEAR, YEAR2) and len(dated) < NAMING_VENUES * sum(form.has(YEAR, YEAR2) for form in alike):
            return common
        habit = _most_common(dated, addition, self._usual)
        return habit if habit is not None and sum(form.text == habit.text for form in dated) >= ENOUGH else common

    @cached_property
    def _usual(self) -> Counter[str]:
        """How many entries of the whole list have each form."""
        return Counter(form.text for form in self.forms)

    def _is_odd(self, form: Form) -> bool:
        """A form that no other entry has, in a list in which most are of one form."""
        return self._usual[form.text] < ENOUGH and self._usual.most_common(1)[0][1] * 2 > len(self.forms) > 2 * ENOUGH

    def is_aligned(self, form: Form) -> bool:
        """Whether the further lines of an entry in this form stand below its text whatever its number; so they do where nothing shows."""
        shown = [each.aligned for each in self.forms if each.text == form.text and each.aligned is not None]
        return sum(shown) * 2 >= len(shown)

    def _says_edition(self, index: int) -> bool:
        """A heading above tells the year or venue of the section's entries."""
        place: int | None = index
        while place is not None:
            if self._list.sections[place].edition is not None:
                return True
            place = self._list.sections[place].parent
        return False

    # ---- the rest of a style

    def _learnt(self, index: int) -> SectionStyle:
        section = self._list.sections[index]
        home = self.home(index) or self._nearest(index)
        tabled = [entry for entry in home if _in_table(entry)]
        row = None
        if home and len(tabled) * 2 > len(home):
            shape = self._shape(index, section)
            row = RowStyle.learnt(self._list, tabled, shape, self._all_rows()) if shape is not None else None
        form = None if row is not None else self.form_for(index)
        bulleted = [entry for entry in home if not _in_table(entry)]
        indent, gap = _usual(bulleted, lambda e: (e.indent, e.gap), ("", " "))
        return SectionStyle(
            section=index,
            form=form,
            row=row,
            indent=indent,
            markers=tuple(entry.marker for entry in bulleted),
            gap=gap,
            between=self._between(index),
            html=bool(bulleted) and self._list.source.row(bulleted[-1].first_line).lstrip().startswith("<"),
            authors=self._author_style(index),
            colours=self._colours,
            label=usual_label(self._list.entries),
        )

    @cached_property
    def _colours(self) -> Mapping[str, str]:
        return badge_colours(self._list)

    def _author_style(self, index: int) -> AuthorStyle:
        cells = [form for form in self.rows if form.authors is not None]
        own = [form for form in [*self.forms, *cells] if form.section == index and form.authors is not None]
        return author_style(own if len(own) >= ENOUGH else [*self.forms, *cells])

    @cached_property
    def rows(self) -> list[Form]:
        """The rows of Markdown tables as forms, for how they name authors."""
        source = self._list.source
        return [form for entry in self._all_rows() if (form := form_of(entry, source)) is not None]

    def home(self, index: int) -> list[Entry]:
        """The entries of a section that are set into it as most are; a new one follows these."""
        if index not in self._homes:
            self._homes[index] = alike(self._list.sections[index].entries, self._list.source)
        return self._homes[index]

    @cached_property
    def _usual_kind(self) -> EntryKind:
        return usual_kind(self._list.entries, self._list.source)

    def _nearest(self, index: int) -> list[Entry]:
        """The entries of the section next to one without any; items in HTML if most of the list are, else others."""
        items = self._usual_kind is EntryKind.ITEM
        for near in (*reversed(range(index)), *range(index, len(self._list.sections))):
            home = self.home(near)
            if home and (kind_of_entry(home[0], self._list.source) is EntryKind.ITEM) == items:
                return home
        return []

    def _shape(self, index: int, section: Section) -> TableShape | None:
        if section.table is not None:
            return section.table
        return next((s.table for s in [*reversed(self._list.sections[:index]), *self._list.sections[index:]] if s.table is not None), None)

    def _all_rows(self) -> list[Entry]:
        return [entry for entry in self._list.entries if _in_table(entry)]

    def _between(self, index: int) -> tuple[str, ...]:
        """What stands between the entries of the section, else of the file, where that is nothing but blank lines and rules: what most
        pairs have."""
        home = self.home(index) or self._nearest(index)
        for entries in map(self.home, (index, *range(len(self._list.sections)))):
            if home and entries and bool(entries[0].marker) != bool(home[0].marker):
                continue
            lines = [self._list.lines[a.last_line : b.first_line - 1] for a, b in pairwise(entries)]
            gaps = [tuple(line.strip() for line in gap) for gap in lines if all(RULE.fullmatch(line.strip()) for line in gap)]
            if gaps:
                return Counter(gaps).most_common(1)[0][0]
        # A reference is a paragraph, as is what has no bullet; two that touch would be one.
        kind = kind_of_entry(home[0], self._list.source) if home else EntryKind.ITEM
        return ("",) if kind is EntryKind.KEY or (kind is EntryKind.USUAL and not home[0].marker) else ()


def _chunk_keys(form: Form) -> set[tuple[str, str, str]]:
    return {chunk.key for chunk in chunks(form.text)}


def _in_table(entry: Entry) -> bool:
    return entry.marker == "|"


def _usual(items: Sequence[T], key: Callable[[T], V], default: V) -> V:
    """What most items have, the later one where two are as common."""
    counted = Counter(key(item) for item in reversed(items))
    return counted.most_common(1)[0][0] if counted else default


def _gives_all(form: Form, other: Form) -> bool:
    """A form that gives the authors and the link where the other does."""
    return all(form.has(*slots) for slots in ((AUTHORS,), tuple(ROLES)) if other.has(*slots))


def _most_common(forms: Sequence[Form], addition: Addition | None, usual: Mapping[str, int]) -> Form | None:
    """The form that most of them have; of two that are as common the one that gives authors and link, then that of as many lines as most
    have, then the one that is more `usual` in the list, then the one that says the year, then the whole one, then the later one."""
    if addition is not None:
        alike = [form for form in forms if form.short_name == bool(addition.short_name)]
        own = len(alike) > 1 or any(usual[form.text] >= ENOUGH or form.has(ACRONYM) for form in alike)
        forms = alike if own else forms
    if not forms:
        return None
    count = Counter(form.text for form in forms)
    whole = Counter(form.text for form in forms if not form.holes)
    latest = {form.text: n for n, form in enumerate(forms)}
    dated = {form.text for form in forms if form.has(YEAR, YEAR2)}
    gives = {form.text: form.has(AUTHORS) + form.has(*ROLES) for form in forms}
    high = Counter(form.text.count("\n") for form in forms)
    best = max(count, key=lambda t: (count[t], gives[t], high[t.count("\n")], usual[t], t in dated, whole[t], latest[t]))
    return next(form for form in reversed(forms) if form.text == best)


# ---- writing a paper


def compose(styles: Styles, reading_list: ReadingList, index: int, addition: Addition, label: str, before: str) -> tuple[str, ...]:
    """The lines for an addition, without their ends. Raises CannotWriteError.

    `label` is the venue as the list writes it, `before` the bullet of the entry above. Ways of escaping are tried from the plainest on,
    and the first that reads back as the same title and edition is taken.
    """
    style = styles.of(index)
    table = reading_list.sections[index].table
    if table is not None and table.shared:
        raise CannotWriteError(f"the rows of the table in line {table.line} share cells (rowspan); write this one by hand")
    title = one_line(addition.title)
    for spelled in spellings(title, html=style.html):
        lines = _lines(styles, style, addition, spelled, label, before)
        if _reads_back(reading_list, style, lines, title, addition):
            return lines
    raise CannotWriteError("no way of writing this title reads back as the same title")


def _lines(styles: Styles, style: SectionStyle, addition: Addition, title: str, label: str, before: str) -> tuple[str, ...]:
    if style.row is not None:
        cells = [filled(cell.text, style, addition, title, label) for cell in style.row.cells]
        if style.row.number is not None:
            cells[style.row.number] = before
        return (style.row.line(cells),)
    form = styles.form_for(style.section, addition)
    text = filled(form.text if form is not None else TITLE, style, addition, title, label)
    first, *more = text.split("\n")
    marker = style.marker(before)
    if not marker or marker == "<":
        return (first, *more)
    if form is not None and styles.is_aligned(form):
        more = in_column(more, marker, f"{style.indent}1.{style.gap}")
    return (f"{style.indent}{marker}{style.gap}{first}", *more)


def filled(text: str, style: SectionStyle, addition: Addition, title: str, label: str) -> str:
    """A form with the paper's own data in its slots; slots that it cannot fill go out."""
    # The list's own "*et al.*" keeps its signs; what looks like one in a name is escaped.
    names = [one_line(name) for name in addition.authors]
    people = one_line(style.authors.write([escape(name, quote=False) if style.html else escaped(name) for name in names]))
    given = {
        # A link that is called by the paper's method has to be called something.
        ACRONYM: addition.short_name or ("paper" if f"[{ACRONYM}](" in text else ""),
        AUTHORS: people,
        VENUE: label,
        BADGE_VENUE: for_badge(label),
        BADGE_COLOUR: style.colours.get(addition.venue) or style.colours.get("", "blue"),
        YEAR: str(addition.year),
        YEAR2: f"{addition.year % 100:02d}",
        CHECKBOX: "[ ] ",
        LABEL: style.label,
    }
    given |= {slot: filled_address(addition.address(role)) for slot, role in ROLES.items()}
    for slot, value in given.items():
        if slot in text and not value:
            text = without(text, slot)
    if title.rstrip("\\").endswith((".", "?", "!")):
        text = re.sub(rf"(?<={TITLE})\.", "", text)
    if people.endswith("."):
        text = re.sub(rf"(?<={AUTHORS})(?P<sign>[*_]{{0,3}})\.", r"\g<sign>", text)
    for slot, value in given.items():
        text = text.replace(slot, value)
    return re.sub(r"[ \t]*\\$", "", text.replace(TITLE, title))


def _reads_back(reading_list: ReadingList, style: SectionStyle, lines: Sequence[str], title: str, addition: Addition) -> bool:
    """The lines by themselves are one entry, with this title and, where they carry one, this edition."""
    head, foot = _frame(reading_list, style)
    # By itself an entry that stands four spaces or a tab deep in the list would be a block of code.
    alone = [line.removeprefix(style.indent) for line in lines]
    text = "\n".join(["## Papers", "", *head, *alone, *foot, ""])
    found = read_list(text.encode(), reading_list.names.aliases)
    if len(found.entries) != 1 or found.todo or len(found.sections) != 2:
        return False
    entry = found.entries[0]
    dated = entry.venue and entry.year
    same_edition = not dated or (entry.venue, entry.year) == (addition.venue, addition.year)
    return _same(entry.title, title) and same_edition


def _same(read: str, title: str) -> bool:
    """The title as read back; a closing full stop is none of it."""
    return read.rstrip(".") == title.rstrip(".")


def _frame(reading_list: ReadingList, style: SectionStyle) -> tuple[list[str], list[str]]:
    """What stands around a row: the head of its table, and the end of one of HTML."""
    section = reading_list.sections[style.section]
    shape = style.row.shape if style.row is not None else section.table if style.html else None
    if shape is None:
        return [], []
    first = min((e.first_line for e in reading_list.entries if shape.line < e.first_line <= shape.last), default=shape.line + 2)
    return [reading_list.source.row(n) for n in range(shape.line, first)], ["</table>"] if shape.html else []
