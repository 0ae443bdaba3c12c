"""Reading a list: its sections, entries, TODO and contents, in the shapes that lists have in the wild."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_venues import read_list

from candidates.reading_list.edition_mentions import year_at_end
from candidates.reading_list.parts import Entry, ListError
from candidates.reading_list.reader import MOST_BYTES, read_list_file

# The shape of a real list: bullets with two indents, lines decoded with the wrong table, boxes without a space, tails on the newest only.
SEED = """# Awesome-Brain-Inspired-System

This repository collected papers (AI-oriented CCF-A from 2021 to 2024). You can add more. ğŸ˜Š

**Suggested follow-up research sequence**:\x20
  - AI-related: AAAI->ICLR->IJCAI->MM->ICML->NIPS
  - Sys-related: TODO

## Contents

 - [Papers](#papers)
   - [Spiking Attention Mechanism](#Spiking-Attention-Mechanism)
   - [ANN2SNN](#ann2snn)

## TODO List

 - [] Missing AAAI 2025
 - [x] Missing NIPS 2025

## Papers

### Spiking Attention Mechanism

 - Spike-driven Transformer
 - MaskedÂ\xa0SpikingÂ\xa0Transformer
  - Advancing Spiking Neural Networks (NIPS'2024)

### ANN2SNN
 - Point-to-SpikeÂ\xa0ResidualÂ\xa0LearningÂ\xa0forÂ\xa0Energy-Efï¬cientÂ\xa03DÂ\xa0Classiï¬cation

### Hybrid Learning
"""


def entries_of(text: str) -> list[tuple[str, str, str, int | None]]:
    return [(e.title, e.url, e.venue, e.year) for e in read_list(text.encode()).entries]


def only_entry(item: str) -> Entry:
    [entry] = read_list(f"# Papers\n\n- {item}\n".encode()).entries
    return entry


def test_a_list_is_understood_whole() -> None:
    found = read_list(SEED.encode())
    assert found.categories == ("Spiking Attention Mechanism", "ANN2SNN", "Hybrid Learning")
    assert [(e.title, e.section) for e in found.entries] == [
        ("Spike-driven Transformer", "Spiking Attention Mechanism"),
        ("Masked Spiking Transformer", "Spiking Attention Mechanism"),
        ("Advancing Spiking Neural Networks", "Spiking Attention Mechanism"),
        ("Point-to-Spike Residual Learning for Energy-Efficient 3D Classification", "ANN2SNN"),
    ]
    assert found.sequence == ("aaai", "iclr", "ijcai", "mm", "icml", "neurips")
    assert found.years == (2021, 2022, 2023, 2024)
    assert [(c.text, c.anchor) for c in found.contents][1:] == [
        ("Spiking Attention Mechanism", "Spiking-Attention-Mechanism"),
        ("ANN2SNN", "ann2snn"),
    ]


def test_todo_items_name_their_editions_and_state() -> None:
    todo = read_list(SEED.encode()).todo
    assert [(t.text, t.checked, t.editions, t.line) for t in todo] == [
        ("Missing AAAI 2025", False, (("aaai", 2025),), 17),
        ("Missing NIPS 2025", True, (("neurips", 2025),), 18),
    ]


def test_an_entry_keeps_its_line_and_style() -> None:
    entry = read_list(SEED.encode()).entries[2]
    assert (entry.raw, entry.line) == ("  - Advancing Spiking Neural Networks (NIPS'2024)", 26)
    assert (entry.indent, entry.marker, entry.gap, entry.label, entry.tail) == ("  ", "-", " ", "NIPS", "(NIPS'2024)")


@pytest.mark.parametrize(
    ("item", "title", "url", "venue", "year"),
    [
        ("Spike-driven Transformer", "Spike-driven Transformer", "", "", None),
        ("[Spike-driven Transformer](https://a.b/c)", "Spike-driven Transformer", "https://a.b/c", "", None),
        ("[Spike-driven Transformer](u) (NeurIPS'23, oral)", "Spike-driven Transformer", "u", "neurips", 2023),
        ("**Spike-driven Transformer**, NIPS 2023. [[pdf](u)] [[code](v)]", "Spike-driven Transformer", "u", "neurips", 2023),
        ("[ICML 2024] Robust Stable Spiking Networks [[Paper](u)]", "Robust Stable Spiking Networks", "u", "icml", 2024),
        ("ACM MM 2024 | Robust Stable Spiking Networks", "Robust Stable Spiking Networks", "", "mm", 2024),
        ("[Spikformer](u): When Spiking Meets Transformer (ICLR 2023)", "Spikformer: When Spiking Meets Transformer", "u", "iclr", 2023),
        ("**SpikeLM**: Towards Language Modeling", "SpikeLM: Towards Language Modeling", "", "", None),
        ("**Towards Language Modeling.** A. Author, B. Author. *ICML 2024*.", "Towards Language Modeling", "", "icml", 2024),
        ("![stars](https://img) 🔥 [Spike-driven Transformer](u)", "Spike-driven Transformer", "u", "", None),
        (":fire: Spike-driven Transformer (CVPR'2024)", "Spike-driven Transformer", "", "cvpr", 2024),
        ('A. Author, B. Author, "Spiking in the wild today," ICML, 2024', "Spiking in the wild today", "", "icml", 2024),
        ("[ ] A paper still to be read (ICLR 2025)", "A paper still to be read", "", "iclr", 2025),
        (
            "With $\\mathcal{O}$(L) Memory and $\\mathcal{O}$(1) Cost",
            "With $\\mathcal{O}$(L) Memory and $\\mathcal{O}$(1) Cost",
            "",
            "",
            None,
        ),
        ("Learning Spikes (Part 2)", "Learning Spikes (Part 2)", "", "", None),
        ("A title that names no venue \\(ICML'2024)", "A title that names no venue (ICML'2024)", "", "", None),
        ("Spikes &amp; *Nets* with `code` and <i>tags</i> \\| pipes", "Spikes & Nets with code and tags | pipes", "", "", None),
        ("`ICML'24` **Spiking Nets of the World** [[Paper]](u)", "Spiking Nets of the World", "u", "icml", 2024),
        ("**Spiking Nets of the World**<br>W. Fang<br>[[Paper](u)]", "Spiking Nets of the World", "u", "", None),
        ("[arXiv 2024] Spiking Nets [![pdf](https://img)](u)", "Spiking Nets", "u", "arxiv", 2024),
        ("Spiking Nets: ICML 2024 report", "Spiking Nets: ICML 2024 report", "", "", None),
        ("Spiking Nets (2024)", "Spiking Nets", "", "", 2024),
        ("Spiking Nets in 2024", "Spiking Nets in 2024", "", "", None),
        ("Spiking Nets (NeurIPS)", "Spiking Nets", "", "neurips", None),
    ],
)
def test_entries_are_read_in_every_style(item: str, title: str, url: str, venue: str, year: int | None) -> None:
    entry = only_entry(item)
    assert (entry.title, entry.url, entry.venue, entry.year) == (title, url, venue, year)


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "7)", "  -", "-\t"])
def test_every_list_marker_is_an_entry(marker: str) -> None:
    assert entries_of(f"# Papers\n\n{marker} One title\n") == [("One title", "", "", None)]


def test_notes_below_an_entry_are_no_entries() -> None:
    assert entries_of("## Papers\n\n- One title\n  - code by the authors\n\t- a note\n- Two titles\n") == [
        ("One title", "", "", None),
        ("Two titles", "", "", None),
    ]


def test_a_group_item_gives_its_edition_to_the_entries_below() -> None:
    text = "## Papers\n\n- **NeurIPS 2024**\n  - One title\n- 2023:\n  - Two titles\n"
    assert entries_of(text) == [("One title", "", "neurips", 2024), ("Two titles", "", "", 2023)]


def test_a_heading_that_is_an_edition_gives_it_to_its_entries() -> None:
    assert entries_of("# L\n\n## 2024\n\n### ICML\n- One\n\n### NIPS 2023\n- Two\n") == [
        ("One", "", "icml", 2024),
        ("Two", "", "neurips", 2023),
    ]


def test_tables_of_papers_are_read_by_their_headers() -> None:
    text = "## SNN\n\n| Year | Title | Venue | Link |\n|---|---|---|---|\n"
    text += "| 2024 | One \\| two | NIPS | [pdf](u) |\n| | [Two](v) | ICML'2023 | |\n"
    assert entries_of(text) == [("One | two", "u", "neurips", 2024), ("Two", "v", "icml", 2023)]


def test_a_table_about_something_else_holds_no_entries() -> None:
    assert entries_of("## SNN\n\n| Dataset | Size |\n|---|---|\n| MNIST | 60000 |\n") == []


def test_code_comments_and_front_matter_hold_no_entries() -> None:
    text = "---\ntitle: x\n---\n# Papers\n\n```\n- no\n```\n\n<!--\n- no\n-->\n\n- Yes indeed\n\n~~~md\n- no\n~~~\n"
    assert [e[0] for e in entries_of(text)] == ["Yes indeed"]


def test_setext_headings_and_several_lists_in_one_file_are_sections() -> None:
    found = read_list(b"List one\n===\n\nSNN\n---\n- A title\n\nList two\n===\n\nANN\n---\n* B title\n")
    assert [(e.section, e.title) for e in found.entries] == [("SNN", "A title"), ("ANN", "B title")]
    assert found.categories == ("SNN", "ANN")


def test_sections_about_the_list_itself_hold_no_entries() -> None:
    text = "# L\n\n- [Website](https://a)\n\n## SNN\n- One\n\n## Contributing\n- Send a pull request\n\n## License\n- MIT\n"
    assert [e[0] for e in entries_of(text)] == ["One"]


@pytest.mark.parametrize("name", ["Missing Modality Learning", "Citation Networks", "Star Graphs", "About-Face Networks"])
def test_a_topic_that_sounds_like_an_aside_is_a_category(name: str) -> None:
    assert read_list(f"## {name}\n- One\n".encode()).categories == (name,)


@pytest.mark.parametrize("name", ["TODO", "To-Do List", "✅ TODO list", "Missing papers", "Still to do", "Roadmap"])
def test_a_todo_section_is_known_by_many_names(name: str) -> None:
    assert [item.text for item in read_list(f"## {name}\n- [ ] AAAI 2025\n".encode()).todo] == ["AAAI 2025"]


def test_a_list_without_subsections_or_headings_still_has_entries() -> None:
    assert [e[0] for e in entries_of("# SNN papers\n- One\n")] == ["One"]
    found = read_list(b"- One\n- Two\n")
    assert [e.title for e in found.entries] == ["One", "Two"]
    assert found.categories == ()


def test_a_task_outside_the_todo_section_is_no_paper() -> None:
    found = read_list(b"## SNN\n\n- [ ] Missing AAAI 2025\n- [ ] A spiking title (AAAI 2025)\n")
    assert [t.editions for t in found.todo] == [(("aaai", 2025),)]
    assert [e.title for e in found.entries] == ["A spiking title"]


def test_new_venues_need_no_code() -> None:
    found = read_list(
        b"## TODO\n- [ ] Missing DAC'25\n\n## SNN\n- A title, Design Automation Conference 2024\n",
        {"DAC": "dac", "Design Automation Conference": "dac"},
    )
    assert found.todo[0].editions == (("dac", 2025),)
    assert (found.entries[0].title, found.entries[0].venue, found.entries[0].year) == ("A title", "dac", 2024)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- One",
        "\ufeff# L\r\n\r\n- One\r\n",
        "# L\r- One\r",
        SEED,
        SEED.replace("\n", "\r\n"),
        "a\x85b\x0cc\u2028d",
        "- A\n  wrapped title\n",
    ],
)
def test_a_list_is_written_back_as_it_was(text: str) -> None:
    assert read_list(text.encode()).to_bytes() == text.encode()


MARKS = ["#", "-", "[", "]", "(#a)", "`", "```\n", "| a |", "|---|\n", "<!--", "---\n", "$", ">", "**", "\\", "1. "]
SPACES = ["\n", "\r\n", " ", "\t"]
WORDS = ["AAAI 2025", "Â\xa0", "title"]
MARKDOWN = st.lists(st.sampled_from(MARKS + SPACES + WORDS)).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), MARKDOWN))
def test_reading_and_writing_back_is_the_identity(text: str) -> None:
    data = text.encode()
    assert read_list(data).to_bytes() == data


@settings(max_examples=100, deadline=None)
@given(MARKDOWN)
def test_line_numbers_point_at_the_entry(text: str) -> None:
    found = read_list(text.encode())
    for entry in found.entries:
        assert entry.raw.split("\n")[0].rstrip("\r") in found.lines[entry.line - 1]


def test_line_ends_do_not_change_what_is_read() -> None:
    found, other = read_list(SEED.encode()), read_list(SEED.replace("\n", "\r\n").rstrip().encode())
    assert [(e.title, e.line) for e in found.entries] == [(e.title, e.line) for e in other.entries]


class TestFilesThatAreNoLists:
    def test_a_missing_file_names_init(self, tmp_path: Path) -> None:
        with pytest.raises(ListError, match="covenue init"):
            read_list_file(tmp_path / "README.md", {})

    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_bytes(b" \n")
        with pytest.raises(ListError, match="is empty"):
            read_list_file(tmp_path / "README.md", {})

    def test_a_binary_file(self, tmp_path: Path) -> None:
        (tmp_path / "x.png").write_bytes(b"\x89PNG\0\0")
        with pytest.raises(ListError, match="not a text file"):
            read_list_file(tmp_path / "x.png", {})

    def test_a_file_that_is_not_utf8_names_the_line(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_bytes(b"# L\n- Caf\xe9\n")
        with pytest.raises(ListError, match="not UTF-8: line 2"):
            read_list_file(tmp_path / "README.md", {})

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ListError, match="is a folder"):
            read_list_file(tmp_path, {})

    def test_a_file_without_read_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "README.md").write_bytes(b"# L\n")

        def refuse(_path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(ListError, match="may not be read"):
            read_list_file(tmp_path / "README.md", {})

    def test_a_huge_file(self, tmp_path: Path) -> None:
        with (tmp_path / "README.md").open("wb") as file:
            file.truncate(MOST_BYTES + 1)
        with pytest.raises(ListError, match="10 MB"):
            read_list_file(tmp_path / "README.md", {})


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"], ids=repr)
def test_a_file_of_more_lines_than_any_list_has_is_refused(end: bytes) -> None:
    with pytest.raises(ListError, match=r"400,001 lines.*Name the Markdown file"):
        read_list(b"# A" + end + end * 400_000, {})


def test_a_heading_is_called_without_its_links_to_the_page_itself() -> None:
    attacks = "## Attack Papers 2022 [[Back to Top]](#top)\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n"
    text = attacks + "## [Surveys](#contents)\n- Beta Paper on Things (ICML 2022)\n"
    found = read_list(text.encode())
    assert [(entry.path, entry.venue, entry.year) for entry in found.entries] == [
        (("Attack Papers 2022",), "", 2022),
        (("Surveys",), "icml", 2022),
    ]


def test_a_table_of_software_names_no_venues_and_holds_no_papers() -> None:
    papers = "## Papers\n" + "".join(f"- [Alpha Paper Number {n}](https://arxiv.org/abs/{n})\n" for n in range(5))
    tools = "## Software & Frameworks\n\n| Tool | What |\n|---|---|\n" + "".join(
        f"| [Tool{n}](https://github.com/t/{n}) | A simulator of things number {n} |\n" for n in range(3)
    )
    assert len(read_list((papers + tools).encode()).entries) == 5


def test_the_number_of_a_volume_is_no_year() -> None:
    cited = 'Doe, Jane, and Ann Poe. "The classes challenge of things."'
    text = f"## A\n- {cited} International Journal of Computer Vision 88, no. 2 (2010): 303.\n"
    assert read_list(text.encode()).entries[0].year == 2010


@pytest.mark.parametrize(
    ("item", "venue", "year", "authors"),
    [
        ('* "Agents with Models of Things", *ICLR, Apr 2023*. [[Paper](https://arxiv.org/abs/1)]', "iclr", 2023, ()),
        ("- J. Doe, R. Roe, G. Poe, **Robust Margin Networks for Things**, May 2016.", "", 2016, ("J. Doe", "R. Roe", "G. Poe")),
        (
            "* [Foundations of Many Agents and Things](https://x.org/a) by Stefano V. Doe, Ann Roe, Lukas Poe, 2023.",
            "",
            2023,
            ("Stefano V. Doe", "Ann Roe", "Lukas Poe"),
        ),
        (
            "* [Minds in Work Together](https://x.org/a) by Shao Doe*, Xi Roe*, and Ying Poe. 2024.",
            "",
            2024,
            ("Shao Doe", "Xi Roe", "Ying Poe"),
        ),
        (
            "* [Learning through Agreement](https://x.org/a) by Doe P, Roe L P, Poe D. Robotic Systems, 2009.",
            "",
            2009,
            ("Doe P", "Roe L P", "Poe D"),
        ),
        ("+ [Benchmark of Things](https://x.org/a) (Shengbo Doe & Juntong Roe et al., 2024)", "", 2024, ("Shengbo Doe", "Juntong Roe")),
        (
            "* Doe, Ann, Kelvin Roe, and Sergey Poe. **Models of Agnostic Things** arXiv preprint arXiv:1806.02817 (2018).",
            "arxiv",
            2018,
            ("Ann Doe", "Kelvin Roe", "Sergey Poe"),
        ),
        (
            "* Doe, Adam, Roe, Sergey, and Poe, Timothy. **Memory for Learning Things**. In AAAI, volume 1, pp. 3, 2008.",
            "aaai",
            2008,
            ("Adam Doe", "Sergey Roe", "Timothy Poe"),
        ),
        (
            '+ **MTE:** Xun Doe, Timothy M. Roe. "Actions without Examples." NIPS (2013). [[pdf]](https://x.org/a)',
            "neurips",
            2013,
            ("Xun Doe", "Timothy M. Roe"),
        ),
        (
            "* **Embedding of Deep Things.** *Xiao Doe, Fu-Lai Roe.* IEEE Transactions on Cybernetic Things 2018.",
            "ieeetransactionsoncyberneticthings",
            2018,
            ("Xiao Doe", "Fu-Lai Roe"),
        ),
    ],
)
def test_editions_and_authors_are_read_as_bibliographies_write_them(
    item: str, venue: str, year: int | None, authors: tuple[str, ...]
) -> None:
    found = only_entry(item.removeprefix("* ").removeprefix("- ").removeprefix("+ "))
    assert (found.venue, found.year, found.authors) == (venue, year, authors)


@pytest.mark.parametrize(
    "item",
    [
        "**Scheduling of Things** Applied Intelligence, 2023. [paper](https://x.org/a)",
        "**Scheduling of Things** [paper](https://x.org/a)\n  - Key Word: Alignment Drift.",
        "**Scheduling of Things** *Ph.D. Thesis*, Some University, 2019.",
    ],
)
def test_what_names_no_people_is_no_author(item: str) -> None:
    assert only_entry(item).authors == ()


def test_a_subject_in_plain_words_above_papers_is_a_group() -> None:
    text = """# Papers

## Detection

* 弱监督检测
  * [SpikeDet: Things in Sight](https://arxiv.org/abs/1)<br>:star:[code](https://github.com/a/b)
* Detection without labels
  * [Alpha Paper on Things](https://arxiv.org/abs/2)
  * [Beta Paper on Things](https://arxiv.org/abs/3)
* [Gamma Paper on Things](https://arxiv.org/abs/4)
  * [Delta Paper on Things](https://arxiv.org/abs/5)
"""
    found = read_list(text.encode())
    assert [(e.title, e.section) for e in found.entries] == [
        ("SpikeDet: Things in Sight", "弱监督检测"),
        ("Alpha Paper on Things", "Detection without labels"),
        ("Beta Paper on Things", "Detection without labels"),
        ("Gamma Paper on Things", "Detection"),
        ("Delta Paper on Things", "Detection"),
    ]


def test_an_item_that_only_names_people_belongs_to_the_one_before() -> None:
    people = "- Maxed Networks [[arXiv]](https://arxiv.org/abs/1)\n- *Ian J. Doe, David Roe, Ann Poe*\n"
    found = read_list(f"# Papers\n\n{people}- Planning, Acting, and Learning Things\n".encode())
    assert [e.title for e in found.entries] == ["Maxed Networks", "Planning, Acting, and Learning Things"]


@pytest.mark.parametrize(
    "title",
    [
        "Event-based Action Recognition Using Motion Information and Spiking Neural Networks",
        "Semantic and Syntactic Enhanced Aspect Sentiment Triplet Extraction",
        "Toward Stable, Interpretable, and Lightweight Hyperspectral Super-Resolution",
    ],
)
def test_a_title_that_is_written_as_names_are_is_a_paper(title: str) -> None:
    found = read_list(f"# Papers\n\n- Deep Residual Learning in Spiking Networks\n- {title}\n- Sparse Gradients\n".encode())
    assert [e.title for e in found.entries] == ["Deep Residual Learning in Spiking Networks", title, "Sparse Gradients"]


@pytest.mark.parametrize(
    ("item", "title", "authors"),
    [
        ("Margins of Things. Yo Doe. EMNLP 2021.", "Margins of Things", ("Yo Doe",)),
        ("Margins of Things. Ann Doe, Adam R. Roe, Arsen Poe. ICML 2023.", "Margins of Things", ("Ann Doe", "Adam R. Roe", "Arsen Poe")),
        ("Margins of Things, Xun Doe, David B. Roe, ECCV 2020", "Margins of Things", ("Xun Doe", "David B. Roe")),
        (
            "Reducing Harms: Methods, Scaling Behaviors, and Lessons Learned",
            "Reducing Harms: Methods, Scaling Behaviors, and Lessons Learned",
            (),
        ),
        ("Can We See? Vision Revisited", "Can We See? Vision Revisited", ()),
        (
            "[Margins of Many Things](https://x.org/a) [:octocat:](https://x.org/b) Xun Doe, Jim Roe",
            "Margins of Many Things",
            ("Xun Doe", "Jim Roe"),
        ),
    ],
)
def test_authors_behind_a_title_in_plain_text_are_no_part_of_it(item: str, title: str, authors: tuple[str, ...]) -> None:
    found = only_entry(item)
    assert (found.title, found.authors) == (title, authors)


@pytest.mark.parametrize("item", ["`2025` `ACL` [Margins of Things](https://x.org/a)", "`ACL` `2025` [Margins of Things](https://x.org/a)"])
def test_a_year_that_stands_alone_in_a_chip_is_that_of_the_paper(item: str) -> None:
    found = only_entry(item)
    assert (found.title, found.venue, found.year) == ("Margins of Things", "acl", 2025)


@pytest.mark.parametrize("edition", ["(ACM MM25)", "(ACM MM 25)", "*ACM MM25*"])
def test_a_venue_of_two_acronyms_has_its_year_in_two_digits(edition: str) -> None:
    found = only_entry(f"**Margins of Things** {edition}")
    assert (found.venue, found.year) == ("mm", 2025)


@pytest.mark.parametrize("address", ["http://[", "http://a℀.b/"])
@pytest.mark.parametrize(
    "item", ['- Margins of Things <a href="{}">pdf</a>', '| Title | Link |\n|--|--|\n| Margins of Things | <a href="{}">pdf</a> |']
)
def test_a_link_whose_address_is_none_ends_no_reading(item: str, address: str) -> None:
    (found,) = read_list(f"## Papers\n\n{item.format(address)}\n".encode()).entries
    assert found.title == "Margins of Things"


def test_last_names_that_titles_have_as_words_are_people_before_et_al() -> None:
    assert only_entry("Ma et al., **Scheduling of Things** [paper](https://x.org/a)").authors == ("Ma",)


def test_a_list_within_an_empty_item_is_read() -> None:
    assert only_entry("- Collapse Is Not a Fault. [[paper]](https://arxiv.org/abs/1)").title == "Collapse Is Not a Fault"


def test_a_line_beyond_all_measure_is_named_not_read_and_kept() -> None:
    text = "# A list\n\n## Papers\n\n- A Paper on Spikes (ICML 2021)\n- " + "[](" * 100_000 + "\n- Another Paper on Spikes (ICML 2022)\n"
    reading_list = read_list(text.encode(), {})
    assert [entry.title for entry in reading_list.entries] == ["A Paper on Spikes", "Another Paper on Spikes"]
    assert [(one.line, "not read" in one.why) for one in reading_list.not_understood] == [(6, True)]
    assert reading_list.to_bytes() == text.encode()


@pytest.mark.timeout(20)
def test_a_cell_padded_with_blanks_is_read_at_once() -> None:
    row = "| TrueNorth: Design of Chips | TCAD 2015 | [code](https:/" + " " * 3_000 + "/example.org/5) |\n"
    text = "# A list\n\n## Papers\n\n| Title | Venue | Code |\n| --- | --- | --- |\n" + row * 3
    assert len(read_list(text.encode(), {}).entries) == 3


@pytest.mark.parametrize(
    "line",
    [
        "Updates****(40)**** see below",
        "- Spiking networks for all" + r"\*" * 60 + " (ICML 2024)",
        "- Code" + "†" * 60 + "(30)!",
        "- [A Long Title of Things](http://x.y). " + "Kaelbling L P, " * 60 + "Rus D. Journal A. 2024",
        "- " + "Aa-" * 1300,
        "| Title | Authors |\n|---|---|\n| Alpha Beta Gamma Delta | Jane Doe" + r"\*" * 60 + " x |",
    ],
    ids=["stars", "escaped stars", "daggers", "initials", "hyphens", "stars in a cell"],
)
@pytest.mark.timeout(20)
def test_what_could_be_cut_into_names_in_many_ways_is_read_at_once(line: str) -> None:
    began = process_time()
    read_list(f"# A\n\n## Papers\n\n{line}\n".encode())
    assert process_time() - began < 2


@pytest.mark.parametrize("unit", ["[a]", "Aa-", "a, ", "A. B. ", "2021 ", "http://a ", "[a](b) ", "*a* ", " \t"], ids=repr)
@pytest.mark.timeout(60)
def test_the_longest_line_is_read_in_no_more_than_a_second(unit: str) -> None:
    """Each took 1 to 7 s, for its time grew by the square of the length (2026-11-30)."""
    line = "- " + unit * (4_990 // len(unit))
    began = process_time()
    read_list(f"# A\n\n## Papers\n\n{line}\n".encode())
    assert process_time() - began < 2  # half of it at most, and a slow machine twice that


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("\t\t, 2021", 2021),
        ("by Jane Doe\t \t2021", 2021),
        ("\t2021.", 2021),
        ("Doe, May 2016. \t code", 2016),
        ("(Doe, 2024)\t", 2024),
        ("2021 \t) and more", 2021),
        ("in 2021 spikes", None),
        ("of 2021", None),
        ("\tand 2021", None),
    ],
)
def test_a_year_that_ends_what_is_said_before_a_link_is_its_year(text: str, year: int | None) -> None:
    found = year_at_end(text)
    assert (found.year if found else None) == year


@pytest.mark.timeout(60)
def test_an_item_of_thousands_of_lines_is_read_at_once() -> None:
    """30,000 lines that no title ends took 16 s, for each was joined to all before it (2026-11-30)."""
    began = process_time()
    read_list(("# A\n\n## Papers\n\n* **[Deep Learning in Spiking Neural" + "- |\n| [Lo" * 30_000 + "\n").encode())
    assert process_time() - began < 5


def test_an_edition_by_itself_is_no_paper() -> None:
    assert [e[0] for e in entries_of("# L\n\n## A\n\n- ICML 2022\n- [Alpha Paper on Things](https://arxiv.org/abs/1) (ICML 2022)\n")] == [
        "Alpha Paper on Things"
    ]


def test_a_list_that_calls_itself_notes_holds_papers_and_a_guide_to_contributing_none() -> None:
    text = "# {}\n\n## Graphs\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n- Beta Paper on Things\n"
    assert len(entries_of(text.format("Reading Notes"))) == 2
    assert not entries_of(text.format("Contributing"))


def test_one_heading_that_leads_to_papers_among_others_is_a_section() -> None:
    text = (
        "# L\n\n## [Special Issue on Many Things](https://ieeexplore.ieee.org/x)\n\nSoon.\n\n## Graphs\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n\n"
        "## Trees\n\n- [Beta Paper on Things](https://arxiv.org/abs/2)\n"
    )
    assert [e[0] for e in entries_of(text)] == ["Alpha Paper on Things", "Beta Paper on Things"]


@pytest.mark.parametrize(
    ("item", "venue", "year"),
    [
        ("Alpha Paper on Things. NeurIPS. [[pdf](https://x.org/a)]", "neurips", None),
        ("[Doe and Roe, 2017] Alpha Paper on Things. ICML. [[pdf](https://x.org/a)]", "icml", 2017),
        ("Doe et al. 2017. Alpha Paper on Things. ICML. [[pdf](https://x.org/a)]", "icml", 2017),
        ("Alpha Paper on Things `ICML` [[pdf](https://x.org/a)]", "icml", None),
        ("NeurIPS 2022 Workshop, [Alpha Paper on Things](https://x.org/a)", "neurips", 2022),
        ("**Alpha Paper on Things**, *ACM MM*, [`paper`](https://x.org/a)", "mm", None),
        ("Alpha Paper on Things(@ICLR) [[pdf](https://x.org/a)]", "iclr", None),
        ("2018 - Alpha Paper on Things [[pdf](https://x.org/a)]", "", 2018),
    ],
)
def test_a_venue_or_year_that_stands_apart_is_no_part_of_the_title(item: str, venue: str, year: int | None) -> None:
    found = only_entry(item)
    assert (found.title, found.venue, found.year) == ("Alpha Paper on Things", venue, year)


def test_a_row_of_venues_is_no_paper_of_the_last() -> None:
    assert only_entry("[Machine Learning](https://x.org/a): NeurIPS, ICML, ICLR").venue == ""


@pytest.mark.parametrize("name", ["2024 (37)", "2024 [12 papers]", "2024（7 篇）"])
def test_the_number_of_papers_behind_a_name_is_no_part_of_an_edition(name: str) -> None:
    found = read_list(f"# L\n\n## {name}\n\n- [Alpha Paper on Things](https://arxiv.org/abs/1)\n".encode())
    assert (found.entries[0].year, found.entries[0].path) == (2024, (name,))


@pytest.mark.parametrize(
    "line",
    [
        "{}, NeurIPS 2023 D&B. [[PDF]({})]",
        "{}, NeurIPS 2023 Datasets and Benchmarks Track. [[PDF]({})]",
        "{}. NeurIPS Datasets and Benchmarks 2023. [[PDF]({})]",
        "{}, NeurIPS 2023 Oral. [[PDF]({})]",
        "{}. **NeurIPS 2023 (Spotlight)** [[PDF]({})]",
        "{} -- NeurIPS'23 [PDF]({})",
        "(2023) {} - NeurIPS - [link]({})",
        "Jane Doe, Ann Poe, and Jim Roe. {}. In *NeurIPS*, 2023. [link]({})",
        "Jane Doe and Jim B. Roe. {}. NeurIPS 2023. [link]({})",
        "Jane Doe, Jim Roe. {}. In Proceedings of the 37th Conference on Neural Information Processing Systems (NeurIPS), 2023. [link]({})",
        "{}, Thirty-seventh Conference on Neural Information Processing Systems, 2023 [paper]({})",
        "{} (Doe et al., NeurIPS 2023) [link]({})",
        "{} (accepted at NeurIPS 2023) [paper]({})",
        "{}. Accepted by NeurIPS 2023. [paper]({})",
        "{}，NeurIPS，2023，[论文]({})",
        "{}; Jane Doe, Ann Poe; NeurIPS 2023; [paper]({})",
    ],
)
def test_a_title_in_plain_text_ends_before_what_is_said_of_its_edition(line: str) -> None:
    titles = ["Alpha Nets Learn Slow Spikes Quickly", "Other Networks That Learn Other Things"]
    rows = [f"- {line.format(title, f'https://openreview.net/forum?id={n}')}" for n, title in enumerate(titles)]
    found = read_list(("# Shelf\n\n## Spikes\n\n" + "\n".join(rows) + "\n").encode())
    assert [(entry.title, entry.venue, entry.year) for entry in found.entries] == [(title, "neurips", 2023) for title in titles]


@pytest.mark.parametrize("name", ["README.rst", "README.adoc", "readme.org", "papers.yml", "papers.json", "papers.bib"])
def test_a_list_that_is_no_markdown_is_refused_with_its_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Papers\n======\n\n* `Alpha Paper on Things <https://openreview.net/forum?id=a>`_, ICML 2022\n", encoding="utf-8")
    with pytest.raises(ListError, match="Markdown alone"):
        read_list_file(path, {})


@pytest.mark.parametrize(
    "title",
    [
        "Brain Tumor Segmentation in the BraTS 2021",
        "A Study of Label Errors in the ImageNet 2012",
        "Winning Solution by NVIDIA 2020",
        "Lessons Presented by OpenAI 2023",
        "Is It Enough? Zero-shot COCO 2017",
    ],
)
def test_words_that_lead_to_a_venue_cut_no_title_before_another_name(title: str) -> None:
    assert [e[0] for e in entries_of(f"## Papers\n\n- {title}\n- [{title} Again](https://a.org/1)\n")] == [title, f"{title} Again"]


@pytest.mark.parametrize(
    ("venue", "known"),
    [
        ("International Conference on Machine Learning", "icml"),
        ("the 40th International Conference on Machine Learning", "icml"),
        ("International Conference on Machine Learning and Applications", ""),
        ("Pacific Rim International Joint Conference on Artificial Intelligence", ""),
        ("Brazilian Conference on Computer Vision and Pattern Recognition", ""),
    ],
)
def test_a_venue_spelt_out_is_no_part_of_another_name(venue: str, known: str) -> None:
    ((_, _, read, _),) = entries_of(f"## Papers\n\n- Ann Poe, Bo Roe. A Title of Works. In {venue}, 2023.\n")
    assert (read if read in ("icml", "ijcai", "cvpr") else "") == known
