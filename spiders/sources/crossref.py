"""Crossref: the works of a proceedings volume, by the prefix of their DOIs; two to five requests a year, no abstracts."""

from datetime import timedelta
from functools import partial
from urllib.parse import quote

from spiders.formats import crossref
from spiders.items import PageRecord
from spiders.sources.paging import stored_pages
from spiders.visit import Visit, refusals

SITE = "https://api.crossref.org"
ROWS = 1000  # the most that Crossref gives a page
FIELDS = "DOI,title,subtitle,author,type,page,published"
# A volume's works are published on one day; a week on either side covers late corrections (2026-10).
WINDOW = timedelta(days=7)
# The cursor never ends by itself. More pages than this would be 30,000 works in a window, ten times the largest.
MOST_PAGES = 30


async def works(visit: Visit) -> None:
    """All works whose DOI begins as the place says (see `formats.crossref.works`)."""
    place = visit.places[0]
    first, last = await _window(visit, place)
    chosen = f"prefix:{place.split('/')[0]},from-pub-date:{first},until-pub-date:{last}"
    parse = partial(crossref.works, volume=place, rows=ROWS)

    async def ask(page: str, cursor: str) -> PageRecord:
        url = f"{SITE}/works?filter={chosen}&rows={ROWS}&select={FIELDS}&cursor={quote(cursor, safe='*')}"
        answer = await visit.get(url, "json")
        return await visit.keep(page, visit.parsed(parse, answer), answer=answer)

    # One cursor may serve for all pages: it names a search that the server goes on with (seen 2026-06).
    visit.declare(*await stored_pages(visit, chosen, ask, most=MOST_PAGES, start="*", repeats=True))


async def _window(visit: Visit, place: str) -> tuple[str, str]:
    """First and last day of publication: around the volume's own work where it has one, else the year."""
    if not place[-1].isdigit():
        return f"{visit.edition.year}-01-01", f"{visit.edition.year}-12-31"
    known = visit.recorded("volume")
    if known is None:
        answer = await visit.get(f"{SITE}/works/{place}", "json")
        with refusals(answer):
            volume = crossref.volume(answer)
        known = await visit.note("volume", f"{volume.first - WINDOW} {volume.last + WINDOW}")
    first, last = known.note.split()
    return first, last
