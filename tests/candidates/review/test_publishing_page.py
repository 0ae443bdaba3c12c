"""The list's diff and the coverage report in the browser: what is written is what was looked at."""

import re
from html import unescape
from pathlib import Path

import pytest
from review_page import LIST
from starlette.testclient import TestClient

from candidates.queue.candidates import candidate
from candidates.queue.decisions import decide
from candidates.store.database import Store

LINE = "- [Spiking Transformers](https://example.org/1) (AAAI'2025)"


@pytest.fixture
def accepted(store: Store, five: list[str]) -> str:
    decide(store, five[0], "accepted", who="ada", category="ANN2SNN")
    return five[0]


def seen(page: str) -> dict[str, str]:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found, page
    return {"seen": found[1]}


def added(page: str) -> list[str]:
    return [unescape(line) for line in re.findall(r'<li class="added"><span class="unseen">added: </span>\+(.*?)</li>', page)]


def test_publishing_writes_what_was_shown_and_says_so(client: TestClient, store: Store, list_path: Path, accepted: str) -> None:
    page = client.get("/publish").text
    lines = added(page)
    assert len(lines) == 1
    assert "Spiking Transformers" in lines[0]
    assert list_path.read_text(encoding="utf-8") == LIST
    answer = client.post("/publish", data=seen(page))
    assert "1 paper added" in answer.text
    assert "Nothing to publish" in answer.text
    assert lines[0] in list_path.read_text(encoding="utf-8").splitlines()
    assert candidate(store, accepted).state == "published"
    written = list_path.read_bytes()
    again = client.post("/publish", data=seen(page)).text
    assert "if you sent this twice" in again
    assert "Nothing to publish" in again
    assert list_path.read_bytes() == written


def test_what_was_not_looked_at_is_not_written(client: TestClient, store: Store, list_path: Path, accepted: str, five: list[str]) -> None:
    page = client.get("/publish").text
    decide(store, five[1], "accepted", who="grace", category="ANN2SNN")
    answer = client.post("/publish", data=seen(page))
    assert answer.status_code == 409
    assert "Nothing was written" in answer.text
    assert list_path.read_text(encoding="utf-8") == LIST
    assert len(added(answer.text)) == 2


def test_a_list_edited_meanwhile_is_kept(client: TestClient, list_path: Path, accepted: str) -> None:
    page = client.get("/publish").text
    edited = LIST.replace("## ANN2SNN\n", "## ANN2SNN\n\nA note.\n")
    list_path.write_text(edited, encoding="utf-8")
    client.post("/publish", data=seen(page))
    assert "A note." in list_path.read_text(encoding="utf-8")


def test_a_read_only_list_is_a_plain_message(client: TestClient, list_path: Path, accepted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/publish").text
    monkeypatch.setattr("os.access", lambda *_: False)  # the bits of the file do not hold back the superuser of a test machine
    answer = client.post("/publish", data=seen(page))
    assert answer.status_code == 409
    assert "read-only" in answer.text
    assert list_path.read_text(encoding="utf-8") == LIST


def test_without_a_list_the_page_says_what_to_do(client: TestClient, list_path: Path, accepted: str) -> None:
    list_path.unlink()
    answer = client.get("/publish")
    assert answer.status_code == 409
    assert "There is no list" in answer.text
    assert client.get("/coverage").status_code == 200


def test_nothing_is_written_by_get(client: TestClient, list_path: Path, accepted: str) -> None:
    client.get("/publish", params=seen(client.get("/publish").text))
    assert list_path.read_text(encoding="utf-8") == LIST


def test_the_report_stands_in_the_frame_of_the_other_pages(client: TestClient, accepted: str) -> None:
    answer = client.get("/coverage")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]* style=", answer.text)
    assert "<style" not in answer.text
    assert '<a href="/coverage" aria-current="page">Coverage</a>' in answer.text
    assert f'<a href="/papers/{accepted}" dir="auto">Spiking Transformers</a>' in answer.text
    assert '<a href="/?edition=aaai-2025">Review the 4 that wait</a>' in answer.text
