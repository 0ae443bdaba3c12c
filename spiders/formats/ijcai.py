"""www.ijcai.org: the list of a year and the pages of its papers (2017 on), and the accepted papers of 2026.ijcai.org."""

import re
from collections.abc import Sequence

import lxml.html

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, joined, metas, read_html, text_of
from spiders.formats.names import comma_names
from spiders.formats.text import clean, clean_abstract, clean_doi, decode
from spiders.guard import Answer
from spiders.paper import Paper

WRAPPERS = f"//div[{has_class('paper_wrapper')}]"
SECTION = f"ancestor::div[{has_class('section')}][1]/div[{has_class('section_title')}]"
SUBSECTION = f"ancestor::div[{has_class('subsection')}][1]/div[{has_class('subsection_title')}]"
TITLE = f"./div[{has_class('title')}]"
AUTHORS = f"./div[{has_class('authors')}]"
LINKS = f"./div[{has_class('details')}]//a[@href]"

DETAIL = re.compile(r"class=[\"'][^\"']*\bproceedings-detail\b", re.I)
# Text that is not escaped: "N<Nr" would swallow the rest of the page in a parser (seen 2026-07).
ABSTRACT = re.compile(r"<hr\b[^>]*>\s*<div class=[\"']row[\"']>\s*<div class=[\"']col-md-12[\"']>(.*?)</div>", re.I | re.S)
TOPIC = re.compile(r"<div\s+class=[\"']topic[\"']\s*>(.*?)</?div", re.I | re.S)
TRACK = re.compile(r">\s*([^<>]{2,120}?)\.\s+Pages?\s+\d", re.I)
H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.I | re.S)

ACCEPTED = f"//li[{has_class('ij-paper')}]"


def proceedings(answer: Answer, edition: Edition) -> Listing:
    """The list of a year: every track, with the area of the main track in `Paper.track` ("Main Track / Planning"). Raises FormatError."""
    tree = read_html(answer.body, answer.charset)
    wrappers = tree.xpath(WRAPPERS)
    # A list in which nobody has authors has changed its markup, even where its titles can still be found.
    if not any(wrapper.xpath(AUTHORS) for wrapper in wrappers):
        raise FormatError("layout", "no 'div.paper_wrapper' with authors in the list of the proceedings")
    base = f"https://www.ijcai.org/proceedings/{edition.year}/"
    return _listing([_listed(wrapper, edition, base) for wrapper in wrappers], "the list of the proceedings")


def _listing(entries: Sequence[Paper | None], where: str) -> Listing:
    """The papers among entries; None stands for one without a title. Raises FormatError."""
    papers = [paper for paper in entries if paper]
    if not papers:
        raise FormatError("layout", f"no title in {where}")
    spoilt = [f"Entry {order} of {where} has no title." for order, paper in enumerate(entries, 1) if paper is None]
    return Listing(papers=papers, listed=len(entries), spoilt=spoilt)


def _listed(wrapper: lxml.html.HtmlElement, edition: Edition, base: str) -> Paper | None:
    title = text_of(first(wrapper.xpath(TITLE)))
    if not title:
        return None
    links = [joined(base, link.get("href")) for link in wrapper.xpath(LINKS)]
    url = next((link for link in links if re.search(r"/proceedings/\d{4}/\d+/?$", link)), "")
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=comma_names(text_of(first(wrapper.xpath(AUTHORS)))),
        track=_track(wrapper),
        url=url,
        pdf=next((link for link in links if link.lower().endswith(".pdf")), ""),
    )


def _track(wrapper: lxml.html.HtmlElement) -> str:
    parts = (text_of(first(wrapper.xpath(place))) for place in (SECTION, SUBSECTION))
    return " / ".join(part for part in parts if part)


def paper(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper. Its keywords are kept as published, with their area and code ("Planning and Scheduling: PS: …").

    Raises FormatError.
    """
    text = decode(answer.body, answer.charset)
    head = metas(text)
    title = next(iter(head.get("citation_title", ())), "")
    if not title or not DETAIL.search(text):
        raise FormatError("layout", "no citation_title or no 'proceedings-detail' on the paper's page")
    abstract, heading = ABSTRACT.search(text), H1.search(text)
    pdf = next(iter(head.get("citation_pdf_url", ())), "")
    track = TRACK.search(text)
    return Listing(
        papers=(
            Paper(
                # Escaped once in the heading, twice in the meta; the heading is missing from pages saved in part.
                title=clean(heading[1]) if heading and clean(heading[1]) else title,
                venue=edition.venue,
                year=edition.year,
                authors=tuple(name for name in head.get("citation_author", ()) if name),
                abstract=clean_abstract(abstract[1]) if abstract and "<div" not in abstract[1] else None,
                track=clean(track[1]) if track else "",
                url=_page_of(pdf),
                pdf=pdf,
                doi=clean_doi(next(iter(head.get("citation_doi", ())), "")),
                keywords=tuple(word for topic in TOPIC.findall(text) if (word := clean(topic))),
            ),
        ),
        listed=1,
    )


def _page_of(pdf: str) -> str:
    """By its PDF: the DOI of a reprinted journal article is the journal's (seen 2025, Journal Track)."""
    found = re.search(r"/proceedings/(\d{4})/0*(\d+)\.pdf$", pdf)
    return f"https://www.ijcai.org/proceedings/{found[1]}/{found[2]}" if found else ""


def accepted(answer: Answer, edition: Edition) -> Listing:
    """The conference's own list of accepted papers, with abstracts (2026, before the proceedings). Raises FormatError."""
    items = read_html(answer.body, answer.charset).xpath(ACCEPTED)
    # As above: titles alone are no proof that the markup is still the known one.
    if not any(item.xpath(f".//span[{has_class('ij-author')}]") for item in items):
        raise FormatError("layout", "no 'li.ij-paper' with authors in the list of accepted papers")
    base = f"https://{edition.year}.ijcai.org/accepted-papers/"
    return _listing([_accepted(item, edition, base) for item in items], "the list of accepted papers")


def _accepted(item: lxml.html.HtmlElement, edition: Edition, base: str) -> Paper | None:
    title = text_of(first(item.xpath(f".//*[{has_class('ij-ptitle')}]")))
    if not title:
        return None
    words = (clean(str(word.get("title") or "")) or text_of(word) for word in item.xpath(f".//span[{has_class('ij-kw')}]"))
    anchor = clean(str(item.get("id") or ""))
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(name for node in item.xpath(f".//span[{has_class('ij-author')}]") if (name := text_of(node).strip(", "))),
        abstract=clean_abstract(text_of(first(item.xpath(f".//*[{has_class('ij-abstract')}]")))),
        url=f"{base}#{anchor}" if anchor else base,
        keywords=tuple(word for word in words if word),
    )
