"""Papers in a line, as lists of them are shown. Reads the store; keeps nothing."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, select

from candidates.queue import candidates as queue
from candidates.review.pages import Brief
from candidates.store.database import Store
from candidates.store.tables import PAPERS, SCREENINGS, STANDINGS


def briefs(store: Store, paper_ids: Sequence[str]) -> dict[str, Brief]:
    """The papers of these ids by id; unknown ids are passed over. Raises StoreError."""
    columns = (PAPERS.c.id, PAPERS.c.title, PAPERS.c.venue, PAPERS.c.year, queue.STATE.label("state"), queue.CATEGORY.label("category"))
    judged = (SCREENINGS.c.score, STANDINGS.c.decided_by, func.coalesce(STANDINGS.c.decision, 0).label("decision"))
    question = select(*columns, *judged).select_from(queue.JOINED)
    wanted = list(dict.fromkeys(paper_ids))
    rows: list[RowMapping] = []
    with store.reading() as connection:
        for start in range(0, len(wanted), queue.CHUNK):
            rows += connection.execute(question.where(PAPERS.c.id.in_(wanted[start : start + queue.CHUNK]))).mappings().all()
    return {row["id"]: Brief(**row, edition=f"{store.editions.name_of(row['venue'])} {row['year']}") for row in rows}
