"""No password of a database's or mirror's address comes into a message, and an address that is none ends in a sentence."""

from pathlib import Path

import pytest

from candidates.errors import ConfigError, StoreError
from candidates.store.addresses import file_named, without_password
from candidates.store.database import Store
from candidates.workspace import Workspace


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ada:hush@db/x", "postgresql://ada:***@db/x"),
        ("postgresql://ada:hu/s@h@db/x", "postgresql://ada:***@db/x"),
        ("postgresql://ada@corp:hush@db/x", "postgresql://ada@corp:***@db/x"),
        ("sqlite:////home/ada/a:b@c.sqlite", "sqlite:////home/ada/a:b@c.sqlite"),
        ("postgresql://:hush@db/x", "postgresql://:***@db/x"),
        ("postgresql://db/x?user=ada&password=hush&sslmode=require", "postgresql://db/x?user=ada&password=***&sslmode=require"),
        ("postgresql://db/x?sslpassword=hush", "postgresql://db/x?sslpassword=***"),
        ("http://ada:hush@[::1", "http://ada:***@[::1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("sqlite:////home/ada/papers.sqlite", "sqlite:////home/ada/papers.sqlite"),
        ("postgresql:ada:hush@db/x", "postgresql:***@db/x"),
        ("postgresql//ada:hush@db/x", "postgresql//ada:***@db/x"),
        ("ada:hush@db/x", "ada:***@db/x"),
        ("http:ada:hush@db", "http:***@db"),
        ("sqlite://ada:hush@db/x", "sqlite://ada:***@db/x"),
        ("postgresql://ada:hush", "postgresql://ada:***"),
        ("postgresql://ada:hu\nsh@db/x", "postgresql://ada:***@db/x"),
        ("postgresql://db:5432/x", "postgresql://db:5432/x"),
        ("postgresql://[::1]:5432/x", "postgresql://[::1]:5432/x"),
        ("postgresql://db/x?user=ada;password=hush", "postgresql://db/x?user=ada;password=***"),
        ("postgresql://db/x?user=ada%3Bpassword%3Dhush", "postgresql://db/x?user=ada%3Bpassword%3D***"),
        ("host=db password='hu sh' dbname=x", "host=db password=*** dbname=x"),
        ("PGPASSWORD=hush postgresql://db/x", "PGPASSWORD=*** postgresql://db/x"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert without_password(address) == shown


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://ada:hu:sh@db:port/x", "is no database URL that can be used"),
        ("postgresql://ada:hush@[::1/x", "is no database URL that can be used"),
        ("://ada:hush@db", "is no database URL that can be used"),
        ("postgresql://ada:hu@sh@db/x", "write %40"),
        ("postgresql://127.0.0.1:1/x?password=hush", "password=***"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_a_sentence_without_its_password(address: str, says: str) -> None:
    pytest.importorskip("psycopg")
    assert Workspace(database=address).has_database
    with pytest.raises(StoreError) as told:
        Store(address)
    assert says in str(told.value)
    assert not any(each in str(told.value) for each in ("hush", "hu:sh", "hu@", "sh@"))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:ada:hush@db/x",
        "postgresql:/ada:hush@db/x",
        "postgresql//ada:hush@db/x",
        "postgresql;//ada:hush@db/x",
        "jdbc:postgresql//db/x?user=ada&password=hush",
        "ada:hush@db/x",
        "//ada:hush@db/x",
        "host=db user=ada password=hush dbname=x",
        "sqlite:x.sqlite",
    ],
)
@pytest.mark.parametrize("way", ["option", "setting"])
def test_a_mistyped_address_is_no_file_to_be_made(tmp_path: Path, way: str, address: str) -> None:
    (tmp_path / "covenue.toml").write_text(f'database = "{address}"\n' if way == "setting" else "", encoding="utf-8")
    given = address if way == "option" else None
    with pytest.raises(StoreError, match="is neither an address of a database nor a file; write postgresql") as told:
        Workspace(tmp_path / "covenue.toml", database=given).open_store()
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    "name",
    [
        "a b.sqlite",
        "it's.sqlite",
        "x=1.sqlite",
        "postgresql.sqlite",
        "jdbc.sqlite",
        "C:\\ada@corp\\x.sqlite",
        "a@b.sqlite",
        "10:30.db",
        "/data/run=3,host=gpu1/x.sqlite",
        "./ada:hush@db",
    ],
)
def test_a_name_that_a_file_may_have_is_that_of_a_file(tmp_path: Path, name: str) -> None:
    assert file_named(name, tmp_path) == tmp_path / name


def test_a_file_that_is_there_is_opened_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ada:hush@db").write_bytes(b"")
    assert Workspace(database="ada:hush@db").open_store().fact("any") == ""
    (tmp_path / "covenue.toml").write_text('database = "ada:hush@db"\n', encoding="utf-8")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir("sub")
    assert Workspace(tmp_path / "covenue.toml").open_store().fact("any") == ""


@pytest.mark.parametrize("line", ['database = "postgresql://ada:hu\\nsh@db/x"', 'database = ["postgresql://ada:hush@db/x"]'])
def test_a_wrong_setting_is_told_without_its_password(tmp_path: Path, line: str) -> None:
    (tmp_path / "covenue.toml").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        _ = Workspace(tmp_path / "covenue.toml").config
    assert "database: " in str(told.value)
    assert "sh@" not in str(told.value)


def test_the_root_folder_has_no_copies() -> None:
    from candidates.store.backups import backups

    assert backups(f"sqlite:///{Path('/')}") == ()
