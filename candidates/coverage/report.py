"""What is missing: for each edition what was crawled, screened, decided and listed; for the list what no edition holds and what its TODO
still waits for. Reads the store and the list; writes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Integer, Join, RowMapping, Select, and_, cast, func, not_, or_, select, true, union_all

from candidates.coverage.venues import NotCrawled, VenueAccess, access_of, not_crawled
from candidates.queue.candidates import CATEGORY, IS_PENDING, JOINED, STATE
from candidates.queue.list_matches import distinct_entries, entry_key, matches
from candidates.queue.states import BELONGS, IN_LIST, MatchState, State
from candidates.reading_list.claims import EditionKey, claimed_editions
from candidates.reading_list.parts import Entry, ReadingList, TodoItem
from candidates.store.database import Store, now, of_editions
from candidates.store.tables import EDITIONS, MATCHES, PAPERS, SCREENINGS, STANDINGS
from spiders.edition_status import EditionStatus
from spiders.editions import EditionTable


@dataclass(frozen=True, slots=True)
class EditionCoverage:
    """One edition. `gap`: papers that belong by decision or by screening and are not in the list; rejected ones are none.

    `unpublished`: accepted papers that are not in the list; `accepted` counts those too that stand there already.
    `named`: entries of the list that name the edition and are no paper of it that is known. `not_held`: why the venue does not take place.
    """

    venue: str
    year: int
    _: KW_ONLY
    status: EditionStatus = EditionStatus.NOT_TRIED
    declared: int | None = None
    counted: int | None = None
    crawled: int = 0
    abstracts: int = 0
    screened: int = 0
    flagged: int = 0
    in_list: int = 0
    accepted: int = 0
    rejected: int = 0
    pending: int = 0
    later: int = 0
    published: int = 0
    gap: int = 0
    checked_at: str | None = None
    message: str = ""
    unpublished: int = 0
    named: int = 0
    not_held: str = ""

    @property
    def edition(self) -> str:
        """The edition as people type it: "aaai-2025"."""
        return f"{self.venue}-{self.year}"

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What keeps the edition from being done, in plain words; empty when nothing does."""
        if self.not_held:
            return (f"it does not take place: {self.not_held}",)
        if self.status != EditionStatus.COMPLETE:
            return (f"{_STATUS_WORDS[self.status]} (`covenue crawl {self.edition}`)",)
        waiting = (
            (self.crawled - self.screened, "not screened"),
            (self.pending, "to decide"),
            (self.later, "put aside for later"),
            (self.unpublished, "accepted but not published"),
        )
        return tuple(f"{papers} {what}" for papers, what in waiting if papers)


_STATUS_WORDS = {
    EditionStatus.NOT_TRIED: "not crawled yet",
    EditionStatus.SHORT: "fewer papers than declared",
    EditionStatus.BLOCKED: "the site turned the crawl away",
    EditionStatus.FAILED: "the crawl failed",
    EditionStatus.NOT_PUBLISHED: "not published yet",
}


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """An entry of the list that no crawled edition holds."""

    title: str
    category: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulEntry:
    """An entry that may be a paper, for a person to confirm."""

    title: str
    line: int
    entry_key: str
    paper_id: str
    paper_title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCoverage:
    """The list itself: lines with a paper, distinct papers, those found in the crawled editions and those not; the venues that it has
    papers of and that were not crawled.
    """

    entries: int = 0
    distinct: int = 0
    matched: int = 0
    unmatched: tuple[MissingEntry, ...] = ()
    to_confirm: tuple[DoubtfulEntry, ...] = ()
    not_crawled: tuple[NotCrawled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoCoverage:
    """An item of the TODO. `done`: ticked in the file; `obstacles`: what stands in the way of ticking it."""

    text: str
    edition: str | None
    done: bool
    editions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryYear:
    """Papers of a category in a year (None: not known): in the list, accepted for it, waiting for a decision."""

    category: str
    year: int | None
    listed: int = 0
    accepted: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPaper:
    """A paper that belongs by decision or by screening and is not in the list."""

    id: str
    title: str
    url: str
    venue: str
    year: int
    state: str
    category: str | None
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The whole report. `as_of` is when it was made (UTC), each edition's `checked_at` when its site was last asked."""

    editions: tuple[EditionCoverage, ...]
    list: ListCoverage
    todo: tuple[TodoCoverage, ...]
    categories: tuple[CategoryYear, ...] = ()
    venues: tuple[VenueAccess, ...] = ()
    as_of: str = field(default_factory=now)

    def as_json(self) -> dict[str, Any]:
        """The document that `covenue coverage --json` prints."""
        return asdict(self)


_IN_LIST_IDS = select(MATCHES.c.paper_id).where(MATCHES.c.state.in_(IN_LIST)).distinct().subquery("listed")
_LISTED = _IN_LIST_IDS.c.paper_id.is_not(None)
# What belongs is asked for in two narrow questions, by the index of the flagged and by the standings: over all papers at once it takes
# 0.4 s with 100,000 of them instead of 0.05 s (2026-11-29). The inner joins, "= true" and the names of the states lead SQLite there.
_FLAGGED = SCREENINGS.join(PAPERS, PAPERS.c.id == SCREENINGS.c.paper_id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
_DECIDED = STANDINGS.join(PAPERS, PAPERS.c.id == STANDINGS.c.paper_id).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id)
_UNDECIDED = and_(SCREENINGS.c.flagged == true(), or_(STANDINGS.c.state.is_(None), STANDINGS.c.state == State.LATER), not_(_LISTED))
_TAKEN = and_(STANDINGS.c.state.in_(BELONGS), not_(_LISTED))
_GAP = ((_FLAGGED, _UNDECIDED), (_DECIDED, _TAKEN))


def coverage(store: Store, reading_list: ReadingList | None) -> Coverage:
    """The report; call `list_matches.sync` before. Without a list only the editions are told."""
    table = store.editions
    rows = {(row.venue, row.year): row for row in _counted(store)}
    todo = reading_list.todo if reading_list else ()
    of_the_list = ListCoverage()
    if reading_list:
        unheld = _entries_without_paper(store, reading_list)
        of_the_list = _list_coverage(store, reading_list, unheld, {key for key, row in rows.items() if row.crawled})
        named = Counter((entry.venue, entry.year or 0) for entry in unheld.values())
        wanted = [*claimed_editions(reading_list, table.years), *(edition for item in todo for edition in item.editions)]
        # A venue that the list has papers of belongs to what it claims, whether or not its sequence names it.
        listed = {row.venue for row in rows.values() if row.in_list} | {venue for venue, _ in named}
        wanted += [(venue, year) for venue in table.years if venue in listed for year in reading_list.years if year in table.years[venue]]
        wanted += [(venue, year) for venue, year in named if year in table.years.get(venue, ())]
        for edition in wanted:
            rows.setdefault(edition, EditionCoverage(*edition))
        rows = {edition: replace(row, named=named[edition]) for edition, row in rows.items()}
    rows = {edition: with_reason(row, table) for edition, row in rows.items()}
    ordered = sorted(rows.values(), key=lambda row: (table.place_of(row.venue), row.venue, row.year))
    return Coverage(
        editions=tuple(ordered),
        list=of_the_list,
        todo=tuple(_todo_coverage(item, rows, table) for item in todo),
        categories=tuple(_by_category(store, reading_list)) if reading_list else (),
        venues=access_of({row.venue for row in ordered}, table),
    )


def gaps(store: Store, editions: Sequence[tuple[str, int]] = ()) -> list[GapPaper]:
    """The papers of the gap with their links: by edition, the most promising first."""
    columns = (
        *(PAPERS.c[name] for name in ("id", "title", "url", "venue", "year")),
        STATE.label("state"),
        CATEGORY.label("category"),
        SCREENINGS.c.score,
    )
    found: list[GapPaper] = []
    with store.reading() as connection:
        for papers, of_the_gap in _GAP:
            question = select(*columns).select_from(_with_the_list(papers)).where(of_the_gap, of_editions(editions))
            found += [GapPaper(**row) for row in connection.execute(question).mappings()]
    return sorted(found, key=lambda each: (each.venue, each.year, each.score is None, -(each.score or 0.0), each.id))


def missing_ids() -> CompoundSelect[tuple[str]]:
    """The question for the ids of the gap's papers, as a condition for others."""
    asked = (
        select(PAPERS.c.id).select_from(_with_the_list(papers)).where(gap) for papers, gap in ((_FLAGGED, _UNDECIDED), (_DECIDED, _TAKEN))
    )
    return union_all(*asked)


def with_reason(row: EditionCoverage, table: EditionTable) -> EditionCoverage:
    """The row of a year in which the venue does not take place says so."""
    edition = table.venues[row.venue].editions.get(row.year) if row.venue in table.venues else None
    return replace(row, not_held=edition.not_held) if edition and edition.not_held else row


def _with_the_list(papers: Join) -> Join:
    return papers.outerjoin(_IN_LIST_IDS, _IN_LIST_IDS.c.paper_id == PAPERS.c.id)


def _counted(store: Store) -> Iterable[EditionCoverage]:
    """Every edition that was tried or has papers."""
    tried = select(*(EDITIONS.c[name] for name in ("venue", "year", "status", "declared", "counted", "message", "checked_at")))
    numbers: defaultdict[EditionKey, Counter[str]] = defaultdict(Counter)
    with store.reading() as connection:
        for question in (*_of_all_papers(connection), *_of_some_papers()):
            for row in connection.execute(question.group_by(PAPERS.c.venue, PAPERS.c.year)).mappings():
                numbers[row["venue"], row["year"]].update({name: row[name] for name in row if name not in ("venue", "year")})
        ends = {(row["venue"], row["year"]): row for row in connection.execute(tried).mappings()}
    return [_edition_of(key, numbers[key], ends.get(key)) for key in dict.fromkeys((*numbers, *ends))]


def _edition_of(key: EditionKey, numbers: Counter[str], end: RowMapping | None) -> EditionCoverage:
    """`end`: how its last crawl ended, None for papers without one: a crawl that was killed before it could say how it went."""
    return EditionCoverage(
        *key,
        status=EditionStatus(end["status"]) if end else EditionStatus.SHORT,
        declared=end["declared"] if end else None,
        counted=end["counted"] if end else None,
        crawled=numbers["crawled"],
        abstracts=numbers["crawled"] - numbers["without_abstract"],
        screened=numbers["crawled"] - numbers["unscreened"],
        flagged=numbers["flagged"],
        in_list=numbers["in_list"],
        accepted=numbers["accepted"],
        rejected=numbers["rejected"],
        pending=numbers["pending"],
        later=numbers["later"],
        published=numbers["published"],
        gap=numbers["gap"],
        unpublished=numbers["unpublished"],
        checked_at=end["checked_at"] if end else None,
        message=end["message"] if end else "",
    )


def _of_all_papers(connection: Connection) -> Iterator[Select[Any]]:
    """How many papers there are, and what they lack: the few without are counted, not the many with."""
    edition = (PAPERS.c.venue, PAPERS.c.year)
    yield select(*edition, func.count().label("crawled"))
    yield select(*edition, func.count().label("without_abstract")).where(PAPERS.c.abstract.is_(None))
    papers, screenings = (connection.scalar(select(func.count()).select_from(table)) for table in (PAPERS, SCREENINGS))
    if papers != screenings:
        screened = select(SCREENINGS.c.paper_id).where(SCREENINGS.c.paper_id == PAPERS.c.id).exists()
        yield select(*edition, func.count().label("unscreened")).where(~screened)


def _of_some_papers() -> Iterator[Select[Any]]:
    """What is listed, proposed and decided."""

    def number(condition: Any) -> Any:
        return func.coalesce(func.sum(cast(condition, Integer)), 0)

    edition = (PAPERS.c.venue, PAPERS.c.year)
    yield select(*edition, func.count().label("in_list")).join(_IN_LIST_IDS, _IN_LIST_IDS.c.paper_id == PAPERS.c.id)
    proposed = (number(and_(STANDINGS.c.paper_id.is_(None), not_(_LISTED))).label("pending"), number(_UNDECIDED).label("gap"))
    flagged = select(*edition, func.count().label("flagged"), *proposed).select_from(_with_the_list(_FLAGGED))
    yield flagged.where(SCREENINGS.c.flagged == true())
    states = (State.ACCEPTED, State.REJECTED, State.LATER, State.PUBLISHED)
    unpublished = number(and_(STANDINGS.c.state == State.ACCEPTED, not_(_LISTED))).label("unpublished")
    decided = (*(number(STANDINGS.c.state == state).label(state) for state in states), unpublished, number(_TAKEN).label("gap"))
    yield select(*edition, *decided).select_from(_with_the_list(_DECIDED)).where(STANDINGS.c.state.in_(states))


def _entries_without_paper(store: Store, reading_list: ReadingList) -> dict[str, Entry]:
    held = {match.entry_key for match in matches(store, *IN_LIST)}
    return {key: entry for key, entry in distinct_entries(reading_list).items() if key not in held}


def _list_coverage(store: Store, reading_list: ReadingList, unheld: dict[str, Entry], crawled: Collection[tuple[str, int]]) -> ListCoverage:
    distinct = len(distinct_entries(reading_list))
    return ListCoverage(
        entries=len(reading_list.entries),
        distinct=distinct,
        matched=distinct - len(unheld),
        unmatched=tuple(MissingEntry(entry.title, entry.section, entry.line) for entry in unheld.values()),
        to_confirm=tuple(_doubtful(store, unheld)),
        not_crawled=not_crawled(unheld.values(), crawled, store.editions),
    )


def _doubtful(store: Store, entries: dict[str, Entry]) -> Iterator[DoubtfulEntry]:
    for match in matches(store, MatchState.TO_CONFIRM):
        if match.entry_key in entries:
            entry = entries[match.entry_key]
            title = store.paper(match.paper_id).title
            yield DoubtfulEntry(
                title=entry.title,
                line=entry.line,
                entry_key=match.entry_key,
                paper_id=match.paper_id,
                paper_title=title,
                reason=match.reason,
            )


def _todo_coverage(item: TodoItem, rows: dict[tuple[str, int], EditionCoverage], table: EditionTable) -> TodoCoverage:
    names = tuple(f"{venue}-{year}" for venue, year in item.editions)
    if not names:
        return TodoCoverage(text=item.text, edition=None, done=item.checked, obstacles=() if item.checked else ("names no edition",))
    return TodoCoverage(
        text=item.text, edition=names[0], done=item.checked, editions=names, obstacles=todo_obstacles(item, rows.values(), table)
    )


def todo_obstacles(item: TodoItem, rows: Iterable[EditionCoverage], table: EditionTable) -> tuple[str, ...]:
    """What keeps the editions of an item from being done, each with its edition when there are several."""
    wanted = [row for row in rows if (row.venue, row.year) in item.editions]
    several = len(item.editions) > 1
    return tuple(f"{row.edition}: {each}" if several else each for row in wanted for each in _known_obstacles(row, table))


def _known_obstacles(row: EditionCoverage, table: EditionTable) -> tuple[str, ...]:
    if row.venue not in table.venues and row.status == EditionStatus.NOT_TRIED:
        return (f"covenue knows no venue {row.venue}",)
    return row.obstacles


def _by_category(store: Store, reading_list: ReadingList) -> list[CategoryYear]:
    """The list's sections in their order, each by year."""
    years = _years(store)
    listed = Counter((entry.section, years.get(entry_key(entry), entry.year)) for entry in reading_list.entries)
    waiting = select(CATEGORY, PAPERS.c.year, STATE, func.count()).select_from(_with_the_list(JOINED)).where(not_(_LISTED))
    found: dict[str, Counter[tuple[str, int | None]]] = {state: Counter() for state in (State.ACCEPTED, State.PENDING)}
    with store.reading() as connection:
        for condition in (STANDINGS.c.state == State.ACCEPTED, IS_PENDING):
            for category, year, state, papers in connection.execute(waiting.where(condition).group_by(CATEGORY, PAPERS.c.year, STATE)):
                found[state][category or "", year] = papers
    places = list(dict.fromkeys((*reading_list.categories, *(category for counter in found.values() for category, _ in counter))))
    keys = {*listed, *(key for counter in found.values() for key in counter)}
    ordered = sorted(keys, key=lambda key: (places.index(key[0]) if key[0] in places else len(places), key[1] or 0))
    return [
        CategoryYear(
            category=category,
            year=year,
            listed=listed[category, year],
            accepted=found[State.ACCEPTED][category, year],
            pending=found[State.PENDING][category, year],
        )
        for category, year in ordered
    ]


def _years(store: Store) -> dict[str, int]:
    """The year of each entry's paper, by the entry's key."""
    question = (
        select(MATCHES.c.entry_key, PAPERS.c.year).join(PAPERS, PAPERS.c.id == MATCHES.c.paper_id).where(MATCHES.c.state.in_(IN_LIST))
    )
    with store.reading() as connection:
        return {row.entry_key: row.year for row in connection.execute(question)}
