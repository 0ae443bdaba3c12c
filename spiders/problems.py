"""Why a crawl could not get what it wanted: a closed set of kinds, each with the status the edition gets and what to do."""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from spiders.edition_status import EditionStatus


class Kind(StrEnum):
    """What keeps a page from being read. `STATUS` says how an edition ends by it, `REMEDY` what a person can do."""

    CHALLENGE = "challenge"
    REFUSED = "refused"
    ROBOTS = "robots"
    PACE = "pace"  # robots.txt asks for a pace at which no crawl would end
    QUOTA = "quota"
    LOGIN = "login"  # a login page, or a login that is not accepted
    ACCOUNT = "account"  # nobody gave one, so that nothing was asked
    MISSING = "missing"
    PLACE = "place"  # the table of editions names a place that the source does not have
    EMPTY = "empty"
    NETWORK = "network"
    TIME = "time"  # the source's answers took longer in all than a source gets
    SERVER = "server"
    REDIRECTS = "redirects"
    LAYOUT = "layout"
    SCHEMA = "schema"
    CHARSET = "charset"
    TRUNCATED = "truncated"
    PROTOCOL = "protocol"
    SIZE = "size"


STATUS = {
    Kind.CHALLENGE: EditionStatus.BLOCKED,
    Kind.REFUSED: EditionStatus.BLOCKED,
    Kind.ROBOTS: EditionStatus.BLOCKED,
    Kind.PACE: EditionStatus.BLOCKED,
    Kind.QUOTA: EditionStatus.BLOCKED,
    Kind.LOGIN: EditionStatus.BLOCKED,
    Kind.ACCOUNT: EditionStatus.BLOCKED,
    Kind.MISSING: EditionStatus.NOT_PUBLISHED,
    Kind.EMPTY: EditionStatus.NOT_PUBLISHED,
}

REMEDY = {
    Kind.CHALLENGE: "save the page in a browser and use `covenue import`, or try again later",
    Kind.REFUSED: "save the page in a browser and use `covenue import`, or try again later",
    Kind.ROBOTS: "save the page in a browser and use `covenue import`",
    Kind.PACE: "save the pages in a browser and use `covenue import`",
    Kind.QUOTA: "wait, then run the same command again",
    Kind.LOGIN: "check OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD, or save the page in a browser and use `covenue import`",
    Kind.ACCOUNT: "set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD (a free account is enough)",
    Kind.PLACE: "check the place in the table of editions (docs/extending.md), or whether the site has moved it",
    Kind.NETWORK: "check the connection (or the --mirror address) and run the same command again",
    Kind.TIME: "run the same command again later; it goes on from where it was",
    Kind.SERVER: "run the same command again later",
    Kind.REDIRECTS: "run the same command again later",
    Kind.PROTOCOL: "run the same command again later",
    Kind.SIZE: "the site has changed; please report it, and use `covenue import` with a saved page meanwhile",
    Kind.TRUNCATED: "run the same command again",
    Kind.LAYOUT: "the site has changed; please report it, and use `covenue import` with a saved page meanwhile",
    Kind.SCHEMA: "the site has changed; please report it, and use `covenue import` with a saved page meanwhile",
}


# Longer addresses hide the sentence that they stand in.
MOST_SHOWN = 160


@dataclass
class CrawlError(Exception):
    """A request or an answer that came to nothing. Raised by the guard, the fetchers and the sources.

    `what` says what happened in half a sentence; `where` is the address; `wait`: seconds after which the site wants to be asked again.
    """

    kind: Kind
    what: str
    _: KW_ONLY
    where: str = ""
    wait: float = 0.0

    def __str__(self) -> str:
        return f"{self.what} ({self.address})" if self.where else self.what

    @property
    def address(self) -> str:
        """`where` as a sentence can hold it: a question to dblp has 600 characters behind its "?"."""
        shown = self.where if len(self.where) <= MOST_SHOWN else f"{self.where.partition('?')[0]}?…"
        return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"

    @property
    def status(self) -> EditionStatus:
        """The edition's status if nothing else helps."""
        return STATUS.get(self.kind, EditionStatus.FAILED)

    @property
    def remedy(self) -> str:
        """What a person can do about it; "" where nothing helps but asking again."""
        return REMEDY.get(self.kind, "")
