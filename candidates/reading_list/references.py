"""References of a bibliography, each a paragraph of its own: [12] A. Roe and B. Poe, "Title," in Proc. ICML, 2023, pp. 1-9. Pure."""

import re
from dataclasses import dataclass, replace

from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import entry_of
from candidates.reading_list.entry_units import WORD, is_label, units_of
from candidates.reading_list.inline import Line, plain
from candidates.reading_list.markdown import Paragraph
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import VenueNames

# The number of a reference, as it is shown and as it stands in the file.
KEY = re.compile(r"\s*\[\d{1,4}\](?:\s+|(?=[A-Z]))")
KEY_IN_FILE = re.compile(r"\\?\[\d{1,4}\\?\]")
# No year: "2001. A Space Odyssey of Things" is a title.
NUMBER_OF_HEADING = re.compile(r"\s*\d{1,3}[.)]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What a paragraph of references is: the one paper, or None where it holds several, and how many it begins."""

    text: EntryText | None
    count: int


def references_in(paragraph: Paragraph, names: VenueNames) -> References | None:
    """The reference or references that a paragraph is; None for running text. Each begins a line with its number, and names authors and an
    edition or a link, or has nothing but labelled links below its title."""
    lines = [line for line in paragraph.lines if line.text.strip()]
    keys = [n for n, line in enumerate(lines) if KEY.match(line.shown)]
    if not keys or keys[0] != 0:
        return None
    first, *more = lines[: keys[1]] if len(keys) > 1 else lines
    text = entry_of([_behind(KEY, first), *more], names)
    if text is None or not (text.says_edition or text.links) or len(WORD.findall(text.title)) < TITLE_WORDS:
        return None
    if not text.authors and not (more and all(map(_only_labels, more))):
        return None
    return References(text=text if len(keys) == 1 else None, count=len(keys))


def _only_labels(line: Line) -> bool:
    """Links below a title that say where they lead, and nothing else: "[paper](u) | [code](u)"."""
    links = [unit for unit in units_of(line) if unit.link is not None]
    others = [line.text[unit.start : unit.end] for unit in units_of(line) if unit.link is None]
    return bool(links) and all(is_label(line, unit) for unit in links) and not any(WORD.search(text) for text in others)


def without_number(line: Line) -> Line:
    """A heading without the number in front of its words: "3. Title"."""
    return _behind(NUMBER_OF_HEADING, line)


def _behind(front: re.Pattern[str], line: Line) -> Line:
    """The line behind what stands in front of it; the whole line where nothing else does."""
    found = front.match(plain(line.text))
    if found is None or found.end() >= len(line.text):
        return line
    cut = found.end()
    marks = tuple(replace(mark, start=max(0, mark.start - cut), end=mark.end - cut) for mark in line.marks if mark.end > cut)
    return replace(line, text=line.text[cut:], at=line.at[cut:], marks=marks, place=line.at[cut])
