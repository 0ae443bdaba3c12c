"""Text for the page: cue phrases marked, scores in words, links that are safe to follow. Pure."""

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

from candidates.coverage.formulas import is_balanced, with_scripts

# Score from which on each word is used. Scores are calibrated probabilities, so the words may be read as odds:
# nineteen in twenty, four in five, one in two, one in five.
WORDS = (
    (0.95, "almost certainly belongs"),
    (0.8, "probably belongs"),
    (0.5, "may well belong"),
    (0.2, "doubtful"),
    (0.0, "hardly belongs"),
)

SIDES = {"for": "speaks for", "against": "speaks against"}


def marked(text: str, spans: Iterable[tuple[int, int, str, str]]) -> Markup:
    """`text` as HTML with each span (start, end, "for" or "against", phrase) in a <mark>; everything is escaped.

    What a colour says is said in hidden words too. Spans that overlap an earlier one or leave the text are passed over.
    """
    pieces: list[Markup] = []
    done = 0
    for start, end, side, _ in sorted(spans):
        if start < done or end > len(text) or start >= end or side not in SIDES:
            continue
        if not is_balanced(text[start:end]):  # a mark may not begin within an exponent and end outside
            continue
        pieces.append(escape(text[done:start]))
        said = Markup('<mark class="{0}">{1}</mark><span class="unseen"> ({2})</span>')
        pieces.append(said.format(side, text[start:end], SIDES[side]))
        done = end
    pieces.append(escape(text[done:]))
    return with_scripts(Markup("").join(pieces))


def score_word(score: float | None) -> str:
    """A calibrated probability in words; "not screened" for None."""
    if score is None:
        return "not screened"
    return next((word for least, word in WORDS if score >= least), WORDS[-1][1])


def score_number(score: float | None) -> str:
    """Two decimals, and never a certainty that a model cannot have."""
    return "" if score is None else f"{min(max(score, 0.01), 0.99):.2f}"


def doi_link(doi: str) -> str:
    """Where a DOI leads; "" for none."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if doi else ""


def forum_link(forum: str) -> str:
    """The OpenReview page of a forum id; "" for none."""
    return f"https://openreview.net/forum?id={quote(forum, safe='')}" if forum else ""


def diff_lines(diff: str) -> list[tuple[str, str]]:
    """A unified diff as (kind, line): "file", "place", "added", "removed" or "same"."""
    kinds = {"@": "place", "+": "added", "-": "removed"}
    lines = diff.splitlines()
    return [("file" if line.startswith(("+++ ", "--- ")) else kinds.get(line[:1], "same"), line) for line in lines]
