"""Sections and entries of a list while it is read. Pure data, and what a name says of an edition."""

import re
from dataclasses import dataclass, field

from candidates.reading_list.edition_mentions import mentions
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.inline import Line
from candidates.reading_list.sections import SectionKind, without_count
from candidates.reading_list.tables import TableShape
from candidates.reading_list.venue_names import YEAR, Edition, VenueNames

# "Attack Papers 2022" names a year and no venue.
KIND_OF_WORK = re.compile(r"(?i)\b(?:papers?|surveys?|research|works?|publications?|articles?|methods?|venues?)\b")
# A word with two capitals makes a venue that nobody knows of a name ("SIGGRAPH Asia"); "Alpha Paper on Things (ICML 2022)" is a title.
SHORT = re.compile(r"\b[^\W\d_]*[A-Z][^\W\d_]*[A-Z]")
# Letters of a name from which on it says more than an edition; a longer one is not looked through, which took minutes for 60,000 letters.
LONGEST_EDITION = 200
# What a heading says of the papers of an edition.
OF_PAPERS = frozenset(
    """
    accepted all and articles at awesome by code codes collection conference demo from full in list lists main of oral orals paper papers
    proceedings publications published reading spotlight the with works 论文 论文列表 论文集 接受论文 收录论文 论文汇总
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# Headings such as "Misc 2021" hold what has no heading of its own in that year.
MIXED = frozenset({"misc", "miscellaneous", "other", "others", "rest", "various", "more"})


@dataclass(slots=True, kw_only=True)
class DraftEntry:
    """An entry as read, without what its headings say."""

    text: EntryText
    raw: str
    line: int
    first_line: int
    last_line: int
    indent: str = ""
    marker: str = ""
    gap: str = " "

    @classmethod
    def of(cls, text: EntryText, raw: str, lines: tuple[int, int, int], around: tuple[str, str, str]) -> "DraftEntry":
        """`lines` are that of the title, the first and the last, `around` is what stands before the title: indent, marker and gap."""
        line, first, last = lines
        indent, marker, gap = around
        return cls(text=text, raw=raw, line=line, first_line=first, last_line=last, indent=indent, marker=marker, gap=gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Text or a table that gave no entry; `leads` counts its links to papers."""

    line: int
    text: str
    leads: int
    why: str
    table: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """A section while it is being filled."""

    name: str
    level: int
    line: int
    text_line: int
    parent: int | None
    kind: SectionKind
    form: str
    entries: list[DraftEntry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    table: TableShape | None = None
    has_text: bool = False


@dataclass(slots=True, kw_only=True)
class FoldedEntry:
    """A folded entry whose end has not come: its title and what stands below it."""

    lines: tuple[Line, ...]
    first: int
    line: int
    depth: int = 1
    below: list[Line] = field(default_factory=list)
    last: int = 0


def edition_named(text: str, names: VenueNames) -> Edition | None:
    """The edition that a heading or group label is ("NeurIPS 2024", "2025 AAAI", "2023:", "ICML"); None when it says more than that."""
    label = re.sub(r"^[^\w(\[]+", "", without_count(text.strip()).strip(" :：*_()[]（）【】\t")).strip(" :：*_()[]（）【】\t")
    if re.fullmatch(rf"{YEAR}\s*(?:年)?", label):
        return Edition("", int(label[:4]), "")
    if names.knows(label):
        return Edition(names.venue_of(label), None, label)
    mixed = re.fullmatch(rf"(?P<word>[A-Za-z]+)[\s:,-]+(?P<year>{YEAR})", label)
    if mixed and mixed["word"].casefold() in MIXED:
        return Edition("", int(mixed["year"]), "")
    return _edition_of_papers(label, names) or _edition_in(label, names)


def _edition_of_papers(label: str, names: VenueNames) -> Edition | None:
    """The one edition of a known venue that a label names beside words for its papers: "CVPR2024-Papers-with-Code"."""
    if len(label) > LONGEST_EDITION:
        return None
    spaced = re.sub(r"[-_/|]", " ", label)
    known = [found for found in mentions(spaced, names) if found.year is not None and names.knows(found.label)]
    if len(known) != 1:
        return None
    [found] = known
    rest = WORD.findall(f"{spaced[: found.start]} {spaced[found.end :]}")
    return Edition(found.venue, found.year, found.label) if rest and all(word.casefold() in OF_PAPERS for word in rest) else None


def _edition_in(label: str, names: VenueNames) -> Edition | None:
    """The edition that a label is as a whole, bare or as it would stand in brackets."""
    if len(label) > LONGEST_EDITION:
        return None
    found = next((m for m in mentions(label, names) if m.start == 0 and m.end == len(label)), None)
    if found is None:
        found = next((m for m in mentions(f"({label})", names) if m.start == 0 and m.end == len(label) + 2 and not m.note), None)
        if found is None or not (
            names.knows(found.label) or not found.venue or SHORT.search(found.label) or KIND_OF_WORK.search(found.label)
        ):
            return None
    if found.venue and not names.knows(found.label) and KIND_OF_WORK.search(found.label):
        return Edition("", found.year, "") if found.year is not None else None
    return Edition(found.venue, found.year, found.label)
