"""The virtual conference sites (iclr.cc, icml.cc …): their JSON, an edition in one request or two, or their pages, one a paper."""

from collections.abc import Mapping
from functools import partial

from spiders.formats import virtual
from spiders.problems import CrawlError, Kind
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit, refusals


async def orals_and_posters(visit: Visit) -> None:
    """All papers of the edition; the abstracts from the second file where the first has none."""
    url = visit.places[0]
    record = visit.recorded(url)
    if record is None:
        answer = await visit.get(url, "json")
        listing = visit.parsed(virtual.orals_and_posters, answer)
        if listing.papers and not any(paper.abstract for paper in listing.papers):
            apart = await _second_file(visit, url)
            listing = visit.parsed(partial(virtual.orals_and_posters, apart=apart), answer) if apart else listing
        record = await visit.keep(url, listing, answer=answer)
    visit.declare(record.declared, record.listed)


async def _second_file(visit: Visit, url: str) -> Mapping[str, str]:
    try:
        answer = await visit.get(url.replace("-orals-posters.json", "-abstracts.json"), "json")
    except CrawlError as problem:
        if problem.kind is Kind.MISSING:  # then the site holds no abstracts for this year
            return {}
        raise
    with refusals(answer):
        return virtual.abstracts(answer)


async def paper_list(visit: Visit) -> None:
    """`papers.html`, where robots.txt closes the JSON (CVPR, ICCV, ECCV): titles alone, no total."""
    for place in visit.places:
        await visit.page(place, place, virtual.list_page)


async def poster_pages(visit: Visit) -> None:
    """A request a paper: authors and abstract."""
    site = visit.places[0].rpartition("/")[0]
    urls = [paper.url for paper in visit.papers() if not paper.has_abstract and paper.url.startswith(f"{site}/")]
    await paper_by_paper(visit, urls, virtual.poster_page)
