"""The address of a database as a person may write it: a URL, or the name of a file."""

from pathlib import Path


def sqlite_url(path: Path) -> str:
    """The URL of a database file, whatever signs its name has: "?" and "%" mean something in URLs."""
    from sqlalchemy.engine import URL

    return URL.create("sqlite", database=str(path)).render_as_string()


def database_url_of(given: str) -> str:
    """The URL that a person means who may write a file's name instead."""
    return given if "://" in given else sqlite_url(Path(given).resolve())
