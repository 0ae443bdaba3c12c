"""Badges of shields.io that show where a paper appeared: read where they say that alone, and written for a new paper as for the others."""

from dataclasses import replace

import pytest
from own_venues import read_list

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into

FORUM = "https://openreview.net/forum?id="
SHIELD = "https://img.shields.io/badge/"
ZETA = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url=f"{FORUM}z", authors=("Mia Moon", "Sam Sun"))


@pytest.mark.parametrize(
    ("said", "edition"),
    [
        ("ICLR-2023-blue", ("iclr", 2023)),
        ("ACM_MM-2021-4b44ce.svg", ("mm", 2021)),
        ("ACM%20MM-2021-green?style=flat-square", ("mm", 2021)),
        ("Venue-ICLR_2023-red", ("iclr", 2023)),
        ("ICLR%202023-paper-red", ("iclr", 2023)),
        ("NeurIPS-2022.07-blue", ("neurips", 2022)),
        ("arXiv-2024.02-red", ("arxiv", 2024)),
        # What says anything else is no edition: numbers of preprints, tracks, releases, names that nobody knows.
        ("arXiv-2205.14135-b31b1b.svg", ("", None)),
        ("NeurIPS-Spotlight-red", ("", None)),
        ("ICLR-2023_Oral-red", ("", None)),
        ("ICLR-blue", ("", None)),
        ("Python-3.9-blue", ("", None)),
        ("Year-2023-blue", ("", None)),
        ("Stars-2023-blue", ("", None)),
        ("ICLR-2023", ("", None)),
    ],
)
@pytest.mark.parametrize("picture", ["![]({})", "[![paper]({})](https://openreview.net/pdf?id=a)", '<img alt="x" src="{}">'])
def test_a_badge_tells_the_edition_where_a_known_venue_and_a_year_are_all_it_says(
    said: str, edition: tuple[str, int | None], picture: str
) -> None:
    line = f"- **Alpha Paper on Things** [[link]({FORUM}a)] {picture.format(SHIELD + said)}"
    [entry] = read_list(f"# Shelf\n\n## A\n\n{line}\n".encode()).entries
    assert (entry.title, entry.venue, entry.year) == ("Alpha Paper on Things", *edition)


def test_words_and_headings_say_more_than_a_badge() -> None:
    badge = f"![]({SHIELD}ICLR-2023-blue)"
    text = f"## ICML 2022\n\n- [Alpha Paper on Things]({FORUM}a) {badge}\n- [Beta Paper on Things]({FORUM}b) (NeurIPS 2021) {badge}\n"
    assert [(e.venue, e.year) for e in read_list(text.encode()).entries] == [("icml", 2022), ("neurips", 2021)]
    dated = "## {}\n\n- [Alpha Paper on Things](" + FORUM + "a) {}" + badge + "\n"
    for year, words, edition in (
        ("2023", "", ("iclr", 2023)),
        ("2022", "", ("", 2022)),
        ("A", "(2022) ", ("", 2022)),
        ("A", "", ("iclr", 2023)),
    ):
        [entry] = read_list(dated.format(year, words).encode()).entries
        assert (entry.venue, entry.year) == edition


LINES = {
    "behind": "- {title} [[Paper]({url})] ![](" + SHIELD + "{venue}-{year}-blue)",
    "in front": "- ![](" + SHIELD + "{venue}-{year}-white.svg?style=social) [{title}]({url}).",
    "linked": "- **{title}** [![{venue}](" + SHIELD + "{venue}-{year}-blue?labelColor=grey)]({url})",
    "named whole": "- **{title}** [![{venue} {year}](" + SHIELD + "{venue}_{year}-paper-red)]({url})",
    "HTML": '- {title} <img src="' + SHIELD + '{venue}-{year}-blue" alt="{venue} Badge"> <a href="{url}">paper</a>',
    "a cell": "| [{title}]({url}) | ![](" + SHIELD + "{venue}-{year}-blue) |",
}


@pytest.mark.parametrize("form", LINES)
def test_a_new_line_has_a_badge_of_its_own_edition(form: str) -> None:
    line = LINES[form]
    head = "| Title | Venue |\n|---|---|\n" if form == "a cell" else ""
    old = [
        line.format(title="Alpha Paper on Things", url=f"{FORUM}a", venue="ICLR", year=2021),
        line.format(title="Beta Paper on Things", url=f"{FORUM}b", venue="NeurIPS", year=2022),
    ]
    text = f"# Shelf\n\n## A\n\n{head}" + "\n".join(old) + "\n"
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text + line.format(title=ZETA.title, url=ZETA.url, venue="ICML", year=2023) + "\n"
    assert publish_into(read_list(done.data), [ZETA]).data == done.data


def test_a_badge_has_the_colour_of_its_venue_and_none_of_a_preprint() -> None:
    line = "- {} [[Paper](" + FORUM + "{})] ![](" + SHIELD + "{})\n"
    rows = [("Alpha", "ICLR-2021-green"), ("Beta", "ACM_MM-2021-orange"), ("Gamma", "ICLR-2022-green")]
    rows += [(name, f"arXiv-2022.0{n}-red") for n, name in enumerate(("Delta", "Epsilon", "Eta", "Theta"), 1)]
    text = "# Shelf\n\n## A\n\n" + "".join(line.format(f"{name} Paper on Things", name, said) for name, said in rows)
    for venue, said in (("mm", "ACM_MM-2023-orange"), ("iclr", "ICLR-2023-green"), ("icml", "ICML-2023-green")):
        done = publish_into(read_list(text.encode()), [replace(ZETA, venue=venue)])
        assert done.data.decode() == text + line.format(ZETA.title, "z", said), venue


def test_a_link_about_the_talk_on_another_paper_is_not_copied() -> None:
    for label in ("oral", "Spotlight", "presentation", "Best Paper Award"):
        line = "- {} [[paper](" + FORUM + "{})]{}\n"
        said = f" [[{label}](https://icml.cc/virtual/2022/oral/{{}})]"
        text = "# Shelf\n\n## A\n\n" + "".join(
            line.format(f"{name} Paper on Things. ICML 2022.", name, said.format(name)) for name in ("Alpha", "Beta")
        )
        done = publish_into(read_list(text.encode()), [ZETA])
        assert done.data.decode() == text + line.format(f"{ZETA.title}. ICML 2023.", "z", "")
