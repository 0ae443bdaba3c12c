"""Whether an open SQLite database is still the file that was opened, with what SQLite wrote there."""

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
    def of(cls, file: Path) -> "_Checkpoints | None":
        """None where there is no log, or one of another kind."""
        try:
            with file.with_name(f"{file.name}-shm").open("rb") as index:
                head = index.read(136)
        except OSError:
            return None
        if len(head) < 136:
            return None
        return cls(head[32:40], *struct.unpack("=I", head[96:100]), *struct.unpack("=I", head[128:132]))


class DatabaseGuard:
    """SQLite would go on writing into a file that was deleted or replaced, and every decision in it would be lost. Where a copy was written
    over the open file (`cp`), it would read some pages of each, and write its own over the copy's.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = database_file(store.url)
        self._identity = self._seen()
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
        if self._file is None:
            return None
        before = _Checkpoints.of(self._file)
        try:
            about = self._file.stat()
        except OSError:
            return None
        after = _Checkpoints.of(self._file)
        return ((about.st_mtime_ns, about.st_size), after) if after is not None and before == after else None
