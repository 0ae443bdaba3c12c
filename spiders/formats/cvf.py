"""openaccess.thecvf.com: the proceedings of CVPR, ICCV and WACV by day or whole, and the pages of their papers. No DOIs.

The site serves workshops and Findings under nearly the same addresses; only what lies in the conference's own folder counts.
Source: the page of CVPR 2020, saved by a browser; programs that read the years 2018 to 2026.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import lxml.html

from spiders.addresses import parts_of
from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, joined, metas, read_html, text_of
from spiders.formats.names import comma_names
from spiders.formats.notices import kind_of
from spiders.formats.text import clean, clean_abstract, decode, given_first
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://openaccess.thecvf.com/"
ENTRY = re.compile(r"<dt\b[^<>]*\bptitle\b", re.I)
ENTRIES_A_PART = 400
# "/content/CVPR2025/html/X_CVPR_2025_paper.html"; until 2020 "content_CVPR_2020", at first without the slash before it, and in small
# letters ("content_cvpr_2018").
# Workshops lie in "CVPR2025W", Findings in "CVPR2026F".
PAPER_PAGE = re.compile(r"/content[_/](?P<conference>[A-Za-z]+)_?(?P<year>\d{4})/html/[^/]+\.html$")
CONFERENCE = re.compile(r"(?P<name>[A-Z]+)\d{4}")
DAY = re.compile(r"[?&]day=(all|\d{4}-\d{2}-\d{2})\b")
ABSTRACT = re.compile(r"<div\s+id=[\"']?abstract[\"']?\s*>(.*?)</div>", re.I | re.S)
TITLE = re.compile(r"<div\s+id=[\"']?papertitle[\"']?\s*>(.*?)</div>", re.I | re.S)


def days(answer: Answer) -> Sequence[str]:
    """The addresses of a conference's lists on its menu: the one of all papers where there is one, else each day's; () for no menu.

    Raises FormatError.
    """
    if ENTRY.search(decode(answer.body, answer.charset)):
        return ()
    links = [joined(answer.url, href) for href in read_html(answer.body, answer.charset).xpath("//a/@href")]
    found = {day[1]: link for link in links if (day := DAY.search(link)) and _folder(link) == _folder(answer.url)}
    if not found:
        raise FormatError("layout", "no day and no paper on the page of the conference")
    return (found["all"],) if "all" in found else tuple(found.values())


def _folder(address: str) -> str:
    return parts_of(address).path.strip("/").removesuffix(".py")


def papers(answer: Answer, edition: Edition) -> Listing:
    """A list, of a day or of the whole conference. Entries of workshops and Findings are passed over. Raises FormatError."""
    found: list[Paper] = []
    spoilt: list[str] = []
    listed = 0
    # By the address that was asked for: the id of a venue is whatever its table calls it. A saved page has no address.
    named = CONFERENCE.fullmatch(_folder(answer.url))
    conference = named["name"].lower() if named else edition.venue
    for part in parts(decode(answer.body, answer.charset)):
        for entry in part.xpath("//dt[contains(@class, 'ptitle')]"):
            listed += 1
            paper = _listed(entry, edition, answer.url or SITE, conference)
            if isinstance(paper, Paper):
                found.append(paper)
            elif paper:
                spoilt.append(f"Entry {listed} of the list {paper}.")
    if not found:
        raise FormatError("layout", "no paper of the conference in the list")
    if not any(paper.authors for paper in found):
        raise FormatError("layout", "no authors in the list of the conference")
    return Listing(papers=found, listed=listed, spoilt=spoilt)


def parts(text: str) -> Iterator[lxml.html.HtmlElement]:
    """The page in trees of some hundred entries each: a list of 4,000 papers has 10 MB, its tree six times that."""
    starts = [entry.start() for entry in ENTRY.finditer(text)]
    for number in range(0, len(starts), ENTRIES_A_PART):
        rest = starts[number + ENTRIES_A_PART : number + ENTRIES_A_PART + 1]
        yield read_html(f"<dl>{text[starts[number] : rest[0] if rest else len(text)]}</dl>".encode(errors="replace"), "utf-8")


def behind(entry: lxml.html.HtmlElement) -> Sequence[lxml.html.HtmlElement]:
    """What stands behind a `dt`, before the next one: authors, then links."""
    return list(takewhile(lambda node: node.tag != "dt", entry.itersiblings()))


def _listed(entry: lxml.html.HtmlElement, edition: Edition, base: str, conference: str) -> Paper | str:
    """The paper of a `dt` and the two `dd` behind it; what is wrong with it; "" for one of another conference."""
    link = first(entry.xpath(".//a[@href]"))
    title = text_of(link)
    if not title or link is None:
        return "has no title"
    url = joined(base, link.get("href", ""))
    page = PAPER_PAGE.search(url)
    if page is None or page["conference"].lower() != conference or int(page["year"]) != edition.year:
        return "" if "/content" in url else "leads to no page of a paper"
    rest = behind(entry)
    # A form for each author; the text of its link has the comma. Until 2020 the field is called `query` and begins with a blank.
    values = [value for dd in rest for value in dd.xpath(".//input[starts-with(@name, 'query')]/@value")]
    pdfs = (joined(base, href) for dd in rest for href in dd.xpath(".//a[contains(@href, '/papers/')]/@href"))
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(name for value in values if (name := clean(str(value)))),
        track=kind_of(title),
        url=url,
        pdf=next(pdfs, ""),
    )


def paper(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper, for its abstract; a few papers have none (CVPR 2022). Raises FormatError."""
    text = decode(answer.body, answer.charset)
    head = metas(text)
    heading, abstract = TITLE.search(text), ABSTRACT.search(text)
    title = next(iter(head.get("citation_title", ())), "") or (clean(heading[1]) if heading else "")
    if not title or not abstract:
        raise FormatError("layout", "no title or no 'div#abstract' on the paper's page")
    names = first(read_html(answer.body, answer.charset).xpath("//*[@id='authors']//i"))
    pdf = next(iter(head.get("citation_pdf_url", ())), "")
    return Listing(
        papers=(
            Paper(
                title=title,
                venue=edition.venue,
                year=edition.year,
                authors=comma_names(text_of(names)) or tuple(given_first(name) for name in head.get("citation_author", ())),
                abstract=clean_abstract(abstract[1]),
                # A saved page has no address; the paper's files lie beside it.
                url=answer.url or (pdf.replace("/papers/", "/html/").removesuffix(".pdf") + ".html" if "/papers/" in pdf else ""),
                pdf=pdf,
            ),
        ),
        listed=1,
    )
