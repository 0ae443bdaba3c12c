"""What the words of a list say of a paper, where no topic file says it: a regression over weighted terms.

The titles of the list against ordinary ones: those that come with covenue, and crawled ones that look least like the list (crawled papers
as they are would not do: what is looked for is among them). A term weighs by how rare it is in list, background and crawled papers
together. A paper's score is a weighted mean of what its title and what title and abstract together say. An abbreviation and the words
that it stands for are one term, as the crawled abstracts spell it out: a title that says "SNNs" only is as near to the list.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from classifier.abbreviations import NONE_KNOWN, Abbreviations
from classifier.calibration import Curve, curve_of, log_odds
from classifier.evidence import Evidence, Mention
from classifier.list_nearness import LEAST_LIKELY, LIKELY, NOBODY, UNLIKELY, Likely
from classifier.ordinary_titles import background_titles
from classifier.terms import NUMBERS, number, standing, terms
from classifier.text import MOST_ABSTRACT, Text, readable
from spiders.paper import title_key

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Inverse strength of the ridge: 3 to 30 differ by less than 0.02 in average precision on each of four lists.
REGULARISATION = 30.0
# Crawled titles below this quantile of the first round's scores are taken for ordinary: 0.5 to 0.95 make no difference. All of them, not
# some: on ten held-out lists mean average precision 0.740 instead of 0.728 with 1,500 (measured 2026-11).
ORDINARY_BELOW = 0.95
# Of the score of title and abstract together, beside that of the title alone. The title orders the top, the abstract finds what the
# title does not say: on 11 lists 0.7, 0.8 and 0.9 give the same average precision to 0.006, and 0.8 reads 5 % fewer to find 95 %.
WHOLE_SHARE = 0.75
# By how much more, or less, often a term stands in titles of the list than in ordinary ones, it counts, beside its rarity: words that make
# no difference, of which abstracts are full, would else make the telling ones light. Average precision by words with 0 and 0.5: time
# series 0.861 and 0.895, offline RL 0.840 and 0.880, federated learning 0.684 and 0.736, domain adaptation 0.672 and 0.754; it loses
# where titles tell little: exploration 0.450 and 0.422, reasoning 0.449 and 0.421 (12 lists, measured 2026-11).
TELLING = 0.5
# Beyond this share of the crawled papers, the best first, they teach the words as others (`list_nearness`: which are taken for listed).
SURELY_PLAIN = 0.98
# Papers flagged for each that is expected among the crawled, about: where a list takes a few of many papers that are alike, the threshold
# flags up to 12 times as many as it holds (exploration in RL; with 3.5 here 8 times). What is expected is modest now and then: with 3.5 a
# list on model-based RL found 0.89 of what it holds in 2.2 times as many, with 5 0.92 in 2.7 times (2026-11-29).
MOST_FLAGGED = 5.0
# Papers that look most like the list, from which sentence vectors learn: for each that is expected, and at least. The model reads 400 in
# 7 s, once, for vectors are kept.
LEARNT_FROM, LEAST_LEARNT_FROM = 3.0, 400
# Papers of the list whose abstracts are known count, together, this share of its titles, for nothing else shows surely what such abstracts
# say; one alone at most so much. On 22 lists with half of what was held out told average precision by words 0.657 -> 0.660, with vectors
# 0.681 -> 0.683, 1 % fewer to read; as much as all titles 0.662 and 0.683, at worst -0.037 instead of -0.010 (measured 2026-11-30).
TOLD_SHARE, MOST_TOLD = 0.5, 10.0
# Crawled papers that teach how common terms and scores are; more do not change the first two places.
MOST_CRAWLED = 12_000
# Parts of the list that are scored by what the others taught.
FOLDS = 5
# Terms named as reasons must add so much to the log-odds.
LEAST_SAID = 0.15
OFTEN, RARE = "often", "seldom"
Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class ListTerms:
    """Learnt by `learn`. `rarity` (what a term counts in a text) and `weights` have a place for each term number; `curve` turns scores into
    probabilities.
    """

    rarity: Matrix
    weights: Matrix
    intercept: float
    curve: Curve
    # The log-odds that so many crawled papers reach as may be flagged for those that are expected; of any paper where nothing was crawled.
    floor: float = -np.inf
    # From which the sentence vectors learn.
    likely: Likely = NOBODY
    # The words of each add its term. Mean average precision without and with them and compounds of glue words, where two venues of three
    # give titles only, on 33 held-out lists: 0.695 and 0.704 (out-of-distribution detection 0.812 and 0.952, others within noise); with
    # all abstracts 0.737 and 0.740; the first list among 19,205 papers of 2025, of which a fifteenth has an abstract: 0.897 and 0.926, with
    # 1,385 and 404 to read for 95 % (2026-11-30). Each abbreviation in full instead: offline RL and quantization lose 0.01 to 0.02.
    abbreviations: Abbreviations = NONE_KNOWN

    @classmethod
    def learn(cls, titles: Sequence[str], crawled: Sequence[Text] = (), abstracts: Sequence[str | None] = ()) -> "ListTerms":
        """From the titles of the list and crawled papers (see `sample`; empty: from what comes with covenue alone). `abstracts` are those
        of the titles, in their order, where they are known.
        """
        known = {title_key(title) for title in titles}
        # What stands in the list already is no ordinary paper.
        crawled = [text for text in crawled if title_key(text.title) not in known]
        told = [Text(title, readable(abstract, MOST_ABSTRACT)) for title, abstract in zip(titles, abstracts, strict=False) if abstract]
        known_as = Abbreviations.learn(text.abstract for text in [*crawled, *told])
        listed, ordinary = _counted(titles, known_as), _counted(background_titles(), known_as)
        if not crawled:
            return cls._from_titles(listed, ordinary, known_as)
        return cls._from_crawled(listed, ordinary, crawled, told, known_as)

    @classmethod
    def _from_titles(cls, listed: "csr_matrix", ordinary: "csr_matrix", known_as: Abbreviations) -> "ListTerms":
        rarity = _rarity([listed, ordinary])
        listed, ordinary = _weighted(listed, rarity), _weighted(ordinary, rarity)
        weights, intercept = _regression(listed, ordinary)
        by_title = ordinary @ weights + intercept
        curve = curve_of(_across_folds(listed, ordinary), by_title, by_title)
        return cls(rarity=rarity, weights=weights, intercept=intercept, curve=curve, abbreviations=known_as)

    @classmethod
    def _from_crawled(
        cls, listed: "csr_matrix", ordinary: "csr_matrix", crawled: Sequence[Text], told: Sequence[Text], known_as: Abbreviations
    ) -> "ListTerms":
        read = _Read(_counted([text.title for text in crawled], known_as), _counted([_whole(text) for text in crawled], known_as))
        rarity = _rarity([listed, ordinary, read.whole])
        ordinary = _stacked(ordinary, read.titles[_least_like(listed, ordinary, read, rarity)])
        rarity = rarity * _telling(listed, ordinary)
        listed, ordinary, read = _weighted(listed, rarity), _weighted(ordinary, rarity), read.weighted(rarity)
        weights, intercept = _regression(listed, ordinary)
        held_out = _across_folds(listed, ordinary)
        by_title, by_all = read.scores(weights, intercept)
        chances = _probabilities(curve_of(held_out, by_title, by_all), by_all)
        above = _stacked(listed, _weighted(_counted([_whole(text) for text in told], known_as), rarity))
        heavy = np.concatenate([np.ones(listed.shape[0]), np.full(len(told), _of_told(listed.shape[0], len(told)))])
        weights, intercept = _read_on(above, heavy, ordinary, read.whole, chances) or (weights, intercept)
        # How much belongs at which rank is known from titles that taught nothing; only the score that has the rank is another now.
        _, by_all = read.scores(weights, intercept)
        curve = curve_of(held_out, by_title, by_all)
        chances = _probabilities(curve, by_all)
        return cls(
            rarity=rarity,
            weights=weights,
            intercept=intercept,
            curve=curve,
            floor=_floor(chances),
            likely=_likely(crawled, by_all, chances, told),
            abbreviations=known_as,
        )

    def score(self, text: Text) -> float:
        """The weighted mean of the log-odds of the title and of title and abstract, as the regression has them (no probability)."""
        return (1 - WHOLE_SHARE) * self._odds(text.title) + WHOLE_SHARE * self._odds(_whole(text))

    def odds(self, text: Text) -> float:
        """The log-odds that the paper belongs, by its rank among what was crawled."""
        return self.curve.odds(self.score(text))

    def said(self, text: Text) -> Evidence:
        """The terms that add most to `score`, strongest first, each with exactly what it adds; the total is the score itself."""
        added: defaultdict[tuple[str, str], float] = defaultdict(float)
        in_title = set(_terms(text.title, self.abbreviations))
        for part, share in ((text.title, 1 - WHOLE_SHARE), (_whole(text), WHOLE_SHARE)):
            shares, stands = self._shares(part), standing(part)
            for term in dict.fromkeys(_terms(part, self.abbreviations)):
                where = "title" if term in in_title else "abstract"
                added[self._shown(term, stands), where] += share * shares.get(number(term), 0.0)
        told = sorted(added.items(), key=lambda item: (-abs(item[1]), item[0]))
        mentions = [
            Mention(
                cue=f"in titles of the list, {weight:+.2f}" if weight > 0 else f"rare in titles of the list, {weight:+.2f}",
                where=where,
                phrase=term,
                times=1,
                weight=weight,
            )
            for (term, where), weight in told
            if abs(weight) >= LEAST_SAID
        ]
        return Evidence(self.score(text), tuple(mentions))

    def _shown(self, term: str, stands: Mapping[str, str]) -> str:
        """The term as a reason names it: as it stands there, which for a word and its beginning is the same; the words of an abbreviation
        where only they do.
        """
        if term in stands:
            return stands[term]
        return " ".join(stands.get(word, word) for word in self.abbreviations.expansions[term])

    def _odds(self, text: str) -> float:
        return self.intercept + sum(self._shares(text).values())

    def _shares(self, text: str) -> dict[int, float]:
        counts = _count(text, self.abbreviations)
        if not counts:
            return {}
        places = np.fromiter(counts, np.int64, len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.rarity[places]
        values /= np.sqrt(values @ values) or 1.0
        return dict(zip(places.tolist(), (values * self.weights[places]).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Read:
    """Crawled papers as rows of terms: of the title alone, and of title and abstract."""

    titles: "csr_matrix"
    whole: "csr_matrix"

    def weighted(self, rarity: Matrix) -> "_Read":
        return _Read(_weighted(self.titles, rarity), _weighted(self.whole, rarity))

    def scores(self, weights: Matrix, intercept: float) -> tuple[Matrix, Matrix]:
        """By the title alone, and as `ListTerms.score` has it."""
        by_title = self.titles @ weights + intercept
        return by_title, (1 - WHOLE_SHARE) * by_title + WHOLE_SHARE * (self.whole @ weights + intercept)


def sample(texts: Iterable[tuple[str, Text]], most: int = MOST_CRAWLED) -> list[Text]:
    """So many of the texts, given with an id, chosen by a digest of the id: the same whatever the order."""
    digested = ((hashlib.blake2b(name.encode(), digest_size=8).digest(), text) for name, text in texts)
    return [text for _, text in sorted(digested, key=lambda pair: pair[0])[:most]]


def _whole(text: Text) -> str:
    return f"{text.title}. {text.abstract}"


def _terms(text: str, known_as: Abbreviations) -> list[str]:
    """Its terms, and once each abbreviation whose words it holds."""
    return terms(text, known_as.spelt_out_in)


def _count(text: str, known_as: Abbreviations) -> Counter[int]:
    """How often each term, by its number, stands in the text."""
    return Counter([number(term) for term in _terms(text, known_as)])


def _counted(texts: Sequence[str], known_as: Abbreviations) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    places: list[int] = []
    values: list[float] = []
    edges = [0]
    for text in texts:
        counts = _count(text, known_as)
        places += counts.keys()
        values += counts.values()
        edges.append(len(places))
    return csr_matrix((np.array(values, np.float32), np.array(places, np.int32), np.array(edges, np.int64)), shape=(len(texts), NUMBERS))


def _rarity(tables: Sequence["csr_matrix"]) -> Matrix:
    texts = sum(table.shape[0] for table in tables)
    holding = sum(np.bincount(table.indices, minlength=NUMBERS) for table in tables)
    return np.asarray(np.log((texts + 1) / (holding + 1)) + 1, np.float64)


def _weighted(table: "csr_matrix", rarity: Matrix) -> "csr_matrix":
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize  # half a second to import

    if not table.shape[0]:
        return table

    values = (1 + np.log(table.data)) * rarity[table.indices]
    return normalize(csr_matrix((values, table.indices, table.indptr), shape=table.shape))


def _probabilities(curve: Curve, scores: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.array([curve.odds(score) for score in scores.tolist()]))), np.float64)


def _least_like(listed: "csr_matrix", ordinary: "csr_matrix", read: _Read, rarity: Matrix) -> Places:
    """The crawled papers that look least like the list, by what its titles and ordinary ones teach."""
    _, scores = read.weighted(rarity).scores(*_regression(_weighted(listed, rarity), _weighted(ordinary, rarity)))
    return np.flatnonzero(scores <= np.quantile(scores, ORDINARY_BELOW))


def _telling(listed: "csr_matrix", ordinary: "csr_matrix") -> Matrix:
    """By how much each term counts: by the difference that it makes between the two kinds of titles; one that makes none counts nothing."""
    above, below = (np.log((np.bincount(table.indices, minlength=NUMBERS) + 1) / (table.shape[0] + 2)) for table in (listed, ordinary))
    return np.asarray(np.abs(above - below) ** TELLING, np.float64)


def _floor(chances: Matrix) -> float:
    most = ceil(MOST_FLAGGED * float(chances.sum()))
    if most >= len(chances):
        return -np.inf
    return log_odds(float(np.sort(chances)[::-1][most]))


def _likely(crawled: Sequence[Text], scores: Matrix, chances: Matrix, told: Sequence[Text]) -> Likely:
    """The papers that sentence vectors learn from: crawled ones, the best first, and those of the list that have an abstract."""
    order = np.argsort(-scores, kind="stable")[: max(LEAST_LEARNT_FROM, ceil(LEARNT_FROM * float(chances.sum())))]
    return Likely(texts=tuple(crawled[place] for place in order), chances=chances[order], listed=tuple(told))


def _of_told(titles: int, told: int) -> float:
    """How much each of so many listed papers with an abstract counts, where a title counts one."""
    return min(MOST_TOLD, max(1.0, TOLD_SHARE * titles / max(1, told)))


def _read_on(
    listed: "csr_matrix", heavy: Matrix, ordinary: "csr_matrix", crawled: "csr_matrix", chances: Matrix
) -> tuple[Matrix, float] | None:
    """The regression once more, with what it found itself: the first half of what is expected among the crawled, weighted by its chances.

    A list gives titles, so this is where abstracts teach their words; `heavy` tells how much each row of `listed` counts. None where next
    to nothing was found.
    """
    expected = float(chances.sum())
    order = np.argsort(-chances, kind="stable")
    likely = order[: round(LIKELY * expected)]
    if len(likely) < LEAST_LIKELY:
        return None
    rest = order[max(round(UNLIKELY * expected), ceil(len(order) * (1 - SURELY_PLAIN))) :]
    share = chances[likely] / chances[likely].sum() * heavy.sum()
    return _regression(_stacked(listed, crawled[likely]), _stacked(ordinary, crawled[rest]), np.concatenate([heavy, share]))


def _stacked(above: "csr_matrix", below: "csr_matrix") -> "csr_matrix":
    from scipy.sparse import vstack

    return vstack([above, below]).tocsr()


def _regression(listed: "csr_matrix", ordinary: "csr_matrix", heavy: Matrix | None = None) -> tuple[Matrix, float]:
    """The weights of the terms and the intercept; `heavy` tells how much each row of `listed` counts."""
    from sklearn.linear_model import LogisticRegression

    both = _stacked(listed, ordinary)
    # Each side counts half.
    own = np.ones(listed.shape[0]) if heavy is None else heavy
    counts = np.concatenate([own / own.sum(), np.full(ordinary.shape[0], 1 / ordinary.shape[0])]) * both.shape[0] / 2
    # Only the terms that occur: a hundredth of all numbers.
    used = np.unique(both.indices)
    # By the dual: 0.04 s instead of 1.2 s for 7,000 titles, and the same ranking (measured 2026-11).
    model = LogisticRegression(C=REGULARISATION, solver="liblinear", dual=True, max_iter=1000, random_state=0)
    model.fit(both[:, used], [1] * listed.shape[0] + [0] * ordinary.shape[0], sample_weight=counts)
    weights = np.zeros(NUMBERS)
    weights[used] = model.coef_[0]
    return weights, float(model.intercept_[0])


def _across_folds(listed: "csr_matrix", ordinary: "csr_matrix") -> Matrix:
    """The score of each title of the list by what the others taught; of a list of one title its own."""
    rows = np.arange(listed.shape[0])
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = rows % FOLDS == fold
        weights, intercept = _regression(listed[~held] if (~held).any() else listed, ordinary)
        scores[held] = listed[held] @ weights + intercept
    return scores
