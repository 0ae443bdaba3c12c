"""`covenue decisions`: what was decided, as a file; and such a file applied to another database."""

import sys
from pathlib import Path

import click

from candidates.commands.options import say, workspace_options
from candidates.commands.the_list import list_if_any
from candidates.errors import CovenueError, ExitCode
from candidates.workspace import Workspace


@click.command()
@click.option("--apply", "file", type=click.Path(path_type=Path, dir_okay=False), help="Take the decisions of this file over.")
@workspace_options
def decisions(workspace: Workspace, file: Path | None) -> int:
    """Print the decisions in force as JSON Lines, or take over those of a file: earlier labels, a colleague's, a published set.

    Example: covenue decisions > decisions.jsonl
    """
    from candidates import decision_file

    with workspace.open_store() as store:
        if file is None:
            sys.stdout.write(decision_file.write_lines(decision_file.decision_lines(store)))
            return ExitCode.DONE
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise CovenueError(f"{file} cannot be read ({problem}); name a file that `covenue decisions` wrote.") from problem
        reading_list = list_if_any(workspace)
        done = decision_file.apply(store, text, workspace.reviewer, reading_list.categories if reading_list else ())
    for fault in done.passed_over:
        say(fault)
    say(f"{done.written} decisions taken over, {done.known} stood already, {len(done.passed_over)} lines passed over")
    return ExitCode.PARTLY if done.passed_over else ExitCode.DONE
