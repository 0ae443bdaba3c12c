"""Whether an open SQLite database is still the file that was opened, with what SQLite wrote there."""

import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from candidates.errors import StoreError
from candidates.store.database import Store
from candidates.store.engines import database_file


@dataclass(frozen=True, slots=True)
class _Checkpoints:
    """How far the pages of the log have come into the database, as the log's index (`-shm`) has it: the log's salts, the frames that are
    written, those that are being written (https://www.sqlite.org/walformat.html, 2.1 and 2.2)."""

    salts: bytes
    written: int
    begun: int

    @classmethod
    def of(cls, index: int) -> "_Checkpoints | None":
        """None where the index was put away, or is one of another kind."""
        if os.fstat(index).st_nlink == 0:
            return None
        head = os.pread(index, 136, 0)
        if len(head) < 136:
            return None
        return cls(head[32:40], *struct.unpack("=I", head[96:100]), *struct.unpack("=I", head[128:132]))


def _opened_index(file: Path) -> int | None:
    """The log's index, to be read and never closed: POSIX takes all locks that a process holds on a file with the first descriptor that it
    closes, and without SQLite's another program wrote while a decision was written, and lost what it wrote (seen 2026-11-30;
    https://www.sqlite.org/howtocorrupt.html, 2.2). None where there is no log, or a system that does not read so.
    """
    if not hasattr(os, "pread"):
        return None
    try:
        return os.open(file.with_name(f"{file.name}-shm"), os.O_RDONLY)
    except OSError:
        return None


class DatabaseGuard:
    """SQLite would go on writing into a file that was deleted or replaced, and every decision in it would be lost. Where a copy was written
    over the open file (`cp`), it would read some pages of each, and write its own over the copy's.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = database_file(store.url)
        self._identity = self._seen()
        self._index = _opened_index(self._file) if self._file is not None and self._identity is not None else None
        self._before = self._changed()

    def check(self) -> None:
        """StoreError when the database is not the file any more that was opened, or something else than SQLite wrote into it."""
        if self._identity is None:
            return
        if self._seen() != self._identity:
            raise StoreError(f"The database {self._file} was moved, deleted or replaced. Put it back, or start `covenue review` again.")
        now = self._changed()
        if now is None or now[1].begun != now[1].written:  # a checkpoint is being made
            return
        if self._before is not None and now[0] != self._before[0] and now[1] == self._before[1]:
            raise StoreError(
                f"Another copy was written over the database {self._file}, and nothing is stored any more. Start `covenue review` again "
                "to work with that copy."
            )
        self._before = now

    def settle(self) -> None:
        """Has SQLite bring its log into the database file, so that nothing of it is left to be written over a copy that is put there."""
        if self._identity is not None and not self._store.read_only:
            with suppress(StoreError), self._store.reading() as connection:  # what was to be stored is stored
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def _seen(self) -> tuple[int, int] | None:
        try:
            about = self._file.stat() if self._file else None
        except OSError:
            return None
        return (about.st_dev, about.st_ino) if about else None

    def _changed(self) -> tuple[tuple[int, int], _Checkpoints] | None:
        """Time and size of the file, and the checkpoints by then; None where one is made at this moment, or nothing is known of them."""
        if self._file is None or self._index is None:
            return None
        try:
            before, about, after = _Checkpoints.of(self._index), self._file.stat(), _Checkpoints.of(self._index)
        except OSError:
            return None
        return ((about.st_mtime_ns, about.st_size), after) if after is not None and before == after else None
