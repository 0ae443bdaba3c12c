"""What a crawl remembers: going on after a kill, asking nothing twice, keeping ids and the larger set."""

import re
import signal
import sqlite3
from collections import Counter
from dataclasses import replace

from covenue_command import SIX, Covenue, at
from misbehaving import CREATIVE, Fault, MisbehavingServer, answered, cloudflare, made_up, misbehaving, no_indexes, six_editions


def test_a_killed_crawl_goes_on_where_it_was_and_asks_at_most_one_page_again(server: MisbehavingServer, covenue: Covenue) -> None:
    everything = {*server_targets_of_a_whole_crawl(covenue, "aaai-2025")}
    server.faults = [Fault("resumptionToken", server.hold, after=1)]
    process = covenue.start("crawl", "aaai-2025", *at(server))
    assert server.holding.wait(timeout=30)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    server.faults = []
    server.release.set()
    stored = {paper["id"] for paper in covenue.papers()}
    assert 0 < len(stored) < 20

    outcome = covenue.crawl(server, "aaai-2025")
    assert (outcome.exit_code, outcome.edition("aaai-2025")["crawled"]) == (0, 20)
    assert stored < {paper["id"] for paper in covenue.papers()}
    asked = Counter(server.targets())
    assert set(asked) == everything
    assert sum(asked.values()) - len(asked) <= 1


def server_targets_of_a_whole_crawl(covenue: Covenue, edition: str) -> list[str]:
    """What a crawl asks for that nobody disturbs."""
    with misbehaving() as server:
        assert covenue.crawl(server, edition, "--database", "undisturbed.sqlite").exit_code == 0
        return server.targets()


def test_an_interrupted_crawl_says_so_and_keeps_what_it_has(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault("resumptionToken", server.hold, after=1)]
    process = covenue.start("crawl", "aaai-2025", *at(server))
    assert server.holding.wait(timeout=30)
    process.send_signal(signal.SIGINT)
    server.release.set()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert covenue.papers()


def test_a_second_crawl_of_complete_editions_asks_nothing_and_changes_nothing(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    before = crawled_covenue.papers()
    outcome = crawled_covenue.crawl(server, *SIX)
    assert outcome.exit_code == 0
    assert server.log == []
    assert {(report["status"], report["new"], report["requests"]) for report in outcome.json["editions"]} == {("complete", 0, 0)}
    assert crawled_covenue.papers() == before


def test_a_refresh_asks_again_and_changes_no_id_and_no_row(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    before = crawled_covenue.papers()
    outcome = crawled_covenue.crawl(server, *SIX, "--refresh")
    assert all(report["requests"] for report in outcome.json["editions"])
    assert crawled_covenue.papers() == before


def test_a_refresh_lets_the_site_say_that_nothing_changed(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    report = crawled_covenue.crawl(server, "icml-2019", "--refresh").edition("icml-2019")
    assert (report["status"], report["crawled"], report["requests"], report["bytes"]) == ("complete", 700, 1, 0)
    assert [bool(seen.headers.get("if-none-match")) for seen in server.log if "bibliography" in seen.target] == [True]


def test_a_paper_keeps_its_id_whichever_source_told_of_it_first(server: MisbehavingServer, covenue: Covenue) -> None:
    covenue.crawl(server, "neurips-2025", "--database", "list-first.sqlite")
    server.faults = [Fault(r"^proceedings\.neurips", answered(404))]
    covenue.crawl(server, "neurips-2025", "--database", "site-first.sqlite")
    ids = [{paper["title"]: paper["id"] for paper in covenue.papers("--database", f"{name}-first.sqlite")} for name in ("list", "site")]
    assert len(ids[0]) == 8
    assert ids[0] == ids[1]


def test_a_larger_set_is_never_replaced_by_a_smaller_one(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    before = crawled_covenue.papers("iclr-2025")
    server.serve_editions({("iclr", 2025): made_up("iclr", 2025, 4)})
    report = crawled_covenue.crawl(server, "iclr-2025", "--refresh").edition("iclr-2025")
    assert (report["crawled"], report["new"]) == (10, 0)
    assert "lists 4 now, fewer than the 10 known; the larger set is kept" in report["message"]
    assert crawled_covenue.papers("iclr-2025") == before


def test_papers_added_to_a_site_later_are_added_by_a_refresh(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    server.serve_editions({("iclr", 2025): made_up("iclr", 2025, 13)})
    report = crawled_covenue.crawl(server, "iclr-2025", "--refresh").edition("iclr-2025")
    assert (report["status"], report["crawled"], report["new"]) == ("complete", 13, 3)


def test_a_paper_whose_title_changed_in_the_proceedings_is_not_added_a_second_time(server: MisbehavingServer, covenue: Covenue) -> None:
    accepted = made_up("icml", 2019, 700)
    server.serve_editions({("icml", 2019): accepted})
    server.faults = [Fault(r"^proceedings\.mlr\.press", answered(403))]
    assert covenue.crawl(server, "icml-2019").edition("icml-2019")["crawled"] == 700
    before = {paper["id"] for paper in covenue.papers()}
    retitled = replace(accepted[7], title=accepted[7].title.replace("Theory", "Practice"))
    server.serve_editions({("icml", 2019): [*accepted[:7], retitled, *accepted[8:]]})
    server.faults = []
    report = covenue.crawl(server, "icml-2019", "--refresh").edition("icml-2019")
    assert (report["status"], report["crawled"], report["new"], report["sources"]) == ("complete", 700, 0, ["pmlr"])
    assert {paper["id"] for paper in covenue.papers()} == before
    assert retitled.title in {paper["title"] for paper in covenue.papers()}


def test_pages_left_open_are_asked_for_by_the_next_crawl_alone(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"proceedings/2019/1002", answered(500)), no_indexes()]
    first = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (first["crawled"], first["abstracts"]) == (4, 3)
    assert "1 pages could not be read" in first["message"]
    server.faults, server.log = [no_indexes()], []
    second = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (second["crawled"], second["abstracts"]) == (4, 4)
    assert server.targets("www.ijcai.org") == ["www.ijcai.org/proceedings/2019/1002"]


def test_each_edition_is_told_as_it_ends(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"^iclr\.cc", answered(403))]
    outcome = covenue.crawl(server, "iclr-2025", "icml-2019")
    first, second = outcome.err.splitlines()
    assert re.fullmatch(r"iclr-2025: blocked, 0 papers in \d s", first)
    assert second.startswith("icml-2019: complete, 700 papers in ")
    # Why it is not complete is said once, with the report.
    assert "iclr.cc refuses to answer (403)" in outcome.edition("iclr-2025")["message"]


def test_no_page_a_paper_is_asked_for_without_abstracts(server: MisbehavingServer, covenue: Covenue) -> None:
    report = covenue.crawl(server, "ijcai-2019", "--abstracts", "none").edition("ijcai-2019")
    assert (report["status"], report["crawled"], report["abstracts"], report["requests"]) == ("complete", 4, 0, 1)


def test_what_one_source_lacks_another_completes_with_its_name_kept(crawled_covenue: Covenue) -> None:
    paper = crawled_covenue.papers("neurips-2025")[0]
    assert (paper["sources"]["title"], paper["sources"]["abstract"]) == ("papers", "virtual")
    assert {paper["sources"]["abstract"] for paper in crawled_covenue.papers("mm-2025")} == {"semanticscholar"}


def test_every_paper_is_stored_as_its_sites_publish_it(crawled_covenue: Covenue) -> None:
    published = {
        (paper.venue, paper.title, paper.authors, paper.abstract)
        for papers in six_editions().values()
        for paper in papers
        if paper.track != CREATIVE
    }
    stored = {(row["venue"], row["title"], tuple(row["authors"]), row["abstract"]) for row in crawled_covenue.papers()}
    assert stored == published


def test_a_search_finds_text_in_titles_and_in_authors(crawled_covenue: Covenue) -> None:
    assert {paper["venue"] for paper in crawled_covenue.papers("--search", "spikes of mm 2025")} == {"mm"}
    assert len(crawled_covenue.papers("iclr-2025", "--search", "Žikelić")) == 2


def test_an_edition_that_was_blocked_halfway_keeps_its_pages_and_goes_on(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"resumptionToken", cloudflare, after=1), Fault(r"/issue/", cloudflare), Fault(r"crossref", answered(404))]
    blocked = covenue.crawl(server, "aaai-2025").edition("aaai-2025")
    assert blocked["status"] == "short"
    assert 0 < blocked["crawled"] < 20
    asked = len(server.targets("ojs.aaai.org"))
    server.faults, server.log = [], []
    healed = covenue.crawl(server, "aaai-2025").edition("aaai-2025")
    assert (healed["status"], healed["crawled"], healed["new"]) == ("complete", 20, 20 - blocked["crawled"])
    assert len(server.targets("ojs.aaai.org")) < asked


def looked_at(covenue: Covenue, edition: str, moment: str) -> None:
    """As if the edition had been crawled at this moment."""
    venue, _, year = edition.partition("-")
    with sqlite3.connect(covenue.folder / "covenue.sqlite") as connection:
        connection.execute("UPDATE editions SET checked_at = ? WHERE venue = ? AND year = ?", (moment, venue, int(year)))


def test_a_list_that_was_still_growing_is_read_again_a_week_later(server: MisbehavingServer, covenue: Covenue) -> None:
    whole = six_editions()
    server.serve_editions({**whole, ("neurips", 2025): whole["neurips", 2025][:8]})
    first = covenue.crawl(server, "neurips-2025").edition("neurips-2025")
    server.serve_editions(whole)
    for moment, asked in (("2026-04-02T00:00:00Z", False), ("2025-12-20T00:00:00Z", True)):
        looked_at(covenue, "neurips-2025", moment)
        report = covenue.crawl(server, "neurips-2025").edition("neurips-2025")
        assert (report["status"], bool(report["requests"]), report["new"] > 0) == ("complete", asked, asked), moment
    assert report["crawled"] > first["crawled"]


def test_a_list_that_was_counted_is_not_read_again(server: MisbehavingServer, crawled_covenue: Covenue) -> None:
    looked_at(crawled_covenue, "icml-2019", "2019-08-01T00:00:00Z")
    assert crawled_covenue.crawl(server, "icml-2019").edition("icml-2019")["requests"] == 0
