"""The table of editions: checked, complete, and a new year is one line of it."""

import pytest

from spiders.editions import EditionError, own_table, read_table
from spiders.sources import DETAILS, LISTS

TABLE = """
[iclr]
name = "ICLR"
aliases = ["ICLR"]
lists = ["virtual", "dblp"]
abstracts = ["virtual"]
[iclr.defaults]
virtual = "https://iclr.cc/{year}.json"
dblp = "conf/iclr/iclr{yy}"
[iclr.editions]
2025 = { total = 3703, origin = "counted, 2026-10" }
"""


def test_a_new_year_is_one_line() -> None:
    known = read_table(f"{TABLE}\n2031 = {{}}")["iclr"].editions[2031]
    assert [(source.name, source.places) for source in known.lists] == [
        ("virtual", ("https://iclr.cc/2031.json",)),
        ("dblp", ("conf/iclr/iclr31",)),
    ]
    assert (str(known), known.total) == ("iclr-2031", None)


def test_a_line_replaces_and_switches_off_defaults() -> None:
    known = read_table(f'{TABLE}\n2031 = {{ virtual = ["a", "b{{yy}}"], dblp = false }}')["iclr"].editions[2031]
    assert [(source.name, source.places) for source in known.lists] == [("virtual", ("a", "b31"))]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('2031 = { virtul = "a" }', "iclr.editions.2031: unknown key 'virtul'; the keys are"),
        ("2031 = { total = 5 }", "a total needs its origin"),
        ("2031 = {", "not valid TOML"),
        ('[icml]\nname = "ICML"\n', "icml: the key 'editions' is missing"),
        ('[icml]\nname = "ICML"\nlist = []\n', "icml: unknown key 'list'"),
    ],
)
def test_a_line_that_says_nonsense_is_named(line: str, says: str) -> None:
    with pytest.raises(EditionError) as caught:
        read_table(f"{TABLE}\n{line}")
    assert says in str(caught.value)


@pytest.mark.parametrize("name", [f"{name}-{year}" for name, known in own_table().venues.items() for year in known.editions])
def test_every_edition_names_sources_that_exist_and_can_be_listed(name: str) -> None:
    known = own_table().edition(name)
    assert known.lists
    assert {source.name for source in known.lists} <= LISTS.keys()
    assert {source.name for source in known.abstracts} <= LISTS.keys() | DETAILS.keys()
    assert not any("{" in place for source in (*known.lists, *known.abstracts) for place in source.places)


def test_the_six_venues_stand_in_the_order_of_the_work_with_their_years() -> None:
    assert list(own_table().venues)[:6] == ["aaai", "iclr", "ijcai", "mm", "icml", "neurips"]
    assert all(set(range(2019, 2026)) <= set(known.editions) for known in own_table().venues.values())


@pytest.mark.parametrize(("alias", "found"), [("NIPS", "neurips"), ("ACM MM", "mm"), ("acm multimedia", "mm"), ("IJCAI-ECAI", "ijcai")])
def test_a_venue_is_known_by_the_names_that_lists_use(alias: str, found: str) -> None:
    assert own_table().venue(alias).id == found


def test_words_choose_each_edition_once_in_their_order() -> None:
    assert [str(each) for each in own_table().select(["nips-2024", "aaai", "aaai-2022"], 2021, 2023)] == [
        "neurips-2024",
        "aaai-2021",
        "aaai-2022",
        "aaai-2023",
    ]


@pytest.mark.parametrize("written", ["aaai-2025", "AAAI 2025", "AAAI2025", "aaai2025", "AAAI'25", "AAAI’2025", "AAAI_2025"])
def test_an_edition_is_known_however_people_write_it(written: str) -> None:
    assert str(own_table().edition(written)) == "aaai-2025"
    assert [str(each) for each in own_table().select([written], 2019, 2026)] == ["aaai-2025"]


def test_a_venue_and_a_year_in_two_words_are_one_edition_and_a_year_alone_is_every_venue() -> None:
    table = own_table()
    assert [str(each) for each in table.select(["ACM MM", "2024", "2021"], 2019, 2026)][:3] == ["mm-2024", "aaai-2021", "iclr-2021"]
    assert {each.venue for each in table.select(["2023"], 2019, 2026)} >= {"aaai", "iclr", "ijcai", "mm", "icml", "neurips"}
    assert {each.year for each in table.select(["all"], 2021, 2022)} == {2021, 2022}


@pytest.mark.parametrize("slip", ["aaai-", "aaai-20255", "aaai-202", "2O25", "1931"])
def test_a_slip_is_refused_and_not_taken_for_a_whole_venue(slip: str) -> None:
    with pytest.raises(EditionError):
        own_table().select([slip], 2019, 2026)


@pytest.mark.parametrize(
    ("name", "source", "places"),
    [
        ("aaai-2027", "oai", ("AAAI:AI27-",)),
        ("aaai-2027", "crossref", ("10.1609/aaai.v41i",)),
        ("aaai-2027", "openreview", ("AAAI.org/2027/Conference",)),
        ("iclr-2027", "openreview", ("ICLR.cc/2027/Conference",)),
        ("ijcai-2027", "ijcai", ("https://www.ijcai.org/proceedings/2027/",)),
        ("mm-2027", "dblp", ("conf/mm/mm2027",)),
        ("icml-2027", "pmlr", ("index ICML",)),
        ("neurips-2027", "papers", ("https://proceedings.neurips.cc/paper_files/paper/2027",)),
    ],
)
def test_the_next_years_of_the_six_venues_need_no_line(name: str, source: str, places: tuple[str, ...]) -> None:
    known = own_table().edition(name)
    assert {each.name: each.places for each in known.lists}[source] == places
    assert known.total is None


def test_what_follows_no_formula_is_known_to_be_unknown() -> None:
    assert own_table().edition("mm-2027").unplaced == ("crossref",)
    assert own_table().edition("mm-2025").unplaced == ()


@pytest.mark.parametrize(
    ("name", "source", "places"),
    [
        ("aaai-2013", "crossref", ("10.1609/aaai.v27i",)),
        ("iclr-2017", "openreview", ("v1 ICLR.cc/2017/conference",)),
        ("iclr-2016", "dblp", ("conf/iclr/iclr2016",)),
        ("ijcai-2017", "ijcai", ("https://www.ijcai.org/proceedings/2017/",)),
        ("ijcai-2016", "dblp", ("conf/ijcai/ijcai2016",)),
        ("mm-2014", "crossref", ("10.1145/2647868",)),
        ("icml-2013", "pmlr", ("v28",)),
        ("icml-2018", "pmlr", ("v80",)),
        ("neurips-2015", "papers", ("https://proceedings.neurips.cc/paper_files/paper/2015",)),
        ("neurips-2019", "dblp", ("conf/nips/nips2019",)),
        ("neurips-2020", "dblp", ("conf/nips/neurips2020",)),
        ("cvpr-2018", "crossref", ("container:2018 IEEE/CVF Conference on Computer Vision and Pattern Recognition",)),
        ("eccv-2016", "crossref", ("container:Computer Vision – ECCV 2016",)),
        ("acl-2018", "anthology", ("P18",)),
        ("emnlp-2015", "anthology", ("D15 1",)),
        ("jmlr-2013", "jmlr", ("https://jmlr.org/papers/v14/",)),
        ("tpami-2016", "dblp", ("journals/pami/pami38",)),
        ("ijcv-2017", "dblp", tuple(f"journals/ijcv/ijcv{volume}" for volume in range(121, 126))),
        ("isca-2015", "crossref", ("10.1145/2749469",)),
        ("sc-2015", "crossref", ("10.1145/2807591",)),
        ("isca-2014", "crossref", ("container:2014 ACM/IEEE 41st International Symposium on Computer Architecture (ISCA)",)),
        ("osdi-2016", "usenix", ("https://www.usenix.org/conference/osdi16/technical-sessions",)),
        ("tcad-2018", "dblp", ("journals/tcad/tcad37",)),
    ],
)
def test_years_before_the_first_reading_lists_are_known_where_they_were_published(name: str, source: str, places: tuple[str, ...]) -> None:
    assert {each.name: each.places for each in own_table().edition(name).lists}[source] == places


@pytest.mark.parametrize(("name", "why"), [("ijcai-2014", "odd years until 2015"), ("osdi-2017", "even years"), ("sosp-2018", "odd years")])
def test_years_of_conferences_that_were_held_every_other_year_are_known_as_such(name: str, why: str) -> None:
    assert why in own_table().edition(name).not_held


@pytest.mark.parametrize("name", sorted(own_table().venues))
def test_each_year_of_a_venue_has_a_line_so_that_a_map_of_years_says_which_were_not_held(name: str) -> None:
    years = sorted(own_table().venues[name].editions)
    assert years == list(range(years[0], years[-1] + 1))


@pytest.mark.parametrize("name", ["iclr-2018", "icml-2017", "neurips-2013", "eccv-2018"])
def test_no_virtual_site_is_asked_for_a_year_before_there_were_any(name: str) -> None:
    known = own_table().edition(name)
    assert not {"virtual", "virtual-pages"} & {source.name for source in (*known.lists, *known.abstracts)}


def test_a_year_that_no_formula_reaches_is_refused_with_the_way_to_add_it() -> None:
    with pytest.raises(EditionError, match=r"knows no AAAI 1802; the years it knows are 2013 to 20\d\d; a table of your own can add one"):
        own_table().edition("aaai-1802")
