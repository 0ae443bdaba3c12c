"""Text on the page: everything escaped, phrases marked in more than colour, links only to the web."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.review.html import diff_lines, doi_link, forum_link, marked, score_number, score_word
from spiders.addresses import web_address

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.sampled_from(["for", "against"]), st.just("")), max_size=5)


@given(st.text(max_size=30), SPANS)
def test_marked_text_is_the_text_escaped_whatever_the_spans(text: str, spans: list[tuple[int, int, str, str]]) -> None:
    shown = str(marked(text, spans))
    without = re.sub(r'</?mark[^>]*>|<span class="unseen"> \(speaks (?:for|against)\)</span>', "", shown)
    assert "<" not in without
    assert html.unescape(without) == html.unescape(html.escape(text))


def test_for_and_against_differ_in_words_too() -> None:
    shown = marked("spiking loss spikes", [(0, 7, "for", "spiking"), (8, 19, "against", "loss spikes")])
    assert shown == (
        '<mark class="for">spiking</mark><span class="unseen"> (speaks for)</span> '
        '<mark class="against">loss spikes</mark><span class="unseen"> (speaks against)</span>'
    )


def test_a_script_in_a_title_stays_text() -> None:
    assert marked("<img src=x onerror=alert(1)> spiking", [(29, 36, "for", "spiking")]).startswith(
        "&lt;img src=x onerror=alert(1)&gt; <mark"
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/papers/1", "http:", "ftp://x/y", "https://[", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""


def test_web_addresses_stay_as_they_are() -> None:
    assert web_address(" https://openreview.net/forum?id=a ") == "https://openreview.net/forum?id=a"
    assert doi_link("10.1609/aaai.v39i1.3<1974>") == "https://doi.org/10.1609/aaai.v39i1.3%3C1974%3E"
    assert forum_link('a"b') == "https://openreview.net/forum?id=a%22b"
    assert doi_link("") == forum_link("") == ""


def test_scores_are_words_and_never_a_certainty() -> None:
    assert [score_word(score) for score in (1.0, 0.8, 0.5, 0.3, 0.0, None)] == [
        "almost certainly belongs",
        "probably belongs",
        "may well belong",
        "doubtful",
        "hardly belongs",
        "not screened",
    ]
    assert [score_number(score) for score in (1.0, 0.876, 0.0, None)] == ["0.99", "0.88", "0.01", ""]


def test_lines_of_a_diff_are_told_apart() -> None:
    diff = "--- a/README.md\n+++ b/README.md\n@@ -1 +1,2 @@\n same\n-old\n+new\n"
    assert [kind for kind, _ in diff_lines(diff)] == ["file", "file", "place", "same", "removed", "added"]
