"""A section that the list lacks, in the list's own way: its heading behind the last of its kind, its line in the contents. Pure."""

import re
from collections import Counter
from dataclasses import dataclass

from candidates.reading_list.parts import ContentsEntry, ReadingList, Section
from candidates.reading_list.sections import slug_of

# Sections for what fits nowhere else stand last, and a new one before them.
REMAINDER = re.compile(r"(?i)\W*(?:others?|misc(?:ellaneous|ellanea)?|miscellany|further|uncategori[sz]ed|其他|其它)\b.*")
NUMBERED = re.compile(r"^(?P<number>\d+)(?P<mark>[.)、]\s*)")
BULLET = re.compile(r"(?P<indent>[ \t>]*)(?P<bullet>[-*+]|(?P<number>\d+)(?P<mark>[.)]))(?P<gap>[ \t]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHeading:
    """A heading that the list lacks: its name, modelled on section `like`, which it follows (`below`) or precedes. Of several at one place
    the one of the lowest `rank` stands first."""

    name: str
    like: int
    below: bool
    rank: int = 0


def new_section(reading_list: ReadingList, name: str) -> NewHeading | None:
    """Where a section of this name goes; None where the list has no section of papers under a heading to be like."""
    like = _models(reading_list)
    if not like:
        return None
    remainder = [n for n in like if REMAINDER.fullmatch(reading_list.sections[n].name)]
    place = remainder[0] if remainder and remainder[-1] == like[-1] and len(remainder) < len(like) else like[-1]
    below = place not in remainder
    return NewHeading(name=_numbered(reading_list, like, name), like=place, below=below)


def _models(reading_list: ReadingList) -> list[int]:
    """The sections that a new one is like: the outermost subjects that stand beside others and hold no further sections. What fits none
    of the sections belongs below none of their groups."""
    sections = reading_list.sections
    parents = {section.parent for section in sections}
    subjects = [n for n in reading_list.category_sections() if sections[n].form == "heading" and sections[n].edition is None]
    kinds = Counter((sections[n].parent, sections[n].level) for n in subjects if n not in parents)
    if not kinds:
        return []
    kind = min(kinds, key=lambda each: (kinds[each] < 2, each[1], -kinds[each]))
    return [n for n in subjects if n not in parents and (sections[n].parent, sections[n].level) == kind]


def _numbered(reading_list: ReadingList, like: list[int], name: str) -> str:
    """With the next number where the headings are numbered ("3. Attacks")."""
    found = [NUMBERED.match(reading_list.sections[n].name) for n in like]
    last = found[-1]
    if last is None or not all(found):
        return name
    return f"{max(int(each['number']) for each in found if each) + 1}{last['mark']}{name}"


def contents_line(reading_list: ReadingList, heading: NewHeading) -> tuple[int, str] | None:
    """The line of the contents for a new heading and the line after which it goes; None where the contents do not name its model."""
    like = reading_list.sections[heading.like]
    item = _item_of(reading_list, like)
    if item is None or sum(other.line == item.line for other in reading_list.contents) > 1:
        return None
    row = reading_list.lines[item.line - 1].rstrip("\r\n")
    bullet = BULLET.match(row)
    if bullet is None:
        return None
    start = bullet[0]
    if bullet["number"] and heading.below and _counts_up(reading_list, bullet):
        start = f"{bullet['indent']}{int(bullet['number']) + 1}{bullet['mark']}{bullet['gap']}"
    # The first of two headings of one name has the plain anchor; a new name has no other before it.
    line = f"{start}[{heading.name}](#{slug_of(heading.name)})"
    return (_last_below(reading_list, item, bullet["indent"]) if heading.below else item.line - 1), line


def _item_of(reading_list: ReadingList, section: Section) -> ContentsEntry | None:
    wanted = section.name.casefold()
    return next((item for item in reading_list.contents if item.text.strip().casefold() == wanted), None) or next(
        (item for item in reading_list.contents if item.anchor.lower() == slug_of(section.name)), None
    )


def _counts_up(reading_list: ReadingList, bullet: re.Match[str]) -> bool:
    """Whether the contents count ("1.", "2.") rather than begin each line with "1."."""
    rows = [BULLET.match(reading_list.lines[other.line - 1]) for other in reading_list.contents]
    beside = [int(row["number"]) for row in rows if row and row["number"] and row["indent"] == bullet["indent"]]
    return len(beside) == 1 or int(bullet["number"]) - 1 in beside


def _last_below(reading_list: ReadingList, item: ContentsEntry, indent: str) -> int:
    """The last line of the contents that belongs to this item: those nested below it go with it."""
    last = item.line
    for other in reading_list.contents:
        found = BULLET.match(reading_list.lines[other.line - 1])
        if other.line == last + 1 and found and len(found["indent"].expandtabs(4)) > len(indent.expandtabs(4)):
            last = other.line
    return last
