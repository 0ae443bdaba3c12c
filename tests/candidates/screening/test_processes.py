"""Several processes give what one gives, in order, in bounded memory, and no death of one costs anything."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from typing import IO

import pytest

from candidates.screening import processes
from candidates.screening.answer_files import FileAnswer, Way, answer_lines
from candidates.screening.paper_files import Fault, Lines, line_chunks
from candidates.screening.processes import BROKEN, FIRST_HERE, _without_interrupts, in_order
from candidates.screening.screening import _by_words
from classifier.examples import ListEntry
from classifier.model import Classifier
from classifier.topic import load_topic
from classifier.words_first import by_words
from spiders.paper import Paper

LIST = "# A list\n\n## Papers\n\n- Spike-driven Transformer\n"
# More than is read before processes have begun and all are busy.
MANY = 20_000


class NoEncoder:
    """A double of the sentence model, which nothing here is to ask."""

    fingerprint = "none"

    def encode(self, texts: object) -> object:
        raise AssertionError("no paper here needs the model")


@pytest.fixture
def classifier() -> Classifier:
    return Classifier.learn(load_topic("brain-inspired"), [ListEntry("Spike-driven Transformer", ("A",))], encoder=NoEncoder())  # type: ignore[arg-type]  # see there


def titles(chunk: list[int]) -> list[Paper]:
    return [Paper(title=f"Convex Optimization of Number {number}", venue="", year=0) for number in chunk]


def screened(classifier: Classifier, chunk: list[int]) -> list[object]:
    return [os.getpid(), by_words(classifier, titles(chunk))]


def dies_on_seven(classifier: Classifier, chunk: list[int]) -> list[object]:
    if 7 in chunk and parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return screened(classifier, chunk)


def told_nothing(sentence: str) -> None:
    raise AssertionError(sentence)


def test_processes_give_in_order_what_one_gives(classifier: Classifier) -> None:
    chunks = [[number, number + 100] for number in range(12)]
    alone = list(in_order(screened, classifier, chunks, 1, told_nothing))
    together = list(in_order(screened, classifier, chunks, 2, told_nothing))
    assert [(chunk, said) for chunk, (_, said) in together] == [(chunk, said) for chunk, (_, said) in alone]
    assert {pid for _, (pid, _) in alone} == {os.getpid()}
    assert {pid for _, (pid, _) in together[:FIRST_HERE]} == {os.getpid()}
    assert os.getpid() not in {pid for _, (pid, _) in together[FIRST_HERE:]}


def test_a_small_input_starts_no_process(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda *_, **__: told_nothing("a process is started"))
    assert len(list(in_order(screened, classifier, [[number] for number in range(FIRST_HERE)], 2, told_nothing))) == FIRST_HERE


def test_the_work_of_a_process_that_dies_is_done_here_and_said_once(classifier: Classifier) -> None:
    said: list[str] = []
    found = list(in_order(dies_on_seven, classifier, [[number] for number in range(12)], 2, said.append))
    assert [chunk for chunk, _ in found] == [[number] for number in range(12)]
    assert all(len(screenings) == 1 for _, (_, screenings) in found)
    assert said == [BROKEN]


def test_no_chunk_is_lost_where_a_process_dies_while_a_result_is_worked_on(classifier: Classifier) -> None:
    said: list[str] = []
    results = in_order(screened, classifier, [[number] for number in range(30)], 2, said.append)
    found = [next(results) for _ in range(FIRST_HERE + 1)]
    os.kill(found[-1][1][0], signal.SIGKILL)  # type: ignore[call-overload]  # what `screened` puts first
    time.sleep(1)  # until the pool knows, and refuses what it is given next
    found += results
    assert [chunk for chunk, _ in found] == [[number] for number in range(30)]
    assert said == [BROKEN]


def test_no_more_is_read_ahead_than_processes_can_work_on(classifier: Classifier) -> None:
    taken = 0

    def endless() -> Iterator[list[int]]:
        nonlocal taken
        while True:
            taken += 1
            yield [taken]

    found = in_order(screened, classifier, endless(), 2, told_nothing)
    for _ in range(20):
        next(found)
    assert taken <= 20 + 2 * processes.AHEAD
    found.close()  # type: ignore[attr-defined]  # a generator


def test_lines_are_answered_and_faults_named_as_by_one_process(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("candidates.screening.paper_files.ROWS", 3)
    lines = [b'{"title": "Convex Optimization %d"}\n' % number for number in range(30)]
    lines[4], lines[20] = b"no json\n", b"\n"
    lines[25] = b"[]\n"
    (tmp_path / "in.jsonl").write_bytes(b"".join(lines))
    seen = []
    for workers in (1, 2):
        faults: list[Fault] = []
        told = FileAnswer(name="in")
        with (tmp_path / "in.jsonl").open("rb") as stream:
            answers = list(answer_lines(classifier, line_chunks(stream), told, Way(workers=workers, on_fault=faults.append)))
        seen.append((answers, faults, told))
    assert seen[0] == seen[1]
    assert [json.loads(line)["title"] for line in seen[0][0]][:5] == [f"Convex Optimization {number}" for number in (0, 1, 2, 3, 5)]
    assert [fault.line for fault in seen[0][1]] == [5, 26]
    assert (seen[0][2].papers, seen[0][2].passed_over) == (27, 2)


def test_chunks_are_bounded_by_lines_and_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("candidates.screening.paper_files.ROWS", 4)
    monkeypatch.setattr("candidates.screening.paper_files.CHUNK_BYTES", 100)
    (tmp_path / "in").write_bytes(b"x\n" * 6 + b"y" * 100 + b"\n" + b"z" * 90 + b"\n")
    with (tmp_path / "in").open("rb") as stream:
        assert [(each.before, len(each.lines)) for each in line_chunks(stream)] == [(0, 4), (4, 3), (7, 1)]
    assert Lines(0, []) != Lines(1, [])


def test_what_screens_a_store_can_be_sent_to_a_process(classifier: Classifier) -> None:
    chunks = [[("id", paper)] for paper in titles(list(range(8)))]
    alone = list(in_order(_by_words, classifier, chunks, 1, told_nothing))
    assert list(in_order(_by_words, classifier, chunks, 2, told_nothing)) == alone


def feed(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError, ValueError):  # it is ended while it is fed
        stream.write(b'{"title": "Convex Optimization"}\n' * MANY)
        stream.flush()


@pytest.fixture
def answering(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`covenue classify` of a standard input that stays open, with two processes that have begun."""
    (tmp_path / "README.md").write_text(LIST)
    (tmp_path / "covenue.toml").write_text('topic = "brain-inspired"\n')
    start = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", start, "classify", "--workers", "2"]
    with subprocess.Popen(command, cwd=tmp_path, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]  # three pipes by name
        assert process.stdin
        assert process.stdout
        threading.Thread(target=feed, args=(process.stdin,), daemon=True).start()
        for _ in range(2_048 * (FIRST_HERE + 1)):  # the last of them come from a process
            process.stdout.readline()
        yield process
        process.kill()


def children_of(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def gone(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2] for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes as Linux shows them")
@pytest.mark.parametrize(("sign", "whom", "code"), [(signal.SIGINT, "all", 130), (signal.SIGKILL, "it alone", -9)])
def test_ctrl_c_ends_in_a_sentence_and_no_process_outlives_its_parent(
    answering: "subprocess.Popen[bytes]", sign: signal.Signals, whom: str, code: int
) -> None:
    children = children_of(answering.pid)
    assert len(children) >= 2
    if whom == "all":
        os.killpg(answering.pid, sign)
    else:
        os.kill(answering.pid, sign)
    assert answering.wait(60) == code
    assert answering.stderr
    assert b"Traceback" not in answering.stderr.read()
    assert gone(children)


def test_nobody_who_reads_on_ends_it_quietly(answering: "subprocess.Popen[bytes]") -> None:
    children = children_of(answering.pid)
    assert answering.stdout
    answering.stdout.close()
    assert answering.stdin
    with suppress(BrokenPipeError):
        answering.stdin.close()
    answering.wait(60)
    assert answering.stderr
    assert b"Traceback" not in answering.stderr.read()
    assert gone(children)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals can be blocked on POSIX systems only")
def test_an_interrupt_that_another_thread_takes_waits_for_the_end_of_the_block_too() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    steps = []

    def block() -> None:
        with _without_interrupts():
            signal.pthread_kill(other.ident or 0, signal.SIGINT)
            time.sleep(0.2)
            steps.append("whole")

    try:
        with pytest.raises(KeyboardInterrupt):
            block()
        assert steps == ["whole"]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        done.set()
        other.join()
