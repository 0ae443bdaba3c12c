"""Entries completed from their papers: in the list's style, where nothing stands yet, once, and nothing else touched."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_shapes import SHAPES

from candidates.publishing.annotation import AUTHORS, EDITION, HARD_BREAK, LINK, Annotated, annotate, usual_parts
from candidates.reading_list.entry_fields import FieldKind
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
        "its row has no empty cell for venue or year",
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


TABLE_OF_HTML = (
    "## A\n\n<table>\n  <tr><th>Title</th><th>Venue</th><th>Year</th><th>Links</th><th>Authors</th></tr>\n"
    '  <tr>\n    <td>Alpha Learning of Things</td>\n    <td>ICLR</td>\n    <td>2023</td>\n    <td><a href="https://example.org/a">PDF</a></td>\n'
    "    <td>Jane Doe, Richard Roe</td>\n  </tr>\n"
    "  <tr>\n    <td>Beta Learning of Things</td>\n    <td></td>\n    <td> </td>\n    <td></td>\n    <td></td>\n  </tr>\n</table>\n"
)


def test_empty_cells_of_a_table_in_html_are_filled_and_no_other_byte_changes() -> None:
    done = run(TABLE_OF_HTML, EDITION, LINK, AUTHORS)
    people = "Ada Lovelace, José María van der Berg, Grace Hopper"
    wanted = TABLE_OF_HTML.replace(
        "<td></td>\n    <td> </td>\n    <td></td>\n    <td></td>",
        f'<td>ICML</td>\n    <td>2024 </td>\n    <td><a href="{PDF}">PDF</a></td>\n    <td>{people}</td>',
    )
    assert done.data.decode() == wanted
    assert run(done.data, EDITION, LINK, AUTHORS).changed == ()


def test_a_column_in_which_nothing_stands_yet_is_filled_by_its_name() -> None:
    markdown = "## A\n\n| Title | Venue | Link |\n| --- | --- | --- |\n| Alpha Learning of Things | | |\n"
    assert added(markdown, EDITION, LINK) == "ICML 2024 | [paper](https://example.org/5%28a%29)"
    head = "## A\n\n<table>\n<tr><th>Title</th><th>Venue</th><th>Link</th></tr>\n"
    html = f"{head}<tr><td>Alpha Learning of Things</td><td></td><td></td></tr>\n</table>\n"
    assert added(html, EDITION, LINK) == 'ICML 2024 | <a href="https://example.org/5%28a%29">paper</a>'


def test_a_table_without_the_column_says_so_by_its_line() -> None:
    html = (
        "## A\n\n<table>\n<tr><th>Title</th><th>Venue</th></tr>\n<tr><td>Alpha Learning of Things</td><td>ICML 2024</td></tr>\n</table>\n"
    )
    assert {each.why for each in run(html, LINK).skipped} == {"its table (line 3) has no column for a link"}
    spanned = html.replace("<tr><td>Alpha", '<tr><td rowspan="2">ICLR</td></tr><tr><td>Alpha')
    assert run(spanned, LINK, EDITION).data.decode() == spanned


def test_two_tables_of_a_section_keep_their_own_columns() -> None:
    first = "| Title | Venue | Link |\n| --- | --- | --- |\n| Alpha Learning of Things | ICML 2023 | [pdf](https://example.org/a) |\n"
    second = "| Link | Title | Venue |\n| --- | --- | --- |\n| | Beta Learning of Things | |\n"
    done = run(f"## A\n\n{first}\nAnd also:\n\n{second}", EDITION, LINK)
    assert done.data.decode().splitlines()[-1] == f"| [pdf]({PDF}) | Beta Learning of Things | ICML 2024 |"


def test_a_paragraph_is_completed_before_the_break_of_its_line() -> None:
    whole = "**Alpha Learning of Things** (ICLR 2023) \\\n*Jane Doe* [[paper](https://example.org/a)]\n"
    text = f"## A\n\n{whole}\n**Beta Learning of Things** \\\n*Ann Poe*\n"
    done = run(text, EDITION)
    assert done.data.decode() == text.replace("Beta Learning of Things** \\", "Beta Learning of Things** (ICML 2024) \\")


def test_where_titles_are_the_links_the_title_becomes_one() -> None:
    linked = "- [Alpha Learning of Things](https://example.org/a)\n- **[Gamma Learning](https://example.org/c)**\n"
    text = f"## A\n\n{linked}- **Beta Learning of Things** [[code](https://github.com/p/b)]\n- Delta Learning of Things\n"
    done = run(text, LINK)
    assert done.data.decode() == text.replace("- Delta Learning of Things", "- [Delta Learning of Things](https://example.org/6%28a%29)")


def test_the_edition_stands_behind_a_link_that_is_put_around_the_title() -> None:
    text = "## A\n\n- [Alpha Learning of Things](https://example.org/a) (ICML 2023)\n- Beta Learning of Things\n"
    wanted = "- [Beta Learning of Things](https://example.org/4%28a%29) (ICML 2024)"
    assert run(text, EDITION, LINK).data.decode() == text.replace("- Beta Learning of Things", wanted)


def test_a_long_run_of_blanks_takes_no_time() -> None:
    began = process_time()
    assert HARD_BREAK.search("- Title" + " " * 20_000 + "x") is None
    assert process_time() - began < 1
    assert HARD_BREAK.sub("", "- Title  ") == HARD_BREAK.sub("", "- Title \\ ") == HARD_BREAK.sub("", "- Title <br/>") == "- Title"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "## A\n\n- [[ICML](https://x.org/a)] Alpha Learning\n- [[ICLR](https://x.org/b)] Gamma Learning\n- Beta Learning of Things\n",
            "in front of its titles",
        ),
        ("## A\n\n- Alpha Learning\n  - ICLR 2023\n- Gamma Learning\n  - ICML 2022\n- Beta Learning of Things\n", "in lines of their own"),
        (
            "## A\n\n<details><summary>Beta Learning of Some Things</summary>\n\nIts abstract.\n\n</details>\n",
            "HTML outside of a table (line 3)",
        ),
    ],
)
def test_where_the_list_has_it_elsewhere_nothing_is_written_and_the_reason_said(text: str, why: str) -> None:
    done = run(text, EDITION)
    assert done.data.decode() == text
    assert any(why in each.why for each in done.skipped)


def test_an_entry_that_would_read_as_something_else_keeps_no_other_from_being_completed() -> None:
    text = "## A\n\n- Alpha Learning of Things\n- Beta Learning of `code\n- Gamma Learning of Things\n"
    done = run(text, EDITION)
    assert "- Alpha Learning of Things (ICML 2024)" in done.data.decode()
    assert "- Gamma Learning of Things (ICML 2024)" in done.data.decode()


def test_what_an_entry_cannot_take_beside_the_rest_is_left_out_alone() -> None:
    done = run("## A\n\n- Alpha Learning of Things []\n", AUTHORS, LINK)
    assert done.data.decode() == "## A\n\n- Alpha Learning of Things [] [[paper](https://example.org/3%28a%29)]\n"


def test_authors_whose_brevity_is_written_oddly_break_nothing_and_no_sign_stays_open() -> None:
    odd = "- **Alpha Learning of Things** *Ann Poe et al.  .* \n- **Gamma Learning** *Bo Lee et al. ICML 2022.*\n"
    text = f"## A\n\n{odd}- **Beta Learning of Things**\n"
    done = run(text, AUTHORS)
    assert all(line.count("*") % 2 == 0 for line in done.data.decode().splitlines())


REMOVABLE = (FieldKind.VENUE, FieldKind.YEAR, FieldKind.LINK, FieldKind.AUTHORS)


def lacking(text: str, draws: list[bool]) -> str:
    """The text without some of what its entries say of their papers."""
    found = read_list(text.encode(), TABLE.spellings)
    fields = [one for entry in found.entries if entry.text for one in entry.text.fields if one.kind in REMOVABLE]
    titles = [one for entry in found.entries if entry.text for one in entry.text.fields if one.kind is FieldKind.TITLE]
    spans = [one.link.outer if one.link else (one.start, one.end) for one in fields]
    spans = [span for span in spans if not any(span[0] <= title.start and title.end <= span[1] for title in titles)]
    plain, last = found.source.text, len(found.source.text)
    for (start, end), gone in sorted(zip(spans, draws, strict=False), reverse=True):
        if gone and end <= last:
            plain, last = plain[:start] + plain[end:], start
    return plain


def is_within(old: str, new: str) -> bool:
    """Whether a line is another one with something put in; blanks aside, which an empty cell may lose."""
    letters = iter(new)
    return all(letter in letters for letter in old if not letter.isspace())


@given(
    st.sampled_from(sorted(SHAPES)),
    st.lists(st.booleans(), min_size=16, max_size=16),
    st.sets(st.sampled_from((EDITION, LINK, AUTHORS)), min_size=1),
    st.sampled_from(["\n", "\r\n"]),
)
def test_in_any_shape_only_what_is_missing_is_put_in_and_only_once(name: str, draws: list[bool], parts: set[str], end: str) -> None:
    text = lacking(SHAPES[name].text.replace("\r\n", "\n"), draws).replace("\n", end)
    old = read_list(text.encode(), TABLE.spellings)
    papers = {
        entry.line: Paper(
            title=entry.title,
            venue=entry.venue or "icml",
            year=entry.year or 2024,
            authors=entry.authors or ("Mia Moon", "Sam Sun"),
            url=f"https://openreview.net/forum?id=z{entry.line}",
        )
        for entry in old.entries
    }
    done = annotate(old, papers, parts)
    new = read_list(done.data, TABLE.spellings)
    assert [(e.line, e.title) for e in new.entries] == [(e.line, e.title) for e in old.entries]
    before, after = text.split(end), done.data.decode().split(end)
    touched = {entry.first_line + n for entry in old.entries for n in range(entry.last_line - entry.first_line + 1)}
    assert all(a == b or (n in touched and is_within(a, b)) for n, (a, b) in enumerate(zip(before, after, strict=True), 1))
    assert {each.line for each in done.changed} | {each.line for each in done.skipped} == {entry.line for entry in old.entries}
    again = annotate(new, papers, parts)
    assert (again.data, again.changed) == (done.data, ())
