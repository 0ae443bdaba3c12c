"""What identifies a paper: DOIs, forum ids, addresses, as they are compared. Pure."""

import re
from urllib.parse import unquote

DOI = re.compile(r"10\.\d{4,9}/[^\s?#]+", re.IGNORECASE)
# One and nothing else, as people give it.
GIVEN_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
UNREADABLE_DOI = "The DOI cannot be read; it looks like 10.1109/5.771073."
# What servers of preprints register: such a DOI says nothing against that of the proceedings (Crossref and DataCite prefixes, 2026-11).
PREPRINT = re.compile(
    r"10\.48550/arxiv|10\.1101/|10\.64898/|10\.2139/ssrn|10\.21203/rs|10\.20944/preprints|10\.36227/techrxiv|10\.26434/chemrxiv|10\.3[12]234/"
)
# Where such papers are listed as of no proceedings yet: it says nothing against the venue that took them.
PREPRINTS = frozenset({"arxiv", "biorxiv", "medrxiv", "corr", "preprint"})
PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+$")
# As RFC 3986 takes addresses apart (appendix B); the standard library takes five times as long for 50,000 of them.
ADDRESS = re.compile(r"[^:/?#]+://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>(?:\?[^#]+)?)")


def doi_in(url: str) -> str:
    """The DOI in an address, bare and in lower case; "" without one."""
    found = DOI.search(unquote(url))
    return found[0].lower().rstrip("/.") if found else ""


def given_doi(text: str) -> str:
    """The DOI that `text` is, however it is written ("doi:…", an address), bare; "" for anything else."""
    found = GIVEN_DOI.fullmatch(text)
    return found[1] if found else ""


def published_doi(doi: str) -> str:
    """A DOI in lower case, without the version of a preprint."""
    doi = doi.lower()
    return PREPRINT_VERSION.sub("", doi) if preprint_server(doi) else doi


def preprint_server(doi: str) -> str:
    """What a DOI of a preprint begins with, "" for any other."""
    found = PREPRINT.match(doi)
    return found[0] if found else ""


def page_address(url: str) -> str:
    """An address without scheme, "www.", fragment and final slash; "" for one that leads to no single page."""
    found = ADDRESS.match(url)
    if found is None or not (found["path"].strip("/") or found["query"]):
        return ""
    return f"{found['host'].lower().removeprefix('www.')}{found['path'].rstrip('/')}{found['query']}"
