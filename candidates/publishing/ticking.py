"""Marks an item of a TODO as done, as the list marks what is done: a box, a sign, a word in a cell, a check box of HTML. Pure."""

from collections.abc import Sequence

from candidates.publishing.diff import changed
from candidates.publishing.edits import Edit, line_changes, padded
from candidates.reading_list.parts import ReadingList, TodoItem
from candidates.reading_list.reader import read_list
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
    if item.mark.text:
        return f"line {item.line} says {item.mark.text!r}, and the list does not show what that becomes once it is done; mark it by hand"
    return f"line {item.line} has an empty field, and the list does not show what stands in one that is done; mark it by hand"


def why_unread(item: TodoItem) -> str:
    """Why an item that `unread` names is not ticked."""
    return f"line {item.line} would not read as done once it is ticked; mark it by hand"


def unread(reading_list: ReadingList, ticks: Sequence[tuple[TodoItem, Edit]]) -> list[TodoItem]:
    """The items whose tick, made alone, does not read back as this item done and all others as they were."""
    found = []
    for item, edit in ticks:
        data = "".join(changed(reading_list.lines, line_changes(reading_list, [edit]))).encode("utf-8")
        states = [other.checked for other in read_list(data, reading_list.names.aliases).todo]
        if states != [other.checked or other is item for other in reading_list.todo]:
            found.append(item)
    return found


def _alike(other: TodoItem, item: TodoItem) -> bool:
    return (other.table is None) == (item.table is None)
