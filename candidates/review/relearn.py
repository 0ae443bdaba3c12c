"""After a decision: trains the classifier's light head anew and ranks what waits, in a process of its own.

The process is started with the first decision, so that the page is there at once and never holds a model; and it is a process rather
than a thread, because importing and running the model would hold up the page for seconds. Its end is the end of the page's.
"""

import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from candidates.errors import CovenueError
from candidates.reading_list.parts import ListError
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.store.database import Store
    from classifier.model import Classifier

# Decisions that come within this time, in seconds, are learnt together; a reader is not there sooner than the seventh paper from now
# (see `order.AHEAD`), so nobody waits for it.
PAUSE = 1.0
# The page and its people go first on a machine of two cores.
NICE = 10

Scores = Mapping[str, float]


class Learner:
    """Keeps the ranks of a queue in step with its decisions. `on_scores` receives the scores, `complain` why there are none, once."""

    def __init__(self, workspace: Workspace, on_scores: Callable[[Scores], None], complain: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._on_scores = on_scores
        self._complain = complain
        self._news = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def notice(self) -> None:
        """Something was decided or taken back. Returns at once."""
        self._news.set()
        with self._lock:
            if self._thread is None and not self._ended.is_set():
                self._thread = threading.Thread(target=self._follow, daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Ends the process; waits for it shortly."""
        self._ended.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(3 * PAUSE)

    def _follow(self) -> None:
        context = get_context("spawn")  # a forked copy of a program with threads may hang
        ours, theirs = context.Pipe()
        process = context.Process(target=learn_on_request, args=(self._workspace, theirs), daemon=True)
        process.start()
        theirs.close()
        said = ""
        try:
            while self._news.wait() and not self._ended.wait(PAUSE):
                self._news.clear()
                ours.send("learn")
                while not ours.poll(PAUSE):
                    if self._ended.is_set():
                        return
                answer = ours.recv()
                if not isinstance(answer, str):
                    self._on_scores(answer)
                elif answer != said:
                    self._complain(answer)
                # Said once, and tried again with the next decision: a list is being saved, a database is busy.
                said = answer if isinstance(answer, str) else ""
        except (EOFError, OSError):
            if not self._ended.is_set():
                self._complain("the process that learns from decisions has ended")
        finally:
            ours.close()  # which the process takes as its end, unless it is in the middle of learning
            process.join(PAUSE)
            process.terminate()


def learn_on_request(workspace: Workspace, asked: Connection) -> None:
    """The other process: answers every message with the scores, or with a sentence why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the page, which ends this process
    if hasattr(os, "nice"):
        os.nice(NICE)
    memory = _Memory(workspace)
    try:
        while asked.recv():
            asked.send(_answer(memory))
    except (EOFError, BrokenPipeError):  # the page has ended, perhaps while this was learning
        return


def _answer(memory: "_Memory") -> Scores | str:
    try:
        return memory.scores()
    except (CovenueError, ListError) as problem:
        return str(problem)


class _Memory:
    """The classifier from one decision to the next: only its light head is trained anew."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._classifier: Classifier | None = None

    def scores(self) -> Scores:
        """The scores of what waits, as the decisions in force make them; from the evidence kept at the screening, reading no paper."""
        from candidates.queue.candidates import ranking
        from candidates.queue.states import State
        from candidates.screening.learning import classifier_errors, learn
        from candidates.screening.screening import crawled_texts, listed_papers, maintainers_decisions

        with self._workspace.open_store() as store, classifier_errors():
            decisions = maintainers_decisions(store)
            if self._classifier is None:
                self._classifier = learn(self._workspace, decisions, listed_papers(store), crawled_texts(store, self._workspace))
            self._classifier = self._classifier.decided(decisions)
            kept = evidence_of(store, [paper_id for paper_id, _ in ranking(store, (State.PENDING, State.LATER))])
            return dict(zip(kept, self._classifier.rescore(list(kept.values())), strict=True))


def evidence_of(store: "Store", paper_ids: Sequence[str]) -> dict[str, bytes]:
    """What the screening kept of these papers for the light head; papers of which nothing speaks have none."""
    from sqlalchemy import select

    from candidates.queue.candidates import CHUNK
    from candidates.store.tables import SCREENINGS

    found: dict[str, bytes] = {}
    with store.reading() as connection:
        for start in range(0, len(paper_ids), CHUNK):
            these = SCREENINGS.c.paper_id.in_(paper_ids[start : start + CHUNK])
            question = select(SCREENINGS.c.paper_id, SCREENINGS.c.evidence).where(these, SCREENINGS.c.evidence.is_not(None))
            found.update((row.paper_id, row.evidence) for row in connection.execute(question))
    return found
