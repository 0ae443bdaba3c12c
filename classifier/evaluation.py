"""How well the classifier does: figures against labels, leave-one-out on the list. Pure but for reading a labels file."""

import json
import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from classifier.categories import Proposal, Sections
from classifier.embedding import Encoder, RememberingEncoder
from classifier.errors import ClassifierError
from classifier.examples import ListEntry
from classifier.model import Classifier
from classifier.ordinary_titles import background_titles
from classifier.screenings import Screening
from classifier.section_examples import described_examples, section_examples, taught
from classifier.text import Text
from classifier.topic import Topic
from spiders.paper import Paper, title_key
from spiders.text_files import text_of_file

BELONGS, BORDERLINE, NO = 2, 1, 0
# Learnt on nine tenths, measured on the tenth: leave-one-out for the screening would differ by a thousandth and take minutes.
FOLDS = 10
# Resamples of the bootstrap: the ends of a 90 % interval move by less than half a hundredth between seeds.
RESAMPLES = 400
# Entries of a list that are left out one after the other, so that sections are learnt that often: of 1,500 entries 0.6 s each (2026-11-30).
MOST_LEFT_OUT = 200
# Where scores are cut for the reliability table: finer at both ends, where most papers are.
SCORE_EDGES = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95)


class LabelsError(ClassifierError):
    """A labels file that cannot be used; names the line. Raised by `read_labels`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A paper and what a person said of it: 2 belongs, 1 either way, 0 not; the category, and others one could defend."""

    paper: Paper
    label: int
    category: str | None = None
    also: tuple[str, ...] = ()
    in_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningFigures:
    """`precision` counts borderline papers as right, `precision_strict` as wrong; None where nothing can be divided by."""

    papers: int
    positives: int
    flagged: int
    recall: float | None
    precision: float | None
    precision_strict: float | None
    average_precision: float | None
    read_to_find_95: int | None
    read_to_find_99: int | None


@dataclass(frozen=True, slots=True)
class Intervals:
    """The ends of a 90 % interval for each figure of a screening; `precision` counts borderline papers as right."""

    recall: tuple[float, float] | None
    precision: tuple[float, float] | None
    average_precision: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliable:
    """Of the papers with a score from `low` to below `high`: how many, what they were promised on average, what came true."""

    low: float
    high: float
    papers: int
    score: float
    belong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFigures:
    """Shares of papers whose category is first, whose first proposal is right or defensible, whose category is among three."""

    papers: int
    top1: float | None
    defensible: float | None
    top3: float | None


@dataclass(frozen=True, slots=True)
class Confused:
    """How often papers of `category` were proposed for `proposed` first."""

    category: str
    proposed: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSectionFigures:
    """Of papers that are likely to belong: how many belong and were given no category by who labelled them, how many are gathered for
    sections that the list lacks, and how many are both.
    """

    homeless: int
    gathered: int
    right: int


def read_labels(path: Path) -> list[Labelled]:
    """The labelled papers of a JSON Lines file (venue, year, title, abstract, label, category, also, in_list). Raises LabelsError."""
    try:
        lines = text_of_file(path).splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise LabelsError(f"The labels file {path} cannot be read ({why}). Name a file of JSON Lines.") from problem
    labelled = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                labelled.append(_labelled(json.loads(line)))
            except (ValueError, KeyError, TypeError) as problem:
                raise LabelsError(
                    f"{path}, line {number}: not a labelled paper ({type(problem).__name__}: {problem}). "
                    "A line needs venue, year, title and label."
                ) from problem
    if not labelled:
        raise LabelsError(f"The labels file {path} holds no line.")
    return labelled


def _labelled(data: dict[str, object]) -> Labelled:
    title, label, also = data["title"], data["label"], data.get("also") or ()
    if not isinstance(title, str) or label not in (NO, BORDERLINE, BELONGS) or not isinstance(also, list | tuple):
        raise ValueError("title must be text, label 0, 1 or 2, also a list")
    abstract, category = data.get("abstract"), data.get("category")
    keywords = data.get("keywords")
    paper = Paper(
        title=title,
        venue=str(data["venue"]),
        year=int(str(data["year"])),
        abstract=abstract if isinstance(abstract, str) else None,
        keywords=tuple(map(str, keywords)) if isinstance(keywords, list) else (),
    )
    return Labelled(
        paper=paper,
        label=int(str(label)),
        category=str(category) if category else None,
        also=tuple(map(str, also)),
        in_list=bool(data.get("in_list")),
    )


def completed(labels: Sequence[Labelled], papers: Iterable[Paper]) -> list[Labelled]:
    """The labelled papers and all others of their editions, which do not belong; a paper of `papers` goes before its copy in `labels`."""
    by_key = {(one.paper.venue, one.paper.year, one.paper.key): one for one in labels}
    editions = {(one.paper.venue, one.paper.year) for one in labels}
    result = []
    for paper in papers:
        if (paper.venue, paper.year) in editions:
            known = by_key.pop((paper.venue, paper.year, paper.key), None)
            result.append(
                Labelled(paper=paper, label=known.label, category=known.category, also=known.also, in_list=known.in_list)
                if known
                else Labelled(paper=paper, label=NO)
            )
    return result + list(by_key.values())


def screening_figures(scores: Sequence[float], flagged: Sequence[bool], labels: Sequence[int]) -> ScreeningFigures:
    """Figures of one ranking; papers of equal score in the order given."""
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    ranked = [labels[place] == BELONGS for place in order]
    positives = sum(ranked)
    chosen = [labels[place] for place in range(len(scores)) if flagged[place]]
    right = sum(label == BELONGS for label in chosen)
    return ScreeningFigures(
        papers=len(scores),
        positives=positives,
        flagged=len(chosen),
        recall=_share(right, positives),
        precision=_share(sum(label >= BORDERLINE for label in chosen), len(chosen)),
        precision_strict=_share(right, len(chosen)),
        average_precision=average_precision(ranked),
        read_to_find_95=read_to_find(ranked, 0.95),
        read_to_find_99=read_to_find(ranked, 0.99),
    )


def intervals(scores: Sequence[float], flagged: Sequence[bool], labels: Sequence[int]) -> Intervals:
    """90 % intervals by bootstrap: each resample draws as many papers with replacement. None where there is nothing to find."""
    order = np.argsort(-np.asarray(scores), kind="stable")
    belongs = np.asarray(labels)[order] == BELONGS
    defensible, chosen = np.asarray(labels)[order] >= BORDERLINE, np.asarray(flagged, bool)[order]
    if not belongs.any():
        return Intervals(None, None, None)
    chance = np.random.default_rng(0)
    found: list[tuple[float, float, float]] = []
    for _ in range(RESAMPLES):
        # How often each paper was drawn.
        drawn = np.bincount(chance.integers(0, len(order), len(order)), minlength=len(order)).astype(float)
        hits = drawn * belongs
        if hits.any():
            precise = float((drawn * defensible)[chosen].sum() / max(drawn[chosen].sum(), 1.0))
            ranked = float(hits @ (np.cumsum(hits) / np.maximum(np.cumsum(drawn), 1.0)) / hits.sum())
            found.append((float(hits[chosen].sum() / hits.sum()), precise, ranked))
    ends = np.quantile(np.array(found), (0.05, 0.95), axis=0).round(4)
    return Intervals(*((float(low), float(high)) for low, high in ends.T))


def reliability(scores: Sequence[float], labels: Sequence[int]) -> list[Reliable]:
    """For each range of scores that holds a paper: how many, the score they have on average, and the share that belongs."""
    placed = np.digitize(scores, SCORE_EDGES)
    told, belongs = np.asarray(scores), np.asarray(labels) == BELONGS
    edges = (0.0, *SCORE_EDGES, 1.0)
    return [
        Reliable(
            low=edges[place],
            high=edges[place + 1],
            papers=int(here.sum()),
            score=round(float(told[here].mean()), 4),
            belong=round(float(belongs[here].mean()), 4),
        )
        for place in range(len(SCORE_EDGES) + 1)
        if (here := placed == place).any()
    ]


def average_precision(ranked: Sequence[bool]) -> float | None:
    """The mean, over the hits of a ranking, of the share of hits so far; None without hits."""
    hits = [place for place, hit in enumerate(ranked, 1) if hit]
    return _share(sum(number / place for number, place in enumerate(hits, 1)), len(hits))


def read_to_find(ranked: Sequence[bool], share: float) -> int | None:
    """How many papers of a ranking must be read to find that share of the hits."""
    hits = [place for place, hit in enumerate(ranked, 1) if hit]
    return hits[math.ceil(share * len(hits)) - 1] if hits else None


def new_section_figures(gathered: Collection[int], labelled: Sequence[Labelled]) -> NewSectionFigures | None:
    """`gathered` are places among `labelled`; None where all that belong have a category, or none has: the labels do not tell then."""
    belong = [place for place, one in enumerate(labelled) if one.label == BELONGS]
    homeless = {place for place in belong if labelled[place].category is None}
    if not homeless or len(homeless) == len(belong):
        return None
    return NewSectionFigures(homeless=len(homeless), gathered=len(gathered), right=len(homeless.intersection(gathered)))


def category_figures(rankings: Sequence[Sequence[Proposal]], labelled: Sequence[Labelled]) -> CategoryFigures:
    """Figures of rankings of categories, one for each labelled paper."""
    names = [[proposal.name for proposal in ranking] for ranking in rankings]
    pairs = list(zip(names, labelled, strict=True))
    first = sum(ranked[:1] == [one.category] for ranked, one in pairs)
    defensible = sum(bool(ranked) and ranked[0] in (one.category, *one.also) for ranked, one in pairs)
    three = sum(one.category in ranked[:3] for ranked, one in pairs)
    return CategoryFigures(
        papers=len(pairs), top1=_share(first, len(pairs)), defensible=_share(defensible, len(pairs)), top3=_share(three, len(pairs))
    )


def confusion(rankings: Sequence[Sequence[Proposal]], labelled: Sequence[Labelled]) -> list[Confused]:
    """Which categories were taken for which, the commonest mistake first; defensible proposals are no mistakes."""
    mistakes = Counter(
        (one.category or "", ranking[0].name)
        for ranking, one in zip(rankings, labelled, strict=True)
        if ranking and ranking[0].name not in (one.category, *one.also)
    )
    return [
        Confused(category, proposed, times)
        for (category, proposed), times in sorted(mistakes.items(), key=lambda item: (-item[1], item[0]))
    ]


def worst_errors(screenings: Sequence[Screening], labelled: Sequence[Labelled], most: int) -> list[tuple[Labelled, Screening]]:
    """The papers that were missed with the lowest score and those wrongly flagged with the highest, the worst first."""
    wrong = [
        (abs(screening.score - (one.label == BELONGS)), one, screening)
        for screening, one in zip(screenings, labelled, strict=True)
        if screening.flagged != (one.label == BELONGS) and not (screening.flagged and one.label == BORDERLINE)
    ]
    wrong.sort(key=lambda item: -item[0])
    return [(one, screening) for _, one, screening in wrong[:most]]


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


# ---- the list alone ------------------------------------------------------------------------------------------------------------


def screening_across_folds(topic: Topic, entries: Sequence[ListEntry], encoder: Encoder) -> tuple[list[Screening], list[Labelled]]:
    """Each entry screened by a classifier that has not seen it, among the ordinary titles that come with covenue. Titles alone."""
    known = RememberingEncoder(encoder)
    screenings: list[Screening] = []
    labelled: list[Labelled] = []
    for fold in range(min(FOLDS, len(entries))):
        held = [Labelled(paper=Paper(title=entry.title, venue="", year=0), label=BELONGS) for entry in entries[fold::FOLDS]]
        held += [Labelled(paper=Paper(title=title, venue="", year=0), label=NO) for title in background_titles()[fold::FOLDS]]
        rest = [entry for place, entry in enumerate(entries) if place % FOLDS != fold]
        if rest or topic.cue:
            classifier = Classifier.learn(topic, rest, encoder=known)
            screenings += classifier.screen(one.paper for one in held)
            labelled += held
    return screenings, labelled


def categories_left_out(
    topic: Topic, entries: Sequence[ListEntry], categories: Sequence[str], encoder: Encoder, *, words: bool = True
) -> tuple[list[tuple[Proposal, ...]], list[Labelled]]:
    """The ranking by its title for each entry (one in two sections counts twice), by sections learnt from all other entries.

    Without `words` by the logistic regression on the vectors of titles alone: the baseline. Of a long list evenly chosen entries.
    """
    entries = entries if words else [replace(entry, abstract=None) for entry in entries]
    titles = encoder.encode([entry.title for entry in entries])
    examples = section_examples(entries, categories, titles, encoder)
    told = described_examples(topic, categories, encoder) if words else []
    keys = [title_key(entry.title) for entry in entries]
    rankings, labelled = [], []
    for row in range(0, len(entries), -(-len(entries) // MOST_LEFT_OUT) or 1):
        entry = entries[row]
        others = [example for example in examples if example.entry is None or keys[example.entry] != keys[row]]
        sections = Sections(topic, categories)
        if words:
            taught(sections, [*others, *told] if others else [])
        elif others:
            sections.learn([example.place for example in others], np.stack([example.vector for example in others]))
        ranking = sections.rank(Text(entry.title if words else ""), titles[row])
        for name in entry.categories:
            if name in categories:
                rankings.append(ranking)
                labelled.append(Labelled(paper=Paper(title=entry.title, venue="", year=0), label=BELONGS, category=name))
    return rankings, labelled
