"""`covenue crawl`: from the sites to the store, then screening."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from candidates.commands.options import AS_JSON, chosen_editions, print_json, say, workspace_options
from candidates.errors import ExitCode, UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.crawling.run import EditionReport

NOT_DONE = {"short", "blocked", "failed"}


@click.command()
@click.argument("editions", nargs=-1, metavar="[EDITION]...")
@click.option("--years", metavar="FIRST-LAST", help="The years that a bare venue stands for.")
@click.option("--refresh", is_flag=True, help="Crawl again what is complete.")
@click.option("--no-screen", is_flag=True, help="Do not screen what was crawled.")
@click.option("--abstracts", type=click.Choice(["all", "none"]), default="all", help="none: lists only, where abstracts cost a page each.")
@click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Pace; below the configured one only with --mirror.")
@AS_JSON
@workspace_options
def crawl(
    workspace: Workspace,
    editions: tuple[str, ...],
    years: str | None,
    refresh: bool,
    no_screen: bool,
    abstracts: str,
    delay: float | None,
    as_json: bool,
) -> int:
    """Crawl the EDITIONs (venue-year, or a venue for all its years), then screen them.

    Default: what the list's TODO names, in the suggested order. Killed at any point, the same command goes on where it was.

    Example: covenue crawl icml-2025 neurips --years 2023-2025
    """
    wanted = chosen_editions(editions, workspace, years) if editions else todo_editions(workspace)
    reports, interrupted = crawl_editions(workspace, wanted, refresh=refresh, abstracts=abstracts, delay=delay)
    if not no_screen and not interrupted:
        from candidates.screening.screening import screen_editions

        screen_editions(workspace, [(report.venue, report.year) for report in reports], say)
    show(reports, as_json)
    if interrupted:
        raise KeyboardInterrupt
    return ExitCode.PARTLY if any(report.status in NOT_DONE for report in reports) else ExitCode.DONE


def crawl_editions(
    workspace: Workspace,
    wanted: list[Any],
    *,
    refresh: bool = False,
    abstracts: str = "all",
    delay: float | None = None,
    check_totals: bool = True,
) -> "tuple[list[EditionReport], bool]":
    """Crawls, with a progress bar on a terminal; the reports and whether a person interrupted."""
    from candidates.crawling.run import CrawlRun, check_mirror

    if workspace.mirror_url:
        check_mirror(workspace.mirror_url)
    run = CrawlRun(
        wanted,
        workspace.editions,
        workspace.database_url,
        mirror=workspace.mirror_url,
        contact=workspace.config.contact,
        refresh=refresh,
        abstracts=abstracts,
        delay=delay,
        delays=workspace.config.delay,
        debug=workspace.debug,
        check_totals=check_totals,
    )
    if not sys.stderr.isatty():
        return run.run(), run.interrupted
    from candidates.commands.progress import crawl_progress

    with crawl_progress(run):
        return run.run(), run.interrupted


def todo_editions(workspace: Workspace) -> list[Any]:
    """The editions that the open items of the list's TODO name, in the order that the list suggests."""
    from candidates.reading_list.reader import read_list_file

    table = workspace.editions
    known = read_list_file(workspace.list_path, table.spellings)
    order = list(known.sequence) + list(table.venues)
    named = {(venue, year) for item in known.todo if not item.checked for venue, year in item.editions}
    wanted = sorted((pair for pair in named if pair[0] in table.venues), key=lambda pair: (order.index(pair[0]), pair[1]))
    if not wanted:
        raise UsageError(f"The TODO of {workspace.list_path.name} names no edition; say which, for example `covenue crawl icml-2025`.")
    return [table.venues[venue].editions[year] for venue, year in wanted if year in table.venues[venue].editions]


def show(reports: "list[EditionReport]", as_json: bool) -> None:
    """The reports as JSON or as a table with a line for what went wrong."""
    if as_json:
        print_json({"editions": [asdict(report) for report in reports]})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, side in (
        ("edition", "left"),
        ("status", "left"),
        *((name, "right") for name in ("papers", "new", "abstracts", "requests", "seconds")),
    ):
        table.add_column(name, justify=side)  # type: ignore[arg-type]  # rich names its literals
    for report in reports:
        of = f" of {report.declared}" if report.declared not in (None, report.crawled) else ""
        table.add_row(
            f"{report.venue}-{report.year}",
            report.status,
            f"{report.crawled}{of}",
            str(report.new),
            str(report.abstracts),
            str(report.requests),
            f"{report.seconds:.1f}",
        )
    Console(soft_wrap=True, highlight=False).print(table)
    for report in reports:
        if report.message:
            say(f"{report.venue}-{report.year}: {report.message}.")
