"""What no paper, person or tab should have, on every page that shows it: nothing runs, nothing breaks, nothing is lost."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from review_page import heading
from starlette.testclient import TestClient

from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, decisions
from candidates.store.database import Store

AddPaper = Callable[..., str]
SCRIPT = "<script>document.title='run'</script>"
STRANGE = {
    "a script": {"title": f"Spiking {SCRIPT}", "abstract": SCRIPT, "authors": [SCRIPT], "keywords": [SCRIPT]},
    "three hundred authors": {"title": "A Large Study", "authors": [f"Author Number {n}" for n in range(300)]},
    "no authors": {"title": "Anonymous Work", "authors": []},
    "right to left": {"title": "الشبكات العصبية النبضية", "authors": ["محمد الأحمد"], "abstract": "مقدمة عن الشبكات."},
    "ten thousand letters": {"title": "A Long Abstract", "abstract": "We train a spiking network. " * 400},
    "broken formulas": {"title": r"On $\\frac{1}{$ and \\textbf{", "abstract": "$$ \\[ ^{_} }}{{ $" * 50},
    "no letters at all": {"title": "??? – !!!", "abstract": " "},
    "letters of pictures": {"title": "🧠 Spikes 神经网络 \u202e reversed", "abstract": "🧠" * 500},
}
PAGES = ("/", "/papers/odd", "/papers", "/history", "/people", "/conflicts", "/coverage", "/publish", "/?state=any", "/add?find=spiking")


@pytest.mark.parametrize("given", STRANGE.values(), ids=STRANGE)
def test_a_strange_paper_is_shown_decided_and_taken_back(
    client: TestClient, store: Store, add_paper: AddPaper, given: dict[str, object]
) -> None:
    add_paper("odd", score=0.9, category="ANN2SNN", **given)
    add_paper("next", score=0.8)
    first = client.get("/").text
    assert 'action="/papers/odd/decision"' in first
    assert client.post("/papers/odd/decision", data={"accept": "ANN2SNN", "expected": "0"}).status_code == 200
    decide(store, "odd", "rejected", who="grace", reason=str(given["title"]))
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<script>" not in answer.text, path
    assert client.post("/undo", data={"paper": "odd"}).status_code == 200
    assert [each.verdict for each in decisions(store)] == ["accepted", "rejected", "undone"]


def test_of_three_hundred_authors_twenty_stand_there(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("odd", score=0.9, **STRANGE["three hundred authors"])
    page = client.get("/").text
    assert "Author Number 19 and 280 more" in page
    assert "Author Number 20" not in page


def test_a_paper_without_authors_says_so(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("odd", score=0.9, authors=[], title="Anonymous Work")
    assert "Authors not known" in client.get("/").text


def test_a_long_abstract_is_shown_whole(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("odd", score=0.9, abstract="word " * 2000 + "the very end")
    assert "the very end" in client.get("/").text


@pytest.mark.parametrize("name", ["x" * 200, "محمد " * 40, SCRIPT * 4])
def test_a_name_of_two_hundred_letters_is_cut_and_its_decisions_stay_its_own(
    browser_of: Callable[[str], TestClient], store: Store, five: list[str], name: str
) -> None:
    client = browser_of(name)
    client.post(f"/papers/{five[0]}/decision", data={"verdict": "later", "expected": "0"})
    (made,) = decisions(store)
    assert name.startswith(made.who[:50])
    assert len(made.who) <= 60
    page = client.get("/history").text
    assert "<script>" not in page
    client.post("/undo", data={"paper": five[0]})
    assert candidate(store, five[0]).state == "pending"


@pytest.mark.parametrize(
    "doi", ["10.9999/nobody.has.this", "10.1000/", "doi:10.1/x", "https://doi.org/10.1234/<script>", "10.1000/" + "x" * 600]
)
def test_an_unknown_or_broken_doi_is_no_fault(client: TestClient, store: Store, five: list[str], doi: str) -> None:
    page = client.get("/add", params={"find": doi})
    assert page.status_code == 200
    assert "Not known yet" in page.text
    assert "<script>" not in page.text
    answer = client.post("/add", data={"title": "By Its DOI", "edition": "ICML 2025", "doi": doi, "authors": "", "url": "", "abstract": ""})
    assert answer.status_code in (200, 400)
    assert "By Its DOI" in answer.text


def test_the_same_paper_in_two_tabs_is_decided_once_and_a_second_mind_is_asked_about(
    client: TestClient, store: Store, five: list[str]
) -> None:
    first, second = (client.get(f"/papers/{five[0]}").text for _ in range(2))
    assert first == second
    for _ in range(2):
        client.post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0"})
    assert len(decisions(store)) == 1
    answer = client.post(f"/papers/{five[0]}/decision", data={"verdict": "rejected", "expected": "0"})
    assert answer.status_code == 409
    assert "Record mine all the same" in answer.text
    assert heading(answer.text) == "Spiking Transformers"
    assert candidate(store, five[0]).state == "accepted"


@pytest.mark.parametrize("field", ["text", "edition", "category", "state", "sort", "page", "score", "missing", "done", "taken"])
@pytest.mark.parametrize("value", [SCRIPT, "x" * 3000, "%00", "-1", "'; drop table papers; --", "\u202e", "((*"])
def test_nothing_in_an_address_breaks_the_table(client: TestClient, five: list[str], field: str, value: str) -> None:
    answer = client.get("/papers", params={field: value})
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert re.search(r"<h1[^>]*>Papers", unescape(answer.text))
