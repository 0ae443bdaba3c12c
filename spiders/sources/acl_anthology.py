"""The ACL Anthology: an event's page, or the source files of its volumes; everything with abstracts, in one or two requests."""

from functools import partial

from spiders.formats import acl_anthology
from spiders.visit import Visit

EVENTS = f"{acl_anthology.SITE}/events"
# The site's own source; its rules ask to take the data from there.
SOURCE = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml"


async def event(visit: Visit) -> None:
    """The events that the places name ("acl-2025"); each declares the number of its papers."""
    for place in visit.places:
        url = f"{EVENTS}/{place}/"
        record = await visit.page(url, url, acl_anthology.event)
        visit.declare(record.declared, record.listed)


async def collections(visit: Visit) -> None:
    """The files that the places name, whole ("2025.acl") or some volumes of them ("2025.findings acl"); they declare no total."""
    for place in visit.places:
        name, *volumes = place.split()
        await visit.page(place, f"{SOURCE}/{name}.xml", partial(acl_anthology.collection, volumes=volumes), "xml")
