"""dblp: titles and authors of a contents page through SPARQL, which dblp leaves open to programs; no abstracts.

dblp.org itself asks every program to prove that it is a person (since 2026-09), so it is not asked.
"""

import re
from datetime import UTC, datetime
from urllib.parse import quote

from spiders.formats import dblp
from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, refusals

ENDPOINT = "https://sparql.dblp.org/sparql"
QUERY = """PREFIX dblp: <https://dblp.org/rdf/schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?paper ?title ?primary ?ord ?name WHERE {
  ?paper dblp:listedOnTocPage <https://dblp.org/db/%s> ; dblp:title ?title ; a ?type .
  VALUES ?type { dblp:Inproceedings dblp:Article }
  OPTIONAL { ?paper dblp:primaryDocumentPage ?primary }
  OPTIONAL { ?paper dblp:hasSignature ?signature . ?signature dblp:signatureDblpName ?name ; dblp:signatureOrdinal ?ord }
} ORDER BY ?paper xsd:integer(?ord)"""
PAGES_OF_STREAM = """PREFIX dblp: <https://dblp.org/rdf/schema#>
SELECT DISTINCT ?toc WHERE {
  ?paper dblp:publishedInStream <https://dblp.org/streams/%s> ; dblp:listedOnTocPage ?toc
} ORDER BY ?toc"""
STREAM = re.compile(r"(?:conf|journals)/[\w-]+(?=/)")
# ASPLOS has four volumes a year, ECCV 89 (2024).
MOST_VOLUMES = 200


async def contents(visit: Visit) -> None:
    """The contents pages that the places name, all of them; they declare no total.

    A conference of several volumes has a page for each and none for the year ("asplos2024-1"); dblp is then asked which there are.
    Raises CrawlError `place` for a page that does not exist, `empty` for one that may come yet.
    """
    for place in visit.places:
        if await _page(visit, place) is None:
            for volume in await _volumes(visit, place):
                if await _page(visit, volume) is None:
                    raise _no_page(volume)


async def _page(visit: Visit, place: str) -> PageRecord | None:
    """A contents page; None where dblp has none of that name, which it answers with no row."""
    if known := visit.recorded(place):
        return known if known.papers else None
    answer = await visit.get(f"{ENDPOINT}?query={quote(QUERY % place)}&format=json", "json")
    listing = visit.parsed(dblp.sparql, answer)
    return await visit.keep(place, listing, answer=answer) if listing.listed else None


async def _volumes(visit: Visit, place: str) -> list[str]:
    """The pages of a year's volumes ("conf/asplos/asplos2024-1", …). Raises CrawlError where there are none."""
    if known := visit.recorded(f"volumes of {place}"):
        return known.note.split()
    stream = STREAM.match(place)
    if stream is None:
        raise _no_page(place)
    answer = await visit.get(f"{ENDPOINT}?query={quote(PAGES_OF_STREAM % stream[0])}&format=json", "json")
    with refusals(answer):
        pages = dblp.contents_pages(answer)
    volumes = [page for page in pages if re.fullmatch(rf"{re.escape(place)}-\d+", page)]
    if not volumes:
        # A year that has begun may get its volume yet, unless dblp knows nothing of such a conference at all.
        if pages and visit.edition.year >= datetime.now(UTC).year:
            raise CrawlError(Kind.EMPTY, f"dblp has no contents page {place} yet", where=f"https://dblp.org/db/{place}")
        raise _no_page(place)
    named = sorted(volumes, key=lambda page: int(page.rpartition("-")[2]))[:MOST_VOLUMES]
    return (await visit.note(f"volumes of {place}", " ".join(named))).note.split()


def _no_page(place: str) -> CrawlError:
    address = f"https://dblp.org/db/{place}"
    return CrawlError(Kind.PLACE, f"dblp has no contents page {address}", where=address)
