"""Records of several sources taken for one paper: which, why, and how a person takes them apart again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from candidates.errors import UsageError
from candidates.store.database import Store, now, of_editions, papers_changed
from candidates.store.paper_rows import columns_of, stored_paper
from candidates.store.tables import MERGES, PAPERS
from spiders.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRecord:
    """What tells a merged record again: who published it, and what it says of itself."""

    source: str
    title: str
    authors: list[str]
    url: str
    doi: str
    forum: str


def record_of(paper: Paper) -> MergedRecord:
    """What tells a source's paper again."""
    source = paper.origins.get("title", "")
    return MergedRecord(source=source, title=paper.title, authors=list(paper.authors), url=paper.url, doi=paper.doi, forum=paper.forum)


@dataclass(frozen=True, slots=True)
class NewMerge:
    """A merge to be recorded: the paper, the record that was taken for it, and why."""

    paper_id: str
    merged: MergedRecord
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge by title. Those by identifier need no record: an identifier belongs to one paper."""

    number: int
    paper_id: str
    source: str
    title: str
    reason: str
    undone_at: str | None


def merges(store: Store, editions: Sequence[tuple[str, int]] = ()) -> list[Merge]:
    """All merges, or those of papers of these editions, oldest first."""
    chosen = select(MERGES).order_by(MERGES.c.number)
    if editions:
        chosen = chosen.where(MERGES.c.paper_id.in_(select(PAPERS.c.id).where(of_editions(editions))))
    with store.reading() as connection:
        rows = connection.execute(chosen).mappings().all()
    return [
        Merge(
            number=row["number"],
            paper_id=row["paper_id"],
            source=row["merged"]["source"],
            title=row["merged"]["title"],
            reason=row["reason"],
            undone_at=row["undone_at"],
        )
        for row in rows
    ]


def taken_apart(connection: Connection, venue: str, year: int) -> set[tuple[str, str]]:
    """The merges of an edition that a person took back, as (id of the paper, source of the record): they are not made again."""
    undone = select(MERGES.c.paper_id, MERGES.c.merged).where(
        MERGES.c.undone_at.is_not(None), MERGES.c.paper_id.startswith(f"{venue}-{year}-")
    )
    return {(row.paper_id, row.merged["source"]) for row in connection.execute(undone)}


def split(store: Store, number: int) -> str:
    """Takes a merge back: the source's record becomes a paper of its own, with what it had given; its id. Raises UsageError.

    The next crawl keeps the two apart.
    """
    with store.writing() as connection:
        merge = connection.execute(select(MERGES).where(MERGES.c.number == number, MERGES.c.undone_at.is_(None))).mappings().first()
        if merge is None:
            raise UsageError(f"There is no merge {number} to take back; `covenue matches --merged` shows them.")
        known = stored_paper(connection.execute(select(PAPERS).where(PAPERS.c.id == merge["paper_id"])).mappings().one())
        own, rest = _apart(known.paper, MergedRecord(**merge["merged"]))
        own_id, moment = f"{known.id}-{number}", now()
        connection.execute(PAPERS.insert().values(id=own_id, **columns_of(own), stored_at=moment, changed_at=moment))
        connection.execute(PAPERS.update().where(PAPERS.c.id == known.id).values(**columns_of(rest), changed_at=moment))
        connection.execute(MERGES.update().where(MERGES.c.number == number).values(undone_at=moment))
        papers_changed(connection)
    return own_id


def _apart(paper: Paper, record: MergedRecord) -> tuple[Paper, Paper]:
    """The paper that a merged record makes by itself, and what remains of the paper that it was merged into."""
    given = {name for name, source in paper.origins.items() if source == record.source and name != "title"}
    blank = Paper(title=record.title, venue=paper.venue, year=paper.year)
    own = replace(blank, **{name: getattr(paper, name) for name in given})
    own = replace(own, authors=tuple(record.authors), url=record.url, doi=record.doi, forum=record.forum)
    kept = {name: source for name, source in paper.origins.items() if name not in given}
    rest = replace(paper, **{name: getattr(blank, name) for name in given}, origins=kept)
    return replace(own, origins=dict.fromkeys({"title", "authors", *given}, record.source)), rest
