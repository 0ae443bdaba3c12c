"""Marks an item of a TODO as done, as the list marks what is done: a box, a sign, a word in a cell, a check box of HTML. Pure."""

from collections.abc import Iterable, Sequence

from candidates.publishing.diff import Change
from candidates.reading_list.parts import ReadingList, TodoItem
from candidates.reading_list.task_marks import ticked_text

# A stretch of the file, [start, end), and what comes in its place.
Edit = tuple[int, int, str]


def tick(reading_list: ReadingList, item: TodoItem) -> Edit | None:
    """The change that ticks an item; None where nothing in the list tells how."""
    if item.mark is None:
        return None
    text = ticked_text(item.mark, [other.mark for other in reading_list.todo if other.mark is not None and _alike(other, item)])
    return (item.mark.start, item.mark.end, padded(reading_list, item.mark.start, item.mark.end, text)) if text else None


def padded(reading_list: ReadingList, start: int, end: int, text: str) -> str:
    """A text for an empty cell with a blank on each side that stands at a bar."""
    if start != end:
        return text
    around = reading_list.source.text
    lead = " " if around[start - 1 : start] == "|" else ""
    return f"{lead}{text} " if around[end : end + 1] == "|" else f"{lead}{text}"


def why_not_ticked(item: TodoItem) -> str:
    """Why `tick` has no change for an item."""
    if item.mark is None:
        return f"line {item.line} has no box to tick"
    return f"line {item.line} has an empty field, and the list does not show what stands in one that is done; mark it by hand"


def line_changes(reading_list: ReadingList, edits: Iterable[Edit]) -> list[Change]:
    """The edits as changes of whole lines, several of one line together; an edit lies within one line."""
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(reading_list.source.number(edit[0]), []).append(edit)
    return [Change(number - 1, number, (_edited(reading_list, number, of_line),)) for number, of_line in sorted(by_line.items())]


def _edited(reading_list: ReadingList, number: int, edits: Sequence[Edit]) -> str:
    line, begin = reading_list.lines[number - 1], reading_list.source.start(number)
    for start, end, text in sorted(edits, reverse=True):
        line = line[: start - begin] + text + line[end - begin :]
    return line


def _alike(other: TodoItem, item: TodoItem) -> bool:
    return (other.table is None) == (item.table is None)
