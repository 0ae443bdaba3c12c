"""Brings the tables of a database to what this program knows; what people decided and every id survive."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from candidates.errors import StoreError
from candidates.store.engines import take_writers_lock
from candidates.store.explanations import OTHER_TABLES

# The newest migration. Compared with the database's own before Alembic (0.2 s) is imported; a test keeps it true.
HEAD = "0006"
KNOWN = {f"{number:04}" for number in range(1, int(HEAD) + 1)}
NEWER = "This database was made by a newer covenue; upgrade the program with `pip install --upgrade covenue`."


def migrate(engine: Engine, read_only: bool, before: Callable[[], object] = lambda: None) -> None:
    """Makes the tables of an empty database, brings those of an older one up to date; `before` is done before an older one is changed.

    Raises StoreError for a database of something else, of a newer program, an older one that may not be written, or one whose tables are
    not those of its version.
    """
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" in tables:
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if version == HEAD:
                return
            if version is not None and version not in KNOWN:
                raise StoreError(NEWER)
        elif tables:
            raise StoreError("This database holds other tables and is not covenue's; give another --database.")
    if read_only:
        raise StoreError("This database is of an earlier covenue and may not be written here; use a copy of it in a place where it may.")
    if tables:
        before()
    upgrade(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to a revision; raises StoreError where the database is newer than this program."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # A migration that copies a table drops the old one, which must not delete what refers to it.
            # SQLite hears it outside of a transaction only.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # Taken before looking: two commands started at once must not both make the tables.
        take_writers_lock(connection)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as problem:
            raise StoreError(NEWER) from problem
        except (LookupError, NotImplementedError, ValueError) as problem:  # Alembic's, of a constraint that is not there
            raise StoreError(OTHER_TABLES.format(said=" ".join(str(problem).split()))) from problem
        connection.commit()
    # The connection goes back to the pool without its foreign keys; the next one is made anew.
    engine.dispose()
