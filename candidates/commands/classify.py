"""`covenue classify`: papers in, what the classifier says of them out; JSON Lines both ways, no database."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, print_json, say, workspace_options
from candidates.commands.whole_file import write_whole
from candidates.counted import counted
from candidates.errors import CovenueError, ExitCode, UsageError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.screening.answer_files import FileAnswer
    from candidates.screening.paper_files import Source
    from classifier.model import Classifier

# Names the classifier whose answers a folder holds, so that answers of two lists are never mixed.
FINGERPRINT_FILE = ".classifier"


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Write an answer file a file of papers here."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Use N processes of this machine; with -o and several files each takes whole files, by Dask.",
    metavar="N",
)
@click.option(
    "--dask", "address", metavar="ADDRESS", help="With -o: use the workers of this Dask scheduler, for example tcp://10.0.0.7:8786."
)
@AS_JSON
@workspace_options
def classify(
    files: tuple[Path, ...], folder: Path | None, workers: int | None, address: str | None, as_json: bool, workspace: Workspace
) -> int:
    """Classify the papers in FILE (default: standard input), one JSON object a line; print one JSON object a line, in order.

    A paper needs a title; abstract, keywords, venue and year make the answer better. The same lines are printed with and without
    --json. Lines that hold no paper are named on standard error, the rest goes on, and the exit code is 3. Large inputs are read by all
    cores of the machine; --workers 1 leaves them to one.

    With -o, any number of files (JSON Lines, gzipped too, Parquet, works of OpenAlex) or folders of them are answered in FOLDER, one
    answer file each; what is answered already is passed over, so the same command goes on after a stop. With --json it ends in one
    JSON document of what was done.

    Example: covenue classify papers.jsonl > answers.jsonl

    Example: covenue classify openalex/data/works -o answers --workers 2
    """
    if folder is not None:
        if workers and address:
            raise UsageError("--workers is this machine and --dask a cluster; give one of them.")
        return _into_folder(files, folder, workers, address, as_json, workspace)
    if address:
        raise UsageError("--dask writes answer files; name their folder with -o FOLDER.")
    if len(files) > 1 or any(each.is_dir() for each in files):
        raise UsageError("Several files are answered in a folder; name it with -o FOLDER.")
    return _to_standard_output(files[0] if files else Path("-"), workers, workspace)


def _to_standard_output(file: Path, workers: int | None, workspace: Workspace) -> int:
    from candidates.screening.answer_files import FileAnswer, Way, answer_lines
    from candidates.screening.learning import classifier_errors, learn
    from candidates.screening.paper_files import chunks_of, line_chunks

    classifier = learn(workspace)
    told = FileAnswer(name=str(file))
    chunks = line_chunks(sys.stdin.buffer) if str(file) == "-" else chunks_of(file)
    way = Way(workers=workers or 0, on_fault=lambda fault: say(f"line {fault.line}: {fault.reason}; passed over"), tell=say)
    with classifier_errors(), closing(answer_lines(classifier, chunks, told, way)) as lines:
        for line in lines:
            sys.stdout.buffer.write(line)
    return ExitCode.PARTLY if told.passed_over else ExitCode.DONE


def _into_folder(files: Sequence[Path], folder: Path, workers: int | None, address: str | None, as_json: bool, workspace: Workspace) -> int:
    from candidates.screening.learning import classifier_errors, learn
    from candidates.screening.paper_files import sources_in

    sources = sources_in(files)
    if not sources:
        raise UsageError("Name files or folders of papers; -o answers none from standard input.")
    classifier = learn(workspace)
    done: list[FileAnswer] = []
    with classifier_errors(), _writing(folder):
        _claim(folder, classifier.fingerprint)
        for answer in _answered(classifier, sources, folder, workers, address):
            done.append(answer)
            _tell(answer, len(done), len(sources))
    if as_json:
        print_json({"files": [asdict(answer) for answer in done]})
    failed = sum(bool(answer.problem) for answer in done)
    flagged = counted(sum(answer.flagged for answer in done), "paper")
    say(f"{len(done) - failed} of {counted(len(sources), 'file')} answered in {folder}, {flagged} flagged.")
    return ExitCode.PARTLY if any(answer.problem or answer.passed_over for answer in done) else ExitCode.DONE


def _answered(
    classifier: "Classifier", sources: "Sequence[Source]", folder: Path, workers: int | None, address: str | None
) -> "Iterator[FileAnswer]":
    from candidates.screening.answer_files import Way
    from candidates.screening.cluster import answer_here, answer_on_cluster, local_client, remote_client
    from classifier.embedding import cores

    processes = min(workers or 1, len(sources))
    if not address and processes == 1:
        yield from answer_here(classifier, sources, folder, Way(workers=workers or 0, tell=say))
        return
    # A process has its share of the cores for the model; on a cluster each worker is taken to have a machine or a container to itself.
    threads = 0 if address else max(1, cores() // processes)
    with remote_client(address) if address else local_client(processes) as client:
        yield from answer_on_cluster(classifier, sources, folder, client, threads)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as problem:
        raise CovenueError(f"The folder {folder} cannot be written: {problem.strerror}. Name another with -o, or make room.") from problem


def _claim(folder: Path, fingerprint: str) -> None:
    """The folder's answers are of this classifier; CovenueError where they are of another."""
    mark = folder / FINGERPRINT_FILE
    if not mark.exists():
        write_whole(mark, fingerprint)
    elif mark.read_text(encoding="utf-8", errors="replace").strip() != fingerprint:
        raise CovenueError(
            f"The answers in {folder} are of another list, topic or model. Name another folder with -o, or delete this one and ask anew."
        )


def _tell(answer: "FileAnswer", number: int, of: int) -> None:
    where = f"{number} of {of}: {answer.name}"
    for fault in answer.faults:
        say(f"{answer.name}, line {fault.line}: {fault.reason}; passed over")
    if answer.passed_over > len(answer.faults):
        say(f"{answer.name}: {answer.passed_over - len(answer.faults)} further lines passed over")
    if answer.problem:
        say(f"{where}: {answer.problem}")
    elif answer.answered_before:
        say(f"{where}: answered before")
    else:
        say(f"{where}: {counted(answer.papers, 'paper')}, {answer.flagged} flagged")
