"""BibTeX files saved by hand: exports of the ACM, dblp, IJCAI and others. (PMLR's volumes are no strict BibTeX: see `pmlr`.)"""

import logging
import re
from collections.abc import Mapping

from spiders.editions import Edition
from spiders.formats.listing import FormatError
from spiders.formats.names import bibtex_names, readable, readable_abstract
from spiders.formats.text import MOST_FIELD, decode
from spiders.guard import Answer
from spiders.saved.columns import record_of
from spiders.saved.record import Record, Records

# Twenty thousand entries with abstracts; the parser takes some twenty times the text.
MOST_CHARACTERS = 8_000_000

# The kinds of entries that are papers; @proceedings and @book are the volumes that hold them.
PAPERS = frozenset({"inproceedings", "conference", "article", "misc", "incollection", "inbook", "techreport", "unpublished"})
# The fields that say where an entry was published, and those that make its paper besides title, authors, abstract and addresses.
SAID = ("booktitle", "journal", "journaltitle", "eventtitle", "venue", "year", "date", "isbn", "track", "decision", "status")
# `howpublished = {\\url{…}}`
ADDRESS = re.compile(r"https?://[^\s{}]+")
COMMA = re.compile(r"(?:(?<!\s)\s+)?,\s*")
UNICODE = re.compile(r"\\unicode\{(\d{1,7})\}")
FORMULA = re.compile(r"\{?\\\((.{0,300}?)\\\)\}?", re.S)
BOX = re.compile(r"\\(?:mbox|text|hbox)\{([^{}]*)\}")
# `$\mathbb{R}$$^{d}$`, and with the braces that stood around each.
TWO_FORMULAS = re.compile(r"(?<!\\)\$\$")


def entries(answer: Answer, edition: Edition) -> Records:
    """Every paper of a BibTeX file. Broken entries and those without a title are named in `spoilt`. Raises FormatError."""
    text = decode(answer.body, answer.charset)
    # The longest line too, before the parser sees it: a field of megabytes takes it seconds.
    longest = max(map(len, text.splitlines()), default=0)
    if len(text) > MOST_CHARACTERS or longest > MOST_FIELD:
        raise FormatError("size", f"the BibTeX file has {len(text):,} characters, {longest:,} of them in one line")
    known, broken = _parsed(text)
    found, spoilt = [], [f"The BibTeX near line {line + 1} could not be read." for line in broken]
    for key, fields in known:
        record = _record(key, fields, edition)
        if record.paper.title:
            found.append(record)
        else:
            spoilt.append(f"{record.where} has no title.")
    if not known:
        raise FormatError("layout", spoilt[0] if spoilt else "no entry of a paper in the BibTeX file")
    return Records(found=found, listed=len(known) + len(broken), spoilt=spoilt)


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


def _record(key: str, fields: Mapping[str, str], edition: Edition) -> Record:
    row = {name: readable(value) for name, value in fields.items() if name in SAID}
    row |= {name: fields[name] for name in ("doi", "url", "pdf") if name in fields}
    row["abstract"] = readable_abstract(fields.get("abstract", ""))
    row["title"] = readable(with_symbols(fields.get("title", "")))
    row["keywords"] = COMMA.sub(";", readable(fields.get("keywords", "")))
    eprint = fields.get("howpublished", "")
    if "url" not in row and (address := ADDRESS.search(eprint)):
        row["url"] = address[0]
    return record_of(f"The entry {key[:60]}", row, bibtex_names(with_symbols(fields.get("author", ""))), edition)


def with_symbols(text: str) -> str:
    """dblp's ways to write what BibTeX has no letter for: `\\unicode{119977}`, and `\\(…\\)`, which is `$…$` here."""
    if "\\" not in text:
        return text
    text = UNICODE.sub(lambda found: chr(int(found[1])) if 31 < int(found[1]) < 0x110000 else "", text)
    text = FORMULA.sub(lambda found: f"${_formula(found[1])}$", text)
    return TWO_FORMULAS.sub("", text)


def _formula(text: str) -> str:
    """Without the empty base of a raised sign and the boxes around words: `{}^{\\mbox{2}}` is `^{2}`."""
    return BOX.sub(r"\1", text.replace("{}", "")).strip()
