"""What an item of a list is beside the others: a note on the paper above it, a paper below a paper, a group of papers. Pure."""

import re
from collections.abc import Sequence

from candidates.reading_list.author_names import authors_in
from candidates.reading_list.block_shapes import bold_throughout, has_title_link
from candidates.reading_list.drafts import DraftEntry, edition_named
from candidates.reading_list.edition_mentions import mentions
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import FIELD, entry_of
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.markdown import Item
from candidates.reading_list.paper_evidence import speaks_for_paper
from candidates.reading_list.title_signs import TITLE_WORDS, without_pictures
from candidates.reading_list.venue_names import VenueNames

# A folded summary, a bold line or an item of as many words that has neither link nor edition is a title only where no list of papers
# follows it.
LONG_NAME = 5
# Papers below an item from which on even a long name is that of a group; one or two may be what followed on a paper.
FEW_PAPERS = 3


def begins(before: str, names: VenueNames) -> bool:
    """Nothing stands before a title but signs and an edition, in brackets or before a comma: "(ICML 2024) [Title](u)", "ICML 2024, …"."""
    for mention in reversed(mentions(before, names)):
        if mention.bracketed or re.match(r"\s*[,，]\s*$", before[mention.end :]):
            before = before[: mention.start] + before[mention.end :]
    return not without_pictures(before).strip(" ,，-–•·*_[(`")


def is_note(item: Item, names: VenueNames) -> bool:
    """An item that says something of the paper above it: "Paper: https://…", its authors, its edition, links without a title."""
    if not item.lines:
        return True
    shown = item.lines[0].shown
    if FIELD.match(shown) and not has_title_link(item.lines[0]):
        return True
    if not item.children and edition_named(shown, names) is not None:
        return True
    text = entry_of(item.lines, names)
    if text is not None and not text.title_link and authors_in(text.title) is not None:
        return True
    return text is None or (not text.title_link and not text.title_strong and (bool(text.authors) or len(WORD.findall(text.title)) < 2))


def gathers(item: Item, shown: str, names: VenueNames) -> bool:
    """An item that only gathers others: it has some below it and is an edition, ends in a colon, or is a bold name above entries."""
    if not item.children:
        return False
    if shown.endswith((":", "：")) or (edition_named(shown, names) is not None and not has_title_link(item.lines[0])):
        return True
    if len(item.lines) > 1 or any(item.lines[0].of("link", "bare")) or any(names.editions(shown)):
        return False
    if bold_throughout(item.lines[0]) and len(WORD.findall(shown)) >= LONG_NAME:
        # A title above what is said of its paper: a group of this name has papers below it.
        return sum(is_paper(child, names) for child in item.children) * 2 >= len(item.children)
    if bold_throughout(item.lines[0]):
        return sum(is_note(child, names) for child in item.children) * 2 < len(item.children)
    # A subject in plain words above papers: "视频字幕", "Spiking transformers".
    papers = sum(is_entry_below(child, names) for child in item.children)
    subject = len(WORD.findall(shown)) < LONG_NAME or papers >= FEW_PAPERS
    return subject and papers == len(item.children) and authors_in(shown) is None


def is_paper(item: Item, names: VenueNames) -> bool:
    """An item that has a title and says that it is a paper."""
    text = entry_of(item.lines, names) if item.lines else None
    return text is not None and len(WORD.findall(text.title)) >= TITLE_WORDS and speaks_for_paper(text)


def is_entry_below(item: Item, names: VenueNames) -> bool:
    """A paper nested below a paper: its title is linked or bold, and it says that it is a paper."""
    text = entry_of(item.lines, names) if item.lines else None
    if text is None or not (text.title_link or text.title_strong):
        return False
    # "Paper: [Title](u)" is a field, "[SpikeLM: Towards …](u)" none.
    first = item.lines[0]
    if FIELD.match(first.shown) and not any(begins(first.text[: mark.start], names) for mark in first.of("link", "strong")):
        return False
    return len(WORD.findall(text.title)) >= TITLE_WORDS and speaks_for_paper(text)


def names_people_alone(entries: Sequence[DraftEntry], item: Item, text: EntryText, shown: str) -> bool:
    """An item that says nothing but who wrote the paper of the item before it, the last of these entries."""
    before = entries[-1] if entries else None
    if before is None or before.text.authors or before.last_line != item.line - 1 or text.title_strong or text.links or text.edition:
        return False
    named = authors_in(shown, alone=True)
    return named is not None and len(named.names) > 1
