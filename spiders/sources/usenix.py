"""USENIX: the technical sessions of a conference hold every paper with its abstract, in one request."""

from spiders.addresses import parts_of
from spiders.editions import Edition
from spiders.formats import usenix
from spiders.formats.listing import Listing
from spiders.guard import Answer
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit


async def technical_sessions(visit: Visit) -> None:
    """The pages that the places name; they declare no total."""
    for place in visit.places:

        def of_conference(answer: Answer, edition: Edition, place: str = place) -> Listing:
            _check_conference(place, answer.url)
            return usenix.technical_sessions(answer, edition)

        await visit.page(place, place, of_conference)


def _check_conference(asked: str, answered: str) -> None:
    """The site sends a conference that does not take place on to the last one that did (atc26 to atc25, seen 2026). Raises CrawlError."""
    wanted, given = (parts_of(address).path.strip("/").split("/")[:2] for address in (asked, answered))
    if wanted != given:
        raise CrawlError(
            Kind.EMPTY, f"www.usenix.org leads from {'/'.join(wanted)} to {'/'.join(given)}, which is another edition", where=asked
        )
