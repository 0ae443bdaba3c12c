"""The database: papers, the ledger of what was fetched, screenings. Decisions are in `queue`, matches in `list_matches`.

Every write is one transaction. SQLAlchemy is imported here and in the modules beside it, never by the command's start.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from candidates.errors import NotFoundInStoreError, StoreError
from candidates.store import title_keys
from candidates.store.addresses import without_password
from candidates.store.backups import back_up
from candidates.store.engines import is_read_only, open_engine, take_writers_lock
from candidates.store.explanations import explanation
from candidates.store.migrating import migrate
from candidates.store.paper_rows import paper_of
from candidates.store.tables import FACTS, PAPERS
from spiders.editions import EditionTable, own_table
from spiders.paper import Paper

TIME = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The time as the database keeps it."""
    return datetime.now(UTC).strftime(TIME)


class Store:
    """An open database. Use it as a context manager, or call `close`."""

    def __init__(self, url: str, editions: EditionTable | None = None) -> None:
        """Opens the database at an SQLAlchemy URL ("sqlite:///covenue.sqlite"), makes or migrates its tables. Raises StoreError.

        `editions`: the table by which its venues are named (None: covenue's own).
        """
        self.url = url
        self.editions = editions or own_table()
        self.read_only = is_read_only(url)
        # What is to be done after decisions, and before the database is closed: the commands keep a file of them beside the list.
        self.after_decisions: Callable[[], None] | None = None
        self.engine = open_engine(url, self.read_only)
        with self.database_errors():
            migrate(self.engine, self.read_only, before=lambda: back_up(url, "migration"))
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
        """Says that something may have been decided, and gives the connections back."""
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
        if url.get_backend_name() == "sqlite":
            return f"sqlite:///{url.database}"
        return without_password(url.render_as_string(hide_password=True))

    @contextmanager
    def database_errors(self) -> Iterator[None]:
        """Turns the driver's errors into a StoreError that says what to do."""
        try:
            yield
        except (SQLAlchemyError, OSError) as problem:
            raise StoreError(explanation(self.name, problem)) from problem

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which nothing is written."""
        with self.database_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is stored, or nothing. It has the writer's lock from its first statement on."""
        with self.database_errors(), self.engine.connect() as connection:
            take_writers_lock(connection)
            yield connection
            connection.commit()

    def fact(self, name: str) -> str:
        """A small fact by name, "" where it is not known."""
        with self.reading() as connection:
            return connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name)) or ""

    def paper(self, paper_id: str) -> Paper:
        """The paper with this id; raises NotFoundInStoreError."""
        with self.reading() as connection:
            row = connection.execute(select(PAPERS).where(PAPERS.c.id == paper_id)).mappings().first()
        if row is None:
            raise NotFoundInStoreError(f"No crawled paper has the id {paper_id}; `covenue queue` and `covenue papers` show the ids.")
        return paper_of(row)


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


def papers_changed(connection: Connection, *, removed: bool = False) -> None:
    """Counts that papers were added or completed (or `removed`), so that what is derived from them (matches) is brought up to date."""
    value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "papers_generation")) or "0"
    set_fact(connection, "papers_generation", str(int(value) + 1))
    if removed:
        set_fact(connection, "papers_removed", str(int(value) + 1))


def last_removal(connection: Connection) -> int:
    """The count of `papers_changed` at which papers were last taken out, 0 for never."""
    return int(connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "papers_removed")) or 0)


def of_editions(editions: Sequence[tuple[str, int]]) -> Any:
    """A condition on `papers`: one of these editions; true for an empty sequence."""
    from sqlalchemy import and_, or_, true

    if not editions:
        return true()
    return or_(*(and_(PAPERS.c.venue == venue, PAPERS.c.year == year) for venue, year in editions))
