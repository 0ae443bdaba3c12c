"""Eight people deciding at once: `python benchmarks/deciding.py [DATABASE URL]` (default: an SQLite file of its own).

Eight processes make 500 decisions each on the same 400 papers. Prints the decisions a second, the slowest one and the 95th percentile, and
exits 1 when one is lost or the log has another one.
"""

import subprocess
import sys
import tempfile
import time

from candidates.queue.decisions import decide, decisions
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import PAPERS
from spiders.paper import title_key

PEOPLE, DECISIONS_EACH, PAPERS_IN_ALL = 8, 500, 400
VERDICTS = ("accepted", "rejected", "later")


def main(url: str) -> int:
    """Fills the database, starts the people, looks at the log."""
    with Store(url) as store, store.writing() as connection:
        for number in range(PAPERS_IN_ALL):
            title = f"Spiking Network Number {number} of Many"
            row = {"id": f"p{number}", "venue": "aaai", "year": 2025, "title": title, "title_key": title_key(title)}
            lists = {"authors": [], "keywords": [], "origins": {}}
            connection.execute(PAPERS.insert().values(**row, **lists, stored_at=now(), changed_at=now()))
        papers_changed(connection)
    began = time.perf_counter()
    words = [sys.executable, __file__, "--person", url]
    people = [subprocess.Popen([*words, str(number)], stdout=subprocess.PIPE, text=True) for number in range(PEOPLE)]
    answers = [person.communicate()[0].splitlines() for person in people]
    seconds = time.perf_counter() - began
    times = sorted(float(line.split()[1]) for lines in answers for line in lines)
    told = {int(line.split()[0]) for lines in answers for line in lines}
    with Store(url) as store:
        stored = {each.number for each in decisions(store)}
    print(f"{len(told)} of {PEOPLE * DECISIONS_EACH} decisions reported, {len(stored)} in the log, {len(told - stored)} lost")
    print(
        f"{len(told) / seconds:.0f} a second; 95 of 100 took at most {times[len(times) * 95 // 100]:.3f} s, the slowest {times[-1]:.3f} s"
    )
    return int(told != stored or len(told) != PEOPLE * DECISIONS_EACH)


def person(url: str, number: int) -> None:
    """One of the eight: prints the number and the seconds of each decision."""
    with Store(url) as store:
        for step in range(DECISIONS_EACH):
            began = time.perf_counter()
            made = decide(store, f"p{(number * 37 + step) % PAPERS_IN_ALL}", VERDICTS[step % 3], who=f"reviewer {number}")
            print(made.number, time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--person"]:
        person(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{tempfile.mkdtemp()}/covenue.sqlite"))
