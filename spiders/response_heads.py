"""Bounds the head of an answer (status line and headers), which neither Scrapy 2.19 nor Twisted 26.10 does: they bound a line and the body.

Seen against a misbehaving server (2026-11): 420 MB of Set-Cookie took 623 MB and 90 seconds before anything could refuse them.
"""

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

# Browsers and servers stop at 8 to 256 KiB; the sites asked here send under 4 KiB (2026-11).
MOST_HEAD = 256 * 1024


class HeadTooLargeError(Exception):
    """An answer whose headers do not end. Raised into the request that waits for it."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection that is closed when the head of an answer grows beyond `MOST_HEAD`; interim answers (1xx) count with it."""

    head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's name
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's protocol has no types
        reading_head = self._parser is not None and self._parser.state in (STATUS, HEADER)
        self.head = self.head + len(data) if reading_head else 0
        if self.head > MOST_HEAD:
            self._giveUp(Failure(HeadTooLargeError()))  # type: ignore[no-untyped-call]  # as above


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Scrapy's factory of connections with such a bound."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: N802  # Twisted's name
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # as above
