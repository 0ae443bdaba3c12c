"""How many are left: the interval holds, is honest before any decision, and closes as the queue is read."""

import numpy as np

from classifier.remaining import remaining


def test_the_interval_holds_in_nine_of_ten_replays() -> None:
    chance = np.random.default_rng(11)
    holds = []
    for _ in range(400):
        shares = np.sort(chance.beta(0.15, 0.6, 150))[::-1]
        belongs = chance.random(150) < shares
        decided = int(chance.integers(0, 140))
        told = remaining(shares[decided:].sum(), shares[:decided].sum(), int(belongs[:decided].sum()))
        holds.append(told.low <= belongs[decided:].sum() <= told.high)
    assert np.mean(holds) >= 0.9


def test_decisions_correct_scores_that_promise_too_much() -> None:
    assert remaining(20.0, 40.0, 20).expected < 0.6 * remaining(20.0, 40.0, 40).expected


def test_nothing_is_left_of_nothing() -> None:
    told = remaining(0.0, 12.0, 10)
    assert (told.expected, told.low, told.high) == (0.0, 0, 0)
    assert remaining(0.02, 100.0, 97).low == 0


def test_no_more_can_be_left_than_wait() -> None:
    assert remaining(20.0, 0.0, 0).high > 25
    told = remaining(20.0, 0.0, 0, waiting=25)
    assert told.low <= told.expected <= told.high == 25
