"""`covenue check`: every line says what is in force, and what is needed and missing is an error."""

from typing import Any

import pytest
from covenue_command import Covenue
from misbehaving import Fault, MisbehavingServer
from test_command_line import TELLS

from candidates.demo.exchange import Reply

TODO = "## TODO\n\n- [ ] IJCAI 2019\n- [ ] ICML 2041\n"
SPIKES = f"# Spikes\n\n{TODO}\n## Papers\n\n- Spiking Networks A\n- Spiking Networks B\n- Spiking Networks C\n"


@pytest.fixture
def project(covenue: Covenue) -> Covenue:
    (covenue.folder / "README.md").write_text(SPIKES, encoding="utf-8")
    return covenue


def checks(project: Covenue, *words: str, code: int = 0) -> dict[str, Any]:
    outcome = project.run("check", "--json", *words)
    assert outcome.exit_code == code
    return {each["name"]: each for each in outcome.json["checks"]}


def test_each_line_says_what_is_in_force_and_offline_no_host_is_asked(project: Covenue, server: MisbehavingServer) -> None:
    project.environment = {"COVENUE_MIRROR": server.address, "OPENALEX_API_KEY": "secret-key"}
    project.before = TELLS
    found = checks(project, "--offline")
    assert all(set(each) >= {"name", "ok", "detail", "remedy"} for each in found.values())
    assert "3 entries in 1 section" in found["list"]["detail"]
    assert "open: ijcai-2019; newer: " in found["todo"]["detail"]
    assert (found["todo"]["ok"], "not known: icml-2041" in found["todo"]["detail"]) == (False, True)
    assert "none yet" in found["database"]["detail"]
    assert (found["OpenReview"]["ok"], found["OpenAlex"]["ok"]) == (False, True)
    shown = project.run("check", "--offline")
    assert "secret-key" not in shown.out
    assert shown.err.splitlines()[-1] == "loaded:"
    assert server.log == []


def test_a_foreign_topic_is_named_with_its_remedy(project: Covenue) -> None:
    (project.folder / "README.md").write_text(SPIKES.replace("Spiking", "Graph"), encoding="utf-8")
    topic = checks(project, "--offline")["topic"]
    assert (topic["ok"], topic["detail"]) == (False, "the cues of brain-inspired speak for 0 of the list's 3 titles")
    assert 'topic = ""' in topic["remedy"]


@pytest.mark.parametrize(
    ("name", "text", "failed"),
    [("covenue.toml", "lits = 1", "settings"), ("covenue.toml", 'list = "gone.md"', "list"), ("covenue.sqlite", "no database", "database")],
)
def test_what_is_needed_and_missing_is_an_error(project: Covenue, name: str, text: str, failed: str) -> None:
    (project.folder / name).write_text(text, encoding="utf-8")
    assert not checks(project, "--offline", code=1)[failed]["ok"]


def test_each_host_of_what_the_list_waits_for_is_asked_once_and_a_challenge_is_no_answer(
    project: Covenue, server: MisbehavingServer
) -> None:
    wall = b"<!doctype html><title>Just a moment...</title>"
    server.faults = [Fault(r"^www\.ijcai\.org/", lambda *_: Reply(wall, content_type="text/html", status=403))]
    found = checks(project, "--mirror", server.address)
    assert "Cloudflare" in found["www.ijcai.org"]["detail"]
    assert found["api.openalex.org"]["ok"]
    asked = [seen.target for seen in server.log]
    assert len(asked) == len(set(asked))
    assert all(target.endswith("/robots.txt") for target in asked)


def test_a_silent_host_is_named_and_is_no_error(project: Covenue) -> None:
    found = checks(project, "--mirror", "http://127.0.0.1:9")
    assert "does not answer" in found["www.ijcai.org"]["detail"]


def test_a_database_that_cannot_be_written_is_said_and_keeps_nobody_from_looking(project: Covenue) -> None:
    assert project.run("papers").exit_code == 0
    # As on a read-only mount, where the system says so even to root.
    project.before += "\nimport os; asked = os.access; os.access = lambda path, mode: mode != os.W_OK and asked(path, mode)"
    found = checks(project, "--offline")["database"]
    assert (found["ok"], found["detail"].endswith("0 decided, read-only")) == (False, True)
    assert "give another --database" in found["remedy"]


def test_where_the_list_waits_for_nothing_the_hosts_of_the_newest_editions_are_asked(project: Covenue, server: MisbehavingServer) -> None:
    (project.folder / "README.md").write_text(SPIKES.replace(TODO, "").replace("C\n", "C (IJCAI 2041)\n"), encoding="utf-8")
    found = checks(project, "--mirror", server.address)
    assert found["todo"]["detail"] == "open: nothing; newer: nothing"
    assert found["proceedings.mlr.press"]["ok"]
