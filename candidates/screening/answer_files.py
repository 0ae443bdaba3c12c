"""What the classifier says of a file's papers, as JSON Lines: one answer file a file of papers, whole or not there at all."""

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from candidates.errors import CovenueError
from candidates.screening.paper_files import Fault, Source, papers_of
from classifier.model import Classifier, Screening
from spiders.paper import Paper

# Faults of one file that are kept to be told; a file of another kind has one in each line.
MOST_FAULTS = 20


@dataclass(kw_only=True)
class FileAnswer:
    """How one file was answered. `problem`: why it could not be read to its end, so that there is no answer file; "" for none."""

    name: str
    papers: int = 0
    flagged: int = 0
    passed_over: int = 0
    faults: list[Fault] = field(default_factory=list)
    problem: str = ""
    answered_before: bool = False


def answers(classifier: Classifier, found: Iterable[Paper | Fault], told: FileAnswer) -> Iterator[tuple[Paper, Screening]]:
    """Each paper with what is to be said of it, in order and constant memory; `told` counts as they go by."""
    waiting: deque[Paper] = deque()

    def papers() -> Iterator[Paper]:
        for one in found:
            if isinstance(one, Fault):
                told.passed_over += 1
                if len(told.faults) < MOST_FAULTS:
                    told.faults.append(one)
            else:
                waiting.append(one)
                yield one

    for screening in classifier.screen(papers()):
        told.papers += 1
        told.flagged += screening.flagged
        yield waiting.popleft(), screening


def answer_line(paper: Paper, screening: Screening, *, with_paper: bool = False) -> bytes:
    """The line of a paper. `with_paper`: a flagged one carries its record as well, so that `covenue import` can take the answers."""
    answer: dict[str, object] = {
        "title": paper.title,
        "score": screening.score,
        "flagged": screening.flagged,
        "categories": [asdict(proposal) for proposal in screening.categories],
        "reasons": [asdict(reason) for reason in screening.reasons],
    }
    if with_paper and screening.flagged:
        record = {name: getattr(paper, name) for name in ("authors", "abstract", "venue", "year", "url", "doi", "keywords")}
        answer |= {name: value for name, value in record.items() if value}
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in a text
        return json.dumps(answer).encode() + b"\n"


def answer_path(folder: Path, source: Source) -> Path:
    """Where the answers of a file stand: the same path below `folder`, with the ending .jsonl."""
    return folder / f"{source.name}.jsonl"


def answer_file(classifier: Classifier, source: Source, folder: Path) -> FileAnswer:
    """Writes the answer file of one file of papers, unless it is there already; a file that breaks off leaves none.

    Written beside its place and renamed when whole, so that what a killed run leaves is never taken for an answer. Raises OSError
    where `folder` cannot be written.
    """
    told = FileAnswer(name=source.name)
    path = answer_path(folder, source)
    if path.exists():
        told.answered_before = True
        return told
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            _write(classifier, source, out, told)
        part.replace(path)
    except CovenueError as problem:
        told.problem = str(problem)
    finally:
        part.unlink(missing_ok=True)
    return told


def _write(classifier: Classifier, source: Source, out: BinaryIO, told: FileAnswer) -> None:
    for paper, screening in answers(classifier, papers_of(source.path), told):
        out.write(answer_line(paper, screening, with_paper=True))
    out.flush()
    os.fsync(out.fileno())
