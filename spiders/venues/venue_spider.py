"""What the spiders of all venues share: which editions, and the way of their items to the pipeline.

scrapy crawl aaai -a year=2025
scrapy crawl neurips -a years=2021-2023 -O papers.jsonl
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from spiders.editions import Edition, EditionError, EditionTable, Venue, own_table
from spiders.fetching import Fetcher
from spiders.harvest import Harvest
from spiders.items import PROGRESS, EditionItem, ProgressItem, Recorder
from spiders.own_record import OwnRecord
from spiders.visit import Options

END = object()
# What `-a NAME=value` may name.
ARGUMENTS = {"year", "years"}


class VenueSpider(Spider):
    """Crawls the editions that its arguments name, and gives their papers as items. The pipeline, when it opens, sets `recorder`."""

    def __init__(self, year: str = "", years: str = "", table: EditionTable | None = None, **given: Any) -> None:
        """`year`: one year; `years`: several as "2021,2023" or a span "2021-2023"; `table`: the editions known (None: covenue's own).

        Raises EditionError for years that the venue does not have, and for arguments that no spider of a venue takes.
        """
        check_arguments(self.name, given)
        super().__init__(**given)
        self.table = table or own_table()
        self.editions: list[Edition] = editions_of(self.table, self.name, year, years)
        self.recorder: Recorder = OwnRecord()
        self.options = Options()
        self.gives_papers = True
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
            lists_anew=frozenset(settings.getlist("COVENUE_LISTS_ANEW")),
            abstracts=settings.get("COVENUE_ABSTRACTS") != "none",
            first_wait=settings.getfloat("COVENUE_SECONDS_BEFORE_RETRY"),
            delay=None if delay is None else float(delay),
            check_totals=settings.getbool("COVENUE_CHECK_TOTALS"),
        )
        spider.gives_papers = settings.getbool("COVENUE_GIVES_PAPERS", True)
        spider._fetcher = Fetcher(crawler, spider.options.first_wait, spider.options.delay if mirror else None)
        crawler.signals.connect(spider._fetcher.robots_parsed, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The papers of all editions, one edition after the other, each edition once it has ended."""
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
                await Harvest(
                    edition=edition,
                    table=self.table,
                    editions_of_run=self.editions,
                    fetcher=self._fetcher,
                    memory=self.recorder,
                    emit=self._record,
                    options=self.options,
                ).run()
                for paper in self.recorder.whole(edition.venue, edition.year) if self.gives_papers else ():
                    await queue.put(paper)
        finally:
            await queue.put(END)

    async def _record(self, item: Any) -> None:
        """Has an item of the run stored; what goes wrong is raised where the run waits for it."""
        if isinstance(item, ProgressItem):
            self.crawler.signals.send_catch_log(PROGRESS, item=item)
            return
        try:
            item.saved.set_result(self.recorder.record(item))
        except Exception as problem:  # noqa: BLE001  # handed on to the run, which ends the crawl with it
            item.saved.set_exception(problem)
        if isinstance(item, EditionItem) and self.crawler.stats:
            self.crawler.stats.set_value(f"covenue/status/{item.venue}-{item.year}", item.status)
            self.crawler.stats.set_value(f"covenue/message/{item.venue}-{item.year}", item.message)


def check_arguments(name: str, given: Mapping[str, object]) -> None:
    """Raises EditionError for an argument (`-a NAME=value`) that would silently do nothing."""
    if unknown := sorted(given.keys() - ARGUMENTS):
        raise EditionError(f"the spider {name} takes the arguments year and years, and no {unknown[0]!r}")


def editions_of(table: EditionTable, name: str, year: str, years: str) -> list[Edition]:
    """The editions of a venue that the arguments of its spider name (none: all). Raises EditionError."""
    known = table.venue(name)
    try:
        wanted = _years(year or years) if year or years else sorted(known.editions)
    except ValueError:
        raise EditionError(f"{year or years!r} is no year; write -a year=2025, or -a years=2021-2023") from None
    return [known.edition(number) for number in wanted]


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
