"""Starting the page: the port, the address with its token, and how soon it is there."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest
from review_page import LIST

from candidates.errors import CovenueError
from candidates.queue.decisions import decisions
from candidates.review.server import listen
from candidates.store.database import Store
from candidates.store.edits import add_paper
from spiders.paper import Paper

POST = b"POST /name HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"
START = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"


class Unmoved(HTTPRedirectHandler):
    """Takes the answer that leads elsewhere as it is."""

    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_and_a_free_one_offered(taken: int) -> None:
    with pytest.raises(CovenueError, match=rf"Port {taken} on 127\.0\.0\.1 is taken") as caught:
        listen("127.0.0.1", taken)
    offered = int(str(caught.value).rsplit(" ", 1)[1])
    with listen("127.0.0.1", offered).listening:
        assert offered != taken


def test_an_address_of_another_machine_is_explained() -> None:
    with pytest.raises(CovenueError, match=r"192\.0\.2\.1 is no address of this machine"):
        listen("192.0.2.1", 0)


def test_this_machine_needs_no_token_and_the_network_does() -> None:
    own, shared, other = listen("127.0.0.1", 0), listen("0.0.0.0", 0), listen("0.0.0.0", 0)
    with own.listening, shared.listening, other.listening:
        assert own.address == f"http://127.0.0.1:{own.policy.port}/"
        token = re.search(r"\?token=([\w-]{43})$", shared.address)
        assert token
        assert token[1] != other.policy.token


def start(folder: Path, *options: str) -> "subprocess.Popen[str]":
    (folder / "covenue.toml").write_text("", encoding="utf-8")
    command = [sys.executable, "-c", START, "review", "--no-open", "--port", "0", *options]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "COVENUE_DATABASE": ""})


def test_the_command_serves_the_page_and_ends_quietly_with_ctrl_c(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    process = start(tmp_path)
    try:
        assert process.stderr
        address = re.search(r"http://\S+", process.stderr.readline())
        assert address
        with build_opener(ProxyHandler({})).open(address[0]) as page:
            assert b"covenue crawl" in page.read()
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said


def test_a_decision_that_waits_for_the_database_while_the_page_is_stopped_is_stored_and_told_so(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    with Store(f"sqlite:///{tmp_path / 'covenue.sqlite'}") as store:
        paper_id = add_paper(store, Paper(title="On Spikes", venue="icml", year=2025))
    process = start(tmp_path)
    assert process.stderr
    address = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    assert address
    form = {"verdict": "later", "expected": "0"}
    asked = Request(f"{address[0]}/papers/{paper_id}/decision", urlencode(form).encode(), {"Origin": address[0]})
    with closing(sqlite3.connect(tmp_path / "covenue.sqlite", isolation_level=None)) as other, ThreadPoolExecutor() as browser:
        other.execute("BEGIN IMMEDIATE")
        answer = browser.submit(build_opener(ProxyHandler({}), Unmoved()).open, asked, timeout=60)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(4)  # longer than an answer was once waited for
        other.execute("ROLLBACK")
        with pytest.raises(HTTPError, match="303"):
            answer.result(60)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
    with Store(f"sqlite:///{tmp_path / 'covenue.sqlite'}") as store:
        assert [each.verdict for each in decisions(store)] == ["later"]


def _seconds_of_a_page(address: str) -> float:
    began = time.monotonic()
    with build_opener(ProxyHandler({})).open(address, timeout=5) as page:
        assert b"covenue crawl" in page.read()
    return time.monotonic() - began


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", POST])
def test_five_hundred_connections_that_ask_nothing_keep_nobody_out(tmp_path: Path, sent: bytes) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    process = start(tmp_path)
    idle: list[socket.socket] = []
    try:
        assert process.stderr
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
        assert address
        for _ in range(500):
            connection = socket.create_connection(("127.0.0.1", int(address[1])), timeout=5)
            connection.sendall(sent)
            idle.append(connection)
        assert min(_seconds_of_a_page(address[0]) for _ in range(3)) < 1  # the best of three: the machine may be at something else
    finally:
        process.send_signal(signal.SIGINT)
        for connection in idle:
            connection.close()
        process.communicate(timeout=20)


def test_a_shared_page_prints_its_token_once_and_refuses_without(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    process = start(tmp_path, "--host", "0.0.0.0")
    try:
        assert process.stderr
        address = re.search(r":(\d+)/\?token=", process.stderr.readline())
        assert address
        with pytest.raises(HTTPError, match="403"):
            build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{address[1]}/")
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert "token=" not in said


def test_the_page_is_there_without_the_model_or_the_crawler() -> None:
    heavy = "{'torch', 'sentence_transformers', 'sklearn', 'scrapy', 'alembic'}"
    modules = ("app", "server", "service", "relearn", "highlighting")
    imports = "import " + ", ".join(f"candidates.review.{module}" for module in modules)
    marker = "from candidates.review.highlighting import marker_of; from candidates.workspace import Workspace; marker_of(Workspace())"
    program = f"import sys; {imports}; {marker}; sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    assert (done.returncode, done.stderr) == (0, "")
