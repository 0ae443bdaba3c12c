"""`scrapy crawl` in the checkout: an item is a paper, a feed a table of papers, and failure is seen in the exit code."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from misbehaving import Fault, MisbehavingServer

from candidates.demo.exchange import html_reply

ROOT = Path(__file__).parents[2]
OWN = ("OPENREVIEW_", "COVENUE_", "SEMANTIC_SCHOLAR_", "OPENALEX_")
# A server nearby is asked without pause, and again at once; the counts of the table are those of the real sites.
QUICK = ("-s", "COVENUE_CHECK_TOTALS=False")


def scrapy(folder: Path, *words: str, mirror: str = "") -> "subprocess.CompletedProcess[str]":
    (folder / "scrapy.cfg").write_bytes((ROOT / "scrapy.cfg").read_bytes())
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "COVENUE_MIRROR": mirror or "http://127.0.0.1:9", "COVENUE_DELAY": "0"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.parametrize("pipeline", [(), ("-s", "ITEM_PIPELINES={}")], ids=["stored", "without the pipeline"])
def test_a_feed_is_a_table_of_papers(server: MisbehavingServer, tmp_path: Path, pipeline: tuple[str, ...]) -> None:
    feeds = [word for name in ("out.jsonl", "out.csv", "out.xml") for word in ("-O", name)]
    done = scrapy(tmp_path, "crawl", "mm", "-a", "year=2025", *feeds, *QUICK, *pipeline, mirror=server.address)
    assert (done.returncode, done.stderr) == (0, "mm-2025: complete\n")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(row["title"] for row in rows) == sorted(f"On the Spikes of MM 2025, Part {n}: Café & Theory" for n in range(9))
    assert {row["venue"] for row in rows} == {"mm"}
    assert all(row["authors"] and row["abstract"] for row in rows)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 9
    assert len(ElementTree.parse(tmp_path / "out.xml").getroot()) == 9
    assert (tmp_path / "covenue.sqlite").exists() == (not pipeline)


def test_a_second_run_asks_nothing_and_gives_the_same_papers(server: MisbehavingServer, tmp_path: Path) -> None:
    # A file's name is an address of a database here as it is for `covenue`.
    words = ("crawl", "mm", "-a", "year=2025", "-s", "COVENUE_DATABASE=own.sqlite", *QUICK)
    scrapy(tmp_path, *words, "-O", "one.jsonl", mirror=server.address)
    scrapy(tmp_path, *words, "-O", "two.jsonl", mirror=server.address)
    one, two = ((tmp_path / name).read_text(encoding="utf-8") for name in ("one.jsonl", "two.jsonl"))
    assert one == two != ""
    assert [path.name for path in tmp_path.glob("*.sqlite")] == ["own.sqlite"]


def test_an_edition_that_failed_is_seen_in_the_exit_code_and_said(server: MisbehavingServer, tmp_path: Path) -> None:
    server.faults = [Fault("", lambda *_: html_reply("<html><title>Just a moment...</title></html>", 403))]
    done = scrapy(tmp_path, "crawl", "mm", "-a", "year=2025", *QUICK, mirror=server.address)
    assert done.returncode == 3
    assert done.stderr.startswith("mm-2025: blocked; ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("icml", "-a", "editions=2025"), "The spider icml takes the arguments year and years, and no 'editions'."),
        (("icml", "-a", "year=1931"), "Covenue knows no ICML 1931"),
        (("icml", "-a", "year=abc"), "'abc' is no year; write -a year=2025"),
        (("nowhere",), "Covenue knows no venue 'nowhere'"),
        ((), "Name one spider"),
    ],
)
def test_a_wrong_word_is_refused_in_a_sentence(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = scrapy(tmp_path, "crawl", *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "covenue.sqlite").exists()


def test_a_delay_below_the_pace_counts_only_at_a_mirror() -> None:
    from spiders.pace import paced
    from spiders.settings import DOWNLOAD_SLOTS, PACE

    at_sites = dict(paced(DOWNLOAD_SLOTS, 0.0))
    assert {host: slot["delay"] for host, slot in at_sites["DOWNLOAD_SLOTS"].items()} == PACE
    slower = dict(paced(DOWNLOAD_SLOTS, None, delays={"ojs.aaai.org": 5.0, "example.org": 9.0}))
    assert {slower["DOWNLOAD_SLOTS"][host]["delay"] for host in ("ojs.aaai.org", "example.org")} == {5.0, 9.0}
    at_mirror = dict(paced(DOWNLOAD_SLOTS, 0.0, mirror="http://127.0.0.1:9"))
    assert {slot["delay"] for slot in at_mirror["DOWNLOAD_SLOTS"].values()} == {0.0}
