"""What the page marks in a title or abstract: the phrases that the reasons of the screening name, and nothing else."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from candidates.review.highlighting import marker_of, named_phrases
from candidates.store.screening_rows import ReasonRow
from candidates.workspace import Workspace
from classifier.evidence import LexicalEvidence
from classifier.list_terms import ListTerms
from classifier.reasons import Reason, reasons_for
from classifier.terms import terms
from classifier.text import Text
from classifier.topic import Topic, load_topic

NO_TOPIC = Topic()
BY_LIST = "in titles of the list, +0.52"


def stored(reasons: Sequence[Reason]) -> list[ReasonRow]:
    return [{"kind": reason.kind, "text": reason.text, "where": reason.where} for reason in reasons]


def cue(phrase: str, where: str = "abstract", kind: str = "cue", said: str = BY_LIST) -> ReasonRow:
    return {"kind": kind, "text": f"“{phrase}” ({said})", "where": where}


def marked(topic: Topic, text: str, reasons: list[ReasonRow], where: str = "abstract") -> list[tuple[str, str]]:
    found = named_phrases(topic, text, where, reasons)
    assert all(text[start:end] == phrase for start, end, _, phrase in found)
    return [(phrase, side) for _, _, side, phrase in found]


def test_without_a_topic_file_the_words_that_the_list_taught_are_marked_and_no_others() -> None:
    titles = ["Offline Reinforcement Learning", "Conservative Offline Q-Learning", "Implicit Values for Offline RL"]
    text = Text("Imitating Behaviors", "We directly study Offline reinforcement-learning on large datasets.")
    reasons = stored(reasons_for(ListTerms.learn(titles).said(text)))
    named = {reason["text"].partition("”")[0].removeprefix("“").lower() for reason in reasons if reason["kind"] == "cue"}
    found = marked(NO_TOPIC, text.abstract, reasons)
    assert "offline" in named
    in_words = {word for each in named for word in re.findall(r"\w+", each)}
    assert {word for phrase, _ in found for word in re.findall(r"\w+", phrase.lower())} == in_words
    assert marked(NO_TOPIC, text.abstract, []) == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("network", "Networks, network and networking", ["Networks", "network"]),
        ("spiking network", "A Spiking-Network and spiking networks", ["Spiking-Network", "spiking networks"]),
        ("snn", "SNNs beat an SNN", ["SNNs", "SNN"]),
        ("former", "SpikFormer", ["SpikFormer"]),
        ("out-of-distribution", "Out-of-Distribution data, a distribution", ["Out-of-Distribution"]),
        ("markov decision process", "Markov decision processing", ["Markov decision processing"]),
        ("冲神", "脉冲神经", ["冲神"]),
        ("脉冲 冲神", "脉冲神经", ["脉冲神"]),
        ("हिन्दी", "हिन्दी में", ["हिन्दी"]),
        ("king", "A spiking king", ["king"]),
        ("c++", "In C++ and c+", ["C++"]),
        ("time-series", "Time series, a time-series", ["Time series", "time-series"]),
        ("SNNs", "An SNN", ["SNN"]),
        ("deep Q-network", "Deep Q-Networks, deep networks", ["Deep Q-Networks"]),
        ("k-nearest", "k-Nearest, nearest", ["k-Nearest"]),
    ],
)
def test_a_word_is_marked_in_every_form_that_counts_as_it(phrase: str, text: str, found: list[str]) -> None:
    assert marked(NO_TOPIC, text, [cue(phrase)]) == [(each, "for") for each in found]


def test_each_word_is_looked_at_once_however_many_reasons_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("classifier.terms.terms", lambda text: asked.append(text) or terms(text))
    text = " ".join(f"Zebra{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))
    assert marked(NO_TOPIC, text, [cue(f"zebra a{letter}") for letter in "abcdefgh"]) == []
    assert len(asked) <= 220


def test_pieces_that_overlap_are_one_mark_and_the_longest_of_two_sides() -> None:
    reasons = [cue("spiking neural"), cue("neural network"), cue("network loss", kind="against")]
    assert marked(NO_TOPIC, "Spiking Neural Networks, network loss", reasons) == [
        ("Spiking Neural Networks", "for"),
        ("network loss", "against"),
    ]


def test_with_a_topic_file_every_mention_that_a_reason_counts_is_marked_in_the_place_that_it_names() -> None:
    topic = load_topic("brain-inspired")
    text = Text("SpikFormer", "Spiking neural networks (SNNs). A spiking neural network without loss spikes; event cameras.")
    reasons = stored(reasons_for(LexicalEvidence(topic).read(text)))
    assert "“Spiking neural networks”, 2 times (spiking networks)" in [reason["text"] for reason in reasons]
    in_abstract = [reason for reason in reasons if reason["where"] == "abstract" and "event" not in reason["text"]]
    assert marked(topic, text.abstract, in_abstract) == [
        ("Spiking neural networks", "for"),
        ("SNNs", "for"),
        ("spiking neural network", "for"),
        ("loss spikes", "against"),
    ]
    assert marked(topic, text.title, in_abstract, "title") == []


def test_reasons_without_phrases_and_other_kinds_mark_nothing() -> None:
    others: list[ReasonRow] = [
        {"kind": "neighbour", "text": "Spiking Networks (similarity 0.75)", "where": "list"},
        {"kind": "category", "text": "A: “spiking”", "where": "abstract"},
        {"kind": "phrase", "text": "spiking", "where": "abstract"},
        cue("spiking", kind="newer"),
    ]
    assert marked(NO_TOPIC, "spiking networks", others) == []


def test_a_topic_file_that_is_gone_keeps_nothing_from_being_marked(tmp_path: Path) -> None:
    (tmp_path / "covenue.toml").write_text('topic = "gone.toml"\n', encoding="utf-8")
    marker = marker_of(Workspace(tmp_path / "covenue.toml"))
    assert [phrase for *_, phrase in marker("Spiking networks", "title", [cue("spiking", "title")])] == ["Spiking"]
