"""When can I stop: how many of the papers that wait probably belong."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from candidates.queue.candidates import IS_PENDING, JOINED
from candidates.queue.states import BELONGS, State
from candidates.store.database import Store, of_editions
from candidates.store.tables import DECISIONS, SCREENINGS, STANDINGS
from classifier.remaining import Remaining, remaining

JUDGED = (*BELONGS, State.REJECTED)


def still_to_find(store: Store, editions: Sequence[tuple[str, int]] = ()) -> Remaining:
    """How many of the papers that wait belong. Decisions of all editions tell how far scores are to be trusted. Raises StoreError.

    Papers that were never flagged are left out: each has a chance of one in a thousand or less, which is not known well enough to be added
    up over forty thousand of them.
    """
    waits = select(SCREENINGS.c.score).select_from(JOINED).where(IS_PENDING, of_editions(editions))
    judged = select(STANDINGS.c.state, DECISIONS.c.score).join(DECISIONS, STANDINGS.c.decision == DECISIONS.c.number)
    with store.reading() as connection:
        return remaining_among(list(connection.scalars(waits)), (tuple(row) for row in connection.execute(judged)))


def remaining_among(waiting: Sequence[float | None], decided: Iterable[tuple[str, float | None]]) -> Remaining:
    """The same from the scores of what waits, and the state of each decided paper with the score that it had when it was decided."""
    judged = [(state in BELONGS, score) for state, score in decided if state in JUDGED and score is not None]
    found, foretold = sum(belongs for belongs, _ in judged), sum(score for _, score in judged)
    return remaining(sum(score or 0.0 for score in waiting), foretold, found, len(waiting))
