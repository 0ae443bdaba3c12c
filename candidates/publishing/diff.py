"""Changes to the lines of a file: applying them, and showing them as a unified diff that git applies. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from candidates.reading_list.markdown import split_lines

Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]

LINE_END = re.compile(r"(?:\r\n|\n|\r)\Z")
# Lines shown around each change, as git does.
CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Old lines `start` to `end` (from 0, `end` not included) become `lines`, which keep their ends."""

    start: int
    end: int
    lines: tuple[str, ...]


def changed(old: Sequence[str], changes: Sequence[Change]) -> list[str]:
    """The lines after `changes`, which do not overlap and come in order."""
    new: list[str] = []
    place = 0
    for change in changes:
        new += [*old[place : change.start], *change.lines]
        place = change.end
    return [*new, *old[place:]]


def insertion(lines: Sequence[str], after: int, texts: Sequence[str]) -> Change:
    """Whole new lines behind line `after` (0: at the top), with the line end of the line before them; a missing final one stays missing."""
    before = lines[after - 1] if after else (lines[0] if lines else "\n")
    end = LINE_END.search(before)
    if end is not None or not after:
        return Change(after, after, tuple(text + (end[0] if end else "\n") for text in texts))
    mark = next((found[0] for line in lines if (found := LINE_END.search(line))), "\n")
    return Change(after - 1, after, tuple(split_lines(mark.join([before, *texts]))))


def unified_diff(old: Sequence[str], changes: Sequence[Change], name: str) -> str:
    """The diff of `changes`; "" without any. Built from the changes themselves: searching for them again would find others, since most
    lines of a list are blank lines (seen 2026-11 with difflib: a blank line shown as removed and added)."""
    new = changed(old, changes)
    pieces: list[str] = []
    for group in _Known(_opcodes(old, changes)).get_grouped_opcodes(CONTEXT):
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        pieces.append(f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@\n")
        for tag, i, j, k, m in group:
            if tag == "equal":
                pieces += [_shown(" ", line) for line in old[i:j]]
            else:
                pieces += [_shown("-", line) for line in old[i:j]]
                pieces += [_shown("+", line) for line in new[k:m]]
    return "".join([f"--- a/{name}\n", f"+++ b/{name}\n", *pieces]) if pieces else ""


class _Known(SequenceMatcher[str]):
    """difflib's grouping of changes into hunks, for changes that are known already."""

    def __init__(self, opcodes: list[Opcode]) -> None:
        super().__init__(None, "", "")
        self._known = opcodes

    def get_opcodes(self) -> list[Opcode]:
        return list(self._known)


def _opcodes(old: Sequence[str], changes: Sequence[Change]) -> list[Opcode]:
    opcodes: list[Opcode] = []
    place, shift = 0, 0
    for change in changes:
        if place < change.start:
            opcodes.append(("equal", place, change.start, place + shift, change.start + shift))
        tag: Literal["replace", "insert"] = "replace" if change.end > change.start else "insert"
        grown = len(change.lines) - (change.end - change.start)
        opcodes.append((tag, change.start, change.end, change.start + shift, change.start + shift + len(change.lines)))
        place, shift = change.end, shift + grown
    if opcodes and place < len(old):
        opcodes.append(("equal", place, len(old), place + shift, len(old) + shift))
    return opcodes


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start},{length}" if length != 1 else f"{start + 1}"


def _shown(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith(("\n", "\r")) else f"{sign}{line}\n\\ No newline at end of file\n"
