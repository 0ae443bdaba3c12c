"""The light head: what a maintainer's decisions change in the scores. Retrained from all decisions in force, in well under a second.

Every paper carries its features in `Screening.evidence`, so that a decision re-ranks all screened papers without reading a text again.
Taking a decision back gives exactly the earlier scores, because nothing is kept but the decisions.

A kernel regression on log-odds that are given before any decision. The entries of the list stand beside the decisions as accepted
papers: else each rejection pulls down its neighbours and nothing holds them (seen 2026-11: two rejections took the papers above 0.95
from 144 to 12). How strongly decisions are heard is not a matter of taste: each decision is foretold by all others, and only a strength
that foretells better than the weaker one is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.terms import NUMBERS

# Weakest first. By `covenue evaluate --replay`, mean change of the area under the curve of what waits at 0.1, 0.3, 1.0: with the bundled
# topic (130 papers of three years) 0, 0, 0; of two lists without a topic file +0.02, +0.05, +0.08 (model-based RL; at 1.0 it loses 0.05 at
# one stage) and -0.02, -0.02, -0.02 (time series, which names a part of what fits; measured 2026-11).
STRENGTHS = (0.1, 0.3)
# A stronger one must foretell better by so many standard errors of the difference: as good by chance is not good enough.
BETTER_BY = 2.0
# Fewer decisions than these, or of fewer rejections or acceptances, do not show what foretells: the weakest strength holds.
LEAST_DECISIONS, LEAST_OF_EACH = 20, 3
# Variance of how far the log-odds of all decided papers may be off together. It is learnt beside the rest and passed on to no paper: where
# scores are too modest on the whole, accepting would else lift whatever is common, and order what waits worse (see `evaluate --replay`).
OFFSET = 4.0
# Steps of Newton's method; the loss is convex, and eight leave an error below 1e-6.
STEPS = 12
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
    """The features of several papers: `bases` n, `places` and `weights` n × SLOTS, `vectors` n × size (zeros: none, like the average)."""

    bases: Matrix
    places: npt.NDArray[np.uint32]
    weights: Matrix
    vectors: Matrix

    @classmethod
    def unpacked(cls, packed: Sequence[bytes], centre: Matrix) -> "Rows":
        """From `Features.packed`; vectors are told from `centre`. What an older version packed counts as without features."""
        count, size = len(packed), len(centre)
        short, long = BASE_BYTES + TERM_BYTES, BASE_BYTES + TERM_BYTES + 2 * size
        table = np.frombuffer(b"".join(_fitting(one, short, long) for one in packed), np.uint8).reshape(count, long)
        # At once to double precision, in which sums do not depend on how many papers are scored together (to the nine places kept).
        bases = table[:, :BASE_BYTES].copy().view(np.float32)[:, 0].astype(np.float64)
        places = table[:, BASE_BYTES : BASE_BYTES + 4 * SLOTS].copy().view(np.uint32)
        weights = table[:, BASE_BYTES + 4 * SLOTS : short].copy().view(np.float16).astype(np.float64)
        vectors = table[:, short:].copy().view(np.float16).astype(np.float64)
        there = np.array([len(one) == long for one in packed])
        vectors[there] -= centre
        return cls(bases=bases, places=places % NUMBERS, weights=weights, vectors=vectors)

    def alike(self) -> Matrix:
        """How alike each is to each: the kernel, n × n."""
        from scipy.sparse import csr_matrix

        count = len(self.bases)
        edges = np.arange(0, count * SLOTS + 1, SLOTS)
        table = csr_matrix((self.weights.ravel(), self.places.ravel().astype(np.int64), edges), shape=(count, NUMBERS))
        return np.asarray((table @ table.T).toarray() + self.vectors @ self.vectors.T, np.float64)


def _fitting(one: bytes, short: int, long: int) -> bytes:
    return one.ljust(long, b"\0") if len(one) in (short, long) else one[:BASE_BYTES].ljust(long, b"\0")


@dataclass(frozen=True, slots=True)
class Head:
    """What decisions add to log-odds: a weight a term, a weight a component of the vector. `strength` is 0 before any decision."""

    terms: Matrix
    vector: Matrix
    strength: float = 0.0

    def changes(self, rows: Rows) -> Matrix:
        """What is added to the base of each row."""
        if not self.strength:
            return np.zeros(len(rows.bases))
        found = np.einsum("ij,ij->i", self.terms[rows.places], rows.weights) + rows.vectors @ self.vector
        return np.asarray(found, np.float64)


def silent(size: int) -> Head:
    """The head before any decision."""
    return Head(np.zeros(0), np.zeros(size))


def trained(
    rows: Rows, accepted: Sequence[bool], weights: Sequence[float], decided: Sequence[bool], offered: Sequence[float] = STRENGTHS
) -> Head:
    """The head that explains the examples; `decided` tells decisions from the entries that stand beside them, `weights` how each counts.

    Of the strengths `offered`, weakest first, the strongest that the decisions bear out is taken.
    """
    from threadpoolctl import threadpool_limits

    wanted, heavy, judged = np.array(accepted, float), np.array(weights, float), np.array(decided)
    kernel = rows.alike()
    shared = OFFSET * np.outer(judged, judged)
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
    np.add.at(terms, rows.places.ravel(), (rows.weights * answer[:, None]).ravel())
    return Head(terms, rows.vectors.T @ answer, chosen)


def _fitted(kernel: Matrix, bases: Matrix, wanted: Matrix, heavy: Matrix) -> tuple[Matrix, Matrix]:
    """The coefficients of the examples, and the loss of each when it is left out (to first order, without fitting anew)."""
    count = len(bases)
    change = np.zeros(count)
    for _ in range(STEPS):
        share = 1.0 / (1.0 + np.exp(-np.clip(bases + change, -500, 500)))
        curve = np.maximum(heavy * share * (1 - share), 1e-9)
        working = change + heavy * (wanted - share) / curve
        # (K + W^-1)^-1 times the working response, in a form that stays stable where the curve is flat.
        root = np.sqrt(curve)
        inner = np.eye(count) + root[:, None] * kernel * root[None, :]
        coefficients = root * np.linalg.solve(inner, root * working)
        change = kernel @ coefficients
    share = 1.0 / (1.0 + np.exp(-np.clip(bases + change, -500, 500)))
    slope = heavy * (wanted - share)
    curve = np.maximum(heavy * share * (1 - share), 1e-9)
    root = np.sqrt(curve)
    spread = kernel - kernel @ (root[:, None] * np.linalg.solve(np.eye(count) + root[:, None] * kernel * root, root[:, None] * kernel))
    own = np.clip(np.diag(spread), 0.0, None)
    left_out = bases + change - own * slope / np.maximum(1 - curve * own, 1e-3)
    margin = np.where(wanted > 0.5, left_out, -left_out)
    return slope, np.asarray(np.logaddexp(0.0, -margin), np.float64)
