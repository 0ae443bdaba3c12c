"""The JSON behind the virtual conference sites (iclr.cc, icml.cc, neurips.cc): an edition in one request, two from ICML 2026 on."""

from collections.abc import Mapping

from spiders.formats.listing import Listing
from spiders.formats.virtual import virtual_abstracts, virtual_listing
from spiders.guard import Answer
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, parsed


async def orals_and_posters(visit: Visit) -> None:
    """All papers of the edition; the abstracts from the second file where the first has none."""
    url = visit.places[0]
    record = visit.done(url)
    if record is None:
        answer = await visit.get(url, "json")
        listing = parsed(lambda given: _listing(given, visit, {}), answer)
        if listing.papers and not any(paper.abstract for paper in listing.papers):
            abstracts = await _second_file(visit, url)
            listing = _listing(answer, visit, abstracts) if abstracts else listing
        record = await visit.keep(url, listing, answer=answer)
    else:
        visit.listed += record.papers
    visit.declare(record.declared, record.listed)


async def _second_file(visit: Visit, url: str) -> Mapping[str, str]:
    try:
        answer = await visit.get(url.replace("-orals-posters.json", "-abstracts.json"), "json")
    except CrawlError as problem:
        if problem.kind is Kind.MISSING:  # then the site holds no abstracts for this year
            return {}
        raise
    found: Mapping[str, str] = parsed(lambda given: virtual_abstracts(given.body, given.charset), answer)
    return found


def _listing(answer: Answer, visit: Visit, abstracts: Mapping[str, str]) -> Listing:
    edition = visit.edition
    site = answer.url.partition("/static/")[0]
    return virtual_listing(answer.body, venue=edition.venue, year=edition.year, site=site, abstracts=abstracts, charset=answer.charset)
