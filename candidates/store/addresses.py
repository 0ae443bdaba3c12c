"""The address of a database as a person may write it: a URL, or the name of a file; and as a message may show it."""

import os
import re
from pathlib import Path

from candidates.errors import StoreError

# Between the user's name and the last @: people forget to write the / and @ of a password as %2F and %40, and the // before the name.
PASSWORD = re.compile(r"(//[^:?]*?:).*(?=@)", re.DOTALL)
PASSWORD_OF_NO_URL = re.compile(r"(^[^:]*:).*(?=@)", re.DOTALL)
# With no @ it may be a port, if it is a number.
NO_PORT = re.compile(r"(//[^:/?@\[\]]*:)(?!\d+(?:[/?#,]|$))[^/?#@]+(?=[/?#]|$)")
SECRET_OPTION = re.compile(r"((?:^|[?&;\s]|%3B)(?:\w*pass\w*|options)\s*(?:=|%3D)\s*)(?:'[^']*'|[^&#;\s]*)", re.IGNORECASE)
FILE_URL = re.compile(r"sqlite(?:\+\w+)?:///")
# What is written by who means a server, or a URL, and forgets a sign: "postgresql:ada:hush@db/x", "ada:hush@db/x", "host=db password=hush",
# "sqlite:x.sqlite". Taken for the name of a file, a message showed the password, or the file was made.
MEANT_FOR_URL = re.compile(
    r"(?!\.{0,2}[/\\](?!/))"  # "/data/host=gpu1/x.sqlite", "./a:b@c" are files
    r"(?:\s*[\"']?(?:jdbc:|(?:postgres(?:ql)?|sqlite|mysql|mariadb|mssql|oracle)(?:\+\w+)?\s*(?:[:;]|//))"
    r"|(?://)?[^/\\]*:[^/\\]+@|.*\b(?:\w*password|dbname|host)\s*=)",
    re.IGNORECASE | re.DOTALL,
)


def sqlite_url(path: Path) -> str:
    """The URL of a database file, whatever signs its name has: "?" and "%" mean something in URLs."""
    from sqlalchemy.engine import URL

    return URL.create("sqlite", database=str(path)).render_as_string()


def database_url_of(given: str) -> str:
    """The URL that a person means who may write a file's name instead. Raises StoreError for what can be neither."""
    return given if "://" in given else sqlite_url(file_named(given, Path()).resolve())


def file_named(given: str, folder: Path) -> Path:
    """The database file of that name, in this folder unless it says another. Raises StoreError for a mistyped address of a server."""
    path = folder / given
    if MEANT_FOR_URL.match(given) and not os.path.exists(path):  # noqa: PTH110  # answers for names that no file can have, too
        raise StoreError(
            f"{without_password(given)} is neither an address of a database nor a file; "
            "write postgresql+psycopg://NAME:PASSWORD@HOST/DATABASE, or sqlite:///covenue.sqlite."
        )
    return path


def without_password(url: str) -> str:
    """The address for a message: no password in it, wherever it stands, also of an address that nobody can take apart."""
    if FILE_URL.match(url):  # a file has none, and may be called "a:b@c"
        return SECRET_OPTION.sub(r"\1***", url)
    pattern = PASSWORD if "//" in url else PASSWORD_OF_NO_URL
    return SECRET_OPTION.sub(r"\1***", NO_PORT.sub(r"\1***", pattern.sub(r"\1***", url)))
