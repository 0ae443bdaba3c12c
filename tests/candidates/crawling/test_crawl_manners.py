"""How a crawl behaves towards sites: robots.txt, one request at a time, a name and a contact, the pace."""

import time
from dataclasses import replace

import pytest
from covenue_command import SIX, Covenue
from misbehaving import Fault, MisbehavingServer, Spoil, answered, cloudflare, drop, no_indexes, slow, too_many, truncated

from candidates.crawling.run import CrawlRun
from candidates.demo.exchange import Reply
from spiders.editions import own_table
from spiders.settings import PACE


def test_robots_txt_is_read_first_at_every_host(server: MisbehavingServer, covenue: Covenue) -> None:
    covenue.crawl(server, *SIX)
    hosts = dict.fromkeys(seen.host for seen in server.log)
    firsts = [next(seen.target for seen in server.log if seen.host == host) for host in hosts]
    assert firsts == [f"{host}/robots.txt" for host in hosts]
    assert len(hosts) >= 6


def test_robots_txt_is_obeyed_and_named_as_the_reason(server: MisbehavingServer, covenue: Covenue) -> None:
    server.keep_out = {"iclr.cc"}
    outcome = covenue.crawl(server, "iclr-2025")
    report = outcome.edition("iclr-2025")
    assert (outcome.exit_code, report["status"]) == (3, "blocked")
    assert "iclr.cc asks crawlers to keep out (robots.txt)" in report["message"]
    assert "covenue import" in report["message"]
    assert server.targets("iclr.cc") == []


ROBOTS = r"^www\.ijcai\.org/robots\.txt$"
RULES = Reply(b"User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (answered(503), "failed", "www.ijcai.org sent an error page (503) (robots.txt, and nothing else is asked before it)"),
        (answered(500, body=b""), "failed", "www.ijcai.org sent an empty error page (500) (robots.txt"),
        (drop, "failed", "(robots.txt, and nothing else"),
        (lambda asked, reply: truncated(asked, RULES), "failed", "(robots.txt, and nothing else"),
        (lambda asked, reply: replace(cloudflare(asked, reply), status=503), "blocked", "Cloudflare's challenge"),
        (too_many("3600"), "blocked", "www.ijcai.org says that it was asked too often (robots.txt"),
        (answered(503, {"Retry-After": "3600"}), "blocked", "wants us back in 60 minutes"),
    ],
)
def test_of_a_site_whose_robots_txt_cannot_be_read_nothing_else_is_asked_until_it_can(
    server: MisbehavingServer, covenue: Covenue, spoil: Spoil, status: str, says: str
) -> None:
    server.faults = [Fault(ROBOTS, spoil), Fault(r"crossref|sparql", answered(404)), no_indexes()]
    outcome = covenue.crawl(server, "ijcai-2019")
    report = outcome.edition("ijcai-2019")
    assert server.targets("www.ijcai.org") == []
    assert (outcome.exit_code, report["status"], report["crawled"]) == (3, status, 0)
    assert says in report["message"]
    assert "Traceback" not in outcome.err
    server.faults = []
    healed = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (healed["status"], healed["crawled"], healed["abstracts"]) == ("complete", 4, 4)


@pytest.mark.parametrize("spoil", [answered(503), drop, too_many("0"), lambda asked, reply: truncated(asked, RULES)])
def test_a_robots_txt_that_fails_twice_is_waited_for_as_a_page_is(server: MisbehavingServer, covenue: Covenue, spoil: Spoil) -> None:
    server.faults = [Fault(ROBOTS, spoil, times=2), no_indexes()]
    assert covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")["status"] == "complete"
    assert [seen.target for seen in server.log if seen.host == "www.ijcai.org"].count("www.ijcai.org/robots.txt") == 3


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_that_has_no_robots_txt_or_shows_it_to_nobody_closes_nothing(
    server: MisbehavingServer, covenue: Covenue, status: int
) -> None:
    # What such an answer says is no robots.txt either.
    server.faults = [Fault(ROBOTS, answered(status, body=b"User-agent: *\nDisallow: /\n")), no_indexes()]
    assert covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")["status"] == "complete"
    assert server.targets("www.ijcai.org")


def test_a_robots_txt_that_leads_to_what_is_no_address_closes_nothing(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(ROBOTS, answered(302, {"Location": "http://["})), Fault(r"crossref|sparql", answered(404)), no_indexes()]
    assert covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")["status"] == "complete"
    assert server.targets("www.ijcai.org")


def test_no_host_is_asked_two_things_at_once(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault("", slow(0.02))]
    covenue.crawl(server, "aaai-2025", "ijcai-2019", "mm-2025", "neurips-2025")
    assert len(server.log) >= 20
    assert {seen.in_flight for seen in server.log} == {1}


def test_every_request_says_who_asks_and_how_to_reach_them(server: MisbehavingServer, covenue: Covenue) -> None:
    (covenue.folder / "covenue.toml").write_text('contact = "mailto:ada@example.org"\n')
    covenue.crawl(server, "aaai-2025", "mm-2025")
    agents = {seen.agent for seen in server.log}
    assert agents == {"covenue/0.1 (mailto:ada@example.org; curates lists of papers)"}


def test_a_site_that_wants_an_hour_between_pages_is_asked_for_its_list_alone(server: MisbehavingServer, covenue: Covenue) -> None:
    hour = Reply(b"User-agent: *\nCrawl-delay: 3600\n", content_type="text/plain")
    server.faults = [Fault(r"^www\.ijcai\.org/robots", lambda asked, reply: hour), no_indexes()]
    outcome = covenue.run("crawl", "ijcai-2019", "--mirror", server.address, "--no-screen", "--json")
    report = outcome.edition("ijcai-2019")
    assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 4, 0)
    assert server.targets("www.ijcai.org") == ["www.ijcai.org/proceedings/2019/"]
    assert "asks crawlers to wait 60 minutes between two pages (robots.txt)" in report["message"]
    assert "covenue import" in report["message"]


def test_the_delay_is_kept_between_requests_to_a_host(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [no_indexes()]
    started = time.monotonic()
    outcome = covenue.run("crawl", "ijcai-2019", "--mirror", server.address, "--delay", "0.5", "--no-screen", "--json")
    assert outcome.edition("ijcai-2019")["requests"] == 7
    assert time.monotonic() - started >= 4 * 0.5


@pytest.mark.parametrize(
    ("mirror", "delay", "seconds"),
    [
        ("", None, PACE["ojs.aaai.org"]),
        ("", 0.0, PACE["ojs.aaai.org"]),  # the sites are never asked faster than their pace
        ("", 9.0, 9.0),
        ("http://127.0.0.1:9", 0.0, 0.0),
        ("http://127.0.0.1:9", None, PACE["ojs.aaai.org"]),
    ],
)
def test_only_a_mirror_may_be_asked_faster_than_the_pace(mirror: str, delay: float | None, seconds: float) -> None:
    settings = CrawlRun(editions=[], table=own_table(), database="sqlite://", mirror=mirror, delay=delay).settings()
    assert settings["DOWNLOAD_SLOTS"]["ojs.aaai.org"]["delay"] == seconds


def test_a_configured_delay_slows_a_host_down_and_never_speeds_it_up() -> None:
    run = CrawlRun(
        editions=[], table=own_table(), database="sqlite://", delays={"ojs.aaai.org": 0.1, "www.ijcai.org": 7.0, "example.org": 5.0}
    )
    slots = run.settings()["DOWNLOAD_SLOTS"]
    assert slots["ojs.aaai.org"]["delay"] == PACE["ojs.aaai.org"]
    assert (slots["www.ijcai.org"]["delay"], slots["example.org"]["delay"]) == (7.0, 5.0)
    assert {slot["concurrency"] for slot in slots.values()} == {1}
