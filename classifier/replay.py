"""What deciding does to the rest: known verdicts given one after the other, and after each part how what waits is ordered. Pure.

The learning of the classifier is measured by it in four ways: as it works (`Replay.steps`), after so many decisions over many draws of the
papers (`Replay.stages`), at each strength it could have (`Replay.strengths`), and whether the interval of what is left holds over many
halves of the papers (`Replay.interval`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

import numpy as np
import numpy.typing as npt

from classifier.decisions import STRENGTHS, Matrix
from classifier.examples import Decision
from classifier.model import Classifier
from classifier.remaining import remaining
from spiders.paper import Paper

# Parts that the decisions are given in: enough to see a curve, and each costs one learning.
PARTS = 20
# Halves of the papers by which interval and strengths are measured, and the parts of each.
HALVES, PARTS_OF_HALF = 20, 6
# Decisions after which the order of what waits is looked at, how often, and the share of the papers that is drawn each time.
STAGES, DRAWS, DRAWN = (20, 40, 60, 100, 140), 20, 0.8
# No learning, what the classifier may choose, and stronger: to see that more is worse.
COMPARED = (0.0, *STRENGTHS, 10.0)
# Strengths are compared while so many of each kind wait: of one or two papers the place is chance, and the worst change would be theirs.
LEAST_LEFT = 3
# A strength may not order what waits worse than no learning by more than this, at any stage.
WORST_LOSS = -0.02
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Case:
    """A paper and whether it belongs."""

    paper: Paper
    belongs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What waits after so many decisions.

    `area` is the chance that of what waits one that belongs stands above one that does not, `area_unlearnt` the same by the scores before
    any decision (None where only one kind waits); `flagged` counts decided papers too, `brought_in` those that decisions flagged; `sunk`
    belong, wait and score below the threshold. `left` belong and wait; `expected`, `low` and `high` are what is said of that.
    """

    decided: int
    accepted: int
    waiting: int
    flagged: int
    brought_in: int
    area: float | None
    area_unlearnt: float | None
    sunk: int
    left: int
    expected: float
    low: int
    high: int

    @property
    def holds(self) -> bool:
        """Whether the interval says the truth."""
        return self.low <= self.left <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The order of what waits after so many decisions, over the draws that had enough papers: the mean of the area by the scores before any
    decision, of its change by learning, how far that differs between draws (standard deviation), and the worst.
    """

    decided: int
    draws: int
    area_unlearnt: float
    change: float
    spread: float
    worst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """One strength of learning: the mean and the worst change of the area against no learning, the most papers sunk at a stage."""

    strength: float
    mean_change: float
    worst_change: float
    sunk: int


@dataclass(frozen=True, slots=True)
class Interval:
    """How many stages of how many halves were looked at, and the share of them in which the interval held."""

    halves: int
    stages: int
    holds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """See the module. `best` is the strength with the greatest mean change of those that never lose more than `WORST_LOSS`."""

    papers: int
    belong: int
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    strengths: tuple[Strength, ...]
    interval: Interval

    @property
    def best(self) -> float:
        """0 where no strength helps."""
        safe = [one for one in self.strengths if one.worst_change >= WORST_LOSS]
        return max(
            safe,
            key=lambda one: (one.mean_change, -one.strength),
            default=Strength(strength=0.0, mean_change=0.0, worst_change=0.0, sunk=0),
        ).strength


def replay(classifier: Classifier, cases: Sequence[Case], *, in_order: bool, seed: int = 0) -> Replay:
    """Gives the verdicts of `cases` in their order, or the most promising of what waits first.

    Of papers in order all wait at the beginning; else those that are flagged, and what decisions flag joins them.
    """
    pool = _Pool(classifier, cases, in_order)
    every = pool.able_to_wait()
    steps = tuple(pool.walk(every, PARTS))
    chance = np.random.default_rng(seed)
    halves = [every[chance.random(len(every)) < 0.5] for _ in range(HALVES)]
    held = [step.holds for half in halves for step in pool.walk(half, PARTS_OF_HALF) if step.waiting]
    interval = Interval(HALVES, len(held), round(float(np.mean(held)), 4) if held else None)
    strengths = tuple(pool.compared(halves))
    stages = tuple(pool.staged([every[chance.random(len(every)) < DRAWN] for _ in range(DRAWS)]))
    belong = sum(case.belongs for case in cases)
    return Replay(papers=len(cases), belong=belong, steps=steps, stages=stages, strengths=strengths, interval=interval)


def area_under_curve(scores: Sequence[float], belongs: Sequence[bool]) -> float | None:
    """The chance that one that belongs scores above one that does not; None where there is only one kind."""
    from sklearn.metrics import roc_auc_score  # half a second to import

    return float(roc_auc_score(belongs, scores)) if any(belongs) and not all(belongs) else None


class _Pool:
    """All papers of a replay, read once."""

    def __init__(self, classifier: Classifier, cases: Sequence[Case], in_order: bool) -> None:
        self.classifier = classifier.decided(())
        # The last that learnt: what does not depend on decisions is learnt once.
        self._learner = self.classifier
        self.cases = cases
        self.in_order = in_order
        screenings = list(self.classifier.screen(case.paper for case in cases))
        self.evidence = [one.evidence or b"" for one in screenings]
        self.before = np.array([one.score for one in screenings])
        self.flagged = np.array([one.flagged for one in screenings], bool)
        self.belongs = np.array([case.belongs for case in cases], bool)

    def able_to_wait(self) -> Places:
        """All papers but those that no decision can flag."""
        return np.flatnonzero(self.flagged | self.in_order | self.classifier.brings_in)

    def walk(self, members: Places, parts: int) -> Iterator[Step]:
        """The stages of deciding on these papers, as the classifier learns; the first is before any decision."""
        flagged = self.flagged & _marked(members, len(self.cases))
        waiting = [int(place) for place in members if self.in_order or self.flagged[place]]
        size = max(1, ceil(len(waiting) / parts))
        scores, decided, told = self.before, list[int](), 0.0
        while True:
            yield self._step(scores, decided, waiting, int(flagged.sum()), int((flagged & ~self.flagged).sum()), told)
            if not waiting:
                return
            chosen = self._next(waiting, scores, size)
            told += float(scores[chosen].sum())
            decided += chosen
            scores = self._scores(decided, members, STRENGTHS)
            if self.classifier.brings_in:
                flagged |= _marked(members, len(self.cases)) & (scores >= self.classifier.threshold)
            done = set(decided)
            waiting = [int(place) for place in members if place not in done and (self.in_order or flagged[place])]

    def compared(self, halves: Sequence[Places]) -> Iterator[Strength]:
        """Each strength over the same stages: the papers in one order, that of no learning, so that only what is learnt differs."""
        for strength in COMPARED:
            changes, sunk = [0.0], 0
            for half in halves:
                ranked = self._ranked(half)
                size = max(1, ceil(len(ranked) / PARTS_OF_HALF))
                for end in range(size, len(ranked), size):
                    scores = self._scores(ranked[:end], np.array(ranked), (strength,))
                    if areas := self._areas(scores, ranked[end:]):
                        changes.append(areas[1] - areas[0])
                    sunk = max(sunk, self._sunk(scores, ranked[end:]))
            mean = float(np.mean(changes[1:] or changes))
            yield Strength(strength=strength, mean_change=round(mean, 4), worst_change=round(min(changes), 4), sunk=sunk)

    def staged(self, draws: Sequence[Places]) -> Iterator[Stage]:
        """The stages over the draws, in the order of no learning, with the strength that the classifier chooses itself."""
        ranked = [self._ranked(draw) for draw in draws]
        for decided in STAGES:
            found = [
                areas
                for papers in ranked
                if decided < len(papers)
                and (areas := self._areas(self._scores(papers[:decided], np.array(papers), STRENGTHS), papers[decided:]))
            ]
            if found:
                before, after = np.array(found).T
                change = after - before
                mean, spread, worst = (round(float(one), 4) for one in (change.mean(), change.std(), change.min()))
                first = round(float(before.mean()), 4)
                yield Stage(decided=decided, draws=len(found), area_unlearnt=first, change=mean, spread=spread, worst=worst)

    def _ranked(self, members: Places) -> list[int]:
        waiting = [int(place) for place in members if self.in_order or self.flagged[place]]
        return self._next(waiting, self.before, len(waiting))

    def _areas(self, scores: Matrix, rest: Sequence[int]) -> tuple[float, float] | None:
        """The area of what waits without and with learning; None where too few of either kind wait."""
        belong = int(self.belongs[list(rest)].sum())
        if not LEAST_LEFT <= belong <= len(rest) - LEAST_LEFT:
            return None
        unlearnt, area = self._area(self.before, rest), self._area(scores, rest)
        return None if unlearnt is None or area is None else (unlearnt, area)

    def _next(self, waiting: Sequence[int], scores: Matrix, size: int) -> list[int]:
        return list(islice(waiting if self.in_order else sorted(waiting, key=lambda place: (-scores[place], place)), size))

    def _scores(self, decided: Sequence[int], members: Places, strengths: Sequence[float]) -> Matrix:
        """The scores of the members under these decisions; of the others those before any."""
        decisions = [Decision(self.cases[place].paper, bool(self.belongs[place])) for place in decided]
        self._learner = self._learner.decided(decisions, strengths)
        scores = self.before.copy()
        scores[members] = self._learner.rescore([self.evidence[place] for place in members])
        return scores

    def _step(self, scores: Matrix, decided: Sequence[int], waiting: Sequence[int], flagged: int, brought_in: int, told: float) -> Step:
        accepted = int(self.belongs[list(decided)].sum())
        said = remaining(float(scores[list(waiting)].sum()), told, accepted, len(waiting))
        return Step(
            decided=len(decided),
            accepted=accepted,
            waiting=len(waiting),
            flagged=flagged,
            brought_in=brought_in,
            area=_rounded(self._area(scores, waiting)),
            area_unlearnt=_rounded(self._area(self.before, waiting)),
            sunk=self._sunk(scores, waiting),
            left=int(self.belongs[list(waiting)].sum()),
            expected=said.expected,
            low=said.low,
            high=said.high,
        )

    def _area(self, scores: Matrix, waiting: Sequence[int]) -> float | None:
        return area_under_curve(scores[list(waiting)].tolist(), self.belongs[list(waiting)].tolist()) if waiting else None

    def _sunk(self, scores: Matrix, waiting: Sequence[int]) -> int:
        chosen = list(waiting)
        return int((self.belongs[chosen] & self.flagged[chosen] & (scores[chosen] < self.classifier.threshold)).sum())


def _marked(places: Places, size: int) -> npt.NDArray[np.bool_]:
    marks = np.zeros(size, bool)
    marks[places] = True
    return marks


def _rounded(area: float | None) -> float | None:
    return None if area is None else round(area, 4)
