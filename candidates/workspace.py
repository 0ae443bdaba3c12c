"""Where a command works: the configuration, the list, the database, the mirror. Opened by each command when it needs them."""

import getpass
import os
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from candidates.errors import ConfigError, NoProjectError
from candidates.store.addresses import database_url_of, file_named, sqlite_url

if TYPE_CHECKING:
    from candidates.config import Config
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store
    from spiders.editions import EditionTable

SETTINGS_FILE = "covenue.toml"
DATABASE_FILE = "covenue.sqlite"


@dataclass
class Workspace:
    """What the options say (None: not given), resolved against the environment and the configuration file."""

    config_path: Path | None = None
    _: KW_ONLY
    database: str | None = None
    mirror: str | None = None
    debug: bool = False
    # What is done with a database that was opened, before it is used.
    on_open: "Callable[[Workspace, Store], None] | None" = None

    @cached_property
    def settings_path(self) -> Path | None:
        """The settings file: the one named, else the nearest in this folder or one above it; None where there is none."""
        if self.config_path is not None:
            return self.config_path.resolve()
        here = Path.cwd()
        return next((folder / SETTINGS_FILE for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()), None)

    @cached_property
    def folder(self) -> Path:
        """The folder of the settings file, or this one: relative settings are relative to it."""
        return self.settings_path.parent if self.settings_path else Path.cwd()

    @cached_property
    def config(self) -> "Config":
        """The settings; the defaults where no file was named and none is found. Raises ConfigError."""
        from candidates.config import Config, read_config

        path = self.settings_path
        if path is None:
            return Config()
        if not path.is_file():
            raise ConfigError(f"There is no configuration file {self.config_path}; `covenue init` writes one.")
        return read_config(path)

    @cached_property
    def editions(self) -> "EditionTable":
        """The venues and editions known here: covenue's own, and over them the table of the setting `editions`. Raises ConfigError."""
        from spiders.editions import EditionTable, own_table
        from spiders.text_files import text_of_setting

        if not self.config.editions:
            return own_table()
        path = self.folder / self.config.editions
        try:
            return EditionTable.read(text_of_setting(path))
        except OSError as problem:
            raise ConfigError(
                f"The table of editions {path} cannot be read: {problem.strerror}; check `editions` in the settings."
            ) from problem
        except ValueError as problem:  # an EditionError, letters that are none, a path with a null byte
            raise ConfigError(f"The table of editions {path} cannot be used: {problem}.") from problem

    @cached_property
    def list_path(self) -> Path:
        """The file of the list; relative paths of the settings start at their folder. Raises ConfigError."""
        return self.folder / self.config.list

    def reading_list(self) -> "ReadingList":
        """The list as it is now, read with the venues known here. Raises ListError, ConfigError."""
        from candidates.reading_list.reader import read_list_file

        return read_list_file(self.list_path, self.editions.spellings)

    @cached_property
    def database_url(self) -> str:
        """An SQLAlchemy URL: the option, COVENUE_DATABASE, the setting, or an SQLite file beside the settings.

        Raises NoProjectError where nothing says that this folder is one to keep a database in, StoreError for a mistyped address.
        """
        given = self.database or os.environ.get("COVENUE_DATABASE")
        if given:
            return database_url_of(given)
        setting = self.config.database
        if "://" in setting:
            return setting
        path = file_named(setting or DATABASE_FILE, self.folder)
        if self.settings_path is None and not path.exists():
            raise NoProjectError(
                f"There is no {SETTINGS_FILE} in {self.folder} or above; `covenue init` begins a project here, --config names another."
            )
        return sqlite_url(path)

    @property
    def has_database(self) -> bool:
        """Whether there is a database to ask already; what only looks must not make one."""
        from candidates.store.engines import database_file

        try:
            file = database_file(self.database_url)
        except NoProjectError:
            return False
        return file is None or file.exists()

    def open_store(self) -> "Store":
        """The database, its tables made or migrated. Raises StoreError, NoProjectError."""
        from candidates.store.database import Store

        store = Store(self.database_url, self.editions)
        if self.on_open is not None:
            self.on_open(self, store)
        return store

    @cached_property
    def mirror_url(self) -> str:
        """The mirror's address without a final slash, "" for none."""
        return (self.mirror or os.environ.get("COVENUE_MIRROR") or "").rstrip("/")

    @cached_property
    def vectors_path(self) -> Path:
        """The cache of sentence vectors, beside the configuration."""
        return self.folder / ".covenue" / "vectors.sqlite"

    @cached_property
    def reviewer(self) -> str:
        """The name that decisions of this command carry."""
        if self.config.reviewer:
            return self.config.reviewer
        try:
            return getpass.getuser()
        except (OSError, KeyError):  # no login name, as in some containers
            return "unknown"
