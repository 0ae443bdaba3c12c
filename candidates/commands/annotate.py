"""`covenue annotate`: what is missing at the list's entries, from the papers that they certainly are."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, show_diff, workspace_options
from candidates.counted import counted
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.publishing.annotation import Annotated
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store
    from spiders.paper import Paper

PARTS = ("edition", "link", "authors")


@click.command()
@click.option(
    "--with", "parts", multiple=True, type=click.Choice(PARTS), help="What to add (default: what the list's newest entries have)."
)
@click.option("--dry-run", is_flag=True, help="Only print the diff; nothing is written.")
@AS_JSON
@workspace_options
def annotate(workspace: Workspace, parts: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Complete the list's entries with edition, link and authors, in its own style, where the match with a crawled paper is certain.

    What is there stays byte for byte, a place that is taken is left alone, and doing it again changes nothing.

    Example: covenue annotate --with edition --with link --dry-run
    """
    from candidates.publishing.annotation import annotate as completed
    from candidates.publishing.annotation import usual_parts
    from candidates.publishing.atomic_file import write_atomically

    reading_list = workspace.reading_list()
    with workspace.open_store() as store:
        papers = _certain_papers(store, reading_list)
    done = completed(reading_list, papers, parts or usual_parts(reading_list), workspace.list_path.name)
    if done.changed and not dry_run:
        write_atomically(workspace.list_path, done.data, reading_list.to_bytes())
    if as_json:
        changed, skipped = ([asdict(each) for each in rows] for rows in (done.changed, done.skipped))
        print_json({"changed": changed, "skipped": skipped, "diff": done.diff})
        return
    _show(done, dry_run)


def _certain_papers(store: "Store", reading_list: "ReadingList") -> "dict[int, Paper]":
    """The paper that each entry certainly is, by the entry's line; entries taken for several papers are left out."""
    from candidates.queue.list_matches import entry_key, matches, sync
    from candidates.queue.states import IN_LIST

    sync(store, reading_list)
    found: dict[str, list[str]] = {}
    for match in matches(store, *IN_LIST):
        found.setdefault(match.entry_key, []).append(match.paper_id)
    alone = {key: ids[0] for key, ids in found.items() if len(ids) == 1}
    return {entry.line: store.paper(alone[key]) for entry in reading_list.entries if (key := entry_key(entry)) in alone}


def _show(done: "Annotated", dry_run: bool) -> None:
    from collections import Counter

    if dry_run:
        show_diff(done.diff)
    for why, entries in Counter(each.why for each in done.skipped).most_common():
        say(f"{entries} left alone: {why}")
    say(f"{'would complete' if dry_run else 'completed'} {counted(len(done.changed), 'entry', 'entries')}")
