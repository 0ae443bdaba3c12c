"""The coverage as Markdown and as a picture, and of some editions alone."""

from xml.etree import ElementTree

from candidates.coverage.markdown import markdown
from candidates.coverage.picture import COLOURS, picture
from candidates.coverage.report import Coverage, EditionCoverage, ListCoverage, TodoCoverage, narrowed
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
    part = narrowed(REPORT, [("aaai", 2025)])
    assert ([row.edition for row in part.editions], [item.text for item in part.todo]) == (["aaai-2025"], ["Missing AAAI | <b>2025"])
