"""A PostgreSQL server of the tests' own: Debian's program, a free port of the loopback address, a folder that goes afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

# The server refuses to run as root; Debian's package makes this account for it.
ACCOUNT = "postgres"
# Nothing here has to survive a power cut.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=60")


def programs() -> Path | None:
    """The folder of the server's programs: the newest of Debian's, else that of PATH; None where no server is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


def why_not() -> str:
    """Why no server can be started here; "" where it can."""
    if programs() is None:
        return "no PostgreSQL server is installed (apt-get install postgresql)"
    if os.geteuid() == 0 and not _has_account():
        return f"PostgreSQL does not run as root, and there is no account {ACCOUNT!r} to run it as"
    return ""


def _has_account() -> bool:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return False
    return True


@dataclass
class PostgresServer:
    """A server that `running_postgres` has started; `stop` and `start` are what an administrator does to it."""

    bin: Path
    data: Path
    port: int
    _number: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """As `--database` takes it."""
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"covenue_{os.getpid()}_{next(self._number)}"
        with self.connection("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
        return self.url(name)

    def connection(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection outside of covenue."""
        return psycopg.connect(f"host=127.0.0.1 port={self.port} user={ACCOUNT} dbname={database}", autocommit=True)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data} {' '.join(QUICK)}"
        self._pg_ctl("start", "-o", options, "-l", str(self.data / "log"))

    def stop(self) -> None:
        """At once: who is connected is thrown out, as in an administrator's restart."""
        self._pg_ctl("stop", "-m", "fast")

    def restart(self) -> None:
        self.stop()
        self.start()

    def _pg_ctl(self, *words: str) -> None:
        run_as_account([str(self.bin / "pg_ctl"), "-D", str(self.data), "-w", *words])


def run_as_account(words: list[str]) -> None:
    """Runs a program of the server as a person that it accepts."""
    as_other = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    # Its output may not be a pipe: the server would keep it open.
    done = subprocess.run([*as_other, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}")


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A new server, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="covenue-postgres-"))
    bin_folder = programs()
    assert bin_folder is not None, "see `why_not`"
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    try:
        # Locale C: what covenue finds must not depend on the server's language.
        initdb = [str(bin_folder / "initdb"), "-D", str(data), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        run_as_account(initdb)
        server = PostgresServer(bin_folder, data, _free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def until(happened: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it happened within so many seconds."""
    ends = time.monotonic() + seconds
    while not (done := happened()) and time.monotonic() < ends:
        time.sleep(0.05)
    return done
