"""New items of a TODO that is a table or a list in HTML: a row, a field or a line like those that are there. Pure.

What has no place of that kind is refused with the line and the reason: running text, a table without a column for the year.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from candidates.publishing.edits import Edit, padded
from candidates.reading_list.claims import EditionKey
from candidates.reading_list.parts import ListError, ReadingList, TodoForm, TodoItem
from candidates.reading_list.task_marks import SIGN, open_text
from candidates.reading_list.task_tables import TaskRow, TaskTable

# The text with another edition in the place of its own.
Renamed = Callable[[str, EditionKey], str]
TAGS = re.compile(r"<[^<>]*>")
BAR = re.compile(r"(?<!\\)\|")


def row_like(reading_list: ReadingList, model: TodoItem, edition: EditionKey, label: str, renamed: Renamed) -> list[str]:
    """The lines of a new row like that of an item, its mark open; cells that say something of the old edition alone are empty."""
    table = model.table
    assert table is not None
    row = next(row for row in table.rows if row.line == model.line)
    texts = {}
    for n, (start, end) in enumerate(row.cells):
        raw = reading_list.source.text[start:end]
        texts[n] = raw if _says_the_same(table, n) else ""
    venue = reading_list.source.text[slice(*row.cells[table.venue])]
    if table.matrix:
        texts[table.venue] = _renamed_venue(reading_list, venue, label)
    elif table.year is None:
        texts[table.venue] = renamed(venue, edition)
    else:
        texts[table.venue] = _renamed_venue(reading_list, venue, label)
        texts[table.year] = str(edition[1])
    if table.mark is not None and table.mark < len(row.cells):
        texts[table.mark] = open_like(reading_list, model)
    return _row_of(reading_list, table, row, texts)


def field_for(reading_list: ReadingList, edition: EditionKey, label: str) -> tuple[list[Edit], int, list[str]]:
    """The place of an edition in a table of venues by years: the edit that fills its field, or a new row behind a line.

    Raises ListError where the table has no column for it.
    """
    items = [item for item in reading_list.todo if item.form is TodoForm.FIELD and item.table is not None]
    names = reading_list.names
    for item in items:
        table = item.table
        assert table is not None
        for row in table.rows:
            for n in range(1, min(len(table.heads), len(row.cells))):
                if names.editions(f"{row.shown[0]} {table.heads[n]}") == (edition,):
                    return [_filled(reading_list, row, n, open_like(reading_list, item), edition)], 0, []
    table, model = items[-1].table, items[-1]
    assert table is not None
    column = next((n for n in range(1, len(table.heads)) if names.editions(f"{label} {table.heads[n]}") == (edition,)), None)
    if column is None:
        raise ListError(
            f"The TODO is a table with a column a year (line {table.rows[0].line}) and none for {label} {edition[1]}; "
            "add the column by hand, then covenue fills it."
        )
    row = table.rows[-1]
    texts = dict.fromkeys(range(len(row.cells)), "")
    texts[0] = _renamed_venue(reading_list, reading_list.source.text[slice(*row.cells[0])], label)
    texts[column] = open_like(reading_list, model)
    return [], row.last, _row_of(reading_list, table, row, texts)


def line_like(reading_list: ReadingList, model: TodoItem, edition: EditionKey, renamed: Renamed) -> str:
    """A new line like that of an item in HTML or running text. Raises ListError where the line holds more than the item."""
    raw = reading_list.lines[model.line - 1].rstrip("\r\n")
    alone = sum(item.line == model.line for item in reading_list.todo) == 1 and len(model.editions) == 1
    if model.form is TodoForm.HTML:
        alone = alone and len(re.findall(r"<li\b", raw, re.IGNORECASE)) == 1 and re.search(r"</?[uo]l\b", raw, re.IGNORECASE) is None
    elif model.mark is None:
        alone = False
    if not alone:
        raise ListError(
            f"Line {model.line} of the TODO is text in which covenue writes nothing; add {edition[0].upper()} {edition[1]} to it by hand."
        )
    if model.mark is not None:
        begin = reading_list.source.start(model.line)
        raw = raw[: model.mark.start - begin] + open_like(reading_list, model) + raw[model.mark.end - begin :]
    raw = re.sub(r"</?a\b[^<>]*>|</?(?:s|del|strike)>|~~", "", raw)
    # What stands within tags (a class, an id) is not renamed.
    visible = max(re.split(TAGS, raw), key=lambda text: bool(reading_list.names.editions(text)))
    return raw.replace(visible, renamed(visible, edition), 1)


def _renamed_venue(reading_list: ReadingList, text: str, label: str) -> str:
    """A cell with another venue in the place of its own; links and marks of the old one go."""
    shown = re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", re.sub(r"</?a\b[^<>]*>", "", SIGN.sub("", text)))
    found = reading_list.names.mentions(shown)
    if not found:
        return label
    return shown[: found[0].start()] + label + shown[found[-1].end() :]


def _says_the_same(table: TaskTable, column: int) -> bool:
    """Whether all rows, and more than one, have the same words in a column."""
    said = {row.shown[column] for row in table.rows if column < len(row.shown)}
    return len(said) == 1 and len(table.rows) > 1


def open_like(reading_list: ReadingList, model: TodoItem) -> str:
    """The mark of a new item like this one, open; empty where it has none."""
    if model.mark is None:
        return ""
    others = [item.mark for item in reading_list.todo if item.mark is not None and (item.table is None) == (model.table is None)]
    return open_text(model.mark, others) or ""


def _filled(reading_list: ReadingList, row: TaskRow, column: int, text: str, edition: EditionKey) -> Edit:
    start, end = row.cells[column]
    if row.shown[column] or not text:
        raise ListError(
            f"Line {row.line} of the TODO says {row.shown[column]!r} for {edition[0].upper()} {edition[1]}, and covenue writes over "
            "nothing; mark it as open by hand."
        )
    return start, end, padded(reading_list, start, end, text)


def _row_of(reading_list: ReadingList, table: TaskTable, row: TaskRow, texts: dict[int, str]) -> list[str]:
    """The row's lines with these texts in its cells; where bars stand below each other they do so in the new row too."""
    source = reading_list.source
    if not table.html:
        return [_markdown_row(source.row(row.line), texts, aligned=_is_aligned(reading_list, table))]
    start, end = source.start(row.line), source.end(row.last)
    text = source.text[start:end]
    if not re.match(r"\s*<tr\b", text, re.IGNORECASE) or len(re.findall(r"<tr\b", text, re.IGNORECASE)) != 1 or "<table" in text.casefold():
        raise ListError(f"The row in line {row.line} of the TODO shares its line with others; add the new one by hand.")
    for n, (first, last) in sorted(enumerate(row.cells), reverse=True):
        text = text[: first - start] + _around(source.text[first:last], texts[n]) + text[last - start :]
    return text.split("\n")


def _around(old: str, new: str) -> str:
    """The new text with the blanks that stood around the old one."""
    inner = old.strip()
    return old.replace(inner, new, 1) if inner else new


def _is_aligned(reading_list: ReadingList, table: TaskTable) -> bool:
    places = {tuple(found.start() for found in BAR.finditer(reading_list.source.row(row.line))) for row in table.rows}
    return len(places) == 1 and len(table.rows) > 1


def _markdown_row(row: str, texts: dict[int, str], *, aligned: bool) -> str:
    bars = [found.start() for found in BAR.finditer(row)]
    edges = bars if row.lstrip().startswith("|") else [-1, *bars]
    if not row.rstrip().endswith("|"):
        edges = [*edges, len(row)]
    new = row[: edges[0] + 1] if edges[0] >= 0 else ""
    for n, (first, last) in enumerate(pairwise(edges)):
        new += _cell(row[first + 1 : last], texts.get(n, ""), aligned=aligned) + row[last : last + 1]
    return new


def _cell(old: str, text: str, *, aligned: bool) -> str:
    lead = " " if old[:1] == " " else ""
    trail = " " if old[-1:] == " " else ""
    if aligned:
        return (lead + text).ljust(len(old) - len(trail)) + trail
    return f"{lead}{text}{trail}" if text else old if not old.strip() else lead or trail


def written_forms(items: Sequence[TodoItem]) -> list[TodoItem]:
    """The items that new ones can be like: running text without a mark only where there is nothing else."""
    return [item for item in items if item.form is not TodoForm.TEXT or item.mark is not None] or list(items)
