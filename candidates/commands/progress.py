"""How far a command is, on standard error: bars on a terminal, elsewhere a line an edition as it ends."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from candidates.commands.cli_options import say
from candidates.counted import counted
from candidates.crawling.run import CrawlListener
from spiders.editions import Edition
from spiders.items import EditionItem, ProgressItem

# What takes longer than this is announced, in seconds: a person may then leave out the abstracts, or save the pages in a browser.
WORTH_A_WORD = 120
# What takes longer than this is better done by hand.
TOO_LONG = 3600


@contextmanager
def crawl_progress(editions: list[Edition]) -> Iterator[CrawlListener]:
    """What a crawl tells while it runs, drawn or written."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[what]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress, editions)


@contextmanager
def screening_progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal for papers screened of those that wait; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    columns = (TextColumn("screening"), BarColumn(), MofNCompleteColumn(), TextColumn("papers"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("screening", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class Lines(CrawlListener):
    """A line for each edition as it ends, and one before what takes long."""

    def details(self, item: ProgressItem) -> None:
        if item.done == 0 and item.seconds_left > WORTH_A_WORD:
            say(estimate(item))

    def ended(self, item: EditionItem, papers: int) -> None:
        # Why it is not complete is said at the end, once.
        say(f"{item.venue}-{item.year}: {item.status}, {counted(papers, 'paper')} in {time_of(item.seconds)}")


class Bars(CrawlListener):
    """A bar for each edition's papers, and below it one for its abstracts while they are asked for."""

    def __init__(self, progress: Progress, editions: list[Edition]) -> None:
        self._progress = progress
        self._papers = {
            str(edition): progress.add_task(str(edition), total=edition.total, start=False, what="papers") for edition in editions
        }
        self._details: dict[tuple[str, int, str], TaskID] = {}

    def page_stored(self, edition: str, papers: int, declared: int) -> None:
        if edition in self._papers:
            task = self._papers[edition]
            self._progress.start_task(task)
            self._progress.update(task, completed=papers, total=declared or None)

    def details(self, item: ProgressItem) -> None:
        key = item.venue, item.year, item.source
        if key not in self._details:
            if item.seconds_left > WORTH_A_WORD:
                self._progress.console.print(estimate(item))
            self._details[key] = self._progress.add_task(f"  {item.source}", total=item.total, what=item.what)
        left = f", {time_of(item.seconds_left)} left" if item.done < item.total else ""
        self._progress.update(self._details[key], completed=item.done, what=f"{item.what}{left}")

    def ended(self, item: EditionItem, papers: int) -> None:
        if (task := self._papers.get(f"{item.venue}-{item.year}")) is not None:
            self._progress.update(task, completed=papers, total=papers, what=f"papers, {item.status}")


def estimate(item: ProgressItem) -> str:
    """What is still to do, how long it takes at the pace in force, and what to do instead where that is long."""
    text = (
        f"{item.venue}-{item.year}: {item.total - item.done} {item.what} at {item.source}, one in {item.pace:g} s: "
        f"about {time_of(item.seconds_left)}"
    )
    if item.seconds_left > TOO_LONG:
        text += "; `--abstracts none` leaves them out, `covenue import` takes pages saved in a browser"
    return text


def time_of(seconds: float) -> str:
    """A span of time as people say it: "2 s", "14 min", "3 h 33 min"."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
