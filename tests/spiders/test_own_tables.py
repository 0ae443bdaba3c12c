"""A maintainer's own table laid over covenue's."""

from collections.abc import Iterator

import pytest

from spiders import editions
from spiders.editions import EditionError


@pytest.fixture(autouse=True)
def _only_here() -> Iterator[None]:
    yield
    editions._further.clear()
    for cached in (editions.venues, editions.aliases, editions.spellings):
        cached.cache_clear()


def test_one_line_adds_a_year_with_what_the_venue_publishes_everywhere() -> None:
    editions.extend('[icml.editions]\n2031 = { pmlr = "v400" }\n')
    added = editions.edition("icml-2031")
    assert [(source.name, source.places) for source in added.lists][:2] == [
        ("pmlr", ("v400",)),
        ("virtual", ("https://icml.cc/static/virtual/data/icml-2031-orals-posters.json",)),
    ]
    assert editions.edition("icml-2025").total == 3330


def test_a_venue_on_a_known_platform_is_a_few_lines_and_found_by_its_names() -> None:
    editions.extend(
        '[aistats]\nname = "AISTATS"\naliases = ["AI & Statistics"]\nlists = ["pmlr"]\n[aistats.editions]\n2025 = { pmlr = "v258" }\n'
    )
    assert [str(each) for each in editions.select(["ai-statistics", "AISTATS"], 2020, 2030)] == ["aistats-2025"]
    assert list(editions.venues())[:6] == ["aaai", "iclr", "ijcai", "mm", "icml", "neurips"]


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
        ("[icml.editions]\nnext = { pmlr = 'v1' }\n", "'next' is no year"),
    ],
)
def test_a_table_that_says_nonsense_is_refused_and_changes_nothing(table: str, fault: str) -> None:
    with pytest.raises(EditionError, match=fault):
        editions.extend(table)
    assert 2031 not in editions.venues()["icml"].editions
