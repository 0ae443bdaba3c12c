"""Entries completed from their papers: in the list's style, where nothing stands yet, once, and nothing else touched."""

from pathlib import Path

import pytest

from candidates.publishing.annotation import AUTHORS, EDITION, LINK, Annotated, annotate, usual_parts
from candidates.reading_list.reader import read_list
from spiders.editions import own_table
from spiders.paper import Paper

TABLE = own_table()
PDF = "https://example.org/all.pdf"
LIST = (Path(__file__).parents[1] / "lists" / "brain_inspired.md").read_bytes()


def run(text: str | bytes, *parts: str, year: int = 2024, venue: str = "icml") -> Annotated:
    """Every entry is taken for a paper of the edition."""
    data = text if isinstance(text, bytes) else text.encode()
    found = read_list(data, TABLE.spellings)
    people = ("Ada Lovelace", "José María van der Berg", "Grace Hopper")
    papers = {
        entry.line: Paper(title=entry.title, venue=venue, year=year, authors=people, url=f"https://example.org/{entry.line}(a)", pdf=PDF)
        for entry in found.entries
    }
    return annotate(found, papers, parts)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tails_are_written_as_the_list_writes_them_and_taken_places_stay(end: str) -> None:
    text = end.join(["## A", "", "- Alpha Learning of Things  ", "- Beta Learning of Things (NIPS'2023)", "- Gamma Learning", ""])
    done = run(text, EDITION)
    assert done.data.decode() == end.join(
        [
            "## A",
            "",
            "- Alpha Learning of Things (ICML'2024)  ",
            "- Beta Learning of Things (NIPS'2023)",
            "- Gamma Learning (ICML'2024)",
            "",
        ]
    )
    assert [(each.line, each.added) for each in done.changed] == [(3, "(ICML'2024)"), (5, "(ICML'2024)")]
    assert [each.why for each in done.skipped] == ["names its edition already: (NIPS'2023)"]


def test_a_list_without_any_gets_plain_tails_and_links_behind_the_title() -> None:
    done = run("## A\n\n- Alpha Learning of Things\n", EDITION, LINK)
    assert done.data.decode() == "## A\n\n- Alpha Learning of Things (ICML 2024) [[paper](https://example.org/3%28a%29)]\n"
    entry = read_list(done.data, TABLE.spellings).entries[0]
    assert (entry.title, entry.venue, entry.year, entry.links) == (
        "Alpha Learning of Things",
        "icml",
        2024,
        ("https://example.org/3%28a%29",),
    )


def test_twice_is_once_and_the_old_lines_stand_at_the_beginning_of_the_new() -> None:
    once = run(LIST, EDITION, LINK)
    again = run(once.data, EDITION, LINK)
    assert (again.data, again.changed) == (once.data, ())
    old, new = LIST.decode().splitlines(), once.data.decode().splitlines()
    assert all(line.startswith(before.rstrip()) for before, line in zip(old, new, strict=True))
    assert sum(before != line for before, line in zip(old, new, strict=True)) == len(once.changed)


def test_an_edition_that_a_heading_names_is_not_written_again_and_tables_stay() -> None:
    text = (
        "## ICML 2024\n\n- Alpha Learning of Things\n\n## B\n\n| Title | Venue |\n| --- | --- |\n| Beta Learning of Things | ICML 2023 |\n"
    )
    done = run(text, EDITION)
    assert done.data.decode() == text
    assert {each.why for each in done.skipped} == {
        "names its edition already: ICML 2024",
        "its row has no empty cell for it",
    }


def test_only_what_is_certainly_a_paper_is_completed() -> None:
    found = read_list(b"## A\n\n- Alpha Learning of Things\n", TABLE.spellings)
    done = annotate(found, {}, (EDITION,))
    assert (done.changed, done.diff, [each.why for each in done.skipped]) == ((), "", ["no crawled paper is certainly this one"])


def test_by_itself_it_adds_what_the_newest_entries_have() -> None:
    linked = "## A\n\n- [Alpha Learning](https://example.org/a) (ICML 2024)\n- Beta Learning of Things\n"
    assert usual_parts(read_list(linked.encode(), TABLE.spellings)) == (EDITION, LINK)
    assert usual_parts(read_list(b"## A\n\n- Alpha Learning of Things (ICML 2024)\n", TABLE.spellings)) == (EDITION,)


def added(text: str, *parts: str) -> str:
    [one] = run(text, *parts).changed
    return one.added


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("[pdf](https://example.org/x.pdf)", f"[pdf]({PDF})"),
        ("[[Paper](https://example.org/x)]", "[[Paper](https://example.org/4%28a%29)]"),
        ("([paper](https://example.org/x))", "([paper](https://example.org/4%28a%29))"),
    ],
)
def test_a_link_is_written_as_the_entries_of_the_section_write_theirs(link: str, wanted: str) -> None:
    assert added(f"## A\n\n- Alpha Learning of Things (ICML 2023) {link}\n- Beta Learning of Things\n", LINK) == wanted


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        (". Jane Doe, Richard Roe", ". Ada Lovelace, José María van der Berg, Grace Hopper"),
        (". *Jane Doe, Richard Roe and Mary Major*", ". *Ada Lovelace, José María van der Berg and Grace Hopper*"),
        (". Jane Doe et al.", ". Ada Lovelace et al."),
    ],
)
def test_authors_are_written_as_the_list_writes_authors_and_only_once(people: str, wanted: str) -> None:
    text = f"## A\n\n- Alpha Learning of Things{people}\n- Gamma Learning of Things{people}\n- Beta Learning of Things\n"
    done = run(text, AUTHORS)
    assert [each.added for each in done.changed] == [wanted]
    assert read_list(done.data, TABLE.spellings).entries[2].authors[0].startswith("Ada")
    again = run(done.data, AUTHORS)
    assert (again.data, again.changed) == (done.data, ())
    assert {each.why for each in again.skipped} == {"names its authors already"}


def test_all_three_parts_together_read_back() -> None:
    done = run("## A\n\n- Alpha Learning of Things\n", AUTHORS, EDITION, LINK)
    entry = read_list(done.data, TABLE.spellings).entries[0]
    assert (entry.title, entry.venue, entry.year, len(entry.links)) == ("Alpha Learning of Things", "icml", 2024, 1)
    assert entry.authors


def test_empty_cells_of_a_table_are_filled_as_the_other_rows_fill_them_and_no_other() -> None:
    head = "## A\n\n| Title | Authors | Venue | Year | Link |\n| --- | --- | --- | --- | --- |\n"
    whole = "| Alpha Learning of Things | Jane Doe, Richard Roe | ICLR | 2023 | [pdf](https://example.org/a.pdf) |\n"
    text = head + whole + whole.replace("Alpha", "Gamma") + "| Beta Learning of Things |  | ICML |  | |\n"
    done = run(text, EDITION, LINK, AUTHORS)
    people = "Ada Lovelace, José María van der Berg, Grace Hopper"
    assert done.data.decode() == text.replace("|  | ICML |  | |", f"| {people} | ICML | 2024 | [pdf]({PDF}) |")
    assert [(each.line, each.added) for each in done.changed] == [(7, f"{people} | 2024 | [pdf]({PDF})")]
    assert run(done.data, EDITION, LINK, AUTHORS).changed == ()
    assert run(text, EDITION).data.decode() == text.replace("| ICML |  |", "| ICML | 2024 |")
