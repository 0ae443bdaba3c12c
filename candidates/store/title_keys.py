"""The keys of a stored title: one that ids are made of and that never changes, one by which matching compares.

The second follows the rule of `matching.titles`; when that rule changes, every stored key is made anew, so that the index never disagrees
with the comparison.
"""

from sqlalchemy import Connection, bindparam, select

from candidates.matching.titles import KEY_RULE, match_key
from candidates.store.tables import FACTS, PAPERS
from spiders.paper import title_key

FACT = "match_key_rule"
# Rows a statement, as in `edition_writer`.
ROWS = 500
_UPDATE = PAPERS.update().where(PAPERS.c.id == bindparam("key_id")).values(match_key=bindparam("key"))


def title_keys(title: str) -> dict[str, str]:
    """The columns that follow from a title, by name."""
    return {"title_key": title_key(title), "match_key": match_key(title)}


def are_current(connection: Connection) -> bool:
    """Whether the stored keys follow the rule of this program."""
    return connection.scalar(select(FACTS.c.value).where(FACTS.c.name == FACT)) == KEY_RULE


def renew(connection: Connection) -> None:
    """Makes the keys of all papers anew, and notes by which rule; ids stay. In the caller's transaction."""
    papers = connection.execute(select(PAPERS.c.id, PAPERS.c.title, PAPERS.c.match_key)).all()
    changed = [{"key_id": row.id, "key": match_key(row.title)} for row in papers if row.match_key != match_key(row.title)]
    for start in range(0, len(changed), ROWS):
        connection.execute(_UPDATE, changed[start : start + ROWS])
    if not connection.execute(FACTS.update().where(FACTS.c.name == FACT).values(value=KEY_RULE)).rowcount:
        connection.execute(FACTS.insert().values(name=FACT, value=KEY_RULE))
