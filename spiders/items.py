"""What a spider hands to the pipeline, and what it may ask of it. The store behind it is unknown here."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from spiders.paper import Paper

# So begins the name of a page, of a list, that was only asked for the abstracts of papers that were known then.
ABSTRACTS_OF_KNOWN = "abstracts:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """What the ledger knows of a fetched page.

    `declared`, `listed`: as in `spiders.formats.listing.Listing`; `papers`: how many papers it gave. `next_page`: where the list goes on
    ("" at its end). `note`: what else the page said and a resumed crawl must know. `etag`, `last_modified`: the site's validators.
    """

    declared: int | None = None
    listed: int = 0
    papers: int = 0
    next_page: str = ""
    note: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPaper:
    """A stored paper, as far as a source needs it to complete what is missing."""

    id: str
    title: str
    url: str
    doi: str
    track: str
    has_abstract: bool


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What storing an item changed: papers that the store did not have before."""

    new: int = 0


@dataclass(kw_only=True)
class PageItem:
    """One page's papers with its row of the ledger: stored in one transaction, or not at all.

    `adds`: whether papers that the store does not have yet are added (a list), or only known ones completed (abstracts).
    `saved` is set by the pipeline; the spider asks for the next page only then.
    """

    venue: str
    year: int
    source: str
    page: str
    papers: Sequence[Paper]
    record: PageRecord
    adds: bool
    saved: asyncio.Future[StoreResult] = field(repr=False)


@dataclass(kw_only=True)
class RetractItem:
    """A source's list turned out to be cut or to hold too much: its pages no longer count as fetched, so that the next run asks anew.

    `confirmed_by`: the source whose list is the whole; papers that only the retracted list brought, in this run, go. "": all stay.
    """

    venue: str
    year: int
    source: str
    confirmed_by: str
    saved: asyncio.Future[StoreResult] = field(repr=False)


@dataclass(kw_only=True)
class RetitledItem:
    """A source's list, of so many papers (`listed`), is the whole: what a `poorer` one had under another title is the same paper."""

    venue: str
    year: int
    source: str
    listed: int
    poorer: frozenset[str]
    saved: asyncio.Future[StoreResult] = field(repr=False)


# Scrapy signal: sent with each `ProgressItem` as `item`.
PROGRESS = object()


@dataclass(frozen=True, kw_only=True)
class ProgressItem:
    """How far a source of abstracts is; nothing is stored. `what`: pages or batches. `pace`: seconds between two of them."""

    venue: str
    year: int
    source: str
    what: str
    done: int
    total: int
    pace: float

    @property
    def seconds_left(self) -> float:
        """How long the rest takes at this pace."""
        return (self.total - self.done) * self.pace


@dataclass(kw_only=True)
class EditionItem:
    """The end of an edition's crawl.

    `counted`: papers that others counted (the table of editions, other sources), None where nobody did.
    `listed`: entries that the list in force gave, `missing`: those it declares beyond them, `declares_total`: whether it declares any.
    `unread_pages`: what is left open (pages of papers, batches of an index) although the list is complete; `unread_until`: the moment
    (ISO 8601, UTC) before which it is of no use to ask for it, "" for none.
    """

    venue: str
    year: int
    status: str
    counted: int | None
    missing: int
    declares_total: bool
    listed: int
    unread_pages: int
    unread_until: str
    sources: Sequence[str]
    message: str
    requests: int
    bytes: int
    seconds: float
    saved: asyncio.Future[StoreResult] = field(repr=False)


class Memory(Protocol):
    """What the spider may ask of the store; the pipeline hands it over when the spider opens."""

    def pages(self, venue: str, year: int, source: str) -> dict[str, PageRecord]:
        """The ledger of one source, by page."""

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        """The stored papers of an edition."""


class Recorder(Memory, Protocol):
    """Stores what a spider brings, and gives an edition's papers back once it ended. Set by the pipeline; else `spiders.own_record`."""

    def record(self, item: "PageItem | EditionItem | RetractItem | RetitledItem") -> StoreResult:
        """Stores an item of the run; what goes wrong is raised."""

    def whole(self, venue: str, year: int) -> Iterator[Paper]:
        """The papers of an edition as they are stored."""


class NoMemory(Memory):
    """Nothing is remembered of earlier runs."""

    def pages(self, venue: str, year: int, source: str) -> dict[str, PageRecord]:
        return {}

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        return []
