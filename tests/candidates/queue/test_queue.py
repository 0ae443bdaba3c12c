"""What the queue promises: its states, its order, and that no decision is lost, doubled or changed behind anyone's back."""

from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_store import screen
from sqlalchemy import func, select

from candidates.errors import NotFoundInStoreError, NothingToUndoError, UnknownCategoryError, UsageError
from candidates.queue.agreement import agreement, cohens_kappa, conflicts
from candidates.queue.candidates import candidate, candidates, counts, number_of, ranking
from candidates.queue.decisions import ConflictError, decide, decide_many, decisions, history, mark_published, undo
from candidates.queue.states import State
from candidates.store.database import Store, now
from candidates.store.tables import DECISIONS, MATCHES, STANDINGS

AddPaper = Callable[..., str]
SECTIONS = ("Hybrid Learning", "ANN2SNN", "Spiking Attention Mechanism", "Spike-driven MLP")


def standings(store: Store) -> list[Any]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(STANDINGS).order_by(STANDINGS.c.paper_id))]


def match(store: Store, paper_id: str, state: str) -> None:
    with store.writing() as connection:
        connection.execute(
            MATCHES.insert().values(
                entry_key=paper_id, paper_id=paper_id, how="title", reason="same title", score=1.0, state=state, matched_at=now()
            )
        )


def test_the_most_promising_candidate_comes_first_and_equal_scores_keep_one_order(store: Store, add_paper: AddPaper) -> None:
    for paper_id, score in (("b", 0.8), ("a", 0.8), ("c", 0.9)):
        add_paper(paper_id, score=score)
    assert [each.id for each in candidates(store)] == ["c", "a", "b"]
    assert [each.id for each in candidates(store, limit=1, offset=1)] == ["a"]


def test_the_ranking_is_the_order_of_the_candidates_without_their_texts(store: Store, add_paper: AddPaper) -> None:
    for paper_id, score, year in (("b", 0.8, 2025), ("a", 0.8, 2024), ("c", 0.9, 2025)):
        add_paper(paper_id, score=score, year=year)
    decide(store, "c", "later", who="ada")
    assert ranking(store, ("pending", "later")) == [(each.id, each.score) for each in candidates(store, ("pending", "later"))]
    assert ranking(store, editions=[("aaai", 2025)]) == [("b", 0.8)]


@pytest.mark.parametrize(("state", "waits"), [("certain", False), ("confirmed", False), ("to-confirm", True), ("refused", True)])
def test_only_a_sure_match_with_the_list_takes_a_paper_from_the_queue(store: Store, add_paper: AddPaper, state: str, waits: bool) -> None:
    add_paper("a", score=0.8)
    match(store, "a", state)
    assert (number_of(store) == 1) is waits
    assert candidate(store, "a").in_list is not waits


def test_papers_not_flagged_or_decided_do_not_wait(store: Store, add_paper: AddPaper) -> None:
    add_paper("flagged", score=0.8)
    add_paper("low", score=0.1)
    add_paper("unscreened")
    add_paper("decided", score=0.9)
    decide(store, "decided", "rejected", who="ada")
    assert [each.id for each in candidates(store)] == ["flagged"]
    assert candidate(store, "low").state == ""


def test_a_paper_that_was_never_flagged_can_be_accepted_by_id(store: Store, add_paper: AddPaper) -> None:
    add_paper("low", score=0.1)
    decide(store, "low", "accepted", who="ada", categories=SECTIONS)
    assert [(each.id, each.category) for each in candidates(store, "accepted")] == [("low", "Hybrid Learning")]


def test_accepting_an_unscreened_paper_asks_for_a_category(store: Store, add_paper: AddPaper) -> None:
    add_paper("a")
    with pytest.raises(UsageError, match="--category"):
        decide(store, "a", "accepted", who="ada", categories=SECTIONS)
    assert decide(store, "a", "accepted", who="ada", category="ann2snn", categories=SECTIONS).category == "ANN2SNN"


def test_an_unknown_category_offers_the_nearest_and_writes_nothing(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    with pytest.raises(UnknownCategoryError, match="Spiking Attention Mechanism") as caught:
        decide(store, "a", "accepted", who="ada", category="Spiking Atention Mecanism", categories=SECTIONS)
    assert caught.value.nearest[0] == "Spiking Attention Mechanism"
    assert decisions(store) == []


def test_a_proposed_category_that_the_list_no_longer_has_is_not_taken_silently(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8, category="Renamed Section")
    with pytest.raises(UnknownCategoryError):
        decide(store, "a", "accepted", who="ada", categories=SECTIONS)


def test_a_decision_keeps_what_was_proposed_and_by_which_classifier(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    made = decide(store, "a", "accepted", who="ada", category="ANN2SNN", reason=" method ", categories=SECTIONS)
    assert (made.proposed, made.score, made.classifier, made.category, made.reason) == (
        "Hybrid Learning",
        0.8,
        "c0ffee",
        "ANN2SNN",
        "method",
    )
    assert history(store, "a") == [made]


def test_several_ids_are_decided_all_or_none(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    with pytest.raises(NotFoundInStoreError, match="nowhere, never"):
        decide_many(store, ["a", "nowhere", "never"], "rejected", who="ada")
    assert decisions(store) == []
    assert len(decide_many(store, ["a", "a"], "rejected", who="ada")) == 1


def test_filters_by_edition_category_and_text(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Spikes at 100%", score=0.8, venue="icml", abstract="about Transformers")
    add_paper("b", "Spikes", score=0.7, category="ANN2SNN", authors=["José Pérez"])
    assert [each.id for each in candidates(store, editions=[("icml", 2025)])] == ["a"]
    assert [each.id for each in candidates(store, category="ANN2SNN")] == ["b"]
    assert [each.id for each in candidates(store, text="transformers")] == ["a"]
    assert [each.id for each in candidates(store, text="Pérez")] == ["b"]
    assert [each.id for each in candidates(store, text="100%")] == ["a"], "a percent sign is a letter here, no wildcard"


def test_counts_are_per_edition_and_state(store: Store, add_paper: AddPaper) -> None:
    for paper_id in ("a", "b", "c"):
        add_paper(paper_id, score=0.8)
    add_paper("d", score=0.8, venue="icml")
    decide(store, "a", "accepted", who="ada")
    decide(store, "b", "later", who="ada")
    rows = {(each.venue, each.year): each for each in counts(store)}
    assert (rows["aaai", 2025].accepted, rows["aaai", 2025].later, rows["aaai", 2025].pending) == (1, 1, 1)
    assert rows["icml", 2025].pending == 1
    assert [each.venue for each in counts(store, [("icml", 2025)])] == ["icml"]


def test_a_new_screening_changes_no_decision(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    decide(store, "a", "accepted", who="ada", category="ANN2SNN", categories=SECTIONS)
    before = standings(store)
    with store.writing() as connection:
        screen(connection, "a", 0.01, False, "Spike-driven MLP")
    assert standings(store) == before
    assert candidate(store, "a").category == "ANN2SNN"


def test_a_decision_over_one_not_seen_is_refused_and_names_whose_it_is(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    first = decide(store, "a", "rejected", who="ada", expected=0)
    with pytest.raises(ConflictError, match="rejected by ada") as caught:
        decide(store, "a", "accepted", who="bob", expected=0)
    assert caught.value.stands == first
    assert len(decisions(store)) == 1
    decide(store, "a", "accepted", who="bob", expected=first.number)
    undo(store, "a", by="bob")
    undo(store, "a", by="bob")
    with pytest.raises(ConflictError, match="taken back"):
        decide(store, "a", "later", who="ada", expected=first.number)


def test_undo_of_one_reviewer_leaves_the_other_ones_verdict(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.8)
    decide(store, "a", "rejected", who="ada")
    decide(store, "a", "accepted", who="bob")
    assert undo(store, who="ada").verdict == "rejected"
    assert candidate(store, "a").state == "accepted"
    with pytest.raises(NothingToUndoError, match="ada"):
        undo(store, who="ada")
    assert [each.undone_by is None for each in history(store, "a")] == [False, True, True]


def test_undo_of_an_unknown_id_says_so(store: Store) -> None:
    with pytest.raises(NotFoundInStoreError):
        undo(store, "nowhere")


def test_only_what_is_still_accepted_is_marked_as_published(store: Store, add_paper: AddPaper) -> None:
    for paper_id in ("a", "b"):
        add_paper(paper_id, score=0.8)
        decide(store, paper_id, "accepted", who="ada")
    decide(store, "b", "rejected", who="bob")
    assert [each.paper_id for each in mark_published(store, {"a": "ANN2SNN", "b": "ANN2SNN"}, who="ada")] == ["a"]
    assert mark_published(store, {"a": "ANN2SNN"}, who="ada") == []
    assert [(each.id, each.category) for each in candidates(store, "published")] == [("a", "ANN2SNN")]


def test_two_people_who_differ_are_a_conflict_until_one_changes_their_mind(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "A paper", score=0.8)
    decide(store, "a", "rejected", who="ada")
    decide(store, "a", "accepted", who="bob")
    (conflict,) = conflicts(store)
    assert (conflict.title, [(each.who, each.verdict) for each in conflict.verdicts]) == (
        "A paper",
        [("ada", "rejected"), ("bob", "accepted")],
    )
    decide(store, "a", "accepted", who="ada")
    assert conflicts(store) == []


def test_agreement_counts_only_what_both_judged(store: Store, add_paper: AddPaper) -> None:
    for paper_id, ada, bob in (
        ("a", "accepted", "accepted"),
        ("b", "rejected", "rejected"),
        ("c", "accepted", "rejected"),
        ("d", "later", ""),
    ):
        add_paper(paper_id, score=0.8)
        decide(store, paper_id, ada, who="ada")
        if bob:
            decide(store, paper_id, bob, who="bob")
    (row,) = agreement(store)
    assert (row.first, row.second, row.papers, row.agreed) == ("ada", "bob", 3, 2)
    assert row.kappa == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))


def test_kappa_is_undefined_where_both_said_one_thing_only() -> None:
    assert cohens_kappa([("accepted", "accepted")] * 5) is None


PEOPLE = st.sampled_from(["ada", "bob"])
DECIDE = st.tuples(st.just("decide"), st.sampled_from("abc"), st.sampled_from(["accepted", "rejected", "later"]), PEOPLE)
STEP = st.one_of(
    DECIDE,
    st.tuples(st.just("publish"), st.sampled_from("abc"), st.just("published"), PEOPLE),
    st.tuples(st.just("undo"), st.sampled_from("abc"), st.just(""), PEOPLE),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(STEP, max_size=6), steps=st.lists(DECIDE, min_size=1, max_size=5))
def test_undo_is_the_inverse_of_every_decision(tmp_path: Path, before: list[Any], steps: list[Any]) -> None:
    file = tmp_path / "law.sqlite"
    file.unlink(missing_ok=True)
    with Store(f"sqlite:///{file}") as store:
        fill(store)
        for step in before:
            take(store, step)
        seen = [picture(store)]
        for step in steps:
            take(store, step)
            seen.append(picture(store))
        for expected in reversed(seen[:-1]):
            undo(store)
            assert picture(store) == expected


def fill(store: Store) -> None:
    from candidates.store.tables import PAPERS

    with store.writing() as connection:
        for paper_id in "abc":
            texts = {"title": paper_id, "title_key": paper_id, "venue": "aaai", "year": 2025}
            connection.execute(
                PAPERS.insert().values(id=paper_id, authors=[], keywords=[], origins={}, stored_at=now(), changed_at=now(), **texts)
            )
            screen(connection, paper_id, 0.8, True, "ANN2SNN")


def take(store: Store, step: tuple[str, str, str, str]) -> None:
    what, paper_id, verdict, who = step
    if what == "decide":
        decide(store, paper_id, verdict, who=who)
    elif what == "publish":
        mark_published(store, {paper_id: None}, who=who)
    elif any(each.undone_by is None and each.verdict != "undone" for each in history(store, paper_id)):
        undo(store, paper_id, by=who)


def picture(store: Store) -> Any:
    return standings(store), {state: candidates(store, state) for state in State}


def decide_all(url: str, who: str, ids: list[str]) -> None:
    with Store(url) as store:
        for paper_id in ids:
            decide(store, paper_id, "accepted", who=who)


def test_two_processes_deciding_at_once_lose_and_double_nothing(store: Store, add_paper: AddPaper) -> None:
    ids = [add_paper(f"p{number}", score=0.8) for number in range(40)]
    context = get_context("spawn")
    people = [context.Process(target=decide_all, args=(store.url, who, ids)) for who in ("ada", "bob")]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert [person.exitcode for person in people] == [0, 0]
    with store.reading() as connection:
        rows = connection.execute(select(DECISIONS.c.who, func.count()).group_by(DECISIONS.c.who)).all()
    assert sorted(tuple(row) for row in rows) == [("ada", 40), ("bob", 40)]
    assert len(standings(store)) == 40
