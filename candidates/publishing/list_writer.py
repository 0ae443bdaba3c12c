"""Writes papers and ticks into a list as the smallest diff: only the lines concerned change. Pure; `atomic_file` puts it on disk.

Public: `publish_into`. Where a paper goes stands in `section_choice` and `entry_order`, in what form in `entry_style`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, replace

from candidates.matching.paper_ids import doi_in
from candidates.matching.same_paper import Matcher, PaperRef, same_paper
from candidates.matching.titles import match_key
from candidates.publishing.addition import Addition
from candidates.publishing.diff import changed, insertion, unified_diff
from candidates.publishing.edits import Edit, line_changes
from candidates.publishing.entry_form import is_html_item
from candidates.publishing.entry_order import Order, Orders, block_end, entry_before
from candidates.publishing.entry_style import CannotWriteError, Styles, compose
from candidates.publishing.insertions import Insertion, Piece, last_marker
from candidates.publishing.new_section import NewHeading, contents_line
from candidates.publishing.numbers import Keys, before_first, begins_with_key, is_key, stepped
from candidates.publishing.section_choice import Choice, choose_section
from candidates.publishing.ticking import tick, unread, why_not_ticked, why_unread
from candidates.publishing.venue_label import label_for
from candidates.reading_list.listed_paper import ref_of
from candidates.reading_list.parts import Entry, ListError, ReadingList, Section, TodoItem
from candidates.reading_list.reader import read_list
from candidates.reading_list.sections import slug_of
from spiders.addresses import forum_in
from spiders.mojibake import one_line

BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")
# What stands behind the last paper of a part: a heading, the end of a fold, a rule, a way back.
PART_ENDS = re.compile(r"[ \t]*(?:#{1,6}\s|<(?:/|hr\b|details\b)|[-*_]{3,}\s*$|(?:[-*+]|\d+[.)])\s|\[[^\[\]]*\]\(#)")
OWN_ANCHOR = re.compile(r"<a\b[^<>]*>\s*</a>[ \t]*", re.IGNORECASE)


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
    """What was not written, and why; `listed` is the entry that is this paper already, `is_task` says that it is no paper but an item of
    the TODO that was not ticked."""

    title: str
    why: str
    listed: Entry | None = None
    _: KW_ONLY
    is_task: bool = False

    @property
    def is_homeless(self) -> bool:
        """Whether an accepted paper found no place."""
        return self.listed is None and not self.is_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The new file and what is new in it. `data` equals the old file when nothing was to be done."""

    data: bytes
    added: tuple[Added, ...]
    ticked: tuple[Ticked, ...]
    skipped: tuple[Skipped, ...]
    diff: str


def publish_into(
    reading_list: ReadingList,
    additions: Sequence[Addition],
    ticks: Sequence[tuple[str, int]] = (),
    name: str = "README.md",
    finished: Callable[[Sequence[Skipped]], Sequence[tuple[str, int]]] | None = None,
) -> Published:
    """The list with `additions` in their sections, in form and place as its maintainer would put them, and the TODO items ticked whose
    editions are all among `ticks` (or among what `finished` says once it is known what was skipped).

    `name` heads the diff. What is listed already, has no section or would disturb the lines around it is skipped with the reason. Doing it
    again changes nothing. Raises ListError where the new text would not read back as the old entries and the new, and no one paper is why.
    """
    left, refused, unticked = list(additions), list[Skipped](), list[TodoItem]()
    while True:
        writer = _Writer(reading_list, unticked)
        for addition in left:
            writer.add(addition)
        writer.skipped += refused
        done = set(ticks) | set(finished(writer.skipped) if finished else ())
        for item in reading_list.todo:
            writer.tick(item, done)
        try:
            return writer.finish(name)
        except _DisturbingError as problem:
            # One paper that the list takes badly must not keep the others out.
            left = [addition for addition in left if one_line(addition.title) != problem.title]
            refused.append(Skipped(problem.title, str(problem)))
        except _UnreadTicksError as problem:
            unticked += problem.items
        except _TogetherError:
            wrong = _disturbing(reading_list, left)
            if wrong is None:
                raise
            left = [addition for addition in left if addition is not wrong]
            refused.append(Skipped(one_line(wrong.title), str(_DisturbingError(wrong.title, wrong.category))))


class _DisturbingError(ListError):
    """A paper whose lines would not read back as it, or would change how those around it read."""

    def __init__(self, title: str, category: str) -> None:
        super().__init__(f"writing it in {category} would disturb the lines around it; add it by hand")
        self.title = title


class _TogetherError(ListError):
    """Papers of which it is not told which one disturbs the lines around it."""

    def __init__(self) -> None:
        super().__init__("Writing the new entries would disturb the lines around them. Publish fewer at once, with --edition.")


class _UnreadTicksError(ListError):
    """Items that would not read back as done; neither must they keep the papers out."""

    def __init__(self, items: Sequence[TodoItem]) -> None:
        super().__init__(why_unread(items[0]))
        self.items = items


class _Writer:
    def __init__(self, reading_list: ReadingList, unticked: Sequence[TodoItem] = ()) -> None:
        self._list = reading_list
        self._unticked = unticked
        self._refs = [replace(ref_of(entry), id=str(n)) for n, entry in enumerate(reading_list.entries)]
        self._listed = Matcher(self._refs)
        self._new: defaultdict[str, list[PaperRef]] = defaultdict(list)
        self._styles = Styles(reading_list)
        self._orders = Orders.of(reading_list)
        self._labels: dict[str, str] = {}
        self._edits: dict[tuple[int, int, str], Insertion] = {}
        self._ticks: list[tuple[TodoItem, Edit]] = []
        self._ticked: list[Ticked] = []
        self.skipped: list[Skipped] = []

    def add(self, addition: Addition) -> None:
        choice = choose_section(self._list, addition)
        listed = self._listed_as(addition, choice)
        why = f"already listed in {listed.section}, line {listed.line}" if listed else self._why_not(addition) or choice.why
        if why:
            self.skipped.append(Skipped(addition.title, why, listed))
            return
        try:
            self._insert(choice, addition)
        except CannotWriteError as problem:
            self.skipped.append(Skipped(addition.title, str(problem)))
        else:
            self._new[match_key(addition.title)].append(_by_title(ref_of_addition(addition)))

    def _listed_as(self, addition: Addition, choice: Choice) -> Entry | None:
        """The entry that is this paper: by the one rule for papers, or by an equal title in the section that it would be written into."""
        ref = ref_of_addition(addition)
        same = [int(n) for n in self._listed.match(ref).papers if same_paper(ref, self._refs[int(n)]).same]
        others = addition.told_apart
        found = next((self._list.entries[n] for n in same if match_key(self._list.entries[n].title) not in others), None)
        if found or match_key(addition.title) in others:
            return found
        key = match_key(addition.title)
        there = self._list.sections[choice.section].entries if choice.section is not None else ()
        return next((entry for entry in there if key and match_key(entry.title) == key), None)

    def _why_not(self, addition: Addition) -> str:
        if not match_key(addition.title):
            return "its title has no letters"
        ref = ref_of_addition(addition)
        # By title alone: the list may have no links, and then the next run could not tell either.
        return "given twice" if any(same_paper(_by_title(ref), new).same for new in self._new[match_key(ref.title)]) else ""

    def _insert(self, choice: Choice, addition: Addition) -> None:
        index = choice.section if choice.section is not None else choice.heading.like if choice.heading else 0
        entries = self._styles.home(index)
        form = self._styles.form_for(index, addition)
        if (not entries or choice.heading is not None) and form is not None and is_html_item(form):
            raise CannotWriteError("its section has no list in HTML to take an item; begin one by hand")
        order = self._orders.order(entries)
        above = entry_before(order, entries, addition.title, addition.venue, addition.year) if choice.section is not None else None
        marker = above.marker if above else before_first([entry.marker for entry in entries]) if entries else ""
        if is_key(usual := marker or "".join(self._styles.of(index).markers[-1:])):
            # Those below would have to be counted anew: the next number stands last.
            order, above = Order.APPENDED, entries[-1] if entries and choice.section is not None else None
            keys = Keys.of(entries, self._list.entries, usual)
            new = [piece for edit in self._edits.values() if keys.everywhere or edit.section == index for piece in edit.pieces]
            marker = stepped(keys.last, sum(begins_with_key(piece.lines[0]) for piece in new))
        table = self._styles.of(index).row
        if table is not None and table.number is not None:
            # So do those in a column of a table.
            order, above = Order.APPENDED, entries[-1] if entries and choice.section is not None else None
        key, fresh = self._edit(choice, index, above)
        edit = self._edits.get(key, fresh)
        if table is not None and table.number is not None:
            marker = str((table.last if above else 0) + 1 + len(edit.pieces))
        lines = compose(self._styles, self._list, index, addition, self._label(addition.venue), last_marker(edit, marker))
        place = len(edit.pieces)
        if order is Order.NEWEST_FIRST:
            # Additions come oldest first; of those that go to one place the newest stands above.
            place = next((n for n, piece in enumerate(edit.pieces) if piece.addition and piece.addition.year < addition.year), place)
        edit.pieces.insert(place, Piece(lines, addition))
        self._edits[key] = edit
        if choice.heading is not None and (found := contents_line(self._list, choice.heading)):
            after, row = found
            self._edits[(-1, after, choice.heading.name)] = Insertion(after=after, section=-1, rank=choice.heading.rank, head=[row])

    def _label(self, venue: str) -> str:
        if venue not in self._labels:
            self._labels[venue] = label_for(self._list, venue)
        return self._labels[venue]

    def _edit(self, choice: Choice, index: int, above: Entry | None) -> tuple[tuple[int, int, str], Insertion]:
        """Where a line goes: what tells the place from others, and an edit for it that holds nothing yet."""
        section = self._list.sections[index]
        between = self._styles.of(index).between
        if choice.heading is not None:
            key = (index, 0, choice.heading.name)
            fresh = self._headed(choice.heading, section, between, self._table_head(index))
        elif above is not None:
            last = self._last_below(above, block_end(above, sorted(section.entries, key=lambda entry: entry.first_line)), section.last_line)
            key = (index, last, "")
            fresh = Insertion(after=last, section=index, between=between)
        elif section.entries:
            first = self._styles.home(index)[0].first_line
            key = (index, first - 1, "")
            fresh = Insertion(after=first - 1, section=index, between=between, between_first=False)
        else:
            key = (index, 0, "")
            fresh = self._opened(section, index, between)
        return key, fresh

    def _table_head(self, index: int) -> list[str]:
        """The head of a table, where the papers of a section stand in one."""
        row = self._styles.of(index).row
        return [self._list.source.row(n) for n in (row.shape.line, row.shape.line + 1)] if row is not None else []

    def _headed(self, heading: NewHeading, section: Section, between: tuple[str, ...], table: list[str]) -> Insertion:
        """A heading that the list lacks, with blank lines as around the one that it is modelled on, and the head of its `table`."""
        row = self._list.source.row(section.line)
        # An anchor made by hand is that of its own section.
        new = OWN_ANCHOR.sub("", row).replace(section.name, heading.name, 1)
        new = new.replace(f"](#{slug_of(section.name)})", f"](#{slug_of(heading.name)})")
        if heading.name not in new:
            raise CannotWriteError(f"the list has no heading {heading.name!r}; add one first")
        blank = [*([""] if self._blank_after_headings() else []), *table]
        if heading.below:
            after = self._last_text_line(section)
            return Insertion(after=after, section=-1, rank=heading.rank, between=between, head=["", new, *blank])
        return Insertion(after=section.line - 1, section=-1, rank=heading.rank, between=between, head=[new, *blank], foot=[""])

    def _opened(self, section: Section, index: int, between: tuple[str, ...]) -> Insertion:
        """The place for a section's first new line; it gets the blank line that the others have after their heading."""
        after = self._last_text_line(section)
        edit = Insertion(after=after, section=index, between=between)
        if after > section.text_line or self._blank_after_headings():
            edit.head.append("")
        style = self._styles.of(index)
        edit.head += self._table_head(index)
        if style.html and section.table is None and style.form is not None and style.form.text.lstrip().startswith("<tr"):
            raise CannotWriteError(f"the section {section.name!r} has no table to take a row; begin one by hand")
        if after < len(self._list.lines) and not BLANK.fullmatch(self._list.lines[after]):
            edit.foot.append("")
        return edit

    def _last_below(self, above: Entry, last: int, end: int) -> int:
        """The last of the lines up to `end` that a person sees below an entry, though Markdown takes them for paragraphs of their own: they
        are indented, and by less than the text behind its number ("12. Title"). What ends a part of the list is none."""
        starts = {entry.first_line for entry in self._list.entries}
        column = len(above.indent) + len(above.marker) + len(above.gap)
        for n in range(last + 1, end + 1):
            row = self._list.source.row(n)
            if n in starts or (row.strip() and not 2 <= len(row) - len(row.lstrip(" ")) < column) or PART_ENDS.match(row):
                break
            last = n if row.strip() else last
        return last

    def _last_text_line(self, section: Section) -> int:
        last = section.last_line
        while last > section.text_line and BLANK.fullmatch(self._list.lines[last - 1]):
            last -= 1
        return last

    def _blank_after_headings(self) -> bool:
        filled = [s for s in self._list.sections if s.entries and s.line]
        # The head of a table has two lines.
        first = [min(e.first_line for e in s.entries) - (0 if s.table is None or s.table.html else 2) for s in filled]
        return sum(line > s.text_line + 1 for line, s in zip(first, filled, strict=True)) * 2 >= len(filled)

    def tick(self, item: TodoItem, done: set[tuple[str, int]]) -> None:
        if item.checked or not item.editions or not done.issuperset(item.editions):
            return
        edit = tick(self._list, item) if item not in self._unticked else None
        if edit is None:
            why = why_unread(item) if item in self._unticked else why_not_ticked(item)
            self.skipped.append(Skipped(item.text, why, is_task=True))
            return
        self._ticks.append((item, edit))
        self._ticked.append(Ticked(item.text, item.line, item.editions))

    def finish(self, name: str) -> Published:
        old = self._list.lines
        changes = line_changes(self._list, [edit for _, edit in self._ticks])
        changes += [insertion(self._list.lines, edit.after, [text for text, _ in edit.lines()]) for edit in self._ordered_edits()]
        changes.sort(key=lambda change: (change.start, change.end))
        lines = changed(old, changes)
        data = "".join(lines).encode("utf-8")
        added = self._places()
        self._check(data, added)
        return Published(
            data=data, added=added, ticked=tuple(self._ticked), skipped=tuple(self.skipped), diff=unified_diff(old, changes, name)
        )

    def _ordered_edits(self) -> list[Insertion]:
        """From top to bottom; what is added to a section comes before a heading that follows it."""
        return sorted(self._edits.values(), key=lambda edit: (edit.after, edit.section < 0, edit.rank))

    def _places(self) -> tuple[Added, ...]:
        """Where the new entries stand in the new file."""
        added: list[Added] = []
        grown = 0
        for edit in self._ordered_edits():
            lines = edit.lines()
            section = (
                self._list.sections[edit.section].name
                if edit.section >= 0
                else next((row.strip("# ") for row in edit.head if row.strip()), "")
            )
            for n, (_, addition) in enumerate(lines, 1):
                if addition is not None:
                    added.append(Added(one_line(addition.title), addition.category or section, edit.after + grown + n))
            grown += len(lines)
        return tuple(added)

    def _check(self, data: bytes, added: Sequence[Added]) -> None:
        """The new text holds the old entries and the new ones, nothing else; better no change than a damaged list."""
        found = read_list(data, self._list.names.aliases)
        titles = {line: entry.title for entry in found.entries for line in range(entry.first_line, entry.last_line + 1)}
        whole = len(found.entries) == len(self._list.entries) + len(added) and len(found.todo) == len(self._list.todo)
        wrong = next((a for a in added if titles.get(a.line, "").rstrip(".") != a.title.rstrip(".")), None)
        if wrong is None and not whole and len(added) == 1:
            wrong = added[0]
        if wrong is not None:
            raise _DisturbingError(wrong.title, wrong.category)
        whole = whole and sum(item.checked for item in found.todo) == sum(item.checked for item in self._list.todo) + len(self._ticked)
        if not whole:
            if wrong_ticks := unread(self._list, self._ticks):
                raise _UnreadTicksError(wrong_ticks)
            raise _TogetherError


def _disturbing(reading_list: ReadingList, additions: Sequence[Addition]) -> Addition | None:
    """The paper that by itself would disturb the lines around it, looked for by halves; None where only several together do."""
    for part in (additions[: len(additions) // 2], additions[len(additions) // 2 :]):
        writer = _Writer(reading_list)
        for addition in part:
            writer.add(addition)
        try:
            writer.finish("README.md")
        except ListError:
            return part[0] if len(part) == 1 else _disturbing(reading_list, part)
    return None


def ref_of_addition(addition: Addition) -> PaperRef:
    """A paper to be written as matching sees it."""
    forum = forum_in(addition.forum) or (addition.forum if "://" not in addition.forum else "")
    return PaperRef(
        id=addition.title,
        title=addition.title,
        venue=addition.venue,
        year=addition.year,
        doi=addition.doi or doi_in(addition.url),
        forum=forum or forum_in(addition.url),
        url=addition.url,
    )


def _by_title(ref: PaperRef) -> PaperRef:
    return replace(ref, doi="", forum="", url="")
