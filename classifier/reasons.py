"""Why a paper was proposed, in pieces that a person can check. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.categories import Ranking, Sections
from classifier.evidence import Evidence, Mention
from classifier.text import Text

# As many as a person reads at a glance; the strongest come first.
MOST_CUES = 4
MOST_AGAINST = 3
# Decisions that move the log-odds by less are not worth a line: the odds change by less than a third.
LEAST_CHANGE = 0.25


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind`: cue, against, author, neighbour, learnt or category. `where`: title, abstract, keyword, list or decisions."""

    kind: str
    text: str
    where: str


def reasons_for(
    evidence: Evidence, neighbours: Sequence[tuple[str, float]] = (), learnt: float | None = None, authors: str = ""
) -> tuple[Reason, ...]:
    """The reasons behind a score: phrases for and against, its authors (where anything is said of them), the nearest listed papers with
    their similarity, what decisions changed.
    """
    speaking = [m for m in evidence.mentions if m.weight > 0][:MOST_CUES]
    against = [m for m in evidence.mentions if m.weight <= 0][:MOST_AGAINST]
    reasons = [Reason("cue", _said(mention), mention.where) for mention in speaking]
    if authors:
        reasons.append(Reason("author", authors, "list"))
    reasons += [Reason("neighbour", f"{title} (similarity {similarity:.2f})", "list") for title, similarity in neighbours]
    reasons += [Reason("against", _said(mention), mention.where) for mention in against]
    if learnt is not None and abs(learnt) >= LEAST_CHANGE:
        effect = "for" if learnt > 0 else "against"
        reasons.append(Reason("learnt", f"earlier decisions on similar papers speak {effect} it ({learnt:+.1f})", "decisions"))
    return tuple(reasons)


def category_reasons(ranking: Ranking, text: Text, sections: Sections) -> list[Reason]:
    """The phrase that speaks most for the first section, and how likely none of the list's fits where that is likelier."""
    reasons = []
    if ranking.sections and (phrase := sections.phrase_for(ranking.sections[0].name, text)):
        reasons.append(Reason("category", f"{ranking.sections[0].name}: “{phrase[0]}”", phrase[1]))
    if none := ranking.none_fits:
        reasons.append(Reason("category", f"none of the sections fits: {none.score:.0%} ({none.name})", "list"))
    return reasons


def _said(mention: Mention) -> str:
    times = f", {mention.times} times" if mention.times > 1 else ""
    return f"“{mention.phrase}”{times} ({mention.cue})"
