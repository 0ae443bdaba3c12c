"""The lock of a crawl: one writer of papers a database, on every system that Python runs on. May import the store and errors."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from candidates.errors import StoreError
from candidates.store.database import Store

# No room on the disk, or for this user.
FULL = (errno.ENOSPC, errno.EDQUOT)


class CrawlLockedError(StoreError):
    """Another crawl writes to the same database. Raised before anything is fetched."""


@contextmanager
def crawl_lock(database: str) -> Iterator[None]:
    """Held while a crawl writes. The system frees it when a process is killed. Raises CrawlLockedError when another one
    holds it, StoreError where its file cannot be written."""
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        with _advisory_lock(database):
            yield
        return
    path = Path(f"{url.database}.crawl-lock")
    # Beside the lock and not in it: what is locked cannot be read on Windows.
    holder = path.with_name(f"{path.name}-holder")
    lock = FileLock(path, blocking=False)
    try:
        lock.acquire()
        holder.write_text(str(os.getpid()), encoding="ascii")
    except Timeout as problem:
        raise CrawlLockedError(
            f"Another crawl (process {_held_by(holder)}) writes to this database; wait until it is done, or give another --database."
        ) from problem
    except OSError as problem:
        mend = "make room there" if problem.errno in FULL else "check the permissions"
        raise StoreError(f"{path} cannot be written ({problem.strerror}); {mend}, or give another --database.") from problem
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _held_by(holder: Path) -> str:
    try:
        return holder.read_text(encoding="ascii").strip() or "unknown"
    except OSError:  # it has just begun, or has just ended
        return "unknown"


@contextmanager
def _advisory_lock(database: str) -> Iterator[None]:
    # Any number will do as long as nobody else locks on it: the letters "cove".
    key = int.from_bytes(b"cove", "big")
    with Store(database) as store, store.reading() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise CrawlLockedError("Another crawl writes to this database; wait until it is done, or give another --database.")
        # The lock is the session's, and a crawl takes hours: no transaction may stay open for as long.
        connection.commit()
        yield
