"""References of a bibliography and papers under numbered headings: a new one has the next number, and stands last."""

from dataclasses import replace

import pytest
from own_venues import read_list

from candidates.lint import lint_list
from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into

FORUM = "https://openreview.net/forum?id="
ZETA = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url=f"{FORUM}z", authors=("Mia Moon", "Sam Sun"))
ETA = replace(ZETA, title="Eta Things of a Kind", category="B", url=f"{FORUM}eta")


def reference(number: int, title: str, edition: str, who: str = "A. Roe and B. Poole") -> str:
    return f'[{number}] {who}, "{title}," in Proc. {edition}.\n\n'


REFERENCES = (
    "# Shelf\n\n## A\n\n"
    + reference(1, "Alpha Things of Old", "NeurIPS, 2022, pp. 1-9")
    + reference(2, "Beta Things of Old", "ICML, 2021")
    + "## B\n\n"
    + reference(3, "Delta Things of Old", "CVPR, 2020", "C. Doe et al.")
)


@pytest.mark.parametrize("bracket", ["[{}]", "\\[{}\\]"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_references_are_papers_and_a_new_one_has_the_next_number_of_all(bracket: str, end: str) -> None:
    def in_file(text: str) -> str:
        for n in range(1, 6):
            text = text.replace(f"[{n}]", bracket.format(n))
        return text.replace("\n", end)

    found = read_list(in_file(REFERENCES).encode())
    assert [(e.title, e.venue, e.year, e.authors[0]) for e in found.entries] == [
        ("Alpha Things of Old", "neurips", 2022, "A. Roe"),
        ("Beta Things of Old", "icml", 2021, "A. Roe"),
        ("Delta Things of Old", "cvpr", 2020, "C. Doe"),
    ]
    assert not [finding for finding in lint_list(found) if finding.rule in ("bullet", "not-understood")]
    done = publish_into(found, [ZETA, ETA])
    first, second = REFERENCES.split("## B")
    wanted = first + reference(4, ZETA.title, "ICML, 2023", "M. Moon and S. Sun") + "## B" + second
    wanted += reference(5, ETA.title, "ICML, 2023", "M. Moon and S. Sun")
    assert done.data.decode().rstrip() == in_file(wanted).rstrip()
    assert publish_into(read_list(done.data), [ZETA, ETA]).data == done.data


def test_references_in_one_paragraph_are_not_understood() -> None:
    text = (
        "# Shelf\n\n## A\n\n"
        + reference(1, "Alpha Things of Old", "NeurIPS, 2022").strip()
        + "\n"
        + reference(2, "Beta Things", "ICML, 2021")
    )
    found = read_list(text.encode())
    assert [one.why for one in found.not_understood] == ["its references share a paragraph"]
    assert publish_into(found, [ZETA]).data == text.encode()


@pytest.mark.parametrize(
    "prose", ["[1] says that things are of a kind.", "[12] Jane Doe, who keeps this list.", "In [3] A. Roe says it all."]
)
def test_running_text_with_numbers_in_brackets_is_no_reference(prose: str) -> None:
    assert not read_list(f"# Shelf\n\n## A\n\n{prose}\n".encode()).entries


def test_a_second_reference_is_parted_from_the_only_one() -> None:
    text = "# Shelf\n\n## A\n\n" + reference(1, "Alpha Things of Old", "ICML, 2020")
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode().rstrip() == (text + reference(2, ZETA.title, "ICML, 2023", "M. Moon and S. Sun")).rstrip()


BULLETS = f"- [Gamma Things of Old]({FORUM}g), NeurIPS 2022\n- [Eta Paper of Old]({FORUM}e), ICML 2021\n"


@pytest.mark.parametrize(
    "text",
    [
        "# Shelf\n\n## A\n\n" + BULLETS + "\n" + reference(1, "Alpha Things of Old", "ICML, 2020"),
        "# Shelf\n\n## A\n\n" + reference(1, "Alpha Things of Old", "ICML, 2023") + BULLETS,
    ],
)
def test_one_reference_beside_bullets_makes_no_keys(text: str) -> None:
    found = read_list(text.encode())
    assert len(found.entries) == 3
    done = publish_into(found, [ZETA])
    new = f"- [{ZETA.title}]({ZETA.url}), ICML 2023\n"
    assert not done.skipped
    assert done.data.decode() == text.replace(BULLETS, new + BULLETS)


@pytest.mark.parametrize("name", ["Reference", "References", "Bibliography", "Citation", "5. References", "参考文献"])
def test_references_behind_papers_of_another_kind_are_none_of_the_list(name: str) -> None:
    text = f"# Shelf\n\n## A\n\n{BULLETS}\n## {name}\n\n" + reference(1, "Alpha Things of Old", "ICML, 2020")
    found = read_list(text.encode())
    assert {entry.section for entry in found.entries} == {"A"}
    assert found.categories == ("A",)


def test_references_under_such_a_name_are_papers_where_all_are_references() -> None:
    found = read_list(REFERENCES.replace("## B", "## References").encode())
    assert [entry.section for entry in found.entries] == ["A", "A", "References"]


def headed(number: int, title: str, edition: str, who: str, url: str) -> str:
    return f"### {number}. {title}\n- Authors: {who}\n- Venue: {edition}\n- Paper: [link]({url})\n"


@pytest.mark.parametrize("first_of_b", [3, 1])
def test_numbered_headings_go_on_in_the_list_or_in_their_section(first_of_b: int) -> None:
    a = "# Shelf\n\n## A\n\n" + "\n".join(
        [
            headed(1, "Alpha Things of Old", "NeurIPS 2022", "Jane Doe, John Roe", f"{FORUM}a"),
            headed(2, "Beta Things of Old", "ICML 2021", "Ann Poole, Mike Moore", f"{FORUM}b"),
        ]
    )
    b = "\n## B\n\n" + headed(first_of_b, "Delta Things of Old", "ICLR 2020", "Petar Stone, Gil Cook", f"{FORUM}d")
    found = read_list((a + b).encode())
    assert [(e.title, e.section) for e in found.entries] == [
        ("Alpha Things of Old", "A"),
        ("Beta Things of Old", "A"),
        ("Delta Things of Old", "B"),
    ]
    done = publish_into(found, [ZETA, ETA])
    new = [3, 2] if first_of_b == 1 else [4, 5]
    written = [headed(n, one.title, "ICML 2023", "Mia Moon, Sam Sun", one.url) for n, one in zip(new, (ZETA, ETA), strict=True)]
    assert done.data.decode() == a + "\n" + written[0] + b + "\n" + written[1]
