"""How long a connection may take to ask, and what goes where there are too many; no server is started."""

import asyncio
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from candidates.review import connections
from candidates.review.connections import PromptConnection


class Wire(asyncio.Transport):
    """A transport that only notes whether it was closed."""

    closed = False

    def abort(self) -> None:
        self.closed = True

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def write(self, data: Any) -> None:
        pass


async def answer(_scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await asyncio.sleep(0.2)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def opened(state: ServerState) -> tuple[PromptConnection, Wire]:
    wire = Wire()
    made = PromptConnection(config=Config(answer, lifespan="off", log_level="critical"), server_state=state, app_state={})
    made.connection_made(wire)
    return made, wire


POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


@pytest.mark.parametrize("pieces", [(), (b"GET / HT", b"TP/1.1\r\nHost:", b" x\r\n"), (POST, b"a")])
def test_a_request_that_is_not_whole_in_time_ends_its_connection(pieces: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS_FOR_REQUEST", 0.15)

    async def scene() -> bool:
        made, wire = opened(ServerState())
        for piece in pieces:
            made.data_received(piece)
            await asyncio.sleep(0.06)
        await asyncio.sleep(0.2)
        return wire.closed

    assert asyncio.run(scene())


def test_a_server_that_stops_waits_for_answers_and_for_no_request() -> None:
    async def scene() -> list[bool]:
        state = ServerState()
        wires = []
        for sent in (b"GET / HTTP/1.1\r\nHost:", POST, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
            made, wire = opened(state)
            made.data_received(sent)
            await asyncio.sleep(0)
            made.shutdown()
            wires.append(wire)
        closed = [wire.closed for wire in wires]
        await asyncio.sleep(0.3)
        assert wires[-1].closed  # once it had answered
        return closed

    assert asyncio.run(scene()) == [True, True, False]


def test_an_answer_in_the_works_is_waited_for_and_the_oldest_that_waits_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    monkeypatch.setattr(connections, "SECONDS_FOR_REQUEST", 0.1)

    async def scene() -> list[bool]:
        state = ServerState()
        busy, first = opened(state)
        busy.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        wires = [first, *(opened(state)[1] for _ in range(3))]
        closed = [wire.closed for wire in wires]
        await asyncio.sleep(0.25)
        assert not first.closed  # it took longer than a request may, for it was answering
        return closed

    assert asyncio.run(scene()) == [False, True, True, False]
