"""Lines as citation tools write them, and what stands around titles in other lists: read for what they say, and no new one says another
paper's volume, pages, publisher or journal."""

import pytest
from own_venues import read_list

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into

FORUM = "https://openreview.net/forum?id="
ZETA = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url=f"{FORUM}z", authors=("Mia Moon", "Sam Sun"))


@pytest.mark.parametrize(
    ("cited", "edition"),
    [
        ("International Conference on Machine Learning. PMLR, 2021.", ("icml", 2021)),
        ("European Conference on Computer Vision. Cham: Springer Nature Switzerland, 2022.", ("eccv", 2022)),
        ("Proceedings of the AAAI Conference on Artificial Intelligence. Vol. 34. No. 07. 2020.", ("aaai", 2020)),
        ("*Advances in Neural Information Processing Systems* 35 (2022): 1-13.", ("neurips", 2022)),
        ("Frontiers in Neuroscience 12 (2018): 331.", ("fnins", 2018)),
        ("Journal of Machine Learning Research 15.1 (2014): 1929-1958.", ("jmlr", 2014)),
        ("in Proc. ICML, 2023, pp. 1-9.", ("icml", 2023)),
    ],
)
def test_a_citation_tells_its_edition(cited: str, edition: tuple[str, int]) -> None:
    line = f'- Jane Doe and Ann Poole. "Alpha Things of a Kind." {cited} [[Link]({FORUM}a)]'
    [entry] = read_list(f"# Shelf\n\n## A\n\n{line}\n".encode()).entries
    assert (entry.title, entry.venue, entry.year) == ("Alpha Things of a Kind", *edition)
    assert entry.authors == ("Jane Doe", "Ann Poole")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            ["Frontiers in Neuroscience 12 (2018): 331.", "Frontiers in Neuroscience 15 (2021): 1-13."],
            "International Conference on Machine Learning (2023).",
        ),
        (
            ["International Conference on Machine Learning. PMLR, 2021.", "European Conference on Computer Vision. Springer, 2022."],
            "International Conference on Machine Learning, 2023.",
        ),
        (["in Proc. ICML, 2021, pp. 1-9.", "in Proc. NeurIPS, 2022, pp. 10–19."], "in Proc. ICML, 2023."),
    ],
)
def test_a_new_line_says_no_volume_pages_or_publisher_of_another(old: list[str], new: str) -> None:
    line = '- {}. "{}." {} [[Link](' + FORUM + "{})]\n"
    rows = [
        line.format("Jane Doe and Ann Poole", f"{name} Things of Old", said, name)
        for name, said in zip(("Alpha", "Beta"), old, strict=True)
    ]
    # How the list calls the conference, and that it is not ordered by year.
    known = line.format("Jane Doe and Ann Poole", "Eta Things of Old", "International Conference on Machine Learning. PMLR, 2020.", "e")
    text = "# Shelf\n\n## B\n\n" + (known if "in Proc" not in new else "") + "\n## A\n\n" + "".join(rows)
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text + line.format("Mia Moon and Sam Sun", ZETA.title, new, "z")


@pytest.mark.parametrize("name", ["YOLO 9000", "VGG 16", "SAM 2", "GPT 4"])
@pytest.mark.parametrize("line", ["- Better Things in Real Time: {} (2016)", "- A Report on Many Things, {} (2016)"])
def test_a_number_behind_the_name_of_a_model_is_no_volume(name: str, line: str) -> None:
    [entry] = read_list(f"# Shelf\n\n## A\n\n{line.format(name)}\n".encode()).entries
    assert entry.title.endswith(name)
    assert (entry.venue, entry.year) == ("", 2016)


@pytest.mark.parametrize("words", ["paper [here]({})", "project page: [link]({})", "pytorch [paper]({})"])
def test_words_behind_an_edition_are_no_pages(words: str) -> None:
    line = "- {} Things of Old (ICLR {}), " + words.replace("{}", FORUM + "{}")
    text = "# Shelf\n\n## A\n\n" + "".join(line.format(name, year, name) + "\n" for name, year in (("Alpha", 2021), ("Beta", 2022)))
    done = publish_into(read_list(text.encode()), [ZETA])
    new = done.data.decode().removeprefix(text)
    assert words.partition(" ")[0] in new


@pytest.mark.parametrize(
    ("numbers", "new", "years"),
    [((3, 2, 1), "4", (2022, 2021, 2020)), ((0, 1, 2), "1", (2022, 2021, 2020))],
)
def test_a_line_before_the_first_counts_on_where_numbers_go_down_or_begin_with_none(
    numbers: tuple[int, ...], new: str, years: tuple[int, ...]
) -> None:
    lines = [f"{n}. [{name} Things of Old]({FORUM}{name}), ICML {year}\n" for n, name, year in zip(numbers, "abc", years, strict=True)]
    text = "# Shelf\n\n## A\n\n" + "".join(lines)
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text.replace(lines[0], f"{new}. [{ZETA.title}]({ZETA.url}), ICML 2023\n{lines[0]}")


def test_a_line_before_the_first_takes_its_number() -> None:
    line = "{}. [{} Things of Old](" + FORUM + "{}), ICML {}\n"
    text = "# Shelf\n\n## A\n\n" + line.format(1, "Alpha", "a", 2022) + line.format(2, "Beta", "b", 2021) + line.format(3, "Eta", "e", 2020)
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text.replace("1. [Alpha", f"1. [{ZETA.title}]({ZETA.url}), ICML 2023\n1. [Alpha")


@pytest.mark.parametrize(
    ("line", "title", "edition"),
    [
        ('- **Lyra**, "Alpha Generation of Things". ICLR 2023. [[Paper]({})]', "Alpha Generation of Things", ("iclr", 2023)),
        ('- **Lyra** "Alpha Generation of Things", ICLR 2023 [[Paper]({})]', "Alpha Generation of Things", ("iclr", 2023)),
        ('- **Lyra** "speaks of many things" at once (ICLR 2023) [[Paper]({})]', "Lyra", ("iclr", 2023)),
        (":scroll: [Alpha Generation of Things]({}) - ICLR 2023", "Alpha Generation of Things", ("iclr", 2023)),
        ("📜 [Alpha Generation of Things]({}) - ICLR 2023", "Alpha Generation of Things", ("iclr", 2023)),
        ("- [2023] Alpha Survey of Things. **Computing Surveys**. [[paper]({})]", "Alpha Survey of Things", ("", 2023)),
        ("- Alpha Survey of Things. *Some Computing Surveys*. [[paper]({})]", "Alpha Survey of Things", ("", None)),
        (
            "- Doe, Jane and John Roe. **Alpha Survey of Things**. [[paper]({})]",
            "Doe, Jane and John Roe. Alpha Survey of Things",
            ("", None),
        ),
        ("- Alpha Survey. A Study. **Part One of Two** [[paper]({})]", "Alpha Survey. A Study. Part One of Two", ("", None)),
        ("- [Spotlight]({}), ICLR 2023", "Spotlight", ("iclr", 2023)),
        ("- Alpha Survey of **Great Things**. [[paper]({})]", "Alpha Survey of Great Things", ("", None)),
    ],
)
def test_what_stands_around_a_title_is_no_part_of_it(line: str, title: str, edition: tuple[str, int | None]) -> None:
    [entry] = read_list(f"# Shelf\n\n## A\n\n{line.format(FORUM + 'a')}\n".encode()).entries
    assert (entry.title, entry.venue, entry.year) == (title, *edition)


@pytest.mark.parametrize("sign", [":mortar_board:", "🎓"])
def test_the_emoji_beside_the_venue_of_a_cell_is_no_part_of_it(sign: str) -> None:
    row = "| {} | {} " + sign + " | {} | [[PUB]({})] |\n"
    head = "# Shelf\n\n## A\n\n| Title | Venue | Year | Materials |\n|---|---|---|---|\n"
    text = (
        head + row.format("Alpha Things of Old", "KDD", 2022, f"{FORUM}a") + row.format("Beta Things of Old", "NeurIPS", 2023, f"{FORUM}b")
    )
    found = read_list(text.encode())
    assert [(entry.venue, entry.year) for entry in found.entries] == [("kdd", 2022), ("neurips", 2023)]
    assert publish_into(found, [ZETA]).data.decode() == text + row.format(ZETA.title, "ICML", 2023, ZETA.url)


def test_a_new_line_says_no_journal_that_one_entry_alone_has() -> None:
    line = "- {} ({}). {}. {}https://openreview.net/{}\n"
    rows = [
        line.format(
            "Doe, J., Roe, J., Poole, A.", 2021, "Alpha theory of things", "*Advances in Neural Information Processing Systems*. ", "a"
        ),
        line.format("Moore, M., Stone, P.", 2020, "Beta theory of things", "*Some Journal of Things*, *7*, 1-10. ", "b"),
        line.format("Cook, G., Stone, P.", 2019, "Delta theory of things", "*Other Computation*, *31*(5), 1–20. ", "d"),
    ]
    text = "# Shelf\n\n## A\n\n" + "".join(rows)
    done = publish_into(read_list(text.encode()), [ZETA])
    [new] = set(done.data.decode().splitlines()) - set(text.splitlines())
    assert "Moon" in new
    assert not any(said in new for said in ("Journal", "Computation", "31", "1-10"))


@pytest.mark.parametrize("code", ["", " [`Code`](https://github.com/p/{})"])
def test_the_dash_before_a_remark_goes_with_it(code: str) -> None:
    line = "- **[{} Things of Old](" + FORUM + "{})** (*ICML 2021*) - {}." + code + "\n"
    remarks = [("Alpha", "Shows why things matter"), ("Beta", "Another thing to know"), ("Delta", "Great work")]
    text = "# Shelf\n\n## A\n\n" + "".join(line.format(name, name, said, name) for name, said in remarks)
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == f"{text}- **[{ZETA.title}]({ZETA.url})** (*ICML 2023*)\n"


def test_a_remark_in_bold_and_stars_are_one_papers_own() -> None:
    line = '- "**{} Things of Old**." ICML ({}). [[pdf]](https://openreview.net/pdf?id={}){}\n'
    said = (" **(Milestone)** :star::star:", " **(Great, of promise)** :star:", " :star::star::star:")
    text = "# Shelf\n\n## A\n\n" + "".join(line.format(name, 2020, name, one) for name, one in zip("abc", said, strict=True))
    done = publish_into(read_list(text.encode()), [ZETA])
    assert f'- "**{ZETA.title}**." ICML (2023). [[pdf]](https://openreview.net/forum?id=z)' in done.data.decode().splitlines()
