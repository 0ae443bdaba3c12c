"""What `covenue evaluate` measures, as the document that it prints: on the list, against labels, and as decisions are replayed."""

import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from candidates.errors import CovenueError
from candidates.screening.learning import classifier_errors, encoder_of, learn
from candidates.screening.missing_sections import LIKELY
from candidates.workspace import Workspace
from classifier import evaluation
from classifier.baselines import search_baselines, vector_baseline, word_baseline
from classifier.embedding import RememberingEncoder
from classifier.evaluation import Labelled
from classifier.list_terms import sample
from classifier.missing_sections import MEMBER, MOST_PAPERS
from classifier.model import Classifier
from classifier.replay import Case, Replay, replay
from classifier.screenings import Screening
from classifier.text import Text, read
from spiders.paper import Paper

WORST_SHOWN = 10


def measured(
    workspace: Workspace, labels: Path | None, files: Sequence[Path], *, encode_all: bool = False, replayed: bool = False
) -> dict[str, Any]:
    """The whole report. `labelled_only` is true where none of the labelled editions' papers were found. Raises CovenueError, ListError."""
    began = time.monotonic()
    with classifier_errors():
        known = evaluation.read_labels(labels) if labels is not None else []
        editions = {(one.paper.venue, one.paper.year) for one in known}
        labelled = evaluation.completed(known, _papers(files, workspace, editions)) if known else []
        classifier = _classifier(workspace, labelled)
        report = _on_list(classifier)
        if known:
            report |= _on_labels(classifier, labelled, encode_all)
            report["labelled_only"] = len(labelled) == len(known)
        if replayed:
            report["replay"] = _document(_replay(workspace, classifier, labelled))
    report["seconds"] = round(time.monotonic() - began, 1)
    return report


def _classifier(workspace: Workspace, labelled: Sequence[Labelled]) -> Classifier:
    """As a screening would learn it before any decision; each text is encoded once however often it is asked for."""
    from candidates.queue.list_matches import sync_file
    from candidates.screening.screening import crawled_texts, listed_papers

    known: dict[str, Paper] = {}
    crawled: list[Text] = sample((f"{one.paper.venue}-{one.paper.year}-{one.paper.key}", read(one.paper)) for one in labelled)
    if workspace.has_database:
        with workspace.open_store() as store:
            sync_file(store, workspace.list_path)
            known = listed_papers(store)
            crawled = crawled or crawled_texts(store, workspace)
    return learn(workspace, (), known, crawled, RememberingEncoder(encoder_of(workspace)))


def _on_list(classifier: Classifier) -> dict[str, Any]:
    given = classifier.given_topic
    screenings, labelled = evaluation.screening_across_folds(given, classifier.entries, classifier.encoder)
    rankings, left_out = evaluation.categories_left_out(given, classifier.entries, classifier.categories, classifier.encoder)
    plain, _ = evaluation.categories_left_out(given, classifier.entries, classifier.categories, classifier.encoder, words=False)
    return {
        "screening": _figures(screenings, labelled, range(len(labelled))),
        "categories": asdict(evaluation.category_figures(rankings, left_out)),
        "leave_one_out": {
            "classifier": asdict(evaluation.category_figures(rankings, left_out)),
            "logistic regression on vectors": asdict(evaluation.category_figures(plain, left_out)),
        },
        "confusion": [asdict(one) for one in evaluation.confusion(rankings, left_out)],
    }


def _on_labels(classifier: Classifier, labelled: Sequence[Labelled], encode_all: bool) -> dict[str, Any]:
    began = time.monotonic()
    screenings = list(classifier.screen(one.paper for one in labelled))
    seconds = time.monotonic() - began
    # Papers that the list holds already have taught the classifier.
    new = [place for place, one in enumerate(labelled) if not one.in_list]
    fresh, answers = [labelled[place] for place in new], [screenings[place] for place in new]
    parts = _parts(fresh)
    own = {name: _figures(answers, fresh, chosen) for name, chosen in parts.items()}
    table: dict[str, Any] = {"covenue": own["all"]}
    table |= {name: asdict(figures) for name, figures in search_baselines(classifier.entries, fresh).items()}
    table["logistic regression on words"] = asdict(word_baseline(classifier.entries, fresh))
    if encode_all:
        table["logistic regression on vectors"] = asdict(vector_baseline(classifier.entries, fresh, classifier.encoder)[1])
    belonging = [place for place, one in enumerate(fresh) if one.label == evaluation.BELONGS and one.category]
    rankings = [answers[place].categories for place in belonging]
    right = [fresh[place] for place in belonging]
    return {
        "screening": own["all"],
        "parts": own,
        "intervals": {name: _intervals(answers, fresh, chosen) for name, chosen in parts.items()},
        "reliability": [asdict(one) for one in evaluation.reliability([one.score for one in answers], [one.label for one in fresh])],
        "baselines": table,
        "screening_seconds": round(seconds, 1),
        "categories": asdict(evaluation.category_figures(rankings, right)),
        "confusion": [asdict(one) for one in evaluation.confusion(rankings, right)],
        "new_sections": _new_sections(classifier, fresh, answers),
        "worst": [
            {"title": one.paper.title, "label": one.label, "score": answer.score, "reasons": [asdict(reason) for reason in answer.reasons]}
            for one, answer in evaluation.worst_errors(answers, fresh, WORST_SHOWN)
        ],
    }


def _new_sections(classifier: Classifier, labelled: Sequence[Labelled], answers: Sequence[Screening]) -> dict[str, Any] | None:
    """How well papers that fit no section are gathered, of those that wait before any decision; None where labels do not tell."""
    if evaluation.new_section_figures((), labelled) is None:
        return None
    likely = [place for place, answer in enumerate(answers) if answer.flagged and answer.score >= LIKELY]
    likely = sorted(likely, key=lambda place: -answers[place].score)[:MOST_PAPERS]
    found = classifier.lacking([labelled[place].paper for place in likely], [answers[place].evidence or b"" for place in likely])
    gathered = {place for section in found for place, share in section.papers.items() if share >= MEMBER}
    figures = evaluation.new_section_figures(gathered, [labelled[place] for place in likely])
    return None if figures is None else {"sections": len(found), **asdict(figures)}


def _parts(labelled: Sequence[Labelled]) -> dict[str, list[int]]:
    """All papers, those with and without abstract, and each year: the spread over years tells what to expect of the next."""
    parts = {
        "all": list(range(len(labelled))),
        "with abstract": [place for place, one in enumerate(labelled) if one.paper.abstract],
        "title only": [place for place, one in enumerate(labelled) if not one.paper.abstract],
    }
    for year in sorted({one.paper.year for one in labelled}):
        parts[str(year)] = [place for place, one in enumerate(labelled) if one.paper.year == year]
    return parts


def _figures(answers: Sequence[Screening], labelled: Sequence[Labelled], chosen: Sequence[int]) -> dict[str, Any]:
    return asdict(evaluation.screening_figures(*_columns(answers, labelled, chosen)))


def _intervals(answers: Sequence[Screening], labelled: Sequence[Labelled], chosen: Sequence[int]) -> dict[str, Any]:
    return asdict(evaluation.intervals(*_columns(answers, labelled, chosen)))


def _columns(
    answers: Sequence[Screening], labelled: Sequence[Labelled], chosen: Sequence[int]
) -> tuple[list[float], list[bool], list[int]]:
    some = [answers[place] for place in chosen]
    return [one.score for one in some], [one.flagged for one in some], [labelled[place].label for place in chosen]


# ---- decisions made one after the other --------------------------------------------------------------------------------------------


def _replay(workspace: Workspace, classifier: Classifier, labelled: Sequence[Labelled]) -> Replay:
    """By the labels, most promising first; without labels by the decisions of the store, in their order."""
    if labelled:
        fresh = [Case(one.paper, one.label == evaluation.BELONGS) for one in labelled if not one.in_list]
        return replay(classifier, fresh, in_order=False)
    decided = _decided(workspace)
    if not decided:
        raise CovenueError("Nothing is decided yet, so there is nothing to replay. Decide in `covenue review`, or name --labels FILE.")
    return replay(classifier, decided, in_order=True)


def _decided(workspace: Workspace) -> list[Case]:
    if not workspace.has_database:
        return []
    from candidates.screening.screening import maintainers_decisions

    with workspace.open_store() as store:
        return [Case(decision.paper, decision.accepted) for decision in maintainers_decisions(store)]


def _document(result: Replay) -> dict[str, Any]:
    document = asdict(result)
    document["steps"] = [{**asdict(step), "holds": step.holds} for step in result.steps]
    return {**document, "best_strength": result.best}


# ---- the papers of the labelled editions -------------------------------------------------------------------------------------------


def _papers(files: Sequence[Path], workspace: Workspace, editions: set[tuple[str, int]]) -> Iterator[Paper]:
    from candidates.screening.paper_files import paper_of

    for file in files:
        try:
            with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
                yield from (paper_of(line) for line in stream if line.strip())
        except (OSError, ValueError) as problem:
            raise CovenueError(f"{file} cannot be read as JSON Lines of papers ({problem}).") from problem
    if not files and workspace.has_database:
        yield from _stored(workspace, editions)


def _stored(workspace: Workspace, editions: set[tuple[str, int]]) -> Iterator[Paper]:
    from sqlalchemy import select

    from candidates.store.database import of_editions
    from candidates.store.paper_rows import paper_of
    from candidates.store.tables import PAPERS

    with workspace.open_store() as store, store.reading() as connection:
        for row in connection.execute(select(PAPERS).where(of_editions(sorted(editions)))).mappings():
            yield paper_of(row)
