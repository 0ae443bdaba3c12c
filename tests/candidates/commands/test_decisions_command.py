"""`covenue decisions --apply`: what one folder decided stands in another, and goes as one step."""

import json
from pathlib import Path

from covenue_command import Covenue

PAPERS = [{"title": f"Spiking Lanterns {number}"} for number in range(3)]


def _with_papers(folder: Path) -> Covenue:
    folder.mkdir()
    covenue = Covenue(folder)
    (folder / "covenue.toml").touch()
    (folder / "list.json").write_text(json.dumps(PAPERS), encoding="utf-8")
    assert covenue.run("import", "list.json", "--edition", "mm-2021", "--no-screen").exit_code == 0
    return covenue


def _verdicts(covenue: Covenue) -> dict[str, str]:
    return {line["title"]: line["verdict"] for line in covenue.run("decisions", "--json").json}


def test_decisions_of_one_folder_are_taken_over_in_another_and_taken_back_at_once(tmp_path: Path) -> None:
    here, there = _with_papers(tmp_path / "here"), _with_papers(tmp_path / "there")
    ids = {paper["title"]: paper["id"] for paper in here.papers("mm-2021")}
    for verdict, title in (("accept", "Spiking Lanterns 0"), ("reject", "Spiking Lanterns 1")):
        assert here.run(verdict, ids[title]).exit_code == 0
    (there.folder / "theirs.jsonl").write_text(here.run("decisions").out, encoding="utf-8")

    tried = there.run("decisions", "--apply", "theirs.jsonl", "--dry-run")
    assert (tried.exit_code, _verdicts(there)) == (0, {})
    assert "2 decisions would be taken over, 0 stood already, 0 lines passed over" in tried.err

    done = there.run("decisions", "--apply", "theirs.jsonl", "--json")
    assert (done.exit_code, done.json["written"], done.json["known"], done.json["passed_over"]) == (0, 2, 0, [])
    assert _verdicts(there) == _verdicts(here) == {"Spiking Lanterns 0": "accepted", "Spiking Lanterns 1": "rejected"}
    again = there.run("decisions", "--apply", "theirs.jsonl")
    assert "0 decisions taken over, 2 stood already, 0 lines passed over" in again.err

    assert there.run("undo").exit_code == 0
    assert _verdicts(there) == {}


def test_a_line_of_no_paper_is_said_and_the_rest_is_taken_over(tmp_path: Path) -> None:
    covenue = _with_papers(tmp_path / "here")
    known, unknown = (
        {"id": "theirs", "venue": "mm", "year": 2021, "title": title, "verdict": "accepted"} for title in ("Spiking Lanterns 2", "Of Lamps")
    )
    (covenue.folder / "labels.jsonl").write_text(f"{json.dumps(unknown)}\n{json.dumps(known)}\n", encoding="utf-8")
    outcome = covenue.run("decisions", "--apply", "labels.jsonl")
    assert outcome.exit_code == 3
    assert "Of Lamps" in outcome.err
    assert "1 decision taken over, 0 stood already, 1 line passed over" in outcome.err
    assert _verdicts(covenue) == {"Spiking Lanterns 2": "accepted"}


def test_a_dry_run_of_no_file_is_refused(tmp_path: Path) -> None:
    told = _with_papers(tmp_path / "here").run("decisions", "--dry-run")
    assert told.exit_code == 2
    assert "name it with --apply" in told.err
