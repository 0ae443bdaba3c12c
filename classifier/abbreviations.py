"""Abbreviations as authors spell them out: "Spiking Neural Networks (SNNs)". Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import dropwhile

from classifier.phrases import GAP
from classifier.terms import BEGINNING, WORD, stem, tells_nothing

CAPITALS = re.compile(r"[A-Z]{2,6}\*?")
# In a bracket, alone or before other words: "(SNNs)", "(ViT)", "(LoRA, for short)".
BRACKETED = re.compile(r"\(\s*(?P<name>[A-Za-z]{2,10}?)s?\b")
# One is a word at the beginning of a sentence.
FEWEST_CAPITALS = 2
# The words that lead up to a place without a sign between them.
RUN = re.compile(rf"[^\W_]+(?:{GAP}[^\W_]+)*\s*\Z")
WORDS = re.compile(r"[^\W_]+")
# Letters before a bracket that are looked through for the words: seven of them, long ones.
REACH = 120
# One abstract may call anything by anything: so many must agree, and nearly all that spell the abbreviation out. "SSL" is self- and
# semi-supervised learning, "DA" domain adaptation and data augmentation: with a share of 0.6 the words of one speak for the other (mean
# average precision 0.753 instead of 0.754 on 36 lists). With five texts 0.896 instead of 0.926 on the first list among the papers of 2025,
# of which few have abstracts (measured 2026-11-30).
FEWEST_TEXTS, LEAST_SHARE = 3, 0.8
Words = tuple[str, ...]


@dataclass(frozen=True)
class Abbreviations:
    """For each abbreviation, in small letters, the words that it stands for in most texts, each without a plural s.

    Words are the same that begin alike, as among the terms: "Markov decision processes" and "process".
    """

    expansions: Mapping[str, Words]

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "Abbreviations":
        """Those that several of the texts spell out, and mostly in the same words."""
        spelt: defaultdict[str, Counter[Words]] = defaultdict(Counter)
        for text in texts:
            for name, words in dict.fromkeys(_in_words(text)):
                spelt[name][words] += 1
        agreed = ((name, _agreed(counts)) for name, counts in sorted(spelt.items()))
        return cls({name: words for name, words in agreed if words})

    def spelt_out_in(self, words: Sequence[str]) -> list[str]:
        """The abbreviations that are spelt out among the words of a text, which are given in its order; each once."""
        found = []
        if by_first := self._by_first:
            beginnings = list(map(_beginning, words))
            for place, word in enumerate(beginnings):
                if word in by_first:
                    found += [name for name, spelt in by_first[word] if beginnings[place : place + len(spelt)] == spelt]
        return list(dict.fromkeys(found))

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, list[str]]]]:
        by_first: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        for name, expansion in self.expansions.items():
            words = [_beginning(word) for word in expansion]
            by_first[words[0]].append((name, words))
        return dict(by_first)


NONE_KNOWN = Abbreviations({})


def abbreviations(phrases: Iterable[str]) -> list[str]:
    """The phrases that are capital letters alone, without their star: "SNN*" gives "SNN"."""
    return [phrase.rstrip("*") for phrase in phrases if CAPITALS.fullmatch(phrase)]


def spelt_out(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation in brackets whose letters begin the words before it, without a plural s, and these words as they stand."""
    for bracket in BRACKETED.finditer(text):
        name = bracket["name"]
        capitals = "".join(letter for letter in name if letter.isupper())
        if len(capitals) < FEWEST_CAPITALS or tells_nothing(name.lower()):
            continue
        run = RUN.search(text, max(0, bracket.start() - REACH), bracket.start())
        if run is None:
            continue
        before = list(WORDS.finditer(run[0]))
        # "Mixture of Experts (MoE)" takes every letter, "Vision Transformer (ViT)" the capitals.
        for letters in (name.lower(), capitals.lower()):
            said = before[-len(letters) :]
            if "".join(word[0][:1].lower() for word in said) == letters:
                yield name, run[0][said[0].start() : said[-1].end()]
                break


def _in_words(text: str) -> Iterator[tuple[str, Words]]:
    for name, phrase in spelt_out(text):
        # A letter is no word among the terms: "k-nearest neighbor" begins with "nearest", and "deep Q-network" is not known by its words.
        said = list(dropwhile(lambda word: not WORD.fullmatch(word), WORDS.findall(phrase.lower())))
        if len(said) > 1 and all(map(WORD.fullmatch, said)):
            yield name.lower(), tuple(map(stem, said))


@lru_cache(1 << 16)
def _beginning(word: str) -> str:
    return stem(word.lower())[:BEGINNING]


def _agreed(counts: Counter[Words]) -> Words | None:
    """The commonest of the wordings that most texts have in common."""
    alike: defaultdict[Words, Counter[Words]] = defaultdict(Counter)
    for words, times in counts.items():
        alike[tuple(map(_beginning, words))][words] = times
    most = max(alike.values(), key=Counter.total)
    return most.most_common(1)[0][0] if most.total() >= max(FEWEST_TEXTS, LEAST_SHARE * counts.total()) else None
