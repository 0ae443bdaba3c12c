"""How a list writes a link or authors behind a title, to complete the entries that lack them. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

from candidates.publishing.addition import Addition
from candidates.publishing.entry_form import Form, role_of
from candidates.publishing.entry_style import ENOUGH, Styles
from candidates.publishing.escaping import escaped, filled_address
from candidates.publishing.form_slots import ADDRESS, AUTHORS, ROLES, TITLE
from candidates.reading_list.entry_fields import FieldKind
from candidates.reading_list.parts import Entry, ReadingList
from spiders.paper import Paper

# A link with a label of its own, as it stands behind a title: " [[paper](…)]", " ([pdf](…))", " [doi](…)".
LINK = re.compile(rf"[ \t]+(?:\[\[|\(\[|\[)[^\[\]\n\ue000-\ue02f]+\]\(<?(?P<slot>{ADDRESS.pattern})>?\)[\])]?")
# Authors behind a title with the signs around them; what closes something before them is none of theirs.
PEOPLE = re.compile(rf"[\])}}*_~]*(?P<lead>[^\w\n\ue000-\ue02f]*){AUTHORS}(?P<close>[*_)\]]*)")
# For a list none of whose entries has a link, or names authors; of these the first that reads back is taken.
PLAIN_LINK = " [[paper]({url})]"
PLAIN_AUTHORS = (". {people}", ", {people}", " *{people}*")


def link_behind(styles: Styles, entry: Entry, paper: Paper) -> str:
    """The link to a paper as the section's entries write theirs, else the list's; "" where no address is known."""
    addition = Addition.of(paper)
    usual = _usual(LINK, styles, entry)
    role = ROLES[usual["slot"]] if usual else "page"
    url = filled_address(addition.address(role) or paper.pdf)
    if not url:
        return ""
    return usual[0].replace(usual["slot"], url) if usual else PLAIN_LINK.format(url=url)


class Place(Enum):
    """Where a list has something of its entries, in words that complete "the list names editions …"."""

    TITLE = "around its titles"
    BEHIND = "behind its titles"
    FRONT = "in front of its titles"
    BELOW = "in lines of their own"


def usual_place(reading_list: ReadingList, entry: Entry, kind: FieldKind) -> Place:
    """Where most entries of the section have a field of a kind, else most of the list; behind the title where none has it."""
    found = [(each.section_index, place) for each in reading_list.entries if (place := _place_of(reading_list, each, kind)) is not None]
    own = [place for section, place in found if section == entry.section_index]
    counted = Counter(own if len(own) >= ENOUGH else [place for _, place in found])
    return counted.most_common(1)[0][0] if counted else Place.BEHIND


def _place_of(reading_list: ReadingList, entry: Entry, kind: FieldKind) -> Place | None:
    """Where an entry has its first field of a kind; of links those that lead to the paper. None without one, and for rows of HTML."""
    fields = entry.text.fields if entry.text is not None and entry.marker != "<" else ()
    title = next((one for one in fields if one.kind is FieldKind.TITLE), None)
    mine = [one for one in fields if one.kind is kind and (one.link is None or role_of(one.link) is not None)]
    if title is None or not mine:
        return None
    first = next((one for one in mine if one.start <= title.start and title.end <= one.end), mine[0])
    if first.start <= title.start and title.end <= first.end:
        return Place.TITLE
    if entry.marker == "|":
        return None
    source = reading_list.source
    if source.number(first.start) != source.number(title.start):
        return Place.BELOW
    return Place.FRONT if first.start < title.start else Place.BEHIND


def title_place(reading_list: ReadingList, entry: Entry) -> tuple[int, int] | None:
    """Where the title stands as one piece of its line, without signs that a link around it could not hold."""
    fields = entry.text.fields if entry.text is not None else ()
    title = next((one for one in fields if one.kind is FieldKind.TITLE), None)
    if title is None or re.search(r"[\[\]\n|<>]", reading_list.source.text[title.start : title.end]):
        return None
    return title.start, title.end


def authors_behind(styles: Styles, entry: Entry, paper: Paper) -> Iterator[str]:
    """The ways of writing the paper's authors, the list's own first; none where they are not known."""
    people = escaped(styles.of(entry.section_index).authors.write(paper.authors))
    if not people:
        return
    usual = _usual(PEOPLE, styles, entry)
    if usual:
        lead, close = _balanced(usual["lead"], usual["close"])
        yield f"{lead}{people}{close}"
        return
    yield from (pattern.format(people=people) for pattern in PLAIN_AUTHORS)


def _balanced(lead: str, close: str) -> tuple[str, str]:
    """The signs around authors without those that only the two together with something else between or behind would close."""
    for opening, closing in (("*", "*"), ("_", "_"), ("(", ")"), ("[", "]")):
        if lead.count(opening) != close.count(closing):
            lead, close = lead.replace(opening, ""), close.replace(closing, "")
    return (lead if lead[:1] in " .,;:–—-·|" else f" {lead}"), close


def _usual(construct: re.Pattern[str], styles: Styles, entry: Entry) -> "re.Match[str] | None":
    """The construct as most entries of the section have it behind their title, else as most of the list do."""
    own = _found(construct, [form for form in styles.forms if form.section == entry.section_index])
    found = own if len(own) >= ENOUGH else _found(construct, styles.forms)
    common = Counter(each[0] for each in found).most_common(1)
    return next((each for each in found if each[0] == common[0][0]), None) if common else None


def _found(construct: re.Pattern[str], forms: Sequence[Form]) -> "list[re.Match[str]]":
    """Where the first line of each form has it behind the title."""
    tails = [form.text.split("\n")[0].partition(TITLE)[2] for form in forms]
    return [found for tail in tails if (found := construct.search(tail))]
