"""Titles that several lines of an entry make: wrapped at the margin, or below a line of authors. Pure."""

from collections.abc import Sequence

from candidates.reading_list.author_names import NameStyle, authors_in
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.inline import Line, Mark, plain
from candidates.reading_list.title_signs import TITLE_WORDS

# Lines that one title is wrapped over, and far more than any is; 30,000 lines that none ends took 16 s (2026-11-30).
MOST_WRAPPED = 30


def whole_title(lines: Sequence[Line]) -> Line:
    """The first line, with those that go on with it: a title that an editor has wrapped at the margin."""
    whole = lines[0]
    for line in lines[1:MOST_WRAPPED]:
        if not line.text.strip() or ((whole.hard or _ended(whole)) and not (_begins_title(line) and _only_people(whole))):
            break
        whole = _joined(whole, line)
    return whole


def _only_people(line: Line) -> bool:
    """A line that names several authors and nothing else, as bibliographies have them above the title."""
    named = authors_in(plain(line.text), alone=True)
    return named is not None and (len(named.names) > 1 or bool(named.et_al) or named.style is NameStyle.LAST_FIRST)


def _begins_title(line: Line) -> bool:
    """The line begins with a linked, bold or italic run of a title's length."""
    return any(
        not WORD.search(line.text[: mark.start]) and len(WORD.findall(plain(line.text[mark.start : mark.end]))) >= TITLE_WORDS
        for mark in line.of("link", "strong", "em")
    )


def _ended(line: Line) -> bool:
    """A line ends a title when something closes at its end: a sentence, a bracket, a link, bold or italic text."""
    text = plain(line.text).rstrip()
    return text.endswith((".", "!", "?", ")", "]", "】", "）", ",", ";", "★")) or any(
        mark.end >= len(line.text.rstrip()) for mark in line.of("link", "strong", "em", "badge", "image", "bare")
    )


def _joined(one: Line, other: Line) -> Line:
    shift = len(one.text) + 1
    marks = [Mark(m.kind, m.start + shift, m.end + shift, outer=m.outer, url=m.url) for m in other.marks]
    return Line(
        text=f"{one.text} {other.text}",
        at=(*one.at, one.end, *other.at),
        marks=(*one.marks, *marks),
        place=one.place,
        end=other.end,
        hard=other.hard,
    )


def lines_in(whole: Line, lines: Sequence[Line]) -> int:
    """How many of `lines` went into `whole`."""
    return sum(line.place < whole.end or line is lines[0] for line in lines) if whole is not lines[0] else 1
