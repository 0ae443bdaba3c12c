"""Tables saved by hand: CSV with a header line, its columns in any order and under the names that sites and people use."""

import csv
import io
import re
from collections.abc import Mapping

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.names import comma_names
from spiders.formats.text import clean, clean_abstract, clean_doi, decode, given_first
from spiders.guard import Answer
from spiders.paper import Paper

# The names of columns in the exports of the ACM, IEEE Xplore, Scopus, Web of Science, Zotero and of this program.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "documenttitle", "articletitle", "itemtitle", "papername", "paper", "name"),
    "authors": ("authors", "author", "authornames", "authorfullnames", "authorlist"),
    "abstract": ("abstract", "abstractnote", "summary"),
    "doi": ("doi", "itemdoi"),
    "url": ("url", "link", "paperurl", "page", "webpage"),
    "pdf": ("pdf", "pdflink", "pdfurl"),
    "track": ("track", "session", "section", "category"),
    "keywords": ("keywords", "authorkeywords", "keyword", "subjects", "manualtags"),
    "year": ("year", "publicationyear", "issuedyear"),
}
DELIMITERS = ",;\t"
# Wider than any export known (Zotero writes 87 columns).
MOST_COLUMNS = 500


def rows(answer: Answer, edition: Edition) -> Listing:
    """Every row with a title. Rows of another year are passed over and named in `spoilt`."""
    text = decode(answer.body, answer.charset or _bom(answer.body))
    header, columns, delimiter = _header(text)
    papers, spoilt, listed = [], [], 0
    reader = csv.reader(io.StringIO(text[len(header) :], newline=""), delimiter=delimiter)
    try:
        for listed, cells in enumerate((cells for cells in reader if any(cells)), 1):
            row = {name: cells[place] for name, place in columns.items() if place < len(cells)}
            problem = _problem(row, edition.year)
            if problem:
                spoilt.append(f"Row {listed} {problem}.")
            else:
                papers.append(_paper(row, edition))
    except csv.Error as problem:
        raise FormatError("size", f"row {listed + 1} of the table cannot be read: {problem}") from None
    if not papers:
        raise FormatError("layout", spoilt[0] if spoilt else "the table has a header but no row")
    return Listing(papers=papers, listed=listed, spoilt=spoilt)


def _bom(body: bytes) -> str:
    """Excel's "Unicode text" is UTF-16, which says so in its first two bytes."""
    return "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ""


def _header(text: str) -> tuple[str, dict[str, int], str]:
    """The header line as it stands, field to column, and the delimiter that cuts it best."""
    header = next((line for line in text.splitlines(keepends=True)[:1]), "")
    delimiter = max(DELIMITERS, key=header.count)
    try:
        cells = next(csv.reader([header.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    names = [re.sub(r"[^a-z]", "", cell.lower()) for cell in cells[:MOST_COLUMNS]]
    columns = {
        field: next(names.index(name) for name in known if name in names)
        for field, known in COLUMNS.items()
        if any(name in names for name in known)
    }
    if "title" not in columns:
        raise FormatError("layout", "the first line of the table names no column 'title'")
    return header, columns, delimiter


def _problem(row: Mapping[str, str], year: int) -> str:
    if not clean(row.get("title", "")):
        return "has no title"
    stated = row.get("year", "").strip()
    return f"is of {stated}, not of {year}" if re.fullmatch(r"\d{4}", stated) and int(stated) != year else ""


def _paper(row: Mapping[str, str], edition: Edition) -> Paper:
    doi = clean_doi(row.get("doi", ""))
    return Paper(
        title=clean(row["title"]),
        venue=edition.venue,
        year=edition.year,
        authors=_names(row.get("authors", "")),
        abstract=clean_abstract(row.get("abstract")),
        track=clean(row.get("track", "")),
        url=clean(row.get("url", "")) or (f"https://doi.org/{doi}" if doi else ""),
        pdf=clean(row.get("pdf", "")),
        doi=doi,
        keywords=tuple(word for piece in re.split(r"[;|]|,\s", row.get("keywords", "")) if (word := clean(piece))),
    )


def _names(text: str) -> tuple[str, ...]:
    """Parted by semicolons or as in BibTeX, where a comma turns a name round, else by commas. Scopus adds "(number)"."""
    text = re.sub(r"\s*\(\d+\)", "", text)
    if ";" in text:
        return tuple(name for piece in text.split(";") if (name := clean(given_first(piece))))
    pieces = text.split(" and ")
    if len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces):
        return tuple(name for piece in pieces if (name := clean(given_first(piece))))
    return comma_names(re.sub(r",?\s+and\s+", ", ", text))
