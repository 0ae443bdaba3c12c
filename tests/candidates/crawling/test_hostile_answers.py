"""Answers that never end, lead astray or swell end a source within its bounds, with the true cause in the message; the others go on."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from covenue_command import SIX, Covenue, Outcome
from hostile_answers import (
    attributes_without_end,
    dripping,
    gzip_bomb,
    headers_without_end,
    interim_answers_without_end,
    redirect_to,
    token_is_bad,
    token_that_repeats_itself,
    tokens_without_end,
)
from misbehaving import PLACES, Fault, MisbehavingServer, Spoil, answered, misbehaving, no_indexes, too_many

from candidates.demo.exchange import Asked, Reply

# The bounds as they are, but smaller: a test need not wait five minutes for a site that drips.
BOUNDS = """
import spiders.time_budget, spiders.settings, spiders.sources.aaai
spiders.time_budget.SECONDS_A_SOURCE, spiders.time_budget.SECONDS_AN_ANSWER = 2.0, 1.0
spiders.settings.DOWNLOAD_MAXSIZE = 5_000_000
spiders.sources.aaai.MOST_PAGES_OF_SETS = 4
"""
SETS = (
    b'<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListSets>'
    b"<set><setSpec>AAAI:ANOTHER</setSpec><setName>Another</setName></set>@TOKEN@</ListSets></OAI-PMH>"
)


@dataclass(frozen=True)
class Trouble:
    """What is done to all lists of an edition (or to those at `where`; then the others are missing), and what the message has to say."""

    edition: str
    spoil: Spoil
    status: str
    says: str
    where: str = ""

    def faults(self) -> list[Fault]:
        if not self.where:
            return [Fault(PLACES[self.edition], self.spoil)]
        return [Fault(self.where, self.spoil), Fault(rf"(?:{PLACES[self.edition]})(?!.*verb=)", answered(404))]


ROUNDS = (
    (
        Trouble("aaai-2025", token_that_repeats_itself(), "short", "repeats itself after 2 pages", r"verb=ListRecords"),
        Trouble("iclr-2025", headers_without_end, "failed", "iclr.cc sends headers without end"),
        Trouble("ijcai-2019", attributes_without_end, "failed", "more attributes than any real page"),
        Trouble("mm-2025", dripping, "failed", "api.crossref.org kept us waiting for"),
        Trouble("icml-2019", gzip_bomb, "failed", "sends more than any page of proceedings has"),
        Trouble("neurips-2025", redirect_to("http://169.254.169.254/latest/meta-data/"), "blocked", "inside a private network"),
    ),
    (
        Trouble("aaai-2025", tokens_without_end(SETS), "failed", "does not end after 4 pages", r"verb=ListSets"),
        Trouble("iclr-2025", interim_answers_without_end, "failed", "iclr.cc sends headers without end"),
        Trouble("ijcai-2019", redirect_to("http://0x7f.1:8080/"), "blocked", "inside a private network"),
        Trouble("mm-2025", too_many("9" * 400), "blocked", "wants us back in 366 days"),
        Trouble("icml-2019", redirect_to("file:///etc/hostname"), "failed", "status 302"),
        Trouble("neurips-2025", too_many("Wed, 99 Foo 2026 25:61:61 GMT"), "blocked", "asked too often"),
    ),
    (Trouble("aaai-2025", token_is_bad, "failed", "forgets its own resumption tokens", r"resumptionToken="),),
)
CASES = [pytest.param(number, trouble, id=f"{trouble.edition} {number}") for number, troubles in enumerate(ROUNDS) for trouble in troubles]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Outcome, float]]:
    """The crawl of each round with its seconds, played when it is first asked for."""

    class Played(dict[int, tuple[Outcome, float]]):
        def __missing__(self, number: int) -> tuple[Outcome, float]:
            self[number] = _played(ROUNDS[number], tmp_path_factory.mktemp(f"hostile{number}"))
            return self[number]

    return Played()


def _played(troubles: tuple[Trouble, ...], folder: Path) -> tuple[Outcome, float]:
    (folder / "covenue.toml").touch()
    covenue = Covenue(folder)
    covenue.before += BOUNDS
    with misbehaving() as server:
        server.faults = [fault for trouble in troubles for fault in trouble.faults()]
        began = time.monotonic()
        return covenue.crawl(server, *(trouble.edition for trouble in troubles)), time.monotonic() - began


@pytest.mark.parametrize(("number", "trouble"), CASES)
def test_an_answer_without_bounds_ends_its_source_and_is_named(
    crawls: dict[int, tuple[Outcome, float]], number: int, trouble: Trouble
) -> None:
    outcome, seconds = crawls[number]
    report = outcome.edition(trouble.edition)
    assert trouble.says in report["message"]
    assert report["status"] == trouble.status
    assert "Traceback" not in outcome.err
    assert (outcome.exit_code, seconds < 40) == (3, True)


def test_what_a_quota_cost_is_open_work_until_it_may_be_asked_for(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"^api\.(?:semanticscholar|openalex)\.org/(?!robots)", too_many("3600"))]
    first = covenue.crawl(server, "mm-2025").edition("mm-2025")
    assert (first["status"], first["abstracts"]) == ("complete", 0)
    assert "some abstracts could not be asked for; run the same command again after" in first["message"]
    server.faults, server.log = [], []
    assert covenue.crawl(server, "mm-2025").edition("mm-2025")["abstracts"] == 0
    assert server.targets() == []  # the hour is not over
    covenue.before += "\nimport candidates.crawling.run as run; run.now = lambda: '2099-01-01T00:00:00Z'"
    healed = covenue.crawl(server, "mm-2025").edition("mm-2025")
    assert healed["abstracts"] == len(SIX) + 3 == healed["crawled"]
    assert healed["message"] == ""


def test_a_robots_txt_that_drips_costs_its_own_seconds_and_no_more(server: MisbehavingServer, covenue: Covenue) -> None:
    covenue.before += "\nimport spiders.redirects; spiders.redirects.SECONDS_FOR_ROBOTS = 1.0"
    server.faults = [Fault(r"robots\.txt$", dripping)]
    began = time.monotonic()
    outcome = covenue.crawl(server, "icml-2019")
    assert "Traceback" not in outcome.err
    assert "proceedings.mlr.press takes too long to answer (robots.txt" in outcome.edition("icml-2019")["message"]
    assert time.monotonic() - began < 40
    server.faults = []
    assert covenue.crawl(server, "icml-2019").edition("icml-2019")["status"] == "complete"


@pytest.mark.parametrize(
    "spoil",
    [too_many("3600"), answered(403, {"Retry-After": "3600"}), answered(200, body=b"<html><title>Rate limit exceeded</title></html>")],
)
def test_a_quota_that_is_spent_among_the_pages_of_papers_is_named_and_not_argued_with(
    server: MisbehavingServer, covenue: Covenue, spoil: Spoil
) -> None:
    server.faults = [no_indexes(), Fault(r"proceedings/2019/10", spoil, after=1)]
    first = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (first["status"], first["crawled"], first["abstracts"]) == ("complete", 4, 1)
    assert "abstracts: ijcai: www.ijcai.org says that it was asked too often" in first["message"]
    assert "3 pages could not be read; run the same command again" in first["message"]
    assert len({target for target in server.targets("www.ijcai.org") if "/2019/10" in target}) == 2
    server.faults = [no_indexes()]
    assert covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")["abstracts"] == 4


@pytest.mark.parametrize("status", [206, 304])
def test_a_part_of_a_page_and_a_page_said_to_be_unchanged_are_no_page(server: MisbehavingServer, covenue: Covenue, status: int) -> None:
    def half(asked: Asked, reply: Reply) -> Reply:
        return replace(reply, status=status, body=reply.body[: len(reply.body) // 2] if status == 206 else b"")

    server.faults = [Fault(PLACES["ijcai-2019"], half)]
    outcome = covenue.crawl(server, "ijcai-2019", "iclr-2025")
    assert outcome.edition("ijcai-2019")["status"] == "failed"
    assert str(status) in outcome.edition("ijcai-2019")["message"]
    assert outcome.edition("iclr-2025")["status"] == "complete"


def test_an_answer_that_nobody_foresaw_ends_its_source_and_not_the_run(server: MisbehavingServer, covenue: Covenue) -> None:
    covenue.before += """
import spiders.sources.ijcai
def unforeseen(answer, edition):
    return {}["total"]
spiders.sources.ijcai.ijcai.proceedings = unforeseen
"""
    server.faults = [Fault("crossref|sparql", answered(404))]
    outcome = covenue.crawl(server, "ijcai-2019", "iclr-2025")
    report = outcome.edition("ijcai-2019")
    assert (outcome.exit_code, report["status"]) == (3, "failed")
    assert "ijcai: an answer that covenue does not understand (KeyError: 'total')" in report["message"]
    assert outcome.edition("iclr-2025")["status"] == "complete"
    assert "Traceback" not in outcome.err
