"""Decisions as a file (JSON Lines): out of one database, into another, by id or else by edition and title."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from candidates.matching.titles import match_key
from candidates.queue.decisions import decide, decisions
from candidates.queue.states import VERDICTS, Verdict
from candidates.store.database import Store
from candidates.store.tables import PAPERS

NEEDED: dict[str, type] = {"id": str, "title": str, "venue": str, "year": int, "verdict": str}


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision with what tells its paper again in a database where it has another id."""

    id: str
    title: str
    venue: str
    year: int
    verdict: str
    category: str | None = None
    reason: str = ""
    who: str = ""
    decided_at: str = ""
    proposed: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a file: decisions written, decisions that stood already, and a sentence for each line passed over."""

    written: int
    known: int
    passed_over: tuple[str, ...]


def decision_lines(store: Store) -> Iterator[DecisionLine]:
    """The last decision in force on each paper, in the order in which they were made."""
    last = {each.paper_id: each for each in decisions(store) if each.verdict in VERDICTS and each.undone_by is None}
    with store.reading() as connection:
        chosen = select(PAPERS.c.id, PAPERS.c.title, PAPERS.c.venue, PAPERS.c.year)
        papers = {row.id: row for row in connection.execute(chosen) if row.id in last}
    for made in sorted((last[paper_id] for paper_id in papers), key=lambda each: each.number):
        paper = papers[made.paper_id]
        yield DecisionLine(
            paper.id,
            paper.title,
            paper.venue,
            paper.year,
            made.verdict,
            made.category,
            made.reason,
            made.who,
            made.decided_at,
            made.proposed,
            made.score,
        )


def write_lines(lines: Iterable[DecisionLine]) -> str:
    return "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in lines)


def read_lines(text: str) -> tuple[list[tuple[int, DecisionLine]], list[str]]:
    """The decisions with their line numbers, and a sentence for each line that holds none."""
    found: list[tuple[int, DecisionLine]] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((number, _line(line)))
        except ValueError as problem:
            faults.append(f"line {number}: {problem}")
    return found, faults


def _line(text: str) -> DecisionLine:
    """One line; ValueError where it is no decision. Further keys are ignored."""
    known = set(DecisionLine.__dataclass_fields__)
    try:
        given = json.loads(text)
    except ValueError:
        raise ValueError("no JSON") from None
    if missing := next(
        (name for name, kind in NEEDED.items() if not (isinstance(given, dict) and isinstance(given.get(name), kind))), None
    ):
        raise ValueError(f"{missing!r} is missing or of the wrong kind")
    made = DecisionLine(**{name: value for name, value in given.items() if name in known})
    if made.verdict not in VERDICTS:
        raise ValueError(f"the verdict is {made.verdict!r}, not one of {', '.join(VERDICTS)}")
    return made


def apply(store: Store, text: str, who: str, categories: Sequence[str]) -> Applied:
    """Writes the decisions that do not stand already; `who` where a line names nobody. UnknownCategoryError ends it before that line."""
    lines, faults = read_lines(text)
    standing = {line.id: line for line in decision_lines(store)}
    written = known = 0
    for number, line in lines:
        paper_id = _paper_of(store, line)
        if paper_id is None:
            faults.append(f"line {number}: no crawled paper of {line.venue}-{line.year} is {line.title!r}")
            continue
        stands = standing.get(paper_id)
        if stands and (stands.verdict, stands.category) == (line.verdict, line.category):
            known += 1
            continue
        decide(
            store, paper_id, Verdict(line.verdict), who=line.who or who, category=line.category, reason=line.reason, categories=categories
        )
        written += 1
    return Applied(written, known, tuple(faults))


def _paper_of(store: Store, line: DecisionLine) -> str | None:
    same_title = (PAPERS.c.venue == line.venue, PAPERS.c.year == line.year, PAPERS.c.match_key == match_key(line.title))
    with store.reading() as connection:
        by_id: str | None = connection.scalar(select(PAPERS.c.id).where(PAPERS.c.id == line.id))
        return by_id or connection.scalar(select(PAPERS.c.id).where(*same_title))
