"""Figures: known rankings give known numbers."""

import json
from pathlib import Path

import pytest
from small_list import ENTRIES, HashingEncoder, paper

from classifier.baselines import search_baselines, vector_baseline
from classifier.categories import Proposal
from classifier.evaluation import (
    Labelled,
    LabelsError,
    average_precision,
    categories_left_out,
    category_figures,
    completed,
    confusion,
    new_section_figures,
    read_labels,
    read_to_find,
    screening_across_folds,
    screening_figures,
    worst_errors,
)
from classifier.examples import ListEntry
from classifier.model import Classifier
from classifier.topic import Topic


def test_figures_of_a_ranking_worked_by_hand() -> None:
    figures = screening_figures([0.9, 0.8, 0.7, 0.1], [True, True, True, False], [2, 1, 2, 2])
    assert (figures.recall, figures.precision, figures.precision_strict) == (0.6667, 1.0, 0.6667)
    assert figures.average_precision == round((1 + 2 / 3 + 3 / 4) / 3, 4)
    assert (figures.read_to_find_95, figures.read_to_find_99) == (4, 4)


def test_nothing_to_find_gives_no_figure_rather_than_a_wrong_one() -> None:
    assert average_precision([False, False]) is None
    assert read_to_find([False], 0.95) is None
    assert screening_figures([], [], []).recall is None


def test_papers_without_a_label_do_not_belong_and_other_editions_are_left_out() -> None:
    labels = [Labelled(paper=paper("A"), label=2, category="X"), Labelled(paper=paper("Only in the labels"), label=1)]
    other = paper("B")
    elsewhere = type(other)(title="C", venue="icml", year=2020)
    result = completed(labels, [paper("a.", "with its abstract"), other, elsewhere])
    assert [(one.paper.title, one.label) for one in result] == [("a.", 2), ("B", 0), ("Only in the labels", 1)]
    assert result[0].category == "X"


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"title": "A"}',
        '{"title": "A", "venue": "x", "year": 2021, "label": 7}',
        '{"title": 3, "venue": "x", "year": 1, "label": 0}',
    ],
)
def test_a_wrong_label_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(json.dumps({"title": "A", "venue": "x", "year": 2021, "label": 2}) + "\n" + line + "\n")
    with pytest.raises(LabelsError, match="line 2"):
        read_labels(file)


def test_missing_and_empty_label_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "none")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(LabelsError, match="no line"):
        read_labels(tmp_path / "empty")


def test_category_figures_and_confusion() -> None:
    rankings = [(Proposal("X", 0.6), Proposal("Y", 0.4)), (Proposal("Y", 0.9),), (Proposal("Z", 1.0),)]
    labelled = [
        Labelled(paper=paper("a"), label=2, category="X"),
        Labelled(paper=paper("b"), label=2, category="X", also=("Y",)),
        Labelled(paper=paper("c"), label=2, category="X"),
    ]
    figures = category_figures(rankings, labelled)
    assert (figures.top1, figures.defensible, figures.top3) == (0.3333, 0.6667, 0.3333)
    assert [(one.category, one.proposed, one.times) for one in confusion(rankings, labelled)] == [("X", "Z", 1)]


def test_the_worst_errors_come_with_their_reasons(classifier: Classifier) -> None:
    labelled = [
        Labelled(paper=paper("Spiking neural networks"), label=0),
        Labelled(paper=paper("Spike camera"), label=2),
        Labelled(paper=paper("Cooking rice"), label=2),
    ]
    errors = worst_errors(list(classifier.screen(one.paper for one in labelled)), labelled, 5)
    assert {one.paper.title for one, _ in errors} == {"Spiking neural networks", "Cooking rice"}
    assert next(screening for one, screening in errors if one.label == 0).reasons


def test_entries_are_measured_by_classifiers_that_have_not_seen_them(topic: Topic, encoder: HashingEncoder) -> None:
    screenings, labelled = screening_across_folds(topic, ENTRIES, encoder)
    assert sum(one.label == 2 for one in labelled) == len(ENTRIES)
    assert len(screenings) == len(labelled)
    assert all(screening.flagged for screening, one in zip(screenings, labelled, strict=True) if one.label == 2)


def test_leave_one_out_counts_an_entry_once_a_section(topic: Topic, encoder: HashingEncoder) -> None:
    names = tuple(dict.fromkeys(name for entry in ENTRIES for name in entry.categories))
    rankings, labelled = categories_left_out(topic, ENTRIES, names, encoder)
    plain, _ = categories_left_out(topic, ENTRIES, names, encoder, words=False)
    assert len(rankings) == len(labelled) == len(plain) == 7
    assert category_figures(rankings, labelled).top3 == 1.0


def test_of_a_long_list_evenly_chosen_entries_are_left_out(encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.evaluation.MOST_LEFT_OUT", 3)
    entries = [ListEntry(f"A Paper on Spikes {place}", ("One", "Two")[place % 2 :][:1]) for place in range(10)]
    _, labelled = categories_left_out(Topic(), entries, ("One", "Two"), encoder)
    assert [one.paper.title[-1] for one in labelled] == ["0", "4", "8"]
    assert categories_left_out(Topic(), (), ("One", "Two"), encoder) == ([], [])


def test_baselines_search_for_the_lists_own_word(encoder: HashingEncoder) -> None:
    labelled = [
        Labelled(paper=paper("Spiking things"), label=2),
        Labelled(paper=paper("Other", "with a spike"), label=0),
        Labelled(paper=paper("Other still"), label=0),
    ]
    searched = search_baselines(ENTRIES, labelled)
    assert [figures.flagged for figures in searched.values()] == [1, 2]
    odds, figures = vector_baseline(ENTRIES, labelled, encoder)
    assert len(odds) == figures.papers == 3


def test_papers_labelled_with_no_category_are_counted_among_those_gathered_for_new_sections() -> None:
    labelled = [
        Labelled(paper=paper(str(n)), label=label, category=category)
        for n, (label, category) in enumerate([(2, None), (2, None), (2, "Chips"), (0, None), (1, None)])
    ]
    figures = new_section_figures({1, 2, 3}, labelled)
    assert figures is not None
    assert (figures.homeless, figures.gathered, figures.right) == (2, 3, 1)


@pytest.mark.parametrize("category", [None, "Chips"])
def test_labels_with_a_category_for_all_or_for_none_tell_nothing_of_new_sections(category: str | None) -> None:
    assert new_section_figures({0}, [Labelled(paper=paper(str(n)), label=2, category=category) for n in range(3)]) is None
