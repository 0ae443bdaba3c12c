"""Categories: the list's own sections."""

import numpy as np
import pytest
from small_list import HashingEncoder

from classifier.categories import Sections, matched
from classifier.model import ListEntry
from classifier.section_examples import section_examples
from classifier.text import Text
from classifier.topic import Topic


def names_for(title: str, topic: Topic, sections: tuple[str, ...]) -> list[str]:
    return [proposal.name for proposal in Sections(topic, sections).rank(Text(title))]


def test_a_renamed_section_keeps_its_description(topic: Topic) -> None:
    found = matched(topic, ["ANN-to-SNN Conversion", "Spiking Attention Mechanisms", "Hybrid learning", "Photonic Networks"])
    described = [category.name if category else None for category in found.values()]
    assert described == ["ANN2SNN", "Spiking Attention Mechanism", "Hybrid Learning", None]


def test_no_description_serves_two_sections(topic: Topic) -> None:
    found = matched(topic, ["Spiking Attention Mechanism", "Spiking Attention Mechanisms"])
    assert [category is not None for category in found.values()] == [True, False]


def test_a_section_unknown_to_the_topic_is_found_by_its_name(topic: Topic) -> None:
    assert names_for("Photonic Networks that Spike", topic, ("ANN2SNN", "Photonic Networks", "Hybrid Learning"))[0] == "Photonic Networks"


def test_shares_add_up_to_one_and_fall(topic: Topic) -> None:
    shares = [p.score for p in Sections(topic, ("ANN2SNN", "Hybrid Learning", "Inference Acceleration")).rank(Text("ANN-SNN conversion"))]
    assert sum(shares) == pytest.approx(1.0, abs=1e-5)
    assert shares == sorted(shares, reverse=True)


def test_two_examples_teach_a_section() -> None:
    sections = Sections(Topic(), ("Fish", "Fowl", "Empty"))
    vectors = np.eye(4, dtype=np.float32)
    sections.learn([0, 0, 1, 1], vectors)
    assert sections.rank(Text("x"), vectors[3])[0].name == "Fowl"
    assert sections.rank(Text("x"), vectors[0])[0].name == "Fish"
    assert sections.rank(Text("x"), vectors[0])[-1].name == "Empty"


@pytest.mark.parametrize("names", [(), ("Only",)])
def test_lists_with_no_or_one_category_are_ranked_too(names: tuple[str, ...]) -> None:
    sections = Sections(Topic(), names)
    sections.learn([0] * len(names), np.eye(len(names) or 1, 4, dtype=np.float32)[: len(names)])
    assert [p.name for p in sections.rank(Text("x"), np.zeros(4, np.float32))] == list(names)


def test_an_abstract_teaches_beside_the_title_and_a_missing_one_takes_nothing_away() -> None:
    encoder = HashingEncoder()
    entries = [ListEntry("A title", ("Fish", "Fowl"), "Scales and fins."), ListEntry("Another", ("Fowl", "not a section"))]
    titles = encoder.encode([entry.title for entry in entries])
    examples = section_examples(entries, ("Fish", "Fowl"), titles, encoder)
    assert [(one.entry, one.place) for one in examples] == [(0, 0), (0, 0), (0, 1), (0, 1), (1, 1)]
    assert np.array_equal(examples[4].vector, titles[1])
    assert not np.array_equal(examples[0].vector, examples[1].vector)
