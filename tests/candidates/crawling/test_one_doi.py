"""One DOI asked of Crossref: what it knows, and a sentence with the next step for everything else."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from candidates.crawling.one_doi import DoiError, work_of

WORK = {
    "DOI": "10.1145/3664647.1234567",
    "title": ["SpikeMM"],
    "subtitle": ["Flexible Magnification of Spikes"],
    "author": [{"given": "Ada", "family": "Lovelace"}, {"name": "The Spike Group"}],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We magnify spikes in videos that are recorded by spike cameras.</jats:p>",
    "event": {"acronym": "MM '24", "name": "MM '24: The 32nd ACM International Conference on Multimedia"},
    "container-title": ["Proceedings of the 32nd ACM International Conference on Multimedia"],
    "published": {"date-parts": [[2024, 10, 28]]},
}
ANSWERS = {
    "/api.crossref.org/works/10.1145/3664647.1234567": (200, {"status": "ok", "message": WORK}),
    "/api.crossref.org/works/10.1000/bare": (200, {"status": "ok", "message": {"DOI": "10.1000/bare", "title": ["Bare"]}}),
    "/api.crossref.org/works/10.1000/untitled": (200, {"status": "ok", "message": {"DOI": "10.1000/untitled"}}),
    "/api.crossref.org/works/10.1000/list": (200, [1, 2]),
    "/api.crossref.org/works/10.1000/often": (429, {}),
    "/api.crossref.org/works/10.1000/a%3Fb%23c": (200, {"status": "ok", "message": {"DOI": "10.1000/a?b#c", "title": ["Odd"]}}),
}


class Crossref(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, answer = ANSWERS.get(self.path, (404, None))
        body = b"Resource not found." if answer is None else json.dumps(answer).encode()
        if self.path.endswith("/challenge"):
            status, body = 200, b"<!doctype html><title>Just a moment...</title><p>Enable JavaScript"
        # Before the answer: the test looks as soon as it has the answer, and did so first once (2026-11-29).
        self.server.agents.append(self.headers["User-Agent"])  # type: ignore[attr-defined]  # for the test to look at
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mirror() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Crossref) as server:
        server.agents = []  # type: ignore[attr-defined]  # as above
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_a_work_is_told_with_its_place_and_year(mirror: ThreadingHTTPServer) -> None:
    work = work_of("10.1145/3664647.1234567", mirror=address(mirror), contact="me@example.org")
    assert (work.title, work.authors) == ("SpikeMM: Flexible Magnification of Spikes", ("Ada Lovelace", "The Spike Group"))
    assert (work.place, work.year) == ("MM", 2024)
    assert work.abstract == "We magnify spikes in videos that are recorded by spike cameras."
    assert "me@example.org" in mirror.agents[0]  # type: ignore[attr-defined]  # as above


def test_a_work_of_which_little_is_told(mirror: ThreadingHTTPServer) -> None:
    work = work_of("10.1000/bare", mirror=address(mirror))
    assert (work.title, work.authors, work.abstract, work.place, work.year) == ("Bare", (), None, "", None)
    assert work_of("10.1000/a?b#c", mirror=address(mirror)).title == "Odd"


@pytest.mark.parametrize(
    ("doi", "said"),
    [
        ("10.9999/nobody.has.this", "does not know 10.9999/nobody.has.this. Check the DOI"),
        ("10.1000/untitled", "could not be asked"),
        ("10.1000/list", "could not be asked"),
        ("10.1000/often", "asked too often"),
        ("10.1000/challenge", "could not be asked"),
    ],
)
def test_what_cannot_be_learnt_ends_in_a_sentence(mirror: ThreadingHTTPServer, doi: str, said: str) -> None:
    with pytest.raises(DoiError, match=said):
        work_of(doi, mirror=address(mirror))


def test_without_a_network_the_form_is_named() -> None:
    with pytest.raises(DoiError, match="fill in the form by hand"):
        work_of("10.1000/bare", mirror="http://127.0.0.1:9")
