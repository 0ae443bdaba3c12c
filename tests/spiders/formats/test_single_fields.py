"""One field of one entry that is missing, empty or of another type costs at most that entry, which is named, and never invents anything."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutations import answered

from spiders.editions import Edition
from spiders.formats import crossref, dblp, ecva, jmlr, ojs, openreview, pmlr, usenix
from spiders.formats.listing import Listing
from spiders.formats.markup import joined

FIXTURES = Path(__file__).parent / "fixtures"


def of(venue: str, year: int) -> Edition:
    return Edition(venue, year, lists=(), abstracts=())


def changed(fixture: str, before: str, after: str) -> bytes:
    """The fixture with one place of it changed."""
    text = (FIXTURES / fixture).read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1).encode()


def with_field(fixture: str, change: Callable[[Any], None]) -> bytes:
    """The JSON of a fixture after `change` had its way with it."""
    document = json.loads((FIXTURES / fixture).read_bytes())
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize("value", [None, ""])
def test_a_record_of_dblp_without_a_title_is_named(value: str | None) -> None:
    def untitled(document: Any) -> None:
        rows = document["results"]["bindings"]
        for row in rows:
            if row["paper"] == rows[0]["paper"]:
                row["title"]["value"] = value

    listing = dblp.sparql(answered(with_field("dblp_sparql.json", untitled)), of("mm", 2025))
    assert listing.spoilt == ["Entry 1 of dblp's contents has no title."]


def test_a_hit_of_dblp_without_a_title_is_named_and_the_next_page_is_asked_for_all_the_same() -> None:
    def untitled(document: Any) -> None:
        del document["result"]["hits"]["hit"][0]["info"]["title"]

    whole = dblp.search(answered((FIXTURES / "dblp_search.json").read_bytes()), of("mm", 2025))
    listing = dblp.search(answered(with_field("dblp_search.json", untitled)), of("mm", 2025))
    assert list(listing.spoilt) == ["Entry 1 of dblp's contents has no title."]
    assert (listing.next_page, listing.declared, listing.listed) == (whole.next_page, whole.declared, whole.listed)


@pytest.mark.parametrize("printed", [None, {}, {"date-parts": [[None]]}])
def test_an_article_whose_day_of_print_says_nothing_counts_by_its_day_online(printed: Any) -> None:
    article = {"DOI": "10.1/a", "title": ["A"], "volume": "7", "published-print": printed, "published-online": {"date-parts": [[2024, 5]]}}
    chosen = [crossref.of_journal_year(2024, printed=way)(article) for way in (True, False)]
    assert chosen == [False, True]


@pytest.mark.parametrize("value", [None, {"value": None}])
def test_a_note_that_does_not_say_whose_it_is_is_named_and_costs_no_other(value: Any) -> None:
    def silent(document: Any) -> None:
        document["notes"][0]["content"]["venueid"] = value

    whole = read_notes((FIXTURES / "openreview_v2_2024.json").read_bytes())
    listing = read_notes(with_field("openreview_v2_2024.json", silent))
    assert (len(listing.papers), list(listing.spoilt)) == (len(whole.papers) - 1, ["Note 1: it does not say its venueid."])


def read_notes(body: bytes) -> Listing:
    return openreview.notes(answered(body), of("iclr", 2024), group="ICLR.cc/2024/Conference")


def test_links_of_files_are_nobody_s_name() -> None:
    body = changed("ecva_list.html", "<dd>\nDi Fern</dd>\n", "")
    papers = ecva.papers(answered(body), of("eccv", 2024)).papers
    assert [paper.authors for paper in papers][:2] == [("Ada Quill", "Bo River Jr.", "Cy de la Stone"), ()]


def test_an_item_of_a_feed_without_a_title_is_named() -> None:
    text = (FIXTURES / "pmlr_feed.xml").read_text(encoding="utf-8")
    first = text.index("<title>", text.index("<item>"))
    body = text[:first] + text[text.index("</title>", first) + len("</title>") :]
    assert list(pmlr.feed(answered(body.encode()), of("icml", 2025)).spoilt) == ["Item 1 of the feed has no title."]


def test_an_author_without_a_name_is_none() -> None:
    body = changed("jmlr_paper.html", "Ada Quill", "")
    assert jmlr.paper(answered(body), of("jmlr", 2025)).papers[0].authors == ("Bo River",)


@pytest.mark.parametrize("href", ["", "  "])
def test_a_link_that_leads_nowhere_is_no_address(href: str) -> None:
    assert joined("https://www.usenix.org/conference/osdi25/technical-sessions", href) == ""
    issue = changed("ojs_issue.html", 'href="https://ojs.aaai.org/index.php/AAAI/article/view/36958"', f'href="{href}"')
    assert ojs.issue(answered(issue, "https://ojs.aaai.org/index.php/AAAI/issue/view/683"), of("aaai", 2026)).papers[0].url == ""
    sessions = changed("usenix_sessions.html", 'href="/conference/osdi25/presentation/quill"', f'href="{href}"')
    assert usenix.technical_sessions(answered(sessions), of("osdi", 2025)).papers[0].url == ""
