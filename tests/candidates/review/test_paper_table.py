"""The table of all papers: what it finds and in which order, and several decided and taken back as one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import LIST
from starlette.testclient import TestClient

from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, decisions
from candidates.review.paper_table import MOST_HITS, PAGE, TableFilter, table_page
from candidates.store.database import Store, now
from candidates.store.tables import MATCHES

AddPaper = Callable[..., str]


@pytest.fixture
def papers(add_paper: AddPaper, store: Store) -> Store:
    add_paper("flagged", title="Spiking Transformers", score=0.9, abstract="An energy budget.", authors=["Zoë Müller"])
    add_paper("plain", title="Diffusion Models", score=0.01, abstract="Nothing of the kind.", venue="iclr")
    add_paper("bare", title="Camera Trajectories", year=2023)
    add_paper("done", title="Spike Cameras at Night", score=0.7, abstract="Cameras.", category="ANN2SNN")
    decide(store, "done", "accepted", who="grace", category="ANN2SNN")
    add_paper("listed", title="Zebras in Spikes", score=0.6, flagged=True, year=2022, category="Listed", abstract="Stripes.")
    with store.writing() as connection:
        given = {"how": "title", "reason": "the same title", "score": 100.0, "state": "certain", "matched_at": now()}
        connection.execute(MATCHES.insert().values(entry_key="zebras", paper_id="listed", **given))
    return store


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["flagged", "done", "listed", "plain", "bare"]),
        ({"text": "camera"}, ["done", "bare"]),
        ({"text": "muller energy"}, ["flagged"]),
        ({"text": "nosuchword"}, []),
        ({"text": "???"}, []),
        ({"state": "pending"}, ["flagged"]),
        ({"state": "none"}, ["plain", "bare"]),
        ({"state": "listed"}, ["listed"]),
        ({"state": "missing"}, ["flagged", "done"]),
        ({"state": "missing", "edition": "iclr"}, []),
        ({"state": "accepted"}, ["done"]),
        ({"state": "second"}, ["done"]),
        ({"edition": "iclr-2025"}, ["plain"]),
        ({"edition": "aaai"}, ["flagged", "done", "listed", "bare"]),
        ({"category": "ANN2SNN"}, ["done"]),
        ({"score": "0.5"}, ["flagged", "done", "listed"]),
        ({"missing": "abstract"}, ["bare"]),
        ({"sort": "title"}, ["bare", "plain", "done", "flagged", "listed"]),
        ({"sort": "edition"}, ["done", "flagged", "bare", "listed", "plain"]),
        ({"sort": "decided"}, ["done"]),
        ({"text": "camera", "missing": "abstract"}, ["bare"]),
        ({"state": "nonsense", "sort": "nonsense", "page": "-3"}, ["flagged", "done", "listed", "plain", "bare"]),
    ],
)
def test_the_table_finds_what_is_asked_for(papers: Store, given: dict[str, str], found: list[str]) -> None:
    page = table_page(papers, TableFilter.of(given), "ada")
    assert [row.id for row in page.rows] == found
    if given.get("sort") != "decided":
        assert page.hits == len(found)


def test_its_pages_neither_repeat_nor_skip_a_paper(store: Store, add_paper: AddPaper) -> None:
    made = {add_paper(f"p{n:03}", score=0.5 if n < 70 else None) for n in range(PAGE * 2 + 9)}
    met = [row.id for page in ("1", "2", "3") for row in table_page(store, TableFilter.of({"page": page}), "ada").rows]
    assert len(met) == len(made)
    assert set(met) == made


def test_frequent_words_are_counted_whole_and_found_in_order(store: Store, add_paper: AddPaper) -> None:
    for n in range(MOST_HITS + 5):
        add_paper(f"p{n:04}", title=f"Spiking number {n}", score=n / 2000)
    page = table_page(store, TableFilter(text="spiking"), "ada")
    assert (page.hits, page.rows[0].id) == (MOST_HITS + 5, f"p{MOST_HITS + 4}")
    some = table_page(store, TableFilter(text="spiking", edition="aaai-2025"), "ada")
    assert (some.counted, some.rows[0].id) == (False, f"p{MOST_HITS + 4}")


def test_several_are_accepted_as_proposed_and_taken_back_as_one(client: TestClient, store: Store, five: list[str]) -> None:
    decide(store, five[4], "later", who="ada")
    ticked = {f"p:{paper_id}": "0" for paper_id in five[:3]}
    answer = client.post("/papers", data={**ticked, "verdict": "accepted", "reason": "clear"})
    assert "3 papers decided together" in answer.text
    assert [(each.verdict, each.category, each.reason) for each in decisions(store)[1:]] == [("accepted", "ANN2SNN", "clear")] * 3
    answer = client.post("/undo", data={"step": "table"})
    assert "Taken back: 3 decisions" in answer.text
    assert [candidate(store, each).state for each in five] == ["pending"] * 4 + ["later"]


def test_the_ticked_and_their_undo_count_once_though_they_are_sent_twice(client: TestClient, store: Store, five: list[str]) -> None:
    decide(store, five[4], "later", who="ada")
    ticked = {f"p:{paper_id}": "0" for paper_id in five[:3]}
    answers = [client.post("/papers", data={**ticked, "verdict": "accepted"}) for _ in range(2)]
    assert ["3 papers decided together" in each.text for each in answers] == [True, True]
    assert len(decisions(store)) == 4
    found = re.search(r'name="seen" value="(\d+)"', answers[0].text)
    assert found
    answers = [client.post("/undo", data={"step": "table", "seen": found[1]}) for _ in range(2)]
    assert ["Taken back: 3 decisions" in each.text for each in answers] == [True, True]
    assert [candidate(store, each).state for each in five] == ["pending"] * 4 + ["later"]


def test_one_undo_leaves_what_another_decided_since_and_says_so(client: TestClient, store: Store, five: list[str]) -> None:
    client.post("/papers", data={f"p:{five[0]}": "0", f"p:{five[1]}": "0", "verdict": "rejected"})
    decide(store, five[0], "accepted", who="grace", category="ANN2SNN")
    answer = client.post("/undo", data={"step": "table"})
    assert "On 1 of these papers what was decided since stands" in answer.text
    assert [candidate(store, each).state for each in five[:2]] == ["accepted", "pending"]


def test_when_one_was_decided_meanwhile_none_is_written(client: TestClient, store: Store, five: list[str]) -> None:
    decide(store, five[1], "later", who="grace")
    answer = client.post("/papers", data={f"p:{five[0]}": "0", f"p:{five[1]}": "0", "verdict": "rejected"})
    assert answer.status_code == 409
    assert "Conversion of Networks" in answer.text
    assert len(decisions(store)) == 1


@pytest.mark.parametrize("form", [{"verdict": "accepted"}, {"verdict": "burnt", "p:x": "0"}, {"verdict": "rejected", "p:x": "-1"}])
def test_a_form_that_means_nothing_changes_nothing(client: TestClient, store: Store, five: list[str], form: dict[str, str]) -> None:
    assert client.post("/papers", data=form).status_code == 400
    assert decisions(store) == []


def test_papers_that_nobody_proposed_are_found_and_can_be_accepted(client: TestClient, store: Store, papers: Store) -> None:
    page = client.get("/papers?text=diffusion").text
    assert re.search(r"1 paper\b", page)
    client.post("/papers/plain/decision", data={"accept": "ANN2SNN", "expected": "0"})
    assert candidate(store, "plain").state == "accepted"


def test_a_listed_paper_is_called_so_and_venues_are_chosen_whole(
    browser_of: Callable[[str], TestClient], papers: Store, list_path: Path
) -> None:
    # In the list indeed, before the page opens: it compares the two beside what is asked, and takes back a match that nothing bears out.
    list_path.write_text(LIST.replace("\n## ANN2SNN", "- [Zebras in Spikes](https://example.org/z) (AAAI'2022)\n\n## ANN2SNN"), "utf-8")
    with browser_of("ada") as client:
        page = client.get("/papers").text
    assert re.search(r"Zebras in Spikes</a>.*?in the list", page, re.DOTALL)
    assert '<option value="aaai">AAAI, all years</option>' in page
