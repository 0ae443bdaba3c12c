"""`covenue matches`: which entry of the list is which paper, which records were taken for one, and how to say otherwise."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import (
    AS_JSON,
    AT_MOST,
    edition_keys,
    list_if_any,
    print_json,
    say,
    some_editions,
    workspace_options,
)
from candidates.errors import UsageError
from candidates.queue.states import MatchState
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.queue.list_matches import EntryMatch
    from candidates.queue.matched_pairs import MatchedPair
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store

SHOWN_STATES = [state.value for state in (MatchState.TO_CONFIRM, MatchState.CERTAIN, MatchState.CONFIRMED, MatchState.REFUSED)]


@click.command()
@some_editions
@click.option("--state", type=click.Choice(SHOWN_STATES), help="Only the matches in this state.")
@click.option("--same", multiple=True, metavar="ID", help="Say that the entry matched with this paper is this paper; may be repeated.")
@click.option("--different", multiple=True, metavar="ID", help="Say that it is not; may be repeated.")
@click.option("--merged", is_flag=True, help="Show instead which records of several sources were taken for one paper.")
@click.option("--split", type=AT_MOST, metavar="NUMBER", help="Take the merge of this number apart again.")
@AS_JSON
@workspace_options
def matches(
    workspace: Workspace,
    editions: tuple[str, ...],
    state: str | None,
    same: tuple[str, ...],
    different: tuple[str, ...],
    merged: bool,
    split: int | None,
    as_json: bool,
) -> None:
    """Show which entry of the list is which crawled paper, of the EDITIONs or of all, and why: both titles, the entry's line, the paper's
    address. Say so where covenue is not sure, or was wrong, for any number of papers at once.

    Example: covenue matches --state to-confirm
    """
    _refuse_contradictions(bool(editions), state, same, different, merged, split)
    chosen = edition_keys(editions, workspace)
    from candidates.queue.list_matches import sync

    with workspace.open_store() as store:
        if split is not None:
            _split(store, split, as_json)
            return
        if merged:
            _show_merged(store, chosen, as_json)
            return
        listing = list_if_any(workspace)
        if listing:
            sync(store, listing)
        if same or different:
            found = _said(store, listing, same, different)
        else:
            from candidates.queue.list_matches import matches as all_matches

            found = all_matches(store, *((MatchState(state),) if state else ()), editions=chosen)
        pairs = _pairs(store, found, listing)
    if as_json:
        print_json([pair.as_json() for pair in pairs])
        return
    for pair in pairs:
        if same or different:
            say(f"{pair.match.state} {pair.match.paper_id}")
        else:
            _show(pair, workspace.list_path.name)
    if not pairs:
        say("No entry of the list is matched so. `covenue coverage` shows what was crawled.")


def _refuse_contradictions(
    by_edition: bool, state: str | None, same: Sequence[str], different: Sequence[str], merged: bool, split: int | None
) -> None:
    """What is shown and what is said are two things, and one paper cannot be both the same and another. Raises UsageError."""
    if both := set(same) & set(different):
        raise UsageError(f"{min(both)} cannot be the same paper and another one; give --same or --different.")
    given = {"--same or --different": bool(same or different), "--split": split is not None, "--merged": merged, "--state": bool(state)}
    named = [option for option, is_given in given.items() if is_given]
    if by_edition and (same or different or split is not None):
        named.append("EDITION")
    if len(named) > 1:
        raise UsageError(f"{named[0]} and {named[1]} do not go together; run the command once for each.")


def _pairs(store: "Store", found: "Sequence[EntryMatch]", listing: "ReadingList | None") -> "list[MatchedPair]":
    from candidates.queue.list_matches import distinct_entries
    from candidates.queue.matched_pairs import matched_pairs

    return matched_pairs(store, found, distinct_entries(listing) if listing else {})


def _show(pair: "MatchedPair", list_name: str) -> None:
    match = pair.match
    click.echo(f"{match.state}  {match.paper_id}  {pair.title}  ({pair.venue}-{pair.year})")
    where = f"{list_name} line {pair.line}: {pair.entry}" if pair.line else f"an entry that the list lacks at present: {match.entry_key}"
    click.echo(f"    {where}")
    if pair.url:
        click.echo(f"    {pair.url}")
    click.echo(f"    {match.reason}")


def _show_merged(store: "Store", editions: list[tuple[str, int]], as_json: bool) -> None:
    from candidates.store.merges import merges

    rows = merges(store, editions)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    for row in rows:
        click.echo(f"{row.number}  {row.paper_id}  {row.title}\n    {row.reason}{' (taken apart)' if row.undone_at else ''}")


def _split(store: "Store", number: int, as_json: bool) -> None:
    from candidates.store.merges import split

    paper_id = split(store, number)
    if as_json:
        print_json({"split": number, "id": paper_id})
    say(f"taken apart; the other paper is {paper_id}")


def _said(store: "Store", listing: "ReadingList | None", same: Sequence[str], different: Sequence[str]) -> "list[EntryMatch]":
    """Writes what a person says of any number of papers; nothing at all where one of them is not matched. Raises UsageError."""
    from candidates.queue.ids import whole_ids
    from candidates.queue.list_matches import entries_to_settle, settle

    ids: dict[str, MatchState] = {}
    for words, state in ((same, MatchState.CONFIRMED), (different, MatchState.REFUSED)):
        for paper_id in whole_ids(store, words):
            if ids.setdefault(paper_id, state) is not state:
                raise UsageError(f"{paper_id} cannot be the same paper and another one; give --same or --different.")
    for paper_id in ids:
        entries_to_settle(store, listing, paper_id)
    return [match for paper_id, state in ids.items() for match in settle(store, listing, paper_id, state)]
