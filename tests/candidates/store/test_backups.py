"""Before something that cannot be taken back the database copies itself, whole and readable; where it cannot, nothing is changed."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from covenue_command import Covenue
from sqlalchemy import create_engine, text

from candidates.errors import StoreError
from candidates.queue.decisions import decide, decisions
from candidates.store.backups import MOST_KEPT, TIME, back_up, backups
from candidates.store.database import Store
from candidates.store.migrating import HEAD, upgrade


def test_a_copy_holds_what_stood_there_while_others_write(store: Store, add_paper: Callable[..., str]) -> None:
    add_paper("p1")
    decide(store, "p1", "rejected", who="ada")
    made = back_up(store.url, "forget")
    assert made is not None
    decide(store, "p1", "later", who="ada")
    with Store(f"sqlite:///{made.path}") as copied:
        assert [each.verdict for each in decisions(copied)] == ["rejected"]


def test_only_the_newest_copies_are_kept_and_files_of_others_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = back_up(store.url, "forget")
    assert first is not None
    foreign = first.path.with_name("mine.sqlite")
    foreign.touch()
    for days in range(1, 6):
        older = (datetime.now(UTC) - timedelta(days=days)).strftime(TIME)
        shutil.copy(first.path, first.path.with_name(f"{older}-before-forget.sqlite"))
    last = back_up(store.url, "migration")
    assert last is not None
    kept = [each.path for each in backups(store.url)]
    assert (len(kept), kept[-1], foreign.exists()) == (MOST_KEPT, last.path, True)


def test_a_migration_copies_the_database_before_it_and_an_up_to_date_one_is_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = create_engine(url)
    upgrade(engine, "0003")
    engine.dispose()
    Store(url).close()
    [made] = backups(url)
    assert made.path.name.endswith("-before-migration.sqlite")
    with sqlite3.connect(made.path) as copied:
        assert copied.execute("SELECT version_num FROM alembic_version").fetchall() == [("0003",)]
    copied.close()
    Store(url).close()
    assert len(backups(url)) == 1


def test_a_new_database_needs_no_copy(store: Store) -> None:
    assert list(backups(store.url)) == []


def test_nothing_is_migrated_where_no_copy_can_be_made(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine, "0003")
    (tmp_path / "old.sqlite-backups").touch()  # a file where the folder should be
    with pytest.raises(StoreError, match=r"No copy of .* could be made"):
        Store(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0003" != HEAD
    engine.dispose()


def test_forget_copies_before_and_check_says_how_old_the_last_copy_is(crawled_covenue: Covenue) -> None:
    def backup_line() -> dict[str, object]:
        checks = crawled_covenue.run("check", "--offline", "--json").json["checks"]
        return next(each for each in checks if each["name"] == "backup")

    assert backup_line()["ok"] is False
    done = crawled_covenue.run("forget", "mm-2025", "--yes")
    assert "A copy of the database as it was stands in" in done.err
    said = backup_line()
    assert (said["ok"], "made today" in str(said["detail"])) == (True, True)
    [made] = backups(f"sqlite:///{crawled_covenue.folder / 'covenue.sqlite'}")
    with sqlite3.connect(made.path) as copied:
        assert copied.execute("SELECT count(*) FROM papers WHERE venue = 'mm'").fetchone() == (9,)
    copied.close()
    os.rename(made.path, made.path.with_name("20200101T000000Z-before-forget.sqlite"))  # noqa: PTH104  # as a year passes
    said = backup_line()
    assert (said["ok"], "days ago" in str(said["detail"])) == (False, True)
    (crawled_covenue.folder / "covenue.toml").write_text('decisions = "decisions.jsonl"\n', encoding="utf-8")
    assert backup_line()["ok"] is True
    assert json.dumps(said)
