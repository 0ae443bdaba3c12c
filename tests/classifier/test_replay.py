"""A replay of decisions: what it counts, what it chooses, and that the number said to be left is held against the truth."""

import numpy as np
from small_list import ENTRIES, HashingEncoder, paper

from classifier.evaluation import Intervals, intervals, reliability
from classifier.model import Classifier
from classifier.replay import COMPARED, WORST_LOSS, Case, Interval, Replay, Strength, area_under_curve, replay
from classifier.topic import Topic, load_topic

PLACES = ("Speech", "Vision", "Control", "Language", "Robots", "Maps", "Games", "Sound")
BELONG = [Case(paper(f"Spiking Neural Networks for {place}"), True) for place in PLACES]
NOT = [
    Case(paper(f"Spiking Activity Networks Recorded in {place}", "We record a spiking neural network of neurons."), False)
    for place in PLACES
]


def test_a_replay_decides_all_that_waits_and_counts_the_rest(classifier: Classifier) -> None:
    result = replay(classifier, [*BELONG, *NOT], in_order=False)
    first, last = result.steps[0], result.steps[-1]
    assert (result.papers, result.belong) == (16, 8)
    assert first.decided == 0
    assert first.area == first.area_unlearnt
    assert last.waiting == last.left == 0
    assert last.decided == first.waiting == last.flagged
    assert [step.decided + step.waiting for step in result.steps] == [first.waiting] * len(result.steps)
    assert all(step.accepted + step.left == first.left for step in result.steps)


def test_decisions_in_the_order_of_the_store_are_replayed_in_that_order(classifier: Classifier) -> None:
    result = replay(classifier, [*NOT, *BELONG], in_order=True)
    assert [step.accepted for step in result.steps if step.decided == len(NOT)] == [0]
    assert result.steps[0].waiting == 16


def test_without_a_topic_file_what_decisions_flag_joins_what_waits(encoder: HashingEncoder) -> None:
    classifier = Classifier.learn(Topic(), ENTRIES, encoder=encoder)
    cases = [*BELONG, *(Case(paper(f"Zebra Herds of {place} Spiking"), True) for place in PLACES)]
    result = replay(classifier, cases, in_order=False)
    assert result.steps[-1].waiting == 0
    assert all(step.flagged == result.steps[0].flagged + step.brought_in for step in result.steps)


def test_each_strength_is_compared_and_no_learning_changes_nothing(classifier: Classifier) -> None:
    result = replay(classifier, [*BELONG, *NOT], in_order=False)
    assert tuple(one.strength for one in result.strengths) == COMPARED
    assert (result.strengths[0].mean_change, result.strengths[0].worst_change) == (0.0, 0.0)


def test_the_order_is_looked_at_after_so_many_decisions_in_many_draws() -> None:
    chance = np.random.default_rng(5)
    cases = [Case(paper(f"Spiking Neural Networks of {word} {n}"), word == "moths") for n in range(40) for word in ("moths", "pipes")]
    classifier = Classifier.learn(load_topic("brain-inspired"), ENTRIES, encoder=HashingEncoder())
    stages = replay(classifier, [cases[place] for place in chance.permutation(len(cases))], in_order=True).stages
    assert [stage.decided for stage in stages] == [20, 40, 60]
    assert all(stage.draws > 1 and stage.worst <= stage.change for stage in stages)
    # Two kinds that the scores do not know apart: decisions teach it.
    assert all(stage.area_unlearnt < 0.7 and stage.change > 0.05 for stage in stages)
    assert stages[0].change < stages[-1].change


def test_the_best_strength_is_one_that_never_loses_much() -> None:
    def best(*strengths: Strength) -> float:
        return Replay(papers=0, belong=0, steps=(), stages=(), strengths=strengths, interval=Interval(0, 0, None)).best

    none, mild, wild = (
        Strength(strength=0.0, mean_change=0.0, worst_change=0.0, sunk=0),
        Strength(strength=0.1, mean_change=0.01, worst_change=WORST_LOSS, sunk=0),
        Strength(strength=1.0, mean_change=0.05, worst_change=WORST_LOSS - 0.01, sunk=0),
    )
    assert best(none, mild, wild) == 0.1
    assert best(none, wild) == 0.0
    assert best(none, Strength(strength=0.1, mean_change=0.0, worst_change=0.0, sunk=0)) == 0.0


def test_the_interval_is_held_against_halves_of_the_papers(classifier: Classifier) -> None:
    honest = replay(classifier, [*BELONG, *NOT], in_order=True).interval
    assert honest.stages > 0
    assert honest.holds is not None
    deceived = [Case(paper(f"Spiking Neural Networks, Spiking Transformers of {n}"), n % 20 == 19) for n in range(60)]
    told = replay(classifier, deceived, in_order=True)
    assert told.steps[0].expected > 5 * told.belong
    assert not told.steps[1].holds or told.steps[0].low > told.belong


def test_the_area_is_that_of_all_pairs() -> None:
    chance = np.random.default_rng(3)
    scores, belongs = chance.random(30).round(1).tolist(), (chance.random(30) < 0.4).tolist()
    pairs = [
        (a > b) + 0.5 * (a == b) for a, x in zip(scores, belongs, strict=True) if x for b, y in zip(scores, belongs, strict=True) if not y
    ]
    area = area_under_curve(scores, belongs)
    assert area is not None
    assert abs(area - np.mean(pairs)) < 1e-12
    assert area_under_curve([0.1], [True]) is None


def test_intervals_hold_the_figure_and_are_narrower_with_more_papers() -> None:
    def recall(times: int) -> tuple[float, float]:
        found = intervals([0.9, 0.8, 0.2, 0.1] * times, [True, True, False, False] * times, [2, 1, 2, 0] * times).recall
        assert found is not None
        return found

    few, many = recall(10), recall(200)
    assert few[0] < 0.5 < few[1]
    assert many[0] < 0.5 < many[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert intervals([0.5], [True], [0]) == Intervals(None, None, None)


def test_reliability_sets_what_was_promised_against_what_came_true() -> None:
    table = reliability([0.99, 0.97, 0.6, 0.001], [2, 1, 2, 0])
    assert [(one.papers, one.belong) for one in table] == [(1, 0.0), (1, 1.0), (2, 0.5)]
    assert table[-1].score == 0.98
