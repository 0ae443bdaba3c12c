"""JMLR: one list a volume, and a page a paper for its abstract."""

from spiders.formats import jmlr
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit


async def volume(visit: Visit) -> None:
    """The volumes' lists; they declare no total."""
    for place in visit.places:
        await visit.page(place, place, jmlr.volume)


async def paper_pages(visit: Visit) -> None:
    """A request a paper."""
    urls = [paper.url for paper in visit.papers() if not paper.has_abstract and paper.url.startswith(jmlr.SITE)]
    await paper_by_paper(visit, urls, jmlr.paper)
