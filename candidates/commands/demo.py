"""`covenue demo`: the whole job on a small stand-in of the six sites, without network and account."""

import shlex
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import click

from candidates.commands.cli_options import AS_JSON, print_json, say
from candidates.commands.crawl import crawl_editions, show, todo_editions
from candidates.commands.init import write_starter
from candidates.errors import CovenueError
from candidates.store.addresses import sqlite_url
from candidates.workspace import DATABASE_FILE, Workspace

if TYPE_CHECKING:
    from candidates.crawling.run import EditionReport

# Candidates shown: what fits on a screen between the two tables.
SHOWN = 10


@click.command()
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@AS_JSON
@click.option("--debug", is_flag=True, help="Show tracebacks and the log.")
def demo(folder: Path | None, as_json: bool, debug: bool) -> None:
    """Do the whole job on a small stand-in of the six sites: crawl, screen, report. Everything stays in DIR.

    DIR (default: a new temporary folder) must be empty or new; it is kept, so that you can go on from there.

    Example: covenue demo try-covenue
    """
    from candidates.demo.server import StandInServer, running
    from candidates.demo.sites import StandIn
    from candidates.demo.small_editions import small_editions
    from candidates.screening.screening import screen_editions

    folder = _empty_folder(folder)
    write_starter(folder)
    say(f"The demo works in {folder}; its papers are a small sample, its sites a stand-in on this computer.")
    with running(StandInServer(StandIn(small_editions()).answer)) as address:
        # Its own database and mirror, whatever the environment says: sample papers must not get among real ones.
        workspace = Workspace(folder / "covenue.toml", database=sqlite_url(folder / DATABASE_FILE), mirror=address, debug=debug)
        reports, interrupted = crawl_editions(workspace, todo_editions(workspace), delay=0, check_totals=False)
    if interrupted:
        raise KeyboardInterrupt
    screen_editions(workspace, [], say)
    if as_json:
        print_json(_document(workspace, reports))
        return
    _tell(workspace, reports)


def _empty_folder(folder: Path | None) -> Path:
    try:
        if folder is None:
            return Path(mkdtemp(prefix="covenue-demo-"))
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CovenueError(f"{folder} is not empty, and the demo would mix its sample with what is there; name another folder.")
        return folder.resolve()
    except OSError as problem:
        raise CovenueError(f"The folder {folder or ''} cannot be used: {problem.strerror}. Name another one.") from problem


def _document(workspace: Workspace, reports: "list[EditionReport]") -> dict[str, Any]:
    """What the commands crawl, queue and coverage would print, in one."""
    from candidates.coverage.report import coverage
    from candidates.queue.candidates import candidates
    from candidates.queue.list_matches import sync
    from candidates.queue.states import State

    reading_list = workspace.reading_list()
    with workspace.open_store() as store:
        sync(store, reading_list)
        return {
            "folder": str(workspace.folder),
            "editions": [asdict(report) for report in reports],
            "queue": [each.as_json() for each in candidates(store, State.PENDING, limit=SHOWN)],
            "coverage": coverage(store, reading_list).as_json(),
        }


def _tell(workspace: Workspace, reports: "list[EditionReport]") -> None:
    """What the commands of the job show, one after the other, and what to type next."""
    from candidates.commands.coverage import coverage
    from candidates.commands.queue import queue

    context = click.get_current_context()
    where = {"config_path": workspace.config_path, "database": workspace.database_url}
    click.echo("\nWhat was crawled (`covenue crawl`)\n")
    show(reports, as_json=False)
    click.echo(f"\nThe first {SHOWN} candidates (`covenue queue`)\n")
    context.invoke(queue, limit=SHOWN, **where)
    click.echo("\nWhat the list misses (`covenue coverage`)\n")
    context.invoke(coverage, **where)
    click.echo(f"\nNext: cd {shlex.quote(str(workspace.folder))} && covenue review")
