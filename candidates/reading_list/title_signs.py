"""Signs and words around titles that tell them from what else stands in an entry's line. Pure."""

import re
import unicodedata

from candidates.reading_list.entry_units import WORD
from candidates.reading_list.inline import plain
from candidates.reading_list.venue_names import YEAR

# A link or bold run of fewer words may be a label or the short name of a method; one of as many is a title (lists of 2026-11: of 329
# labels before titles none had three words, of 4,000 titles 14 had fewer).
TITLE_WORDS = 3
OPENERS, CLOSERS = "([（【", ")]）】"
# What separates the parts of an entry: spaces, bars, dots in the middle, dashes.
LOOSE = r"\s|,;:·•/–—\-，；：、"
SHORTCODE = re.compile(r"(?::[a-z0-9_+-]+:\s*)+")
BRACKET = re.compile(r"[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
# An edition in front, with what sets it off: "2021-CVPR - ", "ICML 2021: ", "CVPR-2021 - ".
NAME = r"[A-Z][\w&. ]{1,20}"
YEAR_VENUE = re.compile(
    rf"(?:{YEAR}|\d\d)\s*[-–/,. ]\s*{NAME}\s+[-–—:|]\s+|{NAME}?\s*[-–,' ’]?\s*{YEAR}\s*[:|–—]\s*|{NAME}[-–,' ’]{YEAR}\s+-\s+"
)
# What the name of a journal or a series says of itself, and how many words such names have (in the table of venues at most 9).
JOURNAL = re.compile(
    r"\b(?:IEEE|ACM|Journal|J\.|Transactions|Trans\b\.?|Letters|Magazine|Conference|Conf\.|Proceedings|Proc\.|Symposium|Workshop)"
)
LONGEST_JOURNAL = 10
# Marks of the maintainer's liking, which are no part of a title even where they touch it.
STARS = "★☆⭐🌟🔥🆕👍📌"
# The key of a reference: "[Vaswani et al., 2017]", "(Doe and Roe, 2021a)".
NAMED = r"[^\W\d_][^\d()\[\],;:|]{0,40}"
REFERENCE_KEY = re.compile(rf"\s*{NAMED}(?:,|\bet al\.?,?|(?:and|&) {NAMED})\s*\(?{YEAR}[a-z]?\)?\s*[.:,]?\s*")
KEY_IN_FRONT = re.compile(rf"{NAMED}\bet al\.?,?\s*\(?{YEAR}[a-z]?\)?[.:,]?\s+")
# The kinds of letters that emoji are made of.
PICTURES = ("So", "Mn", "Cf", "Sk")
# What stands beside a venue and is none.
TRACKS = frozenset(
    {"award", "best", "demo", "findings", "long", "main", "oral", "paper", "poster", "short", "spotlight", "workshop", "workshops"}
)
# The number of a paper in a row of papers, where it stands before a title in a cell: "3) Title".
NUMBER_IN_FRONT = re.compile(r"\s*\d{1,3}\)\s+")
QUOTED = re.compile(r"^(?P<before>.*\S)?\s*[\"“«「『《„]\s*(?P<title>[^\"”“»」』》]+?)[,.]?\s*[\"”“»」』》](?P<after>.*)$")


def word_count(text: str) -> int:
    """How many words a stretch has; ":globe_with_meridians:" is a picture."""
    return len(WORD.findall(SHORTCODE.sub(" ", plain(text))))


def without_pictures(text: str) -> str:
    """A text with blanks for its emoji, however they are written: letter for letter in its place."""
    text = SHORTCODE.sub(lambda found: " " * len(found[0]), text)
    return text if text.isascii() else "".join(" " if unicodedata.category(c) in PICTURES else c for c in text)


def pictograph_length(text: str) -> int:
    """Letters of the emoji that `text` begins with (⭐, 🔥); one that touches the first word belongs to the title ("🎧MOSPA: …")."""
    n = 0
    while n < len(text) and (unicodedata.category(text[n]) in PICTURES or (n and text[n].isspace())):
        n += 1
    touching = n and n < len(text) and text[n].isalnum() and not text[n - 1].isspace()
    return 0 if touching else n
