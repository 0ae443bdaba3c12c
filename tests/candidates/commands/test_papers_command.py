"""Everything crawled as files for other programs, with state and score."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from candidates.cli import run

AddPaper = Callable[..., str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text("# Papers\n\n## Hybrid Learning\n\n- Masked Spiking Transformer\n", encoding="utf-8")
    (tmp_path / "covenue.toml").touch()
    monkeypatch.chdir(tmp_path)
    add_paper("a", "Spikes with Gates", score=0.8, keywords=["one", "two"])
    add_paper("b", "=Formulas of Spikes", year=2024)
    add_paper("c", "Masked Spiking Transformer", score=0.9)
    assert run(["reject", "a"]) == 0
    return tmp_path


def test_csv_has_state_score_and_what_the_list_holds_and_no_cell_is_a_formula(project: Path) -> None:
    assert run(["papers", "--format", "csv", "-o", "papers.csv"]) == 0
    data = (project / "papers.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [(row["id"], row["state"], row["in_list"], row["score"]) for row in rows] == [
        ("b", "", "False", ""),
        ("a", "rejected", "False", "0.8"),
        ("c", "", "True", "0.9"),
    ]
    assert rows[0]["title"] == "'=Formulas of Spikes"
    assert rows[1]["keywords"] == "one; two"


def test_json_lines_and_json_hold_the_same_rows(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "2025", "-o", "papers.jsonl"]) == 0
    lines = [json.loads(line) for line in (project / "papers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert run(["papers", "aaai-2025", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == lines
    assert [line["id"] for line in lines] == ["a", "c"]
    assert run(["papers", "--search", "nothing of the kind", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_limit_and_a_file_that_cannot_be_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "--limit", "1", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert run(["papers", "--format", "csv", "-o", "nowhere/papers.csv"]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["papers", "queue"])
def test_a_limit_that_no_database_can_count_is_refused_in_a_sentence(
    project: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert run([command, "--limit", "9" * 30]) == 2
    assert "range" in capsys.readouterr().err


def test_an_address_that_leads_elsewhere_than_to_the_web_is_in_no_form(
    project: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    add_paper("d", "Runs When Clicked", url="javascript:alert(1)")
    assert run(["papers", "--json"]) == 0
    assert {row["id"]: row["url"] for row in json.loads(capsys.readouterr().out)}["d"] == ""
    assert run(["papers", "--format", "csv"]) == 0
    assert "javascript" not in capsys.readouterr().out
