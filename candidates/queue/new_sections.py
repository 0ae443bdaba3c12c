"""Sections that the list does not have yet: those that a maintainer wants, and those that the screening proposes.

One is wanted as long as a paper is accepted for it: `covenue publish` writes the heading with the first such paper. Proposed ones are
made by the screening (`screening.missing_sections`) and kept with their papers.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from candidates.errors import UsageError
from candidates.queue.states import BELONGS
from candidates.store.database import Store, set_fact
from candidates.store.tables import FACTS, STANDINGS
from spiders.mojibake import one_line

FACT, PROPOSED = "new_sections", "proposed_sections"
# What would be mark-up in a heading, or no heading any more.
MARK_UP = re.compile(r"[\[\]<>#*_`|\\]")
# A heading longer than this is a sentence.
LONGEST = 80


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section proposed for a paper: its name, the probability that the paper belongs there, and how many papers it would have."""

    name: str
    score: float
    papers: int


@dataclass(frozen=True, slots=True)
class ProposedSection:
    """A section that the list lacks, as the screening proposes it: the papers by id, each with its probability."""

    name: str
    papers: dict[str, float]


def proposed_sections(connection: Connection) -> dict[str, NewSection]:
    """The section proposed for each paper that has one."""
    value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == PROPOSED))
    found: dict[str, NewSection] = {}
    for section in json.loads(value)["sections"] if value else ():
        for paper_id, score in section["papers"].items():
            found[paper_id] = NewSection(section["name"], score, len(section["papers"]))
    return found


def proposed_for(store: Store) -> str:
    """What the proposals kept were made of, "" before any."""
    value = store.fact(PROPOSED)
    return str(json.loads(value)["of"]) if value else ""


def keep_proposed(store: Store, sections: Sequence[ProposedSection], of: str) -> None:
    """Keeps these proposals in place of the earlier ones; `of` tells what they were made of."""
    with store.writing() as connection:
        set_fact(connection, PROPOSED, json.dumps({"of": of, "sections": [asdict(one) for one in sections]}, ensure_ascii=False))


def new_sections(store: Store) -> tuple[str, ...]:
    """The names, in the order in which they were asked for, as long as a paper is accepted for them: a name that was mistyped goes with
    the decision that is taken back.
    """
    with store.reading() as connection:
        value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == FACT))
        names: list[str] = json.loads(value) if value else []
        accepted = STANDINGS.c.state.in_(BELONGS) & STANDINGS.c.category.in_(names)
        in_use = set(connection.scalars(select(STANDINGS.c.category).where(accepted))) if names else set()
    return tuple(name for name in names if name in in_use)


def checked_name(name: str) -> str:
    """The name as it would stand in a heading. Raises UsageError for one that could not."""
    clean = one_line(name)
    if not any(c.isalpha() for c in clean) or len(clean) > LONGEST or MARK_UP.search(clean):
        raise UsageError(f"{name!r} cannot be the name of a section: at most {LONGEST} letters on one line, without mark-up.")
    return clean


def want_section(store: Store, name: str) -> None:
    """Notes that the list should get a section of this name. To be called before a paper is accepted for it: of a program that is killed
    between the two an unused name is left, which nobody sees, and no paper without a place."""
    with store.writing() as connection:
        value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == FACT))
        names = json.loads(value) if value else []
        if name not in names:
            set_fact(connection, FACT, json.dumps([*names, name], ensure_ascii=False))
