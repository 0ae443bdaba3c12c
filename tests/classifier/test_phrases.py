"""How phrases of a topic file match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.phrases import Phrases, fewest_roots


def found(phrase: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in Phrases((phrase,)).find(text, text.lower())]


@pytest.mark.parametrize(
    ("phrase", "text", "pieces"),
    [
        ("spiking neural network*", "Deep Spiking Neural Networks", ["Spiking Neural Networks"]),
        ("spike driven", "A Spike-driven and a spike driven net", ["Spike-driven", "spike driven"]),
        ("spike driven", "spike–driven", ["spike–driven"]),
        ("integrate-and-fire", "leaky integrate and fire", ["integrate and fire"]),
        ("SNN*", "SNNs, snns, ANN-SNN", ["SNNs", "SNN"]),
        ("spike", "spiked, respike, spike", ["spike"]),
        ("*LIF", "GLIF and LIF, not RELIEF", ["GLIF", "LIF"]),
        ("S$^2$NN*", "S$^2$NN: Sub-bit", ["S$^2$NN"]),
        ("ANN to ANN*", "an ANN-to-ANNs bridge", ["ANN-to-ANNs"]),
    ],
)
def test_a_phrase_matches_whole_words_with_any_gap(phrase: str, text: str, pieces: list[str]) -> None:
    assert found(phrase, text) == pieces


def test_the_fewest_roots_drop_roots_that_contain_another() -> None:
    several = [Phrases(("spik*", "spiking camera*")), Phrases(("neuron*", "local learning rule*"))]
    assert fewest_roots(several) == (("spik",), ("neuron",), ("learning", "local", "rule"))


@given(st.text(max_size=200))
def test_every_span_lies_in_the_text(text: str) -> None:
    for span in Phrases(("a*", "*b", "C d")).find(text, text.lower()):
        assert 0 <= span.start < span.end <= len(text)
