"""Files named in the settings or on the command line that are none: read without end, waited for, or far too large."""

import os
import threading
from pathlib import Path

import pytest

import spiders.text_files
from candidates.cli import run

BRACKETS = "a = " + "[" * 100_000


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text("# Papers\n\n## Attention\n\n- A Spike (AAAI 2025)\n", encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(spiders.text_files, "MOST_BYTES", 1000)
    return tmp_path


def odd(folder: Path, kind: str) -> str:
    """The name of a file of that kind."""
    made = folder / kind
    if kind == "pipe":
        os.mkfifo(made)
    elif kind == "folder":
        made.mkdir()
    elif kind == "large":
        made.write_text("#" * 1001, encoding="utf-8")
    elif kind == "latin":
        made.write_bytes(b'a = "\xe9"\n')
    elif kind == "brackets":
        made.write_text(BRACKETS, encoding="utf-8")
    return "/dev/zero" if kind == "zeros" else kind


@pytest.mark.parametrize("kind", ["zeros", "pipe", "folder", "large", "latin"])
@pytest.mark.parametrize("setting", ["editions", "decisions"])
def test_a_setting_that_names_no_plain_file_is_refused_in_a_sentence(
    project: Path, capsys: pytest.CaptureFixture[str], setting: str, kind: str
) -> None:
    (project / "covenue.toml").write_text(f'{setting} = "{odd(project, kind)}"\n', encoding="utf-8")
    code = run(["queue"])
    told = capsys.readouterr()
    assert "error in the program" not in told.err
    assert "Traceback" not in told.err
    named = {"editions": "The table of editions", "decisions": "check `decisions` in the settings"}[setting]
    assert named in told.out + told.err
    assert code in (0, 1)  # the file of decisions keeps nobody from working


@pytest.mark.parametrize("kind", ["zeros", "pipe", "folder", "large", "latin"])
@pytest.mark.timeout(20)
def test_a_topic_that_is_no_plain_file_is_refused_in_a_sentence(project: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    (project / "covenue.toml").write_text(f'topic = "{odd(project, kind)}"\n', encoding="utf-8")
    assert run(["screen"]) == 1
    told = capsys.readouterr().err
    assert "There is no readable topic file" in told
    assert "Traceback" not in told


@pytest.mark.timeout(20)
def test_labels_without_end_are_no_labels(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "--labels", "/dev/zero"]) == 1
    assert "larger than" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["", "editions", "topic"])
def test_toml_of_brackets_alone_is_no_toml(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str
) -> None:
    monkeypatch.setattr(spiders.text_files, "MOST_BYTES", 1_000_000)
    text = f'{setting} = "{odd(project, "brackets")}"\n' if setting else BRACKETS
    (project / "covenue.toml").write_text(text, encoding="utf-8")
    assert run(["screen"]) == 1
    assert "not valid TOML" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [["decisions", "--apply", "/dev/zero"], ["import", "/dev/zero", "--edition", "icml-2021"]],
    ids=lambda words: words[0],
)
def test_a_device_without_end_on_the_command_line_is_read_no_further_than_any_file(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run(command) == 1
    assert "larger than" in capsys.readouterr().err


def test_a_pipe_on_the_command_line_is_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(project / "lines")
    writer = threading.Thread(target=(project / "lines").write_text, args=("{}\n",), daemon=True)
    writer.start()
    assert run(["decisions", "--apply", "lines"]) == 1
    assert "lines holds no decision" in capsys.readouterr().err
