"""OpenReview: who is accepted, whichever generation and year; refusals; both author shapes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import FIXTURES, answered

from spiders.editions import Edition
from spiders.formats.listing import FormatError
from spiders.formats.openreview import accepted_papers, decisions_of, notes, track_of

GROUP = "ICLR.cc/2025/Conference"


def v2(**content: object) -> dict[str, Any]:
    fields = {"title": "A Title", "venueid": GROUP, "venue": "ICLR 2025 Poster", **content}
    return {"id": "abc", "forum": "abc", "invitations": [], "content": {k: {"value": v} for k, v in fields.items()}}


def v1(**content: object) -> dict[str, Any]:
    fields = {"title": "A Title", "venueid": "ICLR.cc/2022/Conference", **content}
    return {"id": "abc", "forum": "abc", "invitation": "ICLR.cc/2022/Conference/-/Blind_Submission", "content": fields}


def accepted(note: dict[str, Any], year: int = 2025, group: str = GROUP, **more: Any) -> bool:
    return bool(accepted_papers([note], Edition("iclr", year, lists=(), abstracts=()), group=group, **more).papers)


@pytest.mark.parametrize("suffix", ["/Rejected_Submission", "/Withdrawn_Submission", "/Submission", "/", "x"])
def test_on_v2_only_the_bare_venue_id_is_accepted(suffix: str) -> None:
    assert accepted(v2())
    assert not accepted(v2(venueid=GROUP + suffix))
    assert not accepted(v2(venueid=""))


@pytest.mark.parametrize(
    ("venue", "year", "expected"),
    [
        ("ICLR 2022 Oral", 2022, True),
        ("ICLR 2022 Submitted", 2022, False),
        ("ICLR 2023 notable top 25%", 2023, True),
        ("Submitted to ICLR 2023", 2023, False),
        ("ICLR 2021 Poster", 2021, True),
        ("ICLR 2022 Conference Withdrawn Submission", 2022, False),
        ("ICLR 2017 Invite to Workshop", 2017, False),
        ("NeurIPS 2022 Accept", 2022, True),
        ("NeurIPS 2022 Datasets and Benchmarks ", 2022, True),
        ("CoRR 2019", 2022, False),
        ("", 2022, False),
    ],
)
def test_on_v1_the_venue_decides_and_the_venue_id_never(venue: str, year: int, expected: bool) -> None:
    assert accepted(v1(venue=venue), year, "ICLR.cc/2022/Conference") is expected


@pytest.mark.parametrize("invitation", ["Withdrawn_Submission", "Desk_Rejected_Submission"])
def test_a_withdrawn_twin_with_an_accepted_venue_is_kept_out(invitation: str) -> None:
    twin = v1(venue="ICLR 2021 Poster") | {"invitation": f"ICLR.cc/2021/Conference/-/{invitation}"}
    assert not accepted(twin, 2021)


@pytest.mark.parametrize("note", [v2() | {"ddate": 1}, v2() | {"replyto": "abc"}, v1(venue="ICLR 2025 Poster") | {"ddate": 1}])
def test_deleted_notes_and_replies_are_no_papers(note: dict[str, Any]) -> None:
    assert not accepted(note)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("Accept (Talk)", True), ("Accept (Poster)", True), ("Reject", False), ("Invite to Workshop Track", False)],
)
def test_decisions_in_notes_of_their_own_are_followed(decision: str, expected: bool) -> None:
    assert accepted(v1(), 2020, decisions={"abc": decision}) is expected
    assert not accepted(v1(), 2020, decisions={"other": decision})


@pytest.mark.parametrize(
    ("invitation", "content", "expected"),
    [
        ("ICLR.cc/2020/Conference/Paper995/-/Decision", {"decision": "Accept (Talk)"}, True),
        ("ICLR.cc/2020/Conference/Paper995/-/Decision", {"decision": "Reject"}, False),
        ("ICLR.cc/2019/Conference/-/Paper1027/Meta_Review", {"recommendation": "Accept (Poster)"}, True),
        ("ICLR.cc/2019/Conference/-/Paper1027/Meta_Review", {"recommendation": "Reject"}, False),
        ("ICLR.cc/2018/Conference/-/Acceptance_Decision", {"decision": "Accept (Oral)"}, True),
        ("ICLR.cc/2020/Conference/Paper995/-/Official_Review", {"decision": "Accept (Talk)"}, False),
    ],
)
def test_a_decision_is_found_among_the_replies_that_came_with_a_note(invitation: str, content: dict[str, str], expected: bool) -> None:
    reply = {"id": "r", "forum": "abc", "replyto": "abc", "invitation": invitation, "content": content}
    assert accepted(v1() | {"details": {"directReplies": [reply]}}, 2020) is expected


def test_a_withdrawal_outweighs_the_decision() -> None:
    assert not accepted(v1(withdrawal="Confirmed"), 2018, decisions={"abc": "Accept (Poster)"})


def test_decision_notes_give_the_decisions_that_a_listing_takes() -> None:
    notes = json.loads((FIXTURES / "openreview_decisions.json").read_bytes())["notes"]
    listing = json.loads((FIXTURES / "openreview_v1_2020.json").read_bytes())["notes"]
    found = accepted_papers(
        listing, Edition("iclr", 2020, lists=(), abstracts=()), group="ICLR.cc/2020/Conference", decisions=decisions_of(notes)
    )
    assert [paper.title for paper in found.papers] == ["Accepted by a Note of Its Own"]


@pytest.mark.parametrize(
    ("given_authors", "names"),
    [
        (["Ann Baker", "Bo Xu"], ("Ann Baker", "Bo Xu")),
        ([{"fullname": "Ann Baker", "username": "~Ann_Baker1"}, {"fullname": "Bo Xu"}], ("Ann Baker", "Bo Xu")),
        ([{"username": "~Ann_Baker12"}], ("Ann Baker",)),
        ("Ann Baker, Bo Xu and Cy Young", ("Ann Baker", "Bo Xu", "Cy Young")),
        ("Ann Baker, Bo Xu, and Alexander Sandy", ("Ann Baker", "Bo Xu", "Alexander Sandy")),
        (["Anonymous"], ()),
        (None, ()),
        ([], ()),
    ],
)
def test_authors_are_read_in_order_in_every_shape(given_authors: object, names: tuple[str, ...]) -> None:
    for note, year in ((v2(authors=given_authors), 2025), (v1(authors=given_authors, venue="ICLR 2025 Poster"), 2025)):
        papers = accepted_papers([note], Edition("iclr", year, lists=(), abstracts=()), group=GROUP).papers
        assert papers[0].authors == names


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "layout"),
        (b"<!DOCTYPE html><title>Verifying your browser | OpenReview</title>", "layout"),
        (b'{"name":"ChallengeRequiredError","message":"Challenge verification required","status":403}', "protocol"),
        (b'{"name":"ValidationError","message":"limit must be <= 1000","details":{"limit":1000}}', "protocol"),
        (b'{"errors":[{"type":"notFound"}]}', "protocol"),
        (b'{"x_notes":[],"x_count":0}', "layout"),
        (b'{"notes":{}}', "schema"),
        (b'{"notes":["no note"]}', "schema"),
        (b'{"notes":[],"count":"many"}', "schema"),
        (b'{"notes":[{"id":"a",', "truncated"),
        ('{"notes":[{"title":"é"}]}'.encode("latin-1"), "charset"),
        (b'{"notes":[]} and more}', "schema"),
    ],
)
def test_what_is_no_list_of_notes_is_refused_by_kind(body: bytes, kind: str) -> None:
    with pytest.raises(FormatError) as caught:
        notes(answered(body), Edition("iclr", 2025, lists=(), abstracts=()), group=GROUP)
    assert caught.value.kind == kind


def test_one_spoilt_note_does_not_cost_the_others() -> None:
    listing = accepted_papers([v2(title=7.5), v2(title=["a", "b"])], Edition("iclr", 2025, lists=(), abstracts=()), group=GROUP)
    assert len(listing.papers) == 1
    assert len(listing.spoilt) == 1


@pytest.mark.parametrize(
    ("group", "track"),
    [
        ("ICLR.cc/2025/Conference", ""),
        ("NeurIPS.cc/2021/Track/Datasets_and_Benchmarks/Round1", "Datasets and Benchmarks Track"),
        ("NeurIPS.cc/2023/Track/Datasets_and_Benchmarks", "Datasets and Benchmarks Track"),
        ("NeurIPS.cc/2025/Datasets_and_Benchmarks_Track", "Datasets and Benchmarks Track"),
        ("NeurIPS.cc/2026/Evaluations_and_Datasets_Track", "Evaluations and Datasets Track"),
        ("ICML.cc/2025/Position_Paper_Track", "Position Paper Track"),
        ("NeurIPS.cc/2025/Creative_AI_Track", "Creative AI Track"),
    ],
)
def test_track_is_named_alike_in_all_years(group: str, track: str) -> None:
    assert track_of(group) == track


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "forum", "content", "invitations", "ddate"]), json_values), max_size=4))
def test_any_json_in_the_place_of_notes_gives_papers_or_a_format_error(notes: Any) -> None:
    try:
        listing = accepted_papers(notes, Edition("iclr", 2025, lists=(), abstracts=()), group=GROUP)
    except FormatError:
        assert notes  # an empty list is an answer
    else:
        assert listing.listed == len(notes)
