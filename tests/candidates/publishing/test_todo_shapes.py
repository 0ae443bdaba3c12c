"""A TODO in any shape is read once, ticked where it is, and gains items like those it has, or says by line why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from todo_shapes import HEAD, PAPERS, SHAPES, TodoShape

from candidates.publishing.list_writer import publish_into
from candidates.publishing.todo_items import add_items
from candidates.reading_list.claims import open_editions
from candidates.reading_list.parts import ListError, ReadingList
from candidates.reading_list.reader import read_list
from candidates.reading_list.task_marks import WORDS
from spiders.editions import own_table

TABLE = own_table()
ENDS = ("\n", "\r\n")
DONE = (("aaai", 2025),)


def read(shape: TodoShape, end: str = "\n") -> ReadingList:
    return read_list(f"{HEAD}{shape.todo}{PAPERS}".replace("\n", end).encode(), TABLE.spellings)


def changed_lines(old: ReadingList, data: bytes, end: str) -> tuple[str, ...]:
    """The new lines, each of which stands where the reader's lines say; nothing else may differ but what they replace."""
    before, after = [line.rstrip("\r\n") for line in old.lines], data.decode().split(end)
    head = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    tail = next((n for n, (a, b) in enumerate(zip(before[::-1], after[:-1][::-1], strict=False)) if a != b), len(before) - head)
    return tuple(after[head : len(after) - 1 - min(tail, len(before) - head)])


@pytest.mark.parametrize("name", SHAPES)
def test_the_items_are_read_with_their_state_and_keep_no_paper_out(name: str) -> None:
    found = read(SHAPES[name])
    assert tuple(f"{'x ' if item.checked else ''}{item.text}" for item in found.todo) == SHAPES[name].items
    assert [entry.title for entry in found.entries] == ["Alpha Learning of Many Things"]
    wanted, _ = open_editions(found, TABLE.years)
    assert ("aaai", 2025) in wanted, "it is what `covenue crawl` asks for"


@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf"])
@pytest.mark.parametrize("name", SHAPES)
def test_what_is_done_is_ticked_as_the_list_ticks_and_no_other_byte_changes(name: str, end: str) -> None:
    shape, old = SHAPES[name], read(SHAPES[name], end)
    done = publish_into(old, (), DONE)
    assert changed_lines(old, done.data, end) == shape.ticked
    assert [each.why for each in done.skipped] == ([shape.unticked] if shape.unticked and len(old.todo[0].editions) == 1 else [])
    again = publish_into(read_list(done.data, TABLE.spellings), (), DONE)
    assert again.data == done.data


@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf"])
@pytest.mark.parametrize("name", SHAPES)
def test_a_new_item_is_written_like_the_others_or_refused_with_line_and_reason(name: str, end: str) -> None:
    shape, old = SHAPES[name], read(SHAPES[name], end)
    if shape.refused:
        with pytest.raises(ListError, match=shape.refused):
            add_items(old, [("icml", 2026)], TABLE.years)
        return
    done = add_items(old, [("icml", 2026)], TABLE.years)
    assert changed_lines(old, done.data, end) == shape.added
    assert ("icml", 2026) in {
        edition for item in read_list(done.data, TABLE.spellings).todo for edition in item.editions if not item.checked
    }
    again = add_items(read_list(done.data, TABLE.spellings), [("icml", 2026)], TABLE.years)
    assert (again.data, again.present) == (done.data, (("icml", 2026),))


EDITIONS = [(venue, year) for venue in ("aaai", "iclr", "ijcai", "mm", "icml", "neurips", "cvpr") for year in (2024, 2025, 2026)]


@given(
    st.sampled_from(sorted(SHAPES)),
    st.lists(st.sampled_from(EDITIONS), unique=True),
    st.sets(st.sampled_from(EDITIONS)),
    st.sampled_from(ENDS),
)
def test_whatever_is_added_and_ticked_it_reads_back_and_the_papers_stay(
    name: str, editions: list[tuple[str, int]], done: set[tuple[str, int]], end: str
) -> None:
    old = read(SHAPES[name], end)
    try:
        grown = read_list(add_items(old, editions, TABLE.years).data, TABLE.spellings)
    except ListError:
        grown = old
    else:
        assert set(editions) <= {edition for item in grown.todo for edition in item.editions}
    assert [item.text for item in old.todo if item not in grown.todo and item.text not in {each.text for each in grown.todo}] == []
    after = publish_into(grown, (), sorted(done))
    ticked = read_list(after.data, TABLE.spellings)
    assert [item.text for item in ticked.todo if item.checked] == [
        item.text for item in grown.todo if item.checked or item.text in {each.text for each in after.ticked}
    ]
    assert [entry.title for entry in ticked.entries] == [entry.title for entry in old.entries]


ALPHA, BETA = "Alpha Learning of Many Things", "Beta Learning of Many Things"
NO_TASKS = {
    "papers with a column of signs": (
        f"| Paper | Venue | Year | Code |\n|---|---|---|---|\n| {ALPHA} | ICML | 2024 | ✅ |\n| {BETA} | ICLR | 2025 | ❌ |\n"
    ),
    "papers behind their editions": f"| At | Paper | Open |\n|---|---|---|\n| ICML 2024 | {ALPHA} | yes |\n| ICML 2025 | {BETA} | no |\n",
    "dates": "| Venue | Deadline |\n|---|---|\n| ICML 2027 | 2027-01-28 |\n| ICLR 2027 | 2026-09-24 |\n",
    "data sets with a column of signs": (
        "| Dataset | Venue | Year | Code |\n|---|---|---|---|\n| [N-Caltech](http://x.y) | AAAI | 2025 | ❌ |\n| DVS | MM | 2025 | ✅ |\n"
    ),
    "models with a column of words": (
        "| Model | Venue | Open source |\n|---|---|---|\n| SpikFormer | ICLR 2023 | yes |\n| SpikeGPT | AAAI 2025 | no |\n"
    ),
    "models with a state": "| Model | Venue | Status |\n|---|---|---|\n| SpikFormer | ICLR 2023 | ✅ |\n| SpikeGPT | AAAI 2025 | ❌ |\n",
    "short papers": "| Paper | Venue | Code |\n|---|---|---|\n| SpikFormer | ICLR 2023 | ✓ |\n| SpikeGPT | AAAI 2025 | ✗ |\n",
    "editions with open reviews": "| Venue | Year | Open |\n|---|---|---|\n| ICLR | 2023 | ✓ |\n| AAAI | 2025 | ✗ |\n",
    "linked editions with code": "| Venue | Done |\n|---|---|\n| ICLR 2023 | ✓ |\n| [AAAI 2025](https://x.org/p) | ✗ |\n",
    "numbers": "| Venue | 2024 | 2025 |\n|---|---|---|\n| ICML | 12 | 14 |\n| ICLR | 9 | 20 |\n",
}


@pytest.mark.parametrize("name", NO_TASKS)
def test_tables_of_papers_dates_and_numbers_are_no_tasks(name: str) -> None:
    found = read_list(f"# Shelf\n\n## Things\n\n{NO_TASKS[name]}".encode(), TABLE.spellings)
    assert found.todo == ()
    assert publish_into(found, (), DONE).data == found.to_bytes()


def test_missing_papers_in_a_table_are_no_editions_to_crawl() -> None:
    text = f"# Shelf\n\n## Missing papers\n\n| Title | Venue |\n|---|---|\n| {ALPHA} | ICML 2024 |\n| {BETA} | ICLR 2025 |\n"
    assert read_list(text.encode(), TABLE.spellings).todo == ()


@pytest.mark.parametrize(
    ("line", "open_ones"),
    [
        ("- [ ] ~~AAAI 2024~~ AAAI 2025", {("aaai", 2025)}),
        ("- Missing: ~~AAAI 2023~~, AAAI 2024, AAAI 2025", {("aaai", 2024), ("aaai", 2025)}),
        ("- Missing: <del>AAAI 2024</del> AAAI 2025", {("aaai", 2025)}),
        ("- [ ] ICML 2025 (included)", {("icml", 2025)}),
        ("- [ ] ICML 2025 [y]", {("icml", 2025)}),
        ("- ❌ ICML 2025 (done)", {("icml", 2025)}),
        ("- [x] ~~AAAI 2024~~ AAAI 2025", set()),
        ("- ~~AAAI 2024, AAAI 2025~~", set()),
        ("- <del>AAAI 2025</del>", set()),
        ("- Missing: ~~AAAI 2025~~", set()),
        ("- AAAI 2025 (done)", set()),
    ],
)
def test_a_box_says_what_is_done_before_strikes_and_words_do(line: str, open_ones: set[tuple[str, int]]) -> None:
    found = read_list(f"{HEAD}## TODO\n\n{line}\n{PAPERS}".encode(), TABLE.spellings)
    assert {edition for item in found.todo if not item.checked for edition in item.editions} == open_ones


def one_row(field: str, more: str = "") -> ReadingList:
    return read_list(f"{HEAD}## TODO\n\n| Venue | Status |\n|---|---|\n| AAAI 2025 | {field} |\n{more}{PAPERS}".encode(), TABLE.spellings)


@pytest.mark.parametrize(
    ("field", "more", "ticked"),
    [
        ("[open](http://x.y/is/open)", "", "[done](http://x.y/is/open)"),
        ("[**open**](http://x.y/open)", "| ICLR 2025 | [Done](http://x.y/iclr) |\n", "[**Done**](http://x.y/open)"),
        ('<a href="http://x.y/todo">todo</a>', "", '<a href="http://x.y/todo">done</a>'),
        ("[❌](http://x.y/❌)", "", "[✅](http://x.y/❌)"),
    ],
)
def test_a_tick_changes_what_is_seen_and_no_address(field: str, more: str, ticked: str) -> None:
    old = one_row(field, more)
    assert changed_lines(old, publish_into(old, (), DONE).data, "\n") == (f"| AAAI 2025 | {ticked} |",)


@pytest.mark.parametrize(
    ("field", "more", "ticked"),
    [
        ("🚧 in progress", "", "✅ done"),
        ("⏳ open", "", "✅ done"),
        ("☐ Open", "", "☑ Done"),
        ("❌ done", "", "✅ done"),
        ("⏳ open", "| ICLR 2025 | ✅ |\n", "✅"),
        ("⏳ open", "| ICLR 2025 | ✅ added |\n", "✅ added"),
    ],
)
def test_a_sign_and_its_word_turn_together(field: str, more: str, ticked: str) -> None:
    old = one_row(field, more)
    done = publish_into(old, (), DONE)
    assert changed_lines(old, done.data, "\n") == (f"| AAAI 2025 | {ticked} |",)
    assert [item.checked for item in read_list(done.data, TABLE.spellings).todo] == [True] * len(old.todo)


def test_a_field_that_nothing_answers_to_is_left_with_the_true_reason() -> None:
    done = publish_into(one_row("o&#112;en"), (), DONE)
    assert [each.why for each in done.skipped] == [
        "line 7 says 'o&#112;en', and the list does not show what that becomes once it is done; mark it by hand"
    ]


def test_a_tick_that_does_not_read_back_keeps_nothing_else_out(monkeypatch: pytest.MonkeyPatch) -> None:
    old = one_row("open", "| ICLR 2025 | ☐ |\n")
    monkeypatch.setitem(WORDS, "open", "who knows")
    done = publish_into(old, (), [*DONE, ("iclr", 2025)])
    assert changed_lines(old, done.data, "\n") == ("| ICLR 2025 | ☑ |",)
    assert [(each.why, each.is_task) for each in done.skipped] == [
        ("line 7 would not read as done once it is ticked; mark it by hand", True)
    ]
