"""The classifier: learnt from a topic, the entries of a list and the decisions so far; answers whether, where and why.

The cascade: words first (`evidence`), over every paper; the sentence model only for papers of which something speaks (`nearness`);
then the maintainer's decisions (`decisions`). One calibrated probability comes out, with reasons one can check.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import KW_ONLY, asdict, dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from classifier.authorship import Authorship
from classifier.calibration import log_odds
from classifier.categories import Sections, lacking
from classifier.decisions import STRENGTHS, Features, Head, Matrix, Rows, silent, trained
from classifier.embedding import Encoder, SentenceEncoder, Vectors
from classifier.errors import ClassifierError
from classifier.evidence import NOTHING, Evidence, LexicalEvidence
from classifier.examples import Decision, ListEntry
from classifier.fingerprints import digest
from classifier.list_nearness import ListNearness
from classifier.list_terms import ListTerms
from classifier.missing_sections import MissingSection, Placed, missing_sections
from classifier.nearness import Nearness
from classifier.ordinary_titles import background_titles
from classifier.reasons import category_reasons, reasons_for
from classifier.screenings import Screening
from classifier.section_examples import SectionExample, decided_examples, described_examples, examples_of, section_examples, taught
from classifier.terms import number
from classifier.text import MOST_TITLE, Text, read, readable
from classifier.title_terms import title_terms
from classifier.topic import Topic
from classifier.vocabulary import learnt_topic
from spiders.paper import Paper, title_key

# Changed whenever the same inputs give other scores, so that stored screenings are known to be of an older classifier.
VERSION = 12
# Letters of a fingerprint that tell the ground, and the basis (see `Classifier`).
GROUND, BASIS = 12, 16
# Papers whose words add less than this to the prior are not doubtful: even the strongest nearness (+2) would leave them far from
# flagged. Low enough that what lies near the subject (event cameras: 2) has a vector, so that decisions can raise it.
LEAST_EVIDENCE = 1.5
# Without a topic file: the probability by words from which the sentence model is asked, and the least from which papers are flagged. At
# 0.006 0.95 to 1 is found of what four lists hold, in 1.2 to 3.5 times as many; on 36 lists 0.965 in 4.1 times, at 0.004 0.968 in 4.5
# times (measured 2026-11-30).
LEAST_LEARNT, LEARNT_THRESHOLD = 0.003, 0.006
# An abstract or keyword that weighs as much names the subject itself ("spiking neural network", once). Such a paper may be about anything
# besides (people seen by event cameras), so that lying far from the list's titles says nothing against it.
NAMED = 3.7
# Papers read at a time: enough doubtful ones for full batches of the model, little memory.
BATCH = 2048
# Scores made anew at a time.
RESCORED = 1024
PROPOSALS = 3
# Cue weights of up to 10 beside titles of length one.
CUE_SCALE = 5.0
# Entries that stand beside the decisions as accepted: as many as hold their neighbours, few enough to learn within a second.
MOST_ANCHORS = 200
# Decisions that are learnt from: the latest.
MOST_DECISIONS = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heavy:
    """What is learnt from the sentence vectors of the list; made when the first paper needs it, whatever was decided."""

    listed: Vectors
    ordinary: Vectors
    nearness: Nearness | None
    size: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A paper on its way through the cascade."""

    text: Text
    evidence: Evidence
    odds: float
    _: KW_ONLY
    doubtful: bool


class Classifier:
    """See the module. Make one with `learn`; it never changes, `decided` gives another."""

    def __init__(
        self,
        topic: Topic,
        entries: Sequence[ListEntry],
        categories: Sequence[str],
        decisions: Sequence[Decision],
        encoder: Encoder,
        crawled: Sequence[Text] = (),
    ) -> None:
        self.given_topic = topic
        self.topic = topic if topic.cue else _learnt(topic, entries)
        self.crawled = tuple(crawled)
        self.entries = tuple(entries)
        self.categories = tuple(categories)
        self.decisions = tuple(decisions)
        self.encoder = encoder
        self.strengths: tuple[float, ...] = STRENGTHS
        self._lexical = LexicalEvidence(self.topic)

    @classmethod
    def learn(
        cls,
        topic: Topic,
        entries: Sequence[ListEntry],
        categories: Sequence[str] | None = None,
        decisions: Sequence[Decision] = (),
        *,
        encoder: Encoder | None = None,
        crawled: Sequence[Text] = (),
    ) -> "Classifier":
        """A classifier for a list. `categories` are the list's sections in its order (None: those of the entries).

        Loads no model and reads no file. With a topic that has no cues, words are learnt from the titles of the entries; `crawled` is then
        a sample of the papers to be screened (`list_terms.sample`), by which common words are known from rare ones.
        Raises ClassifierError when there is nothing to learn from.
        """
        # A topic file says what the subject is, and nothing of people.
        entries = [entry if topic.by_words else replace(entry, authors=()) for entry in entries if entry.title.strip()]
        if topic.by_words and not entries:
            raise ClassifierError(
                "The list has no entries and there is no topic file, so there is nothing to learn from. Name a topic in `topic`."
            )
        sections = tuple(dict.fromkeys(categories if categories is not None else (name for e in entries for name in e.categories)))
        return cls(topic, entries, sections, decisions, encoder or SentenceEncoder(), crawled if topic.by_words else ())

    @cached_property
    def fingerprint(self) -> str:
        """Identifies all that the scores depend on, 32 letters: `basis`, then 16 for the decisions."""
        return self.basis + digest([_decision_key(decision) for decision in self.decisions])

    @property
    def basis(self) -> str:
        """Identifies what a score depends on before any decision, 16 letters: `ground`, then how much was crawled (when it doubles)."""
        return f"{self.ground}{len(self.crawled).bit_length():04x}"

    @cached_property
    def ground(self) -> str:
        """Identifies all that the scores depend on but the decisions: version, topic, list, categories, model. 12 letters."""
        listed = [asdict(entry) for entry in self.entries]
        return digest([VERSION, self.topic.model_dump(mode="json"), listed, self.categories, self.encoder.fingerprint])[:GROUND]

    @property
    def threshold(self) -> float:
        """Papers from this probability on are flagged; where nobody has set it, it is higher if they were too many by far."""
        if self._list_terms is None or "threshold" in self.given_topic.model_fields_set:
            return self.topic.threshold
        return max(self.topic.threshold, self._probabilities(np.array([self._list_terms.floor]))[0])

    @property
    def brings_in(self) -> bool:
        """Whether decisions may flag a paper: only where the words of the list judge. With a topic file the threshold is that of its cues,
        and decisions move the order.
        """
        return self.given_topic.by_words

    def decided(self, decisions: Sequence[Decision], strengths: Sequence[float] | None = None) -> "Classifier":
        """The same classifier with these decisions instead of the earlier ones; only the light parts are trained anew.

        `strengths` are those that learning may have (see `decisions`), for a replay that compares them.
        """
        other = copy(self)
        other.decisions = tuple(decisions)
        other.strengths = self.strengths if strengths is None else tuple(strengths)
        # All else that was learnt is shared; the sections are learnt anew only when a category was decided.
        for name in ("fingerprint", "_head", *(() if examples_of(self.decisions) == examples_of(decisions) else ("_sections",))):
            other.__dict__.pop(name, None)
        return other

    # ---- screening

    def screen(self, papers: Iterable[Paper], batch: int = BATCH) -> Iterator[Screening]:
        """What is to be said of each paper, in order, in constant memory. The model is loaded when the first doubtful paper comes."""
        stream = iter(papers)
        while some := [self._read(paper) for paper in islice(stream, batch)]:
            yield from self._screened(some)

    def rescore(self, evidence: Sequence[bytes]) -> list[float]:
        """The scores that papers with this `Screening.evidence` have under these decisions (10,000 in 0.2 s after 800 decisions)."""
        from threadpoolctl import threadpool_limits

        odds: list[Matrix] = []
        # Two threads on parts this small wait for one another: beside a busy program ten times as long (measured 2026-11).
        with threadpool_limits(1):
            for start in range(0, len(evidence), RESCORED):
                bases, changes = self._changed(evidence[start : start + RESCORED])
                odds.append(bases + changes)
        return self._probabilities(np.concatenate(odds)) if odds else []

    def _read(self, paper: Paper) -> _Read:
        text = read(paper)
        if self._list_terms is None:
            evidence = self._lexical.read(text)
            return _Read(text, evidence, self.topic.prior + evidence.total, doubtful=evidence.total >= LEAST_EVIDENCE and bool(text.title))
        evidence = self._lexical.read(text) if self.given_topic.cue else NOTHING
        odds = self._list_terms.odds(text) + evidence.total + self._authorship.odds(text)
        return _Read(text, evidence, odds, doubtful=odds >= log_odds(LEAST_LEARNT) and bool(text.title))

    def _screened(self, papers: Sequence[_Read]) -> Iterator[Screening]:
        doubtful = [paper for paper in papers if paper.doubtful]
        encoded = self.encoder.encode([paper.text.whole for paper in doubtful]) if doubtful else np.empty((0, 0), np.float32)
        told = zip(encoded, self._near(doubtful, encoded) if doubtful else (), strict=True)
        vectors, near = zip(*(next(told) if paper.doubtful else (None, 0.0) for paper in papers), strict=True)
        packed = [self._features(*one).packed() for one in zip(papers, vectors, near, strict=True)]
        # From what is kept, so that `rescore` gives the very same score.
        bases, changes = self._changed(packed)
        scores, before = self._probabilities(bases + changes), self._probabilities(bases)
        for paper, vector, kept, score, change, first in zip(papers, vectors, packed, scores, changes, before, strict=True):
            yield self._judged(paper, vector, kept, score, float(change), self._flags(first, score))

    def _flags(self, before: float, score: float) -> bool:
        return before >= self.threshold or (self.brings_in and score >= self.threshold)

    def _changed(self, evidence: Sequence[bytes]) -> tuple[Matrix, Matrix]:
        """The log-odds before any decision, and what the decisions add."""
        rows = Rows.unpacked(evidence, self._size)
        return rows.bases, self._head.changes(rows)

    def _judged(self, paper: _Read, vector: Vectors | None, packed: bytes | None, score: float, change: float, flagged: bool) -> Screening:
        if vector is None and not flagged:
            # Nothing is proposed for it, so its abstract is not searched for the phrases of the sections.
            proposals = self._plain_sections.rank(Text(paper.text.title))[:PROPOSALS]
            reasons = reasons_for(paper.evidence)
            return Screening(score=score, flagged=flagged, categories=proposals, reasons=reasons, evidence=packed)
        ranking = self._sections.ranking(paper.text, vector)
        ranked = ranking.sections
        near = [] if vector is None else self._neighbours(paper.text, vector)
        reasons = reasons_for(self._said(paper), near, change if self.decisions else None, self._authorship.said(paper.text))
        reasons = (*reasons, *category_reasons(ranking, paper.text, self._sections))
        return Screening(score=score, flagged=flagged, categories=ranked[:PROPOSALS], reasons=reasons, evidence=packed)

    def _near(self, papers: Sequence[_Read], vectors: Vectors) -> list[float]:
        """What the sentence vectors add to the log-odds of papers, whose vectors are given."""
        texts = [paper.text for paper in papers]
        if self._list_nearness is not None:
            return list(self._list_nearness.odds(texts, vectors, self.encoder.encode([text.title for text in texts])))
        near = self._heavy.nearness.odds(vectors).tolist() if self._heavy.nearness else [0.0] * len(papers)
        named = [any(said.where != "title" and said.weight >= NAMED for said in paper.evidence.mentions) for paper in papers]
        return [max(odds, 0.0) if spoken else odds for odds, spoken in zip(near, named, strict=True)]

    def _features(self, paper: _Read, vector: npt.NDArray[np.float32] | None, near: float = 0.0) -> Features:
        weights = title_terms(paper.text.title) | self._authorship.terms(paper.text)
        for mention in paper.evidence.mentions:
            place = number(f"cue {mention.cue}")
            weights[place] = weights.get(place, 0.0) + mention.weight / CUE_SCALE
        return Features(paper.odds + near, weights, vector)

    def _said(self, paper: _Read) -> Evidence:
        if self._list_terms is None:
            return paper.evidence
        by_list = self._list_terms.said(paper.text)
        return Evidence(by_list.total + paper.evidence.total, (*by_list.mentions, *paper.evidence.mentions))

    def _neighbours(self, text: Text, vector: npt.NDArray[np.float32]) -> list[tuple[str, float]]:
        if self._heavy.nearness is None:
            return []
        own = title_key(text.title)
        nearest = ((self.entries[n.place].title, n.similarity) for n in self._heavy.nearness.nearest(vector, PROPOSALS + 2))
        return list({title_key(title): (title, alike) for title, alike in nearest if title_key(title) != own}.values())[:PROPOSALS]

    def _probabilities(self, odds: Matrix) -> list[float]:
        calibration = self.topic.calibration
        clipped = np.clip(calibration.slope * odds + calibration.intercept, -500.0, 500.0)
        # Nine places: beyond, platforms differ; fewer would make ties at the top.
        return [round(score, 9) for score in (1.0 / (1.0 + np.exp(-clipped))).tolist()]

    def lacking(self, papers: Sequence[Paper], evidence: Sequence[bytes]) -> list[MissingSection]:
        """The sections that the list lacks, from papers that belong in it; `evidence` is that of their screenings."""
        places = {name: place for place, name in enumerate(self.categories)}
        listed = zip(self.entries, self._heavy.listed, strict=True)
        placed = [Placed(entry.title, places[name], vector) for entry, vector in listed for name in entry.categories if name in places]
        vectors = Rows.unpacked(evidence, self._heavy.size).vectors.astype(np.float32)
        return missing_sections(self.given_topic, self.categories, placed, [read(paper) for paper in papers], vectors)

    # ---- learning

    @cached_property
    def _plain_sections(self) -> Sections:
        return Sections(self.topic, self.categories)

    @cached_property
    def _heavy(self) -> _Heavy:
        titles = [readable(entry.title, MOST_TITLE) for entry in self.entries]
        vectors = self.encoder.encode([*titles, *background_titles()])
        listed = vectors[: len(titles)]
        ordinary = vectors[len(titles) :]
        nearness = Nearness.learn(listed, ordinary) if titles else None
        return _Heavy(listed=listed, ordinary=ordinary, nearness=nearness, size=vectors.shape[1])

    @cached_property
    def _list_nearness(self) -> ListNearness | None:
        """Apart from `_heavy`, since it reads hundreds of crawled papers. None with a topic file, and where no list is."""
        if self._list_terms is None or not len(self._heavy.listed):
            return None
        return ListNearness.learn(self._heavy.listed, self._heavy.ordinary, self._list_terms.likely, self.encoder)

    @cached_property
    def _sections(self) -> Sections:
        sections = Sections(self.topic, self.categories, lacking(self.topic, self.categories))
        learnt = section_examples(self.entries, self.categories, self._heavy.listed, self.encoder)
        learnt += decided_examples(self.decisions, sections.names, self.entries, self.encoder)
        return taught(sections, [*learnt, *self._described] if learnt else [])

    @cached_property
    def _described(self) -> list[SectionExample]:
        return described_examples(self.topic, (*self.categories, *lacking(self.topic, self.categories)), self.encoder)

    @cached_property
    def _list_terms(self) -> ListTerms | None:
        """None with a topic file, whose cues say what words mean."""
        titles, abstracts = [entry.title for entry in self.entries], [entry.abstract for entry in self.entries]
        return ListTerms.learn(titles, self.crawled, abstracts) if self.given_topic.by_words else None

    @cached_property
    def _authorship(self) -> Authorship:
        """Silent with a topic file."""
        if self._list_terms is None:
            return Authorship()
        listed = [Text(readable(entry.title, MOST_TITLE), authors=entry.authors) for entry in self.entries]
        return Authorship.learn(listed, self._list_terms.likely, self.crawled)

    @property
    def _size(self) -> int:
        """The length of the vectors; none is read before any decision, so that no model is loaded."""
        return self._heavy.size if self.decisions else 0

    @cached_property
    def _anchors(self) -> list[bytes]:
        """The features of the list's entries, evenly chosen where there are many: accepted examples beside the decisions."""
        chosen = range(0, len(self.entries), max(1, -(-len(self.entries) // MOST_ANCHORS)))
        read_ones = [self._read(Paper(title=self.entries[place].title, venue="", year=0)) for place in chosen]
        vectors = self._heavy.listed[chosen]
        return [self._features(*one).packed() for one in zip(read_ones, vectors, self._near(read_ones, vectors), strict=True)]

    @cached_property
    def _head(self) -> Head:
        decisions = self.decisions[-MOST_DECISIONS:]
        if not decisions:
            return silent(self._size)
        papers = [self._read(decision.paper) for decision in decisions]
        vectors = self.encoder.encode([paper.text.whole for paper in papers])
        packed = [self._features(*one).packed() for one in zip(papers, vectors, self._near(papers, vectors), strict=True)]
        anchors = len(self._anchors)
        return trained(
            Rows.unpacked([*self._anchors, *packed], self._size),
            accepted=[True] * anchors + [decision.accepted for decision in decisions],
            weights=[1.0] * (anchors + len(decisions)),
            decided=[False] * anchors + [True] * len(decisions),
            offered=self.strengths,
        )


def _learnt(topic: Topic, entries: Sequence[ListEntry]) -> Topic:
    learnt = learnt_topic([entry.title for entry in entries])
    threshold = topic.threshold if "threshold" in topic.model_fields_set else LEARNT_THRESHOLD
    return topic.model_copy(update={"cue": learnt.cue, "prior": learnt.prior, "threshold": threshold})


def _decision_key(decision: Decision) -> tuple[object, ...]:
    paper = decision.paper
    return (paper.title, paper.abstract, paper.keywords, decision.accepted, decision.category)
