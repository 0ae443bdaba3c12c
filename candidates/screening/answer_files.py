"""What the classifier says of a file's papers, as JSON Lines: one answer file a file of papers, whole or not there at all."""

import json
import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from candidates.errors import CovenueError
from candidates.screening.paper_files import Chunk, Fault, Source, chunks_of, papers_in_chunk
from candidates.screening.processes import in_order
from classifier.model import Classifier
from classifier.screenings import Screening
from classifier.words_first import Unsettled, by_words, completed
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


@dataclass(frozen=True, slots=True)
class Said:
    """Of a chunk of papers: the lines that hold none, and of each paper its answer line, or what the sentence model has to be asked."""

    faults: list[Fault]
    answers: list[bytes | tuple[Paper, Unsettled]]


@dataclass(frozen=True, kw_only=True)
class Way:
    """How papers are answered: by how many processes (0: one a core), whether flagged ones keep their record (see `answer_line`), and who
    is told of each fault and of a process that died.
    """

    workers: int = 1
    with_paper: bool = False
    on_fault: Callable[[Fault], None] = lambda _fault: None
    tell: Callable[[str], None] = lambda _sentence: None


def answer_lines(classifier: Classifier, chunks: Iterable[Chunk], told: FileAnswer, way: Way) -> Generator[bytes, None, None]:
    """The answer line of each paper, in order and bounded memory; `told` counts as they go by."""
    for _, said in in_order(partial(said_by_words, with_paper=way.with_paper), classifier, chunks, way.workers, way.tell):
        for fault in said.faults:
            way.on_fault(fault)
        told.passed_over += len(said.faults)
        told.faults += said.faults[: MOST_FAULTS - len(told.faults)]
        told.papers += len(said.answers)
        waiting = [one for one in said.answers if not isinstance(one, bytes)]
        settled = iter(zip(waiting, completed(classifier, [unsettled for _, unsettled in waiting]), strict=True))
        for one in said.answers:
            if isinstance(one, bytes):
                yield one
            else:
                (paper, _), screening = next(settled)
                told.flagged += screening.flagged
                yield answer_line(paper, screening, with_paper=way.with_paper)


def said_by_words(classifier: Classifier, chunk: Chunk, *, with_paper: bool) -> Said:
    """What any process can say of a chunk."""
    found = list(papers_in_chunk(chunk))
    papers = [one for one in found if isinstance(one, Paper)]
    answers = [
        answer_line(paper, one, with_paper=with_paper) if isinstance(one, Screening) else (paper, one)
        for paper, one in zip(papers, by_words(classifier, papers, kept=False), strict=True)
    ]
    return Said([one for one in found if isinstance(one, Fault)], answers)


def answer_line(paper: Paper, screening: Screening, *, with_paper: bool = False) -> bytes:
    """The line of a paper. `with_paper`: a flagged one carries its record as well, so that `covenue import` can take the answers."""
    answer: dict[str, object] = {
        "title": paper.title,
        "score": screening.score,
        "flagged": screening.flagged,
        # By hand: `dataclasses.asdict` copies in depth and took a quarter of the time of a paper.
        "categories": [{"name": proposal.name, "score": proposal.score} for proposal in screening.categories],
        "reasons": [{"kind": reason.kind, "text": reason.text, "where": reason.where} for reason in screening.reasons],
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


def answer_file(classifier: Classifier, source: Source, folder: Path, way: Way) -> FileAnswer:
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
            _write(classifier, source, out, told, way)
        part.replace(path)
    except CovenueError as problem:
        told.problem = str(problem)
    finally:
        part.unlink(missing_ok=True)
    return told


def _write(classifier: Classifier, source: Source, out: BinaryIO, told: FileAnswer, way: Way) -> None:
    for line in answer_lines(classifier, chunks_of(source.path), told, replace(way, with_paper=True)):
        out.write(line)
    out.flush()
    os.fsync(out.fileno())
