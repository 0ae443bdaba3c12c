"""Reading papers from anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_list import paper

from classifier.text import MOST_ABSTRACT, read, readable
from spiders.mojibake import one_line


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Spiking\u00c2\u00a0Neural\u00c2\u00a0Networks", "Spiking Neural Networks"),
        ("Energy-Ef\u00ef\u00accient", "Energy-Efficient"),
        ("Spiking &amp; <b>deep</b>", "Spiking & deep"),
        ("a\x00b\x07c\u200bd", "a b c d"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("脉冲神经网络", "脉冲神经网络"),
        ("  two \n lines ", "two lines"),
    ],
)
def test_marks_of_bad_decoding_and_mark_up_are_gone(raw: str, clean: str) -> None:
    assert readable(raw, 1000) == clean


@pytest.mark.parametrize(
    "broken",
    ["Eï¬ƒcient Spiking Networks", "Diï¬€usion Spiking Models", "ï¬‚ow of spikes", "SpikingÂ Neural", "Uniï¬ed Spikes", "RÃ©nyi Spikes"],
)
def test_the_classifier_reads_the_words_that_the_list_reader_reads(broken: str) -> None:
    assert readable(broken, 1000) == one_line(broken)
    assert readable(broken, 1000) in {
        "Efficient Spiking Networks",
        "Diffusion Spiking Models",
        "flow of spikes",
        "Spiking Neural",
        "Unified Spikes",
        "Rényi Spikes",
    }


def test_a_megabyte_of_abstract_is_capped() -> None:
    assert len(read(paper("t", "spike " * 200_000)).abstract) <= MOST_ABSTRACT


@given(st.text(max_size=300))
def test_reading_never_fails_and_leaves_one_line(text: str) -> None:
    result = readable(text, 200)
    assert "\n" not in result
    assert result == result.strip()
    result.encode("utf-8")
