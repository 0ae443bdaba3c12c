"""A name for a section that the list lacks, from the terms of the papers that would stand in it. Pure.

A term speaks for itself if many of the papers have it in title or keywords, and the list's own titles and ordinary ones seldom do.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from candidates.matching.titles import match_key
from classifier.ordinary_titles import PAIR_STOP_WORDS, background_counts

WORD = re.compile(r"[^\W_][^\W_]*(?:[-'’][^\W_]+)*")
# A heading is rarely longer.
MOST_WORDS = 3
# Of the papers; a term of fewer names one of them, not what they have in common.
LEAST_SHARE = 0.3
FEWEST_PAPERS = 2
# A longer term is the better name as long as so many of the papers with the shorter one have it.
KEPT_BY_LONGER = 0.6
# Words that say that a paper is one, not what it is about; they end no name and are none.
EMPTY_WORDS = (
    "approach approaches method methods framework frameworks novel efficient fast improved improving robust better deep model models "
    "abstract paper study analysis towards based aware via large small high low new"
)
EMPTY = PAIR_STOP_WORDS | frozenset(EMPTY_WORDS.split())


# Some of them end a name all the same ("Diffusion Models").
KINDS = frozenset({"model", "models", "method", "methods", "analysis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTerms:
    """What a paper says of its subject; `keywords` are the authors' own."""

    title: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionName:
    """A name proposed for a new section, and how many of the papers have it in title or keywords."""

    name: str
    papers: int


def section_names(papers: Sequence[PaperTerms], listed: Iterable[str], categories: Iterable[str], limit: int = 3) -> list[SectionName]:
    """Names for a section of `papers`, the best first; [] where they have too little in common.

    `listed` are the titles of the list, `categories` the names that it has; none of these is proposed again.
    """
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found: list[set[str]] = []
    for paper in papers:
        terms = [each for text in (paper.title, *paper.keywords) for each in _terms(text)]
        found.append({term for term, _ in terms})
        for term, as_written in terms:
            written[term][as_written] += 1
    support = Counter(term for terms in found for term in terms)
    least = max(FEWEST_PAPERS, LEAST_SHARE * len(papers))
    common = {term: count for term, count in support.items() if count >= least}
    in_list = [{term for term, _ in _terms(title)} for title in listed]
    scores = {term: count / len(papers) * _oddness(term, count / len(papers), in_list) for term, count in common.items()}
    taken = {_stem(match_key(name)) for name in categories}
    names: list[SectionName] = []
    for term in sorted(scores, key=lambda each: (-scores[each], each)):
        name = _longest(term, common, scores)
        shown = _headed(written[name].most_common(1)[0][0])
        if scores[name] > 0 and _stem(match_key(shown)) not in taken:
            taken.add(_stem(match_key(shown)))
            names.append(SectionName(shown, support[name]))
        if len(names) == limit:
            break
    return names


def _terms(text: str) -> list[tuple[str, str]]:
    """The runs of one to three words that may be a name, without plural, and as they are written."""
    words = WORD.findall(text)
    plain = [_stem(word.casefold()) for word in words]
    found: list[tuple[str, str]] = []
    for size in range(1, MOST_WORDS + 1):
        for n in range(len(words) - size + 1):
            piece = words[n : n + size]
            first, last = piece[0].casefold(), piece[-1].casefold()
            glued = any(word.casefold() in PAIR_STOP_WORDS for word in piece)
            # "Event-based" alone says of something what it is like, not what it is.
            empty = first in EMPTY or (last in EMPTY and last not in KINDS) or (size == 1 and "-" in first)
            if not empty and not glued and any(len(word) > 2 for word in piece) and not piece[0].isdigit():
                found.append((" ".join(plain[n : n + size]), " ".join(piece)))
    return found


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _oddness(term: str, share: float, in_list: Sequence[set[str]]) -> float:
    """Log-odds of a term's share among the papers against that in the list and in ordinary titles, whichever is larger."""
    titles, counts = background_counts()
    words = term.split()
    pairs = [f"{a} {b}" for a, b in pairwise(words)] or words
    # The table has words as they are written: with the plural, too.
    usual = min(counts.get(pair, 0) + counts.get(f"{pair}s", 0) for pair in pairs)
    listed = sum(term in terms for terms in in_list)
    ordinary = max((usual + 1) / (titles + 2), (listed + 0.5) / (len(in_list) + 1) if in_list else 0.0)
    return math.log(share / ordinary)


def _longest(term: str, common: dict[str, int], scores: dict[str, float]) -> str:
    """The longest term around this one that most of its papers have ("hardware" -> "neuromorphic hardware")."""
    around = [each for each in common if f" {term} " in f" {each} " and common[each] >= KEPT_BY_LONGER * common[term] and scores[each] > 0]
    return max([term, *around], key=lambda each: (len(each.split()), scores[each], each))


def _headed(name: str) -> str:
    """As a heading is written: each word with a capital, names in mixed case as they are."""
    return " ".join(word if any(c.isupper() for c in word) else word[:1].upper() + word[1:] for word in name.split())
