"""Sections that no topic file describes: words and vectors, and how sure they make."""

from dataclasses import replace

import numpy as np
import pytest
from small_list import HashingEncoder

from classifier.categories import Sections
from classifier.embedding import Vectors
from classifier.evaluation import categories_left_out
from classifier.examples import Decision, ListEntry
from classifier.model import Classifier
from classifier.section_examples import section_examples, taught
from classifier.section_ridge import Example, learn_ridge
from classifier.text import Text
from classifier.topic import Topic
from spiders.paper import Paper

SECTIONS = ("Fish", "Fowl", "Game")
WORDS = ("trout", "goose", "venison")
FILLERS = ("quietly", "slowly", "again", "outdoors", "indoors", "twice", "late", "early", "warm", "cold")
SIZE = 12


def vectors(count: int, seed: int = 0) -> Vectors:
    noise = np.random.default_rng(seed).normal(0, 1, (count, SIZE))
    return (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float32)


def dishes(*, sorted_by_word: bool, texts: int = 1) -> list[Example]:
    """Thirty dishes in three sections, which the words tell apart or not; each `texts` times."""
    order = np.random.default_rng(1).permutation(30)
    places = [(number if sorted_by_word else int(order[number])) % 3 for number in range(30)]
    return [
        Example(text=f"Cooking {WORDS[number % 3]} {FILLERS[number // 3]}", vector=vector, places=(place,), paper=number)
        for number, (place, vector) in enumerate(zip(places, vectors(30), strict=True))
        for _ in range(texts)
    ]


def shares(examples: list[Example], text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    odds = learn_ridge(examples, np.zeros((len(examples), 3))).odds(text, vectors(1, 9)[0], np.zeros(3))
    return np.asarray(np.exp(odds) / np.exp(odds).sum(), np.float64)


def test_words_tell_sections_apart_where_vectors_do_not() -> None:
    found = [int(shares(dishes(sorted_by_word=True), f"{word} with {word}").argmax()) for word in WORDS]
    assert found == [0, 1, 2]


@pytest.mark.parametrize("texts", [1, 2], ids=["titles", "titles and abstracts"])
def test_nobody_is_sure_where_the_entries_do_not_tell_the_sections_apart(texts: int) -> None:
    # Two texts of one paper are left out together: else they would vouch for each other.
    assert shares(dishes(sorted_by_word=True), "goose").max() > 0.8
    assert shares(dishes(sorted_by_word=False, texts=texts), "goose").max() < 0.65


def test_names_count_as_far_as_they_explain_the_entries() -> None:
    examples = dishes(sorted_by_word=False)
    telling, idle = np.zeros((30, 3)), np.zeros((30, 3))
    for row, one in enumerate(examples):
        telling[row, one.places[0]] = 4.0
        idle[row, (one.places[0] + row) % 3] = 4.0
    assert learn_ridge(examples, telling).names_share > learn_ridge(examples, idle).names_share


def test_a_section_without_entries_is_behind_and_raised_by_its_name() -> None:
    ridge = learn_ridge(dishes(sorted_by_word=True), np.zeros((30, 4)))
    plain, named = (ridge.odds("nothing", vectors(1, 9)[0], np.array([0.0, 0.0, 0.0, name])) for name in (0.0, 4.0))
    assert plain.argmax() != 3
    assert named[3] > plain[3]


def test_of_more_examples_than_can_be_learnt_the_sections_stay() -> None:
    many = [replace(one, paper=number) for number, one in enumerate(dishes(sorted_by_word=True) * 60)]
    named = np.zeros((len(many), 3))
    assert [int(learn_ridge(many, named).odds(word, vectors(1, 9)[0], np.zeros(3)).argmax()) for word in WORDS] == [0, 1, 2]


def test_a_short_list_is_learnt_too() -> None:
    encoder = HashingEncoder()
    entries = [ListEntry("Salmon soup", ("Fish",)), ListEntry("Roast goose", ("Fowl",))]
    titles = encoder.encode([entry.title for entry in entries])
    sections = taught(Sections(Topic(), SECTIONS), section_examples(entries, SECTIONS, titles, encoder))
    ranked = sections.rank(Text("Cold goose"), encoder.encode(["Cold goose"])[0])
    assert [proposal.name for proposal in ranked] == ["Fowl", "Fish", "Game"]
    assert sum(proposal.score for proposal in ranked) == pytest.approx(1.0, abs=1e-5)


def test_an_entry_of_two_sections_and_a_decision_teach_a_list_without_a_topic_file() -> None:
    encoder = HashingEncoder()
    entries = [ListEntry(f"Cooking {word} {filler}", (name,)) for word, name in zip(WORDS, SECTIONS, strict=True) for filler in FILLERS]
    entries.append(ListEntry("Cooking trout and goose together", ("Fish", "Fowl")))
    classifier = Classifier.learn(Topic(), entries, SECTIONS, encoder=encoder)
    odd = Paper(title="Cooking pumpkin pumpkin pumpkin", venue="x", year=2025)

    def share(one: Classifier) -> float:
        ranked = one._sections.rank(Text(odd.title), encoder.encode([odd.title])[0])
        return next(proposal.score for proposal in ranked if proposal.name == "Game")

    assert share(classifier.decided([Decision(odd, accepted=True, category="Game")] * 3)) > share(classifier)


@pytest.mark.parametrize("abstract", [None, "We roast it."])
def test_a_decided_paper_that_has_come_into_the_list_makes_nobody_surer_than_its_entry(abstract: str | None) -> None:
    encoder = HashingEncoder()
    entries = [
        ListEntry(f"Cooking {word} {filler}", (name,), abstract) for word, name in zip(WORDS, SECTIONS, strict=True) for filler in FILLERS
    ]
    decided = [
        Decision(Paper(title=one.title, venue="x", year=2025, abstract=abstract), accepted=True, category=one.categories[0])
        for one in entries[::2]
    ]
    before, after = (Classifier.learn(Topic(), entries, SECTIONS, some, encoder=encoder) for some in ((), decided))
    asked = Text("Cooking goose with trout")
    vector = encoder.encode([asked.whole])[0]
    assert after._sections.rank(asked, vector) == before._sections.rank(asked, vector)


def test_the_baseline_stays_a_regression_on_vectors_alone() -> None:
    entries = [ListEntry(f"Cooking {word} {filler}", (name,)) for word, name in zip(WORDS, SECTIONS, strict=True) for filler in FILLERS]

    class Blind(HashingEncoder):
        def encode(self, texts: list[str]) -> Vectors:  # type: ignore[override]
            return np.full((len(texts), 4), 0.5, np.float32)

    told, _ = categories_left_out(Topic(), entries, SECTIONS, Blind())
    blind, labelled = categories_left_out(Topic(), entries, SECTIONS, Blind(), words=False)
    right = [sum(ranked[0].name == one.category for ranked, one in zip(each, labelled, strict=True)) for each in (told, blind)]
    assert right[0] > 25 > right[1]
