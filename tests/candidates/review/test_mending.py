"""A title mended for the list, an abstract pasted, a paper added that no crawl brought."""

from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import ORIGIN, heading
from sqlalchemy import func, select
from starlette.testclient import TestClient

from candidates.crawling.one_abstract import AbstractError, FoundAbstract
from candidates.errors import NotFoundInStoreError
from candidates.queue.decisions import decide
from candidates.review.app import ReviewApp
from candidates.review.mending import recognised
from candidates.review.security import AccessPolicy
from candidates.review.service import ReviewService
from candidates.store.database import Store
from candidates.store.edits import written_links, written_titles
from candidates.store.tables import PAPERS
from spiders.formats.crossref import Work
from spiders.paper import Paper

AddPaper = Callable[..., str]


def test_a_mended_title_is_what_the_list_gets_and_the_source_keeps_its_own(
    client: TestClient, store: Store, list_path: Path, add_paper: AddPaper
) -> None:
    paper = add_paper("loud", title="S$^2$NN: SPIKING EVERYTHING", score=0.9, category="ANN2SNN", url="https://example.org/loud")
    page = client.post(f"/papers/{paper}/mend", data={"title": "S2NN:  Spiking Everything\n"}).text
    assert "Will be written as: <bdi>S2NN: Spiking Everything</bdi>" in page
    decide(store, paper, "accepted", who="ada", category="ANN2SNN")
    page = client.get("/publish").text
    assert "S2NN: Spiking Everything" in page
    seen = page.split('name="seen" value="')[1][:64]
    client.post("/publish", data={"seen": seen})
    assert "[S2NN: Spiking Everything](https://example.org/loud) (AAAI'2025)" in list_path.read_text(encoding="utf-8")
    assert store.paper(paper).title == "S$^2$NN: SPIKING EVERYTHING"
    # The entry is known to be this paper: publishing once more writes nothing.
    assert "Nothing to publish" in client.get("/publish").text


def test_the_sources_own_title_takes_the_mended_one_away(client: TestClient, store: Store, five: list[str]) -> None:
    client.post(f"/papers/{five[0]}/mend", data={"title": "Other"})
    assert written_titles(store, five) == {five[0]: "Other"}
    client.post(f"/papers/{five[0]}/mend", data={"title": "Spiking Transformers"})
    assert written_titles(store, five) == {}


def test_a_mended_link_is_what_the_list_gets(client: TestClient, store: Store, list_path: Path, add_paper: AddPaper) -> None:
    paper = add_paper("lost", title="Lost Link", score=0.9, category="ANN2SNN", url="https://example.org/gone", doi="10.1000/lost")
    page = client.post(f"/papers/{paper}/mend", data={"title": "Lost Link", "url": "https://example.org/found"}).text
    assert "Will be linked to" in page
    assert "Will be written as" not in page
    decide(store, paper, "accepted", who="ada", category="ANN2SNN")
    seen = client.get("/publish").text.split('name="seen" value="')[1][:64]
    client.post("/publish", data={"seen": seen})
    assert "[Lost Link](https://example.org/found) (AAAI'2025)" in list_path.read_text(encoding="utf-8")
    assert store.paper(paper).url == "https://example.org/gone"


def test_a_link_that_leads_nowhere_is_not_kept(client: TestClient, store: Store, five: list[str]) -> None:
    answer = client.post(f"/papers/{five[0]}/mend", data={"url": "javascript:alert(1)"})
    assert answer.status_code == 400
    assert "nothing was changed" in answer.text
    assert written_links(store, five) == {}


def test_an_abstract_is_pasted_where_there_is_none_and_can_be_mended(client: TestClient, store: Store, add_paper: AddPaper) -> None:
    add_paper("bare", score=0.9)
    page = client.post("/papers/bare/mend", data={"abstract": " Spiking\nat last. "}).text
    assert "Spiking at last." in page
    assert store.paper("bare").origins["abstract"] == "by hand"
    client.post("/papers/bare/mend", data={"abstract": ""})
    assert store.paper("bare").abstract is None


def test_an_abstract_of_the_proceedings_stays(client: TestClient, store: Store, five: list[str]) -> None:
    answer = client.post(f"/papers/{five[0]}/mend", data={"abstract": "Mine is better."})
    assert "stays as they have it" in answer.text
    assert store.paper(five[0]).abstract == "A spiking neural network."


def test_a_long_abstract_arrives_whole(client: TestClient, store: Store, add_paper: AddPaper) -> None:
    add_paper("bare", score=0.9)
    client.post("/papers/bare/mend", data={"abstract": "é" * 10_000})
    assert store.paper("bare").abstract == "é" * 10_000


GIVEN = {
    "title": "A <b>Bold</b> Paper",
    "authors": "Ada Lovelace, Grace Hopper",
    "edition": "ICML 2025",
    "url": "https://example.org/bold",
    "doi": "https://doi.org/10.1000/ABC.1",
    "abstract": "",
    "forum": "",
}


def test_a_paper_is_added_once_and_can_be_accepted(client: TestClient, store: Store, five: list[str]) -> None:
    answer = client.post("/add", data=GIVEN)
    assert heading(answer.text) == "A Bold Paper"
    paper_id = answer.url.path.rsplit("/", 1)[1]
    paper = store.paper(paper_id)
    assert (paper.venue, paper.year, paper.doi, paper.authors) == ("icml", 2025, "10.1000/abc.1", ("Ada Lovelace", "Grace Hopper"))
    assert client.post("/add", data={**GIVEN, "title": "A bold paper"}).url.path == f"/papers/{paper_id}"
    client.post(f"/papers/{paper_id}/decision", data={"accept": "ANN2SNN", "expected": "0"})
    assert "https://example.org/bold" in client.get("/publish").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "???"}, "A title needs letters"),
        ({"edition": "ICML"}, "Say where and when"),
        ({"url": "javascript:alert(1)"}, "has to begin with http"),
        ({"doi": "11.2/x"}, "The DOI cannot be read"),
    ],
)
def test_what_cannot_be_read_comes_back_with_the_reason(client: TestClient, change: dict[str, str], said: str) -> None:
    answer = client.post("/add", data={**GIVEN, **change})
    assert answer.status_code == 400
    assert said in answer.text
    assert "Grace Hopper" in answer.text


def test_a_venue_that_is_not_known_is_kept_as_a_name(client: TestClient, store: Store) -> None:
    answer = client.post("/add", data={**GIVEN, "edition": "Nature Communications 2024"})
    assert store.paper(answer.url.path.rsplit("/", 1)[1]).venue == "naturecommunications"


@pytest.mark.parametrize(
    "sought", ["10.1000/ABC.1", "doi:10.1000/abc.1", "https://doi.org/10.1000/abc.1", "bold paper", "https://example.org/bold"]
)
def test_a_known_paper_is_found_before_it_is_added_again(client: TestClient, sought: str) -> None:
    client.post("/add", data=GIVEN)
    page = client.get("/add", params={"find": sought}).text
    assert "Known already, perhaps" in page
    assert "Not known yet" in client.get("/add?find=10.1000/unknown").text


def test_crossref_is_asked_when_somebody_says_so_and_nothing_is_stored(service: ReviewService, store: Store) -> None:
    asked = []

    def ask(doi: str) -> Work:
        asked.append(doi)
        if doi.endswith("unknown"):
            raise NotFoundInStoreError(f"Crossref does not know {doi}.")
        return Work(title="Told <b>by</b> It", authors=("A B", "C D"), abstract="x" * 12_000, place="ICML", year=2025, doi=doi)

    app = ReviewApp(service, AccessPolicy(host="127.0.0.1", port=8000), "ada", ask_doi=ask).asgi
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    page = client.get("/add?find=10.1000/told").text
    assert "Ask Crossref for 10.1000/told" in page
    assert asked == []
    page = client.post("/add/ask", data={"doi": "10.1000/told"}).text
    assert 'value="Told &lt;b&gt;by&lt;/b&gt; It"' in page
    assert 'value="A B; C D"' in page
    assert 'value="ICML 2025"' in page
    assert "x" * 10_000 in page
    assert "x" * 10_001 not in page
    answer = client.post("/add/ask", data={"doi": "10.1000/unknown"})
    assert (answer.status_code, "Crossref does not know 10.1000/unknown." in answer.text) == (502, True)
    assert client.post("/add/ask", data={"doi": "nonsense"}).status_code == 400
    assert client.get("/add/ask").url.path == "/add"
    assert asked == ["10.1000/told", "10.1000/unknown"]
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(PAPERS)) == 0


def test_an_abstract_is_fetched_when_somebody_says_so_and_why_not_is_said_on_the_page(
    service: ReviewService, store: Store, add_paper: AddPaper
) -> None:
    add_paper("bare", title="Bare Spikes", score=0.9, doi="10.1000/bare")
    add_paper("lost", title="Lost Spikes", score=0.8)
    asked = []

    def fetch(paper: Paper, doi: str) -> FoundAbstract:
        asked.append((paper.title, doi))
        if not doi and not paper.doi:
            raise AbstractError("No DOI of this <paper> is known.")
        return FoundAbstract("Silence at last.", "openalex")

    app = ReviewApp(service, AccessPolicy(host="127.0.0.1", port=8000), "ada", fetch_abstract=fetch).asgi
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    page = client.get("/papers/bare").text
    assert "Fetch the abstract" in page
    assert "asked for 10.1000/bare" in page
    assert asked == []
    page = client.post("/papers/bare/abstract", data={"doi": ""}).text
    assert "Silence at last." in page
    assert "Fetch the abstract" not in page
    assert store.paper("bare").origins["abstract"] == "openalex"
    client.post("/papers/bare/abstract", data={"doi": ""})
    assert asked == [("Bare Spikes", "")]
    answer = client.post("/papers/lost/abstract", data={"doi": ""})
    assert (answer.status_code, heading(answer.text)) == (502, "Lost Spikes")
    assert "No DOI of this &lt;paper&gt; is known." in answer.text
    assert "Silence at last." in client.post("/papers/lost/abstract", data={"doi": "10.1000/lost"}).text
    assert client.post("/papers/nobody/abstract", data={"doi": ""}).status_code == 404


def test_where_nobody_is_to_be_asked_there_is_no_button(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("bare", score=0.9, doi="10.1000/bare")
    assert "Fetch the abstract" not in client.get("/papers/bare").text


def test_a_few_digits_are_the_words_of_no_title(client: TestClient, add_paper: AddPaper) -> None:
    add_paper("tenfold", title="10 Xs of 1 Kind")
    assert "Not known yet" in client.get("/add?find=10.1/x").text
    assert "Known already" in client.get("/add", params={"find": "10 xs of 1 kind"}).text


def test_what_is_pasted_is_recognised() -> None:
    assert recognised("https://openreview.net/forum?id=AbC123_x")["forum"] == "AbC123_x"
    assert recognised("https://openreview.net/attachment?id=AbC123_x&name=pdf")["forum"] == "AbC123_x"
    assert recognised("https://openreview.net/forum?noteId=zz&id=AbC123_x")["url"] == "https://openreview.net/forum?id=AbC123_x"
    assert recognised("openreview:AbC123_x")["url"] == "https://openreview.net/forum?id=AbC123_x"
    assert recognised("Spiking Things")["title"] == "Spiking Things"


def test_names_and_notes_are_kept_with_every_verdict(client: TestClient, store: Store, five: list[str]) -> None:
    answer = client.post(f"/papers/{five[0]}/decision", data={"accept": "ANN2SNN", "expected": "0", "reason": "see §3"})
    assert 'Accepted in <b dir="auto">ANN2SNN</b>' in answer.text
    assert "see §3" in client.get("/history").text
