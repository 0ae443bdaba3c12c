"""One source asked about one edition: what is done already, what is kept, what the source declares."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from spiders.addresses import parts_of
from spiders.another_edition import leads_to_another_edition
from spiders.editions import Edition
from spiders.fetching import Fetcher
from spiders.formats.listing import FormatError, Listing
from spiders.guard import Answer, Expected
from spiders.items import ABSTRACTS_OF_KNOWN, KnownPaper, Memory, PageItem, PageRecord, ProgressItem, RetitledItem, RetractItem, StoreResult
from spiders.paper import with_origins
from spiders.problems import CrawlError, Kind
from spiders.redirects import LEADS_AWAY, NAMED_BY_A_PAGE, is_private
from spiders.time_budget import TimeBudget

Emit = Callable[[Any], Awaitable[None]]
Parse = Callable[[Answer, Edition], Listing]
# A page's name in the ledger is an address at most, and the table has room for so many characters (PostgreSQL refuses longer ones).
MOST_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person asked for. `delay`: seconds that replace the pace of every host (only a mirror may be asked faster);
    `check_totals`: whether lists are held against the counts of the table and of the year before (a stand-in is smaller).
    `lists_anew`: editions ("jmlr-2026") whose lists are asked for although they are in the ledger; pages of their papers are not.
    """

    mirror: str = ""
    refresh: bool = False
    lists_anew: Collection[str] = ()
    abstracts: bool = True
    first_wait: float = 1.0
    delay: float | None = None
    check_totals: bool = True


@dataclass(kw_only=True)
class Visit:
    """The state of one visit. Sources call `page` or `keep` for everything they take in, and `declare` for every list.

    `source`, `places`: who is asked, and where. `editions_of_run`: all editions of this run, whose papers a shared page may hold as well.
    `listed`: papers that the source gave, in this run or before; `missing`: entries that it declares beyond those it gave;
    `declares_total`: whether it declares a total at all; `notes`: a sentence for each single entry that could not be read.
    `unread_entries`: so many of the entries of its list could not be read.
    `unread_pages`: what could not be read and is left for the next run. `only_abstracts`: papers that the store lacks are not added.
    `budget`: the time that the source's answers may still take.
    """

    edition: Edition
    editions_of_run: Sequence[Edition]
    source: str
    places: tuple[str, ...]
    fetcher: Fetcher
    memory: Memory
    emit: Emit
    options: Options
    missing: int = 0
    listed: int = 0
    declares_total: bool = False
    notes: list[str] = field(default_factory=list)
    unread_entries: int = 0
    unread_pages: int = 0
    only_abstracts: bool = False
    budget: TimeBudget = field(default_factory=TimeBudget)
    _ledgers: dict[int, dict[str, PageRecord]] = field(default_factory=dict)
    _counted: dict[str, int] = field(default_factory=dict)
    _first_host: str = ""

    def recorded(self, page: str) -> PageRecord | None:
        """The ledger's row of a page that need not be fetched again; None with --refresh, which asks for everything anew."""
        if self.options.refresh and self._named(page) not in self._counted:
            return None
        known = self._ledger().get(self._named(page))
        if known is not None:
            self._count(page, known)
        return known

    def forget(self, beginning: str) -> None:
        """Drops the pages whose name begins so from what counts as done: they are asked for again in this run."""
        ledger = self._ledger()
        for page in [page for page in ledger if page.startswith(self._named(beginning))]:
            del ledger[page]
            self.listed -= self._counted.pop(page, 0)

    def _count(self, page: str, record: PageRecord) -> None:
        """Each page's papers count once, however often it is looked at."""
        name = self._named(page)
        self.listed += record.papers - self._counted.get(name, 0)
        self._counted[name] = record.papers

    def _named(self, page: str) -> str:
        """A list that was only asked to complete abstracts has not added its papers: it has rows of its own."""
        name = f"{ABSTRACTS_OF_KNOWN}{page}" if self.only_abstracts else page
        return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 20]}…{sha256(name.encode()).hexdigest()[:16]}"

    def _ledger(self, year: int | None = None) -> dict[str, PageRecord]:
        year = year or self.edition.year
        if year not in self._ledgers:
            self._ledgers[year] = self.memory.pages(self.edition.venue, year, self.source)
        return self._ledgers[year]

    def papers(self) -> list[KnownPaper]:
        """The stored papers of the edition, with what earlier pages of this crawl added."""
        return self.memory.papers(self.edition.venue, self.edition.year)

    def declare(self, declared: int | None, listed: int) -> None:
        """Says how many entries a whole list declares and how many it gave; the difference is missing."""
        if declared is not None:
            self.declares_total = True
            self.missing += max(0, declared - listed)

    async def page(self, page: str, url: str, parse: Parse, expected: Expected = "html", *, adds: bool = True) -> PageRecord:
        """One address: what the ledger has of it, or fetched, guarded, parsed and stored. Raises CrawlError."""
        if known := self.recorded(page):
            return known
        answer = await self.get(url, expected, self._validators(page))
        if answer.status == 304:
            known = self._ledger()[self._named(page)]
            self._count(page, known)
            return known
        return await self.keep(page, self.parsed(parse, answer), answer=answer, adds=adds)

    def parsed(self, parse: Parse, answer: Answer) -> Listing:
        """The papers of an answer. Raises CrawlError, with the address, for what the parser refuses."""
        with refusals(answer):
            return parse(answer, self.edition)

    async def progress(self, what: str, done: int, total: int, url: str) -> None:
        """Tells how many pages or batches at this address are done."""
        pace = self.fetcher.pace(url.split("/")[2])
        edition = self.edition
        await self.emit(
            ProgressItem(venue=edition.venue, year=edition.year, source=self.source, what=what, done=done, total=total, pace=pace)
        )

    async def note(self, page: str, text: str) -> PageRecord:
        """Remembers in the ledger what a page without papers said, so that a resumed crawl need not ask again."""
        return await self.keep(page, Listing(papers=()), note=text)

    async def retract(self, confirmed_by: str = "") -> None:
        """Takes the pages of this source out of the ledger; with `confirmed_by`, also its papers that this other source does not have."""
        saved: asyncio.Future[StoreResult] = asyncio.get_running_loop().create_future()
        await self.emit(
            RetractItem(venue=self.edition.venue, year=self.edition.year, source=self.source, confirmed_by=confirmed_by, saved=saved)
        )
        await saved

    async def join_retitled(self) -> None:
        """Has papers that this source lists under another title than a list that counts less taken for those."""
        names = [each.name for each in self.edition.lists]
        item = RetitledItem(
            venue=self.edition.venue,
            year=self.edition.year,
            source=self.source,
            listed=self.listed,
            poorer=frozenset(names[names.index(self.source) + 1 :]),
            saved=asyncio.get_running_loop().create_future(),
        )
        await self.emit(item)
        await item.saved

    async def get(
        self,
        url: str,
        expected: Expected,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        tries: int | None = None,
        *,
        obeys_robots: bool = True,
    ) -> Answer:
        """One address, guarded; the source parses and keeps by itself. As `Fetcher.get`. Raises CrawlError, `empty` where it leads to
        another edition.

        `obeys_robots`: False for an interface that a person asks with an account of their own.
        """
        self._check_address(url)
        host = parts_of(url).hostname
        carried = {"dont_obey_robotstxt": not obeys_robots, NAMED_BY_A_PAGE: host not in self._own_hosts()}
        answer = await self.fetcher.get(url, expected, headers, body, tries, self.budget, carried)
        if leads_to_another_edition(url, answer.url, self.edition.year):
            raise CrawlError(Kind.EMPTY, f"{host} leads from {url} to {answer.url}, which is of another edition", where=url)
        return answer

    def _check_address(self, url: str) -> None:
        """Raises CrawlError for an address, out of a page, that no page of the source can have: of another scheme, or inside a network
        where the source itself is not (a table of one's own may name a site there)."""
        parts = parts_of(url)
        scheme, host = parts.scheme, parts.hostname or ""
        self._first_host = self._first_host or host
        if scheme not in ("http", "https") or not host:
            raise CrawlError(Kind.LAYOUT, f"{self._first_host} names a page whose address is none of the web", where=url)
        if host not in self._own_hosts() and is_private(url):
            raise CrawlError(Kind.REFUSED, f"{self._first_host} {LEADS_AWAY}", where=url)

    def _own_hosts(self) -> set[str | None]:
        """Where the source itself is: its first page, and the addresses that the table of editions names."""
        return {self._first_host, *(parts_of(place).hostname for place in self.places if "://" in place)}

    def _validators(self, page: str) -> dict[str, str]:
        """If-None-Match and If-Modified-Since, so that a refresh of an unchanged page costs its server nothing."""
        known = self._ledger().get(self._named(page))
        if known is None:
            return {}
        named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in named.items() if value}

    async def keep(
        self, page: str, listing: Listing, *, answer: Answer | None = None, adds: bool = True, year: int | None = None, note: str = ""
    ) -> PageRecord:
        """Stores a page's papers with its ledger row, in one transaction, and waits until that is done.

        `year`: of another edition of the run, whose papers the page holds as well. `note`: see `PageRecord`.
        """
        year = year or self.edition.year
        headers = answer.headers if answer else {}
        saved: asyncio.Future[StoreResult] = asyncio.get_running_loop().create_future()
        record = PageRecord(
            declared=listing.declared,
            listed=listing.listed or len(listing.papers),
            papers=len(listing.papers),
            next_page=listing.next_page,
            note=note,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )
        papers = [with_origins(paper, self.source) for paper in listing.papers]
        adds = adds and not self.only_abstracts
        await self.emit(
            PageItem(
                venue=self.edition.venue,
                year=year,
                source=self.source,
                page=self._named(page),
                papers=papers,
                record=record,
                adds=adds,
                saved=saved,
            )
        )
        await saved
        self.notes.extend(listing.spoilt)
        self.unread_entries += len(listing.spoilt) if adds else 0
        self._ledger(year)[self._named(page)] = record
        if year == self.edition.year:
            self._count(page, record)
        return record


@contextmanager
def refusals(answer: Answer) -> Iterator[None]:
    """Turns a parser's FormatError into a CrawlError with the address of the answer."""
    try:
        yield
    except FormatError as problem:
        host = answer.url.split("/")[2] if "://" in answer.url else answer.url
        kind = Kind(problem.kind) if problem.kind in set(Kind) else Kind.SCHEMA
        raise CrawlError(kind, f"{host}: {problem}", where=answer.url) from problem
