"""A topic file proposed from the list, what was crawled and what was decided, for a maintainer to edit. Pure.

The file keeps learning from the words of the list (`learn_words`); its cues stand beside that with modest weights, so that the file as it
is proposed screens no worse than none, and says in one place what a maintainer may strengthen, weaken or strike out.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.examples import ListEntry
from classifier.model import LEARNT_THRESHOLD
from classifier.ordinary_titles import background_titles
from classifier.terms import terms
from classifier.text import MOST_TITLE, readable

MOST_CUES, MOST_FRIENDS, MOST_SECTION_CUES = 60, 12, 8
# Titles of the list that must hold a term, and how much more often than others (log): a single title is an accident of its authors.
FEWEST_TITLES, LEAST_ODDS = 2, 1.5
# Halves the odds of a term that stands in so many titles of the list.
DOUBT = 3.0
# Of a cue's odds what it adds beside the regression, which has counted the word already.
SHARE, ABSTRACT_SHARE = 0.15, 0.05
EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class _Cue:
    term: str
    odds: float
    titles: tuple[str, ...]


def proposed_topic(
    name: str,
    entries: Sequence[ListEntry],
    sections: Sequence[str],
    crawled: Sequence[str],
    accepted: Sequence[str],
    rejected: Sequence[str],
) -> str:
    """The TOML text of a topic: `entries` and `sections` of the list, titles crawled, accepted and rejected."""
    belonging = [*(entry.title for entry in entries), *accepted]
    cues = _cues(belonging, [*crawled, *background_titles()])
    sizes = {"entries": len(entries), "crawled": len(crawled), "accepted": len(accepted), "rejected": len(rejected)}
    lines = [HEAD.format(name=_quoted(name), threshold=LEARNT_THRESHOLD, **sizes), *(line for cue in cues for line in _cue_lines(cue))]
    lines += _friends(cues, belonging, crawled, rejected)
    for section in sections:
        lines += _section(section, [entry.title for entry in entries if section in entry.categories], belonging)
    return "\n".join(lines) + "\n"


def _words(title: str) -> set[str]:
    """The words and pairs of a title; beginnings of words are the regression's own."""
    return {term for term in terms(title) if not term.endswith("*")}


def _counted(titles: Sequence[str]) -> Counter[str]:
    return Counter(term for title in titles for term in _words(title))


def _odds(own: Counter[str], size: int, others: Counter[str], among: int) -> dict[str, float]:
    found = {
        term: count / (count + DOUBT) * math.log((count / (size + 1)) / ((others[term] + 1) / (among + 1)))
        for term, count in own.items()
        if count >= min(FEWEST_TITLES, size)
    }
    # A pair says at least what its words say.
    return {term: max(odds, *(found.get(word, 0.0) for word in term.split())) if " " in term else odds for term, odds in found.items()}


def _cues(belonging: Sequence[str], others: Sequence[str]) -> list[_Cue]:
    own = _counted(belonging)
    odds = _odds(own, len(belonging), _counted(others), len(others))
    chosen = sorted((term for term in odds if odds[term] >= LEAST_ODDS), key=lambda term: (-odds[term] * math.sqrt(own[term]), term))
    # Pairs go first in the file: of two cues in one place the earlier counts.
    chosen = sorted(chosen[:MOST_CUES], key=lambda term: (" " not in term, -odds[term] * math.sqrt(own[term]), term))
    return [_Cue(term, odds[term], tuple(title for title in belonging if term in _words(title))[:EXAMPLES]) for term in chosen]


HEAD = """\
# Proposed by `covenue topic` from {entries} entries, {crawled} crawled papers, {accepted} accepted and {rejected} rejected ones.
# Edit it, name it in covenue.toml (topic = "my-topic.toml") and run `covenue screen --all`. Every key is explained in the topic that
# comes with covenue, brain-inspired. Weights are log-odds: +0.7 doubles the odds, -0.7 halves them, 0 takes a cue out.

name = {name}
# The words of the list are learnt as without a topic file, and the cues below are added to that. Without this line the cues stand
# alone; they then need weights of 3 to 10, and a `prior`.
learn_words = true
threshold = {threshold}
"""


def _cue_lines(cue: _Cue) -> list[str]:
    examples = [f"# for example: {readable(title, MOST_TITLE)}" for title in cue.titles]
    weight = round(SHARE * cue.odds, 2)
    return [
        *examples,
        "[[cue]]",
        f"phrases = [{_quoted(' '.join(f'{word}*' for word in cue.term.split()))}]",
        f"title = {weight}",
        f"keyword = {weight}",
        f"abstract = {round(ABSTRACT_SHARE * cue.odds, 2)}",
        "",
    ]


def _friends(cues: Sequence[_Cue], belonging: Sequence[str], crawled: Sequence[str], rejected: Sequence[str]) -> list[str]:
    """Pairs that hold a cue word and stand in rejected papers, or often in crawled ones, and never in one that belongs."""
    words = {cue.term for cue in cues if " " not in cue.term}
    ours, turned, common = set(_counted(belonging)), _counted(rejected), _counted(crawled)
    pairs = {term for term in [*turned, *(term for term, count in common.items() if count >= FEWEST_TITLES)] if " " in term}
    found = [term for term in pairs if term not in ours and words & set(term.split())]
    found = sorted(found, key=lambda term: (-turned[term], -common[term], term))[:MOST_FRIENDS]
    if not found:
        return []
    return [
        "# Perhaps false friends: phrases with a word of the list that no paper of the list has. Strike out what belongs, then take away",
        "# the marks before the lines.",
        "# [[false_friend]]",
        '# says = "another sense"',
        f"# phrases = [{', '.join(_quoted(term) for term in found)}]",
        "# weight = -2.0",
        "",
    ]


def _section(name: str, titles: Sequence[str], belonging: Sequence[str]) -> list[str]:
    own = _counted(titles)
    others = _counted(belonging)
    others.subtract(own)
    odds = _odds(own, len(titles), others, max(len(belonging) - len(titles), 0)) if titles else {}
    best = sorted((term for term in odds if odds[term] > 0), key=lambda term: (-odds[term] * math.sqrt(own[term]), term))[
        :MOST_SECTION_CUES
    ]
    cues = [f"{_quoted(' '.join(f'{word}*' for word in term.split()))} = {round(odds[term], 2)}" for term in best]
    # Its own name stays a cue, as it is without a topic file.
    phrases = dict.fromkeys([f"{_quoted(name)} = 4.0", *cues])
    return ["[[category]]", f"name = {_quoted(name)}", "[category.cues]", *phrases, ""] if _has_letters(name) else []


def _has_letters(name: str) -> bool:
    return any(letter.isalnum() for letter in name)


def _quoted(text: str) -> str:
    # A JSON string is a TOML string once it holds no control characters and no letters written as two halves.
    return json.dumps(readable(text, MOST_TITLE), ensure_ascii=False)
