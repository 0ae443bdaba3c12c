"""What the witnesses say to a list: below and above, alone and together."""

from dataclasses import replace

import pytest

from spiders.editions import own_table
from spiders.verdict import Doubt, Weight, distance, doubt, unread_entries

COUNTED = own_table().edition("iclr-2025")  # 3,703 were counted
UNCOUNTED = replace(COUNTED, year=2032, total=None, origin="")
LEAST = replace(UNCOUNTED, least=995, origin="numbers of papers seen")


@pytest.mark.parametrize(
    ("listed", "weight", "says"),
    [
        (3703, Weight.NONE, ""),
        (3690, Weight.NONE, ""),
        (3760, Weight.NONE, ""),
        (3500, Weight.SLIGHT, "3500 papers, where 3703 were counted (OpenReview"),
        (3900, Weight.SLIGHT, "3900 papers, where 3703 were counted (OpenReview"),
        (4070, Weight.SLIGHT, "4070 papers, where 3703 were counted (OpenReview"),
        (4080, Weight.GRAVE, "4080 papers, where 3703 were counted (OpenReview"),
        (3340, Weight.SLIGHT, "3340 papers, where 3703 were counted (OpenReview"),
        (3330, Weight.GRAVE, "only 3330 papers, where 3703 were counted"),
        (3000, Weight.GRAVE, "only 3000 papers, where 3703 were counted"),
        (2222, Weight.GRAVE, "only 2222 papers, where 3703 were counted"),
        (1, Weight.GRAVE, "only 1 papers, where 3703 were counted"),
        (5900, Weight.GRAVE, "5900 papers, where 3703 were counted (OpenReview"),
        (0, Weight.NONE, ""),  # that is another matter: not published
    ],
)
def test_a_list_is_held_against_what_others_counted_from_below_and_above(listed: int, weight: Weight, says: str) -> None:
    found = doubt(COUNTED, listed)
    assert found.weight is weight
    assert found.said.startswith(says)


def test_another_source_confirms_what_differs_a_little_and_never_what_is_far_off() -> None:
    assert doubt(COUNTED, 3500, others=[("papers", 3510)]).weight is Weight.NONE
    assert doubt(COUNTED, 3500, others=[("papers", 3703)]).weight is Weight.SLIGHT
    assert doubt(COUNTED, 2222, others=[("papers", 2222)]).weight is Weight.GRAVE


def test_a_list_a_little_short_that_nobody_confirms_is_short_and_one_a_little_long_is_told() -> None:
    assert doubt(COUNTED, 3500, all_asked=True) == Doubt(Weight.GRAVE, f"only {doubt(COUNTED, 3500).said}")
    assert doubt(COUNTED, 3500, others=[("papers", 3510)], all_asked=True).weight is Weight.NONE
    assert doubt(COUNTED, 3900, all_asked=True).weight is Weight.SLIGHT


@pytest.mark.parametrize(
    ("listed", "year_before", "weight"),
    [
        (150, 500, Weight.GRAVE),
        (250, 500, Weight.NONE),
        (1499, 500, Weight.NONE),
        (1501, 500, Weight.GRAVE),
        (2000, 0, Weight.GRAVE),  # a page limit
        (2001, 0, Weight.NONE),
        (4, 20, Weight.NONE),  # a year before of twenty papers tells nothing
    ],
)
def test_a_list_that_nobody_counted_is_held_against_the_year_before(listed: int, year_before: int, weight: Weight) -> None:
    assert doubt(UNCOUNTED, listed, year_before=year_before).weight is weight


def test_a_list_that_nobody_counted_is_held_against_the_other_sources() -> None:
    found = doubt(UNCOUNTED, 300, others=[("papers", 700)])
    assert (found.weight, found.said) == (Weight.GRAVE, "only 300 papers, where papers lists 700")


def test_a_lower_bound_says_nothing_of_what_is_above_it() -> None:
    assert doubt(LEAST, 900).said == "only 900 papers, where there are at least 995 (numbers of papers seen)"
    assert doubt(LEAST, 4321, year_before=100).weight is Weight.NONE


def test_the_list_nearest_to_the_count_is_preferred_to_the_fullest() -> None:
    assert min([2222, 3600, 5900], key=lambda listed: distance(COUNTED, listed)) == 3600
    assert min([3, 700, 20], key=lambda listed: distance(UNCOUNTED, listed)) == 700


@pytest.mark.parametrize(("unread", "read", "weight"), [(0, 0, 0), (3, 3, 0), (4, 4, 2), (4, 200, 0), (40, 1000, 2), (9, 0, 2)])
def test_entries_that_nobody_could_read_speak_against_a_list_where_they_are_more_than_a_few(unread: int, read: int, weight: int) -> None:
    found = unread_entries(unread, read)
    assert found.weight == Weight(weight)
    assert found.said.startswith(f"{unread} of {unread + read} entries could not be read" if weight else "")
