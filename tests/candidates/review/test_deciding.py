"""Deciding on the page, without script: what is stored, what comes next, and what happens when something is in the way."""

import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from review_page import LIST, heading
from starlette.testclient import TestClient

from candidates.queue.candidates import candidate, candidates, ranking
from candidates.queue.decisions import decide, decisions
from candidates.queue.new_sections import ProposedSection, keep_proposed, new_sections
from candidates.review.app import ReviewApp
from candidates.review.reading_order import AHEAD
from candidates.review.security import AccessPolicy
from candidates.review.service import ReviewService
from candidates.store import engines
from candidates.store.database import Store, set_fact
from candidates.store.tables import SCREENINGS

BrowserOf = Callable[[str], TestClient]
AddPaper = Callable[..., str]


def fields(page: str, verdict: str) -> dict[str, str]:
    """What the first form that can give this verdict sends: a form to be sent again, else the form of the decision."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    again = (each for each in forms if f'<input type="hidden" name="verdict" value="{verdict}"' in each)
    form = next(again, None) or next(each for each in forms if 'id="decision"' in each)
    hidden = {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)}
    return {"verdict": verdict, **hidden}


def test_a_decision_is_stored_with_its_reason_and_the_next_paper_follows(client: TestClient, store: Store, five: list[str]) -> None:
    page = client.get("/").text
    assert heading(page) == "Spiking Transformers"
    answer = client.post(f"/papers/{five[0]}/decision", data={**fields(page, "rejected"), "reason": " not ours\n"})
    assert heading(answer.text) == "Conversion of Networks"
    assert "Rejected: " in answer.text
    made = decisions(store)
    assert [(each.paper_id, each.verdict, each.reason, each.who) for each in made] == [(five[0], "rejected", "not ours", "ada")]


def test_every_category_of_the_list_is_one_step_away(client: TestClient, five: list[str]) -> None:
    page = client.get("/").text
    assert re.findall(r'name="accept" value="([^"]+)"', page) == [
        "ANN2SNN",
        "Hybrid Learning",
        "ANN2SNN",
        "Spiking Attention Mechanism",
        "Inference Acceleration",
    ]


def test_a_new_section_goes_first_where_it_is_likely_and_the_lists_best_section_second(
    client: TestClient, store: Store, five: list[str]
) -> None:
    keep_proposed(store, [ProposedSection("Neuromorphic Chips", {five[0]: 0.8, five[1]: 0.3})], "")
    page = client.get(f"/papers/{five[0]}").text
    assert re.findall(r'name="(accept|new_section)" value="([^"]+)" title', page)[:2] == [
        ("new_section", "Neuromorphic Chips"),
        ("accept", "ANN2SNN"),
    ]
    page = client.get(f"/papers/{five[1]}").text
    assert re.findall(r'name="(accept|new_section)" value="[^"]+" title', page)[0] == "accept"
    client.post(f"/papers/{five[0]}/decision", data={"expected": "0", "new_section": "Neuromorphic Chips"})
    assert candidate(store, five[0]).category == "Neuromorphic Chips"
    assert new_sections(store) == ("Neuromorphic Chips",)
    client.post(f"/papers/{five[1]}/decision", data={"expected": "0", "accept": "Neuromorphic Chips"})
    assert candidate(store, five[1]).category == "Neuromorphic Chips", "it can be chosen as any other before it is written"


def test_what_cannot_be_a_heading_is_no_new_section(client: TestClient, store: Store, five: list[str]) -> None:
    client.post(f"/papers/{five[0]}/decision", data={"expected": "0", "new_section": "# <b>"})
    assert candidate(store, five[0]).state == "pending"
    assert new_sections(store) == ()


def test_undo_shows_the_paper_again_as_it_was(client: TestClient, store: Store, five: list[str]) -> None:
    client.post(f"/papers/{five[0]}/decision", data={"verdict": "accepted", "expected": "0", "category": "Hybrid Learning"})
    answer = client.post("/undo", data={"paper": ""})
    assert heading(answer.text) == "Spiking Transformers"
    assert "Back to waiting" in answer.text
    assert candidate(store, five[0]).state == "pending"


def test_undo_takes_back_ones_own_decision_and_not_a_colleagues(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    ada.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0"})
    grace.post(f"/papers/{five[1]}/decision", data={"verdict": "rejected", "expected": "0"})
    ada.post("/undo", data={"paper": ""})
    assert candidate(store, five[0]).state == "pending"
    assert candidate(store, five[1]).state == "rejected"


@pytest.mark.parametrize("on_a_paper", [False, True])
def test_an_undo_sent_twice_counts_once_and_a_new_one_again(client: TestClient, store: Store, five: list[str], on_a_paper: bool) -> None:
    for number, verdict in enumerate(("later", "rejected", "later")):
        client.post(f"/papers/{five[0]}/decision", data={"verdict": verdict, "expected": str(number)})
    for left in (2, 1):
        page = client.get(f"/papers/{five[0]}?did={five[0]}").text
        seen = set(re.findall(r'name="seen" value="(\d+)"', page))
        assert len(seen) == 1
        form = {"seen": seen.pop(), "paper": five[0] if on_a_paper else ""}
        answers = [client.post("/undo", data=form) for _ in range(2)]
        assert [each.status_code for each in answers] == [200, 200]
        assert answers[0].url == answers[1].url
        in_force = [each for each in decisions(store) if each.undone_by is None and each.undoes is None]
        assert len(in_force) == left


def test_undo_without_a_decision_says_so(client: TestClient, five: list[str]) -> None:
    answer = client.post("/undo", data={"paper": ""})
    assert answer.status_code == 409
    assert "no decision" in answer.text


def test_a_past_decision_can_be_changed_from_its_page(client: TestClient, store: Store, five: list[str]) -> None:
    client.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0"})
    assert "Spiking Transformers" in client.get("/history").text
    page = client.get(f"/papers/{five[0]}").text
    assert "Decisions on this paper" in page
    client.post(f"/papers/{five[0]}/decision", data={**fields(page, "accepted"), "category": "ANN2SNN"})
    assert candidate(store, five[0]).state == "accepted"
    assert len(decisions(store)) == 2


def test_the_second_person_sees_the_conflict_and_may_record_theirs_too(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada, grace = browser_of("ada"), browser_of("grace")
    seen = grace.get("/").text
    ada.post(f"/papers/{five[0]}/decision", data={"verdict": "accepted", "expected": "0", "category": "ANN2SNN"})
    answer = grace.post(f"/papers/{five[0]}/decision", data={**fields(seen, "rejected"), "reason": "off topic"})
    assert answer.status_code == 409
    assert "ada has meanwhile said of this paper: accepted in ANN2SNN" in answer.text
    assert len(decisions(store)) == 1
    again = fields(answer.text, "rejected")
    assert again["reason"] == "off topic"
    grace.post(f"/papers/{five[0]}/decision", data=again)
    assert [(each.who, each.verdict) for each in decisions(store)] == [("ada", "accepted"), ("grace", "rejected")]
    page = ada.get("/conflicts").text
    assert "Spiking Transformers" in page
    assert "ada and grace" in ada.get("/people").text


def test_the_same_form_sent_twice_counts_once(client: TestClient, store: Store, five: list[str]) -> None:
    form = {"verdict": "accepted", "expected": "0", "category": "ANN2SNN"}
    answers = [client.post(f"/papers/{five[0]}/decision", data=form, follow_redirects=False) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(decisions(store)) == 1


def test_the_same_key_on_a_decided_paper_writes_nothing_and_another_note_does(client: TestClient, store: Store, five: list[str]) -> None:
    for reason in ("", "", "see §3"):
        page = client.get(f"/papers/{five[0]}").text
        client.post(f"/papers/{five[0]}/decision", data={**fields(page, "accepted"), "category": "ANN2SNN", "reason": reason})
    assert [each.reason for each in decisions(store)] == ["", "see §3"]


def test_a_stale_form_changes_nothing_and_shows_what_stands(client: TestClient, store: Store, five: list[str]) -> None:
    client.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0"})
    answer = client.post(f"/papers/{five[0]}/decision", data={"verdict": "later", "expected": "0"})
    assert answer.status_code == 409
    assert "Nothing was changed: you have meanwhile said of this paper: rejected" in answer.text
    assert candidate(store, five[0]).state == "rejected"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"verdict": "published", "expected": "0"},
        {"verdict": "accepted"},
        {"verdict": "later", "expected": "-1"},
        {"verdict": "later", "expected": "9" * 30},
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(client: TestClient, store: Store, five: list[str], form: dict[str, str]) -> None:
    answer = client.post(f"/papers/{five[0]}/decision", data=form or {"x": ""})
    assert answer.status_code == 400
    assert decisions(store) == []


@pytest.mark.parametrize("paper_id", ["unknown", "a%2Fb", "%00", "..%2f..%2fetc", "x" * 500])
def test_an_unknown_id_is_a_plain_message(client: TestClient, five: list[str], paper_id: str) -> None:
    for answer in (
        client.get(f"/papers/{paper_id}"),
        client.post(f"/papers/{paper_id}/decision", data={"verdict": "later", "expected": "0"}),
    ):
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
        assert '<main id="main"' in answer.text


def test_a_category_renamed_meanwhile_is_refused_and_the_new_names_are_offered(
    client: TestClient, store: Store, list_path: Path, five: list[str]
) -> None:
    page = client.get("/").text
    list_path.write_text(LIST.replace("## ANN2SNN", "## ANN-to-SNN Conversion"), encoding="utf-8")
    answer = client.post(f"/papers/{five[0]}/decision", data={**fields(page, "accepted"), "category": "ANN2SNN"})
    assert answer.status_code == 409
    assert "no section" in answer.text
    assert 'value="ANN-to-SNN Conversion"' in answer.text
    assert heading(answer.text) == "Spiking Transformers"
    assert decisions(store) == []


def test_a_missing_list_leaves_the_proposals(client: TestClient, store: Store, list_path: Path, five: list[str]) -> None:
    list_path.unlink()
    page = client.get("/").text
    assert "The list cannot be read" in page
    client.post(f"/papers/{five[0]}/decision", data={**fields(page, "accepted"), "category": "ANN2SNN"})
    assert candidate(store, five[0]).category == "ANN2SNN"


def test_a_locked_database_is_a_plain_message_with_the_decision_kept(
    tmp_path: Path, list_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store, five: list[str]
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.1)
    with Store(store.url) as hasty:
        app = ReviewApp(ReviewService(hasty, list_path, lambda *_: []), AccessPolicy(host="127.0.0.1", port=8000), "ada")
        client = TestClient(app.asgi, base_url="http://127.0.0.1:8000", headers={"Origin": "http://127.0.0.1:8000"})
        other = sqlite3.connect(tmp_path / "covenue.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            answer = client.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0", "reason": "off topic"})
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert answer.status_code == 503
        assert "in use by another program" in answer.text
        again = fields(answer.text, "rejected")
        assert again == {"verdict": "rejected", "expected": "0", "reason": "off topic"}
        client.post(f"/papers/{five[0]}/decision", data=again)
    assert [each.reason for each in decisions(store)] == ["off topic"]


@pytest.mark.parametrize("replaced", [False, True])
def test_a_database_that_went_away_takes_no_decision_with_it(client: TestClient, tmp_path: Path, five: list[str], replaced: bool) -> None:
    file = tmp_path / "covenue.sqlite"
    assert client.get("/").status_code == 200
    file.rename(tmp_path / "away.sqlite")
    if replaced:
        file.write_bytes((tmp_path / "away.sqlite").read_bytes())
    answer = client.post(f"/papers/{five[0]}/decision", data={"verdict": "later", "expected": "0"})
    assert answer.status_code == 503
    assert "moved, deleted or replaced" in answer.text
    assert fields(answer.text, "later")["expected"] == "0"
    assert client.get("/").status_code == 503
    mended = client.post(f"/papers/{five[0]}/mend", data={"title": "Mended"}, follow_redirects=False)
    added = client.post("/add", data={"title": "New", "edition": "ICML 2025"}, follow_redirects=False)
    assert [mended.status_code, added.status_code] == [503, 503]
    (tmp_path / "away.sqlite").replace(file)
    client.post(f"/papers/{five[0]}/decision", data=fields(answer.text, "later"))
    assert "Spiking Transformers" in client.get("/?state=later").text


def test_a_copy_that_is_put_over_the_open_database_is_seen_and_stays_as_it_was(
    client: TestClient, tmp_path: Path, store: Store, five: list[str]
) -> None:
    file, copy = tmp_path / "covenue.sqlite", tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(file)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
    for paper_id in five[:3]:
        client.post(f"/papers/{paper_id}/decision", data={"verdict": "rejected", "expected": "0"})
    file.write_bytes(copy.read_bytes())  # as `cp` does: the file stays the same one
    answer = client.post(f"/papers/{five[3]}/decision", data={"verdict": "later", "expected": "0"})
    assert answer.status_code == 503
    assert "Another copy was written over the database" in answer.text
    assert client.get("/").status_code == 503
    store.close()
    with Store(f"sqlite:///{file}") as again:
        assert decisions(again) == []
        assert len(candidates(again)) == 5
        with again.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_what_sqlite_writes_itself_is_no_other_copy(client: TestClient, tmp_path: Path, five: list[str], add_paper: AddPaper) -> None:
    for number in range(30):
        with Store(f"sqlite:///{tmp_path / 'covenue.sqlite'}") as other:
            add_paper(f"more{number}")
            with other.writing() as connection:
                set_fact(connection, f"fact {number}", "x" * 100_000)
            with other.reading() as connection:
                connection.exec_driver_sql(f"PRAGMA wal_checkpoint({('PASSIVE', 'FULL', 'RESTART', 'TRUNCATE')[number % 4]})")
        assert client.get("/").status_code == 200
        if number < 5:
            assert client.post(f"/papers/{five[number]}/decision", data={"verdict": "later", "expected": "0"}).status_code == 200


def test_no_other_program_writes_while_a_decision_is_written_and_the_page_looks_after_the_file(
    client: TestClient, tmp_path: Path, store: Store
) -> None:
    other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
    with store.writing():
        assert client.get("/").status_code == 200
        found = subprocess.run([sys.executable, "-c", other, tmp_path / "covenue.sqlite"], capture_output=True, text=True, check=False)
    assert "database is locked" in found.stderr


def test_people_deciding_at_once_lose_and_double_nothing(browser_of: BrowserOf, store: Store, add_paper: AddPaper) -> None:
    papers = [add_paper(f"p{n}", score=0.9) for n in range(40)]

    def decide_all(name: str, mine: list[str]) -> None:
        client = browser_of(name)
        for paper_id in mine:
            client.post(f"/papers/{paper_id}/decision", data={"verdict": "later", "expected": "0"}, follow_redirects=False)

    threads = [threading.Thread(target=decide_all, args=(f"person{n}", papers[n::4])) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((each.who, each.paper_id) for each in decisions(store)) == sorted(
        (f"person{n}", each) for n in range(4) for each in papers[n::4]
    )


# ---- What is shown


@pytest.mark.parametrize(
    "title", ["<img src=x onerror=alert(1)>", "\"quoted\" & 'so' x<y $5", "</h1><script>alert(1)</script>", "{{ 7 * 7 }}"]
)
def test_a_title_stays_text_wherever_it_stands(client: TestClient, store: Store, add_paper: AddPaper, title: str) -> None:
    add_paper("odd", title=title, score=0.9, abstract=title, authors=[title], track=title, url="javascript:alert(1)")
    add_paper("next", score=0.8)
    decide(store, "next", "rejected", who=title, reason=title)
    decide(store, "next", "later", who="grace", reason=title)
    for path in ("/", "/papers/next", "/history", "/people", f"/?text={title}", "/?state=later&did=odd", "/coverage"):
        page = client.get(path).text
        assert "<img" not in page
        assert "<script>" not in page
        assert 'href="javascript' not in page
    assert unescape(heading(client.get("/").text)) == title


def test_phrases_that_the_reasons_name_are_marked_for_and_against(client: TestClient, store: Store, add_paper: AddPaper) -> None:
    add_paper("a", score=0.9, abstract="We train spiking neural networks. Loss spikes are another thing.")
    reasons = [
        {"kind": "cue", "text": "“spiking neural networks” (spiking networks)", "where": "abstract"},
        {"kind": "against", "text": "“Loss spikes” (spike as a sudden rise)", "where": "abstract"},
    ]
    with store.writing() as connection:
        connection.execute(SCREENINGS.update().values(reasons=reasons))
    page = client.get("/").text
    assert '<mark class="for">spiking neural networks</mark>' in page
    assert re.search(r'<mark class="against">[Ll]oss spikes</mark>', page)


def test_a_paper_without_abstract_links_or_screening_can_still_be_decided(client: TestClient, store: Store, add_paper: AddPaper) -> None:
    add_paper("bare", title="Bare")
    page = client.get("/papers/bare").text
    assert "No abstract was found" in page
    assert "Not screened" in page
    client.post("/papers/bare/decision", data={**fields(page, "accepted"), "category": "ANN2SNN"})
    assert candidate(store, "bare").state == "accepted"


def test_the_filter_narrows_the_queue_and_travels_with_the_decision(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("a", title="First", score=0.9)
    add_paper("b", title="Second", score=0.8, venue="iclr")
    add_paper("c", title="Third", score=0.7, venue="iclr")
    page = client.get("/?edition=iclr-2025").text
    assert heading(page) == "Second"
    assert 'action="/papers/b/decision?edition=iclr-2025"' in page
    answer = client.post("/papers/b/decision?edition=iclr-2025", data={"verdict": "later", "expected": "0"})
    assert heading(answer.text) == "Third"
    assert heading(client.get("/?text=first").text) == "First"
    assert heading(client.get("/?state=later").text) == "Second"
    assert "Nothing here" in client.get("/?category=Nobody").text


def test_the_papers_of_a_filter_are_counted_as_they_are_decided(client: TestClient, store: Store, five: list[str]) -> None:
    assert "5 papers here" in client.get("/?text=spik").text
    address = f"/papers/{five[0]}/decision?text=spik"
    assert "4 papers here" in client.post(address, data={"verdict": "later", "expected": "0"}).text
    decide(store, five[1], "rejected", who="grace")
    assert "3 papers here" in client.get("/?text=spik").text
    assert "4 papers here" in client.post("/undo?text=spik", data={"paper": five[0]}).text
    assert "1 paper here" in client.get("/?state=rejected&text=network").text


@pytest.mark.parametrize(
    "query", ["state=nonsense", "edition=aaai", "edition=x-20a5", "edition=-", f"text={'x' * 5000}", "state=later&state=any", "page=-1"]
)
def test_a_strange_address_is_no_fault(client: TestClient, five: list[str], query: str) -> None:
    assert client.get(f"/?{query}").status_code == 200
    assert client.get(f"/history?{query}").status_code == 200


def test_progress_counts_what_was_decided_at_once(five: list[str], client: TestClient) -> None:
    assert 'value="0" max="5"' in client.get("/").text
    answer = client.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0"})
    assert 'value="1" max="5"' in answer.text
    assert 'value="0" max="5"' in client.post("/undo", data={"paper": ""}).text


def test_what_was_learnt_moves_only_papers_not_announced(service: ReviewService, browser_of: BrowserOf, add_paper: AddPaper) -> None:
    papers = [add_paper(f"p{n:02}", title=f"Paper {n}", score=0.99 - n / 100) for n in range(20)]
    client = browser_of("ada")
    client.get("/")
    service.learnt.put(dict(zip(papers, [n / 100 for n in range(20)], strict=True)))
    met = []
    address = "/"
    for _ in papers:
        page = client.get(address).text
        met.append(re.search(r'action="/papers/(p\d\d)/decision', page)[1])
        address = client.post(f"/papers/{met[-1]}/decision", data={"verdict": "later", "expected": "0"}, follow_redirects=False).headers[
            "Location"
        ]
        for thread in threading.enumerate():
            if "_arrange_quietly" in thread.name:
                thread.join()
    assert met[: AHEAD + 1] == papers[: AHEAD + 1]
    assert sorted(met) == papers
    assert met != papers
    assert met[-1] == papers[AHEAD + 1]


def test_what_decisions_teach_moves_the_order_and_no_number(service: ReviewService, client: TestClient, five: list[str]) -> None:
    service.learnt.put({five[0]: 0.31, five[3]: 0.99})
    assert heading(client.get("/").text) == "Leaky Neurons"
    page = client.get(f"/papers/{five[0]}").text
    assert "Almost certainly belongs" in page
    assert "0.95" in page
    assert "0.31" not in page


def test_a_paper_a_colleague_decided_is_passed_over(browser_of: BrowserOf, store: Store, five: list[str]) -> None:
    ada = browser_of("ada")
    ada.get("/")
    decide(store, five[1], "rejected", who="grace")
    answer = ada.post(f"/papers/{five[0]}/decision", data={"verdict": "later", "expected": "0"})
    assert heading(answer.text) == "Spike Cameras at Night"


def test_when_nothing_is_left_the_page_says_where_to_go_on(client: TestClient, store: Store, five: list[str]) -> None:
    for paper_id, _ in ranking(store):
        answer = client.post(f"/papers/{paper_id}/decision", data={"verdict": "later", "expected": "0"})
    assert "Nothing is left to decide" in answer.text
    assert 'href="/publish"' in answer.text


def test_an_empty_database_says_how_to_fill_it(client: TestClient) -> None:
    assert "covenue crawl" in client.get("/").text


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Grace Hopper", "Grace Hopper"), ("Чебышёв; Path=/x", "Чебышёв; Path=/x"), ("  a\r\nb  ", "a b"), ("x" * 99, "x" * 60)],
)
def test_a_name_is_kept_as_typed_but_for_what_no_name_has(
    browser_of: BrowserOf, store: Store, five: list[str], name: str, kept: str
) -> None:
    browser_of(name).post(f"/papers/{five[0]}/decision", data={"verdict": "later", "expected": "0"})
    assert [each.who for each in decisions(store)] == [kept]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b"])
def test_keeping_a_name_leads_nowhere_else(client: TestClient, back: str) -> None:
    answer = client.post("/name", data={"name": "ada", "back": back}, follow_redirects=False)
    assert answer.headers["Location"] == "/"


def test_the_history_is_paged_and_filtered(client: TestClient, store: Store, add_paper: AddPaper) -> None:
    for n in range(120):
        add_paper(f"p{n}", score=0.9)
        decide(store, f"p{n}", "later" if n % 2 else "rejected", who="ada" if n % 3 else "grace")
    page = client.get("/history").text
    assert page.count('class="time"') == 100
    assert client.get("/history?page=2").text.count('class="time"') == 20
    assert client.get("/history?who=grace").text.count('class="time"') == 40
    assert client.get("/history?who=grace&verdict=later").text.count('class="time"') == 20
