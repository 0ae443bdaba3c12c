"""Crossref: the works of a proceedings volume, by the prefix of their DOIs; two to five requests a year, no abstracts."""

from datetime import timedelta
from urllib.parse import quote

from spiders.editions import Edition
from spiders.formats import crossref
from spiders.formats.listing import Listing
from spiders.guard import Answer
from spiders.visit import Visit, parsed

SITE = "https://api.crossref.org"
ROWS = 1000  # the most that Crossref gives a page
FIELDS = "DOI,title,subtitle,author,type,page,published"
# A volume's works are published on one day; a week on either side covers late corrections (2026-10).
WINDOW = timedelta(days=7)
# The cursor never ends by itself. More pages than this would be 30,000 works in a window, ten times the largest.
MOST_PAGES = 30


async def works(visit: Visit) -> None:
    """All works whose DOI begins as the place says (see `formats.crossref.works`)."""
    place, edition = visit.places[0], visit.edition
    first, last = await _window(visit, place)
    chosen = f"prefix:{place.split('/')[0]},from-pub-date:{first},until-pub-date:{last}"
    cursor, declared, listed = "*", None, 0
    for number in range(MOST_PAGES):
        page = f"{chosen}#{number}"
        record = visit.done(page)
        if record is None:
            url = f"{SITE}/works?filter={chosen}&rows={ROWS}&select={FIELDS}&cursor={quote(cursor, safe='*')}"
            answer = await visit.get(url, "json")
            record = await visit.keep(page, parsed(lambda given: _works(given, edition, place), answer), answer=answer)
        else:
            visit.listed += record.papers
        cursor, declared, listed = record.following, record.declared, listed + record.listed
        if not cursor:
            break
    visit.declare(declared, listed)


def _works(answer: Answer, edition: Edition, place: str) -> Listing:
    return crossref.works(answer.body, answer.charset, venue=edition.venue, year=edition.year, volume=place, rows=ROWS)


async def _window(visit: Visit, place: str) -> tuple[str, str]:
    """First and last day of publication: around the volume's own work where it has one, else the year."""
    if not place[-1].isdigit():
        return f"{visit.edition.year}-01-01", f"{visit.edition.year}-12-31"
    known = visit.done("volume")
    if known is None:
        answer = await visit.get(f"{SITE}/works/{place}", "json")
        volume = parsed(lambda given: crossref.volume(given.body, given.charset), answer)
        known = await visit.note("volume", f"{volume.first - WINDOW} {volume.last + WINDOW}")
    first, last = known.following.split()
    return first, last
