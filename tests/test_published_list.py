"""The list in lists/ is the starter list with the decisions written in, and nothing else."""

import difflib
import json
from importlib.resources import files
from pathlib import Path

from own_venues import read_list

from spiders.paper import title_key

FOLDER = Path(__file__).parent.parent / "lists" / "awesome-brain-inspired-system"
BEFORE = files("candidates").joinpath("starter/README.md").read_bytes()
AFTER = (FOLDER / "README.md").read_bytes()
DECISIONS = [json.loads(line) for line in (FOLDER / "decisions.jsonl").read_text(encoding="utf-8").splitlines()]

# What the systems venues brought and none of the list's own sections is about.
NEW_SECTIONS = ("Neuromorphic Hardware",)
CONTENTS = [f"   - [{name}](#{name.lower().replace(' ', '-')})\n" for name in NEW_SECTIONS]


def test_only_ticked_boxes_are_changed_and_only_accepted_papers_added() -> None:
    old, new = (text.decode("utf-8").splitlines(keepends=True) for text in (BEFORE, AFTER))
    steps = [step for step in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    replaced = [(old[i1:i2], new[j1:j2]) for kind, i1, i2, j1, j2 in steps if kind == "replace"]
    assert [[line.replace("[]", "[x]") for line in before] for before, _ in replaced] == [after for _, after in replaced]
    assert not [step for step in steps if step[0] == "delete"]
    added = [line for kind, _, _, j1, j2 in steps if kind == "insert" for line in new[j1:j2]]
    papers = [line for line in added if line.startswith((" - ", "  - ")) and line not in CONTENTS]
    assert len(papers) == sum(decision["verdict"] == "accepted" for decision in DECISIONS)
    assert sorted({*added} - {*papers}) == sorted({*CONTENTS, *(f"### {name}\n" for name in NEW_SECTIONS), "\n"})


def test_a_section_that_the_list_lacked_stands_in_its_contents_and_behind_the_others() -> None:
    before, after = (read_list(text) for text in (BEFORE, AFTER))
    assert after.categories == (*before.categories, *NEW_SECTIONS)


def test_each_decision_is_kept_once_and_says_who_made_it() -> None:
    assert len({decision["id"] for decision in DECISIONS}) == len(DECISIONS)
    assert all(decision["who"] and (decision["verdict"] != "rejected" or decision["reason"]) for decision in DECISIONS)


def test_every_accepted_paper_stands_in_the_section_decided_and_no_rejected_one_stands_anywhere() -> None:
    sections = {title_key(entry.title): entry.section for entry in read_list(AFTER).entries}
    for decision in DECISIONS:
        wanted = decision["category"] if decision["verdict"] == "accepted" else None
        assert sections.get(title_key(decision["title"])) == wanted, decision["title"]


def test_every_item_of_the_todo_is_ticked() -> None:
    assert [item.checked for item in read_list(AFTER).todo] == [True] * 6
