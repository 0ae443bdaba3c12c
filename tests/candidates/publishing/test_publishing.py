"""Publishing: only the lines concerned change, doing it again changes nothing, and neither a kill nor an editor loses anything."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from candidates.cli import run
from candidates.publishing import publishing
from candidates.publishing.atomic_file import ListChangedError
from candidates.publishing.publishing import publish
from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide, decisions
from candidates.store.database import Store

AddPaper = Callable[..., str]
AddEdition = Callable[..., None]
LIST = """# Papers

## TODO List

 - [] Missing AAAI 2025
 - [] Missing ICLR 2025

## Papers

### Hybrid Learning

 - Masked Spiking Transformer (NIPS'2024)

### ANN2SNN

 - Spike-driven Transformer
"""


@pytest.fixture(autouse=True)
def file(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "README.md"
    file.write_bytes(LIST.encode())
    monkeypatch.chdir(tmp_path)
    return file


@pytest.fixture
def accepted(store: Store, add_paper: AddPaper) -> str:
    add_paper("a", "Spikes that Learn", score=0.9)
    decide(store, "a", "accepted", who="ada", category="Hybrid Learning")
    return "a"


def lines_added(file: Path) -> list[str]:
    old, new = LIST.splitlines(), file.read_text(encoding="utf-8").splitlines()
    assert [line for line in new if line in old] == old
    return [line for line in new if line not in old]


def test_an_accepted_paper_goes_into_its_section_in_the_lists_own_style(store: Store, file: Path, accepted: str) -> None:
    publish(store, file, who="ada")
    assert lines_added(file) == [" - Spikes that Learn (AAAI'2025)"]
    assert file.read_text(encoding="utf-8").splitlines()[11:13] == [
        " - Masked Spiking Transformer (NIPS'2024)",
        " - Spikes that Learn (AAAI'2025)",
    ]
    assert candidate(store, accepted).state == "published"
    assert candidate(store, accepted).in_list


def test_publishing_twice_changes_neither_the_list_nor_the_log(store: Store, file: Path, accepted: str) -> None:
    publish(store, file, who="ada")
    before = file.read_bytes(), decisions(store)
    assert publish(store, file, who="ada").diff == ""
    assert (file.read_bytes(), decisions(store)) == before


def test_a_dry_run_changes_nothing_and_says_what_it_would(
    store: Store, file: Path, accepted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["publish", "--dry-run", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert [(each["title"], each["category"], each["line"]) for each in done["added"]] == [("Spikes that Learn", "Hybrid Learning", 13)]
    assert "+ - Spikes that Learn (AAAI'2025)" in done["diff"]
    assert file.read_bytes() == LIST.encode()
    assert candidate(store, accepted).state == "accepted"


def test_a_kill_between_list_and_database_heals_without_doubling(
    store: Store, file: Path, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(store, file, who="ada")
    assert candidate(store, accepted).state == "accepted"
    written = file.read_bytes()
    publish(store, file, who="ada")
    assert file.read_bytes() == written
    assert [each.verdict for each in decisions(store)] == ["accepted", "published"]


def test_a_list_edited_meanwhile_is_read_again_and_never_overwritten(
    store: Store, file: Path, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = publishing.plan

    def edited_after(*words: Any) -> Any:
        made = plan(*words)
        if b"by hand" not in file.read_bytes():
            file.write_bytes(file.read_bytes() + b" - An entry added by hand\n")
        return made

    monkeypatch.setattr(publishing, "plan", edited_after)
    publish(store, file, who="ada")
    assert lines_added(file) == [" - Spikes that Learn (AAAI'2025)", " - An entry added by hand"]


def test_a_list_that_never_stands_still_is_left_alone(store: Store, file: Path, accepted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = publishing.plan

    def edited_after(*words: Any) -> Any:
        made = plan(*words)
        file.write_bytes(file.read_bytes() + b"\n")
        return made

    monkeypatch.setattr(publishing, "plan", edited_after)
    with pytest.raises(ListChangedError):
        publish(store, file, who="ada")
    assert b"Spikes that Learn" not in file.read_bytes()
    assert candidate(store, accepted).state == "accepted"


def test_a_todo_item_is_ticked_once_its_edition_is_done(
    store: Store, file: Path, accepted: str, add_paper: AddPaper, add_edition: AddEdition
) -> None:
    add_edition("aaai", 2025)
    add_paper("b", score=0.8)
    assert publish(store, file, who="ada").ticked == (), "a paper waits for a decision"
    decide(store, "b", "later", who="ada")
    assert publish(store, file, who="ada").ticked == (), "a paper was put aside"
    decide(store, "b", "rejected", who="ada")
    add_paper("c")
    assert publish(store, file, who="ada").ticked == (), "a paper is not screened"
    add_paper("d", venue="iclr", score=0.1)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM papers WHERE id = 'c'")
    assert [item.text for item in publish(store, file, who="ada").ticked] == ["Missing AAAI 2025"]
    assert " - [x] Missing AAAI 2025" in file.read_text(encoding="utf-8")
    assert " - [] Missing ICLR 2025" in file.read_text(encoding="utf-8")


def test_a_paper_that_cannot_be_placed_keeps_its_edition_open(
    store: Store, file: Path, add_paper: AddPaper, add_edition: AddEdition
) -> None:
    add_edition("aaai", 2025)
    add_paper("a", score=0.9, category=None)
    add_paper("b", score=0.9, category="Renamed")
    decide(store, "a", "accepted", who="ada")
    decide(store, "b", "accepted", who="ada")
    done = publish(store, file, who="ada")
    assert done.ticked == ()
    assert file.read_bytes() == LIST.encode()
    whys = {each.title: each.why for each in done.skipped}
    assert "no section 'Renamed'" in whys["Paper b"]
    assert "covenue accept a --category" in whys["Paper a"]
    assert {candidate(store, each).state for each in "ab"} == {"accepted"}


def test_a_paper_that_stands_in_the_list_already_is_only_marked(store: Store, file: Path, add_paper: AddPaper) -> None:
    add_paper("a", "Spike-Driven Transformer", score=0.9)
    decide(store, "a", "accepted", who="ada", category="Hybrid Learning")
    publish(store, file, who="ada")
    assert file.read_bytes() == LIST.encode()
    assert candidate(store, "a").state == "published"


def test_two_papers_of_one_title_end_up_published_not_asked_for_ever(store: Store, file: Path, add_paper: AddPaper) -> None:
    for paper_id, year in (("a", 2023), ("b", 2025)):
        add_paper(paper_id, "Spikes that Learn", score=0.9, year=year)
    decide(store, "b", "accepted", who="ada", category="Hybrid Learning")
    publish(store, file, who="ada")
    assert lines_added(file) == [" - Spikes that Learn (AAAI'2025)"]
    assert candidate(store, "b").state == "published"
    assert candidate(store, "b").in_list


LIKE = "Temporal Spiking Neural Networks with Synaptic Delays for Reasoning on Graphs"
LIKE_LISTED = "Temporal Spiking Neural Networks with Synaptic Delay for Graph Reasoning"


def with_entry(file: Path, line: str) -> bytes:
    data = f"{LIST} - {line}\n".encode()
    file.write_bytes(data)
    return data


def test_a_paper_that_may_be_an_entry_is_named_and_not_written(
    store: Store, file: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(store, add_paper("a", LIKE, score=0.9), "accepted", who="ada", category="Hybrid Learning")
    before = with_entry(file, LIKE_LISTED)
    assert run(["publish"]) == 3
    said = capsys.readouterr().err
    assert f"not added: {LIKE}: it may be the entry in line 17, {LIKE_LISTED!r} (like titles" in said
    assert "`covenue matches --same a`" in said
    assert file.read_bytes() == before
    assert candidate(store, "a").state == "accepted"


def test_a_doubt_that_was_confirmed_is_published_without_a_line(store: Store, file: Path, add_paper: AddPaper) -> None:
    decide(store, add_paper("a", LIKE, score=0.9), "accepted", who="ada", category="Hybrid Learning")
    before = with_entry(file, LIKE_LISTED)
    assert run(["publish", "--dry-run"]) == 3
    assert run(["matches", "--same", "a"]) == 0
    assert run(["publish"]) == 0
    assert file.read_bytes() == before
    assert candidate(store, "a").state == "published"


def test_a_doubt_that_was_refused_is_written(store: Store, file: Path, add_paper: AddPaper) -> None:
    decide(store, add_paper("a", LIKE, score=0.9), "accepted", who="ada", category="Hybrid Learning")
    with_entry(file, LIKE_LISTED)
    assert run(["publish"]) == 3
    assert run(["matches", "--different", "a"]) == 0
    assert [each.title for each in publish(store, file, who="ada").added] == [LIKE]
    assert publish(store, file, who="ada").diff == ""
    assert candidate(store, "a").in_list


def test_an_entry_of_the_same_title_but_another_edition_is_asked_about(store: Store, file: Path, add_paper: AddPaper) -> None:
    decide(store, add_paper("a", "Spikes that Learn", score=0.9), "accepted", who="ada", category="Hybrid Learning")
    before = with_entry(file, "Spikes that Learn (ICML'2021)")
    [skipped] = publish(store, file, who="ada").skipped
    assert "the same title, but 2021 and 2025" in skipped.why
    assert file.read_bytes() == before
    assert run(["matches", "--different", "a"]) == 0
    assert [each.title for each in publish(store, file, who="ada").added] == ["Spikes that Learn"]
    assert publish(store, file, who="ada").diff == ""
    assert candidate(store, "a").state == "published"


def test_an_entry_that_is_taken_for_another_paper_of_the_title_is_asked_about(store: Store, file: Path, add_paper: AddPaper) -> None:
    add_paper("old", "Spikes that Learn", venue="icml", year=2021)
    decide(store, add_paper("new", "Spikes that Learn", score=0.9), "accepted", who="ada", category="Hybrid Learning")
    with_entry(file, "Spikes that Learn (ICML'2021)")
    [skipped] = publish(store, file, who="ada").skipped
    assert "the same title, but that entry is taken for old" in skipped.why
    assert run(["matches", "--different", "new"]) == 0, "nothing was proposed for it, and yet a person can tell"
    assert [each.title for each in publish(store, file, who="ada").added] == ["Spikes that Learn"]
    assert publish(store, file, who="ada").diff == ""


def test_a_paper_under_the_heading_of_another_edition_is_only_marked(store: Store, file: Path, add_paper: AddPaper) -> None:
    decide(store, add_paper("a", "Spikes that Learn", score=0.9), "accepted", who="ada", category="Forecasting")
    data = b"# L\n\n## ICLR 2020\n\n### Forecasting\n\n- Spikes that Learn\n\n## AAAI 2025\n\n### Forecasting\n\n- Another one\n"
    file.write_bytes(data)
    assert publish(store, file, who="ada").skipped == ()
    assert file.read_bytes() == data
    assert candidate(store, "a").state == "published"


def test_a_read_only_list_ends_in_a_sentence_and_marks_nothing(
    store: Store, file: Path, accepted: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # a mode alone does not stop the superuser, who may run the tests
    assert run(["publish"]) == 1
    assert "read-only" in capsys.readouterr().err
    assert candidate(store, accepted).state == "accepted"


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01", b"\xff\xfe list"])
def test_a_list_that_cannot_be_read_ends_in_a_sentence(
    file: Path, accepted: str, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    for command in ("publish", "lint"):
        assert run([command]) == 1
        said = capsys.readouterr().err
        assert said.startswith("covenue: ")
        assert "Traceback" not in said


def test_a_branch_gets_the_papers_and_the_file_stays(
    tmp_path: Path, store: Store, file: Path, accepted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@example.org")
    git("add", "README.md")
    git("commit", "-q", "-m", "The list")
    assert run(["publish", "--branch", "add-aaai-2025"]) == 0
    assert "Spikes that Learn (AAAI'2025)" in git("show", "add-aaai-2025:README.md")
    assert file.read_bytes() == LIST.encode()
    assert candidate(store, accepted).state == "accepted", "until a list holds it"
    request = (tmp_path / ".covenue" / "pull-request.md").read_text(encoding="utf-8")
    assert request.startswith("# Add 1 paper")
    git("merge", "-q", "add-aaai-2025")
    assert run(["publish"]) == 0
    assert candidate(store, accepted).state == "published"


def test_what_cannot_be_added_is_named_and_nothing_else_is_claimed(
    store: Store, file: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(store, add_paper("a", "Spikes that Learn", score=0.9), "accepted", who="Ada", category="ANN2SNN")
    file.write_bytes(b"## Other\n\n- Spike-driven Transformer\n")
    assert run(["publish"]) == 3
    said = capsys.readouterr()
    assert "not added: Spikes that Learn: the list has no section 'ANN2SNN'" in said.err
    assert "The list stays as it is." in said.err
    assert "Nothing to publish" not in said.err


def test_lint_exits_with_1_and_names_lines_and_near_titles(file: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    add_paper("a", "Spike-driven Transformers", venue="neurips", year=2024)
    file.write_bytes(LIST.replace("Masked Spiking", "MaskedÂ Spiking").encode())
    assert run(["lint", "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert {(each["line"], each["kind"]) for each in findings} >= {(12, "mojibake"), (12, "unmatched")}
    assert run(["lint", "--fix"]) == 1
    assert file.read_bytes().count(b"Masked Spiking Transformer") == 1


def test_lint_says_nothing_about_entries_of_editions_that_were_not_crawled(
    file: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    add_paper("a", "Another paper", venue="aaai", year=2025)
    file.write_bytes(b"## ANN2SNN\n\n- Not looked for (ICML 2023)\n- Not there (AAAI 2025)\n- Anywhere\n")
    assert run(["lint"]) == 1
    said = capsys.readouterr()
    assert [line.split(":")[1] for line in said.out.splitlines()] == ["4", "5"]
    assert said.err == "2 findings\n"


def test_lint_of_a_sound_list_exits_with_0(file: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"# Papers\n\n## ANN2SNN\n\n- Spike-driven Transformer\n")
    add_paper("a", "Spike-driven Transformer")
    assert run(["lint"]) == 0
    assert "nothing found" in capsys.readouterr().err


def test_the_papers_of_some_editions_alone_are_published(tmp_path: Path, store: Store, add_paper: AddPaper) -> None:
    path = tmp_path / "README.md"
    path.write_text("## TODO\n\n- [ ] AAAI 2025\n- [ ] ICML 2025\n\n## Hybrid Learning\n\n- Old Paper of Spikes\n", encoding="utf-8")
    for venue in ("aaai", "icml"):
        add_paper(venue, f"New Paper of {venue.upper()}", venue=venue, score=0.9)
        decide(store, venue, "accepted", who="Ada")
    done = publish(store, path, who="Ada", editions=[("icml", 2025)])
    assert [each.title for each in done.added] == ["New Paper of ICML"]
    assert "AAAI\n" not in path.read_text(encoding="utf-8").split("## Hybrid")[1]
    assert [candidate(store, each).state for each in ("aaai", "icml")] == ["accepted", "published"]


def test_of_some_editions_alone_the_items_are_ticked(store: Store, file: Path, add_paper: AddPaper, add_edition: AddEdition) -> None:
    file.write_text("## TODO\n\n- [ ] AAAI 2025\n- [ ] ICML 2025\n\n## Hybrid Learning\n\n- Old Paper of Spikes\n", encoding="utf-8")
    for venue in ("aaai", "icml"):
        add_edition(venue, 2025)
        add_paper(venue, f"Paper of {venue.upper()}", venue=venue, score=0.9)
        decide(store, venue, "rejected", who="ada")
    assert [item.text for item in publish(store, file, who="ada", editions=[("icml", 2025)]).ticked] == ["ICML 2025"]
    assert [item.text for item in publish(store, file, who="ada").ticked] == ["AAAI 2025"]
