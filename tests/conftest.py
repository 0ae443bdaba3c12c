"""The misbehaving server and the `covenue` command, for every test; how Hypothesis looks for examples."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from covenue_command import SIX, Covenue
from hypothesis import settings
from misbehaving import MisbehavingServer, misbehaving

# No deadline: a machine that others use too is slow at times. The same examples in every run: a failure belongs to the change that made it.
settings.register_profile("covenue", deadline=None, derandomize=True)
settings.load_profile("covenue")

# A shell that starts the tests in the background has them, and all that they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with misbehaving() as running:
        yield running


@pytest.fixture
def covenue(tmp_path: Path) -> Covenue:
    """The command in an empty project."""
    (tmp_path / "covenue.toml").touch()
    return Covenue(tmp_path)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all six editions, crawled once; copy it."""
    folder = tmp_path_factory.mktemp("crawled")
    (folder / "covenue.toml").touch()
    with misbehaving() as server:
        outcome = Covenue(folder).crawl(server, *SIX)
    assert outcome.exit_code == 0, outcome
    return folder / "covenue.sqlite"


@pytest.fixture
def crawled_covenue(covenue: Covenue, crawled: Path) -> Covenue:
    """The command in a folder where the six editions are crawled already."""
    shutil.copy(crawled, covenue.folder / crawled.name)
    return covenue
