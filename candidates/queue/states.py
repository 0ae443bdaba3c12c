"""What a paper of the queue, a decision and a match with the list can be; the words that the database and all commands use. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a paper stands in the queue. A paper that was neither flagged nor decided is in none of them ("")."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LATER = "later"
    PUBLISHED = "published"


class Verdict(StrEnum):
    """What a row of the log of decisions says."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LATER = "later"
    PUBLISHED = "published"  # written by `covenue publish`
    UNDONE = "undone"  # takes an earlier row back


class MatchState(StrEnum):
    """How sure it is that an entry of the list is a paper."""

    CERTAIN = "certain"
    TO_CONFIRM = "to-confirm"
    CONFIRMED = "confirmed"  # by a person
    REFUSED = "refused"  # by a person
    # Confirmed, but its entry is not in the list at present (an edit undone by git, a moved line): comes back with the entry.
    AWAY = "away"


# What a person can say of a paper.
VERDICTS = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.LATER)
# Decided to belong into the list, written there or not.
BELONGS = (State.ACCEPTED, State.PUBLISHED)
# An entry of the list is the paper: the program is sure, or a person said so.
IN_LIST = (MatchState.CERTAIN, MatchState.CONFIRMED)
# What outlives every new comparison.
BY_PERSON = (MatchState.CONFIRMED, MatchState.REFUSED, MatchState.AWAY)
