"""The coverage as Markdown and as a picture, and of some editions alone."""

from dataclasses import replace
from xml.etree import ElementTree

from candidates.coverage.markdown import markdown
from candidates.coverage.narrowed import narrowed
from candidates.coverage.picture import COLOURS, picture
from candidates.coverage.report import Coverage, EditionCoverage, ListCoverage, TodoCoverage
from candidates.coverage.venues import NotCrawled, access_of, editions_said
from spiders.editions import own_table

TABLE = own_table()
REPORT = Coverage(
    editions=(
        EditionCoverage(venue="aaai", year=2025, status="complete", declared=30, crawled=30, in_list=4, gap=2, pending=1),
        EditionCoverage(venue="mm", year=2024, status="short", declared=40, crawled=30, in_list=1),
        EditionCoverage(venue="icml", year=2025),
        EditionCoverage(venue="neurips", year=2025, status="complete", crawled=9, in_list=3),
    ),
    list=ListCoverage(),
    todo=(
        TodoCoverage(text="Missing AAAI | <b>2025", edition="aaai-2025", done=False, editions=("aaai-2025",), obstacles=("1 to decide",)),
        TodoCoverage(text="MM 2024", edition="mm-2024", done=True, editions=("mm-2024",)),
    ),
    as_of="2026-11-25T00:00:00Z",
)


def test_markdown_is_a_table_whose_cells_nothing_breaks() -> None:
    text = markdown(REPORT, TABLE, ("2 papers to decide: `covenue queue`",))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in table} == {7}
    assert table[2] == "| AAAI 2025 | complete | 30 | 4 | 1 | 2 |"
    assert table[3] == "| ACM MM 2024 | short | 30 of 40 | 1 | 0 | 0 |"
    assert "Not crawled yet: ICML 2025." in text
    assert "- [ ] Missing AAAI \\| &lt;b>2025: 1 to decide" in text
    assert "Next: 2 papers to decide: `covenue queue`." in text


def test_the_picture_has_a_field_for_each_edition_that_says_its_state_in_words_and_colour() -> None:
    root = ElementTree.fromstring(picture(REPORT, TABLE))
    assert root.tag.endswith("svg")
    space = {"s": "http://www.w3.org/2000/svg"}
    fields = {group.find("s:title", space).text.split(":")[0]: group for group in root.findall("s:g", space)}  # type: ignore[union-attr]  # a field without is a failure
    assert list(fields) == ["AAAI 2025", "ACM MM 2024", "ICML 2025", "NeurIPS 2025"]
    shown = {name: (group.find("s:text", space).text, group.find("s:rect", space).get("fill")) for name, group in fields.items()}  # type: ignore[union-attr]  # as above
    assert shown == {
        "AAAI 2025": ("4 of 6", COLOURS["some missing"][0]),
        "ACM MM 2024": ("short", COLOURS["not whole"][0]),
        "ICML 2025": ("not tried", COLOURS["not crawled"][0]),
        "NeurIPS 2025": ("3 of 3", COLOURS["all listed"][0]),
    }
    assert "http" not in "".join(ElementTree.tostring(root, encoding="unicode").split("http://www.w3.org/2000/svg"))


def test_some_editions_alone_keep_their_rows_and_items() -> None:
    part = narrowed(REPORT, [("aaai", 2025)], TABLE)
    assert ([row.edition for row in part.editions], [item.text for item in part.todo]) == (["aaai-2025"], ["Missing AAAI | <b>2025"])


def test_an_edition_that_is_asked_for_has_a_row_though_nobody_crawled_it() -> None:
    part = narrowed(REPORT, [("isca", 2025), ("iccv", 2022), ("aaai", 2025)], TABLE)
    assert [(row.edition, row.status, row.not_held) for row in part.editions] == [
        ("aaai-2025", "complete", ""),
        ("iccv-2022", "not-tried", "ICCV is held in odd years"),
        ("isca-2025", "not-tried", ""),
    ]
    assert [each.venue for each in part.venues] == ["aaai", "iccv", "isca"]


OF_GROUPS = replace(
    REPORT,
    editions=(
        *REPORT.editions,
        EditionCoverage(venue="cvpr", year=2025, named=3),
        EditionCoverage(venue="isca", year=2025, status="complete", crawled=9, in_list=3),
    ),
    list=ListCoverage(
        not_crawled=(
            NotCrawled(venue="cvpr", name="CVPR", papers=3, years=(2023, 2025), known=True),
            NotCrawled(venue="pnas", name="PNAS | <b>", papers=1, years=(), known=False),
        )
    ),
    venues=access_of(["isca", "aaai"], TABLE),
)


def test_several_groups_are_parted_by_their_names_in_markdown_and_picture() -> None:
    text = markdown(OF_GROUPS, TABLE)
    assert text.index("**Artificial intelligence**") < text.index("| AAAI 2025 ") < text.index("**Systems**") < text.index("| ISCA 2025 ")
    root = ElementTree.fromstring(picture(OF_GROUPS, TABLE))
    space = "{http://www.w3.org/2000/svg}"
    lines = [element.text for element in root.findall(f"{space}text")]
    assert [line for line in lines if line in ("Artificial intelligence", "AAAI", "Computer vision", "CVPR", "Systems", "ISCA")] == [
        *("Artificial intelligence", "AAAI", "Computer vision", "CVPR", "Systems", "ISCA")
    ]
    assert "3 in the list" in [text.text for text in root.iter(f"{space}text")]
    bottoms = [float(rect.get("y", 0)) + float(rect.get("height", 0)) for rect in root.iter(f"{space}rect") if rect.get("y")]
    assert max(bottoms) < float(root.get("viewBox", "").split()[-1])


def test_what_the_list_has_of_editions_not_crawled_and_how_venues_can_be_had_stand_in_markdown() -> None:
    text = markdown(OF_GROUPS, TABLE)
    assert "The list has papers of editions that are not crawled: CVPR 2023, 2025 (3); PNAS \\| &lt;b> (1)." in text
    assert "- AAAI: open\n- ISCA: dl.acm.org and IEEE Xplore turn programs away and are not asked" in text


def test_editions_are_said_venue_by_venue_with_runs_of_years_as_one() -> None:
    editions = [("cvpr", 2019), ("cvpr", 2021), ("cvpr", 2022), ("cvpr", 2023), ("iccv", 2023), ("iccv", 2025)]
    assert editions_said(editions, TABLE) == "CVPR 2019, 2021–2023; ICCV 2023, 2025"
