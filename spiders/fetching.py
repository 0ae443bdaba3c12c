"""Asks for one address until there is an answer that may be parsed, or a CrawlError that says why there is none.

Linear on purpose: a source reads like the visit it describes. Scrapy's downloader does the work beneath (robots.txt, pace, redirects).
"""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http.request import NO_CALLBACK

from spiders.downloaded import answer_of, failure, host_of
from spiders.guard import Answer, Expected, inspect
from spiders.mirror import BUDGET
from spiders.problems import CrawlError, Kind
from spiders.retry_after import seconds_asked
from spiders.robots import RobotsTxt
from spiders.time_budget import TimeBudget

# Five tries, 1 + 2 + 4 + 8 s apart: a site that is still down after 15 s is down for longer than a crawl should wait.
TRIES = 5
# A site that does not answer within DOWNLOAD_TIMEOUT is asked once more: five such waits are a quarter of an hour.
TRIES_OF_THE_SLOW = 2
# A site that asks to wait longer than this has closed for the hour or the day (OpenAlex: 3600 s, seen 2026-02): say so instead.
LONGEST_WAIT = 120.0
# By one of these a question says that an answer without a body (304) will do.
VALIDATORS = {"If-None-Match", "If-Modified-Since"}


@dataclass
class Traffic:
    """What a crawl cost: requests sent (each try and each redirect counts) and bytes received, unpacked."""

    requests: int = 0
    bytes: int = 0


class Fetcher:
    """Fetches for one crawler. `first_wait`: seconds before the second try, doubled before each further one.

    `delay`: the pace of every host at a mirror, whatever robots.txt asks; None: each host has its own, and robots.txt may slow it down.
    """

    def __init__(self, crawler: Crawler, first_wait: float = 1.0, delay: float | None = None) -> None:
        self._crawler = crawler
        self._first_wait = first_wait
        self._delay = delay
        self._asked_for: dict[str, float] = {}
        self._asked: Counter[str] = Counter()
        self.traffic = Traffic()

    def robots_parsed(self, robotparser: RobotsTxt, request: Request) -> None:
        """Keeps to the time between two pages that a robots.txt asks for (receives Scrapy's signal of that name)."""
        host, agent = host_of(request.url), str(self._crawler.settings["USER_AGENT"])
        seconds = robotparser.seconds_between_pages(agent)
        if not seconds or self._delay is not None:
            return
        self._asked_for[host] = seconds
        if seconds <= LONGEST_WAIT:  # a page is still asked for at once where the next one would take too long
            assert self._crawler.engine is not None
            downloader = self._crawler.engine.downloader
            own = downloader.per_slot_settings.get(host, {"concurrency": 1, "jitter": 0})
            downloader.per_slot_settings[host] = {**own, "delay": max(self.pace(host), seconds)}
            if slot := downloader.slots.get(host):
                slot.delay = max(slot.delay, seconds)

    def pace(self, host: str) -> float:
        """Seconds between two requests to a host: the pace in force, and what its robots.txt asked for."""
        if self._delay is not None:
            return self._delay
        settings = self._crawler.settings
        own = settings.getdict("DOWNLOAD_SLOTS").get(host, {}).get("delay", settings.getfloat("DOWNLOAD_DELAY"))
        return max(float(own), self._asked_for.get(host, 0.0))

    async def get(
        self,
        url: str,
        expected: Expected,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        tries: int | None = None,
        budget: TimeBudget | None = None,
        carried: Mapping[str, object] | None = None,
    ) -> Answer:
        """The answer, guarded (see `guard.inspect`); status 304 passes when validators were sent. POST when there is a body.

        `tries`: how often it is asked for at most; `budget`: the time that the source has left; `carried`: what the request tells Scrapy's
        middlewares beyond that (its `meta`). Raises CrawlError.
        """
        most = min(tries or TRIES, TRIES)
        budget = budget or TimeBudget()
        self._keep_pace(url)
        for number in range(1, most + 1):
            _check_time(budget, url)
            answer: Answer | None = None
            try:
                answer = await self._once(url, headers, body, {**(carried or {}), BUDGET: budget})
                if answer.status == 304 and VALIDATORS.intersection(headers or ()):
                    return answer
                inspect(answer, expected)
            except CrawlError as problem:
                if isinstance(problem.__cause__, (DownloadTimeoutError, TimeoutError)):
                    _check_time(budget, url)
                if number >= min(most, _tries(answer, problem)) or not _worth_another_try(answer, problem):
                    raise
                asked = _asked_wait(answer, problem)
                # The jitter keeps several people's crawlers from coming back in step; no secret depends on it.
                wait = max(asked, self._first_wait * 2 ** (number - 1)) * random.uniform(1.0, 1.1)  # noqa: S311  # no secret
                budget.waited(wait, answered=False)
                await asyncio.sleep(wait)
            else:
                return answer
        raise AssertionError("the last try returns or raises")

    def _keep_pace(self, url: str) -> None:
        """Refuses the second page of a site that wants to be left alone for longer than a crawl can wait."""
        host = host_of(url)
        if self._asked[host] and (seconds := self._asked_for.get(host, 0.0)) > LONGEST_WAIT:
            raise CrawlError(Kind.PACE, f"{host} asks crawlers to wait {_time(seconds)} between two pages (robots.txt)", where=url)
        self._asked[host] += 1

    async def _once(self, url: str, headers: Mapping[str, str] | None, body: bytes | None, meta: Mapping[str, object]) -> Answer:
        request = Request(
            url,
            method="POST" if body is not None else "GET",
            headers=dict(headers or {}),
            body=body or b"",
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"handle_httpstatus_all": False, **meta},
        )
        self.traffic.requests += 1
        try:
            assert self._crawler.engine is not None
            response = await self._crawler.engine.download_async(request)
        except CrawlError:  # of the robots.txt
            raise
        except Exception as problem:  # some thirty classes; `failure` tells them apart
            raise failure(problem, url) from problem
        self.traffic.requests += response.meta.get("redirect_times", 0)
        self.traffic.bytes += len(response.body)
        return answer_of(response)


def _check_time(budget: TimeBudget, url: str) -> None:
    """Raises CrawlError once the source has taken all the time that a source gets."""
    if budget.left <= 0:
        allowed = f"more than the {_time(budget.seconds)} that its answers may take in all"
        raise CrawlError(Kind.TIME, f"{host_of(url)} kept us waiting for {_time(budget.spent)}, {allowed}", where=url)


def _tries(answer: Answer | None, problem: CrawlError) -> int:
    """Open Journal Systems answers a record that it cannot render with an empty 500, for ever (article 39173, seen 2026-10)."""
    if answer is None and isinstance(problem.__cause__, DownloadTimeoutError):
        return TRIES_OF_THE_SLOW
    return 2 if answer and answer.status == 500 and not answer.body else TRIES


def _worth_another_try(answer: Answer | None, problem: CrawlError) -> bool:
    """Networks and overloaded servers recover; a redirect to nowhere, a refusal and a missing page do not."""
    redirected = answer is not None and 300 <= answer.status < 400
    return problem.kind in (Kind.NETWORK, Kind.QUOTA, Kind.SERVER) and not redirected


def _asked_wait(answer: Answer | None, problem: CrawlError) -> float:
    """Seconds that `Retry-After` asks for, 0 without one; CrawlError when that is too long."""
    seconds = seconds_asked(answer.headers.get("retry-after", "")) if answer else problem.wait
    if seconds > LONGEST_WAIT:
        raise CrawlError(Kind.QUOTA, f"{problem.what} and wants us back in {_time(seconds)}", where=problem.where, wait=seconds)
    return seconds


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 2 * 86_400 else f"{round(seconds / 86_400)} days"
