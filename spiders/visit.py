"""One source asked about one edition: what is done already, what is kept, what the source declares."""

import asyncio
import ctypes
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spiders.editions import Edition
from spiders.fetching import Fetcher
from spiders.formats.listing import FormatError, Listing
from spiders.guard import Answer, Expected
from spiders.items import KnownPaper, Memory, PageItem, PageRecord, RetractItem, Saved
from spiders.paper import COMPLETED_FIELDS, Paper
from spiders.problems import CrawlError, Kind

# lxml's tree of a list of 4 MB takes 26 MB, which the C library keeps when it is freed: the next, larger answer would come on top of
# it (NeurIPS 2025: a peak of 194 MB, 181 MB when given back; 2026-11). Small trees do not matter.
LARGE = 1_000_000

Put = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for. `delay`: seconds that replace the pace of every host (only a mirror may be asked faster);
    `check_totals`: whether lists are held against the counts of the table and of the year before (a stand-in is smaller).
    """

    mirror: str = ""
    refresh: bool = False
    abstracts: bool = True
    first_wait: float = 1.0
    delay: float | None = None
    check_totals: bool = True


@dataclass
class Visit:
    """The state of one visit. Sources call `page` or `keep` for everything they take in, and `declare` for every list."""

    edition: Edition
    siblings: Sequence[Edition]
    source: str
    places: tuple[str, ...]
    fetcher: Fetcher
    memory: Memory
    put: Put
    options: Options
    missing: int = 0
    listed: int = 0
    genuine: bool = False
    new: int = 0
    notes: list[str] = field(default_factory=list)
    open_details: int = 0
    completing: bool = False
    _done: dict[int, dict[str, PageRecord]] = field(default_factory=dict)

    def done(self, page: str, year: int | None = None) -> PageRecord | None:
        """The ledger's row of a page that need not be fetched again; None with --refresh, which asks for everything anew."""
        return None if self.options.refresh else self._ledger(year).get(self._named(page))

    def forget(self, beginning: str) -> None:
        """Drops the pages whose name begins so from what counts as done: they are asked for again in this run."""
        ledger = self._ledger()
        for page in [page for page in ledger if page.startswith(self._named(beginning))]:
            self.listed -= ledger.pop(page).papers

    def _named(self, page: str) -> str:
        """A list that was only asked to complete abstracts has not added its papers: it has rows of its own."""
        return f"abstracts:{page}" if self.completing else page

    def _ledger(self, year: int | None = None) -> dict[str, PageRecord]:
        year = year or self.edition.year
        if year not in self._done:
            self._done[year] = self.memory.pages(self.edition.venue, year, self.source)
        return self._done[year]

    def papers(self) -> list[KnownPaper]:
        """The stored papers of the edition, with what earlier pages of this crawl added."""
        return self.memory.papers(self.edition.venue, self.edition.year)

    def declare(self, declared: int | None, listed: int) -> None:
        """Says how many entries a whole list declares and how many it gave; the difference is missing."""
        if declared is not None:
            self.genuine = True
            self.missing += max(0, declared - listed)

    async def page(
        self, page: str, url: str, parse: Callable[[Answer], Listing], expected: Expected = "html", *, adds: bool = True
    ) -> PageRecord:
        """One address: what the ledger has of it, or fetched, guarded, parsed and stored. CrawlError."""
        if known := self.done(page):
            self.listed += known.papers
            return known
        answer = await self.fetcher.get(url, expected, self._validators(page))
        if answer.status == 304:
            known = self._ledger()[self._named(page)]
            self.listed += known.papers
            return known
        return await self.keep(page, parsed(parse, answer), answer=answer, adds=adds)

    async def note(self, page: str, text: str) -> PageRecord:
        """Remembers in the ledger what a page without papers said, so that a resumed crawl need not ask again."""
        return await self.keep(page, Listing(papers=(), following=text))

    async def retract(self) -> None:
        """Takes the pages of this source out of the ledger; the papers that they brought stay."""
        saved: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        await self.put(RetractItem(self.edition.venue, self.edition.year, self.source, saved))
        await saved

    async def get(self, url: str, expected: Expected, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Answer:
        """One address, guarded; the source parses and keeps by itself."""
        return await self.fetcher.get(url, expected, headers, body)

    def _validators(self, page: str) -> dict[str, str]:
        """If-None-Match and If-Modified-Since, so that a refresh of an unchanged page costs its server nothing."""
        known = self._ledger().get(self._named(page))
        if known is None:
            return {}
        named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in named.items() if value}

    async def keep(
        self, page: str, listing: Listing, *, answer: Answer | None = None, adds: bool = True, year: int | None = None
    ) -> PageRecord:
        """Stores a page's papers with its ledger row, in one transaction, and waits until that is done."""
        year = year or self.edition.year
        headers = answer.headers if answer else {}
        saved: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        record = PageRecord(
            declared=listing.declared,
            listed=listing.listed or len(listing.papers),
            papers=len(listing.papers),
            following=listing.following,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )
        papers = [with_origins(paper, self.source) for paper in listing.papers]
        page, adds = self._named(page), adds and not self.completing
        await self.put(PageItem(self.edition.venue, year, self.source, page, papers, record, adds, saved))
        result = await saved
        self.notes.extend(listing.spoilt)
        self._ledger(year)[page] = record
        if year == self.edition.year:
            self.listed += record.papers
            self.new += result.new
        return record


def parsed(parse: Callable[[Answer], Any], answer: Answer) -> Any:
    """What the parser makes of an answer; its FormatError becomes a CrawlError with the address."""
    try:
        return parse(answer)
    except FormatError as problem:
        host = answer.url.split("/")[2] if "://" in answer.url else answer.url
        kind = Kind(problem.kind) if problem.kind in set(Kind) else Kind.SCHEMA
        raise CrawlError(kind, f"{host}: {problem}", answer.url) from problem
    finally:
        if len(answer.body) > LARGE:
            _give_back_memory()


def _give_back_memory() -> None:
    """Has the C library hand what it keeps of freed memory back to the system; nothing happens where it cannot (other than glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def with_origins(paper: Paper, source: str) -> Paper:
    """The paper, each of its filled fields marked with the source it came from."""
    return replace(paper, origins={name: source for name in COMPLETED_FIELDS if getattr(paper, name)})
