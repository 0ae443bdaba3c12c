"""New lines in lists of other people's manners: nothing is left of what a paper has not, nothing is said that belongs to another, and each
reads back as the paper that was written. Kinds of lists found in public ones on 2026-11-30; the titles are invented."""

from dataclasses import replace

import pytest
from own_venues import read_list

from candidates.matching.titles import match_key
from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import Published, publish_into

HEAD = "# Shelf\n\n## A\n\n"
URL = "https://openreview.net/forum?id="
ZETA = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url=f"{URL}z", authors=("Mia Moon", "Sam Sun"))
ALONE = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A")
PIPES = Addition(
    title="What Is $L_p$-Robust*ness? A_B | [Brackets] <and> 100% of *Stars*, Part II",
    venue="icml",
    year=2023,
    category="A",
    url=f"{URL}z_(1)",
    authors=("Mia Moon", "Sam Sun"),
)


def published(text: str, *additions: Addition) -> Published:
    """What publishing makes of the text: the old lines stay, each paper reads back as itself, and a second time changes nothing."""
    done = publish_into(read_list(text.encode()), additions)
    found = read_list(done.data)
    assert not [line for line in done.diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    for addition in additions:
        [entry] = [one for one in found.entries if match_key(one.title) == match_key(addition.title)]
        assert entry.title == addition.title
        assert entry.venue in ("", addition.venue)
        assert entry.year in (None, addition.year)
        assert entry.url in ("", addition.url, addition.url.replace("(", "%28").replace(")", "%29"))
    assert publish_into(found, additions).data == done.data
    return done


def new_lines(text: str, *additions: Addition) -> list[str]:
    """The lines that are new, without those that are blank."""
    diff = published(text, *additions).diff.splitlines()
    return [line[1:] for line in diff if line.startswith("+") and not line.startswith("+++") and line[1:].strip()]


def three(line: str) -> str:
    """A section of three entries in this form; {n} is a number, {w} a word."""
    return HEAD + "".join(line.format(w=w, n=n) + "\n" for n, w in enumerate(("Alpha", "Beta", "Gamma"), 1))


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("- {w} Things of Old (ICML 202{n}) [[Paper]](https://a.b/{n})", "- Zeta Things of a Kind (ICML 2023)"),
        ("- [[202{n}-ICML]](https://a.b/{n}) **{w} Things of Old**", "- [2023-ICML] **Zeta Things of a Kind**"),
        ("- [[ICML202{n}](https://a.b/{n})] {w} Things of Old", "- [ICML2023] Zeta Things of a Kind"),
        ('- **{w} Things of Old** <a href="https://a.b/{n}">ICML 202{n}</a>', "- **Zeta Things of a Kind** ICML 2023"),
        ("- **{w} Things of Old**. *Jane Doe et al*. ICML 202{n}. [[paper](https://a.b/{n})]", "- **Zeta Things of a Kind**. ICML 2023."),
    ],
)
def test_a_paper_without_address_keeps_its_edition_and_leaves_no_bracket(line: str, new: str) -> None:
    assert new_lines(three(line), ALONE) == [new]


@pytest.mark.parametrize(
    ("line", "new"),
    [
        # The sign that the authors begin with is closed behind them, whatever of them is written.
        (
            "- **{w} Things of Old**. *Jane Doe et al*. ICML 202{n}. [[paper](https://a.b/{n})]",
            "- **Zeta Things of a Kind**. *Mia Moon et al*. ICML 2023. [[paper]({url})]",
        ),
        # Nor do they run into the title.
        (
            "- Doe J, Roe A, Poe B, et al. <b>{w} Things of Old</b>. ICML, 202{n}. [Link](https://a.b/{n})",
            "- Mia Moon, Sam Sun. <b>Zeta Things of a Kind</b>. ICML, 2023. [Link]({url})",
        ),
        # A date that is all that tells the year becomes the year.
        ("- [202{n}/05] **{w} Things of Old** [[paper](https://a.b/{n})]", "- [2023] **Zeta Things of a Kind** [[paper]({url})]"),
        ("- [{w} Things of Old](https://a.b/{n}) (202{n}-05-2{n})", "- [Zeta Things of a Kind]({url}) (2023)"),
        # A paper that others have at arXiv stands where it stands.
        ("- {w} Things of Old [[arXiv](https://arxiv.org/abs/2101.0000{n})]", "- Zeta Things of a Kind [[paper]({url})]"),
        # What one link alone is called is said of its own paper.
        ("- {w} Things of Old. [Doe and Roe (201{n})](https://a.b/{n})", "- Zeta Things of a Kind. [paper]({url})"),
        # A venue within the authors' italics is that of the one paper.
        (
            "- [202{n}/05] **{w} Things of Old.** *Doe et al. arXiv.* [[paper](https://a.b/{n})]",
            "- [2023] **Zeta Things of a Kind.** *Moon et al. ICML.* [[paper]({url})]",
        ),
        # So is one before a link in two brackets, and a remark.
        ('- "{w} Things of Old" ICCV. [[Paper]](https://a.b/{n})', '- "Zeta Things of a Kind". [[Paper]]({url})'),
        # Signs around nothing.
        (
            "- <u>W{n}</u>: **{w} Things of Old**. *Jane Doe*. ICML 202{n}. [[paper](https://a.b/{n})]",
            "- **Zeta Things of a Kind**. *Mia Moon, Sam Sun*. ICML 2023. [[paper]({url})]",
        ),
    ],
)
def test_a_line_says_of_its_paper_what_the_others_say_of_theirs(line: str, new: str) -> None:
    assert new_lines(three(line), ZETA) == [new.format(url=ZETA.url)]


def test_a_fold_of_which_nothing_is_left_goes_out() -> None:
    fold = "\n  <details>\n  <summary> Jane Doe, Ann Poe <em>ICDAR {n}</em> </summary>\n  A remark on {w}, of {n} words.\n  </details>\n"
    [line] = new_lines(three("* [{w} Things of Old](https://a.b/{n})" + fold), ZETA)
    assert line == f"* [Zeta Things of a Kind]({ZETA.url})"


def test_a_part_that_went_out_at_the_beginning_of_a_line_leaves_no_blank() -> None:
    line = "**{w} Things of Old** \\\n*Jane Doe, Ann Poe* \\\n[{n}th Jun., 2022] [ICML, 202{n}] \\\n[[Paper](https://a.b/{n})]\n"
    assert new_lines(three(line), ZETA)[2] == "[ICML, 2023] \\"


def test_one_entry_in_another_form_is_no_model() -> None:
    usual = "- **{w} Things of Old**. *Jane Doe*. ICML 2021. [[pdf](https://a.b/{w})]\n"
    odd = "- **ODD: {w} Things of Old**.\n*Jane Doe*.-ICML 2021. [[pdf](https://a.b/{w})]\n"
    text = HEAD + "".join(usual.format(w=w) for w in ("Alpha", "Beta", "Gamma")) + odd.format(w="Delta")
    text += "\n## B\n\n" + "".join(usual.format(w=f"SHORT: {w}") for w in ("Eta", "Theta"))
    short = Addition(title="ZETA: Things of a Kind", venue="icml", year=2023, category="A", url=ZETA.url, authors=ZETA.authors)
    assert new_lines(text, short) == [f"- **ZETA: Things of a Kind**. *Mia Moon, Sam Sun*. ICML 2023. [[pdf]({ZETA.url})]"]


def test_a_line_that_says_its_edition_still_gives_authors_and_link() -> None:
    plain = "* Jane Doe and Ann Poe, *{w} Things of Old* [[Paper](https://a.b/{w})]\n"
    said = "* {w} Things of Old, ICML 2021\n"
    text = HEAD + "".join(plain.format(w=w) for w in ("Alpha", "Beta", "Gamma"))
    text += "\n## B\n\n" + "".join(said.format(w=w) for w in ("Delta", "Epsilon", "Eta"))
    assert new_lines(text, ZETA) == [f"* Mia Moon and Sam Sun, *Zeta Things of a Kind* [[Paper]({ZETA.url})]"]


def test_lines_below_a_number_of_two_digits_stand_below_its_text() -> None:
    lines = [f"{n}. **Old Things of Number {n}.**\n\n{' ' * len(f'{n}. ')}*Jane Doe.* [[abs](https://a.b/{n})]\n\n" for n in range(8, 13)]
    done = published(HEAD + "".join(lines[:2]), ZETA)
    assert f"10. **Zeta Things of a Kind.**\n\n    *Mia Moon, Sam Sun.* [[abs]({ZETA.url})]" in done.data.decode()
    done = published(HEAD + "".join(lines), ZETA)
    assert f"13. **Zeta Things of a Kind.**\n\n    *Mia Moon, Sam Sun.* [[abs]({ZETA.url})]" in done.data.decode()


def test_no_paper_stands_between_another_and_the_lines_below_it() -> None:
    lines = [f"{n}. **Old Things of Number {n}.**\n\n   *Jane Doe.* [[abs](https://a.b/{n})]\n\n" for n in range(8, 13)]
    done = published(HEAD + "".join(lines) + "## B\n", ZETA)
    assert "   *Jane Doe.* [[abs](https://a.b/12)]\n\n13. **Zeta Things of a Kind.**\n" in done.data.decode()


@pytest.mark.parametrize("behind", ["  </details>", "   [back to top](#shelf)", "  ---", "  ## B", "   ### C\n\n   Words."])
def test_what_ends_a_part_of_the_list_is_not_below_its_last_paper(behind: str) -> None:
    lines = [f"1{n}. [{w} Things of Old](https://a.b/{n})\n" for n, w in enumerate(("Alpha", "Beta", "Gamma"))]
    done = published(HEAD + "".join(lines) + f"\n{behind}\n\nMore words.\n", ZETA)
    assert done.data.decode().index(ZETA.title) < done.data.decode().index(behind)


def test_rows_that_are_counted_are_counted_on() -> None:
    table = "|No.|Paper|Venue|Year|\n|-|-|-|-|\n"
    rows = [f"|{n}|[{w} Things of Old](https://a.b/{n})|ICML|{2025 - n}|\n" for n, w in ((1, "Alpha"), (2, "Beta"), (3, "Gamma"))]
    assert new_lines(HEAD + table + "".join(rows), ZETA, PIPES)[0] == f"|4|[Zeta Things of a Kind]({ZETA.url})|ICML|2023|"
    assert new_lines(HEAD + table + "".join(rows), ZETA, PIPES)[1].startswith("|5|[What Is")


def test_new_rows_and_references_are_counted_from_top_to_bottom() -> None:
    newer = Addition(title="Eta Things of a Kind", venue="icml", year=2024, category="A", url=f"{URL}e", authors=ZETA.authors)
    table = "|No.|Paper|Venue|Year|\n|-|-|-|-|\n"
    years = ((1, "Alpha"), (2, "Beta"), (3, "Gamma"))
    rows = "".join(f"|{n}|[{w} Things of Old](https://a.b/{n})|ICML|{2024 - n}|\n" for n, w in years)
    assert [row[:3] for row in new_lines(HEAD + table + rows, ZETA, newer)] == ["|4|", "|5|"]
    keyed = "".join(f"[{n}] Jane Doe, Ann Poe. {w} Things of Old. ICML {2024 - n}. [[pdf](https://a.b/{n})]\n\n" for n, w in years)
    assert [line[:3] for line in new_lines(HEAD + keyed, ZETA, newer)] == ["[4]", "[5]"]
    text = "# Shelf\n\n" + "".join(f"## {y}\n\n{table}{rows.replace('Old', str(y))}\n" for y in (2022, 2021))
    both = [replace(addition, year=2023, category="") for addition in (ZETA, newer)]
    assert [row[:3] for row in new_lines(text, *both)][-2:] == ["|1|", "|2|"]


def test_a_row_says_nothing_of_awards() -> None:
    table = "|Paper|Venue|\n|-|-|\n"
    rows = [
        f"|[{w} Things of Old](https://a.b/{w}){' (Honorable Mention)' if w > 'B' else ''}|ICML 2022|\n" for w in ("Alpha", "Beta", "Gamma")
    ]
    assert new_lines(HEAD + table + "".join(rows), ZETA) == [f"|[Zeta Things of a Kind]({ZETA.url})|ICML 2023|"]


def test_a_row_is_called_by_its_edition_where_most_are_called_by_arxiv() -> None:
    table = "|Paper|Published|\n|-|-|\n"
    rows = [f"|{w} Things of Old|[arxiv](https://arxiv.org/abs/2101.0000{n})|\n" for n, w in enumerate(("Alpha", "Beta", "Gamma"))]
    paper = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="2023", url=ZETA.url)
    text = "# Shelf\n\n## 2023\n\n" + table + "".join(rows)
    assert new_lines(text, paper) == [f"|Zeta Things of a Kind|[ICML]({ZETA.url})|"]


def test_a_paper_stands_apart_from_the_only_paragraph() -> None:
    text = HEAD + f"**Alpha Things of Old**. *Jane Doe*. ICML 2021. [[pdf]({URL}a)]\n\n## B\n\n"
    text += "".join(f"{n}. **Old Things of Number {n}**. *Jane Doe*. ICML 2021. [[pdf]({URL}{n})]\n" for n in (1, 2, 3))
    done = published(text, ZETA)
    assert (
        f"[[pdf]({URL}a)]\n\n**Zeta Things of a Kind**. *Mia Moon, Sam Sun*. ICML 2023. [[pdf]({ZETA.url})]\n\n## B" in done.data.decode()
    )


def test_the_year_that_a_list_lacks_is_made_whatever_year_was_named() -> None:
    text = "# Shelf\n\n" + "".join(f"## {y}\n\n- [Old Things of {y}](https://a.b/{y}) (ICML)\n\n" for y in (2022, 2021))
    done = publish_into(
        read_list(text.encode()), [Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="2021", url=ZETA.url)]
    )
    assert done.data.decode().startswith(f"# Shelf\n\n## 2023\n\n- [Zeta Things of a Kind]({ZETA.url}) (ICML)\n\n## 2022\n")


@pytest.mark.parametrize("blank", ["", "\n"])
def test_the_year_that_a_list_of_tables_lacks_gets_a_table(blank: str) -> None:
    head = "| No. | Paper | Venue |\n|:-:|:-|:-:|\n"
    rows = [f"| {n} | [{w} Things of Old](https://a.b/{w}) | ICML |\n" for n, w in enumerate(("Alpha", "Beta", "Gamma"), 1)]
    text = "# Shelf\n\n" + "".join(f"## {y}\n{blank}{head}{''.join(rows).replace('Old', str(y))}\n" for y in (2022, 2021))
    for year, place in ((2023, text.index("## 2022")), (2020, len(text) - 1)):
        paper = Addition(title="Zeta Things of a Kind", venue="icml", year=year, url=ZETA.url)
        row = f"| 1 | [Zeta Things of a Kind]({ZETA.url}) | ICML |\n"
        new = f"## {year}\n{blank}{head}{row}"
        wanted = text[:place] + (new + "\n" if year == 2023 else "\n" + new) + text[place:]
        done = published(text, paper)
        assert done.data.decode().rstrip() == wanted.rstrip()
        assert done.added[0].category == str(year)


def test_a_heading_that_leads_to_itself_leads_to_the_new_one() -> None:
    text = "# Shelf\n\n" + "".join(f"## [{y}](#{y})\n\n- [Old Things of {y}](https://a.b/{y}) (ICML)\n\n" for y in (2022, 2021))
    assert new_lines(text, Addition(title="Zeta Things of a Kind", venue="icml", year=2023, url=ZETA.url))[0] == "## [2023](#2023)"


def test_a_venue_is_spelt_as_most_of_its_newest_year_are() -> None:
    lines = [f"- Old Things of Number {n} (*{venue} 2022*)\n" for n, venue in enumerate(("NeurIPS", "NeurIPS", "Neurips"), 1)]
    paper = Addition(title="Zeta Things of a Kind", venue="neurips", year=2023, category="A")
    assert new_lines(HEAD + "".join(lines), paper) == ["- Zeta Things of a Kind (*NeurIPS 2023*)"]
