"""Times of the commands and pages on a large database: `python benchmarks/large_store.py [FOLDER [PAPERS]]`.

Fills a database with 100,000 (or so many) made-up papers, all screened, 20,000 of them flagged and 2,000 decided, writes a list of 133
entries, and prints how long the commands take in a process of their own, the start of Python included, and how long the pages take.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from candidates.queue.decisions import decide_many
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import EDITIONS, PAPERS, SCREENINGS
from candidates.store.title_keys import title_keys
from spiders.editions import own_table

PAPERS_IN_ALL, FLAGGED, DECIDED, ENTRIES = 100_000, 20_000, 2_000, 133
YEARS = range(2019, 2027)
WORDS = (  # noqa: SIM905  # words read better as rows than as a list
    "learning neural spiking network deep efficient robust graph attention transformer event temporal sparse "
    "vision training energy surrogate gradient membrane potential neuron synapse plasticity reinforcement causal "
    "language diffusion optimal bayesian kernel"
).split()
CATEGORIES = ("Hybrid Learning", "ANN2SNN", "Spiking Attention Mechanism", "Surrogate Gradient Optimization")
# Papers written at a time.
BATCH = 5_000
# Each is run this often; the median is printed.
RUNS = 5


def main() -> None:
    """Fills the folder once, then measures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "covenue.sqlite").exists():
        fill(folder, int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS_IN_ALL)
    first = run(folder, "coverage", "--json")
    report("first coverage, which matches the list with all papers", f"{first:.2f} s")
    for arguments in (
        ("--version",),
        ("queue",),
        ("queue", "--limit", "100", "--json"),
        ("queue", "--json"),
        ("coverage",),
        ("coverage", "--json"),
        ("coverage", "--html", str(folder / "gaps.html")),
        ("accept", "p0000001"),
        ("undo",),
    ):
        times = sorted(run(folder, *arguments) for _ in range(RUNS))
        report(f"covenue {' '.join(arguments)}", f"median {times[RUNS // 2]:.2f} s, worst {times[-1]:.2f} s")


def report(what: str, value: str) -> None:
    """A measured figure."""
    print(f"{what:60s} {value}", flush=True)


def run(folder: Path, *arguments: str) -> float:
    """Seconds that one command takes from start to end."""
    began = time.perf_counter()
    code = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def fill(folder: Path, number_of_papers: int) -> None:
    """The database and the list. The same numbers each time."""
    chance = random.Random(4)
    editions = [(venue, year) for venue in own_table().venues for year in YEARS]
    with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store:
        with store.writing() as connection:
            for venue, year in editions:
                row = {"venue": venue, "year": year, "status": "complete", "declared": None, "sources": ["made up"], "checked_at": now()}
                connection.execute(EDITIONS.insert().values(**row))
        titles: list[str] = []
        for start in range(0, number_of_papers, BATCH):
            numbers = range(start, min(start + BATCH, number_of_papers))
            papers = [paper(chance, number, editions) for number in numbers]
            titles += [str(each["title"]) for each in papers if int(str(each["id"])[1:]) % 700 == 0][:ENTRIES]
            with store.writing() as connection:
                connection.execute(PAPERS.insert(), papers)
                connection.execute(SCREENINGS.insert(), [screening(chance, number) for number in numbers])
                papers_changed(connection)
        for number, verdict in enumerate(("accepted", "rejected", "later")):
            ids = [f"p{each:07d}" for each in range(number, DECIDED, 3)]
            decide_many(store, ids, verdict, who="ada")
    titles = [title if number % 7 else f"Not crawled {number}" for number, title in enumerate(titles[:ENTRIES])]
    sections = "".join(f"\n### {name}\n\n" + "".join(f" - {title}\n" for title in titles[n::4]) for n, name in enumerate(CATEGORIES))
    todo = "".join(f" - [] Missing {venue.upper()} 2025\n" for venue in own_table().venues)
    (folder / "README.md").write_text(f"# A list (2021 to 2024)\n\n## TODO List\n\n{todo}\n## Papers\n{sections}", encoding="utf-8")


def paper(chance: random.Random, number: int, editions: list[tuple[str, int]]) -> dict[str, object]:
    """A paper with a title of ten words and an abstract of usual length (1,200 characters)."""
    venue, year = editions[number % len(editions)]
    title = " ".join(chance.choices(WORDS, k=10)).capitalize() + f" {number}"
    texts = {"title": title, **title_keys(title), "abstract": " ".join(chance.choices(WORDS, k=150))}
    places = {"track": "Main", "url": f"https://example.org/{number}", "pdf": "", "doi": f"10.5555/{number}", "forum": ""}
    lists = {"authors": [f"Author {chance.randrange(9999)}" for _ in range(4)], "keywords": [], "origins": {"title": "made up"}}
    return {"id": f"p{number:07d}", "venue": venue, "year": year, **texts, **places, **lists, "stored_at": now(), "changed_at": now()}


def screening(chance: random.Random, number: int) -> dict[str, object]:
    """What the classifier might have said."""
    flagged = number < FLAGGED
    score = chance.uniform(0.5, 1) if flagged else chance.uniform(0, 0.5)
    reason = {"kind": "phrase", "text": "spiking neural network", "where": "abstract"}
    found = {"category": chance.choice(CATEGORIES), "categories": [{"name": name, "score": 0.3} for name in CATEGORIES[:3]]}
    marks = {"classifier": "made up", "text_digest": "0" * 64, "screened_at": now()}
    return {"paper_id": f"p{number:07d}", "score": score, "flagged": flagged, "reasons": [reason] * 3 if flagged else [], **found, **marks}


if __name__ == "__main__":
    main()
