"""Sections of a list that no topic file describes: learnt from the words and the vectors of its entries, as sure as these allow. Pure.

A ridge regression, because what it says of each entry when that is left out comes from one solution: so it is known of each list how far
to believe it, and the names of the sections. On 28 public lists of 75 to 300 entries with 6 to 57 sections, two thirds teaching the third:
first right 0.563, among three 0.779, log-loss 1.61; a logistic regression on vectors alone: 0.537, 0.773, 1.82 (2026-11-30).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from classifier.terms import terms

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = npt.NDArray[np.float64]

# Words beside vectors in what makes two papers alike, and the strength of the ridge: 0.3 to 0.5 and 0.001 to 0.01 differ by less than 0.02.
WORDS_SHARE, RIDGE = 0.4, 0.005
# Examples learnt from, evenly chosen where there are more: as many as a decision can be learnt with in half a second.
MOST_EXAMPLES = 1500
# How far to believe the regression and the names of the sections: what explains the entries, left out, best; USUAL for lists too short to
# tell.
SHARPNESS, NAMES_SHARE = (3.0, 4.5, 6.0, 8.0, 11.0, 15.0, 20.0, 27.0), (0.1, 0.25, 0.5, 1.0)
FEWEST_TOLD, USUAL = 25, (6.0, 0.25)
# In place of a word that none of the examples has.
UNKNOWN = ""
# Less is believed of no section than of any when fits are compared: one entry that fits nowhere must not decide.
LEAST_SHARE = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text with its vector and the places of its sections; texts of one paper have the same `paper`."""

    text: str
    vector: npt.NDArray[np.float32]
    places: tuple[int, ...]
    paper: int


@dataclass(frozen=True, kw_only=True)
class SectionRidge:
    """Learnt by `learn_ridge`."""

    rarity: dict[str, float]
    by_vector: Matrix
    by_word: dict[str, Matrix]
    intercepts: Matrix
    sharpness: float
    names_share: float

    def odds(self, text: str, vector: npt.NDArray[np.float32], named: Matrix) -> Matrix:
        """Log-odds of the sections up to a constant; `named` is what the phrases of each add up to."""
        answers = vector.astype(np.float64) @ self.by_vector + self.intercepts
        for word, weight in _weighted(text, self.rarity).items():
            answers = answers + weight * self.by_word[word]
        return np.asarray(self.sharpness * answers + self.names_share * named, np.float64)


def learn_ridge(examples: Sequence[Example], named: Matrix) -> SectionRidge:
    """From at least two examples; `named` has what the phrases of each section add up to, a row an example."""
    if len(examples) > MOST_EXAMPLES:
        chosen = np.linspace(0, len(examples) - 1, MOST_EXAMPLES).astype(int)
        examples, named = [examples[place] for place in chosen], named[chosen]
    rarity = _rarity([one.text for one in examples])
    words = _table([_weighted(one.text, rarity) for one in examples], list(rarity))
    vectors = np.stack([one.vector for one in examples]).astype(np.float64)
    wanted = np.zeros((len(examples), named.shape[1]))
    for row, one in zip(wanted, examples, strict=True):
        row[list(one.places)] = 1 / len(one.places)
    kernels = vectors @ vectors.T, np.asarray((words @ words.T).todense(), np.float64)
    scales = _scale(kernels[0], 1 - WORDS_SHARE), _scale(kernels[1], WORDS_SHARE)
    kernel, mean = scales[0] * kernels[0] + scales[1] * kernels[1], wanted.mean(axis=0)
    inverse = _inverse(_centred(kernel))
    duals = inverse @ (wanted - mean)
    sharpness, names_share = _fitted(_left_out(inverse, duals, wanted, examples), named, wanted > 0)
    return SectionRidge(
        rarity=rarity,
        by_vector=scales[0] * vectors.T @ duals,
        by_word=dict(zip(rarity, np.asarray(scales[1] * (words.T @ duals)), strict=True)),
        intercepts=mean - kernel.mean(axis=0) @ duals,
        sharpness=sharpness,
        names_share=names_share,
    )


def _rarity(texts: Sequence[str]) -> dict[str, float]:
    """How much each word of the texts counts, and one that they do not have: the rarer the more."""
    counts = Counter(word for text in texts for word in dict.fromkeys(terms(text)))
    counts[UNKNOWN] = 0
    return {word: float(np.log((len(texts) + 1) / (count + 1)) + 1) for word, count in counts.items()}


def _weighted(text: str, rarity: dict[str, float]) -> dict[str, float]:
    """The known words of a text, all words together of length one."""
    counts = Counter(terms(text))
    rarest = rarity.get(UNKNOWN, 1.0)
    weights = {word: float(1 + np.log(count)) * rarity.get(word, rarest) for word, count in counts.items()}
    length = float(np.sqrt(sum(weight * weight for weight in weights.values()))) or 1.0
    return {word: weight / length for word, weight in weights.items() if word in rarity}


def _table(rows: Sequence[dict[str, float]], words: Sequence[str]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    columns = {word: column for column, word in enumerate(words)}
    places = [columns[word] for row in rows for word in row]
    edges = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix(([weight for row in rows for weight in row.values()], places, edges), shape=(len(rows), len(words)))


def _centred(kernel: Matrix) -> Matrix:
    rows = kernel - kernel.mean(axis=0)
    return np.asarray(rows - rows.mean(axis=1, keepdims=True), np.float64)


def _scale(kernel: Matrix, share: float) -> float:
    """By what to multiply the kernel, so that papers are as far from the centre as the share says, on average."""
    return share / max(float(np.diag(_centred(kernel)).mean()), 1e-9)


def _inverse(kernel: Matrix) -> Matrix:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return np.asarray(np.linalg.inv(kernel + RIDGE * len(kernel) * np.eye(len(kernel))), np.float64)


def _left_out(inverse: Matrix, duals: Matrix, wanted: Matrix, examples: Sequence[Example]) -> Matrix:
    """What the regression says of each example when all texts of its paper are left out (Hastie et al. 2009, 7.52, by blocks)."""
    rows: dict[int, list[int]] = {}
    for row, one in enumerate(examples):
        rows.setdefault(one.paper, []).append(row)
    answers = np.zeros_like(wanted)
    for same in rows.values():
        answers[same] = wanted[same] - np.linalg.solve(inverse[np.ix_(same, same)], duals[same])
    return answers


def _fitted(answers: Matrix, named: Matrix, right: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """How far to believe the regression and the names, by the log-likelihood of the sections that the examples have."""
    if len(answers) < FEWEST_TOLD:
        return USUAL
    fits = {(sharpness, share): _likelihood(sharpness * answers + share * named, right) for sharpness in SHARPNESS for share in NAMES_SHARE}
    return max(fits, key=fits.__getitem__)


def _likelihood(odds: Matrix, right: npt.NDArray[np.bool_]) -> float:
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares = (powers * right).sum(axis=1) / powers.sum(axis=1)
    return float(np.log(np.maximum(shares, LEAST_SHARE)).mean())
