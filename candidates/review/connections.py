"""The connections of the page: one on which nothing is asked is closed soon, and makes room at once for one that asks.

uvicorn counts open connections and refuses further ones; it has a time for a connection after its first answer, none before it (0.54).
Seen 2026-11: 200 connections that sent nothing, or half a header, kept everybody out for as long as they stayed; no token is needed.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# Requests in the works and kept open; eight people with six connections each, four times over.
MOST_CONNECTIONS = 200
# A browser sends a request at once, a form with a pasted abstract within a second; a telephone on a train may take ten.
SECONDS_FOR_REQUEST = 15
# The largest page has some 2 MB; who does not take it within two minutes has gone.
SECONDS_FOR_ANSWER = 120


class PromptConnection(H11Protocol):
    """A connection with a time for the request, and one for taking the answer."""

    _timer: asyncio.TimerHandle | None = None
    _awaits_request: bool | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.since = self.loop.time()
        self._watch()
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        self._watch()

    def shutdown(self) -> None:
        """The server stops: an answer in the works is waited for, a request that has not come is not."""
        if self.awaits_request:
            self.transport.abort()
        else:
            super().shutdown()

    @property
    def awaits_request(self) -> bool:
        """Whether no request has come, or not all of one."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def _watch(self) -> None:
        """One time for the whole of a request, however many pieces it comes in; then one for the answer."""
        if self._timer is None or self._awaits_request != self.awaits_request:
            self._stop_watching()
            self._awaits_request = self.awaits_request
            seconds = SECONDS_FOR_REQUEST if self._awaits_request else SECONDS_FOR_ANSWER
            self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _make_room(self) -> None:
        """Closes what waits longest where there are as many connections as are served."""
        waiting = [each for each in self.connections if isinstance(each, PromptConnection) and each.awaits_request and each is not self]
        if len(self.connections) >= MOST_CONNECTIONS and waiting:
            oldest = min(waiting, key=lambda each: each.since)
            self.connections.discard(oldest)  # the loop tells it only later, and the next one may come before
            oldest.transport.abort()
