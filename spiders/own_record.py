"""What a spider remembers of its own run when no pipeline stores it (`scrapy crawl -s ITEM_PIPELINES={}`): the papers, in memory."""

from collections.abc import Iterator
from dataclasses import replace

from spiders.items import EditionItem, KnownPaper, NoMemory, PageItem, RetitledItem, RetractItem, StoreResult
from spiders.paper import COMPLETED_FIELDS, Paper, title_key


class OwnRecord(NoMemory):
    """Each paper once, by its identifiers or else its title, completed by what later pages bring. Nothing outlives the run."""

    def __init__(self) -> None:
        self._papers: dict[tuple[str, int], dict[str, Paper]] = {}
        self._named: dict[tuple[str, int], dict[str, str]] = {}

    def record(self, item: PageItem | EditionItem | RetractItem | RetitledItem) -> StoreResult:
        """See `spiders.items.Recorder`."""
        if not isinstance(item, PageItem):
            return StoreResult()
        new = 0
        for paper in item.papers:
            key = self._key_of(paper)
            known = self._of(item).get(key)
            if known is None and not item.adds:
                continue
            new += known is None
            self._keep(key, paper if known is None else _completed(known, paper))
        return StoreResult(new=new)

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        """See `spiders.items.Memory`."""
        found = self._papers.get((venue, year), {})
        return [
            KnownPaper(id=key, title=each.title, url=each.url, doi=each.doi, track=each.track, has_abstract=each.abstract is not None)
            for key, each in found.items()
        ]

    def whole(self, venue: str, year: int) -> Iterator[Paper]:
        """The papers of an edition, complete as far as the run came."""
        yield from self._papers.get((venue, year), {}).values()

    def _of(self, item: PageItem) -> dict[str, Paper]:
        return self._papers.setdefault((item.venue, item.year), {})

    def _key_of(self, paper: Paper) -> str:
        names = self._named.setdefault((paper.venue, paper.year), {})
        return next((names[name] for name in _names(paper) if name in names), title_key(paper.title))

    def _keep(self, key: str, paper: Paper) -> None:
        self._papers.setdefault((paper.venue, paper.year), {})[key] = paper
        self._named.setdefault((paper.venue, paper.year), {}).update(dict.fromkeys(_names(paper), key))


def _names(paper: Paper) -> list[str]:
    """What tells a paper again, the surest first."""
    named = [f"{kind}:{value}" for kind, value in (("doi", paper.doi), ("forum", paper.forum)) if value]
    return [*named, title_key(paper.title), *([paper.url] if paper.url else [])]


def _completed(known: Paper, other: Paper) -> Paper:
    """The known paper with what only the other has."""
    missing = {name: getattr(other, name) for name in COMPLETED_FIELDS if not getattr(known, name) and getattr(other, name)}
    return replace(known, **missing, origins={**other.origins, **known.origins})
