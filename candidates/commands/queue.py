"""`covenue queue`: the candidates, most promising first."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import (
    AS_JSON,
    AT_MOST,
    edition_keys,
    print_json,
    say,
    some_editions,
    sync_if_any,
    workspace_options,
)
from candidates.counted import counted
from candidates.queue.states import State
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candidates.queue.candidates import Candidate
    from candidates.store.database import Store
    from candidates.store.screening_rows import ReasonRow

# Without --limit a terminal shows so many: two screens, and nobody reads a thousand there. JSON is never cut.
SHOWN = 20
# Reasons named on one line; the review page shows all.
REASONS_SHOWN = 2
STATES = [state.value for state in State]


@click.command()
@some_editions
@click.option("--state", type=click.Choice(STATES), default="pending", show_default=True, help="Which candidates.")
@click.option("--category", metavar="NAME", help="Only this section of the list.")
@click.option("--limit", type=AT_MOST, help=f"At most so many (default: all as JSON, {SHOWN} in a terminal).")
@click.option("--name-section", is_flag=True, help="Name a new section for the papers shown, from their own words.")
@AS_JSON
@workspace_options
def queue(
    workspace: Workspace,
    state: str,
    editions: tuple[str, ...],
    category: str | None,
    limit: int | None,
    name_section: bool,
    as_json: bool,
) -> None:
    """Show the candidates of the EDITIONs or of all, most promising first, with the reasons and the proposed section.

    Where none of the list's sections fits, a new one is proposed for the papers that share it; `covenue accept ID... --new-section NAME`
    takes it. --name-section names one for the papers shown.

    Example: covenue queue aaai-2025 --limit 50
    """
    from candidates.queue.candidates import candidates, number_of

    chosen = edition_keys(editions, workspace)
    with workspace.open_store() as store:
        sync_if_any(store, workspace)
        category = None if category is None else _named_category(workspace, store, category)
        if name_section:
            _name_section(workspace, store, candidates(store, state, chosen, category, limit=limit or SHOWN), as_json)
            return
        if as_json:
            print_json([each.as_json() for each in candidates(store, state, chosen, category, limit=limit)])
            return
        found = candidates(store, state, chosen, category, limit=limit or SHOWN)
        for each in found:
            _show(each, _typed_reason(store, each))
        _say_rest(len(found), number_of(store, state, chosen, category), state, number_of(store, State.ACCEPTED))
        if found and state == "pending":
            from candidates.queue.remaining import still_to_find

            say(f"Of all that waits, {still_to_find(store, chosen).said} probably belong; the brackets hold in nine of ten cases.")


def _named_category(workspace: Workspace, store: "Store", name: str) -> str:
    """The category of this name, one that the list has or shall get; any name without a list. Raises UsageError."""
    from candidates.queue.decisions import chosen_category
    from candidates.queue.new_sections import new_sections
    from candidates.reading_list.parts import ListError

    try:
        categories = workspace.reading_list().categories
    except ListError:  # said when the papers were matched with it
        return name
    return chosen_category(name, (*categories, *new_sections(store)) if categories else ())


def _name_section(workspace: Workspace, store: "Store", papers: "Sequence[Candidate]", as_json: bool) -> None:
    from candidates.screening.section_names import PaperTerms, section_names

    reading_list = workspace.reading_list()
    terms = [PaperTerms(title=each.title, keywords=tuple(store.paper(each.id).keywords)) for each in papers]
    names = section_names(terms, [entry.title for entry in reading_list.entries], reading_list.places)
    if as_json:
        print_json([asdict(each) for each in names])
        return
    for name in names:
        click.echo(f"{name.name}  ({name.papers} of {counted(len(papers), 'paper')})")
    if not names:
        say(f"The {len(papers)} papers have too little in common for a name; --edition and --category choose fewer, --limit more.")


def _typed_reason(store: "Store", each: "Candidate") -> str:
    """Why a person decided so, in their words; "" where nobody said."""
    from candidates.queue.decisions import last_decision

    made = last_decision(store, each.id) if each.decided_by else None
    return made.reason if made is not None else ""


def _show(each: "Candidate", typed: str) -> None:
    score = "not screened" if each.score is None else f"{each.score:.2f}"
    click.echo(f"{click.style(each.id, bold=True)}  {score}  {each.edition}  {each.category or 'no section'}")
    click.echo(f"    {each.title}")
    if each.new_section:
        proposed = each.new_section
        click.echo(f"    or a new section, {proposed.name} ({proposed.score:.2f}, {counted(proposed.papers, 'paper')})")
    if each.decided_by:
        click.echo(f"    {each.state} by {each.decided_by}, {each.decided_at}{f': {typed}' if typed else ''}")
    if each.reasons:
        click.echo(f"    because: {'; '.join(_reason(reason) for reason in each.reasons[:REASONS_SHOWN])}")


def _reason(reason: "ReasonRow") -> str:
    where = f" ({reason['where']})" if reason.get("where") else ""
    return f"{reason['text']}{where}"


def _say_rest(shown: int, total: int, state: str, accepted: int) -> None:
    if total == 0 and state == State.PENDING and accepted:
        say(f"No paper is pending; {accepted} accepted wait for `covenue publish`.")
    elif total == 0:
        say(f"No paper is {state}. `covenue crawl` looks for candidates, `covenue coverage` shows what is missing.")
    elif shown < total:
        say(f"{shown} of {total}; --limit shows more, `covenue review` all in a browser.")
