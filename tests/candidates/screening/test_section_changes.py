"""Where the list's sections changed, what was screened is given proposals anew; scores, flags and decisions stay as they were."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from two_sections import LIST

from candidates.cli import run
from candidates.screening import screening
from candidates.store.database import Store
from candidates.store.tables import FACTS, SCREENINGS

TRAINING = "Training Spiking Neural Networks with Surrogate Gradients"
OTHER = "Training and Backpropagation for Auctions with Budgets"


class Listing:
    """A list whose papers were screened, and the command in its folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys, self.err = folder / "README.md", capsys, ""

    def answer(self, *words: str) -> Any:
        self.capsys.readouterr()
        assert run([*words, "--json"]) == 0
        said = self.capsys.readouterr()
        self.err = said.err
        return json.loads(said.out)

    def screen(self, *words: str) -> Any:
        return self.answer("screen", "--workers", "1", *words)

    def rename(self, old: str, new: str) -> None:
        self.path.write_text(self.path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def queue(self) -> dict[str, dict[str, Any]]:
        return {paper["title"]: paper for paper in self.answer("queue")}

    def store(self) -> Store:
        return Store(f"sqlite:///{self.path.with_name('covenue.sqlite')}")

    def rows(self) -> dict[str, tuple[Any, ...]]:
        columns = (SCREENINGS.c[name] for name in ("paper_id", "score", "flagged", "screened_at", "category"))
        with self.store() as store, store.reading() as connection:
            return {row.paper_id: tuple(row)[1:] for row in connection.execute(select(*columns))}


@pytest.fixture
def screened(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Listing:
    """Papers that were screened with a topic file, or with the topic that a test names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "covenue.toml").write_text(f'topic = "{getattr(request, "param", "brain-inspired")}"\n', encoding="utf-8")
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    papers = [{"title": TRAINING, "abstract": "We train spiking neurons by surrogate gradients."}, {"title": OTHER}]
    papers += [{"title": f"Convex Bounds of Kernel {place}"} for place in range(40)]
    (tmp_path / "list.json").write_text(json.dumps(papers), encoding="utf-8")
    run(["import", "list.json", "--edition", "mm-2021", "--no-screen"])
    listing = Listing(tmp_path, capsys)
    first = listing.screen()
    assert (first["papers"], first["proposed_anew"]) == (42, 0)
    return listing


@pytest.mark.parametrize("screened", ["brain-inspired", ""], indirect=True)
def test_a_renamed_section_is_proposed_by_its_new_name_and_nothing_else_changes(screened: Listing) -> None:
    before, first = screened.queue(), screened.rows()
    assert before[TRAINING]["category"] == "Training"
    screened.rename("## Training", "## Learning Rules")
    done = screened.screen()
    assert (done["papers"], done["left"]) == (0, [])
    assert done["proposed_anew"] > 0
    assert "the list's sections changed" in screened.err
    after = screened.queue()
    assert after[TRAINING]["category"] == "Learning Rules"
    assert {name: paper["score"] for name, paper in after.items()} == {name: paper["score"] for name, paper in before.items()}
    assert {each: row[:3] for each, row in screened.rows().items()} == {each: row[:3] for each, row in first.items()}
    assert "Training" not in {row[3] for row in screened.rows().values()}, "nor of those that nobody was shown"
    again = screened.screen()
    assert (again["papers"], again["proposed_anew"]) == (0, 0)
    assert screened.screen("--all")["proposed_anew"] == 0
    assert screened.queue() == after, "the same that screening everything anew says"


def test_a_new_section_is_proposed_without_screening_everything(screened: Listing) -> None:
    entries = "\n## Surrogate Gradients\n\n- Surrogate Gradients for Training Spiking Neural Networks (ICML 2022)\n"
    screened.path.write_text(screened.path.read_text(encoding="utf-8") + entries, encoding="utf-8")
    done = screened.screen()
    assert done["papers"] == 0
    assert done["proposed_anew"] > 0
    assert "Surrogate Gradients" in {each["name"] for each in screened.queue()[TRAINING]["categories"]}


@pytest.mark.parametrize("screened", [""], indirect=True)
def test_what_waits_since_decisions_flagged_it_goes_on_waiting(screened: Listing) -> None:
    with screened.store() as store, store.writing() as connection:
        connection.execute(SCREENINGS.update().values(flagged=True))
    waiting = set(screened.queue())
    assert len(waiting) == 42
    screened.rename("## Transformers", "## Attention")
    assert screened.screen()["proposed_anew"] == 42
    assert set(screened.queue()) == waiting


def test_a_screening_that_ends_early_proposes_anew_the_next_time(screened: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    screened.rename("## Training", "## Learning Rules")
    with monkeypatch.context() as patched:
        patched.setattr(screening, "propose_anew", interrupted)
        assert run(["screen", "--workers", "1"]) == 130
    assert screened.screen()["proposed_anew"] > 0
    assert screened.queue()[TRAINING]["category"] == "Learning Rules"


def test_a_database_of_before_is_known_by_the_sections_that_it_proposes(screened: Listing) -> None:
    for renamed, anew in ((False, False), (True, True)):
        with screened.store() as store, store.writing() as connection:
            connection.execute(FACTS.delete().where(FACTS.c.name == "sections_screened"))
        if renamed:
            screened.rename("## Training", "## Learning Rules")
        assert bool(screened.screen()["proposed_anew"]) == anew


def interrupted(*_: object) -> int:
    raise KeyboardInterrupt
