"""Keeps a crawl in the open web: no site may lead it, by a redirect or by a link on its pages, to an address that only this machine or its
network can see."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.internet.error import DNSLookupError

from spiders.addresses import parts_of

# What a robots.txt may take. A dripping one held a crawl for nine minutes (seen against a misbehaving server, 2026-11).
SECONDS_FOR_ROBOTS = 30
LEADS_AWAY = "leads to an address inside a private network"
# Names that no registry gives away (RFC 6761, 6762, 8375; ICANN's resolutions of 2018 and 2024) or that routers give to a network at home.
INNER_NAMES = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".corp", ".home", ".lan", ".home.arpa")
# Where a request says that a page named its address, and neither the table of editions nor the person.
NAMED_BY_A_PAGE = "named_by_a_page"
# IPv6 addresses that stand for one of IPv4, by their first 96 bits: mapped, translated, compatible, and those of the two gateways between
# both (RFC 4291, 6052, 8215). A machine with such a gateway reaches the inner address.
HOLD_IPV4 = [ipaddress.IPv6Network(each) for each in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/96")]


# Kinds of proxies as the environment names them; "no" tells where none is to be used.
PROXIES = {"http", "https", "all"}
# The addresses that a host's name stands for; none for an unknown one (a proxy may know it).
Resolve = Callable[[str], Awaitable[Sequence[str]]]


async def resolved(host: str) -> Sequence[str]:
    """What the connection will take the host for: asked of the resolver that Twisted connects by. Scrapy's keeps every answer, so that a
    name which stands for a public address when it is checked cannot stand for a private one a moment later (DNS rebinding).
    """
    from twisted.internet import reactor  # here: whoever imports it chooses the kind of reactor

    connecting: Any = reactor
    answers = _Answers()
    try:
        connecting.nameResolver.resolveHostName(answers, host)
    except UnicodeError:  # no name of a host
        return ()
    return await answers.all


class _Answers:
    """Gathers the addresses of one name (Twisted's IResolutionReceiver, which names the methods); none for an unknown one."""

    def __init__(self) -> None:
        self.all: asyncio.Future[Sequence[str]] = asyncio.get_running_loop().create_future()
        self._addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802  # twisted's interface names it
        """The name is being looked up."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802  # twisted's interface names it
        """One of its addresses."""
        self._addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802  # twisted's interface names it
        """There are no more."""
        if not self.all.done():
            self.all.set_result(self._addresses)


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
        if _is_led(request) and (is_private(request.url) or await self._stands_for_private(request.url)):
            raise IgnoreRequest(LEADS_AWAY)
        if request.url.endswith("/robots.txt"):
            request.meta.setdefault("download_timeout", SECONDS_FOR_ROBOTS)

    async def _stands_for_private(self, url: str) -> bool:
        """Whether a public name has a private address: anybody may give his own name any (localtest.me is 127.0.0.1)."""
        if self._resolve is None:
            return False
        host = parts_of(url).hostname or ""
        addresses = await self._resolve(host)
        if not addresses and not PROXIES & getproxies().keys():  # else the next answer, which nobody checks, might be a private one
            raise DNSLookupError(f"no address is known for {host}")
        return any(map(_is_private_address, addresses))


def _is_led(request: Request) -> bool:
    """Whether a site chose the address. One inside a network (a table of one's own may name it) may lead to itself."""
    came_from = request.meta.get("redirect_urls") or [request.url]
    return bool(request.meta.get(NAMED_BY_A_PAGE)) or parts_of(request.url).hostname != parts_of(came_from[0]).hostname


def is_private(url: str) -> bool:
    """Whether an address names, by its letters, a machine that the open web cannot reach (127.0.0.1, 169.254.169.254, localhost)."""
    host = (parts_of(url).hostname or "").rstrip(".").lower()
    try:
        return _is_private_address(host)
    except ValueError:
        return "." not in host or host.endswith(INNER_NAMES)


def _is_private_address(text: str) -> bool:
    """Whether an IP address, in any spelling that the system takes for one ("0x7f.1", "2130706433"), is not of the open web. ValueError."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(text))
        except (OSError, UnicodeError):
            raise ValueError(f"{text!r} is no IP address") from None
    return not _inner(address).is_global or address.is_multicast


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of IPv4 that one of IPv6 stands for, else itself; ::1 stands for none."""
    if isinstance(address, ipaddress.IPv4Address) or int(address) <= 1:
        return address
    if any(address in network for network in HOLD_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or address
