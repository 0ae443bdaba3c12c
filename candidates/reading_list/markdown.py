"""The Markdown of a list file as blocks with line numbers and places: headings, lists, tables, paragraphs, HTML.

Pure. Rests on markdown-it-py (CommonMark), so that fences, HTML comments, setext headings and nested lists are what they are on the page.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from candidates.reading_list.inline import Line, Mark, parser, read_inline, unclaimed

if TYPE_CHECKING:
    from markdown_it.token import Token

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(?=[\w-]+[ \t]*:).*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
ITEM_START = re.compile(r"(?P<indent>[ \t>]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
BLANK = " \t>\r\n"
# Letters of a line that is read. The longest line of the Markdown files of 85 public lists has 2,893 (2026-11-30); what is longer by far is
# a picture in letters, or a fault, and some patterns take the square of its length: of 20,000 dots in a bracket 12 s.
MOST_LINE = 5_000


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their ends; joined they are `text` again. Only CR, LF and CRLF end a line, as in Markdown."""
    return [line for line in LINE.findall(text) if line]


class Source:
    """The text of a file as places are counted in it: its lines without their ends, joined by one "\\n" each.

    A line beyond `MOST_LINE` counts as empty; `too_long` tells the numbers of such.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.rows = [line.rstrip("\r\n") if len(line) <= MOST_LINE else "" for line in lines]
        self.too_long = [number for number, line in enumerate(lines, 1) if len(line) > MOST_LINE]
        self.text = "\n".join(self.rows)

    @cached_property
    def _starts(self) -> list[int]:
        starts, place = [], 0
        for row in self.rows:
            starts.append(place)
            place += len(row) + 1
        return starts

    def number(self, place: int) -> int:
        """The line, from 1, in which a place lies."""
        return bisect_right(self._starts, place)

    def start(self, number: int) -> int:
        """The place where line `number` begins."""
        return self._starts[number - 1]

    def end(self, number: int) -> int:
        """The place where line `number` ends, its line end not counted."""
        return self._starts[number - 1] + len(self.rows[number - 1])

    def row(self, number: int) -> str:
        """Line `number` without its end, "" beyond the file."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `line` is its first, `last` its last line, both from 1."""

    level: int
    text: Line
    line: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text outside items and tables; `quoted` inside a quotation."""

    lines: tuple[Line, ...]
    line: int
    last: int
    quoted: bool = False


@dataclass(slots=True, kw_only=True)
class Item:
    """A list item. `lines` are those of its first paragraph, `more` its further paragraphs and quotations, `last` the last line of all
    that it holds."""

    line: int
    last: int
    marker: str
    indent: str
    gap: str
    parent: "Item | None"
    quoted: bool
    lines: tuple[Line, ...] = ()
    more: list[Paragraph] = field(default_factory=list)
    children: "list[Item]" = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Listing:
    """A list: its items of the first level; the others are below them."""

    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its cells, and its first and last line. `shared`: columns whose cell stands in a row above (rowspan)."""

    cells: tuple[Line, ...]
    line: int
    last: int
    shared: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class Table:
    """A table, of Markdown or (`html`) of HTML; `header` are the cells of its head, none where it has no head."""

    header: tuple[Line, ...]
    line: int
    last: int
    rows: list[Row] = field(default_factory=list)
    html: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """A block of HTML as it stands, from `line` to `last`."""

    line: int
    last: int


Block = Heading | Paragraph | Listing | Table | Html


def read_blocks(source: Source) -> list[Block]:
    """The blocks of a Markdown text in their order; front matter and code are passed over."""
    text = source.text
    body = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    return _Reader(source).read(parser().parse(unclaimed(body.removeprefix("\ufeff"))))


class _Reader:
    """Walks the tokens once, with a stack of open items."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks: list[Block] = []
        self._items: list[Item] = []
        self._heading: Token | None = None
        self._table: Table | None = None
        self._cells: list[Line] | None = None
        self._row = (0, 0)
        self._cursor = 0
        self._quotes = 0

    def read(self, tokens: "Sequence[Token]") -> list[Block]:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            else:
                handle = getattr(self, f"_{token.type}", None)
                if handle is not None:
                    handle(token)
        return self._blocks

    def _blockquote_open(self, _token: "Token") -> None:
        self._quotes += 1

    def _blockquote_close(self, _token: "Token") -> None:
        self._quotes -= 1

    def _heading_open(self, token: "Token") -> None:
        self._heading = token

    def _heading_close(self, _token: "Token") -> None:
        self._heading = None

    def _bullet_list_open(self, _token: "Token") -> None:
        if not self._items:
            self._blocks.append(Listing())

    _ordered_list_open = _bullet_list_open

    def _list_item_open(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        start = ITEM_START.match(self._source.row(first + 1))
        parent = self._items[-1] if self._items else None
        item = Item(
            line=first + 1,
            last=end,
            marker=start["marker"] if start else token.markup,
            indent=start["indent"] if start else "",
            gap=start["gap"] if start else " ",
            parent=parent,
            quoted=self._quotes > 0,
        )
        if parent is not None:
            parent.children.append(item)
        elif isinstance(self._blocks[-1], Listing):
            self._blocks[-1].items.append(item)
        self._items.append(item)

    def _list_item_close(self, _token: "Token") -> None:
        item = self._items.pop()
        while item.last > item.line and not self._source.row(item.last).strip(BLANK):
            item.last -= 1

    def _table_open(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        self._table = Table(header=(), line=first + 1, last=end)
        if not self._items:
            self._blocks.append(self._table)

    def _table_close(self, _token: "Token") -> None:
        self._table = None

    def _tr_open(self, token: "Token") -> None:
        self._cells = []
        line = (token.map or [0])[0] + 1
        self._row = (line, self._source.start(line) if line <= len(self._source.rows) else 0)
        self._cursor = self._row[1]

    def _tr_close(self, _token: "Token") -> None:
        if self._table is not None and self._cells is not None:
            line = self._row[0]
            if self._table.header:
                self._table.rows.append(Row(cells=tuple(self._cells), line=line, last=line))
                self._table.last = line
            else:
                self._table.header = tuple(self._cells)
                self._table.last = line + 1
        self._cells = None

    def _html_block(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        while end > first + 1 and not self._source.row(end).strip():
            end -= 1
        if not self._items and not self._quotes:
            self._blocks.append(Html(line=first + 1, last=end))

    def _inline(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        if self._cells is not None:
            self._cells.append(self._cell(token))
            return
        lines = tuple(read_inline(token.children or [], self._places(token.content, first + 1)))
        if self._heading is not None:
            outer = self._heading.map or [first, end]
            if not self._items and lines:
                self._blocks.append(Heading(level=int(self._heading.tag[1:]), text=lines[0], line=outer[0] + 1, last=outer[1]))
            return
        paragraph = Paragraph(lines=lines, line=first + 1, last=end, quoted=self._quotes > 0)
        if not self._items:
            self._blocks.append(paragraph)
        elif not self._items[-1].lines and not (paragraph.quoted and not self._items[-1].quoted):
            self._items[-1].lines = lines
        else:
            self._items[-1].more.append(paragraph)

    def _cell(self, token: "Token") -> Line:
        """A cell of a table: its text is looked for in its row, from where the cell before it ended."""
        line = self._row[0]
        found = self._source.text.find(token.content, self._cursor, self._source.end(line) if line <= len(self._source.rows) else 0)
        start = found if found >= 0 else self._cursor
        if not token.content and "|" in self._source.text[start : self._source.end(line)]:
            # An empty cell begins behind the bar that ends the cell before it.
            start = self._source.text.index("|", start) + 1
        self._cursor = start + len(token.content)
        lines = read_inline(token.children or [], range(start, start + len(token.content) + 1))
        return _joined(lines)

    def _places(self, content: str, number: int) -> list[int]:
        """The place of each letter of a paragraph's source, which is its lines without what stands before them (indent, "> ")."""
        places: list[int] = []
        for n, piece in enumerate(content.split("\n")):
            line = min(number + n, len(self._source.rows))
            column = self._source.row(line).rfind(piece) if piece else 0
            start = self._source.start(line) + max(column, 0)
            places.extend(range(start, start + len(piece) + 1))
        return places


def _joined(lines: Sequence[Line]) -> Line:
    """The lines of a cell as one, a space at each break."""
    if len(lines) == 1:
        return lines[0]
    text = ""
    at: list[int] = []
    marks: list[Mark] = []
    for line in lines:
        shift = len(at)
        marks += [Mark(mark.kind, mark.start + shift, mark.end + shift, outer=mark.outer, url=mark.url) for mark in line.marks]
        text, at = text + line.text + " ", [*at, *line.at, line.end]
    return Line(text=text, at=tuple(at), marks=tuple(marks), place=lines[0].place, end=lines[-1].end)
