"""Several people on one queue: each starts elsewhere, the same verdict is agreement, what differs is shown and can be settled."""

import re
from collections.abc import Callable

import pytest
from review_page import heading
from starlette.testclient import TestClient

from candidates.queue.agreement import agreement, conflicts, wilson
from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, decisions
from candidates.store.database import Store

BrowserOf = Callable[[str], TestClient]


def decision(page: str) -> tuple[str, str]:
    """The address of the form that decides, and the decision that was seen."""
    action = re.search(r'<form id="decision" method="post" action="([^"]+)"', page)
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert action
    assert expected
    return action[1].replace("&amp;", "&"), expected[1]


def test_two_hundred_rounds_of_two_people_meet_no_refusal_and_lose_nothing(
    browser_of: BrowserOf, store: Store, add_paper: Callable[..., str]
) -> None:
    for n in range(400):
        add_paper(f"p{n:03}", score=0.9, category="ANN2SNN")
    people = {name: browser_of(name) for name in ("ada", "grace")}
    pages = {name: client.get("/").text for name, client in people.items()}
    statuses = []
    for _ in range(200):
        for name, client in people.items():  # both have read their page before either decides
            address, expected = decision(pages[name])
            answer = client.post(address, data={"accept": "ANN2SNN", "expected": expected})
            statuses.append(answer.status_code)
            pages[name] = answer.text
    assert set(statuses) == {200}
    made = decisions(store)
    assert len(made) == len({each.paper_id for each in made}) == 400
    assert {name: sum(each.who == name for each in made) for name in people} == {"ada": 200, "grace": 200}


def test_the_same_verdict_on_one_paper_is_a_second_opinion_and_no_refusal(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    for client in (ada, grace):
        answer = client.post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0"})
        assert answer.status_code == 200
    assert "a second opinion that agrees (ada accepted in ANN2SNN)" in answer.text
    assert [(each.who, each.verdict) for each in decisions(store)] == [("ada", "accepted"), ("grace", "accepted")]
    assert conflicts(store) == []


def test_what_another_said_stands_after_one_takes_ones_own_back(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    for client in (ada, grace):
        client.post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0"})
    answer = grace.post("/undo", data={"paper": five[0]})
    assert 'Taken back; what ada said stands: accepted in <b dir="auto">ANN2SNN</b>' in answer.text
    assert "Undo this" not in answer.text
    assert candidate(store, five[0]).decided_by == "ada"


def test_a_paper_that_another_published_stays_in_the_list_and_that_is_told(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    ada.post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0"})
    grace.post("/publish", data={"seen": grace.get("/publish").text.split('name="seen" value="')[1][:64]})
    assert "Taken back; it stays in the list, where grace published it" in ada.post("/undo", data={"paper": five[0]}).text
    assert candidate(store, five[0]).state == "published"


def test_another_section_is_stored_and_told(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    browser_of("ada").post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0"})
    answer = browser_of("grace").post(f"/papers/{five[0]}/decision", data={"accept": "Hybrid Learning", "expected": "0"})
    assert "others differ (ada accepted in ANN2SNN)" in answer.text
    assert [each.paper_id for each in conflicts(store)] == [five[0]]


def test_a_conflict_is_settled_on_its_page_and_comes_back_with_the_next_decision(
    browser_of: BrowserOf, store: Store, five: list[str]
) -> None:
    decide(store, five[0], "rejected", who="ada")
    decide(store, five[0], "accepted", who="grace", category="ANN2SNN")
    client = browser_of("linus")
    page = client.get("/conflicts").text
    assert "Accept in ANN2SNN" in page
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert expected
    for _ in range(2):  # the answer to the first may have been lost
        answer = client.post(f"/papers/{five[0]}/settle", data={"verdict": "rejected", "expected": expected[1]})
        assert "Nobody differs" in answer.text
    assert len(decisions(store)) == 3
    assert candidate(store, five[0]).state == "rejected"
    stale = client.post(f"/papers/{five[0]}/settle", data={"verdict": "later", "expected": expected[1]})
    assert stale.status_code == 409
    decide(store, five[0], "accepted", who="ada", category="ANN2SNN")
    assert [each.paper_id for each in conflicts(store)] == [five[0]]


def test_what_others_decided_is_hidden_until_one_has_judged(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    decide(store, five[0], "rejected", who="ada", reason="a very telling reason")
    grace = browser_of("grace")
    page = grace.get("/?state=second").text
    assert heading(page) == "Spiking Transformers"
    assert "ada decided; shown after you have" in page
    assert "telling" not in page
    address, expected = decision(page)
    answer = grace.post(address, data={"verdict": "rejected", "expected": expected})
    assert "Nothing here" in answer.text
    assert "telling" in grace.get(f"/papers/{five[0]}").text
    assert "ada decided; shown" not in browser_of("ada").get(f"/papers/{five[0]}").text


def test_a_paper_somebody_has_on_the_screen_is_given_to_another_only_when_nothing_else_is_left(
    browser_of: BrowserOf, five: list[str]
) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    assert heading(ada.get("/").text) == "Spiking Transformers"
    met = [heading(page := grace.get("/").text)]
    for _ in range(4):
        address, expected = decision(page)
        page = grace.post(address, data={"verdict": "later", "expected": expected}).text
        met.append(heading(page))
    assert met == ["Conversion of Networks", "Spike Cameras at Night", "Leaky Neurons", "Loss Spikes in Training", "Spiking Transformers"]


def test_agreement_is_told_with_what_it_can_tell(client: TestClient, store: Store, add_paper: Callable[..., str]) -> None:
    for n in range(40):
        add_paper(f"p{n}", score=0.9)
        for who in ("ada", "grace"):
            rejected = n % 4 == 0 and (who == "ada" or n % 8)
            decide(store, f"p{n}", "rejected" if rejected else "accepted", who=who, category=None if rejected else "ANN2SNN")
    (both,) = agreement(store)
    assert (both.papers, both.agreed, both.both_accepted, both.same_section) == (40, 35, 30, 30)
    low, high = both.range
    assert low < 35 / 40 < high
    assert both.kappa is not None
    assert both.kappa_range is not None
    assert both.kappa_range[0] < both.kappa < both.kappa_range[1]
    assert "30 of 30" in client.get("/people").text


def test_of_few_papers_no_kappa_is_told(client: TestClient, store: Store, five: list[str]) -> None:
    for who in ("ada", "grace"):
        for paper_id in five:
            decide(store, paper_id, "later", who=who)
    assert "too few papers to say" in client.get("/people").text


@pytest.mark.parametrize(("found", "total", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)])
def test_wilsons_interval_is_that_of_the_tables(found: int, total: int, low: float, high: float) -> None:
    assert wilson(found, total) == pytest.approx((low, high), abs=0.001)
