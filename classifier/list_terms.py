"""What the words of a list say of a paper, where no topic file says it: a regression over weighted terms.

The titles of the list against ordinary ones: those that come with covenue, and crawled ones that look least like the list (crawled papers
as they are would not do: what is looked for is among them). A term weighs by how rare it is in list, background and crawled papers
together. Of the two ways tried to set title against title and abstract, their sum was best on every list (measured 2026-11: mean average
precision 0.845 on three held-out lists; without crawled papers 0.78).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from classifier.calibration import Curve, curve_of
from classifier.evidence import Evidence, Mention
from classifier.terms import NUMBERS, number, numbers, terms
from classifier.text import Text
from classifier.vocabulary import background_titles

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Inverse strength of the ridge: 3 to 30 differ by less than 0.02 in average precision on each of four lists.
REGULARISATION = 30.0
# Crawled titles below this quantile of the first round's scores are taken for ordinary: 0.5 to 0.95 make no difference.
ORDINARY_BELOW = 0.95
MOST_ORDINARY = 1500
# Crawled papers that teach how common terms and scores are; more do not change the first two places.
MOST_CRAWLED = 12_000
# Parts of the list that are scored by what the others taught.
FOLDS = 5
# Terms named as reasons must add so much to the log-odds.
LEAST_SAID = 0.15
OFTEN, RARE = "often", "seldom"
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ListTerms:
    """Learnt by `learn`. `rarity` and `weights` have a place for each term number; `curve` turns scores into probabilities."""

    rarity: Matrix
    weights: Matrix
    intercept: float
    curve: Curve

    @classmethod
    def learn(cls, titles: Sequence[str], crawled: Sequence[Text] = ()) -> "ListTerms":
        """From the titles of the list, and crawled papers (see `sample`; empty: from what comes with covenue alone)."""
        listed, ordinary = _counted(titles), _counted(background_titles())
        crawled_titles = _counted([text.title for text in crawled])
        crawled_whole = _counted([f"{text.title}. {text.abstract}" for text in crawled])
        rarity = _rarity([listed, ordinary, crawled_whole])
        listed, ordinary, crawled_titles, crawled_whole = (
            _weighted(table, rarity) for table in (listed, ordinary, crawled_titles, crawled_whole)
        )
        weights, intercept = _regression(listed, ordinary)
        if len(crawled):
            from scipy.sparse import vstack

            first = crawled_titles @ weights + crawled_whole @ weights
            low = np.flatnonzero(first <= np.quantile(first, ORDINARY_BELOW))[:MOST_ORDINARY]
            ordinary = vstack([ordinary, crawled_titles[low]]).tocsr()
            weights, intercept = _regression(listed, ordinary)
        held_out = _across_folds(listed, ordinary)
        reference = crawled_titles if len(crawled) else ordinary
        by_title = reference @ weights + intercept
        by_all = (by_title + crawled_whole @ weights + intercept) / 2 if len(crawled) else by_title
        return cls(rarity, weights, intercept, curve_of(held_out, by_title, by_all))

    def score(self, text: Text) -> float:
        """The mean of the log-odds of the title and of title and abstract, as the regression has them (no probability)."""
        return float(np.mean([self._odds(text.title), self._odds(f"{text.title}. {text.abstract}")]))

    def odds(self, text: Text) -> float:
        """The log-odds that the paper belongs, by its rank among what was crawled."""
        return self.curve.odds(self.score(text))

    def said(self, text: Text) -> Evidence:
        """The terms that add most to `score`, strongest first, each with exactly what it adds; the total is the score itself."""
        added: defaultdict[tuple[str, str], float] = defaultdict(float)
        in_title = set(terms(text.title))
        for part in (text.title, f"{text.title}. {text.abstract}"):
            shares = self._shares(part)
            for term in dict.fromkeys(terms(part)):
                added[term, "title" if term in in_title else "abstract"] += shares.get(number(term), 0.0) / 2
        told = sorted(added.items(), key=lambda item: (-abs(item[1]), item[0]))
        mentions = [
            Mention(
                f"in titles of the list, {weight:+.2f}" if weight > 0 else f"rare in titles of the list, {weight:+.2f}",
                where,
                term,
                1,
                weight,
            )
            for (term, where), weight in told
            if abs(weight) >= LEAST_SAID
        ]
        return Evidence(self.score(text), tuple(mentions))

    def _odds(self, text: str) -> float:
        return self.intercept + sum(self._shares(text).values())

    def _shares(self, text: str) -> dict[int, float]:
        counts = Counter(numbers(text))
        if not counts:
            return {}
        places = np.fromiter(counts, np.int64, len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.rarity[places]
        values /= np.sqrt(values @ values) or 1.0
        return dict(zip(places.tolist(), (values * self.weights[places]).tolist(), strict=True))


def sample(texts: Iterable[tuple[str, Text]], most: int = MOST_CRAWLED) -> list[Text]:
    """So many of the texts, given with an id, chosen by a digest of the id: the same whatever the order."""
    digested = ((hashlib.blake2b(name.encode(), digest_size=8).digest(), text) for name, text in texts)
    return [text for _, text in sorted(digested, key=lambda pair: pair[0])[:most]]


def _counted(texts: Sequence[str]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    places: list[int] = []
    values: list[float] = []
    edges = [0]
    for text in texts:
        counts = Counter(numbers(text))
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


def _regression(listed: "csr_matrix", ordinary: "csr_matrix") -> tuple[Matrix, float]:
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    both = vstack([listed, ordinary]).tocsr()
    # Only the terms that occur: a hundredth of all numbers.
    used = np.unique(both.indices)
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(both[:, used], [1] * listed.shape[0] + [0] * ordinary.shape[0])
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
