"""Finds the titles that come near one, among many, without comparing it with all of them. Pure.

Two titles that are alike share one of their rare words, or begin or end alike. For a misprint this is certain (see `is_misprint`: all
words but two are equal, so one of any three is shared); for likeness it was measured, see `RARE_WORDS`.
"""

from collections import defaultdict
from collections.abc import Sequence

from candidates.matching.titles import match_key, words

# How many of a title's rarest words are looked up: three however common they are (of a common one, more than RARE titles, only those of
# as many words), which finds every misprint; two more where they are rare. Measured 2026-11 with 3,000 titles, a third misprinted, a third
# changed further (words left out, swapped, joined, with other endings), a third of other papers, against 50,000: of the 1,988 pairs that
# are at least 80 of 100 alike a comparison with every title finds six more with RARE at 200 and two with 400, all of them mangled.
SURE_WORDS, RARE_WORDS, RARE = 3, 5, 300
# Letters at the beginning and at the end of a title that are looked up, for titles whose words are divided otherwise ("Multi-Scale").
END = 12


class LikeTitles:
    """An index over titles by their words and ends. Building it takes some 10 µs a title, a question about 0.2 ms in 50,000 titles
    (measured 2026-11; comparing with all of them took 10 ms)."""

    def __init__(self, titles: Sequence[str], keys: Sequence[str]) -> None:
        """`keys` are the titles' `match_key`."""
        self._keys = keys
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._lengths: list[int] = []
        self._by_length: dict[str, dict[int, list[int]]] = {}
        for n, (title, key) in enumerate(zip(titles, keys, strict=True)):
            found = words(title)
            self._lengths.append(len(found))
            for mark in {*found, *_ends(key)}:
                self._places[mark].append(n)

    def nearest(self, title: str, least: float, limit: int) -> list[tuple[int, float]]:
        """The likest titles as (place, likeness from 0 to 100), likest first, none below `least`."""
        from rapidfuzz import fuzz, process  # here: nothing else of the program needs it at its start

        key = match_key(title)
        if not key:
            return []
        places = self._sharing(words(title), key)
        found = process.extract(key, [self._keys[n] for n in places], scorer=fuzz.ratio, score_cutoff=least, limit=limit)
        return [(places[n], float(score)) for _, score, n in found]

    def _sharing(self, found: Sequence[str], key: str) -> list[int]:
        """The places of the titles that share a rare word or an end with this one, ascending."""
        by_rarity = sorted((len(self._places[word]), word) for word in set(found) if word in self._places)
        sure = [self._with(word, len(found)) for _, word in by_rarity[:SURE_WORDS]]
        rare = [self._places[word] for titles, word in by_rarity[SURE_WORDS:RARE_WORDS] if titles <= RARE]
        ends = [self._places[end] for end in _ends(key) if end in self._places]
        return sorted(set().union(*sure, *rare, *ends))

    def _with(self, word: str, length: int) -> Sequence[int]:
        """The titles with this word; where it is a common one, those of so many words (a misprint changes no number of words)."""
        places = self._places[word]
        if len(places) <= RARE:
            return places
        if word not in self._by_length:
            by_length: defaultdict[int, list[int]] = defaultdict(list)
            for n in places:
                by_length[self._lengths[n]].append(n)
            self._by_length[word] = dict(by_length)
        return self._by_length[word].get(length, ())


def _ends(key: str) -> tuple[str, ...]:
    """The first and the last letters of a title, marked so that they are no words."""
    return (f"^{key[:END]}", f"{key[-END:]}$") if key else ()
