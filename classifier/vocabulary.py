"""Cues learnt from the list alone: the words and pairs of words of its titles that ordinary titles of the same field seldom have. Pure."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from classifier.ordinary_titles import PAIR_STOP_WORDS, STOP_WORDS, background_counts
from classifier.topic import Cue, Topic

WORD = re.compile(r"[a-z][a-z0-9]+")
# A word that stands in one title only is as likely a name of the authors' making as a mark of the subject.
FEWEST_TITLES = 2
# e**1.5 = 4.5 times as frequent as in ordinary titles; below, a word tells little.
LEAST_ODDS = 1.5
# No single word or pair may decide alone: beyond this a short list's accidents would.
MOST_ODDS = 6.5
MOST_CUES = 120
# Halves the odds of a term seen in this many titles of the list, and leaves those of its common terms nearly whole.
DOUBT = 3.0
# Half the counts from which on the table holds a word or a pair (8 and 12).
RAREST_WORD, RAREST_PAIR = 4, 6
# In abstracts ordinary papers too name what they border on.
ABSTRACT_SHARE = 0.3
# e**3 = 20 times as frequent as in ordinary titles; weaker terms are in every tenth abstract.
ABSTRACT_ODDS = 3.0
# Long enough to tell, short enough for all forms of a word.
ROOT_LENGTH = 4
# A list takes in about one paper of 150 that its venues publish (-5); less cautious, because shrunken odds understate what fits. With a
# list of 60 titles on graph networks, all that was flagged at -5 was right and half was missed (measured 2026-11).
PRIOR = -3.5


def stem(word: str) -> str:
    """The word without a plural s."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def terms(title: str) -> Iterator[str]:
    """The words of a title (without the commonest) and its pairs of neighbouring words, stemmed."""
    words = WORD.findall(title.lower())
    for word in words:
        if word not in STOP_WORDS:
            yield stem(word)
    for first, second in pairwise(words):
        if first not in PAIR_STOP_WORDS and second not in PAIR_STOP_WORDS:
            yield f"{stem(first)} {stem(second)}"


def count_terms(titles: Iterable[str]) -> Counter[str]:
    """In how many titles each term stands."""
    return Counter(term for title in titles for term in set(terms(title)))


def term_odds(titles: Sequence[str]) -> dict[str, float]:
    """For each term of the titles the log of how much more often they hold it than ordinary titles do."""
    total, background = background_counts()
    own = count_terms(titles)
    least = FEWEST_TITLES if len(titles) > FEWEST_TITLES else 1
    odds = {
        term: count / (count + DOUBT) * math.log((count / (len(titles) + 1)) / (max(background.get(term, 0), least_known(term)) / total))
        for term, count in own.items()
        if count >= least
    }
    return {term: min(value, MOST_ODDS) for term, value in odds.items() if value >= LEAST_ODDS}


def least_known(term: str) -> int:
    """How often a term that the table lacks may still stand in the background: the table leaves rare ones out."""
    return RAREST_PAIR if " " in term else RAREST_WORD


def learnt_topic(titles: Sequence[str]) -> Topic:
    """A topic of which nothing is known but the titles of the list."""
    odds = term_odds(titles)
    # Pairs first: a cue that stands inside an earlier one is not counted again.
    chosen = sorted(odds, key=lambda term: (" " not in term, -odds[term], term))[:MOST_CUES]
    cues = [
        Cue(
            phrases=(" ".join(f"{word}*" for word in term.split()),),
            says=term,
            title=round(odds[term], 2),
            keyword=round(odds[term], 2),
            abstract=round(ABSTRACT_SHARE * odds[term], 2) if odds[term] >= ABSTRACT_ODDS else 0.0,
        )
        for term in chosen
    ]
    return Topic(name="learnt from the list", prior=PRIOR, cue=tuple(cues))


def telling_root(titles: Sequence[str]) -> str:
    """The first four letters that tell the titles best from ordinary ones: what a person would search for ("spik")."""
    total, background = background_counts()
    ordinary: Counter[str] = Counter()
    for term, count in background.items():
        if " " not in term:
            ordinary[term[:ROOT_LENGTH]] += count
    own = count_roots(titles)
    # How much more often than elsewhere, times how often.
    return max(sorted(own), key=lambda root: own[root] * math.log(own[root] / len(titles) * total / (ordinary[root] + 1)), default="")


def count_roots(titles: Iterable[str]) -> Counter[str]:
    """In how many titles a word begins with the letters; the commonest words do not count."""
    return Counter(
        root
        for title in titles
        for root in {w[:ROOT_LENGTH] for w in WORD.findall(title.lower()) if len(w) >= ROOT_LENGTH and w not in STOP_WORDS}
    )
