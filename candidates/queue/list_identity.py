"""Whether a database is used with the list that it was used with before: two lists on one database would take each other's papers for
listed, or for missing. Lists are told apart by what stands in them, for a group's members keep one list in many places.
"""

import json
from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import Connection, select

from candidates.store.database import Store, set_fact
from candidates.store.tables import FACTS

# Names of the facts: a sample of the entries last seen, and whether these were another list's than those before.
SAMPLE, ANOTHER = "list_sample", "another_list"
# Digests kept of a list: the smallest ones, so that two lists that share entries share digests (Broder 1997).
KEPT = 64
# A list keeps most of its entries from one look to the next, however much is edited; two lists of one field share some.
SHARED, FEWEST = 0.1, 5


def note_list(connection: Connection, entry_keys: Collection[str]) -> None:
    """Remembers the entries of the list, and whether they are another list's than those before; in the caller's transaction."""
    digests = sorted(sha256(key.encode()).hexdigest()[:12] for key in entry_keys)[:KEPT]
    before = json.loads(connection.scalar(select(FACTS.c.value).where(FACTS.c.name == SAMPLE)) or "[]")
    enough = min(len(digests), len(before)) >= FEWEST
    another = enough and len(set(digests) & set(before)) < SHARED * min(len(digests), len(before))
    set_fact(connection, SAMPLE, json.dumps(digests))
    set_fact(connection, ANOTHER, "yes" if another else "")


def another_list(store: Store) -> str:
    """A sentence where the list that was last looked at shares nearly nothing with the one before; "" else."""
    if not store.fact(ANOTHER):
        return ""
    return (
        f"{store.name} was used with another list before, of which nearly nothing stands in the last one; "
        "each list needs a database of its own (--database, or `database` in the settings)."
    )
