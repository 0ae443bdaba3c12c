"""The topic file that is proposed: valid, telling, and no worse than none."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_list import HashingEncoder, paper

from classifier.examples import ListEntry
from classifier.model import Classifier
from classifier.text import Text
from classifier.topic import Topic
from classifier.topic_writing import proposed_topic

TITLES = [f"Model-Based Reinforcement Learning with {what}" for what in ("Ensembles", "World Models", "Planning", "Latents", "Trees")]
TITLES += [f"World Models for {what}" for what in ("Robots", "Driving", "Games")]
ENTRIES = [ListEntry(title, ("World Models" if title.startswith("World") else "Planning",)) for title in TITLES]
CRAWLED = [f"Score-Based Generative Modeling of {what}" for what in ["Images", "Graphs", "Sounds", "Proteins", "Molecules", "Texts"]] * 20


def proposed(rejected: tuple[str, ...] = ()) -> str:
    return proposed_topic("planning", ENTRIES, ["Planning", "World Models"], CRAWLED, [], rejected)


def test_a_pair_with_a_common_word_is_a_cue_and_weighs_no_less_than_its_words() -> None:
    weights = {cue.phrases[0]: cue.title for cue in Topic.model_validate(tomllib.loads(proposed())).cue}
    assert "model* based*" in weights
    assert weights["world* model*"] >= weights["world*"]
    assert {"reinforcement*", "world*"} <= set(weights), "single words stay beside the pairs"


def test_every_cue_has_an_example_and_every_section_its_words() -> None:
    text = proposed()
    topic = Topic.model_validate(tomllib.loads(text))
    assert text.count("# for example: ") >= len(topic.cue)
    assert {category.name for category in topic.category} == {"Planning", "World Models"}


def test_a_phrase_of_a_rejected_paper_is_proposed_as_a_false_friend_and_not_in_force() -> None:
    text = proposed(("A World Cup Forecast",))
    assert '"world cup"' in text
    assert not Topic.model_validate(tomllib.loads(text)).false_friend


def test_with_the_file_the_same_papers_are_found_as_without(encoder: HashingEncoder) -> None:
    crawled = [Text(title) for title in [*CRAWLED, "World Models for Ships"]]
    papers = [paper(title) for title in ("World Models for Trains", "Model-Based Reinforcement Learning Revisited", *CRAWLED[:3])]
    without = Classifier.learn(Topic(), ENTRIES, encoder=encoder, crawled=crawled)
    topic = Topic.model_validate(tomllib.loads(proposed()))
    beside = Classifier.learn(topic, ENTRIES, encoder=encoder, crawled=crawled)
    assert [one.flagged for one in beside.screen(papers)] == [one.flagged for one in without.screen(papers)]
    assert beside.fingerprint != without.fingerprint


@settings(deadline=None)
@given(titles=st.lists(st.text(min_size=1, max_size=30), max_size=6), name=st.text(max_size=20))
def test_any_titles_and_names_give_a_valid_file(titles: list[str], name: str) -> None:
    entries = [ListEntry(title, (name,)) for title in titles]
    Topic.model_validate(tomllib.loads(proposed_topic(name, entries, [name], titles, titles, titles)))


@pytest.mark.parametrize("decided", [([], TITLES), (TITLES, []), (TITLES, TITLES)])
def test_one_sided_and_contradicting_decisions_give_a_valid_file(decided: tuple[list[str], list[str]]) -> None:
    accepted, rejected = decided
    Topic.model_validate(tomllib.loads(proposed_topic("x", ENTRIES, ["Planning"], CRAWLED, accepted, rejected)))
