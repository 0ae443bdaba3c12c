"""Lists of many shapes: each is read as its maintainer means it, and a paper is written as its entries stand, in its place, once."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_shapes import LINE_SHAPES
from list_shapes import SHAPES as LIST_SHAPES
from list_shapes import Shape
from own_venues import read_list

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import Published, publish_into

SHAPES = {**LIST_SHAPES, **LINE_SHAPES}
NAMES = list(SHAPES)
TITLES = st.text(st.characters(blacklist_categories=("Cs", "Co", "Cc", "Cn", "Zl", "Zp")), min_size=1, max_size=60)


def zeta(shape: Shape, title: str = "Zeta: A New Way of Seeing Things") -> Addition:
    return Addition(
        title=title,
        venue="neurips",
        year=2023,
        category=shape.category,
        url="https://openreview.net/forum?id=zeta",
        authors=("Mia Moon", "Sam Sun"),
        pdf="https://openreview.net/pdf?id=zeta",
        forum="zeta",
    )


def publish(shape: Shape, additions: Sequence[Addition], text: str = "") -> Published:
    return publish_into(read_list((text or shape.text).encode()), additions)


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_editions_are_read_and_reading_loses_nothing(name: str) -> None:
    shape = SHAPES[name]
    found = read_list(shape.text.encode())
    assert found.to_bytes() == shape.text.encode()
    assert tuple(entry.title for entry in found.entries) == shape.titles
    assert tuple((entry.venue, entry.year) for entry in found.entries) == shape.editions


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_stands_as_and_where_the_others_do(name: str) -> None:
    shape = SHAPES[name]
    end = "\r\n" if "\r\n" in shape.text else "\n"
    lines = shape.text.split(end)
    wanted = end.join([*lines[: shape.after], *shape.new, *lines[shape.after :]])
    assert publish(shape, [zeta(shape)]).data.decode() == wanted


@pytest.mark.parametrize("name", NAMES)
def test_publishing_again_changes_nothing_and_the_new_entry_is_read_as_that_paper(name: str) -> None:
    shape = SHAPES[name]
    once = publish(shape, [zeta(shape)])
    found = read_list(once.data)
    [new] = [entry for entry in found.entries if entry.title not in shape.titles]
    assert (new.title, new.venue, new.year) == ("Zeta: A New Way of Seeing Things", "neurips", 2023)
    again = publish_into(found, [zeta(shape)])
    assert (again.data, again.added) == (once.data, ())


@pytest.mark.parametrize("name", [name for name in NAMES if SHAPES[name].aside])
def test_a_section_that_holds_no_papers_takes_none(name: str) -> None:
    shape = SHAPES[name]
    refused = Addition(title="Zeta: A New Way of Seeing Things", venue="neurips", year=2019, category=shape.aside)
    done = publish(shape, [refused])
    assert done.data.decode() == shape.text
    assert shape.aside in done.skipped[0].why


@given(name=st.sampled_from(NAMES), titles=st.lists(TITLES, min_size=1, max_size=3))
def test_whatever_the_titles_old_lines_stay_in_order_and_twice_is_once(name: str, titles: list[str]) -> None:
    shape = SHAPES[name]
    additions = [zeta(shape, title) for title in titles]
    once = publish(shape, additions)
    rest = iter(once.data.decode().splitlines(keepends=True))
    assert all(any(line == other for other in rest) for line in shape.text.splitlines(keepends=True))
    assert len(once.added) + len(once.skipped) == len(additions)
    assert publish_into(read_list(once.data), additions).data == once.data


@given(name=st.sampled_from(NAMES), places=st.lists(st.integers(0, 2_000), max_size=6), signs=st.text("*_[]()|<>`#-\n \t\\", max_size=6))
def test_mutated_lists_are_read_without_loss_and_their_lines_kept(name: str, places: list[int], signs: str) -> None:
    text = SHAPES[name].text
    for place, sign in zip(places, signs, strict=False):
        at = place % (len(text) + 1)
        text = text[:at] + sign + text[at + 1 :]
    found = read_list(text.encode())
    assert found.to_bytes() == text.encode()
    for entry in found.entries:
        assert entry.first_line <= entry.line <= entry.last_line <= len(found.lines)


def test_a_heading_that_the_list_lacks_is_made_as_its_neighbours_are() -> None:
    text = "# L\n\n## 2024\n\n- Alpha Things of a Kind (ICLR 2024)\n\n## 2022\n\n- Beta Things of a Kind (ICML 2022)\n"
    done = publish_into(read_list(text.encode()), [Addition(title="Zeta Things of a Kind", venue="neurips", year=2023)])
    assert done.data.decode() == text.replace("\n## 2022", "\n## 2023\n\n- Zeta Things of a Kind (NeurIPS 2023)\n\n## 2022")


def test_sections_in_the_order_of_titles_get_a_new_one_in_its_place() -> None:
    titles = ("Alpha One", "Beta Two", "Delta Four", "Epsilon Five", "Theta Eight")
    text = "## A\n" + "".join(f"- {title} of a Kind\n" for title in titles)
    done = publish_into(read_list(text.encode()), [Addition(title="Gamma Three of a Kind", venue="icml", year=2023, category="A")])
    lines = done.data.decode().splitlines()
    assert lines.index("- Gamma Three of a Kind") == lines.index("- Theta Eight of a Kind") - 1


def test_what_is_not_understood_is_named_and_nothing_is_written_there() -> None:
    prose = "I began with [Doe](https://arxiv.org/abs/2101.00001) and came to [Roe](https://openreview.net/forum?id=abc) late."
    found = read_list(f"# Essay\n\n## Discovery\n\n{prose}\n".encode())
    assert [(one.line, one.text[:12]) for one in found.not_understood] == [(5, "I began with")]
    done = publish_into(found, [Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="Discovery")])
    assert done.added == ()
    assert done.skipped
    assert done.data == found.to_bytes()


def test_a_list_that_begins_to_name_editions_keeps_the_sections_that_do_not() -> None:
    dated = "".join(f"- Spiking Things Number {n} (ICML 2024)\n" for n in range(9))
    found = read_list(f"## A\n\n{dated}\n## B\n\n- A Title without an Edition\n".encode())
    assert found.entries[-1].title == "A Title without an Edition"


SHARED_ROWS = """## Federated

<table>
<tr><td>Years</td><td>Title</td><td>Affiliation</td></tr>
<tr><td rowspan=2>ICML 2024</td><td><a href="https://openreview.net/forum?id=a">Alpha Learning of Many</a></td><td>Lab A</td></tr>
<tr><td><a href="https://openreview.net/forum?id=b">Beta Learning of Many</a></td><td>Lab B</td></tr>
<tr><td>ICLR 2022</td><td><a href="https://openreview.net/forum?id=c">Gamma Learning of Many</a></td><td>Lab C</td></tr>
</table>
"""


def test_rows_that_share_a_cell_are_read_with_it_and_take_no_new_row() -> None:
    found = read_list(SHARED_ROWS.encode())
    assert [(entry.title, entry.venue, entry.year) for entry in found.entries] == [
        ("Alpha Learning of Many", "icml", 2024),
        ("Beta Learning of Many", "icml", 2024),
        ("Gamma Learning of Many", "iclr", 2022),
    ]
    done = publish_into(found, [Addition(title="Zeta Learning of Many", venue="icml", year=2023, category="Federated")])
    assert done.data == found.to_bytes()
    assert "rowspan" in done.skipped[0].why


def test_a_section_of_links_to_code_alone_is_no_section_of_papers() -> None:
    text = "## Papers\n- [Alpha Paper on Things](https://arxiv.org/abs/2101.00001)\n## Companies working on Things\n"
    found = read_list((text + "- [Thing Inc](https://github.com/thing)\n- [Other Inc](https://github.com/other)\n").encode())
    assert [entry.title for entry in found.entries] == ["Alpha Paper on Things"]


def test_a_title_above_a_note_that_ends_in_an_edition_is_no_heading_of_a_group() -> None:
    first = "- [Alpha Paper on Things](https://x.org/a) *Journal of Things, 2002*\n  - Jane Doe\n"
    text = f"## A\n{first}- [Beta Paper on Things](https://x.org/b) *ICML 2003*\n"
    assert [entry.title for entry in read_list(text.encode()).entries] == ["Alpha Paper on Things", "Beta Paper on Things"]


def test_a_new_row_says_of_its_paper_only_what_is_known_of_it() -> None:
    rows = "".join(
        f"| {name} | [{name}](https://arxiv.org/abs/2401.0000{n}) | {task} | {name}: Alpha Series of Things | ICML 2022 | {code} |\n"
        for n, (name, task, code) in enumerate(
            [
                ("Alp", "Node Sorting", "None"),
                ("Bet", "Node Sorting", "[Bet](https://anonymous.4open.science/r/b)"),
                ("Gam", "Edges", "None"),
            ]
        )
    )
    text = f"## A\n\n| Key | Model | Task | Title | Venue | Code |\n|---|---|---|---|---|---|\n{rows}"
    new = Addition(title="Zeta: A New Series of Things", venue="icml", year=2023, category="A", url="https://openreview.net/forum?id=z")
    [line] = publish_into(read_list(text.encode()), [new]).data.decode().removeprefix(text).splitlines()
    assert line == "|  | [Zeta](https://openreview.net/forum?id=z) |  | Zeta: A New Series of Things | ICML 2023 | None |"


@pytest.mark.parametrize(
    ("entry", "new"),
    [
        ("- **Alpha Paper on Things.** *Jane Doe, John Roe.* ICML 2022.", "- **Zeta Things of a Kind.** ICML 2023."),
        ("- Alpha Paper on Things (ICML 2022)\n  - “A fine paper.”", "- Zeta Things of a Kind (ICML 2023)"),
        ("- **Alpha Paper on Things**\n  - Jane Doe, John Roe. *ICML 2022*", "- **Zeta Things of a Kind**\n  - *ICML 2023*"),
        (
            "- [Alpha Paper on Things](https://x.org/a) Jane Doe, John Roe. *Conference on Machine Learning* (**ICML**) 2022.",
            "- [Zeta Things of a Kind](https://openreview.net/forum?id=z) *Conference on Machine Learning* (**ICML**) 2023.",
        ),
    ],
)
def test_what_a_paper_lacks_leaves_no_signs_behind(entry: str, new: str) -> None:
    text = f"## A\n\n{entry}\n{entry.replace('Alpha', 'Beta').replace('A fine paper', 'Sound work')}\n"
    paper = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url="https://openreview.net/forum?id=z")
    done = publish_into(read_list(text.encode()), [paper])
    assert done.data.decode().removeprefix(text).rstrip("\n") == new


ZETA = Addition(
    title="Zeta Things of a Kind",
    venue="icml",
    year=2023,
    category="A",
    url="https://openreview.net/forum?id=z",
    authors=("Mia Moon", "Sam Sun"),
)
BADGE = "[![Paper](https://img.shields.io/badge/Paper-red)]"
SIGNED = "- **ICML-2022** [{}](https://openreview.net/forum?id={}) by {} *et al.*"
SPELT = "- Jane Doe, John Roe. {}. In *Proceedings of the International Conference on Machine Learning*, 202{}."


@pytest.mark.parametrize(
    ("entries", "new"),
    [
        # Four spaces deep, under a year of its own.
        (
            "- **2023**\n    - Alpha Paper on Things. ICML. [[pdf](https://openreview.net/forum?id=a)]",
            "    - Zeta Things of a Kind. ICML. [[pdf]({})]",
        ),
        # The signs of "et al." are closed.
        (
            f"{SIGNED.format('Alpha Paper on Things', 'a', 'Jane Doe')}\n{SIGNED.format('Beta Paper on Things', 'b', 'Ann Poe')}",
            "- **ICML-2023** [Zeta Things of a Kind]({}) by Mia Moon *et al.*",
        ),
        # The sign before a link that the paper has not goes with it.
        (
            "- 📄 [Alpha Paper on Things](https://openreview.net/forum?id=a) `ICML 2022` 💻 [Code](https://github.com/p/a)\n"
            "- 📄 [Beta Paper on Things](https://openreview.net/forum?id=b) `ICML 2022` 💻 [Code](https://github.com/p/b)",
            "- 📄 [Zeta Things of a Kind]({}) `ICML 2023`",
        ),
        # So does the break into its line.
        (
            "- Alpha Paper on Things  \n  ICML, 2022  \n  Paper: https://openreview.net/forum?id=a  \n  Code: https://github.com/p/a\n"
            "- Beta Paper on Things  \n  ICML, 2022  \n  Paper: https://openreview.net/forum?id=b  \n  Code: https://github.com/p/b",
            "- Zeta Things of a Kind  \n  ICML, 2023  \n  Paper: {}",
        ),
        # A badge that all papers have is the label of a link, one that says an edition says the paper's own.
        (
            f"- **Alpha Paper on Things**, ICML 2022 {BADGE}(https://openreview.net/forum?id=a)\n"
            f"- **Beta Paper on Things**, ICML 2022 {BADGE}(https://openreview.net/forum?id=b) [![Code](https://img.shields.io/badge/Code-b)](https://github.com/p/b)",
            f"- **Zeta Things of a Kind**, ICML 2023 {BADGE}({{}})",
        ),
        (
            "- **Alpha Paper on Things** [![paper](https://img.shields.io/badge/ICLR%202022-paper-red)](https://openreview.net/forum?id=a)\n"
            "- **Beta Paper on Things** [![paper](https://img.shields.io/badge/ICLR%202022-paper-red)](https://openreview.net/forum?id=b)",
            "- **Zeta Things of a Kind** [![paper](https://img.shields.io/badge/ICML%202023-paper-red)]({})",
        ),
        # Venues spelt out, with and without their acronym, and abbreviated.
        (
            f"{SPELT.format('Alpha Paper on Things', 1)}\n{SPELT.format('Beta Paper on Things', 2)}",
            SPELT.format("Zeta Things of a Kind", 3).replace("Jane Doe, John Roe", "Mia Moon, Sam Sun"),
        ),
        (
            "- Alpha Paper on Things. International Conference on Machine Learning (ICML), 2021.\n"
            "- Beta Paper on Things. International Conference on Machine Learning (ICML), 2022.",
            "- Zeta Things of a Kind. International Conference on Machine Learning (ICML), 2023.",
        ),
    ],
)
def test_a_paper_is_written_letter_for_letter_as_the_others(entries: str, new: str) -> None:
    text = f"## A\n\n{entries}\n"
    done = publish_into(read_list(text.encode()), [ZETA])
    assert not done.skipped
    assert done.data.decode().removeprefix(text).rstrip("\n") == new.format(ZETA.url)


def test_the_full_stop_of_an_abbreviated_journal_is_its_own() -> None:
    line = "- [{}](https://doi.org/10.1109/{}), *IEEE Trans. Pattern Anal. Mach. Intell.* ({})\n"
    text = "## A\n\n" + line.format("Alpha Paper on Things", 1, 2021) + line.format("Beta Paper on Things", 2, 2022)
    found = read_list(text.encode())
    assert {entry.venue for entry in found.entries} == {"tpami"}
    paper = Addition(title="Zeta Things of a Kind", venue="tpami", year=2023, category="A", url="https://doi.org/10.1109/3")
    assert publish_into(found, [paper]).data.decode() == text + line.format("Zeta Things of a Kind", 3, 2023)


def test_papers_in_blocks_of_bibtex_are_not_understood_and_nothing_is_written_beside_them() -> None:
    record = "```bibtex\n@inproceedings{{{0},\n  title={{Paper {0} on Things}},\n  year={{2022}}\n}}\n```\n\n"
    text = "# Shelf\n\n## A\n\n" + record.format("alpha") + record.format("beta")
    found = read_list(text.encode())
    assert [(one.line, one.why) for one in found.not_understood] == [(6, "its papers stand in blocks of BibTeX")]
    done = publish_into(found, [ZETA])
    assert done.data == text.encode()
    assert "not understood (line 6)" in done.skipped[0].why
    cited = "# Shelf\n\n## A\n\n- [Alpha Paper on Things](https://openreview.net/forum?id=a)\n\n## Beside\n\n" + record.format("shelf")
    assert not read_list(cited.encode()).not_understood
