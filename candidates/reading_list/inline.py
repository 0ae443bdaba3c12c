"""One line of inline Markdown or HTML as its visible text, where each letter stands in the file, and what is a link, bold, code or picture.

Pure. Rests on markdown-it-py (CommonMark); its inline tokens carry no places, so the few rules that swallow characters without a trace
(links, pictures, code, breaks) are told to note where they end. `$…$` is kept as written, since GitHub shows it as a formula.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# A formula as Markdown and pandoc know it: no space inside the dollar signs, no digit after them ("$5 and $6" is money).
MATH = re.compile(r"\$(?![\s$])(?:\\.|[^$\\\n])*?(?<!\s)\$(?!\d)")
TAG = re.compile(r"<\s*(?P<close>/?)\s*(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^>]*)>")
ADDRESS = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"https?://[^\s<>\[\]|，。；）】\"'`]+")
# What closes a sentence or a bracket after an address is not part of it (GFM, "Extended autolink path validation").
AFTER_ADDRESS = re.compile(r"(?<![.,;:!?*_~'\"])[.,;:!?*_~'\"]+$")
# Escaped characters are moved to a private-use plane while text is taken apart: what is escaped is never structure.
LITERAL = 0xF0000
# Stands before an escaped character that has no place in that plane (emoji).
LITERAL_MARK = chr(LITERAL)
KINDS_OF_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "kbd": "code", "samp": "code"}
# Rules whose tokens do not tell how much of the source they took: their name in the parser -> their function in markdown-it-py.
SWALLOWING = {"escape": "escape", "newline": "newline", "backticks": "backtick", "link": "link", "image": "image", "autolink": "autolink"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch [start, end) of a line's text. `kind`: link, strong, em, code, image, badge (a picture that is a link), bare
    (an address written out).

    `outer` is the whole construct in the file ([first, after) as places), `url` an address where it has one.
    """

    kind: str
    start: int
    end: int
    _: KW_ONLY
    outer: tuple[int, int]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The visible text of one line as a reader sees it; `at` is the place of each letter in the file, `place` where the line begins."""

    text: str
    at: tuple[int, ...]
    marks: tuple[Mark, ...] = ()
    place: int = 0
    end: int = 0
    hard: bool = False

    def of(self, *kinds: str) -> Iterator[Mark]:
        """The marks of these kinds, left to right."""
        return (mark for mark in self.marks if mark.kind in kinds)

    def places(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the file, [first, after)."""
        return (self.at[start], self.at[end - 1] + 1) if end > start else (self.place, self.place)

    @property
    def shown(self) -> str:
        """The text as people read it."""
        return plain(self.text)


def literal(text: str) -> str:
    """`text` with its escaped characters moved out of the way; `plain` brings them back. A space is one, however it is written (&nbsp;)."""
    return "".join(_moved(c) for c in text)


def _moved(c: str) -> str:
    if c.isspace():
        return " " if c in "\t\r\n" else c
    return chr(LITERAL + ord(c)) if ord(c) < 0x10000 else f"{LITERAL_MARK}{c}"


def plain(text: str) -> str:
    """The characters that `literal` moved, back at their place."""
    if text.isascii():
        return text
    return "".join(chr(ord(c) - LITERAL) if LITERAL < ord(c) < LITERAL + 0xFFFE else c for c in text if c != LITERAL_MARK)


def unclaimed(text: str) -> str:
    """Private-use characters of the text itself would be taken for escaped ones."""
    return text if text.isascii() else re.sub("[\U000f0000-\U000ffffd]", "\ufffd", text)


@cache
def parser() -> "MarkdownIt":
    """CommonMark with tables, strikethrough, formulas, and places for what the tokens do not tell."""
    from markdown_it import MarkdownIt, rules_inline  # here: 70 ms that commands without a list do not need

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    for name, function in SWALLOWING.items():
        made.inline.ruler.at(name, _noting(getattr(rules_inline, function)))
    made.inline.ruler.before("escape", "math", _math)
    return made


def _noting(rule: "Callable[[StateInline, bool], bool]") -> "Callable[[StateInline, bool], bool]":
    """The rule, which writes into the last token that it makes where in the source it ended."""

    def noting(state: "StateInline", silent: bool) -> bool:
        begun = len(state.tokens)
        taken = rule(state, silent)
        if taken and not silent and len(state.tokens) > begun:
            state.tokens[-1].meta["end"] = state.pos
        return taken

    return noting


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


@dataclass(slots=True, kw_only=True)
class LineWriter:
    """Collects visible text, its places and its marks, line by line. `opened` holds marks whose end has not come."""

    lines: list[Line] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    opened: list[tuple[str, int, int, str]] = field(default_factory=list)
    place: int = 0

    def add(self, text: str, places: Sequence[int]) -> None:
        """Text whose letters stand at `places`."""
        self.text.append(text)
        self.at.extend(places)

    def open(self, kind: str, place: int, url: str = "") -> None:
        """Begins a mark at the next letter; `place`: where its signs begin in the file."""
        self.opened.append((kind, len(self.at), place, url))

    def shut(self, kind: str, after: int) -> None:
        """Ends the last opened mark of this kind; what was never opened is nothing."""
        found = next((n for n in range(len(self.opened) - 1, -1, -1) if self.opened[n][0] == kind), None)
        if found is not None:
            _, start, place, url = self.opened.pop(found)
            self.marks.append(Mark(kind, start, len(self.at), outer=(place, after), url=url))

    def picture(self, place: int, after: int, url: str) -> None:
        """A picture, which shows no letters, at [place, after) of the file."""
        self.marks.append(Mark("image", len(self.at), len(self.at), outer=(place, after), url=url))

    def tag(self, raw: str, place: int) -> bool:
        """Takes an inline HTML tag in; True for a line break."""
        found = TAG.match(raw)
        if found is None:
            return False
        name, after = found["name"].lower(), place + len(raw)
        if name == "br":
            return True
        if name == "img":
            shown = SOURCE.search(found["rest"])
            self.picture(place, after, next(filter(None, shown.groups()), "") if shown else "")
        kind = "link" if name == "a" else KINDS_OF_TAGS.get(name)
        if kind and found["close"]:
            self.shut(kind, after)
        elif kind and not found["rest"].rstrip().endswith("/"):
            address = ADDRESS.search(found["rest"])
            if kind != "link" or address:
                self.open(kind, place, next(filter(None, address.groups()), "") if address else "")
        return False

    def end_line(self, after: int, *, hard: bool = False) -> None:
        """Ends a line at place `after`; marks that are open go on in the next one."""
        for kind, start, place, url in self.opened:
            self.marks.append(Mark(kind, start, len(self.at), outer=(place, after), url=url))
        text = "".join(self.text)
        marks = [replace(mark, kind="badge") if mark.kind == "link" and mark.end == mark.start else mark for mark in self.marks]
        marks = [mark for mark in marks if mark.kind in ("image", "badge") or mark.end > mark.start]
        marks += _bare_addresses(text, self.at, marks)
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        self.lines.append(Line(text=text, at=tuple(self.at), marks=tuple(marks), place=self.place, end=after, hard=hard))
        self.opened = [(kind, 0, after, url) for kind, _, _, url in self.opened]
        self.text, self.at, self.marks, self.place = [], [], [], after


def _bare_addresses(text: str, at: Sequence[int], marks: Sequence[Mark]) -> list[Mark]:
    """Addresses that are written out and become links on the page."""
    if "://" not in text:
        return []
    linked = [(mark.start, mark.end) for mark in marks if mark.kind in ("link", "code")]
    found = []
    for match in BARE_ADDRESS.finditer(text):
        url = AFTER_ADDRESS.sub("", match[0])
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = AFTER_ADDRESS.sub("", url[:-1])
        start, end = match.start(), match.start() + len(url)
        if not any(first < end and start < last for first, last in linked):
            found.append(Mark("bare", start, end, outer=(at[start], at[end - 1] + 1), url=url))
    return found


def read_inline(tokens: "Sequence[Token]", places: Sequence[int]) -> list[Line]:
    """The lines of inline tokens, split at every break; `places[n]` is where letter n of their source stands in the file (one more at
    the end)."""
    writer = LineWriter(place=places[0] if places else 0)
    cursor = 0
    for token in tokens:
        cursor = _take(writer, token, cursor, places)
    writer.end_line(places[-1] if places else 0)
    return writer.lines


def _take(writer: LineWriter, token: "Token", cursor: int, places: Sequence[int]) -> int:
    """Takes one token in; the place in the source after it."""
    most = len(places) - 1
    end = min(int(token.meta.get("end", cursor)), most)
    kind = token.type
    if kind in ("text", "math_inline"):
        end = min(cursor + len(token.content), most)
        # A tab within a line is a space to a reader.
        writer.add(token.content[: end - cursor].replace("\t", " "), places[cursor:end])
    elif kind == "text_special":
        end = min(cursor + len(token.markup), most)
        shown = literal(token.content)
        writer.add(shown, [places[cursor]] * (len(shown) - 1) + [places[end] - 1])
    elif kind == "code_inline":
        _take_code(writer, token, cursor, end, places)
    elif kind == "image":
        writer.picture(places[cursor], places[end], str(token.attrGet("src") or ""))
    elif kind == "html_inline":
        end = min(cursor + len(token.content), most)
        if writer.tag(token.content, places[cursor]):
            _break(writer, places[cursor], places[end], hard=True)
    elif kind in ("softbreak", "hardbreak"):
        _break(writer, places[cursor], places[end], hard=kind == "hardbreak")
    else:
        return _take_mark(writer, token, cursor, end, places)
    return end


def _take_mark(writer: LineWriter, token: "Token", cursor: int, end: int, places: Sequence[int]) -> int:
    """Takes the beginning or end of a link, of bold or of italic text in; the place in the source after it."""
    most = len(places) - 1
    if token.type == "link_open":
        writer.open("link", places[cursor], str(token.attrGet("href") or ""))
        return cursor + 1
    if token.type == "link_close":
        end = min(max(end, cursor + 1), most)
        writer.shut("link", places[end])
        return end
    name, _, turn = token.type.rpartition("_")
    after = min(cursor + len(token.markup), most)
    if name in ("strong", "em") and turn == "open":
        writer.open(name, places[cursor])
    elif name in ("strong", "em"):
        writer.shut(name, places[after])
    return after


def _take_code(writer: LineWriter, token: "Token", cursor: int, end: int, places: Sequence[int]) -> None:
    begin = cursor + len(token.markup)
    writer.open("code", places[cursor])
    writer.add(token.content, [places[min(begin + n, end)] for n in range(len(token.content))])
    writer.shut("code", places[end])


def _break(writer: LineWriter, before: int, after: int, *, hard: bool) -> None:
    writer.end_line(before, hard=hard)
    writer.place = after


def line_of(markdown: str) -> Line:
    """One line of inline Markdown by itself."""
    source = unclaimed(markdown)
    tokens = parser().parseInline(source)
    lines = read_inline(tokens[0].children or [], range(len(source) + 1)) if tokens else []
    return lines[0] if lines else Line(text="", at=())
