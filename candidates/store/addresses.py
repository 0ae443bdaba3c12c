"""The address of a database as a person may write it: a URL, or the name of a file; and as a message may show it."""

import re
from pathlib import Path

# Between the user's name and the last @: people forget to write the / and @ of a password as %2F and %40.
PASSWORD = re.compile(r"(//[^:?]*?:).*(?=@)")
SECRET_OPTION = re.compile(r"([?&](?:\w*pass\w*|options)=)[^&#]*", re.IGNORECASE)


def sqlite_url(path: Path) -> str:
    """The URL of a database file, whatever signs its name has: "?" and "%" mean something in URLs."""
    from sqlalchemy.engine import URL

    return URL.create("sqlite", database=str(path)).render_as_string()


def database_url_of(given: str) -> str:
    """The URL that a person means who may write a file's name instead."""
    return given if "://" in given else sqlite_url(Path(given).resolve())


def without_password(url: str) -> str:
    """The address for a message: no password in it, wherever it stands, also of an address that nobody can take apart."""
    shown = url if url.startswith("sqlite:") else PASSWORD.sub(r"\1***", url)  # a file has none, and may be called "a:b@c"
    return SECRET_OPTION.sub(r"\1***", shown)
