"""The download handler: asks a mirror in a site's stead when one is set, and gives the answer the site's own address.

Everything above it (robots.txt, pace per host, redirects, links) sees the real addresses only. Below it the head of an answer is bounded,
and the time that an answer takes is counted where it is asked for with a budget.
"""

import time

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.response_heads import BoundedFactory
from spiders.time_budget import TimeBudget

# Where a request carries the budget of its source; a redirect carries it on.
BUDGET = "time_budget"


class MirrorHandler(HTTP11DownloadHandler):
    """`https://HOST/PATH?QUERY` is asked as `MIRROR/HOST/PATH?QUERY`; without a mirror, the site itself."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._mirror = crawler.settings.get("COVENUE_MIRROR", "").rstrip("/")
        self._pool._factory = BoundedFactory

    async def download_request(self, request: Request) -> Response:
        budget = request.meta.get(BUDGET)
        if not isinstance(budget, TimeBudget):  # nobody counts the time of this request
            return await self._download(request)
        # A second where nothing is left: who asks looks at the budget before, and a redirect within one question is not worth an error.
        request.meta["download_timeout"] = max(1.0, min(request.meta["download_timeout"], budget.left))
        began, answered = time.monotonic(), False
        try:
            response = await self._download(request)
            answered = True
            return response
        finally:
            budget.waited(time.monotonic() - began, answered=answered)

    async def _download(self, request: Request) -> Response:
        if not self._mirror:
            return await super().download_request(request)
        response = await super().download_request(request.replace(url=mirrored(request.url, self._mirror)))
        return response.replace(url=request.url)


def mirrored(url: str, mirror: str) -> str:
    """The address at the mirror of an address at a site."""
    return f"{mirror.rstrip('/')}/{url.partition('://')[2]}" if mirror else url
