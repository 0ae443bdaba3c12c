"""The database: papers, the ledger of what was fetched, screenings. Decisions are in `queue`, matches in `list_matches`.

Every write is one transaction. SQLAlchemy is imported here and in the modules beside it, never by the command's start.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from candidates.errors import NotFoundInStoreError, StoreError
from candidates.store import title_keys
from candidates.store.tables import FACTS, PAPERS
from spiders.editions import EditionTable, own_table
from spiders.paper import Paper

# The newest migration. Compared with the database's own before Alembic (0.2 s) is imported; a test keeps it true.
HEAD = "0005"

# One writer at a time in both engines: a decision reads what stands before it writes. Seen 2026-11 on PostgreSQL without the lock: two
# people deciding on one paper at once, and one of them met a duplicate key. The number is any; it only has to be always the same.
LOCKS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(2112200)"}

# How long a writer waits for another one, in seconds: longer than any single page or decision takes (under 1 s), shorter than
# a person's patience.
PATIENCE = 15.0


def now() -> str:
    """The time as the database keeps it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """An open database. Use it as a context manager, or call `close`."""

    def __init__(self, url: str, editions: EditionTable | None = None) -> None:
        """Opens the database at an SQLAlchemy URL ("sqlite:///covenue.sqlite"), makes or migrates its tables. Raises StoreError.

        `editions`: the table by which its venues are named (None: covenue's own).
        """
        self.url = url
        self.editions = editions or own_table()
        self.read_only = _is_read_only(url)
        # What is to be done after decisions, and before the database is closed: the commands keep a file of them beside the list.
        self.after_decisions: Callable[[], None] | None = None
        self.engine = _engine(url, self.read_only)
        with self.explained():
            _migrate(self.engine, self.read_only)
            self._renew_keys()

    def _renew_keys(self) -> None:
        """Brings the titles' keys in step with this program's rule of matching; a database that may not be written is read as it is."""
        with self.reading() as connection:
            if self.read_only or title_keys.are_current(connection):
                return
        with self.writing() as connection:
            title_keys.renew(connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        try:
            self.decided()
        finally:
            self.engine.dispose()

    def decided(self) -> None:
        """Says that something may have been decided."""
        if self.after_decisions is not None:
            self.after_decisions()

    @property
    def name(self) -> str:
        """The database without password, for messages; a file by its path as people write it."""
        url = make_url(self.url)
        return f"sqlite:///{url.database}" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns the driver's errors into a StoreError that says what to do."""
        try:
            yield
        except (SQLAlchemyError, OSError) as problem:
            raise StoreError(_explanation(self.name, problem)) from problem

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which nothing is written."""
        with self.explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is stored, or nothing. It has the writer's lock from its first statement on."""
        with self.explained(), self.engine.connect() as connection:
            if connection.dialect.name in LOCKS:
                connection.exec_driver_sql(LOCKS[connection.dialect.name])
            yield connection
            connection.commit()

    def fact(self, name: str) -> str:
        """A small fact by name, "" where it is not known."""
        with self.reading() as connection:
            return connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name)) or ""

    def paper(self, paper_id: str) -> Paper:
        """The paper with this id; NotFoundInStoreError."""
        with self.reading() as connection:
            row = connection.execute(select(PAPERS).where(PAPERS.c.id == paper_id)).mappings().first()
        if row is None:
            raise NotFoundInStoreError(f"No crawled paper has the id {paper_id}; `covenue queue` and `covenue papers` show the ids.")
        return paper_of(row)


def paper_of(row: Any) -> Paper:
    """A row of `papers` as the record that everything hands on."""
    return Paper(
        title=row["title"],
        venue=row["venue"],
        year=row["year"],
        authors=tuple(row["authors"]),
        abstract=row["abstract"],
        track=row["track"],
        url=row["url"],
        pdf=row["pdf"],
        doi=row["doi"],
        forum=row["forum"],
        keywords=tuple(row["keywords"]),
        origins=dict(row["origins"]),
    )


def edition_papers(store: Store, venue: str, year: int) -> Iterator[Paper]:
    """The papers of an edition by id, read in parts, so that memory stays small and nobody is kept from writing meanwhile."""
    last = ""
    chosen = select(PAPERS).where(PAPERS.c.venue == venue, PAPERS.c.year == year).order_by(PAPERS.c.id).limit(1000)
    while True:
        with store.reading() as connection:
            rows = connection.execute(chosen.where(PAPERS.c.id > last)).mappings().all()
        if not rows:
            return
        last = rows[-1]["id"]
        yield from map(paper_of, rows)


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Writes a small fact within the caller's transaction."""
    updated = connection.execute(FACTS.update().where(FACTS.c.name == name).values(value=value))
    if not updated.rowcount:
        connection.execute(FACTS.insert().values(name=name, value=value))


def papers_changed(connection: Connection) -> None:
    """Counts that papers were added or completed, so that what is derived from them (matches) is made anew."""
    value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "papers_generation")) or "0"
    set_fact(connection, "papers_generation", str(int(value) + 1))


def of_editions(editions: Sequence[tuple[str, int]]) -> Any:
    """A condition on `papers`: one of these editions; true for an empty sequence."""
    from sqlalchemy import and_, or_, true

    if not editions:
        return true()
    return or_(*(and_(PAPERS.c.venue == venue, PAPERS.c.year == year) for venue, year in editions))


def _is_read_only(url: str) -> bool:
    """Whether it is a database file on media, or in a folder, that may not be written: who only reads may read it there."""
    try:
        target = make_url(url)
    except ArgumentError:  # said by `_engine`
        return False
    if target.get_backend_name() != "sqlite" or not target.database:
        return False
    path = Path(target.database)
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _as_it_lies(target: URL) -> URL:
    """The same database, opened without the files that SQLite makes beside it. Where a writer left some, they are read."""
    path = Path(target.database or "").resolve()
    log = path.with_name(f"{path.name}-wal")
    untouched = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    query = {"mode": "ro", "uri": "true", **({"immutable": "1"} if untouched else {})}
    return URL.create("sqlite", database=path.as_uri().replace("file://", "file:"), query=query)


def _engine(url: str, read_only: bool) -> Engine:
    try:
        target = make_url(url)
        if target.get_backend_name() == "sqlite" and target.database:
            folder = Path(target.database).resolve().parent
            if not folder.is_dir():
                raise StoreError(f"The folder {folder} of the database does not exist; make it, or give another --database.")
        opened = _as_it_lies(target) if read_only else target
        engine = create_engine(opened, json_serializer=_plain_json, connect_args=_patience(target.get_backend_name()))
    except ModuleNotFoundError as problem:
        extra = " (`pip install '.[postgresql]'` where covenue was installed from)" if problem.name == "psycopg" else ""
        raise StoreError(f"{_without_password(url)} needs the package {problem.name}{extra}; or try sqlite:///covenue.sqlite.") from problem
    except (ArgumentError, NoSuchModuleError) as problem:
        raise StoreError(f"{_without_password(url)} is no database URL that can be used; try sqlite:///covenue.sqlite.") from problem
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _read_sqlite if read_only else _prepare_sqlite)
    return engine


def _without_password(url: str) -> str:
    """Also of an address that SQLAlchemy cannot take apart."""
    return re.sub(r"(?<=:)[^:@/]+(?=@)", "***", url)


def _patience(backend: str) -> dict[str, Any]:
    return {"timeout": PATIENCE} if backend == "sqlite" else {}


def _plain_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets people read while a crawl writes; NORMAL is safe there against a killed process (SQLite's documentation)."""
    connection.isolation_level = None  # SQLAlchemy's and our own BEGIN decide, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, read_only: bool) -> None:
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" in tables:
            current = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if current == HEAD:
                return
        elif tables:
            raise StoreError("This database holds other tables and is not covenue's; give another --database.")
    if read_only:
        raise StoreError("This database is of an earlier covenue and may not be written here; use a copy of it in a place where it may.")
    upgrade(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to a revision; StoreError where the database is newer than this program."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.connect() as connection:
        # Taken before looking: two commands started at once must not both make the tables.
        if engine.dialect.name == "sqlite":
            # A migration that copies a table drops the old one, which must not delete what refers to it.
            # SQLite hears it outside of a transaction only.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as problem:
            raise StoreError(
                "This database was made by a newer covenue; upgrade the program with `pip install --upgrade covenue`."
            ) from problem
        connection.commit()
    # The connection goes back to the pool without its foreign keys; the next one is made anew.
    engine.dispose()


def _explanation(name: str, problem: Exception) -> str:
    said = str(problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem).splitlines()[0]
    lower = said.lower()
    if "locked" in lower:
        return f"The database {name} is in use by another program; try again when that is done."
    if "full" in lower or "no space" in lower:
        return f"The disk is full, so {name} could not be written; what was stored before is kept. Make room and run the command again."
    if "disk i/o error" in lower:  # a quota, a limit on the size of files, a drive that is gone
        return f"The database {name} cannot be written ({said}); what was stored before is kept. Check the disk and any quota."
    if "readonly" in lower or "read-only" in lower or "permission" in lower:
        return f"The database {name} cannot be written; check the permissions, or give another --database."
    if "not a database" in lower or "malformed" in lower:
        return f"{name} is not a database of covenue, or it is damaged; give another --database."
    if isinstance(problem, OperationalError) and "unable to open" in lower:
        return f"The database {name} cannot be opened; check that its folder exists and may be written, or give another --database."
    return f"The database {name} answered: {said}. Check the --database option."
