"""The abstract of one paper from the indexes of the literature: a request to each until one has it, and only when a person asks."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.error import URLError

from candidates.crawling.hosts import ask_once
from candidates.crawling.one_doi import MOST_BYTES, PATIENCE, DoiError, work_of
from candidates.errors import CovenueError
from candidates.matching.paper_ids import UNREADABLE_DOI, given_doi
from spiders.editions import EditionError, EditionTable
from spiders.formats import openalex, semanticscholar
from spiders.formats.listing import Abstracts, FormatError
from spiders.formats.text import clean_doi
from spiders.guard import inspect
from spiders.paper import Paper
from spiders.problems import CrawlError, Kind
from spiders.sources.doi_indexes import NONE_KNOWN, OPENALEX_KEY, SCHOLAR_KEY, doi_at, is_of, openalex_request, scholar_request

# Read on the command line and on the review page alike.
GIVE_ONE = "give it (`--doi DOI`; on the review page beside the button)"
BY_HAND = "paste the abstract, which the page of the paper shows, in `covenue review`"


class AbstractError(CovenueError):
    """No abstract of a paper could be had; the message says of whom and why."""


@dataclass(frozen=True, slots=True)
class FoundAbstract:
    """An abstract and the index that gave it, as a crawl names its sources."""

    text: str
    source: str


class _NoneThereError(Exception):
    """An index has no abstract of the paper; the message says why in a few words."""


def abstract_of(paper: Paper, table: EditionTable, *, doi: str = "", mirror: str = "", contact: str = "") -> FoundAbstract:
    """The abstract of a paper by its DOI (`doi`: one that a person gave). Raises AbstractError where no index has it, or none is known to
    ask for; an abstract under another title is not taken.
    """
    sought = _doi_of(paper, table, doi)
    reasons = []
    for source, name, ask in INDEXES:
        try:
            return FoundAbstract(ask(paper, sought, mirror, contact), source)
        except _NoneThereError as problem:
            reasons.append(f"{name} {problem}")
        except CrawlError as problem:
            reasons.append(f"{name} could not be asked ({problem.what}{_hint(source, problem)})")
        except DoiError as problem:
            reasons.append(str(problem).split(". ")[0])
        except (FormatError, URLError, OSError, ValueError) as problem:
            reasons.append(f"{name} could not be asked ({getattr(problem, 'reason', problem)})")
    raise AbstractError(f"No abstract of {sought} was found: {'; '.join(reasons)}. Try again later, or {BY_HAND}.")


def _doi_of(paper: Paper, table: EditionTable, given: str) -> str:
    """The DOI to ask by: the given one, the paper's own, else the one that its publisher makes of its address."""
    if given.strip():
        if not (found := given_doi(given.strip())):
            raise AbstractError(UNREADABLE_DOI)
        return clean_doi(found)
    try:
        sources = table.edition(f"{paper.venue}-{paper.year}").abstracts
    except EditionError:  # a paper that was added by hand
        sources = ()
    places = [place for source in sources for place in source.places if place.startswith("10.")]
    doi = paper.doi or next((made for place in places if (made := doi_at(place, "", paper.url))), "")
    if not doi:
        raise AbstractError(f"No DOI of this paper is known, by which the indexes are asked; {GIVE_ONE}, or {BY_HAND}.")
    return doi


def _scholar(paper: Paper, doi: str, mirror: str, contact: str) -> str:
    url, headers, body = scholar_request([doi])
    answer = ask_once(url, mirror=mirror, contact=contact, patience=PATIENCE, most=MOST_BYTES, headers=headers, body=body)
    try:
        inspect(answer, "json")
    except CrawlError as problem:
        if NONE_KNOWN in problem.what:
            raise _NoneThereError("does not know it") from problem
        raise
    return _fitting(paper, doi, semanticscholar.abstracts(answer, dois=[doi]))


def _openalex(paper: Paper, doi: str, mirror: str, contact: str) -> str:
    url, headers = openalex_request([doi])
    answer = ask_once(url, mirror=mirror, contact=contact, patience=PATIENCE, most=MOST_BYTES, headers=headers)
    inspect(answer, "json")
    return _fitting(paper, doi, openalex.abstracts(answer))


def _crossref(paper: Paper, doi: str, mirror: str, contact: str) -> str:
    work = work_of(doi, mirror=mirror, contact=contact)
    found = Abstracts(by_doi={doi: work.abstract} if work.abstract else {}, titles={doi: work.title})
    return _fitting(paper, doi, found)


def _fitting(paper: Paper, doi: str, found: Abstracts) -> str:
    """The abstract of the DOI, if it stands under the paper's title."""
    text = next((text for each, text in found.by_doi.items() if clean_doi(each) == clean_doi(doi)), None)
    if not text:
        raise _NoneThereError("does not know it" if found.unknown else "has another paper under it" if found.strange else "has no abstract")
    title = next((title for each, title in found.titles.items() if clean_doi(each) == clean_doi(doi)), "")
    if not is_of(paper.title, title):
        raise _NoneThereError(f"has another title under it ({title[:80]!r})")
    return text


def _hint(source: str, problem: CrawlError) -> str:
    key = {"semanticscholar": SCHOLAR_KEY, "openalex": OPENALEX_KEY}.get(source)
    return f"; {key} is a free key" if key and problem.kind in (Kind.QUOTA, Kind.LOGIN, Kind.REFUSED) else ""


# As the crawl asks: who knows most and needs no key first.
INDEXES: tuple[tuple[str, str, Callable[[Paper, str, str, str], str]], ...] = (
    ("semanticscholar", "Semantic Scholar", _scholar),
    ("openalex", "OpenAlex", _openalex),
    ("crossref", "Crossref", _crossref),
)
