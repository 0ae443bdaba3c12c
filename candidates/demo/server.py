"""Answers `http://127.0.0.1:PORT/HOST/PATH` with what the stand-in of HOST has at PATH."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from candidates.demo.exchange import Asked, Reply, read_target

Answering = Callable[[Asked], Reply]


class StandInServer(ThreadingHTTPServer):
    """Listens on a free port of the loopback address. Use `running`, or start `serve_forever` in a thread."""

    daemon_threads = True

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answering = answering

    @property
    def address(self) -> str:
        """What `--mirror` takes."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests as the sites do."""

    protocol_version = "HTTP/1.1"
    server: StandInServer

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def serve(self) -> None:
        """Reads the request, has it answered, sends the reply."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.send(self.server.answering(read_target(self.command, self.path, headers, body)))

    def send(self, reply: Reply) -> None:
        """Sends status, headers and body."""
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *unused: Any) -> None:
        """Says nothing: standard error is the command's."""


@contextmanager
def running(server: StandInServer) -> Iterator[str]:
    """The server's address while it answers in a thread of its own."""
    # The half second between looks at the shutdown request would be waited for at the end of every demo and test.
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
