"""Measures the review page: start, pages and decisions with 100,000 papers, and eight people deciding at once.

    python benchmarks/review.py                       # the figures of the README; about two minutes
    python benchmarks/review.py --papers 5000 --each 100

Makes its own papers (nothing is asked of any site), serves on 127.0.0.1 only and removes everything at the end.
"""

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from candidates.queue.decisions import decisions
from candidates.queue.list_matches import sync_file
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import PAPERS, SCREENINGS
from spiders.paper import title_key

EDITIONS = [(venue, year) for venue in ("aaai", "iclr", "ijcai", "mm", "icml", "neurips") for year in range(2021, 2027)]
# The venues' own share: one paper in 250 is flagged. Eight people with 1000 decisions each need 8000 candidates, so more are.
FLAGGED = 10_000
# Papers stored in one transaction.
BATCH = 5_000
SECTIONS = ("Hybrid Learning", "ANN2SNN", "Spiking Attention Mechanism", "Inference Acceleration")
# Words that make up titles and abstracts of a realistic length (12 and 180 words).
WORDS = (  # noqa: SIM905  # words read better as rows than as a list
    "spiking neural network transformer attention learning training robust efficient graph image video language "
    "temporal surrogate gradient membrane potential event camera energy inference conversion latency federated "
    "diffusion causal policy reward offline retrieval benchmark"
).split()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--papers", type=int, default=100_000)
    options.add_argument("--people", type=int, default=8)
    options.add_argument("--each", type=int, default=1_000, help="decisions of each person in the crowd")
    given = options.parse_args()
    report("load of the machine beforehand (its cores)", f"{os.getloadavg()[0]:.1f} ({os.cpu_count()})")
    with tempfile.TemporaryDirectory(prefix="covenue-review-") as folder:
        place = Path(folder)
        needed = given.people * given.each + 500
        fill(place, given.papers, max(min(FLAGGED, given.papers), needed))
        with served(place) as (port, start):
            report("start until the first page, s", f"{start:.2f}")
            first_view(port)
            one_person(port)
            crowd(place, port, given.people, given.each)


def fill(place: Path, papers: int, flagged: int) -> None:
    """The list, the settings and the papers; `flagged` of them are candidates."""
    (place / "README.md").write_text("# List\n\n" + "\n".join(f"## {name}\n\n- A paper on {name} (AAAI'2021)\n" for name in SECTIONS))
    (place / "covenue.toml").write_text('list = "README.md"\nreviewer = "bench"\n')
    draw = random.Random(1)  # the same papers each time
    with Store(f"sqlite:///{place / 'covenue.sqlite'}") as store:
        for start in range(0, papers, BATCH):
            rows = [paper(draw, number) for number in range(start, min(start + BATCH, papers))]
            screenings = [screening(draw, row["id"], number < flagged) for number, row in enumerate(rows, start)]
            with store.writing() as connection:
                connection.execute(PAPERS.insert(), rows)
                connection.execute(SCREENINGS.insert(), screenings)
                papers_changed(connection)
        sync_file(store, place / "README.md")  # as every crawl and screening leave it


def paper(draw: random.Random, number: int) -> dict[str, object]:
    venue, year = EDITIONS[number % len(EDITIONS)]
    title = f"{' '.join(draw.choices(WORDS, k=12)).capitalize()} {number}"
    return {
        "id": f"{venue}-{year}-{number:06x}",
        "venue": venue,
        "year": year,
        "title": title,
        "title_key": title_key(title),
        "authors": [f"Author {draw.randrange(9999)}" for _ in range(5)],
        "abstract": " ".join(draw.choices(WORDS, k=180)),
        "url": f"https://example.org/{number}",
        "keywords": [],
        "origins": {},
        "stored_at": now(),
        "changed_at": now(),
    }


def screening(draw: random.Random, paper_id: object, flagged: bool) -> dict[str, object]:
    chosen = draw.sample(SECTIONS, 3)
    return {
        "paper_id": paper_id,
        "score": draw.uniform(0.5, 1.0) if flagged else draw.uniform(0.0, 0.4),
        "flagged": flagged,
        "category": chosen[0],
        "categories": [{"name": name, "score": share} for name, share in zip(chosen, (0.6, 0.3, 0.1), strict=True)],
        "reasons": [{"kind": "cue", "text": "“spiking” (spiking networks)", "where": "title"}],
        "classifier": "bench",
        "text_digest": "",
        "screened_at": now(),
    }


@contextmanager
def served(place: Path) -> Iterator[tuple[int, float]]:
    """The page in a process of its own, as people start it: its port, and the seconds until the first page was there."""
    began = time.perf_counter()
    start = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", start, "review", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=place, stderr=subprocess.PIPE, text=True)  # our own program
    try:
        assert process.stderr
        said = process.stderr.readline()
        port = int(re.search(r":(\d+)/", said)[1])  # type: ignore[index]  # a start that fails should end the benchmark
        threading.Thread(target=process.stderr.read, daemon=True).start()
        Person(port, "first").get("/")
        yield port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


class Person:
    """A browser: one kept connection, a name, times of what it asked."""

    def __init__(self, port: int, name: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Origin": f"http://127.0.0.1:{port}", "Cookie": f"covenue_name={name}"}
        self.pages: list[float] = []
        self.posts: list[float] = []
        self.statuses: Counter[int] = Counter()

    def get(self, address: str) -> str:
        began = time.perf_counter()
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self.pages.append(time.perf_counter() - began)
        self.statuses[answer.status] += 1
        return text

    def decide(self, paper_id: str, verdict: str, category: str) -> str:
        """Sends a decision; where it leads to."""
        body = urlencode({"verdict": verdict, "category": category, "expected": "0"})
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        self._connection.request("POST", f"/papers/{paper_id}/decision", body, headers)
        answer = self._connection.getresponse()
        answer.read()
        self.posts.append(time.perf_counter() - began)
        self.statuses[answer.status] += 1
        return answer.headers.get("Location", "/")


def first_view(port: int) -> None:
    """What a browser loads to show the first page, uncompressed."""
    person = Person(port, "viewer")
    sizes = {
        name: len(person.get(name).encode())
        for name in ("/", "/static/style.css", "/static/review.css", "/static/review.js", "/static/icon.svg")
    }
    report("first view, KB", f"{sum(sizes.values()) / 1000:.0f}")


def one_person(port: int) -> None:
    """A review as one person does it, and the other pages."""
    person = Person(port, "one")
    address = "/"
    for _ in range(100):
        page = person.get(address)
        paper_id = re.search(r'id="decision" method="post" action="/papers/([^/"]+)/decision', page)[1]  # type: ignore[index]  # there are thousands left
        address = person.decide(paper_id, "accepted", SECTIONS[0])
    report("page: median and 95th percentile, ms", shown(person.pages))
    report("decision: median and 95th percentile, ms", shown(person.posts))
    for name in (
        "/?edition=aaai-2025",
        "/?text=federated",
        "/papers",
        "/papers?text=federated",
        "/papers?text=nosuchword",
        "/papers?state=pending",
        "/history",
        "/people",
        "/publish",
        "/coverage",
    ):
        other = Person(port, "one")
        for _ in range(10):
            other.get(name)
        report(f"{name}: median and 95th percentile, ms", shown(other.pages))


def crowd(place: Path, port: int, people: int, each: int) -> None:
    """Everybody decides on papers of their own at the same time, then the log is held against what was sent."""
    with Store(f"sqlite:///{place / 'covenue.sqlite'}") as store:
        from candidates.queue.candidates import ranking

        free = [paper_id for paper_id, _ in ranking(store)]
        before = len(decisions(store))
        crowd = [Person(port, f"person{n}") for n in range(people)]
        began = time.perf_counter()
        threads = [threading.Thread(target=decide_all, args=(person, free[n * each : (n + 1) * each])) for n, person in enumerate(crowd)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        made = Counter((row.paper_id, row.who) for row in decisions(store)[before:])
    wanted = {(paper_id, f"person{n}") for n in range(people) for paper_id in free[n * each : (n + 1) * each]}
    statuses = sum((person.statuses for person in crowd), Counter())
    report(f"{people} people, {each} decisions each: seconds", f"{seconds:.1f}")
    report("  decision: median and 95th percentile, ms", shown([second for person in crowd for second in person.posts]))
    report("  lost", str(len(wanted - set(made))))
    report("  doubled", str(sum(number - 1 for number in made.values())))
    report("  answers other than 303", str(sum(number for status, number in statuses.items() if status != 303)))


def decide_all(person: Person, paper_ids: list[str]) -> None:
    for number, paper_id in enumerate(paper_ids):
        person.decide(paper_id, ("accepted", "rejected", "later")[number % 3], SECTIONS[number % 4])


def shown(seconds: list[float]) -> str:
    """Half of the answers came within the first figure, all but one in twenty within the second."""
    return f"{1000 * median(seconds):.0f}, {1000 * quantiles(seconds, n=20)[-1]:.0f}"


def report(what: str, value: str) -> None:
    print(f"{what:60s} {value}", flush=True)  # the figures are what this program is for


if __name__ == "__main__":
    main()
