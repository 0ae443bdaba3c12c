"""The JSON behind the virtual conference sites (iclr.cc, icml.cc, neurips.cc): an edition in one request, two from ICML 2026 on."""

from collections.abc import Mapping
from functools import partial

from spiders.formats import virtual
from spiders.problems import CrawlError, Kind
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
