"""The proceedings application of NeurIPS and ICLR: the lists of a year, and a page a paper where nothing else has abstracts."""

from dataclasses import replace

from spiders.editions import Edition
from spiders.formats import proceedings_app
from spiders.formats.listing import Listing
from spiders.guard import Answer
from spiders.problems import CrawlError, Kind
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit

# Artworks with a statement, shown at the conference: no papers of its proceedings proper (NeurIPS 2025: 64 on the base page).
LEFT_OUT = {"Creative AI Track"}
# NeurIPS 2025 has two lists, 2021 two hosts; more than this many that "see also" one another are no proceedings.
MOST_BOOKS = 20


async def books(visit: Visit) -> None:
    """Every list of the year, with those that a list says to "see also": the base page of NeurIPS 2025 holds one track only.

    Raises CrawlError.
    """
    waiting, asked = list(visit.places), set[str]()
    while waiting:
        url = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        if len(asked) > MOST_BOOKS:
            raise CrawlError(Kind.PROTOCOL, f"more than {MOST_BOOKS} lists of the proceedings name one another", where=url)
        record = await visit.page(url, url, _book)
        visit.declare(record.declared, record.listed)
        waiting += record.next_page.split()


def _book(answer: Answer, edition: Edition) -> Listing:
    listing = proceedings_app.book(answer, edition)
    kept = [paper for paper in listing.papers if paper.track not in LEFT_OUT]
    return replace(listing, papers=kept, next_page=" ".join(listing.related))


async def abstract_pages(visit: Visit) -> None:
    """A request a paper: the last resort."""
    urls = [paper.url for paper in visit.papers() if not paper.has_abstract and paper.url]
    await paper_by_paper(visit, urls, proceedings_app.abstract_page)
