"""The queue read: which papers wait for a decision, in which state the others are. Writes nothing (see `decisions`).

SQLAlchemy only; no torch, no sklearn, no scrapy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, literal, or_, select, true

from candidates.errors import NotFoundInStoreError
from candidates.queue.new_sections import NewSection, proposed_sections
from candidates.queue.states import IN_LIST, State
from candidates.store.database import Store, of_editions
from candidates.store.screening_rows import ProposalRow, ReasonRow
from candidates.store.search import has_words
from candidates.store.tables import MATCHES, PAPERS, SCREENINGS, STANDINGS

# SQLite takes at least 999 parameters in a statement in every version still in use.
CHUNK = 900
# In these states a paper still needs a section.
UNDECIDED = (State.PENDING, State.LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper as the queue shows it. `category` is the decided one, else the proposed; `decision` is the number of the decision that
    stands (0: none), to be handed back as `expected`. An unscreened paper has no score. `new_section`: where none of the list's fits.
    """

    id: str
    title: str
    authors: list[str]
    abstract: str | None
    venue: str
    year: int
    track: str
    url: str
    doi: str
    state: State | Literal[""]
    score: float | None
    category: str | None
    categories: list[ProposalRow]
    reasons: list[ReasonRow]
    decided_by: str | None
    decided_at: str | None
    flagged: bool
    in_list: bool
    decision: int
    new_section: NewSection | None = None

    @property
    def edition(self) -> str:
        """The edition as people type it: "aaai-2025"."""
        return f"{self.venue}-{self.year}"

    def as_json(self) -> dict[str, Any]:
        """The keys that `covenue queue --json` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCounts:
    """How many papers of an edition are in each state."""

    venue: str
    year: int
    pending: int = 0
    accepted: int = 0
    rejected: int = 0
    later: int = 0
    published: int = 0


IS_IN_LIST = select(MATCHES.c.paper_id).where(MATCHES.c.paper_id == PAPERS.c.id, MATCHES.c.state.in_(IN_LIST)).exists()
# "= true" and not "is true": SQLite takes the index of the flagged only for the former (100,000 papers: 50 ms instead of 500, 2026-11).
IS_PENDING = and_(STANDINGS.c.paper_id.is_(None), SCREENINGS.c.flagged == true(), ~IS_IN_LIST)
STATE = case((STANDINGS.c.paper_id.is_not(None), STANDINGS.c.state), (IS_PENDING, State.PENDING), else_="")
CATEGORY = func.coalesce(STANDINGS.c.category, SCREENINGS.c.category)
JOINED = PAPERS.outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
# The same of the decided alone: over the outer join SQLite looks through all papers for a state (a million: 3 s instead of 10 ms, 2026-11).
DECIDED = PAPERS.join(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id)
COLUMNS = (
    *(PAPERS.c[name] for name in ("id", "title", "authors", "abstract", "venue", "year", "track", "url", "doi")),
    STATE.label("state"),
    SCREENINGS.c.score,
    CATEGORY.label("category"),
    SCREENINGS.c.categories,
    SCREENINGS.c.reasons,
    SCREENINGS.c.flagged,
    STANDINGS.c.decided_by,
    STANDINGS.c.decided_at,
    STANDINGS.c.decision,
    IS_IN_LIST.label("in_list"),
)


def candidates(
    store: Store,
    state: str | Sequence[str] = State.PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Candidate]:
    """The papers in a state (or in one of several), most promising first; `text`: words that title, abstract, authors or keywords have."""
    with store.reading() as connection:
        words = has_words(store, text, connection) if text else None
        found = _ranked(_chosen(select(*COLUMNS), state, editions, category, words)).limit(limit).offset(offset)
        proposed = proposed_sections(connection)
        return [_candidate(row, proposed) for row in connection.execute(found).mappings()]


def ranking(
    store: Store,
    state: str | Sequence[str] = State.PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
) -> list[tuple[str, float | None]]:
    """The id and score of every paper that `candidates` would give, in its order: a thousandth of the bytes where only the order counts."""
    with store.reading() as connection:
        words = has_words(store, text, connection) if text else None
        found = _ranked(_chosen(select(PAPERS.c.id, SCREENINGS.c.score), state, editions, category, words))
        return [(row.id, row.score) for row in connection.execute(found)]


def number_of(
    store: Store,
    state: str | Sequence[str] = State.PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
) -> int:
    """How many papers `candidates` would give without a limit."""
    with store.reading() as connection:
        words = has_words(store, text, connection) if text else None
        return connection.scalar(_chosen(select(func.count()), state, editions, category, words)) or 0


def candidate(store: Store, paper_id: str) -> Candidate:
    """The paper with this id in whatever state it is ("" for one that was neither flagged nor decided); raises NotFoundInStoreError."""
    with store.reading() as connection:
        row = connection.execute(select(*COLUMNS).select_from(JOINED).where(PAPERS.c.id == paper_id)).mappings().first()
        proposed = proposed_sections(connection)
    if row is None:
        raise unknown_paper(paper_id)
    return _candidate(row, proposed)


def counts(store: Store, editions: Sequence[tuple[str, int]] = ()) -> list[EditionCounts]:
    """The number of papers per state for each edition that has any, by venue and year."""
    # Two narrow questions instead of one over all papers: the decided by their table, the pending by the index of the flagged.
    papers = func.count().label("papers")
    decided = select(PAPERS.c.venue, PAPERS.c.year, STANDINGS.c.state, papers).join(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
    # Naming the states makes SQLite begin with the standings; else it walks through all papers (100,000: 0.4 s, 2026-11).
    decided = decided.where(STANDINGS.c.state.in_(State), of_editions(editions)).group_by(PAPERS.c.venue, PAPERS.c.year, STANDINGS.c.state)
    flagged = PAPERS.join(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
    pending = select(PAPERS.c.venue, PAPERS.c.year, literal(State.PENDING), papers).select_from(flagged)
    pending = pending.where(IS_PENDING, of_editions(editions)).group_by(PAPERS.c.venue, PAPERS.c.year)
    found: dict[tuple[str, int], dict[str, int]] = {}
    with store.reading() as connection:
        for question in (decided, pending):
            for venue, year, state, number in connection.execute(question):
                found.setdefault((venue, year), {})[state] = number
    return [EditionCounts(venue=venue, year=year, **states) for (venue, year), states in sorted(found.items())]


def _chosen(
    question: Select[Any],
    state: str | Sequence[str],
    editions: Sequence[tuple[str, int]],
    category: str | None,
    words: ColumnElement[bool] | None,
) -> Select[Any]:
    states = (state,) if isinstance(state, str) else tuple(state)
    conditions: list[ColumnElement[bool]] = []
    decided = [each for each in states if each != State.PENDING]
    if decided:
        conditions.append(STANDINGS.c.state.in_(decided))
    if State.PENDING in states:
        conditions.append(IS_PENDING)
    joined = JOINED if State.PENDING in states else DECIDED
    question = question.select_from(joined).where(or_(*conditions), of_editions(editions))
    if category is not None:
        question = question.where(CATEGORY.in_([category]))
    return question if words is None else question.where(words)


def _ranked(question: Select[Any]) -> Select[Any]:
    # The id makes the order total, so that pages of a list neither repeat nor skip a paper.
    return question.order_by(SCREENINGS.c.score.is_(None), SCREENINGS.c.score.desc(), PAPERS.c.id)


def _candidate(row: RowMapping, proposed: Mapping[str, NewSection]) -> Candidate:
    given = dict(row)
    given["state"] = State(row["state"]) if row["state"] else ""
    given["authors"] = list(row["authors"])
    given["categories"] = row["categories"] or []
    given["reasons"] = row["reasons"] or []
    given["flagged"] = bool(row["flagged"])
    given["in_list"] = bool(row["in_list"])
    given["decision"] = row["decision"] or 0
    given["new_section"] = proposed.get(row["id"]) if given["state"] in UNDECIDED else None
    return Candidate(**given)


def unknown_paper(*paper_ids: str) -> NotFoundInStoreError:
    """The error for ids that no crawled paper has."""
    return NotFoundInStoreError(f"No crawled paper has the id {', '.join(paper_ids)}; `covenue queue` and `covenue papers` show the ids.")
