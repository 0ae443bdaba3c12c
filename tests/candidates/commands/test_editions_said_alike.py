"""Every command that can be narrowed takes editions in the same words: "aaai-2025", "AAAI 2025", "2025", a group, and --edition."""

from collections.abc import Callable
from pathlib import Path

import pytest

from candidates.cli import run

AddPaper = Callable[..., str]
SHOWING = (["papers", "--json"], ["queue", "--json"], ["export", "jsonl"], ["decisions"], ["matches", "--json"], ["publish", "--dry-run"])
WORDS = (["aaai-2025"], ["AAAI 2025"], ["AAAI", "2025"], ["AAAI2025"], ["AAAI'25"], ["--edition", "aaai-2025"], ["--edition", "AAAI 2025"])


@pytest.fixture(autouse=True)
def project(tmp_path: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each kind one paper of AAAI 2025 and one of CVPR 2024: pending, accepted, in the list."""
    listing = "# Papers\n\n## Attention\n\n- Listed Spikes of aaai (AAAI 2025)\n- Listed Spikes of cvpr (CVPR 2024)\n"
    (tmp_path / "README.md").write_text(listing, encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for venue, year in (("aaai", 2025), ("cvpr", 2024)):
        add_paper(f"{venue}-listed", f"Listed Spikes of {venue}", venue=venue, year=year)
        add_paper(f"{venue}-pending", f"Pending Spikes of {venue}", venue=venue, year=year, score=0.9, category="Attention")
        add_paper(f"{venue}-accepted", f"Accepted Spikes of {venue}", venue=venue, year=year, score=0.9, category="Attention")
        run(["accept", f"{venue}-accepted"])
    capsys.readouterr()


@pytest.mark.parametrize("command", SHOWING, ids=lambda command: command[0])
@pytest.mark.parametrize("words", [*WORDS, ["2025"]], ids=" ".join)
def test_an_edition_may_be_written_in_any_way(command: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, *words]) == 0
    out = capsys.readouterr().out
    assert "Spikes of aaai" in out
    assert "Spikes of cvpr" not in "".join(line for line in out.splitlines() if not line.startswith(" "))


@pytest.mark.parametrize("command", SHOWING, ids=lambda command: command[0])
def test_a_group_stands_for_its_venues(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "vision"]) == 0
    out = capsys.readouterr().out
    assert "Spikes of cvpr" in out
    assert "Spikes of aaai" not in "".join(line for line in out.splitlines() if not line.startswith(" "))


@pytest.mark.parametrize(
    "command", [*SHOWING, ["coverage"], ["screen"], ["crawl"], ["forget", "--yes"], ["todo", "--add"]], ids=lambda c: c[0]
)
def test_words_that_mean_no_edition_are_refused_and_never_mean_all(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "covenue.toml").write_text('topic = ""\nyears = "1990-1991"\n', encoding="utf-8")
    assert run([*command, "aaai"]) == 2
    assert "knows no edition of aaai in 1990 to 1991" in capsys.readouterr().err
    assert run([*command, "--edition", "icml-1890"]) == 2


def test_decisions_of_an_edition_are_printed_and_a_file_is_taken_over_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.jsonl").write_text("", encoding="utf-8")
    assert run(["decisions", "--apply", "d.jsonl", "aaai-2025"]) == 2
    assert "takes the whole file over" in capsys.readouterr().err


def test_forgetting_needs_an_edition(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forget", "--yes"]) == 2
    assert "covenue forget mm-2021" in capsys.readouterr().err


def test_an_empty_queue_names_publishing_when_accepted_papers_wait(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reject", "aaai-pending", "cvpr-pending"]) == 0
    assert run(["queue"]) == 0
    assert "2 accepted wait for `covenue publish`" in capsys.readouterr().err
