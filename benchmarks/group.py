"""A group's database and page: `python benchmarks/group.py`.

Eight people make 500 decisions each at once on a PostgreSQL server started for it (see `deciding`); then the review page of the same
database is asked while 500 connections stand idle, on half of which a part of a request was sent. Exits 1 when a decision is lost, one
takes more than 0.5 s, or the page takes more than a second.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent))

import deciding
from postgres_server import running_postgres

IDLE, MOST_SECONDS, ASKED = 500, 1.0, 20
START = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
LIST = "# A list\n\n## Papers\n\n- Spike-driven Transformer\n"


def main() -> int:
    """Both figures, with the load beside them."""
    with running_postgres() as server, tempfile.TemporaryDirectory() as name:
        url = server.new_database()
        lost = deciding.main(url)
        folder = Path(name)
        (folder / "README.md").write_text(LIST, encoding="utf-8")
        (folder / "covenue.toml").touch()
        times = sorted(asked(folder, url))
    print(f"page with {IDLE} idle connections: median {times[ASKED // 2]:.3f} s, slowest {times[-1]:.3f} s; load {os.getloadavg()[0]:.1f}")
    return int(bool(lost) or times[-1] > MOST_SECONDS)


def asked(folder: Path, url: str) -> list[float]:
    """Seconds that the page takes, one question after the other."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", START, "review", "--no-open", "--port", str(port), "--database", url]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            answered(port)
            idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(IDLE)]
            for each in idle[::2]:
                each.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ")
            times = [answered(port) for _ in range(ASKED)]
            for each in idle:
                each.close()
        finally:
            process.terminate()
    return times


def wait_for(port: int) -> None:
    """Until somebody listens, at most two minutes."""
    for _ in range(240):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("the review page did not start")


def answered(port: int) -> float:
    """Seconds from the question to the last byte of the page."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        answer.read()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
