"""Copies of the database that make themselves before something that cannot be taken back: a migration, `forget`.

SQLite's own backup copies a database that others use meanwhile (https://www.sqlite.org/backup.html). A PostgreSQL server has its
administrator's (`pg_dump`), and its migrations are taken back whole where one fails.
"""

import filecmp
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from candidates.errors import StoreError
from candidates.store.engines import database_file

# A database of a million papers has some 1.5 GB, and an older copy than the third has never been asked for.
MOST_KEPT = 3
# Names sort by time.
TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy at `path`, made at `made_at`."""

    path: Path
    made_at: datetime


def backups(url: str) -> Sequence[Backup]:
    """The copies of a database, the oldest first."""
    file = database_file(url)
    if file is None or not file.name:  # "/"
        return ()
    found = []
    for path in sorted(_folder(file).glob("*.sqlite")):
        try:
            found.append(Backup(path, datetime.strptime(path.name.partition("-")[0], TIME).replace(tzinfo=UTC)))
        except ValueError:  # a file of somebody else's
            continue
    return found


def back_up(url: str, before: str) -> Backup | None:
    """Copies a database before something (a word for the name: "migration", "forget"); None where there is no file to copy.

    All but the newest copies go; one that is there already for the same purpose, sign by sign, is not made again, so that a migration that
    fails at each command takes nobody's older copies away. Raises StoreError where it cannot be made: then what it was to be made for must
    not be done.
    """
    file = database_file(url)
    if file is None or not file.is_file():
        return None
    moment = datetime.now(UTC)
    path = _folder(file) / f"{moment.strftime(TIME)}-before-{before}.sqlite"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(file)) as here, closing(sqlite3.connect(part)) as there:
            here.backup(there)
        if (last := _last(url, before)) is not None and filecmp.cmp(part, last.path, shallow=False):
            return last
        part.replace(path)
        for old in backups(url)[:-MOST_KEPT]:
            old.path.unlink()
    except (OSError, sqlite3.Error) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise StoreError(f"No copy of {file} could be made in {path.parent} ({why}), so nothing was changed. Make room there.") from problem
    finally:
        with suppress(OSError):  # it is the copy itself by now, or was never begun
            part.unlink()
    return Backup(path, moment.replace(microsecond=0))


def _last(url: str, before: str) -> Backup | None:
    """The newest copy, if it was made for the same purpose."""
    newest = next(reversed(backups(url)), None)
    return newest if newest is not None and newest.path.name.endswith(f"-before-{before}.sqlite") else None


def _folder(file: Path) -> Path:
    return file.with_name(f"{file.name}-backups")
