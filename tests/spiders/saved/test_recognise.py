"""A saved file is known by its content, read by the right parser, or refused with what to do instead."""

import json
from pathlib import Path

import pytest

from spiders.editions import Edition, own_table
from spiders.formats.listing import FormatError
from spiders.saved.recognise import ABSTRACTS_APART, read_saved, recognise

FIXTURES = Path(__file__).parents[1] / "formats" / "fixtures"


def saved(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def of(name: str) -> Edition:
    """The edition of the table; for years before it, one that nobody publishes."""
    venue, _, year = name.partition("-")
    return own_table().venues[venue].editions.get(int(year)) or Edition(venue, int(year), lists=(), abstracts=())


@pytest.mark.parametrize(
    ("fixture", "edition", "papers"),
    [
        ("pmlr_bibliography.bib", "icml-2025", 2),
        ("pmlr_bibliography_editors.bib", "icml-2025", 2),
        ("pmlr_citeproc.yaml", "icml-2026", 2),
        ("pmlr_feed.xml", "icml-2025", 2),
        ("pmlr_volume.html", "icml-2025", 2),
        ("pmlr_volume_sections.html", "icml-2013", 2),
        ("pmlr_paper.html", "icml-2024", 1),
        ("papers_app_book.html", "neurips-2025", 4),
        ("papers_app_book_old.html", "neurips-2020", 2),
        ("papers_app_datasets_2021.html", "neurips-2021", 2),
        ("papers_app_abstract.html", "neurips-2024", 1),
        ("papers_app_abstract_old.html", "neurips-2020", 1),
        ("papers_app_abstract_round.html", "neurips-2021", 1),
        ("ijcai_list.html", "ijcai-2025", 3),
        ("ijcai_paper.html", "ijcai-2025", 1),
        ("ijcai_accepted.html", "ijcai-2026", 2),
        ("crossref_works.json", "mm-2025", 2),
        ("dblp_sparql.json", "mm-2025", 2),
        ("dblp_contents.xml", "mm-2025", 1),
        ("dblp_search.json", "mm-2025", 2),
        ("saved.bib", "mm-2025", 3),
        ("saved.csv", "mm-2025", 2),
        ("saved_semicolon.csv", "mm-2025", 1),
        ("records.json", "mm-2025", 1),
        ("records.jsonl", "mm-2025", 2),
        ("oai_records.xml", "aaai-2025", None),
        ("ojs_issue.html", "aaai-2026", None),
        ("ojs_article.html", "aaai-2023", 1),
        ("openreview_v2_2024.json", "iclr-2024", None),
        ("openreview_v1_2022.json", "iclr-2022", None),
        ("virtual_2025.json", "neurips-2025", None),
        ("virtual_list.html", "icml-2026", None),
        ("virtual_poster.html", "icml-2026", 1),
        ("cvf_list.html", "cvpr-2025", 2),
        ("cvf_paper.html", "cvpr-2025", 1),
        ("ecva_list.html", "eccv-2024", 3),
        ("ecva_paper.html", "eccv-2024", 1),
        ("anthology_event.html", "acl-2025", None),
        ("anthology_collection.xml", "acl-2025", None),
        ("jmlr_volume.html", "jmlr-2025", None),
        ("jmlr_paper.html", "jmlr-2025", 1),
        ("usenix_sessions.html", "osdi-2025", None),
        ("sigops_accepted.html", "sosp-2025", None),
        ("crossref_journal.json", "tnnls-2024", None),
    ],
)
def test_a_saved_file_is_read_whatever_its_name(fixture: str, edition: str, papers: int | None) -> None:
    listing = read_saved(saved(fixture), edition=of(edition))
    assert listing.papers
    assert papers is None or len(listing.papers) == papers
    assert {paper.edition for paper in listing.papers} == {edition}
    assert not listing.next_page


CHALLENGE = b"<!DOCTYPE html><html><head><title>%b</title></head><body>%b</body></html>"


@pytest.mark.parametrize(
    ("body", "seems", "remedy"),
    [
        (CHALLENGE % (b"Making sure you&#39;re not a bot!", b""), "Anubis", "in a browser"),
        (CHALLENGE % (b"Just a moment...", b""), "Cloudflare", "in a browser"),
        (CHALLENGE % (b"Verifying your browser | OpenReview", b""), "OpenReview", "in a browser"),
        (b'{"name":"ChallengeRequiredError","message":"Challenge verification required"}', "OpenReview", "Log in"),
        (CHALLENGE % (b"Log in | Somewhere", b'<input type="password" name="p">'), "login page", "Log in"),
        (saved("pmlr_index.html"), "index of PMLR", "Open the volume"),
        (saved("papers_app_index.html"), "index", "Open the list of the year"),
        (saved("ojs_archive.html"), "archive", "Open each issue"),
        (saved("cvf_menu.html"), "menu", "All Papers"),
        (saved("openalex.json"), "OpenAlex", "list of papers"),
        (saved("semanticscholar.json"), "Semantic Scholar", "list of papers"),
        (saved("virtual_abstracts.json"), "without titles", "orals-posters.json"),
        (CHALLENGE % (b"MM 25", b'<a href="https://dl.acm.org/doi/10.1145/1">x</a>'), "ACM Digital Library", "BibTeX"),
        (b"%PDF-1.7 binary", "PDF", "Accepted are"),
        (b"PK\x03\x04xl/workbook.xml", "workbook", "CSV"),
        (b'{"error":"Paper with id 0 not found"}', "error message", "Accepted are"),
        (b"Dear editor,\nhere is my list.", "no known format", "Accepted are"),
        (b"<html><body>Hello</body></html>", "no known format", "Accepted are"),
        (b" \n\t ", "empty", "Accepted are"),
    ],
)
def test_what_holds_no_papers_is_named_with_what_to_do(body: bytes, seems: str, remedy: str) -> None:
    with pytest.raises(FormatError) as problem:
        read_saved(body, edition=of("icml-2025"))
    assert seems in str(problem.value)
    assert remedy in str(problem.value)


def test_a_byte_order_mark_hides_no_format() -> None:
    assert recognise(b"\xef\xbb\xbf" + saved("crossref_works.json")).name == "works of Crossref"
    assert recognise("Title\tAuthors\nÜber\tAna López\n".encode("utf-16")).name == "a table"


def test_a_list_says_which_format_it_is_although_its_papers_quote_others() -> None:
    record = {"title": 'Parsing "notes": [ and @inproceedings{x, by hand', "abstract": '"results": ["eventtype"]'}
    assert recognise(json.dumps([record]).encode()).name == "a list of papers"


def test_abstracts_saved_apart_complete_the_list_of_the_same_site() -> None:
    assert recognise(saved("virtual_abstracts.json")) is ABSTRACTS_APART
    alone = read_saved(saved("virtual_2026.json"), edition=of("icml-2026"))
    events = json.loads(saved("virtual_2026.json"))["results"]
    abstracts = {str(event["id"]): "An abstract of more than twenty-five letters." for event in events}
    together = read_saved(saved("virtual_2026.json"), edition=of("icml-2026"), abstracts=abstracts)
    assert [paper.title for paper in together.papers] == [paper.title for paper in alone.papers]
    assert all(paper.abstract for paper in together.papers)


def test_a_file_of_a_source_that_does_not_publish_the_edition_is_refused() -> None:
    with pytest.raises(FormatError, match="crossref"):
        read_saved(saved("crossref_works.json"), edition=of("neurips-2025"))


def test_a_file_of_another_edition_is_no_empty_edition() -> None:
    with pytest.raises(FormatError, match="none of its 3 entries is a paper of aaai-2001"):
        read_saved(saved("oai_records.xml"), edition=of("aaai-2001"))
    with pytest.raises(FormatError, match="no entry"):
        read_saved(saved("dblp_search_nothing.json"), edition=of("mm-2025"))


@pytest.mark.parametrize(
    ("fixture", "edition"),
    [
        ("cvf_list.html", "cvpr-2023"),
        ("cvf_list.html", "iccv-2025"),
        ("ecva_list.html", "eccv-2022"),
        ("ecva_list.html", "cvpr-2024"),
        ("ecva_paper.html", "eccv-2022"),
        ("anthology_event.html", "acl-2023"),
        ("anthology_collection.xml", "acl-2023"),
        ("anthology_collection.xml", "jmlr-2025"),
        ("jmlr_volume.html", "jmlr-2022"),
        ("usenix_sessions.html", "osdi-2023"),
        ("usenix_sessions.html", "nsdi-2025"),
        ("crossref_journal.json", "tnnls-2020"),
    ],
)
def test_a_page_of_another_year_or_venue_is_refused(fixture: str, edition: str) -> None:
    with pytest.raises(FormatError):
        read_saved(saved(fixture), edition=of(edition))


def test_the_findings_of_two_conferences_in_one_file_are_told_apart() -> None:
    of_acl = read_saved(saved("anthology_collection.xml"), edition=of("acl-2025")).papers
    assert {paper.track for paper in of_acl} == {"findings-acl"}
    with pytest.raises(FormatError, match="no paper in the volumes emnlp"):
        read_saved(saved("anthology_collection.xml"), edition=of("emnlp-2025"))


def test_the_links_of_a_saved_list_lead_to_the_site_of_the_venue_and_to_none_where_nobody_knows_it() -> None:
    page = b'<html><body><ul><li><a href="/virtual/2024/poster/7">Seeing With Spikes</a></li></ul></body></html>'
    assert [paper.url for paper in read_saved(page, edition=of("eccv-2024")).papers] == ["https://eccv.ecva.net/virtual/2024/poster/7"]
    assert [paper.url for paper in read_saved(page, edition=of("cvpr-2024")).papers] == [""]


def test_works_of_any_volume_of_an_edition_are_taken() -> None:
    work = {"DOI": "10.1145/3676641.1", "title": ["Seeing With Spikes"], "type": "proceedings-article"}
    answer = {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [work]}}
    assert len(read_saved(json.dumps(answer).encode(), edition=of("asplos-2025")).papers) == 1
