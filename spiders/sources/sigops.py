"""SIGOPS: the accepted papers of SOSP, in one request."""

from spiders.formats import sigops
from spiders.visit import Visit


async def accepted(visit: Visit) -> None:
    """The pages of accepted papers; they declare no total."""
    for place in visit.places:
        await visit.page(place, place, sigops.accepted)
