"""`covenue show`: one paper with everything that is known of it."""

from typing import TYPE_CHECKING, Any

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, workspace_options
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.queue.candidates import Candidate
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store

# Sections named with their scores; the rest are below a few percent.
SECTIONS_SHOWN = 3


@click.command()
@click.argument("word", metavar="ID")
@AS_JSON
@workspace_options
def show(workspace: Workspace, word: str, as_json: bool) -> None:
    """Show one paper: abstract, links, score and reasons, what was decided and by whom, and the entry of the list that it is or may be.

    ID may be shortened to a beginning that only one paper has.

    Example: covenue show aaai-2025-3f9c
    """
    from candidates.queue.candidates import candidate
    from candidates.queue.ids import whole_id

    reading_list = list_if_any(workspace)
    with workspace.open_store() as store:
        if reading_list:
            from candidates.queue.list_matches import sync

            sync(store, reading_list)
        paper = candidate(store, whole_id(store, word))
        entry = _entry(store, paper.id, reading_list) if reading_list else None
        history = _history(store, paper.id)
    if as_json:
        print_json({**paper.as_json(), "history": history, "entry": entry})
        return
    _tell(paper)
    _tell_decisions(history, entry)


def _history(store: "Store", paper_id: str) -> list[dict[str, Any]]:
    """Every decision on the paper, oldest first; one that was taken back says so."""
    from candidates.queue.decisions import history

    return [
        {
            "verdict": each.verdict,
            "category": each.category,
            "by": each.who,
            "at": each.decided_at,
            "reason": each.reason,
            "taken_back": each.undone_by is not None,
        }
        for each in history(store, paper_id)
    ]


def _entry(store: "Store", paper_id: str, reading_list: "ReadingList") -> dict[str, Any] | None:
    """The entry of the list that is the paper, else the one that may be; None without either."""
    from candidates.queue.list_matches import distinct_entries, matches
    from candidates.queue.states import MatchState

    entries = distinct_entries(reading_list)
    found = [
        each for each in matches(store) if each.paper_id == paper_id and each.state != MatchState.REFUSED and each.entry_key in entries
    ]
    found.sort(key=lambda each: each.state == MatchState.TO_CONFIRM)
    if not found:
        return None
    entry = entries[found[0].entry_key]
    return {"line": entry.line, "title": entry.title, "certain": found[0].state != MatchState.TO_CONFIRM, "reason": found[0].reason}


def _tell(paper: "Candidate") -> None:
    click.echo(click.style(paper.title, bold=True))
    click.echo(f"{', '.join(paper.authors) or 'authors not known'}")
    click.echo(f"{paper.edition}{f', {paper.track}' if paper.track else ''}  {paper.id}")
    for address in (paper.url, f"https://doi.org/{paper.doi}" if paper.doi else ""):
        if address:
            click.echo(address)
    click.echo(f"\n{paper.abstract or 'No abstract is known.'}\n")
    score = "not screened" if paper.score is None else f"score {paper.score:.2f}"
    click.echo(f"{paper.state or ('in the list' if paper.in_list else 'not in the queue')}, {score}")
    if paper.categories:
        named = ", ".join(f"{each['name']} {each['score']:.2f}" for each in paper.categories[:SECTIONS_SHOWN])
        click.echo(f"sections: {named}")
    for reason in paper.reasons:
        click.echo(f"  because: {reason['text']}{_where(reason)}")


def _where(reason: dict[str, Any]) -> str:
    return f" ({reason['where']})" if reason.get("where") else ""


def _tell_decisions(history: list[dict[str, Any]], entry: dict[str, Any] | None) -> None:
    for each in history:
        into = f" -> {each['category']}" if each["category"] else ""
        why = f": {each['reason']}" if each["reason"] else ""
        back = " (taken back)" if each["taken_back"] else ""
        click.echo(f"{each['at']}  {each['verdict']} by {each['by']}{into}{why}{back}")
    if entry:
        says = "In the list" if entry["certain"] else "May be in the list (`covenue matches --state to-confirm` settles it)"
        click.echo(f"{says}, line {entry['line']}: {entry['title']}")
