"""`covenue publish`: the accepted papers into the list."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, edition_keys, print_json, say, show_diff, some_editions, workspace_options
from candidates.commands.whole_file import write_whole
from candidates.counted import counted
from candidates.errors import CovenueError, ExitCode
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.publishing.list_writer import Published

PULL_REQUEST = Path(".covenue") / "pull-request.md"


@click.command()
@some_editions
@click.option("--dry-run", is_flag=True, help="Only print the diff; nothing is written.")
@click.option("--branch", metavar="NAME", help="Commit to this new git branch instead of the file; never pushes.")
@AS_JSON
@workspace_options
def publish(workspace: Workspace, dry_run: bool, editions: tuple[str, ...], branch: str | None, as_json: bool) -> ExitCode:
    """Write the accepted papers, of the EDITIONs or of all, into their sections of the list and tick its TODO. Only the lines concerned
    change.

    Exits 3 when an accepted paper could not be placed.

    Example: covenue publish --dry-run
    """
    from candidates.publishing import publishing

    request = ""
    chosen = edition_keys(editions, workspace)
    with workspace.open_store() as store:
        if dry_run:
            done = publishing.plan(store, workspace.reading_list(), workspace.list_path.name, chosen).published
        elif branch is not None:
            done, request = publishing.publish_to_branch(store, workspace.list_path, branch, chosen)
        else:
            done = publishing.publish(store, workspace.list_path, who=workspace.reviewer, editions=chosen)
    if request:
        _write_request(workspace.folder / PULL_REQUEST, request)
    if as_json:
        print_json(
            {
                "added": [{"title": each.title, "category": each.category, "line": each.line} for each in done.added],
                "ticked": [{"text": each.text, "line": each.line} for each in done.ticked],
                "skipped": [{"title": each.title, "why": each.why} for each in done.skipped],
                "diff": done.diff,
            }
        )
    else:
        _show(done, dry_run)
    return ExitCode.PARTLY if any(each.is_homeless for each in done.skipped) else ExitCode.DONE


def _write_request(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text)
    except OSError as problem:
        raise CovenueError(f"The branch was made, but {path} cannot be written: {problem.strerror}.") from problem
    say(f"The branch was made; the text for a pull request is in {path}.")


def _show(done: "Published", dry_run: bool) -> None:
    # Once it is written, git shows the diff.
    if dry_run:
        show_diff(done.diff)
    for each in done.skipped:
        say(f"not {'ticked' if each.is_task else 'added'}: {each.title}: {each.why}")
    if not done.diff:
        nothing = "Nothing to publish: no accepted paper is missing in the list. `covenue queue` shows what waits for a decision."
        say("The list stays as it is." if done.skipped else nothing)
        return
    ticked = "".join(f"; ticked: {each.text}" for each in done.ticked)
    say(f"{'would add' if dry_run else 'added'} {counted(len(done.added), 'paper')}{ticked}")
