"""The demo: the whole job in a folder of its own, on the embedded stand-in."""

import json
import socket

import pytest
from covenue_command import Covenue

from candidates.demo.small_editions import small_editions
from spiders.paper import title_key


# The sentence model takes its time to load on a busy machine.
@pytest.mark.timeout(300)
def test_the_demo_does_the_whole_job_without_network_and_account(covenue: Covenue) -> None:
    covenue.environment = {"COVENUE_DATABASE": str(covenue.folder / "mine.sqlite"), "COVENUE_MIRROR": "http://127.0.0.1:9"}
    with covenue.start("demo", "tried", "--json") as process:
        out, err = process.communicate(timeout=280)
    assert process.returncode == 0, err
    shown = json.loads(out)
    assert {(edition["status"], edition["message"]) for edition in shown["editions"]} == {("complete", "")}
    assert sum(edition["crawled"] for edition in shown["editions"]) == sum(map(len, small_editions().values()))
    assert len(shown["queue"]) == 10
    assert all("spik" in paper["title"].lower() and paper["category"] and paper["reasons"] for paper in shown["queue"])
    assert [item["edition"] for item in shown["coverage"]["todo"]][:2] == ["aaai-2025", "iclr-2025"]
    assert not (covenue.folder / "mine.sqlite").exists()
    assert {path.name for path in (covenue.folder / "tried").iterdir()} >= {"covenue.toml", "README.md", "covenue.sqlite"}


def test_the_demo_stays_out_of_a_folder_with_something_in_it(covenue: Covenue) -> None:
    (covenue.folder / "README.md").write_text("my own list\n")
    outcome = covenue.run("demo", ".")
    assert outcome.exit_code == 1
    assert "is not empty" in outcome.err
    assert [path.name for path in covenue.folder.iterdir() if path.name != "covenue.toml"] == ["README.md"]


def test_the_stand_in_holds_six_small_editions_with_some_thirty_papers_that_belong() -> None:
    held = small_editions()
    papers = [paper for edition in held.values() for paper in edition]
    assert [venue for venue, _ in held] == ["aaai", "iclr", "ijcai", "mm", "icml", "neurips"]
    assert all(25 <= len(edition) <= 40 for edition in held.values())
    assert sum("spiking" in title_key(paper.title) for paper in papers) >= 20
    assert all(paper.authors for paper in papers)
    assert len({paper.key for paper in papers}) == len(papers)


def test_the_stand_in_listens_on_this_computer_alone() -> None:
    from candidates.demo.server import StandInServer, running
    from candidates.demo.sites import StandIn

    with running(StandInServer(StandIn(small_editions()).answer)) as address:
        host, port = address.removeprefix("http://").split(":")
        assert host == "127.0.0.1"
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            assert connection.getpeername() == ("127.0.0.1", int(port))
