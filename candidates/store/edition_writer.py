"""Puts what a crawl brings into the store: recognises known papers, completes their fields, keeps the ledger in step."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, fields, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from candidates.matching.same_paper import ALIKE, PaperRef, likeness, same_record
from candidates.matching.titles import match_key
from candidates.store.database import Store, now, papers_changed
from candidates.store.tables import DECISIONS, EDITIONS, MERGES, PAGES, PAPERS
from candidates.store.title_keys import title_keys
from spiders.items import EditionItem, KnownPaper, PageItem, PageRecord, StoreResult
from spiders.paper import COMPLETED_FIELDS, Paper

_Rows = dict[str, dict[str, Any]]

# An open page (one that failed while the list was complete) has this row in the ledger, so that the next run knows of it.
OPEN = "#open"
# The longest title of a crawled paper has 329 letters (73,780 papers of 2021 to 2025, 2026-11).
MOST_BYTES = 2_000
# As fast as all at once, and it needs less memory.
ROWS_A_STATEMENT = 500


class EditionWriter:
    """The papers of one edition in memory, by all that identifies them; writes through to the store.

    One writer an edition and process: a crawl has the database's crawl lock.
    """

    def __init__(self, store: Store, venue: str, year: int) -> None:
        self._store, self._venue, self._year = store, venue, year
        self._rows: dict[str, dict[str, Any]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._titles: dict[str, list[str]] = {}
        self._split: set[tuple[str, str]] = set()
        # By source: the papers that it brought first, and all that it named, since this writer was made.
        self._brought: dict[str, set[str]] = {}
        self._named: dict[str, set[str]] = {}
        with store.reading() as connection:
            chosen = select(PAPERS).where(PAPERS.c.venue == venue, PAPERS.c.year == year)
            for row in connection.execute(chosen).mappings():
                self._remember(dict(row))
            undone = select(MERGES.c.paper_id, MERGES.c.merged).where(
                MERGES.c.undone_at.is_not(None), MERGES.c.paper_id.startswith(f"{venue}-{year}-")
            )
            self._split = {(row.paper_id, row.merged["source"]) for row in connection.execute(undone)}

    def __len__(self) -> int:
        return len(self._rows)

    def known(self) -> list[KnownPaper]:
        """The papers, for sources that complete them."""
        return [
            KnownPaper(row["id"], row["title"], row["url"], row["doi"], row["track"], row["abstract"] is not None)
            for row in self._rows.values()
        ]

    def save(self, item: PageItem) -> StoreResult:
        """Stores a page's papers and its ledger row in one transaction; what is in memory changes only when that succeeded."""
        added, changed, merged = self._sort(item.papers, item.source, item.adds)
        moment = now()
        with self._store.writing() as connection:
            for part in _parts(added.values()):
                connection.execute(PAPERS.insert(), [{**row, "stored_at": moment, "changed_at": moment} for row in part])
            for part in _parts(changed.values()):
                # Only what may change: rows read from the database hold more than those added in this run, and one statement takes both.
                updates = [{name: row[name] for name in _CHANGING} | {"key_id": row["id"], "changed_at": moment} for row in part]
                connection.execute(_UPDATE, updates)
            if merged:
                connection.execute(MERGES.insert(), [{**merge, "merged_at": moment} for merge in merged])
            if added or changed:
                papers_changed(connection)
            _write_page(connection, item, moment)
        for row in (*added.values(), *changed.values()):
            self._remember(row)
        self._brought.setdefault(item.source, set()).update(added)
        return StoreResult(new=len(added))

    def drop(self, source: str, confirmed_by: str) -> None:
        """Takes out the papers that `source` brought since this writer was made and that `confirmed_by` did not name; decided ones stay."""
        if not self._named.get(confirmed_by):
            return  # its pages were read in an earlier run: nobody knows now what they named
        aliens = self._brought.get(source, set()) - self._named[confirmed_by]
        with self._store.writing() as connection:
            decided = set(connection.scalars(select(DECISIONS.c.paper_id).distinct()))
            for part in _parts([{"id": paper_id} for paper_id in aliens - decided]):
                connection.execute(delete(PAPERS).where(PAPERS.c.id.in_([row["id"] for row in part])))
            if aliens - decided:
                papers_changed(connection, removed=True)
        for paper_id in aliens - decided:
            self._forget(paper_id)

    def _forget(self, paper_id: str) -> None:
        row = self._rows.pop(paper_id)
        for identity in _identities(row):
            self._ids.pop(identity, None)
        self._titles[row["match_key"]].remove(paper_id)

    def _sort(self, papers: Iterable[Paper], source: str, adds: bool) -> tuple[_Rows, _Rows, list[dict[str, Any]]]:
        """New rows, changed rows, and the merges by title."""
        added: _Rows = {}
        changed: _Rows = {}
        merged: list[dict[str, Any]] = []
        named: set[str] = set()
        fresh = _Index(self._ids, self._titles, self._rows, self._split)
        for paper in filter(None, map(_storable, papers)):
            known, by_title = fresh.find(paper, named)
            if known is None:
                if adds:
                    row = self._new_row(paper, fresh)
                    added[row["id"]] = row
                    fresh.add(row)
                    named.add(row["id"])
                continue
            named.add(known["id"])
            if by_title and _source(paper) not in known["origins"].values():
                merged.append(merge_of(known, paper))
            completed = _completed(known, paper)
            if completed is not known:
                (added if known["id"] in added else changed)[known["id"]] = completed
                fresh.add(completed)
        self._named.setdefault(source, set()).update(named)
        return added, changed, merged

    def _new_row(self, paper: Paper, index: "_Index") -> dict[str, Any]:
        keys = title_keys(paper.title)
        key = keys["title_key"]
        paper_id = f"{self._venue}-{self._year}-{_digest(key)}"
        if index.has(paper_id):  # two papers of one title, told apart by their identifiers
            paper_id = f"{self._venue}-{self._year}-{_digest(key, paper.doi, paper.forum, paper.url)}"
        return {
            "id": paper_id,
            "venue": self._venue,
            "year": self._year,
            **keys,
            "origins": dict(paper.origins),
            **{name: _stored(getattr(paper, name)) for name in COMPLETED_FIELDS},
        }

    def _remember(self, row: dict[str, Any]) -> None:
        self._rows[row["id"]] = row
        for identity in _identities(row):
            self._ids[identity] = row["id"]
        ids = self._titles.setdefault(row["match_key"], [])
        if row["id"] not in ids:
            ids.append(row["id"])


def _parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows in parts: SQLAlchemy keeps copies of what one statement is given (8 MB for 5,800 papers, 2026-11)."""
    iterator = iter(rows)
    while part := list(islice(iterator, ROWS_A_STATEMENT)):
        yield part


class _Index:
    """The writer's index with the rows of a page that is not stored yet laid over it."""

    def __init__(
        self,
        ids: Mapping[tuple[str, str], str],
        titles: Mapping[str, Sequence[str]],
        rows: Mapping[str, dict[str, Any]],
        split: Set[tuple[str, str]],
    ) -> None:
        self._below = ids, titles, rows
        self._split = split
        self._ids: dict[tuple[str, str], str] = {}
        self._titles: dict[str, list[str]] = {}
        self._rows: dict[str, dict[str, Any]] = {}

    def add(self, row: dict[str, Any]) -> None:
        self._rows[row["id"]] = row
        self._ids.update(dict.fromkeys(_identities(row), row["id"]))
        self._titles.setdefault(row["match_key"], []).append(row["id"])

    def has(self, paper_id: str) -> bool:
        return paper_id in self._rows or paper_id in self._below[2]

    def find(self, paper: Paper, named: Set[str]) -> tuple[dict[str, Any] | None, bool]:
        """The known paper that this one is, and whether by its title only.

        Same identifier; else `same_record` says so, and nobody took the two apart. `named`: what its page named already. A page that gives
        one identifier to two titles has made a slip with it, for it names each paper once: two DOIs typed alike must not lose a paper.
        """
        owner = self._owner(paper)
        if owner is not None and _is_retitled(owner, paper):
            titled, _ = self._by_title(paper)
            return titled or (None if owner["id"] in named else owner), False
        return (owner, False) if owner is not None else self._by_title(paper)

    def _owner(self, paper: Paper) -> dict[str, Any] | None:
        """The known paper with an identifier of this one."""
        ids, _, rows = self._below
        for identity in _identities({"doi": paper.doi, "forum": paper.forum, "url": paper.url}):
            if found := self._ids.get(identity) or ids.get(identity):
                return self._rows.get(found) or rows[found]
        return None

    def _by_title(self, paper: Paper) -> tuple[dict[str, Any] | None, bool]:
        _, titles, rows = self._below
        key, ref = match_key(paper.title), _ref(paper)
        for found in dict.fromkeys((*self._titles.get(key, ()), *titles.get(key, ()))):
            row = self._rows.get(found) or rows[found]
            if same_record(ref, _ref(row)).same and (found, _source(paper)) not in self._split:
                return row, True
        return None, False


def _source(paper: Paper) -> str:
    return paper.origins.get("title", "")


def merge_of(known: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    """The row that records why a source's record was taken for a known paper, with what tells the record again."""
    others = ", ".join(dict.fromkeys(known["origins"].values()))
    return {
        "paper_id": known["id"],
        "merged": {
            "source": _source(paper),
            "title": paper.title,
            "authors": list(paper.authors),
            **{name: getattr(paper, name) for name in ("url", "doi", "forum")},
        },
        "reason": f"the same title in {others} and {_source(paper)}, and no identifier says otherwise",
    }


def _identities(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What can only belong to one paper, by kind. Addresses count as a kind a host: a paper has one page at each."""
    found = [(kind, row[kind].lower() if kind == "doi" else row[kind]) for kind in ("doi", "forum") if row.get(kind)]
    if url := row.get("url"):
        found.append((f"url {url.split('/')[2] if '://' in url else ''}", url))
    return found


def _ref(record: Paper | Mapping[str, Any]) -> PaperRef:
    """A record, stored or new, as matching sees it."""
    given = record if isinstance(record, Mapping) else {name: getattr(record, name) for name in ("title", "doi", "forum", "url")}
    return PaperRef(id="", title=given["title"], doi=given["doi"], forum=given["forum"], url=given["url"])


def _is_retitled(row: Mapping[str, Any], paper: Paper) -> bool:
    """They share an identifier and their titles are not even alike."""
    return row["match_key"] != match_key(paper.title) and likeness(row["title"], paper.title) < ALIKE


def _completed(row: dict[str, Any], paper: Paper) -> dict[str, Any]:
    """The row with its empty fields filled, and those that came from the same source brought up to date; the row itself if none."""
    origins = dict(row["origins"])
    changes: dict[str, Any] = {}
    for name in COMPLETED_FIELDS:
        value, origin = _stored(getattr(paper, name)), paper.origins.get(name, "")
        if value and value != row[name] and (not row[name] or origins.get(name) == origin):
            changes[name] = value
            origins[name] = origin
    if not changes:
        return row
    if "title" in changes:
        changes |= title_keys(changes["title"])
    return {**row, **changes, "origins": origins}


def _storable(paper: Paper) -> Paper | None:
    """The paper without identifiers that are none; None for a title beyond any real one. Indexes hold them: PostgreSQL's take 2,700 bytes,
    and a title of 10 MB ended a crawl there."""
    if len(paper.title.encode("utf-8", "replace")) > MOST_BYTES:
        return None

    def short(text: str) -> str:
        return text if len(text.encode("utf-8", "replace")) <= MOST_BYTES else ""

    return replace(paper, doi=short(paper.doi), forum=short(paper.forum), url=short(paper.url), pdf=short(paper.pdf))


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _digest(*parts: str) -> str:
    """Ten hex digits: among the 7,000 papers of the largest edition two collide once in 45,000 editions."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


_CHANGING = (*COMPLETED_FIELDS, "title_key", "match_key", "origins")
_UPDATE = PAPERS.update().where(PAPERS.c.id == bindparam("key_id")).values({name: bindparam(name) for name in (*_CHANGING, "changed_at")})


def _write_page(connection: Connection, item: PageItem, moment: str) -> None:
    where = (PAGES.c.venue == item.venue, PAGES.c.year == item.year, PAGES.c.source == item.source, PAGES.c.page == item.page)
    connection.execute(delete(PAGES).where(*where))
    key = {"venue": item.venue, "year": item.year, "source": item.source, "page": item.page}
    connection.execute(PAGES.insert().values(**key, **asdict(item.record), fetched_at=moment))


def write_edition(store: Store, item: EditionItem, crawled: int) -> None:
    """Stores how an edition's crawl ended; `crawled`: the papers of it in the store."""
    declared = None
    if item.declares_total:
        # A page's doubles make the parts add up to more than there are; what is missing is counted apart.
        declared = min(item.listed, crawled) + item.missing
    row = {
        "status": item.status,
        "declared": declared,
        "counted": item.counted,
        "requests": item.requests,
        "bytes": item.bytes,
        "seconds": item.seconds,
        "sources": list(dict.fromkeys(item.sources)),
        "message": item.message,
        "checked_at": now(),
    }
    where = (EDITIONS.c.venue == item.venue, EDITIONS.c.year == item.year)
    with store.writing() as connection:
        if not connection.execute(EDITIONS.update().where(*where).values(**row)).rowcount:
            connection.execute(EDITIONS.insert().values(venue=item.venue, year=item.year, **row))
        mark = (PAGES.c.venue == item.venue, PAGES.c.year == item.year, PAGES.c.page == OPEN)
        connection.execute(delete(PAGES).where(*mark))
        if item.unread_pages:
            count = {"listed": item.unread_pages, "papers": 0, "note": item.unread_until, "fetched_at": row["checked_at"]}
            connection.execute(PAGES.insert().values(venue=item.venue, year=item.year, source=OPEN, page=OPEN, **count))


def forget_pages(store: Store, venue: str, year: int, source: str) -> None:
    """Takes a source's pages of an edition out of the ledger."""
    with store.writing() as connection:
        connection.execute(delete(PAGES).where(PAGES.c.venue == venue, PAGES.c.year == year, PAGES.c.source == source))


class StoreMemory:
    """What spiders may ask (see `spiders.items.Memory`), and the writers that store their items."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writers: dict[tuple[str, int], EditionWriter] = {}

    def writer(self, venue: str, year: int) -> EditionWriter:
        if (venue, year) not in self._writers:
            self._writers[venue, year] = EditionWriter(self._store, venue, year)
        return self._writers[venue, year]

    def forget(self, venue: str, year: int) -> None:
        """Frees the memory of an edition whose crawl has ended."""
        self._writers.pop((venue, year), None)

    def papers(self, venue: str, year: int) -> list[KnownPaper]:
        return self.writer(venue, year).known()

    def pages(self, venue: str, year: int, source: str) -> dict[str, PageRecord]:
        names = [each.name for each in fields(PageRecord)]
        chosen = select(PAGES).where(PAGES.c.venue == venue, PAGES.c.year == year, PAGES.c.source == source)
        with self._store.reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        return {row["page"]: PageRecord(**{name: row[name] for name in names}) for row in rows}

    def status(self, venue: str, year: int) -> str | None:
        """How the last crawl of the edition ended, None where none did."""
        chosen = select(EDITIONS.c.status).where(EDITIONS.c.venue == venue, EDITIONS.c.year == year)
        with self._store.reading() as connection:
            return connection.scalar(chosen)
