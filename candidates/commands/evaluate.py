"""`covenue evaluate`: how well the classifier does, by leave-one-out on the list or against a file of labels."""

from pathlib import Path
from typing import Any

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, workspace_options
from candidates.errors import UsageError
from candidates.workspace import Workspace

CONFUSED_SHOWN = 8
# What the widest table needs in characters; a file or a pipe gets it whole.
TABLE_WIDTH = 150


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
@click.option(
    "--replay",
    is_flag=True,
    help="Also make the decisions of the database, or those that the labels say, one after the other: how the order of what waits, "
    "the flags and the number that is said to be left develop, and which strength of learning does best. Takes minutes.",
)
@AS_JSON
@workspace_options
def evaluate(labels: Path | None, papers: tuple[Path, ...], encode_all: bool, replay: bool, as_json: bool, workspace: Workspace) -> None:
    """Measure the classifier: leave-one-out on the list, and against labels where a file is given.

    With labels it reports by year, with 90 % intervals, beside simpler ways, and says how far scores can be trusted.

    Example: covenue evaluate --labels labels.jsonl --replay
    """
    from candidates.screening.measuring import measured

    if labels is None and (papers or encode_all):
        raise UsageError(f"{'--papers' if papers else '--encode-all'} says more of labelled papers; name their file with --labels.")

    report = measured(workspace, labels, papers, encode_all=encode_all, replayed=replay)
    if report.pop("labelled_only", False):
        say("Only the labelled papers are measured: none of their editions is in the database. Crawl them or name them with --papers.")
    if as_json:
        print_json(report)
    else:
        _show(report)


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
        console.print(_intervals_table(report["intervals"]))
        console.print(_reliability_table(report["reliability"]))
        console.print(_screening_table(report["baselines"], "Beside simpler ways"))
    rows = {f"{name}, list, leave-one-out": figures for name, figures in report["leave_one_out"].items()}
    if labelled:
        rows = {"classifier, labelled papers": report["categories"], **rows}
    console.print(_table("Categories", ("", "papers", "first right", "or defensible", "among three"), _rows(rows)))
    for one in report["confusion"][:CONFUSED_SHOWN]:
        console.print(f"  {one['times']} × {one['category']} taken for {one['proposed']}", highlight=False, markup=False)
    if lacking := report.get("new_sections"):
        console.print(
            f"Sections that the list lacks: {lacking['sections']} proposed. {lacking['gathered']} papers are gathered for them, among them "
            f"{lacking['right']} of the {lacking['homeless']} likely papers that belong and were labelled with no category.",
            highlight=False,
        )
    for one in report.get("worst", []):
        console.print(f"\n{one['score']:.3f}, label {one['label']}: {one['title']}", highlight=False, markup=False)
        for reason in one["reasons"]:
            console.print(f"    {reason['kind']}: {reason['text']} [{reason['where']}]", highlight=False, markup=False)
    if "replay" in report:
        _show_replay(console, report["replay"])
    console.print(f"\n{report['seconds']} s", highlight=False)


def _show_replay(console: Any, replay: dict[str, Any]) -> None:
    steps = [
        (
            *(one[name] for name in ("decided", "accepted", "waiting", "flagged", "brought_in", "area_unlearnt", "area", "sunk")),
            f"{one['expected']:.0f} ({one['low']} to {one['high']})",
            f"{one['left']}{'' if one['holds'] else ' !'}",
        )
        for one in replay["steps"]
    ]
    headings = (
        "decided",
        "accepted",
        "waiting",
        "flagged",
        "brought in",
        "order without",
        "with learning",
        "sunk",
        "said to be left",
        "left",
    )
    console.print(_table(f"Deciding on {replay['papers']} papers, of which {replay['belong']} belong", headings, steps))
    stages = [
        (one["decided"], one["draws"], one["area_unlearnt"], f"{one['change']:+.4f}", one["spread"], f"{one['worst']:+.4f}")
        for one in replay["stages"]
    ]
    names = ("decided", "draws", "order without", "change by learning", "spread", "worst")
    if stages:
        console.print(_table("Order of what waits, over draws of four fifths of the papers", names, stages))
    strengths = [tuple(one.values()) for one in replay["strengths"]]
    console.print(_table("Strength of learning", ("strength", "order, mean change", "worst change", "sunk"), strengths))
    held = replay["interval"]
    share = "no stage to look at" if held["holds"] is None else f"{held['holds']:.0%} of {held['stages']} stages"
    console.print(
        f"Best strength: {replay['best_strength']} (0: no learning). What is said to be left holds in {share} "
        f"of {held['halves']} halves of the papers.",
        highlight=False,
        markup=False,
    )
    console.print(
        "Order: the chance that of what waits one that belongs stands above one that does not. Sunk: belong, wait, and score below the "
        "threshold (they stay in the queue). !: outside of what was said.",
        highlight=False,
        markup=False,
    )


def _screening_table(rows: dict[str, dict[str, Any]], title: str) -> Any:
    headings = ("", "papers", "belong", "flagged", "recall", "precision", "strict", "avg. precision", "read for 95 %", "for 99 %")
    return _table(title, headings, _rows(rows))


def _intervals_table(intervals: dict[str, dict[str, Any]]) -> Any:
    rows = [(name, *(f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else None for ends in one.values())) for name, one in intervals.items()]
    return _table("The same with 90 % intervals (bootstrap)", ("", "recall", "precision", "avg. precision"), rows)


def _reliability_table(bins: list[dict[str, Any]]) -> Any:
    rows = [(f"{one['low']:g} to {one['high']:g}", one["papers"], f"{one['score']:.3f}", f"{one['belong']:.3f}") for one in bins]
    return _table("How far scores can be trusted", ("score", "papers", "promised", "belong"), rows)


def _rows(named: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(name, *figures.values()) for name, figures in named.items()]


def _table(title: str, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place == 0 else "right")
    for row in rows:
        table.add_row(*("–" if value is None else str(value) for value in row))
    return table
