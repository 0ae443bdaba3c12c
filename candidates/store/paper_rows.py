"""Papers as the database has them: the one place where rows become records and records become rows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from candidates.store.title_keys import title_keys
from spiders.paper import COMPLETED_FIELDS, Paper

# The origin of what people gave.
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper of the store with its id. `match_key`: what its title is compared by (see `candidates.matching.titles`)."""

    id: str
    paper: Paper
    match_key: str


def paper_of(row: RowMapping | Mapping[str, Any]) -> Paper:
    """A row of `papers` as the record that everything hands on."""
    return Paper(
        title=row["title"],
        venue=row["venue"],
        year=row["year"],
        authors=tuple(row["authors"]),
        abstract=row["abstract"],
        track=row["track"],
        url=row["url"],
        pdf=row["pdf"],
        doi=row["doi"],
        forum=row["forum"],
        keywords=tuple(row["keywords"]),
        origins=dict(row["origins"]),
    )


def stored_paper(row: RowMapping | Mapping[str, Any]) -> StoredPaper:
    """A row of `papers` with its id."""
    return StoredPaper(row["id"], paper_of(row), row["match_key"])


def columns_of(paper: Paper) -> dict[str, object]:
    """The columns of `papers` that say what a paper is, with the keys of its title; without id and times."""
    return {
        **{name: getattr(paper, name) for name in COMPLETED_FIELDS},
        "authors": list(paper.authors),
        "keywords": list(paper.keywords),
        "origins": dict(paper.origins),
        "venue": paper.venue,
        "year": paper.year,
        **title_keys(paper.title),
    }


def new_id(paper: Paper, *, told_apart: bool = False) -> str:
    """The id of a paper that comes into the store: its edition and a digest of its title, and of its identifiers where that is taken.

    Ten hex digits: among the 7,000 papers of the largest edition two collide once in 45,000 editions.
    """
    parts = (paper.key, paper.doi, paper.forum, paper.url) if told_apart else (paper.key,)
    return f"{paper.edition}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:10]}"


def identities(paper: Paper) -> list[tuple[str, str]]:
    """What can only belong to one paper, by kind. Addresses count as a kind a host: a paper has one page at each."""
    found = [
        ("doi", paper.doi.lower()),
        ("forum", paper.forum),
        (f"url {paper.url.split('/')[2] if '://' in paper.url else ''}", paper.url),
    ]
    return [(kind, value) for kind, value in found if value]
