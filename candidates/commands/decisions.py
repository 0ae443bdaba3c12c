"""`covenue decisions`: what was decided, as a file; and such a file applied to another database."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import (
    AS_JSON,
    edition_keys,
    list_if_any,
    print_json,
    print_utf8,
    say,
    some_editions,
    workspace_options,
)
from candidates.counted import counted
from candidates.errors import CovenueError, ExitCode, UsageError
from candidates.workspace import Workspace
from spiders.text_files import text_of_file

if TYPE_CHECKING:
    from candidates.queue.decision_file import Applied
    from candidates.store.database import Store


@click.command()
@some_editions
@click.option("--apply", "file", type=click.Path(path_type=Path, dir_okay=False), help="Take the decisions of this file over.")
@click.option("--dry-run", is_flag=True, help="With --apply: only say what would be taken over.")
@AS_JSON
@workspace_options
def decisions(workspace: Workspace, editions: tuple[str, ...], file: Path | None, dry_run: bool, as_json: bool) -> int:
    """Print the decisions in force, of the EDITIONs or of all, or take over those of a file: earlier labels, a colleague's, a published
    set.

    They are printed as JSON Lines, with --json as one array. Of two verdicts on a paper the newer counts, and each such conflict is said;
    `covenue undo` takes back all that a file brought in one step.

    Example: covenue decisions > decisions.jsonl
    """
    chosen = edition_keys(editions, workspace)
    if file is not None and chosen:
        raise UsageError("--apply takes the whole file over; leave the editions out.")
    if file is None and dry_run:
        raise UsageError("--dry-run says what a file would bring; name it with --apply.")
    with workspace.open_store() as store:
        if file is None:
            _print(store, chosen, as_json)
            return ExitCode.DONE
        done = _taken_over(workspace, store, file, dry_run)
    for conflict in done.conflicts:
        say(f"conflict: {conflict.sentence}")
    for fault in done.passed_over:
        say(fault)
    if as_json:
        print_json(asdict(done))
    taken = "would be taken over" if dry_run else "taken over"
    say(f"{counted(done.written, 'decision')} {taken}, {done.known} stood already, {counted(len(done.passed_over), 'line')} passed over")
    return ExitCode.PARTLY if done.passed_over else ExitCode.DONE


def _print(store: "Store", chosen: Sequence[tuple[str, int]], as_json: bool) -> None:
    from candidates.queue.decision_file import decision_lines, write_lines

    lines = [line for line in decision_lines(store) if not chosen or (line.venue, line.year) in chosen]
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        print_utf8(write_lines(lines))


def _taken_over(workspace: Workspace, store: "Store", file: Path, dry_run: bool) -> "Applied":
    """What the decisions of a file brought, or would bring. Raises CovenueError for a file that holds none."""
    from candidates.queue.decision_file import apply, read_lines

    try:
        text = text_of_file(file)
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "not UTF-8"
        raise CovenueError(f"{file} cannot be read ({why}); name a file that `covenue decisions` wrote.") from problem
    if text.strip() and not read_lines(text)[0]:
        raise CovenueError(f"{file} holds no decision; name a file that `covenue decisions` wrote.")
    reading_list = list_if_any(workspace)
    return apply(store, text, workspace.reviewer, reading_list.places if reading_list else (), dry_run=dry_run)
