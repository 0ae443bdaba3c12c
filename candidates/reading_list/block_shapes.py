"""What the blocks of a list look like: how deep an item lies, whether a line is bold throughout, which lines stand below an item. Pure."""

import re

from candidates.reading_list.author_names import authors_in
from candidates.reading_list.entry_units import WORD, is_address
from candidates.reading_list.inline import Line, Mark, plain
from candidates.reading_list.markdown import Block, Item, Listing, Paragraph, Table
from candidates.reading_list.title_signs import TITLE_WORDS, without_pictures

# A heading's own anchor and classes, as kramdown and Pandoc have them.
ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}\n]{0,120}\}\s*$")


def depth(item: Item) -> int:
    """How many items an item stands in; 0 at the margin."""
    depth = 0
    while item.parent is not None:
        item, depth = item.parent, depth + 1
    return depth


def bold_throughout(line: Line) -> bool:
    """Every letter and digit of the line is bold, and there is one."""
    covered = [False] * len(line.text)
    for mark in line.of("strong"):
        covered[mark.start : mark.end] = [True] * (mark.end - mark.start)
    return any(covered) and all(bold or not c.isalnum() for bold, c in zip(covered, line.text, strict=True))


def heading_name(line: Line) -> str:
    """What a heading says, without links to places of the page itself ("Attack [[Back to Top]](#top)"), unless they are all it says, and
    without what site generators read of it ("Attack {#attack .wide}")."""
    text = line.text[: kept.start()] if (kept := ATTRIBUTES.search(line.text)) else line.text
    for mark in reversed([mark for mark in line.of("link") if mark.url.startswith("#")]):
        text = text[: mark.start] + text[mark.end :]
    left = re.sub(r"[(\[（【]\W{0,40}[)\]）】]", "", plain(text)).strip()
    return left if WORD.search(left) else ATTRIBUTES.sub("", line.shown)


def has_title_link(line: Line) -> bool:
    """A link of the line has as many words as a title, and they are no address."""
    said = [line.text[mark.start : mark.end] for mark in line.of("link")]
    return any(len(WORD.findall(text)) >= TITLE_WORDS and not is_address(text) for text in said)


def is_title_link(line: Line, title: Mark) -> bool:
    """The linked title is the whole of what the line says, but for what stands in brackets or after it as links, and who wrote it."""
    start, end = title.start, title.end
    by = re.search(r"\bby\s+(?P<who>[^\t]*)$", line.text[end:])
    behind = line.text[end : end + by.start()] if by and authors_in(plain(by["who"]), alone=True) else line.text[end:]
    # What a further link says of where it leads is no sentence: "[Title](u) [notes](v)".
    for mark in reversed([one for one in line.of("link") if end <= one.start and one.end - end <= len(behind)]):
        if len(WORD.findall(line.text[mark.start : mark.end])) < TITLE_WORDS:
            behind = behind[: mark.start - end] + behind[mark.end - end :]
    left = without_pictures(plain(line.text[:start] + " " + behind))
    return not re.search(r"\b[a-z]{2,}\b", re.sub(r"[(\[][^()\[\]]*[)\]]", " ", left))


def item_lines(item: Item) -> list[Line]:
    """Every line of an item and of all below it, quotations left out."""
    return [
        *item.lines,
        *(line for part in item.more if not part.quoted for line in part.lines),
        *(line for child in item.children for line in item_lines(child)),
    ]


def all_lines(block: Block) -> list[Line]:
    """The lines of a block; none of a table or a quotation."""
    if isinstance(block, Listing):
        return [line for item in block.items for line in item_lines(item)]
    return list(block.lines) if isinstance(block, Paragraph) and not block.quoted else []


def anchor(item: Item) -> str | None:
    """Where an item of the table of contents leads; None for any other item."""
    if not item.lines:
        return None
    [line, *_] = item.lines
    links = list(line.of("link"))
    if not links or not links[0].url.removeprefix("./").startswith("#"):
        return None
    left = [c for n, c in enumerate(line.text) if c.isalnum() and not any(mark.start <= n < mark.end for mark in links)]
    said = len(WORD.findall("".join(line.text[links[-1].end :])))
    others = any(not mark.url.removeprefix("./").startswith("#") for mark in line.of("link", "bare"))
    return links[0].url.removeprefix("./")[1:] if not others and (not left or said < TITLE_WORDS) else None


def first_text(table: Table) -> str:
    """The header of a table, else its first row, as one text."""
    cells = table.header or (table.rows[0].cells if table.rows else ())
    return " | ".join(cell.shown.strip() for cell in cells)
