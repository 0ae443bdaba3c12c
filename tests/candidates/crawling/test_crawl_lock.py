"""The file that keeps two crawls from writing at once, where it cannot be made."""

import errno
import os
from pathlib import Path

import pytest

from candidates.crawling import lock
from candidates.errors import StoreError


@pytest.mark.parametrize(("number", "mend"), [(errno.ENOSPC, "make room there"), (errno.EACCES, "check the permissions")])
def test_a_lock_that_cannot_be_written_says_what_is_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, mend: str
) -> None:
    def refused(_lock: lock.FileLock) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock.FileLock, "acquire", refused)
    with pytest.raises(StoreError, match=mend), lock.crawl_lock(f"sqlite:///{tmp_path / 'covenue.sqlite'}"):
        raise AssertionError("a crawl without its lock")
