"""`covenue evaluate`: how well the classifier does, by leave-one-out on the list or against a file of labels."""

import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, workspace_options
from candidates.errors import CovenueError
from candidates.workspace import Workspace
from spiders.paper import Paper

if TYPE_CHECKING:
    from classifier.evaluation import Labelled
    from classifier.model import Classifier

WORST_SHOWN = 10
CONFUSED_SHOWN = 8


# What the widest table needs in characters; a file or a pipe gets it whole.
TABLE_WIDTH = 140


@click.command()
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    help="Labelled papers, JSON Lines (venue, year, title, abstract, label, category, also, in_list).",
)
@click.option(
    "--papers",
    multiple=True,
    type=click.Path(path_type=Path),
    help="All papers of the labelled editions, JSON Lines with venue and year, plain or .gz (default: those in the database). "
    "Papers without a label do not belong.",
)
@click.option("--encode-all", is_flag=True, help="Also encode every title and abstract, for a baseline of vectors alone; takes minutes.")
@AS_JSON
@workspace_options
def evaluate(labels: Path | None, papers: tuple[Path, ...], encode_all: bool, as_json: bool, workspace: Workspace) -> None:
    """Measure the classifier: leave-one-out on the list, and against labels where a file is given.

    Example: covenue evaluate --labels labels.jsonl
    """
    from candidates.screening.learning import explained, learn

    start = time.monotonic()
    classifier = learn(workspace, abstracts=_listed_abstracts(workspace))
    with explained():
        report = _on_list(classifier)
        if labels is not None:
            report |= _on_labels(classifier, labels, papers, workspace, encode_all)
    report["seconds"] = round(time.monotonic() - start, 1)
    if as_json:
        print_json(report)
    else:
        _show(report)


def _on_list(classifier: "Classifier") -> dict[str, Any]:
    from classifier import evaluation

    given = classifier.given_topic
    screenings, labelled = evaluation.screening_across_folds(given, classifier.entries, classifier.encoder)
    screening = evaluation.screening_figures(
        [s.score for s in screenings], [s.flagged for s in screenings], [one.label for one in labelled]
    )
    rankings, left_out = evaluation.categories_left_out(given, classifier.entries, classifier.categories, classifier.encoder)
    plain, _ = evaluation.categories_left_out(given, classifier.entries, classifier.categories, classifier.encoder, words=False)
    return {
        "screening": asdict(screening),
        "categories": asdict(evaluation.category_figures(rankings, left_out)),
        "leave_one_out": {
            "classifier": asdict(evaluation.category_figures(rankings, left_out)),
            "logistic regression on vectors": asdict(evaluation.category_figures(plain, left_out)),
        },
        "confusion": [asdict(one) for one in evaluation.confusion(rankings, left_out)],
    }


def _on_labels(classifier: "Classifier", path: Path, files: Sequence[Path], workspace: Workspace, encode_all: bool) -> dict[str, Any]:
    from classifier import evaluation

    labels = evaluation.read_labels(path)
    labelled = evaluation.completed(labels, _papers(files, workspace, {(one.paper.venue, one.paper.year) for one in labels}))
    if len(labelled) == len(labels):
        say("Only the labelled papers are measured: none of their editions is in the database. Crawl them or name them with --papers.")
    began = time.monotonic()
    screenings = list(classifier.screen(one.paper for one in labelled))
    seconds = time.monotonic() - began
    # Papers that the list holds already have taught the classifier.
    new = [place for place, one in enumerate(labelled) if not one.in_list]
    fresh, answers = [labelled[place] for place in new], [screenings[place] for place in new]
    own = {name: _figures(answers, fresh, chosen) for name, chosen in _parts(fresh).items()}
    table: dict[str, Any] = {"covenue": own["all"]}
    table |= {name: asdict(figures) for name, figures in evaluation.search_baselines(classifier.entries, fresh).items()}
    if encode_all:
        table["logistic regression on vectors"] = asdict(evaluation.vector_baseline(classifier.entries, fresh, classifier.encoder)[1])
    belonging = [place for place, one in enumerate(fresh) if one.label == evaluation.BELONGS and one.category]
    rankings = [answers[place].categories for place in belonging]
    right = [fresh[place] for place in belonging]
    return {
        "screening": own["all"],
        "parts": own,
        "baselines": table,
        "screening_seconds": round(seconds, 1),
        "categories": asdict(evaluation.category_figures(rankings, right)),
        "confusion": [asdict(one) for one in evaluation.confusion(rankings, right)],
        "worst": [
            {"title": one.paper.title, "label": one.label, "score": answer.score, "reasons": [asdict(reason) for reason in answer.reasons]}
            for one, answer in evaluation.worst_errors(answers, fresh, WORST_SHOWN)
        ],
    }


def _parts(labelled: Sequence["Labelled"]) -> dict[str, list[int]]:
    """All papers, those with and without abstract, and each year: the spread over years tells what to expect of the next."""
    parts = {
        "all": list(range(len(labelled))),
        "with abstract": [place for place, one in enumerate(labelled) if one.paper.abstract],
        "title only": [place for place, one in enumerate(labelled) if not one.paper.abstract],
    }
    for year in sorted({one.paper.year for one in labelled}):
        parts[str(year)] = [place for place, one in enumerate(labelled) if one.paper.year == year]
    return parts


def _figures(answers: Sequence[Any], labelled: Sequence["Labelled"], chosen: Sequence[int]) -> dict[str, Any]:
    from classifier.evaluation import screening_figures

    some = [answers[place] for place in chosen]
    return asdict(screening_figures([s.score for s in some], [s.flagged for s in some], [labelled[place].label for place in chosen]))


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


def _listed_abstracts(workspace: Workspace) -> dict[str, str]:
    if not workspace.has_database:
        return {}
    from candidates.queue.list_matches import sync_file
    from candidates.screening.screening import listed_abstracts

    with workspace.open_store() as store:
        sync_file(store, workspace.list_path)
        return listed_abstracts(store)


def _stored(workspace: Workspace, editions: set[tuple[str, int]]) -> Iterator[Paper]:
    from sqlalchemy import select

    from candidates.store.database import of_editions, paper_of
    from candidates.store.tables import PAPERS

    with workspace.open_store() as store, store.reading() as connection:
        for row in connection.execute(select(PAPERS).where(of_editions(sorted(editions)))).mappings():
            yield paper_of(row)


# ---- what a person reads ---------------------------------------------------------------------------------------------------------


def _show(report: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = TABLE_WIDTH
    labelled = "parts" in report
    on_list = {"list, each title left out, among ordinary titles": report["screening"]}
    console.print(_screening_table(report["parts"] if labelled else on_list, "Screening"))
    if labelled:
        console.print(_screening_table(report["baselines"], "Beside simpler ways"))
    rows = {f"{name}, list, leave-one-out": figures for name, figures in report["leave_one_out"].items()}
    if labelled:
        rows = {"classifier, labelled papers": report["categories"], **rows}
    console.print(_category_table(rows))
    for one in report["confusion"][:CONFUSED_SHOWN]:
        console.print(f"  {one['times']} × {one['category']} taken for {one['proposed']}", highlight=False, markup=False)
    for one in report.get("worst", []):
        console.print(f"\n{one['score']:.3f}, label {one['label']}: {one['title']}", highlight=False, markup=False)
        for reason in one["reasons"]:
            console.print(f"    {reason['kind']}: {reason['text']} [{reason['where']}]", highlight=False, markup=False)
    console.print(f"\n{report['seconds']} s", highlight=False)


def _screening_table(rows: dict[str, dict[str, Any]], title: str) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in ("papers", "belong", "flagged", "recall", "precision", "strict", "avg. precision", "read for 95 %", "for 99 %"):
        table.add_column(heading, justify="right")
    for name, figures in rows.items():
        table.add_row(name, *("–" if value is None else str(value) for value in figures.values()))
    return table


def _category_table(rows: dict[str, dict[str, Any]]) -> Any:
    from rich.table import Table

    table = Table(title="Categories", title_justify="left")
    table.add_column("")
    for heading in ("papers", "first right", "or defensible", "among three"):
        table.add_column(heading, justify="right")
    for name, figures in rows.items():
        table.add_row(name, *("–" if value is None else str(value) for value in figures.values()))
    return table
