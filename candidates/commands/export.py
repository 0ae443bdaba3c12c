"""`covenue export`: papers for reference managers, spreadsheets and other programs."""

import sys
from pathlib import Path

import click

from candidates.commands.cli_options import edition_keys, say, some_editions, sync_if_any, workspace_options
from candidates.commands.whole_file import write_whole, writing_to
from candidates.counted import counted
from candidates.queue.states import BELONGS, State
from candidates.workspace import Workspace

NAMES = ("bibtex", "ris", "csl-json", "csv", "jsonl")


@click.command()
@click.argument("form", type=click.Choice(NAMES), metavar="FORMAT")
@some_editions
@click.option("--state", type=click.Choice([state.value for state in State]), help="Which candidates (default: accepted and published).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of the terminal.")
@workspace_options
def export(workspace: Workspace, form: str, state: str | None, editions: tuple[str, ...], output: Path | None) -> None:
    """Export papers, of the EDITIONs or of all, as FORMAT: bibtex, ris, csl-json, csv or jsonl.

    Example: covenue export bibtex --state accepted -o accepted.bib
    """
    from candidates.exports import FORMATS, records

    chosen = edition_keys(editions, workspace)
    with workspace.open_store() as store:
        sync_if_any(store, workspace)
        found = records(store, (state,) if state else BELONGS, chosen)
    if not found:
        say("Nothing to export: no paper is of this kind. `covenue queue --state accepted` shows what is accepted.")
    data = FORMATS[form](found).encode("utf-8")
    if output is None:
        # As bytes, so that line ends and encoding are the format's and not the terminal's.
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    with writing_to(output):
        # The line ends are the format's own.
        write_whole(output, data.decode("utf-8"), newline="")
    say(f"wrote {counted(len(found), 'paper')} to {output}")
