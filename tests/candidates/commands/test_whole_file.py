"""A file for a person is there whole or not at all, whatever happens while it is written."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from candidates.commands.whole_file import whole_file, write_whole


def test_what_stood_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "gaps.html"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), whole_file(file) as stream:
        _write_half(stream, file)
    assert file.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["gaps.html"]  # noqa: PTH208  # hidden ones too


def _write_half(stream: IO[str], file: Path) -> None:
    stream.write("half of the new")
    stream.flush()
    assert file.read_text(encoding="utf-8") == "old"
    stream.write("\ud800")


def test_a_kill_while_it_is_written_leaves_no_half_file(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from candidates.commands.whole_file import whole_file\n"
        "with whole_file(pathlib.Path(sys.argv[1])) as stream:\n"
        "    stream.write('half'); stream.flush(); print('begun', flush=True); sys.stdin.read()"
    )
    file = tmp_path / "README.md"
    words = [sys.executable, "-c", program, str(file)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert not file.exists()


def test_links_are_followed_and_rights_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "real.csv", tmp_path / "link.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, "new")
    assert (file.read_text(encoding="utf-8"), stat.S_IMODE(file.stat().st_mode), link.is_symlink()) == ("new", 0o640, True)


def test_a_new_file_never_replaces_one_that_came_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "topic.toml"
    with pytest.raises(FileExistsError), whole_file(file, overwrite=False):
        file.write_text("theirs", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == "theirs"


def test_what_is_no_plain_file_is_written_as_it_is(tmp_path: Path) -> None:
    write_whole(Path(os.devnull), "anything")
    assert not stat.S_ISREG(Path(os.devnull).stat().st_mode)
