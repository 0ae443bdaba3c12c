"""Files that a setting or an option names: read whole, and never without end. What they are taken for is their readers' matter."""

import errno
import stat
from pathlib import Path

# As much as is taken of a site. The largest file of settings or decisions known has 2 MB.
MOST_BYTES = 100_000_000


def bytes_of_file(path: Path) -> bytes:
    """What stands in a file, or comes out of a pipe (`<(…)` of a shell). Raises OSError, also for more than MOST_BYTES (/dev/zero)."""
    with path.open("rb") as stream:
        read = stream.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"it is larger than {MOST_BYTES // 1_000_000} MB", str(path))
    return read


def text_of_file(path: Path) -> str:
    """The same as text, without the mark that editors of Windows put before it, its lines ending as Python ends them.

    Raises OSError, UnicodeDecodeError.
    """
    return bytes_of_file(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def text_of_setting(path: Path) -> str:
    """The text of a file that the settings name, which every command reads: no pipe, which is waited for, and no device.

    Raises OSError, UnicodeDecodeError.
    """
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise OSError(errno.EINVAL, "it is no file but a pipe or a device", str(path))
    return text_of_file(path)
