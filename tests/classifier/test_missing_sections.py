"""Sections that a list lacks: what the topic describes besides, or groups of papers that none of the list's sections speaks of."""

import numpy as np
import pytest

from classifier.embedding import Vectors
from classifier.missing_sections import FEWEST_PAPERS, MEMBER, Placed, missing_sections
from classifier.text import Text
from classifier.topic import Category, Topic

SECTIONS = ("Fish", "Fowl", "Game")
FILLERS = ("quietly", "slowly", "again", "outdoors", "indoors", "twice", "late", "early", "warm", "cold")
SIZE = 16


def near(direction: int, count: int, seed: int) -> Vectors:
    """Vectors about one direction."""
    noise = np.random.default_rng(seed).normal(0, 0.15, (count, SIZE))
    noise[:, direction] += 1
    return (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def entries() -> list[Placed]:
    words = ("trout", "goose", "venison")
    return [
        Placed(f"Cooking {words[place]} {filler}", place, vector)
        for place in range(len(SECTIONS))
        for filler, vector in zip(FILLERS, near(place, len(FILLERS), place), strict=True)
    ]


def breads(count: int) -> list[Text]:
    return [Text(f"Baking sourdough {filler}") for filler in FILLERS[:count]]


DESCRIBED = Topic(
    category=(*(Category(name=name, cues={name.lower(): 5.0}) for name in SECTIONS), Category(name="Bread", cues={"sourdough": 6.0}))
)


class TestDescribed:
    def test_what_the_topic_describes_and_the_list_lacks_is_proposed_once_papers_come_for_it(self, entries: list[Placed]) -> None:
        papers = [*breads(FEWEST_PAPERS), Text("Cooking trout at sea")]
        vectors = np.vstack([near(7, FEWEST_PAPERS, 8), near(0, 1, 9)])
        (found,) = missing_sections(DESCRIBED, SECTIONS, entries, papers, vectors)
        assert found.name == "Bread"
        assert set(found.papers) == set(range(FEWEST_PAPERS))
        assert min(found.papers.values()) > MEMBER

    def test_too_few_papers_make_no_section(self, entries: list[Placed]) -> None:
        papers = [*breads(FEWEST_PAPERS - 1), *(Text(f"Cooking trout {filler}") for filler in FILLERS)]
        vectors = np.vstack([near(7, FEWEST_PAPERS - 1, 8), near(0, len(FILLERS), 9)])
        assert missing_sections(DESCRIBED, SECTIONS, entries, papers, vectors) == []

    def test_a_list_that_has_all_that_the_topic_describes_lacks_nothing(self, entries: list[Placed]) -> None:
        known = Topic(category=DESCRIBED.category[:3])
        papers = [*breads(8), *(Text(f"Cooking goose {filler}") for filler in FILLERS)]
        vectors = np.vstack([near(7, 8, 8), near(1, len(FILLERS), 9)])
        assert missing_sections(Topic(), SECTIONS, entries, papers, vectors)
        assert missing_sections(known, SECTIONS, entries, papers, vectors) == []

    def test_a_list_that_is_divided_otherwise_is_not_offered_the_topics_sections(self, entries: list[Placed]) -> None:
        found = missing_sections(DESCRIBED, ("2023", "2024", "2025"), entries, breads(FEWEST_PAPERS), near(7, FEWEST_PAPERS, 8))
        assert "Bread" not in [one.name for one in found]


class TestGroups:
    def test_papers_of_a_new_kind_are_gathered(self, entries: list[Placed]) -> None:
        papers = [*breads(8), *(Text(f"Cooking goose {filler}") for filler in FILLERS)]
        vectors = np.vstack([near(7, 8, 8), near(1, len(FILLERS), 9)])
        (found,) = missing_sections(Topic(), SECTIONS, entries, papers, vectors)
        assert found.name == ""
        assert {place for place, share in found.papers.items() if share >= MEMBER} == set(range(8))

    def test_papers_like_those_of_the_list_make_no_section(self, entries: list[Placed]) -> None:
        papers = [Text(entry.title) for entry in entries]
        assert missing_sections(Topic(), SECTIONS, entries, papers, np.stack([entry.vector for entry in entries])) == []

    def test_a_list_of_two_sections_is_left_alone(self, entries: list[Placed]) -> None:
        two = [entry for entry in entries if entry.place < 2]
        assert missing_sections(Topic(), SECTIONS, two, breads(8), near(7, 8, 8)) == []

    def test_each_paper_is_in_one_group_and_the_answer_is_always_the_same(self, entries: list[Placed]) -> None:
        papers = [*breads(9), *(Text(f"Brewing pilsner {filler}") for filler in FILLERS[:9]), *(Text("Cooking trout") for _ in range(9))]
        vectors = np.vstack([near(7, 9, 8), near(10, 9, 10), near(0, 9, 9)])
        found = missing_sections(Topic(), SECTIONS, entries, papers, vectors)
        assert len(found) == 2
        assert not set(found[0].papers) & set(found[1].papers)
        assert missing_sections(Topic(), SECTIONS, entries, papers, vectors) == found
