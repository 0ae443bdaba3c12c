"""Files saved by hand: which format is it, by its content alone, and which parser reads it.

File names say nothing: browsers call every page "index.html", and a challenge page is saved under the name of the proceedings.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from spiders.editions import Edition, EditionTable, own_table
from spiders.formats import crossref, dblp, ijcai, oai, ojs, openreview, pmlr, proceedings_app, virtual
from spiders.formats.listing import FormatError, Listing
from spiders.formats.text import clean
from spiders.guard import LOGIN_PAGE, PASSWORD_FIELD, Answer, challenge
from spiders.saved import belonging, bibtex, csv_table, json_lists, ris
from spiders.saved.encoding import as_utf8
from spiders.saved.record import Records

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


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name in a sentence, what only it contains, and its parser.

    `read` is None for what holds no papers; then `remedy` says what to save instead.
    """

    name: str
    marks: tuple[re.Pattern[bytes], ...]
    read: Callable[[Saved], Listing] | None = None
    remedy: str = ""


def recognise(body: bytes) -> Format:
    """The format of a file. FormatError `layout` where it is none that is known, with what would be accepted."""
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
    volume = _places(saved, "crossref")[0]
    return crossref.works(saved.answer, saved.edition, volume=volume, rows=1)


def _openreview(saved: Saved) -> Listing:
    """The accepted notes of every track of the edition, each once."""
    groups = [place.removeprefix("v1 ") for place in _places(saved, "openreview")]
    listings = [openreview.notes(saved.answer, saved.edition, group=group) for group in groups]
    papers = {paper.forum: paper for listing in reversed(listings) for paper in listing.papers}
    return Listing(papers=tuple(papers.values()), listed=listings[0].listed, spoilt=listings[0].spoilt)


def _virtual(saved: Saved) -> Listing:
    return _checked(saved, virtual.orals_and_posters(saved.answer, saved.edition, apart=saved.abstracts))


def _virtual_page(saved: Saved) -> Listing:
    return _checked(saved, virtual.list_page(replace(saved.answer, url=f"https://{saved.edition.venue}.cc/"), saved.edition))


ABSTRACTS_APART = Format(
    "the abstracts of a virtual site, without titles",
    _mark(rb"\A\s*\{\s*\"\d+\"\s*:\s*(?:\"|null)"),
    None,
    "Import it together with the file of the same site whose name ends in orals-posters.json",
)

# In order: the first whose marks are all there. Lists come before pages, because a list may hold the marks of a page.
MARKUP: Sequence[Format] = (
    Format("an OAI-PMH answer", _mark(rb"<(?:\w+:)?OAI-PMH\b"), _oai),
    Format("dblp's table of contents", _mark(rb"<bht\b"), _plain(dblp.contents)),
    Format("the feed of a PMLR volume", _mark(rb"<rss\b", rb"proceedings\.mlr\.press"), _plain(pmlr.feed)),
    Format("IJCAI's accepted papers", _mark(_class(rb"ij-paper")), _plain(ijcai.accepted)),
    Format("IJCAI's list of proceedings", _mark(_class(rb"paper_wrapper")), _plain(ijcai.proceedings)),
    Format("an IJCAI paper's page", _mark(_class(rb"proceedings-detail"), rb"citation_title"), _plain(ijcai.paper)),
    Format("the page of a PMLR volume", _mark(rb"<div\s+class=[\"']paper[\"']", _class(rb"authors")), _plain(pmlr.volume)),
    Format(
        "a PMLR paper's page",
        _mark(rb"<div\s+id=[\"']abstract[\"']", rb"citation_title", rb"mlr\.press|PMLR"),
        _plain(pmlr.paper),
    ),
    Format("a paper's page of NeurIPS, ICLR or MLSys", _mark(_class(rb"paper-abstract")), _plain(proceedings_app.abstract_page)),
    Format(
        "a paper's page of NeurIPS, ICLR or MLSys",
        _mark(rb"<h4[^>]*>\s*Abstract\s*</h4>", rb"-Paper(?:-\w+)?\.pdf"),
        _plain(proceedings_app.abstract_page),
    ),
    Format(
        "a list of the proceedings of NeurIPS, ICLR or MLSys",
        _mark(rb"<li\b", rb"href=[\"'][^\"']*-Abstract[\w-]*\.html"),
        _plain(proceedings_app.book),
    ),
    Format("an issue of AAAI", _mark(_class(rb"obj_article_summary")), _plain(ojs.issue)),
    Format("an article's page of AAAI", _mark(_class(rb"obj_article_details")), _plain(ojs.article)),
    Format("AAAI's archive of issues", _mark(_class(rb"obj_issue_summary")), None, "Open each issue of the year and save that page"),
    Format("a poster's page of a virtual site", _mark(rb"id=[\"']abstractText[\"']"), _plain(virtual.poster_page)),
    Format(
        "the list of papers of a virtual site",
        _mark(rb"href=[\"'][^\"']*/virtual/\d{4}/(?:loc/[^/\"']+/)?(?:poster|oral|spotlight)/\d+"),
        _virtual_page,
    ),
    Format("the index of PMLR's volumes", _mark(rb"<b>\s*Volume \d+"), None, "Open the volume of the conference and save that page"),
    Format(
        "the index of a proceedings site",
        _mark(rb"href=[\"'][^\"']*/paper/\d{4}[\"']"),
        None,
        "Open the list of the year and save that page",
    ),
    Format(
        "a page of the ACM Digital Library",
        _mark(rb"dl\.acm\.org"),
        None,
        "Select the papers there, choose 'Export Citations' and save them as BibTeX",
    ),
    Format("a page of dblp", _mark(rb"dblp\.org"), None, "Choose 'export record' there and save it as BibTeX"),
    Format(
        "a page of OpenReview",
        _mark(rb"openreview\.net"),
        None,
        "Log in with OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD and crawl instead",
    ),
    Format("a login page", (LOGIN_PAGE, PASSWORD_FIELD), None, "Log in with a browser, then save the page behind it"),
)
JSON: Sequence[Format] = (
    Format(
        "OpenReview's refusal",
        _mark(rb"\A\s*\{\s*\"name\"\s*:\s*\"\w*Error\""),
        None,
        "Log in with OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD and crawl instead",
    ),
    Format("notes of OpenReview", _mark(rb"\"notes\"\s*:\s*\[", rb"\A\s*\{"), _openreview),
    Format("the list of a virtual site", _mark(rb"\"results\"\s*:\s*\[", rb"\"(?:eventtype|virtualsite_url|sourceurl)\""), _virtual),
    Format("works of Crossref", _mark(rb"\"message-type\"\s*:\s*\"work-list\""), _crossref),
    Format("papers from dblp's SPARQL service", _mark(rb"\"bindings\"\s*:"), _plain(dblp.sparql)),
    Format("hits of dblp's search", _mark(rb"\"@total\"\s*:"), _plain(dblp.search)),
    ABSTRACTS_APART,
    Format(
        "an answer of OpenAlex",
        _mark(rb"\"abstract_inverted_index\""),
        None,
        "It only completes papers that are known; import the list of papers",
    ),
    Format(
        "an answer of Semantic Scholar", _mark(rb"\"paperId\""), None, "It only completes papers that are known; import the list of papers"
    ),
    Format(
        "an error message", _mark(rb"\A\s*\{\s*\"(?:error|errors|status|message)\"\s*:(?![\s\S]*\"\w*title\"\s*:)"), None, f"{ACCEPTED}"
    ),
    Format("a list of papers", _mark(rb"\"(?:\w*title|\w*name|[Pp]aper)\"\s*:"), _asked(json_lists.papers)),
)
TEXT: Sequence[Format] = (
    Format("a PMLR volume's bibliography", _mark(rb"@InProceedings\s*\{\s*pmlr-v\d+"), _plain(pmlr.bibliography)),
    Format("RIS", _mark(rb"\A(?:\d+\.)?\s*TY  ?-"), _asked(ris.entries)),
    Format("BibTeX", _mark(rb"(?m)^[ \t]*@[a-z]+[ \t]*\{"), _asked(bibtex.entries)),
    Format("a PMLR volume's YAML", _mark(rb"\A\s*(?:---\s*)?- title:"), _plain(pmlr.citeproc)),
    Format("a PDF file", _mark(rb"\A\s*%PDF"), None, ACCEPTED),
    Format("a compressed file or a workbook", _mark(rb"\APK\x03\x04"), None, f"Unpack it, or save the workbook as CSV. {ACCEPTED}"),
    Format("a table", _mark(rb"\A[^\r\n]*(?:title|\bname\b|\bpaper\b|PT\tAU)"), _asked(csv_table.rows)),
)
