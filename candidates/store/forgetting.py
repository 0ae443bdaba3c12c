"""Takes an edition out of the store. What people decided and mended stays, and finds its papers again by their ids after a later crawl."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from candidates.store.database import Store, papers_changed
from candidates.store.forgotten_papers import remember
from candidates.store.paper_rows import BY_HAND
from candidates.store.tables import DECISIONS, EDITIONS, PAGES, PAPERS, STANDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was (or would be) taken out of an edition: its papers, the pages of the ledger; `decided`, `published`: of these papers.
    `by_hand` of them no crawl brought."""

    venue: str
    year: int
    papers: int
    pages: int
    decided: int
    published: int
    by_hand: int


def held(store: Store, venue: str, year: int) -> Forgotten:
    """What the store holds of an edition."""
    mine = (PAPERS.c.venue == venue, PAPERS.c.year == year)
    decided = select(func.count(func.distinct(DECISIONS.c.paper_id))).join(PAPERS, PAPERS.c.id == DECISIONS.c.paper_id).where(*mine)
    published = select(func.count()).select_from(STANDINGS.join(PAPERS, PAPERS.c.id == STANDINGS.c.paper_id))
    with store.reading() as connection:
        given = PAPERS.c.origins["title"].as_string() == BY_HAND
        return Forgotten(
            venue=venue,
            year=year,
            papers=connection.scalar(select(func.count()).where(*mine)) or 0,
            pages=connection.scalar(select(func.count()).where(PAGES.c.venue == venue, PAGES.c.year == year)) or 0,
            decided=connection.scalar(decided) or 0,
            published=connection.scalar(published.where(*mine, STANDINGS.c.state == "published")) or 0,
            by_hand=connection.scalar(select(func.count()).where(*mine, given)) or 0,
        )


def forget(store: Store, venue: str, year: int) -> Forgotten:
    """Takes out the papers of an edition with their screenings and matches, its pages and its row, in one transaction; what that was."""
    found = held(store, venue, year)
    with store.writing() as connection:
        remember(connection, venue, year)
        connection.execute(delete(PAPERS).where(PAPERS.c.venue == venue, PAPERS.c.year == year))
        for table in (PAGES, EDITIONS):
            connection.execute(delete(table).where(table.c.venue == venue, table.c.year == year))
        papers_changed(connection, removed=True)
    return found
