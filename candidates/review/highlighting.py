"""Where the phrases stand that a screening names as its reasons, in a text as the page shows it. Loads no model.

The stored reasons are the only source: what is marked is what was counted, with a topic file and without. The file is asked only for the
other phrases of a cue that a reason names, because that reason counts them too ("SNN", 3 times).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from candidates.errors import CovenueError
from candidates.review.cards import Marker
from candidates.store.screening_rows import ReasonRow
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from classifier.topic import Cue, FalseFriend, Topic

# A phrase in a reason, as `classifier.reasons` writes it: “spiking networks”, 3 times (name of the cue).
NAMED = re.compile(r"“(?P<phrase>.+?)”(?:, \d+ times)? \((?P<cue>.*)\)", re.DOTALL)
SIDES = {"cue": "for", "against": "against"}
# Words of which the forms are kept: those of some hundred abstracts.
KEPT = 1 << 14

Marks = list[tuple[int, int, str, str]]


def marker_of(workspace: Workspace) -> Marker:
    """How texts are marked; without a readable topic file by the words of the reasons alone (screening says why it cannot be read)."""
    from candidates.screening.learning import topic_of
    from classifier.topic import Topic

    try:
        topic = topic_of(workspace)
    except CovenueError:
        topic = Topic()
    return partial(named_phrases, topic)


def named_phrases(topic: "Topic", text: str, where: str, reasons: Sequence[ReasonRow]) -> Marks:
    """Where the phrases of `reasons` stand in `text`, the title or abstract (`where`): (start, end, "for" or "against", as it stands).

    In order and apart from one another: what overlaps is one piece where it points the same way, else the longest stays.
    """
    named = [(said["phrase"], said["cue"], reason) for reason in reasons if (said := NAMED.fullmatch(reason["text"]))]
    known = {*map(_name, topic.cue), *map(_name, topic.false_friend)}
    found: Marks = _of_cues(topic, {cue for _, cue, reason in named if reason["where"] == where}, text)
    words = _Words(text)
    for phrase, cue, reason in named:
        # A word of the list is looked for in both: what it counts is that of title and abstract together.
        if cue not in known and reason["kind"] in SIDES:
            found += [(start, end, SIDES[reason["kind"]], text[start:end]) for start, end in _of_words(phrase, words)]
    return _apart(found, text)


def _of_cues(topic: "Topic", names: set[str], text: str) -> Marks:
    """Where the phrases of the cues and false friends of these names stand."""
    from classifier.topic import cue_spans

    cues = tuple(cue for cue in topic.cue if _name(cue) in names)
    friends = tuple(friend for friend in topic.false_friend if _name(friend) in names)
    return cue_spans(topic.model_copy(update={"cue": cues, "false_friend": friends}), text)


def _name(cue: "Cue | FalseFriend") -> str:
    """As reasons name it (`classifier.evidence`)."""
    return cue.says or cue.phrases[0]


class _Words:
    """The words of a text, found by their forms: an abstract of 10,000 letters took 30 ms, in Chinese 330, with each word looked at for
    each reason anew (2026-11-30)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.placed = list(_placed_words(text))
        self._found: dict[Callable[[str], Sequence[str]], tuple[list[Sequence[str]], dict[str, list[int]]]] = {}

    def places(self, forms_of: Callable[[str], Sequence[str]], wanted: Sequence[str]) -> list[tuple[int, int]]:
        """Where words follow one another that have the wanted forms, one each."""
        if forms_of not in self._found:
            forms = [forms_of(self.text[start:end]) for start, end in self.placed]
            by_form: dict[str, list[int]] = {}
            for place, several in enumerate(forms):
                for form in several:
                    by_form.setdefault(form, []).append(place)
            self._found[forms_of] = forms, by_form
        forms, by_form = self._found[forms_of]
        last = len(forms) - len(wanted)
        begins = (place for place in by_form.get(wanted[0], ()) if place <= last)
        places = [place for place in begins if all(form in forms[place + n] for n, form in enumerate(wanted))]
        return [(self.placed[place][0], self.placed[place + len(wanted) - 1][1]) for place in places]


@lru_cache(KEPT)
def _counted(word: str) -> tuple[str]:
    return ((*_terms(word), word.lower())[0],)


@lru_cache(KEPT)
def _begun(word: str) -> tuple[str]:
    from classifier.terms import BEGINNING, stem

    return (stem(word.lower())[:BEGINNING],)


@lru_cache(KEPT)
def _terms(word: str) -> tuple[str, ...]:
    from classifier.terms import terms

    return tuple(dict.fromkeys(terms(word)))


def _of_words(phrase: str, words: _Words) -> list[tuple[int, int]]:
    """Where the words of a reason stand, in every form that counts as them: without a plural s, in any case, with any sign between them.

    Where nowhere, as the terms that a screening from before 2026-12 names ("former" of "SpikFormer"), or whose words begin alike, as those
    of an abbreviation do; else letter by letter.
    """
    named = list(_placed_words(phrase))
    if not named or (named[0][0], named[-1][1]) != (0, len(phrase)):
        return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", words.text, re.IGNORECASE)]
    several = [phrase[start:end] for start, end in named]
    return (
        words.places(_counted, [_counted(word)[0] for word in several])
        or (words.places(_begun, [_begun(word)[0] for word in several]) if len(several) > 1 else [])
        or words.places(_terms, [phrase])
    )


def _placed_words(text: str) -> Iterator[tuple[int, int]]:
    """Where each word stands, single letters too; of a script without blanks each two letters, as among the terms."""
    from classifier.terms import MARKED, UNSPACED, words

    for run in re.finditer(rf"[\w{MARKED}]+", text):
        start = run.start()
        for word in words(run[0]) if UNSPACED.search(run[0]) else [run[0]]:
            start = text.index(word, start)
            yield start, start + len(word)
            start += 1  # the pairs overlap


def _apart(found: Marks, text: str) -> Marks:
    kept: list[tuple[int, int, str]] = []
    for start, end, side, _ in sorted(found, key=lambda piece: (piece[0] - piece[1], piece[0])):
        first, last = bisect_right(kept, start, key=lambda piece: piece[1]), bisect_left(kept, end, key=lambda piece: piece[0])
        met = kept[first:last]
        if all(other[2] == side for other in met):
            kept[first:last] = [(min([start, *(other[0] for other in met)]), max([end, *(other[1] for other in met)]), side)]
    return [(start, end, side, text[start:end]) for start, end, side in kept]
