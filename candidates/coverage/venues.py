"""The coverage by venue: the groups that venues are folded by, how each can be had, and those that the list has papers of and nobody
crawled. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from candidates.reading_list.parts import Entry
from spiders.editions import EditionTable

# The groups of the table of editions as people call them; another table's own stand as they are.
GROUPS = {
    "ai": "Artificial intelligence",
    "vision": "Computer vision",
    "language": "Language",
    "journals": "Journals",
    "systems": "Systems",
    "": "Others",
}


class OfVenue(Protocol):
    """Whatever is of a venue."""

    @property
    def venue(self) -> str:
        """Its id."""
        ...


Row = TypeVar("Row", bound=OfVenue)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueAccess:
    """How a venue can be had: `access` says what is open, what is closed and not asked, and what only an import brings."""

    venue: str
    name: str
    group: str
    access: str
    abstracts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCrawled:
    """A venue that `papers` entries of the list name, in editions that nobody crawled. `years`: those named; `known`: to covenue."""

    venue: str
    name: str
    papers: int
    years: tuple[int, ...]
    known: bool

    @property
    def said(self) -> str:
        """ "CVPR 2023, 2024 (17)"."""
        return f"{' '.join(filter(None, (self.name, spans(self.years))))} ({self.papers})"


def group_of(venue: str, table: EditionTable) -> str:
    """The group of a venue, "" for none."""
    return table.venues[venue].group if venue in table.venues else ""


def grouped(rows: Iterable[Row], table: EditionTable) -> list[tuple[str, list[Row]]]:
    """The rows by group, in their order; the name of a group is "" where all are of one."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(group_of(row.venue, table), []).append(row)
    return [(GROUPS.get(group, group) if len(found) > 1 else "", members) for group, members in found.items()]


def access_of(venues: Iterable[str], table: EditionTable) -> tuple[VenueAccess, ...]:
    """What the table tells of each venue, in its order; nothing of those of which it tells nothing."""
    known = (table.venues[venue] for venue in sorted({*venues} & table.venues.keys(), key=table.place_of))
    return tuple(
        VenueAccess(venue=each.id, name=each.name, group=each.group, access=each.about["access"], abstracts=each.about.get("abstracts", ""))
        for each in known
        if each.about.get("access")
    )


def by_access(venues: Iterable[VenueAccess]) -> list[tuple[str, list[str]]]:
    """The names of the venues that can be had alike, under the sentence that says how."""
    found: dict[str, list[str]] = {}
    for each in venues:
        found.setdefault(each.access, []).append(each.name)
    return list(found.items())


def not_crawled(entries: Iterable[Entry], crawled: Collection[tuple[str, int]], table: EditionTable) -> tuple[NotCrawled, ...]:
    """The venues that entries without a paper name, unless the edition was crawled (or, where no year is named, any of the venue)."""
    held = {venue for venue, _ in crawled}
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.venue and ((entry.venue, entry.year) not in crawled if entry.year else entry.venue not in held):
            found.setdefault(entry.venue, []).append(entry)
    made = (
        NotCrawled(
            venue=venue,
            name=table.name_of(venue) if venue in table.venues else named[0].label or venue,
            papers=len(named),
            years=tuple(sorted({entry.year for entry in named if entry.year})),
            known=venue in table.venues,
        )
        for venue, named in found.items()
    )
    return tuple(sorted(made, key=lambda each: (-each.papers, each.venue)))


def editions_said(editions: Iterable[tuple[str, int]], table: EditionTable) -> str:
    """ "CVPR 2022, 2024; ICCV 2023": editions by venue, in their order."""
    years: dict[str, list[int]] = {}
    for venue, year in editions:
        years.setdefault(venue, []).append(year)
    return "; ".join(f"{table.name_of(venue)} {spans(sorted(each))}" for venue, each in years.items())


def not_crawled_said(venues: Sequence[NotCrawled], shown: int = 8) -> str:
    """The sentence on the venues that the list has papers of and nobody crawled, the first of them named; "" for none."""
    if not venues:
        return ""
    rest = f" and {len(venues) - shown} more" if len(venues) > shown else ""
    return f"The list has papers of editions that are not crawled: {'; '.join(each.said for each in venues[:shown])}{rest}."


def spans(years: Sequence[int]) -> str:
    """Ascending years, runs of three and more as one: "2019, 2021–2024"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(said)
