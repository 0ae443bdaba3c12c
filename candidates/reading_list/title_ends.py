"""What may stand at the end of a title and is none of it: stars, footnotes, separators, a closing full stop. Pure."""

import re
import unicodedata

from candidates.reading_list.inline import LITERAL, plain
from candidates.reading_list.title_signs import LOOSE, STARS

# Ends that keep their full stop.
ABBREVIATED = re.compile(r"\.\.$|\b(?:etc|al|vs)\.$")
FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]")


def clean_end(text: str) -> str:
    """A title without what may stand at its end: marks, footnotes, open brackets, separators, a closing full stop."""
    before = None
    while before != text:
        before = text
        text = FOOTNOTE.sub("", text) if text.rstrip().endswith("]") else text
        text = re.sub(rf"[{LOOSE}({chr(LITERAL + ord('('))}\[{chr(LITERAL + ord('['))}（【]+$", "", text)
        marked = text[:-1].rstrip() if text.endswith(".") else text
        if marks := _marks_length(marked):
            text = marked[: len(marked) - marks]
    shown = plain(text)
    return text[:-1] if shown.endswith((".", "。")) and not ABBREVIATED.search(shown) else text


def _marks_length(text: str) -> int:
    """Stars, daggers and emoji at the end of a title."""
    n = len(text)
    while n and (text[n - 1] in f"{STARS}†‡✝" or unicodedata.category(text[n - 1]) in ("So", "Sk", "Mn", "Cf")):
        n -= 1
    return len(text) - n
