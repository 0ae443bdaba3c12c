"""When two spellings of a title are one: a key that forgives spelling, the words that it does not forgive, and what a misprint is.

Pure. Richer than `spiders.paper.title_key` (which must stay free of third-party packages): LaTeX, Greek letters by name, accents, mojibake.
"""

import html
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from spiders.latex import latex_converter
from spiders.mojibake import one_line
from spiders.paper import LATEX_COMMAND, MARKUP

# Names the rule of `match_key`. To be raised with every change of it: stores keep the keys of their titles, and renew them then.
KEY_RULE = "1"
# Titles of these characters only need no repair; nine in ten do, and the quick way is twenty times faster (measured 2026-11).
PLAIN = re.compile(r"[A-Za-z0-9 :,.?!'\"()\[\]/+*=#%;_-]*")
NO_LETTERS = str.maketrans("", "", string.punctuation + string.whitespace)
NOT_WORD = re.compile(r"[\W_]+")
# Lower case only: text is case-folded first. The Unicode name of λ is LAMDA, the letter's name elsewhere is lambda; ϵ and ϕ are what LaTeX
# writes, and Unicode makes them ε and φ.
GREEK = {letter: f" {unicodedata.name(letter).split()[-1].lower()} " for letter in "αβγδεζηθικμνξοπρστυφχψω"} | {"λ": " lambda "}
FOLDED = str.maketrans({**GREEK, "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "&": " and "})
# Words that tell the parts of a series apart: numbers in digits, in Roman numerals and spelled out.
ORDINALS = {word: str(n) for n, row in enumerate(("i one first", "ii two second", "iii three third"), 1) for word in row.split()}
ORDINALS |= {roman: str(n) for n, roman in enumerate(("iv", "v", "vi", "vii", "viii", "ix", "x"), 4)}
DIGITS = re.compile(r"\d+")
# Words as short as this differ by one letter and mean something else (ANN, SNN, CNN).
SHORTEST_MISPRINT = 4
# A letter lost or doubled counts as a misprint in longer words only: "form" and "forum" are two words, "Efficent" is none.
SHORTEST_LOSS = 7


@lru_cache(maxsize=200_000)
def folded(title: str) -> str:
    """The title in lower-case words of plain letters: no mark-up, LaTeX, accents, Greek letters by name, mojibake mended."""
    if PLAIN.fullmatch(title):
        return title.lower()
    text = html.unescape(html.unescape(one_line(title)))
    text = MARKUP.sub("", text)
    if "\\" in text:
        text = _without_latex(text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(c for c in text if not unicodedata.combining(c)).translate(FOLDED)
    return unicodedata.normalize("NFKC", letters).casefold()


def match_key(title: str) -> str:
    """Letters and digits of the folded title; equal keys are equal titles as far as spelling goes."""
    text = folded(title)
    return text.translate(NO_LETTERS) if text.isascii() else NOT_WORD.sub("", text)


def words(title: str) -> tuple[str, ...]:
    """The words of the folded title."""
    return tuple(w for w in NOT_WORD.split(folded(title)) if w)


def numbers(title: str) -> Counter[str]:
    """Every number in a title, so that "Part I" and "Part II", "v1" and "v2" are told apart."""
    found: Counter[str] = Counter()
    for word in words(title):
        if word in ORDINALS:
            found[ORDINALS[word]] += 1
        else:
            found.update(DIGITS.findall(word))
    return found


def main_title(title: str) -> str:
    """The key of what stands before the colon ("Spikformer: When …"); "" without one."""
    head, colon, rest = title.partition(":")
    return match_key(head) if colon and rest.strip() else ""


def is_misprint(one: str, other: str) -> bool:
    """True when two different titles differ only by misprints, a plural or British spelling, word for word."""
    pairs = _differing(words(one), words(other))
    return bool(pairs) and len(pairs) <= 2 and all(_is_misspelt(a, b) for a, b in pairs)


def _differing(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of words that differ, [] when the titles have not equally many words or fewer than three in common."""
    if len(one) != len(other):
        return []
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return pairs if len(one) - len(pairs) >= 3 else []


def _is_misspelt(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) < SHORTEST_MISPRINT or DIGITS.search(short + long):
        return False
    if len(short) == len(long):
        swapped = [n for n, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        neighbours = len(swapped) == 2 and swapped[1] == swapped[0] + 1
        if neighbours and short[swapped[0]] == long[swapped[1]] and short[swapped[1]] == long[swapped[0]]:
            return True
        return len(swapped) == 1 and {short[swapped[0]], long[swapped[0]]} == {"s", "z"}
    if len(long) == len(short) + 1:
        if long == short + "s":
            return True
        inside = any(long[:n] + long[n + 1 :] == short for n in range(1, len(long) - 1))
        return inside and len(long) >= SHORTEST_LOSS
    return False


def _without_latex(text: str) -> str:
    # "\mathcal{O}" is O here as in `title_key`; pylatexenc would make it a script letter.
    converted = latex_converter("text", keep_comments=True)(LATEX_COMMAND.sub("", text))
    return converted if any(c.isalnum() for c in converted) else text
