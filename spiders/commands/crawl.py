"""`scrapy crawl VENUE`: as Scrapy's own, with wrong words refused in a sentence, and failure in the exit code.

Exit codes: 0 done · 1 an error · 2 usage · 3 an edition is short, blocked or failed.
"""

import argparse
import sys
from typing import Any, ClassVar

from scrapy.commands.crawl import Command as ScrapysCommand
from scrapy.exceptions import UsageError

from spiders.editions import EditionError, own_table
from spiders.pace import paced
from spiders.venues.venue_spider import check_arguments, editions_of

NOT_DONE = {"short", "blocked", "failed"}


class Command(ScrapysCommand):
    """Scrapy's command for the spiders of venues; any other spider of a project runs as ever."""

    default_settings: ClassVar[dict[str, Any]] = {}

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        _set_pace(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("Name one spider; `scrapy list` shows them.", print_help=False)
        try:
            name = own_table().venue(args[0]).id
            check_arguments(name, opts.spargs)
            editions_of(own_table(), name, opts.spargs.get("year", ""), opts.spargs.get("years", ""))
        except EditionError as problem:
            raise UsageError(f"{str(problem)[:1].upper()}{str(problem)[1:]}.", print_help=False) from problem
        assert self.crawler_process
        crawler = self._create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = 1 if self.crawler_process.bootstrap_failed else _exit_code(crawler)


def _set_pace(settings: Any) -> None:
    """The delay asked for, within what `spiders.pace` allows."""
    given = settings.get("COVENUE_DELAY")
    if given in (None, ""):
        return
    try:
        delay = float(given)
    except ValueError as problem:
        raise UsageError(f"COVENUE_DELAY is {given!r}; write a number of seconds.", print_help=False) from problem
    for name, value in paced(settings.getdict("DOWNLOAD_SLOTS"), delay, mirror=settings.get("COVENUE_MIRROR")):
        settings.set(name, value, priority="cmdline")


def _exit_code(crawler: Any) -> int:
    """Says how each edition ended, and what that is as an exit code."""
    stats = crawler.stats.get_stats()
    prefix = "covenue/status/"
    ended = {name.removeprefix(prefix): value for name, value in stats.items() if name.startswith(prefix)}
    for edition, status in ended.items():
        message = stats.get(f"covenue/message/{edition}")
        print(f"{edition}: {status}{f'; {message}' if message else ''}", file=sys.stderr)  # noqa: T201  # the command's own answer
    if crawler.stats.get_value("finish_reason") != "finished" or not ended or crawler.stats.get_value("spider_exceptions/count"):
        return 1
    return 3 if NOT_DONE & set(ended.values()) else 0
