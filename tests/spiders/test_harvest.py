"""When a list that declares no total looks cut."""

from dataclasses import replace

import pytest

from spiders.editions import own_table
from spiders.harvest import suspicion
from spiders.items import KnownPaper, NoMemory

TABLE = own_table()
COUNTED = TABLE.edition("icml-2019")  # 773 were counted
UNCOUNTED = replace(COUNTED, year=2032, total=None, origin="")


class Before(NoMemory):
    """A memory of 500 papers in the year before."""

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        return [KnownPaper("x", "x", "", "", "", False)] * 500 if year == UNCOUNTED.year - 1 else []


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        (773, ""),
        (760, ""),
        (300, "only 300 papers, where 773 were counted"),
        (1000, "exactly 1000 papers, which looks like a page limit"),
        (0, ""),  # that is another matter: not published
    ],
)
def test_a_list_is_held_against_what_others_counted(listed: int, says: str) -> None:
    assert suspicion(COUNTED, TABLE, listed, False, NoMemory()).startswith(says)
    assert bool(suspicion(COUNTED, TABLE, listed, False, NoMemory())) == bool(says)


@pytest.mark.parametrize(("listed", "looks_cut"), [(150, True), (199, True), (250, False), (2000, True), (2001, False)])
def test_a_list_that_nobody_counted_is_held_against_the_year_before(listed: int, looks_cut: bool) -> None:
    assert bool(suspicion(UNCOUNTED, TABLE, listed, False, Before())) == looks_cut


def test_a_list_that_gives_what_it_declares_is_above_suspicion() -> None:
    assert suspicion(COUNTED, TABLE, 1000, True, NoMemory()) == ""
