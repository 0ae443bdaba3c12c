"""Abbreviations, learnt from how abstracts spell them out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.abbreviations import FEWEST_TEXTS, NONE_KNOWN, Abbreviations, spelt_out
from classifier.terms import words as words_of

SPIKES = "We train spiking neural networks (SNNs) with gradients."


def learnt(*texts: str) -> dict[str, tuple[str, ...]]:
    return dict(Abbreviations.learn(texts).expansions)


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (SPIKES, "snn", ("spiking", "neural", "network")),
        ("A vision transformer (ViT) sees.", "vit", ("vision", "transformer")),
        ("Low-rank adaptation (LoRA) is cheap.", "lora", ("low", "rank", "adaptation")),
        ("A mixture of experts (MoE) routes.", "moe", ("mixture", "of", "expert")),
        ("Data out-of-distribution (OOD) differ.", "ood", ("out", "of", "distribution")),
        ("The so-called Large Language Models (LLMs, for short) talk.", "llm", ("large", "language", "model")),
    ],
)
def test_an_abbreviation_stands_for_the_words_before_its_bracket(text: str, name: str, words: tuple[str, ...]) -> None:
    assert learnt(*[text] * FEWEST_TEXTS) == {name: words}


@pytest.mark.parametrize(
    "text",
    [
        "We train networks (SNNs) with gradients.",
        "Spiking networks (see below) learn.",
        "Spiking neural networks [SNNs] learn.",
        "Accepted by the Conference (ICML) of machines.",
        "Text to images (T2I) and (A).",
    ],
)
def test_other_brackets_spell_nothing_out(text: str) -> None:
    assert learnt(*[text] * FEWEST_TEXTS) == {}


def test_one_paper_alone_may_call_anything_by_anything() -> None:
    assert learnt(*[SPIKES] * (FEWEST_TEXTS - 1)) == {}
    assert learnt(" ".join([SPIKES] * FEWEST_TEXTS)) == {}


def test_an_abbreviation_of_two_things_is_of_none() -> None:
    texts = ["Self-supervised learning (SSL) works."] * 6 + ["Semi-supervised learning (SSL) works."] * 3
    assert learnt(*texts) == {}
    assert learnt(*texts[:6]) == {"ssl": ("self", "supervised", "learning")}


def test_wordings_that_begin_alike_agree_and_the_commonest_is_shown() -> None:
    texts = ["A Markov decision process (MDP)."] * 2 + ["Markov decision processes (MDPs)."] * 3
    known = Abbreviations.learn(texts)
    assert known.expansions == {"mdp": ("markov", "decision", "processe")}
    assert known.spelt_out_in(words_of("Every Markov Decision Process is a Markov decision process")) == ["mdp"]


def test_words_stand_in_a_text_whole_and_in_order() -> None:
    known = Abbreviations.learn([SPIKES] * FEWEST_TEXTS)
    assert known.spelt_out_in(words_of("Deep Spiking Neural Networks")) == ["snn"]
    assert known.spelt_out_in(words_of("Spiking-Neural-Network Chips")) == ["snn"]
    assert known.spelt_out_in(words_of("Neural Networks, Spiking")) == []
    assert known.spelt_out_in(words_of("Spiking Neural")) == []
    assert NONE_KNOWN.spelt_out_in(words_of("Deep Spiking Neural Networks")) == []


@given(st.lists(st.text(alphabet="aAbB ().-s", max_size=60), max_size=8))
def test_the_order_of_the_texts_makes_no_difference_to_the_names(texts: list[str]) -> None:
    assert learnt(*texts).keys() == learnt(*reversed(texts)).keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subspace Nearest Neighbor (SNN) search", [("SNN", "Subspace Nearest Neighbor")]),
        ("we use k-nearest neighbors (kNN) and a deep Q-network (DQN)", [("kNN", "k-nearest neighbors"), ("DQN", "deep Q-network")]),
        ("of Vision Transformers (ViTs)", [("ViT", "Vision Transformers")]),
        ("as others say (SNN), and (ANN)", []),
    ],
)
def test_what_is_spelt_out_stands_as_the_text_has_it(text: str, said: list[tuple[str, str]]) -> None:
    assert list(spelt_out(text)) == said


def test_letters_are_no_words_of_an_abbreviation() -> None:
    """Terms leave single letters out: "deep network" would else be every "deep Q-network", and "learning" Q-learning."""
    learnt = Abbreviations.learn(["A k-nearest neighbor (KNN) rule, a deep Q-network (DQN) and Q-learning (QL)."] * 3)
    assert learnt.expansions == {"knn": ("nearest", "neighbor")}
