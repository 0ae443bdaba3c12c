"""What a site's robots.txt asks for beyond closed paths: the time between two pages, and what holds where there is no such file to read.

Scrapy's own middleware obeys the file; it neither keeps `Crawl-delay` nor bounds the file, and takes a site that answers with an error, or
not at all, for one that asks for nothing (2.19).
"""

import re

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from spiders.downloaded import answer_of, failure
from spiders.guard import inspect
from spiders.mirror import BUDGET
from spiders.problems import CrawlError, Kind
from spiders.retry_after import seconds_asked

# RFC 9309: a crawler must read at least 500 kibibytes; what is longer is no list of rules (10 MB take a second to parse).
MOST_BYTES = 500 * 1024
# Who asks for more than a year between two pages asks for none at all.
MOST_SECONDS = 366 * 86_400.0
# Many servers answer every address with their start page.
HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body)\b", re.I)


class RobotsTxt(ProtegoRobotParser):
    """The rules of a site; a web page in place of them has none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> "RobotsTxt":
        rules = b"" if HTML.match(robotstxt_body) else robotstxt_body[:MOST_BYTES]
        return cls(rules, crawler.spider if crawler else None)

    def seconds_between_pages(self, user_agent: str) -> float:
        """What `Crawl-delay` or `Request-rate` ask for, 0 where neither stands there."""
        delay, rate = self.rp.crawl_delay(user_agent), self.rp.request_rate(user_agent)
        try:
            return min(MOST_SECONDS, max(float(delay or 0), rate.seconds / rate.requests if rate and rate.requests else 0.0))
        except OverflowError:  # a number of hundreds of digits
            return MOST_SECONDS


class RulesFirst(RobotsTxtMiddleware):
    """Scrapy middleware: nothing is asked of a site that fails to say what it closes (RFC 9309, 2.3.1.4: all of it is closed then).

    A site that has no robots.txt, or shows it to nobody (4xx), closes nothing (2.3.1.3), nor does one whose redirects go astray (2.3.1.2).
    Where the file could not be read it is asked for again with the next request: five tries of a page are as many of the file.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, RobotsTxt] = {}

    async def robot_parser(self, request: Request) -> RobotsTxt:
        """The rules of the request's site, fetched once in a crawl. Raises CrawlError where they cannot be read."""
        site = urlparse_cached(request)
        if site.netloc not in self._rules:
            self._rules[site.netloc] = await self._asked(f"{site.scheme}://{site.netloc}/robots.txt", request)
        return self._rules[site.netloc]

    async def _asked(self, url: str, request: Request) -> RobotsTxt:
        carried = {"dont_obey_robotstxt": True, BUDGET: request.meta.get(BUDGET)}
        asked = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=carried, callback=NO_CALLBACK)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(asked)
        except IgnoreRequest:
            return RobotsTxt.from_crawler(self.crawler, b"")
        except Exception as problem:  # some thirty classes; `failure` tells them apart
            told = failure(problem, url)
            if told.kind is Kind.REDIRECTS:  # to what is no address
                return RobotsTxt.from_crawler(self.crawler, b"")
            raise _unread(told) from problem
        answer = answer_of(response)
        if answer.status >= 500 or answer.status == 429:
            try:
                inspect(answer, "text")
            except CrawlError as problem:
                raise _unread(problem, seconds_asked(answer.headers.get("retry-after", ""))) from problem
        rules = RobotsTxt.from_crawler(self.crawler, answer.body if answer.status < 400 else b"")
        await self.crawler.signals.send_catch_log_async(signal=signals.robots_parsed, robotparser=rules, request=request)
        return rules


def _unread(problem: CrawlError, wait: float = 0.0) -> CrawlError:
    return CrawlError(problem.kind, f"{problem.what} (robots.txt, and nothing else is asked before it)", where=problem.where, wait=wait)
