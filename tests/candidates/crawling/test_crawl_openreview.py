"""OpenReview through its own client: with an account, without one, with a wrong one, and turned away; nothing of it leaks."""

import pytest
from covenue_command import Covenue
from misbehaving import (
    PASSWORD,
    TOKEN,
    TRACK,
    USER,
    Fault,
    MisbehavingServer,
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


@pytest.mark.parametrize("year", [2019, 2020])
def test_decisions_of_the_older_interface_come_with_the_submissions(server: MisbehavingServer, covenue: Covenue, year: int) -> None:
    server.serve_editions({("iclr", year): made_up("iclr", year, 10)})
    server.faults = [Fault(r"^iclr\.cc/|dblp", answered(404))]
    covenue.environment = dict(ACCOUNT)
    report = covenue.crawl(server, f"iclr-{year}").edition(f"iclr-{year}")
    assert (report["status"], report["crawled"], report["abstracts"], report["declared"]) == ("complete", 8, 8, 8)
    assert len(server.targets("api.openreview.net")) == 1


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


def test_name_password_and_token_are_in_no_log_no_output_and_no_database(server: MisbehavingServer, account: Covenue) -> None:
    server.faults.append(Fault("offset=1000", answered(500)))
    outcome = account.crawl(server, "iclr-2025", "--debug")
    assert outcome.edition("iclr-2025")["crawled"] == 1000
    stored = b"".join(file.read_bytes() for file in account.folder.rglob("*") if file.is_file())
    for secret in (USER, PASSWORD, TOKEN):
        assert secret not in outcome.out + outcome.err
        assert secret.encode() not in stored
