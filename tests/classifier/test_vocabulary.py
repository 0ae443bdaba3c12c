"""Cues learnt from the list alone."""

from classifier.ordinary_titles import background_counts, background_titles
from classifier.vocabulary import learnt_topic, telling_root, term_odds, terms

TITLES = [
    "Spiking Graph Convolutional Networks",
    "Deep Residual Learning in Spiking Neural Networks",
    "Spike-driven Transformer",
    "Optimal ANN-SNN Conversion for Spiking Neural Networks",
    "Learning Optical Flow from Continuous Spike Streams",
]


def test_words_that_ordinary_titles_have_too_are_not_telling() -> None:
    odds = term_odds(TITLES)
    assert odds["spiking"] > 2
    assert "learning" not in odds
    assert "network" not in odds


def test_the_root_a_person_would_search_for() -> None:
    assert telling_root(TITLES) == "spik"
    assert telling_root([]) == ""


def test_plurals_fold_and_glue_makes_no_pairs() -> None:
    assert list(terms("Spikes of the Networks")) == ["spike"]
    assert "neural operator" in list(terms("Neural Operators"))


def test_a_learnt_topic_is_a_topic_file_without_categories() -> None:
    topic = learnt_topic(TITLES)
    assert topic.cue
    assert all(cue.title > cue.abstract >= 0 for cue in topic.cue)
    assert learnt_topic(TITLES) == topic


def test_the_background_comes_with_covenue() -> None:
    total, counts = background_counts()
    assert total > max(counts.values())
    assert len(background_titles()) > 300
