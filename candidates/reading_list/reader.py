"""The door to the reading of a list: a Markdown file or its bytes in, its sections, entries, TODO and contents by line out.

Pure but for the functions that take a path. Reading loses nothing: `read_list(data).to_bytes() == data`. `list_builder` walks the blocks of
the file; how a line is taken apart stands in `entry_text` and `title_rules`, what a section is for in `sections`.
"""

import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from candidates.reading_list.list_builder import ListBuilder
from candidates.reading_list.markdown import split_lines
from candidates.reading_list.parts import ListError, ReadingList
from candidates.reading_list.venue_names import VenueNames

# The largest lists known have some 2 MB; beyond five times that a file is something else, and reading it would take half a minute.
MOST_BYTES = 10_000_000
# The longest of 85 public lists has under 16,000 lines; 270,000 lines of a letter each took 11 s, three million empty ones 3 s and 370 MB
# (2026-11-30).
MOST_LINES = 40_000
# What is no Markdown whatever it says: read as if it were, half its signs became titles, and Markdown was written into it (2026-11-30).
OTHER_FORMATS = {
    **dict.fromkeys((".rst", ".rest"), "reStructuredText"),
    **dict.fromkeys((".adoc", ".asciidoc"), "AsciiDoc"),
    ".org": "Org",
    ".textile": "Textile",
    ".tex": "LaTeX",
    ".bib": "BibTeX",
    **dict.fromkeys((".yml", ".yaml"), "YAML"),
    **dict.fromkeys((".json", ".jsonl", ".toml", ".csv", ".tsv", ".xml"), "data"),
}
# Names how a list is read. To be raised with every change of what is read of one: stores compare the same file anew then.
READING_RULE = "12"


def read_list_file(path: Path | str, aliases: Mapping[str, str]) -> ReadingList:
    """The list in the file `path`; raises ListError, which says in a sentence why not and what to do."""
    return read_list(read_list_bytes(path), aliases)


def read_list_bytes(path: Path | str) -> bytes:
    """The bytes of a list file, checked as far as bytes can be; raises ListError as for `read_list_file`."""
    file = Path(path)
    if (other := OTHER_FORMATS.get(file.suffix.lower())) is not None and file.is_file():
        raise ListError(f"{file} is {other}, and covenue reads and writes lists in Markdown alone. Name the Markdown file of the list.")
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # a pipe was waited for, a device read, without end
            raise ListError(f"{file} is no file but a pipe or a device. Name the Markdown file of the list.")
        if found.st_size > MOST_BYTES:
            raise ListError(f"{file} is larger than {MOST_BYTES // 1_000_000} MB, which no list is. Name the Markdown file of the list.")
        data = file.read_bytes()
    except FileNotFoundError:
        raise ListError(
            f"There is no list at {file}. Name its file in covenue.toml (`list = …`), or write a starter list with `covenue init`."
        ) from None
    except IsADirectoryError:
        raise ListError(f"{file} is a folder. Name the Markdown file in it, for example {file / 'README.md'}.") from None
    except PermissionError:
        raise ListError(f"{file} may not be read. Give yourself the right to read it (chmod u+r) and try again.") from None
    except OSError as problem:
        raise ListError(f"{file} cannot be read ({problem.strerror}). Check the path and try again.") from None
    if not data.strip():
        raise ListError(f"{file} is empty. Put the list there, or remove the file and write a starter list with `covenue init`.")
    if b"\0" in data:
        raise ListError(f"{file} is not a text file. Name the Markdown file of the list.")
    return data


def read_list(data: bytes, aliases: Mapping[str, str]) -> ReadingList:
    """Reads a list. Raises ListError for bytes that are not UTF-8 and for more lines than any list has; any other text is a list, possibly
    without sections or entries.
    """
    if (lines := data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")) > MOST_LINES:
        raise ListError(f"The list has {lines:,} lines, which no list has. Name the Markdown file of the list.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise ListError(f"The list is not UTF-8: line {line} has a byte that does not fit. Save it as UTF-8 and try again.") from None
    return ListBuilder(tuple(split_lines(text)), _names(tuple(aliases.items()))).build()


@lru_cache(maxsize=8)
def _names(aliases: tuple[tuple[str, str], ...]) -> VenueNames:
    """Publishing reads a line for each paper; without this a fifth of its time went into the same names."""
    return VenueNames(dict(aliases))
