"""`covenue screen`: the classifier's word on what is stored."""

from dataclasses import asdict

import click

from candidates.commands.cli_options import AS_JSON, edition_keys, print_json, say, some_editions, warn_of_foreign_topic, workspace_options
from candidates.workspace import Workspace


@click.command()
@some_editions
@click.option("--all", "anew", is_flag=True, help="Screen everything anew, also what is screened already.")
@click.option("--workers", type=click.IntRange(min=1), help="Use N processes of this machine. Default: one a core.", metavar="N")
@AS_JSON
@workspace_options
def screen(workspace: Workspace, editions: tuple[str, ...], anew: bool, workers: int | None, as_json: bool) -> None:
    """Classify the crawled papers that are not screened yet, of the EDITIONs or of all. Decisions stay as they are.

    Example: covenue screen icml-2025 --all
    """
    from candidates.commands.progress import screening_progress
    from candidates.screening.screening import screen_editions

    warn_of_foreign_topic(workspace)
    chosen = edition_keys(editions, workspace)
    with screening_progress() as on_progress:
        done = screen_editions(workspace, chosen, say, anew, on_progress, workers or 0)
    if as_json:
        print_json(asdict(done))
