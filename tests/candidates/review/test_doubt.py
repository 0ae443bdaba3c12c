"""A paper that may be in the list already: said on its card, in the table and before publishing, settled with one key."""

from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import LIST, heading
from starlette.testclient import TestClient

from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide
from candidates.queue.list_matches import sync_file
from candidates.store.database import Store


@pytest.fixture
def twin(add_paper: Callable[..., str], store: Store, list_path: Path) -> str:
    """A candidate whose title is nearly that of an entry."""
    title = "Spatio Temporal Back Propagation for Training Spiking Neural Network"
    paper_id = add_paper("twin", title=title, score=0.97, category="ANN2SNN", url="https://example.org/twin")
    add_paper("other", title="Something Else", score=0.9, category="ANN2SNN")
    sync_file(store, list_path)
    return paper_id


def entry_of(page: str) -> str:
    return page.split('name="entry" value="')[1].split('"')[0]


def test_the_card_asks_and_the_same_paper_leaves_the_queue(client: TestClient, store: Store, twin: str) -> None:
    page = client.get("/").text
    assert "Perhaps in the list already, line 5, in Hybrid Learning" in page
    assert 'data-key="s"' in page
    assert 'data-key="d"' in page
    answer = client.post(f"/papers/{twin}/entry", data={"entry": entry_of(page), "same": "yes"})
    assert heading(answer.text) == "Something Else"
    assert candidate(store, twin).in_list
    # And a person may take it back.
    page = client.get(f"/papers/{twin}").text
    assert "Is line 5 of the list, as a person said" in page
    client.post(f"/papers/{twin}/entry", data={"entry": entry_of(page), "same": "no"})
    assert candidate(store, twin).state == "pending"


def test_before_publishing_it_is_asked_and_nothing_is_written_twice(client: TestClient, store: Store, twin: str, list_path: Path) -> None:
    decide(store, twin, "accepted", who="ada", category="ANN2SNN")
    page = client.get("/publish").text
    assert "is perhaps in the list already, line 5" in page
    assert "Write this into" not in page
    page = client.post(f"/papers/{twin}/entry", data={"entry": entry_of(page), "same": "yes", "back": "publish"}).text
    assert "Nothing to publish" in page
    assert list_path.read_text(encoding="utf-8") == LIST


def test_another_paper_is_written(client: TestClient, store: Store, twin: str, list_path: Path) -> None:
    decide(store, twin, "accepted", who="ada", category="ANN2SNN")
    page = client.post(f"/papers/{twin}/entry", data={"entry": entry_of(client.get("/publish").text), "same": "no", "back": "publish"}).text
    client.post("/publish", data={"seen": page.split('name="seen" value="')[1][:64]})
    assert "https://example.org/twin" in list_path.read_text(encoding="utf-8")


def test_the_table_says_it_too(client: TestClient, twin: str) -> None:
    assert "perhaps in the list, line 5" in client.get("/papers").text


def test_an_unknown_entry_changes_nothing(client: TestClient, twin: str) -> None:
    assert client.post(f"/papers/{twin}/entry", data={"entry": "nosuch", "same": "yes"}).status_code == 404


def test_after_publishing_undo_says_what_stands_in_the_file(client: TestClient, store: Store, five: list[str], list_path: Path) -> None:
    decide(store, five[0], "accepted", who="ada", category="ANN2SNN")
    client.post("/publish", data={"seen": client.get("/publish").text.split('name="seen" value="')[1][:64]})
    answer = client.post("/undo", data={"paper": ""})
    assert answer.status_code == 409
    assert "is written in README.md, line 10" in answer.text
    assert candidate(store, five[0]).state == "published"
    list_path.write_text(LIST, encoding="utf-8")
    client.post("/undo", data={"paper": ""})
    assert candidate(store, five[0]).state == "accepted"
