"""Papers for other programs: BibTeX, RIS, CSL-JSON, CSV and JSON Lines. Pure but for `records`."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from candidates.queue.candidates import CHUNK, Candidate, candidates
from candidates.reading_list.inline import MATH
from candidates.store.database import Store
from candidates.store.paper_rows import paper_of
from candidates.store.tables import PAPERS
from spiders.addresses import web_address
from spiders.paper import Paper
from spiders.steering import without_steering

# What begins a formula in Excel, LibreOffice or Google Sheets (OWASP, "CSV Injection"); such a cell gets an apostrophe before it.
# Full-width signs too, which spreadsheets of East Asian systems take for the others.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Signs without width that may stand before them.
WIDTHLESS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff \t\r\n"
# Parts of a family name that stand before it in lower case.
PARTICLES = frozenset("van von der den de del della di da dos du la le ter ten zu zur al el bin ibn".split())  # noqa: SIM905 - read as a row
LATEX_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}}
)
# BibTeX counts even escaped braces, so one without its partner is written by name.
LONE_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}) | {
    sign: escaped for sign, escaped in LATEX_SPECIAL.items() if chr(sign) not in "{}"
}
# What TeX does beside setting signs: reads and writes files, defines, executes. A formula that holds one is written as text.
NOT_MATH = re.compile(
    r"\\(?:input|include\w*|openin|openout|read|write\w*|immediate|csname|\w?def|let|catcode|newcommand|renewcommand|usepackage|special|loop|expandafter)"
    r"(?![a-zA-Z])|\^\^"
)
# A word with a capital after its first letter ("SpikeLM", "SNN"): BibTeX styles would write it small.
CASED = re.compile(r"\b\w+[A-Z]\w*")
# First words that say nothing in a citation key.
EMPTY_WORDS = frozenset({"a", "an", "the", "on", "of", "in", "to", "for", "and", "is", "are", "do", "does", "how", "what", "when", "why"})


@dataclass(frozen=True, slots=True)
class Record:
    """A paper with what the queue knows of it. `proceedings`: its edition as people write it ("ACM MM 2025")."""

    candidate: Candidate
    paper: Paper
    proceedings: str


def records(store: Store, states: Sequence[str], editions: Sequence[tuple[str, int]] = ()) -> list[Record]:
    """The papers in these states, the most promising first."""
    found = candidates(store, states, editions)
    papers: dict[str, Paper] = {}
    with store.reading() as connection:
        for start in range(0, len(found), CHUNK):
            wanted = [each.id for each in found[start : start + CHUNK]]
            rows = connection.execute(select(PAPERS).where(PAPERS.c.id.in_(wanted))).mappings()
            papers.update((row["id"], paper_of(row)) for row in rows)
    return [Record(each, papers[each.id], f"{store.editions.name_of(each.venue)} {each.year}") for each in found]


def paper_json(paper_id: str, paper: Paper) -> dict[str, Any]:
    """A paper as `covenue papers --json` and JSON Lines have it; no address that leads elsewhere than to the web."""
    return {
        "id": paper_id,
        "title": paper.title,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "venue": paper.venue,
        "year": paper.year,
        "track": paper.track,
        "url": web_address(paper.url),
        "doi": paper.doi,
        "keywords": list(paper.keywords),
        "sources": dict(paper.origins),
    }


def to_jsonl(found: Iterable[Record]) -> str:
    """JSON Lines in the shape of `covenue papers`."""
    return "".join(json.dumps(paper_json(each.candidate.id, each.paper), ensure_ascii=False) + "\n" for each in found)


def to_csv(found: Iterable[Record]) -> str:
    """CSV that a spreadsheet opens as text: no cell begins a formula, all are quoted."""
    names = ("id", "title", "authors", "venue", "year", "track", "state", "category", "score", "decided_by", "decided_at")
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")  # line ends as RFC 4180 has them
    writer.writerow((*names, "url", "doi", "keywords", "abstract"))
    for each in found:
        row = {**each.candidate.as_json(), "authors": "; ".join(each.paper.authors), "keywords": "; ".join(each.paper.keywords)}
        writer.writerow([csv_cell(row[name]) for name in (*names, "url", "doi", "keywords", "abstract")])
    return text.getvalue()


def csv_cell(value: Any) -> str:
    """The value as a cell that no spreadsheet takes for a formula; None is an empty one."""
    text = "" if value is None else without_steering(str(value))
    bare = text.lstrip("'")  # an apostrophe of the text's own, which would be taken for ours
    return f"'{text}" if bare.startswith(FORMULA) or bare.lstrip(WIDTHLESS).startswith(FORMULA) else text


def to_csl_json(found: Iterable[Record]) -> str:
    """CSL-JSON, which Zotero, pandoc and citeproc read."""
    return json.dumps([_csl(each) for each in found], ensure_ascii=False, indent=1) + "\n"


def _csl(each: Record) -> dict[str, Any]:
    paper = each.paper
    item = {
        "id": each.candidate.id,
        "type": "paper-conference",
        "title": paper.title,
        "author": [_csl_name(name) for name in paper.authors],
        "issued": {"date-parts": [[paper.year]]},
        "container-title": each.proceedings,
        "DOI": paper.doi,
        "URL": web_address(paper.url),
        "abstract": paper.abstract,
        "keyword": ", ".join(paper.keywords),
    }
    return {key: value for key, value in item.items() if value}


def _csl_name(name: str) -> Mapping[str, str]:
    family, given = split_name(name)
    return {"family": family, "given": given} if given else {"literal": family}


def to_ris(found: Iterable[Record]) -> str:
    """RIS, which reference managers and screening tools read."""
    from rispy.writer import RisWriter

    class Writer(RisWriter):  # type: ignore[misc]  # rispy is shipped without types
        def set_header(self, count: int) -> None:
            """None: a number before each record, which rispy writes, is no part of RIS and keeps some programs from reading the file."""

    text: str = Writer().formats([_ris(each) for each in found])
    return text


def _ris(each: Record) -> dict[str, Any]:
    paper = each.paper
    fields = {
        "id": each.candidate.id,
        "title": paper.title,
        "secondary_title": each.proceedings,
        "year": str(paper.year),
        "abstract": paper.abstract,
        "doi": paper.doi,
    }
    lists = {
        "authors": [", ".join(part for part in split_name(name) if part) for name in paper.authors],
        "keywords": list(paper.keywords),
        "urls": [address] if (address := web_address(paper.url)) else [],
    }
    # A line break inside a field would begin a field of its own.
    flat = {key: _one_line(value) for key, value in fields.items() if value}
    return {
        "type_of_reference": "CPAPER",
        **flat,
        **{key: [_one_line(value) for value in values] for key, values in lists.items() if values},
    }


def to_bibtex(found: Iterable[Record]) -> str:
    """BibTeX in UTF-8, special characters escaped, capitals kept, each key once."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    used: set[str] = set()
    for each in found:
        paper = each.paper
        fields = {
            "title": _latex(paper.title, keep_case=True),
            "author": " and ".join(_bibtex_name(name) for name in paper.authors),
            "booktitle": _latex(each.proceedings),
            "year": str(paper.year),
            "doi": _bibtex_address(paper.doi),
            "url": _bibtex_address(web_address(paper.url)),
            "keywords": _latex(", ".join(paper.keywords)),
            "abstract": _latex(paper.abstract or ""),
        }
        key = citation_key(paper, used)
        used.add(key)
        library.add(Entry("inproceedings", key, [Field(name, value) for name, value in fields.items() if value]))
    text: str = write_string(library)
    return text


def citation_key(paper: Paper, used: Set[str] = frozenset()) -> str:
    """Family name, year, first telling word ("zhou2025spikformer"); a number behind it where that is taken."""
    family = _ascii(split_name(paper.authors[0])[0]) if paper.authors else ""
    words = [word for word in (_ascii(each) for each in re.findall(r"[^\W_]+", paper.title)) if word and word not in EMPTY_WORDS]
    key = f"{family or 'anonymous'}{paper.year}{words[0] if words else ''}"
    number = 2
    unique = key
    while unique in used:
        unique = f"{key}-{number}"
        number += 1
    return unique


def split_name(name: str) -> tuple[str, str]:
    """Family and given name; the given one is "" where the name has one part. Particles in lower case belong to the family name."""
    name = _one_line(name)
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    parts = name.split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1] in PARTICLES:
        start -= 1
    return " ".join(parts[max(start, 0) :]), " ".join(parts[: max(start, 0)])


def _bibtex_name(name: str) -> str:
    family, given = split_name(name)
    escaped = ", ".join(_latex(part) for part in (family, given) if part)
    # "and" separates authors, so a name that holds the word is kept together by braces.
    return f"{{{escaped}}}" if re.search(r"\band\b", escaped, re.IGNORECASE) else escaped


def _bibtex_address(url: str) -> str:
    """Braces of an address would end the field; percent signs stay, for styles print addresses as they are."""
    return _one_line(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _latex(text: str, keep_case: bool = False) -> str:
    """Text as LaTeX; formulas between dollar signs stay when their braces are balanced."""
    text = _one_line(text)
    formulas = [found for found in MATH.finditer(text) if _balanced(found[0]) and not NOT_MATH.search(found[0])]
    starts = [0, *(found.end() for found in formulas)]
    ends = [*(found.start() for found in formulas), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    signs = LATEX_SPECIAL if _balanced("".join(pieces)) else LONE_BRACES
    escaped = [_escaped(piece, signs, keep_case) for piece in pieces]
    return escaped[0] + "".join(found[0] + piece for found, piece in zip(formulas, escaped[1:], strict=True))


def _escaped(text: str, signs: Mapping[int, str], keep_case: bool) -> str:
    made = []
    end = 0
    for word in CASED.finditer(text) if keep_case else ():
        made += [text[end : word.start()].translate(signs), f"{{{word[0].translate(signs)}}}"]
        end = word.end()
    return "".join((*made, text[end:].translate(signs)))


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _one_line(text: str) -> str:
    return " ".join(without_steering(text).split())


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isascii() and sign.isalnum())


FORMATS: Mapping[str, Callable[[Iterable[Record]], str]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csl-json": to_csl_json,
    "csv": to_csv,
    "jsonl": to_jsonl,
}
