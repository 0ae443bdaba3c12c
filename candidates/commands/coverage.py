"""`covenue coverage`: what is missing, as a table, JSON, CSV or one HTML page."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, say, workspace_options
from candidates.errors import CovenueError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from rich.table import Table

    from candidates.coverage.report import Coverage

# What all columns need in characters with six-digit counts; a file or a pipe gets as many. A terminal gets the columns that fit.
TABLE_WIDTH = 140
WIDE = ("abstracts", "flagged", "in_list", "accepted", "published", "rejected", "pending", "later", "gap")
NARROW = ("flagged", "in_list", "pending", "gap")
NARROWEST = ("pending", "gap")
LAYOUTS = (WIDE, NARROW, NARROWEST)
HEADINGS = {"in_list": "in list", "gap": "missing"}


@click.command()
@AS_JSON
@click.option("--csv", "csv_path", type=click.Path(path_type=Path, dir_okay=False), help="Write the editions as CSV into this file.")
@click.option("--html", "html_path", type=click.Path(path_type=Path, dir_okay=False), help="Write one self-contained page into this file.")
@workspace_options
def coverage(workspace: Workspace, as_json: bool, csv_path: Path | None, html_path: Path | None) -> None:
    """Report what is missing: per edition, in the list, and what stands in the way of the TODO.

    Example: covenue coverage --html coverage.html
    """
    from candidates.coverage.report import coverage as report_on
    from candidates.coverage.report import csv_rows, gaps
    from candidates.coverage.todo import next_steps
    from candidates.matching.list_entries import sync

    reading_list = list_if_any(workspace)
    with workspace.open_store() as store:
        if reading_list:
            sync(store, reading_list)
        report = report_on(store, reading_list)
        steps = next_steps(report, reading_list, store.editions)
        if html_path:
            from candidates.coverage.page import list_name, render

            _write(
                html_path, render(report, gaps(store), store.editions, list_name(reading_list), reading_list.years if reading_list else ())
            )
    if csv_path:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(csv_rows(report))
        _write(csv_path, text.getvalue())
    if as_json:
        print_json({**report.as_json(), "next": list(steps)})
    elif not (csv_path or html_path):
        _show(report)
        for step in steps:
            click.echo(f"Next: {step}.")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise CovenueError(f"{path} cannot be written: {problem.strerror}. Choose another file.") from problem
    say(f"wrote {path}")


def _show(report: "Coverage") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = TABLE_WIDTH
    unlimited = console.options.update(max_width=10 * TABLE_WIDTH)
    tables = [_table(report, columns) for columns in LAYOUTS]
    fitting = (table for table in tables if console.measure(table, options=unlimited).maximum <= console.width)
    console.print(next(fitting, tables[-1]))
    if missing := [row.edition for row in report.editions if row.status == "not-tried"]:
        click.echo(f"Not crawled yet: {', '.join(missing)}.")
    known = report.list
    if known.entries:
        click.echo(
            f"The list: {known.entries} entries, {known.distinct} papers, {known.matched} of them in a crawled edition, "
            f"{len(known.unmatched)} in none, {len(known.to_confirm)} to confirm (--html and --json name them)."
        )
    for item in report.todo:
        rest = "; ".join(item.obstacles) or ("done" if item.done else "nothing in the way, `covenue publish` ticks it")
        click.echo(f"[{'x' if item.done else ' '}] {item.text}: {rest}")


def _table(report: "Coverage", columns: tuple[str, ...]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("edition", "crawl", "papers", *columns):
        table.add_column(HEADINGS.get(name, name), justify="left" if name in ("edition", "crawl") else "right", no_wrap=True)
    for row in (row for row in report.editions if row.status != "not-tried"):
        papers = f"{row.crawled}/{row.declared}" if row.declared is not None else str(row.crawled)
        table.add_row(row.edition, row.status, papers, *(str(getattr(row, name)) if row.crawled else "" for name in columns))
    return table
