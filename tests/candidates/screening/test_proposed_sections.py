"""Sections that the list lacks are proposed with the papers that wait: kept, named, shown in the queue, gone once decided."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import update

from candidates.cli import run
from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide
from candidates.queue.new_sections import NewSection, want_section
from candidates.queue.states import Verdict
from candidates.reading_list.parts import ReadingList
from candidates.reading_list.reader import read_list
from candidates.screening.missing_sections import propose_sections
from candidates.store.database import Store
from candidates.store.tables import SCREENINGS
from classifier.missing_sections import MissingSection
from spiders.paper import Paper

AddPaper = Callable[..., str]
LIST = "# Spikes\n\n## Attacks\n\n- One attack (AAAI 2025)\n\n## Defences\n\n- Two (AAAI 2025)\n"


@dataclass
class Told:
    """A classifier that finds what it is told to find, and notes which papers it was asked about."""

    found: list[MissingSection]
    fingerprint: str = "one"
    asked: list[list[str]] = field(default_factory=list)

    def lacking(self, papers: Sequence[Paper], evidence: Sequence[bytes]) -> list[MissingSection]:
        self.asked.append([paper.title for paper in papers])
        return self.found


@pytest.fixture
def reading_list() -> ReadingList:
    return read_list(LIST.encode(), {})


@pytest.fixture
def chips(store: Store, add_paper: AddPaper) -> list[str]:
    ids = [add_paper(f"p{n}", f"A Neuromorphic Processor for {what}", score=0.9 - n / 100) for n, what in enumerate("ABCDE")]
    with store.writing() as connection:
        connection.execute(update(SCREENINGS).values(evidence=b"some"))
    return ids


def group(name: str = "") -> list[MissingSection]:
    return [MissingSection(name, {0: 0.9, 1: 0.8, 2: 0.7, 3: 0.6, 4: 0.3})]


def propose(store: Store, told: Told, reading_list: ReadingList) -> list[str] | None:
    found = propose_sections(store, told, reading_list)  # type: ignore[arg-type]  # a double
    return None if found is None else [one.name for one in found]


def test_a_proposed_section_is_named_from_the_papers_and_told_with_each(store: Store, chips: list[str], reading_list: ReadingList) -> None:
    assert propose(store, Told(group()), reading_list) == ["Neuromorphic Processor"]
    assert candidate(store, chips[0]).new_section == NewSection("Neuromorphic Processor", 0.9, 5)


def test_the_topics_name_goes_before_the_papers_own(store: Store, chips: list[str], reading_list: ReadingList) -> None:
    assert propose(store, Told(group("Hardware")), reading_list) == ["Hardware"]


def test_the_name_that_a_maintainer_gave_goes_before_all(store: Store, chips: list[str], reading_list: ReadingList) -> None:
    decide(store, chips[0], Verdict.ACCEPTED, who="ada", category="Chips", categories=("Attacks", "Chips"))
    want_section(store, "Chips")
    assert propose(store, Told(group("Hardware")), reading_list) == ["Chips"]
    assert candidate(store, chips[0]).new_section is None, "it is decided"
    assert candidate(store, chips[1]).new_section == NewSection("Chips", 0.8, 5)


def test_decided_and_unlikely_papers_are_not_asked_about(
    store: Store, add_paper: AddPaper, chips: list[str], reading_list: ReadingList
) -> None:
    add_paper("unlikely", "An Event Camera", score=0.05, flagged=True)
    with store.writing() as connection:
        connection.execute(update(SCREENINGS).values(evidence=b"some"))
    told = Told([])
    decide(store, chips[0], Verdict.REJECTED, who="ada")
    add_paper("p6", "A Neuromorphic Processor for F", score=0.8)
    with store.writing() as connection:
        connection.execute(update(SCREENINGS).values(evidence=b"some"))
    assert propose(store, told, reading_list) == []
    assert told.asked == [[f"A Neuromorphic Processor for {what}" for what in "BCDEF"]]


def test_nothing_is_looked_for_again_as_long_as_nothing_changed(store: Store, chips: list[str], reading_list: ReadingList) -> None:
    told = Told(group())
    assert propose(store, told, reading_list) is not None
    assert propose(store, told, reading_list) is None
    assert len(told.asked) == 1
    told.fingerprint = "two"
    assert propose(store, told, reading_list) is not None


@pytest.mark.usefixtures("chips")
def test_the_queue_shows_it(
    store: Store, reading_list: ReadingList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    propose(store, Told(group()), reading_list)
    assert run(["queue", "--json", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["new_section"] == {"name": "Neuromorphic Processor", "score": 0.9, "papers": 5}
    assert run(["queue", "--limit", "1"]) == 0
    assert "or a new section, Neuromorphic Processor (0.90, 5 papers)" in capsys.readouterr().out
