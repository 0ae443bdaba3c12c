"""What a reader is promised of the order: it follows the ranks, but nothing moves that the reader has seen coming."""

from hypothesis import given
from hypothesis import strategies as st

from candidates.review.reading_order import AHEAD, ReadingOrder

PAPERS = [f"p{n}" for n in range(20)]


@given(st.permutations(PAPERS), st.permutations(PAPERS), st.integers(0, len(PAPERS) - 1))
def test_what_was_shown_or_announced_keeps_its_place_whatever_is_learnt(first: list[str], second: list[str], place: int) -> None:
    walk = ReadingOrder(first)
    walk.show(first[place])
    walk.arrange(second)
    seen = first[: place + 1 + AHEAD]
    assert walk.order[: len(seen)] == seen
    assert walk.order[len(seen) :] == [each for each in second if each not in seen]


@given(st.permutations(PAPERS), st.integers(0, len(PAPERS) - 1))
def test_every_other_paper_follows_exactly_once(order: list[str], place: int) -> None:
    following = list(ReadingOrder(order).after(order[place]))
    assert sorted(following) == sorted(set(PAPERS) - {order[place]})
    assert following == order[place + 1 :] + order[:place]


def test_a_paper_from_elsewhere_leaves_the_readers_place_alone() -> None:
    walk = ReadingOrder(PAPERS)
    walk.show("p3")
    walk.show("from the history")
    assert next(iter(walk.after("from the history"))) == "p3"
    assert walk.before("from the history") == "p3"


def test_new_candidates_come_in_behind_what_was_announced() -> None:
    walk = ReadingOrder(["a", "b"])
    walk.show("a")
    walk.arrange(["new", "a", "b"])
    assert walk.order == ["a", "b", "new"]


def test_there_is_nothing_before_the_first_paper() -> None:
    assert ReadingOrder(["a", "b"]).before("a") is None
    assert ReadingOrder().before("a") is None
