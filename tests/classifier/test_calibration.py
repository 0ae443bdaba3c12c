"""From scores to probabilities by the ranks of the list's titles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import calibration
from classifier.calibration import curve_of

scores = st.lists(st.floats(-5, 5, allow_nan=False), min_size=1, max_size=60)


@given(scores, st.lists(st.floats(-5, 5, allow_nan=False), min_size=2, max_size=80))
def test_a_higher_score_never_has_lower_odds(listed: list[float], crawled: list[float]) -> None:
    found = np.array(crawled)
    curve = curve_of(np.array(listed), found, found)
    odds = [curve.odds(score) for score in np.linspace(-6, 6, 50)]
    assert odds == sorted(odds)
    assert all(np.isfinite(odds))


def test_one_title_less_in_the_list_moves_the_odds_less_than_with_steps_from_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    crawled, listed = chance.normal(0, 1, 3000), chance.normal(2, 1, 120)
    asked = np.linspace(0, 4, 60)

    def moved() -> float:
        whole = curve_of(listed, crawled, crawled)
        fewer = [curve_of(np.delete(listed, place), crawled, crawled) for place in range(0, 120, 10)]
        return float(np.mean([abs(whole.odds(score) - curve.odds(score)) for curve in fewer for score in asked]))

    now = moved()
    monkeypatch.setattr(calibration, "STARTS", 1)
    assert now < 0.9 * moved()
