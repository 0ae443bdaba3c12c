"""`covenue init`: the settings file and a starter list."""

from importlib.resources import files
from pathlib import Path

import click

from candidates.commands.options import AS_JSON, print_json, say
from candidates.errors import CovenueError


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@AS_JSON
def init(folder: Path, as_json: bool) -> None:
    """Write covenue.toml and the starter list README.md into FOLDER (default: here). Never overwrites.

    Example: covenue init my-list
    """
    written, kept = write_starter(folder)
    if as_json:
        print_json({"written": written, "kept": kept})
        return
    for name in written:
        say(f"wrote {folder / name}")
    for name in kept:
        say(f"kept {folder / name}, which was there")
    say("Next: `covenue crawl` (or `covenue demo` to see the whole job on a small example).")


def write_starter(folder: Path) -> tuple[list[str], list[str]]:
    """Writes the settings and the starter list; the names written, and those kept because they were there. CovenueError."""
    from candidates.config import FILE_NAME, starter_config

    texts = {
        FILE_NAME: starter_config().encode(),
        "README.md": files("candidates").joinpath("starter/README.md").read_bytes(),
    }
    written, kept = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            try:
                with (folder / name).open("xb") as file:
                    file.write(text)
                written.append(name)
            except FileExistsError:
                kept.append(name)
    except OSError as problem:
        raise CovenueError(f"{folder} cannot be written: {problem.strerror}. Choose another folder.") from problem
    return written, kept
