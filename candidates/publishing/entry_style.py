"""How a list writes its entries: bullet, link, tail, table row. New lines are composed the same way and read back to be sure. Pure."""

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest
from urllib.parse import urlsplit

from candidates.reading_list.entry_text import PAPER_LABEL, label_of
from candidates.reading_list.markdown import MATH
from candidates.reading_list.parts import Entry, ReadingList, TableShape
from candidates.reading_list.reader import read_list
from spiders.mojibake import one_line

# Characters that begin a structure inside a line of Markdown.
STRUCTURAL = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#\w])")
PUNCTUATION = re.compile(rf"[{re.escape(string.punctuation)}]")
# "[paper](…)", "([paper](…))" and "[[paper]](…)".
LINK = re.compile(r"(?P<open>[(\[]?\[)(?P<label>[^\[\]]*)(?P<shut>\]\]?)\((?P<url>[^()\s]*)\)")
ITEM_HEAD = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?\s*(?:\[.?\]\s+)?")
# Kept out of addresses, where they would end the link or the cell.
IN_ADDRESS = {"(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C", "`": "%60", "*": "%2A"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A paper to be written into the list, in the section `category`. `venue` is an id; an empty `url` is no link."""

    title: str
    venue: str
    year: int
    category: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tail:
    """How the newest entries name their edition: `before` and `after` enclose label, separator and year; `digits` of the year, 2 or 4."""

    before: str
    between: str
    after: str
    digits: int
    leading: bool

    def write(self, label: str, year: int) -> str:
        return f"{self.before}{label}{self.between}{str(year)[-self.digits :]}{self.after}"


@dataclass(frozen=True, slots=True)
class ListStyle:
    """What new entries of one section copy. `linked` is "title", "side" (a link after the title) or "" for none."""

    model: Entry
    before: Entry | None
    tail: Tail | None
    linked: str
    side_link: str
    table: TableShape | None


class CannotWriteError(Exception):
    """A title that no way of writing brings back as it is; the message says why."""


def style_for(reading_list: ReadingList, section: int) -> ListStyle | None:
    """The style for new entries of a section, by its own entries or else by those nearest above; None when the list has no entries."""
    own = reading_list.sections[section].entries
    home = own or _neighbours(reading_list, section)
    if not home:
        return None
    linked = [entry for entry in home if entry.url]
    most = len(linked) * 2 > len(home)
    by_title = sum(entry.title_link for entry in linked) * 2 > len(linked)
    table = next((s.table for s in reading_list.sections if home[-1] in s.entries), None) if home[-1].marker == "|" else None
    return ListStyle(
        home[-1],
        home[-2] if len(home) > 1 else None,
        tail_of(reading_list.entries),
        ("title" if by_title else "side") if most else "",
        _side_link(linked[-1]) if most and not by_title else "",
        table,
    )


def _neighbours(reading_list: ReadingList, section: int) -> tuple[Entry, ...]:
    above = [s.entries for s in reading_list.sections[:section] if s.entries]
    below = [s.entries for s in reading_list.sections[section:] if s.entries]
    return above[-1] if above else below[0] if below else ()


def tail_of(entries: Sequence[Entry]) -> Tail | None:
    """The tail that the entries of the newest edition have; None when no entry names its own."""
    tailed = [e for e in entries if e.tail and e.label and e.year is not None]
    for entry in sorted(tailed, key=lambda e: (e.year or 0, e.line), reverse=True):
        found = _tail_in(entry)
        if found is not None:
            return found
    return None


def _tail_in(entry: Entry) -> Tail | None:
    """The tail as it stands in the entry's line, bold and brackets included."""
    short = str(entry.year)[-2:]
    text = ITEM_HEAD.sub("", entry.raw, count=1)
    inside = rf"(?P<label>{re.escape(entry.label)})(?P<between>[\s,.'’‘`´*_-]*)(?P<year>{entry.year}|{short})(?!\d)"
    found = re.search(rf"(?P<before>[\s,;|–—-]*[(\[（*_`]*){inside}[^()\[\]（）]*?(?P<after>[)\]）*_`]*)(?:\s|$|[.,;|])", text)
    if found is None:
        return None
    leading = found.start() == 0
    after = found["after"] + (_glue(text[found.end("after") :]) if leading else "")
    return Tail(found["before"], found["between"], after, len(found["year"]), leading)


def _glue(rest: str) -> str:
    found = re.match(r"\s*[:|–—-]?\s+", rest)
    return found[0] if found else " "


def _side_link(entry: Entry) -> str:
    """The link after a title as the list writes it, with {} for the address: " [[paper]({})]"."""
    for found in LINK.finditer(entry.raw):
        if PAPER_LABEL.fullmatch(label_of(found["label"])):
            generic = re.fullmatch(r"(?i)paper|pdf|link|url", found["label"])
            label = found["label"] if generic else "paper"
            return f" {found['open']}{label}{found['shut']}({{}}){_closing(found)}"
    return " [paper]({})"


def _closing(found: re.Match[str]) -> str:
    """The bracket that the link stands in; "([paper](…), [code](…))" closes it only after another link."""
    if found["open"] == "([":
        return ")"
    return "]" if found["open"] == "[[" and found["shut"] == "]" else ""


def label_for(reading_list: ReadingList, venue: str) -> str:
    """The venue as the list writes it: by its newest entry, else by its TODO and suggested sequence, else its usual name."""
    names = reading_list.names
    labels = [(e.year or 0, e.line, e.label) for e in reading_list.entries if e.venue == venue and e.label]
    if labels:
        return max(labels)[2]
    for line in reading_list.lines:
        for found in names.mentions(line):
            if names.venue_of(found[0]) == venue and "(#" not in line:
                return found[0]
    return names.usual_label(venue)


def compose(reading_list: ReadingList, style: ListStyle, addition: Addition, label: str, number: int) -> str:
    """The line for an addition, without its end. CannotWriteError.

    `label` is the venue as the list writes it; `number` counts the lines already added below the model.

    Ways of escaping are tried from the plainest on, and the first that reads back as the same title, link and edition is taken.
    """
    title = one_line(addition.title)
    url = _address(addition.url) if style.linked else ""
    for written, tail in product(_spellings(title), _tails(style.tail)):
        tailed = replace(style, tail=tail)
        line = _row(tailed, addition, written, label, url) if style.table else _item(tailed, addition, written, label, url, number)
        if _reads_back(reading_list, tailed, line, title, addition):
            return line
    raise CannotWriteError("no way of writing this title reads back as the same title")


def _tails(tail: Tail | None) -> Iterator[Tail | None]:
    """As the list has it; then set off by a comma, for lists where authors stand between: "Title. Authors. *ICML 2023*"."""
    yield tail
    if tail is not None and not tail.leading:
        yield replace(tail, before=f", {tail.before.lstrip()}")


def _spellings(title: str) -> Iterator[str]:
    """Plain; with structural characters escaped outside formulas, then everywhere; with all punctuation escaped, then the first letter
    as a character reference too; at last everything but letters."""
    yield title
    formulas = [found[0] for found in MATH.finditer(title)]
    between = [_escaped(STRUCTURAL, text) for text in MATH.split(title)]
    yield "".join(a + b for a, b in zip_longest(between, formulas, fillvalue=""))
    yield _escaped(STRUCTURAL, title)
    yield _escaped(PUNCTUATION, title)
    yield f"&#{ord(title[0])};" + _escaped(PUNCTUATION, title[1:])
    yield "".join(f"&#{ord(c)};" if not c.isalpha() and c != " " else c for c in title)


def _escaped(special: re.Pattern[str], text: str) -> str:
    return special.sub(lambda found: "\\" + found[0], text)


def _address(url: str) -> str:
    """An address safe inside a Markdown link; "" for what is none."""
    if urlsplit(url).scheme not in ("http", "https"):
        return ""
    return "".join(IN_ADDRESS.get(c, c) for c in url.strip() if not c.isspace())


def _item(style: ListStyle, addition: Addition, title: str, label: str, url: str, number: int) -> str:
    model = style.model
    box = "[ ] " if model.checkbox is not None else ""
    return f"{model.indent}{_marker(style, number)}{model.gap}{box}{_text(style, addition, title, label, url)}"


def _text(style: ListStyle, addition: Addition, title: str, label: str, url: str) -> str:
    text = title
    if style.model.title_strong:
        text = f"**{text}**"
    if url and style.linked == "title":
        text = f"[{text}]({url})"
    side = style.side_link.format(url) if url and style.linked == "side" else ""
    if style.tail is None:
        return text + side
    tail = style.tail.write(label, addition.year)
    return f"{tail}{text}{side}" if style.tail.leading else f"{text}{tail}{side}"


def _marker(style: ListStyle, number: int) -> str:
    """The bullet; in a numbered list the next number, unless the list numbers every entry alike."""
    found = re.fullmatch(r"(\d+)([.)])", style.model.marker)
    if found is None or (style.before is not None and style.before.marker == style.model.marker):
        return style.model.marker
    return f"{int(found[1]) + number + 1}{found[2]}"


def _row(style: ListStyle, addition: Addition, title: str, label: str, url: str) -> str:
    """A table row with the title, venue, year and link in their columns."""
    shape = style.table
    assert shape is not None
    cells = [""] * shape.columns
    in_title = url if style.linked == "title" else ""
    text = f"**{title}**" if style.model.title_strong else title
    cells[shape.title] = f"[{text}]({in_title})" if in_title else text
    if shape.venue is not None:
        cells[shape.venue] = label if shape.year is not None else f"{label} {addition.year}"
    if shape.year is not None:
        cells[shape.year] = str(addition.year)
    if shape.link is not None and url and not in_title:
        cells[shape.link] = style.side_link.strip().format(url)
    edges = style.model.raw.strip()
    row = " | ".join(cells)
    return ("| " if edges.startswith("|") else "") + row + (" |" if edges.endswith("|") else "")


def _reads_back(reading_list: ReadingList, style: ListStyle, line: str, title: str, addition: Addition) -> bool:
    """The line by itself is one entry, with this title and, if it carries a tail, this edition."""
    head = "".join(_table_head(reading_list, style.table)) if style.table else ""
    found = read_list(f"## Papers\n\n{head}{line}\n".encode(), reading_list.names.aliases)
    if len(found.entries) != 1 or found.todo or len(found.sections) != 2:
        return False
    entry = found.entries[0]
    edition = style.tail is None or style.table is not None or (entry.venue, entry.year) == (addition.venue, addition.year)
    return entry.title == title and edition and (style.tail is not None or style.table is not None or entry.year is None)


def _table_head(reading_list: ReadingList, shape: TableShape) -> list[str]:
    """The header and rule of a table, without what stands around them."""
    return [line.rstrip("\r\n") + "\n" for line in reading_list.lines[shape.line - 1 : shape.line + 1]]
