"""Numbers in front of entries ("3.", "[12]", "### 4."), and how they go on. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from candidates.reading_list.parts import Entry

NUMBERED = re.compile(r"(?P<before>#{1,6}[ \t]+|\\?\[)?(?P<number>\d+)(?P<behind>[.)]|\\?\])")
NUMBER_IN_LINE = re.compile(rf"[ \t>]*(?P<marker>{NUMBERED.pattern})[ \t]")


def stepped(marker: str, by: int) -> str:
    """A bullet with its number so much higher; any other as it is."""
    found = NUMBERED.fullmatch(marker)
    return f"{found['before'] or ''}{int(found['number']) + by}{found['behind']}" if found else marker


def in_column(rows: Sequence[str], marker: str, lead: str) -> list[str]:
    """The further lines of an entry below the number `marker`, set as below a number of one digit (whose text `lead` precedes): what stands
    below its text moves with it."""
    more = len(marker) - len("1.")
    if more <= 0 or NUMBERED.fullmatch(marker) is None:
        return list(rows)
    column = re.compile(rf" {{{len(lead)}}}(?! )")
    return [" " * more + row if column.match(row) else row for row in rows]


def before_first(markers: Sequence[str]) -> str:
    """The bullet that one above the first of these comes after: its number goes down, where it can and they do not count down."""
    first = _number_of(markers[0])
    falling = len(markers) > 1 and NUMBERED.fullmatch(markers[1]) is not None and _number_of(markers[1]) < first
    return stepped(markers[0], -1) if first and not falling else markers[0]


def is_key(marker: str) -> bool:
    """A number that readers see as it is written, in brackets or in a heading; those of a list Markdown counts anew."""
    found = NUMBERED.fullmatch(marker)
    return found is not None and found["before"] is not None


@dataclass(frozen=True, slots=True)
class Keys:
    """How the numbers that readers see go on in a section: `last` is the one before the next, `everywhere` whether no number of the list
    comes twice."""

    last: str
    everywhere: bool

    @classmethod
    def of(cls, entries: Sequence[Entry], listed: Sequence[Entry], usual: str) -> "Keys":
        """From the entries of the section and all of the list; a section without any begins with 1, unless no number of the list comes
        twice. `usual` is a number as the section writes it."""
        keys = [entry.marker for entry in listed if is_key(entry.marker)]
        everywhere = len(set(keys)) == len(keys)
        own = keys if everywhere else [entry.marker for entry in entries if is_key(entry.marker)]
        return cls(max(own, key=_number_of, default=stepped(usual, -_number_of(usual))), everywhere)


def _number_of(marker: str) -> int:
    found = NUMBERED.fullmatch(marker)
    return int(found["number"]) if found else 0


def begins_with_key(line: str) -> bool:
    """The line of an entry whose number readers see as it is written."""
    found = NUMBER_IN_LINE.match(line)
    return found is not None and is_key(found["marker"])
