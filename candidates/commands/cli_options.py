"""Options that every command has, the list for the commands that can do without one, and how a command prints its result."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from candidates.counted import counted
from candidates.errors import UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.reading_list.parts import ReadingList
    from candidates.store.database import Store
    from spiders.editions import Edition

Command = TypeVar("Command", bound=Callable[..., Any])

WHERE = (
    click.option(
        "--config", "config_path", type=click.Path(path_type=Path), help="Settings file (default: the nearest covenue.toml upwards)."
    ),
    click.option("--database", metavar="URL", help="Database URL or SQLite file (default: beside the settings file)."),
    click.option("--mirror", metavar="URL", help="Ask this mirror instead of the sites."),
    click.option("--debug", is_flag=True, help="Show tracebacks and the log."),
)
# Databases count to 2**63, and no list to a thousand million.
AT_MOST = click.IntRange(1, 1_000_000_000)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def workspace_options(command: Command) -> Command:
    """Adds --config, --database, --mirror and --debug; the command receives them as `workspace`."""
    from functools import wraps

    @wraps(command)
    def with_workspace(*args: Any, **given: Any) -> Any:
        words = {name: given.pop(name) for name in ("config_path", "database", "mirror", "debug")}
        context = click.get_current_context()
        outer: dict[str, Any] = context.find_root().meta.get("covenue.where", {})
        where: dict[str, Any] = {name: value or outer.get(name) for name, value in words.items()}
        return command(*args, workspace=Workspace(**where, on_open=on_open), **given)

    decorated: Any = with_workspace
    for option in reversed(WHERE):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators are typed by the function they are given


def some_editions(command: Command) -> Command:
    """Adds EDITION… and --edition EDITION, which say the same, so that no command has to be asked how; it receives the words of both as
    `editions`."""
    from functools import wraps

    @wraps(command)
    def with_editions(*args: Any, editions: tuple[str, ...], edition_options: tuple[str, ...], **given: Any) -> Any:
        return command(*args, editions=(*editions, *edition_options), **given)

    option = click.option("--edition", "edition_options", multiple=True, metavar="EDITION", help="The same as EDITION; may be repeated.")
    argument = click.argument("editions", nargs=-1, metavar="[EDITION]...")
    decorated: Any = argument(option(with_editions))
    return decorated  # type: ignore[no-any-return]  # click's decorators are typed by the function they are given


def on_open(workspace: Workspace, store: "Store") -> None:
    """What every command does with the database that it opened."""
    from candidates.queue.list_identity import another_list

    if warning := another_list(store):
        say(f"covenue: {warning}")
    keep_decisions(workspace, store)


def keep_decisions(workspace: Workspace, store: "Store") -> None:
    """Where the setting `decisions` names a file: takes over what it says, and has it written after every decision.

    What is wrong with the file is said and keeps nobody from working: the decisions are in the database.
    """
    if not workspace.config.decisions:
        return
    from candidates.queue.kept_decisions import DecisionFileError, KeptDecisions

    kept = KeptDecisions(workspace.folder / workspace.config.decisions, workspace.reviewer)
    try:
        merged = kept.merge_into(store)
    except DecisionFileError as problem:
        say(f"covenue: {problem}")
        return
    for conflict in merged.conflicts if merged else ():
        say(f"conflict: {conflict.sentence}")
    if merged and merged.written:
        say(f"{counted(merged.written, 'decision')} taken over from {workspace.config.decisions}")

    def write() -> None:
        try:
            kept.keep(store)
        except DecisionFileError as problem:
            say(f"covenue: {problem}")

    store.after_decisions = write


def print_json(document: Any) -> None:
    """One JSON document on standard output.

    A list has an item a line: only what is not indented is encoded in C (18,000 candidates take 3 s, not 6).
    """
    if isinstance(document, list):
        lines = ",\n ".join(json.dumps(item, ensure_ascii=False) for item in document)
        print_utf8(f"[{lines}]\n")
    else:
        print_utf8(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def print_utf8(text: str) -> None:
    """Text for programs, which JSON and the like want as UTF-8, whatever the terminal's encoding (seen 2026-11: ASCII)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))


def chosen_editions(
    words: Sequence[str], workspace: Workspace, years: str | None = None, venues: Sequence[str] | None = None
) -> list["Edition"]:
    """The editions that words on the command line name (see `EditionTable.select`). Raises UsageError."""
    first, last = span_of_years(workspace, years)
    with _wrong_words():
        chosen = workspace.editions.select(words, first, last, venues)
    if words and not chosen:
        # No edition must never come to mean every edition.
        raise UsageError(f"Covenue knows no edition of {' '.join(words)} in {first} to {last}; the setting `years` says which years count.")
    return chosen


def edition_keys(words: Sequence[str], workspace: Workspace) -> list[tuple[str, int]]:
    """The same as (venue id, year), which is what the store is asked by; none for no words. Raises UsageError."""
    return [(each.venue, each.year) for each in chosen_editions(words, workspace)]


def span_of_years(workspace: Workspace, years: str | None) -> tuple[int, int]:
    """First and last year of the option --years, else of the setting. Raises UsageError."""
    from candidates.config import parse_years

    try:
        return parse_years(workspace.config.years if years is None else years)
    except ValueError as problem:
        raise UsageError(f"--years: {problem}.") from problem


def edition_named(name: str, workspace: Workspace) -> "Edition":
    """The one edition written "aaai-2025"; raises UsageError."""
    with _wrong_words():
        return workspace.editions.edition(name)


@contextmanager
def _wrong_words() -> Iterator[None]:
    """What the table of editions says of words that mean none, as a sentence. Raises UsageError."""
    from spiders.editions import EditionError

    try:
        yield
    except EditionError as problem:
        raise UsageError(f"{str(problem)[:1].upper()}{str(problem)[1:]}.") from problem


def list_if_any(workspace: Workspace) -> "ReadingList | None":
    """The list, or None after saying why there is none: what can be done without it is done."""
    from candidates.reading_list.parts import ListError

    try:
        return workspace.reading_list()
    except ListError as problem:
        say(f"covenue: {problem}")
        return None


def sync_if_any(store: "Store", workspace: Workspace) -> None:
    """Matches list and papers anew where one of them changed; without a list nothing is in it."""
    from candidates.queue.list_matches import sync_file
    from candidates.reading_list.parts import ListError

    try:
        sync_file(store, workspace.list_path)
    except ListError as problem:
        say(f"covenue: {problem}")


def warn_of_foreign_topic(workspace: Workspace) -> None:
    """Says when the topic of the settings is about something else than the list; whatever is wrong with either is said where it is used."""
    from candidates.errors import CovenueError
    from candidates.screening.topic_fit import foreign_topic_warning

    try:
        warning = foreign_topic_warning(workspace, workspace.reading_list())
    except CovenueError:
        return
    if warning:
        say(f"covenue: {warning}")


def show_diff(diff: str) -> None:
    """A unified diff on standard output; in colour on a terminal, and only there, so that `git apply` takes what a pipe gets."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in diff.splitlines(keepends=True):
        heading = line.startswith(("+++", "---"))
        click.echo(click.style(line, fg=None if heading else colours.get(line[:1]), bold=heading), nl=False)


def say(message: str) -> None:
    """A line for the person, on standard error."""
    click.echo(message, err=True)
