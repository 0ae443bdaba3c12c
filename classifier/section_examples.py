"""What teaches the sections of a list: its entries and what the topic file says, texts as vectors. Pure but for the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.categories import Sections, matched
from classifier.embedding import Encoder, Vectors
from classifier.examples import Decision, ListEntry
from classifier.section_ridge import Example
from classifier.text import MOST_ABSTRACT, MOST_TITLE, Text, read, readable
from classifier.topic import Category, Topic
from spiders.paper import title_key

# Cues that name a section by themselves are taken together by so many, the strongest first, and count so much beside an entry. Learnt from
# them too, the first section is the mapped one for 0.73 instead of 0.71 of the 140 titles of another list of spiking papers (among three
# 0.90 instead of 0.89, log-loss 1.08 instead of 1.12); each cue alone does no better and takes four times as many texts (2026-11-30).
LEAST_CUE, TOGETHER, CUES_COUNT = 3.0, 4, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionExample:
    """What teaches a section: the number of the entry (None: no entry), its place, a text with its vector, how much it counts."""

    entry: int | None
    place: int
    text: str
    vector: npt.NDArray[np.float32]
    counts: float = 1.0


def section_examples(entries: Sequence[ListEntry], sections: Sequence[str], titles: Vectors, encoder: Encoder) -> list[SectionExample]:
    """What the entries teach of the sections; `titles` are the vectors of their titles.

    An entry whose abstract is known teaches twice, by its title and by the text that is encoded of a paper: learnt so, papers are
    ranked as well as by titles alone or better, with and without an abstract of their own (measured 2026-11, 37 abstracts of 133).
    """
    places = {name: place for place, name in enumerate(sections)}
    told = [row for row, entry in enumerate(entries) if entry.abstract]
    texts = [Text(readable(entries[row].title, MOST_TITLE), readable(entries[row].abstract or "", MOST_ABSTRACT)).whole for row in told]
    whole = dict(zip(told, zip(texts, encoder.encode(texts), strict=True), strict=True)) if told else {}
    return [
        SectionExample(entry=row, place=places[name], text=text, vector=vector)
        for row, entry in enumerate(entries)
        for name in entry.categories
        if name in places
        for text, vector in ([(entry.title, titles[row]), whole[row]] if row in whole else [(entry.title, titles[row])])
    ]


def examples_of(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that teach a section: papers accepted into one."""
    return [decision for decision in decisions if decision.accepted and decision.category]


def decided_examples(
    decisions: Sequence[Decision], sections: Sequence[str], entries: Sequence[ListEntry], encoder: Encoder
) -> list[SectionExample]:
    """What papers that were accepted into a section teach of it; one that has come into the list since is that entry."""
    listed = {title_key(entry.title): row for row, entry in enumerate(entries)}
    known = [(one, sections.index(one.category)) for one in examples_of(decisions) if one.category in sections]
    texts = [read(one.paper).whole for one, _ in known]
    vectors = encoder.encode(texts) if texts else ()
    rows = [listed.get(title_key(one.paper.title)) for one, _ in known]
    placed = zip(rows, known, texts, vectors, strict=True)
    return [SectionExample(entry=row, place=place, text=text, vector=vector) for row, (_, place), text, vector in placed]


def described_examples(topic: Topic, sections: Sequence[str], encoder: Encoder) -> list[SectionExample]:
    """What the topic file teaches of the sections that it describes."""
    told = [
        (place, f"{topic.description}: {', '.join(words)}" if topic.description else ", ".join(words))
        for place, category in enumerate(matched(topic, sections).values())
        if category
        for words in _together(category)
    ]
    vectors = encoder.encode([text for _, text in told]) if told else ()
    placed = zip(told, vectors, strict=True)
    return [SectionExample(entry=None, place=place, text=text, vector=vector, counts=CUES_COUNT) for (place, text), vector in placed]


def taught(sections: Sections, examples: Sequence[SectionExample]) -> Sections:
    """The same sections, learnt from the examples: by vectors where a topic file describes them, else by words and vectors."""
    if examples and sections.described:
        vectors = np.stack([one.vector for one in examples])
        sections.learn([one.place for one in examples], vectors, [one.counts for one in examples])
    elif examples:
        sections.learn_words(_by_text(examples))
    return sections


def _by_text(examples: Sequence[SectionExample]) -> list[Example]:
    """Each text once, with all of its sections."""
    # What is no entry is a paper of its own.
    keys = [(-row - 1 if one.entry is None else one.entry, one.text) for row, one in enumerate(examples)]
    places: dict[tuple[int, str], list[int]] = {}
    for key, one in zip(keys, examples, strict=True):
        places.setdefault(key, []).append(one.place)
    vectors = dict(zip(keys, (one.vector for one in examples), strict=True))
    return [
        Example(text=text, vector=vectors[paper, text], places=tuple(dict.fromkeys(own)), paper=paper)
        for (paper, text), own in places.items()
    ]


def _together(category: Category) -> list[list[str]]:
    strong = sorted((cue for cue in category.cues.items() if cue[1] >= LEAST_CUE), key=lambda cue: -cue[1])
    words = [phrase.replace("*", "") for phrase, _ in strong]
    return [words[start : start + TOGETHER] for start in range(0, len(words), TOGETHER)]
