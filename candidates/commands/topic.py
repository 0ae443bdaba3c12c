"""`covenue topic`: a topic file proposed from the list, what was crawled and what was decided."""

import sys
from pathlib import Path

import click

from candidates.commands.cli_options import say, workspace_options
from candidates.commands.whole_file import write_whole, writing_to
from candidates.errors import CovenueError
from candidates.workspace import Workspace


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this new file instead of the terminal.")
@workspace_options
def topic(workspace: Workspace, output: Path | None) -> None:
    """Propose a topic file for the list: cues with weights and examples, phrases that may be false friends, what each section is about.

    It is made from the list's entries, the crawled papers and the decisions, for you to edit. As it is proposed it screens as well as no
    topic file does. A file that is there is never overwritten.

    Example: covenue topic -o my-topic.toml
    """
    from candidates.screening.topic_proposal import proposal

    text = proposal(workspace)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        return
    with writing_to(output):
        try:
            write_whole(output, text, newline="\n", overwrite=False)
        except FileExistsError as problem:
            raise CovenueError(f"{output} is there already and stays as it is. Name a new file with --output.") from problem
    say(f'wrote {output}; edit it, set topic = "{output}" in covenue.toml, then run `covenue screen --all`')
