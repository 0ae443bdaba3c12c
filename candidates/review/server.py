"""Starts the review page: the port, the token, the address to open; runs until interrupted."""

import errno
import secrets
import socket
import threading
import webbrowser
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from candidates.errors import CovenueError
from candidates.review.security import AccessPolicy, is_loopback

# Ports tried when the one asked for is taken, to name one that is free.
OTHERS = 50
# 32 bytes from the system's generator: nobody guesses them at any pace that a server can answer.
TOKEN_BYTES = 32
# Requests in the works and kept open; eight people with six connections each, four times over.
MOST_CONNECTIONS = 200
# How long answers may go on after Ctrl-C, in seconds: a decision takes less than one.
GRACE = 3


@dataclass(frozen=True)
class Socket:
    """A listening socket, and who may come in by it."""

    listening: socket.socket
    policy: AccessPolicy

    @property
    def address(self) -> str:
        """What to open in a browser, with the token where one is needed."""
        host = self.policy.host
        if host in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound to
            host = socket.gethostname()
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.policy.port}/" + (f"?token={self.policy.token}" if self.policy.token else "")


def listen(host: str, port: int) -> Socket:
    """Takes the port (0: any that is free); CovenueError names a free one when it is taken."""
    listening = _bind(host, port)
    taken: int = listening.getsockname()[1]
    return Socket(listening, AccessPolicy(host, taken, "" if is_loopback(host) else secrets.token_urlsafe(TOKEN_BYTES)))


def serve(app: ASGIApp, where: Socket, *, open_browser: bool) -> None:
    """Answers until interrupted."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,  # the first address holds the token, and the others what a person searched for
        lifespan="off",
        ws="none",
        server_header=False,
        # No proxy stands before it; a header could otherwise change what the scheme and the client are taken for.
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
    )
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(where.address,), daemon=True).start()
    try:
        uvicorn.Server(config).run(sockets=[where.listening])
    except KeyboardInterrupt:  # Ctrl-C is how the page is closed, no fault
        return


def _bind(host: str, port: int) -> socket.socket:
    try:
        return _bound(host, port)
    except (OSError, OverflowError) as problem:
        raise CovenueError(_why(host, port, problem)) from problem


def _bound(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # asyncio sets TCP_NODELAY only where the protocol is named; without it every page waited 40 ms for an acknowledgement (seen 2026-11).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # So that the port can be taken again at once after a stop; it does not let two programs listen on it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(MOST_CONNECTIONS)
    except OSError:
        listening.close()
        raise
    return listening


def _why(host: str, port: int, problem: Exception) -> str:
    code = problem.errno if isinstance(problem, OSError) else None
    if code == errno.EADDRINUSE:
        free = _free_port(host, port)
        return f"Port {port} on {host} is taken by another program. Port {free} is free: covenue review --port {free}"
    if code == errno.EACCES:
        return f"Port {port} on {host} may not be used without special rights; ports from 1024 on may: covenue review --port 8000"
    return f"{host} is no address of this machine, so the page cannot be served there; leave --host out to use 127.0.0.1."


def _free_port(host: str, port: int) -> int:
    for other in range(port + 1, min(port + 1 + OTHERS, 65_536)):
        try:
            _bound(host, other).close()
        except OSError:
            continue
        return other
    free = _bound(host, 0)
    with free:
        number: int = free.getsockname()[1]
        return number
