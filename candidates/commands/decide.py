"""`covenue accept`, `reject`, `later` and `undo`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, say, workspace_options
from candidates.errors import NotFoundInStoreError, UsageError
from candidates.queue.states import Verdict
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.queue.candidates import Candidate
    from candidates.queue.decisions import Decision
    from candidates.store.database import Store

IDS = click.argument("ids", nargs=-1, required=True, metavar="ID...")


@click.command()
@IDS
@click.option("--category", metavar="NAME", help="The section it belongs in (default: the proposed one).")
@click.option("--new-section", metavar="NAME", help="A section that the list shall get, where none of its own fits.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the history.")
@AS_JSON
@workspace_options
def accept(workspace: Workspace, ids: tuple[str, ...], category: str | None, new_section: str | None, reason: str, as_json: bool) -> None:
    """Accept papers for the list. Any crawled paper can be accepted, flagged or not; several ids: all or none.

    Where no section fits, `covenue queue --name-section` names one from the papers' own words; `covenue publish` writes it.

    Example: covenue accept aaai-2025-3f9c2a --category "Hybrid Learning"
    """
    if category is not None and new_section is not None:
        raise UsageError("Either --category, for a section that the list has, or --new-section, for one that it shall get.")
    if new_section is not None:
        category = _wanted(workspace, new_section)
    _decide(workspace, ids, Verdict.ACCEPTED, category, reason, as_json, is_new=new_section is not None)


def _wanted(workspace: Workspace, name: str) -> str:
    """The name of a new section, or that of the list's own section of this name."""
    from candidates.queue.new_sections import checked_name
    from spiders.paper import title_key

    name = checked_name(name)
    reading_list = workspace.reading_list()
    if not reading_list.category_sections():
        raise UsageError(f"{workspace.list_path.name} has no section for papers that a new one could be like; write the first by hand.")
    known = next((each for each in reading_list.places if title_key(each) == title_key(name)), None)
    if known is not None:
        say(f"The list has a section {known!r} already; it is taken.")
    return known or name


@click.command()
@IDS
@click.option("--reason", default="", metavar="TEXT", help="Why, for the history.")
@AS_JSON
@workspace_options
def reject(workspace: Workspace, ids: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Reject papers: they leave the queue and are no gap.

    Example: covenue reject aaai-2025-3f9c2a --reason "spiking only as a metaphor"
    """
    _decide(workspace, ids, Verdict.REJECTED, None, reason, as_json)


@click.command()
@IDS
@AS_JSON
@workspace_options
def later(workspace: Workspace, ids: tuple[str, ...], as_json: bool) -> None:
    """Put papers aside: they leave the queue, `covenue queue --state later` shows them.

    Example: covenue later aaai-2025-3f9c2a
    """
    _decide(workspace, ids, Verdict.LATER, None, "", as_json)


@click.command()
@click.argument("paper_id", required=False, metavar="[ID]")
@AS_JSON
@workspace_options
def undo(workspace: Workspace, paper_id: str | None, as_json: bool) -> None:
    """Take back your last step (what one call of accept, reject, later, publish or decisions --apply did), or the last decision on one
    paper.

    Example: covenue undo aaai-2025-3f9c2a
    """
    from candidates.queue.decisions import stands_since, undo_step
    from candidates.queue.decisions import undo as take_back
    from candidates.queue.ids import whole_id

    with workspace.open_store() as store:
        if paper_id is not None:
            taken = [take_back(store, whole_id(store, paper_id), None, by=workspace.reviewer)]
        else:
            taken = undo_step(store, workspace.reviewer)
        papers = [_candidate_if_there(store, each.paper_id) for each in taken]
        for stands in filter(None, (stands_since(store, each) for each in taken)):
            say(_stays(stands))
    answers = [
        {
            "id": each.paper_id,
            "title": paper.title if paper else "",
            "undone": each.verdict,
            "who": each.who,
            "state": paper.state if paper else "",
        }
        for each, paper in zip(taken, papers, strict=True)
    ]
    if as_json:
        # One paper as ever; a step of several adds them all.
        print_json(answers[0] if len(answers) == 1 else {**answers[0], "papers": answers})
        return
    for each, paper in zip(taken, papers, strict=True):
        say(f"took back: {each.verdict} by {each.who} at {each.decided_at}")
        if paper:
            click.echo(f"{paper.state or 'not in the queue':9s} {paper.id}  {paper.title}")
        else:
            click.echo(f"forgotten {each.paper_id}")
    if any(each.verdict == Verdict.PUBLISHED for each in taken):
        say("The line in the list stays; remove it there if it should go.")


def _stays(stands: "Decision") -> str:
    """What still counts of a paper on which somebody decided after what was taken back."""
    if stands.verdict == Verdict.PUBLISHED:
        return (
            f"{stands.paper_id} stays published: {stands.who} wrote it into the list at {stands.decided_at}. If it should go, take its "
            f"line out there and type `covenue undo {stands.paper_id}`."
        )
    return f"{stands.paper_id} stays {stands.said}, as {stands.who} said at {stands.decided_at}."


def _candidate_if_there(store: "Store", paper_id: str) -> "Candidate | None":
    """The paper; None where its edition was forgotten, which a decision outlives."""
    from candidates.queue.candidates import candidate

    try:
        return candidate(store, paper_id)
    except NotFoundInStoreError:
        return None


def _decide(
    workspace: Workspace,
    ids: Sequence[str],
    verdict: Verdict,
    category: str | None,
    reason: str,
    as_json: bool,
    is_new: bool = False,
) -> None:
    from candidates.queue.candidates import candidate
    from candidates.queue.decisions import decide_many
    from candidates.queue.ids import whole_ids
    from candidates.queue.new_sections import new_sections, want_section
    from spiders.formats.notices import told_as

    with workspace.open_store() as store:
        # Only an accepted paper needs a section, so only then is the list read.
        reading_list = list_if_any(workspace) if verdict == Verdict.ACCEPTED else None
        places = reading_list.places if reading_list else ()
        categories = places
        ids = whole_ids(store, ids)
        if categories:
            categories = (*categories, *new_sections(store), *((category,) if is_new and category else ()))
        if is_new and category and category not in places:
            want_section(store, category)
        made = decide_many(store, ids, verdict, who=workspace.reviewer, category=category, reason=reason, categories=categories)
        papers = [candidate(store, each.paper_id) for each in made]
        for paper in papers:
            _say_differences(store, paper.id, workspace.reviewer, verdict)
            kind = told_as(paper.title, paper.track) if verdict == Verdict.ACCEPTED else ""
            if kind:
                say(f"{paper.id} is told as {kind.lower()}: whether it belongs is yours to say, `covenue undo` takes the decision back.")
    if as_json:
        print_json([paper.as_json() for paper in papers])
        return
    for paper in papers:
        where = f" -> {paper.category}" if verdict == Verdict.ACCEPTED and paper.category else ""
        click.echo(f"{verdict:9s} {paper.id}  {paper.title}{where}")


def _say_differences(store: "Store", paper_id: str, who: str, verdict: Verdict) -> None:
    from candidates.queue.agreement import verdicts_of

    for other in verdicts_of(store, paper_id):
        if other.who != who and other.verdict != verdict:
            say(f"{paper_id} was {other.said} by {other.who} at {other.decided_at}: both verdicts are kept, yours counts now.")
