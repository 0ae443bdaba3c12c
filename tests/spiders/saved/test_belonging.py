"""Records are asked whether they are what they are said to be: once as a whole file, once among papers that belong."""

import json

import pytest

from spiders.editions import own_table
from spiders.formats.listing import FormatError, Listing
from spiders.saved.recognise import read_saved
from spiders.saved.venue_evidence import VenueEvidence

TABLE = own_table()
GOOD = {"title": "Lanterns Without a Clock", "authors": ["Mira Halvorsen", "Teo Okonjo"]}


def read(body: str | bytes, edition: str) -> Listing:
    return read_saved(body.encode() if isinstance(body, str) else body, edition=TABLE.edition(edition), table=TABLE)


def titles(listing: Listing) -> list[str]:
    return [paper.title for paper in listing.papers]


DECISION = {"invitation": "ICLR.cc/2020/Conference/Paper3/-/Decision", "content": {"decision": "Reject"}}
# What a record says, the edition it is imported into, and what the refusal names.
WRONG = [
    ({"decision": "Reject"}, "iclr-2021", "was not accepted (Reject)"),
    ({"status": "Withdraw"}, "iclr-2021", "was not accepted (Withdraw)"),
    ({"recommendation": "Invite to Workshop Track"}, "iclr-2021", "Workshop"),
    ({"withdrawn": True}, "iclr-2021", "withdrawn"),
    ({"accepted": "no"}, "iclr-2021", "not accepted"),
    ({"desk_rejected": 1}, "iclr-2021", "rejected"),
    ({"venue": "Submitted to ICLR 2023"}, "iclr-2023", "was not accepted (Submitted to ICLR 2023)"),
    (
        {"content": {"title": {"value": "Bats"}, "venueid": {"value": "ICLR.cc/2023/Conference/Rejected_Submission"}}},
        "iclr-2023",
        "Rejected",
    ),
    (
        {"details": {"directReplies": [{"invitation": "ICLR.cc/2020/Conference/Paper3/-/Decision", "content": {"decision": "Reject"}}]}},
        "iclr-2020",
        "Reject",
    ),
    ({"venue": "CHI 2021"}, "mm-2021", "CHI 2021"),
    ({"booktitle": "Proceedings of the 2021 CHI Conference on Human Factors in Computing Systems"}, "mm-2021", "CHI"),
    ({"booktitle": "Proceedings of the 2021 International Conference on Multimedia Retrieval"}, "mm-2021", "Retrieval"),
    ({"booktitle": "ICML 2023 Workshop on Lanterns"}, "icml-2023", "Workshop"),
    ({"venue": "ICML 2023", "booktitle": "ICML 2023 Workshop on Lanterns"}, "icml-2023", "Workshop"),
    ({"conference": "AAAI/ACM Conference on AI, Ethics, and Society"}, "aaai-2023", "Ethics"),
    ({"container-title": "Proceedings of the International AAAI Conference on Web and Social Media"}, "aaai-2023", "Social Media"),
    ({"venue": "ICML 2022"}, "icml-2023", "ICML 2022"),
    ({"doi": "10.1145/3411764.3445001"}, "mm-2021", "10.1145/3411764"),
    ({"doi": "10.24963/ijcai.2021/7"}, "ijcai-2023", "ijcai-2021"),
    ({"url": "https://proceedings.mlr.press/v139/doe21a.html"}, "icml-2023", "icml-2021"),
    ({"url": "https://proceedings.mlr.press/v7/doe21a.html"}, "icml-2023", "volume 7 of PMLR"),
    ({"url": "https://www.ijcai.org/proceedings/2021/12"}, "ijcai-2023", "ijcai-2021"),
    ({"url": "https://openaccess.thecvf.com/content/CVPR2021/html/a.html", "year": 2021}, "icml-2023", "2021"),
    ({"url": "https://neurips.cc/virtual/2022/poster/1"}, "neurips-2023", "2022"),
    ({"year": 2017}, "mm-2023", "is of 2017, not of 2023"),
    ({"date": "2017-06"}, "mm-2023", "is of 2017, not of 2023"),
    ({"issued": {"date-parts": [[2017, 6]]}}, "mm-2023", "is of 2017, not of 2023"),
    ({"type": "Workshop"}, "icml-2023", "no paper of the proceedings"),
]


@pytest.mark.parametrize(("said", "edition", "names"), WRONG)
def test_a_file_of_something_else_is_refused_with_what_it_is(said: dict[str, object], edition: str, names: str) -> None:
    with pytest.raises(FormatError) as problem:
        read(json.dumps([{"title": "Bats of the Night", **said}]), edition)
    assert names in str(problem.value)


@pytest.mark.parametrize(("said", "edition", "names"), WRONG)
def test_among_others_it_is_passed_over_with_the_reason(said: dict[str, object], edition: str, names: str) -> None:
    good = [{**GOOD, "title": f"{GOOD['title']} {number}"} for number in range(3)]
    listing = read(json.dumps([good[0], {"title": "Bats of the Night", **said}, *good[1:]]), edition)
    assert titles(listing) == [each["title"] for each in good]
    assert names in listing.spoilt[0]
    assert listing.spoilt[0].startswith("Record 2 ")


@pytest.mark.parametrize(
    ("said", "edition"),
    [
        ({"venue": "NIPS", "year": "2023"}, "neurips-2023"),
        ({"venue": "ACM MM"}, "mm-2025"),
        ({"venue": "AAAI 2025"}, "aaai-2025"),
        ({"venue": "ICLR 2023 poster", "status": "Poster"}, "iclr-2023"),
        ({"booktitle": "Proceedings of the 40th International Conference on Machine Learning"}, "icml-2023"),
        (
            {"booktitle": "The Eleventh International Conference on Learning Representations, {ICLR} 2023, Kigali"},
            "iclr-2023",
        ),
        ({"booktitle": "Proceedings of the Thirtieth International Joint Conference on Artificial Intelligence, {IJCAI-21}"}, "ijcai-2021"),
        ({"booktitle": "{MM} '21: {ACM} Multimedia Conference, Virtual Event, China, October 20 - 24, 2021"}, "mm-2021"),
        ({"journal": "Proceedings of the AAAI Conference on Artificial Intelligence"}, "aaai-2021"),
        (
            {"booktitle": "Thirty-Fifth {AAAI} Conference on Artificial Intelligence, {AAAI} 2021, {IAAI} 2021"},
            "aaai-2021",
        ),
        ({"source title": "Proc. Int. Conf. Mach. Learn."}, "icml-2023"),
        ({"journal": "CoRR", "year": 2023}, "icml-2023"),
        ({"publisher": "PMLR", "journal": "Proceedings of Machine Learning Research"}, "icml-2023"),
        ({"booktitle": "Advances in Neural Information Processing Systems 36"}, "neurips-2023"),
        ({"year": 2024, "booktitle": "Advances in Neural Information Processing Systems (NeurIPS 2023)"}, "neurips-2023"),
        ({"doi": "10.1145/3474085.3475001"}, "mm-2021"),
        ({"decision": "Accept: notable-top-5%", "withdraw": 0}, "iclr-2023"),
        ({"content": {"title": {"value": "Bats of the Night"}, "venueid": {"value": "ICLR.cc/2024/Conference"}}}, "iclr-2024"),
        ({"type": "Poster"}, "icml-2023"),
    ],
)
def test_what_the_record_says_of_itself_may_be_said_in_many_ways(said: dict[str, object], edition: str) -> None:
    listing = read(json.dumps([{"title": "Bats of the Night", **said}]), edition)
    assert titles(listing) == ["Bats of the Night"]
    assert not listing.spoilt


def test_where_most_of_a_file_is_of_something_else_silence_is_not_enough() -> None:
    others = [{"title": f"Bats {number}", "venue": "CHI 2021"} for number in range(4)]
    silent, ours = {"title": "Silent"}, {"title": "Ours", "venue": "ACM MM 2021"}
    listing = read(json.dumps([*others, silent, ours]), "mm-2021")
    assert titles(listing) == ["Ours"]
    assert "5 of 6 entries were passed over: 4 of “CHI 2021”, 1 of something else" in listing.spoilt[0]


def test_in_a_file_with_refused_submissions_an_empty_decision_is_none() -> None:
    rows = [{"title": "A", "decision": "Accept"}, {"title": "B", "decision": "Reject"}, {"title": "C", "decision": ""}]
    assert titles(read(json.dumps(rows), "iclr-2021")) == ["A"]
    assert titles(read(json.dumps([rows[0], rows[2]]), "iclr-2021")) == ["A", "C"]


def test_far_more_papers_than_were_counted_are_the_submissions() -> None:
    rows = [{"title": f"Lanterns {number}"} for number in range(1300)]
    with pytest.raises(FormatError, match="1,300 papers, where 860 were counted"):
        read(json.dumps(rows), "iclr-2021")
    assert len(read(json.dumps(rows[:900]), "iclr-2021").papers) == 900


def test_an_isbn_that_only_others_name_tells_a_silent_record() -> None:
    chi = {"title": "A", "booktitle": "CHI Conference on Human Factors", "isbn": "978-1-4503-8096-6"}
    silent = {"title": "B", "isbn": "9781450380966"}
    ours = [{"title": f"C{number}", "venue": "ACM MM 2021"} for number in range(4)]
    assert titles(read(json.dumps([chi, silent, *ours]), "mm-2021")) == ["C0", "C1", "C2", "C3"]


def test_a_page_that_calls_itself_another_edition_is_refused() -> None:
    paper = '<li><a href="/virtual/loc/poster/{0}">x</a><a href="https://icml.cc/virtual/2023/poster/{0}">Paper {0}</a></li>'
    page = "<html><head><title>ICML {} Papers</title></head><body><ul>" + paper.format(1) + paper.format(2) + "</ul></body></html>"
    assert len(read(page.replace("{}", "2023"), "icml-2023").papers) == 2
    with pytest.raises(FormatError, match="calls itself “ICML 2022 Papers”"):
        read(page.replace("{}", "2022"), "icml-2023")
    with pytest.raises(FormatError, match="not of icml-2022"):
        read(page.replace("{}", "2022"), "icml-2022")


def test_an_oral_of_a_virtual_site_is_its_poster_once_more_and_a_second_poster_is_not() -> None:
    events = [("Oral", "oral/1"), ("Poster", "poster/2"), ("Poster", "poster/3")]
    rows = [
        {"type": kind, "name": "Lanterns", "virtualsite_url": f"https://icml.cc/virtual/2023/{page}", "speakers/authors": "Jo Li, Bo Ek"}
        for kind, page in events
    ]
    assert [paper.url.rpartition("/virtual/2023/")[2] for paper in read(json.dumps(rows), "icml-2023").papers] == ["poster/2", "poster/3"]


def test_an_acronym_is_no_name_of_what_only_begins_with_it() -> None:
    evidence = VenueEvidence(TABLE)
    assert evidence.naming("MMAsia '21").venues == frozenset()
    assert evidence.naming("MM '21").venues == {"mm"}
    assert evidence.naming("MM '21").years == {2021}
    assert evidence.naming("IJCAI-ECAI 2022").venues == {"ijcai"}
    assert evidence.naming("International Conference on Machine Learning and Applications").venues == frozenset()
