"""`covenue lint`: what is wrong in the list."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.options import AS_JSON, print_json, say, workspace_options
from candidates.commands.the_list import the_list
from candidates.errors import ExitCode, StoreError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.list_lint import Unmatched
    from candidates.list_parts import ReadingList


@click.command()
@click.option("--fix", is_flag=True, help="Repair the encoding, and nothing else.")
@AS_JSON
@workspace_options
def lint(workspace: Workspace, fix: bool, as_json: bool) -> ExitCode:
    """Say what is wrong in the list, with line numbers: encoding, doubles, contents, anchors, bullets, entries that no edition holds.

    Exits 1 when there are findings. Example: covenue lint --fix
    """
    from candidates.list_file import write_atomically
    from candidates.list_lint import lint_list
    from candidates.mojibake import fix_encoding

    reading_list = the_list(workspace)
    if fix:
        old = reading_list.to_bytes()
        fixed = fix_encoding(old)
        write_atomically(workspace.list_path, fixed, old)
        changed = sum(before != after for before, after in zip(old.splitlines(), fixed.splitlines(), strict=False))
        say(f"repaired the encoding of {changed} lines" if changed else "the encoding needed no repair")
        reading_list = the_list(workspace)
    findings = lint_list(reading_list, _unmatched(workspace, reading_list))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{workspace.list_path.name}:{finding.line}: {finding.kind}: {finding.text}")
        say(f"{len(findings)} findings" if findings else "nothing found")
    return ExitCode.ERROR if findings else ExitCode.DONE


def _unmatched(workspace: Workspace, reading_list: "ReadingList") -> "list[Unmatched]":
    """The entries that no crawled edition holds; none before anything was crawled, for then that says nothing."""
    from candidates.list_lint import with_near_titles
    from candidates.list_matches import paper_refs, sync, unmatched

    try:
        with workspace.open_store() as store:
            papers = paper_refs(store)
            if not papers:
                return []
            sync(store, reading_list)
            return with_near_titles(unmatched(store, reading_list), papers)
    except StoreError as problem:
        say(f"covenue: {problem} The list was checked without the papers.")
        return []
