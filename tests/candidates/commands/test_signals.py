"""A command that is asked to end says so, with the exit code of an interruption, whatever it was doing."""

import pytest
from covenue_command import Covenue
from misbehaving import MisbehavingServer

ENDS = "\nimport os, signal, time\ndef end(*_, **__):\n    os.kill(os.getpid(), signal.{})\n    time.sleep(20)\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_command_that_is_ended_says_what_is_kept(covenue: Covenue, name: str) -> None:
    covenue.run("init")
    covenue.before += ENDS.format(name) + "import candidates.workspace\ncandidates.workspace.Workspace.open_store = end"
    outcome = covenue.run("queue")
    assert outcome.exit_code == 130
    assert outcome.err.strip() == "covenue: interrupted; what was stored is kept, the same command goes on from there."
    assert [each.name for each in covenue.folder.iterdir() if each.name.endswith(".part")] == []


def test_a_crawl_that_is_ended_before_it_began_was_interrupted_and_is_not_done(server: MisbehavingServer, covenue: Covenue) -> None:
    before = covenue.before
    # A signal in the first moments stops Scrapy's loop before the first spider is made.
    covenue.before += "\nimport scrapy.crawler\nscrapy.crawler.AsyncCrawlerProcess.start = lambda self, **how: None"
    outcome = covenue.crawl(server, "ijcai-2019")
    assert (outcome.exit_code, outcome.edition("ijcai-2019")["status"]) == (130, "not-tried")
    covenue.before = before
    assert covenue.crawl(server, "ijcai-2019").exit_code == 0
