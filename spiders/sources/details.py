"""A page a paper, where a site has its abstracts nowhere else: shared by the platforms that need it."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from spiders.problems import CrawlError, Kind
from spiders.visit import Parse, Visit

# So many pages in a row that fail or are not there are no accident: the site has closed or moved, and asking on would be a nuisance.
# (Of 2,074 papers of CVPR 2022 three have no page, and not one after the other, 2026-10.)
MOST_FAILURES_IN_A_ROW = 5
# The next page would be refused for the same reason.
CLOSED = {Kind.PACE, Kind.ROBOTS, Kind.CHALLENGE, Kind.TIME, Kind.QUOTA}


async def paper_by_paper(visit: Visit, urls: Sequence[str], parse: Parse) -> None:
    """Asks for each page not in the ledger yet; see `one_by_one`. Raises CrawlError when the site closes."""

    async def ask(url: str) -> None:
        await visit.page(url, url, parse, adds=False)

    await one_by_one(visit, urls, ask, site=urls[0] if urls else "", gone={Kind.MISSING})


async def one_by_one(
    visit: Visit, pages: Sequence[str], ask: Callable[[str], Awaitable[None]], *, site: str, gone: Collection[Kind]
) -> None:
    """Has each page asked for that is not in the ledger yet; `ask(page)` keeps it. `site`: an address on the host that is asked.

    A page that fails is left open and counted, the first one with its reason. One that is `gone` is settled for good, but only once
    another answer shows that it is the page and not the site: JMLR's pages, all 404 for an hour, would never have been asked for again
    (seen against a mirror, 2026-11). Raises CrawlError when the site closes.
    """
    in_a_row: list[tuple[str, CrawlError]] = []
    answered = any(map(visit.recorded, pages))
    for done, page in enumerate(pages):
        if visit.recorded(page):
            continue
        await visit.progress("pages", done, len(pages), site)
        try:
            await ask(page)
        except CrawlError as problem:
            in_a_row.append((page, problem))
            if len(in_a_row) < MOST_FAILURES_IN_A_ROW and problem.kind not in CLOSED:
                continue
            if all(each.kind in gone for _, each in in_a_row) and await _answers(visit, pages[done + 1 :], ask):
                await _settle(visit, in_a_row, gone)
                in_a_row.clear()
                continue
            visit.unread_pages += len(in_a_row) + len(pages) - done - 1
            raise _no_accident(in_a_row, gone) from problem
        else:
            answered = True
            await _settle(visit, in_a_row, gone)
            in_a_row.clear()
    await _settle(visit, in_a_row, gone if answered else ())
    if pages:
        await visit.progress("pages", len(pages), len(pages), site)


async def _answers(visit: Visit, rest: Sequence[str], ask: Callable[[str], Awaitable[None]]) -> bool:
    """Whether the site has the last of the pages still to ask for, where those before were all gone."""
    last = next((page for page in reversed(rest) if not visit.recorded(page)), None)
    if last is None:
        return False
    try:
        await ask(last)
    except CrawlError:
        return False
    return True


async def _settle(visit: Visit, failed: Sequence[tuple[str, CrawlError]], gone: Collection[Kind]) -> None:
    """Pages that failed while the site answered for others."""
    for page, problem in failed:
        if problem.kind in gone:
            await visit.note(page, "")
            continue
        visit.unread_pages += 1
        if visit.unread_pages == 1:
            visit.notes.append(f"abstracts: {visit.source}: {problem.what}")


def _no_accident(failed: Sequence[tuple[str, CrawlError]], gone: Collection[Kind]) -> CrawlError:
    """Why the rest is not asked for: the last reason, or that there was none of these pages."""
    last = failed[-1][1]
    if all(problem.kind is Kind.MISSING and Kind.MISSING in gone for _, problem in failed):
        host = last.where.split("/")[2] if "://" in last.where else last.where
        return CrawlError(Kind.LAYOUT, f"{host} has none of {len(failed)} pages in a row that are to hold abstracts", where=last.where)
    return last
