"""Tables of tasks: a row an edition ("| AAAI | 2025 | ☐ |") or venues by years with a mark in each field. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from candidates.reading_list.entry_units import WORD, label_of
from candidates.reading_list.inline import Line, plain
from candidates.reading_list.markdown import Row, Source, Table
from candidates.reading_list.tables import HEADERS, MOST, WORDS_OF_TITLES
from candidates.reading_list.task_marks import TaskMark, mark_of_cell
from candidates.reading_list.venue_names import VenueNames, years_in

STATUS_HEADERS = frozenset(
    """
    status state done todo progress finished added check checked complete completed covered crawled included open ready 状态 进度 完成
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# These heads stand above marks that say something of a data set or a paper just as well ("Open", "Included").
AMBIGUOUS_HEADERS = frozenset({"open", "included", "ready", "check", "checked", "complete", "added"})
# Columns that a table of tasks may have beside its venues, years and marks, outside of a TODO.
NOTE_HEADERS = frozenset(
    """
    note notes comment comments remark remarks who owner assignee assigned assignedto priority 备注 说明
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# What stands in a field that asks for nothing.
NONE_SIGNS = frozenset({"-", "–", "—", "/", "n/a", "na", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A row: its lines, what its cells show, and where their text stands in the file."""

    line: int
    last: int
    shown: tuple[str, ...]
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTable:
    """A table of tasks. `venue`, `year` and `mark` are columns, None where it has none; in a `matrix` each column of `heads` behind the
    first is a year (or a venue) and its fields are marks. `blank_is_open`: a field without a mark is a task too."""

    heads: tuple[str, ...]
    rows: tuple[TaskRow, ...]
    venue: int
    year: int | None
    mark: int | None
    matrix: bool
    html: bool
    blank_is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTask:
    """A task of a table: what it says, its editions, its mark and the row that it stands in."""

    text: str
    editions: tuple[tuple[str, int], ...]
    mark: TaskMark | None
    row: TaskRow
    column: int | None


Marks = list[list[TaskMark | None]]


def task_table(table: Table, source: Source, names: VenueNames, *, in_todo: bool) -> tuple[TaskTable, list[TableTask]] | None:
    """The tasks of a table; None for a table of anything else. Outside of a TODO only marks make tasks of rows, also where all are done:
    a table does not stop being one with its last tick."""
    if not table.rows or any(row.shared for row in table.rows):
        return None
    marks: Marks = [[mark_of_cell(cell, source) for cell in row.cells] for row in table.rows]
    if not in_todo and not any(mark is not None for row in marks for mark in row):
        return None
    found = _matrix(table, marks, names, in_todo=in_todo) or _rows(table, marks, names, in_todo=in_todo)
    if found is None:
        return None
    tasks = list(_matrix_tasks(found, marks, names) if found.matrix else _row_tasks(found, marks, names))
    return (found, tasks) if any(task.editions for task in tasks) else None


def _read(row: Row) -> TaskRow:
    shown = tuple(plain(cell.text).strip() for cell in row.cells)
    return TaskRow(line=row.line, last=row.last, shown=shown, cells=tuple((cell.place, cell.end) for cell in row.cells))


def _matrix(table: Table, marks: Marks, names: VenueNames, *, in_todo: bool) -> TaskTable | None:
    """Venues by years, or years by venues: head and first column together name editions, and the fields are marks or empty."""
    heads = tuple(plain(cell.text).strip() for cell in table.header)
    rows = tuple(_read(row) for row in table.rows)
    wide = range(1, len(heads))
    if not wide or any(len(years_in(heads[n])) != 1 and not names.mentions(heads[n]) for n in wide):
        return None
    if not all(names.editions(f"{row.shown[0]} {heads[n]}") for row in rows for n in wide):
        return None
    fields = [(row.shown[n], marks[k][n]) for k, row in enumerate(rows) for n in wide if n < len(row.shown)]
    if not any(mark for _, mark in fields) or any(mark is None and shown and shown.casefold() not in NONE_SIGNS for shown, mark in fields):
        return None
    blank = in_todo and not any(mark is not None and not mark.done for _, mark in fields)
    return TaskTable(heads=heads, rows=rows, venue=0, year=None, mark=None, matrix=True, html=table.html, blank_is_open=blank)


def _rows(table: Table, marks: Marks, names: VenueNames, *, in_todo: bool) -> TaskTable | None:
    """A row an item: a column of venues or editions, one of years where these lack them, one of marks where there are any."""
    count = max(len(table.header), *(len(row.cells) for row in table.rows))
    heads = tuple(plain(cell.text).strip() for cell in table.header) + ("",) * (count - len(table.header))
    columns = [[row.cells[n] for row in table.rows if n < len(row.cells)] for n in range(count)]
    if any(_is_titles(heads[n], columns[n], names, first=n == 0) for n in range(count)):
        return None

    def column(speaks: Callable[[Line], bool], taken: Sequence[int | None]) -> int | None:
        return next((n for n in range(count) if n not in taken and _share(columns[n], speaks) >= MOST), None)

    venue = column(lambda cell: bool(names.mentions(plain(cell.text))), ())
    if venue is None:
        return None
    dated = _share(columns[venue], lambda cell: bool(names.editions(plain(cell.text)))) >= MOST
    year = None if dated else column(lambda cell: bool(years_in(plain(cell.text))), (venue,))
    named = next((n for n in range(count) if label_of(heads[n]) in STATUS_HEADERS and n not in (venue, year)), None)
    marked = [n for n in range(count) if n not in (venue, year) and any(n < len(row) and row[n] for row in marks)]
    mark = named if named is not None else next(iter(marked), None)
    if (year is None and not dated) or (mark is None and not in_todo):
        return None
    if not in_todo and not _says_tasks(heads, columns, marks, (venue, year, mark)):
        return None
    rows = tuple(_read(row) for row in table.rows)
    return TaskTable(
        heads=heads, rows=rows, venue=venue, year=year, mark=mark, matrix=False, html=table.html, blank_is_open=mark is not None
    )


def _says_tasks(heads: Sequence[str], columns: Sequence[Sequence[Line]], marks: Marks, roles: tuple[int, int | None, int | None]) -> bool:
    """Whether a table that stands in no TODO is one of tasks all the same: models, data sets and papers have venues and ✓ or ✗ as well,
    and there a mark says something else. Its marks stand below a word for the state or are boxes, nothing is linked, and each other column
    holds notes."""
    mark = roles[2]
    if mark is None or any(any(cell.of("link", "bare", "badge")) for cells in columns for cell in cells):
        return False
    boxes = [found for row in marks for found in row[mark : mark + 1] if found is not None]
    head = label_of(heads[mark])
    state = head in STATUS_HEADERS - AMBIGUOUS_HEADERS or (not head and all(found.kind in ("box", "input") for found in boxes))
    return state and all(label_of(heads[n]) in NOTE_HEADERS for n in range(len(heads)) if n not in roles)


def _is_titles(head: str, cells: Sequence[Line], names: VenueNames, *, first: bool) -> bool:
    """A column of titles of papers, which are no tasks."""
    words = sorted(len(WORD.findall(plain(cell.text))) for cell in cells)
    wordy = words[len(words) // 2] >= WORDS_OF_TITLES if words else False
    return wordy and (first or label_of(head) in HEADERS["title"]) and _share(cells, lambda c: bool(names.mentions(plain(c.text)))) < MOST


def _share(cells: Sequence[Line], speaks: Callable[[Line], bool]) -> float:
    filled = [cell for cell in cells if plain(cell.text).strip()]
    return sum(map(speaks, filled)) / len(filled) if filled else 0.0


def _row_tasks(table: TaskTable, marks: Marks, names: VenueNames) -> Iterator[TableTask]:
    for row, found in zip(table.rows, marks, strict=True):
        cells = [row.shown[n] for n in (table.venue, table.year) if n is not None and n < len(row.shown)]
        text = " ".join(cells).strip()
        yield TableTask(text=text, editions=names.editions(text), mark=_mark(table, row, found, table.mark), row=row, column=table.mark)


def _matrix_tasks(table: TaskTable, marks: Marks, names: VenueNames) -> Iterator[TableTask]:
    for row, found in zip(table.rows, marks, strict=True):
        for n in range(1, min(len(table.heads), len(row.shown))):
            mark = _mark(table, row, found, n)
            if mark is not None:
                text = f"{row.shown[0]} {table.heads[n]}"
                yield TableTask(text=text, editions=names.editions(text), mark=mark, row=row, column=n)


def _mark(table: TaskTable, row: TaskRow, found: Sequence[TaskMark | None], column: int | None) -> TaskMark | None:
    if column is None or column >= len(row.shown):
        return None
    if found[column] is None and not row.shown[column] and table.blank_is_open:
        return TaskMark("", row.cells[column][0], done=False)
    return found[column]
