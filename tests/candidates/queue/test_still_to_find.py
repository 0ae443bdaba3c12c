"""The line that says how many of what waits belong."""

from collections.abc import Callable

from candidates.queue.decisions import decide
from candidates.queue.remaining import still_to_find
from candidates.queue.states import Verdict
from candidates.review.edition_progress import EditionProgress
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


def test_the_page_says_what_the_queue_says_before_and_after_decisions(store: Store, add_paper: Callable[..., str]) -> None:
    for number in range(30):
        add_paper(f"p{number}", score=0.6)
    progress = EditionProgress(store)
    told = [progress.now()[2]]
    assert told[0] == f"{still_to_find(store).said} of the 30 left belong"
    for number in range(12):
        verdict = Verdict.REJECTED if number % 4 else Verdict.ACCEPTED
        decide(store, f"p{number}", verdict, who="Ada", category=None if number % 4 else "Hybrid Learning")
    decide(store, "p12", Verdict.LATER, who="Ada")
    told.append(progress.now()[2])
    assert told[1] == f"{still_to_find(store).said} of the 17 left belong"
    # Fewer than the scores say, for three of four were rejected.
    assert still_to_find(store).expected < 17 * 0.6 - 1
    assert EditionProgress(store).now()[2] == told[1]


def test_the_page_says_nothing_of_an_empty_queue(store: Store) -> None:
    assert EditionProgress(store).now()[2] == ""
