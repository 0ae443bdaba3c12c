"""Puts a new version of the list on disk: whole or not at all, and never over what somebody else wrote meanwhile."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from candidates.reading_list.parts import ListError
from candidates.reading_list.reader import read_list_bytes


class ListChangedError(ListError):
    """The file is not what was read: somebody edited it meanwhile. Nothing was written; read it again and repeat."""


class ListReadOnlyError(ListError):
    """The file or its folder may not be written."""


def write_atomically(path: Path | str, new: bytes, expected_old: bytes) -> None:
    """Replaces the file by `new` in one step, if it still holds `expected_old`; permissions stay, a symbolic link is followed.

    ListChangedError when it was edited meanwhile, ListReadOnlyError when it may not be written, other ListError as for reading.
    """
    file = Path(os.path.realpath(path))
    _check_unchanged(file, expected_old)
    if new == expected_old:
        return
    mode = file.stat().st_mode
    # Asked of the system, as any editor does: a file copied from a read-only place keeps its bits, and who may write it anyway, may.
    if not os.access(file, os.W_OK):
        raise ListReadOnlyError(f"{file} is read-only. Allow writing (chmod u+w) and run the command again; --dry-run shows the diff.")
    try:
        _replace(file, new, stat.S_IMODE(mode), expected_old)
    except PermissionError:
        raise ListReadOnlyError(f"The folder {file.parent} may not be written. Allow writing there and run the command again.") from None
    except OSError as problem:
        raise ListError(
            f"{file} could not be written ({problem.strerror}); it is unchanged. Make room and run the command again."
        ) from None


def _replace(file: Path, new: bytes, mode: int, expected_old: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(new)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(name).chmod(mode)
        _check_unchanged(file, expected_old)  # again, as late as possible: writing may have taken a while
        Path(name).replace(file)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """The new name is on disk as well, so that a power cut brings back neither half."""
    with suppress(OSError):  # Windows cannot open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check_unchanged(file: Path, expected_old: bytes) -> None:
    if read_list_bytes(file) != expected_old:
        raise ListChangedError(f"{file} was edited while this ran; nothing was written. Run the command again on the new version.")
