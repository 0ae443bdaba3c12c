"""The terms of a title with their weights: by what decisions on papers can move any other paper, also one without a sentence vector."""

from functools import cache
from math import log, sqrt

from classifier.ordinary_titles import background_counts
from classifier.terms import number, terms

# The count taken for a word that the table of background titles leaves out, as it does words of under eight titles.
RARE = 4


@cache
def rarities() -> dict[str, float]:
    """The log of one title in how many holds a word or a pair."""
    total, counts = background_counts()
    return {term: log(total / count) for term, count in counts.items()}


def title_terms(title: str) -> dict[int, float]:
    """A weight for the number of each term of the title, rare ones heavy; together of length one."""
    total, _ = background_counts()
    known = rarities()
    weights = {term: known.get(term, log(total / RARE)) for term in dict.fromkeys(terms(title)) if not term.endswith("*")}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {number(term): weight / length for term, weight in weights.items()}
