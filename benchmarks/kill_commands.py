"""Kills every command that writes, at random moments, and checks what is left: `python benchmarks/kill_commands.py [ROUNDS [SECONDS]]`.

A project with the demo's small editions is worked on by one command after the other (crawl, import, screen, decisions, annotate, publish,
lint, todo, forget, exports, answers and reports into files), each killed (SIGKILL) after a random time of at most SECONDS. After each kill:
the database is sound, no decision and no paper is gone (but those of an edition being forgotten), the list has every line that it had and
reads as a list, every file that was being written is whole. At the end all runs once more without a kill, and publishing twice changes
nothing. Exits 1 and names the round when something is lost, doubled or torn.
"""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from candidates.demo.server import StandInServer, running
from candidates.demo.sites import StandIn
from candidates.demo.small_editions import small_editions
from candidates.matching.titles import match_key
from candidates.reading_list.reader import read_list_file
from spiders.editions import own_table

ROUNDS = 500
# Seconds from the start of a command to its kill: some do not begin to work before half a second, the screening before three. On a machine
# that others use give a longer time.
SHORTEST, LONGEST = 0.3, 2.0
STARTER_ENDS = files("candidates").joinpath("starter/README.md").read_bytes().rstrip()[-40:]
START = "import sys; from candidates.cli import run; sys.exit(run(sys.argv[1:]))"
EDITIONS = [f"{venue}-{year}" for venue, year in small_editions()]


class Project:
    """The folder in which the commands work, and what has to be in it after a kill."""

    def __init__(self, folder: Path, mirror: str, longest: float) -> None:
        self.folder = folder
        self.mirror = mirror
        self.chance = random.Random(11)
        self.longest = longest
        self.decided: set[tuple[object, ...]] = set()
        self.papers: set[str] = set()
        self.lines: Counter[str] = Counter()

    def commands(self) -> dict[str, list[str]]:
        """The words of each command; those that decide choose a paper at random."""
        chance = self.chance
        some = chance.choice(sorted(self.papers) or ["none"])
        crawl = ["crawl", chance.choice(EDITIONS), "--refresh", "--no-screen", "--mirror", self.mirror, "--delay", "0"]
        return {
            "crawl": crawl,
            "import": ["import", str(self.folder / "saved.jsonl"), "--edition", EDITIONS[0], "--no-screen"],
            "accept": ["accept", some, "--category", "ANN2SNN"],
            "reject": ["reject", some],
            "undo": ["undo"],
            "decisions": ["decisions", "--apply", str(self.folder / "theirs.jsonl")],
            "publish": ["publish"],
            "annotate": ["annotate", "--with", "edition", "--with", "link"],
            "lint": ["lint", "--fix"],
            "todo": ["todo", "--add", "new"],
            "forget": ["forget", chance.choice(EDITIONS), "--yes"],
            "screen": ["screen", "--all"],
            "classify": ["classify", "saved.jsonl", "-o", "answers"],
            "topic": ["topic", "-o", "topic.toml"],
            "export": ["export", "bibtex", "-o", "out.bib"],
            "papers": ["papers", "--format", "csv", "-o", "out.csv"],
            "coverage": ["coverage", "--html", "out.html", "--markdown", "out.md"],
            "init": ["init", "another"],
        }

    def start(self, words: list[str]) -> "subprocess.Popen[bytes]":
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([sys.executable, "-c", START, *words], cwd=self.folder, **quiet)  # type: ignore[call-overload]  # three flags by name

    def killed(self, name: str) -> str:
        """Runs a command and kills it; what is wrong then, "" for nothing."""
        if name == "init":
            shutil.rmtree(self.folder / "another", ignore_errors=True)
        with self.start(self.commands()[name]) as process:
            try:
                process.wait(self.chance.uniform(SHORTEST, self.longest))
            except subprocess.TimeoutExpired:
                process.kill()
        return self.fault(forgetting=name == "forget")

    def fault(self, *, forgetting: bool) -> str:
        """What is wrong now, and what is there becomes what has to stay."""
        with closing(sqlite3.connect(self.folder / "covenue.sqlite")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "the database is damaged"
            decided = set(connection.execute("SELECT number, paper_id, verdict, who, undoes FROM decisions"))
            papers = {row[0] for row in connection.execute("SELECT id FROM papers")}
            doubled = connection.execute("SELECT 1 FROM papers GROUP BY venue, year, match_key, doi HAVING count(*) > 1").fetchone()
            unsettled = connection.execute("SELECT 1 FROM standings WHERE decision NOT IN (SELECT number FROM decisions)").fetchone()
        if lost := self.decided - decided:
            return f"decision {min(lost, key=str)} is lost"
        if not forgetting and (gone := self.papers - papers):
            return f"paper {min(gone)} is lost"
        self.decided, self.papers = decided, papers
        if doubled or unsettled:
            return "a paper is there twice, or a standing without its decision"
        return self._list_fault() or self._file_fault()

    def _list_fault(self) -> str:
        path = self.folder / "README.md"
        entries = Counter(match_key(entry.title) for entry in read_list_file(path, own_table().spellings).entries)
        if gone := self.lines - entries:
            return f"the entry {next(iter(gone))} of the list is lost"
        fresh = entries - self.lines
        if self.lines and max(fresh.values(), default=0) > 1:
            return "the list has a paper twice"
        self.lines = entries
        return "" if path.read_bytes().endswith(b"\n") else "the list is torn"

    def _file_fault(self) -> str:
        """Files are whole: they end as such files do."""
        ends = {
            "out.bib": b"}",
            "out.csv": b'"',
            "out.html": b"</html>",
            "another/README.md": STARTER_ENDS,
            "another/covenue.toml": b"",
            "answers/saved.jsonl": b"}",
        }
        for name, end in ends.items():
            path = self.folder / name
            text = path.read_bytes().rstrip() if path.exists() else b""
            # Without accepted papers an export is empty, and whole.
            if path.exists() and not text.endswith(end) and (text or name != "out.bib"):
                return f"{name} is torn"
        return ""


def prepare(project: Project) -> None:
    """The list, everything crawled and screened once, a file to import and decisions of a colleague."""
    for words in (["init"], ["crawl", *EDITIONS, "--mirror", project.mirror, "--delay", "0"]):
        with project.start(words) as process:
            process.wait()
    if fault := project.fault(forgetting=True):
        sys.exit(f"before the first round: {fault}")
    with closing(sqlite3.connect(project.folder / "covenue.sqlite")) as connection:
        rows = connection.execute("SELECT id, title, venue, year FROM papers ORDER BY id").fetchall()
    lines = [{"id": row[0], "title": row[1], "venue": row[2], "year": row[3], "verdict": "later", "who": "bob"} for row in rows[::3]]
    (project.folder / "theirs.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    venue, year = EDITIONS[0].split("-")
    saved = [{"title": f"Another Paper of Number {number}", "venue": venue, "year": int(year)} for number in range(40)]
    (project.folder / "saved.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in saved), encoding="utf-8")


def main(rounds: int, longest: float) -> None:
    """Prepares, kills, checks; then the same without kills."""
    done: Counter[str] = Counter()
    with running(StandInServer(StandIn(small_editions()).answer)) as mirror, tempfile.TemporaryDirectory() as name:
        project = Project(Path(name), mirror, longest)
        prepare(project)
        names = list(project.commands())
        for number in range(rounds):
            command = names[number % len(names)]
            done[command] += 1
            if fault := project.killed(command):
                sys.exit(f"round {number}, {command}: {fault}")
        for command in names:
            with project.start(project.commands()[command]) as process:
                process.wait()
            if fault := project.fault(forgetting=command == "forget"):
                sys.exit(f"after the last round, {command}: {fault}")
        before = [(project.folder / "README.md").read_bytes()]
        for _ in range(2):
            with project.start(["publish"]) as process:
                process.wait()
            before.append((project.folder / "README.md").read_bytes())
    print(f"{rounds} kills of {len(done)} commands: nothing lost, doubled or torn; publishing twice is the same: {before[1] == before[2]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, float(sys.argv[2]) if len(sys.argv) > 2 else LONGEST)
