"""What happens when the database cannot be written: a sentence, and what was stored stays."""

import resource
import signal
from pathlib import Path

import pytest
from covenue_command import Covenue, at
from misbehaving import Fault, MisbehavingServer, made_up

# No page of the database beyond these: the disk is full for SQLite itself.
FULL_DISK = """
from sqlalchemy import event
from sqlalchemy.engine import Engine
event.listen(Engine, "connect", lambda connection, record: connection.execute("PRAGMA max_page_count = {pages}"))
"""

LARGE = {("iclr", 2024): made_up("iclr", 2024, 700)}


def test_a_full_disk_ends_the_crawl_with_a_sentence_and_keeps_what_was_stored(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    before = crawled_covenue.papers()
    pages = (crawled_covenue.folder / "covenue.sqlite").stat().st_size // 4096
    crawled_covenue.before = FULL_DISK.format(pages=pages + 1)
    server.serve_editions(LARGE)
    outcome = crawled_covenue.crawl(server, "iclr-2024")
    assert outcome.exit_code == 1
    assert "The disk is full" in outcome.err
    assert "Traceback" not in outcome.err
    crawled_covenue.before = ""
    assert crawled_covenue.papers() == before
    assert crawled_covenue.crawl(server, "iclr-2024").edition("iclr-2024")["crawled"] == 700


def test_a_limit_on_the_size_of_files_ends_the_crawl_with_a_sentence(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    before = crawled_covenue.papers()

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    crawled_covenue.limits = limited
    server.serve_editions(LARGE)
    outcome = crawled_covenue.crawl(server, "iclr-2024")
    crawled_covenue.limits = None
    assert outcome.exit_code == 1
    assert "cannot be written" in outcome.err
    assert "Traceback" not in outcome.err
    assert crawled_covenue.papers() == before


def test_a_second_crawl_of_the_same_database_at_once_says_so(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault("resumptionToken", server.hold)]
    first = covenue.start("crawl", "aaai-2025", *at(server))
    assert server.holding.wait(timeout=30)
    second = covenue.crawl(server, "iclr-2025")
    assert second.exit_code == 1
    assert f"Another crawl (process {first.pid}) writes to this database" in second.err
    assert server.targets("iclr.cc") == []
    server.release.set()
    out, _ = first.communicate(timeout=30)
    assert first.returncode == 0
    assert '"complete"' in out


@pytest.mark.parametrize("command", [("papers", "--json"), ("crawl", "iclr-2025", "--no-screen")])
def test_a_database_that_cannot_be_opened_is_named(covenue: Covenue, command: tuple[str, ...]) -> None:
    (covenue.folder / "covenue.sqlite").mkdir()
    outcome = covenue.run(*command)
    assert outcome.exit_code == 1
    assert "cannot be opened" in outcome.err
    assert str(covenue.folder / "covenue.sqlite") in outcome.err


def test_a_file_that_is_no_database_is_left_as_it_is(covenue: Covenue, server: MisbehavingServer) -> None:
    file = covenue.folder / "notes.txt"
    file.write_text("These are notes, and no database at all.\n" * 100)
    outcome = covenue.crawl(server, "iclr-2025", "--database", "notes.txt")
    assert outcome.exit_code == 1
    assert "not a database of covenue" in outcome.err
    assert file.read_text().startswith("These are notes")
    assert server.log == []


def test_a_folder_that_does_not_exist_is_named(covenue: Covenue, tmp_path: Path) -> None:
    outcome = covenue.run("crawl", "iclr-2025", "--no-screen", "--database", str(tmp_path / "nowhere" / "covenue.sqlite"))
    assert outcome.exit_code == 1
    assert f"The folder {tmp_path / 'nowhere'} of the database does not exist" in outcome.err
