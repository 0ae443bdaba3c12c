"""PMLR: a volume's bibliography holds every paper with its abstract, in one request."""

from spiders.formats import pmlr
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, refusals

SITE = "https://proceedings.mlr.press"


async def bibliography(visit: Visit) -> None:
    """The bibliography of the volume that the place names ("v267"), or that the site's index has ("index ICML"); it declares no total."""
    place = visit.places[0]
    volume = await _volume_of(visit, place.removeprefix("index ")) if place.startswith("index ") else place
    url = f"{SITE}/{volume}/assets/bib/bibliography.bib"
    await visit.page(url, url, pmlr.bibliography, "text")


async def _volume_of(visit: Visit, conference: str) -> str:
    """The volume of a conference in the edition's year, by the index of the site. Raises CrawlError `empty` where it has none yet."""
    if known := visit.recorded("volume"):
        return known.note
    answer = await visit.get(f"{SITE}/", "html")
    with refusals(answer):
        number = pmlr.volume_of(answer, conference=conference, year=visit.edition.year)
    if number is None:
        raise CrawlError(Kind.EMPTY, f"proceedings.mlr.press lists no volume of {conference} {visit.edition.year} yet", where=SITE)
    return (await visit.note("volume", f"v{number}")).note
