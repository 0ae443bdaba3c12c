"""Papers whose titles are headings of their own, with what is said of them below: "#### [Title](u)" above authors and venue. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from candidates.reading_list.block_shapes import item_lines
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import FIELD, entry_of
from candidates.reading_list.entry_units import PAPER_LABEL, SIDE_LABEL, WORD, label_of
from candidates.reading_list.inline import Line, plain
from candidates.reading_list.item_roles import is_entry_below, is_note, is_paper
from candidates.reading_list.markdown import Block, Heading, Item, Listing, Paragraph, Source
from candidates.reading_list.paper_evidence import leads_to_paper
from candidates.reading_list.references import without_number
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import VenueNames

# "### 2.", the number of a heading with what makes it one.
NUMBERED = re.compile(r"#{1,6}[ \t]+\d{1,3}[.)](?=[ \t])")
# People who did not write the paper: those of a tool, a course or a workshop.
OTHER_PEOPLE = re.compile(r"(?:maintain|organi[sz]|instruct|lectur|teach|speak|contact)\w*", re.IGNORECASE)
# Fields below a heading from which on they are those of a paper.
FEWEST_FIELDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingEntry:
    """A paper whose title is a heading in line `line`, the last line of what is said of it, and how many blocks it takes."""

    text: EntryText
    line: int
    last: int
    used: int

    def marker(self, source: Source) -> str:
        """What stands before a title whose heading has a number; "" without one."""
        found = NUMBERED.match(source.row(self.line))
        return found[0] if found else ""


def heading_entries(blocks: Sequence[Block], names: VenueNames) -> dict[int, HeadingEntry]:
    """The headings that are papers, by the places of their blocks: where at least half of the headings of a level below the first heading
    are, for a call for papers or a workshop has a heading here and there, too."""
    headings = [n for n, block in enumerate(blocks) if isinstance(block, Heading)][1:]
    found = {n: entry for n in headings if (entry := _heading_entry(blocks, n, names)) is not None}
    levels = Counter(_level(blocks[n]) for n in headings)
    papers = Counter(_level(blocks[n]) for n in found)
    return {n: entry for n, entry in found.items() if papers[_level(blocks[n])] * 2 >= levels[_level(blocks[n])]}


def _level(block: Block) -> int:
    return block.level if isinstance(block, Heading) else 0


def _heading_entry(blocks: Sequence[Block], n: int, names: VenueNames) -> HeadingEntry | None:
    """The paper that heading `n` and what stands below it are; None for a section.

    Its title is linked to where papers are, or a link to the paper follows and it names its edition or what stands below its authors or
    venue, or fields below do nothing but lead to it; and no list of papers stands below.
    """
    heading = blocks[n]
    if not isinstance(heading, Heading):
        return None
    title = without_number(heading.text)
    below: list[Line] = []
    last, end = heading.last, n + 1
    whole = _is_whole(title) and _leads(title)
    while end < len(blocks) and (lines := _said(blocks[end], names, remarks=whole)) is not None:
        below += lines
        last, end = _last_line(blocks[end]), end + 1
    if end < len(blocks) and not isinstance(blocks[end], Heading):
        return None
    text = entry_of([title], names, below)
    if text is None or len(WORD.findall(text.title)) < TITLE_WORDS:
        return None
    linked = any(leads_to_paper(mark.url) and text.title_link for mark in title.of("link"))
    labelled = _is_labelled(title) and bool(text.authors)
    own = entry_of([title], names)
    dated = own is not None and own.edition is not None and bool(own.edition.venue) and own.edition.year is not None
    leads = any(_leads(line) for line in below)
    is_paper = (linked and _is_whole(title)) or (dated and leads) or labelled or _is_told(title, below, names) or _only_leads(below)
    return HeadingEntry(text=text, line=heading.line, last=last, used=end - n) if is_paper else None


def _leads(line: Line) -> bool:
    return any(leads_to_paper(mark.url) for mark in line.of("link", "bare"))


def _is_told(title: Line, below: Sequence[Line], names: VenueNames) -> bool:
    """The fields below are those of a paper: "- Authors: …", "- Venue: ICLR 2023", "- Paper: [link](…)". Below a section stand others:
    "- Maintainers: …", "- Related survey: [Paper](…)"."""
    named = [(found["name"].strip(), line) for line in below if (found := FIELD.match(line.shown)) is not None]
    others = [line for name, line in named if OTHER_PEOPLE.match(name)]
    text = entry_of([title], names, [line for line in below if line not in others])
    told = text is not None and (bool(text.authors) or (text.edition is not None and bool(text.edition.venue)))
    linked = any(PAPER_LABEL.fullmatch(label_of(name)) and _leads(line) for name, line in named)
    # "[Paper](…) [Code](…)" on a line of its own, where authors are named.
    bare = [line for line in below if FIELD.match(line.shown) is None] if text is not None and text.authors else []
    return told and len(named) >= FEWEST_FIELDS and (linked or any(_is_labelled(line) for line in bare))


def _only_leads(below: Sequence[Line]) -> bool:
    """What stands below is a field for each thing that it leads to, the paper first: "- Paper: https://…", "- Code: https://…"."""
    named = [label_of(found["name"]) for line in below if (found := FIELD.match(line.shown)) is not None]
    if len(named) < len(below) or not named:
        return False
    return PAPER_LABEL.fullmatch(named[0]) is not None and _leads(below[0])


def _is_labelled(line: Line) -> bool:
    links = [mark for mark in line.of("link") if leads_to_paper(mark.url)]
    return any(PAPER_LABEL.fullmatch(label_of(line.text[mark.start : mark.end])) for mark in links)


def _said(block: Block, names: VenueNames, *, remarks: bool) -> list[Line] | None:
    """The lines of a block that can belong to the paper above it: running text, or notes; None for anything else. `remarks`: the paper is
    plain, so that a list without a paper in it says something of it ("1. An empirical defense.")."""
    if isinstance(block, Paragraph):
        return list(block.lines)
    if not isinstance(block, Listing):
        return None
    if all(is_note(item, names) or _is_beside(item) for item in block.items):
        return [line for item in block.items for line in item_lines(item)]
    # What a remark leads to is another paper.
    return [] if remarks and not any(is_entry_below(item, names) or is_paper(item, names) for item in block.items) else None


def _is_beside(item: Item) -> bool:
    """A field that leads to something about the paper, whatever the label of its link says: "Analysis: [Three things to know](…)"."""
    found = FIELD.match(item.lines[0].shown) if item.lines else None
    return found is not None and SIDE_LABEL.fullmatch(label_of(found["name"])) is not None


def _last_line(block: Block) -> int:
    return block.items[-1].last if isinstance(block, Listing) else block.last


def _is_whole(line: Line) -> bool:
    """The link of a heading is nearly all that the heading says."""
    inside = sum(len(WORD.findall(plain(line.text[mark.start : mark.end]))) for mark in line.of("link"))
    return inside * 2 > len(WORD.findall(plain(line.text)))
