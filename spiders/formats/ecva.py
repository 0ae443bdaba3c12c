"""www.ecva.net: the papers of ECCV, all years on one page, and the pages of its papers. Closed to programs, so that a person saves them.

The markup is that of the Computer Vision Foundation; which year a paper is of, only its address says. Source: programs that read
these pages (2026-10).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import lxml.html

from spiders.editions import Edition
from spiders.formats import cvf
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, joined, text_of
from spiders.formats.names import bibtex_names, comma_names
from spiders.formats.text import clean_abstract, clean_doi, decode
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://www.ecva.net/"
YEAR = re.compile(r"\beccv_(\d{4})/", re.I)
# 2018: "Last, First and Last, First".
FAMILY_FIRST = re.compile(r"[^,]+,[^,]+(?:\sand\s[^,]+,[^,]+)*")
QUOTED = re.compile(r"[\"“](.*)[\"”]", re.S)


def papers(answer: Answer, edition: Edition) -> Listing:
    """The papers of the edition's year among those of all years. Raises FormatError."""
    found: list[Paper] = []
    spoilt: list[str] = []
    listed, base = 0, answer.url or SITE
    for part in cvf.parts(decode(answer.body, answer.charset)):
        for entry in part.xpath("//dt[contains(@class, 'ptitle')]"):
            link = first(entry.xpath(".//a[@href]"))
            url = "" if link is None else joined(base, link.get("href", ""))
            year = YEAR.search(url)
            if year is None or int(year[1]) != edition.year:
                continue
            listed += 1
            if title := text_of(link):
                found.append(_paper(title, url, cvf.behind(entry), base, edition))
            else:
                spoilt.append(f"Entry {listed} of {edition.year} has no title.")
    if not any(paper.authors for paper in found):
        raise FormatError("layout", f"no paper of {edition.year} with authors in the list of the European conferences")
    return Listing(papers=_without_mistaken_dois(found), listed=listed, spoilt=spoilt)


def _paper(title: str, url: str, behind: Sequence[lxml.html.HtmlElement], base: str, edition: Edition) -> Paper:
    links = [joined(base, href) for dd in behind for href in dd.xpath(".//a/@href")]
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=_names(behind[0]) if behind else (),
        url=url,
        pdf=next((link for link in links if "/papers/" in link and link.lower().endswith(".pdf") and "-supp" not in link), ""),
        doi=next((doi for link in links if "springer" in link or "doi.org" in link if (doi := clean_doi(link))), ""),
    )


def _names(behind: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The names of the first `dd`, without stars and raised numbers."""
    if behind.find(".//a[@href]") is not None:  # the files of a paper whose names are missing
        return ()
    for raised in behind.findall(".//sup"):
        raised.drop_tree()
    text = text_of(behind)
    return bibtex_names(text) if FAMILY_FIRST.fullmatch(text) and " and " in text else comma_names(text)


def _without_mistaken_dois(found: Sequence[Paper]) -> Sequence[Paper]:
    """Some entries lead to another paper's chapter (seen 2026-10): a DOI that two of them name is left to neither."""
    named = Counter(paper.doi for paper in found)
    return [replace(paper, doi="") if named[paper.doi] > 1 else paper for paper in found]


def paper(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper, for its abstract, which stands between quotation marks. Raises FormatError, also for one of another year."""
    year = YEAR.search(decode(answer.body, answer.charset))
    if year and int(year[1]) != edition.year:
        raise FormatError("layout", f"the page is of a paper of {year[1]}, not of {edition.year}")
    listing = cvf.paper(answer, edition)
    read = listing.papers[0]
    quoted = QUOTED.fullmatch(read.abstract or "")
    return replace(listing, papers=(replace(read, abstract=clean_abstract(quoted[1]) if quoted else read.abstract),))
