"""`covenue forget`: takes back a wrong import, or an edition that should be crawled from nothing."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, edition_keys, print_json, say, some_editions, workspace_options
from candidates.counted import counted
from candidates.errors import UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.store.forgetting import Forgotten


@click.command()
@some_editions
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@workspace_options
def forget(workspace: Workspace, editions: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Take out what was crawled or imported of EDITIONs.

    Decisions stay, and find their papers again when the edition is crawled or imported anew. The list is not touched. A database file is
    copied before, beside itself.

    Example: covenue forget mm-2021
    """
    from candidates.crawling.lock import crawl_lock
    from candidates.store.backups import back_up
    from candidates.store.forgetting import forget as take_out
    from candidates.store.forgetting import held

    if not editions:
        raise UsageError("Say which editions, for example `covenue forget mm-2021`.")
    chosen = edition_keys(editions, workspace)
    with workspace.open_store() as store:
        found = [held(store, venue, year) for venue, year in chosen]
        if not yes and any(each.papers or each.pages for each in found):
            if as_json:
                raise UsageError("Say --yes together with --json: there is nobody to ask.")
            for each in found:
                say(f"{_holds(each)}.")
            if not _agreed():
                say("Nothing was taken out.")
                return
        with crawl_lock(workspace.database_url):
            copy = back_up(workspace.database_url, "forget") if any(each.papers or each.pages for each in found) else None
            if copy is not None:
                say(f"A copy of the database as it was stands in {copy.path}.")
            done = [take_out(store, venue, year) for venue, year in chosen]
    if as_json:
        print_json({"editions": [asdict(each) for each in done]})
        return
    for each in done:
        again = f"; `covenue crawl {each.venue}-{each.year}` fetches it anew" if each.papers else ""
        click.echo(f"Taken out: {_holds(each)}{again}.")


def _agreed() -> bool:
    """What the person answers. Raises UsageError where nobody can (a job, `</dev/null`), and Abort for Ctrl-C."""
    try:
        return click.confirm("Take this out?", err=True)
    except click.Abort as problem:
        if isinstance(problem.__context__, EOFError):
            raise UsageError("Nobody answered, and nothing was taken out; say --yes where there is nobody to ask.") from problem
        raise


def _holds(each: "Forgotten") -> str:
    kept = [f"{each.decided} with decisions, which stay"] if each.decided else []
    kept += [f"{each.published} published, whose lines stay in the list"] if each.published else []
    kept += [f"{each.by_hand} given by hand, which no crawl brings back"] if each.by_hand else []
    return f"{each.venue}-{each.year}, {counted(each.papers, 'paper')}" + (f" ({'; '.join(kept)})" if kept else "")
