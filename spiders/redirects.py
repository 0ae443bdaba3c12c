"""Keeps redirects in the open web: a site may not lead a crawl to an address that only this machine or its network can see."""

import ipaddress
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

# What a robots.txt may take. A dripping one held a crawl for nine minutes (seen against a misbehaving server, 2026-11).
SECONDS_FOR_ROBOTS = 30
LEADS_AWAY = "leads to an address inside a private network"


class PublicRedirects:
    """Scrapy middleware, before all others, so that not even the robots.txt of such an address is asked for."""

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> "PublicRedirects":
        return cls()

    def process_request(self, request: Request) -> None:
        if request.meta.get("redirect_urls") and is_private(request.url):
            raise IgnoreRequest(LEADS_AWAY)
        if request.url.endswith("/robots.txt"):
            request.meta.setdefault("download_timeout", SECONDS_FOR_ROBOTS)


def is_private(url: str) -> bool:
    """Whether an address names, by its letters, a machine that the open web cannot reach (127.0.0.1, 169.254.169.254, localhost)."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))
