"""How often and how soon an address is asked again, and what is counted."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from spiders.fetching import LONGEST_WAIT, TRIES, Fetcher
from spiders.problems import CrawlError, Kind
from spiders.redirects import LEADS_AWAY

URL = "https://ojs.aaai.org/index.php/AAAI/oai?verb=ListSets"


class Site:
    """Answers what it is given, in turn (the last one for ever), and notes how long it was left alone before each question."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answers: Sequence[Any]) -> None:
        self._answers, self.asked, self.waits = list(answers), [], list[float]()
        monkeypatch.setattr("spiders.fetching.asyncio.sleep", self._sleep)
        monkeypatch.setattr("spiders.fetching.random.uniform", lambda low, high: 1.0)
        self.fetcher = Fetcher(SimpleNamespace(engine=self), first_wait=1.0)  # type: ignore[arg-type]  # all that it uses of a crawler

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, headers = answer
        body = b"<OAI-PMH/>" if status == 200 else b"Sorry" if status != 304 else b""
        return TextResponse(request.url, status=status, headers=headers, body=body, request=request)

    def get(self, headers: dict[str, str] | None = None) -> Any:
        return asyncio.run(self.fetcher.get(URL, "xml", headers))

    def fails(self) -> CrawlError:
        with pytest.raises(CrawlError) as caught:
            self.get()
        return caught.value


def test_waits_double_until_the_tries_are_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(503, {})])
    assert site.fails().kind is Kind.SERVER
    assert (len(site.asked), site.waits) == (TRIES, [1.0, 2.0, 4.0, 8.0])
    assert site.fetcher.traffic.requests == TRIES


def test_retry_after_in_seconds_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(429, {"Retry-After": "7"}), (200, {})])
    assert site.get().status == 200
    assert site.waits == [7.0]


def test_retry_after_as_a_date_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    site = Site(monkeypatch, [(503, {"Retry-After": moment}), (200, {})])
    site.get()
    assert 25 < site.waits[0] <= 30


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "0", "²", b"\xb2", "Wed, 99 Foo 2026 10:00:00 GMT", "Wed, 21 Oct 99999 07:28:00 GMT", "1e9"]
)
def test_a_retry_after_that_says_nothing_leaves_the_usual_wait(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    site = Site(monkeypatch, [(429, {"Retry-After": text}), (200, {})])
    site.get()
    assert site.waits == [1.0]


def test_a_site_that_closes_for_longer_than_a_crawl_can_wait_is_left_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(429, {"Retry-After": str(int(LONGEST_WAIT) * 30)})])
    problem = site.fails()
    assert (problem.kind, len(site.asked), site.waits) == (Kind.QUOTA, 1, [])
    assert "wants us back in 60 minutes" in problem.what


@pytest.mark.parametrize("text", ["30.5", " 30 ", "5, 30", "30, 30", "soon, 30"])
def test_a_retry_after_that_says_it_in_its_own_way_is_waited_for(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    site = Site(monkeypatch, [(429, {"Retry-After": text}), (200, {})])
    site.get()
    assert site.waits in ([30.0], [30.5])


@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S -0000", "%a, %d %b %Y %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"])
def test_a_date_without_its_zone_is_in_that_of_the_web_and_not_of_this_machine(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        site = Site(monkeypatch, [(429, {"Retry-After": (datetime.now(UTC) + timedelta(seconds=60)).strftime(form)}), (200, {})])
        site.get()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert 50 < site.waits[0] <= 60


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_not_argued_with(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    site = Site(monkeypatch, [(status, {})])
    site.fails()
    assert len(site.asked) == 1


def test_a_lost_connection_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [ConnectionLost(), TimeoutError("too slow"), (200, {})])
    assert site.get().body == b"<OAI-PMH/>"
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        ("Forbidden by robots.txt", Kind.ROBOTS),
        ("max redirections reached", Kind.REDIRECTS),
        ("exceeded DOWNLOAD_MAXSIZE during decompression", Kind.SIZE),
        (LEADS_AWAY, Kind.REFUSED),
    ],
)
def test_what_scrapy_refuses_to_ask_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, refusal: str, kind: Kind) -> None:
    site = Site(monkeypatch, [IgnoreRequest(refusal)])
    assert site.fails().kind is kind
    assert len(site.asked) == 1


def test_a_site_that_never_answers_is_asked_but_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [DownloadTimeoutError()])
    problem = site.fails()
    assert (problem.kind, len(site.asked)) == (Kind.NETWORK, 2)
    assert problem.what == "ojs.aaai.org takes too long to answer"


def test_an_answer_without_end_is_called_too_large_and_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [DownloadCancelledError()])
    assert (site.fails().kind, len(site.asked)) == (Kind.SIZE, 1)


def test_a_redirect_that_is_not_followed_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(302, {"Location": "file:///etc/hostname"})])
    site.fails()
    assert len(site.asked) == 1


def test_not_modified_is_an_answer_for_who_sent_a_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(304, {})])
    assert site.get({"If-None-Match": '"abc"'}).status == 304
    assert site.asked[0].headers["If-None-Match"] == b'"abc"'


def test_not_modified_is_no_answer_for_who_sent_none(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(304, {})])
    problem = site.fails()
    assert (problem.kind, problem.what) == (Kind.SERVER, "ojs.aaai.org answered with status 304")


def test_a_failure_is_told_in_the_words_of_its_innermost_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = ResponseFailed([Failure(ConnectionDone())])
    wrapped = DownloadFailedError(str(failed))
    wrapped.__cause__ = failed
    what = Site(monkeypatch, [wrapped]).fails().what
    assert what == "ojs.aaai.org broke off: Connection was closed cleanly."


@pytest.mark.parametrize("said", ["Invalid IPv6 URL", "Missing scheme in request url: http:127.0.0.1"])
def test_a_redirect_to_what_is_no_address_is_named_and_not_asked_for_again(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    site = Site(monkeypatch, [ValueError(said)])
    problem = site.fails()
    assert (problem.kind, problem.what, len(site.asked)) == (Kind.REDIRECTS, "ojs.aaai.org leads to what is no address", 1)


def test_bytes_and_requests_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, [(200, {})])
    site.get()
    site.get()
    assert (site.fetcher.traffic.requests, site.fetcher.traffic.bytes) == (2, 20)
