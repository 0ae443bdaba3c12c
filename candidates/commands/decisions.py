"""`covenue decisions`: what was decided, as a file; and such a file applied to another database."""

from dataclasses import asdict
from pathlib import Path

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
from candidates.errors import CovenueError, ExitCode, UsageError
from candidates.workspace import Workspace
from spiders.text_files import text_of_file


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
    from candidates.queue import decision_file

    chosen = edition_keys(editions, workspace)
    if file is not None and chosen:
        raise UsageError("--apply takes the whole file over; leave the editions out.")
    if file is None and dry_run:
        raise UsageError("--dry-run says what a file would bring; name it with --apply.")
    with workspace.open_store() as store:
        if file is None:
            lines = [line for line in decision_file.decision_lines(store) if not chosen or (line.venue, line.year) in chosen]
            if as_json:
                print_json([asdict(line) for line in lines])
            else:
                print_utf8(decision_file.write_lines(lines))
            return ExitCode.DONE
        try:
            text = text_of_file(file)
        except (OSError, UnicodeDecodeError) as problem:
            why = problem.strerror if isinstance(problem, OSError) else "not UTF-8"
            raise CovenueError(f"{file} cannot be read ({why}); name a file that `covenue decisions` wrote.") from problem
        if text.strip() and not decision_file.read_lines(text)[0]:
            raise CovenueError(f"{file} holds no decision; name a file that `covenue decisions` wrote.")
        reading_list = list_if_any(workspace)
        done = decision_file.apply(store, text, workspace.reviewer, reading_list.places if reading_list else (), dry_run=dry_run)
    for conflict in done.conflicts:
        say(f"conflict: {conflict.sentence}")
    for fault in done.passed_over:
        say(fault)
    if as_json:
        print_json(asdict(done))
    taken = "would be taken over" if dry_run else "taken over"
    say(f"{done.written} decisions {taken}, {done.known} stood already, {len(done.passed_over)} lines passed over")
    return ExitCode.PARTLY if done.passed_over else ExitCode.DONE
