"""A forgotten edition is gone, and what people decided on its papers is not."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from candidates.queue.candidates import candidate, candidates
from candidates.queue.decision_file import decision_lines
from candidates.queue.decisions import decide
from candidates.queue.list_matches import matches, record, refuse
from candidates.queue.states import BY_PERSON, MatchState, State, Verdict
from candidates.screening.screening import maintainers_decisions
from candidates.store.database import Store
from candidates.store.edition_writer import EditionWriter, StoreMemory
from candidates.store.edits import add_paper as add_paper_by_hand
from candidates.store.edits import give_abstract
from candidates.store.forgetting import forget, held
from candidates.store.forgotten_papers import COMPARED
from candidates.store.merges import merges, split
from candidates.store.paper_rows import BY_HAND
from spiders.items import PageItem, PageRecord, StoreResult
from spiders.paper import Paper, with_origins

LOOP = asyncio.new_event_loop()  # never run: nobody waits for the items here

AddPaper = Callable[..., str]


def test_papers_pages_and_the_verdict_on_the_edition_are_gone_and_others_stay(
    store: Store, add_paper: AddPaper, add_edition: Callable[..., None]
) -> None:
    add_edition("aaai", 2025)
    add_edition("icml", 2025)
    add_paper("aaai-2025-1", score=0.9)
    add_paper("icml-2025-1", venue="icml", score=0.9)
    found = forget(store, "aaai", 2025)
    memory = StoreMemory(store)
    assert found.papers == 1
    assert memory.papers("aaai", 2025) == []
    assert memory.status("aaai", 2025) is None
    assert [each.id for each in candidates(store)] == ["icml-2025-1"]


def test_a_decision_waits_for_its_paper_and_finds_it_again(store: Store, add_paper: AddPaper, add_edition: Callable[..., None]) -> None:
    add_edition("aaai", 2025)
    add_paper("aaai-2025-1", title="Spikes", score=0.9)
    decide(store, "aaai-2025-1", Verdict.REJECTED, who="Ada", reason="no spikes")
    assert forget(store, "aaai", 2025).decided == 1
    assert candidates(store, State.REJECTED) == []
    assert list(decision_lines(store)) == []
    add_paper("aaai-2025-1", title="Spikes", score=0.9)
    assert candidate(store, "aaai-2025-1").state == State.REJECTED
    assert [(line.verdict, line.reason, line.who) for line in decision_lines(store)] == [("rejected", "no spikes", "Ada")]


def test_forgetting_twice_takes_nothing(store: Store, add_paper: AddPaper) -> None:
    add_paper("aaai-2025-1")
    forget(store, "aaai", 2025)
    assert forget(store, "aaai", 2025).papers == 0


def test_a_decision_teaches_nothing_while_its_paper_is_forgotten(store: Store, add_paper: AddPaper) -> None:
    add_paper("aaai-2025-1", title="Spikes")
    add_paper("icml-2025-1", title="Rats", venue="icml")
    for each in ("aaai-2025-1", "icml-2025-1"):
        decide(store, each, Verdict.REJECTED, who="Ada")
    forget(store, "aaai", 2025)
    assert [each.paper.title for each in maintainers_decisions(store)] == ["Rats"]
    add_paper("aaai-2025-1", title="Spikes")
    assert [each.paper.title for each in maintainers_decisions(store)] == ["Spikes", "Rats"]


def test_a_decision_finds_its_paper_again_under_the_title_that_it_has_by_then(store: Store) -> None:
    old = Paper(title="Spikes: An Early Title", venue="iclr", year=2025, authors=("Ada Quill", "Bo River"))
    new = replace(old, title="Spikes: What the Proceedings Call It")
    read(store, old, "accepted")
    decided = only(store, "accepted")
    decide(store, decided, Verdict.ACCEPTED, who="Ada", category="Spikes")
    writer = read(store, new, "proceedings")
    assert writer.join_retitled("proceedings", 1, {"accepted"}) == 1
    for order in (("proceedings", "accepted"), ("accepted", "proceedings"), ("proceedings",), ("accepted",)):
        forget(store, "iclr", 2025)
        writer = EditionWriter(store, "iclr", 2025)
        for source in order:
            writer.save(page([new if source == "proceedings" else old], source))
        writer.join_retitled("proceedings", 1, {"accepted"})
        assert [(known.id, known.title) for known in writer.known()] == [(decided, (new if "proceedings" in order else old).title)]
        assert candidate(store, decided).state == State.ACCEPTED


@pytest.mark.parametrize("mark", ["doi", "forum", "url"])
def test_a_decision_finds_its_paper_again_by_an_identifier_whatever_its_title_became(store: Store, mark: str) -> None:
    old = Paper(title="A First Title", venue="iclr", year=2025, **{mark: "https://x.org/10.1/2"})
    new = replace(old, title="What It Is Called Now")
    read(store, old, "virtual")
    decided = only(store, "virtual")
    decide(store, decided, Verdict.REJECTED, who="Ada")
    read(store, new, "virtual")
    forget(store, "iclr", 2025)
    read(store, new, "virtual")
    assert only(store, "virtual") == decided


@pytest.mark.parametrize("mark", ["doi", "forum", "url"])
def test_a_decision_finds_its_paper_again_under_its_title_whatever_its_identifiers_became(store: Store, mark: str) -> None:
    old = Paper(title="Spikes", venue="iclr", year=2025, **{mark: "https://x.org/10.1/2"})
    read(store, old, "virtual")
    decided = only(store, "virtual")
    decide(store, decided, Verdict.REJECTED, who="Ada")
    forget(store, "iclr", 2025)
    read(store, replace(old, **{mark: "https://x.org/10.1/other"}), "virtual")
    assert only(store, "virtual") == decided


def test_what_a_person_took_away_since_a_paper_came_back_stays_away(store: Store) -> None:
    one = Paper(title="Spikes", venue="iclr", year=2025)
    read(store, one, "virtual")
    paper_id = only(store, "virtual")
    for abstract in ("Pasted by hand.", ""):
        give_abstract(store, paper_id, abstract, "Ada")
        forget(store, "iclr", 2025)
        read(store, one, "virtual")
    assert store.paper(paper_id).abstract is None


def test_papers_that_no_crawl_brings_back_are_counted_before(store: Store) -> None:
    read(store, Paper(title="Spikes", venue="iclr", year=2025), "virtual")
    add_paper_by_hand(store, Paper(title="Rats", venue="iclr", year=2025))
    assert (held(store, "iclr", 2025).papers, held(store, "iclr", 2025).by_hand) == (2, 1)


def test_no_other_paper_takes_the_id_of_a_forgotten_one(store: Store) -> None:
    decided = Paper(title="Spikes", venue="iclr", year=2025, doi="10.1145/1.1", authors=("Ada Quill", "Bo River"))
    namesake = replace(decided, doi="10.1145/1.2")
    mistyped = replace(decided, title="Rats in a Maze", authors=("Cy Stone", "Di Fern"))
    read(store, decided, "virtual")
    before = only(store, "virtual")
    decide(store, before, Verdict.ACCEPTED, who="Ada", category="Spikes")
    EditionWriter(store, "iclr", 2025).save(page([namesake], "virtual"))
    for order in permutations((mistyped, namesake, decided)):
        forget(store, "iclr", 2025)
        EditionWriter(store, "iclr", 2025).save(page(order, "virtual"))
        assert (store.paper(before).title, store.paper(before).doi) == (decided.title, decided.doi)
        assert len(EditionWriter(store, "iclr", 2025)) == 3


def test_what_was_said_of_an_entry_and_given_for_a_paper_comes_back_with_it(store: Store) -> None:
    one = Paper(title="Spikes", venue="iclr", year=2025)
    read(store, one, "virtual")
    paper_id = only(store, "virtual")
    for key in ("spikes", "spikes in rats"):
        record(store, key, paper_id, "the same title")
    refuse(store, "spikes in rats", paper_id)
    give_abstract(store, paper_id, "Pasted by hand.", "Ada")
    forget(store, "iclr", 2025)
    read(store, one, "virtual")
    assert {(each.entry_key, each.state) for each in matches(store)} == {
        ("spikes", MatchState.CONFIRMED),
        ("spikes in rats", MatchState.REFUSED),
    }
    assert store.paper(paper_id).abstract == "Pasted by hand."
    assert store.paper(paper_id).origins["abstract"] == BY_HAND
    give_abstract(store, paper_id, "", "Ada")
    forget(store, "iclr", 2025)
    read(store, replace(one, abstract="The publisher's."), "virtual")
    assert store.paper(paper_id).abstract == "The publisher's."


@pytest.mark.parametrize("first", ["accepted", "virtual"])
def test_what_a_person_took_apart_stays_so(store: Store, first: str) -> None:
    one = Paper(title="Spikes", venue="iclr", year=2025)
    read(store, one, "virtual")
    whole = only(store, "virtual")
    read(store, one, "accepted")
    part = split(store, merges(store)[0].number)
    decide(store, part, Verdict.REJECTED, who="Ada")
    for _ in range(2):
        forget(store, "iclr", 2025)
        for source in (first, *({"accepted", "virtual"} - {first})):
            read(store, one, source)
        sources = {known.id: store.paper(known.id).origins["title"] for known in EditionWriter(store, "iclr", 2025).known()}
        assert sources == {whole: "virtual", part: "accepted"}


def test_the_states_of_a_match_that_are_no_persons_word_are_known() -> None:
    assert {each for each in MatchState if each not in BY_PERSON} == set(COMPARED)


def page(papers: Sequence[Paper], source: str) -> PageItem:
    saved: asyncio.Future[StoreResult] = asyncio.Future(loop=LOOP)
    marked = [with_origins(paper, source) for paper in papers]
    record = PageRecord(papers=len(papers))
    return PageItem(venue="iclr", year=2025, source=source, page="1", papers=marked, record=record, adds=True, saved=saved)


def read(store: Store, paper: Paper, source: str) -> EditionWriter:
    """A crawl of its own, in which the source names this paper."""
    writer = EditionWriter(store, "iclr", 2025)
    writer.save(page([paper], source))
    return writer


def only(store: Store, source: str) -> str:
    """The id of the only paper that a source brought."""
    (found,) = (each.id for each in EditionWriter(store, "iclr", 2025).known() if store.paper(each.id).origins["title"] == source)
    return found
