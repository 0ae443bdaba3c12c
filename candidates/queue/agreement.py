"""Several reviewers: where two of them differ, and how far they agree. Reads the log of decisions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from sqlalchemy import select

from candidates.queue.candidates import CHUNK
from candidates.queue.decisions import Decision, decisions, history
from candidates.queue.states import VERDICTS, Verdict
from candidates.store.database import Store
from candidates.store.tables import DECISIONS, PAPERS, SCREENINGS, SETTLEMENTS, STANDINGS

# Of the normal distribution: nineteen times in twenty.
Z = 1.96


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paper on which reviewers differ: each one's latest verdict in force, oldest first."""

    paper_id: str
    title: str
    verdicts: tuple[Decision, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        """The sections in which somebody accepted it."""
        return tuple(dict.fromkeys(each.category for each in self.verdicts if each.verdict == Verdict.ACCEPTED and each.category))

    @property
    def others(self) -> tuple[str, ...]:
        """What else somebody said of it."""
        return tuple(dict.fromkeys(str(each.verdict) for each in self.verdicts if each.verdict != Verdict.ACCEPTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two reviewers and the papers that both judged. `observed` is the share judged alike.

    `kappa` is Cohen's kappa: 1 full agreement, 0 no more than chance; None where both gave every paper the same verdict, for then chance
    alone would agree fully.
    """

    first: str
    second: str
    papers: int
    agreed: int
    observed: float
    kappa: float | None
    # Where both accepted: how often in the same section.
    both_accepted: int = 0
    same_section: int = 0

    @property
    def range(self) -> tuple[float, float]:
        """The share judged alike as far as so many papers can tell: Wilson's interval, right nineteen times in twenty."""
        return wilson(self.agreed, self.papers)

    @property
    def kappa_range(self) -> tuple[float, float] | None:
        """Kappa as far as so many papers can tell (Cohen 1960, the large-sample error); None where it is not defined."""
        if self.kappa is None or self.kappa == 1:
            return None
        chance = (self.observed - self.kappa) / (1 - self.kappa)
        half = Z * sqrt(self.observed * (1 - self.observed) / (self.papers * (1 - chance) ** 2))
        return max(self.kappa - half, -1.0), min(self.kappa + half, 1.0)


def conflicts(store: Store) -> list[Conflict]:
    """The papers on which the latest verdicts of two people differ, or the sections that they accept it in; the newest first.

    A conflict that somebody settled is none any more, until the next decision on the paper.
    """
    with store.reading() as connection:
        settled = set(connection.scalars(select(SETTLEMENTS.c.decision)))
    latest = _latest(decisions(store)).values()
    found = [
        rows
        for rows in latest
        if len({_said(each) for each in rows.values()}) > 1 and max(each.number for each in rows.values()) not in settled
    ]
    ordered = [tuple(sorted(rows.values(), key=lambda each: each.number)) for rows in found]
    ordered.sort(key=lambda rows: -rows[-1].number)
    titles = _titles(store, [rows[0].paper_id for rows in ordered])
    # Decisions on papers of a forgotten edition wait until it is crawled again.
    return [Conflict(rows[0].paper_id, titles[rows[0].paper_id], rows) for rows in ordered if rows[0].paper_id in titles]


def agreement(store: Store) -> list[Agreement]:
    """Each pair of reviewers who judged the same papers, by name."""
    pairs: dict[tuple[str, str], list[tuple[Decision, Decision]]] = {}
    for rows in _latest(decisions(store)).values():
        for first, second in combinations(sorted(rows), 2):
            pairs.setdefault((first, second), []).append((rows[first], rows[second]))
    return [_agreement(first, second, both) for (first, second), both in sorted(pairs.items())]


def second_opinions(store: Store, who: str) -> list[tuple[str, float | None]]:
    """The id and score of every paper that others decided and this person did not, most promising first."""
    taken_back = DECISIONS.alias("taken_back")
    mine = select(DECISIONS.c.paper_id).where(
        DECISIONS.c.who == who,
        DECISIONS.c.verdict.in_(VERDICTS),
        ~select(taken_back.c.number).where(taken_back.c.undoes == DECISIONS.c.number).exists(),
    )
    question = select(STANDINGS.c.paper_id, SCREENINGS.c.score).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == STANDINGS.c.paper_id)
    question = question.where(STANDINGS.c.state.in_(VERDICTS), STANDINGS.c.paper_id.not_in(mine))
    with store.reading() as connection:
        ordered = question.order_by(SCREENINGS.c.score.is_(None), SCREENINGS.c.score.desc(), STANDINGS.c.paper_id)
        return [(row.paper_id, row.score) for row in connection.execute(ordered)]


def cohens_kappa(verdicts: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of verdicts (Cohen 1960); None where it is not defined."""
    total = len(verdicts)
    observed = sum(first == second for first, second in verdicts) / total
    firsts, seconds = Counter(first for first, _ in verdicts), Counter(second for _, second in verdicts)
    expected = sum(firsts[verdict] * seconds[verdict] for verdict in firsts) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def verdicts_of(store: Store, paper_id: str) -> list[Decision]:
    """Each reviewer's latest verdict in force on one paper, oldest first; raises NotFoundInStoreError."""
    latest = _latest(history(store, paper_id)).get(paper_id, {})
    return sorted(latest.values(), key=lambda each: each.number)


def wilson(found: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share (Wilson 1927), right nineteen times in twenty."""
    share, square = found / total, Z**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _agreement(first: str, second: str, both: Sequence[tuple[Decision, Decision]]) -> Agreement:
    verdicts = [(one.verdict, other.verdict) for one, other in both]
    agreed = sum(one == other for one, other in verdicts)
    accepted = [(one, other) for one, other in both if one.verdict == other.verdict == Verdict.ACCEPTED]
    return Agreement(
        first=first,
        second=second,
        papers=len(both),
        agreed=agreed,
        observed=agreed / len(both),
        kappa=cohens_kappa(verdicts),
        both_accepted=len(accepted),
        same_section=sum(one.category == other.category for one, other in accepted),
    )


def _said(decision: Decision) -> tuple[str, str | None]:
    return decision.verdict, decision.category if decision.verdict == Verdict.ACCEPTED else None


def _latest(log: Iterable[Decision]) -> Mapping[str, dict[str, Decision]]:
    """Each paper's latest verdict in force by reviewer."""
    latest: dict[str, dict[str, Decision]] = {}
    for each in log:
        if each.verdict in VERDICTS and each.undone_by is None:
            latest.setdefault(each.paper_id, {})[each.who] = each
    return latest


def _titles(store: Store, paper_ids: Sequence[str]) -> dict[str, str]:
    titles: dict[str, str] = {}
    with store.reading() as connection:
        for start in range(0, len(paper_ids), CHUNK):
            question = select(PAPERS.c.id, PAPERS.c.title).where(PAPERS.c.id.in_(paper_ids[start : start + CHUNK]))
            titles.update({row.id: row.title for row in connection.execute(question)})
    return titles
