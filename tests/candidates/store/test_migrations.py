"""The tables are defined once; the migrations must lead there, and the store must know the newest."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text

import candidates.store
from candidates.errors import StoreError
from candidates.matching.titles import match_key
from candidates.store.backups import backups
from candidates.store.database import Store, now
from candidates.store.edition_writer import EditionWriter
from candidates.store.migrating import HEAD, KNOWN, upgrade
from candidates.store.search import has_words
from candidates.store.tables import METADATA, PAPERS
from candidates.store.title_keys import title_keys
from spiders.items import PageItem, PageRecord
from spiders.paper import Paper


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(candidates.store.__file__).with_name("migrations")))
    return ScriptDirectory.from_config(config)


def not_of_the_index(name: str | None, *_: object) -> bool:
    """Whether a table is one of ours: those of the full-text index are made by SQLite itself."""
    return name is None or not name.startswith("paper_words")


def test_the_store_knows_the_newest_migration() -> None:
    assert script().get_current_head() == HEAD


@pytest.mark.parametrize("first", [revision.revision for revision in script().walk_revisions()])
def test_migrating_from_any_revision_gives_the_tables_as_defined(tmp_path: Path, first: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    upgrade(engine, first)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": not_of_the_index})
        assert compare_metadata(context, METADATA) == []
        names = {name for name in inspect(connection).get_table_names() if not_of_the_index(name)}
        assert names == {*METADATA.tables, "alembic_version"}
    engine.dispose()


def test_a_new_database_has_the_tables_as_defined(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'new.sqlite'}") as store, store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": not_of_the_index})
        assert compare_metadata(context, METADATA) == []


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newer.sqlite'}"
    with Store(url) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer covenue"):
        Store(url)
    # Three such commands took the copies away that were made before something was done.
    assert not backups(url)


def test_the_store_knows_every_migration() -> None:
    assert {revision.revision for revision in script().walk_revisions()} == KNOWN


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM alembic_version", "UPDATE alembic_version SET version_num = '0003'", "ALTER TABLE papers RENAME COLUMN abstract TO gone"],
)
def test_tables_that_are_not_those_of_their_version_are_told_as_that_and_copied_but_once(tmp_path: Path, change: str) -> None:
    url = f"sqlite:///{tmp_path / 'half.sqlite'}"
    with Store(url) as store, store.writing() as connection:
        row = {"id": "p1", "venue": "aaai", "year": 2025, "title": "Spikes", **title_keys("Spikes"), "authors": [], "keywords": []}
        connection.execute(PAPERS.insert().values(**row, origins={}, stored_at=now(), changed_at=now()))
        connection.execute(text(change))
    for _ in range(2):
        with pytest.raises(StoreError, match="has other tables than covenue made"), Store(url) as store:
            store.paper("p1")
        for number, made in enumerate(backups(url)):  # names are by the second
            made.path.rename(made.path.with_name(f"2026010{number + 1}T000000Z-before-migration.sqlite"))
    assert len(backups(url)) == (0 if "RENAME" in change else 1)
    with closing(sqlite3.connect(tmp_path / "half.sqlite")) as lies:
        assert lies.execute("SELECT id FROM papers").fetchall() == [("p1",)]


def test_a_database_with_other_tables_is_not_touched(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE holidays (day TEXT)"))
    with pytest.raises(StoreError, match="not covenue's"):
        Store(url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["holidays"]
    engine.dispose()


def test_a_database_that_cannot_be_used_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for url in ("postgresql+psycopg://ada:secret@127.0.0.1/x", "nosuch://ada:secret@127.0.0.1/x"):
        with pytest.raises(StoreError, match=r"//ada:\*\*\*@127") as refused:
            Store(url)
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize("first", [revision.revision for revision in script().walk_revisions()])
def test_papers_of_an_older_database_are_found_by_their_words_and_so_is_what_changes_later(tmp_path: Path, first: str) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = create_engine(url)
    upgrade(engine, first)
    insert = (
        "INSERT INTO papers (id, venue, year, title, title_key, authors, abstract, track, url, pdf, doi, forum, keywords, origins, "
        "stored_at, changed_at) "
        "VALUES (:id, 'aaai', 2025, :title, :title, '[\"Zoë Müller\"]', NULL, '', '', '', '', '', '[]', '{}', '', '')"
    )
    with engine.begin() as connection:
        connection.execute(text(insert), {"id": "a", "title": "Spike cameras"})
    engine.dispose()

    def found(words: str) -> list[str]:
        with store.reading() as connection:
            return list(connection.scalars(select(PAPERS.c.id).where(has_words(store, words)).order_by(PAPERS.c.id)))

    with Store(url) as store:
        assert found("camera spik") == ["a"]
        with store.writing() as connection:
            connection.execute(text(insert), {"id": "b", "title": "Loss spikes"})
            connection.execute(PAPERS.update().where(PAPERS.c.id == "a").values(abstract="An Événement at night."))
        assert found("muller spike") == ["a", "b"]
        assert found("evenement") == ["a"]
        with store.writing() as connection:
            connection.execute(PAPERS.delete().where(PAPERS.c.id == "a"))
        with store.engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        assert found("spike") == ["b"]
        assert found("night") == []
        assert found("%") == []


@pytest.mark.parametrize("first", [revision.revision for revision in script().walk_revisions()])
def test_papers_of_an_older_database_keep_their_ids_and_are_told_by_the_rule_of_matching(tmp_path: Path, first: str) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = create_engine(url)
    upgrade(engine, first)
    old = Paper(title="Rényi $\\alpha$-Spikes", venue="aaai", year=2025, authors=("Jane Doe",), origins={"title": "ojs"})
    insert = (
        "INSERT INTO papers (id, venue, year, title, title_key, authors, abstract, track, url, pdf, doi, forum, keywords, origins, "
        "stored_at, changed_at) VALUES ('aaai-2025-abc', 'aaai', 2025, :title, :key, '[]', NULL, '', '', '', '', '', '[]', '{}', '', '')"
    )
    with engine.begin() as connection:
        connection.execute(text(insert), {"title": old.title, "key": old.key})
    engine.dispose()
    with Store(url) as store:
        again = replace(old, title="Renyi alpha-Spikes", doi="10.1/1", origins={"title": "crossref"})
        page = PageItem(
            venue="aaai",
            year=2025,
            source="crossref",
            page="1",
            papers=[again],
            record=PageRecord(),
            adds=True,
            saved=asyncio.Future(loop=asyncio.new_event_loop()),
        )
        EditionWriter(store, "aaai", 2025).save(page)
        with store.reading() as connection:
            [row] = connection.execute(select(PAPERS)).mappings()
        assert (row["id"], row["doi"], row["match_key"]) == ("aaai-2025-abc", "10.1/1", match_key(old.title))


def test_keys_follow_when_the_rule_of_matching_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'covenue.sqlite'}"
    with Store(url) as store, store.writing() as connection:
        columns = {"authors": [], "keywords": [], "origins": {}, "stored_at": now(), "changed_at": now()}
        connection.execute(PAPERS.insert().values(id="a", venue="aaai", year=2025, title="On Spikes", **title_keys("On Spikes"), **columns))
    monkeypatch.setattr("candidates.store.title_keys.KEY_RULE", "another")
    monkeypatch.setattr("candidates.store.title_keys.match_key", lambda title: title[::-1])
    with Store(url) as store, store.reading() as connection:
        assert connection.scalar(select(PAPERS.c.match_key)) == "sekipS nO"
