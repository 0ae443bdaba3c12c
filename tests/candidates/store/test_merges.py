"""Records of two sources taken for one paper: recorded with the reason, taken apart by a person, and kept apart."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from candidates.errors import UsageError
from candidates.store.database import Store
from candidates.store.edition_writer import EditionWriter
from candidates.store.merges import merges, split
from spiders.items import PageItem, PageRecord
from spiders.paper import Paper, with_origins

LISTED = Paper(title="Deep Learning", venue="neurips", year=2023, authors=("Ada Lovelace",), url="https://proceedings.neurips.cc/a")
SHOWN = Paper(
    title="Deep learning", venue="neurips", year=2023, authors=("Charles Babbage",), forum="Abc", abstract="Of engines, and of their use."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'papers.sqlite'}") as opened:
        yield opened


def _save(store: Store, source: str, *papers: Paper) -> None:
    loop = asyncio.new_event_loop()
    page = PageItem(
        venue="neurips",
        year=2023,
        source=source,
        page="page",
        papers=[with_origins(paper, source) for paper in papers],
        record=PageRecord(),
        adds=True,
        saved=loop.create_future(),
    )
    EditionWriter(store, "neurips", 2023).save(page)
    loop.close()


def _papers(store: Store) -> list[tuple[str, str | None, str]]:
    return sorted(
        (paper.title, "abstract" if paper.has_abstract else None, paper.url) for paper in EditionWriter(store, "neurips", 2023).known()
    )


def test_a_merge_by_title_is_recorded_once_with_its_reason(store: Store) -> None:
    _save(store, "papers", LISTED)
    for _ in range(2):
        _save(store, "virtual", SHOWN)
    assert [(merge.source, merge.title) for merge in merges(store)] == [("virtual", "Deep learning")]
    assert "same title in papers and virtual" in merges(store)[0].reason
    assert _papers(store) == [("Deep Learning", "abstract", "https://proceedings.neurips.cc/a")]


def test_records_with_the_same_identifier_need_no_record_of_a_merge(store: Store) -> None:
    _save(store, "openreview", SHOWN)
    _save(store, "virtual", SHOWN)
    assert merges(store) == []


def test_what_is_taken_apart_stays_apart_in_the_next_crawl(store: Store) -> None:
    _save(store, "papers", LISTED)
    _save(store, "virtual", SHOWN)
    own = split(store, merges(store)[0].number)
    apart = [("Deep Learning", None, "https://proceedings.neurips.cc/a"), ("Deep learning", "abstract", "")]
    assert _papers(store) == apart
    assert store.paper(own).authors == ("Charles Babbage",)
    _save(store, "papers", LISTED)
    _save(store, "virtual", SHOWN)
    assert _papers(store) == apart
    assert merges(store)[0].undone_at


def test_a_merge_is_taken_back_once_only(store: Store) -> None:
    _save(store, "papers", LISTED)
    _save(store, "virtual", SHOWN)
    number = merges(store)[0].number
    split(store, number)
    with pytest.raises(UsageError, match="no merge"):
        split(store, number)


def test_two_papers_of_one_title_with_different_forum_ids_are_never_merged(store: Store) -> None:
    other = Paper(title="Deep Learning", venue="neurips", year=2023, forum="Xyz")
    _save(store, "virtual", SHOWN)
    _save(store, "openreview", other)
    assert len(_papers(store)) == 2
    assert merges(store) == []


RENYI = Paper(title="Spiking Rényi Divergence for $\\alpha$-Stable Spiking Networks", venue="neurips", year=2023, authors=("Jane Doe",))
PLAIN = Paper(
    title="Spiking Renyi Divergence for α-Stable Spiking Networks", venue="neurips", year=2023, authors=("J. Doe",), doi="10.1145/1.2"
)


def test_two_sources_that_spell_a_title_otherwise_give_one_paper(store: Store) -> None:
    _save(store, "papers", RENYI)
    _save(store, "virtual", PLAIN)
    [known] = EditionWriter(store, "neurips", 2023).known()
    assert (known.title, known.doi) == (RENYI.title, PLAIN.doi)
    assert [merge.title for merge in merges(store)] == [PLAIN.title]


def test_records_without_any_identifier_that_were_taken_apart_stay_apart(store: Store) -> None:
    one, other = (replace(each, url="", forum="", doi="") for each in (RENYI, replace(PLAIN, abstract="Of one divergence only.")))
    _save(store, "papers", one)
    _save(store, "virtual", other)
    split(store, merges(store)[0].number)
    for _ in range(2):
        _save(store, "papers", one)
        _save(store, "virtual", other)
    assert _papers(store) == sorted([(one.title, None, ""), (other.title, "abstract", "")])
    assert len(merges(store)) == 1, "and nobody proposes again what a person took apart"
