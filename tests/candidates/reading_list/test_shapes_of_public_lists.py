"""Shapes that public lists have and that were read wrongly or not at all: each is read as a person reads it."""

import pytest
from own_venues import read_list

from candidates.matching.same_paper import Matcher, PaperRef
from candidates.reading_list.listed_paper import ref_of
from candidates.reading_list.parts import Entry

WORK = "https://openreview.net/forum?id=a"


def entries(text: str) -> tuple[Entry, ...]:
    reading_list = read_list(text.encode())
    assert not reading_list.not_understood
    return reading_list.entries


def of(line: str) -> Entry:
    [entry] = entries(f"# Shelf\n\n## A\n\n{line}\n")
    return entry


def test_a_heading_above_nothing_but_fields_that_lead_to_the_paper_is_its_title() -> None:
    found = entries(
        "# Papers of a Conference\n\n## Oral\n\n"
        "#### Long Alpha Recognition of Things\n\n- 论文链接：[https://openreview.net/forum?id=a](https://openreview.net/forum?id=a)\n"
        "- 代码链接：[https://github.com/doe/alpha](https://github.com/doe/alpha)\n"
        "- Analysis：[Three things to know of Alpha](https://zhuanlan.zhihu.com/p/1)\n\n"
        "#### Beta Recognition of Things\n- Paper: https://openreview.net/forum?id=b\n"
    )
    assert [(one.title, one.path, len(one.links)) for one in found] == [
        ("Long Alpha Recognition of Things", ("Oral",), 3),
        ("Beta Recognition of Things", ("Oral",), 1),
    ]


@pytest.mark.parametrize(
    "label", ["https://openreview.net/forum?id=a", "www.openreview.net/a", "keras : https://openreview.net/forum?id=a"]
)
def test_an_address_as_the_label_of_a_link_is_no_title(label: str) -> None:
    found = of(f"- **Alpha Paper on Things**\n  - pdf: [{label}]({WORK})\n  - code: [{label}](https://github.com/doe/a)")
    assert (found.title, len(found.links)) == ("Alpha Paper on Things", 2)
    assert not read_list(f"# Shelf\n\n## A\n\n- [{label}]({WORK})\n".encode()).entries


def test_a_citation_that_names_an_address_is_still_a_title() -> None:
    assert of(f"- [Alpha Paper on Things and Others, https://x.org/a]({WORK})").title.startswith("Alpha Paper on Things and Others")


def test_a_title_that_speaks_of_an_address_is_still_a_title() -> None:
    found = of(f"- [A Study of www.wikipedia.org Links and Things]({WORK}) WWW 2020")
    assert (found.title, found.year) == ("A Study of www.wikipedia.org Links and Things", 2020)


def test_papers_without_links_below_a_linked_heading_are_no_remarks() -> None:
    found = entries(
        f"# Shelf\n\n## A\n\n### [Survey of Things and More]({WORK})\n\n"
        "- Alpha Paper on Things, ICML 2022\n- Beta Paper on Things, ICLR 2023\n"
    )
    assert [one.title for one in found][-2:] == ["Alpha Paper on Things", "Beta Paper on Things"]


def test_a_heading_with_labelled_links_above_its_authors_is_a_paper() -> None:
    found = entries(
        "# Shelf\n\n## 2020 CVPR\n\n"
        "##### • Reconstruction of Things in the Wild. [\\[PDF\\]](https://arxiv.org/pdf/2004.0.pdf)  *(Oral)*\n\n_Jane Doe, Ann Poe_\n\n"
        "##### • [[arXiv:2206.04927]](https://arxiv.org/abs/2206.04927) A Large Dataset of Things\n\n_Mia Roe\\*, Ann Poe\\*_\n"
    )
    assert [(one.title, one.authors) for one in found] == [
        ("Reconstruction of Things in the Wild", ("Jane Doe", "Ann Poe")),
        ("A Large Dataset of Things", ("Mia Roe", "Ann Poe")),
    ]


def test_remarks_below_a_linked_heading_are_no_papers() -> None:
    found = entries(
        "# Shelf\n\n## Defenses\n\n#### [Alpha Paper on Things](https://arxiv.org/abs/1)\n\nICCV 2021\n\n"
        "1. empirical defense via clipping\n2. does not cite the others it compares with\n\n"
        "#### [Beta Paper on Things](https://arxiv.org/abs/2)\n\narXiv 2022\n\n1. a remark in many words about it\n"
    )
    assert [(one.title, one.venue, one.year, one.links) for one in found] == [
        ("Alpha Paper on Things", "iccv", 2021, ("https://arxiv.org/abs/1",)),
        ("Beta Paper on Things", "arxiv", 2022, ("https://arxiv.org/abs/2",)),
    ]


def test_a_bold_title_above_a_quotation_of_its_authors_and_link_is_a_paper() -> None:
    found = entries(
        f"# Shelf\n\n## A\n\n**Alpha Paper on Things**   \n> *Jane Doe<sup>1</sup>, Ann Poe* \\\n> ICML 2023. [[Paper]({WORK})] \\\n"
        "> 24 Oct 2022\n\n**What This Part Is For**\n> It follows [another list](https://github.com/x/y).\n"
    )
    assert [(one.title, one.authors, one.venue, one.year, one.last_line - one.line) for one in found] == [
        ("Alpha Paper on Things", ("Jane Doe", "Ann Poe"), "icml", 2023, 3)
    ]


def test_fields_that_are_paragraphs_belong_to_the_title_above() -> None:
    found = entries(
        f"# Shelf\n\n## A\n\n:heavy_check_mark:**Alpha Paper on Things**\n\n论文/paper：{WORK}\n\n代码/code：None\n\n"
        ":heavy_check_mark: **Beta Paper on Things** (CVPR 2021 Oral)\n\n论文/paper：https://arxiv.org/abs/2\n\n[back](#a)\n"
    )
    assert [(one.title, one.venue, one.links) for one in found] == [
        ("Alpha Paper on Things", "", (WORK,)),
        ("Beta Paper on Things", "cvpr", ("https://arxiv.org/abs/2",)),
    ]


def test_numbered_titles_above_labelled_links_are_papers_without_their_translation() -> None:
    found = entries(
        "# Shelf\n\n## A\n\n[9] Robust Registration of Things(基于深度图匹配的框架)<br>\n"
        "[paper](https://arxiv.org/abs/1) | [code](https://github.com/f/a)<br><br>\n\n"
        "[8]Beta Networks for Things\n[paper](https://arxiv.org/abs/2) | [code]()\n"
    )
    assert [one.title for one in found] == ["Robust Registration of Things", "Beta Networks for Things"]


def test_an_edition_before_a_linked_title_begins_a_paper() -> None:
    found = of("OSDI 2016, [Alpha: Towards Automated Things](https://dl.acm.org/doi/1)---Notes:[zhihu](https://zhuanlan.zhihu.com/p/1)")
    assert (found.title, found.venue, found.year) == ("Alpha: Towards Automated Things", "osdi", 2016)


def test_what_is_said_below_a_bold_title_is_no_paper() -> None:
    found = entries(
        "# Shelf\n\n## A\n\n- **Alpha: Fast and Efficient Simulations of Things**\n  - This paper combines many rules into one\n"
        "- **Beta: Slow and Wasteful Simulations of Things**\n  - It is compared with **others**, in many words\n"
    )
    assert [one.title for one in found] == [
        "Alpha: Fast and Efficient Simulations of Things",
        "Beta: Slow and Wasteful Simulations of Things",
    ]


def test_a_long_bold_name_above_papers_is_that_of_a_group() -> None:
    [found] = entries(f"# Shelf\n\n## A\n\n- **Alpha and Beta for Gamma of Things**\n  - Delta Paper on Things [[pdf]({WORK})]\n")
    assert (found.title, found.path) == ("Delta Paper on Things", ("A", "Alpha and Beta for Gamma of Things"))


@pytest.mark.parametrize(
    ("item", "title", "venue", "year"),
    [
        (f"[2023 - A Method With a Brain for Things]({WORK}) ✓", "A Method With a Brain for Things", "", 2023),
        (f"[2021 - icAlpha: Isolated Things for Others]({WORK})", "icAlpha: Isolated Things for Others", "", 2021),
        (f"[2021 - ICSOC - Alpha Paper on Things]({WORK})", "Alpha Paper on Things", "icsoc", 2021),
        (f"**ABC**: [ABC: Towards Alpha of Things for All]({WORK}) (ICML 2022)", "ABC: Towards Alpha of Things for All", "icml", 2022),
        ("(Preprint 24') **ABC**: Alpha of Things and Videos", "ABC: Alpha of Things and Videos", "preprint", 2024),
        (f"Alpha Paper on Things (1997), S. Doe and J. Roe. [[pdf]]({WORK})", "Alpha Paper on Things", "", 1997),
        (f"[Alpha Paper on Things](notes.md) 24 Dec 2018 [arxiv]({WORK})", "Alpha Paper on Things", "", 2018),
        (f"[Alpha Paper on Things]({WORK}) — *arXiv preprint 2024* · 12", "Alpha Paper on Things", "arxiv", 2024),
        (f"**[12] Alpha Paper on Things**, ICML 2022. [[pdf]({WORK})]", "Alpha Paper on Things", "icml", 2022),
        (f'**"Alpha Paper on Things"**. *Jane Doe et al*. ICML 2022. [[pdf]({WORK})]', "Alpha Paper on Things", "icml", 2022),
        (f"Doe J, Poe A, et al. <b>Alpha Paper on Things[J]</b>. ICML, 2021. [Link]({WORK})", "Alpha Paper on Things", "icml", 2021),
        (f"Doe J, Poe A, et al. Alpha Paper on Things[C]. ICML, 2021. [Link]({WORK})", "Alpha Paper on Things", "icml", 2021),
        (f"[2024/10] **Alpha Paper on Things** *Doe et al. ICML.* [[pdf]({WORK})]", "Alpha Paper on Things", "icml", 2024),
    ],
)
def test_what_stands_around_a_title_is_no_part_of_it(item: str, title: str, venue: str, year: int) -> None:
    found = of(f"- {item}")
    assert (found.title, found.venue, found.year) == (title, venue, year)


@pytest.mark.parametrize(
    ("item", "authors"),
    [
        ("<[Alpha Paper on Things](u)>, by Jane Doe, Ann P. Poe and Mia Roe, NIPS 2017.", ("Jane Doe", "Ann P. Poe", "Mia Roe")),
        ("<[Alpha Paper on Things](u)> by\tJane Doe,\tAnn P. Poe and Mia Roe, NIPS 2017.", ("Jane Doe", "Ann P. Poe", "Mia Roe")),
        ("Jane Doe, Ann P. Poe, Mia Roe:\n  Alpha Paper on Things.\n\n  [[paper](u)] NIPS 2017", ("Jane Doe", "Ann P. Poe", "Mia Roe")),
        ("**Alpha Paper on Things**, NIPS 2017\n\n  *Doe, Jane and van der Roe, Mia and others.*", ("Jane Doe", "Mia van der Roe")),
        ("Doe, Jane and Roe, Mia. Alpha Paper on Things. NIPS 2017", ("Jane Doe", "Mia Roe")),
        ("**Short Name** [Alpha Paper on Things](u) (NIPS 2017)", ()),
    ],
)
def test_authors_are_told_from_the_title_and_from_one_another(item: str, authors: tuple[str, ...]) -> None:
    found = of(f"- {item.replace('](u)', f']({WORK})')}")
    assert (found.title, found.authors, found.year) == ("Alpha Paper on Things", authors, 2017)


def test_two_names_before_a_colon_may_be_the_beginning_of_a_title() -> None:
    assert of(f"- Subtle Risks, Critical Failures: A View of Things [[pdf]({WORK})]").title.startswith("Subtle Risks")


def test_the_method_that_a_title_names_before_a_colon_is_no_author_of_a_short_name() -> None:
    found = of(f"- Jane Doe, Ann Poe, Mia Hu. DLF: A View of Things in Motion. ICML, 2022. [[pdf]({WORK})]")
    assert (found.title, found.authors) == ("DLF: A View of Things in Motion", ("Jane Doe", "Ann Poe", "Mia Hu"))


def test_two_last_names_before_et_al_are_two_people() -> None:
    assert of(f"- [Alpha Paper on Things]({WORK}), Postels, Danelljan et al., ICML 2022").authors == ("Postels", "Danelljan")


def test_contents_that_lead_to_the_page_by_its_folder_are_no_papers() -> None:
    found = read_list(b"# Shelf\n\n- [Best Papers of the Week](./#best)\n\n## Best\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n")
    assert [one.title for one in found.entries] == ["Alpha Paper on Things"]
    assert [one.anchor for one in found.contents] == ["best"]


def test_a_column_called_title_holds_titles_though_affiliations_are_longer() -> None:
    table = (
        "| title | authors | affiliations | year |\n|---|---|---|---|\n"
        "| [Alpha of Things](https://arxiv.org/abs/1) | Jane Doe | University of Science and Technology of Somewhere, Other | 2019 |\n"
        "| [Beta of Things](https://arxiv.org/abs/2) | Ann Poe | Institute of Science and Technology of Somewhere, Other Place | 2019 |\n"
    )
    assert [one.title for one in entries(f"# Shelf\n\n## A\n\n{table}")] == ["Alpha of Things", "Beta of Things"]


def test_short_names_of_tools_are_no_venues_beside_a_column_of_venues() -> None:
    table = (
        "Environment|Paper|Code|Accepted at|Year\n--|--|--|--|--\n"
        "HFO|[Alpha: An Environment for Things](https://arxiv.org/abs/1)|https://github.com/L/h|ICML|2016\n"
        "SMAC|[Beta: A Challenge of Things](https://arxiv.org/abs/2)|https://github.com/L/s||2019\n"
    )
    assert [(one.venue, one.year) for one in entries(f"# Shelf\n\n## A\n\n{table}")] == [("icml", 2016), ("", 2019)]


@pytest.mark.parametrize(
    ("cell", "venue", "year"),
    [("2022", "", 2022), ("2023-05-22", "", 2023), ("Preprint'24", "preprint", 2024), ("arXiv preprint 2024", "arxiv", 2024)],
)
def test_a_date_in_the_column_of_venues_is_none(cell: str, venue: str, year: int) -> None:
    table = f"| Paper | Venue |\n|---|---|\n| [Alpha Paper on Things](https://arxiv.org/abs/1) | {cell} |\n"
    [found] = entries(f"# Shelf\n\n## A\n\n{table}")
    assert (found.venue, found.year) == (venue, year)


def test_the_number_and_description_of_a_title_in_a_cell_are_no_part_of_it() -> None:
    table = (
        "| Paper | Links |\n|---|---|\n| 1) **Alpha Things** - presents a framework of some kind | [Paper](https://arxiv.org/abs/1) |\n"
        "| 2) **Beta Paper on Things** - introduces an advancement | [Paper](https://arxiv.org/abs/2) |\n"
    )
    assert [one.title for one in entries(f"# Shelf\n\n## A\n\n{table}")] == ["Alpha Things", "Beta Paper on Things"]


@pytest.mark.parametrize("heading", ["ICCV-2023-Papers", "ICCV 2023 papers with code", "Accepted Papers of ICCV 2023", "ICCV2023 论文列表"])
def test_a_heading_that_says_the_papers_of_an_edition_names_it(heading: str) -> None:
    below = "## Attacks\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n\n## Defenses\n\n- [Beta Paper on Things](https://arxiv.org/abs/2)\n"
    assert [(one.venue, one.year) for one in entries(f"# {heading}\n\n{below}")] == [("iccv", 2023)] * 2
    assert next((one.venue, one.year) for one in entries(f"# Shelf\n\n## {heading}\n\n#{below}")) == ("iccv", 2023)


@pytest.mark.parametrize(
    "heading", ["A Survey of Models [IJCAI 2023]", "ICML 2023 Reinforcement Learning Papers", "From ICML 2022 to ICML 2023"]
)
def test_a_heading_that_says_more_than_an_edition_names_none(heading: str) -> None:
    [found] = entries(f"# {heading}\n\n## Attacks\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n")
    assert (found.venue, found.year) == ("", None)


def test_a_preprint_says_nothing_against_the_venue_that_took_it() -> None:
    published = PaperRef(id="p1", title="Alpha Paper on Things", venue="icml", year=2024)
    assert Matcher([published]).match(ref_of(of("- (Preprint 24') **Alpha Paper on Things**"))).certain
