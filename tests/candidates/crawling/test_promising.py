"""Whose abstract is asked for first: that of papers whose title speaks of the list's subject."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from candidates.crawling.pipeline import StorePipeline
from candidates.screening.learning import promising_titles
from candidates.store.database import Store
from candidates.workspace import Workspace

AddPaper = Callable[..., str]


def test_papers_that_a_title_speaks_for_come_first_and_the_others_in_their_order(
    store: Store, add_paper: AddPaper, settings: Callable[[str], Workspace]
) -> None:
    titles = {"a": "Rivers of Glass", "b": "Event-Based Vision", "c": "An Owl in Winter", "d": "Brain-Like Inference"}
    for paper_id, title in titles.items():
        add_paper(paper_id, title)
    known = {"COVENUE_DATABASE": store.url, "COVENUE_PROMISING": promising_titles(settings("brain-inspired"))}
    pipeline = StorePipeline(SimpleNamespace(settings=known, spider=SimpleNamespace()))  # type: ignore[arg-type]  # a double
    pipeline.open_spider()
    assert [paper.id for paper in pipeline.papers("aaai", 2025)] == ["b", "d", "a", "c"]
    pipeline.close_spider()


@pytest.mark.parametrize("topic", ["", "nowhere.toml"])
def test_without_a_topic_file_nothing_goes_first(settings: Callable[[str], Workspace], topic: str) -> None:
    assert promising_titles(settings(topic)) is None


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[str], Workspace]:
    def written(topic: str) -> Workspace:
        file = tmp_path / "covenue.toml"
        file.write_text(f'topic = "{topic}"\n', encoding="utf-8")
        return Workspace(config_path=file)

    return written
