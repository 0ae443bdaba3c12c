"""The ids that people type: whole, or as much of their beginning or of their last part as only one paper has."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from candidates.errors import NotFoundInStoreError
from candidates.store.database import Store
from candidates.store.tables import PAPERS

# Ids named where several begin alike.
NAMED = 3
# A shorter piece of the last part ("3f") is more likely a slip.
SHORTEST = 4
# SQLite looks for no pattern of 50,000 letters, and an id has some 25.
LONGEST = 200


def whole_ids(store: Store, words: Sequence[str]) -> list[str]:
    """The ids that the words mean. Raises NotFoundInStoreError for one that no paper has, or several begin with; nothing is guessed."""
    with store.reading() as connection:
        return [_whole(connection, word.strip()) for word in words]


def whole_id(store: Store, word: str) -> str:
    """As `whole_ids`, for one."""
    return whole_ids(store, [word])[0]


def _whole(connection: Connection, word: str) -> str:
    if connection.scalar(select(PAPERS.c.id).where(PAPERS.c.id == word)):
        return word
    found = _beginning(connection, word)
    if len(found) == 1:
        return found[0]
    if found:
        more = " and others" if len(found) > NAMED else ""
        raise NotFoundInStoreError(f"Several papers begin with {word}: {', '.join(found[:NAMED])}{more}; write more of the id.")
    named = word or repr(word)
    raise NotFoundInStoreError(f"No crawled paper has the id {named}; `covenue queue` and `covenue papers --search` show the ids.")


def _beginning(connection: Connection, word: str) -> list[str]:
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    for condition in (PAPERS.c.id.startswith(word, autoescape=True), PAPERS.c.id.contains(f"-{word}", autoescape=True)):
        found = list(connection.scalars(select(PAPERS.c.id).where(condition).order_by(PAPERS.c.id).limit(NAMED + 1)))
        if found:
            return found
    return []
