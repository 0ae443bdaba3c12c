"""`covenue matches`: one JSON document whatever is asked, two options at once done or refused, and never half of them."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from candidates.cli import run
from candidates.queue.list_matches import matches
from candidates.store.database import Store
from candidates.store.edition_writer import EditionWriter
from spiders.items import PageItem, PageRecord
from spiders.paper import Paper, with_origins

AddPaper = Callable[..., str]
LIST = "# Papers\n\n## Attention\n\n- Masked Spiking Transformer (ICML 2025)\n- Gated Spikes (ICML 2025)\n"


@pytest.fixture(autouse=True)
def two_doubtful(tmp_path: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both entries name another edition than the papers of their titles, so that a person has to say."""
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "covenue.toml").write_text('reviewer = "ada"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    add_paper("a", "Masked Spiking Transformer", venue="aaai", year=2021)
    add_paper("b", "Gated Spikes", venue="aaai", year=2021)


def states(store: Store) -> dict[str, str]:
    return {match.paper_id: str(match.state) for match in matches(store)}


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run(["matches", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_matches_are_shown_in_words_and_as_json(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    shown = answer(capsys, "--state", "to-confirm")
    assert {(each["paper_id"], each["state"]) for each in shown} == {("a", "to-confirm"), ("b", "to-confirm")}
    assert answer(capsys, "--state", "certain") == []
    assert run(["matches"]) == 0
    assert "to-confirm  a  Masked Spiking Transformer" in capsys.readouterr().out


@pytest.mark.parametrize(("option", "state"), [("--same", "confirmed"), ("--different", "refused")])
def test_what_a_person_says_is_written_and_answered(store: Store, capsys: pytest.CaptureFixture[str], option: str, state: str) -> None:
    [said] = answer(capsys, option, "a")
    assert (said["paper_id"], said["state"]) == ("a", state)
    assert states(store) == {"a": state, "b": "to-confirm"}


def test_same_and_different_at_once_do_both(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert [(each["paper_id"], each["state"]) for each in answer(capsys, "--same", "a", "--different", "b")] == [
        ("a", "confirmed"),
        ("b", "refused"),
    ]
    assert states(store) == {"a": "confirmed", "b": "refused"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--same", "a", "--different", "a"), "cannot be the same paper and another one"),
        (("--same", "a", "--different", "nobody"), "No crawled paper has the id nobody"),
        (("--same", "a", "--split", "1"), "do not go together"),
        (("--merged", "--state", "certain"), "do not go together"),
        (("aaai-2021", "--same", "a"), "do not go together"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run(["matches"]) == 0
    assert run(["matches", *words]) == 2
    assert said in capsys.readouterr().err
    assert states(store) == {"a": "to-confirm", "b": "to-confirm"}


def test_both_titles_are_shown_with_line_edition_and_address(
    store: Store, tmp_path: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text(LIST + "- Third Learning of Spikes (ICML 2025)\n", encoding="utf-8")
    add_paper("c", "Third Learning of: Spikes", venue="aaai", year=2022, doi="10.1/c")
    [shown] = answer(capsys, "aaai-2022")
    both = {"line": 7, "entry": "Third Learning of Spikes", "title": "Third Learning of: Spikes", "venue": "aaai", "year": 2022}
    assert {**shown, **both, "url": "https://doi.org/10.1/c"} == shown
    assert run(["matches", "aaai-2022"]) == 0
    out = capsys.readouterr().out
    assert "Third Learning of: Spikes  (aaai-2022)" in out
    assert "README.md line 7: Third Learning of Spikes" in out
    assert "https://doi.org/10.1/c" in out


def test_matches_and_merges_are_narrowed_to_editions(store: Store, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]) -> None:
    assert {each["paper_id"] for each in answer(capsys, "AAAI 2021", "--state", "to-confirm")} == {"a", "b"}
    assert answer(capsys, "aaai-2022") == []
    assert answer(capsys, "--merged", "aaai-2022") == []


def test_many_are_settled_in_one_call_or_none(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["matches", "--same", "a", "--same", "nobody"]) == 2
    assert states(store) == {"a": "to-confirm", "b": "to-confirm"}
    assert [each["state"] for each in answer(capsys, "--same", "a", "--same", "b")] == ["confirmed", "confirmed"]
    assert states(store) == {"a": "confirmed", "b": "confirmed"}


def test_a_missing_list_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").unlink()
    assert run(["matches"]) == 0
    assert capsys.readouterr().err.count("There is no list") == 1


def test_merged_records_are_shown_and_taken_apart(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for source, title in (("papers", "Deep Spikes"), ("virtual", "Deep spikes")):
        paper = with_origins(Paper(title=title, venue="neurips", year=2023), source)
        saved = asyncio.Future(loop=asyncio.new_event_loop())  # type: ignore[var-annotated]  # nobody waits for it
        EditionWriter(store, "neurips", 2023).save(
            PageItem(venue="neurips", year=2023, source=source, page="page", papers=[paper], record=PageRecord(), adds=True, saved=saved)
        )
    [merged] = answer(capsys, "--merged")
    assert (merged["source"], merged["undone_at"]) == ("virtual", None)
    apart = answer(capsys, "--split", str(merged["number"]))
    assert apart["split"] == merged["number"]
    assert store.paper(apart["id"]).title == "Deep spikes"
    assert run(["matches", "--merged"]) == 0
    assert "(taken apart)" in capsys.readouterr().out


def test_an_id_may_be_shortened_as_long_as_one_paper_is_meant(
    store: Store, tmp_path: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text(LIST + "- Third Learning of Spikes (ICML 2025)\n", encoding="utf-8")
    add_paper("aaai-2021-c0ffee", "Third Learning of Spikes", venue="aaai", year=2021)
    assert [each["paper_id"] for each in answer(capsys, "--same", "c0ffee")] == ["aaai-2021-c0ffee"]
    assert states(store)["aaai-2021-c0ffee"] == "confirmed"
    assert run(["matches", "--different", "c0de"]) == 2
    assert "No crawled paper has the id c0de" in capsys.readouterr().err


def test_lint_says_nothing_of_undated_entries_while_an_edition_that_the_list_covers_is_not_crawled(
    tmp_path: Path, add_paper: AddPaper, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = "# Papers\n\nPapers of 2021 to 2022.\n\n**Order**: AAAI->IJCAI\n\n## Attention\n\n- Nowhere to Be Found in Spikes\n"
    (tmp_path / "README.md").write_text(listing, encoding="utf-8")
    run(["lint", "--json"])
    assert [each for each in json.loads(capsys.readouterr().out) if each["kind"] == "unmatched"] == []
    for paper_id, venue, year in (("c", "aaai", 2022), ("d", "ijcai", 2021), ("e", "ijcai", 2022)):
        add_paper(paper_id, f"Another Thing {paper_id}", venue=venue, year=year)
    run(["lint", "--json"])
    assert [each["line"] for each in json.loads(capsys.readouterr().out) if each["kind"] == "unmatched"] == [9]
