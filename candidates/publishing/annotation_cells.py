"""Empty cells of a table filled for the paper of their row, as the other rows fill theirs; tables of Markdown and of HTML. Pure.

A cell that says something stays. Where no row shows how, a column that is named for it gets the plain thing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from candidates.publishing.addition import Addition
from candidates.publishing.edits import Edit
from candidates.publishing.entry_form import Form, form_within
from candidates.publishing.entry_style import Styles, filled
from candidates.publishing.escaping import filled_address
from candidates.publishing.form_slots import SLOT
from candidates.publishing.table_rows import cell_places, usual_cell
from candidates.reading_list.html_blocks import html_parts
from candidates.reading_list.markdown import Html, Row, Table, read_blocks
from candidates.reading_list.parts import Entry, ReadingList
from candidates.reading_list.tables import TableShape, headed, shape_of
from spiders.paper import Paper

# The columns of a table that a part of an annotation goes into.
COLUMNS: Mapping[str, tuple[str, ...]] = {"edition": ("venue", "year"), "link": ("link",), "authors": ("authors",)}


@dataclass(frozen=True, slots=True)
class _RowPlace:
    """A row with its table's columns, and where its cells stand, the blanks around their text left out."""

    row: Row
    shape: TableShape
    cells: tuple[tuple[int, int], ...]


class Tables:
    """The tables of a list, each with its own columns: a section may hold several."""

    def __init__(self, reading_list: ReadingList, styles: Styles) -> None:
        self._list = reading_list
        self._styles = styles
        self._forms: dict[tuple[int, str], Form] = {}

    def completed(self, entry: Entry, paper: Paper, label: str, parts: Collection[str]) -> tuple[list[Edit], list[str], str]:
        """The edits of a row, what they add, and why there are none."""
        place = self._place(entry)
        if place is None:
            return [], [], f"the row in line {entry.line} could not be told apart"
        if place.shape.shared:
            return [], [], f"the rows of the table in line {place.shape.line} share cells (rowspan); complete this one by hand"
        edits: list[Edit] = []
        added: list[str] = []
        reasons: list[str] = []
        for part in (part for part in ("authors", "edition", "link") if part in parts):
            more, why = self._part(place, entry, paper, label, part)
            edits += more
            added += [text.strip() for _, _, text in more]
            reasons += [why] if why else []
        return edits, added, "; ".join(dict.fromkeys(reasons)) or "nothing is missing"

    def _part(self, place: _RowPlace, entry: Entry, paper: Paper, label: str, part: str) -> tuple[list[Edit], str]:
        columns = [(name, column) for name in COLUMNS[part] if (column := getattr(place.shape, name)) is not None]
        if part == "link" and entry.title_link:
            return [], "has a link already"
        if not columns:
            return [], f"its table (line {place.shape.line}) has no column for {_NAMES[part]}"
        edits = []
        for name, column in columns:
            if column < len(place.cells) and place.cells[column][0] == place.cells[column][1]:
                value = self._value(place, entry, paper, label, name)
                if value and "\n" not in value:
                    edits.append(self._edit(place, entry, column, value))
        return edits, "" if edits else f"its row has no empty cell for {_NAMES[part]}"

    def _edit(self, place: _RowPlace, entry: Entry, column: int, value: str) -> Edit:
        start, text = place.cells[column][0], self._list.source.text
        if place.shape.html:
            return start, start, value
        begin, end = start, start
        while text[begin - 1] in " \t" and begin > self._list.source.start(place.row.line):
            begin -= 1
        while end < self._list.source.end(place.row.line) and text[end] in " \t":
            end += 1
        style = self._styles.of(entry.section_index).row
        pad = style.pad if style is not None else " "
        return begin, end, f"{pad}{value}{pad}"

    def _value(self, place: _RowPlace, entry: Entry, paper: Paper, label: str, name: str) -> str:
        """What the other rows write in the column, else what it is named for."""
        form, style, addition = self._form(place, name), self._styles.of(entry.section_index), Addition.of(paper)
        if SLOT.search(form.text):
            return filled(form.text, style, addition, "", label).strip()
        url = filled_address(addition.address("page") or paper.pdf)
        html = place.shape.html
        plain = {
            "venue": label if place.shape.year is not None else f"{label} {paper.year}",
            "year": str(paper.year),
            "link": (f'<a href="{url}">paper</a>' if html else f"[paper]({url})") if url else "",
            "authors": style.authors.write(paper.authors),
        }[name]
        return escape(plain, quote=False) if html and name != "link" else plain

    def _form(self, place: _RowPlace, name: str) -> Form:
        """How the column of a table writes its cells, else how the columns of its kind do in the list's other tables."""
        key = (place.shape.line, name)
        if key not in self._forms:
            self._forms[key] = usual_cell(self._cells_of(name, place.shape.line) or self._cells_of(name), [])
        return self._forms[key]

    def _cells_of(self, name: str, line: int | None = None) -> list[Form]:
        """The cells of a kind that say something: those of the table that begins in a line, or of all."""
        found = []
        for entry in self._list.entries:
            place = self._place(entry)
            if place is None or (line is not None and place.shape.line != line):
                continue
            column = getattr(place.shape, name)
            if column is not None and column < len(place.cells) and place.cells[column][0] < place.cells[column][1]:
                form = form_within(entry, self._list.source, *place.cells[column])
                found += [form] if form is not None and SLOT.search(form.text) else []
        return found

    def _place(self, entry: Entry) -> _RowPlace | None:
        """The row of an entry; of several that begin in one line that which holds its title."""
        begun = self._rows.get(entry.first_line, ())
        title = entry.text.title_place if entry.text is not None else -1
        return next((place for place in begun if any(cell.place <= title <= cell.end for cell in place.row.cells)), None)

    @cached_property
    def _rows(self) -> dict[int, list[_RowPlace]]:
        """Every row of every table of papers, by its first line."""
        source = self._list.source
        tables: list[Table] = []
        for block in read_blocks(source):
            if isinstance(block, Table):
                tables.append(block)
            elif isinstance(block, Html):
                tables += [part for part in html_parts(source, block.line, block.last) if isinstance(part, Table)]
        found: dict[int, list[_RowPlace]] = {}
        for table in map(headed, tables):
            shape = shape_of(table, self._list.names)
            for row in table.rows if shape is not None else ():
                assert shape is not None
                found.setdefault(row.line, []).append(_RowPlace(row, shape, tuple(self._cells(row, html=shape.html))))
        return found

    def _cells(self, row: Row, *, html: bool) -> list[tuple[int, int]]:
        source = self._list.source
        if not html:
            return cell_places(source.row(row.line), source.start(row.line))
        places = []
        for cell in row.cells:
            raw = source.text[cell.place : cell.end]
            start = cell.place + len(raw) - len(raw.lstrip())
            places.append((cell.place, cell.place) if not raw.strip() else (start, cell.place + len(raw.rstrip())))
        return places


_NAMES = {"edition": "venue or year", "link": "a link", "authors": "authors"}
