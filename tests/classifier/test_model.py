"""The classifier as a whole: order, cascade, reasons, decisions, keeping."""

from collections.abc import Iterator
from dataclasses import replace
from math import exp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_list import ENTRIES, HashingEncoder, paper

from classifier.embedding import SentenceEncoder
from classifier.errors import ClassifierError
from classifier.evidence import LexicalEvidence
from classifier.examples import Decision, ListEntry
from classifier.model import Classifier
from classifier.text import read
from classifier.topic import Topic
from spiders.paper import Paper

CAMERA = paper("Rethinking High-speed Image Reconstruction Framework with Spike Camera")
OTHER_CAMERA = paper("High Dynamic Range Imaging with Time-Encoding Spike Camera")
EVENTS = paper("Event-based Motion Deblurring", "Event cameras are bio-inspired sensors. Event-based vision is fast.")
OTHER_EVENTS = paper("Event-based Object Detection", "Event cameras are bio-inspired sensors with low latency.")
ORDINARY = paper("Private Non-smooth ERM and SCO in Subquadratic Steps", "We study optimization.")
PAPERS = [CAMERA, ORDINARY, EVENTS, OTHER_CAMERA, OTHER_EVENTS, paper("Spiking neural networks")]


def test_screenings_come_in_the_order_of_the_papers_whatever_the_batch(classifier: Classifier) -> None:
    whole = list(classifier.screen(PAPERS))
    assert list(classifier.screen(PAPERS, batch=1)) == whole
    assert [s.flagged for s in whole] == [True, False, False, True, False, True]


def test_the_model_is_not_asked_when_no_paper_is_doubtful(classifier: Classifier, encoder: HashingEncoder) -> None:
    assert [s.flagged for s in classifier.screen([ORDINARY, ORDINARY])] == [False, False]
    assert encoder.texts == []


def test_what_has_no_title_is_not_read_by_the_model(classifier: Classifier, encoder: HashingEncoder) -> None:
    list(classifier.screen([paper("", "We train spiking neural networks.")]))
    assert not any("We train" in text for text in encoder.texts)
    list(classifier.screen([paper("Zebras", "We train spiking neural networks.")]))
    assert any("We train" in text for text in encoder.texts)


def test_papers_are_taken_batch_by_batch(classifier: Classifier) -> None:
    taken = 0

    def endless() -> Iterator[Paper]:
        nonlocal taken
        while True:
            taken += 1
            yield ORDINARY

    stream = classifier.screen(endless(), batch=10)
    for _ in range(25):
        next(stream)
    assert taken == 30


def test_every_flagged_paper_has_reasons_that_can_be_checked(classifier: Classifier) -> None:
    for one, screening in zip(PAPERS, classifier.screen(PAPERS), strict=True):
        if screening.flagged:
            cues = [reason for reason in screening.reasons if reason.kind == "cue"]
            assert cues
            assert all(reason.text.split("”")[0].removeprefix("“") in one.title for reason in cues if reason.where == "title")
            assert screening.category == screening.categories[0].name
            assert len(screening.categories) == 3


def test_a_paper_of_the_list_is_not_its_own_neighbour(classifier: Classifier) -> None:
    (screening,) = classifier.screen([paper(ENTRIES[0].title)])
    assert not any(reason.kind == "neighbour" and ENTRIES[0].title in reason.text for reason in screening.reasons)


def test_what_speaks_against_is_said_too(classifier: Classifier) -> None:
    (screening,) = classifier.screen([paper("Spiking neural networks", "We decode neural recordings of motor cortex.")])
    assert "against" in {reason.kind for reason in screening.reasons}


def test_a_rejection_lowers_papers_like_it_and_taking_it_back_restores_every_score(classifier: Classifier) -> None:
    evidence = [s.evidence for s in classifier.screen([CAMERA, OTHER_CAMERA]) if s.evidence]
    before = classifier.rescore(evidence)
    rejected = classifier.decided([Decision(CAMERA, accepted=False)])
    after = rejected.rescore(evidence)
    assert after[0] < before[0]
    assert after[1] < before[1], "the other paper on spike cameras"
    assert rejected.decided([]).rescore(evidence) == before


def test_acceptances_raise_papers_like_them(classifier: Classifier) -> None:
    (before,) = classifier.screen([OTHER_EVENTS])
    likes = [replace(EVENTS, title=f"Event-based {what}") for what in ("Motion Deblurring", "Optical Flow", "Tracking", "Stereo")]
    rejected = [paper(f"Brain-inspired {what}", "A biologically plausible model.") for what in ("Memory", "Planning", "Sleep", "Search")]
    decisions = [Decision(each, accepted=True, category="ANN2SNN") for each in likes * 6]
    accepted = classifier.decided(decisions + [Decision(each, accepted=False) for each in rejected])
    (after,) = accepted.screen([OTHER_EVENTS])
    assert after.score > before.score
    assert "learnt" in {reason.kind for reason in after.reasons}


def test_the_order_of_decisions_and_the_way_to_them_do_not_matter(classifier: Classifier) -> None:
    decisions = [Decision(CAMERA, accepted=False), Decision(EVENTS, accepted=True, category="ANN2SNN")]
    at_once = classifier.decided(decisions)
    by_steps = classifier.decided(decisions[:1]).decided([*decisions, Decision(ORDINARY, accepted=False)]).decided(decisions)
    assert list(at_once.screen(PAPERS)) == list(by_steps.screen(PAPERS))
    assert at_once.fingerprint == by_steps.fingerprint != classifier.fingerprint


def test_rescoring_gives_the_score_of_the_screening(classifier: Classifier) -> None:
    decided = classifier.decided([Decision(CAMERA, accepted=False)])
    kept = [s.evidence for s in classifier.screen(PAPERS) if s.evidence]
    assert decided.rescore(kept) == [s.score for s in decided.screen(PAPERS) if s.evidence]
    assert classifier.rescore([]) == []


def test_a_decided_category_teaches_the_sections(classifier: Classifier) -> None:
    name = "Lightweight Spiking Neural Networks"
    odd = paper("Spiking Neural Networks at zebra crossings under rain")
    (before,) = classifier.screen([odd])
    assert before.categories[0].name != name
    (taught,) = classifier.decided([Decision(odd, accepted=True, category=name)] * 3).screen([odd])
    assert taught.categories[0].name == name


def test_the_fingerprint_names_list_and_model(topic: Topic, encoder: HashingEncoder) -> None:
    one = Classifier.learn(topic, ENTRIES, encoder=encoder)
    other = HashingEncoder()
    other.fingerprint = "another"  # type: ignore[misc]  # the double's name is a class attribute
    prints = {
        one.fingerprint,
        Classifier.learn(topic, ENTRIES[1:], encoder=encoder).fingerprint,
        Classifier.learn(topic.model_copy(update={"prior": -4.0}), ENTRIES, encoder=encoder).fingerprint,
        Classifier.learn(topic, ENTRIES, encoder=other).fingerprint,
    }
    assert len(prints) == 4
    assert Classifier.learn(topic, ENTRIES, encoder=encoder).fingerprint == one.fingerprint


@pytest.mark.parametrize("entries", [(), (ListEntry("One spiking paper", ()),), (ListEntry("Spikes", ("Only",)),)])
def test_lists_with_hardly_anything_still_screen(topic: Topic, encoder: HashingEncoder, entries: tuple[ListEntry, ...]) -> None:
    (screening,) = Classifier.learn(topic, entries, encoder=encoder).screen([paper("Spiking neural networks")])
    assert screening.flagged
    assert len(screening.categories) == len({name for entry in entries for name in entry.categories})


def test_without_list_and_topic_there_is_nothing_to_learn_from(encoder: HashingEncoder) -> None:
    with pytest.raises(ClassifierError, match="nothing to learn from"):
        Classifier.learn(Topic(), (), encoder=encoder)


def test_without_a_topic_file_the_list_teaches_the_cues(encoder: HashingEncoder) -> None:
    classifier = Classifier.learn(Topic(), ENTRIES, encoder=encoder)
    spiking, ordinary = classifier.screen([paper("Spiking Neural Networks for Speech"), ORDINARY])
    assert spiking.score > 10 * ordinary.score
    assert any(reason.kind == "cue" for reason in spiking.reasons)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=80), abstract=st.none() | st.text(max_size=200), keywords=st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_a_probability(classifier: Classifier, title: str, abstract: str | None, keywords: list[str]) -> None:
    (screening,) = classifier.screen([replace(paper(title, abstract), keywords=tuple(keywords))])
    assert 0.0 <= screening.score <= 1.0
    assert screening.flagged == (screening.score >= classifier.threshold) or not screening.evidence


def test_the_real_model_finds_a_paper_whose_title_never_says_it(topic: Topic, real_encoder: SentenceEncoder) -> None:
    classifier = Classifier.learn(topic, ENTRIES, encoder=real_encoder)
    hidden = paper(
        "Combinatorial Generalization by Unsupervised Grouping",
        "We introduce a spiking network with bio-plausible neurons that groups by spike timing. Integrate-and-fire neurons synchronise.",
    )
    ordinary = paper("Simple and Effective Stochastic Neural Networks", "Stochastic neural networks (SNNs) inject noise.")
    found, other = classifier.screen([hidden, ordinary])
    assert found.flagged
    assert not other.flagged
    assert "neighbour" in {reason.kind for reason in found.reasons}


def by_words(topic: Topic, one: Paper) -> float:
    """The probability before the sentence model is asked."""
    odds = topic.prior + LexicalEvidence(topic).read(read(one)).total
    return 1 / (1 + exp(-(topic.calibration.slope * odds + topic.calibration.intercept)))


def test_lying_far_from_the_list_says_nothing_against_a_paper_that_names_the_subject(classifier: Classifier) -> None:
    named = paper("Re-identifying People", "Colours fade at night. " * 15 + "A spiking neural network fuses them.")
    unnamed = paper("A Neuromorphic View on People", "Colours fade at night.")
    far, farther = classifier.screen([named, unnamed])
    assert far.score == pytest.approx(by_words(classifier.topic, named))
    assert farther.score < by_words(classifier.topic, unnamed), "a hint in the title proves less when the paper lies far away"


@pytest.mark.parametrize("title", ["Event-Based Detection of People", "Brain-Like Processing of Streams"])
def test_a_title_that_names_only_a_kind_is_worth_a_look_as_long_as_no_abstract_says_more(topic: Topic, title: str) -> None:
    assert topic.threshold < by_words(topic, paper(title)) < 0.2
    assert by_words(topic, paper(title, "People are detected. " * 30)) < topic.threshold
