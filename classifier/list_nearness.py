"""How near a paper is to a list that has no topic file, by sentence vectors learnt among the papers that look most like it.

What tells a list from ordinary titles (`nearness`) says little of papers of its own field. So the vectors learn where the words of the list
found something: its titles, its papers of which the abstract is known and the likeliest of the crawled ones against ordinary titles and
those that only look like it. A paper is judged by what other papers taught (see `_parity`): those that taught know their own answer.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from classifier.embedding import Encoder, Vectors
from classifier.nearness import LEAST_SIMILARITY
from classifier.text import Text

# Shares of what the vectors of the whole text and of the title alone say, and of the mean similarity of each to the nearest entries, which
# is for lists of many small subjects. Mean average precision without vectors, with the nearness to the list alone, and so: 0.681, 0.690,
# 0.708 on 18 held-out lists, 0.833, 0.832, 0.840 on three given ones, and 6 % fewer papers read to find 95 %; half the shares are within
# 0.002, and so is each of titles and whole texts alone, of which one loses here and the other there (measured 2026-11-30). Where half of
# what was held out stands in the list with its abstract, these papers teach: 0.637 to 0.643 on 18 lists, 0.923 to 0.932 on the first.
# With half the similarity and four fifths of the other shares 0.753 instead of 0.754 on 36 lists, 1 % more to read (2026-11-30).
WHOLE_SHARE, TITLE_SHARE = 0.5, 0.25
SIMILAR_SHARE, NEAREST = 1.25, 5
# Share of the mean probability, by their words, of the papers nearest to one: those of a subject lie together, also where they say what no
# title of the list says. On 35 lists and years mean average precision 0.7490 -> 0.7513, better on 23, worse on 7, at worst by 0.004; with a
# share of 1 0.7511, with 5 neighbours 0.7513 (at worst by 0.007), by their log-odds 0.7500. Where half of what was held out stands in the
# list with its abstract 0.6787 -> 0.6817, and 0.6813 were these papers no neighbours (2026-11-30).
NEIGHBOURS_SHARE, NEIGHBOURS = 0.6, 10
# So alike are a paper and its copy, of which neither vouches for the other.
ITSELF = 0.9999
# Nothing that vectors say does more than halve the odds: what the words of a list name is not lost by lying far from its titles.
LEAST_SAID = -float(np.log(2))
# Inverse strength of the ridge: 1 and 3 lose up to 0.008 on the given lists, nothing on the others.
REGULARISATION = 0.3
# Papers that are taken for others, from this rank on at least.
LEAST_UNLIKELY = 20
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """The crawled papers that look most like the list, the likeliest first, with the probability of each by its words; and the papers of
    the list itself whose abstracts are known.
    """

    texts: tuple[Text, ...]
    chances: Matrix
    listed: tuple[Text, ...] = ()


# What the words find teaches them once more (`list_terms`), and the vectors: the first half of the papers that are expected among the
# crawled ones, as much together as the list itself, against those beyond three halves. By share, not by a probability: on time series none
# reached 0.5, so nothing was taught (average precision 0.830 instead of 0.861). A quarter or all of those expected: within 0.01 mostly.
LIKELY, UNLIKELY = 0.5, 1.5
LEAST_LIKELY = 3
NOBODY = Likely(texts=(), chances=np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNearness:
    """Learnt by `learn`. `whole` and `title` hold, for each parity, the weights and the intercept that papers of the other taught; `papers`
    and `chances` the whole texts of the papers that look like the list, or stand in it, and how likely each belongs by its words.
    """

    entries: Vectors
    papers: Vectors
    chances: Matrix
    whole: tuple[tuple[Matrix, float], ...]
    title: tuple[tuple[Matrix, float], ...]
    shift: float = 0.0

    @classmethod
    def learn(cls, entries: Vectors, ordinary: Vectors, likely: Likely, encoder: Encoder) -> "ListNearness":
        """From the vectors of the list's titles and of ordinary ones, and the crawled papers that look like the list. Raises ModelError."""
        parity = np.array([_parity(text) for text in likely.texts], int)
        found = [_Found.of(likely, part, encoder, entries.shape[1]) for part in (attrgetter("whole"), attrgetter("title"))]
        taught = [tuple(_regression(entries, ordinary, each, half) for half in (parity != 0, parity != 1)) for each in found]
        papers = np.vstack([found[0].likely, found[0].listed])
        chances = np.concatenate([likely.chances, np.ones(len(likely.listed))])
        learnt = cls(entries=entries, papers=papers, chances=chances, whole=taught[0], title=taught[1])
        return learnt._shifted(likely, *(each.likely for each in found)) if likely.texts else learnt

    def odds(self, texts: Sequence[Text], whole: Vectors, titles: Vectors) -> Matrix:
        """Log-odds to add for each text, whose vectors, whole and of the title alone, are the rows of `whole` and `titles`."""
        return np.maximum(self._said(texts, whole, titles) + self.shift, LEAST_SAID)

    def _said(self, texts: Sequence[Text], whole: Vectors, titles: Vectors) -> Matrix:
        parity = np.array([_parity(text) for text in texts], int)
        said = np.zeros(len(texts))
        for rows, taught, share in ((whole, self.whole, WHOLE_SHARE), (titles, self.title, TITLE_SHARE)):
            vectors = rows.astype(np.float64)
            for half, (weights, intercept) in enumerate(taught):
                said += np.where(parity == half, share * (vectors @ weights + intercept), 0.0)
            said += SIMILAR_SHARE * (self._similarity(vectors) - LEAST_SIMILARITY)
        return said + NEIGHBOURS_SHARE * self._neighbours(whole.astype(np.float64))

    def _similarity(self, vectors: Matrix) -> Matrix:
        similarity = vectors @ self.entries.astype(np.float64).T
        most = min(NEAREST, similarity.shape[1])
        return np.asarray(np.partition(similarity, -most, axis=1)[:, -most:].mean(axis=1), np.float64)

    def _neighbours(self, vectors: Matrix) -> Matrix:
        """The mean probability of the papers nearest to each, itself not among them; 0 where there are no others."""
        most = min(NEIGHBOURS, len(self.papers) - 1)
        if most < 1:
            return np.zeros(len(vectors))
        similarity = vectors @ self.papers.astype(np.float64).T
        similarity[similarity > ITSELF] = -1.0
        nearest = np.argpartition(-similarity, most - 1, axis=1)[:, :most]
        return np.asarray(self.chances[nearest].mean(axis=1), np.float64)

    def _shifted(self, likely: Likely, whole: Vectors, titles: Vectors) -> "ListNearness":
        """So that as many papers are expected as by the words alone: vectors move the order, the ranks say how many belong."""
        chances = np.clip(likely.chances, 1e-9, 1 - 1e-9)
        odds = np.log(chances / (1 - chances)) + self._said(likely.texts, whole, titles)
        return replace(self, shift=_shift_to(odds, float(chances.sum())))


def _parity(text: Text) -> int:
    """0 or 1, by the letters of the title: which of two halves of all papers it is in, on every machine."""
    return zlib.crc32(text.title.encode("utf-8", "surrogatepass")) % 2


def _shift_to(odds: Matrix, expected: float) -> float:
    """What, added to all log-odds, makes the probabilities add up to `expected`, which none and all of them do beyond 50."""
    from scipy.optimize import brentq  # a tenth of a second to import

    return float(brentq(lambda shift: (1 / (1 + np.exp(-(odds + shift)))).sum() - expected, -50.0, 50.0))


@dataclass(frozen=True, slots=True)
class _Found:
    """Vectors of crawled papers with their chances, and of those of the list."""

    likely: Vectors
    chances: Matrix
    listed: Vectors

    @classmethod
    def of(cls, likely: Likely, part: Callable[[Text], str], encoder: Encoder, length: int) -> "_Found":
        """By a part of their texts, as vectors of so many numbers. Raises ModelError."""
        parts = [[part(text) for text in texts] for texts in (likely.texts, likely.listed)]
        found, listed = (encoder.encode(texts) if texts else np.empty((0, length), np.float32) for texts in parts)
        return cls(found, likely.chances, listed)


def _regression(entries: Vectors, ordinary: Vectors, found: _Found, teaching: npt.NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Weights and intercept; of the likely papers only those `teaching`.

    Titles and papers count the same in sum, and so do both sides.
    """
    from sklearn.linear_model import LogisticRegression  # half a second to import
    from threadpoolctl import threadpool_limits

    expected, ranks = float(found.chances.sum()), np.arange(len(found.likely))
    likely = teaching & (ranks < max(LEAST_LIKELY, round(LIKELY * expected)))
    unlikely = teaching & (ranks >= max(LEAST_UNLIKELY, round(UNLIKELY * expected)))
    papers = np.vstack([found.likely[likely], found.listed])
    above = [(entries, np.ones(len(entries))), (papers, np.concatenate([found.chances[likely], np.ones(len(found.listed))]))]
    below = [(ordinary, np.ones(len(ordinary))), (found.likely[unlikely], np.ones(int(unlikely.sum())))]
    sides = [[(rows, weights / weights.sum()) for rows, weights in side if weights.sum() > 0] for side in (above, below)]
    rows = np.vstack([rows for side in sides for rows, _ in side]).astype(np.float64)
    heavy = np.concatenate([weights / len(side) for side in sides for _, weights in side]) * len(rows) / 2
    belongs = np.concatenate([np.full(len(rows), side is sides[0]) for side in sides for rows, _ in side])
    with threadpool_limits(1):  # as in `categories`
        model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(rows, belongs, sample_weight=heavy)
    return np.asarray(model.coef_[0], np.float64), float(model.intercept_[0])
