"""`covenue classify`: papers in, what the classifier says of them out; JSON Lines both ways, no database."""

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

import click

from candidates.commands.cli_options import AS_JSON, say, workspace_options
from candidates.errors import CovenueError, ExitCode
from candidates.workspace import Workspace
from classifier.model import Screening
from spiders.paper import Paper

# A line longer than this is no paper; reading on would let one line fill the memory (the longest real record has under 20 kB).
MOST_LINE = 20_000_000


class Lines:
    """The papers of a JSON Lines stream, in order. Lines that hold none are named on standard error and counted in `passed_over`."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream
        self.titles: deque[str] = deque()
        self.passed_over = 0

    def __iter__(self) -> Iterator[Paper]:
        for number, line in enumerate(self._stream, 1):
            if not line.strip():
                continue
            try:
                paper = paper_of(line)
            except ValueError as problem:
                self.passed_over += 1
                say(f"line {number}: {problem}; passed over")
                continue
            self.titles.append(paper.title)
            yield paper


def paper_of(line: bytes) -> Paper:
    """The paper of one line; ValueError says why there is none. Unknown keys are ignored, odd values taken as missing."""
    if len(line) > MOST_LINE:
        raise ValueError(f"longer than {MOST_LINE // 1_000_000} MB")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"not JSON ({str(problem)[:80]})") from problem
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - a fault of the input, handled like the others
    title = data.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("no title")
    abstract, keywords = data.get("abstract"), data.get("keywords")
    return Paper(
        title=title,
        venue=str(data.get("venue") or ""),
        year=data["year"] if isinstance(data.get("year"), int) else 0,
        abstract=abstract if isinstance(abstract, str) else None,
        keywords=tuple(word for word in keywords if isinstance(word, str)) if isinstance(keywords, list) else (),
    )


def line_of(title: str, screening: Screening) -> bytes:
    """The line that is printed of a paper."""
    answer = {
        "title": title,
        "score": screening.score,
        "flagged": screening.flagged,
        "categories": [asdict(proposal) for proposal in screening.categories],
        "reasons": [asdict(reason) for reason in screening.reasons],
    }
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in the title
        return json.dumps(answer).encode() + b"\n"


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@AS_JSON
@workspace_options
def classify(file: Path, as_json: bool, workspace: Workspace) -> int:
    """Classify the papers in FILE (default: standard input), one JSON object a line; print one JSON object a line, in order.

    A paper needs a title; abstract, keywords, venue and year make the answer better. The same lines are printed with and without
    --json. Lines that hold no paper are named on standard error, the rest goes on, and the exit code is 3.

    Example: covenue classify papers.jsonl > answers.jsonl
    """
    if str(file) == "-":
        return _classify(sys.stdin.buffer, workspace)
    try:
        with file.open("rb") as stream:
            return _classify(stream, workspace)
    except OSError as problem:
        raise CovenueError(f"{file} cannot be read: {problem.strerror}. Name a file of JSON Lines, or - for standard input.") from problem


def _classify(stream: IO[bytes], workspace: Workspace) -> int:
    from candidates.screening.learning import explained, learn

    classifier = learn(workspace)
    lines = Lines(stream)
    with explained():
        for screening in classifier.screen(lines):
            sys.stdout.buffer.write(line_of(lines.titles.popleft(), screening))
    return ExitCode.PARTLY if lines.passed_over else ExitCode.DONE
