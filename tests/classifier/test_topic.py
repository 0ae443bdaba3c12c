"""Topic files."""

from pathlib import Path

import pytest

from classifier.topic import Topic, TopicError, bundled_topics, cue_spans, load_topic


def test_every_bundled_topic_loads() -> None:
    assert "brain-inspired" in bundled_topics()
    assert all(load_topic(name).cue for name in bundled_topics())


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_topic_is_an_empty_topic(nothing: str | None) -> None:
    assert load_topic(nothing) == Topic()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("cue = 3", "cue"),
        ("[[cue]]\nphrases = []", "cue.0.phrases"),
        ('[[cue]]\nphrases = ["*"]', "no letters"),
        ("thresold = 0.3", "thresold"),
        ('[[category]]\nname = "A"\n[[category]]\nname = "a"', "stands twice"),
        ("= 1", "not valid TOML"),
    ],
)
def test_a_wrong_topic_file_is_refused_in_one_sentence_that_names_the_key(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content)
    with pytest.raises(TopicError, match=said) as caught:
        load_topic(file)
    assert "\n" not in str(caught.value)


def test_a_missing_topic_file_names_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(TopicError, match="brain-inspired"):
        load_topic(tmp_path / "none.toml")


def test_cue_spans_mark_cues_and_false_friends_apart_and_in_order(topic: Topic) -> None:
    text = "Spike sorting is not done by spiking neural networks"
    spans = cue_spans(topic, text)
    assert [(text[start:end], side) for start, end, side, _ in spans] == [("Spike sorting", "against"), ("spiking neural networks", "for")]
    assert all(text[start:end] == phrase for start, end, _, phrase in spans)
