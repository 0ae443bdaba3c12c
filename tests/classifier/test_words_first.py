"""The two halves of the cascade say together what the classifier says, and the first half needs no sentence model."""

import pickle

import pytest
from small_list import ENTRIES, HashingEncoder, paper

from classifier.examples import Decision
from classifier.model import Classifier
from classifier.screenings import Screening
from classifier.text import Text
from classifier.topic import Topic
from classifier.words_first import by_words, completed, for_words

PAPERS = [
    paper("Spiking Neural Networks for Speech", "We train spiking neurons."),
    paper("Convex Optimization with Noise", "We bound the regret. " * 40),
    paper("Events"),
    paper("Event Cameras by Night", "Event-based vision.", ("neuromorphic",)),
    paper(""),
    paper("Attention for Maps"),
] * 3
CRAWLED = [Text(f"{'Spiking' if place % 5 else 'Convex'} Networks of Kind{place}", "We prove a bound. " * 40) for place in range(100)]


@pytest.mark.parametrize("decided", [0, 4])
@pytest.mark.parametrize("by_list", [False, True])
@pytest.mark.parametrize("crawled", [0, 100])
def test_both_halves_say_what_the_whole_says(topic: Topic, decided: int, by_list: bool, crawled: int) -> None:
    decisions = [Decision(one, accepted=bool(place % 2)) for place, one in enumerate(PAPERS[:decided])]
    given = Topic(name="none") if by_list else topic
    classifier = Classifier.learn(given, ENTRIES, decisions=decisions, encoder=HashingEncoder(), crawled=CRAWLED[:crawled])
    whole = list(classifier.screen(PAPERS))
    sent: Classifier = pickle.loads(pickle.dumps(for_words(classifier)))
    assert completed(classifier, by_words(sent, PAPERS)) == whole
    light = completed(classifier, by_words(sent, PAPERS, kept=False))
    assert [(one.score, one.flagged, one.reasons) for one in light] == [(one.score, one.flagged, one.reasons) for one in whole]
    assert completed(classifier, by_words(sent, [])) == []


def test_words_need_no_model_and_say_all_of_most_papers(classifier: Classifier, encoder: HashingEncoder) -> None:
    found = by_words(for_words(classifier), PAPERS)
    assert encoder.texts == []
    assert sum(isinstance(one, Screening) for one in found) > len(PAPERS) / 2
    assert not any(one.flagged for one in found if isinstance(one, Screening))


def test_what_only_learning_needs_is_not_sent(topic: Topic) -> None:
    classifier = Classifier.learn(topic, ENTRIES, encoder=HashingEncoder(size=10_000))
    list(classifier.screen(PAPERS))
    assert len(pickle.dumps(for_words(classifier))) < 500_000 < len(pickle.dumps(classifier))


def test_no_text_of_a_crawled_paper_is_sent() -> None:
    classifier = Classifier.learn(Topic(), ENTRIES, encoder=HashingEncoder(), crawled=CRAWLED)
    list(classifier.screen(PAPERS))
    assert b"of Kind7" in pickle.dumps(classifier)
    assert b"of Kind7" not in pickle.dumps(for_words(classifier))
