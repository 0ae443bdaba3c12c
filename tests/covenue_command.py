"""The `covenue` command in a process of its own: Scrapy can run but once in each."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from misbehaving import MisbehavingServer
from small_table import small_table

# All editions that the server has by itself.
SIX = ("aaai-2025", "iclr-2025", "ijcai-2019", "mm-2025", "icml-2019", "neurips-2025")
# A program that does what the `covenue` script does, after some lines of its own.
START = "from candidates.cli import main; main()"
# Nothing of the person who runs the tests may reach them.
OWN = ("OPENREVIEW_", "COVENUE_", "SEMANTIC_SCHOLAR_", "OPENALEX_")
# A crawl here takes two seconds; on a busy machine ten times as long.
PATIENCE = 60


@dataclass(frozen=True)
class Outcome:
    """What a command answered."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def edition(self, name: str) -> dict[str, Any]:
        """The report of one edition, by "aaai-2025"."""
        return next(each for each in self.json["editions"] if f"{each['venue']}-{each['year']}" == name)


@dataclass
class Covenue:
    """The command as a person types it, in a folder of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    # Lines run before the command, and what the child does to itself before that (limits).
    before: str = (
        "import pathlib, spiders.editions, spiders.pace; spiders.pace.FIRST_WAIT_AT_MIRROR = 0.02; "
        f"spiders.editions.TABLE = pathlib.Path({str(small_table())!r})"
    )
    limits: Callable[[], None] | None = None

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """The command in the background."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        return subprocess.Popen(
            [sys.executable, "-c", f"{self.before}\n{START}", *words],
            cwd=self.folder,
            env={**kept, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=self.limits,
        )

    def run(self, *words: str) -> Outcome:
        with self.start(*words) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return Outcome(process.returncode, out, err)

    def crawl(self, server: MisbehavingServer, *words: str) -> Outcome:
        """A crawl of the server, without pace and without screening."""
        return self.run("crawl", *words, *at(server))

    def papers(self, *words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.run("papers", "--json", *words).json
        return found


def at(server: MisbehavingServer) -> tuple[str, ...]:
    """The options that make a crawl ask the server, quickly."""
    return ("--mirror", server.address, "--delay", "0", "--no-screen", "--json")
