"""What crawls cost and what they bring: python benchmarks/crawl.py MIRROR [--together] [--data FOLDER] EDITION...

Each edition is crawled from the mirror into a database of its own, by a process of its own (`--together`: all by one), and a line is
printed: papers, requests, requests per 1000 papers, seconds, the highest memory of the process. With `--data`, a folder of
VENUE-YEAR.jsonl.gz files with the published papers (title, authors, abstract; status where some were not accepted), a second line
says how much of that came: titles found, papers too many, authors equal in order, abstracts.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spiders.paper import title_key

START = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"


@dataclass(frozen=True)
class Run:
    """What a crawling process reported and needed. `peak`: its largest resident set, in MB."""

    reports: Sequence[dict[str, Any]]
    papers: Sequence[dict[str, Any]]
    peak: float


def crawled(mirror: str, editions: Sequence[str]) -> Run:
    """Crawls the editions into a new database."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["crawl", *editions, "--mirror", mirror, "--delay", "0", "--no-screen", "--json"]
        report = Path(folder, "report.json")
        with report.open("w") as file:
            process = subprocess.Popen([sys.executable, "-c", START, *words], cwd=folder, stdout=file)
            _, _, used = os.wait4(process.pid, 0)
        shown = subprocess.run([sys.executable, "-c", START, "papers", "--json"], cwd=folder, capture_output=True, check=True)
        # Kilobytes on Linux.
        return Run(json.loads(report.read_text())["editions"], json.loads(shown.stdout), used.ru_maxrss / 1024)


def cost(run: Run) -> Iterator[str]:
    """A line for each edition, and one for all of them where they are several."""
    for report in run.reports:
        name = f"{report['venue']}-{report['year']}"
        yield f"{name:13} {report['status']:9} {_numbers(report['crawled'], report['requests'], report['seconds'])}, peak {run.peak:.0f} MB"
        if report["message"]:
            yield f"              {report['message']}"
    if len(run.reports) > 1:
        papers, requests, seconds = (sum(report[key] for report in run.reports) for key in ("crawled", "requests", "seconds"))
        yield f"{'all of them':23} {_numbers(papers, requests, seconds)}, peak {run.peak:.0f} MB"


def _numbers(papers: int, requests: int, seconds: float) -> str:
    each = f"{1000 * requests / papers:.1f} per 1000" if papers else "for nothing"
    return f"{papers:5} papers, {requests:5} requests ({each}), {seconds:6.1f} s"


def published(folder: Path, edition: str) -> list[dict[str, Any]]:
    """The accepted papers of an edition's file, no rejected and no withdrawn ones."""
    with gzip.open(folder / f"{edition}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if not any(word in (row.get("status") or "").lower() for word in ("reject", "withdraw"))]


def brought(papers: Sequence[dict[str, Any]], truth: Sequence[dict[str, Any]]) -> str:
    """How much of what was published came. Papers of one title are paired by their authors first."""
    came = defaultdict(list)
    for paper in papers:
        came[title_key(paper["title"])].append(paper)
    pairs = []
    for row in sorted(truth, key=lambda row: not _same_authors(row, came.get(title_key(row["title"]), []))):
        rest = came.get(title_key(row["title"]))
        if rest:
            pairs.append((row, rest.pop(next((n for n, paper in enumerate(rest) if paper["authors"] == row["authors"]), 0))))
    equal = sum(paper["authors"] == row["authors"] for row, paper in pairs)
    held = sum(bool(row["abstract"]) for row in truth)
    found = sum(bool(row["abstract"] and paper["abstract"]) for row, paper in pairs)
    share = 100 * len(pairs) / len(truth)
    return (
        f"              titles {share:.2f} %, {sum(map(len, came.values()))} too many, "
        f"authors equal {100 * equal / max(1, len(pairs)):.2f} %, abstracts {found} of {held}"
    )


def _same_authors(row: dict[str, Any], papers: Sequence[dict[str, Any]]) -> bool:
    return any(paper["authors"] == row["authors"] for paper in papers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror")
    parser.add_argument("editions", nargs="+")
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    for editions in [given.editions] if given.together else [[edition] for edition in given.editions]:
        run = crawled(given.mirror, editions)
        print(*cost(run), sep="\n", flush=True)
        for edition in editions if given.data else ():
            mine = [paper for paper in run.papers if f"{paper['venue']}-{paper['year']}" == edition]
            print(edition, brought(mine, published(given.data, edition)), sep="\n", flush=True)


if __name__ == "__main__":
    main()
