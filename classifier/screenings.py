"""What the classifier says of one paper."""

from dataclasses import dataclass

from classifier.categories import Proposal
from classifier.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the classifier says of one paper; `evidence` is for `Classifier.rescore`: what decisions can change the score by."""

    score: float
    flagged: bool
    categories: tuple[Proposal, ...]
    reasons: tuple[Reason, ...]
    evidence: bytes | None = None

    @property
    def category(self) -> str | None:
        """The section that is proposed first, or None."""
        return self.categories[0].name if self.categories else None
