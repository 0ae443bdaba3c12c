"""The order in which a section lists its papers, and where in it a new one belongs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from candidates.matching.titles import match_key
from candidates.reading_list.parts import Entry, ReadingList

# Steps between years that may go against an order before it is none: one in ten is a slip.
SLIPS = 0.1
# Steps from which on a section shows an order by itself.
ENOUGH_STEPS = 2
# Share of a list's sections that must each be sorted before a section's own order is believed against that of the list.
SORTED_SECTIONS = 0.8
# Entries from which on sorted titles are no accident: five stand in order by chance once in 120 times.
ENOUGH_TITLES = 5


class Order(StrEnum):
    """How a section is sorted. APPENDED: by when a paper was added, or not at all."""

    NEWEST_FIRST = "newest first"
    OLDEST_FIRST = "oldest first"
    ALPHABETICAL = "alphabetical"
    APPENDED = "appended"


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of a list's sections; `whole` is that of most steps in all of them, `own` whether its sections are each sorted somehow."""

    whole: Order
    own: bool

    @classmethod
    def of(cls, reading_list: ReadingList) -> "Orders":
        """What the sections show, each and all together; a list with too few steps to show an order is appended to."""
        steps = [_steps(top_level(section.entries)) for section in reading_list.sections]
        shown = [_by_steps(up, down) for up, down in steps if up + down >= ENOUGH_STEPS]
        is_sorted = sum(order is not Order.APPENDED for order in shown)
        whole = _by_steps(sum(up for up, _ in steps), sum(down for _, down in steps))
        return cls(whole, bool(shown) and is_sorted >= SORTED_SECTIONS * len(shown))

    def order(self, entries: Sequence[Entry]) -> Order:
        """The order of a section: its own where sections have one, else that of the list where it does not contradict it."""
        entries = top_level(entries)
        up, down = _steps(entries)
        own = _by_steps(up, down)
        if own is not Order.APPENDED and self.own and (up + down >= ENOUGH_STEPS or own is self.whole):
            return own
        keys = [match_key(entry.title) for entry in entries]
        if len(keys) >= ENOUGH_TITLES and keys == sorted(keys):
            return Order.ALPHABETICAL
        against = up if self.whole is Order.NEWEST_FIRST else down
        return self.whole if against * 2 <= up + down else Order.APPENDED


def top_level(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those that are nested below another."""
    least = min((len(entry.indent.expandtabs(4)) for entry in entries if entry.marker not in ("", "|", "<")), default=0)
    return [entry for entry in entries if entry.marker in ("", "|", "<") or len(entry.indent.expandtabs(4)) < least + 2]


def block_end(entry: Entry, entries: Sequence[Entry]) -> int:
    """The last line of an entry with those nested below it."""
    tops = {id(one) for one in top_level(entries)}
    last = entry.last_line
    for other in entries:
        if other.first_line > entry.first_line:
            if id(other) in tops:
                break
            last = max(last, other.last_line)
    return last


def _steps(entries: Sequence[Entry]) -> tuple[int, int]:
    """Steps to a later year and to an earlier one, from entry to entry."""
    years = [entry.year for entry in entries if entry.year is not None]
    return sum(a < b for a, b in pairwise(years)), sum(a > b for a, b in pairwise(years))


def _by_steps(up: int, down: int) -> Order:
    if down and up <= SLIPS * (up + down):
        return Order.NEWEST_FIRST
    return Order.OLDEST_FIRST if up and down <= SLIPS * (up + down) else Order.APPENDED


def entry_before(order: Order, entries: Sequence[Entry], title: str, venue: str, year: int) -> Entry | None:
    """The entry below which a new one goes; None where it goes above all."""
    entries = top_level(entries)
    if not entries or order is Order.APPENDED:
        return entries[-1] if entries else None
    if order is Order.ALPHABETICAL:
        key = match_key(title)
        return next((entry for entry in reversed(entries) if match_key(entry.title) <= key), None)
    place = _best_place(order, entries, venue, year)
    return entries[place - 1] if place else None


def _best_place(order: Order, entries: Sequence[Entry], venue: str, year: int) -> int:
    """How many entries go above: as few as can be stand on the wrong side; among equals behind the paper's own venue, else the last."""
    sign = 1 if order is Order.NEWEST_FIRST else -1
    steps = [0 if entry.year is None else sign * ((entry.year > year) - (entry.year < year)) for entry in entries]
    # From the place above all: each entry passed is right to pass (it belongs above), wrong, or neither.
    cost, costs = 0, [0]
    for step in steps:
        cost -= step
        costs.append(cost)
    least = [n for n, one in enumerate(costs) if one == min(costs)]
    beside = [n for n in least if n and entries[n - 1].venue == venue and entries[n - 1].year == year]
    return max(beside or least)
