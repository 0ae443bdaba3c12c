"""The proceedings application of NeurIPS, ICLR and MLSys: index, lists and abstract pages, in its current and its older theme.

The same application also served the datasets and benchmarks track of NeurIPS 2021 on a host of its own (round1, round2).
"""

import re
from collections.abc import Iterator, Mapping

import lxml.html

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, joined, metas, read_html, text_of
from spiders.formats.names import comma_names
from spiders.formats.text import clean, clean_abstract, clean_doi, decode, given_first
from spiders.guard import Answer
from spiders.paper import Paper

# Where a page that was saved by hand came from, so that its relative links can be resolved.
HOMES = {
    "neurips": "https://proceedings.neurips.cc/",
    "iclr": "https://proceedings.iclr.cc/",
    "mlsys": "https://proceedings.mlsys.org/",
}
DATASETS_HOME = "https://datasets-benchmarks-proceedings.neurips.cc/"

MAIN_TRACK = "Main Conference Track"
DATASETS_TRACK = "Datasets and Benchmarks Track"
CREATIVE_TRACK = "Creative AI Track"
# The endings of the addresses, whose spelling changed over the years (2022-2023 without "_Track"); "" is 1987 to 2021.
TRACKS = {
    "": MAIN_TRACK,
    "conference": MAIN_TRACK,
    "datasets_and_benchmarks": DATASETS_TRACK,
    "datasets_and_benchmarks_track": DATASETS_TRACK,
    "round1": DATASETS_TRACK,
    "round2": DATASETS_TRACK,
    "position_paper_track": "Position Paper Track",
    "creative_ai_track": CREATIVE_TRACK,
}
ABSTRACT_PAGE = re.compile(r"/[0-9a-f]{32}-Abstract(?:-(?P<track>\w+))?\.html$")
PDF = re.compile(r"-Paper(?:-(?P<track>\w+))?\.pdf$")
COUNT = re.compile(r"(\d[\d,.]{0,11})\s+papers?\b", re.I)
YEAR = re.compile(r"/paper/(\d{4})$")

ENTRY = re.compile(r"<li\b", re.I)
ENTRIES_A_PART = 400
ITEMS = "//li[not(.//li)][.//a[contains(@href, '-Abstract') or @title='paper title']]"
# All names in one <i> in the older theme.
AUTHORS = f".//span[{has_class('paper-authors')}] | .//i[not(@class)]"
NEW_TRACK = f".//span[{has_class('paper-track-badge')}]"
NEW_COUNT = f"//span[{has_class('paper-count')}]"
SEE_ALSO = f"//p[{has_class('book-see-also')}]//a/@href"

# The paragraph is never closed, and its text is not escaped (seen 2026-09); the section ends it.
NEW_ABSTRACT = re.compile(r"<p\s+class=[\"']paper-abstract[\"'][^>]*>(.*?)(?:</section>|<section\b|<footer\b|\Z)", re.I | re.S)
OLD_ABSTRACT = re.compile(r"<h4[^>]*>\s*Abstract\s*</h4>(.*?)(?:<h4\b|</div>|<footer\b|\Z)", re.I | re.S)
NEW_TITLE = re.compile(r"<h1\s+class=[\"']paper-title[\"'][^>]*>(.*?)</h1>", re.I | re.S)
OLD_TITLE = re.compile(r"<h4[^>]*>(.*?)</h4>", re.I | re.S)
PAPER_TRACK = re.compile(r"<span\s+class=[\"']paper-track[\"'][^>]*>([^<]*)<", re.I)
NEW_NAMES = re.compile(r"<p\s+class=[\"']paper-authors[\"'][^>]*>([^<]*)<", re.I)
OLD_NAMES = re.compile(r"<h4[^>]*>\s*Authors\s*</h4>\s*(?:<p>\s*)?<i>([^<]*)<", re.I)
FILE_LINK = re.compile(r"href=[\"']([^\"'<>]+-Paper(?:-\w+)?\.pdf)[\"']", re.I)


def book(answer: Answer, edition: Edition) -> Listing:
    """The list of a year or of a part of it.

    Links are resolved against the answer's address, else the venue's host. `related` are the parts of the
    year that the page says to "see also"; the page of NeurIPS 2025 holds nothing but the Creative AI track and sends on
    to the main conference. Raises FormatError.
    """
    base = answer.url or _home(edition.venue, answer.body)
    papers, spoilt, listed, with_authors = [], [], 0, False
    count, related = "", list[str]()
    for tree in _parts(answer):
        items = tree.xpath(ITEMS)
        # A list in which nobody has authors has changed its markup, even where its titles can still be found.
        with_authors = with_authors or any(item.xpath(AUTHORS) for item in items)
        for order, item in enumerate(items, listed + 1):
            if found := _listed(item, edition, base):
                papers.append(found)
            else:
                spoilt.append(f"Entry {order} of the list has no title.")
        listed += len(items)
        count = count or text_of(first(tree.xpath(NEW_COUNT)))
        related += tree.xpath(SEE_ALSO)
    if not with_authors:
        raise FormatError("layout", "no paper with a place for its authors in the list of the proceedings")
    if not papers:
        raise FormatError("layout", "no title in the list of the proceedings")
    return Listing(
        papers=papers,
        declared=_declared(count),
        listed=listed,
        related=tuple(dict.fromkeys(joined(base, href) for href in related)),
        spoilt=spoilt,
    )


def _parts(answer: Answer) -> Iterator[lxml.html.HtmlElement]:
    """The page in trees of some hundred entries each: one tree of all 5,800 of 2025 takes 30 MB (measured 2026-11)."""
    text = decode(answer.body, answer.charset)
    starts = [0, *(entry.start() for entry in ENTRY.finditer(text))]
    for first_entry in range(0, len(starts), ENTRIES_A_PART):
        rest = starts[first_entry + ENTRIES_A_PART : first_entry + ENTRIES_A_PART + 1]
        part = text[starts[first_entry] : rest[0] if rest else len(text)]
        if part.strip():
            yield read_html(part.encode(errors="replace"), "utf-8")


def _declared(shown: str) -> int | None:
    count = COUNT.search(shown)
    return int(re.sub(r"\D", "", count[1])[:9]) if count else None


def _home(venue: str, body: bytes) -> str:
    if b"-Abstract-round" in body or b"-Paper-round" in body:
        return DATASETS_HOME
    return HOMES.get(venue, "")


def _listed(item: lxml.html.HtmlElement, edition: Edition, base: str) -> Paper | None:
    link = first(item.xpath(".//a[contains(@href, '-Abstract') or @title='paper title']"))
    title = text_of(link)
    if not title or link is None:
        return None
    url = joined(base, link.get("href", ""))
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=comma_names(text_of(first(item.xpath(AUTHORS)))),
        track=track_of(url, text_of(first(item.xpath(NEW_TRACK)))),
        url=url,
        pdf=_pdf_of(url),
    )


def track_of(address: str, badge: str = "") -> str:
    """The track by the ending of an address (of an abstract page or a PDF), else by its badge on the page."""
    found = ABSTRACT_PAGE.search(address) or PDF.search(address)
    if not found:
        return badge
    ending = found["track"] or ""
    return TRACKS.get(ending.lower()) or badge or ending.replace("_", " ")


def _pdf_of(url: str) -> str:
    """The files of a paper stand beside its page under the same hash."""
    if not ABSTRACT_PAGE.search(url):
        return ""
    return url.replace("/hash/", "/file/").replace("-Abstract", "-Paper").removesuffix(".html") + ".pdf"


def abstract_page(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper. The meta elements count first; the older theme of 2021 has none. Raises FormatError."""
    text = decode(answer.body, answer.charset)
    head = metas(text)
    title = _title(head, text)
    abstract = NEW_ABSTRACT.search(text) or OLD_ABSTRACT.search(text)
    if not title or not abstract:
        raise FormatError("layout", "no title or no place for the abstract on the paper's page")
    address = answer.url
    base = address or _home(edition.venue, answer.body)
    pdf = _one(head, "citation_pdf_url") or next((joined(base, link) for link in FILE_LINK.findall(text)), "")
    badge = PAPER_TRACK.search(text)
    paper = Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=_authors(head, text),
        abstract=_abstract(abstract[1]),
        track=track_of(address if ABSTRACT_PAGE.search(address) else pdf, clean(badge[1]) if badge else ""),
        url=address or _page_of(pdf),
        pdf=pdf,
        doi=clean_doi(_one(head, "citation_doi")),
    )
    return Listing(papers=(paper,), listed=1)


def _title(head: Mapping[str, list[str]], text: str) -> str:
    found = NEW_TITLE.search(text) or OLD_TITLE.search(text)
    return _one(head, "citation_title") or (clean(found[1]) if found else "")


def _one(head: Mapping[str, list[str]], name: str) -> str:
    return next(iter(head.get(name, ())), "")


def _authors(head: Mapping[str, list[str]], text: str) -> tuple[str, ...]:
    if given := [name for name in head.get("citation_author", ()) if name]:
        return tuple(given_first(name) for name in given)  # older years write "Last, First"
    found = NEW_NAMES.search(text) or OLD_NAMES.search(text)
    return comma_names(clean(found[1])) if found else ()


def _abstract(text: str) -> str | None:
    return None if clean(text).startswith("Abstract Unavailable") else clean_abstract(text)


def _page_of(pdf: str) -> str:
    return pdf.replace("/file/", "/hash/").replace("-Paper", "-Abstract").removesuffix(".pdf") + ".html" if PDF.search(pdf) else ""


def books(answer: Answer) -> Mapping[int, str]:
    """The index of a host: year to the address of its list. Raises FormatError."""
    hrefs = read_html(answer.body, answer.charset).xpath("//li//a[contains(@href, '/paper/')]/@href")
    links = (joined(answer.url, href).rstrip("/") for href in hrefs)
    found = {int(year[1]): link for link in links if (year := YEAR.search(link))}
    if not found:
        raise FormatError("layout", "no year on the index of the proceedings")
    return found
