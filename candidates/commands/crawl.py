"""`covenue crawl`: from the sites to the store, then screening."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import (
    AS_JSON,
    chosen_editions,
    list_if_any,
    print_json,
    say,
    some_editions,
    span_of_years,
    warn_of_foreign_topic,
    workspace_options,
)
from candidates.errors import ExitCode, UsageError
from candidates.workspace import Workspace
from spiders.edition_status import EditionStatus

if TYPE_CHECKING:
    from candidates.crawling.run import EditionReport
    from spiders.editions import Edition

# Seconds: a slower pace is a slip, and of an endless one nothing comes.
A_DAY = 86_400
NOT_DONE = {EditionStatus.SHORT, EditionStatus.BLOCKED, EditionStatus.FAILED}


@click.command()
@some_editions
@click.option(
    "--years", metavar="FIRST-LAST", help="The years that a bare venue stands for; alone: every venue of the list in these years."
)
@click.option("--new", is_flag=True, help="Every edition newer than the list's TODO and years, as far as it is published.")
@click.option("--refresh", is_flag=True, help="Crawl again what is complete.")
@click.option("--no-screen", is_flag=True, help="Do not screen what was crawled.")
@click.option("--abstracts", type=click.Choice(["all", "none"]), default="all", help="none: lists only, where abstracts cost a page each.")
@click.option("--delay", type=click.FloatRange(0, A_DAY), metavar="SECONDS", help="Pace; below the configured one only with --mirror.")
@AS_JSON
@workspace_options
def crawl(
    workspace: Workspace,
    editions: tuple[str, ...],
    years: str | None,
    new: bool,
    refresh: bool,
    no_screen: bool,
    abstracts: str,
    delay: float | None,
    as_json: bool,
) -> int:
    """Crawl the EDITIONs (venue-year, a venue for all its years, a year or `all` for the list's venues), then screen them.

    Default: what the list's TODO names, in the suggested order. Killed at any point, the same command goes on where it was.

    Example: covenue crawl icml-2025 neurips --years 2023-2025
    """
    wanted = _wanted(workspace, editions, years, new)
    if not wanted:
        newer = _say_done(workspace, years if new else None, new=new)
        if as_json:
            print_json({"editions": [], "newer": newer})
        return ExitCode.DONE
    if not no_screen:
        warn_of_foreign_topic(workspace)
    reports, interrupted = crawl_editions(workspace, wanted, refresh=refresh, abstracts=abstracts, delay=delay)
    try:
        if not no_screen and not interrupted:
            _screen(workspace, reports)
    finally:  # what was crawled is told whatever keeps it from being screened (a list that is missing, 2026-11)
        show(reports, as_json)
    if interrupted:
        raise KeyboardInterrupt
    return ExitCode.PARTLY if any(report.status in NOT_DONE for report in reports) else ExitCode.DONE


def _screen(workspace: Workspace, reports: "list[EditionReport]") -> None:
    """Screens what was crawled, with a bar on a terminal. Raises CovenueError, ListError."""
    from candidates.commands.progress import screening_progress
    from candidates.screening.screening import screen_editions

    with screening_progress() as on_progress:
        screen_editions(workspace, [(report.venue, report.year) for report in reports], say, on_progress=on_progress, workers=0)


def _wanted(workspace: Workspace, words: tuple[str, ...], years: str | None, new: bool) -> list["Edition"]:
    """The editions to crawl; none when the TODO is done, or nothing is new. Raises UsageError, ListError."""
    from candidates.reading_list.claims import newer_editions

    if words:
        if new:
            raise UsageError("--new says which editions by itself; leave it out, or the editions.")
        return chosen_editions(words, workspace, years, _venues_of_the_list(workspace) if any(map(_names_no_venue, words)) else None)
    if years is not None and not new:
        return _in_years(workspace, years)
    if new:
        first, last = span_of_years(workspace, years) if years is not None else (0, 9999)
        newer = newer_editions(workspace.reading_list(), workspace.editions.years)
        return [workspace.editions.venues[venue].editions[year] for venue, year in newer if first <= year <= last]
    return todo_editions(workspace)


def _names_no_venue(word: str) -> bool:
    """A year or `all`: what every venue means depends on the list."""
    return word.casefold() == "all" or word.isdecimal()


def _venues_of_the_list(workspace: Workspace) -> list[str]:
    """The venues that the list covers; without a list all of the table."""
    from candidates.reading_list.claims import claimed_venues

    reading_list = list_if_any(workspace)
    return claimed_venues(reading_list, workspace.editions.years) if reading_list else list(workspace.editions.venues)


def _in_years(workspace: Workspace, years: str) -> list["Edition"]:
    """Every venue of the list's sequence (without a list: of the table) in these years, venue by venue. Raises UsageError."""
    table = workspace.editions
    first, last = span_of_years(workspace, years)
    venues = _venues_of_the_list(workspace)
    found = table.select(venues, first, last)
    if not found:
        known = sorted({year for venue in venues for year in table.years.get(venue, ())})
        span = f"; the years it knows are {known[0]} to {known[-1]}" if known else ""
        raise UsageError(f"Covenue knows no edition of {', '.join(venues)} in {years}{span}.")
    return found


def _say_done(workspace: Workspace, years: str | None, *, new: bool) -> list[str]:
    """Says that there is nothing to crawl (of what is `new`, in these years), and what is newer; these editions."""
    from candidates.coverage.todo import newer_sentence
    from candidates.reading_list.claims import newer_editions

    newer = newer_editions(workspace.reading_list(), workspace.editions.years)
    name = workspace.list_path.name
    if new and newer:
        say(f"Nothing in {years} is newer than {name}; {newer_sentence(newer)}, or `covenue crawl --new` without --years.")
    elif new:
        say(f"Nothing is new: {name} names every edition that covenue knows of its venues.")
    elif newer:
        say(f"The TODO of {name} is done; {newer_sentence(newer)}, or `covenue crawl --new` without an item.")
    else:
        say(f"The TODO of {name} is done, and no newer edition is known. `covenue coverage` shows what is missing in earlier ones.")
    return [f"{venue}-{year}" for venue, year in newer]


def crawl_editions(
    workspace: Workspace,
    wanted: list["Edition"],
    *,
    refresh: bool = False,
    abstracts: str = "all",
    delay: float | None = None,
    check_totals: bool = True,
) -> "tuple[list[EditionReport], bool]":
    """Crawls, with bars on a terminal and a line an edition elsewhere; the reports and whether a person interrupted."""
    from candidates.crawling.run import CrawlRun, check_mirror
    from candidates.screening.learning import promising_titles

    if workspace.mirror_url:
        check_mirror(workspace.mirror_url)
    run = CrawlRun(
        editions=wanted,
        table=workspace.editions,
        database=workspace.database_url,
        mirror=workspace.mirror_url,
        contact=workspace.config.contact,
        refresh=refresh,
        abstracts=abstracts,
        delay=delay,
        delays=workspace.config.delay,
        debug=workspace.debug,
        check_totals=check_totals,
        promising=promising_titles(workspace),
    )
    from candidates.commands.progress import crawl_progress

    with crawl_progress(wanted) as run.listener:
        return run.run(), run.interrupted


def todo_editions(workspace: Workspace) -> list["Edition"]:
    """The editions that the open items of the list's TODO name, in the order that the list suggests; none when all items are ticked.

    Raises UsageError where there is no TODO, or none of its open items names an edition that covenue knows.
    """
    from candidates.reading_list.claims import open_editions

    reading_list, table = workspace.reading_list(), workspace.editions
    name = workspace.list_path.name
    wanted, unknown = open_editions(reading_list, table.years_that_can_be_asked)
    strange = ", ".join(f"{table.name_of(venue)} {year}" for venue, year in unknown)
    if strange and wanted:
        say(f"The TODO of {name} also names {strange}, which covenue does not know; a file of your own (setting `editions`) can add it.")
    if not wanted and strange:
        raise UsageError(
            f"The TODO of {name} names {strange}, which covenue does not know; a line in a file of your own (setting `editions`) adds it."
        )
    if not wanted and not any(item.checked and item.editions for item in reading_list.todo):
        raise UsageError(
            f"The TODO of {name} names no edition; say which, for example `covenue crawl icml-2025`, "
            "or `covenue crawl --new`. `covenue todo --add new` writes the newer ones into the list."
        )
    return [table.venues[venue].edition(year) for venue, year in wanted]


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
            # By the title alone a screening misses one in ten in the systems venues: the share is worth seeing.
            f"{report.abstracts} ({100 * report.abstracts // report.crawled} %)" if report.crawled else "0",
            str(report.requests),
            f"{report.seconds:.1f}",
        )
    Console(soft_wrap=True, highlight=False).print(table)
    for report in reports:
        if report.message:
            say(f"{report.venue}-{report.year}: {report.message}.")
