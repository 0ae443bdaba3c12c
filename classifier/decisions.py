"""The light head: what a maintainer's decisions change in the scores. Retrained from all decisions in force, in milliseconds.

Every paper that something speaks for carries its features in `Screening.evidence`, so that a decision re-ranks all screened papers
without reading a text again. Taking a decision back gives exactly the earlier scores, because nothing is kept but the decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Ridge: one rejection of a paper that seemed certain takes about 4 off its log-odds and 3 off those of its twins; few of a kind decide.
RIDGE = 1.0
Matrix = npt.NDArray[np.float64]
# The log-odds before any decision come first, in single precision; the features follow in half precision.
BASE_BYTES = 4


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
    size = BASE_BYTES + 2 * length
    whole = np.frombuffer(b"".join(one if len(one) == size else one[:BASE_BYTES].ljust(size, b"\0") for one in packed), np.uint8)
    table = whole.reshape(len(packed), size)
    # At once to double precision, in which sums do not depend on how many papers are scored together (to the nine places kept).
    bases = table[:, :BASE_BYTES].view(np.float32)[:, 0].astype(np.float64)
    return bases, table[:, BASE_BYTES:].view(np.float16).astype(np.float64)


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
