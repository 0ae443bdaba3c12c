"""Decisions made together: all are written or none, and one undo takes all of them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from candidates.errors import NothingToUndoError
from candidates.queue.decisions import Decision, _append, _check_expected, _check_ids, _decide, _last_in_force, _log, _settle
from candidates.queue.states import Verdict
from candidates.store.database import Store
from candidates.store.tables import DECISIONS, SETTLEMENTS, STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """One verdict on several papers. `category` None: each paper's own proposal. `expected`: by paper, the decision that was seen."""

    expected: Mapping[str, int]
    verdict: Verdict
    category: str | None = None
    reason: str = ""


def decide_together(store: Store, choice: Together, *, who: str, categories: Sequence[str] = ()) -> list[Decision]:
    """Writes the decisions as one step. Raises ConflictError when one of the papers was decided meanwhile; errors as `decide`."""
    with store.writing() as connection:
        _check_ids(connection, list(choice.expected))
        made = []
        for paper_id, expected in choice.expected.items():
            _check_expected(connection, paper_id, expected)
            made.append(_decide(connection, paper_id, choice.verdict, who, choice.category, choice.reason, categories))
        if made:
            connection.execute(STEPS.insert(), [{"decision": each.number, "step": made[0].number} for each in made])
        return made


def undo_step(store: Store, who: str) -> list[Decision]:
    """Takes back this person's last decision, with all that were made together with it; raises NothingToUndoError.

    What somebody decided on one of the papers since then stays.
    """
    with store.writing() as connection:
        last = _last_in_force(connection, DECISIONS.c.who == who)
        if last is None:
            raise NothingToUndoError(f"There is no decision of {who} to take back.")
        step = connection.scalar(select(STEPS.c.step).where(STEPS.c.decision == last.number))
        numbers = [last.number] if step is None else connection.scalars(select(STEPS.c.decision).where(STEPS.c.step == step)).all()
        taken = []
        for number in numbers:
            decision = _last_in_force(connection, DECISIONS.c.number == number)
            if decision is None:
                continue
            _append(connection, decision.paper_id, Verdict.UNDONE, who, undoes=number)
            _settle(connection, decision.paper_id, _last_in_force(connection, DECISIONS.c.paper_id == decision.paper_id))
            taken.append(decision)
        return taken


def newest_row(store: Store) -> int:
    """The number of the last row of the log, 0 for an empty one."""
    with store.reading() as connection:
        return connection.scalar(select(func.max(DECISIONS.c.number))) or 0


def taken_back_since(store: Store, who: str, number: int) -> list[Decision]:
    """The decisions that this person took back after the row of that number, in the order in which they were made."""
    with store.reading() as connection:
        taking_back = (DECISIONS.c.who == who, DECISIONS.c.verdict == Verdict.UNDONE, DECISIONS.c.number > number)
        undone = select(DECISIONS.c.undoes).where(*taking_back)
        return _log(connection, DECISIONS.c.number.in_(undone))


def mark_settled(store: Store, decision: Decision) -> None:
    """Notes that a decision ended a conflict between reviewers."""
    with store.writing() as connection:
        connection.execute(SETTLEMENTS.insert().values(decision=decision.number))
