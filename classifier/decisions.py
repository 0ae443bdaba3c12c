"""What a maintainer's decisions change in the scores. Retrained from all decisions in force, within a second.

Every paper carries its features in `Screening.evidence`, so that a decision re-ranks all screened papers without reading a text again.
Taking a decision back gives exactly the earlier scores, because nothing is kept but the decisions.

A kernel regression on log-odds that are given before any decision. A decision speaks for papers that are like it, in text and in how
promising they were: what was decided, the most promising first, else teaches what waits further down by features that it does not have.
The entries of the list stand beside the decisions as accepted papers. How strongly decisions are heard is not a matter of taste: each
decision is foretold by all others, and only a strength that foretells better than the weaker one is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.terms import NUMBERS

# Weakest first. Chosen, with the figures below, on ten public lists without a topic file (15 cases) and the bundled topic on 2021 and 2023,
# four fifths of the flagged papers drawn many times. On twelve other lists (22 cases) the area under the curve of what waits changed by
# +0.003, +0.004, +0.007, +0.006, 0, -0.003 after 20, 40, 60, 80, 100, 140 decisions, the most promising first, by -0.036 in the worst case
# of few papers; decided in random order by 0, +0.002, +0.001, +0.005, +0.005, 0. A kernel that heard decisions on papers however unlike in
# score: -0.007, -0.012, +0.004, -0.004, -0.010, +0.014, at worst -0.123. With the bundled topic on 2025: no change, the area is 0.98 of 1
# before any decision; on the six venues of three years +0.004 after 60 in random order, 0 from the top, where none of the first 91 of 154
# is a rejection to learn from (2026-11-30).
STRENGTHS = (1.0, 3.0)
# A stronger one must foretell better by so many standard errors of the difference: as good by chance is not good enough.
BETTER_BY = 2.0
# Fewer decisions than these, or of fewer rejections or acceptances, do not show what foretells: the weakest strength holds.
LEAST_DECISIONS, LEAST_OF_EACH = 20, 3
# Log-odds between two papers from which they teach each other nothing; nearer they do in proportion. 3 to 8 differ by less than noise.
REACH = 5.0
# Power of the likeness of two vectors: with 2, papers that share no more than the field teach each other; with 6 there is less to gain.
POWER = 4
# Of the likeness of words, beside that of vectors: by it papers without a vector move, too; 0.01 to 0.1 differ by less than noise.
WORDS = 0.1
# Variance of how far the log-odds of all decided papers may be off together, and those of the entries. It is learnt beside the rest and
# passed on to no paper: where scores are too modest on the whole, accepting would else lift whatever is common, and order what waits worse
# (see `evaluate --replay`); the entries alone would lift what is like them, even after nothing but rejections.
OFFSET = 4.0
# An example that adds less than this to papers like it is left out: it would change the sixth place of a score.
LEAST_ANSWER = 1e-6
# Steps of Newton's method at most, how often one is halved at most, and the gain below which it has arrived.
STEPS, HALVINGS, SETTLED = 30, 20, 1e-9
# Terms kept of a paper: nearly all titles have fewer.
SLOTS = 32
Matrix = npt.NDArray[np.float64]
# The log-odds before any decision come first, in single precision; then the terms and their weights; then the vector, where there is one.
BASE_BYTES = 4
TERM_BYTES = SLOTS * 6


@dataclass(frozen=True, slots=True)
class Features:
    """The log-odds before any decision, and what the head may weigh: numbered terms with weights, the sentence vector or None."""

    base: float
    terms: dict[int, float]
    vector: npt.NDArray[np.float32] | None = None

    def packed(self) -> bytes:
        """200 bytes to keep with a screened paper, and 768 for a vector; `Rows.unpacked` reads them."""
        strongest = sorted(self.terms.items(), key=lambda item: (-abs(item[1]), item[0]))[:SLOTS]
        places, weights = np.zeros(SLOTS, np.uint32), np.zeros(SLOTS, np.float16)
        for slot, (place, weight) in enumerate(strongest):
            places[slot], weights[slot] = place, weight
        tail = b"" if self.vector is None else self.vector.astype(np.float16).tobytes()
        return np.float32(self.base).tobytes() + places.tobytes() + weights.tobytes() + tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The features of several papers: `bases` n, `places` and `weights` n × SLOTS, `vectors` n × size (zeros: none)."""

    bases: Matrix
    places: npt.NDArray[np.uint32]
    weights: Matrix
    vectors: Matrix

    @classmethod
    def unpacked(cls, packed: Sequence[bytes], size: int) -> "Rows":
        """From `Features.packed`, with vectors of this size. What an older version packed counts as without features."""
        short, long = BASE_BYTES + TERM_BYTES, BASE_BYTES + TERM_BYTES + 2 * size
        table = np.frombuffer(b"".join(_fitting(one, short, long) for one in packed), np.uint8).reshape(len(packed), long)
        # At once to double precision, in which sums do not depend on how many papers are scored together (to the nine places kept).
        bases = table[:, :BASE_BYTES].copy().view(np.float32)[:, 0].astype(np.float64)
        places = table[:, BASE_BYTES : BASE_BYTES + 4 * SLOTS].copy().view(np.uint32)
        weights = table[:, BASE_BYTES + 4 * SLOTS : short].copy().view(np.float16).astype(np.float64)
        vectors = table[:, short:].copy().view(np.float16).astype(np.float64)
        return cls(bases=bases, places=places % NUMBERS, weights=weights, vectors=vectors)

    def of(self, chosen: npt.NDArray[np.intp]) -> "Rows":
        """Only these rows."""
        return Rows(bases=self.bases[chosen], places=self.places[chosen], weights=self.weights[chosen], vectors=self.vectors[chosen])

    @property
    def encoded(self) -> npt.NDArray[np.bool_]:
        """Which rows have a vector."""
        return np.asarray(self.vectors.any(axis=1), np.bool_)

    def by_words(self) -> Matrix:
        """How alike each is to each by its terms, n × n."""
        from scipy.sparse import csr_matrix

        count = len(self.bases)
        edges = np.arange(0, count * SLOTS + 1, SLOTS)
        table = csr_matrix((self.weights.ravel(), self.places.ravel().astype(np.int64), edges), shape=(count, NUMBERS))
        return np.asarray(WORDS * (table @ table.T).toarray(), np.float64)

    def by_vectors(self, others: "Rows") -> Matrix:
        """How alike each is to each of the others by text and score together, n × m; 0 where either has no vector."""
        near = np.maximum(0.0, 1.0 - np.abs(self.bases[:, None] - others.bases) / REACH)
        return np.asarray(near * (self.vectors @ others.vectors.T) ** POWER, np.float64)


def _fitting(one: bytes, short: int, long: int) -> bytes:
    return one.ljust(long, b"\0") if len(one) in (short, long) else one[:BASE_BYTES].ljust(long, b"\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What decisions add to log-odds: a weight a term, and how much each example adds to papers like it. `strength` is 0 before any
    decision.
    """

    terms: Matrix
    examples: Rows
    answers: Matrix
    strength: float = 0.0

    def changes(self, rows: Rows) -> Matrix:
        """What is added to the base of each row."""
        if not self.strength:
            return np.zeros(len(rows.bases))
        found = np.asarray(np.einsum("ij,ij->i", self.terms[rows.places], rows.weights), np.float64)
        if len(self.answers) and len(encoded := np.flatnonzero(rows.encoded)):
            found[encoded] += rows.of(encoded).by_vectors(self.examples) @ self.answers
        return found


def silent(size: int) -> Head:
    """The head before any decision."""
    return Head(terms=np.zeros(0), examples=Rows.unpacked((), size), answers=np.zeros(0))


def trained(
    rows: Rows, accepted: Sequence[bool], weights: Sequence[float], decided: Sequence[bool], offered: Sequence[float] = STRENGTHS
) -> Head:
    """The head that explains the examples; `decided` tells decisions from the entries that stand beside them, `weights` how each counts.

    Of the strengths `offered`, weakest first, the strongest that the decisions bear out is taken.
    """
    from threadpoolctl import threadpool_limits

    wanted, heavy, judged = np.array(accepted, float), np.array(weights, float), np.array(decided)
    kernel = rows.by_words() + rows.by_vectors(rows)
    shared = OFFSET * (judged[:, None] == judged)
    chosen, chosen_losses, answer = 0.0, np.empty(0), np.zeros(len(wanted))
    kinds = np.bincount(wanted[judged].astype(int), minlength=2)
    strengths = offered if kinds.sum() >= LEAST_DECISIONS and kinds.min() >= LEAST_OF_EACH else offered[:1]
    for strength in strengths:
        # On matrices this small two threads wait for one another: beside a busy program 36 ms a step instead of 2 (measured 2026-11).
        with threadpool_limits(1):
            found, losses = _fitted(kernel * strength + shared, rows.bases, wanted, heavy)
        losses = losses[judged]
        gain = chosen_losses - losses if chosen else np.full(len(losses), np.inf)
        if chosen and gain.sum() <= BETTER_BY * float(np.std(gain)) * len(gain) ** 0.5:
            continue
        chosen, chosen_losses, answer = strength, losses, found * strength
    terms = np.zeros(NUMBERS)
    np.add.at(terms, rows.places.ravel(), (WORDS * rows.weights * answer[:, None]).ravel())
    heard = np.flatnonzero((np.abs(answer) > LEAST_ANSWER) & rows.encoded)
    return Head(terms=terms, examples=rows.of(heard), answers=answer[heard], strength=chosen)


def _fitted(kernel: Matrix, bases: Matrix, wanted: Matrix, heavy: Matrix) -> tuple[Matrix, Matrix]:
    """The coefficients of the examples, and the loss of each when it is left out (to first order, without fitting anew)."""
    from scipy.linalg import cho_factor, cho_solve, solve_triangular

    count = len(bases)
    change, coefficients, cost = np.zeros(count), np.zeros(count), np.inf
    for _ in range(STEPS):
        share, curve, root = _curved(bases + change, heavy)
        working = change + heavy * (wanted - share) / curve
        # (K + W^-1)^-1 times the working response, in a form that stays stable where the curve is flat.
        inner = cho_factor(np.eye(count) + root[:, None] * kernel * root, lower=True)
        step = root * cho_solve(inner, root * working) - coefficients
        # Where papers are nearly certain the curve is flat and a whole step goes too far, further each time: half of it, then.
        for _ in range(HALVINGS):
            tried = coefficients + step
            changed = kernel @ tried
            costs = _cost(bases, changed, tried, wanted, heavy)
            if costs <= cost:
                break
            step = step / 2
        settled = cost - costs < SETTLED
        change, coefficients, cost = changed, tried, costs
        if settled:
            break
    share, curve, root = _curved(bases + change, heavy)
    slope = heavy * (wanted - share)
    inner, lower = cho_factor(np.eye(count) + root[:, None] * kernel * root, lower=True)
    known = solve_triangular(inner, root[:, None] * kernel, lower=lower)
    own = np.clip(np.diag(kernel) - np.einsum("ij,ij->j", known, known), 0.0, None)
    left_out = bases + change - own * slope / np.maximum(1 - curve * own, 1e-3)
    margin = np.where(wanted > 0.5, left_out, -left_out)
    return slope, np.asarray(np.logaddexp(0.0, -margin), np.float64)


def _curved(odds: Matrix, heavy: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """The probabilities, how curved the loss is there, and the root of that."""
    share = 1.0 / (1.0 + np.exp(-np.clip(odds, -500, 500)))
    curve = np.maximum(heavy * share * (1 - share), 1e-9)
    return share, curve, np.sqrt(curve)


def _cost(bases: Matrix, change: Matrix, coefficients: Matrix, wanted: Matrix, heavy: Matrix) -> float:
    """What is made as small as can be: the loss of the examples, and how far the change departs from none."""
    odds = bases + change
    return float(heavy @ np.logaddexp(0.0, np.where(wanted > 0.5, -odds, odds)) + coefficients @ change / 2)
