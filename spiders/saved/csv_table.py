"""Tables saved by hand: CSV or TSV with a header line, its columns in any order and under the names that sites and people use."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from spiders.editions import Edition
from spiders.formats.listing import FormatError
from spiders.formats.text import decode
from spiders.guard import Answer
from spiders.saved.author_lists import authors_of, parted, separator_of
from spiders.saved.columns import NAMES, WEB_OF_SCIENCE, plain_name, record_of
from spiders.saved.record import Record, Records

DELIMITERS = ",;\t"
# Wider than any export known (Zotero writes 87 columns).
MOST_COLUMNS = 500
# More than any index exports at once (20,000), and than any edition holds.
MOST_ROWS = 40_000
# An apostrophe before what would begin a formula is the spreadsheet's, not the text's (see `candidates.exports`).
GUARDED = re.compile(r"'(?=['\s\u200b-\u200f\u2060\ufeff]{0,20}[=+\-@\t\r＝＋－＠])")
Row = Mapping[str, str]


def rows(answer: Answer, edition: Edition) -> Records:
    """Every row with a title, and the rows without one in `spoilt`. Raises FormatError where no column holds titles, or it is no table."""
    text = decode(answer.body, answer.charset)
    header, columns, delimiter = _header(text)
    read = list(_read(text[len(header) :], columns, delimiter))
    name = next((each for each in NAMES["authors"] if each in columns and any(row.get(each) for row in read)), "")
    separator = separator_of(row.get(name, "") for row in read)
    found, spoilt = [], []
    for number, row in enumerate(read, 1):
        record = _record(number, row, name, separator, edition)
        if record.paper.title:
            found.append(record)
        else:
            spoilt.append(f"Row {number} has no title.")
    if not read:
        raise FormatError("layout", "the table has a header but no row")
    return Records(found=found, listed=len(read), spoilt=spoilt)


def _record(number: int, row: Row, authors: str, separator: str, edition: Edition) -> Record:
    said = row.get(authors, "")
    # Only Springer's titles are of an "item", and only its names stand together.
    people = parted(said) if "itemtitle" in row and not separator and "," not in said else authors_of(said, separator)
    return record_of(f"Row {number}", row, people, edition)


def _read(text: str, columns: Mapping[str, int], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(filter(any, reader), 1):
            if number > MOST_ROWS:
                raise FormatError("size", f"the table has more than {MOST_ROWS:,} rows, which no edition has")
            yield {name: GUARDED.sub("", cells[place], count=1) for name, place in columns.items() if place < len(cells)}
    except csv.Error as problem:
        raise FormatError("size", f"the table cannot be read at line {reader.line_num}: {problem}") from None


def _header(text: str) -> tuple[str, dict[str, int], str]:
    """The header line as it stands, the place of each column by its plain name, and the delimiter that cuts it best."""
    header = next((line for line in text.splitlines(keepends=True)[:1]), "")
    delimiter = max(DELIMITERS, key=header.count)
    try:
        cells: Sequence[str] = next(csv.reader([header.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    names = [plain_name(cell) for cell in cells[:MOST_COLUMNS]]
    if "pt" in names and "ti" in names:
        names = [WEB_OF_SCIENCE.get(name, name) for name in names]
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        columns.setdefault(name, place)
    if not any(name in columns for name in NAMES["title"]):
        raise FormatError("layout", "the first line of the table names no column 'title'")
    return header, columns, delimiter
