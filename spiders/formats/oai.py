"""OAI-PMH replies of Open Journal Systems in `oai_dc`: AAAI's way to give whole volumes with abstracts.

Source: the protocol (openarchives.org/OAI/openarchivesprotocol.html) and replies of ojs.aaai.org recorded in 2026-10.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import lxml.etree

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import raw_text, read_xml
from spiders.formats.text import clean, clean_abstract, clean_doi, given_first
from spiders.guard import Answer
from spiders.paper import Paper

# Volume 1 of the proceedings is that of 1987 (v34 = 2020, v39 = 2025).
YEAR_BEFORE_VOLUME_1 = 1986

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
# "Proceedings of …; Vol. 39 No. 1: AAAI-25 Technical Tracks 1; 3-11"; records without pages end after the title.
SOURCE = re.compile(r";\s*Vol\.\s*(\d{1,4})\s+No\.\s*([^:;\s]+)\s*:\s*(.*?)(?:;\s*([^;\s]+))?$")
ARTICLE = re.compile(r"/article/view/([^/?#]+)(/\d+)?")
IDENTIFIER = re.compile(r":article/(\d+)$")


class OaiError(FormatError):
    """The server's own refusal; `code` as the protocol names it (badResumptionToken, idDoesNotExist, …)."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__("protocol", f"the OAI server answers {code}: {text}")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiHeader:
    """What ListIdentifiers tells of a record. `article` is the number within `identifier`, "" where there is none."""

    identifier: str
    datestamp: str
    section: str
    deleted: bool

    @property
    def article(self) -> str:
        """The article's number in its journal ("31974"), by which its page is found."""
        found = IDENTIFIER.search(self.identifier)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiRecord:
    """A record with the issue it stands in. `paper` is None where the record is deleted; `year` 0 where nothing tells it."""

    header: OaiHeader
    paper: Paper | None
    year: int = 0
    volume: int = 0
    issue: str = ""
    pages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiPart:
    """Where an answer stands in its list: `token` asks for what follows ("" at the end), `cursor` counts what came before,
    `declared` is the size of the whole list (None for a list of one part, which states none)."""

    token: str = ""
    declared: int | None = None
    cursor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiRecords:
    """An answer to ListRecords or GetRecord; `spoilt` has a sentence for each record that could not be read."""

    records: Sequence[OaiRecord]
    part: OaiPart
    spoilt: Sequence[str] = ()

    def listing(self, year: int) -> Listing:
        """The papers of one year; `listed` counts all records, as `completeListSize` does."""
        papers = tuple(record.paper for record in self.records if record.paper is not None and record.year == year)
        count = len(self.records) + len(self.spoilt)
        return Listing(papers=papers, declared=self.part.declared, listed=count, next_page=self.part.token, spoilt=self.spoilt)


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiHeaders:
    """An answer to ListIdentifiers."""

    headers: Sequence[OaiHeader]
    part: OaiPart


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiSets:
    """An answer to ListSets: the (spec, name) pairs, each spec once whatever its case, because the server asks blind to it."""

    sets: Sequence[tuple[str, str]]
    part: OaiPart


def records(answer: Answer, edition: Edition, *, sections: Mapping[str, str] | None = None) -> OaiRecords:
    """ListRecords and GetRecord. An empty list (`noRecordsMatch`) is an answer without records; other errors are `OaiError`.

    `sections`: set spec to name as `section_names` gives it; a paper's track is the name of its set, else its issue's title.
    Raises FormatError.
    """
    verb = _verb(answer, ("ListRecords", "GetRecord"))
    if verb is None:
        return OaiRecords(records=(), part=OaiPart(declared=0))
    names = sections or {}
    found: list[OaiRecord] = []
    spoilt: list[str] = []
    for number, node in enumerate(verb.iterchildren(f"{OAI}record"), 1):
        try:
            found.append(_record(node, edition.venue, names))
        except FormatError as problem:
            spoilt.append(f"Record {number} ({_text(node.find(f'.//{OAI}identifier')) or 'unnamed'}): {problem}.")
    if not found:
        raise FormatError("layout", f"the OAI answer holds no readable record ({spoilt[0] if spoilt else 'none at all'})")
    return OaiRecords(records=tuple(found), part=_part(verb), spoilt=tuple(spoilt))


def identifiers(answer: Answer) -> OaiHeaders:
    """ListIdentifiers; an empty list and errors as in `records`. Raises FormatError."""
    verb = _verb(answer, ("ListIdentifiers",))
    if verb is None:
        return OaiHeaders(headers=(), part=OaiPart(declared=0))
    headers = tuple(_header(node) for node in verb.iterchildren(f"{OAI}header"))
    if not headers:
        raise FormatError("layout", "the OAI answer holds no record header")
    return OaiHeaders(headers=headers, part=_part(verb))


def sets(answer: Answer) -> OaiSets:
    """ListSets. Whole lists come in several answers: `distinct_sets` joins them. Raises FormatError."""
    verb = _verb(answer, ("ListSets",))
    if verb is None:
        return OaiSets(sets=(), part=OaiPart(declared=0))
    nodes = list(verb.iterchildren(f"{OAI}set"))
    pairs = [(_text(node.find(f"{OAI}setSpec")), clean(_text(node.find(f"{OAI}setName")))) for node in nodes]
    if not any(spec for spec, _ in pairs):
        raise FormatError("layout", "the OAI answer holds no set")
    return OaiSets(sets=distinct_sets([pairs]), part=_part(verb))


def distinct_sets(answers: Iterable[Iterable[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    """The sets of several answers in order, each once whatever its case ("EAAI-Full", "EAAI-FULL"): seen 2026-10."""
    known: dict[str, tuple[str, str]] = {}
    for spec, name in (pair for answer in answers for pair in answer if pair[0]):
        known.setdefault(spec.casefold(), (spec, name))
    return tuple(known.values())


def section_names(sets: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Set spec (case folded) to name, as `records` takes it."""
    return {spec.casefold(): name for spec, name in sets}


def _verb(answer: Answer, verbs: Sequence[str]) -> lxml.etree._Element | None:
    """The element that holds the list; None for an empty list."""
    root = read_xml(answer.body, answer.charset)
    if root.tag != f"{OAI}OAI-PMH":
        raise FormatError("layout", f"no OAI answer: it is <{str(root.tag)[:60]}>")
    error = root.find(f"{OAI}error")
    if error is not None:
        code = clean(error.get("code") or "unknown")
        if code == "noRecordsMatch":
            return None
        raise OaiError(code, clean(_text(error)) or "without a reason")
    for verb in verbs:
        found = root.find(f"{OAI}{verb}")
        if found is not None:
            return found
    raise FormatError("layout", f"the OAI answer holds no <{verbs[0]}>")


def _part(verb: lxml.etree._Element) -> OaiPart:
    token = verb.find(f"{OAI}resumptionToken")
    if token is None:
        return OaiPart()
    size, cursor = token.get("completeListSize") or "", token.get("cursor") or ""
    return OaiPart(token=_text(token), declared=_number(size, "completeListSize"), cursor=_number(cursor, "cursor") or 0)


def _number(text: str, what: str) -> int | None:
    if not text:
        return None
    # Nine digits are more records than all journals of the world hold; more would only be a slow conversion.
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise FormatError("schema", f"{what} is no number: {text[:40]!r}")
    return int(text)


def _header(node: lxml.etree._Element) -> OaiHeader:
    identifier = _text(node.find(f"{OAI}identifier"))
    if not identifier:
        raise FormatError("layout", "a record header without an identifier")
    return OaiHeader(
        identifier=clean(identifier),
        datestamp=clean(_text(node.find(f"{OAI}datestamp"))),
        section=clean(_text(node.find(f"{OAI}setSpec"))),
        deleted=node.get("status") == "deleted",
    )


def _record(node: lxml.etree._Element, venue: str, sections: Mapping[str, str]) -> OaiRecord:
    head = node.find(f"{OAI}header")
    if head is None:
        raise FormatError("layout", "it has no header")
    header = _header(head)
    if header.deleted:
        return OaiRecord(header=header, paper=None)
    metadata = node.find(f"{OAI}metadata")
    if metadata is None or not len(metadata):
        raise FormatError("layout", "it has no metadata, though it is not deleted")
    fields: dict[str, list[str]] = {}
    for element in metadata[0]:
        if isinstance(element.tag, str) and element.tag.startswith(DC):
            fields.setdefault(element.tag.removeprefix(DC), []).append(_text(element))
    return _dublin_core(header, fields, venue, sections)


def _dublin_core(header: OaiHeader, fields: Mapping[str, Sequence[str]], venue: str, sections: Mapping[str, str]) -> OaiRecord:
    title = clean(_first(fields, "title"))
    if not title:
        raise FormatError("layout", "it has no title")
    source = next(filter(None, map(SOURCE.search, map(clean, fields.get("source", ())))), None)
    volume, issue, issue_title, pages = source.groups("") if source else ("0", "", "", "")
    year = int(volume) + YEAR_BEFORE_VOLUME_1 if source else _year(_first(fields, "date"))
    url = next((text.strip() for text in fields.get("identifier", ()) if ARTICLE.search(text)), "")
    paper = Paper(
        title=title,
        venue=venue,
        year=year,
        authors=tuple(filter(None, (given_first(clean(name)) for name in fields.get("creator", ())))),
        abstract=clean_abstract(_first(fields, "description")),
        track=sections.get(header.section.casefold(), "") or issue_title,
        url=clean(url),
        pdf=next(_galleys(fields), ""),
        doi=next(filter(None, map(clean_doi, fields.get("identifier", ()))), ""),
        keywords=tuple(filter(None, map(clean, fields.get("subject", ())))),
    )
    return OaiRecord(header=header, paper=paper, year=year, volume=int(volume), issue=issue, pages=pages)


def _galleys(fields: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Addresses of files: a galley is shown under `view` and given under `download`."""
    for text in fields.get("relation", ()):
        found = ARTICLE.search(text)
        if found and found[2]:
            yield clean(text).replace("/article/view/", "/article/download/")


def _year(day: str) -> int:
    """The year of publication: AAAI publishes in the year of the conference."""
    found = re.match(r"\s*((?:19|20)\d\d)\b", day)
    return int(found[1]) if found else 0


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _text(node: lxml.etree._Element | None) -> str:
    return raw_text(node).strip()
