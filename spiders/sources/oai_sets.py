"""The records of one OAI set, a hundred a page, and the way around a record that the server cannot serve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from spiders.formats import oai
from spiders.guard import Answer
from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.sources.paging import every_page, stored_pages
from spiders.visit import Visit, refusals

# One record is known to be broken (2026-10). Ten would mean that the server, not a record, is.
MOST_BROKEN = 10
# A set has at most some 2,500 records, a hundred a page, and the whole journal had 26,185 (2026-10).
MOST_PAGES = 300
# Tokens live for 24 hours: a set may have to be begun anew once, and once more where the crawl was away for another day.
MOST_BEGINNINGS = 3


@dataclass(kw_only=True)
class OaiSet:
    """One set of an OAI server (at the address `base`), wanted for some years; `names`: see `formats.oai.section_names`.

    The visited edition's year is the last of `years`: a page counts as fetched only when that edition has it.
    """

    visit: Visit
    base: str
    spec: str
    names: Mapping[str, str]
    years: Sequence[int]

    async def harvest(self) -> tuple[int | None, int]:
        """Keeps the set's papers; (entries declared, entries seen). Raises CrawlError.

        A page that the server cannot make because of one broken record (an empty 500; article 39173, seen 2026-10) is gone around.
        """
        for _ in range(MOST_BEGINNINGS):
            try:
                return await stored_pages(self.visit, self.spec, self._page, most=MOST_PAGES)
            except CrawlError as problem:
                if problem.kind is Kind.SERVER:
                    return await self._around(problem)
                if not _token_is_old(problem):
                    raise
                self.visit.forget(f"{self.spec}#")
        raise CrawlError(Kind.PROTOCOL, f"the server forgets its own resumption tokens of the set {self.spec}", where=self.base)

    async def _page(self, page: str, token: str) -> PageRecord:
        answer = await self.visit.get(self._address(token), "xml")
        return await self._keep(page, self._records(answer))

    def _records(self, answer: Answer) -> oai.OaiRecords:
        with refusals(answer):
            return oai.records(answer, self.visit.edition, sections=self.names)

    def _address(self, token: str = "") -> str:
        if token:
            return f"{self.base}?verb=ListRecords&resumptionToken={quote(token)}"
        return f"{self.base}?verb=ListRecords&metadataPrefix=oai_dc&set={quote(self.spec, safe=':')}"

    async def _keep(self, page: str, records: oai.OaiRecords) -> PageRecord:
        for year in self.years[:-1]:
            await self.visit.keep(page, records.listing(year), year=year)
        return await self.visit.keep(page, records.listing(self.years[-1]))

    async def _around(self, problem: CrawlError) -> tuple[int | None, int]:
        """The rest of a set, in spans of modification dates that are halved wherever the server breaks down."""
        headers = await self._identifiers()
        rest = sorted(headers[self._listed_before_the_break() :], key=lambda header: header.datestamp)
        if not rest:
            raise problem
        broken: list[str] = []
        spans = [rest]
        while spans:
            span = spans.pop(0)
            page = f"{self.spec}@{span[0].datestamp}…{span[-1].datestamp}"
            if self.visit.recorded(page):
                continue
            try:
                await self._span(span, page)
            except CrawlError as found:
                if found.kind is not Kind.SERVER:
                    raise
                if span[0].datestamp == span[-1].datestamp:
                    broken += [header.identifier for header in span]
                    continue
                # A site that is down breaks at the first halving too, and everywhere: that is no broken record.
                if len(broken) > MOST_BROKEN:
                    raise problem from found
                middle = _middle(span)
                spans[:0] = [span[:middle], span[middle:]]
        if len(broken) == len(rest):
            raise problem
        self.visit.notes.extend(f"{identifier} cannot be served by its site" for identifier in broken)
        return None, len(headers)

    def _listed_before_the_break(self) -> int:
        """How many records the pages before the broken one held."""
        seen = number = 0
        while (record := self.visit.recorded(f"{self.spec}#{number}")) is not None:
            seen, number = seen + record.listed, number + 1
        return seen

    async def _span(self, span: Sequence[oai.OaiHeader], page: str) -> None:
        """The records of a span of dates; several pages where it holds more than a hundred."""
        first = f"{self._address()}&from={span[0].datestamp}&until={span[-1].datestamp}"

        async def ask(_number: int, token: str) -> oai.OaiRecords:
            return self._records(await self.visit.get(self._address(token) if token else first, "xml"))

        parts = await every_page(f"a span of the set {self.spec}", ask, lambda part: part.part.token, most=MOST_PAGES)
        records = [record for part in parts for record in part.records]
        spoilt = [said for part in parts for said in part.spoilt]
        await self._keep(page, replace(parts[-1], records=records, spoilt=spoilt, part=oai.OaiPart()))

    async def _identifiers(self) -> list[oai.OaiHeader]:
        """All headers of a set in the order of its records, five hundred a page."""
        first = f"metadataPrefix=oai_dc&set={quote(self.spec, safe=':')}"

        async def ask(_number: int, token: str) -> oai.OaiHeaders:
            rest = f"resumptionToken={quote(token)}" if token else first
            answer = await self.visit.get(f"{self.base}?verb=ListIdentifiers&{rest}", "xml")
            with refusals(answer):
                return oai.identifiers(answer)

        parts = await every_page(f"the set {self.spec}", ask, lambda part: part.part.token, most=MOST_PAGES)
        return [header for part in parts for header in part.headers]


def _token_is_old(problem: CrawlError) -> bool:
    cause = problem.__cause__
    return isinstance(cause, oai.OaiError) and cause.code == "badResumptionToken"


def _middle(span: Sequence[oai.OaiHeader]) -> int:
    """Where to halve, never between records of the same second: dates cannot tell these apart."""
    middle = len(span) // 2
    while middle < len(span) and span[middle].datestamp == span[middle - 1].datestamp:
        middle += 1
    if middle < len(span):
        return middle
    middle = len(span) // 2
    while span[middle].datestamp == span[middle - 1].datestamp:
        middle -= 1
    return middle
