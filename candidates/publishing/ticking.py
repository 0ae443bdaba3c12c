"""Marks an item of a TODO as done, as the list marks what is done: a box, a sign, a word in a cell, a check box of HTML. Pure."""

from candidates.publishing.edits import Edit, padded
from candidates.reading_list.parts import ReadingList, TodoItem
from candidates.reading_list.task_marks import ticked_text


def tick(reading_list: ReadingList, item: TodoItem) -> Edit | None:
    """The change that ticks an item; None where nothing in the list tells how."""
    if item.mark is None:
        return None
    text = ticked_text(item.mark, [other.mark for other in reading_list.todo if other.mark is not None and _alike(other, item)])
    return (item.mark.start, item.mark.end, padded(reading_list, item.mark.start, item.mark.end, text)) if text else None


def why_not_ticked(item: TodoItem) -> str:
    """Why `tick` has no change for an item."""
    if item.mark is None:
        return f"line {item.line} has no box to tick"
    return f"line {item.line} has an empty field, and the list does not show what stands in one that is done; mark it by hand"


def _alike(other: TodoItem, item: TodoItem) -> bool:
    return (other.table is None) == (item.table is None)
