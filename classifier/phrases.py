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
        """It shares a letter with one of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


def _word(word: str) -> str:
    body = r"\w*".join(re.escape(part) for part in STAR.split(word))
    return body if any(letter.isupper() for letter in word) else f"(?i:{body})"


def _roots(phrase: str) -> tuple[str, ...]:
    """The runs of letters of the phrase, in lower case, longest first: a text that lacks one of them cannot hold the phrase."""
    parts = {part for part in re.split(r"[\s\-*]+", phrase.lower()) if part}
    return tuple(
        sorted((part for part in parts if not any(part in other for other in parts - {part})), key=lambda part: (-len(part), part))
    )


@dataclass(frozen=True)
class Phrases:
    """Several phrases that mean the same thing to a topic."""

    wording: tuple[str, ...]
    _patterns: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[tuple[str, ...], list[str]] = {}
        # Longest first, because a pattern takes the first alternative that fits.
        for phrase in sorted(self.wording, key=lambda wording: (-len(wording), wording)):
            words = GAP.join(_word(word) for word in re.split(r"[\s\-]+", phrase.strip()))
            grouped.setdefault(_roots(phrase), []).append(words)
        patterns = tuple((roots, re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")) for roots, alternatives in grouped.items())
        object.__setattr__(self, "_patterns", patterns)

    @property
    def roots(self) -> tuple[tuple[str, ...], ...]:
        """A lowered text that holds none of these sets of letters whole holds none of the phrases."""
        return tuple(roots for roots, _ in self._patterns)

    def find(self, text: str, lowered: str) -> list[Span]:
        """Where the phrases stand in `text`, whose lower case is `lowered`; a place may be given twice."""
        spans = []
        for roots, pattern in self._patterns:
            # A plain search for the roots is ten times faster than the pattern, and most texts do not hold them.
            if holds(lowered, roots):
                spans += [Span(found.start(), found.end()) for found in pattern.finditer(text)]
        return spans


def holds(lowered: str, roots: tuple[str, ...]) -> bool:
    """Whether a lowered text holds all of the roots."""
    for root in roots:  # noqa: SIM110 - asked a hundred times a paper, and `all` with a generator takes four times as long
        if root not in lowered:
            return False
    return True


def fewest_roots(several: Iterable[Phrases]) -> tuple[tuple[str, ...], ...]:
    """The roots of all phrases, without those that imply others: ("spik",) stands for ("spiking", "camera") too."""
    every = {roots for phrases in several for roots in phrases.roots}
    kept: list[tuple[str, ...]] = []
    for roots in sorted(every, key=lambda roots: (len(roots), sum(map(len, roots)), roots)):
        if not any(all(any(shorter in root for root in roots) for shorter in fewer) for fewer in kept):
            kept.append(roots)
    return tuple(kept)
