"""What a screening leaves in the database: the row of `screenings`, and what its JSON columns hold."""

from typing import TypedDict


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
