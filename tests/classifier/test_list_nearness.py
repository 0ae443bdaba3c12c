"""What sentence vectors say of a paper where nothing but a list is known."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from small_list import HashingEncoder

from classifier.embedding import Vectors
from classifier.examples import ListEntry
from classifier.list_nearness import LEAST_SAID, NEIGHBOURS, NEIGHBOURS_SHARE, NOBODY, Likely, ListNearness, _parity
from classifier.model import Classifier
from classifier.text import Text
from classifier.topic import Topic
from spiders.paper import Paper

SIZE = 16


class FieldEncoder:
    """Places texts by their words: the subject, its field, or neither; with noise that is the same for the same text."""

    fingerprint = "fields"

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        self.read += texts
        return np.stack([self._vector(text.lower()) for text in texts])

    def _vector(self, text: str) -> Vectors:
        noise = np.random.default_rng(sum(map(ord, text))).normal(size=SIZE) * 0.3
        noise[0] += 2.0 * ("field" in text or "subject" in text)
        noise[1] += 1.5 * ("subject" in text)
        noise[2] += 1.5 * ("chips" in text)
        return np.asarray(noise / np.linalg.norm(noise), np.float32)


ENCODER = FieldEncoder()
LISTED = ENCODER.encode([f"Subject{place} of a list" for place in range(30)])
ORDINARY = ENCODER.encode([f"Ordinary title {place}" for place in range(60)])
# What the words of the list find: half of it is of the subject, the rest of its field only, and words tell them but a little.
TEXTS = tuple(Text(f"{'Subject' if place < 40 else 'Field'} paper {place}") for place in range(200))
CHANCES = np.where(np.arange(200) < 40, 0.4, 0.1) * np.linspace(1.2, 0.8, 200)
LIKELY = Likely(texts=TEXTS, chances=CHANCES)


def _odds(nearness: ListNearness, texts: Sequence[Text]) -> npt.NDArray[np.float64]:
    return nearness.odds(texts, ENCODER.encode([text.whole for text in texts]), ENCODER.encode([text.title for text in texts]))


def test_vectors_tell_the_subject_from_its_field() -> None:
    learnt = ListNearness.learn(LISTED, ORDINARY, LIKELY, ENCODER)
    said = _odds(learnt, [Text(f"Subject unseen {place}") for place in range(20)] + [Text(f"Field unseen {place}") for place in range(20)])
    assert said[:20].min() > said[20:].max()
    alone = ListNearness.learn(LISTED, ORDINARY, NOBODY, ENCODER)
    of_alone = _odds(alone, [Text("Subject unseen"), Text("Field unseen")])
    assert said[:20].mean() - said[20:].mean() > of_alone[0] - of_alone[1]


def test_as_many_are_expected_as_by_the_words_alone() -> None:
    learnt = ListNearness.learn(LISTED, ORDINARY, LIKELY, ENCODER)
    whole = ENCODER.encode([text.whole for text in TEXTS])
    odds = np.log(CHANCES / (1 - CHANCES)) + learnt._said(TEXTS, whole, whole) + learnt.shift
    assert float((1 / (1 + np.exp(-odds))).sum()) == pytest.approx(CHANCES.sum(), abs=0.01)


def test_nothing_that_vectors_say_more_than_halves_the_odds() -> None:
    said = _odds(ListNearness.learn(LISTED, ORDINARY, LIKELY, ENCODER), [Text("Ordinary and far away"), Text("Subject")])
    assert said[0] == LEAST_SAID == -float(np.log(2))
    assert said[1] > 0


def test_a_paper_is_judged_by_what_others_taught() -> None:
    """What papers of one parity say teaches nothing about themselves, and is what judges the others."""
    strangers = (text for text in (Text(f"Stranger {number}") for number in range(1_000)) if _parity(text) == 0)
    changed = tuple(next(strangers) if _parity(text) == 0 else text for text in TEXTS)
    before, after = (ListNearness.learn(LISTED, ORDINARY, Likely(texts=texts, chances=CHANCES), ENCODER) for texts in (TEXTS, changed))
    assert before.whole[0][0].tolist() == after.whole[0][0].tolist()
    assert before.whole[1][0].tolist() != after.whole[1][0].tolist()


def test_papers_of_the_list_teach_by_their_abstracts() -> None:
    """What titles of the list leave open, as that its papers are on chips, is known from the abstracts of those that were crawled."""
    listed = tuple(Text(f"Subject{place} of a list", "Runs on chips.") for place in range(20))
    taught = Likely(texts=TEXTS, chances=CHANCES, listed=listed)
    unseen = [Text("Subject unseen", "Runs on chips."), Text("Subject unseen", "Recorded in mice.")]
    before, after = (_odds(ListNearness.learn(LISTED, ORDINARY, likely, ENCODER), unseen) for likely in (LIKELY, taught))
    assert after[0] - after[1] > before[0] - before[1] + 0.2


def _around(place: int, count: int) -> Vectors:
    """So many different vectors beside one axis, none of them along the first, on which the list is."""
    rows = np.zeros((count, SIZE), np.float32)
    rows[:, place] = 1.0
    rows[np.arange(count), 4 + np.arange(count)] = 0.3
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _by_neighbours(papers: Vectors, chances: Sequence[float], asked: Vectors) -> npt.NDArray[np.float64]:
    """What is said where neither the weights nor the list tells anything."""
    silent = ((np.zeros(SIZE), 0.0), (np.zeros(SIZE), 0.0))
    listed = np.eye(1, SIZE, dtype=np.float32)
    nearness = ListNearness(entries=listed, papers=papers, chances=np.array(chances), whole=silent, title=silent)
    return nearness._said([Text(f"Paper {place}") for place in range(len(asked))], asked, asked)


def test_a_paper_among_likely_ones_is_likelier_than_one_among_others() -> None:
    papers = np.vstack([_around(1, NEIGHBOURS), _around(2, NEIGHBOURS)])
    said = _by_neighbours(papers, [0.8] * NEIGHBOURS + [0.1] * NEIGHBOURS, np.eye(3, SIZE, dtype=np.float32)[1:])
    assert said[0] - said[1] == pytest.approx(NEIGHBOURS_SHARE * 0.7)


def test_neither_a_paper_nor_its_copy_vouches_for_itself() -> None:
    own = np.eye(2, SIZE, dtype=np.float32)[1:]
    papers = np.vstack([own, own, _around(1, NEIGHBOURS)])
    likely, unlikely = (_by_neighbours(papers, [chance] * 2 + [0.2] * NEIGHBOURS, own)[0] for chance in (1.0, 0.0))
    assert likely == unlikely


def test_papers_of_the_list_vouch_for_their_neighbours() -> None:
    listed = tuple(Text(f"Subject{place} of a list", f"Runs on chips {place}.") for place in range(NEIGHBOURS))
    learnt = ListNearness.learn(LISTED, ORDINARY, Likely(texts=TEXTS, chances=CHANCES, listed=listed), ENCODER)
    assert learnt._neighbours(ENCODER.encode([listed[0].whole]).astype(float))[0] > CHANCES.max()


def test_a_list_of_one_title_and_papers_of_which_nothing_is_found_are_read() -> None:
    for likely in (NOBODY, Likely(texts=TEXTS[:1], chances=np.array([0.001])), Likely(texts=TEXTS[:2], chances=np.array([1.0, 0.0]))):
        learnt = ListNearness.learn(LISTED[:1], ORDINARY, likely, ENCODER)
        assert np.isfinite(_odds(learnt, [Text("Subject"), Text("")])).all()


def test_each_text_is_read_once() -> None:
    """The model takes seconds for them, and without a store it keeps no vectors."""
    encoder = FieldEncoder()
    ListNearness.learn(LISTED, ORDINARY, LIKELY, encoder)
    assert sorted(encoder.read) == sorted([text.whole for text in TEXTS] + [text.title for text in TEXTS])


def test_no_vector_of_crawled_papers_is_asked_for_before_a_paper_is_doubtful() -> None:
    encoder = HashingEncoder()
    entries = [ListEntry(f"Zebra Migration in Valley{place}", ("Zebras",)) for place in range(30)]
    crawled = [Text(f"Convex Bounds of Kernel{place}", "We prove a bound for kernels.") for place in range(300)]
    classifier = Classifier.learn(Topic(), entries, encoder=encoder, crawled=crawled)
    list(classifier.screen([Paper(title="Convex Bounds", venue="icml", year=2023, abstract="A bound for kernels.")]))
    assert encoder.texts == []
    list(classifier.screen([Paper(title="Zebra Migration at Night", venue="icml", year=2023, abstract="Of zebras.")]))
    assert len(encoder.texts) > 300
