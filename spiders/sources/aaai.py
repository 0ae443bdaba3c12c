"""AAAI: Open Journal Systems. OAI-PMH gives abstracts a hundred at a time; issue pages give the table of contents.

From 2024 on the OAI sets are numbered within the year, so that they are the list. Before, a set is a section that several years
share: there the issue pages are the list, and the sets whose names occur in it complete the abstracts.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from spiders.formats import oai, ojs
from spiders.items import KnownPaper
from spiders.paper import title_key
from spiders.problems import CrawlError, Kind
from spiders.sources.details import one_by_one
from spiders.sources.oai_sets import OaiSet
from spiders.sources.paging import every_page
from spiders.visit import Visit, refusals

SITE = "https://ojs.aaai.org/index.php/AAAI"
OAI = f"{SITE}/oai"
NUMBERED = re.compile(r"AAAI:AI\d\d-", re.I)
# Asked for one by one, papers that their sets did not hold cost a request each; above this the remaining sets are cheaper.
MOST_SINGLE_RECORDS = 40
# The archive shows 25 issues a page and 172 issues in all (2026-10).
MOST_ARCHIVE_PAGES = 40
# 386 sets, 99 on the first page (2026-10).
MOST_PAGES_OF_SETS = 100
# "AAAI Technical Track on Computer Vision II" and the set's "AAAI Technical Track: Computer Vision" are one section.
NOT_TELLING = re.compile(r"\baaai(?:-?\d\d)?\b|\btechnical\b|\btracks?\b|\bon\b|\bthe\b|\b[ivx]+\b|&|\band\b", re.I)


async def numbered_sets(visit: Visit) -> None:
    """The list of a year from 2024 on: every set that carries its number. Raises CrawlError."""
    sets = await _sets(visit)
    chosen = [spec for spec, _ in sets if spec.lower().startswith(visit.places[0].lower())]
    if not chosen:
        raise CrawlError(Kind.EMPTY, f"ojs.aaai.org has no sets {visit.places[0]}* yet", where=OAI)
    names = oai.section_names(sets)
    for spec in chosen:
        visit.declare(*await OaiSet(visit=visit, base=OAI, spec=spec, names=names, years=[visit.edition.year]).harvest())


async def shared_sets(visit: Visit) -> None:
    """Abstracts and DOIs of a year before 2024, from the sets that its sections occur in; other years of the run profit as well."""
    years = {edition.year for edition in visit.editions_of_run if any(source.name == visit.source for source in edition.abstracts)}
    own_last = [*sorted(years - {visit.edition.year}), visit.edition.year]
    sets = [(spec, name) for spec, name in await _sets(visit) if ":" in spec and not NUMBERED.match(spec)]
    names = oai.section_names(sets)
    sections = {_telling(paper.track) for paper in visit.papers()}
    likely = [spec for spec, name in sets if _telling(name) in sections]
    for spec in likely:
        await OaiSet(visit=visit, base=OAI, spec=spec, names=names, years=own_last).harvest()
    if len(_unseen(visit)) > MOST_SINGLE_RECORDS:
        for spec in (spec for spec, _ in sets if spec not in likely):
            await OaiSet(visit=visit, base=OAI, spec=spec, names=names, years=own_last).harvest()
    await _single_records(visit, names)


async def _single_records(visit: Visit, names: Mapping[str, str]) -> None:
    """The papers that no likely set held, record by record; a record may be broken or unknown at the site itself."""

    async def ask(identifier: str) -> None:
        answer = await visit.get(f"{OAI}?verb=GetRecord&identifier={identifier}&metadataPrefix=oai_dc", "xml")
        try:
            with refusals(answer):
                records = oai.records(answer, visit.edition, sections=names)
        except CrawlError as problem:
            if problem.kind is not Kind.PROTOCOL:
                raise
            await visit.note(identifier, "")  # the site's own word on this record, however many of these leftovers are unknown in a row
            return
        await visit.keep(identifier, records.listing(visit.edition.year), answer=answer, adds=False)

    unseen = _unseen(visit)[:MOST_SINGLE_RECORDS]
    identifiers = [f"oai:ojs.aaai.org:article/{ojs.article_number(paper.url)}" for paper in unseen]
    await one_by_one(visit, identifiers, ask, site=OAI, gone={Kind.SERVER, Kind.MISSING})


def _unseen(visit: Visit) -> list[KnownPaper]:
    """The papers that no record was seen of: issue pages give no DOI, records do."""
    return [paper for paper in visit.papers() if not paper.doi and ojs.article_number(paper.url)]


async def issues(visit: Visit) -> None:
    """The issue pages of a volume: every paper with its section; no abstracts."""
    for url in await _issue_pages(visit, int(visit.places[0])):
        await visit.page(url, url, ojs.issue)


async def _issue_pages(visit: Visit, volume: int) -> list[str]:
    """The addresses of a volume's issues, from the archive, which is sorted newest first."""
    if known := visit.recorded("issues"):
        return known.note.split()

    async def ask(_number: int, url: str) -> ojs.Archive:
        answer = await visit.get(url, "html")
        with refusals(answer):
            return ojs.archive(answer)

    def older(archive: ojs.Archive) -> str:
        return "" if any(0 < issue.volume < volume for issue in archive.issues) else archive.next_page

    pages = await every_page("the archive of ojs.aaai.org", ask, older, most=MOST_ARCHIVE_PAGES, start=f"{SITE}/issue/archive")
    found = [issue.url for page in pages for issue in page.issues if issue.volume == volume]
    if not found:
        raise CrawlError(Kind.EMPTY, f"the archive of ojs.aaai.org has no volume {volume} yet", where=SITE)
    await visit.note("issues", " ".join(found))
    return found


async def _sets(visit: Visit) -> list[tuple[str, str]]:
    """All sets with their names, each once."""
    if known := visit.recorded("sets"):
        return [(spec, name) for spec, name in json.loads(known.note)]

    async def ask(_number: int, token: str) -> oai.OaiSets:
        answer = await visit.get(f"{OAI}?verb=ListSets" + (f"&resumptionToken={quote(token)}" if token else ""), "xml")
        with refusals(answer):
            return oai.sets(answer)

    pages = await every_page("the list of sets of ojs.aaai.org", ask, lambda page: page.part.token, most=MOST_PAGES_OF_SETS)
    distinct = list(oai.distinct_sets([page.sets for page in pages]))
    await visit.note("sets", json.dumps(distinct))
    return distinct


def _telling(section: str) -> str:
    """What of a section's name tells it apart, whatever the year called the rest."""
    return title_key(NOT_TELLING.sub(" ", section))
