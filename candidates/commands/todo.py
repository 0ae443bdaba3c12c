"""`covenue todo`: the list's TODO with what stands in the way, and the items that it should gain."""

from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, edition_keys, print_json, say, show_diff, some_editions, workspace_options
from candidates.counted import counted
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.coverage.todo import TodoReport
    from candidates.reading_list.claims import EditionKey
    from candidates.reading_list.parts import ReadingList


@click.command()
@some_editions
@click.option("--add", is_flag=True, help="Write items for these EDITIONs into the list; `new` stands for all that are proposed.")
@click.option("--dry-run", is_flag=True, help="With --add: only print the diff; nothing is written.")
@AS_JSON
@workspace_options
def todo(workspace: Workspace, editions: tuple[str, ...], add: bool, dry_run: bool, as_json: bool) -> None:
    """Show the list's TODO, what stands in the way of each item, and the newer editions that it should gain.

    --add writes them in the wording of the items that are there, in their order; what an item names already is left alone.

    Example: covenue todo --add new
    """
    from candidates.errors import UsageError
    from candidates.reading_list.claims import newer_editions

    reading_list = workspace.reading_list()
    newer = newer_editions(reading_list, workspace.editions.years)
    if add:
        words = [word for word in editions if word != "new"]
        named = edition_keys(words, workspace)
        if not editions:
            raise UsageError("Say which editions: `covenue todo --add new`, or for example `covenue todo --add aaai-2026`.")
        _add(workspace, reading_list, [*named, *(newer if len(words) < len(editions) else ())], dry_run, as_json)
        return
    if editions or dry_run:
        raise UsageError("`covenue todo` shows the whole TODO; `covenue todo --add EDITION…` writes new items.")
    report = _report(workspace, reading_list, newer)
    if as_json:
        print_json(report.as_json())
        return
    _show(report, workspace.list_path.name)


def _report(workspace: Workspace, reading_list: "ReadingList", newer: "list[EditionKey]") -> "TodoReport":
    from candidates.coverage.report import Coverage, coverage
    from candidates.coverage.todo import ProposedItem, TodoReport, todo_items, why_proposed
    from candidates.publishing.todo_items import item_text
    from candidates.queue.list_matches import sync

    with workspace.open_store() as store:
        sync(store, reading_list)
        report: Coverage = coverage(store, reading_list)
    proposed = (
        ProposedItem(
            edition=f"{edition[0]}-{edition[1]}", text=item_text(reading_list, edition), why=why_proposed(edition, reading_list, report)
        )
        for edition in newer
    )
    return TodoReport(items=todo_items(report), proposed=tuple(proposed))


def _show(report: "TodoReport", name: str) -> None:
    for item in report.items:
        free = "nothing in the way, `covenue publish` ticks it" if item.editions else "names no edition"
        rest = "done" if item.done else "; ".join(item.waiting) or free
        click.echo(f"[{'x' if item.done else ' '}] {item.text}: {rest}")
    if not report.items:
        click.echo(f"{name} has no TODO.")
    for proposed in report.proposed:
        click.echo(f"[+] {proposed.text}: {proposed.why} (`covenue todo --add {proposed.edition}`)")
    if report.proposed:
        say("`covenue todo --add new` writes the items marked + into the list.")


def _add(workspace: Workspace, reading_list: "ReadingList", editions: "list[EditionKey]", dry_run: bool, as_json: bool) -> None:
    from candidates.publishing.atomic_file import write_atomically
    from candidates.publishing.todo_items import add_items

    done = add_items(reading_list, editions, workspace.editions.years, workspace.list_path.name)
    if done.added and not dry_run:
        write_atomically(workspace.list_path, done.data, reading_list.to_bytes())
    if as_json:
        added = [{"edition": f"{each.edition[0]}-{each.edition[1]}", "text": each.text, "line": each.line} for each in done.added]
        print_json({"added": added, "present": [f"{venue}-{year}" for venue, year in done.present], "diff": done.diff})
        return
    if dry_run:
        show_diff(done.diff)
    for venue, year in done.present:
        say(f"{venue}-{year} is in the TODO already")
    if done.added:
        named = ", ".join(each.text for each in done.added)
        say(f"{'would add' if dry_run else 'added'} {counted(len(done.added), 'item')}: {named}")
    elif not done.present:
        say("No newer edition is known; a line in a file of your own (setting `editions`) adds one.")
