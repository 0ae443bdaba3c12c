"""What the templates are given: plain records, made by `data` and `app`. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from markupsafe import Markup

from candidates.queue.candidates import Candidate
from candidates.queue.decisions import Decision
from candidates.queue.states import VERDICTS, State
from candidates.reading_list.parts import Entry

ANY = "any"
# What others decided and this reader did not: the queue of second opinions.
SECOND = "second"
# A search is a few words; a pasted abstract is cut, so that addresses stay short enough for every browser and proxy (2,000 characters).
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which part of the queue is looked at; it travels in the address. Words that mean nothing count as not given."""

    state: str = "pending"
    edition: str = ""
    category: str = ""
    text: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filter":
        """From the parameters of an address."""
        state = given.get("state", "")
        return cls(
            state=state if state in (*State, ANY, SECOND) else "pending",
            edition=given.get("edition", "").strip()[:LONGEST_SEARCH],
            category=given.get("category", "").strip()[:LONGEST_SEARCH],
            text=" ".join(given.get("text", "").split())[:LONGEST_SEARCH],
        )

    @property
    def states(self) -> tuple[str, ...]:
        """The states that are shown."""
        return {ANY: tuple(State), SECOND: (State.ACCEPTED, State.REJECTED, State.LATER)}.get(self.state, (self.state,))

    @property
    def editions(self) -> tuple[tuple[str, int], ...]:
        """(venue, year) of the one edition that is shown; () for all, and for a word that names none."""
        venue, _, year = self.edition.rpartition("-")
        return ((venue, int(year)),) if venue and year.isdecimal() and len(year) == 4 else ()

    @property
    def fields(self) -> dict[str, str]:
        """What differs from the whole of the pending, for addresses and forms."""
        given = {"state": self.state, "edition": self.edition, "category": self.category, "text": self.text}
        return {name: value for name, value in given.items() if value and (name, value) != ("state", "pending")}

    def address(self, path: str = "/", **more: str) -> str:
        """`path` with this filter (and more) as its query."""
        query = urlencode({**self.fields, **{name: value for name, value in more.items() if value}})
        return f"{path}?{query}" if query else path

    def strange(self, known: Collection[str]) -> str:
        """Why the address cannot mean what it says; "" when it can."""
        if not self.edition or self.edition in known:
            return ""
        if not self.editions:
            return f"{self.edition!r} is no edition, so all are shown; an edition is written venue-year, such as aaai-2025."
        return f"Nothing of {self.edition} was crawled yet."

    def but(self, **other: str) -> "Filter":
        """The same with some fields changed."""
        return replace(self, **other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A paper in a line. `edition`: as people write it ("AAAI 2025")."""

    id: str
    title: str
    venue: str
    year: int
    state: str
    category: str | None
    score: float | None
    decided_by: str | None
    decision: int
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A proposed category: its share in percent, and the key that takes it. `is_new`: the list does not have it yet."""

    name: str
    percent: int
    key: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address outside, checked to be one of the web."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of the classifier: which way it points, in a word and a sign, and where it stands."""

    side: str
    text: str
    where: str
    similarity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An entry of the list that may be the paper. `state`: to-confirm, or what a person said: confirmed, refused."""

    entry_key: str
    title: str
    section: str
    line: int
    url: str
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class SectionEntries:
    """What stands in a section of the list now."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One paper with everything a person decides by."""

    candidate: Candidate
    edition: str
    title: Markup
    abstract: Markup | None
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    score_word: str
    score_number: str
    reasons: tuple[Reason, ...]
    neighbours: tuple[Reason, ...]
    choices: tuple[Choice, ...]
    others: tuple[str, ...]
    history: tuple[Decision, ...]
    searches: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sections: tuple[SectionEntries, ...] = ()
    judges: tuple[str, ...] = field(default=())
    blind: bool = False
    # Title and link that the list shall have, where somebody mended them; whether the abstract was given by hand.
    written: str = ""
    written_link: str = ""
    by_hand: bool = False

    def seen_by(self, reader: str, doubts: Sequence[Doubt], entries_of: Callable[[str], Sequence[Entry]]) -> "Card":
        """The card as this reader sees it: what others decided stays hidden until the reader has judged too."""
        in_force = [each for each in self.history if each.verdict in VERDICTS and each.undone_by is None]
        judges = tuple(dict.fromkeys(each.who for each in in_force if each.who != reader))
        mine = any(each.who == reader for each in in_force)
        return replace(
            self,
            doubts=tuple(doubts),
            sections=tuple(SectionEntries(each.name, tuple(entries_of(each.name))) for each in self.choices),
            judges=judges,
            blind=bool(judges) and not mine and self.candidate.state in (State.ACCEPTED, State.REJECTED, State.LATER),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an edition is: papers with a verdict, of those that have or need one ("later" still needs one)."""

    edition: str
    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """The review page: a paper, or None when nothing is left, and what stands around it."""

    filter: Filter
    card: Card | None
    upcoming: tuple[Brief, ...]
    previous: str | None
    counts: Mapping[str, int]
    progress: tuple[Progress, ...]
    categories: tuple[str, ...]
    hits: int | None = None
    left: str = ""

    @property
    def decided(self) -> int:
        """Flagged papers decided, in all editions."""
        return sum(each.done for each in self.progress)

    @property
    def total(self) -> int:
        """Flagged papers, in all editions."""
        return sum(each.total for each in self.progress)

    @property
    def following(self) -> str | None:
        """The id of the paper that comes next, None at the end."""
        return self.upcoming[0].id if self.upcoming else None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision in the history, with the paper it is about."""

    decision: Decision
    title: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """One page of the history, newest first."""

    lines: Sequence[LogLine]
    people: Sequence[str]
    who: str
    verdict: str
    page: int
    more: bool
    total: int

    def address(self, page: int) -> str:
        """Another page of the same choice."""
        given = {"who": self.who, "verdict": self.verdict, "page": str(page) if page > 1 else ""}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/history?{query}" if query else "/history"
