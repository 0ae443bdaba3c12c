"""`covenue init` beside a list and without one; the project found from below; no database where there is no project."""

import errno
import json
import os
import tomllib
from pathlib import Path

import pytest
from covenue_command import Covenue

from candidates.cli import run
from candidates.commands import init
from candidates.errors import CovenueError

GRAPHS = """# Graph transformers

## TODO

- [ ] ICML 2025

## Architectures

- Rethinking Graph Transformers with Spectral Attention (NeurIPS 2021)
- Structure-Aware Transformer for Graph Representation Learning (ICML 2022)

## Scaling

- Exphormer: Sparse Transformers for Graphs (ICML 2023)

## Essay

I began with [Doe](https://arxiv.org/abs/2101.00001) and came to [Roe](https://openreview.net/forum?id=abc) late.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "covenue.toml").read_text(encoding="utf-8"))


def test_a_list_that_is_there_is_understood_and_teaches(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text(GRAPHS, encoding="utf-8")
    assert run(["init", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["written"], found["kept"]) == (["covenue.toml", ".gitignore"], ["README.md"])
    understood = found["list"]
    assert (understood["entries"], understood["years"], understood["topic"]) == (3, [2021, 2022, 2023, 2025], "")
    assert (understood["todo_open"], understood["venues"]) == (1, [["ICML", 2], ["NeurIPS", 1]])
    assert understood["unread"] == [[18, "Essay"]]
    assert settings(folder) == {"list": "README.md", "topic": ""}
    assert (folder / "README.md").read_text(encoding="utf-8") == GRAPHS


def test_the_list_that_covenue_was_made_for_gets_its_topic(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_bytes((Path(__file__).parents[1] / "lists" / "brain_inspired.md").read_bytes())
    assert run(["init"]) == 0
    assert settings(folder)["topic"] == "brain-inspired"
    assert "12 entries in 6 sections; years 2021 to 2025" in capsys.readouterr().err


def test_a_list_of_another_name_is_found_and_no_starter_written(folder: Path) -> None:
    (folder / "papers.md").write_text(GRAPHS, encoding="utf-8")
    (folder / "NOTES.md").write_text("# Notes\n\nNothing yet.\n", encoding="utf-8")
    assert run(["init"]) == 0
    assert settings(folder)["list"] == "papers.md"
    assert not (folder / "README.md").exists()


def test_every_list_of_the_folder_is_named_and_how_another_one_is_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text(GRAPHS, encoding="utf-8")
    (folder / "datasets.md").write_text(GRAPHS.replace("Transformer", "Benchmark"), encoding="utf-8")
    (folder / "CONTRIBUTING.md").write_text("# Contributing\n\n## Papers\n\n- A Paper on Graphs (ICML 2024)\n", encoding="utf-8")
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert 'datasets.md reads as a list too (3 papers); list = "datasets.md" in covenue.toml takes it instead' in said
    assert "CONTRIBUTING.md" not in said
    assert run(["init", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["list"]["others"] == {"datasets.md": 3}
    assert run(["init"]) == 0
    assert "datasets.md" not in capsys.readouterr().err, "who has chosen is not asked again"


def test_an_empty_folder_gets_the_starter_list_and_a_second_call_changes_nothing(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.pdf", encoding="utf-8")
    assert run(["init"]) == 0
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(made) == {"covenue.toml", "README.md", ".gitignore"}
    assert made[".gitignore"] == b"*.pdf\ncovenue.sqlite*\n.covenue/\n"
    assert run(["init"]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made


def test_the_values_behind_the_signs_are_those_in_force(folder: Path) -> None:
    assert run(["init"]) == 0
    text = (folder / "covenue.toml").read_text(encoding="utf-8")
    assert "# threshold = 0.04" in text
    assert "# delay = { }" in text


def test_a_list_that_was_renamed_is_found_and_the_settings_that_miss_it_are_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text(GRAPHS, encoding="utf-8")
    assert run(["init"]) == 0
    (folder / "README.md").rename(folder / "graphs.md")
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert 'covenue.toml names README.md, which is not there; write list = "graphs.md" in it if that is the list now.' in said
    assert not (folder / "README.md").exists()


def test_the_list_that_the_settings_name_is_told_and_no_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text("# Other things\n\n- [One](https://example.org/1)\n", encoding="utf-8")
    (folder / "graphs.md").write_text(GRAPHS, encoding="utf-8")
    (folder / "covenue.toml").write_text('list = "graphs.md"\n', encoding="utf-8")
    assert run(["init", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["list"]["name"] == "graphs.md"
    (folder / "covenue.toml").write_text('list = "gone.md"\n', encoding="utf-8")
    (folder / "graphs.md").unlink()
    (folder / "README.md").unlink()
    assert run(["init"]) == 0
    assert "covenue.toml names gone.md, which is not there; put the list there" in capsys.readouterr().err
    assert not (folder / "README.md").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_read_yet_is_said_and_gets_no_topic_of_covenues_own(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (folder / "README.md").write_bytes(content)
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert f"covenue: {Path('README.md')}" in said
    assert "Next:" not in said
    assert settings(folder)["topic"] == ""


def test_a_full_disk_leaves_no_half_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CovenueError, match="No space left"):
        init.write_starter(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", [("queue",), ("coverage",), ("papers",), ("matches",), ("export", "bibtex"), ("crawl", "icml-2025")])
def test_a_folder_without_project_is_named_and_nothing_is_made(
    folder: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words]) == 1
    assert "`covenue init` begins a project here" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", [("show", "x"), ("accept", "x"), ("coverage",), ("matches",)])
def test_one_sentence_is_enough_where_there_is_neither_project_nor_list(
    folder: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_project_is_found_from_folders_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["init"]) == 0
    below = folder / "docs" / "drafts"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run(["queue"]) == 0
    assert (folder / "covenue.sqlite").exists()
    assert list(below.iterdir()) == []


@pytest.mark.parametrize("name", ["what?is", "a%20b", "a%b", "ümlaut und blank", "a#b&c'd[e]", "file:x"])
def test_the_database_lies_in_the_project_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    covenue = Covenue(home)
    assert covenue.run("init").exit_code == 0
    assert covenue.run("queue").exit_code == 0
    assert (home / "covenue.sqlite").exists()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_topic_of_another_subject_is_warned_of_at_screening(covenue: Covenue) -> None:
    (covenue.folder / "README.md").write_text(GRAPHS, encoding="utf-8")
    (covenue.folder / "covenue.toml").write_text('topic = "brain-inspired"\n', encoding="utf-8")
    outcome = covenue.run("screen")
    assert outcome.exit_code == 0
    assert 'speak for 0 of the list\'s 3 titles, so what it flags is about something else. Write topic = ""' in outcome.err
    (covenue.folder / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    assert "something else" not in covenue.run("screen").err
