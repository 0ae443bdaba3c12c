"""jmlr.org: the list of a volume and the pages of its papers. Nothing is escaped in titles and abstracts, `dd` is never closed.

Source: the site's templates and its own data (2026-10).
"""

import re

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import joined, metas
from spiders.formats.names import comma_names
from spiders.formats.notices import kind_of
from spiders.formats.text import clean, clean_abstract, decode
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://jmlr.org/"
# The text and not a tree: a title with "<" would swallow what follows.
ENTRY = re.compile(r"<dt\b[^<>]*>", re.I)
TITLE = re.compile(r"(.*?)(?:</dt>|<dd\b)", re.I | re.S)
NAMES = re.compile(r"<dd\b[^>]*>\s*<b>\s*<i>(.*?)</i>", re.I | re.S)
PAGE = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]*/papers/v\d+/[^\"'\s>]+\.html)", re.I)
PDF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+\.pdf)", re.I)
FILE = re.compile(r"/papers/volume(\d+)/([^/\s]+)/[^/\s]+\.pdf$")
SOFTWARE = re.compile(r"\bMachine Learning Open Source Software Paper\b", re.I)
ABSTRACT = re.compile(r"<p\s+class=[\"']?abstract[\"']?[^>]*>(.*?)</p>", re.I | re.S)
RETRACTED = re.compile(r">\s*This paper has been retracted\.?\s*<", re.I)


def volume(answer: Answer, edition: Edition) -> Listing:
    """The list of a volume. A retracted paper stays in it, and only its own page says so. Raises FormatError."""
    text = decode(answer.body, answer.charset)
    entries = ENTRY.split(text)[1:]
    papers, spoilt = [], []
    for order, entry in enumerate(entries, 1):
        # From the beginning only: tried from every letter, an entry that never ends took 21 s (a mutated page of 1.4 MB, 2026-11).
        title = TITLE.match(entry)
        names, page, pdf = (pattern.search(entry) for pattern in (NAMES, PAGE, PDF))
        if not title or not clean(title[1]):
            spoilt.append(f"Entry {order} of the volume has no title.")
            continue
        papers.append(
            Paper(
                title=clean(title[1]),
                venue=edition.venue,
                year=edition.year,
                authors=comma_names(clean(names[1])) if names else (),
                track="Open Source Software" if SOFTWARE.search(entry) else kind_of(clean(title[1])),
                url=joined(answer.url or SITE, page[1]) if page else "",
                pdf=joined(answer.url or SITE, pdf[1]) if pdf else "",
            )
        )
    if not any(paper.authors for paper in papers):
        raise FormatError("layout", "no paper with a place for its authors in the list of the volume")
    return Listing(papers=papers, listed=len(entries), spoilt=spoilt)


def paper(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper; one that was retracted is told by its track. Raises FormatError."""
    text = decode(answer.body, answer.charset)
    head = metas(text)
    title, abstract = next(iter(head.get("citation_title", ())), ""), ABSTRACT.search(text)
    if not title or not abstract:
        raise FormatError("layout", "no citation_title or no 'p.abstract' on the paper's page")
    pdf = next(iter(head.get("citation_pdf_url", ())), "")
    found = Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(filter(None, head.get("citation_author", ()))),
        abstract=clean_abstract(abstract[1]),
        track="Retracted" if RETRACTED.search(text) else "",
        url=answer.url or _page_of(pdf),
        pdf=pdf,
    )
    return Listing(papers=(found,), listed=1)


def _page_of(pdf: str) -> str:
    """A saved page has no address; that of its file names the volume and the paper."""
    found = FILE.search(pdf)
    return f"{SITE}papers/v{found[1]}/{found[2]}.html" if found else ""
