"""Scrapy's item pipeline into the store: the one place where the two meet (`ITEM_PIPELINES` of the spiders' settings)."""

from collections.abc import Callable, Iterator
from typing import Any

from scrapy.crawler import Crawler

from candidates.store.addresses import database_url_of
from candidates.store.database import Store, edition_papers
from candidates.store.edition_writer import StoreMemory, forget_pages, write_edition
from spiders.items import EditionItem, KnownPaper, PageItem, PageRecord, RetitledItem, RetractItem, StoreResult
from spiders.paper import Paper

# Sent after a page is stored, with `item` and `saved`: the command draws its progress from it.
PAGE_STORED = object()
# Sent when papers that were new turned out to be known ones under another title, with `item` and `saved` (so many fewer are new).
PAPERS_JOINED = object()
# Sent when an edition has ended, with its `item` and the `papers` of it that are stored.
EDITION_ENDED = object()


class StorePipeline:
    """Stores every page in the transaction that writes its ledger row, and tells the spider when it is done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._url = database_url_of(crawler.settings["COVENUE_DATABASE"])
        self._promising: Callable[[str], bool] | None = crawler.settings.get("COVENUE_PROMISING")
        self._new: dict[tuple[str, int], int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        return cls(crawler)

    def open_spider(self) -> None:
        self._store = Store(self._url)
        self._memory = StoreMemory(self._store)
        spider: Any = self._crawler.spider
        spider.recorder = self

    def close_spider(self) -> None:
        self._store.close()

    def process_item(self, item: Any) -> Any:
        """Papers pass: they are stored already, page by page, before the spider gives them as items."""
        return item

    def record(self, item: PageItem | EditionItem | RetractItem | RetitledItem) -> StoreResult:
        """Stores an item of the run (see `spiders.items.Recorder`). Raises StoreError."""
        if isinstance(item, PageItem):
            return self._page(item)
        if isinstance(item, EditionItem):
            return self._edition(item)
        if isinstance(item, RetitledItem):
            return self._retitled(item)
        forget_pages(self._store, item.venue, item.year, item.source)
        if item.confirmed_by:
            self._memory.writer(item.venue, item.year).drop(item.source, item.confirmed_by)
        return StoreResult()

    def pages(self, venue: str, year: int, source: str) -> dict[str, PageRecord]:
        """See `spiders.items.Memory`."""
        return self._memory.pages(venue, year, source)

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        """See `spiders.items.Memory`. Those whose title speaks of the list's subject come first: an index may stop answering before it was
        asked for all abstracts, and it is these papers that are judged otherwise with one.
        """
        known, promising = self._memory.papers(venue, year), self._promising
        return known if promising is None else sorted(known, key=lambda paper: not promising(paper.title))

    def whole(self, venue: str, year: int) -> Iterator[Paper]:
        """See `spiders.items.Recorder`."""
        return edition_papers(self._store, venue, year)

    def _page(self, item: PageItem) -> StoreResult:
        saved = self._memory.writer(item.venue, item.year).save(item)
        edition = item.venue, item.year
        self._new[edition] = self._new.get(edition, 0) + saved.new
        self._crawler.signals.send_catch_log(PAGE_STORED, item=item, saved=saved)
        return saved

    def _retitled(self, item: RetitledItem) -> StoreResult:
        edition = item.venue, item.year
        saved = StoreResult(new=-self._memory.writer(*edition).join_retitled(item.source, item.listed, item.poorer))
        self._new[edition] = self._new.get(edition, 0) + saved.new
        self._crawler.signals.send_catch_log(PAPERS_JOINED, item=item, saved=saved)
        return saved

    def _edition(self, item: EditionItem) -> StoreResult:
        crawled = len(self._memory.writer(item.venue, item.year))
        write_edition(self._store, item, crawled)
        self._memory.forget(item.venue, item.year)
        self._crawler.signals.send_catch_log(EDITION_ENDED, item=item, papers=crawled)
        return StoreResult(new=self._new.pop((item.venue, item.year), 0))
