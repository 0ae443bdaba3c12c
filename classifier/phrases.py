"""Phrases of a topic file as patterns, and where they stand in a text. Pure; standard library only.

How a phrase is written: words apart by spaces; a space also matches a hyphen or dash; `*` stands for any letters; a word with a
capital letter ("SNN") matches in that case only, other words in any case. A phrase matches whole words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

GAP = r"[\s\-\u2010-\u2015_]+"
STAR = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def overlaps(self, others: Iterable["Span"]) -> bool:
        return any(self.start < other.end and other.start < self.end for other in others)

    def lies_in(self, others: Iterable["Span"]) -> bool:
        return any(other.start <= self.start and self.end <= other.end for other in others)


def _word(word: str) -> str:
    body = r"\w*".join(re.escape(part) for part in STAR.split(word))
    return body if any(letter.isupper() for letter in word) else f"(?i:{body})"


def _root(phrase: str) -> str:
    """The longest run of letters of the phrase, in lower case: a text without it cannot hold the phrase."""
    return max(re.split(r"[\s\-*]+", phrase.lower()), key=len)


@dataclass(frozen=True)
class Phrases:
    """Several phrases that mean the same thing to a topic."""

    wording: tuple[str, ...]
    _patterns: tuple[tuple[str, re.Pattern[str]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[str]] = {}
        # Longest first, because a pattern takes the first alternative that fits.
        for phrase in sorted(self.wording, key=lambda wording: (-len(wording), wording)):
            words = GAP.join(_word(word) for word in re.split(r"[\s\-]+", phrase.strip()))
            grouped.setdefault(_root(phrase), []).append(words)
        patterns = tuple((root, re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")) for root, alternatives in grouped.items())
        object.__setattr__(self, "_patterns", patterns)

    @property
    def roots(self) -> tuple[str, ...]:
        """A lowered text that holds none of these holds none of the phrases."""
        return tuple(root for root, _ in self._patterns)

    def find(self, text: str, lowered: str) -> list[Span]:
        """Where the phrases stand in `text`, whose lower case is `lowered`; a place may be given twice."""
        spans = []
        for root, pattern in self._patterns:
            # A plain search for the root is ten times faster than the pattern, and most texts do not hold it.
            if root in lowered:
                spans += [Span(found.start(), found.end()) for found in pattern.finditer(text)]
        return spans


def fewest_roots(several: Iterable[Phrases]) -> tuple[str, ...]:
    """The roots of all phrases, without those that contain another: "spik" stands for "spiking" too."""
    roots = sorted({root for phrases in several for root in phrases.roots}, key=lambda root: (len(root), root))
    kept: list[str] = []
    for root in roots:
        if not any(shorter in root for shorter in kept):
            kept.append(root)
    return tuple(kept)
