"""A topic, a classifier on a small list, and the real sentence model."""

import pytest
from small_list import ENTRIES, HashingEncoder

from classifier.embedding import SentenceEncoder
from classifier.model import Classifier
from classifier.topic import Topic, load_topic


@pytest.fixture(scope="session")
def topic() -> Topic:
    return load_topic("brain-inspired")


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def classifier(topic: Topic, encoder: HashingEncoder) -> Classifier:
    return Classifier.learn(topic, ENTRIES, encoder=encoder)


@pytest.fixture(scope="session")
def real_encoder() -> SentenceEncoder:
    return SentenceEncoder()
