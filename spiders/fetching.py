"""Asks for one address until there is an answer that may be parsed, or a CrawlError that says why there is none.

Linear on purpose: a source reads like the visit it describes. Scrapy's downloader does the work beneath (robots.txt, pace, redirects).
"""

import asyncio
import email.utils
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from spiders.guard import Answer, Expected, inspect
from spiders.problems import CrawlError, Kind

# Five tries, 1 + 2 + 4 + 8 s apart: a site that is still down after 15 s is down for longer than a crawl should wait.
TRIES = 5
# A site that asks to wait longer than this has closed for the hour or the day (OpenAlex: 3600 s, seen 2026-02): say so instead.
LONGEST_WAIT = 120.0


@dataclass
class Traffic:
    """What a crawl cost: requests sent (each try and each redirect counts) and bytes received, unpacked."""

    requests: int = 0
    bytes: int = 0


class Fetcher:
    """Fetches for one crawler. `first_wait`: seconds before the second try, doubled before each further one."""

    def __init__(self, crawler: Crawler, first_wait: float = 1.0) -> None:
        self._crawler = crawler
        self._first_wait = first_wait
        self.traffic = Traffic()

    async def get(self, url: str, expected: Expected, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Answer:
        """The answer, guarded (see `guard.inspect`); status 304 passes when validators were sent. POST when there is a body."""
        for number in range(1, TRIES + 1):
            answer: Answer | None = None
            try:
                answer = await self._once(url, headers, body)
                if answer.status == 304:
                    return answer
                inspect(answer, expected)
            except CrawlError as problem:
                if number >= _tries(answer) or not _worth_another_try(problem):
                    raise
                asked = _asked_wait(answer, problem) if answer else 0.0
                # The jitter keeps several people's crawlers from coming back in step; no secret depends on it.
                await asyncio.sleep(max(asked, self._first_wait * 2 ** (number - 1)) * random.uniform(1.0, 1.1))  # noqa: S311
            else:
                return answer
        raise AssertionError("the last try returns or raises")

    async def _once(self, url: str, headers: Mapping[str, str] | None, body: bytes | None) -> Answer:
        request = Request(
            url,
            method="POST" if body is not None else "GET",
            headers=dict(headers or {}),
            body=body or b"",
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"handle_httpstatus_all": False},
        )
        self.traffic.requests += 1
        try:
            assert self._crawler.engine is not None
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as refused:
            if "robots" in str(refused):
                raise CrawlError(Kind.ROBOTS, f"{_host(url)} asks crawlers to keep out (robots.txt)", url) from refused
            raise CrawlError(Kind.SERVER, f"{_host(url)} redirects in a circle", url) from refused
        except OSError as problem:
            raise CrawlError(Kind.NETWORK, f"{_host(url)} could not be reached: {_said(problem)}", url) from problem
        except Exception as problem:
            # Twisted and Scrapy raise some thirty classes for a connection that failed; none of them means anything else here.
            raise CrawlError(Kind.NETWORK, f"{_host(url)} broke off: {_said(problem)}", url) from problem
        self.traffic.requests += response.meta.get("redirect_times", 0)
        self.traffic.bytes += len(response.body)
        return _answer(response)


def _answer(response: Response) -> Answer:
    headers = {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}
    content_type = headers.get("content-type", "")
    charset = content_type.partition("charset=")[2].split(";")[0].strip(" \"'") if isinstance(response, TextResponse) else ""
    return Answer(response.url, response.status, response.body, content_type, charset, headers)


def _tries(answer: Answer | None) -> int:
    """Open Journal Systems answers a record that it cannot render with an empty 500, for ever (article 39173, seen 2026-10)."""
    return 2 if answer and answer.status == 500 and not answer.body else TRIES


def _worth_another_try(problem: CrawlError) -> bool:
    """Networks and overloaded servers recover; a circle of redirects, a refusal and a missing page do not."""
    return problem.kind in (Kind.NETWORK, Kind.QUOTA, Kind.SERVER) and "circle" not in problem.what


def _asked_wait(answer: Answer, problem: CrawlError) -> float:
    """Seconds that `Retry-After` asks for (a number or a date), 0 without one; CrawlError when that is too long."""
    text = answer.headers.get("retry-after", "").strip()
    if not text:
        return 0.0
    if text.isdigit():
        seconds = float(text)
    else:
        moment = email.utils.parsedate_to_datetime(text) if "," in text else None
        seconds = max(0.0, moment.timestamp() - time.time()) if moment else 0.0
    if seconds > LONGEST_WAIT:
        minutes = round(seconds / 60)
        raise CrawlError(Kind.QUOTA, f"{problem.what} and wants us back in {minutes} minutes", problem.where)
    return seconds


def _host(url: str) -> str:
    return url.split("/")[2]


def _said(problem: BaseException) -> str:
    """The library's words on one line; Twisted wraps the cause in a list."""
    inner = getattr(problem, "reasons", None)
    cause = inner[0].value if inner else problem
    return " ".join(str(cause).split())[:160] or type(cause).__name__
