"""The decision file beside the list: written after each deciding command, merged before the next, never with less than it had."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from candidates.cli import run
from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, history, undo
from candidates.queue.kept_decisions import KeptDecisions
from candidates.queue.states import Verdict
from candidates.store.database import Store

AddPaper = Callable[..., str]
LIST = "# Papers\n\n## Hybrid Learning\n\n- Masked Spiking Transformer\n"
ELSEWHERE = {"id": "iclr-2019-c0ffee", "title": "Not Crawled Here", "venue": "iclr", "year": 2019, "verdict": "rejected", "who": "bob"}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, add_paper: AddPaper) -> Path:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('reviewer = "ada"\ndecisions = "decisions.jsonl"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for paper_id in ("one1", "two2", "three3"):
        add_paper(paper_id, score=0.9)
    return tmp_path / "decisions.jsonl"


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def verdicts(file: Path) -> list[tuple[str, str]]:
    return [(line["id"], line["verdict"]) for line in lines(file)]


def lose_the_log(store: Store) -> None:
    """The database as a new crawl would make it: the papers, and nothing decided."""
    with store.writing() as connection:
        for table in ("steps", "standings", "decisions"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("DELETE FROM facts WHERE name LIKE 'decision_file%' OR name LIKE 'step %'")


def test_every_deciding_command_writes_the_file_and_reading_ones_do_not(kept: Path, tmp_path: Path) -> None:
    assert run(["queue"]) == 0
    assert not kept.exists()
    assert run(["accept", "one1", "--category", "Hybrid Learning"]) == 0
    assert run(["reject", "two2", "--reason", "no spikes"]) == 0
    assert run(["later", "three3"]) == 0
    assert verdicts(kept) == [("one1", "accepted"), ("two2", "rejected"), ("three3", "later")]
    assert (lines(kept)[0]["category"], lines(kept)[1]["reason"], lines(kept)[0]["who"]) == ("Hybrid Learning", "no spikes", "ada")
    assert run(["undo", "two2"]) == 0
    assert verdicts(kept) == [("one1", "accepted"), ("two2", "undone"), ("three3", "later")]
    given = tmp_path / "given.jsonl"
    given.write_text(json.dumps({**lines(kept)[1], "verdict": "accepted", "decided_at": "2026-11-20T00:00:00Z"}), encoding="utf-8")
    assert run(["decisions", "--apply", str(given)]) == 0
    assert verdicts(kept) == [("one1", "accepted"), ("two2", "accepted"), ("three3", "later")]
    before = kept.stat().st_ino
    assert run(["queue"]) == 0
    assert kept.stat().st_ino == before
    assert [each.name for each in tmp_path.glob(".decisions*")] == []


def test_a_lost_database_takes_everything_over_at_the_next_command(kept: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(["accept", "one1", "--category", "Hybrid Learning"])
    run(["reject", "two2", "--reason", "no spikes"])
    run(["later", "three3"])
    run(["undo", "three3"])
    text = kept.read_text(encoding="utf-8")
    lose_the_log(store)
    assert run(["queue"]) == 0
    assert "2 decisions taken over from decisions.jsonl" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == text
    assert [candidate(store, each).state for each in ("one1", "two2", "three3")] == ["accepted", "rejected", "pending"]
    assert [(each.verdict, each.reason, each.who) for each in history(store, "two2")] == [("rejected", "no spikes", "ada")]
    # One undo takes one decision back, not all that the file brought.
    assert run(["undo"]) == 0
    assert [candidate(store, each).state for each in ("one1", "two2")] == ["accepted", "pending"]


def test_the_file_is_never_overwritten_with_less(kept: Path, store: Store) -> None:
    kept.write_text(json.dumps(ELSEWHERE) + "\n", encoding="utf-8")
    assert run(["accept", "one1"]) == 0
    assert verdicts(kept) == [("iclr-2019-c0ffee", "rejected"), ("one1", "accepted")]
    assert lines(kept)[0] == ELSEWHERE
    lose_the_log(store)
    assert run(["reject", "two2"]) == 0
    assert verdicts(kept) == [("iclr-2019-c0ffee", "rejected"), ("one1", "accepted"), ("two2", "rejected")]


def test_what_somebody_wrote_into_the_file_while_a_command_ran_is_taken_over(kept: Path, store: Store) -> None:
    ours = KeptDecisions(kept, "ada")
    ours.merge_into(store)
    decide(store, "one1", Verdict.REJECTED, who="ada")
    theirs = {"id": "two2", "title": "Paper two2", "venue": "aaai", "year": 2025, "verdict": "rejected", "who": "bob"}
    kept.write_text(json.dumps({**theirs, "decided_at": "2026-11-20T00:00:00Z"}) + "\n", encoding="utf-8")
    assert ours.keep(store)
    assert candidate(store, "two2").state == "rejected"
    assert verdicts(kept) == [("two2", "rejected"), ("one1", "rejected")]


def test_what_was_taken_back_does_not_come_back_and_is_taken_back_elsewhere_too(kept: Path, store: Store) -> None:
    assert run(["accept", "one1"]) == 0
    accepted = kept.read_text(encoding="utf-8")
    undo(store, "one1", by="ada")
    kept.write_text(accepted.replace(lines(kept)[0]["decided_at"], "2020-01-01T00:00:00Z"), encoding="utf-8")
    assert run(["queue"]) == 0
    assert candidate(store, "one1").state == "pending"
    assert verdicts(kept) == [("one1", "undone")]

    decide(store, "two2", Verdict.ACCEPTED, who="ada")
    taken_back = {**lines(kept)[0], "id": "two2", "title": "Paper two2", "who": "bob", "decided_at": "2099-01-01T00:00:00Z"}
    kept.write_text(json.dumps(taken_back) + "\n", encoding="utf-8")
    assert run(["queue"]) == 0
    assert candidate(store, "two2").state == "pending"
    assert [(each.verdict, each.who) for each in history(store, "two2")] == [("accepted", "ada"), ("undone", "bob")]


def test_of_two_verdicts_the_newer_counts_and_what_an_undo_brings_back_is_newer(
    kept: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["reject", "one1"])
    theirs = {**lines(kept)[0], "verdict": "accepted", "who": "bob"}
    kept.write_text(json.dumps({**theirs, "decided_at": "2020-01-01T00:00:00Z"}) + "\n", encoding="utf-8")
    assert run(["queue"]) == 0
    assert (candidate(store, "one1").state, verdicts(kept)) == ("rejected", [("one1", "rejected")])
    assert "conflict: one1" in capsys.readouterr().err
    # Bob accepted long ago, rejected, and took the rejection back: his first verdict stands since then.
    again = {**theirs, "decided_at": "2020-01-01T00:00:00Z", "since": "2099-01-01T00:00:00Z"}
    kept.write_text(json.dumps(again) + "\n", encoding="utf-8")
    assert run(["queue"]) == 0
    assert (candidate(store, "one1").state, candidate(store, "one1").decided_by) == ("accepted", "bob")
    assert lines(kept) == [again]


def test_a_line_that_cannot_be_read_is_said_and_nothing_is_written_over_it(
    kept: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"<<<<<<< HEAD\n{json.dumps(ELSEWHERE)}\n=======\n>>>>>>> theirs\n"
    kept.write_text(text, encoding="utf-8")
    assert run(["accept", "one1"]) == 0
    assert "decisions.jsonl, line 1: no JSON; mend that line" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == text
    assert candidate(store, "one1").state == "accepted"
    kept.write_text(json.dumps(ELSEWHERE) + "\n", encoding="utf-8")
    assert run(["queue"]) == 0
    assert verdicts(kept) == [("iclr-2019-c0ffee", "rejected"), ("one1", "accepted")]


def test_a_decision_on_the_review_page_is_in_the_file_at_once(kept: Path) -> None:
    from candidates.commands.cli_options import keep_decisions
    from candidates.review.deciding import Deciding
    from candidates.review.forms import DecisionForm
    from candidates.review.list_view import ListView
    from candidates.store.file_guard import DatabaseGuard
    from candidates.workspace import Workspace

    with Workspace(on_open=keep_decisions).open_store() as store:
        deciding = Deciding(store, ListView(store, Path("README.md")), DatabaseGuard(store))
        deciding.decide("one1", DecisionForm(verdict="accepted", category="Hybrid Learning", reason="", expected=0), "eve")
        assert [(line["verdict"], line["who"]) for line in lines(kept)] == [("accepted", "eve")]
        deciding.undo("eve", "one1")
        assert verdicts(kept) == [("one1", "undone")]


def test_what_an_editor_of_windows_puts_into_the_file_and_the_settings_keeps_no_decision_out(kept: Path) -> None:
    assert run(["reject", "one1"]) == 0
    for file in (kept, kept.with_name("covenue.toml")):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert run(["later", "two2"]) == 0
    assert verdicts(kept) == [("one1", "rejected"), ("two2", "later")]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_reason_with_a_sign_that_some_take_for_the_end_of_a_line_stays_whole(kept: Path, store: Store, sign: str) -> None:
    reason = f"pasted{sign}text"
    assert run(["reject", "one1", "--reason", reason]) == 0
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**ELSEWHERE, "reason": reason}, ensure_ascii=False) + "\n")
    assert run(["later", "two2"]) == 0
    assert verdicts(kept) == [("one1", "rejected"), (ELSEWHERE["id"], "rejected"), ("two2", "later")]
    lose_the_log(store)
    assert run(["later", "three3"]) == 0
    assert [line["reason"] for line in lines(kept)] == [reason, reason, "", ""]
    assert candidate(store, "one1").state == "rejected"


def test_a_file_with_the_line_ends_of_windows_is_read(kept: Path) -> None:
    assert run(["reject", "one1"]) == 0
    kept.write_bytes(kept.read_bytes().replace(b"\n", b"\r\n"))
    assert run(["later", "two2"]) == 0
    assert verdicts(kept) == [("one1", "rejected"), ("two2", "later")]


def test_check_says_that_decisions_are_kept_only_where_the_file_has_them_all(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said() -> bool:
        run(["check", "--offline"])
        return "every decision stands in decisions.jsonl too" in capsys.readouterr().out

    assert run(["accept", "one1", "--category", "Hybrid Learning"]) == 0
    assert said()
    kept.write_bytes(kept.read_bytes().replace(b"one1", b"\xff"))
    assert not said()
    kept.unlink()
    kept.mkdir()
    assert not said()
