"""A section that the list lacks: written in the list's own way with its first paper, named in its contents."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from own_venues import read_list

from candidates.cli import run
from candidates.lint import lint_list
from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import Published, publish_into
from candidates.queue.candidates import candidate
from candidates.queue.new_sections import new_sections
from candidates.store.database import Store

AddPaper = Callable[..., str]
LIST = """# Spikes

## Contents

- [Attacks](#attacks)
  - [Physical](#physical)
- [Defences](#defences)

## Attacks

### Physical

- One attack (ICML 2020)

## Defences

- One defence (ICML 2021)
- Two defences (ICML 2022)
"""


def publish(text: str, *titles: str, category: str = "Neuromorphic Hardware", wanted: bool = True) -> Published:
    additions = [Addition(title=t, venue="aaai", year=2025, category=category, section_wanted=wanted) for t in titles]
    return publish_into(read_list(text.encode()), additions)


def new_lines(text: str, done: Published) -> list[str]:
    return [line[1:] for line in done.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]


def test_a_wanted_section_gets_heading_line_in_the_contents_and_papers() -> None:
    done = publish(LIST, "A chip of spikes", "B chip of spikes")
    assert done.data.decode() == LIST.replace("(#defences)\n", "(#defences)\n- [Neuromorphic Hardware](#neuromorphic-hardware)\n") + (
        "\n## Neuromorphic Hardware\n\n- A chip of spikes (AAAI 2025)\n- B chip of spikes (AAAI 2025)\n"
    )
    assert [(a.category, done.data.decode().splitlines()[a.line - 1]) for a in done.added] == [
        ("Neuromorphic Hardware", "- A chip of spikes (AAAI 2025)"),
        ("Neuromorphic Hardware", "- B chip of spikes (AAAI 2025)"),
    ]
    assert lint_list(read_list(done.data)) == []


def test_publishing_twice_makes_one_section() -> None:
    once = publish(LIST, "A chip of spikes")
    twice = publish(once.data.decode(), "A chip of spikes")
    assert twice.data == once.data
    later = publish(once.data.decode(), "A chip of spikes", "B chip of spikes")
    assert new_lines(LIST, later) == ["- B chip of spikes (AAAI 2025)"]


def test_a_section_that_nobody_wanted_is_not_made() -> None:
    done = publish(LIST, "A chip of spikes", wanted=False)
    assert done.data.decode() == LIST
    assert "the list has no section 'Neuromorphic Hardware'" in done.skipped[0].why


def test_it_stands_before_the_section_for_all_others() -> None:
    text = "## Attacks\n* One attack\n\n## Others\n* Another thing\n"
    assert publish(text, "A chip of spikes").data.decode() == (
        "## Attacks\n* One attack\n\n## Neuromorphic Hardware\n* A chip of spikes\n\n## Others\n* Another thing\n"
    )


def test_a_line_for_the_last_section_stays_in_it() -> None:
    additions = [
        Addition(title="A chip of spikes", venue="aaai", year=2025, category="Neuromorphic Hardware", section_wanted=True),
        Addition(title="Three defences", venue="aaai", year=2025, category="Defences"),
    ]
    done = publish_into(read_list(LIST.encode()), additions)
    found = {entry.title: entry.section for entry in read_list(done.data).entries}
    assert (found["A chip of spikes"], found["Three defences"]) == ("Neuromorphic Hardware", "Defences")


def test_numbers_of_headings_and_contents_go_on() -> None:
    text = "## Contents\n1. [1. Attacks](#1-attacks)\n2. [2. Defences](#2-defences)\n\n## 1. Attacks\n- One\n\n## 2. Defences\n- Two\n"
    assert [line for line in new_lines(text, publish(text, "A chip of spikes")) if line] == [
        "3. [3. Neuromorphic Hardware](#3-neuromorphic-hardware)",
        "## 3. Neuromorphic Hardware",
        "- A chip of spikes",
    ]


def test_line_ends_and_anchors_made_by_hand_are_no_obstacle() -> None:
    text = '## <a name="att"></a>Attacks\r\n\r\n- One attack\r\n\r\n## <a name="def"></a>Defences\r\n\r\n- Two\r\n'
    done = publish(text, "A chip of spikes")
    assert done.data.decode() == text + "\r\n## Neuromorphic Hardware\r\n\r\n- A chip of spikes\r\n"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "README.md"
    file.write_bytes(LIST.encode())
    monkeypatch.chdir(tmp_path)
    return file


def killed(*_: object) -> None:
    raise KeyboardInterrupt


class TestCommands:
    def test_accepting_into_a_new_section_and_publishing_makes_it(self, store: Store, file: Path, add_paper: AddPaper) -> None:
        add_paper("a", "A chip of spikes", score=0.9)
        add_paper("b", "B chip of spikes", score=0.9)
        assert run(["accept", "a", "--new-section", "Neuromorphic Hardware"]) == 0
        assert new_sections(store) == ("Neuromorphic Hardware",)
        assert run(["accept", "b", "--category", "neuromorphic hardware"]) == 0, "it can be named before it is written"
        assert run(["publish"]) == 0
        assert "\n## Neuromorphic Hardware\n\n- A chip of spikes (AAAI 2025)\n- B chip" in file.read_text(encoding="utf-8")
        assert {candidate(store, each).state for each in "ab"} == {"published"}
        written = file.read_bytes()
        assert run(["publish"]) == 0
        assert file.read_bytes() == written

    def test_a_section_whose_paper_was_taken_back_is_neither_written_nor_offered(
        self, store: Store, file: Path, add_paper: AddPaper
    ) -> None:
        add_paper("a", "A chip of spikes", score=0.9)
        assert run(["accept", "a", "--new-section", "Neuromorphic Hardwear"]) == 0
        assert run(["undo"]) == 0
        assert new_sections(store) == ()
        assert run(["accept", "a", "--category", "Neuromorphic Hardwear"]) == 2
        assert run(["publish"]) == 0
        assert file.read_bytes() == LIST.encode()

    def test_it_stays_as_long_as_another_paper_is_accepted_for_it(self, store: Store, add_paper: AddPaper) -> None:
        for each in "ab":
            add_paper(each, score=0.9)
            assert run(["accept", each, "--new-section", "Neuromorphic Hardware"]) == 0
        assert run(["reject", "b"]) == 0
        assert new_sections(store) == ("Neuromorphic Hardware",)
        assert run(["later", "a"]) == 0
        assert new_sections(store) == ()

    def test_a_program_that_is_killed_accepts_no_paper_for_a_section_that_is_not_known(
        self, store: Store, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_paper("a", score=0.9)
        monkeypatch.setattr("candidates.queue.new_sections.want_section", killed)
        assert run(["accept", "a", "--new-section", "Neuromorphic Hardware"]) == 130
        assert candidate(store, "a").state == "pending"

    def test_a_name_that_the_list_has_is_its_own_section(
        self, store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
    ) -> None:
        add_paper("a", score=0.9)
        assert run(["accept", "a", "--new-section", "defences"]) == 0
        assert "The list has a section 'Defences' already" in capsys.readouterr().err
        assert candidate(store, "a").category == "Defences"
        assert new_sections(store) == ()

    @pytest.mark.parametrize("words", [["--new-section", "# A"], ["--new-section", "…"], ["--new-section", "A", "--category", "Defences"]])
    def test_wrong_words_change_nothing(self, store: Store, add_paper: AddPaper, words: list[str]) -> None:
        add_paper("a", score=0.9)
        assert run(["accept", "a", *words]) == 2
        assert candidate(store, "a").state == "pending"
        assert new_sections(store) == ()

    def test_the_queue_names_a_section_from_the_papers_own_terms(self, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
        for n, words in enumerate(("A 22nm {} with Sparse Memory", "{}s at Low Energy", "Mapping Spikes to a {}")):
            add_paper(f"p{n}", words.format("Neuromorphic Processor"), score=0.9)
        assert run(["queue", "--name-section", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)[0] == {"name": "Neuromorphic Processor", "papers": 3}


@pytest.mark.parametrize("years", [(2023, 2022), (2022, 2023)])
def test_new_editions_at_one_place_stand_in_the_order_of_the_others(years: tuple[int, int]) -> None:
    contents = "".join(f"- [{y}](#{y})\n" for y in years)
    text = f"# Shelf\n\n{contents}\n" + "".join(f"## {y}\n\n- [Old Things of {y}](https://a.b/{y})\n\n" for y in years)
    wanted = sorted([*years, 2018, 2019, 2024, 2025], reverse=years[0] > years[1])
    for given in (wanted, wanted[::-1]):
        done = publish_into(read_list(text.encode()), [Addition(title=f"New Things of {y}", venue="icml", year=y) for y in given])
        written = done.data.decode()
        assert [line for line in written.splitlines() if line.startswith("## ")] == [f"## {y}" for y in wanted]
        assert [line for line in written.splitlines() if line.startswith("- [2")] == [f"- [{y}](#{y})" for y in wanted]
