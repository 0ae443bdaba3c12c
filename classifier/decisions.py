"""The light head: what a maintainer's decisions change in the scores. Retrained from all decisions in force, in milliseconds.

Every paper that something speaks for carries its features in `Screening.evidence`, so that a decision re-ranks all screened papers
without reading a text again. Taking a decision back gives exactly the earlier scores, because nothing is kept but the decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Ridge: one rejection takes about 2 off the log-odds of the paper itself and of its twins, less of others; five of a kind decide.
RIDGE = 0.4
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """The log-odds before any decision, and what the head may weigh: the strength of each cue, the sentence vector."""

    base: float
    values: npt.NDArray[np.float32]

    def packed(self) -> bytes:
        """A few hundred bytes to keep with a screened paper; `unpacked` reads them."""
        return np.float32(self.base).tobytes() + self.values.astype(np.float16).tobytes()


def unpacked(packed: Sequence[bytes], length: int) -> tuple[Matrix, Matrix]:
    """The bases and the feature rows of packed features; those of another length (of an older classifier) count as without features."""
    bases = np.array([np.frombuffer(one[:4], np.float32)[0] for one in packed], np.float64)
    rows = np.zeros((len(packed), length), np.float32)
    for place, one in enumerate(packed):
        if len(one) == 4 + 2 * length:
            rows[place] = np.frombuffer(one, np.float16, offset=4)
    return bases, rows.astype(np.float64)


def head(bases: Matrix, rows: Matrix, accepted: Sequence[bool]) -> Matrix:
    """The weights that, added to the base log-odds, explain the decisions best; zeros without decisions."""
    if not len(accepted):
        return np.zeros(rows.shape[1])
    from scipy.optimize import minimize  # a quarter of a second to import

    sign = np.where(np.array(accepted), 1.0, -1.0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margin = sign * (bases + rows @ weights)
        slope = -sign / (1.0 + np.exp(np.clip(margin, -500, 500)))
        return float(np.logaddexp(0.0, -margin).sum() + RIDGE / 2 * weights @ weights), rows.T @ slope + RIDGE * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x, np.float64)
