"""A curated list of papers: reads the Markdown file and knows its sections, entries, TODO and contents by line.

Pure except `read_list_file`. Reading loses nothing: `read_list(data).to_bytes() == data`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from candidates.reading_list.entry_text import EntryText, entry_of
from candidates.reading_list.markdown import Heading, Item, Paragraph, Span, Table, read_blocks, split_lines, text_of
from candidates.reading_list.parts import ContentsEntry, Entry, ListError, ReadingList, Section, TableShape, TodoItem
from candidates.reading_list.sections import SectionKind, kind_of
from candidates.reading_list.tables import row_text, shape_of
from candidates.reading_list.venue_names import YEAR, Edition, VenueNames, full_year, years_in
from spiders.mojibake import one_line

# The largest lists known have some 2 MB; beyond five times that a file is something else, and reading it would take half a minute.
MOST_BYTES = 10_000_000
NUMBER = re.compile(r"\d+")
# What may stand beside an edition in a checkbox item that is a task ("[ ] Missing AAAI 2025") and not a paper.
TASK_WORDS = re.compile(
    r"(?i)\b(?:missing|add|papers?|from|todo|to|do|and|of|the|check|crawl|update|cover|read|all|list|for|complete|finish)\b"
)


def read_list_file(path: Path | str, aliases: Mapping[str, str]) -> ReadingList:
    """The list in the file `path`; `aliases` as in `VenueNames`. Raises ListError, which says in a sentence why not and what to do."""
    return read_list(read_list_bytes(path), aliases)


def read_list_bytes(path: Path | str) -> bytes:
    """The bytes of a list file, checked as far as bytes can be; ListError as for `read_list_file`."""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ListError(f"{file} is larger than {MOST_BYTES // 1_000_000} MB, which no list is. Name the Markdown file of the list.")
        data = file.read_bytes()
    except FileNotFoundError:
        raise ListError(f"There is no list at {file}. Check the path, or write a starter list with `covenue init`.") from None
    except IsADirectoryError:
        raise ListError(f"{file} is a folder. Name the Markdown file in it, for example {file / 'README.md'}.") from None
    except PermissionError:
        raise ListError(f"{file} may not be read. Give yourself the right to read it (chmod u+r) and try again.") from None
    except OSError as problem:
        raise ListError(f"{file} cannot be read ({problem.strerror}). Check the path and try again.") from None
    if not data.strip():
        raise ListError(f"{file} is empty. Put the list there, or remove the file and write a starter list with `covenue init`.")
    if b"\0" in data:
        raise ListError(f"{file} is not a text file. Name the Markdown file of the list.")
    return data


def read_list(data: bytes, aliases: Mapping[str, str]) -> ReadingList:
    """Reads a list; `aliases` as in `VenueNames`. Any UTF-8 text is a list, possibly without sections or entries.

    Raises ListError for bytes that are not UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise ListError(f"The list is not UTF-8: line {line} has a byte that does not fit. Save it as UTF-8 and try again.") from None
    return _Builder(tuple(split_lines(text)), VenueNames(aliases)).build(text)


@dataclass(slots=True)
class _Draft:
    """A section while it is being filled."""

    name: str
    level: int
    line: int
    text_line: int
    parent: int | None
    kind: SectionKind
    entries: list[Entry]
    table: TableShape | None = None


class _Builder:
    """Turns blocks into the parts of a list."""

    def __init__(self, lines: tuple[str, ...], names: VenueNames) -> None:
        self._lines = lines
        self._names = names
        self._drafts: list[_Draft] = [_Draft("", 0, 0, 0, None, SectionKind.PAPERS, [])]
        self._todo: list[TodoItem] = []
        self._contents: list[ContentsEntry] = []
        self._sequence: list[str] = []
        self._intro: list[str] = []
        self._groups: dict[int, Edition | None] = {}

    def build(self, text: str) -> ReadingList:
        for block in read_blocks(text):
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Paragraph):
                self._prose(text_of(block.spans))
            elif isinstance(block, Item):
                self._item(block)
            else:
                self._rows(block)
        self._settle_title_sections()
        sections = tuple(self._section(n) for n in range(len(self._drafts)))
        years = years_in(" ".join(self._intro))
        return ReadingList(
            self._lines, sections, tuple(self._todo), tuple(self._contents), tuple(dict.fromkeys(self._sequence)), years, self._names
        )

    def _section(self, n: int) -> Section:
        draft = self._drafts[n]
        last = self._drafts[n + 1].line - 1 if n + 1 < len(self._drafts) else len(self._lines)
        return Section(
            draft.name, draft.level, draft.line, draft.text_line, last, draft.parent, draft.kind, tuple(draft.entries), draft.table
        )

    def _heading(self, heading: Heading) -> None:
        name = one_line(text_of(heading.spans))
        parent = next((n for n in range(len(self._drafts) - 1, 0, -1) if self._drafts[n].level < heading.level), None)
        kind = kind_of(name, None if parent is None else self._drafts[parent].kind)
        self._drafts.append(_Draft(name, heading.level, heading.line, heading.last, parent, kind, []))

    @property
    def _in_intro(self) -> bool:
        """Before the second heading, or the first if it is no title."""
        return len(self._drafts) <= 2 and self._drafts[-1].level <= 1 and not self._drafts[-1].entries

    def _prose(self, text: str) -> None:
        self._sequence += self._names.sequence(text)
        if self._in_intro:
            self._intro.append(text)

    def _item(self, item: Item) -> None:
        draft = self._drafts[-1]
        shown = text_of(item.spans).strip()
        anchor = _anchor(item.spans)
        if anchor is not None:
            self._contents.append(ContentsEntry(one_line(shown), anchor, item.line))
            return
        steps = self._names.sequence(shown)
        if steps:
            self._sequence += steps
            return
        text = entry_of(item.spans, self._names)
        if draft.kind is SectionKind.TODO or (text.checkbox is not None and self._is_task(shown)):
            self._todo.append(_todo_item(item, shown, text, self._names))
        elif draft.kind is SectionKind.PAPERS and not self._belongs_to_entry(item):
            if _is_group(item, self._names):
                self._groups[item.line] = edition_named(shown, self._names)
            elif any(c.isalnum() for c in text.title):
                draft.entries.append(self._entry(item, text))

    def _belongs_to_entry(self, item: Item) -> bool:
        """An item below an entry is a note on it; below a group ("2024:") it is an entry."""
        return item.parent is not None and item.parent.line not in self._groups

    def _is_task(self, shown: str) -> bool:
        if not self._names.editions(shown):
            return False
        left = NUMBER.sub("", TASK_WORDS.sub("", shown))
        for mention in reversed(self._names.mentions(left)):
            left = left[: mention.start()] + left[mention.end() :]
        return not any(c.isalpha() and c not in "xX" for c in left)

    def _entry(self, item: Item, text: EntryText) -> Entry:
        edition = text.edition or (self._groups[item.parent.line] if item.parent else None) or self._section_edition()
        raw = "".join(self._lines[item.line - 1 : item.text_last]).rstrip("\r\n")
        return Entry(
            raw,
            text.title,
            text.url,
            edition.venue if edition else "",
            edition.year if edition else None,
            edition.label if edition else "",
            text.tail,
            item.line,
            item.last,
            self._drafts[-1].name,
            len(self._drafts) - 1,
            item.indent,
            item.marker,
            item.gap,
            text.checkbox,
            text.title_link,
            text.title_strong,
            text.rest,
        )

    def _section_edition(self) -> Edition | None:
        """The edition that the headings above name ("### NeurIPS 2024", "## 2023")."""
        draft: _Draft | None = self._drafts[-1]
        while draft is not None:
            found = edition_named(draft.name, self._names)
            if found is not None:
                return found
            draft = None if draft.parent is None else self._drafts[draft.parent]
        return None

    def _rows(self, table: Table) -> None:
        draft = self._drafts[-1]
        shape = shape_of(table)
        if shape is None or draft.kind is not SectionKind.PAPERS:
            return
        draft.table = draft.table or shape
        for line, cells in table.rows:
            text = row_text(cells, shape, self._names)
            if any(c.isalnum() for c in text.title):
                item = Item(line, line, "|", "", " ", None, text_last=line)
                draft.entries.append(self._entry(item, text))

    def _settle_title_sections(self) -> None:
        """Bullets right under the document's title are prose when other sections hold the papers, unless they name their edition."""
        titles = [self._drafts[0]]
        tops = [n for n, d in enumerate(self._drafts) if d.level == 1]
        if tops and any(d.parent == tops[0] for d in self._drafts):
            titles.append(self._drafts[tops[0]])
        if any(d.entries for d in self._drafts if not any(d is t for t in titles)):
            for draft in titles:
                draft.entries = [entry for entry in draft.entries if entry.tail or entry.marker == "|"]


def edition_named(text: str, names: VenueNames) -> Edition | None:
    """The edition that a heading or group label is ("NeurIPS 2024", "2023", "2023:"); None when it says more than that."""
    label = text.strip(" :*_()[]")
    found = names.known_edition.fullmatch(label)
    if found:
        return Edition(names.venue_of(found["venue"]), full_year(found["year"]), found["venue"])
    if re.fullmatch(YEAR, label):
        return Edition("", int(label), "")
    return Edition(names.venue_of(label), None, label) if names.knows(label) else None


def _is_group(item: Item, names: VenueNames) -> bool:
    """An item that only gathers others: it has some below it and is an edition, ends in a colon, or is bold throughout."""
    if not item.children:
        return False
    shown = text_of(item.spans).strip()
    if edition_named(shown, names) is not None or shown.endswith((":", "：")):
        return True
    return all(span.strong or not span.text.strip() for span in item.spans) and not any(span.url for span in item.spans)


def _anchor(spans: Sequence[Span]) -> str | None:
    """Where an item of the table of contents leads; None for any other item."""
    links = [span.url for span in spans if span.url is not None]
    if not links or not links[0].startswith("#"):
        return None
    return links[0][1:]


def _todo_item(item: Item, shown: str, text: EntryText, names: VenueNames) -> TodoItem:
    box = text.checkbox
    words = re.sub(r"^\s*\[[ xX✓✔]?\]\s*", "", shown)
    return TodoItem(one_line(words), bool(box and box.strip()), item.line, names.editions(words), box)


__all__ = [
    "ContentsEntry",
    "Entry",
    "ListError",
    "ReadingList",
    "Section",
    "SectionKind",
    "TableShape",
    "TodoItem",
    "edition_named",
    "read_list",
    "read_list_bytes",
    "read_list_file",
]
