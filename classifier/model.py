"""The classifier: learnt from a topic, the entries of a list and the decisions so far; answers whether, where and why.

The cascade: words first (`evidence`), over every paper; the sentence model only for papers of which something speaks (`nearness`);
then the maintainer's decisions (`decisions`). One calibrated probability comes out, with reasons one can check.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from classifier.categories import Proposal, Sections
from classifier.decisions import Features, Matrix, head, unpacked
from classifier.embedding import Encoder, SentenceEncoder, Vectors
from classifier.errors import ClassifierError
from classifier.evidence import Evidence, LexicalEvidence
from classifier.nearness import Nearness
from classifier.reasons import Reason, reasons_for
from classifier.text import MOST_ABSTRACT, MOST_TITLE, Text, read, readable
from classifier.topic import Topic
from classifier.vocabulary import background_titles, learnt_topic, term_odds, terms
from spiders.paper import Paper, title_key

# Changed whenever the same inputs give other scores, so that stored screenings are known to be of an older classifier.
VERSION = 1
# Papers whose words add less than this to the prior are not doubtful: even the strongest nearness (+2) would leave them far from
# flagged. Low enough that what lies near the subject (event cameras: 2) has a vector, so that decisions can raise it.
LEAST_EVIDENCE = 1.5
# The same for cues learnt from the list, which are many and common: only what nearness could lift over the threshold.
LEAST_LEARNT = 3.0
# A title whose words are, summed, as telling as three good words of the list's titles is near it in the lexical sense.
NEAR_VOCABULARY = 9.0
# Papers read at a time: enough doubtful ones for full batches of the model, little memory.
BATCH = 2048
# Scores made anew at a time: what fits into the processor's cache; 256 takes a seventh of the time of 2,048 (measured 2026-11).
RESCORED = 256
PROPOSALS = 3
# Cue weights of up to 10 beside vector components below 1 (rows of unit length).
CUE_SCALE = 10.0


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of the maintained list; `abstract` where its paper has been crawled."""

    title: str
    categories: tuple[str, ...]
    abstract: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a maintainer decided on a paper; `category` where it was accepted into one."""

    paper: Paper
    accepted: bool
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """What the classifier says of one paper.

    `evidence` is for `Classifier.rescore`; None where nothing speaks for the paper, so that no decision can change its score.
    """

    score: float
    flagged: bool
    category: str | None
    categories: tuple[Proposal, ...]
    reasons: tuple[Reason, ...]
    evidence: bytes | None = None


@dataclass(frozen=True, slots=True)
class SectionExample:
    """What an entry teaches of a section: the number of the entry, the place of the section, a vector."""

    entry: int
    place: int
    vector: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Heavy:
    """What is learnt from the sentence vectors of the list; made when the first paper needs it, whatever was decided."""

    listed: Vectors
    nearness: Nearness | None
    size: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A paper on its way through the cascade."""

    text: Text
    evidence: Evidence
    doubtful: bool


class Classifier:
    """See the module. Make one with `learn`; it never changes, `decided` gives another."""

    def __init__(
        self, topic: Topic, entries: Sequence[ListEntry], categories: Sequence[str], decisions: Sequence[Decision], encoder: Encoder
    ) -> None:
        self.given_topic = topic
        self.topic = topic if topic.cue else _learnt(topic, entries)
        self.entries = tuple(entries)
        self.categories = tuple(categories)
        self.decisions = tuple(decisions)
        self.encoder = encoder
        self._lexical = LexicalEvidence(self.topic)
        self._vocabulary = term_odds([entry.title for entry in self.entries])
        self._cues = tuple(dict.fromkeys(cue.says or cue.phrases[0] for cue in self.topic.cue))

    @classmethod
    def learn(
        cls,
        topic: Topic,
        entries: Sequence[ListEntry],
        categories: Sequence[str] | None = None,
        decisions: Sequence[Decision] = (),
        *,
        encoder: Encoder | None = None,
    ) -> "Classifier":
        """A classifier for a list. `categories` are the list's sections in its order (None: those of the entries).

        Loads no model and reads no file. With a topic that has no cues, the cues are learnt from the titles of the entries.
        Raises ClassifierError when there is nothing to learn from.
        """
        entries = [entry for entry in entries if entry.title.strip()]
        if not topic.cue and not entries:
            raise ClassifierError(
                "The list has no entries and there is no topic file, so there is nothing to learn from. Name a topic in `topic`."
            )
        sections = tuple(dict.fromkeys(categories if categories is not None else (name for e in entries for name in e.categories)))
        return cls(topic, entries, sections, decisions, encoder or SentenceEncoder())

    @cached_property
    def fingerprint(self) -> str:
        """Identifies all that the scores depend on: version, topic, list, categories, decisions, model. 32 letters."""
        parts = (
            VERSION,
            self.topic.model_dump(mode="json"),
            [asdict(entry) for entry in self.entries],
            self.categories,
            [_decision_key(decision) for decision in self.decisions],
            self.encoder.fingerprint,
        )
        return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()

    @property
    def threshold(self) -> float:
        """Papers from this probability on are flagged."""
        return self.topic.threshold

    def decided(self, decisions: Sequence[Decision]) -> "Classifier":
        """The same classifier with these decisions instead of the earlier ones; only the light parts are trained anew."""
        other = Classifier(self.given_topic, self.entries, self.categories, decisions, self.encoder)
        # What does not depend on the decisions is shared; the sections are learnt anew only when a category was decided.
        shared = ["_heavy"] + (["_sections"] if _examples_of(self.decisions) == _examples_of(decisions) else [])
        other.__dict__.update({name: self.__dict__[name] for name in shared if name in self.__dict__})
        return other

    # ---- screening

    def screen(self, papers: Iterable[Paper], batch: int = BATCH) -> Iterator[Screening]:
        """What is to be said of each paper, in order, in constant memory. The model is loaded when the first doubtful paper comes."""
        stream = iter(papers)
        while some := [self._read(paper) for paper in islice(stream, batch)]:
            yield from self._screened(some)

    def categorise(self, paper: Paper) -> tuple[Proposal, ...]:
        """All categories, the likeliest first."""
        text = read(paper)
        vector = self.encoder.encode([text.whole])[0] if text.title else None
        return self._sections.rank(text, vector)

    def rescore(self, evidence: Sequence[bytes]) -> list[float]:
        """The scores that papers with this `Screening.evidence` have under this classifier's decisions (100,000 in well under 1 s)."""
        if not evidence:
            return []
        odds = []
        for start in range(0, len(evidence), RESCORED):
            bases, rows = unpacked(evidence[start : start + RESCORED], self._length)
            odds.append(bases + rows @ self._head)
        return self._probabilities(np.concatenate(odds))

    def _read(self, paper: Paper) -> _Read:
        text = read(paper)
        evidence = self._lexical.read(text)
        least = LEAST_EVIDENCE if self.given_topic.cue else LEAST_LEARNT
        doubtful = evidence.total >= least or (not evidence.mentions and self._near(text.title))
        return _Read(text, evidence, doubtful and bool(text.title))

    def _near(self, title: str) -> bool:
        return sum(self._vocabulary.get(term, 0.0) for term in set(terms(title))) >= NEAR_VOCABULARY

    def _screened(self, papers: Sequence[_Read]) -> Iterator[Screening]:
        doubtful = [paper.text.whole for paper in papers if paper.doubtful]
        vectors = iter(self.encoder.encode(doubtful)) if doubtful else iter(())
        for paper in papers:
            yield self._with_model(paper, next(vectors)) if paper.doubtful else self._by_words(paper)

    def _by_words(self, paper: _Read) -> Screening:
        score = self._probability(self.topic.prior + paper.evidence.total)
        # Nothing is proposed for it, so its abstract is not searched for the phrases of the sections.
        proposals = self._plain_sections.rank(Text(paper.text.title))[:PROPOSALS]
        return Screening(score, False, _first(proposals), proposals, reasons_for(paper.evidence, (), None))

    def _with_model(self, paper: _Read, vector: npt.NDArray[np.float32]) -> Screening:
        heavy = self._heavy
        near = float(heavy.nearness.odds(vector[None, :])[0]) if heavy.nearness else 0.0
        features = Features(self.topic.prior + paper.evidence.total + near, self._values(paper.evidence, vector))
        packed = features.packed()
        # From what is kept, so that `rescore` gives the very same score.
        bases, rows = unpacked([packed], self._length)
        change = float((rows @ self._head)[0])
        score = self._probability(float(bases[0]) + change)
        ranked = self._sections.rank(paper.text, vector)
        reasons = reasons_for(paper.evidence, self._neighbours(paper.text, vector), change if self.decisions else None)
        if ranked and (phrase := self._sections.phrase_for(ranked[0].name, paper.text)):
            reasons = (*reasons, Reason("category", f"{ranked[0].name}: “{phrase[0]}”", phrase[1]))
        return Screening(score, score >= self.threshold, _first(ranked), ranked[:PROPOSALS], reasons, packed)

    def _neighbours(self, text: Text, vector: npt.NDArray[np.float32]) -> list[tuple[str, float]]:
        if self._heavy.nearness is None:
            return []
        own = title_key(text.title)
        nearest = ((self.entries[n.place].title, n.similarity) for n in self._heavy.nearness.nearest(vector, PROPOSALS + 2))
        return list({title_key(title): (title, alike) for title, alike in nearest if title_key(title) != own}.values())[:PROPOSALS]

    def _values(self, evidence: Evidence, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        cues = np.zeros(len(self._cues), np.float32)
        places = {name: place for place, name in enumerate(self._cues)}
        for mention in evidence.mentions:
            if mention.cue in places:
                cues[places[mention.cue]] += mention.weight / CUE_SCALE
        return np.concatenate([cues, vector]).astype(np.float32)

    def _probabilities(self, odds: Matrix) -> list[float]:
        calibration = self.topic.calibration
        clipped = np.clip(calibration.slope * odds + calibration.intercept, -500.0, 500.0)
        # Nine places: beyond, platforms differ; fewer would make ties at the top.
        return [round(score, 9) for score in (1.0 / (1.0 + np.exp(-clipped))).tolist()]

    def _probability(self, odds: float) -> float:
        return self._probabilities(np.array([odds]))[0]

    # ---- keeping

    def save(self, path: Path) -> None:
        """Writes all that is learnt to one file: arrays and JSON, nothing that could run. OSError as the system gives it."""
        heavy = self._heavy
        nearness = heavy.nearness
        description = {
            "version": VERSION,
            "model": self.encoder.fingerprint,
            "topic": self.given_topic.model_dump(mode="json"),
            "entries": [asdict(entry) for entry in self.entries],
            "categories": self.categories,
            "decisions": [asdict(decision) for decision in self.decisions],
        }
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                description=np.frombuffer(json.dumps(description).encode(), np.uint8),
                size=np.array(heavy.size),
                sections=self._sections.weights,
                listed=heavy.listed,
                weights=nearness.weights if nearness else np.empty(0),
                intercept=np.array(nearness.intercept if nearness else 0.0),
            )

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> "Classifier":
        """The classifier that `save` wrote, with the same scores and fingerprint.

        Raises ClassifierError for a file that is damaged, of another version, or learnt with another sentence model than `encoder`.
        """
        encoder = encoder or SentenceEncoder()
        try:
            with np.load(path, allow_pickle=False) as arrays:
                parts = {name: arrays[name] for name in arrays.files}
            told = json.loads(parts["description"].tobytes())
            same = (told["version"], told["model"]) == (VERSION, encoder.fingerprint)
            loaded = cls(
                Topic.model_validate(told["topic"]),
                [ListEntry(entry["title"], tuple(entry["categories"]), entry["abstract"]) for entry in told["entries"]],
                told["categories"],
                [_decision_of(decision) for decision in told["decisions"]],
                encoder,
            )
            listed = parts["listed"]
            nearness = Nearness(listed, parts["weights"], float(parts["intercept"])) if len(listed) else None
            loaded.__dict__["_heavy"] = _Heavy(listed, nearness, int(parts["size"]))
            loaded.__dict__["_sections"] = Sections(loaded.topic, loaded.categories, parts["sections"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as problem:
            raise ClassifierError(f"{path} is no saved classifier ({problem}). Learn it anew from the list.") from problem
        if not same:
            raise ClassifierError(f"{path} was saved by another version or with another sentence model. Learn it anew from the list.")
        return loaded

    # ---- learning

    @cached_property
    def _plain_sections(self) -> Sections:
        return Sections(self.topic, self.categories)

    @cached_property
    def _heavy(self) -> _Heavy:
        titles = [readable(entry.title, MOST_TITLE) for entry in self.entries]
        vectors = self.encoder.encode([*titles, *background_titles()])
        listed = vectors[: len(titles)]
        return _Heavy(listed, Nearness.learn(listed, vectors[len(titles) :]) if titles else None, vectors.shape[1])

    @cached_property
    def _sections(self) -> Sections:
        sections = Sections(self.topic, self.categories)
        places = {name: place for place, name in enumerate(self.categories)}
        learnt = [(one.place, one.vector) for one in section_examples(self.entries, self.categories, self._heavy.listed, self.encoder)]
        decided = [decision for decision in _examples_of(self.decisions) if decision.category in places]
        if decided:
            vectors = self.encoder.encode([read(decision.paper).whole for decision in decided])
            learnt += [(places[decision.category or ""], vector) for decision, vector in zip(decided, vectors, strict=True)]
        if learnt:
            sections.learn([place for place, _ in learnt], np.stack([vector for _, vector in learnt]))
        return sections

    @property
    def _length(self) -> int:
        return len(self._cues) + self._heavy.size

    @cached_property
    def _head(self) -> Matrix:
        papers = [self._read(decision.paper) for decision in self.decisions]
        if not papers:
            return np.zeros(self._length)
        vectors = self.encoder.encode([paper.text.whole for paper in papers])
        near = self._heavy.nearness.odds(vectors) if self._heavy.nearness else np.zeros(len(papers))
        packed = [
            Features(self.topic.prior + paper.evidence.total + odds, self._values(paper.evidence, vector)).packed()
            for paper, vector, odds in zip(papers, vectors, near, strict=True)
        ]
        return head(*unpacked(packed, self._length), [decision.accepted for decision in self.decisions])


def section_examples(entries: Sequence[ListEntry], sections: Sequence[str], titles: Vectors, encoder: Encoder) -> list[SectionExample]:
    """What the entries teach of the sections; `titles` are the vectors of their titles.

    An entry whose abstract is known teaches twice, by its title and by the text that is encoded of a paper: learnt so, papers are
    ranked as well as by titles alone or better, with and without an abstract of their own (measured 2026-11, 37 abstracts of 133).
    """
    places = {name: place for place, name in enumerate(sections)}
    told = [row for row, entry in enumerate(entries) if entry.abstract]
    texts = [Text(readable(entries[row].title, MOST_TITLE), readable(entries[row].abstract or "", MOST_ABSTRACT)).whole for row in told]
    whole = dict(zip(told, encoder.encode(texts), strict=True)) if told else {}
    return [
        SectionExample(row, places[name], vector)
        for row, entry in enumerate(entries)
        for name in entry.categories
        if name in places
        for vector in ([titles[row], whole[row]] if row in whole else [titles[row]])
    ]


def _learnt(topic: Topic, entries: Sequence[ListEntry]) -> Topic:
    learnt = learnt_topic([entry.title for entry in entries])
    return topic.model_copy(update={"cue": learnt.cue, "prior": learnt.prior})


def _first(proposals: Sequence[Proposal]) -> str | None:
    return proposals[0].name if proposals else None


def _examples_of(decisions: Sequence[Decision]) -> list[Decision]:
    return [decision for decision in decisions if decision.accepted and decision.category]


def _decision_of(data: dict[str, Any]) -> Decision:
    fields = data["paper"] | {name: tuple(data["paper"][name]) for name in ("authors", "keywords")}
    return Decision(Paper(**fields), data["accepted"], data["category"])


def _decision_key(decision: Decision) -> tuple[object, ...]:
    paper = decision.paper
    return (paper.title, paper.abstract, paper.keywords, decision.accepted, decision.category)
