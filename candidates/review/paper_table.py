"""Every crawled paper as a table: searched, filtered, sorted, a page at a time. Reads the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, and_, func, literal, select

from candidates.coverage.report import missing_ids
from candidates.queue import candidates as queue
from candidates.queue.agreement import second_opinions
from candidates.queue.states import IN_LIST, State
from candidates.review.pages import ANY, LONGEST_SEARCH, SECOND
from candidates.store.database import Store
from candidates.store.search import FREQUENT, has_words, number_with_words
from candidates.store.tables import MATCHES, PAPERS, SCREENINGS, STANDINGS

# Papers on a page: two to four screens, and as many as a person reads over before deciding on them together.
PAGE = 50
NOT_PROPOSED = "none"
LISTED = "listed"
# What the coverage counts as missing: it belongs by decision or by screening, and is not in the list.
MISSING = "missing"
STATES = (ANY, *State, MISSING, SECOND, LISTED, NOT_PROPOSED)
SORTS = {"score": "score", "title": "title", "edition": "venue, newest first", "decided": "decided last"}
SCORES = ("0.95", "0.8", "0.5", "0.2")


# Papers counted at most where counting means looking at each; a person who has a thousand before them narrows the search.
MOST_HITS = 1000
MOST_PAGES = 200
SCREENED = SCREENINGS.join(PAPERS, PAPERS.c.id == SCREENINGS.c.paper_id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
JUDGED = STANDINGS.join(PAPERS, PAPERS.c.id == STANDINGS.c.paper_id).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id)
COLUMNS = (
    *(PAPERS.c[name] for name in ("id", "title", "venue", "year")),
    queue.STATE.label("state"),
    queue.CATEGORY.label("category"),
    SCREENINGS.c.score,
    STANDINGS.c.decided_by,
    PAPERS.c.abstract.is_not(None).label("has_abstract"),
    func.coalesce(STANDINGS.c.decision, 0).label("decision"),
    queue.IS_IN_LIST.label("in_list"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFilter:
    """What of the papers is shown; it travels in the address. Words that mean nothing count as not given."""

    text: str = ""
    state: str = ANY
    edition: str = ""
    category: str = ""
    score: str = ""
    missing: str = ""
    sort: str = "score"
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "TableFilter":
        """From the parameters of an address; words that mean nothing count as not given."""

        def one_of(name: str, known: tuple[str, ...], usual: str) -> str:
            return given[name] if given.get(name) in known else usual

        page = given.get("page", "1")
        return cls(
            text=" ".join(given.get("text", "").split())[:LONGEST_SEARCH],
            state=one_of("state", STATES, ANY),
            edition=given.get("edition", "").strip()[:LONGEST_SEARCH],
            category=given.get("category", "").strip()[:LONGEST_SEARCH],
            score=one_of("score", SCORES, ""),
            missing=one_of("missing", ("abstract",), ""),
            sort=one_of("sort", tuple(SORTS), "score"),
            page=min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def fields(self) -> dict[str, str]:
        """What differs from everything, for addresses."""
        usual = TableFilter()
        names = ("text", "state", "edition", "category", "score", "missing", "sort", "page")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name) != getattr(usual, name)}

    def but(self, **other: Any) -> "TableFilter":
        """The same with other values, from the first page on."""
        return replace(self, **{"page": 1, **other})

    def address(self, path: str, **more: str) -> str:
        """The path with the filter as its query, and `more` parameters."""
        query = urlencode({**self.fields, **more})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A paper in the table. `decision`: the number of the decision that stands (0: none)."""

    id: str
    title: str
    venue: str
    year: int
    state: str
    category: str | None
    score: float | None
    decided_by: str | None
    has_abstract: bool
    decision: int
    in_list: bool


@dataclass(frozen=True, slots=True)
class VenueEditions:
    """A venue to choose, as a whole or one of its editions, each with its name."""

    id: str
    name: str
    editions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A page of the table; `hits` is the number of papers on all pages."""

    filter: TableFilter
    rows: tuple[TableRow, ...]
    hits: int
    venues: tuple["VenueEditions", ...]

    @property
    def pages(self) -> int:
        """How many pages the table has; at least one."""
        return min(max(-(-self.hits // PAGE), 1), MOST_PAGES)

    @property
    def counted(self) -> bool:
        """Whether `hits` is the whole number, and not only "more than `MOST_HITS`"."""
        return self.hits != MOST_HITS + 1


def table_page(store: Store, shown: TableFilter, reader: str) -> TablePage:
    """The papers of a page. Raises StoreError."""
    with store.reading() as connection:
        conditions = _conditions(store, connection, shown, reader)
        hits = _hits(store, connection, shown, conditions)
        ids = _page_ids(connection, shown, conditions)
        question = select(*COLUMNS).select_from(queue.JOINED).where(PAPERS.c.id.in_(ids))
        found = {row["id"]: TableRow(**row) for row in connection.execute(question).mappings()}
        asked = select(PAPERS.c.venue, PAPERS.c.year).distinct().order_by(PAPERS.c.venue, PAPERS.c.year)
        editions = [(row.venue, row.year) for row in connection.execute(asked)]
    return TablePage(filter=shown, rows=tuple(found[each] for each in ids), hits=hits, venues=_venues(store, editions))


def _venues(store: Store, editions: Sequence[tuple[str, int]]) -> tuple[VenueEditions, ...]:
    made = []
    for venue, rows in groupby(editions, key=lambda each: each[0]):
        name = store.editions.name_of(venue)
        made.append(VenueEditions(venue, name, tuple((f"{venue}-{year}", f"{name} {year}") for _, year in rows)))
    return tuple(made)


def _conditions(store: Store, connection: Connection, shown: TableFilter, reader: str) -> list[Any]:
    conditions: list[Any] = [has_words(store, shown.text, connection)] if shown.text else []
    venue, _, year = shown.edition.rpartition("-")
    if venue and year.isdecimal() and len(year) == 4:
        conditions.append(and_(PAPERS.c.venue == venue, PAPERS.c.year == int(year)))
    elif shown.edition:
        conditions.append(PAPERS.c.venue == shown.edition)
    if shown.state == SECOND:
        conditions.append(PAPERS.c.id.in_([paper_id for paper_id, _ in second_opinions(store, reader)]))
    elif shown.state != ANY:
        special = {
            State.PENDING: queue.IS_PENDING,
            NOT_PROPOSED: and_(queue.STATE == "", ~queue.IS_IN_LIST),
            LISTED: PAPERS.c.id.in_(select(MATCHES.c.paper_id).where(MATCHES.c.state.in_(IN_LIST))),
            MISSING: PAPERS.c.id.in_(missing_ids()),
        }
        conditions.append(special.get(shown.state, STANDINGS.c.state == shown.state))
    if shown.category:
        conditions.append(shown.category == queue.CATEGORY)
    if shown.score:
        conditions.append(SCREENINGS.c.score >= float(shown.score))
    if shown.missing:
        conditions.append(_without_abstract(connection))
    return conditions


def _without_abstract(connection: Connection) -> Any:
    """Named one by one where there are few: in the order of the scores all papers would be looked at to find them."""
    without = PAPERS.c.abstract.is_(None)
    first = connection.scalars(select(PAPERS.c.id).where(without).limit(FREQUENT)).all()
    return PAPERS.c.id.in_(first) if len(first) < FREQUENT else without


def _hits(store: Store, connection: Connection, shown: TableFilter, conditions: list[Any]) -> int:
    """How many papers there are; exactly where that is quick, else up to `MOST_HITS` and one more for "more"."""
    if not conditions:
        return connection.scalar(select(func.count()).select_from(PAPERS)) or 0
    if len(conditions) == 1 and shown.text:
        return number_with_words(store, connection, shown.text)
    some = select(literal(1)).select_from(queue.JOINED).where(*conditions).limit(MOST_HITS + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _page_ids(connection: Connection, shown: TableFilter, conditions: list[Any]) -> list[str]:
    start = PAGE * (shown.page - 1)
    if shown.sort != "score":
        orders: dict[str, tuple[Any, ...]] = {
            "title": (PAPERS.c.title_key, PAPERS.c.id),
            "edition": (PAPERS.c.venue, PAPERS.c.year.desc(), PAPERS.c.id),
            "decided": (STANDINGS.c.decided_at.desc(), PAPERS.c.id),
        }
        tables = JUDGED if shown.sort == "decided" else queue.JOINED
        question = select(PAPERS.c.id).select_from(tables).where(*conditions).order_by(*orders[shown.sort])
        return list(connection.scalars(question.offset(start).limit(PAGE)))
    # By the index of the scores, so that the first page need not sort everything; papers without a score come behind.
    screened = select(PAPERS.c.id).select_from(SCREENED).where(*conditions)
    ids = list(connection.scalars(screened.order_by(SCREENINGS.c.score.desc(), SCREENINGS.c.paper_id.desc()).offset(start).limit(PAGE)))
    if len(ids) < PAGE and not shown.score:
        before = connection.scalar(select(func.count()).select_from(screened.subquery())) or 0 if start else len(ids)
        rest = select(PAPERS.c.id).select_from(queue.JOINED).where(*conditions, SCREENINGS.c.paper_id.is_(None)).order_by(PAPERS.c.id)
        ids += connection.scalars(rest.offset(max(start - before, 0)).limit(PAGE - len(ids)))
    return ids
