"""When can I stop: how many of the papers that wait probably belong."""

from collections.abc import Sequence

from sqlalchemy import func, select

from candidates.queue.candidates import IS_PENDING, JOINED
from candidates.queue.states import Verdict
from candidates.store.database import Store, of_editions
from candidates.store.tables import DECISIONS, SCREENINGS, STANDINGS
from classifier.remaining import Remaining, remaining

BELONGS = (Verdict.ACCEPTED, Verdict.PUBLISHED)


def still_to_find(store: Store, editions: Sequence[tuple[str, int]] = ()) -> Remaining:
    """How many of the papers that wait belong. Decisions of all editions tell how far scores are to be trusted.

    Papers that were never flagged are left out: each has a chance of one in a thousand or less, which is not known well enough to be added
    up over forty thousand of them.
    """
    waits = select(func.sum(SCREENINGS.c.score), func.count()).select_from(JOINED).where(IS_PENDING, of_editions(editions))
    judged = select(DECISIONS.c.verdict, func.count(), func.sum(DECISIONS.c.score))
    judged = judged.select_from(STANDINGS.join(DECISIONS, STANDINGS.c.decision == DECISIONS.c.number))
    judged = judged.where(DECISIONS.c.verdict.in_((*BELONGS, Verdict.REJECTED)), DECISIONS.c.score.is_not(None))
    with store.reading() as connection:
        left, waiting = connection.execute(waits).one()
        rows = connection.execute(judged.group_by(DECISIONS.c.verdict)).all()
    found = sum(int(row[1]) for row in rows if row[0] in BELONGS)
    return remaining(float(left or 0.0), sum(float(row[2]) for row in rows), found, waiting)
