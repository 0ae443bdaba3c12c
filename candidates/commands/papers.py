"""`covenue papers`: everything crawled."""

import codecs
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from candidates.commands.cli_options import AS_JSON, AT_MOST, edition_keys, say, some_editions, sync_if_any, workspace_options
from candidates.commands.whole_file import whole_file, writing_to
from candidates.counted import counted
from candidates.errors import UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.store.database import Store

FORMATS = ("json", "jsonl", "csv")
# Columns of the table that opens in a spreadsheet: what people sort by first, long text last.
COLUMNS = ("id", "title", "authors", "venue", "year", "track", "state", "in_list", "score", "flagged", "category", "url", "doi", "keywords")


@click.command()
@some_editions
@click.option(
    "--search", metavar="TEXT", help="Only papers with all these words, or what begins so, in title, abstract, authors or keywords."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="As one JSON array, JSON Lines or CSV, with state and score.")
@click.option("--limit", type=AT_MOST, help="At most so many.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of the terminal.")
@AS_JSON
@workspace_options
def papers(
    workspace: Workspace,
    editions: tuple[str, ...],
    search: str | None,
    form: str | None,
    limit: int | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Show every paper crawled, of the EDITIONs or of all, with what was decided on it.

    Example: covenue papers neurips-2025 --search "spike camera" --format csv -o papers.csv
    """
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json prints one JSON document, and --format {form} another form; give one of them.")
    chosen = edition_keys(editions, workspace)
    form = form or ("json" if as_json else _by_name(output))
    with workspace.open_store() as store:
        if form and workspace.list_path.exists():
            sync_if_any(store, workspace)
        found = _found(store, chosen, search, limit)
        if form and output:
            say(f"wrote {counted(_into_file(output, form, found), 'paper')} to {output}")
        elif form:
            # Not through print: these bytes are UTF-8 whatever the terminal says.
            sys.stdout.flush()
            stream = codecs.getwriter("utf-8")(sys.stdout.buffer)  # a wrapper that does not close it, should the reader have gone
            _write(stream, form, found)
        else:
            _show(found)


def _by_name(output: Path | None) -> str | None:
    """The format that a file's name asks for."""
    if output is None:
        return None
    ending = output.suffix.lstrip(".").lower()
    return ending if ending in FORMATS else "csv"


def _show(found: Iterator[dict[str, Any]]) -> None:
    shown = 0
    for shown, row in enumerate(found, 1):  # noqa: B007  # the number of the last one is wanted
        click.echo(f"{row['id']}  {row['title']}  ({', '.join(row['authors'][:3])}{' et al.' if len(row['authors']) > 3 else ''})")
    if not shown:
        say("No crawled paper is of this kind. `covenue coverage` shows what was crawled, `covenue crawl` crawls more.")


def _found(store: "Store", editions: list[tuple[str, int]], search: str | None, limit: int | None) -> Iterator[dict[str, Any]]:
    """The rows in the order of the editions and their ids, in parts of a thousand, so that memory stays small."""
    from sqlalchemy import select, true

    from candidates.exports import paper_json
    from candidates.queue.candidates import CATEGORY, IS_IN_LIST, JOINED, STATE
    from candidates.store.database import of_editions
    from candidates.store.paper_rows import paper_of
    from candidates.store.search import has_words
    from candidates.store.tables import PAPERS, SCREENINGS

    known = (STATE.label("state"), IS_IN_LIST.label("in_list"), SCREENINGS.c.score, SCREENINGS.c.flagged, CATEGORY.label("category"))
    with store.reading() as connection:
        wanted = has_words(store, search, connection) if search else true()
        query = select(PAPERS, *known).select_from(JOINED).where(of_editions(editions), wanted)
        query = query.order_by(PAPERS.c.venue, PAPERS.c.year, PAPERS.c.id).limit(limit)
        for row in connection.execution_options(yield_per=1000).execute(query).mappings():
            standing = {"state": row["state"], "in_list": bool(row["in_list"]), "category": row["category"]}
            yield {**paper_json(row["id"], paper_of(row)), **standing, "score": row["score"], "flagged": bool(row["flagged"])}


def _into_file(path: Path, form: str, rows: Iterator[dict[str, Any]]) -> int:
    # A byte order mark, by which spreadsheets know that a table is UTF-8.
    with writing_to(path), whole_file(path, encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as stream:
        return _write(stream, form, rows)


def _write(stream: IO[str] | codecs.StreamWriter, form: str, rows: Iterator[dict[str, Any]]) -> int:
    """Row by row, so that memory stays small; how many."""
    number = 0
    if form == "csv":
        from candidates.exports import csv_cell

        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")  # line ends as RFC 4180 has them
        writer.writerow((*COLUMNS, "abstract"))
        for row in rows:
            writer.writerow([csv_cell(_flat(row, name)) for name in (*COLUMNS, "abstract")])
            number += 1
        return number
    opening, between, closing = ("", "\n", "\n") if form == "jsonl" else ("[\n", ",\n", "\n]\n")
    for number, row in enumerate(rows, 1):
        stream.write((between if number > 1 else opening) + json.dumps(row, ensure_ascii=False))
    if not number:
        opening, closing = "", "" if form == "jsonl" else "[]\n"
    stream.write(closing)
    return number


def _flat(row: Mapping[str, Any], name: str) -> Any:
    return "; ".join(row[name]) if isinstance(row[name], list) else row[name]
