"""`covenue papers`: everything crawled."""

from collections.abc import Iterator
from typing import Any

import click

from candidates.commands.cli_options import AS_JSON, chosen_editions, print_utf8, say, workspace_options
from candidates.workspace import Workspace

KEYS = ("id", "title", "authors", "abstract", "venue", "year", "track", "url", "doi", "keywords")


@click.command()
@click.argument("editions", nargs=-1, metavar="[EDITION]...")
@click.option("--search", metavar="TEXT", help="Only papers with this text in title, abstract, authors or keywords.")
@AS_JSON
@workspace_options
def papers(workspace: Workspace, editions: tuple[str, ...], search: str | None, as_json: bool) -> None:
    """Show every paper crawled, of the EDITIONs or of all.

    Example: covenue papers neurips-2025 --search "spike camera"
    """
    chosen = [(each.venue, each.year) for each in chosen_editions(editions, workspace)]
    with workspace.open_store() as store:
        found = _found(store, chosen, search)
        if as_json:
            _print_array(found)
            return
        shown = 0
        for shown, row in enumerate(found, 1):  # noqa: B007  # the number of the last one is wanted
            click.echo(f"{row['id']}  {row['title']}  ({', '.join(row['authors'][:3])}{' et al.' if len(row['authors']) > 3 else ''})")
        if not shown:
            say("No crawled paper is of this kind. `covenue coverage` shows what was crawled, `covenue crawl` crawls more.")


def _found(store: Any, editions: list[tuple[str, int]], search: str | None) -> Iterator[dict[str, Any]]:
    """The rows in the order of the editions and their ids, in parts of a thousand, so that memory stays small."""
    from sqlalchemy import String, cast, or_, select, true

    from candidates.store.database import of_editions
    from candidates.store.tables import PAPERS

    columns = (PAPERS.c.title, PAPERS.c.abstract, cast(PAPERS.c.authors, String), cast(PAPERS.c.keywords, String))
    wanted = or_(*(column.icontains(search, autoescape=True) for column in columns)) if search else true()
    query = select(PAPERS).where(of_editions(editions), wanted).order_by(PAPERS.c.venue, PAPERS.c.year, PAPERS.c.id)
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=1000).execute(query).mappings():
            yield {**{key: row[key] for key in KEYS}, "sources": row["origins"]}


def _print_array(rows: Iterator[dict[str, Any]]) -> None:
    """One JSON array, written row by row."""
    import json

    before = "[\n"
    for row in rows:
        print_utf8(before + json.dumps(row, ensure_ascii=False))
        before = ",\n"
    print_utf8("[]\n" if before == "[\n" else "\n]\n")
