"""The list's entries and the crawled papers: matched once, kept in step, and what a person said is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from own_venues import read_list

from candidates.errors import NotFoundInStoreError
from candidates.queue import list_matches
from candidates.queue.candidates import candidate, candidates
from candidates.queue.list_matches import confirm, entry_key, matches, refuse, sync, sync_file, unmatched
from candidates.reading_list.reader import ReadingList
from candidates.store.database import Store

AddPaper = Callable[..., str]


def listed(*titles: str) -> ReadingList:
    return read_list(("# Papers\n\n## ANN2SNN\n\n" + "".join(f"- {title}\n" for title in titles)).encode())


SPIKFORMER = "Spikformer: When Spiking Neural Network Meets Transformer"
MASKED = "Masked Spiking Transformer"


def test_an_equal_title_is_in_the_list_whatever_its_spelling(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Spikformer: When Spiking Neural Network Meets Transformer", score=0.9)
    add_paper("b", "Learning $\\alpha$-Spikes", score=0.8)
    sync(store, listed("spikformer – when spiking neural network meets transformer", "Learning α-Spikes"))
    assert {(match.paper_id, match.state) for match in matches(store)} == {("a", "certain"), ("b", "certain")}
    assert candidates(store) == []


def test_entries_without_a_paper_are_named_once(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", MASKED, score=0.9)
    reading_list = listed(MASKED, SPIKFORMER, SPIKFORMER.upper())
    sync(store, reading_list)
    assert [entry.title for entry in unmatched(store, reading_list)] == [SPIKFORMER]


def test_nothing_is_compared_when_neither_list_nor_papers_changed(
    store: Store, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_paper("a", MASKED)
    sync(store, listed(MASKED))
    monkeypatch.delattr(list_matches, "Matcher")
    sync(store, listed(MASKED))
    add_paper("b")
    with pytest.raises(NameError):
        sync(store, listed(MASKED))


def test_a_title_taken_out_of_the_list_waits_again(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", MASKED, score=0.9)
    sync(store, listed(MASKED))
    sync(store, listed(SPIKFORMER))
    assert [each.id for each in candidates(store)] == ["a"]


def test_likeness_waits_for_a_person_and_their_word_is_kept(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Temporal Spiking Neural Networks with Synaptic Delays for Reasoning on Graphs", score=0.9)
    reading_list = listed("Temporal Spiking Neural Networks with Synaptic Delay for Graph Reasoning")
    sync(store, reading_list)
    (match,) = matches(store)
    assert match.state == "to-confirm"
    assert not candidate(store, "a").in_list
    confirm(store, match.entry_key, "a")
    add_paper("b")
    sync(store, reading_list)
    assert candidate(store, "a").in_list
    refuse(store, match.entry_key, "a")
    add_paper("c")
    sync(store, reading_list)
    assert [each.state for each in matches(store)] == ["refused"]
    assert not candidate(store, "a").in_list


def test_a_confirmed_entry_that_left_the_list_counts_again_when_it_returns(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Temporal Spiking Neural Networks with Synaptic Delays for Reasoning on Graphs", score=0.9)
    reading_list = listed("Temporal Spiking Neural Networks with Synaptic Delay for Graph Reasoning")
    sync(store, reading_list)
    confirm(store, entry_key(reading_list.entries[0]), "a")
    sync(store, listed(MASKED))
    assert not candidate(store, "a").in_list
    sync(store, reading_list)
    assert candidate(store, "a").in_list


def test_only_a_proposed_match_can_be_confirmed(store: Store, add_paper: AddPaper) -> None:
    add_paper("a")
    with pytest.raises(NotFoundInStoreError):
        confirm(store, "nothing", "a")


def test_the_file_is_read_anew_when_it_changed(store: Store, add_paper: AddPaper, tmp_path: Path) -> None:
    add_paper("a", MASKED, score=0.9)
    file = tmp_path / "README.md"
    for title, waiting in ((MASKED, 0), (SPIKFORMER, 1)):
        file.write_bytes(listed(title).to_bytes())
        sync_file(store, file)
        assert len(candidates(store)) == waiting
