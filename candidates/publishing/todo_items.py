"""Writes items into the TODO of a list, in the wording of the items that are there. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from candidates.publishing.diff import Change, changed, insertion, unified_diff
from candidates.publishing.edits import line_changes
from candidates.publishing.todo_rows import field_for, line_like, open_like, row_like, written_forms
from candidates.publishing.venue_label import label_for
from candidates.reading_list.claims import EditionKey, Known, places
from candidates.reading_list.parts import ListError, ReadingList, Section, TodoForm, TodoItem
from candidates.reading_list.reader import read_list
from candidates.reading_list.sections import SectionKind
from candidates.reading_list.task_marks import INPUT, SIGN, without_done
from candidates.reading_list.venue_names import YEARS, VenueNames

BOX = re.compile(r"\[[^\[\]\s]?\s?\](?=\s)")
NUMBER = re.compile(r"^(\s*)(\d+)(?=[.)]\s)")
LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")
BLANK = re.compile(r"\s*")
# For a list without a single item.
PLAIN = "- [ ] Missing AAAI 2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item that was written; `line` counts from 1 in the new file."""

    edition: EditionKey
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItems:
    """The new file and its new items; `present` are the editions that an item names already."""

    data: bytes
    added: tuple[NewItem, ...]
    present: tuple[EditionKey, ...]
    diff: str


def add_items(reading_list: ReadingList, editions: Sequence[EditionKey], known: Known, name: str = "README.md") -> NewItems:
    """The list with an item for each edition that none names yet; `name` heads the diff. Adding them again changes nothing.

    Raises ListError where the new lines would not read back as items that name these editions, and nothing else.
    """
    named = {edition for item in reading_list.todo for edition in item.named}
    place = places(reading_list, known)
    wanted = sorted(set(editions) - named, key=lambda edition: (edition[1], place.get(edition[0], len(place)), edition))
    changes = _changes(reading_list, wanted, place) if wanted else []
    data = _written(reading_list, changes)
    try:
        added = _found_again(reading_list, data, wanted)
    except ListError:
        model = _model(reading_list)
        if model is None or model.form is not TodoForm.ITEM:
            raise
        # In plain words, where those of the items there do not make an open one.
        changes = _beside_items(reading_list, wanted, place, plain=True)
        data = _written(reading_list, changes)
        added = _found_again(reading_list, data, wanted)
    diff = unified_diff(reading_list.lines, changes, name) if wanted else ""
    return NewItems(data=data, added=added, present=tuple(edition for edition in dict.fromkeys(editions) if edition in named), diff=diff)


def _written(reading_list: ReadingList, changes: Sequence[Change]) -> bytes:
    return "".join(changed(reading_list.lines, changes)).encode("utf-8")


def item_text(reading_list: ReadingList, edition: EditionKey) -> str:
    """The item for an edition as it would be written, without bullet, box and line end."""
    model = _model(reading_list)
    if model is not None and model.form is not TodoForm.ITEM:
        # Without the signs of its table or its HTML.
        return _renamed(model.text, reading_list.names, _label(reading_list, edition[0]), edition[1])
    text = _item(reading_list, model, edition, 0).strip()
    return SIGN.sub("", INPUT.sub("", re.sub(r"^(?:[-*+]|\d+[.)])?\s*(?:\[[^\]]?\]\s*)?", "", text))).strip()


def _model(reading_list: ReadingList) -> TodoItem | None:
    """The item that new ones are written like: the last open one that names one edition, else the last that names any."""
    naming = written_forms([item for item in reading_list.todo if item.editions])
    single = [item for item in naming if len(item.editions) == 1] or naming
    return next((item for item in reversed(single) if not item.checked), single[-1] if single else None)


def _item(reading_list: ReadingList, model: TodoItem | None, edition: EditionKey, number: int) -> str:
    """The line for an edition, without its end; `number` counts the lines written before it, for numbered lists."""
    raw = LINK.sub(r"\1", _undone(reading_list, model) if model else PLAIN)
    raw = BOX.sub(lambda _: _open_box(reading_list), raw, count=1)
    raw = NUMBER.sub(lambda found: f"{found[1]}{int(found[2]) + number + 1}", raw)
    names = reading_list.names
    head = re.match(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[[^\[\]]?\]\s*)?", raw)
    start = head.end() if head else 0
    return raw[:start] + _renamed(raw[start:], names, _label(reading_list, edition[0]), edition[1])


def _plain_item(reading_list: ReadingList, model: TodoItem | None, edition: EditionKey) -> str:
    """An open item in plain words with the bullet of this one."""
    bullet = re.match(r"\s*[-*+]\s+", reading_list.lines[model.line - 1]) if model else None
    item = _item(reading_list, None, edition, 0)
    return bullet[0] + item.removeprefix("- ") if bullet else item


def _undone(reading_list: ReadingList, model: TodoItem) -> str:
    """The line of an item with its mark open, and without whatever else says that it is done."""
    raw = reading_list.lines[model.line - 1].rstrip("\r\n")
    mark = model.mark
    if mark is None:
        return without_done(raw)
    begin = reading_list.source.start(model.line)
    before, after = raw[: mark.start - begin], raw[mark.end - begin :]
    return without_done(before) + open_like(reading_list, model) + without_done(after)


def _open_box(reading_list: ReadingList) -> str:
    """The empty box as the list writes it: "[]" in some."""
    return next((f"[{item.checkbox}]" for item in reversed(reading_list.todo) if item.checkbox is not None and not item.checked), "[ ]")


def _renamed(text: str, names: VenueNames, label: str, year: int) -> str:
    """The text with another edition in the place of its own."""
    venues = [found.span() for found in names.mentions(text)]
    years = sorted({found.span("year") for found in names.known_edition.finditer(text)} | {found.span() for found in YEARS.finditer(text)})
    if not venues or not years:
        return f"{label} {year}"
    if len(venues) == len(years) == 1:
        digits = years[0][1] - years[0][0]
        parts = sorted([(venues[0], label), (years[0], str(year)[-digits:] if digits in (2, 4) else str(year))], reverse=True)
    else:
        spans = [*venues, *years]
        parts = [((min(start for start, _ in spans), max(end for _, end in spans)), f"{label} {year}")]
    for (start, end), new in parts:
        text = text[:start] + new + text[end:]
    return text


def _label(reading_list: ReadingList, venue: str) -> str:
    """The venue as the TODO writes it, else as the list does."""
    for item in reversed(reading_list.todo):
        for found in reading_list.names.mentions(item.text):
            if reading_list.names.venue_of(found[0]) == venue:
                return found[0]
    return label_for(reading_list, venue)


def _changes(reading_list: ReadingList, wanted: Sequence[EditionKey], place: dict[str, int]) -> list[Change]:
    """The new items as changes of the lines: beside those that are there, in the shape of their model."""
    if not reading_list.todo:
        return _new_section(reading_list, wanted)
    model = _model(reading_list)
    if model is None or model.form is not TodoForm.FIELD:
        return _beside_items(reading_list, wanted, place)
    edits, rows = [], dict[int, list[str]]()
    for edition in wanted:
        filled, after, lines = field_for(reading_list, edition, _label(reading_list, edition[0]))
        edits += filled
        if lines:
            rows.setdefault(after, []).extend(lines)
    changes = [*line_changes(reading_list, edits), *(insertion(reading_list.lines, after, lines) for after, lines in rows.items())]
    return sorted(changes, key=lambda change: (change.start, change.end))


def _renaming(reading_list: ReadingList) -> Callable[[str, EditionKey], str]:
    return lambda text, edition: _renamed(text, reading_list.names, _label(reading_list, edition[0]), edition[1])


def _lines(reading_list: ReadingList, model: TodoItem | None, edition: EditionKey, number: int) -> list[str]:
    """The lines of a new item in the shape of its model."""
    if model is not None and model.form is TodoForm.ROW:
        return row_like(reading_list, model, edition, _label(reading_list, edition[0]), _renaming(reading_list))
    if model is not None and model.form in (TodoForm.HTML, TodoForm.TEXT):
        return [line_like(reading_list, model, edition, _renaming(reading_list))]
    return [_item(reading_list, model, edition, number)]


def _beside_items(reading_list: ReadingList, wanted: Sequence[EditionKey], place: dict[str, int], *, plain: bool = False) -> list[Change]:
    """Each new item in its place among the old ones: in the order of years and venues, whichever way the years go. `plain`: with the bullet
    of the old ones alone, not in their words."""
    model = _model(reading_list)
    items = [item for item in reading_list.todo if item.editions and (model is None or item.form is model.form)] or list(reading_list.todo)
    years = [item.editions[0][1] for item in items if item.editions]
    newest_first = bool(years) and years[0] > years[-1]
    texts: dict[int, list[str]] = {}

    def key(edition: EditionKey) -> tuple[int, int]:
        return (-edition[1] if newest_first else edition[1], place.get(edition[0], len(place)))

    for number, edition in enumerate(sorted(wanted, key=key)):
        before = [item for item in items if not item.editions or key(item.editions[-1]) <= key(edition)]
        after = _last_line(reading_list, before[-1]) if before else items[0].line - 1
        texts.setdefault(after, []).extend(
            [_plain_item(reading_list, model, edition)] if plain else _lines(reading_list, model, edition, number)
        )
    return [insertion(reading_list.lines, after, lines) for after, lines in sorted(texts.items())]


def _last_line(reading_list: ReadingList, item: TodoItem) -> int:
    """The last line of what stands below an item, by its indent; that of a row, of a line of HTML or of text is its own."""
    if item.form is not TodoForm.ITEM:
        return max(item.line, item.last_line)
    indent = _indent(reading_list.lines[item.line - 1])
    last = item.line
    for line in reading_list.lines[item.line :]:
        if BLANK.fullmatch(line) or _indent(line) <= indent:
            break
        last += 1
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _new_section(reading_list: ReadingList, wanted: Sequence[EditionKey]) -> list[Change]:
    """For a list whose TODO has no items: below its heading, or in a section of its own before the papers."""
    items = [_item(reading_list, None, edition, 0) for edition in wanted]
    todo = next((section for section in reading_list.sections if section.kind is SectionKind.TODO and section.line), None)
    if todo:
        last = todo.last_line
        while last > todo.text_line and BLANK.fullmatch(reading_list.lines[last - 1]):
            last -= 1
        return [insertion(reading_list.lines, last, ["", *items])]
    first = _first_of_papers(reading_list)
    if first is None:
        return [insertion(reading_list.lines, len(reading_list.lines), ["", "## TODO", "", *items])]
    return [insertion(reading_list.lines, first.line - 1, [f"{'#' * first.level} TODO", "", *items, ""])]


def _first_of_papers(reading_list: ReadingList) -> Section | None:
    """The outermost heading below the title that holds the first papers."""
    chosen = reading_list.category_sections()
    if not chosen:
        return None
    section = reading_list.sections[chosen[0]]
    while section.parent is not None and reading_list.sections[section.parent].level > 1:
        section = reading_list.sections[section.parent]
    return section if section.line else None


def _found_again(reading_list: ReadingList, data: bytes, wanted: Sequence[EditionKey]) -> tuple[NewItem, ...]:
    """The new items as a reader of the new file sees them."""
    found = read_list(data, reading_list.names.aliases)
    fresh = [item for item in found.todo if item.editions and item.editions[0] in wanted]
    # An item that reads as done is never crawled.
    whole = (
        not any(item.checked for item in fresh)
        and len(found.todo) == len(reading_list.todo) + len(wanted)
        and len(found.entries) == len(reading_list.entries)
    )
    if not whole or sorted(item.editions for item in fresh) != sorted((edition,) for edition in wanted):
        raise ListError("The TODO of the list is written in a way that no new item fits into; add it by hand, for example: - [ ] AAAI 2026")
    return tuple(NewItem(edition=item.editions[0], text=item.text, line=item.line) for item in fresh)
