"""What people mend and add by hand: title and link as the list shall have them, an abstract that is missing, a paper that no crawl brought.

What a source says stays in `papers`; only an abstract is put there, because the screening reads it, with its origin beside it.
"""

import asyncio
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select

from candidates.errors import UsageError
from candidates.store.database import Store, now, papers_changed
from candidates.store.edition_writer import EditionWriter
from candidates.store.paper_rows import BY_HAND
from candidates.store.tables import EDITS, PAPERS
from spiders.items import PageItem, PageRecord
from spiders.paper import Paper, title_key, with_origins

# SQLite takes at least 999 parameters in a statement in every version still in use.
CHUNK = 900


def written_titles(store: Store, paper_ids: Sequence[str]) -> dict[str, str]:
    """The titles as the list shall have them, by paper, where somebody mended them."""
    return _mended(store, "title", paper_ids)


def written_links(store: Store, paper_ids: Sequence[str]) -> dict[str, str]:
    """The addresses that the list shall link, by paper, where somebody mended them."""
    return _mended(store, "url", paper_ids)


def mend_title(store: Store, paper_id: str, title: str, who: str) -> None:
    """Keeps the title that the list shall have; the source's own, or none, takes the mended one away. Raises NotFoundInStoreError."""
    _mend(store, paper_id, "title", "" if title == store.paper(paper_id).title else title, who)


def mend_link(store: Store, paper_id: str, url: str, who: str) -> None:
    """Keeps the address that the list shall link; the source's own, or none, takes the mended one away. Raises NotFoundInStoreError."""
    _mend(store, paper_id, "url", "" if url == store.paper(paper_id).url else url, who)


def _mended(store: Store, field: str, paper_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    with store.reading() as connection:
        for start in range(0, len(paper_ids), CHUNK):
            these = EDITS.c.paper_id.in_(paper_ids[start : start + CHUNK])
            question = select(EDITS.c.paper_id, EDITS.c.value).where(these, EDITS.c.field == field)
            found.update((row.paper_id, row.value) for row in connection.execute(question))
    return found


def _mend(store: Store, paper_id: str, field: str, value: str, who: str) -> None:
    with store.writing() as connection:
        connection.execute(EDITS.delete().where(EDITS.c.paper_id == paper_id, EDITS.c.field == field))
        if value:
            connection.execute(EDITS.insert().values(paper_id=paper_id, field=field, value=value, who=who, edited_at=now()))


def give_abstract(store: Store, paper_id: str, abstract: str, who: str) -> None:
    """Stores an abstract for a paper that has none, or has one given by hand. Raises UsageError where the proceedings gave one,
    NotFoundInStoreError.
    """
    paper = store.paper(paper_id)
    if paper.abstract and paper.origins.get("abstract") != BY_HAND:
        raise UsageError("The proceedings gave an abstract for this paper; it stays as they have it.")
    origins = {name: origin for name, origin in paper.origins.items() if name != "abstract"}
    if abstract:
        origins["abstract"] = BY_HAND
    with store.writing() as connection:
        changed = {"abstract": abstract or None, "origins": origins, "changed_at": now()}
        connection.execute(PAPERS.update().where(PAPERS.c.id == paper_id).values(**changed))
        connection.execute(EDITS.delete().where(EDITS.c.paper_id == paper_id, EDITS.c.field == "abstract"))
        if abstract:
            connection.execute(EDITS.insert().values(paper_id=paper_id, field="abstract", value=abstract, who=who, edited_at=now()))
        papers_changed(connection)


def keep_abstract(store: Store, paper_id: str, abstract: str, source: str) -> None:
    """Stores the abstract that an index gave for a paper, with the index as its origin, as a crawl would. UsageError where the paper has
    one by now, NotFoundInStoreError.
    """
    paper = store.paper(paper_id)
    if paper.abstract:
        raise UsageError("The paper has an abstract by now; it stays.")
    changed = {"abstract": abstract, "origins": {**paper.origins, "abstract": source}, "changed_at": now()}
    with store.writing() as connection:
        connection.execute(PAPERS.update().where(PAPERS.c.id == paper_id).values(**changed))
        papers_changed(connection)


def add_paper(store: Store, paper: Paper) -> str:
    """Stores a paper that was given by hand and returns its id; the id of the paper that it is where the edition has it already.

    Raises UsageError.
    """
    writer = EditionWriter(store, paper.venue, paper.year)
    page = sha256(f"{paper.title}\n{paper.doi}\n{paper.url}".encode()).hexdigest()[:16]
    record = PageRecord(listed=1, papers=1)
    loop = asyncio.new_event_loop()  # the item carries a promise that only spiders wait for
    try:
        given = [with_origins(paper, BY_HAND)]
        writer.save(
            PageItem(
                venue=paper.venue,
                year=paper.year,
                source=BY_HAND,
                page=page,
                papers=given,
                record=record,
                adds=True,
                saved=loop.create_future(),
            )
        )
    finally:
        loop.close()
    ids = (
        (PAPERS.c.doi, paper.doi),
        (PAPERS.c.forum, paper.forum),
        (PAPERS.c.url, paper.url),
        (PAPERS.c.title_key, title_key(paper.title)),
    )
    edition = (PAPERS.c.venue == paper.venue, PAPERS.c.year == paper.year)
    with store.reading() as connection:
        for column, value in ids:
            found = connection.scalar(select(PAPERS.c.id).where(*edition, column == value).limit(1)) if value else None
            if found:
                return str(found)
    raise UsageError("The paper could not be stored; a title needs letters.")
