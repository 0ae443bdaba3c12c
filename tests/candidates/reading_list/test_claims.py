"""Which editions a list means, and which came out since."""

from candidates.reading_list.claims import newer_editions, open_editions
from candidates.reading_list.parts import ReadingList
from candidates.reading_list.reader import read_list
from spiders.editions import own_table

KNOWN = {"aaai": (2023, 2024, 2025, 2026), "iclr": (2024, 2025, 2026), "icml": (2024, 2025, 2026), "mm": (2024, 2025)}


def listing(text: str) -> ReadingList:
    return read_list(text.encode(), own_table().spellings)


def test_open_items_come_venue_by_venue_in_the_lists_own_order_and_unknown_ones_apart() -> None:
    found = listing(
        "# L\n\nOrder: ICML -> AAAI -> MM\n\n## TODO\n\n- [ ] AAAI 2025\n- [ ] ICML 2027\n- [x] MM 2025\n- [ ] AAAI 2024\n- [ ] ICML 2025\n"
    )
    assert open_editions(found, KNOWN) == ([("icml", 2025), ("aaai", 2024), ("aaai", 2025)], [("icml", 2027)])


def test_newer_is_what_neither_the_todo_nor_the_claimed_years_name() -> None:
    found = listing("# L\n\nPapers of 2021 to 2024. Order: AAAI->ICLR->MM\n\n## TODO\n\n- [x] AAAI 2025\n- [ ] AAAI 2026\n")
    assert newer_editions(found, KNOWN) == [("iclr", 2025), ("mm", 2025), ("iclr", 2026)]


def test_without_sequence_only_the_venues_that_the_list_is_about_are_newer() -> None:
    found = listing("# L\n\n## Papers\n\n- Alpha Learning of Things (ICML 2024)\n- Beta Learning of Things (ICLR 2025)\n")
    assert newer_editions(found, KNOWN) == [("iclr", 2026), ("icml", 2026)]


def test_a_list_that_names_nothing_is_offered_the_newest_edition_of_each_venue() -> None:
    found = listing("# L\n\n## Papers\n\n- Alpha Learning of Things\n")
    assert newer_editions(found, KNOWN) == [("mm", 2025), ("aaai", 2026), ("iclr", 2026), ("icml", 2026)]
