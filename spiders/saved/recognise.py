"""Files saved by hand: which format is it, by its content alone, and which parser reads it.

File names say nothing: browsers call every page "index.html", and a challenge page is saved under the name of the proceedings.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from spiders.editions import Edition, EditionTable, own_table
from spiders.formats import (
    acl_anthology,
    crossref,
    cvf,
    dblp,
    ecva,
    ijcai,
    jmlr,
    oai,
    ojs,
    openreview,
    pmlr,
    proceedings_app,
    sigops,
    usenix,
    virtual,
)
from spiders.formats.listing import FormatError, Listing
from spiders.formats.text import clean
from spiders.guard import LOGIN_PAGE, PASSWORD_FIELD, Answer, challenge
from spiders.saved import belonging, bibtex, csv_table, json_lists, ris
from spiders.saved.encoding import as_utf8
from spiders.saved.record import Records

COLLECTION = re.compile(rb"<collection\b[^<>]*\bid\s*=\s*[\"']([\w.-]{1,40})[\"']")
PAGE_TITLE = re.compile(rb"<title[^>]*>([^<]{1,400})</title>", re.I)
# A browser saves styles into the head before the title.
MOST_HEAD = 200_000

ACCEPTED = (
    "Accepted are pages, XML, JSON, YAML and BibTeX of the proceedings sites, BibTeX, RIS and CSL-JSON of other programs, CSV with a column"
    " 'title', and lists of papers in JSON or JSON Lines"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved file and what it is wanted for. `abstracts`: event to abstract, from the virtual site's second file."""

    body: bytes
    edition: Edition
    table: EditionTable
    abstracts: Mapping[str, str]

    @property
    def answer(self) -> Answer:
        """The content as a site would have sent it; nobody knows the address."""
        return Answer(url="", status=200, body=self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: its name in a sentence, what only it contains, and its parser.

    `read` is None for what holds no papers; then `remedy` says what to save instead.
    """

    name: str
    marks: tuple[re.Pattern[bytes], ...]
    read: Callable[[Saved], Listing] | None = None
    remedy: str = ""


def recognise(body: bytes) -> Format:
    """The format of a file. Raises FormatError `layout` where it is none that is known, with what would be accepted."""
    body = as_utf8(body)
    start = body.lstrip(b" \t\r\n")[:4096]
    if not start:
        raise FormatError("layout", f"the file is empty. {ACCEPTED}")
    if who := challenge(Answer(url="", status=200, body=body.lstrip())):
        raise FormatError("layout", f"the file seems to be {who}, not papers. Pass the check in a browser, then save the page behind it")
    found = next((known for known in _candidates(start) if all(mark.search(body) for mark in known.marks)), None)
    if found is None:
        raise FormatError("layout", f"the file is of no known format: it begins with {_shown(start)}. {ACCEPTED}")
    return found


def read_saved(body: bytes, *, edition: Edition, table: EditionTable | None = None, abstracts: Mapping[str, str] | None = None) -> Listing:
    """The papers of a saved file that belong to the edition, whichever its format; `spoilt` says what was passed over and why.

    FormatError for what is not accepted, with what the file seems to be, and for a file of something else. `table`: by whose names and
    places that is told (None: covenue's own). `abstracts` come from `virtual_abstracts`, where a file of that format (`ABSTRACTS_APART`)
    was saved beside the list.
    """
    body = as_utf8(body)
    known = recognise(body)
    if known.read is None:
        raise FormatError("layout", f"the file seems to be {known.name}. {known.remedy}")
    saved = Saved(body=body, edition=edition, table=table or own_table(), abstracts=abstracts or {})
    listing = known.read(saved)
    if not listing.papers:
        entries = f"none of its {listing.listed} entries is" if listing.listed else "it holds no entry, let alone"
        raise FormatError("layout", f"the file seems to be {known.name}, but {entries} a paper of {edition}")
    return replace(listing, next_page="")  # what a server would send next, nobody saved


def _candidates(start: bytes) -> Sequence[Format]:
    if start[:1] == b"<":
        return MARKUP
    if start[:1] in (b"{", b"["):
        return JSON
    return TEXT


def _shown(start: bytes) -> str:
    return repr(re.sub(r"\s+", " ", start[:60].decode("utf-8", "replace")).strip())


def _mark(*patterns: bytes) -> tuple[re.Pattern[bytes], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


def _class(name: bytes) -> bytes:
    return rb"class\s*=\s*[\"'](?:[^\"']*\s)?" + name + rb"[\s\"']"


def _plain(parser: Callable[[Answer, Edition], Listing]) -> Callable[[Saved], Listing]:
    return lambda saved: _checked(saved, parser(saved.answer, saved.edition))


def _asked(parser: Callable[[Answer, Edition], Records]) -> Callable[[Saved], Listing]:
    return lambda saved: belonging.listing_of(parser(saved.answer, saved.edition), saved.edition, saved.table)


def _checked(saved: Saved, listing: Listing) -> Listing:
    title = PAGE_TITLE.search(saved.body[:MOST_HEAD])
    said = clean(title[1].decode("utf-8", "replace")) if title else ""
    return belonging.checked(listing, saved.edition, saved.table, said)


def _oai(saved: Saved) -> Listing:
    return _checked(saved, oai.records(saved.answer, saved.edition).listing(saved.edition.year))


def _places(saved: Saved, source: str) -> tuple[str, ...]:
    """Where a source keeps the edition; FormatError where it keeps none."""
    known = saved.edition
    for place in chain(known.lists, known.abstracts):
        if place.name == source:
            return place.places
    raise FormatError("layout", f"the file seems to come from {source}, which does not publish {known}")


def _crossref(saved: Saved) -> Listing:
    """The works of every place of the edition: of a volume, a container, a journal's year."""
    chosen = [crossref.of_place(place, saved.edition.year) for place in _places(saved, "crossref")]
    return crossref.chosen_works(saved.answer, saved.edition, chosen=lambda work: any(each(work) for each in chosen), rows=1)


def _openreview(saved: Saved) -> Listing:
    """The accepted notes of every track of the edition, each once."""
    groups = [place.removeprefix("v1 ") for place in _places(saved, "openreview")]
    listings = [openreview.notes(saved.answer, saved.edition, group=group) for group in groups]
    papers = {paper.forum: paper for listing in reversed(listings) for paper in listing.papers}
    return Listing(papers=tuple(papers.values()), listed=listings[0].listed, spoilt=listings[0].spoilt)


def _anthology(saved: Saved) -> Listing:
    """The edition's volumes of a source file of the ACL Anthology, which has the Findings of several conferences in one file."""
    name = COLLECTION.search(saved.body)
    collection = name[1].decode() if name else ""
    for place in _places(saved, "anthology"):
        known, *volumes = place.split()
        if known == collection:
            return _checked(saved, acl_anthology.collection(saved.answer, saved.edition, volumes=volumes))
    raise FormatError("layout", f"the file seems to be {collection} of the ACL Anthology, which has no paper of {saved.edition}")


def _virtual(saved: Saved) -> Listing:
    return _checked(saved, virtual.orals_and_posters(_on_its_site(saved), saved.edition, apart=saved.abstracts))


def _virtual_page(saved: Saved) -> Listing:
    return _checked(saved, virtual.list_page(_on_its_site(saved), saved.edition))


def _on_its_site(saved: Saved) -> Answer:
    """The content with the address of the edition's virtual site, as far as the table has one, so that its links can be resolved."""
    sources = {place.name: place.places[0] for place in chain(saved.edition.lists, saved.edition.abstracts)}
    return replace(saved.answer, url=sources.get("virtual") or sources.get("virtual-pages") or "")


ABSTRACTS_APART = Format(
    name="the abstracts of a virtual site, without titles",
    marks=_mark(rb"\A\s*\{\s*\"\d+\"\s*:\s*(?:\"|null)"),
    read=None,
    remedy="Import it together with the file of the same site whose name ends in orals-posters.json",
)

PTITLE, PAPERTITLE = rb"<dt\b[^<>]*\bptitle\b", rb"id=[\"']?papertitle\b"
# In order: the first whose marks are all there. Lists come before pages, because a list may hold the marks of a page.
MARKUP: Sequence[Format] = (
    Format(name="an OAI-PMH answer", marks=_mark(rb"<(?:\w+:)?OAI-PMH\b"), read=_oai),
    Format(name="dblp's table of contents", marks=_mark(rb"<bht\b"), read=_plain(dblp.contents)),
    Format(name="the feed of a PMLR volume", marks=_mark(rb"<rss\b", rb"proceedings\.mlr\.press"), read=_plain(pmlr.feed)),
    Format(name="a source file of the ACL Anthology", marks=_mark(rb"<collection\b[^<>]*\bid\s*=", rb"<volume\b"), read=_anthology),
    Format(
        name="a page of the ACL Anthology",
        marks=_mark(rb"<strong>\s*<a\b[^<>]*\balign-middle\b[^<>]*/(?:\d{4}\.[\w-]+\.\d+|[A-Z]\d\d-\d{4})/"),
        read=_plain(acl_anthology.event),
    ),
    Format(name="the papers of ECCV", marks=_mark(PTITLE, rb"\beccv_\d{4}/"), read=_plain(ecva.papers)),
    Format(name="a list of CVF open access", marks=_mark(PTITLE, rb"/?content[_/]\w+/html/"), read=_plain(cvf.papers)),
    Format(name="a paper's page of ECCV", marks=_mark(PAPERTITLE, rb"\beccv_\d{4}/"), read=_plain(ecva.paper)),
    Format(name="a paper's page of CVF open access", marks=_mark(PAPERTITLE, rb"id=[\"']?abstract\b"), read=_plain(cvf.paper)),
    Format(
        name="the menu of CVF open access",
        marks=_mark(rb"href=[\"'][^\"']*\?day=(?:all|\d{4}-\d\d-\d\d)[\"']"),
        read=None,
        remedy="Open 'All Papers', or each day, and save that page",
    ),
    Format(
        name="the technical sessions of USENIX",
        marks=_mark(_class(rb"node-paper"), rb"paper-people-text"),
        read=_plain(usenix.technical_sessions),
    ),
    Format(name="the accepted papers of SOSP", marks=_mark(rb"<ul\b[^<>]*\bpaperlist\b"), read=_plain(sigops.accepted)),
    Format(name="a volume of JMLR", marks=_mark(rb"<dt\b", rb"/papers/v\d+/[^\"'\s>]+\.html"), read=_plain(jmlr.volume)),
    Format(
        name="a paper's page of JMLR",
        marks=_mark(rb"<p\s+class=[\"']?abstract\b", rb"citation_title", rb"jmlr\.org"),
        read=_plain(jmlr.paper),
    ),
    Format(name="IJCAI's accepted papers", marks=_mark(_class(rb"ij-paper")), read=_plain(ijcai.accepted)),
    Format(name="IJCAI's list of proceedings", marks=_mark(_class(rb"paper_wrapper")), read=_plain(ijcai.proceedings)),
    Format(name="an IJCAI paper's page", marks=_mark(_class(rb"proceedings-detail"), rb"citation_title"), read=_plain(ijcai.paper)),
    Format(name="the page of a PMLR volume", marks=_mark(rb"<div\s+class=[\"']paper[\"']", _class(rb"authors")), read=_plain(pmlr.volume)),
    Format(
        name="a PMLR paper's page",
        marks=_mark(rb"<div\s+id=[\"']abstract[\"']", rb"citation_title", rb"mlr\.press|PMLR"),
        read=_plain(pmlr.paper),
    ),
    Format(
        name="a paper's page of NeurIPS, ICLR or MLSys", marks=_mark(_class(rb"paper-abstract")), read=_plain(proceedings_app.abstract_page)
    ),
    Format(
        name="a paper's page of NeurIPS, ICLR or MLSys",
        marks=_mark(rb"<h4[^>]*>\s*Abstract\s*</h4>", rb"-Paper(?:-\w+)?\.pdf"),
        read=_plain(proceedings_app.abstract_page),
    ),
    Format(
        name="a list of the proceedings of NeurIPS, ICLR or MLSys",
        marks=_mark(rb"<li\b", rb"href=[\"'][^\"']*-Abstract[\w-]*\.html"),
        read=_plain(proceedings_app.book),
    ),
    Format(name="an issue of AAAI", marks=_mark(_class(rb"obj_article_summary")), read=_plain(ojs.issue)),
    Format(name="an article's page of AAAI", marks=_mark(_class(rb"obj_article_details")), read=_plain(ojs.article)),
    Format(
        name="AAAI's archive of issues",
        marks=_mark(_class(rb"obj_issue_summary")),
        read=None,
        remedy="Open each issue of the year and save that page",
    ),
    Format(name="a poster's page of a virtual site", marks=_mark(rb"id=[\"']abstractText[\"']"), read=_plain(virtual.poster_page)),
    Format(
        name="the list of papers of a virtual site",
        marks=_mark(rb"href=[\"'][^\"']*/virtual/\d{4}/(?:loc/[^/\"']+/)?(?:poster|oral|spotlight)/\d+"),
        read=_virtual_page,
    ),
    Format(
        name="the index of PMLR's volumes",
        marks=_mark(rb"<b>\s*Volume \d+"),
        read=None,
        remedy="Open the volume of the conference and save that page",
    ),
    Format(
        name="the index of a proceedings site",
        marks=_mark(rb"href=[\"'][^\"']*/paper/\d{4}[\"']"),
        read=None,
        remedy="Open the list of the year and save that page",
    ),
    Format(
        name="a page of the ACM Digital Library",
        marks=_mark(rb"dl\.acm\.org"),
        read=None,
        remedy="Select the papers there, choose 'Export Citations' and save them as BibTeX",
    ),
    Format(name="a page of dblp", marks=_mark(rb"dblp\.org"), read=None, remedy="Choose 'export record' there and save it as BibTeX"),
    Format(
        name="a page of OpenReview",
        marks=_mark(rb"openreview\.net"),
        read=None,
        remedy="Log in with OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD and crawl instead",
    ),
    Format(
        name="a login page", marks=(LOGIN_PAGE, PASSWORD_FIELD), read=None, remedy="Log in with a browser, then save the page behind it"
    ),
)
JSON: Sequence[Format] = (
    Format(
        name="OpenReview's refusal",
        marks=_mark(rb"\A\s*\{\s*\"name\"\s*:\s*\"\w*Error\""),
        read=None,
        remedy="Log in with OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD and crawl instead",
    ),
    Format(name="notes of OpenReview", marks=_mark(rb"\"notes\"\s*:\s*\[", rb"\A\s*\{"), read=_openreview),
    Format(
        name="the list of a virtual site",
        marks=_mark(rb"\"results\"\s*:\s*\[", rb"\"(?:eventtype|virtualsite_url|sourceurl)\""),
        read=_virtual,
    ),
    Format(name="works of Crossref", marks=_mark(rb"\"message-type\"\s*:\s*\"work-list\""), read=_crossref),
    Format(name="papers from dblp's SPARQL service", marks=_mark(rb"\"bindings\"\s*:"), read=_plain(dblp.sparql)),
    Format(name="hits of dblp's search", marks=_mark(rb"\"@total\"\s*:"), read=_plain(dblp.search)),
    ABSTRACTS_APART,
    Format(
        name="an answer of OpenAlex",
        marks=_mark(rb"\"abstract_inverted_index\""),
        read=None,
        remedy="It only completes papers that are known; import the list of papers",
    ),
    Format(
        name="an answer of Semantic Scholar",
        marks=_mark(rb"\"paperId\""),
        read=None,
        remedy="It only completes papers that are known; import the list of papers",
    ),
    Format(
        name="an error message",
        marks=_mark(rb"\A\s*\{\s*\"(?:error|errors|status|message)\"\s*:(?![\s\S]*\"\w*title\"\s*:)"),
        read=None,
        remedy=f"{ACCEPTED}",
    ),
    Format(name="a list of papers", marks=_mark(rb"\"(?:\w*title|\w*name|[Pp]aper)\"\s*:"), read=_asked(json_lists.papers)),
)
TEXT: Sequence[Format] = (
    Format(name="a PMLR volume's bibliography", marks=_mark(rb"@InProceedings\s*\{\s*pmlr-v\d+"), read=_plain(pmlr.bibliography)),
    Format(name="RIS", marks=_mark(rb"\A(?:\d+\.)?\s*TY  ?-"), read=_asked(ris.entries)),
    Format(name="BibTeX", marks=_mark(rb"(?m)^[ \t]*@[a-z]+[ \t]*\{"), read=_asked(bibtex.entries)),
    Format(name="a PMLR volume's YAML", marks=_mark(rb"\A\s*(?:---\s*)?- title:"), read=_plain(pmlr.citeproc)),
    Format(name="a PDF file", marks=_mark(rb"\A\s*%PDF"), read=None, remedy=ACCEPTED),
    Format(
        name="a compressed file or a workbook",
        marks=_mark(rb"\APK\x03\x04"),
        read=None,
        remedy=f"Unpack it, or save the workbook as CSV. {ACCEPTED}",
    ),
    Format(name="a table", marks=_mark(rb"\A[^\r\n]*(?:title|\bname\b|\bpaper\b|PT\tAU)"), read=_asked(csv_table.rows)),
)
