"""OJS pages: what is refused, and the corners of the archive."""

import pytest
from mutations import FIXTURES, answered

from spiders.editions import Edition
from spiders.formats import ojs
from spiders.formats.listing import FormatError
from spiders.formats.ojs import article_number

EDITION = Edition("aaai", 2026, lists=(), abstracts=())
ARCHIVE = (FIXTURES / "ojs_archive.html").read_bytes()
ISSUE = (FIXTURES / "ojs_issue.html").read_bytes()
ARTICLE = (FIXTURES / "ojs_article_without_metas.html").read_bytes()
CHALLENGE = b"<!DOCTYPE html><html><head><title>Making sure you're not a bot!</title></head><body></body></html>"


@pytest.mark.parametrize("body", [b"", b"plain text", CHALLENGE, ISSUE.replace(b'class="', b'class="x-')])
def test_pages_of_another_layout_are_refused(body: bytes) -> None:
    with pytest.raises(FormatError) as archive:
        ojs.archive(answered(body))
    with pytest.raises(FormatError) as issue:
        ojs.issue(answered(body), EDITION)
    with pytest.raises(FormatError) as article:
        ojs.article(answered(body), EDITION)
    assert {archive.value.kind, issue.value.kind, article.value.kind} == {"layout"}


def test_archive_page_behind_the_last_one_is_empty() -> None:
    body = b'<html><body><div class="page page_issue_archive"><h1>Archives</h1><p>There are no issues here.</p></div></body></html>'
    archive = ojs.archive(answered(body))
    assert (list(archive.issues), archive.next_page) == ([], "")


def test_last_page_of_the_archive_has_no_next_page() -> None:
    assert ojs.archive(answered(ARCHIVE.replace(b'class="next"', b'class="prev"'))).next_page == ""


def test_article_without_a_title_does_not_cost_the_issue() -> None:
    body = ISSUE.replace(b'href="https://ojs.aaai.org/index.php/AAAI/article/view/36959"', b"")
    listing = ojs.issue(answered(body), EDITION)
    assert len(listing.papers) == 1
    assert listing.listed == 2
    assert "Article 2" in listing.spoilt[0]


def test_page_swollen_beyond_any_real_one_is_refused_before_beautiful_soup_reads_it() -> None:
    with pytest.raises(FormatError) as caught:
        ojs.article(answered(ARTICLE.replace(b"A second one", b"<b>" * 50_000)), EDITION)
    assert caught.value.kind == "size"


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://ojs.aaai.org/index.php/AAAI/article/view/36958", "36958"),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/36958/40920", "36958"),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/1678-1679", "1678-1679"),
        ("https://ojs.aaai.org/index.php/AAAI/issue/view/683", ""),
    ],
)
def test_article_number_is_read_from_its_address(url: str, number: str) -> None:
    assert article_number(url) == number
