"""Lexical evidence: which cues stand where in a paper, and how they add up to log-odds. Pure.

This is the cheap first step of the cascade: it runs over every paper, so it looks for the roots of the cues first and reads on
only where one is there.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from classifier.abbreviations import abbreviations, spelt_out
from classifier.phrases import Phrases, Span, fewest_roots, holds
from classifier.text import Text
from classifier.topic import Cue, FalseFriend, Topic

# The second strongest cue counts 0.4, the third 0.16: cues of one subject come together, so they are not independent.
FADING = 0.4
# The same cue in a second place of the paper (title and abstract) adds this share of its weaker weight, for the same reason.
SECOND_PLACE = 0.2
# Each doubling of the mentions in an abstract, from two on, adds this share of the weight; eight mentions are as good as many.
PER_DOUBLING = 0.1
MOST_DOUBLINGS = 2.0
# Cues below this weight only support others ("low power"): a paper that has nothing else is not read further, and most papers have one.
LEAST_ALONE = 1.0
# Letters of an abstract that tells what a paper does: an abstract cut to a sentence proves nothing by what it leaves out.
TELLING_ABSTRACT = 400
# Letters looked at on either side of a false friend for a cue that reaches beyond it; longer than any phrase of a topic.
REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A cue in one place of a paper: how often, the phrase as it stands there first, and its weight there."""

    cue: str
    where: str
    phrase: str
    times: int
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words of a paper say: log-odds to add to the prior, and the mentions behind them, strongest first."""

    total: float
    mentions: tuple[Mention, ...] = ()


NOTHING = Evidence(0.0)


@dataclass(frozen=True, slots=True)
class _Field:
    where: str
    text: str
    lowered: str


class _CompiledCue:
    def __init__(self, name: str, cue: Cue) -> None:
        self.name = name
        self.cue = cue
        self.phrases = Phrases(cue.phrases)
        self.unless = Phrases(cue.unless)
        self.needs = Phrases(cue.needs)
        self.abbreviations = frozenset(abbreviations(cue.phrases))
        self.strongest = max(cue.title, cue.abstract, cue.keyword)
        self.for_paper = self.strongest > 0

    def weight(self, where: str, times: int) -> float:
        full = {"title": self.cue.title, "keyword": self.cue.keyword}.get(where, self.cue.abstract)
        if where != "abstract":
            return full
        if times == 1:
            return full * self.cue.once
        return full * (1 + PER_DOUBLING * min(math.log2(times) - 1, MOST_DOUBLINGS))

    def means_it(self, fields: Sequence[_Field]) -> bool:
        if any(_stands(self.unless, field) for field in fields):
            return False
        return not self.cue.needs or any(_stands(self.needs, field) for field in fields)

    def mentions(self, fields: Sequence[_Field], taken: dict[str, list[Span]]) -> list[Mention]:
        """The mentions of the cue outside the spans `taken`, which then are taken too: an earlier cue of the file goes first."""
        found = []
        for field in fields:
            if not self.weight(field.where, 2):
                continue
            found_here = self.phrases.find(field.text, field.lowered)
            if not found_here:
                continue
            spans = _apart(span for span in found_here if not span.overlaps(taken[field.where]))
            if spans:
                phrase = field.text[spans[0].start : spans[0].end]
                found.append(
                    Mention(cue=self.name, where=field.where, phrase=phrase, times=len(spans), weight=self.weight(field.where, len(spans)))
                )
            taken[field.where] += spans
        return found if found and self.means_it(fields) else []


class _CompiledFriend:
    def __init__(self, friend: FalseFriend) -> None:
        self.name = friend.says or friend.phrases[0]
        self.phrases = Phrases(friend.phrases)
        self.weight = friend.weight


class LexicalEvidence:
    """Reads papers for the cues of one topic."""

    def __init__(self, topic: Topic) -> None:
        cues = [_CompiledCue(cue.says or cue.phrases[0], cue) for cue in topic.cue]
        self._for = [cue for cue in cues if cue.for_paper]
        self._against = [cue for cue in cues if not cue.for_paper]
        # Beside the words of the list every cue has something to add.
        least = 0.0 if topic.learn_words else LEAST_ALONE
        roots = fewest_roots(cue.phrases for cue in self._for if cue.strongest >= least)
        self._roots = [(longest, tuple(others)) for longest, *others in roots]
        self._strongest = {cue.name: cue.strongest for cue in self._for}
        self._weight_alone = {cue.name: cue.cue.alone for cue in self._for}
        self._unsupported = {cue.name: cue.cue.unsupported for cue in self._for}
        self._friends = [_CompiledFriend(friend) for friend in topic.false_friend]

    def read(self, text: Text) -> Evidence:
        """The evidence in `text`; `NOTHING` where no cue stands."""
        fields = [
            _Field(where, part, part.lower())
            for where, part in (("title", text.title), ("abstract", text.abstract), ("keyword", "; ".join(text.keywords)))
            if part
        ]
        if not any(self._may_speak(field.lowered) for field in fields):
            return NOTHING
        taken: dict[str, list[Span]] = {field.where: [] for field in fields}
        false = [m for m in (self._false_friend(friend, fields, taken) for friend in self._friends) if m]
        otherwise = self._spelt_otherwise(fields)
        speaking = [m for m in (cue.mentions(fields, taken) for cue in self._for if not cue.abbreviations & otherwise) if m]
        if not speaking and not false:
            return NOTHING
        against = [m for m in (cue.mentions(fields, taken) for cue in self._against) if m]
        if len(text.abstract) >= TELLING_ABSTRACT:
            speaking = self._supported(speaking)
        elif not text.abstract and len(speaking) == 1:
            speaking = [[self._alone(mention) for mention in speaking[0]]]
        return _added(speaking, false + against)

    def _supported(self, speaking: list[list[Mention]]) -> list[list[Mention]]:
        """The mentions, those in the title weaker where an abstract that tells what the paper does names nothing of the subject."""
        if any(mention.where != "title" and self._strongest[mention.cue] >= LEAST_ALONE for cue in speaking for mention in cue):
            return speaking
        return [[replace(mention, weight=mention.weight * self._unsupported[mention.cue]) for mention in cue] for cue in speaking]

    def _alone(self, mention: Mention) -> Mention:
        weight = self._weight_alone[mention.cue]
        return mention if weight is None or mention.where != "title" else replace(mention, weight=weight)

    def _spelt_otherwise(self, fields: Sequence[_Field]) -> set[str]:
        """The abbreviations that the paper spells out ("Subspace Nearest Neighbor (SNN)") in words that are no cue."""
        spelt = (found for field in fields for found in spelt_out(field.text))
        return {name for name, words in spelt if not any(cue.phrases.find(words, words.lower()) for cue in self._for)}

    def _may_speak(self, lowered: str) -> bool:
        for longest, others in self._roots:  # noqa: SIM110 - asked a hundred times a paper; see `holds`
            if longest in lowered and holds(lowered, others):
                return True
        return False

    def _false_friend(self, friend: "_CompiledFriend", fields: Sequence[_Field], taken: dict[str, list[Span]]) -> list[Mention]:
        mentions = []
        for field in fields:
            found_here = friend.phrases.find(field.text, field.lowered)
            if not found_here:
                continue
            # "spike neural networks" after "low-latency" is no latency spike: a cue that reaches beyond the false friend wins.
            spans = _apart(span for span in found_here if not self._reached_beyond(span, field))
            if spans:
                taken[field.where] += spans
                phrase = field.text[spans[0].start : spans[0].end]
                mentions.append(Mention(cue=friend.name, where=field.where, phrase=phrase, times=len(spans), weight=friend.weight))
        return mentions

    def _reached_beyond(self, span: Span, field: _Field) -> bool:
        around = Span(max(0, span.start - REACH), span.end + REACH)
        text, lowered = field.text[around.start : around.end], field.lowered[around.start : around.end]
        here = Span(span.start - around.start, span.end - around.start)
        return any(cue.overlaps([here]) and cue.end > here.end for compiled in self._for for cue in compiled.phrases.find(text, lowered))


def _stands(phrases: Phrases, field: _Field) -> bool:
    return bool(phrases.find(field.text, field.lowered))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that overlap an earlier, longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _added(speaking: Sequence[Sequence[Mention]], against: Sequence[Sequence[Mention]]) -> Evidence:
    total = _faded(_one_cue(mentions) for mentions in speaking) - _faded(-_one_cue(mentions) for mentions in against)
    mentions = [mention for cue in (*speaking, *against) for mention in cue]
    return Evidence(total, tuple(sorted(mentions, key=lambda m: -abs(m.weight))))


def _one_cue(mentions: Sequence[Mention]) -> float:
    best, *others = sorted((m.weight for m in mentions), key=abs, reverse=True)
    return best + SECOND_PLACE * sum(others)


def _faded(weights: Iterable[float]) -> float:
    return sum(weight * FADING**place for place, weight in enumerate(sorted(weights, reverse=True)))
