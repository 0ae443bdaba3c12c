"""What a script passes when its variable is empty, when nobody answers, or when two options say different things: refused, and nothing is
written, taken back or crawled."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from candidates.cli import run
from candidates.queue.candidates import candidate
from candidates.store.database import Store

AddPaper = Callable[..., str]
LIST = "# Papers\n\n- [ ] Missing AAAI 2025\n\n## Hybrid Learning\n\n- Masked Spiking Transformer (AAAI 2024)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paper that is accepted, in a repository whose list is committed."""
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (["init", "-q"], ["add", "README.md"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "list"]):
        subprocess.run(["git", *words], check=True)
    add_paper("a", "Spikes with Gates", score=0.9)
    assert run(["accept", "a"]) == 0
    return tmp_path


def test_a_branch_without_a_name_writes_no_list(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["publish", "--branch", ""]) == 1
    assert "'' is no name for a branch" in capsys.readouterr().err
    assert (project / "README.md").read_text(encoding="utf-8") == LIST


def test_undo_of_an_empty_id_is_no_undo_of_the_last_step(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["undo", ""]) == 2
    assert "No crawled paper has the id ''" in capsys.readouterr().err
    assert candidate(store, "a").state == "accepted"


@pytest.mark.parametrize("words", [["--years", ""], ["--new", "--years", ""], ["aaai", "--years", ""]], ids=" ".join)
def test_empty_years_are_not_all_years(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", *words]) == 2
    assert "--years: '' is no span of years" in capsys.readouterr().err


def test_years_that_nobody_knows_are_answered_with_those_that_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", "--years", "1800-1900"]) == 2
    assert "knows no edition of aaai in 1800-1900; the years it knows are 2013 to " in capsys.readouterr().err


def test_nothing_new_in_these_years_does_not_say_that_nothing_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", "--new", "--years", "2021"]) == 0
    assert "Nothing in 2021 is newer than README.md; newer editions are known (aaai-2026" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["crawl", "aaai-2025", "--delay", "1e400"], "--delay"),
        (["matches", "--split", "9" * 30], "--split"),
        (["papers", "--json", "--format", "csv"], "--json prints one JSON document, and --format csv another form"),
        (["evaluate", "--papers", "papers.jsonl"], "--papers says more of labelled papers; name their file with --labels."),
        (["evaluate", "--encode-all"], "--encode-all says more of labelled papers"),
    ],
    ids=lambda each: " ".join(each)[:30] if isinstance(each, list) else "",
)
def test_what_cannot_be_meant_is_refused(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    shown = capsys.readouterr()
    assert (says in shown.err, shown.out) == (True, "")


def test_json_with_the_form_json_is_no_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "--json", "--format", "json"]) == 0
    assert '"Spikes with Gates"' in capsys.readouterr().out


def test_the_ending_of_a_file_is_read_in_any_case(project: Path) -> None:
    assert run(["papers", "-o", "papers.JSONL"]) == 0
    assert (project / "papers.JSONL").read_text(encoding="utf-8").startswith('{"id": "a"')
