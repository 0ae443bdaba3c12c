"""`covenue matches`: which entry of the list is which paper, which records were taken for one, and how to say otherwise."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, say, sync_if_any, workspace_options
from candidates.errors import UsageError
from candidates.queue.states import MatchState
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.queue.list_matches import EntryMatch
    from candidates.store.database import Store

SHOWN_STATES = [state.value for state in (MatchState.TO_CONFIRM, MatchState.CERTAIN, MatchState.CONFIRMED, MatchState.REFUSED)]


@click.command()
@click.option("--state", type=click.Choice(SHOWN_STATES), help="Only the matches in this state.")
@click.option("--same", metavar="ID", help="Say that the entry matched with this paper is this paper.")
@click.option("--different", metavar="ID", help="Say that it is not.")
@click.option("--merged", is_flag=True, help="Show instead which records of several sources were taken for one paper.")
@click.option("--split", type=int, metavar="NUMBER", help="Take the merge of this number apart again.")
@AS_JSON
@workspace_options
def matches(
    workspace: Workspace,
    state: str | None,
    same: str | None,
    different: str | None,
    merged: bool,
    split: int | None,
    as_json: bool,
) -> None:
    """Show which entry of the list is which crawled paper, and why; say so where covenue is not sure, or was wrong.

    Example: covenue matches --state to-confirm
    """
    from candidates.queue import list_matches
    from candidates.store import merges

    _refuse_contradictions(state, same, different, merged, split)
    with workspace.open_store() as store:
        sync_if_any(store, workspace)
        if split is not None:
            paper_id = merges.split(store, split)
            if as_json:
                print_json({"split": split, "id": paper_id})
            say(f"taken apart; the other paper is {paper_id}")
            return
        if same or different:
            said = _said(workspace, store, same, different)
            if as_json:
                print_json([asdict(match) for match in said])
            return
        listing = list_if_any(workspace)
        titles = {key: entry.title for key, entry in list_matches.distinct_entries(listing).items()} if listing else {}
        rows = merges.merges(store) if merged else list_matches.matches(store, *((MatchState(state),) if state else ()))
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    for row in rows:
        if isinstance(row, merges.Merge):
            click.echo(f"{row.number}  {row.paper_id}  {row.title}\n    {row.reason}{' (taken apart)' if row.undone_at else ''}")
        else:
            click.echo(f"{row.state}  {row.paper_id}  {titles.get(row.entry_key, row.entry_key)}\n    {row.reason}")


def _refuse_contradictions(state: str | None, same: str | None, different: str | None, merged: bool, split: int | None) -> None:
    """What is shown and what is said are two things, and one paper cannot be both the same and another. Raises UsageError."""
    if same and same == different:
        raise UsageError(f"{same} cannot be the same paper and another one; give --same or --different.")
    given = {"--same or --different": bool(same or different), "--split": split is not None, "--merged": merged, "--state": bool(state)}
    named = [option for option, is_given in given.items() if is_given]
    if len(named) > 1:
        raise UsageError(f"{named[0]} and {named[1]} do not go together; run the command once for each.")


def _said(workspace: Workspace, store: "Store", same: str | None, different: str | None) -> "list[EntryMatch]":
    """Writes what a person says of one paper or of two; nothing at all where one of them is not matched. Raises UsageError."""
    from candidates.queue import list_matches
    from candidates.queue.ids import whole_id

    listing = list_if_any(workspace)
    given = ((same, MatchState.CONFIRMED), (different, MatchState.REFUSED))
    wanted = [(whole_id(store, word), state) for word, state in given if word]
    for paper_id, _ in wanted:
        list_matches.entries_to_settle(store, listing, paper_id)
    made = [match for paper_id, state in wanted for match in list_matches.settle(store, listing, paper_id, state)]
    for match in made:
        say(f"{match.state} {match.paper_id}")
    return made
