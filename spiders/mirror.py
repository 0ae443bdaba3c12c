"""The download handler: asks a mirror in a site's stead when one is set, and gives the answer the site's own address.

Everything above it (robots.txt, pace per host, redirects, links) sees the real addresses only.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class MirrorHandler(HTTP11DownloadHandler):
    """`https://HOST/PATH?QUERY` is asked as `MIRROR/HOST/PATH?QUERY`; without a mirror, the site itself."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._mirror = crawler.settings.get("COVENUE_MIRROR", "").rstrip("/")

    async def download_request(self, request: Request) -> Response:
        if not self._mirror:
            return await super().download_request(request)
        response = await super().download_request(request.replace(url=mirrored(request.url, self._mirror)))
        return response.replace(url=request.url)


def mirrored(url: str, mirror: str) -> str:
    """The address at the mirror of an address at a site."""
    return f"{mirror.rstrip('/')}/{url.partition('://')[2]}" if mirror else url
