"""Is this list the whole of the edition? What all witnesses say: the table's count, the other sources, the year before; below and above.

Pure. A source's own total is a witness against it only: one that serves a part may call the part's size its total (seen 2026-10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from spiders.editions import Edition

# Honest sources differ from what others counted by a few papers: withdrawn ones, a front matter (AAAI 2023: 2,020 of 2,023; ICLR 2023:
# 1,575 of 1,573; a volume of PMLR 1 % more; 2026-10). What differs by more is held against another source.
USUAL = 0.03
# Nobody's count of an edition is this wrong: what lies outside is a part, or holds what is no paper of the edition. (Counts by the
# acronym of an event, which include workshops, were 14 to 19 % too high; the table has the volumes' own since 2026-11.)
FLOOR, CEILING = 0.9, 1.1
# So many entries that cannot be read are told one by one; a larger share than `USUAL` of a list is a list that was not read.
FEW_UNREAD = 3
# Without any count: a conference does not shrink to less than this from one year to the next, nor grow to more (largest changes known:
# AAAI 2022, 0.83; ICLR 2024 to 2025, 1.64).
FLOOR_OF_YEAR_BEFORE, CEILING_OF_YEAR_BEFORE = 0.4, 3.0
# A year before with fewer papers than this tells nothing: the first volume of a track, a stand-in.
FEWEST_OF_YEAR_BEFORE = 50


class Weight(IntEnum):
    """How much a doubt weighs: SLIGHT sends a crawl to the next source, GRAVE forbids to call the list complete."""

    NONE = 0
    SLIGHT = 1
    GRAVE = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a list, with both numbers."""

    weight: Weight = Weight.NONE
    said: str = ""


def doubt(edition: Edition, listed: int, *, year_before: int = 0, others: Sequence[tuple[str, int]] = (), all_asked: bool = False) -> Doubt:
    """What the witnesses say to a list of so many papers. `others`: other sources and how many papers each lists; `all_asked`: no further
    source is left that could confirm a list that is a little short (a track of 174 papers of 2,508 was missing so). No doubt of no papers.
    """
    if not listed:
        return Doubt()
    if edition.total:
        found = _against_count(edition.total, edition.origin, listed, others)
        unconfirmed = all_asked and found.weight is Weight.SLIGHT and listed < edition.total
        return Doubt(Weight.GRAVE, f"only {found.said}") if unconfirmed else found
    if edition.least and listed < edition.least:
        return Doubt(Weight.GRAVE, f"only {listed} papers, where there are at least {edition.least} ({edition.origin})")
    if listed % 1000 == 0:
        return Doubt(Weight.GRAVE, f"exactly {listed} papers, which looks like a page limit")
    if year_before >= FEWEST_OF_YEAR_BEFORE and not edition.least:
        if listed < FLOOR_OF_YEAR_BEFORE * year_before:
            return Doubt(Weight.GRAVE, f"only {listed} papers, against {year_before} the year before")
        if listed > CEILING_OF_YEAR_BEFORE * year_before:
            return Doubt(Weight.GRAVE, f"{listed} papers, against {year_before} the year before")
    larger = max(others, key=lambda other: other[1], default=("", 0))
    if listed < FLOOR * larger[1]:
        return Doubt(Weight.GRAVE, f"only {listed} papers, where {larger[0]} lists {larger[1]}")
    return Doubt()


def unread_entries(unread: int, read: int) -> Doubt:
    """What a list says against itself: entries that it has and nobody could read. Without a count from elsewhere nothing else tells: a list
    of which half the titles had moved was called complete (seen against a misbehaving server, 2026-11)."""
    if unread <= max(FEW_UNREAD, USUAL * (unread + read)):
        return Doubt()
    return Doubt(Weight.GRAVE, f"{unread} of {unread + read} entries could not be read (the site may have changed; please report it)")


def _against_count(total: int, origin: str, listed: int, others: Sequence[tuple[str, int]]) -> Doubt:
    counted = f"{total} were counted ({origin})"
    if listed < FLOOR * total:
        return Doubt(Weight.GRAVE, f"only {listed} papers, where {counted}")
    if listed > CEILING * total:
        return Doubt(Weight.GRAVE, f"{listed} papers, where {counted}: among them are some that are no papers of this edition")
    if abs(listed - total) <= USUAL * total or any(abs(listed - other) <= USUAL * listed for _, other in others):
        return Doubt()
    return Doubt(Weight.SLIGHT, f"{listed} papers, where {counted}")


def distance(edition: Edition, listed: int) -> float:
    """How far a list is from what was counted, as a factor of 1 or more; where nothing was counted, fuller lists are nearer."""
    if not listed:
        return float("inf")
    if not edition.total:
        return 1 + 1 / listed
    return max(listed / edition.total, edition.total / listed)
