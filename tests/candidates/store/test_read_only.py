"""A database on media that cannot be written: what only reads works, and nothing is put beside it."""

import os
from pathlib import Path

import pytest

from candidates.errors import StoreError
from candidates.queue.candidates import candidates
from candidates.store.addresses import sqlite_url
from candidates.store.database import Store, set_fact


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only mount, where the system says so even to root."""
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and asked(path, mode))


@pytest.mark.parametrize("name", ["covenue.sqlite", "a?b %20.sqlite"])
def test_what_lies_there_is_read_and_nothing_is_left_beside_it(tmp_path: Path, name: str, request: pytest.FixtureRequest) -> None:
    url = sqlite_url(tmp_path / name)
    with Store(url) as store, store.writing() as connection:
        set_fact(connection, "colour", "green")
    before = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    request.getfixturevalue("read_only")
    with Store(url) as store:
        assert store.fact("colour") == "green"
        assert candidates(store) == []
        with pytest.raises(StoreError, match="cannot be written"), store.writing() as connection:
            set_fact(connection, "colour", "red")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == before
