"""Crossref: the works of a proceedings volume, a book, an event or a journal's year; two to five requests a year.

A place says what: a DOI or the beginning of one ("10.1145/3746027"), "container:TITLE", "event:ISCA '25" or "issn:2162-237X".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import quote

from spiders.editions import Edition
from spiders.formats import crossref
from spiders.formats.listing import Listing
from spiders.guard import Answer
from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.sources.paging import stored_pages
from spiders.visit import Visit, refusals

SITE = "https://api.crossref.org"
ROWS = 1000  # the most that Crossref gives a page
FIELDS = "DOI,title,subtitle,author,type,page,published,published-print,published-online,volume,container-title,event,abstract"
# A volume's works are published on one day; a week on either side covers late corrections (2026-10).
WINDOW = timedelta(days=7)
# The cursor never ends by itself. More pages than this would be 30,000 works in a window, ten times the largest.
MOST_PAGES = 30


@dataclass(frozen=True, slots=True)
class Search:
    """One list of works: what is asked (the address's part after "works?"), and which of the works count.

    `ranked`: a query, which sorts all works by how well they fit and counts them all: it is at its end where none fits any more.
    """

    asked: str
    chosen: crossref.Chosen
    ranked: bool = False


async def works(visit: Visit) -> None:
    """The works of every place. Raises CrawlError."""
    for place in visit.places:
        found = 0
        for search in await _searches(visit, place):
            found += await _search(visit, search, place)
        if not found and visit.edition.year < datetime.now(UTC).year:
            raise CrawlError(Kind.PLACE, f"Crossref has no works of {place} ({SITE}/works)", where=SITE)


async def _search(visit: Visit, search: Search, place: str) -> int:
    """The pages of a list; how many papers they gave."""
    before = visit.listed
    parse = partial(_ranked_works if search.ranked else crossref.chosen_works, rows=ROWS, chosen=search.chosen)

    async def ask(page: str, cursor: str) -> PageRecord:
        url = f"{SITE}/works?{search.asked}&rows={ROWS}&select={FIELDS}&cursor={quote(cursor, safe='*')}"
        answer = await visit.get(url, "json")
        return await visit.keep(page, visit.parsed(parse, answer), answer=answer)

    # One cursor may serve for all pages: it names a search that the server goes on with (seen 2026-06).
    name = search.asked.removeprefix("filter=")
    if place != visit.places[0]:
        # Volumes of one day are asked for in the same words, and each takes its own works out of the answer (ASPLOS 2025).
        name = f"{place}: {name}"
    visit.declare(*await stored_pages(visit, name, ask, most=MOST_PAGES, start="*", repeats=True))
    return visit.listed - before


def _ranked_works(answer: Answer, edition: Edition, *, rows: int, chosen: crossref.Chosen) -> Listing:
    listing = crossref.chosen_works(answer, edition, rows=rows, chosen=chosen)
    return replace(listing, declared=None, next_page=listing.next_page if listing.papers else "")


async def _searches(visit: Visit, place: str) -> list[Search]:
    kind, colon, name = place.partition(":")
    if colon and kind in SEARCHES:
        return list(SEARCHES[kind](name, visit.edition.year))
    first, last = await _window(visit, place)
    asked = f"filter=prefix:{place.split('/')[0]},from-pub-date:{first},until-pub-date:{last}"
    return [Search(asked, crossref.of_volume(place))]


def _of_container(name: str, year: int) -> Iterator[Search]:
    if "," in name:
        # A comma parts filters; the query ranks, and a late volume is dated in the year after.
        asked = f"query.container-title={quote(name)}&filter=from-pub-date:{year - 1}-01-01,until-pub-date:{year + 1}-12-31"
        yield Search(asked, crossref.of_container(name), ranked=True)
        return
    yield Search(f"filter=container-title:{quote(name)}", crossref.of_container(name))


def _of_event(name: str, year: int) -> Iterator[Search]:
    # Of the year alone: the words of an acronym are common ("SC", "DATE"), and the query ranks whatever has one of them.
    days = f"from-pub-date:{year}-01-01,until-pub-date:{year}-12-31"
    yield Search(f"query.event-acronym={quote(name)}&filter=type:proceedings-article,{days}", crossref.of_event(name), ranked=True)


def _of_journal(issn: str, year: int) -> Iterator[Search]:
    """By the day of print, which is that of the volume; then what is never printed, by the day online."""
    for day, printed in (("print", True), ("online", False)):
        span = f"from-{day}-pub-date:{year}-01-01,until-{day}-pub-date:{year}-12-31"
        yield Search(f"filter=issn:{issn},{span},type:journal-article", crossref.of_journal_year(year, printed=printed))


SEARCHES = {"container": _of_container, "event": _of_event, "issn": _of_journal}


async def _window(visit: Visit, place: str) -> tuple[str, str]:
    """First and last day of publication: around the volume's own work where it has one, else the year.

    Raises CrawlError `place` for a volume that Crossref does not know although its year is over.
    """
    if not place[-1].isdigit():
        return f"{visit.edition.year}-01-01", f"{visit.edition.year}-12-31"
    page = "volume" if place == visit.places[0] else f"volume {place}"
    known = visit.recorded(page)
    if known is None:
        url = f"{SITE}/works/{place}"
        try:
            answer = await visit.get(url, "json")
        except CrawlError as problem:
            if problem.kind is Kind.MISSING and (visit.edition.year < datetime.now(UTC).year or len(visit.places) > 1):
                raise CrawlError(Kind.PLACE, f"Crossref has no volume {url}", where=url) from problem
            raise
        with refusals(answer):
            volume = crossref.volume(answer)
        known = await visit.note(page, f"{volume.first - WINDOW} {volume.last + WINDOW}")
    first, last = known.note.split()
    return first, last
