"""The queue: which papers wait for a decision, and the decisions.

Decisions are append-only rows; `standings` says what they amount to and is written in the same transaction, so a process killed at any
moment leaves the old or the new, and what is taken back leaves everything as before. A crawl or a screening writes neither table.
SQLAlchemy only; no torch, no sklearn, no scrapy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Text, and_, case, cast, func, literal, or_, select, true

from candidates.errors import ConflictError, NotFoundInStoreError, NothingToUndoError, UnknownCategoryError, UsageError
from candidates.store.database import Store, now, of_editions
from candidates.store.tables import DECISIONS, MATCHES, PAPERS, SCREENINGS, STANDINGS
from spiders.paper import title_key

PENDING, ACCEPTED, REJECTED, LATER, PUBLISHED = "pending", "accepted", "rejected", "later", "published"
STATES = (PENDING, ACCEPTED, REJECTED, LATER, PUBLISHED)
# What a person can say of a paper; "published" is what `covenue publish` adds, "undone" takes a decision back.
VERDICTS = (ACCEPTED, REJECTED, LATER)
UNDONE = "undone"
# An entry of the list is the paper: the program is sure, or a person said so.
IN_LIST = ("certain", "confirmed")
# Similarity in percent below which a category is no help as "did you mean" (a slip or two in a name of 20 letters stays above 80), and
# how many are offered.
NEAR_CATEGORY, OFFERED = 60, 3
# SQLite takes at least 999 parameters in a statement in every version still in use.
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper as the queue shows it. `category` is the decided one, else the proposed; `decision` is the number of the decision that
    stands (0: none), to be handed back as `expected`. An unscreened paper has no score.
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
    state: str
    score: float | None
    category: str | None
    categories: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    decided_by: str | None
    decided_at: str | None
    flagged: bool
    in_list: bool
    decision: int

    @property
    def edition(self) -> str:
        """The edition as people type it: "aaai-2025"."""
        return f"{self.venue}-{self.year}"

    def as_json(self) -> dict[str, Any]:
        """The keys that `covenue queue --json` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the log. `undone_by` is the number of the row that took it back, None while it is in force."""

    number: int
    paper_id: str
    verdict: str
    category: str | None
    reason: str
    who: str
    decided_at: str
    proposed: str | None
    score: float | None
    classifier: str
    undoes: int | None = None
    undone_by: int | None = None

    @property
    def said(self) -> str:
        """The verdict as it reads in a sentence: "was … by Ada"."""
        return "put aside for later" if self.verdict == LATER else self.verdict


@dataclass(frozen=True, slots=True)
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
STATE = case((STANDINGS.c.paper_id.is_not(None), STANDINGS.c.state), (IS_PENDING, PENDING), else_="")
CATEGORY = func.coalesce(STANDINGS.c.category, SCREENINGS.c.category)
JOINED = PAPERS.outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
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
    state: str | Sequence[str] = PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Candidate]:
    """The papers in a state (or in one of several), most promising first; `text` is looked for in title, abstract and authors."""
    found = _chosen(select(*COLUMNS), state, editions, category, text)
    found = _ranked(found).limit(limit).offset(offset)
    with store.reading() as connection:
        return [_candidate(row) for row in connection.execute(found).mappings()]


def ranking(
    store: Store,
    state: str | Sequence[str] = PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
) -> list[tuple[str, float | None]]:
    """The id and score of every paper that `candidates` would give, in its order: a thousandth of the bytes where only the order counts."""
    found = _ranked(_chosen(select(PAPERS.c.id, SCREENINGS.c.score), state, editions, category, text))
    with store.reading() as connection:
        return [(row.id, row.score) for row in connection.execute(found)]


def number_of(
    store: Store,
    state: str | Sequence[str] = PENDING,
    editions: Sequence[tuple[str, int]] = (),
    category: str | None = None,
    text: str | None = None,
) -> int:
    """How many papers `candidates` would give without a limit."""
    with store.reading() as connection:
        return connection.scalar(_chosen(select(func.count()), state, editions, category, text)) or 0


def candidate(store: Store, paper_id: str) -> Candidate:
    """The paper with this id in whatever state it is ("" for one that was neither flagged nor decided); NotFoundInStoreError."""
    with store.reading() as connection:
        row = connection.execute(select(*COLUMNS).select_from(JOINED).where(PAPERS.c.id == paper_id)).mappings().first()
    if row is None:
        raise _unknown(paper_id)
    return _candidate(row)


def counts(store: Store, editions: Sequence[tuple[str, int]] = ()) -> list[EditionCounts]:
    """The number of papers per state for each edition that has any, by venue and year."""
    # Two narrow questions instead of one over all papers: the decided by their table, the pending by the index of the flagged.
    papers = func.count().label("papers")
    decided = select(PAPERS.c.venue, PAPERS.c.year, STANDINGS.c.state, papers).join(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
    # Naming the states makes SQLite begin with the standings; else it walks through all papers (100,000: 0.4 s, 2026-11).
    decided = decided.where(STANDINGS.c.state.in_(STATES), of_editions(editions)).group_by(PAPERS.c.venue, PAPERS.c.year, STANDINGS.c.state)
    flagged = PAPERS.join(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
    pending = select(PAPERS.c.venue, PAPERS.c.year, literal(PENDING), papers).select_from(flagged)
    pending = pending.where(IS_PENDING, of_editions(editions)).group_by(PAPERS.c.venue, PAPERS.c.year)
    found: dict[tuple[str, int], dict[str, int]] = {}
    with store.reading() as connection:
        for question in (decided, pending):
            for venue, year, state, number in connection.execute(question):
                found.setdefault((venue, year), {})[state] = number
    return [EditionCounts(venue, year, **states) for (venue, year), states in sorted(found.items())]


def decide(
    store: Store,
    paper_id: str,
    verdict: str,
    *,
    who: str,
    category: str | None = None,
    reason: str = "",
    expected: int | None = None,
    categories: Sequence[str] = (),
) -> Decision:
    """Writes one decision. `categories` are the list's sections (empty: not known, any name is taken).

    `expected` is the number of the decision that the person had seen (0: none; None: not asked). ConflictError when another one stands
    by now, UnknownCategoryError, NotFoundInStoreError; then nothing is written.
    """
    with store.writing() as connection:
        if expected is not None:
            _check_expected(connection, paper_id, expected)
        return _decide(connection, paper_id, verdict, who, category, reason, categories)


def decide_many(
    store: Store,
    paper_ids: Sequence[str],
    verdict: str,
    *,
    who: str,
    category: str | None = None,
    reason: str = "",
    categories: Sequence[str] = (),
) -> list[Decision]:
    """The same decision on several papers: all are written, or none. An id given twice counts once. Errors as `decide`."""
    with store.writing() as connection:
        _check_ids(connection, paper_ids)
        return [_decide(connection, each, verdict, who, category, reason, categories) for each in dict.fromkeys(paper_ids)]


def mark_published(store: Store, placed: Mapping[str, str | None], *, who: str) -> list[Decision]:
    """Writes that accepted papers stand in the list now (id -> section). Papers that are no longer accepted are passed over."""
    with store.writing() as connection:
        accepted = [each for each in placed if (stands := _standing(connection, each)) and stands.verdict == ACCEPTED]
        return [_decide(connection, each, PUBLISHED, who, placed[each], "", ()) for each in accepted]


def undo(store: Store, paper_id: str | None = None, who: str | None = None, *, by: str | None = None) -> Decision:
    """Takes back the last decision in force: of the paper, of this reviewer, or overall; returns what was taken back.

    `by` names who takes it back (default: `who`). NothingToUndoError, NotFoundInStoreError.
    """
    with store.writing() as connection:
        if paper_id is not None:
            _check_ids(connection, [paper_id])
        conditions = [DECISIONS.c[name] == value for name, value in (("paper_id", paper_id), ("who", who)) if value is not None]
        last = _last_in_force(connection, *conditions)
        if last is None:
            of_whom = f" of {who}" if who else ""
            raise NothingToUndoError(f"There is no decision{of_whom}{f' on {paper_id}' if paper_id else ''} to take back.")
        _append(connection, last.paper_id, UNDONE, by or who or last.who, undoes=last.number)
        _settle(connection, last.paper_id, _last_in_force(connection, DECISIONS.c.paper_id == last.paper_id))
        return last


def last_decision(store: Store, paper_id: str | None = None, who: str | None = None) -> Decision | None:
    """What `undo` would take back; None where there is nothing."""
    conditions = [DECISIONS.c[name] == value for name, value in (("paper_id", paper_id), ("who", who)) if value is not None]
    with store.reading() as connection:
        return _last_in_force(connection, *conditions)


def history(store: Store, paper_id: str) -> list[Decision]:
    """Every row about a paper, oldest first, those taken back included; NotFoundInStoreError."""
    with store.reading() as connection:
        _check_ids(connection, [paper_id])
        return _log(connection, DECISIONS.c.paper_id == paper_id)


def decisions(store: Store) -> list[Decision]:
    """The whole log, oldest first, with what was taken back."""
    with store.reading() as connection:
        return _log(connection, true())


def chosen_category(name: str, categories: Sequence[str]) -> str:
    """The list's own spelling of a category, whatever case and punctuation it is typed in; UnknownCategoryError with the nearest names."""
    if not categories or name in categories:
        return name
    same = [each for each in categories if title_key(each) == title_key(name)]
    if same:
        return same[0]
    from rapidfuzz import fuzz, process

    near = process.extract(name, categories, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=NEAR_CATEGORY, processor=str.casefold)
    raise UnknownCategoryError(name, tuple(each for each, _, _ in near), tuple(categories))


def _chosen(
    question: Select[Any], state: str | Sequence[str], editions: Sequence[tuple[str, int]], category: str | None, text: str | None
) -> Select[Any]:
    states = (state,) if isinstance(state, str) else tuple(state)
    conditions: list[ColumnElement[bool]] = []
    decided = [each for each in states if each != PENDING]
    if decided:
        conditions.append(STANDINGS.c.state.in_(decided))
    if PENDING in states:
        conditions.append(IS_PENDING)
    question = question.select_from(JOINED).where(or_(*conditions), of_editions(editions))
    if category is not None:
        question = question.where(CATEGORY.in_([category]))
    if text:
        fields = (PAPERS.c.title, PAPERS.c.abstract, cast(PAPERS.c.authors, Text))
        question = question.where(or_(*(each.icontains(text, autoescape=True) for each in fields)))
    return question


def _ranked(question: Select[Any]) -> Select[Any]:
    # The id makes the order total, so that pages of a list neither repeat nor skip a paper.
    return question.order_by(SCREENINGS.c.score.is_(None), SCREENINGS.c.score.desc(), PAPERS.c.id)


def _candidate(row: RowMapping) -> Candidate:
    given = dict(row)
    given["authors"] = list(row["authors"])
    given["categories"] = row["categories"] or []
    given["reasons"] = row["reasons"] or []
    given["flagged"] = bool(row["flagged"])
    given["in_list"] = bool(row["in_list"])
    given["decision"] = row["decision"] or 0
    return Candidate(**given)


def _decide(
    connection: Connection, paper_id: str, verdict: str, who: str, category: str | None, reason: str, categories: Sequence[str]
) -> Decision:
    screened = _screened(connection, paper_id)
    if verdict in (ACCEPTED, PUBLISHED) and category is None:
        category = screened["category"]
    if verdict == ACCEPTED:
        category = _accepted_category(paper_id, category, categories)
    elif verdict != PUBLISHED:
        category = None if category is None else chosen_category(category, categories)
    decision = _append(connection, paper_id, verdict, who, category=category, reason=reason.strip(), screened=screened)
    _settle(connection, paper_id, decision)
    return decision


def _accepted_category(paper_id: str, category: str | None, categories: Sequence[str]) -> str | None:
    if category is None:
        if categories:
            raise UsageError(f"{paper_id} was not screened, so no category is proposed; add --category NAME.")
        return None
    return chosen_category(category, categories)


def _screened(connection: Connection, paper_id: str) -> RowMapping:
    """What the classifier proposed for a paper (all empty for one not screened); NotFoundInStoreError."""
    columns = (PAPERS.c.id, SCREENINGS.c.category, SCREENINGS.c.score, SCREENINGS.c.classifier)
    row = connection.execute(select(*columns).select_from(JOINED).where(PAPERS.c.id == paper_id)).mappings().first()
    if row is None:
        raise _unknown(paper_id)
    return row


def _append(
    connection: Connection,
    paper_id: str,
    verdict: str,
    who: str,
    *,
    category: str | None = None,
    reason: str = "",
    screened: RowMapping | None = None,
    undoes: int | None = None,
) -> Decision:
    row: dict[str, Any] = {
        "paper_id": paper_id,
        "verdict": verdict,
        "category": category,
        "reason": reason,
        "who": who,
        "decided_at": now(),
        "proposed": screened["category"] if screened else None,
        "score": screened["score"] if screened else None,
        "classifier": (screened["classifier"] if screened else None) or "",
        "undoes": undoes,
    }
    inserted = connection.execute(DECISIONS.insert().values(**row)).inserted_primary_key
    assert inserted is not None, "one row was inserted"
    return Decision(number=inserted[0], **row)


def _settle(connection: Connection, paper_id: str, decision: Decision | None) -> None:
    """Makes the standing of a paper what its last decision in force says."""
    connection.execute(STANDINGS.delete().where(STANDINGS.c.paper_id == paper_id))
    if decision is not None:
        values = {"decided_by": decision.who, "decided_at": decision.decided_at, "decision": decision.number}
        connection.execute(STANDINGS.insert().values(paper_id=paper_id, state=decision.verdict, category=decision.category, **values))


def _log(connection: Connection, condition: ColumnElement[bool]) -> list[Decision]:
    later = DECISIONS.alias("later")
    question = select(DECISIONS, later.c.number.label("undone_by")).outerjoin(later, later.c.undoes == DECISIONS.c.number)
    return [Decision(**row) for row in connection.execute(question.where(condition).order_by(DECISIONS.c.number)).mappings()]


def _last_in_force(connection: Connection, *conditions: ColumnElement[bool]) -> Decision | None:
    later = DECISIONS.alias("later")
    taken_back = select(later.c.number).where(later.c.undoes == DECISIONS.c.number).exists()
    question = select(DECISIONS).where(DECISIONS.c.verdict != UNDONE, ~taken_back, *conditions)
    row = connection.execute(question.order_by(DECISIONS.c.number.desc()).limit(1)).mappings().first()
    return Decision(**row) if row else None


def _standing(connection: Connection, paper_id: str) -> Decision | None:
    """The decision that stands for a paper; one look-up by key."""
    question = select(DECISIONS).join(STANDINGS, STANDINGS.c.decision == DECISIONS.c.number).where(STANDINGS.c.paper_id == paper_id)
    row = connection.execute(question).mappings().first()
    return Decision(**row) if row else None


def _check_expected(connection: Connection, paper_id: str, expected: int) -> None:
    stands = _standing(connection, paper_id)
    if (stands.number if stands else 0) == expected:
        return
    if stands is None:
        raise ConflictError(f"The decision on {paper_id} was taken back meanwhile; nothing was changed. Look at it again.", paper_id)
    where = f" ({stands.category})" if stands.category else ""
    raise ConflictError(
        f"{paper_id} was {stands.said}{where} by {stands.who} at {stands.decided_at} meanwhile; nothing was changed. "
        "Look at it again, then decide.",
        paper_id,
        stands,
    )


def _check_ids(connection: Connection, paper_ids: Sequence[str]) -> None:
    known: set[str] = set()
    for start in range(0, len(paper_ids), CHUNK):
        known.update(connection.scalars(select(PAPERS.c.id).where(PAPERS.c.id.in_(paper_ids[start : start + CHUNK]))))
    if unknown := [each for each in dict.fromkeys(paper_ids) if each not in known]:
        raise _unknown(*unknown)


def _unknown(*paper_ids: str) -> NotFoundInStoreError:
    return NotFoundInStoreError(f"No crawled paper has the id {', '.join(paper_ids)}; `covenue queue` and `covenue papers` show the ids.")
