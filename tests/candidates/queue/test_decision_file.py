"""Decisions carried from one database to another: the same queue there, whatever the ids; lines that fit nothing are named."""

import asyncio
import json
from pathlib import Path

import pytest

from candidates.errors import NothingToUndoError
from candidates.queue.decision_file import apply, decision_lines, merge, read_lines, write_lines
from candidates.queue.decisions import decide, undo, undo_step
from candidates.queue.new_sections import new_sections, want_section
from candidates.queue.states import Verdict
from candidates.store.database import Store
from candidates.store.edition_writer import EditionWriter
from spiders.items import PageItem, PageRecord
from spiders.paper import Paper

TITLES = ("Spiking One", "Spiking Two", "Ordinary Three")


def _store(path: Path, *titles: str) -> Store:
    store = Store(f"sqlite:///{path}")
    loop = asyncio.new_event_loop()
    papers = [Paper(title=title, venue="icml", year=2025) for title in titles]
    EditionWriter(store, "icml", 2025).save(
        PageItem(
            venue="icml", year=2025, source="pmlr", page="page", papers=papers, record=PageRecord(), adds=True, saved=loop.create_future()
        )
    )
    loop.close()
    return store


def _ids(store: Store) -> dict[str, str]:
    return {paper.title: paper.id for paper in EditionWriter(store, "icml", 2025).known()}


def test_decisions_arrive_in_another_database_with_who_category_and_reason(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as here, _store(tmp_path / "b.sqlite", *TITLES) as there:
        ids = _ids(here)
        decide(here, ids["Spiking One"], "accepted", who="Ada", category="ANN2SNN")
        decide(here, ids["Ordinary Three"], "rejected", who="Ada", reason="no spikes")
        decide(here, ids["Spiking Two"], "later", who="Ada")
        undo(here, ids["Spiking Two"])
        text = write_lines(decision_lines(here))
        done = apply(there, text, "Bob", ["ANN2SNN"])
        assert (done.written, done.known, done.passed_over) == (2, 0, ())
        assert [(line.title, line.verdict, line.category, line.reason, line.who) for line in decision_lines(there)] == [
            ("Spiking One", "accepted", "ANN2SNN", "", "Ada"),
            ("Ordinary Three", "rejected", None, "no spikes", "Ada"),
        ]
        assert apply(there, text, "Bob", ["ANN2SNN"]).known == 2


def test_a_paper_with_another_id_is_found_by_edition_and_title(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        line = {"id": "icml-2025-elsewhere", "title": "SPIKING one.", "venue": "icml", "year": 2025, "verdict": "rejected"}
        assert apply(store, json.dumps(line), "Bob", ()).written == 1
        assert [(made.id, made.who) for made in decision_lines(store)] == [(_ids(store)["Spiking One"], "Bob")]


def test_lines_that_fit_nothing_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        lines = [
            "not json",
            json.dumps({"id": "x", "title": "Nowhere", "venue": "icml", "year": 2025, "verdict": "accepted"}),
            json.dumps({"id": "y", "title": "Spiking Two", "venue": "icml", "year": 2025, "verdict": "liked"}),
            json.dumps({"id": "z", "title": "Spiking Two", "venue": "icml", "year": 2025, "verdict": "later"}),
        ]
        done = apply(store, "\n".join(lines), "Bob", ())
        assert done.written == 1
        assert [fault.split(":")[0] for fault in done.passed_over] == ["line 1", "line 3", "line 2"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("- [A paper](https://a.b)", "no JSON"),
        ("[1]", "'id' is missing or of the wrong kind"),
        ('{"id": "x", "title": null, "venue": "icml", "year": 2025, "verdict": "later"}', "'title' is missing or of the wrong kind"),
        ('{"id": "x", "title": "T", "venue": "icml", "verdict": "later"}', "'year' is missing or of the wrong kind"),
        ('{"title": "T", "venue": "icml", "year": 2025, "verdict": "later"}', "'id' is missing or of the wrong kind"),
    ],
)
def test_a_line_that_is_no_decision_is_named_with_its_fault(line: str, fault: str) -> None:
    assert read_lines(f"\n{line}\n") == ([], [f"line 2: {fault}"])


def test_a_category_that_the_list_does_not_have_is_refused(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        line = {"id": "x", "title": "Spiking One", "venue": "icml", "year": 2025, "verdict": "accepted", "category": "ANN2SMN"}
        done = apply(store, json.dumps(line), "Bob", ["ANN2SNN"])
        assert (done.written, list(decision_lines(store))) == (0, [])
        assert "did you mean ANN2SNN" in done.passed_over[0]


def test_a_file_written_here_is_read_back_the_same(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", "Sp“iking” | $x$ \\ One") as store:
        decide(store, next(iter(_ids(store).values())), "rejected", who="Ada")
        lines = list(decision_lines(store))
        assert [line for _, line in read_lines(write_lines(lines))[0]] == lines


def test_a_decision_finds_its_paper_however_its_title_is_spelled(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", "Rényi $\\alpha$-Spikes") as store:
        line = {"id": "elsewhere", "title": "Renyi alpha-Spikes", "venue": "icml", "year": 2025, "verdict": "accepted"}
        assert apply(store, json.dumps(line), "Bob", ()).written == 1


LINE = {"id": "x", "title": "Spiking One", "venue": "icml", "year": 2025, "verdict": "accepted", "category": "ANN2SNN", "who": "Colleague"}


@pytest.mark.parametrize(
    ("at", "stands", "who"),
    [("2020-01-01T00:00:00Z", "rejected", "Ada"), ("2099-01-01T00:00:00+01:00", "accepted", "Colleague"), ("", "rejected", "Ada")],
)
def test_of_two_verdicts_the_newer_counts_and_the_conflict_is_told(tmp_path: Path, at: str, stands: str, who: str) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        paper_id = _ids(store)["Spiking One"]
        decide(store, paper_id, Verdict.REJECTED, who="Ada")
        text = json.dumps({**LINE, "decided_at": at})
        dry = apply(store, text, "Bob", ["ANN2SNN"], dry_run=True)
        assert [line.verdict for line in decision_lines(store)] == ["rejected"]
        done = apply(store, text, "Bob", ["ANN2SNN"])
        assert done == dry
        assert [(line.verdict, line.who) for line in decision_lines(store)] == [(stands, who)]
        assert (done.conflicts[0].paper_id, done.conflicts[0].counts) == (paper_id, stands)
        assert apply(store, text, "Bob", ["ANN2SNN"]).written == 0


def line_of(title: str, verdict: str, day: int, **given: str) -> str:
    facts = {"id": "elsewhere", "title": title, "venue": "icml", "year": 2025, "verdict": verdict, "who": "Ada"}
    return json.dumps({**facts, "decided_at": f"2031-05-{day:02d}T10:00:00Z", **given})


def test_another_section_is_another_decision(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        sections = ["ANN2SNN", "Datasets"]
        apply(store, line_of("Spiking One", "accepted", 1, category="ANN2SNN"), "Bob", sections)
        done = apply(store, line_of("Spiking One", "accepted", 2, category="Datasets"), "Bob", sections)
        assert (done.written, done.known, len(done.conflicts)) == (1, 0, 1)
        assert [made.category for made in decision_lines(store)] == ["Datasets"]


def test_lines_count_by_their_time_in_whatever_order_a_file_has_them(tmp_path: Path) -> None:
    lines = [line_of("Spiking One", "rejected", 3, who="Cyd"), line_of("Spiking One", "later", 1), line_of("Spiking One", "accepted", 2)]
    for number, order in enumerate((lines, lines[::-1])):
        with _store(tmp_path / f"{number}.sqlite", *TITLES) as store:
            done = apply(store, "\n".join(order), "Bob", ())
            assert [(made.verdict, made.who) for made in decision_lines(store)] == [("rejected", "Cyd")]
            assert [(each.here.split()[0], each.file.split()[0]) for each in done.conflicts] == [
                ("later", "accepted"),
                ("accepted", "rejected"),
            ]


def test_what_was_taken_back_here_later_than_a_file_says_is_known(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        paper_id = _ids(store)["Spiking One"]
        decide(store, paper_id, Verdict.ACCEPTED, who="Ada", category="ANN2SNN")
        undo(store, paper_id)
        done = merge(store, line_of("Spiking One", "accepted", 1, decided_at="2020-05-01T10:00:00Z"), "Bob")
        assert (done.written, done.known) == (0, 1)


def test_a_file_is_one_step_that_who_brought_it_takes_back(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        ids = _ids(store)
        decide(store, ids["Spiking One"], Verdict.REJECTED, who="Bob")
        lines = [{**LINE, "title": title, "decided_at": "2099-01-01T00:00:00Z"} for title in TITLES]
        assert apply(store, "\n".join(map(json.dumps, lines)), "Bob", ["ANN2SNN"]).written == 3
        assert len(undo_step(store, "Bob")) == 3
        assert [(line.title, line.verdict, line.who) for line in decision_lines(store)] == [("Spiking One", "rejected", "Bob")]
        assert [each.paper_id for each in undo_step(store, "Bob")] == [ids["Spiking One"]]
        with pytest.raises(NothingToUndoError):
            undo_step(store, "Bob")


def test_the_time_and_the_hand_of_a_decision_come_along_and_a_line_without_section_stands_once(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        old = {**LINE, "decided_at": "2020-01-01T02:00:00+02:00"}
        apply(store, json.dumps(old), "Bob", ["ANN2SNN"])
        assert [(line.who, line.decided_at) for line in decision_lines(store)] == [("Colleague", "2020-01-01T00:00:00Z")]
        assert apply(store, json.dumps({**old, "category": None, "reason": None}), "Bob", ["ANN2SNN"]).known == 1


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("category", 5.5, "'category' is of the wrong kind"),
        ("reason", [1], "'reason' is of the wrong kind"),
        ("decided_at", "yesterday", "'yesterday' is no time"),
        ("year", 10**30, "is no year of a paper"),
        ("year", True, "'year' is missing or of the wrong kind"),
        ("reason", "\ud800", "no JSON"),
        ("reason", "a\0b", "it holds a NUL"),
        ("id", "a\0b", "it holds a NUL"),
        ("verdict", "published", "the verdict is 'published'"),
    ],
)
def test_a_line_of_wrong_types_is_a_sentence_and_writes_nothing(tmp_path: Path, key: str, value: object, says: str) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        done = apply(store, json.dumps({**LINE, key: value}), "Bob", ["ANN2SNN"])
        assert (done.written, list(decision_lines(store))) == (0, [])
        assert says in done.passed_over[0]
        deep = apply(store, "[" * 100_000, "Bob", ())
        assert deep.passed_over == ("line 1: no JSON",)


def test_a_section_that_was_new_comes_along_with_its_papers_and_a_slip_does_not(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as here, _store(tmp_path / "b.sqlite", *TITLES) as there:
        ids = _ids(here)
        want_section(here, "Neuromorphic Hardware")
        decide(here, ids["Spiking One"], "accepted", who="Ada", category="Neuromorphic Hardware")
        decide(here, ids["Spiking Two"], "accepted", who="Ada", category="ANN2SMM")
        text = write_lines(decision_lines(here))
        assert apply(there, text, "Bob", ["ANN2SNN"], dry_run=True).written == 1
        assert new_sections(there) == ()
        done = apply(there, text, "Bob", ["ANN2SNN"])
        assert (done.written, len(done.passed_over)) == (1, 1)
        assert new_sections(there) == ("Neuromorphic Hardware",)
        assert [line.category for line in decision_lines(there)] == ["Neuromorphic Hardware"]
        assert all(line.new_section for line in decision_lines(there))


def test_a_kept_file_brings_its_new_sections_back_after_the_database_was_lost(tmp_path: Path) -> None:
    with _store(tmp_path / "a.sqlite", *TITLES) as here, _store(tmp_path / "b.sqlite", *TITLES) as there:
        want_section(here, "Neuromorphic Hardware")
        decide(here, _ids(here)["Spiking One"], "accepted", who="Ada", category="Neuromorphic Hardware")
        assert merge(there, write_lines(decision_lines(here)), "Bob").written == 1
        assert new_sections(there) == ("Neuromorphic Hardware",)


@pytest.mark.parametrize(
    ("wrong", "why"), [({"new_section": "yes"}, "new_section"), ({"new_section": True, "category": "# [x](y)"}, "cannot be")]
)
def test_what_can_be_no_new_section_is_said(tmp_path: Path, wrong: dict[str, object], why: str) -> None:
    line = {"id": "x", "title": "Spiking One", "venue": "icml", "year": 2025, "verdict": "accepted", **wrong}
    with _store(tmp_path / "a.sqlite", *TITLES) as store:
        done = apply(store, json.dumps(line), "Bob", ["ANN2SNN"])
        assert done.written == 0
        assert why in done.passed_over[0]
        assert new_sections(store) == ()
