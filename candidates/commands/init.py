"""`covenue init`: the settings file beside a list, what was understood of that list, and a starter list where there is none."""

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, print_json, say
from candidates.commands.whole_file import whole_file, write_whole
from candidates.counted import counted
from candidates.errors import CovenueError
from candidates.workspace import DATABASE_FILE, SETTINGS_FILE

if TYPE_CHECKING:
    from candidates.reading_list.parts import ReadingList
    from candidates.reading_list.summary import ListSummary
    from candidates.screening.topic_fit import TopicFit

STARTER_LIST = "README.md"
# A guide for contributors shows an entry or two.
FEWEST_PAPERS = 3
NEXT = "Next: `covenue check` says what is in force, `covenue crawl` begins. (`covenue demo` shows the whole job on a small example.)"
# The database with what SQLite and the crawl put beside it, and the cache of vectors.
IGNORED = (f"{DATABASE_FILE}*", ".covenue/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFound:
    """A list that lies in the folder already: its file, what was understood of it, and how covenue's own topic fits. `others`: the files
    beside it that read as lists too, with the number of their papers."""

    name: str
    summary: "ListSummary"
    fit: "TopicFit"
    others: dict[str, int]

    @property
    def topic(self) -> str:
        """covenue's own topic for the list it was made for; every other list teaches its own."""
        return self.fit.topic if self.fit.is_own else ""


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@AS_JSON
def init(folder: Path, as_json: bool) -> None:
    """Write covenue.toml into FOLDER (default: here), beside the list that is there, or with a starter list. Never overwrites.

    A list that is there (README.md, else the Markdown file with the most papers) is looked at, and what was understood of it is said.

    Example: covenue init my-list
    """
    found = find_list(folder)
    fault = _fault(folder, found)
    written, kept = write_starter(folder, found)
    if as_json:
        print_json({"written": written, "kept": kept, "list": _document(found) if found else None})
        return
    for name in written:
        say(f"wrote {folder / name}")
    for name in kept:
        say(f"kept {folder / name}, which was there")
    if found:
        _say_list(found, new=SETTINGS_FILE in written)
    say(f"covenue: {fault}" if fault else NEXT)


def _fault(folder: Path, found: ListFound | None) -> str:
    """What keeps the commands from the list that the settings name, in a sentence; "" for nothing, or where the starter list comes."""
    named, is_set = named_list(folder), (folder / SETTINGS_FILE).exists()
    if found is not None and (found.name == named or not is_set):
        return ""
    from candidates.reading_list.parts import ListError

    if (folder / named).exists():
        try:
            _read(folder / named)
        except ListError as problem:
            return str(problem)
    # A list was renamed, and "Next: `covenue crawl`" led in a circle (2026-11).
    if found is not None:
        return f'{SETTINGS_FILE} names {named}, which is not there; write list = "{found.name}" in it if that is the list now.'
    return "" if named == STARTER_LIST else f"{SETTINGS_FILE} names {named}, which is not there; put the list there, or name another file."


def named_list(folder: Path) -> str:
    """The file of the list, as settings that lie in the folder name it; README.md without settings, or with such as cannot be read."""
    from candidates.config import read_config
    from candidates.errors import ConfigError

    path = folder / SETTINGS_FILE
    try:
        return read_config(path).list if path.is_file() else STARTER_LIST
    except ConfigError:
        return STARTER_LIST


def _document(found: ListFound) -> dict[str, object]:
    return {"name": found.name, **asdict(found.summary), "topic": found.topic, "others": found.others}


def _say_list(found: ListFound, new: bool) -> None:
    say(f"{found.name}: {'; '.join(found.summary.sentences)}.")
    if not found.summary.entries:
        say(f"No paper could be read from {found.name}: name the list in {SETTINGS_FILE} (`list = …`), or begin one there.")
    elif found.summary.unread:
        say("`covenue entries` shows what was read line by line, `covenue lint` what is odd.")
    for name, papers in found.others.items() if new else ():
        say(f'{name} reads as a list too ({counted(papers, "paper")}); list = "{name}" in {SETTINGS_FILE} takes it instead.')
    if new and found.topic:
        say(f"Topic: {found.topic} ({found.fit.sentence}).")
    elif new:
        say(f'Topic: learnt from the list (topic = "" in {SETTINGS_FILE}; {found.fit.sentence}).')


def find_list(folder: Path) -> ListFound | None:
    """The list in the folder: the one that settings there name, else README.md, else the Markdown file from which the most papers can be
    read; None where there is none."""
    from candidates.reading_list.summary import summarise
    from candidates.screening.topic_fit import topic_fit
    from classifier.topic import load_topic

    own = _own_topic()
    name = named_list(folder)
    lists = {path.name: reading_list for path in _markdown_files(folder) if (reading_list := _readable(path))}
    if name not in lists and (reading_list := _readable(folder / name)):  # in another folder, or called otherwise than *.md
        lists[name] = reading_list
    if name not in lists:
        name = max((name for name, each in lists.items() if each.entries), key=lambda name: len(lists[name].entries), default="")
    if not name:
        return None
    others = {other: len(each.entries) for other, each in lists.items() if other != name and len(each.entries) >= FEWEST_PAPERS}
    return ListFound(name=name, summary=summarise(lists[name]), fit=topic_fit(own, load_topic(own), lists[name]), others=others)


def _own_topic() -> str:
    from candidates.config import Config

    return Config().topic


def _markdown_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if path.is_file()) if folder.is_dir() else []


def _readable(path: Path) -> "ReadingList | None":
    from candidates.reading_list.parts import ListError

    try:
        return _read(path)
    except ListError:
        return None


def _read(path: Path) -> "ReadingList":
    """The list in a file, read with covenue's own venues: the settings that may add some are only being written. Raises ListError."""
    from candidates.reading_list.reader import read_list_file
    from spiders.editions import own_table

    return read_list_file(path, own_table().spellings)


def write_starter(folder: Path, found: ListFound | None = None) -> tuple[list[str], list[str]]:
    """Writes the settings for the list found (None: the starter list with its settings) and what git shall leave alone; the names written,
    and those kept because they were there. Raises CovenueError."""
    from candidates.config import starter_config
    from classifier.topic import load_topic

    # A file that cannot be read yet (an empty one) is no starter list: covenue's own topic is not that of the list to come.
    own = "" if (folder / STARTER_LIST).exists() else _own_topic()
    topic = found.topic if found else own
    settings = starter_config(list_name=found.name if found else STARTER_LIST, topic=topic, threshold=load_topic(topic).threshold)
    texts = {SETTINGS_FILE: settings}
    if found is None and named_list(folder) == STARTER_LIST:
        texts[STARTER_LIST] = files("candidates").joinpath("starter/README.md").read_bytes().decode("utf-8")
    written, kept = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            try:
                # Half a list on a full disk was taken for the maintainer's own by the next call (2026-11).
                write_whole(folder / name, text, newline="", overwrite=False)
                written.append(name)
            except FileExistsError:
                kept.append(name)
        kept += [found.name] if found else []
        if _ignore(folder / ".gitignore"):
            written.append(".gitignore")
    except OSError as problem:
        raise CovenueError(f"{folder} cannot be written: {problem.strerror}. Choose another folder.") from problem
    return written, kept


def _ignore(path: Path) -> bool:
    """Adds what no repository of a list wants to its .gitignore; False where it stands there already."""
    there = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
    missing = [line for line in IGNORED if line not in there.splitlines()]
    if missing:
        with whole_file(path, errors="surrogateescape", newline="") as file:
            file.write(there + ("" if not there or there.endswith("\n") else "\n") + "".join(f"{line}\n" for line in missing))
    return bool(missing)
