"""`queue`, `accept`, `reject`, `later`, `undo` as a person types them: exit codes, messages, JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from candidates.cli import run
from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, decisions
from candidates.queue.states import Verdict
from candidates.store.database import Store
from candidates.store.forgetting import forget

AddPaper = Callable[..., str]
LIST = "# Papers\n\n## Hybrid Learning\n\n- Masked Spiking Transformer\n\n## Spiking Attention Mechanism\n\n- Spike-driven Transformer\n"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('reviewer = "ada"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_queue_prints_the_candidates_with_all_keys(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    add_paper("a", "Spikes with Gates", score=0.8, abstract="We gate spikes.", doi="10.1/a", url="https://example.org/a")
    (row,) = answer(capsys, "queue")
    assert set(row) >= {
        *("id", "title", "authors", "abstract", "venue", "year", "track", "url", "doi", "state", "score", "category", "categories"),
        *("reasons", "decided_by", "decided_at"),
    }
    assert (row["state"], row["category"], row["authors"]) == ("pending", "Hybrid Learning", ["Ada Lovelace"])


def test_queue_leaves_out_what_the_list_has(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    add_paper("a", "Masked  spiking transformer.", score=0.9)
    assert answer(capsys, "queue") == []


def test_queue_for_a_terminal_names_the_reason_and_what_is_not_shown(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    for paper_id in ("a", "b"):
        add_paper(paper_id, score=0.9)
    assert run(["queue", "--limit", "1"]) == 0
    shown = capsys.readouterr()
    assert "because: spiking neural network (title)" in shown.out
    assert "1 of 2" in shown.err


@pytest.mark.parametrize(
    ("verdict", "told"),
    [("published", "a stays published: grace wrote it into the list at 20"), ("rejected", "a stays rejected, as grace said at 20")],
)
@pytest.mark.parametrize("words", [["undo"], ["undo", "--json"]])
def test_what_somebody_decided_since_stays_and_is_told_with_what_was_taken_back(
    store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str], verdict: Verdict, told: str, words: list[str]
) -> None:
    add_paper("a", score=0.9)
    assert run(["accept", "a"]) == 0
    decide(store, "a", verdict, who="grace")
    capsys.readouterr()
    assert run(words) == 0
    assert told in capsys.readouterr().err
    assert candidate(store, "a").state == verdict
    assert run(["undo", "a"]) == 0
    assert "stays" not in capsys.readouterr().err.replace("line in the list stays", "")


def test_a_step_on_a_paper_that_was_forgotten_is_taken_back_and_told(
    store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        add_paper("a", score=0.9)
        assert run(["reject", "a"]) == 0
        forget(store, "aaai", 2025)
    assert answer(capsys, "undo") == {"id": "a", "title": "", "undone": "rejected", "who": "ada", "state": ""}
    assert run(["undo"]) == 0
    assert capsys.readouterr().out == "forgotten a\n"


def test_accept_reject_later_and_undo(store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    for paper_id in ("a", "b", "c"):
        add_paper(paper_id, score=0.9)
    assert run(["accept", "a", "--category", "spiking attention mechanism"]) == 0
    assert run(["reject", "b", "--reason", "not about spikes"]) == 0
    assert run(["later", "c"]) == 0
    assert [(each.verdict, each.category, each.reason, each.who) for each in decisions(store)] == [
        ("accepted", "Spiking Attention Mechanism", "", "ada"),
        ("rejected", None, "not about spikes", "ada"),
        ("later", None, "", "ada"),
    ]
    assert answer(capsys, "undo")["id"] == "c"
    assert answer(capsys, "undo", "a") == {"id": "a", "title": "Paper a", "undone": "accepted", "who": "ada", "state": "pending"}
    assert run(["undo"]) == 0
    assert run(["undo"]) == 1
    assert "no decision of ada" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["accept", "a", "nowhere"], "nowhere"),
        (["accept", "a", "--category", "Spiking Atention Mechanism"], "did you mean Spiking Attention Mechanism"),
        (["queue", "--category", "Hybrid Lerning"], "did you mean Hybrid Learning"),
        (["queue", "--edition", "nowhere-2025"], "nowhere"),
        (["queue", "--state", "done"], "pending"),
        (["accept"], "Missing argument"),
    ],
)
def test_a_wrong_word_ends_in_a_sentence_and_changes_nothing(
    store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    add_paper("a", score=0.9)
    assert run(words) == 2
    assert said in capsys.readouterr().err
    assert decisions(store) == []


def test_what_was_proposed_for_sections_that_were_renamed_is_told_with_the_way_to_the_new_ones(
    workspace: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    add_paper("a", score=0.9)
    (workspace / "README.md").write_text(LIST.replace("Hybrid Learning", "Mixtures"), encoding="utf-8")
    assert run(["accept", "a"]) == 2
    assert "no section 'Hybrid Learning'" in (said := capsys.readouterr().err)
    assert "`covenue screen` proposes anew" in said
    assert run(["accept", "a", "--category", "Hybrid Learning"]) == 2
    assert "`covenue screen` proposes anew" in capsys.readouterr().err
    assert run(["accept", "a", "--category", "Somewhere"]) == 2
    assert "proposes anew" not in capsys.readouterr().err


def test_the_papers_of_a_section_to_come_are_shown_by_its_name(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    add_paper("a", score=0.9)
    assert run(["accept", "a", "--new-section", "Spiking Oddities"]) == 0
    assert [row["id"] for row in answer(capsys, "queue", "--state", "accepted", "--category", "spiking oddities")] == ["a"]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"just prose\n"])
def test_deciding_works_without_a_usable_list(
    workspace: Path, store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = workspace / "README.md"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    add_paper("a", score=0.9)
    assert [row["id"] for row in answer(capsys, "queue")] == ["a"]
    assert run(["accept", "a"]) == 0
    assert candidate(store, "a").state == "accepted"


def test_a_verdict_that_differs_from_anothers_is_written_and_said(
    store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    add_paper("a", score=0.9)
    decide(store, "a", "rejected", who="bob")
    assert run(["accept", "a"]) == 0
    assert "a was rejected by bob" in capsys.readouterr().err
    assert len(decisions(store)) == 2


def test_show_tells_everything_of_a_paper_and_the_entry_that_it_is(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    add_paper("aaai-2025-c0ffee", "Spikes with Gates", score=0.8, abstract="We gate spikes.", doi="10.1/a", url="https://example.org/a")
    add_paper("aaai-2025-c0de00", "Spike-driven Transformer", score=0.9)
    assert run(["reject", "aaai-2025-c0ffee", "--reason", "only a metaphor"]) == 0
    assert run(["undo"]) == 0
    shown = answer(capsys, "show", "c0ffee")
    assert (shown["title"], shown["state"], shown["entry"]) == ("Spikes with Gates", "pending", None)
    assert [(each["verdict"], each["by"], each["reason"], each["taken_back"]) for each in shown["history"]] == [
        ("rejected", "ada", "only a metaphor", True),
        ("undone", "ada", "", False),
    ]
    listed = answer(capsys, "show", "aaai-2025-c0de00")
    assert (listed["entry"]["line"], listed["entry"]["title"], listed["entry"]["certain"]) == (9, "Spike-driven Transformer", True)
    assert run(["show", "c0ffee"]) == 0
    text = capsys.readouterr().out
    for said in ("We gate spikes.", "https://doi.org/10.1/a", "score 0.80", "because: spiking neural network (title)", "only a metaphor"):
        assert said in text


def test_an_id_may_be_shortened_as_long_as_one_paper_is_meant(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    for paper_id in ("aaai-2025-c0ffee", "aaai-2025-c0de00"):
        add_paper(paper_id, score=0.9)
    assert [row["id"] for row in answer(capsys, "accept", "aaai-2025-c0f", "--category", "Hybrid Learning")] == ["aaai-2025-c0ffee"]
    assert [row["id"] for row in answer(capsys, "later", "c0de")] == ["aaai-2025-c0de00"]
    for word, says in (
        ("aaai-2025-c0", "Several papers begin with aaai-2025-c0: aaai-2025-c0de00, aaai-2025-c0ffee;"),
        ("c0", "No crawled"),
    ):
        assert run(["reject", word]) == 2
        assert says in capsys.readouterr().err


def test_undo_takes_back_all_that_one_call_decided(add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    for paper_id in ("one1", "two2", "three3"):
        add_paper(paper_id, score=0.9)
    assert run(["accept", "one1", "two2", "--category", "Hybrid Learning"]) == 0
    assert run(["reject", "three3"]) == 0
    assert answer(capsys, "undo")["id"] == "three3"
    assert [each["id"] for each in answer(capsys, "undo")["papers"]] == ["one1", "two2"]
    assert len(answer(capsys, "queue")) == 3
    assert run(["undo"]) == 1


def test_publishing_is_one_step_that_undo_takes_back(
    store: Store, tmp_path: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text("# Papers\n\n## Attention\n\n- Masked Spiking Transformer (AAAI 2025)\n", encoding="utf-8")
    for paper_id in ("one", "two"):
        add_paper(paper_id, f"Paper {paper_id} of Spikes", score=0.9, category="Attention")
    assert run(["accept", "one", "two"]) == 0
    assert run(["publish"]) == 0
    capsys.readouterr()
    taken = answer(capsys, "undo")
    assert {each["id"] for each in taken["papers"]} == {"one", "two"}
    assert {each["undone"] for each in taken["papers"]} == {"published"}
    assert {candidate(store, each).state for each in ("one", "two")} == {"accepted"}


def test_an_unknown_section_is_answered_with_each_section_once(
    tmp_path: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Shelf\n\n## Papers\n\n### Attention\n\n- Masked Spiking Transformer\n\n### Graphs\n\n- Spiking Graphs of Nodes\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    add_paper("one", "Paper one of Spikes", score=0.9)
    assert run(["accept", "one", "--category", "qqqq"]) == 2
    assert "its sections are Attention, Graphs." in capsys.readouterr().err


def test_the_queue_tells_why_somebody_decided_so_and_an_empty_export_says_that_it_is(
    add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    add_paper("one", "Paper one of Spikes", score=0.9)
    assert run(["reject", "one", "--reason", "only a metaphor"]) == 0
    assert run(["queue", "--state", "rejected"]) == 0
    shown = capsys.readouterr().out
    assert ": only a metaphor" in shown
    assert "because: spiking neural network (title)" in shown
    assert run(["export", "bibtex"]) == 0
    assert "Nothing to export" in capsys.readouterr().err
