"""The proceedings application of NeurIPS and ICLR: the lists of a year, and a page a paper where nothing else has abstracts."""

from dataclasses import replace
from functools import partial

from spiders.formats.listing import Listing
from spiders.formats.papers_app import abstract_page, book
from spiders.guard import Answer
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit

# Artworks with a statement, shown at the conference: no papers of its proceedings proper (NeurIPS 2025: 64 on the base page).
LEFT_OUT = {"Creative AI Track"}


async def books(visit: Visit) -> None:
    """Every list of the year, with those that a list says to "see also": the base page of NeurIPS 2025 holds one track only."""
    waiting, asked = list(visit.places), set()
    while waiting:
        url = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        record = await visit.page(url, url, partial(_book, visit, url))
        visit.declare(record.declared, record.listed)
        waiting += [related for related in record.following.split() if related]


def _book(visit: Visit, url: str, answer: Answer) -> Listing:
    listing = book(answer.body, answer.charset, venue=visit.edition.venue, year=visit.edition.year, address=url)
    kept = [paper for paper in listing.papers if paper.track not in LEFT_OUT]
    return replace(listing, papers=kept, following=" ".join(listing.related))


async def abstract_pages(visit: Visit) -> None:
    """A request a paper: the last resort."""

    def read(answer: Answer) -> Listing:
        return abstract_page(answer.body, answer.charset, venue=visit.edition.venue, year=visit.edition.year, address=answer.url)

    await paper_by_paper(visit, [paper.url for paper in visit.papers() if not paper.has_abstract and paper.url], read)
