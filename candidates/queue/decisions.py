"""The log of decisions: append-only rows, and what they amount to.

`standings` holds what stands and is written in the same transaction, so a process killed at any moment leaves the old or the new, and what
is taken back leaves everything as before. A crawl or a screening writes neither table. SQLAlchemy only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select, true

from candidates.errors import CovenueError, NothingToUndoError, UnknownCategoryError, UsageError
from candidates.queue.candidates import CHUNK, JOINED, unknown_paper
from candidates.queue.states import Verdict
from candidates.reading_list.sections import without_count
from candidates.store.database import Store, now, set_fact
from candidates.store.tables import DECISIONS, FACTS, PAPERS, SCREENINGS, STANDINGS, STEPS
from spiders.paper import title_key

# Similarity in percent below which a category is no help as "did you mean" (a slip or two in a name of 20 letters stays above 80), and
# how many are offered.
NEAR_CATEGORY, OFFERED = 60, 3
# Name of the fact that says who made the step of this number.
STEP = "step "


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the log. `undone_by` is the number of the row that took it back, None while it is in force."""

    number: int
    paper_id: str
    verdict: Verdict
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
        return "put aside for later" if self.verdict == Verdict.LATER else self.verdict


@dataclass(frozen=True, slots=True)
class _Screened:
    """What the classifier proposed for a paper; all empty for one not screened."""

    category: str | None
    score: float | None
    classifier: str


NOT_SCREENED = _Screened(None, None, "")


class ConflictError(CovenueError):
    """Someone decided on a paper after this person looked at it; `stands` is their decision, None when one was taken back."""

    def __init__(self, message: str, paper_id: str, stands: Decision | None = None) -> None:
        super().__init__(message)
        self.paper_id = paper_id
        self.stands = stands


def decide(
    store: Store,
    paper_id: str,
    verdict: Verdict,
    *,
    who: str,
    category: str | None = None,
    reason: str = "",
    expected: int | None = None,
    categories: Sequence[str] = (),
) -> Decision:
    """Writes one decision. `categories` are the list's sections (empty: not known, any name is taken).

    `expected` is the number of the decision that the person had seen (0: none; None: not asked). Raises ConflictError when another one
    stands by now, UnknownCategoryError, NotFoundInStoreError; then nothing is written.
    """
    with store.writing() as connection:
        if expected is not None:
            _check_expected(connection, paper_id, expected)
        return _decide(connection, paper_id, verdict, who, category, reason, categories)


def decide_many(
    store: Store,
    paper_ids: Sequence[str],
    verdict: Verdict,
    *,
    who: str,
    category: str | None = None,
    reason: str = "",
    categories: Sequence[str] = (),
) -> list[Decision]:
    """The same decision on several papers: all are written, or none. An id given twice counts once. Errors as `decide`."""
    with store.writing() as connection:
        _check_ids(connection, paper_ids)
        return _together(
            connection, [_decide(connection, each, verdict, who, category, reason, categories) for each in dict.fromkeys(paper_ids)], who
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A decision that somebody made elsewhere, with its own time."""

    paper_id: str
    verdict: Verdict
    who: str
    category: str | None = None
    reason: str = ""
    decided_at: str = ""


def take_over(store: Store, given: Sequence[Given], *, by: str | None) -> list[Decision]:
    """Writes decisions made elsewhere, all or none; `undo_step` by `by` takes them back together (None: one by one, as they were made).

    "undone" takes back all that stands on the paper, unless it stands in the list. Errors as `decide`.
    """
    with store.writing() as connection:
        for each in given:
            if each.verdict == Verdict.UNDONE:
                _take_all_back(connection, each)
        made = [
            _decide(connection, each.paper_id, each.verdict, each.who, each.category, each.reason, (), each.decided_at)
            for each in given
            if each.verdict != Verdict.UNDONE
        ]
        return _together(connection, made, by) if by is not None and made else made


def _take_all_back(connection: Connection, given: Given) -> None:
    """Takes back every decision in force on a paper; a published one stands in the list, whatever the log says."""
    last = _last_in_force(connection, DECISIONS.c.paper_id == given.paper_id)
    while last is not None and last.verdict != Verdict.PUBLISHED:
        _append(connection, given.paper_id, Verdict.UNDONE, given.who, undoes=last.number, decided_at=given.decided_at)
        last = _last_in_force(connection, DECISIONS.c.paper_id == given.paper_id)
    _settle(connection, given.paper_id, last)


def undo_step(store: Store, who: str) -> list[Decision]:
    """Takes back the last decision in force that `who` made or took over, with all that were made together with it; what was taken back.

    Raises NothingToUndoError.
    """
    with store.writing() as connection:
        taken = select(STEPS.c.decision).where(STEPS.c.step.in_(_steps_of(connection, who)))
        last = _last_in_force(connection, or_(DECISIONS.c.who == who, DECISIONS.c.number.in_(taken)))
        if last is None:
            raise NothingToUndoError(f"There is no decision of {who} to take back.")
        step = connection.scalar(select(STEPS.c.step).where(STEPS.c.decision == last.number))
        together = select(STEPS.c.decision).where(STEPS.c.step == step)
        rows = [last] if step is None else [each for each in _log(connection, DECISIONS.c.number.in_(together)) if each.undone_by is None]
        for row in reversed(rows):
            _append(connection, row.paper_id, Verdict.UNDONE, who, undoes=row.number)
            _settle(connection, row.paper_id, _last_in_force(connection, DECISIONS.c.paper_id == row.paper_id))
        return rows


def _together(connection: Connection, made: list[Decision], by: str) -> list[Decision]:
    """Notes that decisions are one step of a person."""
    if len(made) > 1 or any(each.who != by for each in made):
        first = made[0].number
        connection.execute(STEPS.insert(), [{"decision": each.number, "step": first} for each in made])
        set_fact(connection, f"{STEP}{first}", by)
    return made


def _steps_of(connection: Connection, who: str) -> list[int]:
    names = connection.scalars(select(FACTS.c.name).where(FACTS.c.name.startswith(STEP), FACTS.c.value == who))
    return [int(name.removeprefix(STEP)) for name in names]


def mark_published(store: Store, placed: Mapping[str, str | None], *, who: str) -> list[Decision]:
    """Writes that accepted papers stand in the list now (id -> section), as one step; papers no longer accepted are passed over."""
    with store.writing() as connection:
        accepted = [each for each in placed if (stands := _standing(connection, each)) and stands.verdict == Verdict.ACCEPTED]
        made = [_decide(connection, each, Verdict.PUBLISHED, who, placed[each], "", ()) for each in accepted]
        return _together(connection, made, who)


def undo(store: Store, paper_id: str | None = None, who: str | None = None, *, by: str | None = None) -> Decision:
    """Takes back the last decision in force: of the paper, of this reviewer, or overall; returns what was taken back.

    `by` names who takes it back (default: `who`). Raises NothingToUndoError, NotFoundInStoreError.
    """
    with store.writing() as connection:
        if paper_id is not None:
            _check_ids(connection, [paper_id])
        conditions = [DECISIONS.c[name] == value for name, value in (("paper_id", paper_id), ("who", who)) if value is not None]
        last = _last_in_force(connection, *conditions)
        if last is None:
            of_whom = f" of {who}" if who else ""
            raise NothingToUndoError(f"There is no decision{of_whom}{f' on {paper_id}' if paper_id else ''} to take back.")
        _append(connection, last.paper_id, Verdict.UNDONE, by or who or last.who, undoes=last.number)
        _settle(connection, last.paper_id, _last_in_force(connection, DECISIONS.c.paper_id == last.paper_id))
        return last


def last_decision(store: Store, paper_id: str | None = None, who: str | None = None) -> Decision | None:
    """What `undo` would take back; None where there is nothing."""
    conditions = [DECISIONS.c[name] == value for name, value in (("paper_id", paper_id), ("who", who)) if value is not None]
    with store.reading() as connection:
        return _last_in_force(connection, *conditions)


def stands_since(store: Store, taken: Decision) -> Decision | None:
    """The decision that was made on a paper after this one and stands although this one was taken back; None where none does."""
    with store.reading() as connection:
        stands = _standing(connection, taken.paper_id)
    return stands if stands is not None and stands.number > taken.number else None


def history(store: Store, paper_id: str) -> list[Decision]:
    """Every row about a paper, oldest first, those taken back included; raises NotFoundInStoreError."""
    with store.reading() as connection:
        _check_ids(connection, [paper_id])
        return _log(connection, DECISIONS.c.paper_id == paper_id)


def decisions(store: Store) -> list[Decision]:
    """The whole log, oldest first, with what was taken back."""
    with store.reading() as connection:
        return _log(connection, true())


def chosen_category(name: str, categories: Sequence[str], *, was_proposed: bool = False) -> str:
    """The list's own spelling of a category, however it is typed; raises UnknownCategoryError with the nearest names, and with what to do
    where it `was_proposed` by the screening."""
    if not categories or name in categories:
        return name
    same = [each for each in categories if title_key(each) == title_key(name)]
    # The number behind a name ("Diffusion (37)") changes with the list.
    same = same or [each for each in categories if title_key(without_count(each)) == title_key(without_count(name))]
    if same:
        return same[0]
    from rapidfuzz import fuzz, process

    near = process.extract(name, categories, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=NEAR_CATEGORY, processor=str.casefold)
    raise UnknownCategoryError(name, tuple(each for each, _, _ in near), tuple(categories), was_proposed)


def _decide(
    connection: Connection,
    paper_id: str,
    verdict: Verdict,
    who: str,
    category: str | None,
    reason: str,
    categories: Sequence[str],
    decided_at: str = "",
) -> Decision:
    screened = _screened(connection, paper_id)
    if verdict in (Verdict.ACCEPTED, Verdict.PUBLISHED) and category is None:
        category = screened.category
    if verdict == Verdict.ACCEPTED:
        category = _accepted_category(paper_id, category, screened, categories)
    elif verdict != Verdict.PUBLISHED:
        category = None if category is None else chosen_category(category, categories)
    decision = _append(
        connection, paper_id, verdict, who, category=category, reason=reason.strip(), screened=screened, decided_at=decided_at
    )
    _settle(connection, paper_id, decision)
    return decision


def _accepted_category(paper_id: str, category: str | None, screened: _Screened, categories: Sequence[str]) -> str | None:
    if category is None:
        if categories:
            raise UsageError(f"{paper_id} was not screened, so no category is proposed; add --category NAME.")
        return None
    return chosen_category(category, categories, was_proposed=category == screened.category)


def _screened(connection: Connection, paper_id: str) -> _Screened:
    """What the classifier proposed for a paper; raises NotFoundInStoreError."""
    columns = (PAPERS.c.id, SCREENINGS.c.category, SCREENINGS.c.score, SCREENINGS.c.classifier)
    row = connection.execute(select(*columns).select_from(JOINED).where(PAPERS.c.id == paper_id)).mappings().first()
    if row is None:
        raise unknown_paper(paper_id)
    return _Screened(row["category"], row["score"], row["classifier"] or "")


def _append(
    connection: Connection,
    paper_id: str,
    verdict: Verdict,
    who: str,
    *,
    category: str | None = None,
    reason: str = "",
    screened: _Screened = NOT_SCREENED,
    undoes: int | None = None,
    decided_at: str = "",
) -> Decision:
    decision = Decision(
        number=0,
        paper_id=paper_id,
        verdict=verdict,
        category=category,
        reason=reason,
        who=who,
        decided_at=decided_at or now(),
        proposed=screened.category,
        score=screened.score,
        classifier=screened.classifier,
        undoes=undoes,
    )
    values = {name: value for name, value in asdict(decision).items() if name not in ("number", "undone_by")}
    inserted = connection.execute(DECISIONS.insert().values(**values)).inserted_primary_key
    assert inserted is not None, "one row was inserted"
    return replace(decision, number=inserted[0])


def _decision(row: RowMapping) -> Decision:
    return Decision(**{**row, "verdict": Verdict(row["verdict"])})


def _settle(connection: Connection, paper_id: str, decision: Decision | None) -> None:
    """Makes the standing of a paper what its last decision in force says."""
    connection.execute(STANDINGS.delete().where(STANDINGS.c.paper_id == paper_id))
    if decision is not None:
        values = {"decided_by": decision.who, "decided_at": decision.decided_at, "decision": decision.number}
        connection.execute(STANDINGS.insert().values(paper_id=paper_id, state=decision.verdict, category=decision.category, **values))


def _log(connection: Connection, condition: ColumnElement[bool]) -> list[Decision]:
    later = DECISIONS.alias("later")
    question = select(DECISIONS, later.c.number.label("undone_by")).outerjoin(later, later.c.undoes == DECISIONS.c.number)
    return [_decision(row) for row in connection.execute(question.where(condition).order_by(DECISIONS.c.number)).mappings()]


def _last_in_force(connection: Connection, *conditions: ColumnElement[bool]) -> Decision | None:
    later = DECISIONS.alias("later")
    taken_back = select(later.c.number).where(later.c.undoes == DECISIONS.c.number).exists()
    question = select(DECISIONS).where(DECISIONS.c.verdict != Verdict.UNDONE, ~taken_back, *conditions)
    row = connection.execute(question.order_by(DECISIONS.c.number.desc()).limit(1)).mappings().first()
    return _decision(row) if row else None


def _standing(connection: Connection, paper_id: str) -> Decision | None:
    """The decision that stands for a paper; one look-up by key."""
    question = select(DECISIONS).join(STANDINGS, STANDINGS.c.decision == DECISIONS.c.number).where(STANDINGS.c.paper_id == paper_id)
    row = connection.execute(question).mappings().first()
    return _decision(row) if row else None


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
        raise unknown_paper(*unknown)
