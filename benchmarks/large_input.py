"""Times of what is made for more papers than one machine likes: `python benchmarks/large_input.py FOLDER [PART…]`.

The parts, in this order: `classify` (a million lines with all cores: time, memory in all), `screen` (a store of 130,000 papers), `dask`
(eight files on 1, 2 and 4 workers, in turns, and with a killed worker; the answers held against those of one process). The first call makes
the papers, which takes some minutes, and measures nothing; calls after it measure. The load of the machine stands beside each figure.

The papers are made up of the words of real titles, as often as those have them; half have an abstract of 150 words, and one in 125 is on
the subject of the list, as in the proceedings of six venues.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from candidates.screening.answer_files import FileAnswer, Way
from candidates.screening.cluster import answer_here, answer_on_cluster, local_client
from candidates.screening.learning import learn
from candidates.screening.paper_files import Source, sources_in
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import EDITIONS, PAPERS, SCREENINGS
from candidates.store.title_keys import title_keys
from candidates.workspace import Workspace
from classifier.embedding import cores
from classifier.evidence import LexicalEvidence
from classifier.model import Classifier
from classifier.ordinary_titles import background_counts
from classifier.text import Text
from classifier.topic import load_topic

LINES, STORED, FILES, FILE_LINES = 1_000_000, 130_000, 8, 15_000
ON_SUBJECT = 125
# In the files for Dask: lines that are mostly cheap.
ON_SUBJECT_CHEAP = 2_000
TURNS = (1, 2, 4, 2, 1)
BATCH = 5_000
LIST = Path(__file__).parent.parent / "tests" / "candidates" / "lists" / "brain_inspired.md"
START = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
# Without the cues of the topic, which in real abstracts stand together and in few.
CUES = LexicalEvidence(load_topic("brain-inspired"))
WORDS = [term for term in background_counts()[1] if " " not in term and not CUES.read(Text(term)).mentions]
OFTEN = list(accumulate(background_counts()[1][term] for term in WORDS))


def main() -> None:
    """Prepares once, then measures."""
    folder, parts = Path(sys.argv[1]), sys.argv[2:] or ["classify", "screen", "dask"]
    if not (folder / "whole").exists():
        prepare(folder)
        return
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.chdir(folder)
    for part in parts:
        {"classify": classify, "screen": screen, "dask": dask}[part]()


def report(what: str, value: str) -> None:
    """A measured figure with the load beside it."""
    print(f"{what:50s} {value}; load {os.getloadavg()[0]:.1f}", flush=True)


# The papers -------------------------------------------------------------------------------------------------------------------


def papers(count: int, seed: str, on_subject: int) -> Iterator[dict[str, Any]]:
    """Papers as `covenue classify` takes them; the same each time."""
    chance = random.Random(seed)
    for number in range(count):
        title = " ".join(chance.choices(WORDS, cum_weights=OFTEN, k=9)).capitalize()
        record = {"title": f"Spiking Neural Networks for {title}" if number % on_subject == 0 else title, "venue": "icml", "year": 2025}
        if number % 2:
            record["abstract"] = " ".join(chance.choices(WORDS, cum_weights=OFTEN, k=150)).capitalize()
        yield record


def prepare(folder: Path) -> None:
    """The list, the lines, the store, the files."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    shutil.copy(LIST, folder / "README.md")
    (folder / "covenue.toml").write_text('topic = "brain-inspired"\n', encoding="utf-8")
    written = [(folder / "million.jsonl", LINES, ON_SUBJECT)]
    written += [(folder / "files" / f"part_{number:03d}.jsonl", FILE_LINES, ON_SUBJECT_CHEAP) for number in range(FILES)]
    for path, count, on_subject in written:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in papers(count, path.name, on_subject))
    (folder / "covenue.sqlite").unlink(missing_ok=True)
    with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store:
        edition = {"venue": "icml", "year": 2025, "status": "complete", "declared": None, "sources": ["made up"], "checked_at": now()}
        with store.writing() as connection:
            connection.execute(EDITIONS.insert().values(**edition))
        rows = [stored(number, each) for number, each in enumerate(papers(STORED, "store", ON_SUBJECT))]
        for start in range(0, STORED, BATCH):
            with store.writing() as connection:
                connection.execute(PAPERS.insert(), rows[start : start + BATCH])
                papers_changed(connection)
    (folder / "whole").touch()


def stored(number: int, paper: dict[str, Any]) -> dict[str, Any]:
    """A paper as the store has it."""
    texts = {"abstract": None, **paper, **title_keys(paper["title"])}
    places = {"track": "", "url": f"https://example.org/{number}", "pdf": "", "doi": f"10.5555/{number}", "forum": ""}
    lists = {"authors": [f"Author {number % 999}"] * 4, "keywords": [], "origins": {"title": "made up"}}
    return {"id": f"p{number:07d}", **texts, **places, **lists, "stored_at": now(), "changed_at": now()}


# The figures ------------------------------------------------------------------------------------------------------------------


def classify() -> None:
    """A million lines into a file, with what is there by default."""
    with Path("answers.jsonl").open("wb") as out:
        seconds, megabytes = run("classify", "million.jsonl", stdout=out)
    with Path("answers.jsonl").open("rb") as file:
        count = sum(1 for _ in file)
    report("classify, all cores", f"{count:,} lines in {seconds:.0f} s, {count / seconds:,.0f} a second, {megabytes:.0f} MB in all")


def screen() -> None:
    """The whole store anew; vectors of an earlier run are not used."""
    shutil.rmtree(".covenue", ignore_errors=True)
    with Store(f"sqlite:///{Path('covenue.sqlite').resolve()}") as store, store.writing() as connection:
        connection.execute(SCREENINGS.delete())
    seconds, megabytes = run("screen", stdout=subprocess.DEVNULL)
    report("screen, all cores", f"{STORED:,} papers in {seconds:.0f} s, {megabytes:.0f} MB in all")


def dask() -> None:
    """The same files on several workers, with one that is killed, and by one process."""
    classifier = learn(Workspace())
    sources = sources_in([Path("files")])
    began = time.perf_counter()
    list(answer_here(classifier, sources, fresh("one"), Way()))
    lines = FILES * FILE_LINES
    report("one process, no Dask", f"{lines:,} lines in {time.perf_counter() - began:.1f} s")
    best: dict[int, float] = {}
    for workers in TURNS:
        seconds = on_workers(classifier, sources, fresh("many"), workers)
        best[workers] = min(seconds, best.get(workers, seconds))
        report(f"Dask, {workers} workers", f"{seconds:.1f} s, {lines / seconds:,.0f} a second; {differences(sources, 'many')}")
    report("Dask, best of each", ", ".join(f"{workers}: {best[1] / seconds:.2f} times one worker" for workers, seconds in best.items()))
    seconds = on_workers(classifier, sources, fresh("killed"), 2, kill=True)
    report("Dask, 2 workers, one killed", f"{seconds:.1f} s; {differences(sources, 'killed')}")


def fresh(name: str) -> Path:
    """An empty folder for answers."""
    shutil.rmtree(name, ignore_errors=True)
    return Path(name)


def on_workers(classifier: Classifier, sources: list[Source], folder: Path, workers: int, *, kill: bool = False) -> float:
    """Seconds from the first file given to the last answered; the workers have started, and learn what they are sent within them."""
    with local_client(workers) as client:
        victims = list(client.run(os.getpid).values())
        began = time.perf_counter()
        for number, answer in enumerate(answer_on_cluster(classifier, sources, folder, client, max(1, cores() // workers))):
            check(answer)
            if kill and number == 0:
                os.kill(victims[0], signal.SIGKILL)
        return time.perf_counter() - began


def check(answer: FileAnswer) -> None:
    """Ends the program where a file was not answered."""
    if answer.problem or answer.papers != FILE_LINES:
        sys.exit(f"{answer.name}: {answer.papers} papers; {answer.problem}")


def differences(sources: list[Source], folder: str) -> str:
    """How far the answers are from those of one process."""
    most, others = 0.0, 0
    for source in sources:
        one, other = (Path(name) / f"{source.name}.jsonl" for name in ("one", folder))
        with one.open(encoding="utf-8") as first, other.open(encoding="utf-8") as second:
            for a, b in zip(map(json.loads, first), map(json.loads, second), strict=True):
                most = max(most, abs(a["score"] - b["score"]))
                others += (a["title"], a["flagged"]) != (b["title"], b["flagged"])
    return f"scores differ by at most {most:.1e}, {others} flags or titles"


def run(*arguments: str, stdout: Any) -> tuple[float, float]:
    """Seconds and megabytes, all its processes together, of one command."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", START, *arguments], stdout=stdout, stderr=subprocess.DEVNULL) as process:
        peaks = [0.0]
        watch = threading.Thread(target=watched, args=(process, peaks))
        watch.start()
        code = process.wait()
        watch.join()
    if code:
        sys.exit(f"{' '.join(arguments)}: exit code {code}")
    return time.perf_counter() - began, peaks[0]


def watched(process: "subprocess.Popen[bytes]", peaks: list[float]) -> None:
    """Keeps the most memory that a process and its children had together, shared pages shared out among them."""
    while process.poll() is None:
        peaks[0] = max(peaks[0], sum(map(megabytes_of, family(process.pid))))
        time.sleep(0.5)


def family(pid: int) -> list[int]:
    """The process and all below it."""
    found, children = [pid], Path(f"/proc/{pid}/task")
    for path in children.glob("*/children"):
        try:
            found += [each for child in path.read_text().split() for each in family(int(child))]
        except OSError:
            continue
    return found


def megabytes_of(pid: int) -> float:
    """The memory of one process (PSS)."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
