"""Papers that are items of a list in HTML ("<li><a href=…>Title</a>, ICML 2023</li>"), and titles in summaries of folds. Pure."""

import re
from collections.abc import Sequence

from candidates.reading_list.drafts import edition_named
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import entry_of
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.html_blocks import HtmlPart, HtmlText
from candidates.reading_list.item_roles import LONG_NAME, is_note
from candidates.reading_list.markdown import Block, Listing, Source, Table
from candidates.reading_list.paper_evidence import speaks_for_paper
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import VenueNames

ITEM_BEGINS = re.compile(r"[ \t]*<li\b[^<>]*>", re.IGNORECASE)
ITEM_TAG = re.compile(r"<li\b", re.IGNORECASE)
# What may follow an item on its last line.
ITEM_ENDS = re.compile(r"(?:.*</li\s*>)?[ \t]*", re.IGNORECASE)


def paper_in(part: HtmlText, source: Source, names: VenueNames) -> EntryText | None:
    """The paper that an item is, if it stands on lines of its own, as one can be added; None for any other text."""
    rows = [source.row(n).rstrip("\r\n") for n in range(part.line, part.last + 1)]
    alone = ITEM_BEGINS.match(rows[0]) and len(ITEM_TAG.findall("".join(rows))) == 1
    if part.kind != "item" or not alone or ("</li" in rows[-1].lower() and not ITEM_ENDS.fullmatch(rows[-1])):
        return None
    text = entry_of(part.lines, names)
    if text is None or len(WORD.findall(text.title)) < TITLE_WORDS or not speaks_for_paper(text):
        return None
    return text


def with_papers(parts: Sequence[HtmlPart], source: Source, names: VenueNames) -> list[HtmlPart]:
    """The parts of a block; items among which there is no paper are running text, all of it together."""
    found: list[HtmlPart] = []
    texts: list[HtmlText] = []
    for part in [*parts, None]:
        if isinstance(part, HtmlText) and part.kind in ("item", "prose"):
            texts.append(part)
            continue
        if texts:
            found += texts if any(paper_in(text, source, names) for text in texts) else [_together(texts)]
        texts = []
        if part is not None:
            found.append(part)
    return found


def _together(texts: Sequence[HtmlText]) -> HtmlText:
    lines = tuple(line for text in texts for line in text.lines)
    return HtmlText(kind="prose", level=0, lines=lines, line=texts[0].line, last=texts[-1].last)


def is_folded_title(text: EntryText, shown: str, names: VenueNames, *, above_papers: bool) -> bool:
    """A summary that is the title of a paper, rather than the name of a group of them."""
    if edition_named(shown, names) is not None:
        return False
    words = len(WORD.findall(text.title))
    if text.links or (text.edition is not None and words >= TITLE_WORDS):
        return True
    return words >= LONG_NAME and not above_papers


def holds_papers(inside: Block | HtmlPart | None, source: Source, names: VenueNames) -> bool:
    """What follows a summary is a table, a list most of whose items are no notes, or a paper of a list in HTML."""
    if isinstance(inside, Listing):
        return sum(not is_note(item, names) for item in inside.items) * 2 > len(inside.items)
    return isinstance(inside, Table) or (isinstance(inside, HtmlText) and paper_in(inside, source, names) is not None)
