"""The Markdown of a list file as flat blocks with line numbers: headings, list items, table rows, paragraphs.

Pure. Rests on markdown-it-py (CommonMark), so that fences, HTML comments, setext headings and nested lists are what they are on the
page. One thing is added: `$…$` is kept as written, since GitHub shows it as a formula.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(?=[\w-]+[ \t]*:).*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
ITEM_START = re.compile(r"(?P<indent>[ \t>]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
MATH = re.compile(r"\$(?![\s$])(?:\\.|[^$\\\n])*?(?<!\s)\$(?!\d)")
BREAK = re.compile(r"<\s*br\b", re.IGNORECASE)
# Escaped characters are moved to a private-use plane while text is taken apart: what is escaped is never structure.
LITERAL = 0xF0000
# Stands before an escaped character that has no place in that plane (emoji).
LITERAL_MARK = chr(LITERAL)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of inline text; `url` is None outside links. `image` marks badges and pictures (their text is the alternative text)."""

    text: str
    url: str | None = None
    strong: bool = False
    image: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `line` is its first, `last` its last line, both from 1."""

    level: int
    spans: tuple[Span, ...]
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text outside list items and tables."""

    spans: tuple[Span, ...]
    line: int


@dataclass(slots=True)
class Item:
    """A list item: its first paragraph only; `parent` is the item around it, `last` the last line of the item with all it holds."""

    line: int
    last: int
    marker: str
    indent: str
    gap: str
    parent: "Item | None"
    spans: tuple[Span, ...] = ()
    text_last: int = 0
    children: "list[Item]" = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table: the text of its header cells, and its rows as cells of spans with their line."""

    header: tuple[str, ...]
    line: int
    last: int
    rows: list[tuple[int, tuple[tuple[Span, ...], ...]]] = field(default_factory=list)


Block = Heading | Paragraph | Item | Table


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their ends; joined they are `text` again. Only CR, LF and CRLF end a line, as in Markdown."""
    return [line for line in LINE.findall(text) if line]


def literal(text: str) -> str:
    """`text` with its escaped characters moved out of the way; `plain` brings them back."""
    return "".join(chr(LITERAL + ord(c)) if ord(c) < 0x10000 else f"{LITERAL_MARK}{c}" for c in text)


def plain(text: str) -> str:
    """The characters that `literal` moved, back at their place."""
    if text.isascii():
        return text
    return "".join(chr(ord(c) - LITERAL) if LITERAL < ord(c) < LITERAL + 0xFFFE else c for c in text if c != LITERAL_MARK)


def spans_of(markdown: str) -> tuple[Span, ...]:
    """The spans of one line of inline Markdown."""
    tokens = _parser().parseInline(_unclaimed(markdown))
    return _spans(tokens[0].children or []) if tokens else ()


def read_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in their order; front matter, code and HTML are passed over."""
    lines = split_lines(text)
    body = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n"), count=1)
    return _Reader(lines).read(_parser().parse(_unclaimed(body)))


def _unclaimed(text: str) -> str:
    """Private-use characters of the text itself would be taken for escaped ones."""
    return text if text.isascii() else re.sub("[\U000f0000-\U000ffffd]", "\ufffd", text).removeprefix("\ufeff")


class _Reader:
    """Walks the tokens once, with a stack of open items."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._blocks: list[Block] = []
        self._items: list[Item] = []
        self._heading: Token | None = None
        self._table: Table | None = None
        self._cells: list[tuple[Span, ...]] | None = None
        self._row_line = 0

    def read(self, tokens: "Sequence[Token]") -> list[Block]:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            else:
                handle = getattr(self, f"_{token.type}", None)
                if handle is not None:
                    handle(token)
        return self._blocks

    def _heading_open(self, token: "Token") -> None:
        self._heading = token

    def _heading_close(self, _token: "Token") -> None:
        self._heading = None

    def _list_item_open(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        raw = self._lines[first] if first < len(self._lines) else ""
        start = ITEM_START.match(raw.rstrip("\r\n"))
        parent = self._items[-1] if self._items else None
        marker = start["marker"] if start else token.markup
        item = Item(first + 1, end, marker, start["indent"] if start else "", start["gap"] if start else " ", parent)
        item.text_last = item.line
        if parent is not None:
            parent.children.append(item)
        self._blocks.append(item)
        self._items.append(item)

    def _list_item_close(self, _token: "Token") -> None:
        item = self._items.pop()
        while item.last > item.line and not self._line(item.last).strip(" \t>\r\n"):
            item.last -= 1

    def _table_open(self, token: "Token") -> None:
        first, end = token.map or [0, 1]
        self._table = Table((), first + 1, end)
        self._blocks.append(self._table)

    def _table_close(self, _token: "Token") -> None:
        self._table = None

    def _tr_open(self, token: "Token") -> None:
        self._cells = []
        self._row_line = (token.map or [0])[0] + 1

    def _tr_close(self, _token: "Token") -> None:
        if self._table is not None and self._cells is not None:
            if self._table.header:
                self._table.rows.append((self._row_line, tuple(self._cells)))
                self._table.last = self._row_line
            else:
                self._table.header = tuple(text_of(cell).strip() for cell in self._cells)
                self._table.last = self._row_line + 1
        self._cells = None

    def _inline(self, token: "Token") -> None:
        spans = _spans(token.children or [])
        first, end = token.map or [0, 1]
        if self._cells is not None:
            self._cells.append(spans)
        elif self._items:
            item = self._items[-1]
            if not item.spans:
                item.spans, item.text_last = spans, end
        elif self._heading is not None:
            outer = self._heading.map or [first, end]
            self._blocks.append(Heading(int(self._heading.tag[1:]), spans, outer[0] + 1, outer[1]))
        else:
            self._blocks.append(Paragraph(spans, first + 1))

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if number <= len(self._lines) else ""


def text_of(spans: Sequence[Span]) -> str:
    """The visible text of spans, pictures left out, with escaped characters as they show."""
    return plain("".join(span.text for span in spans if not span.image))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here: 70 ms that commands without a list do not need

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    parser.inline.ruler.before("escape", "math", _math)
    return parser


def _math(state: "StateInline", silent: bool) -> bool:
    """Inline rule: `$…$` is text as written."""
    if state.src[state.pos] != "$":
        return False
    found = MATH.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _spans(tokens: "Sequence[Token]") -> tuple[Span, ...]:
    spans: list[Span] = []
    url: str | None = None
    strong = 0
    for token in tokens:
        kind = token.type
        if kind == "link_open":
            url = str(token.attrGet("href") or "")
        elif kind == "link_close":
            url = None
        elif kind in ("strong_open", "strong_close"):
            strong += token.nesting
        elif kind == "image":
            spans.append(Span(token.content, url, strong > 0, image=True))
        else:
            spans.append(Span(_visible(token), url, strong > 0))
    return tuple(span for span in spans if span.text or span.url is not None)


def _visible(token: "Token") -> str:
    if token.type in ("text", "math_inline", "code_inline"):
        return token.content
    if token.type == "text_special":
        return literal(token.content)
    if token.type == "softbreak":
        return " "
    return "\n" if token.type == "hardbreak" or (token.type == "html_inline" and BREAK.match(token.content)) else ""
