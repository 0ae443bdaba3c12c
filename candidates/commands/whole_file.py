"""Files for people and other programs: there whole or not at all, whatever happens while they are written (a full disk, a kill).

Seen 2026-11: `init` on a full disk left half a list, which the next call took for the maintainer's own.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from candidates.errors import CovenueError


@contextmanager
def whole_file(
    path: Path, *, encoding: str = "utf-8", errors: str = "strict", newline: str | None = None, overwrite: bool = True
) -> Iterator[IO[str]]:
    """A text file to write: it stands at `path` once the block has ended without an error, and until then what stood there stays.

    A link is followed, permissions stay; what is no plain file (/dev/stdout) is written as it is. Raises OSError, FileExistsError where
    the file is there and not to be overwritten.
    """
    file = Path(os.path.realpath(path))
    if file.exists() and not stat.S_ISREG(file.stat().st_mode):
        with file.open("w", encoding=encoding, errors=errors, newline=newline) as stream:
            yield stream
        return
    if file.exists() and not overwrite:
        raise FileExistsError(f"{path} is there")
    part = file.with_name(f".{file.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("x", encoding=encoding, errors=errors, newline=newline) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _put(part, file, overwrite)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, text: str, **how: Any) -> None:
    """The same for a text that is there; options and errors as `whole_file`."""
    with whole_file(path, **how) as stream:
        stream.write(text)


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Around what writes a file that a person named: whatever the system says of it becomes a sentence. Raises CovenueError."""
    try:
        yield
    except OSError as problem:
        raise CovenueError(f"{path} cannot be written: {problem.strerror}. Choose another file.") from problem


def _put(part: Path, file: Path, overwrite: bool) -> None:
    if file.exists():
        with suppress(OSError):  # a file of somebody else's, whose rights may not be copied
            part.chmod(stat.S_IMODE(file.stat().st_mode))
    if overwrite:
        part.replace(file)
        return
    try:
        os.link(part, file)  # fails where a file has come meanwhile
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if file.exists():
            raise FileExistsError(f"{file} is there") from None
        part.rename(file)
