"""Pages of Open Journal Systems 3 (AAAI): issue archive, issue, article. The fall-back for when OAI-PMH does not answer.

Source: templates of pkp/ojs and pages of ojs.aaai.org described in 2026-10.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html
from bs4 import BeautifulSoup, Tag

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, joined, metas, read_html, text_of
from spiders.formats.text import SUFFIXES, clean, clean_abstract, clean_doi, decode
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://ojs.aaai.org/"
# An honest page has some 100,000 characters (26 issues, 300 articles); Beautiful Soup takes seconds for what is far larger.
MOST_CHARACTERS = 1_500_000
# An article page has some 300 elements, an archive page some 600; Beautiful Soup makes 100,000 a second.
MOST_TAGS = 40_000
# "Vol. 40 No. 1 (2026)"
SERIES = re.compile(r"Vol\.?\s*(\d{1,4})\b(?:.*?No\.?\s*([\w.-]+))?(?:.*?\(((?:19|20)\d\d)\))?")
RANGE = re.compile(r"\b\d{1,6}\s*[-–]\s*(\d{1,6})\s+of\s+(\d{1,6})\b")
XML_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,200}>")
ARTICLE = re.compile(r"/article/view/([^/?#]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue as the archive names it. `year` and `volume` are 0 where the archive leaves them out."""

    title: str
    volume: int
    number: str
    year: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A page of the archive, newest issue first; `declared` is the number of issues on all its pages."""

    issues: Sequence[Issue]
    declared: int | None
    next_page: str


def archive(answer: Answer) -> Archive:
    """`issue/archive[/N]`. Raises FormatError."""
    soup = _soup(answer)
    url = answer.url or SITE
    summaries = soup.select("div.obj_issue_summary")
    if not summaries:
        if soup.select_one("div.page_issue_archive"):  # a page behind the last one
            return Archive(issues=(), declared=None, next_page="")
        raise FormatError("layout", "the page lists no issues (no obj_issue_summary)")
    issues = tuple(filter(None, (_issue(summary, url) for summary in summaries)))
    if not issues:
        raise FormatError("layout", "no issue of the page has a title and an address")
    current = RANGE.search(_words(soup.select_one("div.cmp_pagination .current")))
    next_page = soup.select_one("div.cmp_pagination a.next[href]")
    return Archive(
        issues=issues,
        declared=int(current[2]) if current else None,
        next_page=_address(url, next_page),
    )


def issue(answer: Answer, edition: Edition) -> Listing:
    """`issue/view/ID`: titles, authors and files, the section as track. Lists hold no abstracts and no DOI.

    The page states no total: `declared` stays None. Raises FormatError.
    """
    tree = read_html(answer.body, answer.charset)
    papers: list[Paper] = []
    spoilt: list[str] = []
    nodes = tree.xpath(f"//div[{has_class('obj_article_summary')}]")
    for number, node in enumerate(nodes, 1):
        try:
            papers.append(_summary(node, edition, answer.url or SITE))
        except FormatError as problem:
            spoilt.append(f"Article {number} of the issue: {problem}.")
    if not papers:
        raise FormatError("layout", "the page lists no articles (no obj_article_summary with a title)")
    return Listing(papers=tuple(papers), listed=len(nodes), spoilt=tuple(spoilt))


def article(answer: Answer, edition: Edition) -> Listing:
    """`article/view/ID`: the metas where they are there, the text of the page where not. Raises FormatError."""
    known = metas(decode(answer.body, answer.charset))
    soup = _soup(answer)
    title = _one(known, "citation_title", "dc.title") or _words(soup.select_one("article h1.page_title, h1.page_title"))
    if not title:
        raise FormatError("layout", "the article page has no title (no citation_title, no page_title)")
    authors = known.get("citation_author") or [_words(node) for node in soup.select("ul.authors > li > span.name")]
    pdf = _one(known, "citation_pdf_url") or _address(answer.url, soup.select_one("a.obj_galley_link.pdf[href]"))
    doi = _one(known, "citation_doi", "dc.identifier.doi") or _words(soup.select_one("section.doi .value"))
    keywords = known.get("citation_keywords") or _words(soup.select_one("section.keywords .value")).split(",")
    paper = Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(filter(None, authors)),
        abstract=clean_abstract(_one(known, "dc.description")) or _abstract(soup),
        track=_one(known, "dc.type.articletype") or _section(soup),
        url=_one(known, "citation_abstract_html_url") or answer.url,
        pdf=pdf.replace("/article/view/", "/article/download/"),
        doi=clean_doi(doi),
        keywords=tuple(filter(None, (keyword.strip() for keyword in keywords))),
    )
    return Listing(papers=(paper,), listed=1)


def article_number(url: str) -> str:
    """The article's part of its address: its number, or a slug ("1678-1679" for article 8500; seen 2026-10)."""
    found = ARTICLE.search(url)
    return found[1] if found else ""


def _soup(answer: Answer) -> BeautifulSoup:
    text = decode(answer.body, answer.charset)
    if len(text) > MOST_CHARACTERS or text.count("<") > MOST_TAGS:
        raise FormatError("size", f"the page has {len(text):,} characters and {text.count('<'):,} tags")
    read_html(answer.body, answer.charset)  # refuses depths that Beautiful Soup would walk through
    return BeautifulSoup(XML_DECLARATION.sub("", text), "lxml")


def _issue(summary: Tag, url: str) -> Issue | None:
    link = summary.select_one("a.title[href]")
    if link is None or not (title := _words(link)):
        return None
    series = SERIES.search(_words(summary.select_one(".series")) or title)
    volume, number, year = series.groups("") if series else ("0", "", "0")
    return Issue(title=title, volume=int(volume), number=number, year=int(year or 0), url=_address(url, link))


def _summary(node: lxml.html.HtmlElement, edition: Edition, url: str) -> Paper:
    link = first(node.xpath(f".//*[{has_class('title')}]//a[@href]"))
    title = text_of(link)
    if link is None or not title:
        raise FormatError("layout", "it has no linked title")
    authors = text_of(first(node.xpath(f".//*[{has_class('authors')}]")))
    galley = first(node.xpath(f".//a[{has_class('obj_galley_link')} and {has_class('pdf')} and @href]"))
    section = first(node.xpath(f"ancestor::div[{has_class('section')}][1]/*[self::h2 or self::h3]"))
    pdf = joined(url, galley.get("href")) if galley is not None else ""
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=_names(authors),
        track=text_of(section),
        url=joined(url, link.get("href")),
        pdf=pdf.replace("/article/view/", "/article/download/"),
    )


def _names(authors: str) -> tuple[str, ...]:
    """One comma list; a suffix behind a comma of its own belongs to the name before it."""
    names: list[str] = []
    for part in filter(None, map(str.strip, authors.split(","))):
        if names and SUFFIXES.fullmatch(part):
            names[-1] += f" {part}"
        else:
            names.append(part)
    return tuple(names)


def _abstract(soup: BeautifulSoup) -> str | None:
    """The section's text without its heading; paragraphs or bare text."""
    section = soup.select_one("section.abstract")
    if section is None:
        return None
    heading = section.select_one("h2, h3")
    if heading is not None:
        heading.extract()
    return clean_abstract(" ".join(node.get_text() for node in section.select("p") or [section]))


def _section(soup: BeautifulSoup) -> str:
    """The "Section" of the side column, which newer themes show."""
    for part in soup.select("div.item.issue section.sub_item"):
        if _words(part.select_one(".label")).casefold() == "section":
            return _words(part.select_one(".value"))
    return ""


def _one(known: dict[str, list[str]], *names: str) -> str:
    return next((value for name in names for value in known.get(name, ()) if value), "")


def _words(node: Tag | None) -> str:
    return "" if node is None else clean(node.get_text())


def _address(base: str, node: Tag | None) -> str:
    return "" if node is None else joined(base, str(node.get("href", "")))
