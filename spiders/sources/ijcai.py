"""IJCAI: one list a year, then a page a paper for its abstract; before the proceedings, the conference's own accepted papers."""

from spiders.formats import ijcai
from spiders.formats.listing import Listing
from spiders.guard import Answer
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit


async def proceedings(visit: Visit) -> None:
    """The list: titles, authors, tracks; it declares no total."""
    edition, url = visit.edition, visit.places[0]
    await visit.page(url, url, lambda answer: ijcai.proceedings(answer.body, answer.charset, venue=edition.venue, year=edition.year))


async def accepted(visit: Visit) -> None:
    """The accepted-papers page, with abstracts."""
    edition, url = visit.edition, visit.places[0]
    await visit.page(url, url, lambda answer: ijcai.accepted(answer.body, answer.charset, venue=edition.venue, year=edition.year))


async def paper_pages(visit: Visit) -> None:
    """A request a paper: abstract, DOI, keywords."""

    def read(answer: Answer) -> Listing:
        return ijcai.paper(answer.body, answer.charset, venue=visit.edition.venue, year=visit.edition.year)

    # The list gives the address of the PDF and of the page; only the latter holds an abstract.
    urls = [paper.url for paper in visit.papers() if paper.url.startswith(visit.places[0].rstrip("/")) and not paper.has_abstract]
    await paper_by_paper(visit, urls, read)
