"""www.usenix.org: the technical sessions of a conference (OSDI, NSDI, ATC), every paper with its abstract on one page.

Source: the page of OSDI '26, saved; programs that read other years. Keynotes and panels are articles as papers are, but without a
place for the paper's people.
"""

import re
from collections.abc import Iterator

import lxml.html

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, joined, read_html, text_of
from spiders.formats.names import unbraced
from spiders.formats.text import clean, clean_abstract
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://www.usenix.org/"
ARTICLES = f"//article[{has_class('node-paper')}]"
PEOPLE = f".//div[{has_class('field-name-field-paper-people-text')}]"
ABSTRACT = f".//div[{has_class('field-name-field-paper-description-long')}]"
KIND = f".//div[{has_class('field-name-field-paper-sub-type')}]"
PRIZE = re.compile(r"\b(?:Awarded|Award Winner|Best Paper|Distinguished Paper)\b", re.I)
JOINED = re.compile(r"(?:(?<!\s)\s+)?[;,]\s*(?:and\s+)?|(?<!\s)\s+and\s+")
# "… et al." and "the X Team" are nobody's name, but a suffix belongs to the name before it.
SUFFIX = re.compile(r",\s*((?:Jr|Sr)\.?|III?|IV)(?=\s*(?:[,;]|\Z| and ))")


def technical_sessions(answer: Answer, edition: Edition) -> Listing:
    """All papers of `/conference/NAMEYY/technical-sessions`, and of the pages of accepted papers. Raises FormatError."""
    articles = [article for article in read_html(answer.body, answer.charset).xpath(ARTICLES) if not _within(article)]
    papers = [paper for article in articles if (paper := _paper(article, edition, answer.url or SITE))]
    if not any(paper.authors for paper in papers):
        raise FormatError("layout", "no 'article.node-paper' with authors in the technical sessions")
    # What names no people of a paper is a keynote or a panel, and no entry of the list.
    return Listing(papers=papers, listed=len(papers))


def _within(article: lxml.html.HtmlElement) -> bool:
    """Whether the article stands in that of a paper (its speaker)."""
    return bool(article.xpath(f"ancestor::article[{has_class('node-paper')}]"))


def _paper(article: lxml.html.HtmlElement, edition: Edition, base: str) -> Paper | None:
    link = first(article.xpath("./h2//a[@href] | ./header//h2//a[@href]"))
    title, people = text_of(link), first(article.xpath(PEOPLE))
    if link is None or not title or people is None:
        return None
    return Paper(
        title=clean(unbraced(title)),
        venue=edition.venue,
        year=edition.year,
        authors=tuple(_names(people)),
        abstract=clean_abstract(" ".join(text_of(part) for part in article.xpath(f"{ABSTRACT}//p") or article.xpath(ABSTRACT))),
        track=text_of(first(article.xpath(KIND))),
        url=joined(base, link.get("href", "")),
    )


def _names(people: lxml.html.HtmlElement) -> Iterator[str]:
    """The names outside `<em>`, in which the institutions stand; a prize is a line of its own."""
    pieces: list[str] = []
    for paragraph in people.xpath(".//p") or [people]:
        pieces.append(paragraph.text or "")
        pieces += [child.tail or "" for child in paragraph.iterchildren()]
    text = SUFFIX.sub(r" \1", clean("; ".join(piece for piece in pieces if piece.strip() and not PRIZE.search(piece))))
    for name in JOINED.split(text):
        if name.strip(" ,;"):
            yield name.strip(" ,;").removeprefix("and ")
