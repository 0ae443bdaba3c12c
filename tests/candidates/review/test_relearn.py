"""What the page learns from decisions: the order of what waits, in a process that no reader waits for."""

import threading
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest
from postgres_server import until
from review_page import LIST

from candidates.queue.candidates import ranking
from candidates.queue.decisions import decide, undo
from candidates.reading_list.parts import ListError
from candidates.review.relearn import Learner, _Memory, evidence_of, learn_on_request
from candidates.screening import learning
from candidates.screening.screening import screen_editions
from candidates.store.database import Store
from candidates.workspace import Workspace
from classifier.embedding import Vectors

AddPaper = Callable[..., str]


class LetterEncoder:
    """A stand-in for the sentence model: texts with the same words are near."""

    fingerprint = "letters"

    def encode(self, texts: list[str]) -> Vectors:
        rows = np.zeros((len(texts), 64), np.float32)
        for place, text in enumerate(texts):
            for word in text.lower().split():
                rows[place, sum(map(ord, word)) % 64] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def workspace(tmp_path: Path, list_path: Path) -> Workspace:
    (tmp_path / "covenue.toml").write_text('list = "README.md"\n', encoding="utf-8")
    return Workspace(config_path=tmp_path / "covenue.toml", database=str(tmp_path / "covenue.sqlite"))


@pytest.fixture
def screened(workspace: Workspace, store: Store, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two spiking papers of each of two kinds, screened."""
    monkeypatch.setattr(learning, "encoder_of", lambda _: LetterEncoder())
    titles = ("cats", "cats again", "dogs", "dogs again")
    papers = [add_paper(f"p{n}", title=f"Spiking neural networks for {title}") for n, title in enumerate(titles)]
    screen_editions(workspace, [], lambda _: None)
    return papers


def test_a_rejection_lowers_the_twin_and_undo_takes_it_back_exactly(workspace: Workspace, store: Store, screened: list[str]) -> None:
    memory = _Memory(workspace)
    before = memory.scores()
    decide(store, "p0", "rejected", who="ada")
    after = memory.scores()
    assert set(after) == set(before) - {"p0"}
    assert after["p1"] < before["p1"]
    undo(store)
    assert memory.scores() == before


def test_learning_writes_nothing(workspace: Workspace, store: Store, screened: list[str]) -> None:
    before = ranking(store)
    decide(store, "p0", "rejected", who="ada")
    _Memory(workspace).scores()
    assert ranking(store) == [each for each in before if each[0] != "p0"]


def test_a_paper_without_evidence_is_left_as_it_was(store: Store, add_paper: AddPaper, screened: list[str]) -> None:
    add_paper("plain", score=0.9)
    assert set(evidence_of(store, [*screened, "plain", "unknown"])) == set(screened)


def test_what_cannot_be_learnt_is_said_once_and_the_page_goes_on(tmp_path: Path) -> None:
    (tmp_path / "covenue.toml").write_text('list = "missing.md"\n', encoding="utf-8")
    said: list[str] = []
    done = threading.Event()
    learner = Learner(Workspace(config_path=tmp_path / "covenue.toml"), lambda _: None, lambda why: (said.append(why), done.set())[0])
    learner.notice()
    assert done.wait(60)
    learner.notice()
    learner.close()
    assert len(said) == 1
    assert "There is no list" in said[0]


def test_a_list_that_could_not_be_read_for_a_moment_ends_no_learning(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Pipe()
    given: list[dict[str, float] | ListError] = [ListError("There is no list"), {"p0": 0.9}]

    def scores(_: _Memory) -> dict[str, float]:
        answer = given.pop(0)
        if isinstance(answer, ListError):
            raise answer
        return answer

    monkeypatch.setattr(_Memory, "scores", scores)
    monkeypatch.setattr("os.nice", lambda _: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    for _ in range(2):
        ours.send("learn")
    worker = threading.Thread(target=learn_on_request, args=(workspace, theirs), daemon=True)
    worker.start()
    assert [ours.recv() if ours.poll(20) else None for _ in range(2)] == ["There is no list", {"p0": 0.9}]
    ours.close()
    worker.join(20)


def test_the_same_complaint_is_made_once_and_new_scores_are_taken_after_it(tmp_path: Path) -> None:
    (tmp_path / "covenue.toml").write_text('list = "missing.md"\n', encoding="utf-8")
    said: list[str] = []
    done = threading.Event()
    learner = Learner(Workspace(config_path=tmp_path / "covenue.toml"), lambda _: done.set(), said.append)
    learner.notice()
    assert until(lambda: bool(said), 60)
    learner.notice()
    (tmp_path / "missing.md").write_text(LIST, encoding="utf-8")
    assert until(lambda: (learner.notice(), done.is_set())[1], 60)
    learner.close()
    assert len(said) == 1


def test_closing_before_the_first_decision_starts_nothing() -> None:
    learner = Learner(Workspace(), lambda _: None, lambda _: None)
    learner.close()
    learner.notice()
    assert "_follow" not in " ".join(thread.name for thread in threading.enumerate())


def test_it_ends_quietly_with_the_page_even_while_it_learns(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Pipe()

    def scores(_: _Memory) -> dict[str, float]:
        ours.close()  # the page ends meanwhile
        return {"p0": 0.9}

    monkeypatch.setattr(_Memory, "scores", scores)
    monkeypatch.setattr("os.nice", lambda _: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    ours.send("learn")
    learn_on_request(workspace, theirs)
