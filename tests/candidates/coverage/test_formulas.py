"""Formulas and publishers' mark-up as readers see them; what cannot be read stays as written, and nothing becomes a tag of its own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.coverage.formulas import as_text, plain, readable


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("S$^2$NN", "S<sup>2</sup>NN"),
        (r"An $\mathcal{O}(n^{2})$ bound", "An 𝒪(n<sup>2</sup>) bound"),
        (r"Spikes at $t_{i}$ and \(x_1\)", "Spikes at t<sub>i</sub> and x<sub>1</sub>"),
        (r"$x^{a_b}$", "x<sup>a<sub>b</sub></sup>"),
        (r"\textbf{Bold} claims, 5\% better", "Bold claims, 5% better"),
        (r"Schr\"odinger ``quotes''", "Schrödinger “quotes”"),
        ("Spikes &amp; Waves, <i>in vivo</i>", "Spikes &amp; Waves, in vivo"),
        ("CO<sub>2</sub> &lt; 5", "CO<sub>2</sub> &lt; 5"),
        ("costs $5 and $6 more", "costs $5 and $6 more"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("x < y and $", "x &lt; y and $"),
    ],
)
def test_what_publishers_write_is_readable(written: str, shown: str) -> None:
    assert str(plain(written)) == shown


def test_where_no_mark_up_can_stand_the_marks_go() -> None:
    assert as_text("S$^2$NN &amp; <i>more</i>") == "S2NN & more"


@given(st.text(alphabet="ab$^_{}\\&;<>/supbi123 \ue000\ue001αx", max_size=60))
def test_any_text_gives_balanced_tags_of_ours_alone(text: str) -> None:
    html = str(plain(text))
    assert html.count("<sup>") == html.count("</sup>")
    assert html.count("<sub>") == html.count("</sub>")
    assert "<" not in re.sub(r"</?su[pb]>", "", html)
    assert not re.search("[\ue000-\ue003]", html + as_text(text))


@given(st.text(alphabet=st.characters(exclude_characters="$\\&<`'\ue000\ue001\ue002\ue003", exclude_categories=("Cs",)), max_size=60))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert readable(text) == text
