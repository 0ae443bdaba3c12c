"""Keeps redirects in the open web: a site may not lead a crawl to an address that only this machine or its network can see."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

# What a robots.txt may take. A dripping one held a crawl for nine minutes (seen against a misbehaving server, 2026-11).
SECONDS_FOR_ROBOTS = 30
LEADS_AWAY = "leads to an address inside a private network"


# The addresses that a host's name stands for; raises OSError for none.
Resolve = Callable[[str], Awaitable[Sequence[str]]]


async def resolved(host: str) -> Sequence[str]:
    """As the system knows the host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class PublicRedirects:
    """Scrapy middleware, before all others, so that not even the robots.txt of such an address is asked for.

    `resolve`: None where a mirror is asked, which has every host's answers itself.
    """

    def __init__(self, resolve: Resolve | None = resolved) -> None:
        self._resolve = resolve

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PublicRedirects":
        return cls(None if crawler.settings.get("COVENUE_MIRROR") else resolved)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("redirect_urls") and (is_private(request.url) or await self._stands_for_private(request.url)):
            raise IgnoreRequest(LEADS_AWAY)
        if request.url.endswith("/robots.txt"):
            request.meta.setdefault("download_timeout", SECONDS_FOR_ROBOTS)

    async def _stands_for_private(self, url: str) -> bool:
        """Whether a public name has a private address: anybody may give his own name any (localtest.me is 127.0.0.1)."""
        if self._resolve is None:
            return False
        try:
            return any(map(_is_private_address, await self._resolve(urlsplit(url).hostname or "")))
        except (OSError, UnicodeError):  # nobody knows it here; a proxy may
            return False


def is_private(url: str) -> bool:
    """Whether an address names, by its letters, a machine that the open web cannot reach (127.0.0.1, 169.254.169.254, localhost)."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    try:
        return _is_private_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))


def _is_private_address(text: str) -> bool:
    """Whether an IP address, in any spelling that the system takes for one ("0x7f.1", "2130706433"), is not of the open web. ValueError."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(text))
        except (OSError, UnicodeError):
            raise ValueError(f"{text!r} is no IP address") from None
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return not (inner or address).is_global
