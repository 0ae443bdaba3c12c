"""No password of a database's or mirror's address comes into a message, and an address that is none ends in a sentence."""

from pathlib import Path

import pytest

from candidates.errors import StoreError
from candidates.store.addresses import without_password
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


def test_the_root_folder_has_no_copies() -> None:
    from candidates.store.backups import backups

    assert backups(f"sqlite:///{Path('/')}") == ()
