"""Sections that a maintainer wants in the list and that it does not have yet: named with a paper that was accepted for one.

`covenue publish` writes the heading with the first such paper; without an accepted paper a name here does nothing.
"""

import json
import re

from sqlalchemy import select

from candidates.errors import UsageError
from candidates.store.database import Store, set_fact
from candidates.store.tables import FACTS
from spiders.mojibake import one_line

FACT = "new_sections"
# What would be mark-up in a heading, or no heading any more.
MARK_UP = re.compile(r"[\[\]<>#*_`|\\]")
# A heading longer than this is a sentence.
LONGEST = 80


def new_sections(store: Store) -> tuple[str, ...]:
    """The names, in the order in which they were asked for."""
    with store.reading() as connection:
        value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == FACT))
    return tuple(json.loads(value)) if value else ()


def checked_name(name: str) -> str:
    """The name as it would stand in a heading. Raises UsageError for one that could not."""
    clean = one_line(name)
    if not any(c.isalpha() for c in clean) or len(clean) > LONGEST or MARK_UP.search(clean):
        raise UsageError(f"{name!r} cannot be the name of a section: at most {LONGEST} letters on one line, without mark-up.")
    return clean


def want_section(store: Store, name: str) -> None:
    """Notes that the list should get a section of this name."""
    with store.writing() as connection:
        value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == FACT))
        names = json.loads(value) if value else []
        if name not in names:
            set_fact(connection, FACT, json.dumps([*names, name], ensure_ascii=False))
