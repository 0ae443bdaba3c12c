"""The rules that say which stretch of a line is the title, each at work on its example."""

import pytest

from candidates.reading_list.entry_text import entry_of
from candidates.reading_list.inline import line_of, plain
from candidates.reading_list.title_examples import EXAMPLES
from candidates.reading_list.title_rules import RULES
from candidates.reading_list.venue_names import VenueNames
from spiders.editions import own_table

NAMES = VenueNames(own_table().spellings)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_title_of_an_example_is_what_stands_between_its_signs(rule: str, example: str) -> None:
    shown = plain(line_of(example).text)
    wanted = shown[shown.index("«") + 1 : shown.index("»")]
    found = entry_of([line_of(example.replace("«", "").replace("»", ""))], NAMES)
    assert found is not None
    assert found.title == wanted, rule


def test_every_rule_has_an_example() -> None:
    assert {rule for rule, _ in EXAMPLES} == {rule.__name__ for rule in RULES}
