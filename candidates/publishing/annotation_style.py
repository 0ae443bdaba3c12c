"""How a list writes a link or authors behind a title, to complete the entries that lack them. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from candidates.publishing.addition import Addition
from candidates.publishing.entry_form import ADDRESS, AUTHORS, ROLES, TITLE, Form
from candidates.publishing.entry_style import ENOUGH, STRUCTURAL, Styles, filled, filled_address
from candidates.publishing.table_rows import cell_places
from candidates.reading_list.parts import Entry
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


def row_with_cells(styles: Styles, entry: Entry, paper: Paper, row: str, label: str, parts: Collection[str]) -> tuple[str, list[str]]:
    """A row of a Markdown table with its empty cells filled as the other rows fill them, where a column holds one of the parts ("edition",
    "link", "authors"); and what was added. A cell that says something stays."""
    style = styles.of(entry.section_index)
    if style.row is None or style.row.shape.html:
        return row, []
    shape = style.row.shape
    columns = {"edition": (shape.venue, shape.year), "link": (shape.link,), "authors": (shape.authors,)}
    wanted = {column for part in parts for column in columns[part] if column is not None}
    places = cell_places(row, 0)
    added = []
    for column in sorted(wanted, reverse=True):
        if column >= len(places) or places[column][0] != places[column][1]:
            continue
        value = filled(style.row.cells[column].text, style, Addition.of(paper), "", label).strip()
        if value and "\n" not in value:
            place = places[column][0]
            begin, end = len(row[:place].rstrip(" \t")), place + len(row[place:]) - len(row[place:].lstrip(" \t"))
            row = f"{row[:begin]}{style.row.pad}{value}{style.row.pad}{row[end:]}"
            added.append(value)
    return row, added[::-1]


def authors_behind(styles: Styles, entry: Entry, paper: Paper) -> Iterator[str]:
    """The ways of writing the paper's authors, the list's own first; none where they are not known."""
    people = STRUCTURAL.sub(lambda found: "\\" + found[0], styles.of(entry.section_index).authors.write(paper.authors))
    if not people:
        return
    usual = _usual(PEOPLE, styles, entry)
    if usual:
        yield f"{usual['lead']}{people}{usual['close']}"
        return
    yield from (pattern.format(people=people) for pattern in PLAIN_AUTHORS)


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
