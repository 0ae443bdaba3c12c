"""The scheduled job of docs/example-workflow.yml and action.yml, executed step by step as a runner does, in a list's repository."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from covenue_command import OWN, START, Covenue
from misbehaving import Fault, MisbehavingServer, answered

ROOT = Path(__file__).parent.parent
LIST = """# Spikes

Papers of 2021 to 2024.

**Order**: AAAI

## TODO

 - [] Missing AAAI 2025
 - [] tidy up the headings

## Papers

 - Spiking Point Transformer for Point Clouds
 - Masked Spiking Transformer
"""
# The next edition is known by formula and not published, as is usual between two conferences.
SETTINGS = 'reviewer = "ada"\ntopic = ""\n'


def workflow() -> dict[str, Any]:
    text = (ROOT / "docs" / "example-workflow.yml").read_text(encoding="utf-8")
    job: dict[str, Any] = yaml.safe_load(text)["jobs"]["week"]
    return job


def action() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return described


def own_steps(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that run covenue: all but those that prepare the machine."""
    return [step for step in steps if "run" in step and step["name"] != "Install covenue"]


@dataclass
class Runner:
    """Does a job's steps in the folder of a repository, each in a shell of its own, as GitHub's runner documents it."""

    folder: Path
    server: MisbehavingServer
    environment: dict[str, str]
    summary: str = ""
    log: str = ""

    def week(self, **given: str) -> list[tuple[str, int]]:
        """Each step that ran, with its code; after a failure only those that ask to run anyway."""
        job, ran, self.summary, self.log = workflow(), [], "", ""
        of_job = {name: value for name, value in job["env"].items() if "${{" not in value}
        for step in own_steps(job["steps"]):
            failed = any(code for _, code in ran)
            if failed and step.get("if") != "${{ !cancelled() }}":
                continue
            ran.append((step["name"], self._shell(step["run"], {**of_job, **given})))
        return ran

    def _shell(self, script: str, variables: dict[str, str]) -> int:
        summary = self.folder.parent / "summary.md"
        summary.unlink(missing_ok=True)
        summary.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={**self.environment, **variables, "GITHUB_STEP_SUMMARY": str(summary)},
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        self.summary += summary.read_text(encoding="utf-8")
        self.log += done.stdout + done.stderr
        return done.returncode

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def on_server(self) -> list[str]:
        """The branches of the server."""
        return [line.split("refs/heads/")[1] for line in self.git("ls-remote", "--heads", "origin").splitlines()]


@pytest.fixture
def runner(tmp_path: Path, server: MisbehavingServer) -> Runner:
    """A list's repository with a server to push to, and `covenue` on the path that asks the misbehaving server."""
    programs = tmp_path / "bin"
    programs.mkdir()
    start = programs / "start.py"
    start.write_text(f"{Covenue(tmp_path).before}\n{NO_PACE}\n{START}\n", encoding="utf-8")
    (programs / "covenue").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{start}" "$@"\n', encoding="utf-8")
    (programs / "covenue").chmod(0o755)
    folder = tmp_path / "list"
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*OWN, "GIT_", "GITHUB_"))}
    path = f"{programs}{os.pathsep}{kept['PATH']}"
    environment = {**kept, "PATH": path, "HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "COVENUE_MIRROR": server.address}
    made = Runner(folder, server, environment)
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    (folder / "covenue.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / ".gitignore").write_text("covenue.sqlite*\n.covenue/\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "server.git")], check=True, env=environment)
    made.git("init", "--quiet", "-b", "main")
    made.git("remote", "add", "origin", str(tmp_path / "server.git"))
    commit(made, "Begin the list")
    return made


# The crawl's --delay 0, which is no part of the job.
NO_PACE = """
from candidates.commands import crawl as command
made = command.crawl_editions
command.crawl_editions = lambda workspace, wanted, **given: made(workspace, wanted, **{**given, "delay": 0})
"""


def commit(runner: Runner, message: str) -> None:
    runner.git("add", "-A")
    runner.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", message)
    runner.git("push", "--quiet", "origin", "main")


def lists_read(runner: Runner) -> int:
    return sum("verb=ListRecords" in target for target in runner.server.targets("ojs.aaai.org"))


def decision(title: str) -> str:
    line = {"id": "aaai-2025-elsewhere", "title": title, "venue": "aaai", "year": 2025, "verdict": "accepted", "category": "Papers"}
    return json.dumps({**line, "who": "Ada", "decided_at": "2026-11-20T10:00:00Z"}, ensure_ascii=False) + "\n"


def test_workflow_and_action_do_the_same_steps() -> None:
    ours, theirs = own_steps(workflow()["steps"]), own_steps(action()["runs"]["steps"])
    assert [(step["name"], step.get("if"), step["run"]) for step in ours] == [
        (step["name"], step.get("if"), step["run"]) for step in theirs
    ]
    assert len(ours) == 5
    described = action()["inputs"]
    for step in theirs:
        assert step["shell"] == "bash"
        used = {name for name in ("BRANCH", "DECISIONS", "PICTURE") if f"${name}" in step["run"]}
        assert step.get("env", {}) == {name: f"${{{{ inputs.{name.lower()} }}}}" for name in used}
    assert {name: str(described[name.lower()]["default"]) for name in ("BRANCH", "DECISIONS", "PICTURE")} == {
        name: value for name, value in workflow()["env"].items() if name in ("BRANCH", "DECISIONS", "PICTURE")
    }


@pytest.mark.timeout(400)
def test_the_first_week_publishes_what_the_decision_file_accepts_and_a_week_with_nothing_new_is_green(runner: Runner) -> None:
    title = "On the Spikes of AAAI 2025, Part 3: Café & Theory"
    (runner.folder / "decisions.jsonl").write_text(decision(title), encoding="utf-8")
    commit(runner, "Accept a paper")
    first = runner.week(PICTURE="coverage.svg")
    assert [code for _, code in first] == [0] * 5, runner.log
    assert runner.on_server() == ["covenue/update", "main"]
    published = runner.git("show", "covenue/update:README.md")
    assert f"\n - {title}" in published
    assert "<svg" in runner.git("show", "covenue/update:coverage.svg")
    assert runner.git("diff", "--name-only", "main", "covenue/update").split() == ["README.md", "coverage.svg"]
    assert runner.git("status", "--porcelain") == ""
    assert "| AAAI" in runner.summary
    assert title in runner.summary

    # Another run before anybody merged: the server's branch stays the commit that it is.
    before = runner.git("ls-remote", "origin")
    assert [code for _, code in runner.week(PICTURE="coverage.svg")] == [0] * 5, runner.log
    assert runner.git("ls-remote", "origin") == before

    runner.git("merge", "--quiet", "--ff-only", "covenue/update")
    runner.git("push", "--quiet", "origin", "main", ":covenue/update")
    asked = lists_read(runner)
    assert [code for _, code in runner.week()] == [0] * 5, runner.log
    assert "Nothing to publish" in runner.log
    assert runner.on_server() == ["main"]
    # A complete edition is not asked for again; whether the next one is published is.
    assert lists_read(runner) == asked > 0


@pytest.mark.timeout(300)
def test_a_lost_cache_costs_no_decision_and_a_refused_source_makes_the_job_red_but_stops_no_paper(runner: Runner) -> None:
    (runner.folder / "decisions.jsonl").write_text(
        "".join(decision(f"On the Spikes of AAAI 2025, Part {number}: Café & Theory") for number in (3, 4)), encoding="utf-8"
    )
    commit(runner, "Accept papers")
    assert [code for _, code in runner.week()] == [0] * 5, runner.log
    (runner.folder / "covenue.sqlite").unlink()
    (runner.folder / "README.md").write_text(LIST.replace("Missing AAAI 2025\n", "Missing AAAI 2025\n - [] Missing ICML 2019\n"))
    commit(runner, "Want another edition")
    runner.server.faults.append(Fault(r"proceedings\.mlr\.press/(?!robots)", answered(403)))
    runner.server.faults.append(Fault(r"openreview|icml\.cc|dblp|sparql", answered(403)))
    ran = dict(runner.week())
    assert ran.pop("Crawl what the TODO names, and what is new") == 3, runner.log
    assert list(ran.values()) == [0] * 4, runner.log
    assert "icml-2019" in runner.log
    published = runner.git("show", "covenue/update:README.md")
    assert [number for number in (3, 4) if f"Part {number}: Café" in published] == [3, 4]
