"""What the columns and keys of exports and dumps are called, and a record made of them. Shared by tables and JSON lists."""

import re
from collections.abc import Mapping, Sequence

from spiders.addresses import forum_in
from spiders.editions import Edition
from spiders.formats.text import clean, clean_abstract, clean_doi
from spiders.paper import Paper
from spiders.saved.record import Provenance, Record

# Under the names that ACM, IEEE Xplore, Scopus, Springer, the Web of Science, Zotero, OpenReview's dumps, Mini-Conf, the virtual sites and
# this program use, letters only; the first that is there and not empty counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "documenttitle", "articletitle", "itemtitle", "papername", "paper", "name", "displayname"),
    "authors": ("authorfullnames", "authorsfullnames", "authors", "author", "authornames", "authorlist", "speakersauthors", "speakers"),
    "abstract": ("abstract", "abstractnote", "summary"),
    "doi": ("doi", "itemdoi"),
    "url": ("url", "paperurl", "page", "webpage", "site", "virtualsiteurl", "link", "openreviewlink", "openreviewurl", "forumurl", "href"),
    "pdf": ("pdf", "pdflink", "pdfurl", "paperpdfurl", "linkpdf"),
    "forum": ("forum", "forumid", "openreviewid"),
    "track": ("track", "session", "sessions", "section", "category", "primaryarea"),
    "keywords": ("authorkeywords", "keywords", "keyword", "subjects", "manualtags"),
}
# All that are there count.
VENUES = (
    *("booktitle", "conferencename", "conference", "conferencetitle", "event", "eventtitle", "venue", "venuename", "venuekey", "journal"),
    *("publicationtitle", "sourcetitle", "containertitle", "proceedingstitle", "publicationname", "journaltitle", "bookseriestitle"),
)
YEARS = ("year", "publicationyear", "issuedyear", "pubyear", "conferenceyear", "date", "issued", "coverdate", "publicationdate")
DECISIONS = ("decision", "finaldecision", "status", "paperstatus", "recommendation", "result", "outcome", "acceptance", "acceptancestatus")
# Columns of yes and no, and what "yes" and "no" mean in them.
YES_OR_NO: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("withdraw", "withdrawn", "iswithdrawn"), ("withdrawn", "")),
    **dict.fromkeys(("rejected", "isrejected", "reject", "deskrejected", "isdeskrejected"), ("rejected", "")),
    **dict.fromkeys(("accepted", "isaccepted", "accept"), ("accepted", "not accepted")),
}
YES, NO = frozenset({"1", "true", "yes", "y", "x"}), frozenset({"0", "false", "no", "n"})
KINDS = ("type", "eventtype", "itemtype", "contenttype", "entrytype", "documenttype")
ISBNS = ("isbn", "isbns", "itemisbn")
# Every column that `provenance_of` reads. What a record says of its origin is some words: the longest proceedings title of the saved files
# has some 200 letters. A value of megabytes is searched only so far, for a dozen patterns at each letter took a second (2026-11-25).
SAID = (*VENUES, *YEARS, *DECISIONS, *YES_OR_NO, *KINDS, *ISBNS, "venueid")
MOST_OF_VALUE = 2_000
# The Web of Science's own column names, which mean nothing elsewhere.
WEB_OF_SCIENCE: Mapping[str, str] = {
    "ti": "title",
    "af": "authorfullnames",
    "au": "authors",
    "so": "sourcetitle",
    "py": "year",
    "di": "doi",
    "ab": "abstract",
    "de": "authorkeywords",
    "ct": "conferencetitle",
    "bn": "isbn",
}
# Pages about a paper that are not the paper's.
INDEXES = re.compile(r"//(?:www\.)?(?:scopus\.com|webofscience\.com|scholar\.google|dblp\.org)", re.I)
PYTHON_LIST = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
VENUE_ID = re.compile(r"([\w.-]+(?:/[\w.-]+)*?)/((?:19|20)\d\d)(?:/(.*))?", re.S)
ISBN = re.compile(r"97[89][\d-]{10,14}")


def plain_name(column: str) -> str:
    """The letters of a column or key, small: "Author Full Names" is "authorfullnames"."""
    return re.sub(r"[^a-z]", "", column[:MOST_OF_VALUE].lower())


def record_of(where: str, given: Mapping[str, str], authors: Sequence[str], edition: Edition) -> Record:
    """The record of a row: `given` by `plain_name`, every value a text. The title may be empty; who calls says so."""
    doi = clean_doi(first_of(given, "doi"))
    url = clean(next((given[name] for name in NAMES["url"] if given.get(name) and not INDEXES.search(given[name])), ""))
    if not doi and "doi.org/" in url:
        doi = clean_doi(url)
    pdf = clean(first_of(given, "pdf"))
    paper = Paper(
        title=clean(first_of(given, "title")),
        venue=edition.venue,
        year=edition.year,
        authors=tuple(authors),
        abstract=clean_abstract(first_of(given, "abstract")),
        track=clean(first_of(given, "track")),
        url=url if "://" in url or url.startswith("/") else (f"https://doi.org/{doi}" if doi else url),
        pdf=pdf,
        doi=doi,
        forum=clean(first_of(given, "forum")) or forum_in(url) or forum_in(pdf),
        keywords=words_of(first_of(given, "keywords")),
    )
    return Record(where=where, paper=paper, provenance=provenance_of(given))


def first_of(given: Mapping[str, str], field: str) -> str:
    """The first value under one of a field's names, "" where there is none."""
    return next((given[name] for name in NAMES[field] if given.get(name)), "")


def provenance_of(given: Mapping[str, str]) -> Provenance:
    """What a row says of its origin, of each value at most `MOST_OF_VALUE` letters."""
    said = {name: short for name in SAID if (short := given.get(name, "")[:MOST_OF_VALUE].strip())}
    decisions = [said[name] for name in DECISIONS if name in said]
    for name, (yes, no) in YES_OR_NO.items():
        value = said.get(name, "").casefold()
        decisions += [yes] if value in YES else [no] if value in NO and no else []
    venues = [said[name] for name in VENUES if name in said]
    if venue_id := VENUE_ID.fullmatch(said.get("venueid", "")):
        group, year, rest = venue_id[1].rpartition("/")[2] or venue_id[1], venue_id[2], venue_id[3] or ""
        venues.append(f"{group.partition('.')[0]} {year}{' Workshop' if 'workshop' in rest.lower() else ''}")
        decisions += [rest] if re.search(r"submission", rest, re.I) else []
    return Provenance(
        venues=tuple(venues),
        years=tuple(said[name] for name in YEARS if name in said),
        decisions=tuple(decisions),
        undecided=not decisions and any(name in given for name in (*DECISIONS, "accepted")),
        kind=next((said[name] for name in KINDS if name in said), ""),
        isbns=tuple(isbn.replace("-", "") for name in ISBNS for isbn in ISBN.findall(said.get(name, ""))),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Keywords in one text: parted by semicolons, bars, or commas; or as Python prints a list of them."""
    pieces = python_list(text)
    if pieces is None:
        pieces = re.split(r"[;|]|,(?=\s)", text)
        pieces = text.split(",") if len(pieces) == 1 and "," in text else pieces
    return tuple(word for piece in pieces if (word := clean(piece).strip(" '\"[]")))


def python_list(text: str) -> list[str] | None:
    """The items of a list as Python prints it ("['A', 'B']", which pandas writes into CSV); None for any other text."""
    bare = text.strip()
    if not (bare.startswith("[") and bare.endswith("]")):
        return None
    found = [re.sub(r"\\(.)", r"\1", one or other) for one, other in PYTHON_LIST.findall(bare)]
    return found or [piece for piece in bare[1:-1].split(",") if piece.strip()]
