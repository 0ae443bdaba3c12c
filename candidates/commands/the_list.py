"""The list of a workspace, for the commands that need it and for those that can do without."""

from typing import TYPE_CHECKING

from candidates.commands.options import say
from candidates.reading_list.parts import ListError, ReadingList
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.store.database import Store


def the_list(workspace: Workspace) -> ReadingList:
    """The list; ListError where there is none to read."""
    from candidates.reading_list.reader import read_list_file

    return read_list_file(workspace.list_path, workspace.editions.spellings)


def list_if_any(workspace: Workspace) -> ReadingList | None:
    """The list, or None after saying why there is none: what can be done without it is done."""
    try:
        return the_list(workspace)
    except ListError as problem:
        say(f"covenue: {problem}")
        return None


def sync_if_any(store: "Store", workspace: Workspace) -> None:
    """Matches list and papers anew where one of them changed; without a list nothing is in it."""
    from candidates.matching.list_entries import sync_file

    try:
        sync_file(store, workspace.list_path)
    except ListError as problem:
        say(f"covenue: {problem}")


def warn_of_foreign_topic(workspace: Workspace) -> None:
    """Says when the topic of the settings is about something else than the list; whatever is wrong with either is said where it is used."""
    from candidates.errors import CovenueError
    from candidates.screening.topic_fit import foreign_topic_warning

    try:
        warning = foreign_topic_warning(workspace, the_list(workspace))
    except CovenueError:
        return
    if warning:
        say(f"covenue: {warning}")
