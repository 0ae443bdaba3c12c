"""What a block of HTML in a list holds: folded groups, their summaries, headings, tables, prose; with places in the file.

Pure. Rests on the standard library's `html.parser`, the one reader of HTML that tells where each tag stands; unclosed and misnested tags
are what people write, so nothing here depends on a tag being closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser

from candidates.reading_list.inline import Line, LineWriter
from candidates.reading_list.markdown import Row, Source, Table

# As HTML has it: more rows than these are not spanned (https://html.spec.whatwg.org/multipage/tables.html).
MOST_ROWS = 65_534
LISTS = frozenset({"ul", "ol"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """`<details>` (`opens`) or `</details>`, at `line`."""

    opens: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    """Text of a block: `kind` is "summary", "heading" (of `level`), "item" or "prose". An item is one of a list that has no list within,
    `line` that of its tag and `last` that of its end."""

    kind: str
    level: int
    lines: tuple[Line, ...]
    line: int
    last: int


HtmlPart = Fold | HtmlText | Table


def fold_line(parts: Sequence[HtmlPart], n: int) -> int:
    """The line in which the group of the summary `parts[n]` begins: that of its `<details>`, where it stands right before."""
    before = parts[n - 1] if n else None
    return before.line if isinstance(before, Fold) and before.opens else parts[n].line


def html_parts(source: Source, first: int, last: int) -> list[HtmlPart]:
    """The parts of the HTML in lines `first` to `last`, in their order."""
    reader = _HtmlReader(source, first, last)
    reader.feed(source.text[source.start(first) : source.end(last)])
    reader.close()
    reader.end_text()
    if reader.nested:
        # Which of them would be papers and which are notes on one, their tags do not tell.
        return [replace(part, kind="prose") if isinstance(part, HtmlText) and part.kind == "item" else part for part in reader.parts]
    return reader.parts


class _HtmlReader(HTMLParser):
    """Collects the parts. Text goes into one writer at a time; what it is for is known when it ends."""

    def __init__(self, source: Source, first: int, last: int) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[HtmlPart] = []
        self._source = source
        self._first = first
        self._last = last
        self._kind = "prose"
        self._level = 0
        self._writer = LineWriter(place=source.start(first))
        self._table: Table | None = None
        self._cells: list[Line] | None = None
        self._row_line = first
        self._headed = False
        self._span = 1
        # By column: a cell that goes on in the rows below, and through how many of them.
        self._shared: dict[int, tuple[Line, int]] = {}
        self._taken: set[int] = set()
        self._item_line = first
        # Lists that are open, and whether one has stood within another.
        self._lists = 0
        self.nested = False

    @property
    def _place(self) -> int:
        line, column = self.getpos()
        return self._source.start(self._first + line - 1) + column

    # ---- what html.parser calls

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        place = self._place
        if tag == "details":
            self.end_text()
            self.parts.append(Fold(opens=True, line=self._source.number(place)))
        elif tag == "summary" or tag in HEADINGS:
            self._begin("summary" if tag == "summary" else "heading", HEADINGS.get(tag, 0), place + len(raw))
        elif tag == "table":
            self.end_text()
            line = self._source.number(place)
            self._table, self._shared = Table(header=(), line=line, last=line, html=True), {}
        elif self._table is not None and tag == "tr":
            self._end_row(self._source.number(place))
            self._cells, self._row_line, self._headed = [], self._source.number(place), False
            self._taken = set()
        elif self._table is not None and tag in ("td", "th"):
            self._end_cell(place)
            self._headed |= tag == "th"
            self._span = _rows(dict(attrs).get("rowspan"))
            self._begin("cell", 0, place + len(raw))
        elif tag in LISTS and self._table is None:
            self.end_text(place)
            self._lists += 1
            self.nested |= self._lists > 1
        elif tag == "li" and self._kind in ("prose", "item") and self._table is None:
            self._begin("item", 0, place + len(raw))
            self._item_line = self._source.number(place)
        elif self._writer.tag(raw, place) or (tag == "li" and self._kind == "prose"):
            self._writer.end_line(place)
            self._writer.place = place + len(raw)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        place = self._place
        after = self._source.text.find(">", place) + 1 or place
        if tag == "details":
            self.end_text()
            self.parts.append(Fold(opens=False, line=self._source.number(place)))
        elif tag == "summary" or tag in HEADINGS:
            self.end_text(place)
        elif tag in LISTS and self._table is None:
            self.end_text(place)
            self._lists = max(0, self._lists - 1)
        elif tag == "li" and self._kind == "item":
            self.end_text(place)
        elif tag in ("td", "th"):
            self._end_cell(place)
        elif tag == "tr":
            self._end_cell(place)
            self._end_row(self._source.number(place))
        elif tag == "table":
            self._end_table(self._source.number(place))
        else:
            self._writer.tag(self._source.text[place:after], place)

    def handle_data(self, data: str) -> None:
        place = self._place
        for n, piece in enumerate(data.split("\n")):
            if n and self._kind != "cell":
                self._writer.end_line(place - 1)
                self._writer.place = place
            elif n:
                self._writer.add(" ", [place - 1])
            self._writer.add(piece, range(place, place + len(piece)))
            place += len(piece) + 1

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, raw: str) -> None:
        shown, place = unescape(raw), self._place
        end = place + len(raw) - (0 if self._source.text.startswith(raw, place) else 1)
        self._writer.add(shown, [place] * (len(shown) - 1) + [end - 1])

    # ---- what is collected

    def _begin(self, kind: str, level: int, place: int) -> None:
        if kind != "cell":
            self.end_text(place)
        self._kind, self._level = kind, level
        self._writer = LineWriter(place=place)

    def end_text(self, place: int | None = None) -> None:
        """Ends the text that is being collected and keeps it, if it says anything."""
        after = place if place is not None else self._source.end(self._last)
        self._writer.end_line(after)
        lines = tuple(line for line in self._writer.lines if line.text.strip() or line.marks)
        if lines and self._kind != "cell" and self._table is None:
            first, last = self._source.number(lines[0].place), self._source.number(lines[-1].end)
            if self._kind == "item":
                closed = self._source.text[after : after + len("</li")].lower() == "</li"
                first, last = self._item_line, self._source.number(after) if closed else last
            self.parts.append(HtmlText(kind=self._kind, level=self._level, lines=lines, line=first, last=last))
        self._kind, self._level, self._writer = "prose", 0, LineWriter(place=after)

    def _end_cell(self, place: int) -> None:
        if self._kind == "cell" and self._cells is not None:
            self._writer.end_line(place)
            self._take_shared(self._cells)
            if self._span > 1:
                self._shared[len(self._cells)] = (self._writer.lines[0], self._span - 1)
            self._cells.append(self._writer.lines[0])
        self._kind, self._writer = "prose", LineWriter(place=place)

    def _end_row(self, line: int) -> None:
        if self._table is not None and self._cells:
            self._take_shared(self._cells)
            cells = tuple(self._cells)
            if self._headed and not self._table.header and not self._table.rows:
                self._table.header = cells
            else:
                self._table.rows.append(Row(cells=cells, line=self._row_line, last=line, shared=frozenset(self._taken)))
            self._table.last = line
        self._cells = None

    def _take_shared(self, cells: list[Line]) -> None:
        """Puts in the cells of rows above that go on at this place of the row."""
        while (column := len(cells)) in self._shared and column not in self._taken:
            cell, left = self._shared.pop(column)
            if left > 1:
                self._shared[column] = (cell, left - 1)
            self._taken.add(column)
            cells.append(cell)

    def _end_table(self, line: int) -> None:
        if self._table is not None:
            self._end_row(line)
            self.parts.append(self._table)
        self._table = None

    def close(self) -> None:
        super().close()
        self._end_table(self._last)


def _rows(rowspan: str | None) -> int:
    """How many rows a cell takes; 1 for anything but a number."""
    return min(int(rowspan), MOST_ROWS) if rowspan and rowspan.strip().isdecimal() and len(rowspan) < len("1000000") else 1
