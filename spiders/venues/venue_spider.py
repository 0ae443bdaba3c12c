"""What the spiders of all venues share: which editions, and the way of their items to the pipeline.

scrapy crawl aaai -a year=2025
scrapy crawl neurips -a years=2021-2023
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from spiders.editions import Edition, EditionTable, Venue, own_table
from spiders.fetching import Fetcher
from spiders.harvest import Harvest
from spiders.items import Memory, NoMemory
from spiders.visit import Options

END = object()


class VenueSpider(Spider):
    """Crawls the editions that its arguments name. The pipeline, when it opens, sets `memory`."""

    def __init__(self, year: str = "", years: str = "", table: EditionTable | None = None, **given: Any) -> None:
        """`year`: one year; `years`: several as "2021,2023" or a span "2021-2023"; `table`: the editions known (None: covenue's own).

        Raises EditionError for years that the venue does not have.
        """
        super().__init__(**given)
        self.table = table or own_table()
        known = self.table.venue(self.name)
        wanted = _years(year or years) if year or years else sorted(known.editions)
        self.editions: list[Edition] = [known.edition(number) for number in wanted]
        self.memory: Memory = NoMemory()
        self.options = Options()
        self._fetcher: Fetcher

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "VenueSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        mirror = settings.get("COVENUE_MIRROR", "").rstrip("/")
        delay = settings.get("COVENUE_DELAY")
        spider.options = Options(
            mirror=mirror,
            refresh=settings.getbool("COVENUE_REFRESH"),
            abstracts=settings.get("COVENUE_ABSTRACTS") != "none",
            first_wait=settings.getfloat("COVENUE_SECONDS_BEFORE_RETRY"),
            delay=None if delay is None else float(delay),
            check_totals=settings.getbool("COVENUE_CHECK_TOTALS"),
        )
        spider._fetcher = Fetcher(crawler, spider.options.first_wait, spider.options.delay if mirror else None)
        crawler.signals.connect(spider._fetcher.robots_parsed, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The items of all editions, one edition after the other."""
        queue: asyncio.Queue[Any] = asyncio.Queue(maxsize=1)
        work = asyncio.ensure_future(self._crawl(queue))
        try:
            while (item := await queue.get()) is not END:
                yield item
            await work
        finally:
            work.cancel()

    async def _crawl(self, queue: "asyncio.Queue[Any]") -> None:
        try:
            for edition in self.editions:
                await Harvest(edition, self.table, self.editions, self._fetcher, self.memory, queue.put, self.options).run()
        finally:
            await queue.put(END)


def spider_of(venue: Venue, module: str = __name__) -> type[VenueSpider]:
    """The spider class of a venue, as if it were written in `module`; its docstring is what the table tells about the venue."""
    told = [f"{term.capitalize()}: {what}" for term, what in venue.about.items() if term != "title"]
    text = "\n".join((f"{venue.about.get('title', venue.name)}.\n", *told))
    return type(f"{venue.id.title()}Spider", (VenueSpider,), {"name": venue.id, "__doc__": text, "__module__": module})


def _years(text: str) -> list[int]:
    years: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        years += range(int(first), int(last if dash else first) + 1)
    return years
