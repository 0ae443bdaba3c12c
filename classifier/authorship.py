"""Whether people who wrote papers of the list wrote this one too. Pure.

Where a subject has few people, who wrote a paper tells as much as its words: of 39 crawled papers of a list on spiking networks 26 share an
author with another of them, of 483 papers of 2025 that only look like it 7 share one with them. Where it has many (vision transformers,
diffusion) it tells nothing, and is not heard. It only ever speaks for a paper, and at most doubles its odds: newcomers lose nothing but
their place.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np

from classifier.list_nearness import Likely
from classifier.reasons import LEAST_CHANGE
from classifier.terms import number
from classifier.text import Text
from spiders.paper import author_key, title_key

# Papers of the list whose authors are known, from which their people show; and the share of these that must have an author in common with
# another. On 35 lists and years, half of what was held out being listed: with 0.4 one list loses 0.045 in average precision, with 0.5 and
# 0.6 none more than 0.005.
LEAST_LISTED, LEAST_SHARED = 10, 0.5
# The most it adds. With 0.5, ln 2, 0.9, 1.2 mean average precision of the 35 lists changes by +0.0026, +0.0028, +0.0033, +0.0038, papers
# read for 95 % by -2.7, -3.1, -2.8, -1.8 %, the worst list by -0.002, -0.005, -0.006, -0.008. Lists on spiking networks: 0.935 to 0.949,
# 0.927 to 0.947, 0.856 to 0.897 (measured 2026-11-30).
MOST_SAID = log(2)
# Papers by which the two shares are steadied: likely ones as all crawled ones are, listed ones as the likely are.
STEADY_OTHERS, STEADY_LISTED = 10.0, 15.0

# Authors named in a reason.
MOST_NAMED = 3
# What each author counts among the terms by which decisions move other papers, where the title counts one; and the most authors of a paper.
# On lists where authors are heard the area under the curve of what waits changes after 60 and 100 decisions by -0.0006 and +0.0245 without,
# +0.0008 and +0.0280 with 1, +0.0026 and +0.0497 with 2 (at worst -0.008 instead of -0.010), with 3 and 4 more in the mean and -0.03 and
# -0.09 at worst (7 lists, half of what was held out being listed). Heard on all of 26 lists they change it by less than 0.003, the worst
# ones for the worse (measured 2026-11-30).
DECIDED_WEIGHT, MOST_DECIDED = 2.0, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Learnt by `learn`. `wrote`: the listed papers (`title_key`) of each author (`author_key`); `weight`: what an author of such adds."""

    wrote: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weight: float = 0.0

    @classmethod
    def learn(cls, listed: Sequence[Text], likely: Likely, crawled: Sequence[Text]) -> "Authorship":
        """From the papers of the list, what was crawled, and which of that looks most like the list.

        Says nothing where too few authors are known, where the list's papers have few in common, or where others have as many.
        """
        named = [text for text in listed if text.authors]
        known = cls(wrote=_wrote(named))
        shared = sum(bool(known.shared(text)) for text in named)
        if len(named) < LEAST_LISTED or shared < LEAST_SHARED * len(named):
            return cls()
        others = known._share_of_others(likely, crawled)
        share = (shared + STEADY_LISTED * others) / (len(named) + STEADY_LISTED)
        weight = min(log(share / others), MOST_SAID)
        return cls(wrote=known.wrote, weight=weight) if weight >= LEAST_CHANGE else cls()

    def shared(self, text: Text) -> dict[str, int]:
        """The authors of the paper who wrote other papers of the list, and how many; most first."""
        wrote = {name: titles for name in text.authors if (titles := self.wrote.get(author_key(name)))}
        if not wrote:  # nearly all papers: their titles need not be folded
            return {}
        own = title_key(text.title)
        counts = {name: len(titles - {own}) for name, titles in wrote.items()}
        return {name: count for name, count in sorted(counts.items(), key=lambda item: -item[1]) if count}

    def odds(self, text: Text) -> float:
        """The log-odds that its authors add."""
        return self.weight if self.weight and self.shared(text) else 0.0

    def terms(self, text: Text) -> dict[int, float]:
        """Its authors as numbered terms with weights, by which decisions on their other papers move it; none where they tell nothing."""
        keys = {author_key(name) for name in text.authors[:MOST_DECIDED]} - {""} if self.weight else set()
        return {number(f"author {key}"): DECIDED_WEIGHT for key in keys}

    def said(self, text: Text) -> str:
        """The same in words, "" for nothing: "by authors of listed papers: Jo Doe (3), Bo Roe (1), +0.69"."""
        shared = self.shared(text) if self.weight else {}
        if not shared:
            return ""
        named = [f"{name} ({count})" for name, count in list(shared.items())[:MOST_NAMED]]
        more = [f"{len(shared) - MOST_NAMED} more"] if len(shared) > MOST_NAMED else []
        return f"by authors of listed papers: {', '.join(named + more)}, {self.weight:+.2f}"

    def _share_of_others(self, likely: Likely, crawled: Sequence[Text]) -> float:
        """Of papers that look like the list and do not belong: each counts by how likely it does not."""
        listed = frozenset().union(*self.wrote.values())
        others = [text for text in crawled if title_key(text.title) not in listed]
        everywhere = (sum(bool(self.shared(text)) for text in others) + 1) / (len(others) + 1)
        against = 1 - likely.chances
        found = np.array([bool(self.shared(text)) for text in likely.texts], float)
        return (float(against @ found) + STEADY_OTHERS * everywhere) / (float(against.sum()) + STEADY_OTHERS)


def _wrote(listed: Sequence[Text]) -> dict[str, frozenset[str]]:
    papers: defaultdict[str, set[str]] = defaultdict(set)
    for text in listed:
        for name in text.authors:
            papers[author_key(name)].add(title_key(text.title))
    papers.pop("", None)
    return {author: frozenset(titles) for author, titles in papers.items()}
