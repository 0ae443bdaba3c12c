"""The spiders of the venues, as Scrapy itself runs them."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from misbehaving import MisbehavingServer
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

import spiders.settings
from spiders.editions import ABOUT, EditionError, own_table

LOADER = SpiderLoader(Settings({"SPIDER_MODULES": spiders.settings.SPIDER_MODULES}))
HOME = Path(spiders.settings.__file__).parents[1]


def test_every_venue_has_a_spider_and_every_spider_a_venue() -> None:
    assert set(LOADER.list()) == set(own_table().venues)


@pytest.mark.parametrize("name", LOADER.list())
def test_a_spider_says_where_its_papers_come_from_and_when_that_was_checked(name: str) -> None:
    about = own_table().venues[name].about
    assert list(about) == list(ABOUT)
    text = LOADER.load(name).__doc__ or ""
    assert all(about[term] in text for term in ABOUT)


@pytest.mark.parametrize(
    ("given", "years"), [({"year": "2025"}, [2025]), ({"years": "2021-2023"}, [2021, 2022, 2023]), ({"years": "2021, 2024"}, [2021, 2024])]
)
def test_a_spider_takes_a_year_a_span_or_several(given: dict[str, str], years: list[int]) -> None:
    spider = LOADER.load("aaai")(**given)
    assert [edition.year for edition in spider.editions] == years  # type: ignore[attr-defined]  # loaded by name


def test_a_spider_refuses_a_year_that_its_venue_does_not_have() -> None:
    with pytest.raises(EditionError, match="knows no AAAI 1999; the years it knows are 2013 to 20"):
        LOADER.load("aaai")(year="1999")


def test_scrapy_crawl_fills_the_database(server: MisbehavingServer, tmp_path: Path) -> None:
    database = tmp_path / "papers.sqlite"
    given = {"COVENUE_MIRROR": server.address, "COVENUE_DATABASE": f"sqlite:///{database}", "COVENUE_DELAY": "0", "DOWNLOAD_DELAY": "0"}
    settings = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "icml", "-a", "year=2019", *settings]
    done = subprocess.run(command, cwd=HOME, env={**os.environ}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*), count(abstract) FROM papers").fetchone() == (700, 700)
        assert connection.execute("SELECT venue, year, status FROM editions").fetchall() == [("icml", 2019, "complete")]
