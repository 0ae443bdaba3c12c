"""What a screening leaves in the database: the row of `screenings`, and what its JSON columns hold."""

from collections.abc import Iterable
from typing import TypedDict

from classifier.categories import Proposal
from classifier.reasons import Reason


class ProposalRow(TypedDict):
    """A proposed section with its probability."""

    name: str
    score: float


class ReasonRow(TypedDict):
    """A reason behind a score (see `classifier.reasons.Reason`)."""

    kind: str
    text: str
    where: str


class ScreeningRow(TypedDict):
    """A row of `screenings`. `text_digest`: of the text that was read; `classifier`: the fingerprint of what read it."""

    paper_id: str
    score: float
    flagged: bool
    category: str | None
    categories: list[ProposalRow]
    reasons: list[ReasonRow]
    evidence: bytes | None
    classifier: str
    text_digest: str
    screened_at: str


def proposal_rows(proposals: Iterable[Proposal]) -> list[ProposalRow]:
    """Proposals as the database keeps them. By hand: `dataclasses.asdict` copies in depth and took a third of the writing."""
    return [{"name": proposal.name, "score": proposal.score} for proposal in proposals]


def reason_rows(reasons: Iterable[Reason]) -> list[ReasonRow]:
    """Reasons as the database keeps them."""
    return [{"kind": reason.kind, "text": reason.text, "where": reason.where} for reason in reasons]
