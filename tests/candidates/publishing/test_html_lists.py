"""Lists in HTML ("<ul><li>…</li></ul>"): their items are read as papers, and a new paper is an item of its own."""

import pytest
from own_venues import read_list

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into

FORUM = "https://openreview.net/forum?id="
ZETA = Addition(title="Zeta & Things of a Kind", venue="icml", year=2023, category="A", url=f"{FORUM}z", authors=("Mia Moon", "Sam Sun"))
ITEMS = {
    "one line": '<li><a href="{url}">{title}</a> ({venue} {year})</li>\n',
    "indented": '  <li><b>{title}</b>, {who}, {venue} {year}. [<a href="{url}" target="_blank">paper</a>]</li>\n',
    "several lines": '  <li>\n    <a href="{url}">{title}</a><br>\n    <i>{who}</i><br>\n    {venue} {year}\n  </li>\n',
    "never closed": '<li><a href="{url}">{title}</a>, {venue} {year}\n',
}
PAPERS = [
    {"title": "Alpha &amp; Things of Old", "who": "Jane Doe, John Roe", "venue": "ICLR", "year": 2021, "url": f"{FORUM}a"},
    {"title": "Beta Paper on Things", "who": "Ann Poole, Mike Moore", "venue": "NeurIPS", "year": 2022, "url": f"{FORUM}b"},
]
NEW = {"title": "Zeta &amp; Things of a Kind", "who": "Mia Moon, Sam Sun", "venue": "ICML", "year": 2023, "url": f"{FORUM}z"}


@pytest.mark.parametrize("form", ITEMS)
@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("## A\n\n<ul>\n", "</ul>\n"),
        ("## A\n<ol>\n", "</ol>\n\n## B\n\n- [Delta Paper on Things](https://openreview.net/forum?id=d), ICML 2020\n"),
        ("<details>\n<summary>A</summary>\n<ul>\n", "</ul>\n</details>"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_items_are_papers_and_a_new_one_stands_among_them(form: str, head: str, foot: str, end: str) -> None:
    old = f"# Shelf\n\n{head}" + "".join(ITEMS[form].format(**paper) for paper in PAPERS)
    text = (old + foot).replace("\n", end)
    found = read_list(text.encode())
    first, second, *_ = found.entries
    assert [(e.title, e.venue, e.year) for e in (first, second)] == [
        ("Alpha & Things of Old", "iclr", 2021),
        ("Beta Paper on Things", "neurips", 2022),
    ]
    assert not found.not_understood
    done = publish_into(found, [ZETA])
    assert done.data.decode() == (old + ITEMS[form].format(**NEW) + foot).replace("\n", end)
    assert publish_into(read_list(done.data), [ZETA]).data == done.data


ITEM = ITEMS["one line"].format(**PAPERS[0])


BESIDE = ITEM.replace("Alpha", "Gamma")


@pytest.mark.parametrize("items", [f"<ul>{ITEM.strip()}{BESIDE.strip()}</ul>", f"<ul>\n<li>Group\n<ul>\n{ITEM}{BESIDE}</ul></li></ul>"])
def test_items_on_one_line_or_around_others_are_not_understood(items: str) -> None:
    found = read_list(f"# Shelf\n\n## A\n\n{items}\n".encode())
    assert not found.entries
    assert found.not_understood
    assert "not understood" in publish_into(found, [ZETA]).skipped[0].why


@pytest.mark.parametrize(
    "items",
    [
        f"<ul>\n{ITEM}{ITEMS['one line'].format(**PAPERS[1]).strip()}</ul>",
        f"<ul>\n{ITEM}{BESIDE.strip()}{ITEMS['one line'].format(**PAPERS[1])}</ul>",
    ],
)
def test_no_item_is_read_where_one_of_them_stands_on_no_line_of_its_own(items: str) -> None:
    # It was lost, and added a second time.
    found = read_list(f"# Shelf\n\n## A\n\n{items}\n".encode())
    assert not found.entries
    assert found.not_understood


def test_items_beside_papers_are_read_as_bullets_are() -> None:
    others = '<li><a href="https://some.org/b">Beta Paper on Things</a></li>\n<li>Gamma Paper of Old</li>\n<li><a href="#top">up</a></li>\n'
    found = read_list(f"# Shelf\n\n## A\n\n<ul>\n{ITEM}{others}</ul>\n".encode())
    assert [entry.title for entry in found.entries] == ["Alpha & Things of Old", "Beta Paper on Things", "Gamma Paper of Old"]


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        (' id="alpha"', ' id="beta"', ""),
        (' class="paper" value="1"', ' class="paper" value="2"', ' class="paper"'),
        (' class="paper" data-year=2021', ' class="paper" data-year=2021', ' class="paper"'),
        (' class="old"', "", ""),
    ],
)
def test_a_new_item_has_the_attributes_that_all_have_and_none_of_one_alone(first: str, second: str, new: str) -> None:
    form = '<li{}><a href="{}">{}</a> ({})</li>\n'
    items = form.format(first, f"{FORUM}a", "Alpha Paper of Old", "ICLR 2021") + form.format(
        second, f"{FORUM}b", "Beta Paper of Old", "NeurIPS 2022"
    )
    text = f"# Shelf\n\n## A\n\n<ul>\n{items}</ul>\n"
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text.replace("</ul>", form.format(new, f"{FORUM}z", NEW["title"], "ICML 2023") + "</ul>")


BULLETED = "".join(
    f"- [{name} Paper on Things]({FORUM}{name}), ICML {year}\n" for name, year in (("Eta", 2020), ("Iota", 2021), ("Mu", 2022))
)


@pytest.mark.parametrize(
    "text", [f"## B\n\n{BULLETED}\n## C\n\n<ul>\n{ITEM}{BESIDE}</ul>\n\n## A\n", f"## A\n\n{BULLETED}\n<ul>\n{ITEM}</ul>\n"]
)
def test_a_paper_is_set_into_a_list_as_most_are(text: str) -> None:
    done = publish_into(read_list(f"# Shelf\n\n{text}".encode()), [ZETA])
    assert not done.skipped
    assert [line for line in done.diff.splitlines() if line.startswith("+") and ZETA.title in line] == [
        f"+- [{ZETA.title}]({FORUM}z), ICML 2023"
    ]


@pytest.mark.parametrize(
    "notes",
    [
        '<li><a href="https://arxiv.org/abs/2101.00001">The paper on arXiv here</a></li>\n<li>Code of it all</li>\n',
        "<li>Presented at the ICML 2023 conference</li>\n",
    ],
)
def test_a_fold_above_notes_in_html_is_a_paper(notes: str) -> None:
    fold = "<details><summary>{} Networks of Many Neurons for Things</summary>\n<ul>\n{}</ul>\n</details>\n\n"
    found = read_list(f"# Shelf\n\n## A\n\n{fold.format('Alpha', notes)}{fold.format('Beta', notes)}".encode())
    assert [entry.title.split()[0] for entry in found.entries] == ["Alpha", "Beta"]


def test_a_section_without_a_list_takes_no_item() -> None:
    text = f"# Shelf\n\n## B\n\n<ul>\n{ITEM}{ITEM.replace('Alpha', 'Gamma')}</ul>\n\n## A\n"
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data == text.encode()
    assert "no list in HTML" in done.skipped[0].why


def test_items_about_the_list_are_no_papers() -> None:
    text = (
        '<ul>\n<li><a href="#a">A</a></li>\n<li><a href="https://arxiv.org/abs/2203.11171">Our own survey of things</a></li>\n</ul>\n\n'
        f"## News\n\n<ul>\n{ITEM}</ul>\n\n"
        '## Tools\n\n<ul>\n<li><a href="https://github.com/p/q">toolbox for many things</a></li>\n</ul>\n\n'
        "## TODO\n\n<ul>\n<li>ICML 2023</li>\n</ul>\n\n"
        "## A\n\n- [Delta Paper on Things](https://openreview.net/forum?id=d), ICML 2020\n"
    )
    found = read_list(text.encode())
    assert [entry.title for entry in found.entries] == ["Delta Paper on Things"]
    assert [item.editions for item in found.todo] == [(("icml", 2023),)]
