"""`covenue matches`: which entry of the list is which paper, which records were taken for one, and how to say otherwise."""

from dataclasses import asdict

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, say, sync_if_any, workspace_options
from candidates.queue.states import MatchState
from candidates.workspace import Workspace

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

    with workspace.open_store() as store:
        sync_if_any(store, workspace)
        if split is not None:
            say(f"taken apart; the other paper is {merges.split(store, split)}")
            return
        if same or different:
            wanted = same or different or ""
            list_matches.settle(store, list_if_any(workspace), wanted, MatchState.CONFIRMED if same else MatchState.REFUSED)
            say(f"{'confirmed' if same else 'refused'} {wanted}")
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
