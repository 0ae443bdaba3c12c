"""Writing into a list: the smallest diff, in the list's own style; twice changes nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_venues import read_list

from candidates.publishing import list_writer
from candidates.publishing.entry_style import Addition
from candidates.publishing.list_writer import Published, publish_into
from spiders.editions import own_table

LISTS = Path(__file__).parents[1] / "lists"
SEED = (LISTS / "brain_inspired.md").read_bytes()


def addition(title: str = "Spiking Point Transformer", **facts: object) -> Addition:
    known: dict[str, object] = {"venue": "aaai", "year": 2025, "category": "SNN", "url": ""}
    return Addition(title=title, **(known | facts))  # type: ignore[arg-type]  # the tests name the fields


def publish(data: bytes | str, *additions: Addition, ticks: tuple[tuple[str, int], ...] = ()) -> Published:
    return publish_into(read_list(data if isinstance(data, bytes) else data.encode()), additions, ticks)


def written(text: str, *additions: Addition) -> list[str]:
    """The lines that the additions put into a list."""
    old = text.splitlines()
    return [line for line in publish(text, *additions).data.decode().splitlines() if line not in old]


def test_the_diff_is_what_a_maintainer_would_have_written() -> None:
    done = publish(
        SEED,
        addition("Spiking Point Transformer for Point Cloud Classification", category="Spiking Attention Mechanism"),
        addition("Dynamic Spiking Graphs with $\\mathcal{O}(n)$ *Memory*", venue="neurips", category="Spiking Graph Neural Network"),
        addition("Rethinking Spikes: Ensemble Perspective", venue="iclr", category="Hybrid Learning"),
        addition("Temporal-coded Acceleration", venue="mm", category="inference acceleration"),
        addition("Second Acceleration", venue="mm", category="Inference Acceleration"),
        addition("Never Forget a Spike", venue="icml", category="Continual Learning"),
        ticks=(("aaai", 2025), ("neurips", 2025)),
    )
    assert done.diff == (LISTS / "brain_inspired.diff").read_bytes().decode()
    lines = done.data.decode().splitlines()
    assert [(a.category, lines[a.line - 1].strip(" -")) for a in done.added][:2] == [
        ("Spiking Graph Neural Network", "Dynamic Spiking Graphs with $\\mathcal{O}(n)$ \\*Memory\\* (NIPS'2025)"),
        ("Spiking Attention Mechanism", "Spiking Point Transformer for Point Cloud Classification (AAAI'2025)"),
    ]
    assert [t.text for t in done.ticked] == ["Missing AAAI 2025", "Missing NIPS 2025"]


def test_publishing_twice_changes_nothing() -> None:
    wanted = addition("Spiking Point Transformer", category="ANN2SNN")
    once = publish(SEED, wanted, ticks=(("aaai", 2025),))
    twice = publish(once.data, wanted, ticks=(("aaai", 2025),))
    assert twice.data == once.data
    assert twice.diff == ""
    assert [s.why for s in twice.skipped] == ["already listed in ANN2SNN, line 46"]


TITLES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "A | B",
            "[x] done",
            "[] Missing AAAI 2025",
            "- a",
            "# a",
            "1. a",
            "> a",
            "```a",
            "*a* _b_",
            "<b>a</b>",
            "a (AAAI'2024)",
            "&amp; a",
        ]
    ),
    st.text("ab1 #-*_[]()<>|`~$\\&:;.'\"!{}+=^\n\t", max_size=20),
)
STYLES = st.sampled_from(
    [
        "# L\n\n## SNN\n - Old title (NIPS'2024)\n",
        "# L\n\n## SNN\n* [Old title](https://a.b) (NIPS'24)\n\n## ANN\n",
        "# L\r\n\r\n## SNN\r\n1. Old title\r\n2. Older title",
        "## SNN\n\n| Title | Venue | Link |\n|---|---|---|\n| Old title | ICML 2024 | [pdf](https://a.b) |\n",
        "## SNN\n",
        "## SNN\n\n- [ICML 2024] **Old title** [[paper](https://a.b)]\n  - a note\n",
        "## SNN\n\n- [ ] Old title, ICML 2024\n",
        "- no section\n",
        "SNN\n===\n\n**Old ones**\n- Old title (NIPS'2024)\n- Older title (NIPS'2023)\n**New ones**\n",
        "Papers\n======\n\nSNN\n---\n\n**Old title** (NIPS'2024)\n\n**Older title** (NIPS'2023)\n",
    ]
)


@settings(max_examples=400, deadline=None)
@given(STYLES, st.lists(TITLES, max_size=3), st.sampled_from(["", "https://x.y/z_(1)|2", "javascript:x"]))
def test_what_is_published_reads_back_and_is_idempotent(text: str, titles: list[str], url: str) -> None:
    additions = [addition(title, url=url) for title in titles]
    once = publish(text, *additions, ticks=(("aaai", 2025),))
    found = read_list(once.data)
    by_line = {entry.line: entry for entry in found.entries}
    assert len(once.added) + len(once.skipped) == len(additions)
    for added in once.added:
        assert by_line[added.line].title == added.title.removesuffix(".")
    assert set(text.splitlines()) <= set(once.data.decode().splitlines())
    twice = publish(once.data, *additions, ticks=(("aaai", 2025),))
    assert (twice.data, twice.added) == (once.data, ())


@pytest.mark.parametrize(
    "title",
    [
        "Learning *fast* and _slow_ with `spikes`",
        "P | Q: [brackets](https://a.b) and ![pictures](c)",
        "If a<b and c>d then <b>spike</b> &amp; rest",
        "[x] A box",
        "1. A number",
        "# A heading",
        "Two\nlines\r\nof title",
        "Spiking Nets (ICML'2019)",
        "AAAI 2025: A Title Like a Tail",
        "**Bold** start",
        "🎧MOSPA: Spatial Audio",
        "🎧 Emoji and a space",
        "⭐ Stars \\ backslash \\alpha",
        "x" * 500,
    ],
)
@pytest.mark.parametrize("home", ["## SNN\n- Old (NIPS'2024)\n", "## SNN\n\n| Title | Year |\n|---|---|\n| Old | 2024 |\n"])
def test_any_title_reads_back_on_one_line(title: str, home: str) -> None:
    done = publish(home, addition(title))
    [added] = done.added
    entry = read_list(done.data).entries[-1]
    assert (entry.title, entry.year, entry.line) == (" ".join(title.split()), 2025, added.line)
    assert len(done.data.splitlines()) == len(home.splitlines()) + 1


class TestStyle:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("1. **An old one**. A. Bee, C. Dee. *ICML 2023*.", "2. **Spikes in three words**. *AAAI 2025*."),
            ('* A. Bee, C. Dee. "An old long title." In *ICML*, 2023.', '* "Spikes in three words." In *AAAI*, 2025.'),
            ("- **An old one** *ICML 2023*", "- **Spikes in three words** *AAAI 2025*"),
            (
                "- An old one ([paper](http://a.b), [code](http://c.d)) (ICML 2023)",
                "- Spikes in three words ([paper](http://e.f)) (AAAI 2025)",
            ),
            (
                "- An old one (ICML 2023) [[paper]](http://a.b) [[code]](http://c.d)",
                "- Spikes in three words (AAAI 2025) [[paper]](http://e.f)",
            ),
            (
                "- An old one (ICML 2023) [[paper](http://a.b)] [[code](http://c.d)]",
                "- Spikes in three words (AAAI 2025) [[paper](http://e.f)]",
            ),
        ],
    )
    def test_citations_and_links_in_brackets_are_followed(self, old: str, new: str) -> None:
        assert written(f"## SNN\n\n{old}\n", addition("Spikes in three words", url="http://e.f")) == [new]

    def test_marker_and_indent_are_those_of_the_sections_last_entry(self) -> None:
        assert written("## SNN\n - A one\n * B two (ICML 2023)\n\n## ANN\n   +  C three\n", addition("Spikes", category="ANN")) == [
            "   +  Spikes"
        ]

    def test_the_tail_is_that_of_the_newest_entries(self) -> None:
        assert written("## SNN\n- Old, ICML 2020\n- New (**NeurIPS 24**)\n", addition("Spikes")) == ["- Spikes (**AAAI 25**)"]

    def test_a_tail_may_stand_before_the_title(self) -> None:
        assert written("## SNN\n- [ICML 2024] Old\n", addition("Spikes")) == ["- [AAAI 2025] Spikes"]

    def test_a_list_without_tails_gets_none(self) -> None:
        assert written("## SNN\n- Old\n", addition("Spikes")) == ["- Spikes"]

    def test_years_of_two_digits_have_two(self) -> None:
        old = "## SNN\n- Birth of Spikes (ICML'07)\n- Charm of Spikes (ICML'08)\n"
        assert written(old, addition(venue="icml", year=2009)) == ["- Spiking Point Transformer (ICML'09)"]

    def test_a_title_that_ends_by_itself_gets_no_full_stop(self) -> None:
        old = "## SNN\n- Birth of Spikes. *ICML 2023*\n- Charm of Spikes. *ICML 2024*\n"
        for title, end in (("Do Spikes Matter?", ""), ("Spikes Matter!", ""), ("Spikes Matter", ".")):
            assert written(old, addition(title, venue="icml", year=2025)) == [f"- {title}{end} *ICML 2025*"]

    def test_the_venue_is_written_as_the_list_writes_it(self) -> None:
        text = "Order: AAAI->NIPS->ACM MM\n\n## SNN\n- Old (ICML'2024)\n"
        assert written(text, addition("A spike", venue="neurips"), addition("B spike", venue="mm"), addition("C spike", venue="dac")) == [
            "- A spike (NIPS'2025)",
            "- B spike (ACM MM'2025)",
            "- C spike (DAC'2025)",
        ]

    def test_a_venue_with_two_names_has_that_of_the_newest_entry(self) -> None:
        old = "## SNN\n- Charm of Spikes (NeurIPS 2023)\n- Birth of Spikes (NIPS 2017)\n"
        assert written(old, addition(venue="neurips", year=2025)) == ["- Spiking Point Transformer (NeurIPS 2025)"]

    def test_what_is_no_address_of_the_web_is_no_link(self) -> None:
        old = "".join(f"- [{word} of Spikes](https://icml.cc/{word}) (ICML 2024)\n" for word in ("Birth", "Charm"))
        for url in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"):
            assert written(f"## SNN\n{old}", addition(url=url)) == ["- Spiking Point Transformer (AAAI 2025)"]

    def test_a_section_of_bullets_with_one_table_gets_a_bullet(self) -> None:
        bullets = "".join(f"- {word} of Spikes (ICML {year})\n" for word, year in (("Birth", 2021), ("Charm", 2022), ("Depth", 2023)))
        table = "| Title | Venue |\n| --- | --- |\n| Art of Spikes | ICML 2020 |\n"
        assert written(f"## SNN\n\n{table}\n{bullets}", addition()) == ["- Spiking Point Transformer (AAAI 2025)"]

    def test_the_odd_form_of_a_single_entry_is_a_slip_and_not_followed(self) -> None:
        usual = "".join(f"- {word} of Spikes (ICML 2023)\n" for word in ("Art", "Birth", "Charm", "Depth", "Earth"))
        text = f"## SNN\n{usual}\n## ANN\n- ICML 2023: **Fire of Spikes**\n"
        assert written(text, addition(category="ANN")) == ["- Spiking Point Transformer (AAAI 2025)"]

    def test_a_paper_with_a_short_name_is_written_as_the_others_that_have_one(self) -> None:
        plain = "".join(f"- {word} of Spikes (ICML 2023)\n" for word in ("Art", "Birth", "Charm"))
        named = "".join(f"- **{word}: Spikes in Depth**, ICML 2023\n" for word in ("SpikeGo", "SpikeUp"))
        text = f"## SNN\n{plain}{named}"
        assert written(text, addition("SpikeOn: Points in Clouds")) == ["- **SpikeOn: Points in Clouds**, AAAI 2025"]
        assert written(text, addition()) == ["- Spiking Point Transformer (AAAI 2025)"]

    def test_titles_carry_the_link_where_most_do(self) -> None:
        text = "## SNN\n- [Old one](https://a)\n- [Old two](https://b)\n- Three\n"
        assert written(text, addition("Spikes", url="https://x.y/a(1)")) == ["- [Spikes](https://x.y/a%281%29)"]
        assert written(text, addition("Spikes", url=" https://x.y/my paper\n.pdf ")) == ["- [Spikes](https://x.y/my%20paper.pdf)"]
        assert written(text, addition("Spikes")) == ["- Spikes"]

    def test_a_link_after_the_title_is_copied(self) -> None:
        text = "## SNN\n- **Old one**, ICML 2024. [[paper](https://a)] [[code](https://c)]\n"
        assert written(text, addition("Spikes", url="https://x.y")) == ["- **Spikes**, AAAI 2025. [[paper](https://x.y)]"]

    def test_no_links_where_the_list_has_none(self) -> None:
        assert written("## SNN\n- Old\n", addition("Spikes", url="https://x.y")) == ["- Spikes"]

    def test_numbered_lists_go_on_counting(self) -> None:
        assert written("## SNN\n1. Old\n2. New\n", addition("A spike"), addition("B spike")) == ["3. A spike", "4. B spike"]
        assert written("## SNN\n1. Old\n1. New\n", addition("A spike")) == ["1. A spike"]

    def test_tables_get_a_row(self) -> None:
        text = "## SNN\n\n| Year | Title | Venue | Link |\n|---|---|---|---|\n| 2024 | Old | NIPS | [pdf](https://a) |\n\nEnd.\n"
        done = publish(text, addition("A | spike", venue="neurips", url="https://x.y"))
        assert done.data.decode().splitlines()[5] == "| 2025 | A \\| spike | NIPS | [pdf](https://x.y) |"

    def test_notes_below_the_last_entry_stay_with_it(self) -> None:
        done = publish("## SNN\n- Old\n  - a note\n\n## ANN\n- C\n", addition("Spikes"))
        assert done.data.decode().splitlines()[:4] == ["## SNN", "- Old", "  - a note", "- Spikes"]


class TestPlaces:
    def test_an_empty_section_gets_its_first_entry(self) -> None:
        done = publish("## ANN\n\n- Old\n\n## SNN\n## RNN\n\n- Other\n", addition("Spikes"), addition("Spokes"))
        assert done.data.decode() == "## ANN\n\n- Old\n\n## SNN\n\n- Spikes\n- Spokes\n\n## RNN\n\n- Other\n"

    def test_the_first_entry_comes_after_the_sections_text(self) -> None:
        assert publish("## SNN\nAbout spikes.\n", addition("Spikes")).data == b"## SNN\nAbout spikes.\n\n- Spikes\n"

    def test_line_ends_and_a_missing_final_newline_are_kept(self) -> None:
        done = publish("## SNN\r\n- Old", addition("A spike"), addition("B spike"))
        assert done.data == b"## SNN\r\n- Old\r\n- A spike\r\n- B spike"
        assert done.diff.endswith("\\ No newline at end of file\n")

    def test_new_lines_end_as_the_line_before_them_does(self) -> None:
        text = b"# L\r\n\r\n## SNN\r\n\r\n- Old\r\n\r\n## ANN\r\n\r\n- Other\r\n"
        done = publish(text, addition("A spike"), addition("B spike", category="ANN"))
        assert done.data.count(b"\n") == done.data.count(b"\r\n") == text.count(b"\r\n") + 2
        assert [line for line in done.data.split(b"\r\n") if b"spike" in line] == [b"- A spike", b"- B spike"]

    def test_where_the_newest_come_first_the_newest_addition_stands_above(self) -> None:
        old = "".join(
            f"- {word} of Spikes (ICML {year})\n" for word, year in (("Depth", 2024), ("Charm", 2023), ("Birth", 2022), ("Art", 2021))
        )
        added = (addition(f"{word} Spikes", venue="icml", year=year) for word, year in (("Earlier", 2025), ("Later", 2026)))
        assert written(f"## SNN\n{old}", *added) == ["- Later Spikes (ICML 2026)", "- Earlier Spikes (ICML 2025)"]

    def test_a_first_entry_gets_its_blank_line_below(self) -> None:
        old = "\n".join(f"- {word} Spikes (ICML {year})\n" for word, year in (("Depth of", 2024), ("Charm of", 2023), ("Birth of", 2022)))
        new = publish(f"## SNN\n\n{old}", addition("Later Spikes", venue="icml", year=2025)).data.decode()
        assert new == f"## SNN\n\n- Later Spikes (ICML 2025)\n\n{old}"

    def test_a_missing_section_is_skipped_with_the_nearest_names(self) -> None:
        [skipped] = publish(SEED, addition(category="ANN to SNN")).skipped
        assert skipped.why == "the list has no section 'ANN to SNN'; nearest: ANN2SNN"

    def test_a_list_without_sections_takes_nothing(self) -> None:
        done = publish("- Old\n", addition())
        assert (done.added, done.data) == ((), b"- Old\n")
        assert "no section" in done.skipped[0].why

    def test_a_listed_paper_is_skipped_in_any_spelling(self) -> None:
        done = publish(
            SEED,
            addition("Masked Spiking Transformer.", category="Hybrid Learning"),
            addition("Multi-Scale Dynamic Coding Improved Spiking Actor Network for Reinforcement Learning", category="Hybrid Learning"),
            addition("A new spike", category="Hybrid Learning"),
            addition("A new spike", category="ANN2SNN"),
        )
        assert [s.why for s in done.skipped] == [
            "already listed in Spiking Attention Mechanism, line 38",
            "already listed in Inference Acceleration, line 54",
            "given twice",
        ]

    def test_given_twice_is_told_by_the_title(self) -> None:
        twice = [addition("A new spike", url="https://doi.org/10.1/a"), addition("A new spike.", url="https://doi.org/10.1/b")]
        done = publish("## SNN\n- Old\n", *twice)
        assert ([a.title for a in done.added], [s.why for s in done.skipped]) == (["A new spike"], ["given twice"])

    def test_papers_that_share_an_address_are_both_written_and_once(self) -> None:
        both = [addition(title, url="https://x.y/proceedings") for title in ("Spikes of a kind", "Spikes of another kind")]
        done = publish("SNN\n===\n\n**Old ones**\n- Old title (NIPS'2024)\n", *both)
        assert [a.title for a in done.added] == ["Spikes of a kind", "Spikes of another kind"]
        assert publish(done.data, *both).data == done.data

    def test_a_paper_that_merely_looks_like_a_listed_one_is_written(self) -> None:
        listed = "Temporal Spiking Neural Networks with Synaptic Delay for Graph Reasoning"
        title = "Temporal Spiking Neural Networks with Synaptic Delays for Reasoning on Graphs"
        assert written(f"## SNN\n- {listed}\n", addition(title)) == [f"- {title}"]

    def test_an_equal_title_in_its_section_is_the_paper_whatever_edition_is_named(self) -> None:
        done = publish("## SNN\n- Spiking Point Transformer (ICML 2020)\n\n## ANN\n- Other spikes (ICML 2020)\n", addition())
        assert [(each.why, each.title) for each in done.skipped] == [("already listed in SNN, line 2", "Spiking Point Transformer")]

    def test_an_entry_that_a_person_told_apart_does_not_stand_for_the_paper(self) -> None:
        text = "## SNN\n- One title\n"
        assert written(text, addition("One title")) == []
        apart = publish(text, addition("One title", told_apart=frozenset({"onetitle"})))
        assert apart.data == b"## SNN\n- One title\n- One title\n"

    def test_a_list_that_would_read_otherwise_afterwards_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(list_writer, "compose", lambda *_: ("```",))
        text = "## SNN\n- Old\n- Older\n\n## ANN\n- Other\n"
        done = publish(text, addition("Spikes"))
        assert (done.data.decode(), done.added) == (text, ())
        assert done.skipped[0].why == "writing it in SNN would disturb the lines around it; add it by hand"

    def test_one_paper_that_would_disturb_the_list_keeps_no_other_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compose = list_writer.compose

        def broken(styles: object, reading_list: object, index: int, new: Addition, *more: str) -> object:
            return ("```",) if new.title == "Spikes" else compose(styles, reading_list, index, new, *more)

        monkeypatch.setattr(list_writer, "compose", broken)
        done = publish("## SNN\n- Old\n", addition("Spikes"), addition("A new spike"))
        assert ([a.title for a in done.added], [s.title for s in done.skipped]) == (["A new spike"], ["Spikes"])

    def test_the_one_of_many_that_disturbs_is_looked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # It brings another entry with it, reads as itself, and so is not known for the culprit among others.
        compose = list_writer.compose

        def doubling(styles: object, reading_list: object, index: int, new: Addition, *more: str) -> object:
            lines = compose(styles, reading_list, index, new, *more)
            return (*lines, "- One by chance") if new.title == "Spikes" else lines

        monkeypatch.setattr(list_writer, "compose", doubling)
        titles = ["A new spike", "Spikes", "Another new spike", "One more spike"]
        done = publish("## SNN\n- Old\n\n## ANN\n- Other\n", *(addition(title) for title in titles))
        assert sorted(a.title for a in done.added) == sorted(set(titles) - {"Spikes"})
        assert [(s.title, s.why) for s in done.skipped] == [
            ("Spikes", "writing it in SNN would disturb the lines around it; add it by hand")
        ]


class TestTicks:
    @pytest.mark.parametrize(
        ("item", "ticked"),
        [
            (" - [] Missing AAAI 2025", " - [x] Missing AAAI 2025"),
            ("* [ ] AAAI'25", "* [x] AAAI'25"),
            ("- [] Missing ACM MM 2025", "- [] Missing ACM MM 2025"),
            ("- [ ] AAAI 2025, ICLR 2025", "- [ ] AAAI 2025, ICLR 2025"),
            ("- [x] AAAI 2025", "- [x] AAAI 2025"),
        ],
    )
    def test_only_the_items_whose_editions_are_done_are_ticked(self, item: str, ticked: str) -> None:
        assert publish(f"## TODO\n\n{item}\n", ticks=(("aaai", 2025),)).data.decode() == f"## TODO\n\n{ticked}\n"

    def test_ticks_look_like_the_lists_others(self) -> None:
        assert publish("## TODO\n- [X] AAAI 2024\n- [ ] AAAI 2025\n", ticks=(("aaai", 2025),)).data.endswith(b"- [X] AAAI 2025\n")

    def test_an_item_without_a_box_is_named(self) -> None:
        done = publish("## TODO\n- Missing AAAI 2025\n", ticks=(("aaai", 2025),))
        assert done.ticked == ()
        assert done.skipped[0].why == "line 2 has no box to tick"


@pytest.mark.parametrize("venue", own_table().venues)
def test_a_venue_that_the_list_never_named_is_written_as_people_write_it_and_read_back(venue: str) -> None:
    done = publish("## Papers\n\n### SNN\n\n- Alpha on Spikes (AAAI'2025)\n", addition("Beta on Spikes", venue=venue, year=2021))
    (entry,) = (each for each in read_list(done.data).entries if each.title == "Beta on Spikes")
    assert (entry.venue, entry.year) == (venue, 2021)
    assert not entry.label.islower(), "an id of the program is no name"


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("- {}, ICML 2022 Oral [paper](https://a.b/{})", "- New Things of a Kind, AAAI 2025 [paper](https://x.y)"),
        ("- {}, ICML 2022 Best Paper [paper](https://a.b/{})", "- New Things of a Kind, AAAI 2025 [paper](https://x.y)"),
        ("- {} (ICML 2022 Oral) [paper](https://a.b/{})", "- New Things of a Kind (AAAI 2025) [paper](https://x.y)"),
        ("- {}, NeurIPS D&B 2023 [paper](https://a.b/{})", "- New Things of a Kind, AAAI 2025 [paper](https://x.y)"),
        ("- {}. In the 40th ICML, 2023. [paper](https://a.b/{})", "- New Things of a Kind. In the AAAI, 2025. [paper](https://x.y)"),
    ],
)
def test_a_new_line_says_of_its_paper_nothing_that_was_said_of_another(form: str, line: str) -> None:
    """Tracks, marks and the number of a conference in its series hold for one paper or one year."""
    entries = [form.format(f"{name} Things of a Kind", name) for name in ("Alpha", "Beta", "Gamma")]
    assert line in written("# L\n\n## SNN\n\n" + "\n".join(entries) + "\n", addition("New Things of a Kind", url="https://x.y"))
