"""Opens a database of either kind, bounds how long it is waited for, and takes the writer's lock. SQLite and PostgreSQL differ here alone
(and in how words are looked for, see `search`)."""

import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from candidates.errors import StoreError
from candidates.store.addresses import without_password

# How long a writer waits for another one, in seconds: longer than any single page or decision takes (under 1 s), shorter than
# a person's patience.
PATIENCE = 15.0
# A program that hangs between two statements of a transaction (stopped, or asleep with its machine) holds the writer's lock; PostgreSQL
# ends its session after so many seconds. The longest pause of ours is the parsing of a page, under 1 s.
MOST_IDLE = 60
# One writer at a time in both engines: a decision reads what stands before it writes. Seen 2026-11 on PostgreSQL without the lock: two
# people deciding on one paper at once, and one of them met a duplicate key. The number is any; it only has to be always the same.
WRITERS_LOCK = 2112200


def take_writers_lock(connection: Connection) -> None:
    """Begins a transaction that writes, as its first statement. Raises SQLAlchemyError where another one takes longer than PATIENCE."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(PATIENCE * 1000)}ms'")
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{MOST_IDLE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


def is_read_only(url: str) -> bool:
    """Whether it is a database file on media, or in a folder, that may not be written: who only reads may read it there."""
    path = database_file(url)
    return path is not None and path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for what has none."""
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):  # said by `open_engine`
        return None
    return Path(target.database) if target.get_backend_name() == "sqlite" and target.database else None


def open_engine(url: str, read_only: bool) -> Engine:
    """The engine of a database URL; nothing is asked yet. Raises StoreError for what is none, or needs a package that is not there."""
    try:
        target = make_url(url)
        backend = target.get_backend_name()
        if "@" in (target.host or ""):
            raise StoreError(f"{without_password(url)} has an @ in its password; write %40 for it.")
        if backend == "sqlite" and target.database:
            folder = Path(target.database).resolve().parent
            if not folder.is_dir():
                raise StoreError(f"The folder {folder} of the database does not exist; make it, or give another --database.")
        opened = _as_it_lies(target) if read_only else target
        # A server may have been restarted since a connection was last used.
        engine = create_engine(opened, json_serializer=_plain_json, connect_args=_patience(target), pool_pre_ping=backend != "sqlite")
    except ModuleNotFoundError as problem:
        extra = " (`pip install '.[postgresql]'` where covenue was installed from)" if problem.name == "psycopg" else ""
        raise StoreError(f"{without_password(url)} needs the package {problem.name}{extra}; or try sqlite:///covenue.sqlite.") from problem
    except (ArgumentError, NoSuchModuleError, ValueError) as problem:  # a port that is no number
        raise StoreError(f"{without_password(url)} is no database URL that can be used; try sqlite:///covenue.sqlite.") from problem
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _read_sqlite if read_only else _prepare_sqlite)
    return engine


def _as_it_lies(target: URL) -> URL:
    """The same database, opened without the files that SQLite makes beside it. Where a writer left some, they are read."""
    path = Path(target.database or "").resolve()
    log = path.with_name(f"{path.name}-wal")
    untouched = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    query = {"mode": "ro", "uri": "true", **({"immutable": "1"} if untouched else {})}
    return URL.create("sqlite", database=path.as_uri().replace("file://", "file:"), query=query)


def _patience(target: URL) -> dict[str, Any]:
    """What a driver takes for how long it waits; what the person's URL says itself comes first."""
    if target.get_backend_name() == "sqlite":
        return {"timeout": PATIENCE}
    if target.get_backend_name() != "postgresql":
        return {}
    # libpq's own words (PostgreSQL's documentation, 34.1.2). A server that vanished without a word (its cable, its machine) is given up
    # after half a minute; the system's own patience is two hours.
    wanted = {
        "connect_timeout": round(PATIENCE),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": 30_000,
        "application_name": "covenue",
    }
    return {name: value for name, value in wanted.items() if name not in target.query}


def _plain_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _letters_as_in_postgresql(connection)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets people read while a crawl writes; NORMAL is safe there against a killed process (SQLite's documentation)."""
    connection.isolation_level = None  # SQLAlchemy's and our own BEGIN decide, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _letters_as_in_postgresql(connection)


def _letters_as_in_postgresql(connection: Any) -> None:
    """SQLite's own `lower` knows ASCII alone, so that a search for "éclair" passed over "Éclair"."""
    connection.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True)
