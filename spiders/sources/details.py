"""A page a paper, where a site has its abstracts nowhere else: shared by the platforms that need it."""

from collections.abc import Sequence

from spiders.problems import CrawlError, Kind
from spiders.visit import Parse, Visit

# So many pages in a row that fail are no accident: the site has closed, and asking on would be a nuisance.
MOST_FAILURES_IN_A_ROW = 5
# The next page would be refused for the same reason.
CLOSED = {Kind.PACE, Kind.ROBOTS, Kind.CHALLENGE, Kind.TIME, Kind.QUOTA}


async def paper_by_paper(visit: Visit, urls: Sequence[str], parse: Parse) -> None:
    """Asks for each page not in the ledger yet. A page that fails is left open and counted, the first one with its reason.

    Raises CrawlError when the site closes.
    """
    failures = 0
    for done, url in enumerate(urls):
        await visit.progress("pages", done, len(urls), url)
        try:
            await visit.page(url, url, parse, adds=False)
            failures = 0
        except CrawlError as problem:
            if problem.kind is Kind.MISSING:
                await visit.note(url, "")
                continue
            failures += 1
            visit.unread_pages += 1
            if failures >= MOST_FAILURES_IN_A_ROW or problem.kind in CLOSED:
                visit.unread_pages += len(urls) - done - 1
                raise
            if visit.unread_pages == 1:
                visit.notes.append(f"abstracts: {visit.source}: {problem.what}")
    if urls:
        await visit.progress("pages", len(urls), len(urls), urls[0])
