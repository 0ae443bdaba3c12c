"""The decision file that is kept beside the list (setting `decisions`): merged before a command works, written after one that decided.

The file holds what was decided anywhere, so it never loses a line: what this database does not know stays in it word for word, and what was
taken back stays as a line that says so.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import func, select

from candidates.errors import CovenueError
from candidates.queue.decision_file import Applied, DecisionLine, merge, paper_of, read_lines, split_lines, standing_lines
from candidates.store.database import Store, set_fact
from candidates.store.tables import DECISIONS
from spiders.text_files import text_of_setting

# Name of the fact that tells which file, papers and log were last brought together.
SEEN = "decision_file"


class DecisionFileError(CovenueError):
    """The kept file cannot be read, understood or written. The decisions are in the database all the same."""


@dataclass(frozen=True, slots=True)
class KeptDecisions:
    """The file at `path`; lines that name nobody are taken for decisions of `who`."""

    path: Path
    who: str

    def merge_into(self, store: Store) -> Applied | None:
        """Takes over what the file says newer than the database; None where nothing changed since. Raises DecisionFileError."""
        text = self._text()
        if not text or store.read_only or store.fact(SEEN).rpartition(":")[0] == _seen(store, text).rpartition(":")[0]:
            return None
        self._check(text)
        return merge(store, text, self.who)

    def keep(self, store: Store) -> bool:
        """Brings the file up to date with the database, in one step; whether it was written. Raises DecisionFileError."""
        text = self._text()
        if store.read_only or store.fact(SEEN) == _seen(store, text):
            return False
        if text:  # somebody may have changed it since it was merged
            self._check(text)
            merge(store, text, self.who)
        # The writer's lock: of two commands that end at once the second one reads what the first has written.
        with store.writing() as connection:
            text = self._text()
            lines = list(_lines(store, text))
            new = "".join(f"{line}\n" for line in lines)
            if lines and new != text:
                self._write(new)
            set_fact(connection, SEEN, _seen(store, new if lines else text))
        return bool(lines) and new != text

    def holds_all(self, store: Store) -> bool:
        """Whether every decision of the database stands in the file; not where it cannot be read."""
        try:
            text = self._text()
        except DecisionFileError:
            return False
        return set(_lines(store, text)) <= set(split_lines(text))

    def _text(self) -> str:
        """What the file says, "" where there is none."""
        try:
            return text_of_setting(self.path)
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as problem:
            why = problem.strerror if isinstance(problem, OSError) else "not UTF-8"
            raise DecisionFileError(f"{self.path} cannot be read ({why}); check `decisions` in the settings.") from problem

    def _check(self, text: str) -> None:
        """A line that is no decision may be half of a merge by git: nothing is read, and nothing written over it."""
        if faults := read_lines(text)[1]:
            raise DecisionFileError(f"{self.path}, {faults[0]}; mend that line. Until then decisions are kept in the database alone.")

    def _write(self, text: str) -> None:
        file = Path(os.path.realpath(self.path))
        try:
            handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as fresh:
                    fresh.write(text)
                    fresh.flush()
                    os.fsync(fresh.fileno())
                Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
                Path(name).replace(file)
            except BaseException:
                with suppress(FileNotFoundError):
                    Path(name).unlink()
                raise
        except OSError as problem:
            raise DecisionFileError(
                f"{file} cannot be written ({problem.strerror}); the decisions are in the database. Make it writable; the next command "
                "writes it."
            ) from problem


def _seen(store: Store, text: str) -> str:
    """What file, papers and log are now: "digest:generation:number"."""
    with store.reading() as connection:
        last = connection.scalar(select(func.max(DECISIONS.c.number))) or 0
    digest = hashlib.sha256(text.encode()).hexdigest() if text else ""
    return f"{digest}:{store.fact('papers_generation')}:{last}"


def _lines(store: Store, text: str) -> Iterator[str]:
    """The lines of the new file: those of the old one in their places, each as it is unless the database knows something newer, then what
    is new."""
    here = {line.id: line for line in standing_lines(store)}
    told: set[str] = set()
    old = split_lines(text)
    for number, line in read_lines(text)[0]:
        paper_id = paper_of(store, line)
        stands = here.get(paper_id or "")
        if stands is None:
            yield old[number - 1]
        elif stands.id not in told:
            told.add(stands.id)
            yield _as_text(stands) if _is_newer(stands, line) else old[number - 1]
    for paper_id, stands in here.items():
        if paper_id not in told:
            yield _as_text(stands)


def _is_newer(stands: DecisionLine, line: DecisionLine) -> bool:
    """Whether the database knows better. Times are whole seconds: of two in one, what stands here was told to this program last."""
    differs = (stands.verdict, stands.category) != (line.verdict, line.category)
    return stands.moment > line.moment or (stands.moment == line.moment and differs)


def _as_text(line: DecisionLine) -> str:
    return json.dumps(asdict(line), ensure_ascii=False)
