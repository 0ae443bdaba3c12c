"""A maintainer's own table laid over covenue's."""

import pytest

from spiders.editions import EditionError, EditionTable, own_table

AISTATS = '[aistats]\nname = "AISTATS"\naliases = ["AI & Statistics"]\nlists = ["pmlr"]\n[aistats.editions]\n2025 = { pmlr = "v258" }\n'


def test_one_line_adds_a_year_with_what_the_venue_publishes_everywhere() -> None:
    table = EditionTable.read('[icml.editions]\n2031 = { pmlr = "v400" }\n')
    assert [(source.name, source.places) for source in table.edition("icml-2031").lists][:2] == [
        ("pmlr", ("v400",)),
        ("virtual", ("https://icml.cc/static/virtual/data/icml-2031-orals-posters.json",)),
    ]
    assert table.edition("icml-2025").total == 3330


def test_a_venue_on_a_known_platform_is_a_few_lines_and_found_by_its_names() -> None:
    table = EditionTable.read(AISTATS)
    assert [str(each) for each in table.select(["ai-statistics", "AISTATS"], 2020, 2030)] == ["aistats-2025"]
    assert (table.name_of("aistats"), table.spellings["AI & Statistics"]) == ("AISTATS", "aistats")
    assert [table.place_of(name) for name in ("aaai", "aistats", "nowhere")] == [0, len(own_table().venues), len(table.venues)]


def test_two_tables_in_one_process_know_nothing_of_each_other() -> None:
    assert "aistats" in EditionTable.read(AISTATS).venues
    assert "aistats" not in EditionTable.read().venues
    assert "aistats" not in own_table().venues


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("[icml.editions]\n2031 = { plmr = 'v1' }\n", "plmr"),
        ("[colt]\nname = 'COLT'\n", "editions"),
        ("[icml.editions]\n2031 = { pmlr = 'v1', total = 3 }\n", "origin"),
        ("[icml.editions\n", "TOML"),
        ("icml = 3\n", "icml: write a table"),
        ("[icml]\neditions = 3\n", "icml.editions: write a table"),
        ("[icml.editions]\n2031 = 'v1'\n", "icml.editions.2031: write a table"),
        ("[icml.editions]\n2031 = 5\n", "icml.editions.2031: write a table.* not 5"),
        ("[icml.editions]\n2031 = 2031-07-01\n", "icml.editions.2031: write a table.* not 2031-07-01"),
        ("[icml.editions]\n2031 = { pmlr = 333 }\n", "icml.editions.2031.pmlr: write text in quotes.* not 333"),
        ("[icml.editions]\n2031 = { pmlr = true }\n", "icml.editions.2031.pmlr: write text in quotes.* not true"),
        ("[icml.editions]\n2031 = { pmlr = [['v1']] }\n", "icml.editions.2031.pmlr: write text in quotes"),
        ("[icml.editions]\n2031 = { pmlr = 'v{number}' }\n", "icml.editions.2031.pmlr: 'v.number.' may hold"),
        ("[icml.editions]\n2031 = { pmlr = 'v1', total = '3', origin = 'x' }\n", "icml.editions.2031.total: write a number of papers"),
        ("[icml.editions]\n2031 = { pmlr = 'v1', total = 3, origin = 5 }\n", "icml.editions.2031.origin: write text"),
        ("[icml]\nlists = true\n", "icml.lists: write a list of texts.* not true"),
        ("[icml]\naliases = 'ICML'\n", "icml.aliases: write a list of texts"),
        ("[icml]\nname = 3\n", "icml.name: write text"),
        ("[icml.about]\ntitle = 3\n", "icml.about.title: write text"),
        ("[icml.editions]\nnext = { pmlr = 'v1' }\n", "'next' is no year"),
    ],
)
def test_a_table_that_says_nonsense_is_refused(table: str, fault: str) -> None:
    with pytest.raises(EditionError, match=fault):
        EditionTable.read(table)


@pytest.mark.parametrize("venue", sorted(own_table().venues))
def test_a_table_may_ask_fewer_sources_than_the_lines_below_it_name(venue: str) -> None:
    """Each of covenue's own lines names places of sources that a shorter `lists` leaves out, and stays valid."""
    table = EditionTable.read(f'[{venue}]\nlists = ["dblp"]\nabstracts = []\n')
    assert {source.name for known in table.venues[venue].editions.values() for source in (*known.lists, *known.abstracts)} <= {"dblp"}


def test_a_source_that_no_table_names_is_still_a_slip() -> None:
    with pytest.raises(EditionError, match=r"cvpr\.editions\.2031: unknown key 'virtul'"):
        EditionTable.read('[cvpr]\nlists = ["dblp"]\n[cvpr.editions]\n2031 = { virtul = "x" }\n')
