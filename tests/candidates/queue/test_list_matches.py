"""The list's entries and the crawled papers: matched once, kept in step, and what a person said is kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from own_venues import read_list

from candidates.errors import NotFoundInStoreError
from candidates.queue import list_matches
from candidates.queue import near_papers as near_papers_module
from candidates.queue.candidates import candidate, candidates
from candidates.queue.list_identity import another_list
from candidates.queue.list_matches import confirm, entry_key, matches, refuse, sync, sync_file, unmatched
from candidates.queue.states import IN_LIST
from candidates.reading_list.parts import ReadingList
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import FACTS, MATCHES, PAPERS
from candidates.store.title_keys import title_keys

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


def test_the_same_list_is_compared_anew_once_it_is_read_otherwise(
    store: Store, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_paper("a", MASKED)
    sync(store, listed(MASKED))
    monkeypatch.delattr(list_matches, "Matcher")
    monkeypatch.setattr(list_matches, "READING_RULE", "another")
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


TITLES = (
    "Masked Spiking Transformer",
    "Masked Spiking Transformers",
    "Spikformer: When Spiking Neural Network Meets Transformer",
    "Spikformer: When Spiking Neural Networks Meet Transformers",
    "Spikformer",
    "Loss Spikes in the Training of Large Networks",
    "Loss Spikes in the Training of Larger Networks",
    "A Paper about Something Else Altogether",
    "Loss Spikes in the Training of Large Networks. Ada Lovelace",
)


def found(store: Store) -> list[tuple[str, str, str, float]]:
    return [(match.entry_key, match.paper_id, match.state, match.score) for match in matches(store)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    listed_titles=st.lists(st.sampled_from(TITLES), min_size=1, max_size=4),
    first=st.lists(st.sampled_from(TITLES), max_size=4),
    later=st.lists(st.sampled_from(TITLES), max_size=3),
    gone=st.booleans(),
)
def test_what_is_kept_in_step_is_what_a_comparison_with_all_papers_finds(
    tmp_path_factory: pytest.TempPathFactory, listed_titles: list[str], first: list[str], later: list[str], gone: bool
) -> None:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'kept.sqlite'}") as store:
        reading_list = listed(*listed_titles)
        for number, title in enumerate(first):
            insert(store, f"first{number}", title, "2020-01-01T00:00:00Z")
        sync(store, reading_list)
        if gone and first:
            with store.writing() as connection:
                connection.execute(PAPERS.delete().where(PAPERS.c.id == "first0"))
                papers_changed(connection, removed=True)
        for number, title in enumerate(later):
            insert(store, f"later{number}", title, now())
        sync(store, reading_list)
        kept = found(store)
        with store.writing() as connection:
            connection.execute(FACTS.delete().where(FACTS.c.name.in_(["matches_of", list_matches.COMPARED_AT])))
            connection.execute(MATCHES.delete())
        sync(store, reading_list)
        assert kept == found(store)


def insert(store: Store, paper_id: str, title: str, changed_at: str) -> None:
    row = {
        "venue": "aaai",
        "year": 2025,
        "authors": ["Ada Lovelace"],
        "keywords": [],
        "origins": {},
        "stored_at": "",
        "changed_at": changed_at,
    }
    with store.writing() as connection:
        connection.execute(PAPERS.insert().values(id=paper_id, title=title, **title_keys(title), **row))
        papers_changed(connection)


def test_added_papers_alone_are_compared(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        insert(store, f"old{number}", f"Old Matter of Number {number}", "2020-01-01T00:00:00Z")
    reading_list = listed(MASKED, "Nothing of the Kind was Ever Crawled")
    sync(store, reading_list)
    insert(store, "new", f"{MASKED}s", now())
    compared: list[int] = []
    keys_of = near_papers_module._keys
    monkeypatch.setattr(near_papers_module, "_keys", lambda *words: compared.append(len(keys_of(*words))) or keys_of(*words))
    sync(store, reading_list)
    assert compared == [1]
    assert [match.paper_id for match in matches(store)] == ["new"]


def test_a_paper_of_a_machine_whose_clock_is_behind_is_compared(store: Store) -> None:
    insert(store, "old", "Old Matter of Ours", "2020-01-01T00:00:00Z")
    reading_list = listed(MASKED)
    sync(store, reading_list)
    behind = datetime.now(UTC) - timedelta(minutes=20)
    insert(store, "new", f"{MASKED}s", behind.strftime("%Y-%m-%dT%H:%M:%SZ"))
    sync(store, reading_list)
    assert [match.paper_id for match in matches(store)] == ["new"]


@pytest.mark.parametrize("url", ["https://a.org/paper/7", "http://www.a.org/paper/7/"])
def test_an_address_tells_a_paper_whatever_way_it_is_written(store: Store, add_paper: AddPaper, url: str) -> None:
    add_paper("a", "A Title That the List Gives Otherwise", url=url)
    sync(store, read_list(b"# Papers\n\n## ANN2SNN\n\n- [Quite Another Title of It](https://www.a.org/paper/7)\n"))
    assert [match.paper_id for match in matches(store)] == ["a"]


def test_another_list_on_the_database_is_said_and_an_edited_one_is_not(store: Store) -> None:
    own = [f"Spikes of Number {number}" for number in range(12)]
    sync(store, listed(*own))
    sync(store, listed(*own[:7], "A New One", *own[9:]))
    assert another_list(store) == ""
    sync(store, listed(*(f"Graphs of Number {number}" for number in range(12))))
    assert "was used with another list before" in another_list(store)
    sync(store, listed(*(f"Graphs of Number {number}" for number in range(13))))
    assert another_list(store) == ""


def test_a_title_that_stands_in_two_venues_is_in_the_list_for_the_edition_that_the_entry_names(store: Store, add_paper: AddPaper) -> None:
    add_paper("conference", MASKED, venue="cvpr", year=2021, score=0.9)
    add_paper("journal", MASKED, venue="tpami", year=2023, score=0.9)
    sync(store, listed(f"{MASKED} (TPAMI 2023)"))
    assert [match.paper_id for match in matches(store, *IN_LIST)] == ["journal"]
    assert [paper.id for paper in candidates(store)] == ["conference"]


def test_a_title_that_stands_in_two_venues_is_for_a_person_to_place_where_the_entry_names_none(store: Store, add_paper: AddPaper) -> None:
    add_paper("conference", MASKED, venue="cvpr", year=2021, score=0.9)
    add_paper("journal", MASKED, venue="tpami", year=2023, score=0.9)
    sync(store, listed(MASKED))
    assert {(match.paper_id, match.state) for match in matches(store)} == {("conference", "to-confirm"), ("journal", "to-confirm")}
    confirm(store, matches(store)[0].entry_key, "journal")
    assert [match.paper_id for match in matches(store, *IN_LIST)] == ["journal"]
