"""IJCAI: one list a year, then a page a paper for its abstract; before the proceedings, the conference's own accepted papers."""

from spiders.formats import ijcai
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit


async def proceedings(visit: Visit) -> None:
    """The list: titles, authors, tracks; it declares no total."""
    await visit.page(visit.places[0], visit.places[0], ijcai.proceedings)


async def accepted(visit: Visit) -> None:
    """The accepted-papers page, with abstracts."""
    await visit.page(visit.places[0], visit.places[0], ijcai.accepted)


async def paper_pages(visit: Visit) -> None:
    """A request a paper: abstract, DOI, keywords."""
    # The list gives the address of the PDF and of the page; only the latter holds an abstract.
    urls = [paper.url for paper in visit.papers() if paper.url.startswith(visit.places[0].rstrip("/")) and not paper.has_abstract]
    await paper_by_paper(visit, urls, ijcai.paper)
