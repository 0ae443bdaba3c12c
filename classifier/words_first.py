"""The cascade in two halves, so that many processes can do the first and one process, which has the sentence model, the second.

`by_words` says all that can be said without the model, which is the last word on nearly all papers; `completed` asks the model about the
rest. Both halves together say what `Classifier.screen` says: they are made of the same parts.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from classifier.decisions import Matrix
from classifier.list_nearness import NOBODY
from classifier.model import Classifier, _Read
from classifier.screenings import Screening
from spiders.paper import Paper

Unsettled = _Read


def for_words(classifier: Classifier) -> Classifier:
    """A copy to send to processes that call `by_words`: all that they need is learnt, and what only learning needs is left out."""
    other = copy(classifier)
    terms = classifier._list_terms and replace(classifier._list_terms, likely=NOBODY)
    other.__dict__ |= {
        "_authorship": classifier._authorship,
        "_list_terms": terms,
        "_plain_sections": classifier._plain_sections,
        "_head": classifier._head,
    }
    other.crawled = ()
    # Without decisions nobody asks for the length of the vectors.
    for name in ("_list_nearness", "_sections", "_described", "_anchors", *(() if classifier.decisions else ("_heavy",))):
        other.__dict__.pop(name, None)
    return other


def by_words(classifier: Classifier, papers: Sequence[Paper], *, kept: bool = True) -> list[Screening | Unsettled]:
    """What is to be said of each paper without the model; those that need it are left `Unsettled`.

    `kept`: whether the screenings are to have their `evidence`, which takes a fifth of the time.
    """
    reads = [classifier._read(paper) for paper in papers]
    plain = [one for one in reads if not one.doubtful]
    packed = _packed(classifier, plain, kept)
    bases, changes = _odds(classifier, plain, packed)
    said = iter(zip(packed, classifier._probabilities(bases + changes), classifier._probabilities(bases), strict=True))
    found: list[Screening | Unsettled] = []
    for one in reads:
        if one.doubtful:
            found.append(one)
            continue
        evidence, score, before = next(said)
        # One that is flagged is proposed a section, for which the model's vectors of the list's entries are needed.
        flagged = classifier._flags(before, score)
        found.append(one if flagged else classifier._judged(one, None, evidence if kept else None, score, 0.0, False))
    return found


def completed(classifier: Classifier, found: Sequence[Screening | Unsettled]) -> list[Screening]:
    """What `by_words` found, in order, each paper that it left unsettled with the word of the sentence model."""
    waiting = [one for one in found if isinstance(one, Unsettled)]
    settled = iter(list(classifier._screened(waiting)) if waiting else ())
    return [next(settled) if isinstance(one, Unsettled) else one for one in found]


def _packed(classifier: Classifier, papers: Sequence[Unsettled], kept: bool) -> list[bytes]:
    if kept or classifier.decisions:
        return [classifier._features(one, None).packed() for one in papers]
    return [np.float32(one.odds).tobytes() for one in papers]


def _odds(classifier: Classifier, papers: Sequence[Unsettled], packed: Sequence[bytes]) -> tuple[Matrix, Matrix]:
    """As the classifier has them, before any decision and what decisions add."""
    if not papers:
        return np.zeros(0), np.zeros(0)
    return classifier._changed(packed)
