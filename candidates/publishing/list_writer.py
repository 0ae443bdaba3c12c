"""Writes papers and ticks into a list as the smallest diff: only the lines concerned change. Pure; `list_file` puts it on disk."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from candidates.matching.same_paper import Matcher, PaperRef, doi_in, forum_in, ref_of, same_paper
from candidates.matching.titles import match_key
from candidates.publishing.diff import Change, changed, insertion, unified_diff
from candidates.publishing.entry_style import Addition, CannotWriteError, ListStyle, compose, label_for, style_for
from candidates.reading_list.parts import Entry, ListError, ReadingList, Section, TodoItem
from candidates.reading_list.reader import read_list
from spiders.mojibake import one_line

CHECKBOX = re.compile(r"\[[ ]?\]")
BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")
# Names offered for a category that the list does not have.
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Added:
    """A line that was written; `line` counts from 1 in the new file."""

    title: str
    category: str
    line: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """A TODO item that was ticked."""

    text: str
    line: int
    editions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not written, and why; `listed` is the entry that is this paper already."""

    title: str
    why: str
    listed: Entry | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The new file and what is new in it. `data` equals the old file when nothing was to be done."""

    data: bytes
    added: tuple[Added, ...]
    ticked: tuple[Ticked, ...]
    skipped: tuple[Skipped, ...]
    diff: str


@dataclass(slots=True)
class _Edit:
    """Lines to insert after line `after`, each with its addition (None for a blank line)."""

    after: int
    lines: list[tuple[str, Addition | None]] = field(default_factory=list)


def publish_into(
    reading_list: ReadingList, additions: Sequence[Addition], ticks: Sequence[tuple[str, int]] = (), name: str = "README.md"
) -> Published:
    """The list with `additions` at the end of their sections and the TODO items ticked whose editions are all among `ticks`.

    `name` heads the diff. What is listed already or has no section is skipped with the reason. Doing it again changes nothing. ListError
    if the new text would not read back as the old entries and the new ones.
    """
    writer = _Writer(reading_list)
    for addition in additions:
        writer.add(addition)
    for item in reading_list.todo:
        writer.tick(item, set(ticks))
    return writer.finish(name)


class _Writer:
    def __init__(self, reading_list: ReadingList) -> None:
        self._list = reading_list
        self._refs = [replace(ref_of(entry), id=str(n)) for n, entry in enumerate(reading_list.entries)]
        self._listed = Matcher(self._refs)
        self._new: defaultdict[str, list[PaperRef]] = defaultdict(list)
        self._styles: dict[int, ListStyle] = {}
        self._labels: dict[str, str] = {}
        self._edits: dict[int, _Edit] = {}
        self._changed: dict[int, str] = {}
        self._ticked: list[Ticked] = []
        self._skipped: list[Skipped] = []

    def add(self, addition: Addition) -> None:
        listed = self._listed_as(addition)
        why = f"already listed in {listed.section}, line {listed.line}" if listed else self._why_not(addition)
        if why:
            self._skipped.append(Skipped(addition.title, why, listed))
            return
        section = self._section(addition.category)
        assert section is not None
        try:
            self._insert(section, addition)
        except CannotWriteError as problem:
            self._skipped.append(Skipped(addition.title, str(problem)))
        else:
            self._new[match_key(addition.title)].append(_by_title(_ref(addition)))

    def _listed_as(self, addition: Addition) -> Entry | None:
        ref = _ref(addition)
        same = [int(n) for n in self._listed.match(ref).papers if same_paper(ref, self._refs[int(n)]).same]
        return self._list.entries[same[0]] if same else None

    def _why_not(self, addition: Addition) -> str:
        if not match_key(addition.title):
            return "its title has no letters"
        if self._section(addition.category) is None:
            return self._no_section(addition.category)
        ref = _ref(addition)
        # By title alone: the list may have no links, and then the next run could not tell either.
        return "given twice" if any(same_paper(_by_title(ref), new).same for new in self._new[match_key(ref.title)]) else ""

    def _no_section(self, category: str) -> str:
        names = self._list.categories
        if not names:
            return "the list has no section for papers; add a heading for it first"
        near = get_close_matches(category, names, OFFERED, cutoff=0.4) or names[:OFFERED]
        return f"the list has no section {category!r}; nearest: {', '.join(near)}"

    def _section(self, category: str) -> int | None:
        wanted = one_line(category).casefold()
        return next((n for n in self._list.category_sections() if self._list.sections[n].name.casefold() == wanted), None)

    def _insert(self, index: int, addition: Addition) -> None:
        section = self._list.sections[index]
        style = self._style(index)
        after = section.entries[-1].last_line if section.entries else self._last_text_line(section)
        edit = self._edits.get(index) or self._opened(section, after)
        number = sum(addition is not None for _, addition in edit.lines) if section.entries else -1 + len(edit.lines)
        line = compose(self._list, style, addition, self._label(addition.venue), number)
        place = len(edit.lines)
        while place and edit.lines[place - 1][1] is None and any(a for _, a in edit.lines):
            place -= 1
        edit.lines.insert(place, (line, addition))
        if not section.entries and place == len(edit.lines) - 1 and self._heading_follows(after):
            edit.lines.append(("", None))
        self._edits[index] = edit

    def _style(self, index: int) -> ListStyle:
        if index not in self._styles:
            self._styles[index] = style_for(self._list, index) or _plain_style(self._list.sections[index])
        return self._styles[index]

    def _label(self, venue: str) -> str:
        if venue not in self._labels:
            self._labels[venue] = label_for(self._list, venue)
        return self._labels[venue]

    def _opened(self, section: Section, after: int) -> _Edit:
        """The place for a section's first new line; an empty section gets the blank line that the others have after their heading."""
        edit = _Edit(after)
        if not section.entries and (after > section.text_line or self._blank_after_headings()):
            edit.lines.append(("", None))
        return edit

    def _last_text_line(self, section: Section) -> int:
        last = section.last_line
        while last > section.text_line and BLANK.fullmatch(self._list.lines[last - 1]):
            last -= 1
        return last

    def _heading_follows(self, after: int) -> bool:
        """True when text follows directly, without a blank line."""
        return after < len(self._list.lines) and not BLANK.fullmatch(self._list.lines[after])

    def _blank_after_headings(self) -> bool:
        filled = [s for s in self._list.sections if s.entries and s.line]
        return not filled or sum(s.entries[0].line > s.text_line + 1 for s in filled) * 2 >= len(filled)

    def tick(self, item: TodoItem, done: set[tuple[str, int]]) -> None:
        if item.checked or not item.editions or not done.issuperset(item.editions):
            return
        if item.checkbox is None:
            self._skipped.append(Skipped(item.text, f"line {item.line} has no box to tick"))
            return
        line = self._list.lines[item.line - 1]
        mark = next((t.checkbox for t in self._list.todo if t.checked and t.checkbox), "x")
        self._changed[item.line] = CHECKBOX.sub(f"[{mark}]", line, count=1)
        self._ticked.append(Ticked(item.text, item.line, item.editions))

    def finish(self, name: str) -> Published:
        old = self._list.lines
        changes = [Change(line - 1, line, (text,)) for line, text in self._changed.items()]
        changes += [insertion(old, edit.after, [text for text, _ in edit.lines]) for edit in self._edits.values()]
        changes.sort(key=lambda change: (change.start, change.end))
        lines = changed(old, changes)
        data = "".join(lines).encode("utf-8")
        added = self._places()
        self._check(data, added)
        return Published(data, added, tuple(self._ticked), tuple(self._skipped), unified_diff(old, changes, name))

    def _places(self) -> tuple[Added, ...]:
        """Where the new entries stand in the new file."""
        added: list[Added] = []
        grown = 0
        for index, edit in sorted(self._edits.items(), key=lambda found: found[1].after):
            category = self._list.sections[index].name
            place = edit.after + grown
            added += [Added(one_line(a.title), category, place + n) for n, (_, a) in enumerate(edit.lines, 1) if a is not None]
            grown += len(edit.lines)
        return tuple(added)

    def _check(self, data: bytes, added: Sequence[Added]) -> None:
        """The new text holds the old entries and the new ones, nothing else; better no change than a damaged list."""
        found = read_list(data, self._list.names.aliases)
        titles = {entry.line: entry.title for entry in found.entries}
        whole = len(found.entries) == len(self._list.entries) + len(added) and len(found.todo) == len(self._list.todo)
        wrong = next((a for a in added if titles.get(a.line) != a.title), None)
        if not whole or wrong is not None:
            what = f"{wrong.title!r} in {wrong.category}" if wrong else "the new entries"
            raise ListError(f"Writing {what} would disturb the lines around it. Add it by hand, then publish again.")


def _ref(addition: Addition) -> PaperRef:
    url = addition.url
    return PaperRef(
        id=addition.title, title=addition.title, venue=addition.venue, year=addition.year, doi=doi_in(url), forum=forum_in(url), url=url
    )


def _by_title(ref: PaperRef) -> PaperRef:
    return replace(ref, doi="", forum="", url="")


def _plain_style(section: Section) -> ListStyle:
    """For a list without any entry: a hyphen, the title, no link."""
    model = Entry("", "", "", "", None, "", "", section.line, section.line, section.name, 0, "", "-")
    return ListStyle(model, None, None, "", "", None)
