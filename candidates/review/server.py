"""Starts the review page: the port, the token, the address to open; runs until interrupted."""

import errno
import os
import re
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from candidates.errors import CovenueError
from candidates.review.connections import MOST_CONNECTIONS, PromptConnection
from candidates.review.security import AccessPolicy, PublicUrl, is_loopback
from candidates.store.engines import PATIENCE

# Ports tried when the one asked for is taken, to name one that is free.
OTHERS = 50
# 32 bytes from the system's generator: nobody guesses them at any pace that a server can answer.
TOKEN_BYTES = 32
TOKEN_FILE = ".covenue/review.token"  # noqa: S105  # the name of a file, where a repository ignores it
TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)
# How long answers may go on after Ctrl-C, in seconds: a decision takes less than one, and waits for another program as long as any does.
# Cut off before, it was stored all the same once its turn came, and the person had read "Not stored" (2026-11-30).
GRACE = round(PATIENCE) + 3


@dataclass(frozen=True)
class Socket:
    """A listening socket, and who may come in by it."""

    listening: socket.socket
    policy: AccessPolicy

    @property
    def address(self) -> str:
        """What to open in a browser, with the token where one is needed."""
        if self.policy.public:
            return f"{self.policy.public}{f'?token={self.policy.token}' if self.policy.token else ''}"
        host = self.policy.host
        if host in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound to
            host = socket.gethostname()
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.policy.port}/" + (f"?token={self.policy.token}" if self.policy.token else "")


def listen(host: str, port: int, public: PublicUrl | None = None, token: Callable[[], str] | None = None) -> Socket:
    """Takes the port (0: any that is free); CovenueError names a free one when it is taken.

    `public`: the address by which a proxy or tunnel leads here; `token` gives what lets people in where others than this machine's own
    may ask (default: a new one).
    """
    listening = _bind(host, port)
    taken: int = listening.getsockname()[1]
    shared = not is_loopback(host) or (public is not None and not is_loopback(public.host))
    return Socket(listening, AccessPolicy(host=host, port=taken, token=(token or new_token)() if shared else "", public=public))


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def kept_token(folder: Path, *, renew: bool = False) -> str:
    """The token of this folder, so that the address that was given to people stays theirs; made when there is none or `renew` says so.

    CovenueError when the file cannot be read or written.
    """
    path = folder / TOKEN_FILE
    try:
        path.parent.mkdir(exist_ok=True)
        kept = path.read_text(encoding="ascii").strip() if path.exists() and not renew else ""
        if TOKEN.fullmatch(kept):
            return kept
        token = new_token()
        path.unlink(missing_ok=True)  # rights are those a file is made with: one made anew never was anybody else's to read
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{token}\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise CovenueError(f"The token of the page cannot be kept in {path} ({problem}); make the folder writable.") from problem
    return token


def serve(app: ASGIApp, where: Socket, *, open_browser: bool) -> None:
    """Answers until interrupted."""
    config = uvicorn.Config(
        app,
        http=PromptConnection,
        log_level="error",
        access_log=False,  # the first address holds the token, and the others what a person searched for
        lifespan="off",
        ws="none",
        server_header=False,
        # What stands before it is told by --public-url; a header could otherwise change what the scheme and the client are taken for.
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
