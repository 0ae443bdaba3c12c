"""Decisions as a file (JSON Lines): out of one database, into another, by id or else by edition and title.

A line of the verdict "undone" says that everything decided on its paper before was taken back; only a kept file has such lines.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import select

from candidates.errors import UsageError
from candidates.matching.titles import match_key
from candidates.queue.decisions import Decision, Given, chosen_category, decisions, take_over
from candidates.queue.new_sections import checked_name, new_sections, want_section
from candidates.queue.states import VERDICTS, Verdict
from candidates.store.database import Store
from candidates.store.tables import PAPERS

NEEDED: dict[str, type] = {"id": str, "title": str, "venue": str, "year": int, "verdict": str}
OPTIONAL: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("category", "reason", "who", "decided_at", "proposed", "since"), str),
    "score": (int, float),
    "new_section": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One decision with what tells its paper again in a database where it has another id.

    `since`: from when on it stands again, where something newer was taken back; "" where it has stood since it was made.
    `new_section`: its category is a section that the list was to get with it; a list that lacks it gets it, where any other unknown name
    is a slip.
    """

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
    since: str = ""
    new_section: bool = False

    @property
    def moment(self) -> datetime:
        """When it came to stand: of two lines on a paper the later counts."""
        return max(moment_of(self.decided_at), moment_of(self.since))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two verdicts on one paper: what stood here, what the file says, and which of them counts now."""

    paper_id: str
    title: str
    here: str
    file: str
    counts: str

    @property
    def sentence(self) -> str:
        """For a person: what is decided here, what in the file, and what counts."""
        return f"{self.paper_id} ({self.title}): {self.here} here, {self.file} in the file; {self.counts} counts now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of a file: decisions written, decisions that stood already, a sentence for each line passed over, and each conflict."""

    written: int
    known: int
    passed_over: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()


def decision_lines(store: Store) -> Iterator[DecisionLine]:
    """The last decision in force on each paper, in the order in which they were made."""
    return (line for line in standing_lines(store) if line.verdict != Verdict.UNDONE)


def standing_lines(store: Store) -> Iterator[DecisionLine]:
    """The same, with a line of the verdict "undone" for each paper on which everything was taken back."""
    last: dict[str, Decision] = {}
    changed_at: dict[str, str] = {}
    asked_for = new_sections(store)
    for each in decisions(store):
        if each.verdict == Verdict.UNDONE:
            last.setdefault(each.paper_id, each)
        elif each.verdict in VERDICTS and each.undone_by is None:
            last[each.paper_id] = each
        if each.verdict != Verdict.PUBLISHED:
            changed_at[each.paper_id] = max(each.decided_at, changed_at.get(each.paper_id, ""))
    with store.reading() as connection:
        chosen = select(PAPERS.c.id, PAPERS.c.title, PAPERS.c.venue, PAPERS.c.year)
        papers = {row.id: row for row in connection.execute(chosen) if row.id in last}
    for made in sorted((last[paper_id] for paper_id in papers), key=lambda each: each.number):
        paper = papers[made.paper_id]
        since = changed_at[made.paper_id]
        yield DecisionLine(
            id=paper.id,
            title=paper.title,
            venue=paper.venue,
            year=paper.year,
            verdict=made.verdict,
            category=made.category,
            reason=made.reason,
            who=made.who,
            decided_at=made.decided_at,
            proposed=made.proposed,
            score=made.score,
            since=since if since > made.decided_at else "",
            new_section=made.category in asked_for,
        )


def write_lines(lines: Iterable[DecisionLine]) -> str:
    """JSON Lines, a decision a line."""
    return "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in lines)


def split_lines(text: str) -> list[str]:
    """The lines of JSON Lines. Not `splitlines`: it also ends one at signs that stand in JSON as they are, such as U+2028 in a reason."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def read_lines(text: str) -> tuple[list[tuple[int, DecisionLine]], list[str]]:
    """The decisions with their line numbers, and a sentence for each line that holds none."""
    found: list[tuple[int, DecisionLine]] = []
    faults: list[str] = []
    for number, line in enumerate(split_lines(text), 1):
        if not line.strip():
            continue
        try:
            found.append((number, _line(line)))
        except ValueError as problem:
            faults.append(f"line {number}: {problem}")
    return found, faults


def _line(text: str) -> DecisionLine:
    """One line; ValueError where it is no decision. Further keys are ignored."""
    try:
        given = json.loads(text)
        text.encode("utf-8")
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None
    if missing := next((name for name, kind in NEEDED.items() if not (isinstance(given, dict) and _is(given.get(name), kind))), None):
        raise ValueError(f"{missing!r} is missing or of the wrong kind")
    if wrong := next((name for name, kind in OPTIONAL.items() if given.get(name) is not None and not _is(given[name], kind)), None):
        raise ValueError(f"{wrong!r} is of the wrong kind")
    # null says as much as leaving the key out.
    made = DecisionLine(**{name: given[name] for name in (*NEEDED, *OPTIONAL) if given.get(name) is not None})
    if made.verdict not in (*VERDICTS, Verdict.UNDONE):
        raise ValueError(f"the verdict is {made.verdict!r}, not one of {', '.join(VERDICTS)}")
    if any("\0" in value for value in asdict(made).values() if isinstance(value, str)):
        raise ValueError("it holds a NUL, which no text does")
    if not 1900 <= made.year <= 2100:
        raise ValueError(f"{made.year} is no year of a paper")
    for moment in (made.decided_at, made.since):
        moment_of(moment)
    return made


def _is(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def moment_of(text: str) -> datetime:
    """The time of a decision; one without a zone is UTC, one without text the beginning of time. Raises ValueError."""
    if not text:
        return datetime.min.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no time; write 2026-11-25T12:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def apply(store: Store, text: str, who: str, categories: Sequence[str], *, dry_run: bool = False) -> Applied:
    """Takes over the decisions that do not stand already, as one step of `who`, who also stands for lines that name nobody.

    Of two verdicts on a paper the newer counts, and what stands here where neither is; each such conflict is told. Lines of other papers or
    sections are passed over with a sentence. `dry_run`: nothing is written. Raises StoreError; then nothing was written.
    """
    taking = _Taking(store=store, who=who, categories=categories, standing={line.id: line for line in decision_lines(store)})
    taking.read(text)
    if taking.wanted and not dry_run:
        taking.want_sections()
        take_over(store, list(taking.wanted.values()), by=who)
    return taking.done


def merge(store: Store, text: str, who: str) -> Applied:
    """The same for the file that is kept beside the list: what was taken back here later than the file says does not come back, and each
    decision stays a step of its own."""
    taking = _Taking(store=store, who=who, categories=(), standing={line.id: line for line in standing_lines(store)})
    taking.read(text)
    if taking.wanted:
        taking.want_sections()
        take_over(store, list(taking.wanted.values()), by=None)
    return taking.done


@dataclass(kw_only=True)
class _Taking:
    """Goes through a file: what is to be written, by paper, and what else is to be said. `standing` is by paper what stands here."""

    store: Store
    who: str
    categories: Sequence[str]
    standing: dict[str, DecisionLine]
    wanted: dict[str, Given] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    known: int = 0
    sections: dict[str, str] = field(default_factory=dict)

    def want_sections(self) -> None:
        """Notes the sections that the list is to get with what is taken over."""
        for name in dict.fromkeys(
            given.category for paper_id, given in self.wanted.items() if self.sections.get(paper_id) == given.category
        ):
            if name:
                want_section(self.store, name)

    @property
    def done(self) -> Applied:
        return Applied(written=len(self.wanted), known=self.known, passed_over=tuple(self.faults), conflicts=tuple(self.conflicts))

    def read(self, text: str) -> None:
        lines, self.faults = read_lines(text)
        for number, line in sorted(lines, key=lambda each: each[1].moment):
            paper_id = paper_of(self.store, line)
            if paper_id is None:
                self.faults.append(f"line {number}: no crawled paper of {line.venue}-{line.year} is {line.title!r}")
                continue
            try:
                self._take(paper_id, line)
            except UsageError as problem:
                self.faults.append(f"line {number}: {problem}")

    def _take(self, paper_id: str, line: DecisionLine) -> None:
        stands = self.standing.get(paper_id)
        taken_back = line.verdict == Verdict.UNDONE
        agrees = stands is not None and stands.verdict == line.verdict and line.category in (None, stands.category)
        if agrees or (taken_back and stands is None):
            self.known += 1
            return
        category = line.category
        if category and line.new_section and category not in self.categories:
            category = self.sections[paper_id] = checked_name(category)
        elif category:
            category = chosen_category(category, self.categories)
        newer = stands is None or line.moment > stands.moment
        if stands and Verdict.UNDONE not in (stands.verdict, line.verdict):
            self.conflicts.append(_conflict(paper_id, stands, line, newer))
        if not newer:
            self.known += stands is not None and stands.verdict == Verdict.UNDONE
            return
        by = line.who or self.who
        self.wanted[paper_id] = Given(
            paper_id=paper_id,
            verdict=Verdict(line.verdict),
            who=by,
            category=category or None,
            reason=line.reason,
            decided_at=line.decided_at and moment_of(line.decided_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        self.standing[paper_id] = replace(line, id=paper_id, category=category or None, who=by)


def _conflict(paper_id: str, stands: DecisionLine, line: DecisionLine, newer: bool) -> Conflict:
    here, there = (_told(each) for each in (stands, line))
    return Conflict(paper_id=paper_id, title=line.title, here=here, file=there, counts=line.verdict if newer else stands.verdict)


def _told(line: DecisionLine) -> str:
    where = f" -> {line.category}" if line.category else ""
    return f"{line.verdict}{where} by {line.who or 'nobody named'} ({line.decided_at or 'no time'})"


def paper_of(store: Store, line: DecisionLine) -> str | None:
    """The id here of the paper that a line is about; None where it was not crawled."""
    same_title = (PAPERS.c.venue == line.venue, PAPERS.c.year == line.year, PAPERS.c.match_key == match_key(line.title))
    with store.reading() as connection:
        by_id: str | None = connection.scalar(select(PAPERS.c.id).where(PAPERS.c.id == line.id))
        return by_id or connection.scalar(select(PAPERS.c.id).where(*same_title))
