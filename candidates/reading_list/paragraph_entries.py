"""Papers that are paragraphs: a bold or linked title, with what stands below it in fields, notes or a quotation. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from candidates.reading_list.block_shapes import is_title_link, item_lines
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import FIELD, entry_of
from candidates.reading_list.entry_units import PAPER_LABEL, SIDE_LABEL, WORD, label_of
from candidates.reading_list.inline import Line, Mark, plain
from candidates.reading_list.item_roles import begins, is_note
from candidates.reading_list.markdown import Block, Listing, Paragraph
from candidates.reading_list.paper_evidence import speaks_for_paper
from candidates.reading_list.title_signs import BRACKET, TITLE_WORDS, without_pictures
from candidates.reading_list.venue_names import VenueNames

# Paragraphs below a title that are looked at: its fields, each a paragraph of its own.
MOST_BELOW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphEntry:
    """A paper whose title begins a paragraph, the last line of what is said of it, and how many blocks it takes."""

    text: EntryText
    last: int
    used: int


def paragraph_entry(paragraph: Paragraph, following: Sequence[Block], names: VenueNames) -> ParagraphEntry | None:
    """The paper that a paragraph is which begins with a bold or linked title, with the fields below it; None for running text."""
    first = paragraph.lines[0]
    leading = next((mark for mark in first.of("strong", "link") if begins(first.text[: mark.start], names)), None)
    text = entry_of(paragraph.lines, names)
    if leading is None or text is None or leading.url.startswith("#") or len(WORD.findall(text.title)) < TITLE_WORDS:
        return None
    if first.shown.rstrip().endswith((":", "：")):
        return None
    below = _notes_below(following, names) or _said_below(paragraph, leading, text, following, names)
    text = entry_of(paragraph.lines, names, [line for block in below for line in _lines(block)]) or text
    if _is_sentence(paragraph, leading) and not below:
        return None
    if not (below or speaks_for_paper(text) or text.authors):
        return None
    last = _last_line(below[-1]) if below else paragraph.last
    return ParagraphEntry(text=text, last=last, used=1 + len(below))


def _is_sentence(paragraph: Paragraph, leading: Mark) -> bool:
    """A line of text with a link in it."""
    [first, *more] = paragraph.lines
    return leading.kind == "link" and not is_title_link(first, leading) and not more


def _notes_below(following: Sequence[Block], names: VenueNames) -> list[Block]:
    """The list below a title, where all its items are notes."""
    first = next(iter(following), None)
    return [first] if isinstance(first, Listing) and all(is_note(item, names) for item in first.items) else []


def _said_below(paragraph: Paragraph, leading: Mark, text: EntryText, following: Sequence[Block], names: VenueNames) -> list[Block]:
    """The paragraphs below a title that stands alone and says nothing else: fields that lead to the paper and what is about it ("Paper:
    https://…"), or a quotation of its authors, venue and link."""
    [first, *more] = paragraph.lines
    if (
        more
        or text.links
        or text.authors
        or leading.kind != "strong"
        or WORD.search(without_pictures(plain(BRACKET.sub(" ", first.text[leading.end :]))))
    ):
        return []
    fields = _begin_with(following, lambda block: not block.quoted and all(map(_is_link_field, block.lines)))
    below = fields or _begin_with(following, lambda block: block.quoted)[:1]
    told = entry_of(paragraph.lines, names, [line for block in below for line in block.lines]) if below else None
    return list(below) if told is not None and speaks_for_paper(told) and told.links else []


def _begin_with(blocks: Sequence[Block], wanted: Callable[[Paragraph], bool]) -> list[Paragraph]:
    """The paragraphs that the blocks begin with, as long as they are those wanted."""
    found: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or not wanted(block):
            break
        found.append(block)
    return found


def _is_link_field(line: Line) -> bool:
    found = FIELD.match(line.shown)
    name = label_of(found["name"]) if found is not None else ""
    return PAPER_LABEL.fullmatch(name) is not None or SIDE_LABEL.fullmatch(name) is not None


def _lines(block: Block) -> list[Line]:
    if isinstance(block, Listing):
        return [line for item in block.items for line in item_lines(item)]
    return list(block.lines) if isinstance(block, Paragraph) else []


def _last_line(block: Block) -> int:
    return block.items[-1].last if isinstance(block, Listing) else block.last
