"""What a paper says, ready to be read by the classifier: mended, without mark-up, capped. Pure.

Papers from the store are clean already; those that `classify` reads come from anywhere. What a wrong decoding left is mended by the table
that the spiders and the list use too (`spiders.mojibake`), so that all three read the same words.
"""

import html
import re
import unicodedata
from dataclasses import KW_ONLY, dataclass

from spiders.mojibake import one_line
from spiders.paper import MARKUP, Paper

# The longest real title of the 38,000 papers of 2021 to 2025 has under 300 characters, the longest abstract under 6,000; what is
# longer is a paste of something else, and reading it all would let one line hold up a million.
MOST_TITLE = 1_000
MOST_ABSTRACT = 20_000
MOST_KEYWORDS = 50
# Of the authors of a collaboration of thousands, the first so many.
MOST_AUTHORS, MOST_NAME = 100, 200
# What the sentence encoder reads of a paper. Every figure on 2021 and 2023 is the same with 300, 400 or 700 letters; with all that the
# default model takes (some 1,200), average precision is 0.989 instead of 0.986, at several times the cost (measured 2026-11).
MOST_ENCODED = 300

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """The readable fields of a paper. `abstract` is "" when there is none."""

    title: str
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    _: KW_ONLY
    authors: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Title and abstract as one text, as the sentence encoder reads it."""
        return f"{self.title}. {self.abstract}"[:MOST_ENCODED] if self.abstract else self.title


def read(paper: Paper) -> Text:
    """The text of `paper`; never fails, whatever the fields hold."""
    return Text(
        readable(paper.title, MOST_TITLE),
        readable(paper.abstract or "", MOST_ABSTRACT),
        tuple(readable(word, MOST_TITLE) for word in paper.keywords[:MOST_KEYWORDS]),
        authors=tuple(readable(name, MOST_NAME) for name in paper.authors[:MOST_AUTHORS]),
    )


def readable(text: str, most: int) -> str:
    """One line of plain text of at most `most` characters: no entities, tags or control characters; mojibake mended."""
    text = text[:most]
    if text.isascii() and "&" not in text and "<" not in text and text.isprintable():
        return text.strip()
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = MARKUP.sub("", text)
    text = CONTROLS.sub(" ", one_line(text))
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
