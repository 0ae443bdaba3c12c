"""What waits in the queue stays there whatever is decided; only another text, list or topic takes it out, and that is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from candidates.queue.candidates import ranking
from candidates.queue.states import State
from candidates.screening.screening import _write, rescore
from candidates.store.database import Store
from candidates.store.forgetting import forget
from candidates.store.tables import SCREENINGS
from classifier.screenings import Screening
from spiders.paper import Paper

AddPaper = Callable[..., str]
GROUND, OTHER_GROUND = "a" * 16, "b" * 16
NEVER, ONCE = "0" * 16, "1" * 16


@dataclass
class Told:
    """A classifier that says what it is told to say."""

    scores: dict[bytes, float]
    fingerprint: str
    threshold: float = 0.5
    brings_in: bool = True

    def rescore(self, evidence: Sequence[bytes]) -> list[float]:
        return [self.scores[each] for each in evidence]


def screening(score: float) -> Screening:
    return Screening(score=score, flagged=score >= 0.5, categories=(), reasons=(), evidence=b"evidence of it")


@pytest.fixture
def paper(add_paper: AddPaper) -> tuple[str, Paper]:
    return add_paper("a", "Spiking Networks"), Paper(title="Spiking Networks", venue="icml", year=2025)


def waiting(store: Store) -> list[str]:
    return [paper_id for paper_id, _ in ranking(store, State.PENDING)]


def test_decisions_take_nothing_out_of_the_queue_but_change_the_score(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.9)], GROUND + NEVER)
    changed = rescore(store, Told({b"evidence of it": 0.1}, GROUND + ONCE))  # type: ignore[arg-type]  # a double
    assert changed == 1
    assert ranking(store, State.PENDING) == [(paper[0], 0.1)]


def test_decisions_may_bring_a_paper_in(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.1)], GROUND + NEVER)
    assert waiting(store) == []
    rescore(store, Told({b"evidence of it": 0.7}, GROUND + ONCE))  # type: ignore[arg-type]  # a double
    assert waiting(store) == [paper[0]]


def test_a_paper_that_was_forgotten_while_it_was_read_is_passed_over(store: Store, paper: tuple[str, Paper], add_paper: AddPaper) -> None:
    forget(store, "aaai", 2025)
    left = add_paper("b", "Other Networks", venue="icml"), Paper(title="Other Networks", venue="icml", year=2025)
    assert _write(store, [paper, left], [screening(0.9), screening(0.9)], GROUND + NEVER).flagged == 1
    assert waiting(store) == ["b"]
    assert _write(store, [paper], [screening(0.9)], GROUND + NEVER).flagged == 0


def test_with_a_topic_file_decisions_bring_nothing_in(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.1)], GROUND + NEVER)
    rescore(store, Told({b"evidence of it": 0.7}, GROUND + ONCE, brings_in=False))  # type: ignore[arg-type]  # a double
    assert waiting(store) == []


def test_screening_anew_after_decisions_keeps_what_waits(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.9)], GROUND + NEVER)
    assert _write(store, [paper], [screening(0.1)], GROUND + ONCE).left == []
    assert waiting(store) == [paper[0]]


def test_another_list_or_topic_takes_out_and_says_so(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.9)], GROUND + NEVER)
    assert _write(store, [paper], [screening(0.1)], OTHER_GROUND + NEVER).left == [paper[0]]
    assert waiting(store) == []


def test_another_text_takes_out_and_says_so(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.9)], GROUND + NEVER)
    later = Paper(title="Spiking Networks", venue="icml", year=2025, abstract="We fit recorded spikes.")
    assert _write(store, [(paper[0], later)], [screening(0.1)], GROUND + NEVER).left == [paper[0]]


def test_scores_know_the_list_they_came_from_after_decisions(store: Store, paper: tuple[str, Paper]) -> None:
    _write(store, [paper], [screening(0.9)], GROUND + NEVER)
    rescore(store, Told({b"evidence of it": 0.1}, OTHER_GROUND + ONCE))  # type: ignore[arg-type]  # a double
    with store.reading() as connection:
        assert connection.scalar(select(SCREENINGS.c.classifier)) == GROUND + ONCE
