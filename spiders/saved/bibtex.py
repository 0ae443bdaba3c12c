"""BibTeX files saved by hand: exports of the ACM, dblp, IJCAI and others. (PMLR's volumes are no strict BibTeX: see `pmlr`.)"""

import logging
import re
from collections.abc import Mapping

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.names import bibtex_names, readable
from spiders.formats.text import MOST_FIELD, clean, clean_abstract, clean_doi, decode
from spiders.guard import Answer
from spiders.paper import Paper

# Twenty thousand entries with abstracts; the parser takes some twenty times the text.
MOST_CHARACTERS = 8_000_000

# The kinds of entries that are papers; @proceedings and @book are the volumes that hold them.
PAPERS = frozenset({"inproceedings", "conference", "article", "misc", "incollection", "inbook", "techreport", "unpublished"})


def entries(answer: Answer, edition: Edition) -> Listing:
    """Every paper of a BibTeX file. Entries of another year are passed over and named in `spoilt`, as are broken ones."""
    text = decode(answer.body, answer.charset)
    # The longest line too, before the parser sees it: a field of megabytes takes it seconds.
    longest = max(map(len, text.splitlines()), default=0)
    if len(text) > MOST_CHARACTERS or longest > MOST_FIELD:
        raise FormatError("size", f"the BibTeX file has {len(text):,} characters, {longest:,} of them in one line")
    known, broken = _parsed(text)
    papers, spoilt = [], [f"The BibTeX near line {line + 1} could not be read." for line in broken]
    for key, fields in known:
        title, stated = readable(fields.get("title", "")), fields.get("year", "").strip()
        if not title:
            spoilt.append(f"The entry {key[:60]} has no title.")
        elif re.fullmatch(r"\d{4}", stated) and int(stated) != edition.year:
            spoilt.append(f"The entry {key[:60]} is of {stated}, not of {edition.year}.")
        else:
            papers.append(_paper(fields, title, edition))
    if not papers:
        raise FormatError("layout", spoilt[0] if spoilt else "no entry of a paper in the BibTeX file")
    return Listing(papers=papers, listed=len(known) + len(broken), spoilt=spoilt)


def _parsed(text: str) -> tuple[list[tuple[str, dict[str, str]]], list[int]]:
    """(key, fields) of each paper, and the lines at which an entry is broken. An entry that comes twice is kept twice."""
    # Only here: no other command needs it.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock

    # It writes a warning for each broken entry, which `spoilt` tells better.
    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    found: list[tuple[str, dict[str, str]]] = []
    broken: list[int] = []
    for block in parse_string(text).blocks:
        # A key or a field that comes twice spoils nothing here.
        entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(entry, Entry):
            if entry.entry_type.lower() in PAPERS:
                found.append((entry.key, {field.key.lower(): _unquoted(str(field.value)) for field in entry.fields}))
        elif isinstance(block, ParsingFailedBlock):
            broken.append(block.start_line or 0)
    return found, broken


def _unquoted(value: str) -> str:
    """The parser leaves the quotes on an entry whose key comes twice."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _paper(fields: Mapping[str, str], title: str, edition: Edition) -> Paper:
    url = clean(fields.get("url", ""))
    doi = clean_doi(fields.get("doi", "")) or (clean_doi(url) if "doi.org/" in url else "")
    forum = re.search(r"openreview\.net/forum\?id=([\w-]+)", url)
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=bibtex_names(fields.get("author", "")),
        abstract=clean_abstract(fields.get("abstract")),
        url=url or (f"https://doi.org/{doi}" if doi else ""),
        pdf=clean(fields.get("pdf", "")),
        doi=doi,
        forum=forum[1] if forum else "",
        keywords=tuple(word for piece in re.split(r"[;,]", fields.get("keywords", "")) if (word := readable(piece))),
    )
