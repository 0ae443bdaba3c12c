"""Papers that are items of a list in HTML ("<li><a href=…>Title</a>, ICML 2023</li>"), and titles in summaries of folds. Pure."""

import re
from collections.abc import Sequence
from itertools import takewhile

from candidates.reading_list.drafts import edition_named
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import entry_of
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.html_blocks import HtmlPart, HtmlText
from candidates.reading_list.item_roles import LONG_NAME, is_note
from candidates.reading_list.markdown import Block, Listing, Source, Table
from candidates.reading_list.paper_evidence import speaks_for_paper
from candidates.reading_list.tasks import is_task
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import VenueNames

ITEM_BEGINS = re.compile(r"[ \t]*<li\b[^<>]*>", re.IGNORECASE)
ITEM_TAG = re.compile(r"<li\b", re.IGNORECASE)
# What may follow an item on its last line.
ITEM_ENDS = re.compile(r"(?:.*</li\s*>)?[ \t]*", re.IGNORECASE)


def item_text(part: HtmlText, names: VenueNames) -> EntryText | None:
    """What an item beside papers says, read as a bullet is; None for what is none, as a place in the page or an edition."""
    if part.kind != "item" or any(mark.url.startswith("#") for mark in part.lines[0].of("link")):
        return None
    text = entry_of(part.lines, names)
    if text is None or not any(c.isalnum() for c in text.title) or (not text.links and is_task(text.title, names)):
        return None
    return text


def _is_paper(part: HtmlText, names: VenueNames) -> bool:
    text = item_text(part, names)
    return text is not None and len(WORD.findall(text.title)) >= TITLE_WORDS and speaks_for_paper(text)


def _stands_alone(part: HtmlText, source: Source) -> bool:
    """An item on lines of its own, as one can be added."""
    rows = [source.row(n).rstrip("\r\n") for n in range(part.line, part.last + 1)]
    alone = ITEM_BEGINS.match(rows[0]) is not None and len(ITEM_TAG.findall("".join(rows))) == 1
    return alone and ("</li" not in rows[-1].lower() or ITEM_ENDS.fullmatch(rows[-1]) is not None)


def with_papers(parts: Sequence[HtmlPart], source: Source, names: VenueNames) -> list[HtmlPart]:
    """The parts of a block; items among which there is no paper are running text, all of it together, and so are all items where one does
    not stand on lines of its own: it would be lost beside those that do, and added a second time (2026-11-30)."""
    alone = all(_stands_alone(part, source) for part in parts if isinstance(part, HtmlText) and part.kind == "item")
    found: list[HtmlPart] = []
    texts: list[HtmlText] = []
    for part in [*parts, None]:
        if isinstance(part, HtmlText) and part.kind in ("item", "prose"):
            texts.append(part)
            continue
        if texts:
            found += texts if alone and any(_is_paper(text, names) for text in texts) else [_together(texts)]
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


def holds_papers(inside: Sequence[Block | HtmlPart], names: VenueNames) -> bool:
    """What follows a summary is a table, a list most of whose items are no notes, or a list in HTML most of whose items are papers: more
    than one, for "The paper on arXiv" may be all that stands below a title."""
    first = inside[0] if inside else None
    if isinstance(first, Listing):
        return sum(not is_note(item, names) for item in first.items) * 2 > len(first.items)
    items = [
        part for part in takewhile(lambda part: isinstance(part, HtmlText), inside) if isinstance(part, HtmlText) and part.kind == "item"
    ]
    papers = sum(_is_paper(part, names) for part in items)
    return isinstance(first, Table) or (papers > 1 and papers * 2 > len(items))
