"""Lists that come page after page: by offset, cursor or token, one loop for all, which always ends.

Seen against a misbehaving server (2026-11): a token that never ends, one that repeats itself, sets without end. None may keep a crawl busy.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit

# An answer: a page's record in the ledger, or what a parser made of it.
Page = TypeVar("Page")


async def every_page(
    list_name: str,
    ask: Callable[[int, str], Awaitable[Page]],
    next_of: Callable[[Page], str],
    *,
    most: int,
    start: str = "",
    repeats: bool = False,
) -> list[Page]:
    """The pages of a list. `ask(number, position)` gets one, from `start` on; `next_of` tells the position after it, "" at the end.

    `most`: more pages than any honest list of the kind has. `repeats`: the site may give out one cursor for all pages.
    Raises CrawlError `protocol` for a list that repeats itself or does not end.
    """
    pages: list[Page] = []
    position, seen = start, {start}
    while len(pages) < most:
        pages.append(await ask(len(pages), position))
        position = next_of(pages[-1])
        if not position:
            return pages
        if position in seen and not repeats:
            raise CrawlError(Kind.PROTOCOL, f"{list_name} repeats itself after {len(pages)} pages")
        seen.add(position)
    raise CrawlError(Kind.PROTOCOL, f"{list_name} does not end after {most} pages")


async def stored_pages(
    visit: Visit,
    list_name: str,
    ask: Callable[[str, str], Awaitable[PageRecord]],
    *,
    most: int,
    start: str = "",
    repeats: bool = False,
) -> tuple[int | None, int]:
    """As `every_page`, for a list whose pages stand in the ledger as `list_name#0`, `#1`, …: what is there is not asked for again.

    `ask(page, position)` fetches and keeps one. Gives the entries that the list declares (None: it does not say) and those that came.
    """

    async def recorded(number: int, position: str) -> PageRecord:
        page = f"{list_name}#{number}"
        return visit.recorded(page) or await ask(page, position)

    pages = await every_page(list_name, recorded, lambda page: page.next_page, most=most, start=start, repeats=repeats)
    declared = [page.declared for page in pages if page.declared is not None]
    return (declared[-1] if declared else None), sum(page.listed for page in pages)
