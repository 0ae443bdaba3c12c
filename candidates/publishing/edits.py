"""Small changes within lines: stretches of the file and what comes in their place, put together as changes of whole lines. Pure."""

from collections.abc import Iterable, Sequence

from candidates.publishing.diff import Change
from candidates.reading_list.parts import ReadingList

# A stretch of the file, [start, end), within one line, and what comes in its place.
Edit = tuple[int, int, str]


def line_changes(reading_list: ReadingList, edits: Iterable[Edit]) -> list[Change]:
    """The edits as changes of whole lines, several of one line together."""
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(reading_list.source.number(edit[0]), []).append(edit)
    return [Change(number - 1, number, (_edited(reading_list, number, of_line),)) for number, of_line in sorted(by_line.items())]


def padded(reading_list: ReadingList, start: int, end: int, text: str) -> str:
    """A text for an empty cell with a blank on each side that stands at a bar."""
    if start != end:
        return text
    around = reading_list.source.text
    lead = " " if around[start - 1 : start] == "|" else ""
    return f"{lead}{text} " if around[end : end + 1] == "|" else f"{lead}{text}"


def _edited(reading_list: ReadingList, number: int, edits: Sequence[Edit]) -> str:
    line, begin = reading_list.lines[number - 1], reading_list.source.start(number)
    # From the end on, and backwards: of two at one place the first is to stand first.
    in_order = sorted(edits, key=lambda edit: edit[:2])
    for start, end, text in in_order[::-1]:
        line = line[: start - begin] + text + line[end - begin :]
    return line
