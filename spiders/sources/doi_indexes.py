"""Semantic Scholar and OpenAlex: abstracts by DOI, many at a time, for editions whose publisher gives none, or a page a paper.

A place is "doi", for papers whose list gave their DOIs, or how the publisher makes them: "10.24963/ijcai.2025/*", the star being the
number that ends the address of a paper's page. An index may know another work by such a DOI, so that its record is compared first.
"""

import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import quote

from spiders.formats import openalex, semanticscholar
from spiders.formats.listing import Abstracts, Listing
from spiders.items import KnownPaper
from spiders.paper import Paper, title_key
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, refusals

SCHOLAR = "https://api.semanticscholar.org/graph/v1/paper/batch?fields=title,abstract,externalIds"
SCHOLAR_BATCH = 500  # the most that it takes
SCHOLAR_KEY = "SEMANTIC_SCHOLAR_API_KEY"
OPENALEX = "https://api.openalex.org/works"
# The most that it takes are 100 values, and 100 works a page (documentation of 2026-11); some works it holds twice.
OPENALEX_BATCH, OPENALEX_PAGE = 80, 100
OPENALEX_KEY = "OPENALEX_API_KEY"
# Said with status 400 where it knows none of a batch (five public programs handle it so; fresh volumes have such batches).
NONE_KNOWN = "No valid paper ids given"
# A batch that fails is halved to find what spoils it; fewer DOIs than this are left out.
SMALLEST_BATCH = 16
# These hold for every batch alike.
HOLD_FOR_ALL = {Kind.MISSING, Kind.QUOTA, Kind.LOGIN, Kind.REFUSED, Kind.CHALLENGE, Kind.ROBOTS, Kind.PACE, Kind.TIME}
# Titles that differ in more than spelling or a subtitle are of two works.
LIKENESS = 0.75

# DOI to the paper that is wanted by it.
Wanted = Mapping[str, KnownPaper]


async def semantic_scholar(visit: Visit) -> None:
    """Asks for every DOI without an abstract. SEMANTIC_SCHOLAR_API_KEY is used when it is set."""
    key = os.environ.get(SCHOLAR_KEY)

    async def ask(dois: Sequence[str], tries: int | None) -> Abstracts:
        url, headers, body = scholar_request(dois)
        try:
            answer = await visit.get(url, "json", headers, body, tries=tries)
        except CrawlError as problem:
            if NONE_KNOWN in problem.what:
                return Abstracts(by_doi={}, unknown=dois)
            raise
        with refusals(answer):
            return semanticscholar.abstracts(answer, dois=dois)

    answered = _Answered.of(visit, visit.source)
    wanted = {doi: paper for doi, paper in _open(visit).items() if doi not in answered.unknown and doi not in answered.without}
    await _Index(visit=visit, url=SCHOLAR, ask=ask, key=SCHOLAR_KEY, has_key=bool(key)).complete(wanted, SCHOLAR_BATCH)


async def open_alex(visit: Visit) -> None:
    """Asks for the DOIs that still have none; OPENALEX_API_KEY is used when it is set.

    Without a key the day's budget may be spent after a few requests (five, seen 2026-11), and it is everybody's at this address: the works
    that the other index does not know at all come first, those that it knows without an abstract after them.
    """
    key = os.environ.get(OPENALEX_KEY)

    async def ask(dois: Sequence[str], tries: int | None) -> Abstracts:
        url, headers = openalex_request(dois)
        answer = await visit.get(url, "json", headers, tries=tries)
        with refusals(answer):
            return openalex.abstracts(answer)

    answered, first = _Answered.of(visit, visit.source), _Answered.of(visit, "semanticscholar")
    wanted = {doi: paper for doi, paper in _open(visit).items() if doi not in answered.without}
    ordered = dict(sorted(wanted.items(), key=lambda pair: pair[0] not in first.unknown))
    await _Index(visit=visit, url=OPENALEX, ask=ask, key=OPENALEX_KEY, has_key=bool(key)).complete(ordered, OPENALEX_BATCH)


def scholar_request(dois: Sequence[str]) -> tuple[str, dict[str, str], bytes]:
    """Address, headers and body by which Semantic Scholar is asked for these DOIs; the key, where one is set, is a header."""
    key = os.environ.get(SCHOLAR_KEY)
    headers = {"Content-Type": "application/json", **({"x-api-key": key} if key else {})}
    return SCHOLAR, headers, json.dumps({"ids": [f"DOI:{doi}" for doi in dois]}).encode()


def openalex_request(dois: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Address and headers by which OpenAlex is asked. The key goes into a header, not into the address: addresses are logged."""
    key = os.environ.get(OPENALEX_KEY)
    chosen = quote("|".join(dois), safe="|/.")
    url = f"{OPENALEX}?filter=doi:{chosen}&select=id,doi,title,abstract_inverted_index&per_page={OPENALEX_PAGE}"
    return url, {"Authorization": f"Bearer {key}"} if key else {}


@dataclass(frozen=True, slots=True)
class _Answered:
    """What an index answered in the ledger: DOIs that it does not know at all, and those that it has no fitting abstract of."""

    unknown: frozenset[str]
    without: frozenset[str]

    @classmethod
    def of(cls, visit: Visit, index: str) -> "_Answered":
        if visit.options.refresh and index == visit.source:
            return cls(frozenset(), frozenset())
        notes = [row.note for row in visit.memory.pages(visit.edition.venue, visit.edition.year, index).values()]
        unknown, without = set[str](), set[str]()
        for note in notes:
            named, _, rest = note.partition("|")
            unknown.update(named.split())
            without.update(rest.split())
        return cls(frozenset(unknown), frozenset(without))

    @staticmethod
    def note(unknown: Sequence[str], without: Sequence[str]) -> str:
        """As the ledger keeps it."""
        return f"{' '.join(unknown)}|{' '.join(without)}"


@dataclass(kw_only=True)
class _Index:
    """An index asked in batches. `ask(dois, tries)` gets one; `key` is the environment's name of its key, `has_key` whether it is set."""

    visit: Visit
    url: str
    ask: Callable[[Sequence[str], int | None], Awaitable[Abstracts]]
    key: str
    has_key: bool

    async def complete(self, wanted: Wanted, size: int) -> None:
        """Stores the abstracts that the index has. A batch that fails costs only itself. Raises CrawlError where the index is closed."""
        dois = list(wanted)
        for start in range(0, len(dois), size):
            batch = dois[start : start + size]
            await self.visit.progress("batches", start // size, -(-len(dois) // size), self.url)
            try:
                await self._batch(wanted, batch, None)
            except CrawlError as problem:
                # What is left is open work, which the next run takes up.
                self.visit.unread_pages += -(-(len(dois) - start) // size)
                raise self._with_key(problem) from problem

    async def _batch(self, wanted: Wanted, dois: Sequence[str], tries: int | None) -> None:
        try:
            found = await self.ask(dois, tries)
        except CrawlError as problem:
            if problem.kind in HOLD_FOR_ALL or len(dois) == 1:
                raise
            await self._halved(wanted, dois, problem)
            return
        await self._keep(wanted, dois, found)

    async def _halved(self, wanted: Wanted, dois: Sequence[str], problem: CrawlError) -> None:
        """The halves of a batch that failed. Where both fail, it is not the batch: the index is down."""
        failed: list[Sequence[str]] = []
        middle = len(dois) // 2
        for half in (dois[:middle], dois[middle:]):
            try:
                await self._keep(wanted, half, await self.ask(half, 2))
            except CrawlError as found:
                if found.kind in HOLD_FOR_ALL:
                    raise
                failed.append(half)
        if len(failed) == 2:
            raise problem
        for half in failed:
            if len(half) <= SMALLEST_BATCH:
                self.visit.notes.append(f"{self.visit.source} cannot answer for {len(half)} DOIs from {half[0]} on")
                await self._keep(wanted, half, Abstracts(by_doi={}))
            else:
                await self._halved(wanted, half, problem)

    async def _keep(self, wanted: Wanted, dois: Sequence[str], found: Abstracts) -> None:
        """Stores a batch; its row of the ledger keeps the DOIs that the index does not know, and those without a fitting abstract."""
        edition = self.visit.edition
        fitting = {doi: text for doi, text in found.by_doi.items() if doi in wanted and is_of(wanted[doi].title, found.titles.get(doi, ""))}
        papers = [
            Paper(title=paper.title, venue=edition.venue, year=edition.year, url=paper.url, doi=doi, abstract=fitting[doi])
            for doi, paper in wanted.items()
            if doi in fitting
        ]
        unknown = set(found.unknown)
        without = [doi for doi in dois if doi not in fitting and doi not in unknown]
        if strange := len(found.by_doi) - len(fitting) + len(found.strange):
            self.visit.notes.append(f"{self.visit.source} gave {strange} records of other papers, which were left out")
        note = _Answered.note(list(found.unknown), without)
        page = f"{dois[0]} to {dois[-1]}, {len(dois)} in all"
        await self.visit.keep(page, Listing(papers=papers, listed=len(dois)), adds=False, note=note)

    def _with_key(self, problem: CrawlError) -> CrawlError:
        """What a key would change is said with its name."""
        if problem.kind not in (Kind.QUOTA, Kind.LOGIN, Kind.REFUSED):
            return problem
        hint = f"check {self.key}" if self.has_key else f"set {self.key} (a free key)"
        return CrawlError(problem.kind, f"{problem.what}; {hint}", where=problem.where, wait=problem.wait)


def _open(visit: Visit) -> dict[str, KnownPaper]:
    """The papers without an abstract by DOI, in the order in which the memory gives them: the most promising first."""
    place = visit.places[0]
    found: dict[str, KnownPaper] = {}
    for paper in visit.papers():
        if paper.has_abstract:
            continue
        if doi := doi_at(place, paper.doi, paper.url):
            found[doi] = paper
    return found


def doi_at(place: str, doi: str, url: str) -> str:
    """A paper's DOI: its own, else what the place makes of the number that ends its address; "" where neither is known."""
    number = url.rstrip("/").rpartition("/")[2]
    return doi or (place.replace("*", number) if place.endswith("*") and number.isdecimal() else "")


def is_of(title: str, recorded: str) -> bool:
    """Whether an index's record is of the paper with this title: the same but for spelling, one with a subtitle, or no title at all."""
    one, other = title_key(title), title_key(recorded)
    if not other or one == other:
        return True
    if min(len(one), len(other)) >= 10 and (one.startswith(other) or other.startswith(one)):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKENESS
