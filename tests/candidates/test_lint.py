"""Lint: what is wrong in a list, by line; and the one repair that needs no judgement, the encoding."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_venues import read_list

from candidates.lint import Unmatched, lint_list, with_near_titles
from candidates.matching.same_paper import PaperRef, likeness
from candidates.reading_list.sections import slugs_of
from spiders.mojibake import fix_encoding

SEED = (Path(__file__).parent / "lists" / "brain_inspired.md").read_bytes()


def findings(text: str | bytes, kind: str) -> list[tuple[int, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(f.line, f.text) for f in lint_list(read_list(data)) if f.kind == kind]


def test_a_clean_list_has_no_findings() -> None:
    text = "# L\n\n## Contents\n- [SNN](#snn)\n- [A & B](#a--b)\n\n## SNN\n- One\n- Two (ICML'2024)\n\n## A & B\n- Three – four é\n"
    assert lint_list(read_list(text.encode())) == []


def test_mojibake_is_shown_mended() -> None:
    found = findings(SEED, "mojibake")
    assert [line for line, _ in found] == [3, 32, 33, 38, 44, 54]
    assert "Energy-Efficient 3D Point Cloud Classification" in found[4][1]


def test_doubles_and_entries_in_two_sections_name_the_other_line() -> None:
    text = "## SNN\n- Spiking nets\n- Other\n- spiking nets.\n\n## ANN\n- Spiking Nets\n"
    assert findings(text, "double") == [(4, "'spiking nets' stands already in line 2")]
    assert findings(text, "two-sections") == [(7, "'Spiking Nets' stands in two sections, here and in line 2 (SNN)")]


def test_a_misprinted_double_is_found() -> None:
    titles = ("Multi-Scale Dynamic Coding for Spikes", "Multi-Sacle Dynamic Coding for Spikes", "Single-Scale Dynamic Coding for Spikes")
    text = "## SNN\n" + "".join(f"- {title}\n" for title in titles)
    assert [line for line, _ in findings(text, "double")] == [3]


def test_two_papers_of_one_title_are_no_double() -> None:
    forum = "https://openreview.net/forum?id="
    assert findings(f"## SNN\n- [One title]({forum}a)\n- [One title]({forum}b)\n", "double") == []


def test_contents_and_sections_are_compared() -> None:
    text = "## Contents\n- [SNN](#snn)\n- [Hybrid Learnin](#hybrid-learnin)\n\n## SNN\n- One\n\n## Hybrid Learning\n- Two\n"
    assert findings(text, "contents") == [
        (3, "there is no section 'Hybrid Learnin' (#hybrid-learnin); nearest: Hybrid Learning"),
        (8, "the section 'Hybrid Learning' is missing in the contents"),
    ]


def test_anchors_follow_githubs_rule() -> None:
    text = "## Contents\n- [Spiking MLP](#Spiking_MLP)\n- [A/B](#a/b)\n\n## Spiking MLP\n- One\n\n## A/B\n- Two\n"
    assert findings(text, "anchor") == [
        (2, "#Spiking_MLP is not the section's anchor; GitHub makes it #spiking-mlp"),
        (3, "#a/b is not the section's anchor; GitHub makes it #ab"),
    ]
    assert list(slugs_of(["Papers", "🧠 Brain (2024)", "papers", "a_b – c"])) == ["papers", "-brain-2024", "papers-1", "a_b--c"]


def test_an_anchor_of_other_case_is_no_fault() -> None:
    assert findings("## Contents\n- [Spiking MLP](#Spiking-MLP)\n\n## Spiking MLP\n- One\n", "anchor") == []


@pytest.mark.parametrize(
    "heading",
    [
        '<a name="3DGS"></a>\n\n## Three D (Gaussian)\n',
        '## <a id="3DGS"></a>Three D (Gaussian)\n',
        "## Three D (Gaussian)\n\nAbout it. <span id=3DGS></span>\n",
        '<div id="3dgs"><a name="other"></a></div>\n## Three D (Gaussian)\n',
    ],
)
def test_anchors_made_by_hand_are_anchors(heading: str) -> None:
    text = f"## Contents\n- [Three D](#3DGS)\n- [Other](#other-ones)\n\n{heading}\n- One\n\n## Other ones\n- Two\n"
    assert [*findings(text, "contents"), *findings(text, "anchor")] == []


def test_an_anchor_leads_to_the_heading_below_it_only() -> None:
    text = '## Contents\n- [A](#a)\n- [B](#here)\n\n## A\n<a name="here"></a>\n- One\n\n## B\n- Two\n'
    assert findings(text, "contents") == [(9, "the section 'B' is missing in the contents")]


def test_contents_may_leave_out_whole_levels_and_the_title() -> None:
    text = "# Awesome Spikes\n- Zero (ICML 2020)\n\n## Contents\n- [A](#a)\n\n## A\n### A1\n- One\n### A2\n- Two\n\n## B\n- Three\n"
    assert findings(text, "contents") == [(13, "the section 'B' is missing in the contents")]


def test_a_level_that_the_contents_name_in_part_is_missed() -> None:
    text = "## Contents\n- [A](#a)\n  - [A1](#a1)\n- [B](#b)\n\n## A\n### A1\n- One\n### A2\n- Two\n\n## B\n### B1\n- Three\n"
    assert findings(text, "contents") == [(9, "the section 'A2' is missing in the contents")]


def test_a_label_read_as_a_title_is_said_once() -> None:
    text = "## SNN\n" + "".join(f"- [Project page](https://a.org/{n})\n" for n in range(6)) + "- Spikes\n- Spikes\n"
    assert findings(text, "double") in (
        [(2, "6 entries have the title 'Project page', which looks like a label of theirs"), (9, "'Spikes' stands already in line 8")],
        # Where the reader takes such lines for no papers, nothing is to be said of them.
        [(9, "'Spikes' stands already in line 8")],
    )


def test_odd_bullets_are_found() -> None:
    text = "## SNN\n- One\n- Two\n\n* Three\n\n## ANN\n- Four\n\n## RNN\n  - Five\n  - Six\n"
    assert findings(text, "bullet") == [
        (5, "begins with '* ', the other entries of 'SNN' with '- '"),
        (11, "the entries of 'RNN' begin with '  - ', those of most sections with '- '"),
    ]


def test_boxes_that_github_does_not_render_are_found() -> None:
    assert [line for line, _ in findings("## TODO\n- [] AAAI 2025\n- [ ] ICLR 2025\n- [x] MM 2025\n", "checkbox")] == [2]


def test_entries_that_no_edition_holds_name_what_comes_near() -> None:
    found = read_list(b"## SNN\n- Masked Spiking Transformers\n- Something else entirely\n")
    papers = [PaperRef(id="p", title="Masked Spiking Transformer", venue="aaai", year=2023)]
    unmatched = with_near_titles(found.entries, papers)
    assert unmatched[1] == Unmatched(found.entries[1])
    assert [(f.line, f.kind, f.text) for f in lint_list(found, unmatched)] == [
        (2, "unmatched", "no crawled edition holds 'Masked Spiking Transformers'; near: Masked Spiking Transformer (aaai 2023)"),
        (3, "unmatched", "no crawled edition holds 'Something else entirely'"),
    ]


class TestEncoding:
    @pytest.mark.parametrize(
        ("broken", "mended"),
        [
            ("SpikingÂ\xa0Neural", "Spiking Neural"),
            ("Energy-Efï¬cient", "Energy-Efficient"),
            ("Uniï¬‚ow", "Uniflow"),
            ("ğŸ˜Š", "😊"),
            ("PÃ©rez", "Pérez"),
            ("donâ€™t", "don’t"),
        ],
    )
    def test_it_is_repaired(self, broken: str, mended: str) -> None:
        assert fix_encoding(f"- {broken}\r\n".encode()).decode() == f"- {mended}\r\n"

    @pytest.mark.parametrize(
        "text", ["Pérez", "naïve Â", "Ünïcode – “quotes”", "Łódź", "脉冲神经网络", "spiking ﬁeld", "😊", "a\xa0b", "Ân"]
    )
    def test_what_is_right_stays(self, text: str) -> None:
        assert fix_encoding(f"- {text}\n".encode()).decode() == f"- {text}\n"

    def test_only_broken_lines_change_and_titles_stay(self) -> None:
        fixed = fix_encoding(SEED)
        old, new = SEED.decode().split("\n"), fixed.decode().split("\n")
        assert len(old) == len(new)
        assert [n for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b] == [3, 32, 33, 38, 44, 54]
        assert [e.title for e in read_list(fixed).entries] == [e.title for e in read_list(SEED).entries]
        assert findings(fixed, "mojibake") == []

    @settings(max_examples=200, deadline=None)
    @given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("Âï¬\xa0 Ã©â€™\n\r")), max_size=40))
    def test_twice_changes_nothing_and_lines_stay(self, text: str) -> None:
        fixed = fix_encoding(text.encode())
        assert fix_encoding(fixed) == fixed
        assert [fixed.count(end) for end in (b"\n", b"\r")] == [text.encode().count(end) for end in (b"\n", b"\r")]


def test_papers_below_a_bullet_that_is_no_heading_are_pointed_at() -> None:
    papers = "".join(f"  - Paper {n} (ICML 202{n})\n" for n in range(3))
    [(line, said)] = findings(f"# L\n\n- Self-supervision\n{papers}", "nested")
    assert line == 3
    assert "3 lines below 'Self-supervision' name an edition but count as notes on it" in said
    assert findings(f"# L\n\n- Self-supervision:\n{papers}", "nested") == []
    assert findings("# L\n\n- A paper (ICML 2023)\n  - short version at ICLR 2023\n  - code\n  - talk\n", "nested") == []


def test_a_title_of_the_level_of_the_sections_need_not_be_in_the_contents() -> None:
    text = "# Awesome Spikes\n- Zero (ICML 2020)\n\n# Contents\n- [A](#a)\n\n# A\n- One\n\n# B\n- Two\n"
    assert findings(text, "contents") == [(10, "the section 'B' is missing in the contents")]


def test_anchors_as_github_writes_them_into_its_pages_are_anchors() -> None:
    text = "## Contents\n- [SNN](#user-content-snn)\n\n## SNN\n- One\n"
    assert [*findings(text, "contents"), *findings(text, "anchor")] == []


def test_the_numbers_of_a_list_are_one_bullet() -> None:
    assert findings("## SNN\n1. One\n2. Two\n3. Three\n", "bullet") == []


def test_a_venue_that_is_the_title_of_several_entries_is_said_to_be_a_label() -> None:
    text = "## SNN\n- [ECCV](https://a.org/1)\n- [ECCV](https://a.org/2)\n- Spikes\n"
    [(line, said)] = findings(text, "double")
    assert (line, said) == (2, "2 entries have the title 'ECCV', which looks like a label of theirs")


def test_mojibake_at_the_end_of_a_long_line_is_in_sight() -> None:
    [(_, said)] = findings(f"## SNN\n- {'Spikes and more spikes ' * 8}Energy-Efï¬cient\n", "mojibake")
    assert "Energy-Efficient" in said
    assert "reads '…" in said


def test_titles_that_share_but_usual_words_are_not_near() -> None:
    found = read_list(b"## SNN\n- Training Deep Spiking Neural Networks with Gates\n")
    papers = [PaperRef(id="p", title="Pruning of Deep Spiking Neural Networks by Energy", venue="aaai", year=2023)]
    assert 60 < likeness(found.entries[0].title, papers[0].title) < 75
    assert with_near_titles(found.entries, papers) == [Unmatched(found.entries[0])]
