"""Sections that a list lacks: groups of papers that belong in it and that none of its sections speaks of. Pure.

Groups are judged, never single papers: of one paper it cannot be told whether it is odd or the first of its kind (tried 2026-11; a
probability from how near its best section is was right for 3 of 4 and sure of it). There are two ways to a group. Where the topic file
describes most of the list's sections, what it describes besides is what the list may lack. Else a word gives a group that many papers have
and the list's titles have not; the group grows by a regression in which every paper is judged by all others, and it is a section if its
papers are told from the list's sections and the list's own entries are not drawn to it. Whole sections taken out of 14 public lists and put
among their papers again: 7 of 69 found (four in five of their papers, one in five alien), and none invented in the 15 whole lists; of the
labelled spiking papers those on hardware and none of the six AI venues' (2026-11).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.categories import PHRASES_SHARE, TEMPERATURE, Sections, describes, lacking, phrase_odds
from classifier.embedding import Vectors
from classifier.terms import terms
from classifier.text import Text
from classifier.topic import Topic

Matrix = npt.NDArray[np.float64]

# A list with fewer sections does not divide its subject, and fewer papers make no section.
FEWEST_SECTIONS, FEWEST_PAPERS = 3, 5
# Entries and papers looked at, evenly chosen where there are more: a table of 1,000 by 1,000 is inverted in 0.1 s.
MOST_ENTRIES, MOST_PAPERS = 500, 500
# A paper is of a group from here on, and one of its own kind that is less sure is shown with it from there on.
MEMBER, PERHAPS = 0.5, 0.25
# Log-likelihood by which a word must be commoner among the papers than among the list's titles; words looked at.
WORD_GAIN, MOST_WORDS = 7.0, 8
# Of the papers with the word, the share that all others must put into the group; of the list's entries, the share that it may draw.
TOLD_APART, MOST_DRAWN = 0.9, 0.03
# Words beside vectors in what makes two papers alike, and how far one is believed (a tenth or ten times as much finds the same).
WORDS_SHARE, RIDGE = 0.3, 0.006
ROUNDS = 4
SHARPNESS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class MissingSection:
    """A section that a list lacks: what the topic calls it ("" where nothing does), and its papers by place with their probabilities."""

    name: str
    papers: dict[int, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of the list: its title, the place of its section, the vector of the title."""

    title: str
    place: int
    vector: npt.NDArray[np.float32]


def missing_sections(
    topic: Topic, names: Sequence[str], entries: Sequence[Placed], papers: Sequence[Text], vectors: Vectors
) -> list[MissingSection]:
    """The sections that `names` lack, the largest first; `papers` belong in the list, and each has a row of `vectors`."""
    if len({entry.place for entry in entries}) < FEWEST_SECTIONS or len(papers) < FEWEST_PAPERS:
        return []
    papers, vectors = papers[:MOST_PAPERS], vectors[:MOST_PAPERS]
    if describes(topic, names):
        found = _described(topic, names, lacking(topic, names), entries, papers, vectors)
    else:
        found = _Groups(topic, names, entries[:: -(-len(entries) // MOST_ENTRIES)], papers, vectors).found()
    return sorted(found, key=lambda one: -len(one.papers))


def _described(
    topic: Topic, names: Sequence[str], described: Sequence[str], entries: Sequence[Placed], papers: Sequence[Text], vectors: Vectors
) -> list[MissingSection]:
    """Those of the `described` categories, which the list has no section for, that enough papers come for."""
    sections = Sections(topic, (*names, *described))
    sections.learn([entry.place for entry in entries], np.stack([entry.vector for entry in entries]))
    # Nothing but its phrases is known of such a section: by its vector a paper is as likely of it as of any.
    sections.weights[-1, len(names) :] = -math.log(len(sections.names))
    shares = [{one.name: one.score for one in sections.rank(text, vector)} for text, vector in zip(papers, vectors, strict=True)]
    return [group for name in described if (group := _group(name, [share[name] for share in shares]))]


def _group(name: str, shares: Sequence[float]) -> MissingSection | None:
    if sum(share >= MEMBER for share in shares) < FEWEST_PAPERS:
        return None
    return MissingSection(name, {place: round(share, 4) for place, share in enumerate(shares) if share >= PERHAPS})


class _Groups:
    """Finds groups by words that the list's titles do not have. Entries come first in all tables, papers after them."""

    def __init__(self, topic: Topic, names: Sequence[str], entries: Sequence[Placed], papers: Sequence[Text], vectors: Vectors) -> None:
        titles = [Text(entry.title) for entry in entries] + [Text(paper.title) for paper in papers]
        self._words = [{term for term in terms(text.title) if not term.endswith("*")} for text in titles]
        self._listed, self._waiting = len(entries), len(papers)
        self._places = sorted({entry.place for entry in entries})
        self._of = np.array([[entry.place == place for place in self._places] for entry in entries], float)
        self._said = phrase_odds(topic, [names[place] for place in self._places], titles) * PHRASES_SHARE / TEMPERATURE
        self._smoother = _smoother(np.vstack([*(entry.vector for entry in entries), *vectors]).astype(float), self._words)
        self._sharpness, self._best = self._fitted()

    def found(self) -> list[MissingSection]:
        """The groups, each paper in one of them."""
        taken: set[int] = set()
        result = []
        for seed in self._seeds():
            shares, told_apart, drawn = self._grown(seed)
            if told_apart >= TOLD_APART and drawn <= MOST_DRAWN * self._listed:
                group = _group("", [0.0 if place in taken else float(share) for place, share in enumerate(shares)])
                if group:
                    result.append(group)
                    taken.update(group.papers)
        return result

    def _seeds(self) -> list[list[int]]:
        """Papers that share a word which is much commoner among them than in the list; the most telling word first."""
        listed = Counter(word for words in self._words[: self._listed] for word in words)
        waiting = Counter(word for words in self._words[self._listed :] for word in words)
        gains = {word: _gain(count, self._waiting, listed[word], self._listed) for word, count in waiting.items() if count >= FEWEST_PAPERS}
        telling = sorted((word for word, gain in gains.items() if gain >= WORD_GAIN), key=lambda word: (-gains[word], word))
        return [[place for place, words in enumerate(self._words[self._listed :]) if word in words] for word in telling[:MOST_WORDS]]

    def _fitted(self) -> tuple[float, npt.NDArray[np.int64]]:
        """How sharply to tell sections apart, so that the list's entries, left out, are explained best; and each paper's best section."""
        answers = self._left_out(np.vstack([self._of, np.zeros((self._waiting, len(self._places)))]))
        fits = {}
        for sharpness in SHARPNESS:
            shares = _shares(sharpness * answers + self._said)
            fits[sharpness] = float(np.log(shares[: self._listed][self._of > 0] + 1e-9).mean())
        sharpness = max(fits, key=fits.__getitem__)
        return sharpness, _shares(sharpness * answers + self._said)[self._listed :].argmax(axis=1)

    def _grown(self, seed: Sequence[int]) -> tuple[Matrix, float, float]:
        """Each paper's share in the group that grows from `seed`, the share of the seed that the others put there, the entries drawn."""
        inside = np.zeros(self._waiting)
        inside[list(seed)] = 1
        own = np.eye(len(self._places))[self._best]
        told_apart, shares = 0.0, np.zeros((self._listed + self._waiting, 1))
        said = np.hstack([self._said, np.zeros((len(self._said), 1))])
        for turn in range(ROUNDS):
            # The other papers stand for the section that fits them best, so that the group is not told from the list by its age.
            sections = np.vstack([self._of, own * (1 - inside)[:, None]])
            wanted = np.hstack([sections, np.concatenate([np.zeros(self._listed), inside])[:, None]])
            shares = _shares(self._sharpness * self._left_out(wanted) + said)
            after = (shares[self._listed :].argmax(axis=1) == len(self._places)).astype(float)
            if turn == 0:
                told_apart = float(after[list(seed)].mean())
            if after.sum() < FEWEST_PAPERS or (after == inside).all():
                break
            inside = after
        return shares[self._listed :, -1], told_apart, float(shares[: self._listed, -1].sum())

    def _left_out(self, wanted: Matrix) -> Matrix:
        """What all others say of each, section by section, in units of how far it varies."""
        own = np.diag(self._smoother)[:, None]
        answers = (self._smoother @ wanted - own * wanted) / (1 - own)
        return np.asarray((answers - answers.mean(axis=0)) / (answers.std(axis=0) + 1e-9), np.float64)


def _gain(count: int, papers: int, listed: int, titles: int) -> float:
    """Log-likelihood of a word's share among the papers over its share in the list; 0 where that is not half as large."""
    share, usual = count / papers, (listed + 0.5) / (titles + 1)
    if share < 2 * usual:
        return 0.0
    rest = (papers - count) * math.log((1 - share) / (1 - usual)) if count < papers else 0.0
    return count * math.log(share / usual) + rest


def _shares(odds: Matrix) -> Matrix:
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)


def _smoother(vectors: Matrix, words: Sequence[set[str]]) -> Matrix:
    """The matrix that makes fitted values of wanted ones: a ridge regression on vectors and words, whatever is wanted."""
    from threadpoolctl import threadpool_limits

    centred = vectors - vectors.mean(axis=0)
    kernel = (1 - WORDS_SHARE) * _levelled(centred @ centred.T) + WORDS_SHARE * _levelled(_in_common(words))
    count = len(kernel)
    kernel -= kernel.mean(axis=0)
    kernel -= kernel.mean(axis=1, keepdims=True)
    with threadpool_limits(1):
        return np.asarray(np.linalg.solve(kernel + RIDGE * count * np.eye(count), kernel).T + 1 / count, np.float64)


def _levelled(kernel: Matrix) -> Matrix:
    return kernel / max(float(np.diag(kernel).mean()), 1e-9)


def _in_common(words: Sequence[set[str]]) -> Matrix:
    """How much the words of each two titles have in common, rare ones above all."""
    from scipy.sparse import csr_matrix

    counts = Counter(word for some in words for word in some)
    columns = {word: column for column, word in enumerate(sorted(word for word, count in counts.items() if count > 1))}
    rows, places, weights = [], [], []
    for row, some in enumerate(words):
        rare = {columns[word]: math.log(len(words) / counts[word]) for word in sorted(some) if word in columns}
        length = math.sqrt(sum(weight * weight for weight in rare.values())) or 1.0
        rows += [row] * len(rare)
        places += list(rare)
        weights += [weight / length for weight in rare.values()]
    table = csr_matrix((weights, (rows, places)), shape=(len(words), max(len(columns), 1)))
    return np.asarray((table @ table.T).toarray(), np.float64)
