"""What OpenReview's own client asks, asked by the fetcher of the crawl: its pace, tries, `Retry-After`, mirror, redirects, guard and bounds
on time, bytes and headers hold for OpenReview as for everybody else.

Seen against a misbehaving server (2026-11), when the client asked by itself: "Retry-After: 3600" slept for an hour, a byte a tenth of a
second had no end, a packed answer no size, and a redirect into a private network was followed.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from spiders.formats.json_answer import JsonObject
from spiders.guard import Answer
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, refusals

# What the client says beyond what the fetcher says by itself.
HEADERS = ("Accept", "Authorization", "Content-Type", "User-Agent")
# A thread whose loop has stopped would wait for ever; seconds after which it looks.
PATIENCE = 1.0


class FetcherTransport(BaseAdapter):
    """Hands the questions of a session over to the crawl's fetcher, which lives in `loop`; called in the client's thread."""

    def __init__(self, visit: Visit, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._visit, self._loop = visit, loop

    def send(self, request: PreparedRequest, *_unused: Any, **_options: Any) -> Response:
        """The answer as `requests` has it. Raises CrawlError."""
        headers = {name: str(request.headers[name]) for name in HEADERS if name in request.headers}
        body = request.body.encode() if isinstance(request.body, str) else request.body
        assert body is None or isinstance(body, bytes)  # the client sends no files here
        url = request.url or ""
        asking = self._visit.get(url, "json", headers, body, obeys_robots=False)
        answer = self._waited(asyncio.run_coroutine_threadsafe(self._own_words(asking, url), self._loop))
        return _as_response(request, answer)

    async def _own_words(self, asking: Any, url: str) -> Answer:
        """The answer, once it is known to be a bounded object of JSON; what keeps it away is said as OpenReview means it."""
        try:
            answer: Answer = await asking
        except CrawlError as problem:
            if problem.kind is Kind.LOGIN or (problem.kind is Kind.PROTOCOL and "/login" in url):
                said = "OpenReview does not accept OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD"
                raise CrawlError(Kind.LOGIN, said, where=problem.where) from problem
            if problem.kind is Kind.MISSING:  # of the interface itself, whatever is published
                raise CrawlError(Kind.PROTOCOL, problem.what, where=problem.where) from problem
            raise
        with refusals(answer):
            for _ in JsonObject(answer.body, "notes", answer.charset):
                pass
        return answer

    def _waited(self, future: "Future[Answer]") -> Answer:
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except TimeoutError:
                if not future.done() and not self._loop.is_running():
                    future.cancel()
                    raise

    def close(self) -> None:
        """Nothing is held open here."""


def _as_response(request: PreparedRequest, answer: Answer) -> Response:
    response = Response()
    response.status_code, response.url, response.request = answer.status, answer.url, request
    response.headers = CaseInsensitiveDict(_without_form(answer.headers))
    response._content = answer.body  # as every adapter of `requests` hands a body over that is there already
    response.encoding = "utf-8"
    return response


def _without_form(headers: Mapping[str, str]) -> dict[str, str]:
    """The body is unpacked already."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "transfer-encoding")}
