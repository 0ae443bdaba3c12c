"""OpenReview through its own client: with an account, without one, with a wrong one, and turned away; nothing of it leaks."""

from dataclasses import replace

import pytest
from covenue_command import Covenue
from hostile_answers import dripping, gzip_bomb, headers_without_end, redirect_to
from misbehaving import (
    PASSWORD,
    TOKEN,
    TRACK,
    USER,
    Fault,
    MisbehavingServer,
    Spoil,
    answered,
    in_a_circle,
    made_up,
    openreview_challenge,
    too_many,
    web_page,
)

ACCOUNT = {"OPENREVIEW_USERNAME": USER, "OPENREVIEW_PASSWORD": PASSWORD}


@pytest.fixture
def account(server: MisbehavingServer, covenue: Covenue) -> Covenue:
    """The command with an account, where ICLR is on OpenReview alone: 2025 on its newer interface, 2021 on its older one."""
    server.serve_editions({("iclr", 2025): made_up("iclr", 2025, 1005), ("iclr", 2021): made_up("iclr", 2021, 7)})
    server.faults = [Fault(r"^iclr\.cc/", answered(404))]
    covenue.environment = dict(ACCOUNT)
    return covenue


def test_an_account_gets_all_notes_of_both_interfaces_a_thousand_at_a_time(server: MisbehavingServer, account: Covenue) -> None:
    outcome = account.crawl(server, "iclr-2025", "iclr-2021")
    newer, older = outcome.edition("iclr-2025"), outcome.edition("iclr-2021")
    assert (newer["declared"], newer["crawled"], newer["abstracts"], newer["sources"]) == (1005, 1005, 1005, ["openreview"])
    assert older["crawled"] == 7
    pages = [target for target in server.targets("api2") if target.startswith("api2.openreview.net/notes")]
    assert [("offset=1000" in page) for page in pages] == [False, True]
    assert len(server.targets("api.openreview.net")) == 1


@pytest.mark.parametrize("year", [2018, 2019, 2020])
def test_decisions_of_the_older_interface_come_with_the_submissions(server: MisbehavingServer, covenue: Covenue, year: int) -> None:
    server.serve_editions({("iclr", year): made_up("iclr", year, 10)})
    server.faults = [Fault(r"^iclr\.cc/|dblp", answered(404))]
    covenue.environment = dict(ACCOUNT)
    report = covenue.crawl(server, f"iclr-{year}").edition(f"iclr-{year}")
    assert (report["status"], report["crawled"], report["abstracts"], report["declared"]) == ("complete", 8, 8, 8)
    assert len(server.targets("api.openreview.net")) == 1


def test_submissions_of_iclr_2017_are_found_where_they_are_listed(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("iclr", 2017): made_up("iclr", 2017, 198)})
    server.faults = [Fault(r"dblp", answered(404))]
    covenue.environment = dict(ACCOUNT)
    report = covenue.crawl(server, "iclr-2017").edition("iclr-2017")
    assert (report["status"], report["crawled"], report["abstracts"], report["sources"]) == ("complete", 198, 198, ["openreview"])


def test_tracks_of_the_older_interface_are_found_where_they_list(server: MisbehavingServer, covenue: Covenue) -> None:
    papers = made_up("neurips", 2022, 12, ("Main Conference Track", TRACK))
    server.serve_editions({("neurips", 2022): papers})
    server.faults = [Fault(r"neurips\.cc/(?:paper|static)|dblp", answered(404))]
    covenue.environment = dict(ACCOUNT)
    report = covenue.crawl(server, "neurips-2022").edition("neurips-2022")
    assert (report["status"], report["crawled"]) == ("complete", 12)
    assert {paper["track"] for paper in covenue.papers() if paper["track"] == TRACK} == {TRACK}


def test_a_killed_crawl_does_not_ask_for_the_notes_it_has(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("offset=1000", answered(403)))
    first = account.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (first["status"], first["crawled"]) == ("short", 1000)
    server.faults.pop()
    server.log.clear()
    second = account.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (second["status"], second["crawled"], second["new"]) == ("complete", 1005, 5)
    assert [target for target in server.targets("api2") if "/notes" in target and "offset" not in target] == []


def test_without_an_account_nothing_is_asked_and_the_message_says_what_to_set(server: MisbehavingServer, account: Covenue) -> None:
    account.environment = {}
    outcome = account.crawl(server, "iclr-2025")
    report = outcome.edition("iclr-2025")
    assert (outcome.exit_code, report["status"], report["crawled"]) == (3, "blocked", 0)
    assert "set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD (a free account is enough)" in report["message"]
    assert server.targets("api") == []


def test_without_an_account_other_sources_give_the_edition(server: MisbehavingServer, covenue: Covenue) -> None:
    report = covenue.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (report["status"], report["crawled"], report["sources"]) == ("complete", 10, ["virtual"])


def test_a_wrong_password_is_a_block_that_names_the_variables(server: MisbehavingServer, account: Covenue) -> None:
    account.environment["OPENREVIEW_PASSWORD"] = "forgotten"
    outcome = account.crawl(server, "iclr-2025")
    report = outcome.edition("iclr-2025")
    assert (outcome.exit_code, report["status"], report["crawled"]) == (3, "blocked", 0)
    assert "does not accept OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD" in report["message"]


def test_a_challenge_in_json_is_a_block_and_never_no_notes(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("openreview.net/notes", openreview_challenge))
    report = account.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (report["status"], report["crawled"]) == ("blocked", 0)
    assert "asks for the challenge of OpenReview" in report["message"]


def test_a_web_page_in_place_of_notes_is_a_failure(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("openreview.net/notes", web_page))
    report = account.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (report["status"], report["crawled"]) == ("failed", 0)
    assert "web page where JSON is due" in report["message"]


def test_redirects_stay_at_the_mirror_and_end_when_they_go_in_a_circle(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("openreview.net/notes", in_a_circle))
    report = account.crawl(server, "iclr-2025").edition("iclr-2025")
    assert (report["status"], report["crawled"]) == ("failed", 0)
    assert "api2.openreview.net redirects in a circle" in report["message"]
    assert "api2.openreview.net/notes?again" in server.targets("api2")


def test_retry_after_of_openreview_is_waited_for(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("openreview.net/notes", too_many("1"), times=1))
    report = account.crawl(server, "iclr-2021").edition("iclr-2021")
    assert (report["status"], report["crawled"]) == ("complete", 7)
    assert report["seconds"] >= 1


# The bounds as they are, but smaller.
BOUNDS = """
import spiders.time_budget, spiders.settings
spiders.time_budget.SECONDS_A_SOURCE, spiders.time_budget.SECONDS_AN_ANSWER = 2.0, 1.0
spiders.settings.DOWNLOAD_MAXSIZE = 5_000_000
"""


def counted(total: str) -> Spoil:
    return lambda asked, reply: replace(reply, body=reply.body.replace(b'"count": 7', f'"count": {total}'.encode()))


def notes(written: str) -> Spoil:
    return lambda asked, reply: replace(reply, body=f'{{"notes": {written}, "count": 7}}'.encode())


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (too_many("3600"), "blocked", "asked too often and wants us back in 60 minutes"),
        (too_many("Wed, 99 Foo 2026 25:61:61 GMT"), "blocked", "asked too often"),
        (dripping, "failed", "kept us waiting for"),
        (gzip_bomb, "failed", "sends more than any page of proceedings has"),
        (headers_without_end, "failed", "sends headers without end"),
        (redirect_to("http://169.254.169.254/latest/meta-data/"), "blocked", "inside a private network"),
        (redirect_to("http://[::1"), "failed", "leads to what is no address"),
        (counted('"7"'), "failed", "declares '7' notes"),
        (counted("-7"), "failed", "declares '-7' notes"),
        (counted("7.5"), "failed", "declares '7.5' notes"),
        (notes('{"a": 1}'), "failed", "'notes' is no array"),
        (notes('[1, null, "x"]'), "failed", "notes of another form"),
        (notes("[" * 200_000), "failed", "nested or filled beyond any real answer"),
        (lambda asked, reply: replace(reply, body=reply.body[:300]), "failed", "the JSON ends in the middle"),
    ],
)
def test_openreview_is_bounded_as_every_other_source(
    server: MisbehavingServer, account: Covenue, spoil: Spoil, status: str, says: str
) -> None:
    server.faults += [Fault("openreview.net/notes", spoil), Fault("dblp", answered(404))]
    account.before += BOUNDS
    outcome = account.crawl(server, "iclr-2021")
    report = outcome.edition("iclr-2021")
    assert (outcome.exit_code, report["status"], report["crawled"]) == (3, status, 0)
    assert says in report["message"]
    assert "Traceback" not in outcome.err


def test_name_password_and_token_are_in_no_log_no_output_and_no_database(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("offset=1000", answered(500)))
    outcome = account.crawl(server, "iclr-2025", "--debug")
    assert outcome.edition("iclr-2025")["crawled"] == 1000
    stored = b"".join(file.read_bytes() for file in account.folder.rglob("*") if file.is_file())
    for secret in (USER, PASSWORD, TOKEN):
        assert secret not in outcome.out + outcome.err
        assert secret.encode() not in stored
