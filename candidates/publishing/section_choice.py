"""Which section of a list a paper goes into: the named one, of several of a name the one of the paper's own edition. Pure.

Where headings or groups are editions, venues or years, the paper's own is its section, whatever else was named; where it is missing and its
neighbours show how it would be called, it is made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from candidates.publishing.addition import Addition
from candidates.publishing.new_section import NewHeading, new_section
from candidates.reading_list.parts import ReadingList, Section
from candidates.reading_list.sections import SectionKind, without_count
from candidates.reading_list.venue_names import Edition
from spiders.mojibake import one_line

# Said of a paper that was accepted without a section into a list whose sections are no editions.
NO_SECTION = "accepted without a section"
# Names offered for a category that the list does not have.
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The section for a paper, a heading to be made for it, or why there is none."""

    section: int | None = None
    heading: NewHeading | None = None
    why: str = ""


def choose_section(reading_list: ReadingList, addition: Addition) -> Choice:
    """Where `addition` goes."""
    places = reading_list.category_sections()
    if not places:
        return Choice(why=_no_place(reading_list))
    named = [n for n in places if _answers_to(reading_list, n, addition.category)] if addition.category else []
    edited = [n for n in places if edition_of(reading_list, n) is not None]
    if not named and addition.category and not _is_edition_name(reading_list, addition.category):
        made = new_section(reading_list, addition.category) if addition.section_wanted else None
        return Choice(heading=made) if made else Choice(why=_no_section(reading_list, addition.category))
    pool = named or edited
    if not pool:
        return Choice(why=NO_SECTION)
    dated = [n for n in pool if edition_of(reading_list, n) is not None]
    if not dated:
        return Choice(pool[0])
    own = [n for n in dated if is_of(reading_list, n, addition)]
    if not own and not _has_subject(reading_list, pool):
        dated = edited
        own = [n for n in edited if is_of(reading_list, n, addition)]
    if own:
        return Choice(max(own, key=lambda n: _exactness(edition_of(reading_list, n))))
    plain = [n for n in pool if n not in dated]
    if plain:
        return Choice(plain[0])
    heading = _missing_heading(reading_list, dated, addition)
    return Choice(heading=heading) if heading else Choice(why=_no_edition(reading_list, addition))


def edition_of(reading_list: ReadingList, index: int) -> Edition | None:
    """What a section's name and those around it say of an edition, together."""
    venue, year, label = "", None, ""
    place: int | None = index
    while place is not None:
        section = reading_list.sections[place]
        if section.edition is not None:
            venue, label = (venue, label) if venue else (section.edition.venue, section.edition.label)
            year = year if year is not None else section.edition.year
        place = section.parent
    return Edition(venue, year, label) if venue or year is not None else None


def is_of(reading_list: ReadingList, index: int, addition: Addition) -> bool:
    """Whether the headings of a section do not contradict the paper's edition."""
    found = edition_of(reading_list, index)
    return found is not None and found.venue in ("", addition.venue) and found.year in (None, addition.year)


def _exactness(edition: Edition | None) -> int:
    return bool(edition and edition.venue) + bool(edition and edition.year is not None)


def _answers_to(reading_list: ReadingList, index: int, category: str) -> bool:
    """A section is meant by its name, by its path, or by the name of the subject that it is a part of."""
    wanted = _folded(category)
    section = reading_list.sections[index]
    subject = reading_list.subject_of(index)
    names = [section.name, " > ".join(section.path)]
    if subject is not None:
        names += [reading_list.sections[subject].name, " > ".join(reading_list.sections[subject].path)]
    return any(_folded(name) == wanted for name in names)


def _folded(name: str) -> str:
    return ">".join(without_count(step.strip()) for step in one_line(name).split(">")).casefold()


def _is_edition_name(reading_list: ReadingList, category: str) -> bool:
    """The category names a section that is an edition, perhaps one of another year."""
    return any(
        s.edition is not None and _folded(s.name) == _folded(category) for s in reading_list.sections if s.kind is SectionKind.PAPERS
    )


def _has_subject(reading_list: ReadingList, pool: Sequence[int]) -> bool:
    return any(reading_list.subject_of(n) is not None for n in pool)


def _no_place(reading_list: ReadingList) -> str:
    if unread := reading_list.not_understood:
        return f"the form of the list is not understood (line {unread[0].line}); `covenue entries` says what of it is"
    return "the list has no section for papers; add a heading for it first"


def _no_section(reading_list: ReadingList, category: str) -> str:
    unread = {one.section_index: one.line for one in reading_list.not_understood}
    for n, section in enumerate(reading_list.sections):
        if _folded(section.name) == _folded(category):
            if n in unread:
                return f"the form of the section {section.name!r} is not understood (line {unread[n]})"
            return f"{section.name!r} is no section of papers"
    names = reading_list.categories
    near = get_close_matches(category, names, OFFERED, cutoff=0.4) or names[:OFFERED]
    return f"the list has no section {category!r}; nearest: {', '.join(near)}"


def _no_edition(reading_list: ReadingList, addition: Addition) -> str:
    return f"the list has no heading for {reading_list.names.usual_label(addition.venue)} {addition.year}; add one first"


def _missing_heading(reading_list: ReadingList, dated: Sequence[int], addition: Addition) -> NewHeading | None:
    """The heading of the paper's edition, called as its neighbours are, where two of these at least are editions alike."""
    siblings = [n for n in dated if reading_list.sections[n].edition is not None and reading_list.sections[n].form == "heading"]
    by_parent: dict[tuple[int | None, int], list[int]] = {}
    for n in siblings:
        by_parent.setdefault((reading_list.sections[n].parent, reading_list.sections[n].level), []).append(n)
    for (parent, _), group in by_parent.items():
        if parent is not None and edition_of(reading_list, parent) is not None and not is_of(reading_list, parent, addition):
            continue
        names = [_renamed(reading_list, reading_list.sections[n], addition) for n in group]
        if len(group) >= 2 and all(names) and len(set(names)) == 1 and names[0]:
            return _placed(reading_list, group, names[0], addition)
    return None


def _renamed(reading_list: ReadingList, section: Section, addition: Addition) -> str:
    """The section's name with the paper's venue and year in place of its own."""
    edition = section.edition
    assert edition is not None
    name = section.name
    if edition.year is not None:
        found = re.search(str(edition.year), name) or re.search(rf"(?<!\d){edition.year % 100:02d}(?!\d)", name)
        if found is None:
            return ""
        year = str(addition.year)[-len(found[0]) :]
        name = name[: found.start()] + year + name[found.end() :]
    if edition.label:
        label = next((e.label for e in reading_list.entries if e.venue == addition.venue and e.label), "")
        label = label or reading_list.names.usual_label(addition.venue)
        name = name.replace(edition.label, label, 1)
    return name


def _placed(reading_list: ReadingList, group: Sequence[int], name: str, addition: Addition) -> NewHeading:
    """Where the new heading stands among its siblings: in the order of their years."""
    editions = [(reading_list.sections[n].edition, n) for n in group]
    known = [(edition.year, n) for edition, n in editions if edition is not None and edition.year is not None]
    if not known:
        return NewHeading(name=name, like=group[-1], below=True)
    falling = known[0][0] >= known[-1][0]
    above = [n for year, n in known if (year >= addition.year if falling else year <= addition.year)]
    rank = -addition.year if falling else addition.year
    return NewHeading(name=name, like=above[-1] if above else group[0], below=bool(above), rank=rank)
