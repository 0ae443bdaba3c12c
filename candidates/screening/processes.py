"""Chunks of papers read by several processes of this machine: results in order, memory bounded by the number of chunks on their way.

For what `classifier.words_first.by_words` does, which is most of the work; the sentence model stays in the process that takes the results.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

from classifier.embedding import cores
from classifier.model import Classifier
from classifier.words_first import for_words

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")
Task = Callable[[Classifier, Chunk], Result]

# Chunks read here before processes are started: a process takes half a second of processor time to start, in which one reads some 3,500
# papers (measured 2026-11), and four chunks hold 8,192.
FIRST_HERE = 4
# Chunks on their way for each process: one in work, one that waits, while the model is asked.
AHEAD = 2
# Beyond, the process that takes the results is the limit.
MOST_WORKERS = 16
# Started anew everywhere: a copy of this process would hold the threads and locks of the model, and its memory.
START_METHOD = "spawn"
BROKEN = "A process that read papers was ended from outside, perhaps for want of memory; this one goes on alone."


def in_order(
    task: Task[Chunk, Result],
    classifier: Classifier,
    chunks: Iterable[Chunk],
    workers: int,
    tell: Callable[[str], None],
) -> Iterator[tuple[Chunk, Result]]:
    """Each chunk with what `task(classifier, chunk)` gives, which must need no more of the classifier than `for_words` leaves.

    `workers` processes, 0 for as many as there are cores; with 1, and for the first chunks, it is done here. Where a process dies the
    rest is done here, and `tell` is given a sentence.
    """
    stream = iter(chunks)
    processes = workers or min(cores(), MOST_WORKERS)
    for chunk in islice(stream, FIRST_HERE) if processes > 1 else stream:
        yield chunk, task(classifier, chunk)
    for chunk in islice(stream, 1):
        yield from _spread(task, classifier, chain([chunk], stream), processes, tell)


def _spread(
    task: Task[Chunk, Result],
    classifier: Classifier,
    stream: Iterator[Chunk],
    processes: int,
    tell: Callable[[str], None],
) -> Iterator[tuple[Chunk, Result]]:
    # A chunk is noted before it is handed over: a pool that broke while the results were being worked on refuses it.
    taken: deque[Chunk] = deque()
    underway: deque[Future[Any]] = deque()
    pool = ProcessPoolExecutor(processes, get_context(START_METHOD), initializer=_begin, initargs=(task, for_words(classifier)))
    try:
        while True:
            for chunk in islice(stream, processes * AHEAD - len(underway)):
                taken.append(chunk)
                with _without_interrupts():  # a process that is started here begins so, too
                    underway.append(pool.submit(_run, chunk))
            if not underway:
                return
            result = underway[0].result()
            underway.popleft()
            yield taken.popleft(), result
    except BrokenProcessPool:
        tell(BROKEN)
    finally:
        # What is being read is waited for, a moment; what waits is not read.
        pool.shutdown(cancel_futures=True)
    for chunk in chain(taken, stream):
        yield chunk, task(classifier, chunk)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keeps Ctrl-C until the end of the block, where the system can, for this process and for those that begin within it.

    One that only just began would answer it with a traceback, so that it begins with the signal blocked. Here that is not enough: the
    system gives the signal to any thread that does not block it (those of the linear algebra), and this one was then interrupted halfway
    through starting processes, which nobody waited for any more (2 of 25 early interrupts, 2026-11-30).
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    kept: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: kept.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if kept:
            signal.raise_signal(signal.SIGINT)


# In a process that reads: what it was started for.
_given: tuple[Task[Any, Any], Classifier] | None = None


def _begin(task: Task[Any, Any], classifier: Classifier) -> None:
    global _given
    from threadpoolctl import threadpool_limits

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the process that was started by a person answers it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threadpool_limits(1)
    _given = task, classifier


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    import os

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(chunk: Any) -> Any:
    if _given is None:
        raise RuntimeError("a process that reads papers was not begun")
    task, classifier = _given
    return task(classifier, chunk)
