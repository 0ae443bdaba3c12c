"""Many files at once: on processes of this machine or on a Dask cluster. The classifier is learnt once and sent to the workers.

Dask gives what one would otherwise write: who does what, what is done again when a worker dies, how workers on other machines are
reached (https://distributed.dask.org, "Resilience"). The files and the answers' folder must be the same paths on every worker.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from candidates.errors import CovenueError
from candidates.screening.answer_files import FileAnswer, Way, answer_file
from candidates.screening.paper_files import Source
from classifier.embedding import SentenceEncoder
from classifier.errors import ClassifierError
from classifier.model import Classifier
from spiders.paper import Paper

# distributed ships types for a part of itself only, and is there only with the extra `large`.
Client = Any

# A file whose worker died is done anew twice, on other workers; then it is told and the rest goes on.
RETRIES = 2
CONNECT_SECONDS = 20


def answer_here(classifier: Classifier, sources: Sequence[Source], folder: Path, way: Way) -> Iterator[FileAnswer]:
    """One file after the other, with the processes of `way` and one sentence model."""
    for source in sources:
        yield answer_file(classifier, source, folder, way)


def answer_on_cluster(
    classifier: Classifier, sources: Sequence[Source], folder: Path, client: Client, threads: int
) -> Iterator[FileAnswer]:
    """The files on the workers of `client`, each told as it ends. `threads`: those of the sentence model in each worker, 0 for all
    cores.
    """
    learnt = client.scatter(_learnt(classifier), broadcast=True, hash=False)
    by_key = {}
    for source in sources:
        absolute = Source(path=source.path.resolve(), name=source.name)
        task = client.submit(_answer, learnt, threads, absolute, folder.resolve(), pure=False, retries=RETRIES)
        by_key[task.key] = (task, source)
    for done in _distributed().as_completed([task for task, _ in by_key.values()]):
        source = by_key.pop(done.key)[1]
        if done.status == "finished":
            yield done.result()
        else:
            problem = done.exception()
            yield FileAnswer(name=source.name, problem=f"{source.path} was not answered ({_reason(problem)}); run the same command again.")


@contextmanager
def local_client(workers: int) -> Iterator[Client]:
    """A client of `workers` processes on this machine, ended with the block."""
    dask = _distributed()
    with (
        dask.LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


@contextmanager
def remote_client(address: str) -> Iterator[Client]:
    """A client of the scheduler at `address` ("tcp://10.0.0.7:8786"). Raises CovenueError when nobody answers there."""
    dask = _distributed()
    try:
        client = dask.Client(address, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as problem:
        raise CovenueError(
            f"No Dask scheduler answers at {address} ({_reason(problem)}). Start one with `dask scheduler`, workers with `dask worker`."
        ) from problem
    with closing(client):
        yield client


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as problem:
        raise CovenueError("Several processes need Dask; `pip install 'covenue[large]'` brings it.") from problem
    return distributed


def _learnt(classifier: Classifier) -> Classifier:
    """The classifier with all that is learnt lazily learnt here, once, rather than by every worker."""
    title = classifier.entries[0].title if classifier.entries else "Any title"
    for _ in classifier.screen([Paper(title=title, venue="", year=0)]):
        pass
    return classifier


def _answer(classifier: Classifier, threads: int, source: Source, folder: Path) -> FileAnswer:
    """Runs on a worker, which is sent the classifier once and keeps it, whatever number of files it answers."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if isinstance(classifier.encoder, SentenceEncoder):
        classifier.encoder.threads = threads
    try:
        return answer_file(classifier, source, folder, Way())
    except (OSError, ClassifierError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return FileAnswer(name=source.name, problem=f"{source.path}: {reason}. Run the same command again when that is mended.")


def _reason(problem: BaseException | None) -> str:
    return ((str(problem).strip() or type(problem).__name__).splitlines() or [""])[0][:200]
