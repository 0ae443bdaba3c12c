"""OAI-PMH: refusals, empty lists, spoilt records, and what an answer must not be allowed to do."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import ENTITY_BOMB, FIXTURES, answered

from spiders.editions import Edition
from spiders.formats.listing import FormatError
from spiders.formats.oai import OaiError, OaiRecords, distinct_sets, identifiers, records, section_names, sets
from spiders.formats.text import given_first

RECORDS = (FIXTURES / "oai_records.xml").read_bytes()
SETS = (FIXTURES / "oai_sets.xml").read_bytes()
NOTHING = (FIXTURES / "oai_nothing.xml").read_bytes()


def records_of(body: bytes, **given: Any) -> OaiRecords:
    return records(answered(body), Edition("aaai", 2025, lists=(), abstracts=()), **given)


def refusal(code: str) -> bytes:
    return re.sub(rb'<error code="\w+">', f'<error code="{code}">'.encode(), NOTHING)


@pytest.mark.parametrize("code", ["badVerb", "badArgument", "badResumptionToken", "idDoesNotExist", "noSetHierarchy"])
def test_a_refusal_of_the_server_is_an_error_with_its_code(code: str) -> None:
    for parse in (records_of, lambda body: identifiers(answered(body)), lambda body: sets(answered(body))):
        with pytest.raises(OaiError, match=code) as caught:
            parse(refusal(code))
        assert (caught.value.kind, caught.value.code) == ("protocol", code)


def test_an_empty_list_is_an_answer_and_no_error() -> None:
    answer = records_of(NOTHING)
    assert (list(answer.records), answer.part.declared, answer.part.token) == ([], 0, "")
    assert list(identifiers(answered(NOTHING)).headers) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "layout"),
        (b"<html><body>Making sure you're not a bot!</body></html>", "layout"),
        (b'{"notes": []}', "layout"),
        (RECORDS[: len(RECORDS) // 2], "truncated"),
        (RECORDS.decode().replace("José María", "José").encode("latin-1"), "charset"),
        (RECORDS.replace(b"ListRecords", b"xListRecords"), "layout"),
        (RECORDS.replace(b"record>", b"xrecord>"), "layout"),
        (RECORDS.replace(b'"126"', b'"many"'), "schema"),
    ],
)
def test_what_is_no_list_of_records_is_refused_by_kind(body: bytes, kind: str) -> None:
    with pytest.raises(FormatError) as caught:
        records_of(body)
    assert caught.value.kind == kind


def test_entities_of_the_answer_itself_are_never_resolved() -> None:
    declaration, rest = RECORDS.split(b"?>", 1)
    with pytest.raises(FormatError, match="entities"):
        records_of(declaration + b"?>" + ENTITY_BOMB + rest.replace(b"Miao", b"&file;&j;"))


def test_one_spoilt_record_does_not_cost_the_others() -> None:
    answer = records_of(RECORDS.replace(b"A Plain Record of an Earlier Volume", b" "))
    assert [record.header.article for record in answer.records] == ["32126", "31900"]
    assert len(answer.spoilt) == 1
    assert "3745" in answer.spoilt[0]
    assert answer.listing(2025).listed == 3


def test_a_control_character_in_an_abstract_does_not_cost_the_answer() -> None:
    body = RECORDS.replace(b"Plain text of", b"Plain\x0b text&#x1F; of")
    assert [record.paper.abstract for record in records_of(body).records if record.paper][1] == (
        "Plain text of an abstract, long enough to be one."
    )


def test_listing_keeps_only_the_year_and_what_the_server_declares() -> None:
    listing = records_of(RECORDS).listing(2025)
    assert [paper.year for paper in listing.papers] == [2025]
    assert (listing.declared, listing.listed) == (126, 3)
    assert listing.next_page == "bb474a86eb773aa908822bdfab176b74"


def test_year_comes_from_the_date_where_the_source_names_no_volume() -> None:
    body = re.sub(rb"; Vol\. 33 No\. 01: [^<]*", b"", RECORDS)
    assert records_of(body).records[2].year == 2019


def test_section_is_found_whatever_the_case_of_its_set() -> None:
    names = section_names([("AAAI:ai25-4", "Cognitive Systems")])
    paper = records_of(RECORDS, sections=names).records[0].paper
    assert paper is not None
    assert paper.track == "Cognitive Systems"


def test_sets_of_several_answers_are_joined_blind_to_case() -> None:
    first = sets(answered(SETS)).sets
    assert distinct_sets([first, [("aaai:eaai-pos", "again"), ("AAAI:NEW", "New")]]) == (*first, ("AAAI:NEW", "New"))


@pytest.mark.parametrize(
    ("stored", "spoken"),
    [
        ("Miao, Wei", "Wei Miao"),
        ("Downey, Robert, Jr.", "Robert Downey Jr."),
        ("Downey, Jr., Robert", "Robert Downey Jr."),
        ("Downey Jr., Robert", "Robert Downey Jr."),
        ("Robert Downey, Jr.", "Robert Downey Jr."),
        ("Shen, Jiangrong, III", "Jiangrong Shen III"),
        ("OpenAI", "OpenAI"),
        ("Plato,", "Plato"),
        (", Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_names_are_turned_round(stored: str, spoken: str) -> None:
    assert given_first(stored) == spoken


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=12).filter(
    lambda word: word.lower() not in {"jr", "sr", "ii", "iii", "iv"}
)


@given(words, words)
def test_turning_a_name_round_keeps_both_its_parts(last: str, first: str) -> None:
    assert given_first(f"{last}, {first}") == f"{first} {last}"
    assert given_first(given_first(f"{last}, {first}")) == f"{first} {last}"
