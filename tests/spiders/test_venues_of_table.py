"""What the table says of groups, of years in which a venue is not held, and of venues on known platforms."""

from datetime import datetime

import pytest

from spiders.editions import EditionError, EditionTable, own_table
from spiders.formats.notices import is_front_matter, kind_of

TABLE = EditionTable.read()


def test_a_group_is_named_wherever_an_edition_is_and_leaves_out_years_without_one() -> None:
    assert list(TABLE.groups) == ["ai", "vision", "language", "journals", "systems"]
    chosen = [str(each) for each in TABLE.select(["Vision"], 2022, 2023)]
    assert chosen == ["cvpr-2022", "cvpr-2023", "iccv-2023", "eccv-2022"]
    assert {each.venue for each in TABLE.select(["ai", "systems"], 2025, 2025)} > {"aaai", "neurips", "isca", "tc"}


def test_a_year_in_which_a_venue_is_not_held_is_known_with_its_reason_and_claimed_by_nobody() -> None:
    assert TABLE.edition("ICCV 2022").not_held == "ICCV is held in odd years"
    assert TABLE.edition("eccv-2021").not_held
    assert 2022 not in TABLE.years["iccv"]
    assert "atc-2026" not in [str(each) for each in TABLE.select(["2026"], 2019, 2030)]


@pytest.mark.parametrize(("name", "why"), [("eccv-2017", "held in even years"), ("iccv-2018", "held in odd years"), ("eccv-2027", "even")])
def test_a_venue_of_every_other_year_is_known_not_to_be_held_beyond_the_lines_of_the_table(name: str, why: str) -> None:
    assert why in TABLE.edition(name).not_held


def test_the_next_year_of_a_venue_of_every_other_year_is_asked_for_when_it_is_held() -> None:
    assert TABLE.edition("iccv-2027").lists[0].places == ("https://openaccess.thecvf.com/ICCV2027",)
    assert 2027 in TABLE.years_that_can_be_asked["iccv"]
    assert 2027 not in TABLE.years_that_can_be_asked["eccv"]


@pytest.mark.parametrize(
    ("name", "place"),
    [("jmlr-2027", "https://jmlr.org/papers/v28/"), ("tpami-2027", "journals/pami/pami49"), ("tc-2019", "journals/tc/tc68")],
)
def test_a_volume_follows_from_its_year(name: str, place: str) -> None:
    assert place in [each for source in TABLE.edition(name).lists for each in source.places]


def test_every_other_year_is_said_in_two_ways_only() -> None:
    with pytest.raises(EditionError, match="write 'even years' or 'odd years'"):
        EditionTable.read('[eccv]\nonly = "leap years"\n')


@pytest.mark.parametrize(
    ("counts", "since", "now", "grown"),
    [
        ("", "2024-06-01", "2024-06-09", True),
        ("", "2024-06-01", "2024-06-05", False),
        ("", "2025-03-30", "2025-06-01", True),
        ("", "2025-04-02", "2025-06-01", False),
        ('least = 3, origin = "so far"', "2024-06-01", "2024-06-09", True),
        ('total = 3, origin = "counted"', "2024-06-01", "2024-06-09", False),
    ],
)
def test_an_edition_grows_until_the_spring_after_unless_somebody_counted_it(counts: str, since: str, now: str, grown: bool) -> None:
    edition = EditionTable.read(f"[jmlr.editions]\n2024 = {{ {counts} }}\n").edition("jmlr-2024")
    since_day, today = (datetime.fromisoformat(f"{day}T00:00:00Z") for day in (since, now))
    assert edition.may_have_grown(since=since_day, now=today) is grown


def test_a_venue_on_each_platform_is_a_table_and_nothing_else() -> None:
    own = """
[wacv]
name = "WACV"
group = "vision"
lists = ["cvf", "crossref", "dblp"]
abstracts = ["cvf"]
[wacv.defaults]
cvf = "https://openaccess.thecvf.com/WACV{year}"
crossref = ["10.1109/WACV{year}", "container:WACV {year}", "event:WACV '{yy}", "issn:2642-9381"]
dblp = "conf/wacv/wacv{year}"
[wacv.editions]
2025 = { total = 900, origin = "counted by hand, 2026-11" }
2026 = { not_held = "for a test" }
"""
    table = EditionTable.read(own)
    known = table.edition("wacv-2025")
    assert [source.name for source in known.lists] == ["cvf", "crossref", "dblp"]
    assert known.lists[1].places == ("10.1109/WACV2025", "container:WACV 2025", "event:WACV '25", "issn:2642-9381")
    assert table.groups["vision"][-1] == "wacv"
    assert list(table.years["wacv"]) == [2025]


def test_what_is_over_can_be_asked_of_crossref_and_pmlr_where_the_venue_is_there() -> None:
    over = [each for venue in TABLE.venues.values() for year, each in venue.editions.items() if year < 2026 and not each.not_held]
    assert [str(each) for each in over if each.unplaced] == []


@pytest.mark.parametrize("venue", [each for group, names in TABLE.groups.items() if group != "ai" for each in names])
def test_every_venue_has_each_year_from_2019_on_or_says_why_not(venue: str) -> None:
    editions = own_table().venues[venue].editions
    assert set(range(2019, 2027)) <= editions.keys()
    assert all(each.lists or each.not_held for each in editions.values())


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Guest Editorial: Special Issue on Spikes", "Editorial"),
        ("Correction to: Spikes in Time", "Correction"),
        ('Erratum to "Spikes in Time"', "Correction"),
        ("Retraction Note to: Spikes in Time", "Retraction"),
        ('Retraction notice to "Spikes in Time" [Neural Networks 1 (2021)]', "Retraction"),
        ("RETRACTED: Spikes in Time", "Retracted"),
        ("[RETRACTED] Spikes in Time", "Retracted"),
        ("Retracted Article: Spikes in Time", "Retracted"),
        ("WITHDRAWN: Spikes in Time", "Retracted"),
        ("Author Correction: Spikes in Time", "Correction"),
        ("Minds and Machines (Keynote)", "Keynote"),
        ("POSTER: Spikes in Time", "Poster"),
        ("Panel: Spikes in Time", "Panel"),
        ("Late Breaking Results: Spikes in Time", "Late Breaking Results"),
        ("Lightning Talk: Spikes in Time", "Lightning Talk"),
        ("Invited: Spikes in Time", "Invited Paper"),
        ("Spikes in Time (Invited Paper)", "Invited Paper"),
        ("Spikes in Time: Invited", "Invited Paper"),
        ("Spikes in Time: ICCAD Special Session Paper", "Special Session"),
        ("Spikes in Time : Industrial Product", "Industry Paper"),
        ("Spikes in Time Industry Track Paper", "Industry Paper"),
        ("Invited Spikes: A Study", ""),
        ("Panel Data and Spikes", ""),
        ("A Special Session Type for Spikes", ""),
        ("Correction of Errors in Spiking Hardware", ""),
        ("Retracting Robots: A Study", ""),
        ("Retracted Graphs of Groups", ""),
        ("Withdrawn Labels: A Study", ""),
        ("Erratic Spikes", ""),
    ],
)
def test_what_is_printed_beside_papers_is_told_by_its_title(title: str, kind: str) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "IEEE Transactions on Computers Publication Information",
        "Front Matter",
        "[Title page iii]",
        "Title Page i",
        "[Copyright notice]",
        "Table of contents",
        "Authors' Index",
        "Message from the General Chairs",
        "Welcome from the Program Co-Chairs",
        "HPCA 2022 Organizing Committee",
        "Program Committee",
        "External Reviewers",
        "Publisher's Information",
        "Session details: Session 3: Spikes",
    ],
)
def test_front_matter_is_no_paper(title: str) -> None:
    assert is_front_matter(title)


@pytest.mark.parametrize(
    "title",
    [
        "Covers of Spiking Sets",
        "Message Passing from the Chair",
        "Committees of Spiking Networks",
        "Author Index Terms",
        "Reviewers as Spikes",
    ],
)
def test_a_paper_about_covers_or_committees_is_one(title: str) -> None:
    assert not is_front_matter(title)
