"""The classifier of a workspace: learnt from its list, its topic file, its model and the decisions so far."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from candidates.errors import CovenueError
from candidates.matching.titles import match_key
from candidates.reading_list.parts import ReadingList
from candidates.workspace import Workspace
from classifier.embedding import Encoder, SentenceEncoder, VectorCache
from classifier.errors import ClassifierError
from classifier.evidence import LexicalEvidence
from classifier.examples import Decision, ListEntry
from classifier.model import Classifier
from classifier.text import Text
from classifier.topic import Topic, load_topic
from spiders.paper import Paper


def learn(
    workspace: Workspace,
    decisions: Sequence[Decision] = (),
    known: Mapping[str, Paper] | None = None,
    crawled: Sequence[Text] = (),
    encoder: Encoder | None = None,
) -> Classifier:
    """The classifier. Raises CovenueError, ListError.

    `known` are the listed papers that were crawled, by `match_key` of the title; `crawled` is a sample of all that was crawled, for a list
    without a topic file; `encoder` takes the place of `encoder_of`.
    """
    listing = workspace.reading_list()
    with classifier_errors():
        entries = entries_of(listing, known or {})
        model = encoder or encoder_of(workspace)
        return Classifier.learn(topic_of(workspace), entries, listing.categories, decisions, encoder=model, crawled=crawled)


def promising_titles(workspace: Workspace) -> Callable[[str], bool] | None:
    """Whether a title speaks of the list's subject, by the cues of its topic file; None where no file can be read (screening says why)."""
    try:
        topic = topic_of(workspace)
    except CovenueError:
        return None
    if topic.by_words:
        return None
    evidence = LexicalEvidence(topic)
    return lambda title: evidence.read(Text(title)).total > 0


def topic_of(workspace: Workspace) -> Topic:
    """The topic that the settings name, with their threshold where they set one. A relative path is relative to the settings."""
    name = workspace.config.topic
    beside = workspace.folder / name
    with classifier_errors():
        topic = load_topic(beside if name.endswith(".toml") and beside.exists() else name)
    threshold = workspace.config.threshold
    return topic if threshold is None else topic.model_copy(update={"threshold": threshold})


def encoder_of(workspace: Workspace) -> SentenceEncoder:
    """The sentence model that the settings name; its vectors are kept beside the settings once something is stored there."""
    model = workspace.config.model
    beside = workspace.folder / model
    folder = workspace.vectors_path.parent
    return SentenceEncoder(
        str(beside) if model and beside.is_dir() else model, VectorCache(workspace.vectors_path) if folder.is_dir() else None
    )


def entries_of(listing: ReadingList, known: Mapping[str, Paper]) -> list[ListEntry]:
    """The list's papers, one a title, with all sections each stands in. Of those `known` (see `learn`) abstract and authors are told."""
    found: dict[str, ListEntry] = {}
    for entry in listing.entries:
        key = match_key(entry.title)
        paper = known.get(key)
        authors = (paper and paper.authors) or entry.authors
        one = found.setdefault(key, ListEntry(entry.title, (), paper.abstract if paper else None, authors=authors))
        if entry.section not in one.categories:
            found[key] = replace(one, categories=(*one.categories, entry.section), authors=one.authors or authors)
    return list(found.values())


@contextmanager
def classifier_errors() -> Iterator[None]:
    """Turns what the classifier cannot do into a CovenueError, which the command shows as a sentence."""
    try:
        yield
    except ClassifierError as problem:
        raise CovenueError(str(problem)) from problem
