"""Which hosts an edition's sources stand on, and one small request to a host, outside of a crawl."""

from collections.abc import Iterable, Mapping
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from spiders.addresses import parts_of
from spiders.editions import Edition
from spiders.guard import Answer, challenge
from spiders.mirror import mirrored
from spiders.settings import USER_AGENT
from spiders.sources import PLATFORM_HOSTS

# Bytes of an answer that are looked at: a robots.txt is shorter, a challenge says so near its top.
LOOKED_AT = 8000
# Characters told of an answer that is no HTTP: a status line may have 65,536.
SAID = 80


def hosts_of(edition: Edition) -> set[str]:
    """The hosts that a crawl of the edition may ask."""
    sources = (*edition.lists, *edition.abstracts)
    named = {host for source in sources for host in PLATFORM_HOSTS.get(source.name, ())}
    return named | set(_hosts_in(place for source in sources for place in source.places))


def _hosts_in(places: Iterable[str]) -> Iterable[str]:
    return (host for place in places if "://" in place and (host := parts_of(place).hostname))


def answer_of(host: str, *, mirror: str, contact: str, patience: float) -> str:
    """Asks a host for its robots.txt, which every visitor may read; "" where it answers, else why not in a few words."""
    try:
        answer = ask_once(f"https://{host}/robots.txt", mirror=mirror, contact=contact, patience=patience, most=LOOKED_AT)
    except (URLError, OSError, ValueError) as problem:
        reason = getattr(problem, "reason", problem)
        return f"does not answer ({reason})"
    return _verdict(answer)


def ask_once(
    url: str,
    *,
    mirror: str,
    contact: str,
    patience: float,
    most: int,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """One polite request outside of a crawl (with a `body` it is posted): the first `most` bytes of the answer, whatever its status.

    Raises OSError (URLError also for an answer that is no HTTP), ValueError.
    """
    agent = USER_AGENT.replace("(", f"(+{contact}; ") if contact else USER_AGENT
    sent = {**(headers or {}), "User-Agent": agent}
    request = Request(mirrored(url, mirror), data=body, headers=sent)  # noqa: S310  # https, or the mirror that the person named
    try:
        status, answered, told = _sent(request, patience, most)
    except HTTPException as problem:  # neither an OSError nor a ValueError, and a proxy that stumbles is enough for one
        said = " ".join(str(problem).split())[:SAID]
        raise URLError(f"the answer is broken: {type(problem).__name__}{said and f', {said}'}") from problem
    return Answer(url=url, status=status, body=answered, headers={name.lower(): value for name, value in told.items()})


def _sent(request: Request, patience: float, most: int) -> tuple[int, bytes, dict[str, str]]:
    """Status, beginning and headers of what is answered, be it a page of an error."""
    try:
        with urlopen(request, timeout=patience) as response:  # noqa: S310  # https, or the mirror that the person named
            return response.status, response.read(most), dict(response.headers)
    except HTTPError as problem:
        with problem:
            return problem.code, problem.read(most), dict(problem.headers)


def _verdict(answer: Answer) -> str:
    if found := challenge(answer):
        return f"asks for {found} to be solved in a browser"
    # No robots.txt is an answer too.
    return "" if answer.status < 400 or answer.status in (404, 410) else f"refuses with status {answer.status}"
