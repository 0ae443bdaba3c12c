"""`covenue lint`: what is wrong in the list."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, workspace_options
from candidates.counted import counted
from candidates.errors import ExitCode, StoreError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candidates.lint import Finding, Unmatched
    from candidates.reading_list.parts import ReadingList

# Lines named of which the same is said; --json names each.
LINES_NAMED = 5


@click.command()
@click.option("--fix", is_flag=True, help="Repair the encoding, and nothing else.")
@AS_JSON
@workspace_options
def lint(workspace: Workspace, fix: bool, as_json: bool) -> ExitCode:
    """Say what is wrong in the list, with line numbers: encoding, doubles, contents, anchors, bullets, entries that no edition holds.

    Exits 1 when there are findings.

    Example: covenue lint --fix
    """
    from candidates.lint import lint_list
    from candidates.publishing.atomic_file import write_atomically
    from spiders.mojibake import fix_encoding

    reading_list = workspace.reading_list()
    if fix:
        old = reading_list.to_bytes()
        fixed = fix_encoding(old)
        write_atomically(workspace.list_path, fixed, old)
        changed = sum(before != after for before, after in zip(old.splitlines(), fixed.splitlines(), strict=False))
        say(f"repaired the encoding of {counted(changed, 'line')}" if changed else "the encoding needed no repair")
        reading_list = workspace.reading_list()
    findings = lint_list(reading_list, _unmatched(workspace, reading_list))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding, more in _grouped(findings):
            also = f" (also {'line' if len(more) == 1 else 'lines'} {_first_of(more)})" if more else ""
            click.echo(f"{workspace.list_path.name}:{finding.line}: {finding.kind}: {finding.text}{also}")
        say(_summary(findings))
    return ExitCode.ERROR if findings else ExitCode.DONE


def _grouped(findings: "Sequence[Finding]") -> "list[tuple[Finding, list[int]]]":
    """Each finding once, with the further lines of which the same is said."""
    groups: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
    for finding in findings:
        if (finding.kind, finding.text) in groups:
            groups[finding.kind, finding.text][1].append(finding.line)
        else:
            groups[finding.kind, finding.text] = (finding, [])
    return list(groups.values())


def _first_of(lines: "Sequence[int]") -> str:
    rest = f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
    return f"{', '.join(str(line) for line in lines[:LINES_NAMED])}{rest}"


def _summary(findings: "Sequence[Finding]") -> str:
    if not findings:
        return "nothing found"
    kinds = Counter(finding.kind for finding in findings)
    count = counted(len(findings), "finding")
    named = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common()) if len(kinds) > 1 else ""
    count = f"{count}: {named}" if named else count
    return f"{count}; `covenue lint --fix` repairs the encoding" if kinds["mojibake"] else count


def _unmatched(workspace: Workspace, reading_list: "ReadingList") -> "list[Unmatched]":
    """The entries that no crawled edition holds, without those of an edition that was not crawled: of these nothing is known, and of an
    entry that names none nothing either while one of the editions is missing that the list says it covers."""
    from candidates.lint import with_near_titles
    from candidates.queue.list_matches import paper_refs, sync, unmatched
    from candidates.reading_list.claims import claimed_editions

    if not workspace.has_database:
        return []
    try:
        with workspace.open_store() as store:
            papers = paper_refs(store)
            if not papers:
                return []
            sync(store, reading_list)
            crawled = {(paper.venue, paper.year) for paper in papers}
            whole = crawled.issuperset(claimed_editions(reading_list, workspace.editions.years))
            missing = [e for e in unmatched(store, reading_list) if ((e.venue, e.year) in crawled if e.venue and e.year else whole)]
            return with_near_titles(missing, papers)
    except StoreError as problem:
        say(f"covenue: {problem} The list was checked without the papers.")
        return []
