"""One request outside of a crawl: an answer that is no HTTP is told as any other that cannot be had."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError

import pytest

from candidates.crawling.hosts import answer_of, ask_once
from candidates.crawling.one_abstract import AbstractError, abstract_of
from candidates.crawling.one_doi import DoiError, work_of
from spiders.editions import own_table
from spiders.paper import Paper

DOI = "10.1145/3664647.1234567"
TITLE, TEXT = "Magnifying Spikes", "We magnify spikes in videos that are recorded by spike cameras."
CHUNKED = b"HTTP/1.1 %s\r\nTransfer-Encoding: chunked\r\n\r\n"
GARBAGE = b"\x00\x01 this is no HTTP " + b"x" * 500 + b"\r\n\r\n"
BROKEN = {
    "garbage": GARBAGE,
    "no length of a chunk": CHUNKED % b"200 OK" + b"zz\r\n{}\r\n",
    "half a chunk": CHUNKED % b"200 OK" + b"ff\r\n[nu",
    "half a chunk of an error": CHUNKED % b"500 Oops" + b"ff\r\n[nu",
    "a header without end": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
}


class Raw(socketserver.StreamRequestHandler):
    """Answers by host, byte by byte, what the test says."""

    def handle(self) -> None:
        asked, length = self.rfile.readline().decode(), 0
        while (line := self.rfile.readline().strip().lower()) != b"":
            length = int(line.partition(b":")[2]) if line.startswith(b"content-length:") else length
        self.rfile.read(length)
        answers: dict[str, bytes] = self.server.answers  # type: ignore[attr-defined]  # for the test
        self.wfile.write(next((answer for host, answer in answers.items() if host in asked), answers["all"]))


class RawServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def answering(answer: bytes) -> Iterator[Any]:
    with RawServer(("127.0.0.1", 0), Raw) as server:
        server.answers = {"all": answer}  # type: ignore[attr-defined]  # for the handler
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(params=BROKEN.values(), ids=BROKEN.keys())
def broken(request: pytest.FixtureRequest) -> Iterator[Any]:
    with answering(request.param) as server:
        yield server


def mirror(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def test_an_answer_that_is_no_http_is_told_in_a_few_words(broken: Any) -> None:
    with pytest.raises(URLError, match=r"the answer is broken: \w+, ") as raised:
        ask_once("https://example.org/x", mirror=mirror(broken), contact="", patience=5, most=8_000)
    assert "\n" not in str(raised.value.reason)
    assert len(str(raised.value.reason)) < 150
    assert answer_of("example.org", mirror=mirror(broken), contact="", patience=5).startswith("does not answer (the answer is broken")


@pytest.mark.parametrize(
    ("status", "said"), [("200 OK", ""), ("404 Not Found", ""), ("410 Gone", ""), ("403 Forbidden", "refuses with status 403")]
)
def test_a_host_without_a_robots_txt_answers_and_one_that_refuses_it_does_not(status: str, said: str) -> None:
    with answering(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()) as server:
        assert answer_of("example.org", mirror=mirror(server), contact="", patience=5) == said


def test_a_doi_of_which_the_answer_is_broken_ends_in_a_sentence(broken: Any) -> None:
    with pytest.raises(DoiError, match=r"Crossref could not be asked \(the answer is broken.*fill in the form by hand"):
        work_of(DOI, mirror=mirror(broken))


def test_an_index_whose_answer_is_broken_does_not_keep_the_next_from_being_asked(broken: Any) -> None:
    paper = Paper(title=TITLE, venue="mm", year=2024, doi=DOI)
    with pytest.raises(AbstractError, match=r"Semantic Scholar could not be asked \(the answer.*OpenAlex could.*Crossref could"):
        abstract_of(paper, own_table(), mirror=mirror(broken))
    body = json.dumps({"message": {"DOI": DOI, "title": [TITLE], "abstract": TEXT}}).encode()
    broken.answers["api.crossref.org"] = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    found = abstract_of(paper, own_table(), mirror=mirror(broken))
    assert (found.text, found.source) == (TEXT, "crossref")


def test_an_address_that_cannot_be_sent_is_told_too() -> None:
    with pytest.raises(URLError, match="InvalidURL"):
        ask_once("https://example.org/a b", mirror="http://127.0.0.1:9", contact="", patience=5, most=10)
