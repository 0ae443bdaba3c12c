"""What Crossref says of one DOI that a person pasted: one request, and only when asked for."""

from urllib.error import URLError
from urllib.parse import quote

from candidates.crawling.hosts import ask_once
from candidates.errors import CovenueError
from spiders.formats import crossref
from spiders.formats.listing import FormatError
from spiders.guard import inspect
from spiders.problems import CrawlError, Kind

HOST = "api.crossref.org"
# A person waits: an answer takes Crossref a second or two, and fifteen are the most that one looks at a page that does not change.
PATIENCE = 15.0
# The largest work seen has 3,000 authors and 600 KB.
MOST_BYTES = 4_000_000


class DoiError(CovenueError):
    """Nothing could be learnt of a DOI."""


def work_of(doi: str, *, mirror: str = "", contact: str = "") -> crossref.Work:
    """The work of a DOI; raises DoiError when Crossref does not know it or cannot be asked."""
    try:
        answer = ask_once(
            f"https://{HOST}/works/{quote(doi, safe='/')}", mirror=mirror, contact=contact, patience=PATIENCE, most=MOST_BYTES
        )
        inspect(answer, "json")
        return crossref.work(answer)
    except CrawlError as problem:
        if problem.kind == Kind.MISSING:
            raise DoiError(f"Crossref does not know {doi}. Check the DOI, or fill in the form by hand.") from problem
        raise DoiError(f"Crossref could not be asked ({problem}). Try again later, or fill in the form by hand.") from problem
    except (FormatError, URLError, OSError, ValueError) as problem:
        reason = getattr(problem, "reason", problem)
        raise DoiError(f"Crossref could not be asked ({reason}). Try again later, or fill in the form by hand.") from problem
