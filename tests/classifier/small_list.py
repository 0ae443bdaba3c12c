"""A small list, and a named double of the sentence model, for the tests of the classifier."""

import hashlib
from collections.abc import Sequence

import numpy as np

from classifier.embedding import Vectors
from classifier.examples import ListEntry
from spiders.paper import Paper

ENTRIES = (
    ListEntry("Spikformer: When Spiking Neural Network Meets Transformer", ("Spiking Attention Mechanism",)),
    ListEntry("Spike-driven Transformer", ("Spiking Attention Mechanism",)),
    ListEntry("Optimal Conversion of Conventional Artificial Neural Networks to Spiking Neural Networks", ("ANN2SNN",)),
    ListEntry("Bridging the Gap between ANNs and SNNs by Calibrating Offset Spikes", ("ANN2SNN",)),
    ListEntry("Q-SNNs: Quantized Spiking Neural Networks", ("Lightweight Spiking Neural Networks",)),
    ListEntry("LitE-SNN: Designing Lightweight and Efficient Spiking Neural Network", ("Lightweight Spiking Neural Networks", "ANN2SNN")),
)


class HashingEncoder:
    """A test double: the words of a text hashed into a small vector. Knows nothing of meaning; counts how often it was asked."""

    fingerprint = "hashing-double"

    def __init__(self, size: int = 64) -> None:
        self.size = size
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        rows = np.zeros((len(texts), self.size), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest()
                row[int.from_bytes(digest) % self.size] += 1.0
            row /= max(float(np.linalg.norm(row)), 1.0)
        return rows


def paper(title: str, abstract: str | None = None, keywords: tuple[str, ...] = ()) -> Paper:
    return Paper(title=title, venue="iclr", year=2025, abstract=abstract, keywords=keywords)
