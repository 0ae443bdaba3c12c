"""The coverage report: what counts as a gap, what stands in a TODO item's way, and a page that stands alone."""

import csv
import json
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from own_venues import read_list

from candidates.cli import run
from candidates.coverage.page import render, web_address
from candidates.coverage.report import Coverage, coverage, gaps
from candidates.coverage.todo import next_steps
from candidates.queue.decisions import decide, mark_published
from candidates.queue.list_matches import record, sync
from candidates.reading_list.parts import ReadingList
from candidates.store.database import Store

AddPaper = Callable[..., str]
AddEdition = Callable[..., None]
LIST = """# Awesome Spikes

Papers from 2023 to 2024. Suggested sequence: AAAI->ICLR->NIPS

## TODO List

 - [] Missing AAAI 2025
 - [x] Missing ICLR 2025
 - [] Something else

## Papers

### Hybrid Learning

 - Masked Spiking Transformer
 - Spike-driven Transformer (NIPS'2023)

### ANN2SNN

 - masked spiking transformer
"""
ROW_KEYS = {
    *("venue", "year", "status", "declared", "crawled", "abstracts", "flagged", "in_list", "accepted", "rejected", "pending", "later"),
    *("gap", "checked_at"),
}


@pytest.fixture
def reading_list() -> ReadingList:
    return read_list(LIST.encode())


def reported(store: Store, reading_list: ReadingList) -> Coverage:
    sync(store, reading_list)
    return coverage(store, reading_list)


def row_of(report: Coverage, edition: str) -> object:
    return next(row for row in report.editions if row.edition == edition)


def test_the_gap_is_what_belongs_and_is_not_in_the_list(
    store: Store, add_paper: AddPaper, add_edition: AddEdition, reading_list: ReadingList
) -> None:
    add_edition("aaai", 2025, declared=8)
    add_paper("listed", "Masked Spiking Transformer", score=0.9)
    for paper_id in ("pending", "accepted", "rejected", "later", "gone"):
        add_paper(paper_id, score=0.9)
    add_paper("chosen", score=0.1)
    add_paper("low", score=0.1, abstract="Nothing about spikes.")
    for paper_id, verdict in (("accepted", "accepted"), ("chosen", "accepted"), ("rejected", "rejected"), ("later", "later")):
        decide(store, paper_id, verdict, who="ada")
    decide(store, "gone", "accepted", who="ada")
    mark_published(store, {"gone": "ANN2SNN"}, who="ada")
    row = reported(store, reading_list).editions[2]
    assert (row.edition, row.status, row.declared, row.crawled, row.abstracts, row.screened) == ("aaai-2025", "complete", 8, 8, 1, 8)
    assert (row.flagged, row.in_list, row.accepted, row.rejected, row.pending, row.later, row.published) == (6, 1, 2, 1, 1, 1, 1)
    assert row.gap == 5, "pending, later, two accepted, and one that was published and taken out of the list"
    assert {paper.id for paper in gaps(store)} == {"pending", "accepted", "later", "chosen", "gone"}


def test_editions_that_the_list_claims_or_its_todo_names_are_rows(store: Store, add_edition: AddEdition, reading_list: ReadingList) -> None:
    add_edition("icml", 2021, status="blocked")
    report = reported(store, reading_list)
    claimed = [f"{venue}-{year}" for venue in ("aaai", "iclr", "neurips") for year in (2023, 2024)]
    assert sorted(row.edition for row in report.editions) == sorted([*claimed, "aaai-2025", "iclr-2025", "icml-2021"])
    assert {row.status for row in report.editions} == {"not-tried", "blocked"}


def test_venues_that_the_list_has_papers_of_are_claimed_too_and_told_where_they_are_not_crawled(
    store: Store, add_edition: AddEdition, add_paper: AddPaper
) -> None:
    text = """# L

Papers from 2023 to 2024. Suggested sequence: AAAI

## Papers

- Alpha of Spikes (CVPR 2024)
- Beta of Spikes (CVPR 2022)
- Gamma of Spikes (PNAS 2023)
- Masked Spiking Transformer
- Delta of Spikes (AAAI 2023)
- Epsilon of Spikes
"""
    add_edition("aaai", 2023)
    add_paper("a", venue="aaai", year=2023)
    add_edition("iccv", 2023)
    add_paper("m", "Masked Spiking Transformer", venue="iccv", year=2023)
    add_edition("icml", 2023)
    add_paper("e", "Epsilon of Spikes", venue="icml", year=2023)
    report = reported(store, read_list(text.encode()))
    rows = {row.edition: (row.status, row.in_list, row.named) for row in report.editions}
    assert rows == {
        "aaai-2023": ("complete", 0, 1),
        "aaai-2024": ("not-tried", 0, 0),
        "cvpr-2022": ("not-tried", 0, 1),
        "cvpr-2023": ("not-tried", 0, 0),
        "cvpr-2024": ("not-tried", 0, 1),
        "iccv-2023": ("complete", 1, 0),
        "icml-2023": ("complete", 1, 0),
        "icml-2024": ("not-tried", 0, 0),  # the list has papers of ICML, as crawling told
    }
    assert [(each.name, each.papers, each.years, each.known) for each in report.list.not_crawled] == [
        ("CVPR", 2, (2022, 2024), True),
        ("PNAS", 1, (2023,), False),
    ]


def test_coverage_says_of_each_venue_whether_it_is_open_closed_or_only_by_import(
    workspace: Path, add_edition: AddEdition, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    for venue in ("aaai", "eccv", "mm"):
        add_edition(venue, 2024)
        add_paper(venue, venue=venue, year=2024)
    assert run(["coverage", "--html", "page.html", "--json"]) == 0
    told = {each["venue"]: each["access"] for each in json.loads(capsys.readouterr().out)["venues"]}
    assert told["aaai"] == "open"
    assert "turns programs away" in told["mm"]
    assert "closed by robots.txt" in told["eccv"]
    assert "can be imported" in told["eccv"]
    page = unescape((workspace / "page.html").read_text(encoding="utf-8"))
    assert told["eccv"] in page
    assert run(["coverage"]) == 0
    assert f"ECCV: {told['eccv']}." in capsys.readouterr().out


def test_before_the_first_crawl_there_is_no_table_without_a_row(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage"]) == 0
    assert capsys.readouterr().out.startswith("Not crawled yet: ")


def test_a_group_is_reported_as_an_edition_is(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", "vision", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["editions"]
    assert {row["venue"] for row in rows} == {"cvpr", "iccv", "eccv"}
    assert run(["coverage", "iccv-2022"]) == 0
    assert "ICCV 2022 does not take place: ICCV is held in odd years." in capsys.readouterr().out


def test_the_todo_waits_for_no_edition_that_does_not_take_place(store: Store) -> None:
    item = reported(store, read_list(b"# L\n\n## TODO\n\n- [ ] ICCV 2022\n\n## Papers\n\n- Masked Spiking Transformer\n")).todo[0]
    assert item.obstacles == ("it does not take place: ICCV is held in odd years",)


def test_what_was_accepted_and_stands_in_the_list_already_is_in_nobodys_way(
    store: Store, add_paper: AddPaper, add_edition: AddEdition
) -> None:
    add_edition("aaai", 2025)
    decide(store, add_paper("a", "Masked Spiking Transformer", score=0.9), "accepted", who="ada")
    reading_list = read_list(LIST.encode())
    report = reported(store, reading_list)
    assert report.todo[0].obstacles == ()
    assert not [step for step in next_steps(report, reading_list, store.editions) if "accepted" in step]


def test_the_gap_of_an_edition_begins_with_the_most_promising(store: Store, add_paper: AddPaper) -> None:
    for paper_id, score in (("a", 0.6), ("b", 0.95), ("c", 0.8)):
        add_paper(paper_id, score=score)
    add_paper("d", venue="aaai", year=2024, score=0.7)
    decide(store, add_paper("0"), "accepted", who="ada")  # never screened
    assert [paper.id for paper in gaps(store)] == ["d", "b", "c", "a", "0"]


def test_a_list_claims_no_year_that_a_venue_does_not_have(store: Store) -> None:
    text = b"# L\n\nPapers from 2019 to 2022. Suggested sequence: ICCV->ECCV\n\n## Papers\n\n- Masked Spiking Transformer\n"
    report = reported(store, read_list(text))
    assert sorted(row.edition for row in report.editions) == ["eccv-2020", "eccv-2022", "iccv-2019", "iccv-2021"]


def test_an_entry_that_is_a_paper_already_has_nothing_to_confirm(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Spikformer: When Spiking Neural Network Meets Transformer")
    reading_list = read_list(b"# L\n\n## Papers\n\n- Spikformer\n")
    (doubtful,) = reported(store, reading_list).list.to_confirm
    assert (doubtful.title, doubtful.paper_id) == ("Spikformer", "a")
    add_paper("b", "Spikformer, the Second")
    record(store, doubtful.entry_key, "b", "written for it")
    assert coverage(store, reading_list).list.to_confirm == ()


def test_papers_of_a_crawl_that_never_ended_are_short(store: Store, add_paper: AddPaper, reading_list: ReadingList) -> None:
    add_paper("a", score=0.1)
    assert row_of(reported(store, reading_list), "aaai-2025").status == "short"


def test_the_list_is_counted_in_lines_and_in_papers(store: Store, add_paper: AddPaper, reading_list: ReadingList) -> None:
    add_paper("a", "Masked Spiking Transformer", score=0.9)
    report = reported(store, reading_list)
    assert (report.list.entries, report.list.distinct, report.list.matched) == (3, 2, 1)
    (missing,) = report.list.unmatched
    assert (missing.title, missing.category) == ("Spike-driven Transformer", "Hybrid Learning")
    assert LIST.splitlines()[missing.line - 1].strip().startswith("- Spike-driven")


def test_todo_items_say_what_stands_in_their_way(
    store: Store, add_paper: AddPaper, add_edition: AddEdition, reading_list: ReadingList
) -> None:
    first, ticked, vague = reported(store, reading_list).todo
    assert (first.edition, first.done, first.obstacles) == ("aaai-2025", False, ("not crawled yet (`covenue crawl aaai-2025`)",))
    assert (ticked.edition, ticked.done) == ("iclr-2025", True)
    assert (vague.edition, vague.obstacles) == (None, ("names no edition",))
    add_edition("aaai", 2025)
    add_paper("a", score=0.9)
    add_paper("b", score=0.9)
    add_paper("c")
    decide(store, "b", "accepted", who="ada")
    assert reported(store, reading_list).todo[0].obstacles == ("1 not screened", "1 to decide", "1 accepted but not published")


def test_sections_are_counted_by_year(store: Store, add_paper: AddPaper, reading_list: ReadingList) -> None:
    add_paper("a", "Masked Spiking Transformer", year=2024, score=0.9)
    add_paper("b", score=0.9, category="ANN2SNN")
    add_paper("c", score=0.9)
    decide(store, "c", "accepted", who="ada")
    rows = {(each.category, each.year): (each.listed, each.accepted, each.pending) for each in reported(store, reading_list).categories}
    assert rows == {
        ("Hybrid Learning", 2023): (1, 0, 0),
        ("Hybrid Learning", 2024): (1, 0, 0),
        ("Hybrid Learning", 2025): (0, 1, 0),
        ("ANN2SNN", 2024): (1, 0, 0),
        ("ANN2SNN", 2025): (0, 0, 1),
    }


class Page(HTMLParser):
    """Collects what a page refers to and how it is built."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.links += [value for value in (given.get("href"), given.get("src")) if value]
        self.ids += [value for value in (given.get("id"),) if value]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_stands_alone_and_shows_titles_as_text(
    store: Store, add_paper: AddPaper, add_edition: AddEdition, reading_list: ReadingList
) -> None:
    add_edition("aaai", 2025)
    add_paper("a", '<img src=x onerror=alert(1)> & $\\alpha$ "spikes"', score=0.9, url="https://example.org/a?x=1&y=2")
    add_paper("b", "Another", score=0.8, url="javascript:alert(1)")
    text = render(reported(store, reading_list), gaps(store), store.editions, "Awesome <Spikes>")
    page = Page()
    page.feed(text)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert '<img src=x onerror=alert(1)> & α "spikes"' in page.text
    assert [link for link in page.links if not link.startswith("#")] == ["https://example.org/a?x=1&y=2"]
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))
    assert page.tags.count("caption") == page.tags.count("table")
    assert "not crawled" in page.text, "the state of an edition is told in words, not by colour alone"


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://example.org") == "https://example.org"
    assert web_address("javascript:alert(1)") == web_address("data:text/html,x") == web_address("") == ""


@pytest.fixture
def workspace(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_coverage_as_json_has_the_promised_keys(
    workspace: Path, add_paper: AddPaper, add_edition: AddEdition, capsys: pytest.CaptureFixture[str]
) -> None:
    add_edition("aaai", 2025)
    add_paper("a", score=0.9)
    assert run(["coverage", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert all(set(row) >= ROW_KEYS for row in document["editions"])
    assert set(document["list"]) >= {"entries", "distinct", "matched", "unmatched"}
    assert all(set(item) >= {"text", "edition", "done"} for item in document["todo"])


def test_coverage_writes_csv_and_a_page_and_prints_a_table(
    workspace: Path, add_paper: AddPaper, add_edition: AddEdition, capsys: pytest.CaptureFixture[str]
) -> None:
    add_edition("aaai", 2025)
    add_paper("a", score=0.9)
    assert run(["coverage", "--csv", "gaps.csv", "--html", "gaps.html"]) == 0
    rows = list(csv.DictReader((workspace / "gaps.csv").open(encoding="utf-8")))
    assert {(row["venue"], row["year"], row["gap"]) for row in rows} >= {("aaai", "2025", "1")}
    assert "Awesome Spikes" in (workspace / "gaps.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["coverage"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"aaai-2025\s+complete\s+1\s", shown)
    assert "[ ] Missing AAAI 2025: 1 to decide" in shown


@pytest.mark.parametrize(("width", "last"), [(60, "pending missing"), (80, "in list pending missing"), (200, "pending later missing")])
def test_a_terminal_gets_the_columns_that_fit_it(
    workspace: Path,
    add_edition: AddEdition,
    add_paper: AddPaper,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    last: str,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    add_edition("neurips", 2025, declared=5787)
    add_paper("a", venue="neurips", score=0.9)
    assert run(["coverage"]) == 0
    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    table = shown[: shown.index("Not crawled yet")]
    assert "…" not in table
    assert re.sub(r"\s+", " ", table.splitlines()[1]).strip().endswith(last)
    assert re.search(r"neurips-2025\s+complete\s+1/5787\s", table)


def test_coverage_without_a_list_tells_of_the_editions(
    workspace: Path, add_edition: AddEdition, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "README.md").unlink()
    add_edition("aaai", 2025)
    assert run(["coverage", "--json", "--html", "gaps.html"]) == 0
    said = capsys.readouterr()
    assert [row["venue"] for row in json.loads(said.out)["editions"]] == ["aaai"]
    assert "no list" in said.err


def test_a_report_that_cannot_be_written_ends_in_a_sentence(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", "--html", "nowhere/gaps.html"]) == 1
    assert "cannot be written" in capsys.readouterr().err
