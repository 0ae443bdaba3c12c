"""The ACL Anthology: the page of an event with all its volumes, and the XML files that the site is made from; both with abstracts.

Source: XML of 2022, saved; the site's templates; programs that read the pages of 2025 and 2026. The pages are minified, attributes
without quotes; a volume's number of papers counts its front matter, which is paper 0.
"""

import re
from collections.abc import Collection

import lxml.etree
import lxml.html

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, read_html, read_xml, text_of
from spiders.formats.text import clean_abstract, clean_doi
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://aclanthology.org"
# The identifier is the DOI's second half, since 2017.
DOI, FIRST_WITH_DOI = "10.18653/v1/", 2017
# "2025.acl-long.1"; until 2019 "P19-1001": volume 1 and three digits of the paper, or two and two for workshops.
ID = re.compile(r"\d{4}\.[a-z0-9_-]+\.\d{1,6}|[A-Z]\d\d-\d{4}")
PAGE = re.compile(rf"(?:https://aclanthology\.org)?/(?P<id>{ID.pattern})/?")
TWO_DIGIT_VOLUMES = re.compile(r"W\d\d-|C69-|D19-[5-9]")
COUNT = re.compile(r"(\d[\d,]{0,11})\s+papers?\b")
ENTRIES = f"//strong/a[{has_class('align-middle')}][@href]"
CARDS = f"//div[{has_class('abstract-collapse')}]"
COUNTS = f"//li[a[starts-with(@href, '#')]]/span[{has_class('badge')}]"
WITHDRAWN = re.compile(r"\[?(?:retracted|removed|withdrawn)\]?", re.I)


def event(answer: Answer, edition: Edition) -> Listing:
    """`/events/acl-2025/`: every volume of the event, Findings and co-located workshops too; `track` is the volume ("acl-long").

    `declared` and `listed` count front matter, as the site does. Raises FormatError.
    """
    tree = read_html(answer.body, answer.charset)
    abstracts = {card.get("id", ""): text_of(card) for card in tree.xpath(CARDS)}
    papers, spoilt, listed = [], [], 0
    for link in tree.xpath(ENTRIES):
        found = PAGE.fullmatch(link.get("href", ""))
        if not found:
            continue
        listed += 1
        entry = link.xpath("ancestor::span[1] | ancestor::p[1]")
        if _is_front_matter(found["id"]) or _is_withdrawn(entry):
            continue
        if title := text_of(link):
            abstract = abstracts.get(f"abstract-{found['id'].replace('.', '--')}")
            people = [text_of(person) for node in entry for person in node.xpath(".//a[contains(@href, '/people/')]")]
            papers.append(_paper(found["id"], title, people, abstract, edition))
        else:
            spoilt.append(f"The entry {found['id']} has no title.")
    if not any(paper.authors for paper in papers):
        raise FormatError("layout", "no paper with authors on the page of the event")
    counts = [COUNT.search(text_of(badge)) for badge in tree.xpath(COUNTS)]
    declared = sum(int(count[1].replace(",", "")[:9]) for count in counts if count)
    return Listing(papers=papers, declared=declared or None, listed=listed, spoilt=spoilt)


def _is_withdrawn(entry: list[lxml.html.HtmlElement]) -> bool:
    return any(WITHDRAWN.fullmatch(text_of(badge)) for node in entry for badge in node.xpath(f".//span[{has_class('badge')}]"))


def _volume(identifier: str) -> str:
    """ "acl-long" of "2025.acl-long.1", "P19-1" of "P19-1001"."""
    if "." in identifier:
        return identifier.rpartition(".")[0].partition(".")[2]
    return identifier[: len("P19-1") + bool(TWO_DIGIT_VOLUMES.match(identifier))]


def _is_front_matter(identifier: str) -> bool:
    """Whether it is paper 0 of its volume."""
    number = identifier.rpartition(".")[2] if "." in identifier else identifier.removeprefix(_volume(identifier))
    return not number.strip("0")


def _identifier(collection: str, volume: str, record: lxml.etree._Element) -> str:
    """As the record's own address has it, else made of the three numbers that stand around it."""
    if address := ID.fullmatch(text_of(record.find("url"))):
        return address[0]
    number = record.get("id", "")
    if "." in collection or not (volume + number).isdecimal():
        return f"{collection}-{volume}.{number}"
    return f"{collection}-{volume}{number.zfill(4 - len(volume))}"


def _paper(identifier: str, title: str, people: Collection[str], abstract: str | None, edition: Edition, doi: str = "") -> Paper:
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(name for name in people if name),
        abstract=clean_abstract(abstract),
        track=_volume(identifier),
        url=f"{SITE}/{identifier}/",
        pdf=f"{SITE}/{identifier}.pdf",
        doi=doi or (f"{DOI}{identifier}" if edition.year >= FIRST_WITH_DOI else ""),
    )


def collection(answer: Answer, edition: Edition, *, volumes: Collection[str] = ()) -> Listing:
    """A file of the Anthology's source ("2025.findings.xml"): the papers of these volumes ("acl"), of all where none is named.

    Retracted and removed papers are passed over, and told. Mixed content counts whole: "<fixed-case>O</fixed-case>cto".
    Raises FormatError.
    """
    root = read_xml(answer.body, answer.charset)
    if root.tag != "collection" or root.find("volume") is None:
        raise FormatError("layout", "no 'collection' with volumes")
    papers, spoilt, listed = [], [], 0
    for volume in root.iter("volume"):
        if volumes and volume.get("id") not in volumes:
            continue
        for record in volume.iter("paper"):
            listed += 1
            identifier = _identifier(root.get("id", ""), volume.get("id", ""), record)
            if (gone := first(record.iterchildren("retracted", "removed"))) is not None:
                spoilt.append(f"{identifier} is {gone.tag}.")
            elif title := text_of(record.find("title")):
                doi, abstract = clean_doi(text_of(record.find("doi"))), record.find("abstract")
                people = [_name(person) for person in record.iterchildren("author")]
                papers.append(_paper(identifier, title, people, None if abstract is None else text_of(abstract), edition, doi))
            else:
                spoilt.append(f"{identifier} has no title.")
    if not papers:
        raise FormatError("layout", f"no paper in the volumes {', '.join(volumes) or 'of the collection'}")
    return Listing(papers=papers, listed=listed, spoilt=spoilt)


def _name(person: lxml.etree._Element) -> str:
    """A person of one name has no `first`."""
    return " ".join(part for name in ("first", "last") if (part := text_of(person.find(name))))
