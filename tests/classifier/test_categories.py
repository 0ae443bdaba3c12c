"""Categories: the list's own sections."""

import numpy as np
import pytest
from small_list import ENTRIES, HashingEncoder, paper

from classifier.categories import Sections, lacking, matched
from classifier.examples import ListEntry
from classifier.model import Classifier
from classifier.section_examples import described_examples, section_examples, taught
from classifier.text import Text
from classifier.topic import Category, Topic

COOKING = Topic(
    description="Cooking",
    category=(
        Category(name="Fish", cues={"salmon": 4.0, "trout*": 5.0, "weak": 1.0}),
        Category(name="Fowl", cues={"goose": 5.0}),
        Category(name="Bread", cues={"sourdough": 6.0}),
    ),
)


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


@pytest.mark.parametrize("title", ["A 3D view", "View in 3D", "Point-wise shape", "Shapes"])
def test_phrases_of_any_length_are_found_wherever_they_stand(title: str) -> None:
    shapes = Topic(
        category=(
            Category(name="Other", cues={"nothing": 4.0}),
            Category(name="Shape", cues={"3D": 4.0, "*point wise": 4.0, "shape*": 4.0}),
        )
    )
    assert names_for(title, shapes, ("Other", "Shape"))[0] == "Shape"


def test_a_phrase_within_a_stronger_one_tells_nothing_besides() -> None:
    cues = {"Chips": {"neuromorphic chip*": 4.0, "chip*": 3.0}, "Pens": {"pen*": 4.0}}
    nested = Topic(category=tuple(Category(name=name, cues=each) for name, each in cues.items()))
    even, *twice = (
        Sections(nested, tuple(cues)).rank(Text(title))
        for title in ("A pen on neuromorphic chips", "Chips, pen, neuromorphic chip", "Neuromorphic chip, pen, chips")
    )
    assert even[0].score == pytest.approx(0.5)
    assert twice[0] == twice[1]
    assert twice[0][0].name == "Chips"


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


def test_what_the_topic_file_says_of_a_section_teaches_it_beside_the_entries() -> None:
    encoder = HashingEncoder()
    told = described_examples(COOKING, ("Fowl", "Fish", "Game"), encoder)
    assert encoder.texts == ["Cooking: goose", "Cooking: trout, salmon"]  # the strongest first, the weak one and the unknown section not
    assert [(one.entry, one.place) for one in told] == [(None, 0), (None, 1)]
    assert all(0 < one.counts < 1 for one in told)


def test_a_section_without_entries_is_found_by_what_the_topic_file_says() -> None:
    vectors = np.eye(3, dtype=np.float32)
    encoder = HashingEncoder(64)
    goose = encoder.encode(["Cooking: goose"])[0]
    entry = section_examples([ListEntry("Salmon", ("Fish",))], ("Fish", "Fowl"), encoder.encode(["Salmon"]), encoder)
    sections = taught(Sections(COOKING, ("Fish", "Fowl")), [*entry, *described_examples(COOKING, ("Fish", "Fowl"), encoder)])
    assert sections.rank(Text("x"), goose)[0].name == "Fowl"
    assert taught(Sections(COOKING, ("Fish", "Fowl")), []).rank(Text("x"), vectors[0])[0].score == pytest.approx(0.5)


def test_what_the_topic_describes_and_the_list_lacks_competes_with_its_sections() -> None:
    assert lacking(COOKING, ("Fish", "Fowl")) == ("Bread",)
    assert lacking(COOKING, ("2023", "2024", "2025")) == ()  # divided otherwise
    sections = Sections(COOKING, ("Fish", "Fowl"), lacking(COOKING, ("Fish", "Fowl")))
    bread, fish = sections.ranking(Text("Baking sourdough")), sections.ranking(Text("Salmon and trout"))
    assert bread.none_fits is not None
    assert bread.none_fits.name == "Bread"
    assert fish.none_fits is None
    assert [proposal.name for proposal in bread.sections] == ["Fish", "Fowl"]
    for ranking in (bread, fish):
        assert sum(one.score for one in (*ranking.sections, *ranking.lacking)) == pytest.approx(1.0, abs=1e-5)
    # Nobody is sure that a paper fits nowhere: what has no section may be put into one all the same.
    assert bread.none_fits.score <= 0.9
    assert bread.sections[0].score >= 0.05


def test_a_paper_that_fits_none_of_the_sections_says_so_with_a_probability(topic: Topic) -> None:
    names = tuple(category.name for category in topic.category if category.name != "Neuromorphic Hardware")
    chip = paper("A neuromorphic processor in 28 nm CMOS: an FPGA and ASIC implementation of spiking neural networks")
    (screening,) = Classifier.learn(topic, ENTRIES, names, encoder=HashingEncoder()).screen([chip])
    (said,) = [reason.text for reason in screening.reasons if reason.text.startswith("none of the sections fits")]
    assert said.endswith("% (Neuromorphic Hardware)")
    assert screening.category in names
    assert sum(one.score for one in screening.categories) < 0.5
    (known,) = Classifier.learn(topic, ENTRIES, (*names, "Hardware"), encoder=HashingEncoder()).screen([chip])
    assert known.category == "Hardware"
    assert not [reason for reason in known.reasons if reason.text.startswith("none of the sections fits")]
