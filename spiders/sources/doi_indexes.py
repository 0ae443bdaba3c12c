"""Semantic Scholar and OpenAlex: abstracts by DOI, many at a time, for proceedings whose publisher deposits none (ACM)."""

import json
import os
from collections.abc import Sequence
from urllib.parse import quote

from spiders.formats import openalex, semanticscholar
from spiders.formats.listing import Abstracts, Listing
from spiders.paper import Paper
from spiders.visit import Visit, refusals

SCHOLAR = "https://api.semanticscholar.org/graph/v1/paper/batch?fields=title,abstract,externalIds"
SCHOLAR_BATCH = 500  # the most that it takes
OPENALEX = "https://api.openalex.org/works"
OPENALEX_BATCH = 100  # the most that it takes; ACM's DOIs make an address of 2,600 characters


async def semantic_scholar(visit: Visit) -> None:
    """Asks for every DOI without an abstract. SEMANTIC_SCHOLAR_API_KEY is used when it is set."""
    key = os.environ.get("SEMANTIC_SCHOLAR_API_KEY")
    headers = {"Content-Type": "application/json", **({"x-api-key": key} if key else {})}
    for dois in _batches(_open_dois(visit), SCHOLAR_BATCH):
        body = json.dumps({"ids": [f"DOI:{doi}" for doi in dois]}).encode()
        answer = await visit.get(SCHOLAR, "json", headers, body)
        with refusals(answer):
            found = semanticscholar.abstracts(answer, dois=dois)
        await _keep(visit, dois, found)


async def open_alex(visit: Visit) -> None:
    """Asks for the DOIs that still have none; OPENALEX_API_KEY is used when it is set.

    Without a key the day's budget may be spent after a few requests (five, seen 2026-11), and it is everybody's at this address: it
    goes to the works that the other index does not know at all. One that it knows without an abstract seldom has one here.
    """
    key = os.environ.get("OPENALEX_API_KEY")
    # The key goes into a header, not into the address: addresses are logged.
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    rows = visit.memory.pages(visit.edition.venue, visit.edition.year, "semanticscholar").values()
    unknown = {doi for row in rows for doi in row.note.split()}
    dois = [doi for doi in _open_dois(visit) if key or not rows or doi in unknown]
    for part in _batches(dois, OPENALEX_BATCH):
        chosen = quote("|".join(part), safe="|/.")
        url = f"{OPENALEX}?filter=doi:{chosen}&select=id,doi,abstract_inverted_index&per_page={OPENALEX_BATCH * 2}"
        answer = await visit.get(url, "json", headers)
        with refusals(answer):
            found = openalex.abstracts(answer)
        await _keep(visit, part, found)


def _open_dois(visit: Visit) -> list[str]:
    """The DOIs of the papers without an abstract."""
    return sorted(paper.doi for paper in visit.papers() if paper.doi and not paper.has_abstract)


def _batches(dois: Sequence[str], size: int) -> list[Sequence[str]]:
    return [dois[start : start + size] for start in range(0, len(dois), size)]


async def _keep(visit: Visit, dois: Sequence[str], found: Abstracts) -> None:
    """Stores a batch; its row of the ledger keeps the DOIs that the index does not know."""
    edition = visit.edition
    papers = [
        Paper(title=known.title, venue=edition.venue, year=edition.year, doi=known.doi, abstract=found.by_doi[known.doi])
        for known in visit.papers()
        if known.doi in found.by_doi
    ]
    listing = Listing(papers=papers, listed=len(dois))
    await visit.keep(f"{dois[0]} to {dois[-1]}, {len(dois)} in all", listing, adds=False, note=" ".join(found.unknown))
