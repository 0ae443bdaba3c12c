"""dblp: the papers of a table of contents as SPARQL rows, as XML, or as the search API's JSON. No abstracts.

Titles carry a final stop of dblp's own, names the number by which dblp tells namesakes apart ("Jie Li 0002").
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import lxml.etree

from spiders.editions import Edition
from spiders.formats.json_answer import Json, mapping, read_json, sequence, several, text, whole
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import read_xml, text_of
from spiders.formats.notices import is_front_matter, kind_of
from spiders.formats.text import clean, clean_doi
from spiders.guard import Answer
from spiders.paper import Paper

NAMESAKE = re.compile(r"\s\d{4}$")
# dblp's RDF escapes "&" once too often: the six characters stand in the title (seen 2026-10).
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Some DOIs of the search API lack their slash ("10.11453786702", seen 2026); these registrants are those of our venues.
SLASHLESS = re.compile(r"(10\.(?:1145|1609|24963|52202))(?=[\da-z])")
CONTENTS_PAGE = re.compile(r"https?://dblp\.org/db/((?:conf|journals)/[^\s?#]+?)(?:\.html|\.bht)?$")


def sparql(answer: Answer, edition: Edition) -> Listing:
    """SPARQL results with the variables paper, title, ord, name and (if asked for) ee or primary, and doi.

    A row stands for a paper and an author of it. Raises FormatError.
    """
    results = mapping(read_json(answer.body, answer.charset), "the answer").get("results")
    if results is None:
        raise FormatError("layout", "no 'results' in the answer of dblp's SPARQL service")
    rows = sequence(mapping(results, "results").get("bindings"), "results.bindings")
    grouped: dict[str, list[dict[str, str]]] = {}
    for order, row in enumerate(rows, 1):
        values = {name: _value(cell) for name, cell in mapping(row, f"row {order}").items()}
        if not values.get("paper") or "title" not in values:
            raise FormatError("layout", f"row {order} of dblp's SPARQL answer names no paper or no title")
        grouped.setdefault(values["paper"], []).append(values)
    papers = [_of_rows(rows_of_one, edition) for rows_of_one in grouped.values()]
    return _listing(papers, len(grouped), declared=None)


def contents_pages(answer: Answer) -> Sequence[str]:
    """The contents pages of a stream, from SPARQL results with the variable toc: "conf/asplos/asplos2024-1", in their order.

    Raises FormatError.
    """
    results = mapping(read_json(answer.body, answer.charset), "the answer").get("results")
    if results is None:
        raise FormatError("layout", "no 'results' in the answer of dblp's SPARQL service")
    rows = sequence(mapping(results, "results").get("bindings"), "results.bindings")
    addresses = (_value(mapping(row, f"row {order}").get("toc", {})) for order, row in enumerate(rows, 1))
    return tuple(dict.fromkeys(found[1] for address in addresses if (found := CONTENTS_PAGE.match(address))))


def _value(cell: Json) -> str:
    return text(mapping(cell, "a cell").get("value"), "value")


def _of_rows(rows: Sequence[Mapping[str, str]], edition: Edition) -> Paper:
    ordered = sorted(rows, key=_order)
    # Two rows for one author where it has two ORCIDs.
    names = {(row.get("ord", ""), row["name"]): None for row in ordered if row.get("name")}
    title = ESCAPED.sub(lambda found: chr(int(found[1], 16)), rows[0]["title"])
    link = rows[0].get("ee") or rows[0].get("primary") or ""
    doi = clean_doi(rows[0].get("doi", "")) or (clean_doi(link) if "doi.org/" in link else "")
    return _paper(title, (name for _, name in names), [link], doi, edition)


def _order(row: Mapping[str, str]) -> int:
    given = row.get("ord", "0")
    if not given.isdecimal() or len(given) > 6:
        raise FormatError("schema", f"the place of an author is {given[:20]!r}")
    return int(given)


def _paper(title: str, names: Iterable[str], links: Iterable[str], doi: str, edition: Edition) -> Paper:
    addresses = [address for link in links if (address := clean(link))]
    forum = re.search(r"openreview\.net/forum\?id=([\w-]+)", " ".join(addresses))
    return Paper(
        title=_without_stop(clean(title)),
        venue=edition.venue,
        year=edition.year,
        authors=tuple(NAMESAKE.sub("", name) for written in names if (name := clean(written))),
        track=kind_of(clean(title)),
        url=f"https://doi.org/{doi}" if doi else next(iter(addresses), ""),
        pdf=next((address for address in addresses if address.lower().endswith(".pdf")), ""),
        doi=doi,
        forum=forum[1] if forum else "",
    )


def _without_stop(title: str) -> str:
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def _listing(papers: Sequence[Paper], listed: int, declared: int | None) -> Listing:
    """Without what is no paper of the edition: front matter. What has no title is named, since dblp declares no total to miss it by."""
    kept = [paper for paper in papers if paper.title and not is_front_matter(paper.title)]
    spoilt = [f"Entry {order} of dblp's contents has no title." for order, paper in enumerate(papers, 1) if not paper.title]
    return Listing(papers=kept, declared=declared, listed=listed, spoilt=spoilt)


def contents(answer: Answer, edition: Edition) -> Listing:
    """The XML of a table of contents (`/db/conf/mm/mm2024.xml`). Raises FormatError."""
    root = read_xml(answer.body, answer.charset)
    records = list(root.iter("inproceedings", "article"))
    if root.tag != "bht" or not records:
        raise FormatError("layout", "no paper in dblp's table of contents")
    if all(record.find("title") is None for record in records):
        raise FormatError("layout", "no title in dblp's table of contents")
    return _listing([_of_record(record, edition) for record in records], len(records), declared=None)


def _of_record(record: lxml.etree._Element, edition: Edition) -> Paper:
    links = [text_of(link) for link in record.findall("ee")]
    doi = next((doi for link in links if "doi.org/" in link and (doi := clean_doi(link))), "")
    names = (text_of(author) for author in record.findall("author"))
    return _paper(text_of(record.find("title")), names, links, doi, edition)


def search(answer: Answer, edition: Edition) -> Listing:
    """A page of `/search/publ/api`; `declared` is its `@total`, `next_page` the number of the first hit of the next page.

    Raises FormatError.
    """
    result = mapping(read_json(answer.body, answer.charset), "the answer").get("result")
    if result is None:
        raise FormatError("layout", "no 'result' in the answer of dblp's search")
    hits = mapping(mapping(result, "result").get("hits"), "hits")
    total, start = whole(hits.get("@total"), "@total"), whole(hits.get("@first", "0"), "@first")
    found = several(hits.get("hit"))
    infos = [mapping(mapping(hit, "a hit").get("info"), "info") for hit in found]
    papers = [_of_info(info, edition) for info in infos if info.get("type") != "Editorship"]
    if papers and not any(paper.title for paper in papers):
        raise FormatError("layout", "no title in the hits of dblp's search")
    listing = _listing(papers, len(found), declared=total)
    following = str(start + len(found)) if found and start + len(found) < total else ""
    return replace(listing, next_page=following)


def _of_info(info: Mapping[str, Json], edition: Edition) -> Paper:
    people = several(mapping(info["authors"], "authors").get("author")) if info.get("authors") is not None else ()
    names = [text(person if isinstance(person, str) else mapping(person, "an author").get("text"), "name") for person in people]
    links = [text(link, "ee") for link in several(info.get("ee"))]
    doi = clean_doi(SLASHLESS.sub(r"\1/", text(info.get("doi"), "doi").strip(), count=1))
    doi = next((found for link in links if "doi.org/" in link and (found := clean_doi(link))), doi)
    return _paper(text(info.get("title"), "title"), names, links, doi, edition)
