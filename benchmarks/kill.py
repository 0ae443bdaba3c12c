"""Kills the program at random moments of deciding and publishing and checks what is left: `python benchmarks/kill.py [ROUNDS]`.

Each round starts a process that accepts, rejects, takes back and publishes as fast as it can and says on its output what was done; it is
killed (SIGKILL) after a random time. Then: every decision it reported is in the log once, standings are what the log says, and the list
reads as one that the old or the next publication wrote. Exits 1 and names the round when something is lost, doubled or torn.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from candidates.matching.titles import match_key
from candidates.publishing.publishing import publish
from candidates.queue.decisions import Decision, decide, decisions, undo
from candidates.queue.list_matches import distinct_entries
from candidates.queue.states import Verdict
from candidates.reading_list.reader import read_list, read_list_file
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import PAPERS, SCREENINGS, STANDINGS
from spiders.editions import own_table
from spiders.paper import title_key

ROUNDS = 200
PAPERS_IN_ALL = 400
# Seconds from the first decision to the kill: none to some dozens of decisions and a few publications.
SHORTEST, LONGEST = 0.0, 0.6
LIST = "# Papers\n\n## ANN2SNN\n\n - Spike-driven Transformer (NIPS'2023)\n\n## Hybrid Learning\n\n - Masked Spiking Transformer\n"


def main() -> None:
    """The parent: starts, kills, checks."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        reported = 0
        for number in range(rounds):
            told = killed_after(folder, number, random.uniform(SHORTEST, LONGEST))
            reported += len(told)
            fault = check(folder, told)
            if fault:
                sys.exit(f"round {number}: {fault}")
        with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store:
            publish(store, folder / "README.md", who="ada")
            before = (folder / "README.md").read_bytes()
            publish(store, folder / "README.md", who="ada")
            same = (folder / "README.md").read_bytes() == before
            log = decisions(store)
        entries = len(read_list_file(folder / "README.md", own_table().spellings).entries)
    say(f"{rounds} kills, {reported} decisions reported and all found, {len(log)} in the log, {entries} entries, twice the same: {same}")


def say(line: str) -> None:
    """A line on the output, at once."""
    print(line, flush=True)


def fill(folder: Path) -> None:
    """A list and a database with papers that wait."""
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store, store.writing() as connection:
        for number in range(PAPERS_IN_ALL):
            title = f"Spiking Network Number {number} of Many"
            row = {"id": f"p{number}", "venue": "aaai", "year": 2025, "title": title, "title_key": title_key(title)}
            lists = {"authors": [], "keywords": [], "origins": {}}
            connection.execute(PAPERS.insert().values(**row, **lists, stored_at=now(), changed_at=now()))
            marks = {"classifier": "made up", "text_digest": "", "screened_at": now(), "categories": [], "reasons": []}
            connection.execute(SCREENINGS.insert().values(paper_id=f"p{number}", score=0.9, flagged=True, category="ANN2SNN", **marks))
        papers_changed(connection)


def work(folder: Path, seed: int) -> None:
    """The child: decides and publishes until it is killed, and says what is done once it is done."""
    chance = random.Random(seed)
    with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store:
        say("ready")
        while True:
            step = chance.random()
            if step < 0.05:
                publish(store, folder / "README.md", who="ada")
            elif step < 0.15 and any(
                each.who == "ada" and each.undone_by is None and each.verdict != Verdict.UNDONE for each in decisions(store)
            ):
                undo(store, who="ada")
            else:
                made = decide(store, f"p{chance.randrange(PAPERS_IN_ALL)}", chance.choice(("accepted", "rejected", "later")), who="ada")
                say(f"{made.number} {made.paper_id} {made.verdict}")


def killed_after(folder: Path, seed: int, seconds: float) -> list[tuple[int, str, str]]:
    """Runs the child and kills it; what it reported in whole lines."""
    words = [sys.executable, __file__, "--child", str(folder), str(seed)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None, "it was asked for"
        child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        output, _ = child.communicate()
    lines = [line.split() for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(number), paper_id, verdict) for number, paper_id, verdict in lines]


def check(folder: Path, told: list[tuple[int, str, str]]) -> str:
    """What is wrong now, "" for nothing."""
    with Store(f"sqlite:///{folder / 'covenue.sqlite'}") as store:
        log = decisions(store)
        with store.reading() as connection:
            standing = {row.paper_id: row.decision for row in connection.execute(select(STANDINGS.c.paper_id, STANDINGS.c.decision))}
    rows = {each.number: (each.paper_id, each.verdict) for each in log}
    lost = [each for each in told if rows.get(each[0]) != each[1:]]
    if lost:
        return f"decision {lost[0]} is lost"
    if standing != last_in_force(log):
        return "the standings are not what the log says"
    return list_fault(folder, {each.paper_id for each in log if each.verdict == "accepted"})


def last_in_force(log: list[Decision]) -> dict[str, int]:
    """What the standings should be."""
    return {each.paper_id: each.number for each in log if each.verdict != Verdict.UNDONE and each.undone_by is None}


def list_fault(folder: Path, accepted: set[str]) -> str:
    """The list must be whole: the old lines in their order, and no paper twice or never accepted."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "Spiking Network Number" not in line]
    if kept != LIST.splitlines():
        return "the list has lost or torn lines"
    reading_list = read_list_file(folder / "README.md", own_table().spellings)
    titles = Counter(match_key(entry.title) for entry in reading_list.entries)
    allowed = {match_key(f"Spiking Network Number {each[1:]} of Many") for each in accepted} | set(
        distinct_entries(read_list(LIST.encode(), own_table().spellings))
    )
    if max(titles.values()) > 1 or not set(titles) <= allowed:
        return "the list has a paper twice or one that nobody accepted"
    return ""


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        work(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
