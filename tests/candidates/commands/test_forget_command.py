"""`covenue forget` as a person types it: never beside a crawl, and with a copy of what it takes out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from candidates.cli import run
from candidates.crawling.lock import crawl_lock
from candidates.store.addresses import sqlite_url
from candidates.store.backups import backups

AddPaper = Callable[..., str]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database that holds one paper of AAAI 2025."""
    (tmp_path / "covenue.toml").touch()
    monkeypatch.chdir(tmp_path)
    add_paper("a", "Spikes with Gates")
    return sqlite_url(tmp_path / "covenue.sqlite")


def test_nothing_is_taken_out_while_a_crawl_writes(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    with crawl_lock(database):
        assert run(["forget", "aaai-2025", "--yes"]) == 1
    assert "Another crawl" in capsys.readouterr().err
    assert run(["papers"]) == 0
    assert "Spikes with Gates" in capsys.readouterr().out


def test_a_copy_is_made_of_what_is_taken_out_and_none_of_nothing(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forget", "icml-2025", "--yes"]) == 0
    assert list(backups(database)) == []
    assert run(["forget", "aaai-2025", "--yes"]) == 0
    [copy] = backups(database)
    assert f"A copy of the database as it was stands in {copy.path}." in capsys.readouterr().err
