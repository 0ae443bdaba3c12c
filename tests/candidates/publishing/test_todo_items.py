"""New items of the TODO, in the wording of those that are there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.publishing.todo_items import NewItems, add_items, item_text
from candidates.reading_list.claims import newer_editions
from candidates.reading_list.parts import ListError
from candidates.reading_list.reader import read_list
from spiders.editions import own_table

TABLE = own_table()
LIST = (Path(__file__).parents[1] / "lists" / "brain_inspired.md").read_bytes()
BELOW = "\n## Papers\n\n- Alpha Learning of Things\n"


def add(data: bytes | str, *editions: tuple[str, int]) -> NewItems:
    text = data if isinstance(data, bytes) else data.encode()
    return add_items(read_list(text, TABLE.spellings), editions, TABLE.years)


def new_lines(data: bytes | str, *editions: tuple[str, int]) -> list[str]:
    text = data if isinstance(data, str) else data.decode()
    done = add(data, *editions).data.decode()
    old = text.splitlines()
    fresh = [line for line in done.splitlines() if line not in old]
    assert [line for line in done.splitlines() if line in old] == old
    return fresh


def test_the_first_list_gains_items_in_its_own_words_and_order() -> None:
    assert new_lines(LIST, ("neurips", 2026), ("iclr", 2026), ("aaai", 2026)) == [
        " - [] Missing AAAI 2026",
        " - [] Missing ICLR 2026",
        " - [] Missing NIPS 2026",
    ]


@pytest.mark.parametrize(
    ("items", "edition", "line"),
    [
        ("- [ ] add ICML'25 papers", ("icml", 2026), "- [ ] add ICML'26 papers"),
        ("- [ ] add ICML'25 papers", ("neurips", 2026), "- [ ] add NeurIPS'26 papers"),
        ("* [x] **ICLR 2025**", ("iclr", 2026), "* [ ] **ICLR 2026**"),
        ("1. [x] ~~AAAI-2025~~\n2. [x] ~~ICLR-2025~~", ("iclr", 2026), "3. [ ] ICLR-2026"),
        ("- 2025 ICLR is missing", ("aaai", 2026), "- 2026 AAAI is missing"),
        ("- [ ] Missing AAAI/ICLR 2025", ("icml", 2026), "- [ ] Missing ICML 2026"),
        ("- [ ] [ICML 2025](https://icml.cc/2025)", ("icml", 2026), "- [ ] ICML 2026"),
        ("- [x] ✅ ICML 2025", ("icml", 2026), "- [ ] ICML 2026"),
        ("- 🟢 AAAI 2025", ("iclr", 2026), "- ⬜ ICLR 2026"),
        ("- AAAI 2025 🎉", ("iclr", 2026), "- ICLR 2026 ⬜"),
        ("- AAAI 2025 (done)", ("iclr", 2026), "- ICLR 2026"),
        ("- [x] AAAI 2025 (added)", ("iclr", 2026), "- [ ] ICLR 2026"),
        ('- <input type="checkbox" checked> AAAI 2025', ("iclr", 2026), '- <input type="checkbox"> ICLR 2026'),
        ("- <del>AAAI 2025</del>", ("iclr", 2026), "- ICLR 2026"),
        ("- ~~AAAI 2025~~", ("iclr", 2026), "- ICLR 2026"),
        ("- ☐ MM 2024\n- ✅ AAAI 2025, ICLR 2025", ("iclr", 2026), "- ☐ ICLR 2026"),
        ("- [ ] tidy up", ("icml", 2026), "- [ ] Missing ICML 2026"),
    ],
)
def test_the_wording_is_that_of_the_items_there(items: str, edition: tuple[str, int], line: str) -> None:
    text = f"# L\n\n## TODO\n\n{items}\n{BELOW}"
    assert new_lines(text, edition) == [line]
    assert item_text(read_list(text.encode(), TABLE.spellings), edition) in line
    todo = read_list(add(text, edition).data, TABLE.spellings).todo
    assert [item.checked for item in todo if edition in item.editions] == [False], "what reads as done is never crawled"


def test_an_edition_that_is_struck_in_an_open_item_is_not_asked_for_again() -> None:
    text = f"# L\n\n## TODO\n\n- [ ] ~~AAAI 2026~~ AAAI 2025\n{BELOW}"
    assert add(text, ("aaai", 2026)).present == (("aaai", 2026),)
    assert ("aaai", 2026) not in newer_editions(read_list(text.encode(), TABLE.spellings), TABLE.years)


def test_where_the_words_there_make_no_open_item_it_is_written_in_plain_ones() -> None:
    text = f"# L\n\n## TODO\n\n* (done) AAAI 2025 (covered) (done)\n{BELOW}"
    assert new_lines(text, ("iclr", 2026)) == ["* [ ] Missing ICLR 2026"]


def test_an_item_takes_its_place_among_the_others_also_when_the_newest_come_first() -> None:
    items = "- [ ] ICML 2025\n  - the workshops too\n- [ ] NeurIPS 2025\n"
    assert add(f"# L\n\n## TODO\n\n{items}{BELOW}", ("icml", 2026), ("iclr", 2025)).data.decode().splitlines()[4:9] == [
        "- [ ] ICLR 2025",
        "- [ ] ICML 2025",
        "  - the workshops too",
        "- [ ] NeurIPS 2025",
        "- [ ] ICML 2026",
    ]
    newest_first = add(f"# L\n\n## TODO\n\n- [ ] ICML 2025\n- [x] ICML 2024\n{BELOW}", ("icml", 2026)).data.decode()
    assert newest_first.splitlines()[4] == "- [ ] ICML 2026"


def test_a_list_without_todo_gets_one_before_its_papers() -> None:
    head, papers = "# L\n\n## Contents\n\n- [Papers](#papers)\n\n", "## Papers\n\n### A\n\n- Alpha Learning of Things\n"
    assert add(head + papers, ("icml", 2026)).data.decode() == f"{head}## TODO\n\n- [ ] Missing ICML 2026\n\n{papers}"


def test_an_edition_that_an_item_names_is_present_and_adding_twice_changes_nothing() -> None:
    once = add(LIST, ("aaai", 2026))
    again = add(once.data, ("aaai", 2026), ("aaai", 2025))
    assert (again.data, again.added, again.diff) == (once.data, (), "")
    assert again.present == (("aaai", 2026), ("aaai", 2025))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_missing_last_one_stay(end: str) -> None:
    text = end.join(["# L", "", "## Papers", "", "- Alpha Learning of Things", "", "## TODO", "", "- [ ] ICML 2025"])
    assert add(text, ("icml", 2026)).data.decode() == f"{text}{end}- [ ] ICML 2026"


def test_where_an_item_would_not_read_back_the_list_is_refused() -> None:
    with pytest.raises(ListError, match="add it by hand"):
        add("# L\n\n## TODO\n\n```\nnothing yet\n", ("icml", 2026))


@given(st.lists(st.sampled_from([(venue, year) for venue, years in TABLE.years.items() for year in years]), unique=True))
def test_whatever_is_added_the_old_lines_stay_and_every_edition_is_named_once(editions: list[tuple[str, int]]) -> None:
    done = read_list(add(LIST, *editions).data, TABLE.spellings)
    assert set(editions) <= {edition for item in done.todo for edition in item.editions}
    old = LIST.decode().splitlines()
    assert [line.rstrip("\n") for line in done.lines if line.rstrip("\n") in old] == old
