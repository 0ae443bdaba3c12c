"""Scrapy's item pipeline into the store: the one place where the two meet (`ITEM_PIPELINES` of the spiders' settings)."""

from typing import Any

from scrapy.crawler import Crawler

from candidates.store.database import Store
from candidates.store.edition_writer import StoreMemory, forget_pages, write_edition
from spiders.items import EditionItem, PageItem, RetractItem, StoreResult

# Sent after a page is stored, with `item` and `saved`: the command draws its progress from it.
PAGE_STORED = object()


class StorePipeline:
    """Stores every page in the transaction that writes its ledger row, and tells the spider when it is done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._url: str = crawler.settings["COVENUE_DATABASE"]
        self._new: dict[tuple[str, int], int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        return cls(crawler)

    def open_spider(self) -> None:
        self._store = Store(self._url)
        self._memory = StoreMemory(self._store)
        spider: Any = self._crawler.spider
        spider.memory = self._memory

    def close_spider(self) -> None:
        self._store.close()

    def process_item(self, item: Any) -> Any:
        """Stores the item; what goes wrong is raised where the spider waits for it."""
        if not isinstance(item, PageItem | EditionItem | RetractItem) or item.saved.done():
            return item
        try:
            item.saved.set_result(self._stored(item))
        except Exception as problem:  # noqa: BLE001  # handed on to the spider, which ends the crawl with it
            item.saved.set_exception(problem)
        return item

    def _stored(self, item: PageItem | EditionItem | RetractItem) -> StoreResult:
        if isinstance(item, PageItem):
            return self._page(item)
        if isinstance(item, EditionItem):
            return self._edition(item)
        forget_pages(self._store, item.venue, item.year, item.source)
        if item.confirmed_by:
            self._memory.writer(item.venue, item.year).drop(item.source, item.confirmed_by)
        return StoreResult()

    def _page(self, item: PageItem) -> StoreResult:
        saved = self._memory.writer(item.venue, item.year).save(item)
        edition = item.venue, item.year
        self._new[edition] = self._new.get(edition, 0) + saved.new
        self._crawler.signals.send_catch_log(PAGE_STORED, item=item, saved=saved)
        return saved

    def _edition(self, item: EditionItem) -> StoreResult:
        crawled = len(self._memory.writer(item.venue, item.year))
        write_edition(self._store, item, crawled)
        self._memory.forget(item.venue, item.year)
        return StoreResult(new=self._new.pop((item.venue, item.year), 0))
