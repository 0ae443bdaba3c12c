"""`covenue coverage`: what is missing, as a table, JSON, CSV, Markdown, a picture or one HTML page."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, edition_keys, list_if_any, print_json, say, some_editions, workspace_options
from candidates.commands.whole_file import write_whole, writing_to
from candidates.counted import counted
from candidates.workspace import Workspace
from spiders.edition_status import EditionStatus

if TYPE_CHECKING:
    from rich.table import Table

    from candidates.coverage.report import Coverage, EditionCoverage, ListCoverage
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store
    from spiders.editions import EditionTable

# What all columns need in characters with six-digit counts; a file or a pipe gets as many. A terminal gets the columns that fit.
TABLE_WIDTH = 140
WIDE = ("abstracts", "flagged", "in_list", "accepted", "published", "rejected", "pending", "later", "gap")
NARROW = ("flagged", "in_list", "pending", "gap")
NARROWEST = ("pending", "gap")
LAYOUTS = (WIDE, NARROW, NARROWEST)
HEADINGS = {"in_list": "in list", "gap": "missing"}


OUTPUT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@some_editions
@AS_JSON
@click.option("--csv", "csv_path", type=OUTPUT, help="Write the editions as CSV into this file.")
@click.option("--html", "html_path", type=OUTPUT, help="Write one self-contained page into this file.")
@click.option("--markdown", "markdown_path", type=OUTPUT, help="Write a table for a README or a job's summary into this file.")
@click.option("--svg", "svg_path", type=OUTPUT, help="Write a picture, venues by years, into this file.")
@workspace_options
def coverage(workspace: Workspace, editions: tuple[str, ...], as_json: bool, **paths: Path | None) -> None:
    """Report what is missing: per edition, in the list, and what stands in the way of the TODO; of the EDITIONs or of all.

    Example: covenue coverage --html coverage.html
    """
    from candidates.coverage.narrowed import narrowed
    from candidates.coverage.report import coverage as report_on
    from candidates.coverage.todo import next_steps
    from candidates.queue.list_matches import sync

    chosen = edition_keys(editions, workspace)
    with workspace.open_store() as store:
        reading_list = list_if_any(workspace)
        if reading_list:
            sync(store, reading_list)
        whole = report_on(store, reading_list)
        steps = next_steps(whole, reading_list, store.editions)
        report = narrowed(whole, chosen, store.editions) if chosen else whole
        written = _write_files(store, reading_list, report, steps, paths)
    if as_json:
        print_json({**report.as_json(), "next": list(steps)})
    elif not written:
        _show(report, workspace.editions)
        for step in steps:
            click.echo(f"Next: {step}.")


def _write_files(
    store: "Store", reading_list: "ReadingList | None", report: "Coverage", steps: tuple[str, ...], paths: dict[str, Path | None]
) -> bool:
    """The report in each form that has a path; whether there is any."""
    table = store.editions
    if path := paths["html_path"]:
        from candidates.coverage.page import list_name, render
        from candidates.coverage.report import gaps

        shown = gaps(store, [(row.venue, row.year) for row in report.editions])
        _write(path, render(report, shown, table, list_name(reading_list), reading_list.years if reading_list else ()))
    if path := paths["csv_path"]:
        from candidates.coverage.csv_rows import csv_rows
        from candidates.exports import csv_cell

        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([csv_cell(cell) for cell in row] for row in csv_rows(report))
        _write(path, text.getvalue())
    if path := paths["markdown_path"]:
        from candidates.coverage.markdown import markdown

        _write(path, markdown(report, table, steps))
    if path := paths["svg_path"]:
        from candidates.coverage.picture import picture

        _write(path, picture(report, table))
    return any(paths.values())


def _write(path: Path, text: str) -> None:
    with writing_to(path):
        write_whole(path, text)
    say(f"wrote {path}")


def _show(report: "Coverage", editions: "EditionTable") -> None:
    from candidates.coverage.venues import by_access, editions_said, not_crawled_said

    if tried := [row for row in report.editions if row.status != EditionStatus.NOT_TRIED]:
        _print_table(tried, editions)
    if missing := [(row.venue, row.year) for row in report.editions if row.status == EditionStatus.NOT_TRIED and not row.not_held]:
        click.echo(f"Not crawled yet: {editions_said(missing, editions)}.")
    for row in report.editions:
        if row.not_held:
            click.echo(f"{editions.name_of(row.venue)} {row.year} does not take place: {row.not_held}.")
    known = report.list
    if known.entries:
        listed = f"{counted(known.entries, 'entry', 'entries')}, {counted(known.distinct, 'paper')}"
        click.echo(
            f"The list: {listed}, {known.matched} of them in a crawled edition, "
            f"{len(known.unmatched)} in none, {len(known.to_confirm)} to confirm{_where_named(known)}."
        )
    if known.not_crawled:
        click.echo(not_crawled_said(known.not_crawled))
    for access, names in by_access(report.venues):
        click.echo(f"{', '.join(names)}: {access}.")
    for item in report.todo:
        rest = "; ".join(item.obstacles) or ("done" if item.done else "nothing in the way, `covenue publish` ticks it")
        click.echo(f"[{'x' if item.done else ' '}] {item.text}: {rest}")


def _print_table(tried: "Sequence[EditionCoverage]", editions: "EditionTable") -> None:
    """With as many columns as the terminal has room for."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = TABLE_WIDTH
    unlimited = console.options.update(max_width=10 * TABLE_WIDTH)
    tables = [_table(tried, columns, editions) for columns in LAYOUTS]
    fitting = (table for table in tables if console.measure(table, options=unlimited).maximum <= console.width)
    console.print(next(fitting, tables[-1]))


def _where_named(known: "ListCoverage") -> str:
    return " (`covenue matches --state to-confirm` shows both titles)" if known.to_confirm else ""


def _table(tried: "Sequence[EditionCoverage]", columns: tuple[str, ...], editions: "EditionTable") -> "Table":
    from rich import box
    from rich.table import Table

    from candidates.coverage.venues import grouped

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("edition", "crawl", "papers", *columns):
        table.add_column(HEADINGS.get(name, name), justify="left" if name in ("edition", "crawl") else "right", no_wrap=True)
    for name, rows in grouped(tried, editions):
        if name:
            table.add_row(name)
        for row in rows:
            papers = f"{row.crawled}/{row.declared}" if row.declared is not None else str(row.crawled)
            table.add_row(row.edition, row.status, papers, *(str(getattr(row, name)) if row.crawled else "" for name in columns))
        table.add_section()
    return table
