"""`covenue topic` in a folder of a user."""

import tomllib
from pathlib import Path

from candidates.cli import run

LIST = "# Papers\n\n## Planning\n\n- World Models for Robots\n- World Models for Games\n- Planning with World Models\n"


def test_a_topic_file_is_written_once_and_never_over_another(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "covenue.toml").write_text('list = "README.md"\ntopic = ""\n')
    (tmp_path / "README.md").write_text(LIST)
    monkeypatch.chdir(tmp_path)
    assert run(["topic", "-o", "mine.toml"]) == 0
    written = (tmp_path / "mine.toml").read_text()
    assert "world*" in {phrase for cue in tomllib.loads(written)["cue"] for phrase in cue["phrases"]}
    assert run(["topic", "-o", "mine.toml"]) == 1
    assert (tmp_path / "mine.toml").read_text() == written
    assert "stays as it is" in capsys.readouterr().err
    assert not (tmp_path / "covenue.sqlite").exists(), "looking at the list makes no database"
