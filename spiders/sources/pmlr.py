"""PMLR: a volume's bibliography holds every paper with its abstract, in one request."""

from spiders.formats import pmlr
from spiders.visit import Visit

SITE = "https://proceedings.mlr.press"


async def bibliography(visit: Visit) -> None:
    """The bibliography; it declares no total."""
    url = f"{SITE}/{visit.places[0]}/assets/bib/bibliography.bib"
    await visit.page(url, url, pmlr.bibliography, "text")
