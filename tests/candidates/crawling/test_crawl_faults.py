"""What a crawl makes of sites that fail, turn it away or have changed: the right status, a message with a way out, nothing lost."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from covenue_command import SIX, Covenue, Outcome
from misbehaving import (
    PLACES,
    Fault,
    MisbehavingServer,
    Spoil,
    answered,
    anubis,
    cloudflare,
    cut,
    drifted,
    drop,
    empty_500,
    in_a_circle,
    latin_1,
    leading_to,
    login_page,
    made_up,
    misbehaving,
    mislabelled,
    no_indexes,
    openreview_challenge,
    poisoned,
    six_editions,
    slow,
    too_many,
    truncated,
    web_page,
)

from candidates.demo.exchange import Asked, Reply


@dataclass(frozen=True)
class Trouble:
    """A lasting fault of all places of an edition, and what the crawl has to say of it."""

    name: str
    edition: str
    spoil: Spoil
    status: str
    says: str
    remedy: str


# Those of a round meet different editions, so that one crawl shows them all.
ROUNDS = (
    (
        Trouble("an Anubis challenge with status 200", "iclr-2025", anubis, "blocked", "Anubis", "covenue import"),
        Trouble("a Cloudflare challenge", "mm-2025", cloudflare, "blocked", "Cloudflare", "covenue import"),
        Trouble("a login page", "neurips-2025", login_page, "blocked", "login page", "covenue import"),
        Trouble("an empty error page", "icml-2019", empty_500, "failed", "empty error page (500)", "again later"),
        Trouble("a drifted page", "ijcai-2019", drifted, "failed", "paper_wrapper", "covenue import"),
        Trouble("a quota for an hour", "aaai-2025", too_many("3600"), "blocked", "60 minutes", "wait"),
    ),
    (
        Trouble("a web page in place of JSON", "iclr-2025", web_page, "failed", "web page where JSON is due", "covenue import"),
        Trouble("drifted JSON", "mm-2025", drifted, "failed", "message", "covenue import"),
        Trouble("a drifted list", "neurips-2025", drifted, "failed", "authors", "covenue import"),
        Trouble("a drifted bibliography", "icml-2019", drifted, "failed", "", "covenue import"),
        Trouble("a circle of redirects", "ijcai-2019", in_a_circle, "failed", "circle", "again later"),
        Trouble("drifted XML", "aaai-2025", drifted, "failed", "", "covenue import"),
    ),
    (
        Trouble("connections that drop", "iclr-2025", drop, "failed", "iclr.cc broke off", "check the connection"),
        Trouble("a body cut off in the middle", "mm-2025", truncated, "failed", "broke off", "check the connection"),
        Trouble("a server that is down", "neurips-2025", answered(503), "failed", "error page (503)", "again later"),
        Trouble("a refusal", "icml-2019", answered(403), "blocked", "refuses", "covenue import"),
        Trouble("the challenge of OpenReview", "ijcai-2019", openreview_challenge, "blocked", "OpenReview's check", "covenue import"),
        Trouble("a quota without a time", "aaai-2025", answered(429), "blocked", "too often", "wait"),
    ),
)


@dataclass(frozen=True)
class Round:
    """A crawl of empty folder with all troubles of a round, a refresh of a full one, and a crawl of that after the sites healed."""

    fresh: Outcome
    refreshed: Outcome
    kept: list[str]
    healed: Outcome


@dataclass
class Rounds:
    """The rounds by number, each played when a test first asks for it: no test waits for all of them."""

    crawled: Path
    factory: pytest.TempPathFactory
    played: dict[int, Round] = field(default_factory=dict)

    def __getitem__(self, number: int) -> Round:
        if number not in self.played:
            self.played[number] = _played(ROUNDS[number], self.crawled, self.factory.mktemp(f"round{number}"))
        return self.played[number]


@pytest.fixture(scope="module")
def rounds(crawled: Path, tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    return Rounds(crawled, tmp_path_factory)


def _played(troubles: tuple[Trouble, ...], crawled: Path, folder: Path) -> Round:
    (folder / "full").mkdir()
    shutil.copy(crawled, folder / "full" / crawled.name)
    for project in (folder, folder / "full"):
        (project / "covenue.toml").touch()
    empty, full = Covenue(folder), Covenue(folder / "full")
    with misbehaving() as server:
        server.faults = [Fault(PLACES[trouble.edition], trouble.spoil) for trouble in troubles]
        with ThreadPoolExecutor() as pool:
            crawls = pool.submit(empty.crawl, server, *SIX), pool.submit(full.crawl, server, *SIX, "--refresh")
            fresh, refreshed = (crawl.result() for crawl in crawls)
        kept = sorted(paper["id"] for paper in full.papers())
        server.faults = []
        return Round(fresh, refreshed, kept, full.crawl(server, *SIX))


CASES = [pytest.param(number, trouble, id=trouble.name) for number, troubles in enumerate(ROUNDS) for trouble in troubles]


@pytest.mark.parametrize(("number", "trouble"), CASES)
def test_a_lasting_fault_is_named_with_a_remedy_and_never_counted_as_no_papers(rounds: Rounds, number: int, trouble: Trouble) -> None:
    report = rounds[number].fresh.edition(trouble.edition)
    assert (report["status"], report["crawled"]) == (trouble.status, 0)
    assert trouble.says in report["message"]
    assert trouble.remedy in report["message"]


@pytest.mark.parametrize(("number", "trouble"), CASES)
def test_a_refresh_that_fails_loses_no_stored_paper_and_the_next_crawl_heals(rounds: Rounds, number: int, trouble: Trouble) -> None:
    before, after = rounds[number].refreshed.edition(trouble.edition), rounds[number].healed.edition(trouble.edition)
    assert before["status"] == trouble.status
    assert before["crawled"] == after["crawled"] > 0
    assert (after["status"], after["new"]) == ("complete", 0)


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_faults_end_with_exit_code_3_and_without_a_traceback(rounds: Rounds, number: int, crawled: Path) -> None:
    played = rounds[number]
    assert (played.fresh.exit_code, played.refreshed.exit_code, played.healed.exit_code) == (3, 3, 0)
    assert "Traceback" not in played.fresh.err + played.refreshed.err
    assert len(played.kept) == len(Covenue(crawled.parent).papers())


def test_faults_that_pass_are_waited_out_within_the_crawl(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [
        Fault(PLACES["aaai-2025"], too_many("1"), times=1, after=3),
        Fault(PLACES["iclr-2025"], drop, times=2),
        Fault(PLACES["mm-2025"], truncated, times=1),
        Fault(PLACES["ijcai-2019"], answered(503), times=2, after=2),
        Fault(PLACES["neurips-2025"], slow(0.5)),
        no_indexes(),
    ]
    outcome = covenue.crawl(server, *SIX)
    assert outcome.exit_code == 0
    assert {report["status"] for report in outcome.json["editions"]} == {"complete"}
    # Each try counts as a request: two more than its five.
    assert outcome.edition("ijcai-2019")["requests"] == 9
    assert len(server.targets("iclr.cc")) == 3


def test_retry_after_is_waited_for(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(PLACES["iclr-2025"], too_many("2"), times=1)]
    outcome = covenue.crawl(server, "iclr-2025")
    assert outcome.exit_code == 0
    assert outcome.edition("iclr-2025")["seconds"] >= 2


def test_the_next_source_is_asked_when_one_is_blocked(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"^proceedings\.neurips\.cc/paper", cloudflare)]
    report = covenue.crawl(server, "neurips-2025").edition("neurips-2025")
    assert (report["status"], report["crawled"], report["sources"]) == ("complete", 8, ["virtual"])


def test_a_list_with_fewer_papers_than_it_declares_is_short(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"vol38-main-conference", cut(3)), Fault(r"^neurips\.cc", answered(404))]
    outcome = covenue.crawl(server, "neurips-2025")
    report = outcome.edition("neurips-2025")
    assert outcome.exit_code == 3
    assert (report["status"], report["declared"], report["crawled"]) == ("short", 8, 3)
    assert "5 of the entries it declares did not come" in report["message"]
    server.faults = []
    healed = covenue.crawl(server, "neurips-2025").edition("neurips-2025")
    assert (healed["status"], healed["crawled"], healed["new"]) == ("complete", 8, 5)


def test_a_record_that_the_server_cannot_serve_costs_no_other(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(r"ListRecords|GetRecord|resumptionToken", poisoned("1009"))]
    report = covenue.crawl(server, "aaai-2025").edition("aaai-2025")
    titles = {paper["title"] for paper in covenue.papers()}
    assert len(titles) == 19
    assert not any("Part 9:" in title for title in titles)
    assert report["status"] == "complete"
    assert "article/1009 cannot be served by its site" in report["message"]


def test_a_charset_that_is_declared_is_followed(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(PLACES["ijcai-2019"], latin_1)]
    assert covenue.crawl(server, "ijcai-2019").exit_code == 0
    papers = covenue.papers()
    assert all("Café" in paper["title"] for paper in papers)
    assert "Jérôme Müller" in {name for paper in papers for name in paper["authors"]}


def test_a_charset_that_is_wrongly_declared_stores_no_broken_letters(server: MisbehavingServer, covenue: Covenue) -> None:
    server.faults = [Fault(PLACES["iclr-2025"], mislabelled), Fault(PLACES["ijcai-2019"], mislabelled)]
    covenue.crawl(server, "iclr-2025", "ijcai-2019")
    assert not any("\N{REPLACEMENT CHARACTER}" in str(paper) for paper in covenue.papers())


def test_a_site_that_leads_to_another_year_gives_no_paper_of_that_year(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("neurips", 2025): made_up("neurips", 2025, 12), ("neurips", 2023): made_up("neurips", 2023, 30)})
    elsewhere = "https://proceedings.neurips.cc/paper_files/paper/2023"
    server.faults = [Fault(r"^proceedings\.neurips\.cc/paper_files/paper/2025$", leading_to(elsewhere))]
    report = covenue.crawl(server, "neurips-2025").edition("neurips-2025")
    assert (report["status"], report["crawled"]) == ("complete", 12)
    server.faults += [Fault(r"^neurips\.cc/static|dblp", answered(404))]
    report = covenue.crawl(server, "neurips-2025", "--database", "other.sqlite").edition("neurips-2025")
    assert (report["status"], report["crawled"]) == ("blocked", 0)  # by OpenReview, which needs a login
    assert f"to {elsewhere}, which is of another edition" in report["message"]


def test_an_edition_that_no_source_has_yet_is_no_fault(server: MisbehavingServer, covenue: Covenue) -> None:
    outcome = covenue.crawl(server, "neurips-2026")
    assert outcome.exit_code == 0
    report = outcome.edition("neurips-2026")
    assert (report["status"], report["crawled"], report["declared"]) == ("not-published", 0, None)
    assert report["message"].startswith("no source lists papers of neurips-2026 yet; openreview: OpenReview needs a login; set ")


def test_a_list_far_below_the_count_of_others_is_short(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({key: papers[:600] for key, papers in six_editions().items()})
    server.faults = [Fault(r"^icml\.cc", answered(404))]
    report = covenue.crawl(server, "icml-2019").edition("icml-2019")
    assert (report["status"], report["crawled"]) == ("short", 600)
    assert "only 600 papers, where 720 were counted" in report["message"]


def untitled(entries: int) -> Spoil:
    """IJCAI's list with so many titles of it empty."""

    def spoil(asked: Asked, reply: Reply) -> Reply:
        return replace(reply, body=re.sub(rb'(<div class="title">)[^<]*', rb"\1", reply.body, count=entries))

    return spoil


def test_a_list_of_which_a_part_cannot_be_read_is_short_and_asked_for_again(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("ijcai", 2019): made_up("ijcai", 2019, 12)})
    others = Fault(r"crossref|semanticscholar|openalex|dblp", answered(404))
    server.faults = [others, Fault(r"^www\.ijcai\.org/proceedings/2019/$", untitled(6))]
    report = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (report["status"], report["crawled"]) == ("short", 6)
    assert "ijcai: 6 of 12 entries could not be read (the site may have changed; please report it)" in report["message"]
    assert "Entry 3 of the list of the proceedings has no title; and 3 more of this kind" in report["message"]
    assert covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")["status"] == "short"
    server.faults = [others]
    report = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (report["status"], report["crawled"], report["message"]) == ("complete", 12, "")


def test_single_entries_that_cannot_be_read_are_told_and_cost_no_other(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("ijcai", 2019): made_up("ijcai", 2019, 12)})
    server.faults = [no_indexes(), Fault(r"^www\.ijcai\.org/proceedings/2019/$", untitled(1))]
    report = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (report["status"], report["crawled"]) == ("complete", 11)
    assert report["message"] == "Entry 1 of the list of the proceedings has no title"


def test_pages_that_are_all_gone_at_once_are_asked_for_again_and_single_ones_are_not(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("ijcai", 2019): made_up("ijcai", 2019, 12)})
    a_page = r"^www\.ijcai\.org/proceedings/2019/\d+"
    server.faults = [Fault(r"semanticscholar|openalex", answered(404)), Fault(a_page, answered(404))]
    report = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 0)
    assert "www.ijcai.org has none of 5 pages in a row" in report["message"]
    assert "12 pages could not be read; run the same command again" in report["message"]
    server.faults = [Fault(r"semanticscholar|openalex", answered(404)), Fault(a_page, answered(404), after=4, times=2)]
    report = covenue.crawl(server, "ijcai-2019").edition("ijcai-2019")
    assert (report["abstracts"], report["message"]) == (10, "")
    before = len(server.log)
    covenue.crawl(server, "ijcai-2019")
    assert len(server.log) == before


def listed_by_dblp(asked: Asked, _reply: Reply) -> Reply:
    """The papers of `made_up` as dblp's SPARQL service tells them: without abstracts."""
    names = {"paper": "https://dblp.org/rec/{}", "title": "{}.", "ord": "1", "name": "Ann Baker"}
    titles = [paper.title for paper in made_up("neurips", 2025, 12)] if "neurips2025" in str(asked.query) else []
    rows = [{name: {"value": text.format(title)} for name, text in names.items()} for title in titles]
    return Reply(json.dumps({"results": {"bindings": rows}}).encode(), content_type="application/json")


def test_abstracts_of_a_site_that_turned_us_away_are_asked_for_by_the_next_run(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("neurips", 2025): made_up("neurips", 2025, 12), ("aaai", 2021): made_up("aaai", 2021, 12)})
    away = Fault(r"neurips\.cc/(?!robots)|/AAAI/oai|semanticscholar|openalex", answered(403))
    server.faults = [away, Fault("sparql.dblp.org", listed_by_dblp)]
    outcome = covenue.crawl(server, "neurips-2025", "aaai-2021")
    for edition, host in (("neurips-2025", "proceedings.neurips.cc"), ("aaai-2021", "ojs.aaai.org")):
        report = outcome.edition(edition)
        assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 0)
        assert f"{host} refuses to answer (403)" in report["message"]
        assert "some abstracts could not be asked for; run the same command again" in report["message"]
    server.faults = []
    outcome = covenue.crawl(server, "neurips-2025", "aaai-2021")
    assert [(each["abstracts"], each["message"]) for each in outcome.json["editions"]] == [(12, ""), (12, "")]
    before = len(server.log)
    covenue.crawl(server, "neurips-2025", "aaai-2021")
    assert len(server.log) == before
