"""`covenue show`: one paper with everything that is known of it."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, say, workspace_options
from candidates.errors import UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.queue.candidates import Candidate
    from candidates.queue.decisions import Decision
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store
    from candidates.store.screening_rows import ReasonRow

# Sections named with their scores; the rest are below a few percent.
SECTIONS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """The entry of the list that a paper is, or may be where it is not `certain`."""

    line: int
    title: str
    certain: bool
    reason: str


@click.command()
@click.argument("word", metavar="ID")
@click.option("--fetch-abstract", is_flag=True, help="Ask the indexes of the literature for the abstract where none is known, and keep it.")
@click.option("--doi", metavar="DOI", help="With --fetch-abstract: ask by this DOI, for a paper of which none or a wrong one is known.")
@AS_JSON
@workspace_options
def show(workspace: Workspace, word: str, fetch_abstract: bool, doi: str | None, as_json: bool) -> None:
    """Show one paper: abstract, links, score and reasons, what was decided and by whom, and the entry of the list that it is or may be.

    ID may be shortened to a beginning that only one paper has.

    Example: covenue show aaai-2025-3f9c
    """
    from candidates.queue.candidates import candidate
    from candidates.queue.decisions import history
    from candidates.queue.ids import whole_id

    if doi is not None and not fetch_abstract:
        raise UsageError("--doi says by which DOI the abstract is asked for; give --fetch-abstract too.")
    with workspace.open_store() as store:
        reading_list = list_if_any(workspace)
        if reading_list:
            from candidates.queue.list_matches import sync

            sync(store, reading_list)
        paper_id = whole_id(store, word)
        if fetch_abstract:
            _fetch_abstract(workspace, store, paper_id, doi or "")
        paper = candidate(store, paper_id)
        listed = _listed(store, paper.id, reading_list) if reading_list else None
        decisions = history(store, paper.id)
    if as_json:
        print_json({**paper.as_json(), "history": _document(decisions), "entry": asdict(listed) if listed else None})
        return
    _tell(paper)
    _tell_decisions(decisions, listed)


def _fetch_abstract(workspace: Workspace, store: "Store", paper_id: str, doi: str) -> None:
    """Asks for the abstract of a paper that has none (by `doi`, where it is given), and keeps it. Raises AbstractError."""
    from candidates.crawling.one_abstract import abstract_of
    from candidates.store.edits import keep_abstract

    paper = store.paper(paper_id)
    if paper.abstract:
        say("The abstract is known already; nobody was asked.")
        return
    found = abstract_of(paper, workspace.editions, doi=doi, mirror=workspace.mirror_url, contact=workspace.config.contact)
    keep_abstract(store, paper_id, found.text, found.source)
    say(f"The abstract is from {found.source}; `covenue screen` judges the paper by it.")


def _document(decisions: "list[Decision]") -> list[dict[str, Any]]:
    """Every decision on the paper, oldest first; one that was taken back says so."""
    return [
        {
            "verdict": each.verdict,
            "category": each.category,
            "by": each.who,
            "at": each.decided_at,
            "reason": each.reason,
            "taken_back": each.undone_by is not None,
        }
        for each in decisions
    ]


def _listed(store: "Store", paper_id: str, reading_list: "ReadingList") -> _Listed | None:
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
    best, entry = found[0], entries[found[0].entry_key]
    return _Listed(line=entry.line, title=entry.title, certain=best.state != MatchState.TO_CONFIRM, reason=best.reason)


def _tell(paper: "Candidate") -> None:
    click.echo(click.style(paper.title, bold=True))
    click.echo(f"{', '.join(paper.authors) or 'authors not known'}")
    click.echo(f"{paper.edition}{f', {paper.track}' if paper.track else ''}  {paper.id}")
    for address in (paper.url, f"https://doi.org/{paper.doi}" if paper.doi else ""):
        if address:
            click.echo(address)
    click.echo(f"\n{paper.abstract or 'No abstract is known; --fetch-abstract asks for it.'}\n")
    score = "not screened" if paper.score is None else f"score {paper.score:.2f}"
    click.echo(f"{paper.state or ('in the list' if paper.in_list else 'not in the queue')}, {score}")
    if paper.categories:
        named = ", ".join(f"{each['name']} {each['score']:.2f}" for each in paper.categories[:SECTIONS_SHOWN])
        click.echo(f"sections: {named}")
    for reason in paper.reasons:
        click.echo(f"  because: {reason['text']}{_where(reason)}")


def _where(reason: "ReasonRow") -> str:
    return f" ({reason['where']})" if reason.get("where") else ""


def _tell_decisions(decisions: "list[Decision]", listed: _Listed | None) -> None:
    for each in decisions:
        into = f" -> {each.category}" if each.category else ""
        why = f": {each.reason}" if each.reason else ""
        back = " (taken back)" if each.undone_by is not None else ""
        click.echo(f"{each.decided_at}  {each.verdict} by {each.who}{into}{why}{back}")
    if listed:
        says = "In the list" if listed.certain else "May be in the list (`covenue matches --state to-confirm` settles it)"
        click.echo(f"{says}, line {listed.line}: {listed.title}")
