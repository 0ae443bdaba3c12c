"""`covenue entries`: how the list is read, entry by entry; touches no database."""

from typing import Any

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, workspace_options
from candidates.counted import counted
from candidates.errors import ExitCode
from candidates.reading_list.parts import Entry, ReadingList
from candidates.workspace import Workspace


@click.command()
@AS_JSON
@workspace_options
def entries(workspace: Workspace, as_json: bool) -> ExitCode:
    """Print what was understood of the list, entry by entry, and what was not.

    Exits 1 when nothing can be read from a list that has sections with text.

    Example: covenue entries --json
    """
    reading_list = workspace.reading_list()
    if as_json:
        print_json(_document(reading_list))
    else:
        for entry in reading_list.entries:
            click.echo(_shown(entry))
        for one in reading_list.not_understood:
            say(f"{workspace.list_path.name}:{one.line}: not understood: {one.why}: {one.text}")
        sections = {entry.section_index for entry in reading_list.entries}
        read = f"{counted(len(reading_list.entries), 'entry', 'entries')} in {counted(len(sections), 'section')}"
        say(f"{read}; {counted(len(reading_list.not_understood), 'part')} not understood")
    if reading_list.entries or not (reading_list.not_understood or any(section.has_text for section in reading_list.sections)):
        return ExitCode.DONE
    say(
        f"covenue: No paper could be read from {workspace.list_path.name}, although it has sections with text. Write each paper as a "
        "bullet, a row of a table or a bold line with its link, and ask again."
    )
    return ExitCode.ERROR


def _document(reading_list: ReadingList) -> dict[str, Any]:
    return {
        "entries": [
            {
                "line": entry.line,
                "title": entry.title,
                "section": list(entry.path),
                "venue": entry.venue or None,
                "year": entry.year,
                "links": list(entry.links),
                "authors": list(entry.authors),
            }
            for entry in reading_list.entries
        ],
        "not_understood": [{"line": one.line, "text": one.text, "why": one.why} for one in reading_list.not_understood],
    }


def _shown(entry: Entry) -> str:
    edition = " ".join(str(part) for part in (entry.label, entry.year) if part)
    return f"{entry.line:5}  {entry.title}" + (f"  ({edition})" if edition else "") + f"  [{' > '.join(entry.path)}]"
