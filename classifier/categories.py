"""Which of the list's own sections a paper belongs in: learnt from the entries, guided by what the topic file says of the sections.

Two sources of log-odds are added: the cue phrases of a section (`Category.cues`, data of the topic file), and a logistic
regression on the vectors of the entries and of what the topic file says (`section_examples`). A section that the topic file does not know
is learnt from its entries and its name; where the file knows less than half of them, words are learnt too (`section_ridge`). Where it
describes the list's sections, what it describes besides competes with them, so that "none of the list's sections" has a probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from classifier.embedding import Vectors
from classifier.phrases import Phrases, Span
from classifier.section_ridge import Example, SectionRidge, learn_ridge
from classifier.text import Text
from classifier.topic import Category, Topic
from spiders.paper import title_key

# The second phrase of a section counts half, the third a quarter: they tell the same thing.
FADING = 0.5
# Letters by which it is seen fast that most phrases do not stand in a text.
THREE = 3
# What an abstract names is often only what the paper compares itself with: a third of the weight, and full only when named twice.
ABSTRACT_SHARE = 0.3
# Weight of the phrases beside the regression, and its regularisation; chosen by leave-one-out on the list (see the evaluation).
PHRASES_SHARE = 1.5
REGULARISATION = 10.0
# A section's own name as a phrase, where the topic file does not describe it.
NAME_WEIGHT = 4.0
# Divides the summed log-odds so that the first proposal is right about as often as its share says (leave-one-out, 135 entries).
TEMPERATURE = 1.5
# Names as alike as "ANN2SNN" and "ANN-2-SNN conversion" are one section renamed; below, unlike sections begin to meet.
SAME_NAME = 82.0
# Log-odds of a section without a single example in the regression: far behind, but still ranked by its phrases.
UNLEARNT = -4.0
# A paper of a kind that the list has no section for may be put into one all the same: of 23 labelled papers that look like such a kind
# (hardware) with a mean share of 0.82, 15 fit none of the sections; of 29 titles that another list of spiking papers has, 27 stand under
# hardware. Of 0.8, 0.9 and 1 this explains both best together (2026-11-30).
BELIEVED = 0.9

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A section and the probability that the paper belongs in it rather than in another."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sections of the list, the likeliest first, and in `lacking` those that it does not have; all together add up to one."""

    sections: tuple[Proposal, ...]
    lacking: tuple[Proposal, ...] = ()

    @property
    def none_fits(self) -> Proposal | None:
        """The likeliest section that the list lacks, with the probability that none of those that it has fits; None where one of these is
        likelier than that.
        """
        if not self.lacking:
            return None
        none = Proposal(self.lacking[0].name, round(sum(one.score for one in self.lacking), 6))
        return none if none.score > self.sections[0].score else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A phrase of a section in a paper: what it adds, as it stands there first, and where."""

    weight: float
    phrase: str
    where: str
    spans: Sequence[Span]


class _SectionPhrases:
    """The phrases of all sections, looked for at once."""

    def __init__(self, categories: Sequence[tuple[str, Category | None]]) -> None:
        # A section that the topic does not know has at least its own name.
        cues = [(category.cues if category else {name: NAME_WEIGHT}) for name, category in categories]
        self._sections = len(cues)
        # By the longest root, which is looked for first and is seldom there: this runs over every paper.
        self._cues: dict[str, list[tuple[int, Phrases, float]]] = {}
        for place, weighted in enumerate(cues):
            for phrase, weight in weighted.items():
                phrases = Phrases((phrase,))
                for longest, *_ in phrases.roots:
                    self._cues.setdefault(longest, []).append((place, phrases, weight))
        # A title has some sixty threes of letters, the file some seven hundred roots: 73 to 54 microseconds a title (2026-11-30).
        self._beginning: dict[str, list[int]] = {}
        self._roots = list(self._cues)
        for number, root in enumerate(self._roots):
            self._beginning.setdefault(root[:THREE] if len(root) >= THREE else "", []).append(number)

    def read(self, text: Text) -> list[list[_Found]]:
        """For each section the phrases found, strongest first."""
        found: list[list[_Found]] = [[] for _ in range(self._sections)]
        title, abstract = text.title.lower(), text.abstract.lower()
        standing = [cue for root in self._roots_in(title, abstract) for cue in self._cues[root]]
        for place, phrases, weight in standing:
            if spans := phrases.find(text.title, title):
                found[place].append(_found(text.title, "title", spans, weight))
            elif spans := phrases.find(text.abstract, abstract):
                share = ABSTRACT_SHARE * min(1.0, len(spans) / 2)
                found[place].append(_found(text.abstract, "abstract", spans, weight * share))
        return [_apart(pieces) for pieces in found]

    def _roots_in(self, title: str, abstract: str) -> list[str]:
        """The roots that stand in either, in the order of the topic file."""
        starts = {text[place : place + THREE] for text in (title, abstract) for place in range(len(text) - THREE + 1)}
        likely = sorted(number for start in (*starts, "") for number in self._beginning.get(start, ()))
        return [root for root in map(self._roots.__getitem__, likely) if root in title or root in abstract]


def _found(text: str, where: str, spans: Sequence[Span], weight: float) -> _Found:
    return _Found(weight=weight, phrase=text[spans[0].start : spans[0].end], where=where, spans=spans)


def _apart(pieces: Sequence[_Found]) -> list[_Found]:
    """The phrases, strongest first; one that stands within stronger ones only ("chips" in "neuromorphic chips") tells nothing besides."""
    kept: list[_Found] = []
    for piece in sorted(pieces, key=lambda piece: -piece.weight):
        stronger = [span for one in kept if one.where == piece.where for span in one.spans]
        if not all(span.overlaps(stronger) for span in piece.spans):
            kept.append(piece)
    return kept


def _summed(found: Sequence[_Found]) -> float:
    return sum(piece.weight * FADING**place for place, piece in enumerate(found))


def _sums(found: Sequence[Sequence[_Found]]) -> Scores:
    return np.array([_summed(pieces) for pieces in found])


class Sections:
    """Ranks the sections of a list for a paper. Deterministic: the same entries give the same ranks."""

    def __init__(self, topic: Topic, names: Sequence[str], lacking: Sequence[str] = ()) -> None:
        """`names` are those of the list; `lacking` those of sections that it does not have (see the function of that name)."""
        own = tuple(dict.fromkeys(names))
        self.names = tuple(dict.fromkeys((*own, *lacking)))
        self._own = len(own)
        self._phrases = _SectionPhrases(list(matched(topic, self.names).items()))
        self.described = describes(topic, own)
        self.weights: Scores = np.empty((0, 0))
        self._ridge: SectionRidge | None = None

    def learn(self, places: Sequence[int], vectors: Vectors, counts: Sequence[float] | None = None) -> None:
        """Fits the regression: each row of `vectors` is an example of the section at that place of `names`, and counts so much (None: 1).

        `weights` then has a column a section; its last row are the intercepts.
        """
        if len(set(places)) > 1:
            self.weights = _regression(vectors, places, len(self.names), counts)

    def learn_words(self, examples: Sequence[Example]) -> None:
        """Learns words and vectors instead: for sections that no topic file describes."""
        if len({place for one in examples for place in one.places}) > 1:
            self._ridge = learn_ridge(examples, np.array([_sums(self._phrases.read(Text(one.text))) for one in examples]))

    def rank(self, text: Text, vector: npt.NDArray[np.float32] | None = None) -> tuple[Proposal, ...]:
        """All sections of the list, the likeliest first; with no vector by the phrases alone."""
        return self.ranking(text, vector).sections

    def ranking(self, text: Text, vector: npt.NDArray[np.float32] | None = None) -> Ranking:
        """As `rank`, with the sections that the list lacks."""
        if not self._own:
            return Ranking(())
        found = self._phrases.read(text)
        if vector is None and not any(found):
            return self._nothing_found
        return self._ranked(self._odds(_sums(found), text, vector))

    @cached_property
    def _nothing_found(self) -> Ranking:
        """Said of nearly every paper that is not flagged, so made once: a third of the time of a screening (measured 2026-11)."""
        return self._ranked(np.zeros(len(self.names)))

    def _odds(self, said: Scores, text: Text, vector: npt.NDArray[np.float32] | None) -> Scores:
        """What the phrases add up to, with what the examples taught."""
        if vector is not None and self._ridge:
            return self._ridge.odds(text.whole, vector, said)
        learnt = self._learnt(vector) if vector is not None and len(self.weights) else 0.0
        return np.asarray((PHRASES_SHARE * said + learnt) / TEMPERATURE, np.float64)

    def _ranked(self, odds: Scores) -> Ranking:
        shares = softmax(odds)
        if self._own < len(shares):
            outside = BELIEVED * float(shares[self._own :].sum())
            shares = np.append(softmax(odds[: self._own]) * (1 - outside), shares[self._own :] * BELIEVED)
        told = [Proposal(name, round(share, 6)) for name, share in zip(self.names, shares.tolist(), strict=True)]
        # Stable: of equal sections the first of the list goes first.
        return Ranking(*(tuple(sorted(some, key=lambda one: -one.score)) for some in (told[: self._own], told[self._own :])))

    def phrase_for(self, name: str, text: Text) -> tuple[str, str] | None:
        """The phrase that speaks most for a section, and where it stands."""
        found = self._phrases.read(text)[self.names.index(name)]
        return (found[0].phrase, found[0].where) if found else None

    def _learnt(self, vector: npt.NDArray[np.float32]) -> Scores:
        odds = np.append(vector, np.float32(1.0)).astype(np.float64) @ self.weights
        return np.asarray(odds - np.logaddexp.reduce(odds), np.float64)


def phrase_odds(topic: Topic, names: Sequence[str], texts: Sequence[Text]) -> Scores:
    """What the phrases of each section add up to in each text: a row a text, a column a section."""
    phrases = _SectionPhrases(list(matched(topic, names).items()))
    return np.array([_sums(phrases.read(text)) for text in texts])


def _regression(vectors: Vectors, places: Sequence[int], sections: int, counts: Sequence[float] | None) -> Scores:
    from sklearn.linear_model import LogisticRegression  # half a second to import
    from threadpoolctl import threadpool_limits

    present = sorted(set(places))
    # On matrices this small several threads wait for one another: 0.04 s with one, 0.24 s with two (300 examples, measured 2026-11).
    with threadpool_limits(1):
        model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(vectors.astype(np.float64), places, sample_weight=counts)
    weights = np.zeros((vectors.shape[1] + 1, sections))
    weights[-1] = UNLEARNT
    if len(present) == 2:  # scikit-learn keeps one row for two classes
        coefficients, intercepts = np.vstack([-model.coef_, model.coef_]) / 2, np.array([-1, 1]) * model.intercept_ / 2
    else:
        coefficients, intercepts = model.coef_, model.intercept_
    weights[:-1, present] = coefficients.T
    weights[-1, present] = intercepts
    return weights


def softmax(odds: Scores) -> Scores:
    """Shares that add up to one."""
    powers = np.exp(odds - odds.max())
    return np.asarray(powers / powers.sum(), np.float64)


def matched(topic: Topic, names: Sequence[str]) -> dict[str, Category | None]:
    """For each section of the list what the topic file says of it, by name or alias, tolerant of renaming; None where it says nothing.

    Exact names go first, so that a renamed section cannot take the description of another.
    """
    known = {title_key(alias): category for category in topic.category for alias in (category.name, *category.aliases)}
    result: dict[str, Category | None] = {name: known.get(title_key(name)) for name in names}
    free = [category for category in topic.category if category not in result.values()]
    for name in [name for name in names if result[name] is None]:
        alike = max(free, key=lambda category: _likeness(name, category), default=None)
        if alike is not None and _likeness(name, alike) >= SAME_NAME:
            result[name] = alike
            free.remove(alike)
    return result


def lacking(topic: Topic, names: Sequence[str]) -> tuple[str, ...]:
    """The sections that the topic describes and the list does not have; none where the list is not divided as the topic file has it."""
    known = [category.name for category in matched(topic, names).values() if category]
    return tuple(category.name for category in topic.category if category.name not in known) if describes(topic, names) else ()


def describes(topic: Topic, names: Sequence[str]) -> bool:
    """Whether the topic file describes at least half of the sections."""
    return 2 * sum(category is not None for category in matched(topic, names).values()) >= len(names)


def _likeness(name: str, category: Category) -> float:
    return max(fuzz.token_sort_ratio(name.lower(), alias.lower()) for alias in (category.name, *category.aliases))
