"""Runs the spiders for a command: the lock, Scrapy's process, venue after venue, and what came of each edition."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from candidates.crawling.lock import crawl_lock
from candidates.errors import CovenueError
from candidates.store.addresses import without_password
from candidates.store.database import Store, now
from candidates.store.edition_writer import OPEN
from candidates.store.tables import EDITIONS, PAGES, PAPERS
from spiders.addresses import parts_of
from spiders.edition_status import EditionStatus
from spiders.editions import Edition, EditionTable
from spiders.items import EditionItem, ProgressItem


@dataclass(frozen=True, kw_only=True)
class EditionReport:
    """What a crawl says of one edition; the keys of the JSON report."""

    venue: str
    year: int
    status: str
    declared: int | None
    counted: int | None
    crawled: int
    new: int
    abstracts: int
    requests: int
    bytes: int
    seconds: float
    sources: list[str]
    message: str


class CrawlListener:
    """What a crawl tells while it runs; this one does not listen."""

    def page_stored(self, edition: str, papers: int, declared: int) -> None:
        """A page of an edition is stored: papers that are new so far, and what its source declares (0: nothing)."""

    def details(self, item: ProgressItem) -> None:
        """A source of abstracts went on."""

    def ended(self, item: EditionItem, papers: int) -> None:
        """The crawl of an edition ended; so many papers of it are stored."""


@dataclass(kw_only=True)
class CrawlRun:
    """One run over several editions. `listener` is told how far it is; `check_totals`: see `spiders.visit.Options`."""

    editions: Sequence[Edition]
    table: EditionTable
    database: str
    mirror: str = ""
    contact: str = ""
    refresh: bool = False
    abstracts: str = "all"
    delay: float | None = None
    delays: dict[str, float] = field(default_factory=dict)
    debug: bool = False
    check_totals: bool = True
    # Whether a title speaks of the list's subject: the abstracts of such papers are asked for first.
    promising: Callable[[str], bool] | None = None
    listener: CrawlListener = field(default_factory=CrawlListener)
    new: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    # Complete by what was there when they were crawled: their lists are asked for again.
    anew: list[str] = field(default_factory=list)
    failure: BaseException | None = None
    interrupted: bool = False

    def run(self) -> list[EditionReport]:
        """Crawls what is not complete yet or may have grown (all with `refresh`); the reports in the order asked for. CovenueError."""
        check_sources(self.editions)
        with Store(self.database) as store, crawl_lock(self.database):
            self.anew = [str(each) for each in self.editions if may_have_grown(store, each)]
            wanted = [each for each in self.editions if self.refresh or str(each) in self.anew or not is_done(store, each)]
            self.asked = {str(edition) for edition in wanted}
            if wanted:
                self._run_spiders(wanted)
            if self.failure:
                raise self.failure
            return [self.report(store, edition) for edition in self.editions]

    def _run_spiders(self, wanted: Sequence[Edition]) -> None:
        from scrapy.crawler import AsyncCrawlerProcess

        process = AsyncCrawlerProcess(self.settings())
        asyncio.get_event_loop().create_task(self._venue_by_venue(process, wanted))
        # Until the last venue has ended: a signal may stop the loop before the first began, and such a crawl ended with exit code 0.
        self.interrupted = True
        process.start(stop_after_crawl=False)

    async def _venue_by_venue(self, process: Any, wanted: Sequence[Edition]) -> None:
        """One venue after the other: they share hosts (Crossref, OpenReview), which are asked one request at a time."""
        from twisted.internet import reactor

        from spiders.venues.venue_spider import spider_of

        running: Any = reactor
        try:
            for venue, editions in groupby(wanted, key=lambda edition: edition.venue):
                crawler = process.create_crawler(spider_of(self.table.venues[venue]))
                self._listen(crawler)
                await process.crawl(crawler, years=",".join(str(edition.year) for edition in editions), table=self.table)
                if self.failure or crawler.stats.get_value("finish_reason") != "finished":
                    break
            else:
                self.interrupted = False
        except Exception as problem:  # noqa: BLE001  # raised again in `run`, once the reactor has stopped
            self.failure = problem
        finally:
            if running.running:
                running.stop()

    def _listen(self, crawler: Any) -> None:
        from scrapy import signals

        from candidates.crawling.pipeline import EDITION_ENDED, PAGE_STORED, PAPERS_JOINED
        from spiders.items import PROGRESS

        crawler.signals.connect(self._page_stored, signal=PAGE_STORED, weak=False)
        crawler.signals.connect(self._papers_joined, signal=PAPERS_JOINED, weak=False)
        crawler.signals.connect(self.listener.details, signal=PROGRESS, weak=False)
        crawler.signals.connect(self.listener.ended, signal=EDITION_ENDED, weak=False)
        crawler.signals.connect(self._failed, signal=signals.spider_error, weak=False)

    def _page_stored(self, item: Any, saved: Any) -> None:
        edition = f"{item.venue}-{item.year}"
        self.new[edition] = self.new.get(edition, 0) + saved.new
        self.listener.page_stored(edition, self.new[edition], item.record.declared or 0)

    def _papers_joined(self, item: Any, saved: Any) -> None:
        edition = f"{item.venue}-{item.year}"
        self.new[edition] = self.new.get(edition, 0) + saved.new

    def _failed(self, failure: Any) -> None:
        self.failure = failure.value

    def settings(self) -> Any:
        """The settings of Scrapy for this run: the spiders' own, with the run's pace, mirror and table of editions."""
        from scrapy.settings import Settings

        import spiders.settings
        from spiders.pace import paced

        settings = Settings()
        settings.setmodule(spiders.settings, priority="project")
        agent = settings["USER_AGENT"]
        if self.contact:
            # As `mailto:` Crossref takes it for its polite pool; a bare address does not count there (CrossRef/rest-api-doc, 2026-06).
            named = f"mailto:{self.contact}" if "@" in self.contact and "://" not in self.contact else f"+{self.contact}"
            agent = agent.replace("(", f"({named.replace('mailto:mailto:', 'mailto:')}; ")
        settings.update(
            {
                "USER_AGENT": agent,
                "COVENUE_DATABASE": self.database,
                "COVENUE_MIRROR": self.mirror,
                "COVENUE_REFRESH": self.refresh,
                "COVENUE_LISTS_ANEW": self.anew,
                "COVENUE_ABSTRACTS": self.abstracts,
                "COVENUE_DELAY": self.delay,
                "COVENUE_CHECK_TOTALS": self.check_totals,
                "COVENUE_PROMISING": self.promising,
                "LOG_ENABLED": self.debug,
                "LOG_INSTALL_ROOT_HANDLER": self.debug,
                "LOG_LEVEL": "INFO",
                "COVENUE_GIVES_PAPERS": False,
                **dict(paced(settings.getdict("DOWNLOAD_SLOTS"), self.delay, mirror=self.mirror, delays=self.delays)),
            },
            priority="cmdline",
        )
        return settings

    def report(self, store: Store, edition: Edition) -> EditionReport:
        """What the store says of an edition, and what this run did for it."""
        with store.reading() as connection:
            chosen = EDITIONS.c.venue == edition.venue, EDITIONS.c.year == edition.year
            row = connection.execute(select(EDITIONS).where(*chosen)).mappings().first()
            count = select(func.count(), func.count(PAPERS.c.abstract)).where(
                PAPERS.c.venue == edition.venue, PAPERS.c.year == edition.year
            )
            crawled, abstracts = connection.execute(count).one()
        asked = str(edition) in self.asked and row is not None
        return EditionReport(
            venue=edition.venue,
            year=edition.year,
            status=row["status"] if row else "not-tried",
            declared=row["declared"] if row else None,
            counted=row["counted"] if row else None,
            crawled=crawled,
            new=self.new.get(str(edition), 0),
            abstracts=abstracts,
            requests=row["requests"] if row and asked else 0,
            bytes=row["bytes"] if row and asked else 0,
            seconds=row["seconds"] if row and asked else 0.0,
            sources=row["sources"] if row else [],
            message=row["message"] if row else "not tried",
        )


def check_sources(editions: Sequence[Edition]) -> None:
    """CovenueError for a source that covenue cannot ask, or none at all: a slip in a table of the maintainer's."""
    from spiders.sources import DETAILS, LISTS

    for edition in editions:
        if not (edition.lists or edition.not_held):
            raise CovenueError(f"{edition}: the table of editions names no source that lists it; add one to its `lists` and its line.")
        for allowed, sources in ((LISTS, edition.lists), ({**LISTS, **DETAILS}, edition.abstracts)):
            if unknown := [source.name for source in sources if source.name not in allowed]:
                raise CovenueError(f"{edition}: covenue cannot ask {unknown[0]!r}; it can ask {', '.join(sorted(allowed))}.")


def is_done(store: Store, edition: Edition) -> bool:
    """Whether an edition is complete and no page of it was left open, or none that may be asked for yet (a quota that was spent)."""
    with store.reading() as connection:
        chosen = EDITIONS.c.venue == edition.venue, EDITIONS.c.year == edition.year
        status = connection.scalar(select(EDITIONS.c.status).where(*chosen))
        left = select(PAGES.c.note).where(PAGES.c.venue == edition.venue, PAGES.c.year == edition.year, PAGES.c.page == OPEN)
        until = connection.scalar(left)
        return status == EditionStatus.COMPLETE and (until is None or until > now())


def may_have_grown(store: Store, edition: Edition) -> bool:
    """Whether an edition was complete when it was looked at last, and may have gained papers since (see `Edition.may_have_grown`)."""
    with store.reading() as connection:
        chosen = EDITIONS.c.venue == edition.venue, EDITIONS.c.year == edition.year, EDITIONS.c.status == EditionStatus.COMPLETE
        looked = connection.scalar(select(EDITIONS.c.checked_at).where(*chosen))
    return looked is not None and edition.may_have_grown(since=datetime.fromisoformat(looked), now=datetime.fromisoformat(now()))


def check_mirror(mirror: str) -> None:
    """CovenueError unless something answers at the mirror's address, so that a typing error does not fail six editions one by one."""
    import socket

    parts = parts_of(mirror)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CovenueError(f"{without_password(mirror)!r} is no address of a mirror; write --mirror http://HOST:PORT.")
        with socket.create_connection((parts.hostname, port), timeout=10):
            return
    except ValueError as problem:
        raise CovenueError(f"{without_password(mirror)!r} is no address of a mirror; write --mirror http://HOST:PORT.") from problem
    except OSError as problem:
        raise CovenueError(
            f"Nobody answers at the mirror {without_password(mirror)} ({problem.strerror or problem}); start it, or check --mirror."
        ) from problem
