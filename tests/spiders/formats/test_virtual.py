"""Virtual sites: each paper once, other sources out, abstracts of the second file, little memory."""

import json
import tracemalloc
from typing import Any

import pytest
from mutations import FIXTURES, answered

from spiders.editions import Edition
from spiders.formats import json_answer
from spiders.formats.listing import FormatError
from spiders.formats.virtual import (
    PAPER_GROUPS,
    VirtualEvents,
    abstracts,
    list_page,
    orals_and_posters,
    poster_page,
)

NEURIPS, ICML = Edition("neurips", 2025, lists=(), abstracts=()), Edition("icml", 2026, lists=(), abstracts=())
OF_2025 = (FIXTURES / "virtual_2025.json").read_bytes()
OF_2026 = (FIXTURES / "virtual_2026.json").read_bytes()
ABSTRACTS = (FIXTURES / "virtual_abstracts.json").read_bytes()


def event(**fields: object) -> dict[str, Any]:
    given = {"id": 1, "name": "A Title", "authors": [], "eventtype": "Poster", "decision": "Accept (poster)"}
    return {**given, "sourceurl": "https://openreview.net/group?id=NeurIPS.cc/2025/Conference", **fields}


def events_of(body: bytes) -> VirtualEvents:
    return VirtualEvents(answer=answered(body), edition=NEURIPS)


def titles(*events: dict[str, Any], **more: Any) -> list[str]:
    body = json.dumps({"count": len(events), "next": None, "results": events}).encode()
    return [paper.title for paper in orals_and_posters(answered(body), NEURIPS, **more).papers]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("https://openreview.net/group?id=NeurIPS.cc/2025/Conference", True),
        ("https://openreview.net/group?id=NeurIPS.cc%2F2025%2FDatasets_and_Benchmarks_Track", True),
        ("https://openreview.net/group?id=NeurIPS.cc/2025/Position_Paper_Track&referrer=x", True),
        ("https://cmt3.research.microsoft.com/NEURIPS2020", True),
        ("", True),
        ("https://openreview.net/group?id=NeurIPS.cc/2025/Workshop/SNN", False),
        ("https://openreview.net/group?id=NeurIPS.cc/2025/Creative_AI_Track", False),
        ("https://openreview.net/group?id=NeurIPS.cc/2024/Conference", False),
        ("https://openreview.net/group?id=TMLR", False),
        ("TMLR-2026", False),
        ("ANN-STATS-2026", False),
        ("https://api.github.com/repos/JmlrOrg/v26", False),
        ("https://sites.google.com/some-workshop", False),
    ],
)
def test_only_sources_of_the_proceedings_are_taken(source: str, wanted: bool) -> None:
    assert bool(titles(event(sourceurl=source))) is wanted


def test_other_sources_can_be_asked_for_and_bear_their_track() -> None:
    creative = event(sourceurl="https://openreview.net/group?id=NeurIPS.cc/2025/Creative_AI_Track")
    body = json.dumps({"results": [creative, event(id=2)]}).encode()
    listing = orals_and_posters(answered(body), NEURIPS, groups=("Creative_AI_Track",))
    assert [paper.track for paper in listing.papers] == ["Creative AI Track"]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"eventtype": "Poster"}, True),
        ({"eventtype": "In-Person Poster presentation / top 25% paper"}, True),
        ({"eventtype": "Spotlight"}, True),
        ({"eventtype": None, "event_type": "{location} Poster"}, True),
        ({"eventtype": None, "virtualsite_url": "/virtual/2025/poster/1"}, True),
        ({"eventtype": "Workshop"}, False),
        ({"eventtype": "Poster Session"}, False),
        ({"eventtype": "Invited Talk"}, False),
        ({"eventtype": None}, False),
        ({"decision": "Reject"}, False),
        ({"visible": False}, False),
    ],
)
def test_only_events_that_show_an_accepted_paper_are_taken(fields: dict[str, Any], wanted: bool) -> None:
    assert bool(titles(event(**fields))) is wanted


def test_an_oral_is_merged_with_its_poster_by_number_or_by_title() -> None:
    poster = event(id=1, related_events_ids=[7])
    assert titles(event(id=7, eventtype="Oral", name="Renamed for the Stage"), poster) == ["A Title"]
    assert titles(event(id=8, eventtype="Oral"), event(id=1)) == ["A Title"]
    assert titles(event(id=8, eventtype="Oral", related_events_ids=[1], name="Renamed"), event(id=1)) == ["A Title"]
    assert titles(event(id=8, eventtype="Oral", name="Another"), event(id=1)) == ["A Title", "Another"]


def test_events_without_a_number_are_not_taken_for_one_another() -> None:
    assert titles(event(id=None), event(id=None, name="Another")) == ["A Title", "Another"]


def test_abstracts_of_the_second_file_are_found_under_any_event_of_a_paper() -> None:
    listing = orals_and_posters(answered(OF_2026), ICML, apart=abstracts(answered(ABSTRACTS)))
    assert [paper.abstract for paper in listing.papers] == [
        "The abstract of the first, where a < b, long enough.",
        "The abstract that stands under the number of the oral.",
        None,
    ]


def test_a_cut_list_shows_in_what_it_declares() -> None:
    listing = orals_and_posters(answered(OF_2026), ICML)
    assert (listing.declared, listing.listed) == (2891, 5)
    assert listing.next_page


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "layout"),
        (b"<html></html>", "layout"),
        (b'{"x_count":1,"x_results":[{}]}', "layout"),
        (b'{"results":"none"}', "schema"),
        (b'{"count":1,"results":[7]}', "schema"),
        (OF_2025[:-40], "truncated"),
        (OF_2025[: len(OF_2025) // 2] + b"}", "schema"),
        (OF_2025.replace("𝒜".encode(), b"\xe9"), "charset"),
        (b'{"results":[' + b"[" * 100_000 + b"]}", "size"),
        (b'{"results":[{"name":"' + b"a" * 9_000_000 + b'"}]}', "size"),
        (b'{"x_results":["' + b"a" * 9_000_000 + b'"]}', "layout"),
    ],
)
def test_what_is_no_list_of_events_is_refused_by_kind(body: bytes, kind: str) -> None:
    with pytest.raises(FormatError) as caught:
        orals_and_posters(answered(body), NEURIPS)
    assert caught.value.kind == kind


def test_nothing_is_handed_on_of_an_answer_that_is_cut() -> None:
    events = events_of(OF_2025[:-40])
    with pytest.raises(FormatError, match="ends in the middle"):
        next(iter(events))


def test_one_spoilt_event_does_not_cost_the_others() -> None:
    body = json.dumps({"results": [event(), event(id=2, name=["no", "text"])]}).encode()
    listing = orals_and_posters(answered(body), NEURIPS)
    assert len(listing.papers) == 1
    assert "Event 2" in listing.spoilt[0]


def test_memory_does_not_grow_with_the_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """One paper is held, however many follow."""
    monkeypatch.setattr(json_answer, "WINDOW", 64 * 1024)

    def peak(events: int) -> int:
        rows = [event(id=number, name=f"Title {number}", abstract="𝒜 word " * 100) for number in range(events)]
        body = json.dumps({"count": events, "results": rows}, ensure_ascii=False).encode()
        del rows
        tracemalloc.start()
        count = sum(1 for _ in events_of(body))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == events
        return most

    # What tells doubles apart (numbers, titles, forums) stays; a paper and its dict would take over 3,000 bytes.
    assert peak(1_200) - peak(300) < 900 * 500


def test_abstracts_file_without_numbers_of_events_is_refused() -> None:
    for body in (b'{"detail":"No abstracts were found here at all."}', b'{"1":["no text"]}'):
        with pytest.raises(FormatError):
            abstracts(answered(body))
    assert abstracts(answered(b"{}")) == {}


def test_pages_of_another_layout_are_refused() -> None:
    page = b"<html><body><div class='x'>Just a moment...</div></body></html>"
    with pytest.raises(FormatError):
        list_page(answered(page), ICML)
    with pytest.raises(FormatError):
        poster_page(answered(page), ICML)


def test_the_groups_of_all_years_are_known() -> None:
    assert {"Conference", "Track/Datasets_and_Benchmarks", "Position_Paper_Track"} <= set(PAPER_GROUPS)


def test_the_page_of_an_oral_in_the_newest_markup_is_read() -> None:
    page = """<html><head><title>NeurIPS Oral Lanterns</title></head><body><h1 class="event-title">Lanterns</h1>
        <div class="event-organizers">Jane Doe ⋅ John Roe</div>
        <div id="abstractText"><div class="abstract-text-inner">An invented abstract of some length.</div></div></body></html>"""
    (paper,) = poster_page(answered(page.encode()), NEURIPS).papers
    assert (paper.title, paper.authors, paper.abstract) == ("Lanterns", ("Jane Doe", "John Roe"), "An invented abstract of some length.")


def test_cards_of_a_list_give_the_authors_too() -> None:
    card = """<div class="card pp-card"><div class="pp-card-header"><a href="/virtual/2026/loc/sydney/poster/7"><h5>Lanterns</h5></a>
        <h6 class="card-subtitle"><a href="papers.html?filter=authors&search=Jane Doe">Jane Doe</a>,
        <a href="papers.html?filter=authors&search=John Roe">John Roe</a></h6></div></div>"""
    answer = answered(f"<html><body>{card}</body></html>".encode(), "https://neurips.cc/virtual/2026/loc/sydney/papers.html")
    (paper,) = list_page(answer, Edition("neurips", 2026, lists=(), abstracts=())).papers
    assert (paper.title, paper.authors) == ("Lanterns", ("Jane Doe", "John Roe"))
    assert paper.url == "https://neurips.cc/virtual/2026/loc/sydney/poster/7"
