"""What is not its format ends in a typed error and never in an empty list; what a service refuses is told in its own words."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mutations import answered

from spiders.editions import Edition
from spiders.formats import (
    acl_anthology,
    crossref,
    cvf,
    dblp,
    ijcai,
    jmlr,
    openalex,
    pmlr,
    proceedings_app,
    semanticscholar,
    sigops,
    usenix,
)
from spiders.formats.listing import FormatError, Listing
from spiders.guard import Answer
from spiders.saved import bibtex, csv_table, json_lists

FIXTURES = Path(__file__).parent / "fixtures"
Reader = Callable[..., Listing]

MM = Edition("mm", 2025, lists=(), abstracts=())


def saved(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def crossref_works(answer: Answer, edition: Edition = MM) -> Listing:
    return crossref.works(answer, edition, volume="10.1145/3746027", rows=1000)


def renamed(body: bytes) -> bytes:
    """The same answer after a redesign: other classes, ids, metas, keys and fields."""
    body = re.sub(rb'\b(class|id)="([^"]*)"', rb'\1="x-\2"', body)
    body = re.sub(rb'(<meta\s+name=")', rb"\1x_", body)
    body = re.sub(rb'"(\w+)":', rb'"x_\1":', body)
    body = re.sub(rb"(?m)^@\w+\{", b"@Entry{", body)
    body = re.sub(rb"(?m)^([ \t-]*)([A-Za-z]\w*)([ \t]*[=:])", rb"\1x_\2\3", body)
    body = re.sub(rb"(</?)(inproceedings|item)", rb"\1x\2", body)
    return body.replace(b'title="paper title"', b'title="x paper"').replace(b"Title", b"Heading")


@pytest.mark.parametrize(
    ("read", "fixture"),
    [
        (pmlr.bibliography, "pmlr_bibliography.bib"),
        (pmlr.citeproc, "pmlr_citeproc.yaml"),
        (pmlr.feed, "pmlr_feed.xml"),
        (pmlr.volume, "pmlr_volume.html"),
        (pmlr.paper, "pmlr_paper.html"),
        (proceedings_app.book, "papers_app_book.html"),
        (proceedings_app.abstract_page, "papers_app_abstract.html"),
        (ijcai.proceedings, "ijcai_list.html"),
        (ijcai.paper, "ijcai_paper.html"),
        (ijcai.accepted, "ijcai_accepted.html"),
        (crossref_works, "crossref_works.json"),
        (dblp.sparql, "dblp_sparql.json"),
        (dblp.contents, "dblp_contents.xml"),
        (dblp.search, "dblp_search.json"),
        (csv_table.rows, "saved_semicolon.csv"),
        (json_lists.papers, "records.json"),
    ],
)
def test_a_changed_layout_is_an_error_of_kind_layout(read: Reader, fixture: str) -> None:
    with pytest.raises(FormatError) as problem:
        read(answered(renamed(saved(fixture))), MM)
    assert problem.value.kind == "layout"


EVERY = [
    pmlr.bibliography,
    pmlr.citeproc,
    pmlr.feed,
    pmlr.volume,
    pmlr.paper,
    proceedings_app.book,
    proceedings_app.abstract_page,
    ijcai.proceedings,
    ijcai.paper,
    ijcai.accepted,
    cvf.papers,
    cvf.paper,
    acl_anthology.event,
    acl_anthology.collection,
    jmlr.volume,
    jmlr.paper,
    usenix.technical_sessions,
    sigops.accepted,
    crossref_works,
    dblp.sparql,
    dblp.contents,
    dblp.search,
    bibtex.entries,
    csv_table.rows,
    json_lists.papers,
]


@pytest.mark.parametrize("read", EVERY)
@pytest.mark.parametrize("body", [b"", b"<html><body>Hello</body></html>", b"[]", b"{}", b"\x00\xff", b"Service unavailable"])
def test_what_is_no_such_answer_is_a_format_error(read: Reader, body: bytes) -> None:
    with pytest.raises(FormatError):
        read(answered(body), MM)


@pytest.mark.parametrize(
    ("read", "fixture"),
    [
        (pmlr.bibliography, "pmlr_bibliography.bib"),
        (pmlr.feed, "pmlr_feed.xml"),
        (crossref_works, "crossref_works.json"),
        (dblp.sparql, "dblp_sparql.json"),
        (dblp.contents, "dblp_contents.xml"),
    ],
)
def test_an_answer_cut_in_the_middle_is_an_error_of_kind_truncated(read: Reader, fixture: str) -> None:
    body = saved(fixture)
    with pytest.raises(FormatError) as problem:
        read(answered(body[: len(body) * 6 // 10]), MM)
    assert problem.value.kind == "truncated"


@pytest.mark.parametrize("read", [pmlr.bibliography, proceedings_app.book, ijcai.proceedings, dblp.contents, bibtex.entries])
def test_letters_in_another_charset_than_declared_are_an_error_and_not_other_letters(read: Reader) -> None:
    with pytest.raises(FormatError) as problem:
        read(answered('@article{a, title = "Brönsted"}<html>Ž'.encode("iso-8859-2"), charset="utf-8"), MM)
    assert problem.value.kind == "charset"


@pytest.mark.parametrize("named", ["\0", "no-such-charset", "a" * 9_999])
def test_a_header_that_names_no_charset_at_all_leaves_the_answer_as_it_is(named: str) -> None:
    listing = pmlr.bibliography(answered(saved("pmlr_bibliography.bib"), charset=named), MM)
    assert listing.papers == pmlr.bibliography(answered(saved("pmlr_bibliography.bib")), MM).papers


def test_an_xml_answer_with_entities_of_its_own_is_refused() -> None:
    bomb = b'<!DOCTYPE bht [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><bht><inproceedings><title>&b;</title></inproceedings></bht>'
    with pytest.raises(FormatError, match="entities of its own"):
        dblp.contents(answered(bomb), MM)


def test_crossref_and_the_indexes_refuse_in_their_own_words() -> None:
    failed = {"status": "failed", "message-type": "validation-failure", "message": [{"message": "Cursor specified is not valid"}]}
    with pytest.raises(FormatError, match="Cursor specified is not valid") as problem:
        crossref_works(answered(json.dumps(failed).encode()))
    assert problem.value.kind == "protocol"
    with pytest.raises(FormatError, match="Insufficient budget") as problem:
        openalex.abstracts(answered(b'{"error": "Rate limit exceeded", "message": "Insufficient budget. Please provide an api_key."}'))
    assert problem.value.kind == "protocol"
    with pytest.raises(FormatError, match="Too Many Requests") as problem:
        semanticscholar.abstracts(answered(b'{"message": "Too Many Requests. Please wait.", "code": "429"}'), dois=["10.1/a"])
    assert problem.value.kind == "protocol"


def test_a_batch_with_fewer_entries_than_asked_for_gives_no_paper_the_abstract_of_another() -> None:
    with pytest.raises(FormatError, match="3 entries for 4 DOIs"):
        semanticscholar.abstracts(answered(saved("semanticscholar.json")), dois=["10.1/a", "10.1/b", "10.1/c", "10.1/d"])


def test_a_page_of_crossref_with_fewer_works_than_asked_for_is_the_last_one() -> None:
    assert crossref_works(answered(saved("crossref_works.json"))).next_page == ""
    five = crossref.works(answered(saved("crossref_works.json")), MM, volume="10.1145/3746027", rows=5)
    assert five.next_page == "DnF1ZXJ5VGhlbkZldGNo"


def test_a_volume_may_be_named_by_the_beginning_of_its_dois() -> None:
    body = saved("crossref_works.json").replace(b"10.1145\\/3746027.37540", b"10.1609\\/aaai.v39i1.")
    found = crossref.works(answered(body), Edition("aaai", 2025, lists=(), abstracts=()), volume="10.1609/aaai.v39i", rows=1000)
    assert [paper.doi for paper in found.papers] == ["10.1609/aaai.v39i1.01", "10.1609/aaai.v39i1.02"]


def test_a_workshop_volume_is_not_the_conference_although_it_names_it() -> None:
    index = saved("pmlr_index.html")
    assert pmlr.volume_of(answered(index), conference="ICML", year=2024) == 235
    assert pmlr.volume_of(answered(index), conference="ICML", year=2022) is None
    with pytest.raises(FormatError, match="no volume"):
        pmlr.volume_of(answered(b"<html><ul><li><a href='/about'>About</a></li></ul></html>"), conference="ICML", year=2022)


def test_links_of_a_list_are_resolved_against_the_address_it_came_from() -> None:
    address = "https://papers.nips.cc/paper/2020"
    listing = proceedings_app.book(answered(saved("papers_app_book_old.html"), address), Edition("neurips", 2020, lists=(), abstracts=()))
    assert listing.papers[0].url.startswith("https://papers.nips.cc/paper/2020/hash/")


def test_an_entry_without_a_title_is_named_and_costs_no_other() -> None:
    body = saved("papers_app_book.html").replace(b">SpikeBench<", b"> <")
    listing = proceedings_app.book(answered(body), Edition("neurips", 2025, lists=(), abstracts=()))
    assert (len(listing.papers), listing.listed) == (3, 4)
    assert listing.spoilt == ["Entry 3 of the list has no title."]


def test_a_record_of_another_doi_than_asked_for_gives_no_abstract() -> None:
    entry = {"externalIds": {"DOI": "10.1145/OTHER"}, "title": "Another", "abstract": "An abstract of more than twenty-five letters."}
    found = semanticscholar.abstracts(answered(json.dumps([entry, None]).encode()), dois=["10.1145/a", "10.1145/b"])
    assert (dict(found.by_doi), list(found.strange), list(found.unknown)) == ({}, ["10.1145/a"], ["10.1145/b"])
