"""What several reviewers are told of each other: what is still to be judged a second time, and how far they agree."""

from collections.abc import Callable

from candidates.queue.agreement import agreement, second_opinions
from candidates.queue.decisions import decide, undo
from candidates.store.database import Store

AddPaper = Callable[..., str]


def test_a_second_opinion_is_asked_of_who_has_none_in_force(store: Store, add_paper: AddPaper) -> None:
    for paper_id, score in (("a", 0.7), ("b", 0.8), ("c", 0.9)):
        add_paper(paper_id, score=score)
        decide(store, paper_id, "accepted", who="bob")
    decide(store, "b", "accepted", who="ada")
    decide(store, "c", "accepted", who="ada")
    undo(store, "c", None, by="ada")
    assert second_opinions(store, "ada") == [("c", 0.9), ("a", 0.7)]


def test_full_agreement_leaves_no_range(store: Store, add_paper: AddPaper) -> None:
    for paper_id, verdict in (("a", "accepted"), ("b", "rejected")):
        add_paper(paper_id, score=0.8)
        decide(store, paper_id, verdict, who="ada")
        decide(store, paper_id, verdict, who="bob")
    (both,) = agreement(store)
    assert (both.kappa, both.kappa_range) == (1, None)
