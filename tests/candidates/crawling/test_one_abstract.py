"""The abstract of one paper asked of the indexes: the first that has it under the paper's title, and a sentence for everything else."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from covenue_command import Covenue

from candidates.crawling.one_abstract import AbstractError, abstract_of
from candidates.store.database import Store
from candidates.store.edits import add_paper
from spiders.editions import own_table
from spiders.paper import Paper

TABLE = own_table()
DOI = "10.1145/3664647.1234567"
PAPER = Paper(title="Magnifying Spikes", venue="mm", year=2024, doi=DOI)
TEXT = "We magnify spikes in videos that are recorded by spike cameras, which nobody did before."
SCHOLAR, OPENALEX, CROSSREF = "api.semanticscholar.org", "api.openalex.org", "api.crossref.org"
UNKNOWN = {
    SCHOLAR: (200, [None]),
    OPENALEX: (200, {"results": []}),
    CROSSREF: (404, "Resource not found."),
}


def scholar(title: str = PAPER.title, abstract: str | None = TEXT, doi: str = DOI) -> Any:
    return 200, [{"title": title, "abstract": abstract, "externalIds": {"DOI": doi}}]


def openalex(title: str = PAPER.title) -> Any:
    words = {word: [n for n, each in enumerate(TEXT.split()) if each == word] for word in TEXT.split()}
    return 200, {"results": [{"doi": f"https://doi.org/{DOI}", "title": title, "abstract_inverted_index": words}]}


def crossref(title: str = PAPER.title) -> Any:
    return 200, {"message": {"DOI": DOI, "title": [title], "abstract": f"<jats:p>{TEXT}</jats:p>"}}


class Indexes(BaseHTTPRequestHandler):
    """Answers for each host what the test says; notes who was asked, by whom and with what."""

    def answer(self) -> None:
        host = self.path.split("/")[1]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((host, self.path, body, self.headers["User-Agent"]))  # type: ignore[attr-defined]  # for the test
        status, said = self.server.answers[host]  # type: ignore[attr-defined]  # as above
        sent = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = answer  # noqa: N815  # as http.server calls them

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for key in ("SEMANTIC_SCHOLAR_API_KEY", "OPENALEX_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Indexes) as server:
        server.asked, server.answers = [], dict(UNKNOWN)  # type: ignore[attr-defined]  # for the handler
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def fetch(mirror: Any, paper: Paper = PAPER, **more: str) -> tuple[str, str]:
    found = abstract_of(paper, TABLE, mirror=f"http://127.0.0.1:{mirror.server_port}", contact="me@example.org", **more)
    return found.text, found.source


@pytest.mark.parametrize(
    ("host", "answer", "source", "asked"),
    [
        (SCHOLAR, scholar(), "semanticscholar", [SCHOLAR]),
        (OPENALEX, openalex(), "openalex", [SCHOLAR, OPENALEX]),
        (CROSSREF, crossref(), "crossref", [SCHOLAR, OPENALEX, CROSSREF]),
    ],
)
def test_the_first_index_that_has_it_is_the_last_asked(mirror: Any, host: str, answer: Any, source: str, asked: list[str]) -> None:
    mirror.answers[host] = answer
    assert fetch(mirror) == (TEXT, source)
    assert [each[0] for each in mirror.asked] == asked
    assert all("covenue" in each[3] and "me@example.org" in each[3] for each in mirror.asked)
    assert DOI in mirror.asked[0][2].decode()


def test_an_abstract_under_another_title_is_not_taken(mirror: Any) -> None:
    mirror.answers |= {SCHOLAR: scholar("Roads of a Large City"), OPENALEX: openalex("Roads of a Large City"), CROSSREF: crossref("Roads")}
    with pytest.raises(AbstractError, match=r"Semantic Scholar has another title under it .*OpenAlex has another.*Crossref has another"):
        fetch(mirror)


@pytest.mark.parametrize(
    ("host", "answer", "said"),
    [
        (
            SCHOLAR,
            (429, {"message": "Too Many Requests"}),
            "Semantic Scholar could not be asked .*too often; SEMANTIC_SCHOLAR_API_KEY is a free key",
        ),
        (
            SCHOLAR,
            (200, "<!doctype html><html><body>Hello</body></html>"),
            "Semantic Scholar could not be asked .*web page where JSON is due",
        ),
        (SCHOLAR, (400, {"error": "No valid paper ids given"}), "Semantic Scholar does not know it"),
        (SCHOLAR, (200, [{"title": "x"}]), "Semantic Scholar could not be asked"),
        (SCHOLAR, scholar(abstract=None), "Semantic Scholar has no abstract"),
        (SCHOLAR, scholar(doi="10.1234/other"), "Semantic Scholar has another paper under it"),
        (OPENALEX, (200, "<!doctype html><title>Just a moment...</title>"), "OpenAlex could not be asked"),
        (OPENALEX, (429, {"error": "Rate limit exceeded"}), "OpenAlex could not be asked .*OPENALEX_API_KEY is a free key"),
        (CROSSREF, (500, ""), "Crossref could not be asked"),
        (CROSSREF, (404, "Resource not found."), f"Crossref does not know {DOI}"),
    ],
)
def test_why_nobody_has_it_is_one_sentence_with_the_next_step(mirror: Any, host: str, answer: Any, said: str) -> None:
    mirror.answers[host] = answer
    with pytest.raises(AbstractError, match=f"No abstract of {DOI} was found: .*{said}.*Try again later, or paste the abstract"):
        fetch(mirror)


def test_one_index_that_refuses_does_not_keep_the_next_from_being_asked(mirror: Any) -> None:
    mirror.answers |= {SCHOLAR: (429, {}), OPENALEX: openalex()}
    assert fetch(mirror) == (TEXT, "openalex")


def test_without_a_doi_nobody_is_asked_and_it_is_said_what_is_missing(mirror: Any) -> None:
    with pytest.raises(AbstractError, match=r"No DOI of this paper is known.*`--doi DOI`.*beside the button.*`covenue review`"):
        fetch(mirror, replace(PAPER, doi=""))
    with pytest.raises(AbstractError, match="cannot be read"):
        fetch(mirror, doi="11.2/x")
    assert mirror.asked == []


def test_a_doi_is_taken_from_a_person_or_made_of_the_papers_address(mirror: Any) -> None:
    mirror.answers[SCHOLAR] = scholar()
    assert fetch(mirror, replace(PAPER, doi=""), doi=f"https://doi.org/{DOI}") == (TEXT, "semanticscholar")
    ijcai = Paper(title=PAPER.title, venue="ijcai", year=2024, url="https://www.ijcai.org/proceedings/2024/17")
    mirror.answers[SCHOLAR] = scholar(doi="10.24963/ijcai.2024/17")
    assert fetch(mirror, ijcai) == (TEXT, "semanticscholar")


def test_without_a_network_it_is_said(mirror: Any) -> None:
    with pytest.raises(AbstractError, match="could not be asked"):
        abstract_of(PAPER, TABLE, mirror="http://127.0.0.1:9")


def test_show_fetches_an_abstract_keeps_it_with_its_origin_and_asks_once(mirror: Any, covenue: Covenue) -> None:
    mirror.answers[OPENALEX] = openalex()
    (covenue.folder / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    (covenue.folder / "README.md").write_text("# Shelf\n\n## Papers\n\n- Other Things of Old\n", encoding="utf-8")
    with Store(f"sqlite:///{covenue.folder / 'covenue.sqlite'}") as store:
        paper_id = add_paper(store, PAPER)
    where = ("--mirror", f"http://127.0.0.1:{mirror.server_port}")
    first = covenue.run("show", paper_id, "--fetch-abstract", "--json", *where)
    assert (first.exit_code, first.json["abstract"]) == (0, TEXT)
    assert "from openalex" in first.err
    asked = len(mirror.asked)
    again = covenue.run("show", paper_id, "--fetch-abstract", *where)
    assert (again.exit_code, TEXT in again.out, len(mirror.asked)) == (0, True, asked)


def test_show_asks_by_the_doi_that_is_given_where_none_is_known(mirror: Any, covenue: Covenue) -> None:
    mirror.answers[SCHOLAR] = scholar()
    (covenue.folder / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    with Store(f"sqlite:///{covenue.folder / 'covenue.sqlite'}") as store:
        paper_id = add_paper(store, replace(PAPER, doi=""))
    where = ("--mirror", f"http://127.0.0.1:{mirror.server_port}")
    without = covenue.run("show", paper_id, "--fetch-abstract", *where)
    assert (without.exit_code, "`--doi DOI`" in without.err, mirror.asked) == (1, True, [])
    alone = covenue.run("show", paper_id, "--doi", DOI, *where)
    assert (alone.exit_code, "give --fetch-abstract too" in alone.err, mirror.asked) == (2, True, [])
    assert "cannot be read" in covenue.run("show", paper_id, "--fetch-abstract", "--doi", "11.2/x", *where).err
    given = covenue.run("show", paper_id, "--fetch-abstract", "--doi", DOI, "--json", *where)
    assert (given.exit_code, given.json["abstract"]) == (0, TEXT)
