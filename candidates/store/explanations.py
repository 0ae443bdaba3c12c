"""What a database driver says, as a sentence with the next step."""

import re

from sqlalchemy.exc import DBAPIError, OperationalError

from candidates.store import engines

KEPT = "what was stored before is kept"
# Only another program, or a person, gets a database there: a migration is done whole or not at all.
OTHER_TABLES = (
    "The database has other tables than covenue made ({said}), so nothing was changed. `covenue check` names the newest copy of it; "
    "put that in its place, or give another --database."
)
# Words of a driver -> the sentence; `name` is the database, `said` the driver's first line. The first that fits counts.
SENTENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("lock timeout",), "Another program has been writing to {name} for more than {patience:.0f} seconds; try again when that is done."),
    (("locked",), "The database {name} is in use by another program; try again when that is done."),
    (
        ("full", "no space"),
        "The disk is full, so {name} could not be written; " + KEPT + ". Make room and run the command again.",
    ),
    # A quota, a limit on the size of files, a drive that is gone.
    (("disk i/o error",), "The database {name} cannot be written ({said}); " + KEPT + ". Check the disk and any quota."),
    (
        ("authentication failed", "no password supplied"),
        "{name} does not let this account in; check the name and the password in --database.",
    ),
    (
        ("already connected", "too many clients", "connection slots", "too many connections"),
        "The server of {name} has no free connection; try again, or have its max_connections raised.",
    ),
    (("readonly", "read-only", "permission"), "The database {name} cannot be written; check the permissions, or give another --database."),
    (("server encoding is utf8",), "{name} is not in UTF-8; make it with `createdb --encoding UTF8 --template template0`."),
    (("not a database", "malformed"), "{name} is not a database of covenue, or it is damaged; give another --database."),
)
# Of the first line alone: PostgreSQL names the table and what "already exists" beside faults of every kind (duplicate keys, deadlocks).
TABLES = re.compile(
    r"no such (?:table|column)|(?:table|index|column) \S+ already exists|duplicate column name"
    r"|(?:relation|column|index|table) \S+(?: of relation \S+)? (?:does not exist|already exists)",
    re.IGNORECASE,
)
# PostgreSQL's server is not there, or not there any more: it is being started, stopped, restarted, or was never reached.
AWAY = (
    "terminating connection",
    "server closed the connection",
    "connection failed",
    "could not receive data",
    "could not send data",
    "connection is lost",
    "the connection is closed",
    "consuming input failed",
    "connection refused",
    "starting up",
    "shutting down",
    "in recovery",
    "connection timeout",
    "ssl connection has been closed",
    "ssl syscall",
)


def explanation(name: str, problem: Exception) -> str:
    """The sentence for what a database answered. `name`: the database as messages name it."""
    words = str(problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem)
    said = next((line for line in words.splitlines() if line.strip()), type(problem).__name__)
    lower = words.lower()
    if '" does not exist' in lower and "database" in lower:
        return f"The server has no such database ({said}); make it with `createdb`, or give another --database."
    if TABLES.search(said):
        return OTHER_TABLES.format(said=said)
    for marks, sentence in SENTENCES:
        if any(mark in lower for mark in marks):
            return sentence.format(name=name, said=said, patience=engines.PATIENCE)
    if any(mark in lower for mark in AWAY):
        return f"The database server of {name} is not there ({said}); {KEPT}. Run the same command again when it answers."
    if isinstance(problem, OperationalError) and "unable to open" in lower:
        return f"The database {name} cannot be opened; check that its folder exists and may be written, or give another --database."
    return f"The database {name} answered: {said}. Check the --database option."
