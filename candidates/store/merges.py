"""Records of several sources taken for one paper: which, why, and how a person takes them apart again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from candidates.errors import UsageError
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import MERGES, PAPERS
from candidates.store.title_keys import title_keys
from spiders.paper import COMPLETED_FIELDS


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge by title. Those by identifier need no record: an identifier belongs to one paper."""

    number: int
    paper_id: str
    source: str
    title: str
    reason: str
    undone_at: str | None


def merges(store: Store, paper_id: str | None = None) -> list[Merge]:
    """All merges, or those of a paper, oldest first."""
    chosen = select(MERGES).order_by(MERGES.c.number)
    with store.reading() as connection:
        rows = connection.execute(chosen.where(MERGES.c.paper_id == paper_id) if paper_id else chosen).mappings().all()
    return [
        Merge(row["number"], row["paper_id"], row["merged"]["source"], row["merged"]["title"], row["reason"], row["undone_at"])
        for row in rows
    ]


def split(store: Store, number: int) -> str:
    """Takes a merge back: the source's record becomes a paper of its own, with what it had given; its id. UsageError.

    The next crawl keeps the two apart.
    """
    with store.writing() as connection:
        merge = connection.execute(select(MERGES).where(MERGES.c.number == number, MERGES.c.undone_at.is_(None))).mappings().first()
        if merge is None:
            raise UsageError(f"There is no merge {number} to take back; `covenue matches --merged` shows them.")
        paper = dict(connection.execute(select(PAPERS).where(PAPERS.c.id == merge["paper_id"])).mappings().one())
        record, moment = merge["merged"], now()
        given = {name for name, source in paper["origins"].items() if source == record["source"] and name != "title"}
        empty: dict[str, Any] = {"authors": [], "keywords": [], "abstract": None}
        own_id = f"{paper['id']}-{number}"
        connection.execute(
            PAPERS.insert().values(
                {
                    **{name: paper[name] if name in given else empty.get(name, "") for name in COMPLETED_FIELDS},
                    **{name: record[name] for name in ("title", "authors", "url", "doi", "forum")},
                    "id": own_id,
                    "venue": paper["venue"],
                    "year": paper["year"],
                    **title_keys(record["title"]),
                    "origins": dict.fromkeys({"title", "authors", *given}, record["source"]),
                    "stored_at": moment,
                    "changed_at": moment,
                }
            )
        )
        kept = {name: source for name, source in paper["origins"].items() if name not in given}
        taken = {name: empty.get(name, "") for name in given}
        connection.execute(PAPERS.update().where(PAPERS.c.id == paper["id"]).values(**taken, origins=kept, changed_at=moment))
        connection.execute(MERGES.update().where(MERGES.c.number == number).values(undone_at=moment))
        papers_changed(connection)
    return own_id
