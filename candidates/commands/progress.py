"""Progress bars on a terminal, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from candidates.crawling.run import CrawlRun


@contextmanager
def crawl_progress(run: CrawlRun) -> Iterator[None]:
    """A line for each edition, moved by the pages stored."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("papers"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {str(edition): progress.add_task(str(edition), total=edition.total, start=False) for edition in run.editions}

        def told(edition: str, papers: int, _declared: int) -> None:
            if edition in tasks:
                progress.start_task(tasks[edition])
                progress.update(tasks[edition], completed=papers)

        run.told = told
        yield
