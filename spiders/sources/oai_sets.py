"""The records of one OAI set, a hundred a page, and the way around a record that the server cannot serve."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from spiders.formats import oai
from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.visit import Visit, parsed

# One record is known to be broken (2026-10). Ten would mean that the server, not a record, is.
MOST_BROKEN = 10


async def harvest_set(visit: Visit, base: str, spec: str, names: Mapping[str, str], years: Sequence[int]) -> tuple[int | None, int]:
    """Keeps the set's papers of the given years, the visited edition's last; (entries declared, entries seen).

    A page that the server cannot make because of one broken record (an empty 500; article 39173, seen 2026-10) is gone around.
    """
    declared, seen, number, token = None, 0, 0, ""
    while True:
        page = f"{spec}#{number}"
        record = visit.done(page)
        if record is None:
            try:
                answer = await visit.get(_address(base, spec, token), "xml")
                records = parsed(lambda given: oai.oai_records(given.body, sections=names, charset=given.charset), answer)
            except CrawlError as problem:
                if isinstance(problem.__cause__, oai.OaiError) and problem.__cause__.code == "badResumptionToken" and number:
                    visit.forget(spec)  # tokens live for 24 hours: the set is begun anew
                    declared, seen, number, token = None, 0, 0, ""
                    continue
                if problem.kind is not Kind.SERVER:
                    raise
                return await _around(visit, base, spec, names, years, seen, problem)
            record = await _keep(visit, page, records, years)
        else:
            visit.listed += record.papers
        declared = record.declared if record.declared is not None else declared
        seen, number, token = seen + record.listed, number + 1, record.following
        if not token:
            return declared, seen


def _address(base: str, spec: str, token: str) -> str:
    if token:
        return f"{base}?verb=ListRecords&resumptionToken={quote(token)}"
    return f"{base}?verb=ListRecords&metadataPrefix=oai_dc&set={quote(spec, safe=':')}"


async def _keep(visit: Visit, page: str, records: oai.OaiRecords, years: Sequence[int]) -> PageRecord:
    """Other years first: a page counts as fetched only when the visited edition has it."""
    for year in years[:-1]:
        await visit.keep(page, records.listing(year), year=year)
    return await visit.keep(page, records.listing(years[-1]))


async def _around(
    visit: Visit, base: str, spec: str, names: Mapping[str, str], years: Sequence[int], seen: int, problem: CrawlError
) -> tuple[int | None, int]:
    """The rest of a set from `seen` on, in spans of modification dates that are halved wherever the server breaks down."""
    headers = await _identifiers(visit, base, spec)
    rest = sorted(headers[seen:], key=lambda header: header.datestamp)
    if not rest:
        raise problem
    broken: list[str] = []
    spans = [rest]
    while spans:
        span = spans.pop(0)
        page = f"{spec}@{span[0].datestamp}…{span[-1].datestamp}"
        if visit.done(page):
            continue
        try:
            await _span(visit, base, spec, names, years, span, page)
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
    for identifier in broken:
        visit.notes.append(f"{identifier} cannot be served by its site")
    return None, len(headers)


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


async def _span(
    visit: Visit, base: str, spec: str, names: Mapping[str, str], years: Sequence[int], span: Sequence[oai.OaiHeader], page: str
) -> None:
    """The records of a span of dates; several pages where it holds more than a hundred."""
    url = f"{_address(base, spec, '')}&from={span[0].datestamp}&until={span[-1].datestamp}"
    parts: list[oai.OaiRecord] = []
    spoilt: list[str] = []
    while url:
        answer = await visit.get(url, "xml")
        records = parsed(lambda given: oai.oai_records(given.body, sections=names, charset=given.charset), answer)
        parts += records.records
        spoilt += records.spoilt
        url = _address(base, spec, records.part.token) if records.part.token else ""
    await _keep(visit, page, replace(records, records=parts, spoilt=spoilt, part=oai.OaiPart()), years)


async def _identifiers(visit: Visit, base: str, spec: str) -> list[oai.OaiHeader]:
    """All headers of a set in the order of its records, five hundred a page."""
    headers: list[oai.OaiHeader] = []
    url = f"{base}?verb=ListIdentifiers&metadataPrefix=oai_dc&set={quote(spec, safe=':')}"
    while url:
        answer = await visit.get(url, "xml")
        part = parsed(lambda given: oai.oai_identifiers(given.body, given.charset), answer)
        headers += part.headers
        url = f"{base}?verb=ListIdentifiers&resumptionToken={quote(part.part.token)}" if part.part.token else ""
    return headers
