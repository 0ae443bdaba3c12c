"""Makes the card of one paper out of what the store and the classifier say. Pure."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote_plus

from candidates.coverage.formulas import as_text, readable
from candidates.queue.candidates import Candidate
from candidates.queue.decisions import Decision
from candidates.review.html import doi_link, forum_link, marked, score_number, score_word
from candidates.review.pages import Card, Choice, Link, Reason
from candidates.store.paper_rows import BY_HAND
from candidates.store.screening_rows import ReasonRow
from spiders.addresses import web_address
from spiders.paper import Paper, title_key

# Where what the reasons name stands in a text, the "title" or "abstract" of a paper: (start, end, "for" or "against", phrase).
Marker = Callable[[str, str, Sequence[ReasonRow]], Sequence[tuple[int, int, str, str]]]

# How the classifier's kinds of reason point.
SIDES = {"cue": "for", "author": "for", "against": "against", "neighbour": "near", "category": "category"}
SIMILARITY = re.compile(r"(?P<title>.*) \(similarity (?P<similarity>\d\.\d+)\)", re.DOTALL)
AGAINST = re.compile(r"\bagainst\b")
CHOICES = 3
# A new section goes first where a paper rather belongs there than in any that the list has.
LIKELY = 0.5
# Authors shown at once; of the 25,000 papers of 2021, 2023 and 2025 one in a hundred has more than twenty.
AUTHORS_SHOWN = 20


def card_of(
    candidate: Candidate,
    paper: Paper,
    edition: str,
    history: Sequence[Decision],
    categories: Sequence[str],
    marker: Marker,
) -> Card:
    """The card of a paper; `categories` are the list's own, () where the list could not be read (then the proposals are all there is).

    The score is the calibrated one of the screening: what decisions teach moves the order, and no number that a reader sees.
    """
    choices = _choices(candidate, categories)
    taken = {choice.name for choice in choices}
    reasons = [_reason(each) for each in candidate.reasons]
    title, abstract = readable(candidate.title), readable(candidate.abstract or "")
    return Card(
        candidate=candidate,
        edition=edition,
        title=marked(title, marker(title, "title", candidate.reasons)),
        abstract=marked(abstract, marker(abstract, "abstract", candidate.reasons)) if abstract else None,
        keywords=paper.keywords,
        links=_links(paper),
        searches=_searches(as_text(paper.title)),
        by_hand=paper.origins.get("abstract") == BY_HAND,
        score_word=score_word(candidate.score),
        score_number=score_number(candidate.score),
        reasons=tuple(each for each in reasons if each.side != "near"),
        neighbours=tuple(each for each in reasons if each.side == "near"),
        choices=choices,
        others=tuple(each for each in categories if each not in taken),
        history=tuple(history),
    )


def _choices(candidate: Candidate, categories: Sequence[str]) -> tuple[Choice, ...]:
    """The proposals that the list still has, in its own spelling; a section renamed since the screening is no choice."""
    known = {title_key(name): name for name in categories}
    found: dict[str, float] = {}
    for proposal in candidate.categories:
        name = known.get(title_key(proposal["name"])) if categories else proposal["name"]
        if name:
            found.setdefault(name, float(proposal["score"]))
    first = [(share, name, False) for name, share in sorted(found.items(), key=lambda each: -each[1])[:CHOICES]]
    new = candidate.new_section
    if new is not None:
        # The best section of the list's own stays the first or second key, whatever is proposed besides.
        rest = [(share * (1 - new.score), name, False) for share, name, _ in first[: CHOICES - 1]]
        is_new = title_key(new.name) not in known
        place = 0 if new.score >= LIKELY else len(rest)
        first = [*rest[:place], (new.score, known.get(title_key(new.name), new.name), is_new), *rest[place:]]
    return tuple(
        Choice(name=name, percent=round(100 * share), key=str(key), is_new=is_new) for key, (share, name, is_new) in enumerate(first, 1)
    )


def _reason(given: ReasonRow) -> Reason:
    """A stored reason; one of a kind that a newer classifier writes is shown as a plain remark."""
    kind, text, where = str(given.get("kind", "")), str(given.get("text", "")), str(given.get("where", ""))
    if kind == "learnt":
        return Reason(side="against" if AGAINST.search(text) else "for", text=text, where=where)
    if kind == "neighbour" and (found := SIMILARITY.fullmatch(text)):
        return Reason(side="near", text=found["title"], where=where, similarity=found["similarity"])
    return Reason(side=SIDES.get(kind, "remark"), text=text, where=where)


def _links(paper: Paper) -> tuple[Link, ...]:
    """Where the paper can be read, without the same address twice."""
    named = (("Paper", paper.url), ("PDF", paper.pdf), ("DOI", doi_link(paper.doi)), ("OpenReview", forum_link(paper.forum)))
    found: dict[str, str] = {}
    for text, url in named:
        safe = web_address(url)
        if safe:
            found.setdefault(safe, text)
    return tuple(Link(text, url) for url, text in found.items())


def _searches(title: str) -> tuple[Link, ...]:
    """Where to look for a paper whose page or abstract is not known; nothing is asked of them before somebody follows the link."""
    asked = quote_plus(title)
    return (
        Link("Scholar", f"https://scholar.google.com/scholar?q={asked}"),
        Link("Semantic Scholar", f"https://www.semanticscholar.org/search?q={asked}"),
        Link("OpenReview", f"https://openreview.net/search?term={asked}"),
        Link("arXiv", f"https://arxiv.org/search/?query={asked}&searchtype=title"),
    )


def shown_authors(authors: Sequence[str]) -> tuple[str, int]:
    """The authors as one text, and how many were left out."""
    return ", ".join(authors[:AUTHORS_SHOWN]), max(len(authors) - AUTHORS_SHOWN, 0)
