"""The line that says how many of what waits belong."""

from collections.abc import Callable

from candidates.queue.decisions import decide
from candidates.queue.remaining import still_to_find
from candidates.queue.states import Verdict
from candidates.store.database import Store


def test_what_waits_is_counted_by_its_scores_and_decisions_narrow_it(store: Store, add_paper: Callable[..., str]) -> None:
    for number in range(40):
        add_paper(f"p{number}", score=0.9)
    add_paper("unflagged", score=0.001)
    before = still_to_find(store)
    assert 35 <= before.expected <= 37
    for number in range(20):
        decide(store, f"p{number}", Verdict.ACCEPTED, who="Ada", category="Hybrid Learning")
    after = still_to_find(store)
    assert after.high - after.low < before.high - before.low
    assert after.low <= 18 <= after.high


def test_an_empty_queue_has_nothing_left(store: Store) -> None:
    assert still_to_find(store).expected == 0.0
