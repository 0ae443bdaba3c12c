"""`covenue import`: files saved by hand, for sites that turn crawlers away."""

from pathlib import Path

import click

from candidates.commands.cli_options import AS_JSON, edition_named, say, workspace_options
from candidates.commands.crawl import NOT_DONE, show
from candidates.errors import ExitCode
from candidates.workspace import Workspace


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--edition", "name", required=True, metavar="EDITION", help="The edition the files belong to, as venue-year.")
@click.option("--no-screen", is_flag=True, help="Do not screen what was taken in.")
@AS_JSON
@workspace_options
def import_files(workspace: Workspace, files: tuple[Path, ...], name: str, no_screen: bool, as_json: bool) -> int:
    """Take in FILEs saved by hand: pages, XML, JSON, BibTeX, RIS, CSV or TSV, also packed with gzip. What a file is, its content tells.

    Papers of another venue or year and submissions that were not accepted are passed over, and it is said how many and why; a file of
    something else is refused, and nothing is stored. `covenue forget` takes an import back.

    Example: covenue import saved/*.html --edition ijcai-2025
    """
    from candidates.crawling.saved_files import import_saved

    report = import_saved(workspace.database_url, files, edition_named(name, workspace), workspace.editions)
    try:
        if not no_screen:
            from candidates.screening.screening import screen_editions

            screen_editions(workspace, [(report.venue, report.year)], say, workers=0)
    finally:  # what was taken in is told whatever keeps it from being screened
        show([report], as_json)
    return ExitCode.PARTLY if report.status in NOT_DONE else ExitCode.DONE
