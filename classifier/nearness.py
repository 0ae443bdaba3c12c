"""How near a paper is to the list as a whole, by its sentence vector: the second step of the cascade, for doubtful papers only.

A logistic regression tells the listed papers from ordinary ones; its log-odds are added, damped, to the lexical evidence.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.embedding import Vectors

# Damping and limit of the regression's log-odds. The evidence of words and of the vector are not independent; 0.3 to 0.8 differ by
# less than 0.003 in average precision on 2021 and 2023 alike (measured 2026-11), and beyond 4 the regression is sure of noise.
SHARE = 0.5
LIMIT = 4.0
REGULARISATION = 10.0
# So that near is near: below, two titles share no more than the field.
LEAST_SIMILARITY = 0.35


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A listed paper and its cosine similarity to the paper asked for."""

    place: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Nearness:
    """Learnt from the vectors of the list's entries and of ordinary titles."""

    entries: Vectors
    weights: npt.NDArray[np.float64]
    intercept: float

    @classmethod
    def learn(cls, entries: Vectors, ordinary: Vectors) -> "Nearness":
        """From vectors of entries and of ordinary titles, n × 384 float32 each, by logistic regression with balanced weights."""
        from sklearn.linear_model import LogisticRegression  # half a second to import

        labels = [1] * len(entries) + [0] * len(ordinary)
        model = LogisticRegression(C=REGULARISATION, max_iter=1000, class_weight="balanced")
        model.fit(np.vstack([entries, ordinary]).astype(np.float64), labels)
        return cls(entries, np.asarray(model.coef_[0], np.float64), float(model.intercept_[0]))

    def odds(self, vectors: Vectors) -> npt.NDArray[np.float64]:
        """Log-odds to add for each row."""
        sure = vectors.astype(np.float64) @ self.weights + self.intercept
        return np.asarray(SHARE * np.clip(sure, -LIMIT, LIMIT), np.float64)

    def nearest(self, vector: npt.NDArray[np.float32], most: int) -> list[Neighbour]:
        """The nearest entries, nearest first."""
        similarity = self.entries @ vector
        order = np.argsort(-similarity, kind="stable")[:most]
        return [Neighbour(int(place), float(similarity[place])) for place in order if similarity[place] >= LEAST_SIMILARITY]
