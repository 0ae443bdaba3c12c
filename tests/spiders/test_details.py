"""Pages asked for one by one: what is gone for good is told from a site that is away for an hour."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import cast

import pytest

from spiders.problems import CrawlError, Kind
from spiders.sources.details import one_by_one
from spiders.visit import Visit

PAGES = [f"page{place}" for place in range(20)]


@dataclass
class Ledger:
    """A double of the visit: which pages were settled, and how many are open."""

    settled: set[str] = field(default_factory=set)
    unread_pages: int = 0
    source: str = "site"
    notes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def recorded(self, page: str) -> bool:
        return page in self.settled

    async def note(self, page: str, _digest: str) -> None:
        self.settled.add(page)

    async def progress(self, *_: object) -> None:
        pass


def crawl(ledger: Ledger, missing: Collection[str], pages: list[str] = PAGES) -> Ledger:
    """One run over the pages, of which some answer 404."""
    ledger.unread_pages, ledger.asked = 0, []

    async def ask(page: str) -> None:
        ledger.asked.append(page)
        if page in missing:
            raise CrawlError(Kind.MISSING, "404", where=f"https://a.org/{page}")
        ledger.settled.add(page)

    asyncio.run(one_by_one(cast(Visit, ledger), pages, ask, site="https://a.org", gone={Kind.MISSING}))
    return ledger


@pytest.mark.parametrize(
    "missing", [PAGES[:5], PAGES[3:9], PAGES[:12], PAGES[16:], PAGES[:1]], ids=["first", "middle", "most", "last", "one"]
)
def test_pages_that_are_gone_for_good_keep_no_edition_open(missing: list[str]) -> None:
    """However many stand in a row, as long as the site answers for another."""
    ledger = crawl(Ledger(), missing)
    assert (ledger.settled, ledger.unread_pages) == (set(PAGES), 0)
    assert len(ledger.asked) <= len(PAGES)
    assert crawl(ledger, missing).asked == []


@pytest.mark.parametrize("pages", [PAGES, PAGES[:4]], ids=["many", "few"])
def test_pages_of_a_site_that_has_none_for_an_hour_are_asked_for_again(pages: list[str]) -> None:
    ledger = Ledger()
    if len(pages) > 4:
        with pytest.raises(CrawlError, match="none of 5 pages in a row"):
            crawl(ledger, pages, pages)
        assert len(ledger.asked) == 6
    else:
        crawl(ledger, pages, pages)
    assert (ledger.settled, ledger.unread_pages) == (set(), len(pages))
    assert crawl(ledger, (), pages).settled == set(pages)


def test_a_page_that_is_new_and_gone_is_settled_where_others_were_read_before() -> None:
    ledger = crawl(Ledger(settled=set(PAGES[:19])), [PAGES[19]])
    assert (ledger.settled, ledger.unread_pages) == (set(PAGES), 0)
