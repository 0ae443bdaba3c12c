"""Editions on the platforms of journals and systems venues, crawled as a person does: several places, places that do not exist, years
without an edition, and what stands beside the papers.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from covenue_command import Covenue, Outcome

from candidates.demo.exchange import Asked, Reply, html_reply, json_reply
from candidates.demo.server import StandInServer, running

TABLE = """
[two]
name = "TWO"
lists = ["crossref"]
[two.editions]
2021 = { crossref = ["10.1145/1111111", "container:2021 Symposium on Two"] }
2022 = { crossref = ["10.1145/1111111", "10.1145/2222222"] }
2023 = { crossref = "10.1145/2222222" }
2020 = { crossref = ["10.1145/1111111", "10.1145/3333333"] }
2019 = { crossref = "container:2021 Symposium on One, Two and Three" }

[volume]
name = "VOLUME"
lists = ["jmlr", "crossref"]
abstracts = ["jmlr"]
[volume.editions]
2021 = { jmlr = "https://jmlr.org/papers/v22/" }
2023 = { jmlr = "https://jmlr.org/papers/v24/", crossref = "10.1145/2222222" }

[sessions]
name = "SESSIONS"
lists = ["usenix"]
abstracts = ["usenix"]
[sessions.editions]
2025 = { usenix = "https://www.usenix.org/conference/osdi25/technical-sessions" }
2026 = { usenix = "https://www.usenix.org/conference/osdi26/technical-sessions" }
"""
FIXTURES = Path(__file__).parents[2] / "spiders" / "formats" / "fixtures"
JMLR_VOLUME = """<dl><dt>Sorted Spikes</dt><dd><b><i>Ada Quill</i></b>; (1):1&minus;9, 2021. (Machine Learning Open Source Software Paper)
<br>[<a href='/papers/v22/20-001.html'>abs</a>]<dt>Standing Spikes</dt><dd><b><i>Bo River</i></b>; (2):1&minus;9, 2021.
<br>[<a href='/papers/v22/20-002.html'>abs</a>]</dl>"""
JMLR_PAGE = """<html><head><meta name="citation_title" content="{title}"></head><body>{notice}<h3>Abstract</h3>
<p class="abstract">What can be said of {title} in one sentence.</p></body></html>"""
RETRACTED = "<h3 style='color: red'> This paper has been retracted. </h3>"
PAGES: Mapping[str, str] = {
    "jmlr.org/papers/v22/": JMLR_VOLUME,
    "jmlr.org/papers/v22/20-001.html": JMLR_PAGE.format(title="Sorted Spikes", notice=RETRACTED),
    "jmlr.org/papers/v22/20-002.html": JMLR_PAGE.format(title="Standing Spikes", notice=""),
    "www.usenix.org/conference/osdi25/technical-sessions": (FIXTURES / "usenix_sessions.html").read_text(encoding="utf-8"),
}


def work(number: int, doi: str, container: str) -> dict[str, object]:
    return {
        "DOI": f"{doi}.{number}",
        "type": "proceedings-article",
        "title": [f"On Part {number} of {container}"],
        "author": [{"given": "Ada", "family": "Quill"}],
        "container-title": [container],
        "published": {"date-parts": [[2021, 6, 1]]},
    }


ACM = [work(number, "10.1145/1111111", "Proceedings of Two") for number in range(1, 4)]
# Published on the same day as the first volume, and so found by the same question.
SECOND = [work(number, "10.1145/3333333", "Proceedings of Two, Volume 2") for number in range(1, 6)]
COMMAS = [work(number, "10.1109/three.2021", "2021 Symposium on One, Two and Three") for number in range(1, 3)]
IEEE = [work(number, "10.1109/two1.2021", "2021 Symposium on Two") for number in range(1, 3)]


def answer(asked: Asked) -> Reply:
    if asked.host == "api.crossref.org" and asked.path == "/works":
        if " Two and Three" in asked.query.get("filter", ""):
            return json_reply(
                {"status": "failed", "message": [{"message": "Filter  Two and Three specified but there is no such filter"}]}, 400
            )
        found = IEEE if "container-title" in asked.query.get("filter", "") else [*ACM, *SECOND]
        if "query.container-title" in asked.query:
            found = [*COMMAS, *ACM]
        return json_reply({"status": "ok", "message": {"total-results": len(found), "items": found, "next-cursor": "next"}})
    if asked.host == "api.crossref.org" and asked.path in ("/works/10.1145/1111111", "/works/10.1145/3333333"):
        volume = {
            "DOI": asked.path.removeprefix("/works/"),
            "type": "proceedings",
            "title": ["Two"],
            "published": {"date-parts": [[2021, 6, 1]]},
        }
        return json_reply({"status": "ok", "message": volume})
    if "osdi26" in asked.path:
        return Reply(
            b"", content_type="text/html", status=301, headers={"Location": "https://www.usenix.org/conference/osdi25/technical-sessions"}
        )
    page = PAGES.get(f"{asked.host}{asked.path}")
    return html_reply("<html><body>Nothing here</body></html>", 404) if page is None else html_reply(page)


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    with running(StandInServer(answer)) as address:
        yield address


@pytest.fixture
def own(covenue: Covenue) -> Covenue:
    (covenue.folder / "covenue.toml").write_text('editions = "mine.toml"\n', encoding="utf-8")
    (covenue.folder / "mine.toml").write_text(TABLE, encoding="utf-8")
    return covenue


def crawl(covenue: Covenue, mirror: str, *words: str) -> Outcome:
    return covenue.run("crawl", *words, "--mirror", mirror, "--delay", "0", "--no-screen")


@pytest.mark.parametrize(
    ("edition", "remedy"),
    [
        ("icml-2021", "check the place in the table of editions (docs/extending.md), or whether the site has moved it"),
        ("icml-2019", "the site has changed; please report it, and use `covenue import` with a saved page meanwhile"),
    ],
)
def test_a_wrong_volume_in_a_table_of_one_s_own_is_not_blamed_on_the_site(own: Covenue, mirror: str, edition: str, remedy: str) -> None:
    lines = "[icml.editions]\n2021 = { pmlr = 'v9999', virtual = false, openreview = false, dblp = false }\n"
    (own.folder / "mine.toml").write_text(lines, encoding="utf-8")
    outcome = crawl(own, mirror, edition, "--json")
    assert outcome.edition(edition)["message"].endswith(f"; {remedy}")


@pytest.mark.parametrize(
    ("edition", "table"),
    [("aij-2021", "[aij]\nlists = ['dblp']\n"), ("tpami-2021", "[tpami.editions]\n2021 = { crossref = false, dblp = false }\n")],
)
def test_an_edition_that_no_source_lists_is_refused_with_the_remedy(own: Covenue, mirror: str, edition: str, table: str) -> None:
    (own.folder / "mine.toml").write_text(table, encoding="utf-8")
    outcome = crawl(own, mirror, edition)
    assert outcome.exit_code == 1
    assert f"{edition}: the table of editions names no source that lists it; add one to its `lists` and its line." in outcome.err


def test_an_edition_of_two_publishers_is_whole_when_both_were_read_and_short_while_one_is_missing(own: Covenue, mirror: str) -> None:
    outcome = crawl(own, mirror, "two-2021", "two-2022", "two-2023", "--json")
    whole, part, nothing = (outcome.edition(f"two-{year}") for year in (2021, 2022, 2023))
    assert (whole["status"], whole["crawled"]) == ("complete", 5)
    assert (part["status"], part["crawled"]) == ("short", 3)
    assert "Crossref has no volume https://api.crossref.org/works/10.1145/2222222" in part["message"]
    assert (nothing["status"], nothing["crawled"]) == ("failed", 0)
    assert "https://api.crossref.org/works/10.1145/2222222" in nothing["message"]
    assert "check the place in the table of editions" in nothing["message"]
    assert outcome.exit_code == 3


def test_volumes_that_were_published_on_one_day_are_all_read(own: Covenue, mirror: str) -> None:
    whole = crawl(own, mirror, "two-2020", "--json").edition("two-2020")
    assert (whole["status"], whole["crawled"]) == ("complete", len(ACM) + len(SECOND))


def test_a_container_with_a_comma_in_its_title_is_found(own: Covenue, mirror: str) -> None:
    found = crawl(own, mirror, "two-2019", "--json").edition("two-2019")
    assert (found["status"], found["crawled"]) == ("complete", len(COMMAS))


def test_a_page_that_does_not_exist_is_told_with_its_address_and_is_no_edition_to_come(own: Covenue, mirror: str) -> None:
    report = crawl(own, mirror, "volume-2023", "--json").edition("volume-2023")
    assert report["status"] == "failed"
    assert "https://jmlr.org/papers/v24/" in report["message"]
    assert "yet" not in report["message"]


def test_a_year_in_which_a_venue_is_not_held_is_said_and_nobody_is_asked(own: Covenue, mirror: str) -> None:
    outcome = crawl(own, mirror, "iccv-2022", "--json")
    report = outcome.edition("iccv-2022")
    assert (outcome.exit_code, report["status"], report["requests"]) == (0, "not-published", 0)
    assert report["message"] == "iccv-2022 does not take place: ICCV is held in odd years"


def test_a_retracted_paper_is_told_whatever_track_the_list_gave_it_and_accepting_it_says_so(own: Covenue, mirror: str) -> None:
    assert crawl(own, mirror, "volume-2021").exit_code == 0
    papers = {paper["title"]: paper for paper in own.papers()}
    assert {title: paper["track"] for title, paper in papers.items()} == {"Sorted Spikes": "Retracted", "Standing Spikes": ""}
    assert "told as retracted" in own.run("accept", papers["Sorted Spikes"]["id"]).err
    assert "told as" not in own.run("accept", papers["Standing Spikes"]["id"]).err


def test_keynotes_are_no_papers_a_share_without_abstract_is_told_and_another_edition_is_not_taken_for_this_one(
    own: Covenue, mirror: str
) -> None:
    outcome = crawl(own, mirror, "sessions-2025", "sessions-2026")
    assert "sessions-2025 complete 2 2 1 (50 %)" in " ".join(outcome.out.split())
    assert {paper["title"] for paper in own.papers()} == {"Memory over CXL", "Alone"}
    assert "which is another edition" in outcome.err or "no source lists papers of sessions-2026 yet" in outcome.err
