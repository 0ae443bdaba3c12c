"""Lexical evidence: what speaks for a paper, what does not."""

from importlib import resources

import pytest
from small_list import paper

from classifier.evidence import FADING, NOTHING, LexicalEvidence
from classifier.text import read
from classifier.topic import Cue, FalseFriend, Topic


@pytest.fixture(scope="module")
def lexical(topic: Topic) -> LexicalEvidence:
    return LexicalEvidence(topic)


def total(lexical: LexicalEvidence, title: str, abstract: str | None = None, keywords: tuple[str, ...] = ()) -> float:
    return lexical.read(read(paper(title, abstract, keywords))).total


BELONGING = [
    "Spiking Vision Transformer with Saccadic Attention",
    "SpikeGS: Reconstruct 3D Scene Captured by a Fast-Moving Bio-Inspired Camera",
    "Direct Training of SNN using Local Zeroth Order Method",
    "Efficient ANN-SNN Conversion with Error Compensation Learning",
    "Rethinking High-speed Image Reconstruction Framework with Spike Camera",
    "Dendritic Resonate-and-Fire Neuron for Effective and Efficient Long Sequence Modeling",
    "Adaptive Fission: Post-training Encoding for Low-latency Spike Neural Networks",
    "S$^2$NN: Sub-bit Spiking Neural Networks",
]
FALSE_FRIENDS = [
    "Bypassing spike sorting: Density-based decoding using spike localization",
    "Optimal Algorithms for the Inhomogeneous Spiked Wigner Model",
    "SPAM: Spike-Aware Adam with Momentum Reset for Stable LLM Training",
    "Cross-Modal Representational Knowledge Distillation for Enhanced Spike-informed LFP Modeling",
    "Mind the spikes: Benign overfitting of kernels and neural networks in fixed dimension",
    "A Spike-and-Slab Prior for Sparse Regression",
    "Linear Time GPs for Inferring Latent Trajectories from Neural Spike Trains",
]


@pytest.mark.parametrize("title", BELONGING)
def test_a_title_on_spikes_is_strong_evidence(lexical: LexicalEvidence, title: str) -> None:
    assert total(lexical, title) > 5.5


@pytest.mark.parametrize("title", FALSE_FRIENDS)
def test_spikes_in_another_sense_are_none(lexical: LexicalEvidence, title: str) -> None:
    assert total(lexical, title) < 1.0


def test_an_abbreviation_with_another_expansion_does_not_count(lexical: LexicalEvidence) -> None:
    told = "Stochastic neural networks (SNNs) are topical. Existing SNNs are heuristic. We propose a new SNN."
    assert lexical.read(read(paper("Simple and Effective Stochastic Neural Networks", told))) == NOTHING


@pytest.mark.parametrize("title", [*BELONGING, "Liquid Time-constant Networks", "On Sparse Modern Hopfield Model"])
def test_a_missing_abstract_is_no_evidence_against(lexical: LexicalEvidence, title: str) -> None:
    alone = total(lexical, title)
    assert alone == total(lexical, title, "")
    assert alone == total(lexical, title, "We present a method and show that it works on three data sets.")


def test_more_mentions_in_the_abstract_say_more_than_a_passing_one(lexical: LexicalEvidence) -> None:
    once = total(lexical, "A Pruning Framework", "It also works for spiking neural networks.")
    often = total(lexical, "A Pruning Framework", "Spiking neural networks save energy. We prune spiking neural networks.")
    assert 0 < once < often


def test_recorded_neural_data_speak_against(lexical: LexicalEvidence) -> None:
    plain = total(lexical, "Spiking neural networks")
    assert total(lexical, "Spiking neural networks", "We fit electrophysiological neural recordings of motor cortex.") < plain


def test_a_cue_inside_an_earlier_cue_is_counted_once() -> None:
    long = Cue(phrases=("red apple",), title=3.0)
    short = Cue(phrases=("apple*",), title=2.0)
    assert LexicalEvidence(Topic(cue=(long, short))).read(read(paper("A red apple"))).total == 3.0


def test_a_cue_that_needs_another_phrase_counts_only_beside_it() -> None:
    lexical = LexicalEvidence(Topic(cue=(Cue(phrases=("bank",), title=2.0, needs=("river*",)),)))
    assert total(lexical, "The bank") == 0.0
    assert total(lexical, "The bank", "Rivers flow.") == 2.0


def test_a_false_friend_speaks_against_with_its_weight() -> None:
    topic = Topic(cue=(Cue(phrases=("spike*",), title=4.0),), false_friend=(FalseFriend(phrases=("price spike*",), weight=-2.0),))
    assert total(LexicalEvidence(topic), "Forecasting price spikes") == -2.0


def test_cues_add_up_as_the_topic_file_says() -> None:
    cues = tuple(Cue(phrases=(word,), title=weight) for word, weight in (("apple", 4.0), ("pear", 2.0), ("plum", 1.0)))
    assert total(LexicalEvidence(Topic(cue=cues)), "Plum, pear, apple") == pytest.approx(4.0 + 0.4 * 2.0 + 0.16 * 1.0)
    said = (resources.files("classifier") / "topics" / "brain-inspired.toml").read_text(encoding="utf-8")
    assert f"the next {FADING} of its weight, the next {FADING**2:.2f}" in said


def test_an_abbreviation_spelt_out_as_something_else_does_not_count(lexical: LexicalEvidence) -> None:
    title = "Fast Retrieval with SNN"
    assert total(lexical, title, "We propose Subspace Nearest Neighbor (SNN) for retrieval. SNN is fast.") == 0.0
    assert total(lexical, title, "We train a spiking neural network (SNN) for retrieval. SNN is fast.") > 5.5


def test_a_title_that_the_abstract_never_supports_counts_less(lexical: LexicalEvidence) -> None:
    title = "SpikeRank: Finding Anomalies"
    silent = "We rank anomalies of large data sets by a robust statistic and prove that it converges. " * 6
    assert 0 < total(lexical, title, silent) < total(lexical, title) == total(lexical, title, silent[:80])
    assert total(lexical, title, f"{silent} Our spiking neural networks are trained directly.") > total(lexical, title)


def test_a_title_alone_has_the_weight_of_its_kind() -> None:
    lexical = LexicalEvidence(Topic(cue=(Cue(phrases=("event based",), title=2.0, alone=4.0),)))
    assert total(lexical, "Event-based Flow") == 4.0
    assert total(lexical, "Event-based Flow", "We estimate flow.") == 2.0
