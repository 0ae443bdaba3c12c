"""Where a command works: the configuration, the list, the database, the mirror. Opened by each command when it needs them."""

import getpass
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from candidates.errors import ConfigError

if TYPE_CHECKING:
    from candidates.config import Config
    from candidates.store.database import Store
    from spiders.editions import EditionTable

DATABASE_FILE = "covenue.sqlite"


@dataclass
class Workspace:
    """What the options say (None: not given), resolved against the environment and the configuration file."""

    config_path: Path | None = None
    database: str | None = None
    mirror: str | None = None
    debug: bool = False

    @cached_property
    def folder(self) -> Path:
        """The folder of the configuration file: relative settings are relative to it."""
        return (self.config_path or Path("covenue.toml")).resolve().parent

    @cached_property
    def config(self) -> "Config":
        """The settings; the defaults where no file was named and none lies here. ConfigError."""
        from candidates.config import FILE_NAME, Config, read_config

        path = self.config_path or Path(FILE_NAME)
        if self.config_path is None and not path.exists():
            return Config()
        if not path.is_file():
            raise ConfigError(f"There is no configuration file {path}; `covenue init` writes one.")
        return read_config(path)

    @cached_property
    def editions(self) -> "EditionTable":
        """The venues and editions known here: covenue's own, and over them the table that the setting `editions` names. ConfigError."""
        from spiders.editions import EditionError, EditionTable, own_table

        if not self.config.editions:
            return own_table()
        path = self.folder / self.config.editions
        try:
            return EditionTable.read(path.read_text(encoding="utf-8"))
        except OSError as problem:
            raise ConfigError(
                f"The table of editions {path} cannot be read: {problem.strerror}; check `editions` in the settings."
            ) from problem
        except (UnicodeDecodeError, EditionError) as problem:
            raise ConfigError(f"The table of editions {path} cannot be used: {problem}.") from problem

    @cached_property
    def list_path(self) -> Path:
        return self.folder / self.config.list

    @cached_property
    def database_url(self) -> str:
        """An SQLAlchemy URL: the option, COVENUE_DATABASE, the setting, or an SQLite file beside the configuration."""
        given = self.database or os.environ.get("COVENUE_DATABASE")
        if given:
            return given if "://" in given else f"sqlite:///{Path(given).resolve()}"
        setting = self.config.database
        if "://" in setting:
            return setting
        return f"sqlite:///{self.folder / (setting or DATABASE_FILE)}"

    def open_store(self) -> "Store":
        """The database, its tables made or migrated; StoreError."""
        from candidates.store.database import Store

        return Store(self.database_url, self.editions)

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
