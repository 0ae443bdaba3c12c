"""The indexes of abstracts: what is refused costs only itself, and nobody's abstract is taken for another's."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from spiders.editions import Edition
from spiders.formats.listing import Abstracts, Listing
from spiders.items import KnownPaper
from spiders.problems import CrawlError, Kind
from spiders.sources import doi_indexes
from spiders.sources.doi_indexes import is_of

DOWN = CrawlError(Kind.SERVER, "the index sent an error page (500)")


class Index:
    """A stand-in of an index with a visit of sixty papers: `spoilt` DOIs break every batch that holds one."""

    def __init__(self, spoilt: Sequence[str] = (), problem: CrawlError = DOWN) -> None:
        self.papers = [
            KnownPaper(id=f"id{n}", title=f"A long title of paper {n}", url="", doi=f"10.1/{n:03d}", track="", has_abstract=False)
            for n in range(60)
        ]
        self.spoilt, self.problem = set(spoilt), problem
        self.asked: list[Sequence[str]] = []
        self.kept: dict[str, str | None] = {}
        self.pages: dict[str, str] = {}
        self.visit: Any = SimpleNamespace(
            edition=Edition("mm", 2025, lists=(), abstracts=()),
            source="semanticscholar",
            notes=[],
            unread_pages=0,
            places=("doi",),
            papers=lambda: self.papers,
        )
        self.visit.keep = self._keep
        self.visit.progress = self._progress

    async def _keep(self, page: str, listing: Listing, *, adds: bool, note: str) -> None:
        assert not adds
        self.kept.update({paper.doi: paper.abstract for paper in listing.papers})
        self.pages[page] = note

    async def _progress(self, *_told: object) -> None:
        """Nobody looks."""

    async def ask(self, dois: Sequence[str], _tries: int | None) -> Abstracts:
        self.asked.append(dois)
        if self.spoilt & set(dois):
            raise self.problem
        titles = {paper.doi: paper.title for paper in self.papers}
        return Abstracts(by_doi={doi: f"Abstract of {doi}" for doi in dois}, titles={doi: titles[doi] for doi in dois})

    def complete(self, size: int = 30) -> None:
        index = doi_indexes._Index(visit=self.visit, url="https://example.org/", ask=self.ask, key="SOME_API_KEY", has_key=False)
        asyncio.run(index.complete(doi_indexes._open(self.visit), size))


def test_a_batch_that_breaks_costs_only_what_spoils_it() -> None:
    index = Index(spoilt=["10.1/010"])
    index.complete()
    assert set(index.kept) == {paper.doi for paper in index.papers[15:]}  # the half of fifteen that holds it is left out
    assert index.visit.notes == ["semanticscholar cannot answer for 15 DOIs from 10.1/000 on"]
    assert index.visit.unread_pages == 0


def test_an_index_that_is_down_is_left_after_three_questions() -> None:
    index = Index(spoilt=[f"10.1/{n:03d}" for n in range(60)])
    with pytest.raises(CrawlError, match="error page"):
        index.complete()
    assert len(index.asked) == 3
    assert index.visit.unread_pages == 2


@pytest.mark.parametrize("kind", [Kind.QUOTA, Kind.LOGIN, Kind.REFUSED])
def test_a_closed_index_is_left_at_once_with_the_name_of_its_key_and_open_work(kind: Kind) -> None:
    index = Index(spoilt=["10.1/040"], problem=CrawlError(kind, "the index refuses", wait=7200))
    with pytest.raises(CrawlError, match=r"the index refuses; set SOME_API_KEY \(a free key\)") as caught:
        index.complete()
    assert (len(index.kept), index.visit.unread_pages, caught.value.wait) == (30, 1, 7200)


def test_the_record_of_another_paper_is_left_out() -> None:
    index = Index()
    index.papers[7] = KnownPaper(id="id7", title="Spiking Transformers at Night", url="", doi="10.1/007", track="", has_abstract=False)
    real = index.ask

    async def ask(dois: Sequence[str], tries: int | None) -> Abstracts:
        found = await real(dois, tries)
        return Abstracts(by_doi=found.by_doi, titles={**found.titles, "10.1/007": "Breakfast in America"})

    index.ask = ask  # type: ignore[method-assign]  # the same index with one record astray
    index.complete()
    assert "10.1/007" not in index.kept
    assert len(index.kept) == 59
    assert any("10.1/007" in note.partition("|")[2] for note in index.pages.values())


def test_dois_are_made_of_the_addresses_of_pages_where_the_place_says_how() -> None:
    index = Index()
    index.papers = [KnownPaper(id="a", title="A", url="https://www.ijcai.org/proceedings/2025/12", doi="", track="", has_abstract=False)]
    index.visit.places = ("10.24963/ijcai.2025/*",)
    assert list(doi_indexes._open(index.visit)) == ["10.24963/ijcai.2025/12"]
    index.visit.places = ("doi",)
    assert doi_indexes._open(index.visit) == {}


@pytest.mark.parametrize(
    ("title", "recorded", "same"),
    [
        ("Spiking Transformers", "Spiking transformers.", True),
        ("Spiking Transformers: A Study", "Spiking Transformers", True),
        ("Spiking Rényi Divergence for α-Stable Networks", "Spiking Renyi Divergence for alpha-Stable Networks", True),
        ("Spiking Transformers", "", True),
        ("Spiking Transformers", "Breakfast in America", False),
        ("On the Spikes of MM, Part One of a Long Story", "On the Weights of Lanterns, a Short Story in Two", False),
    ],
)
def test_a_record_is_of_a_paper_by_its_title(title: str, recorded: str, same: bool) -> None:
    assert is_of(title, recorded) is same
