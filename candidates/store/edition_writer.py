"""Puts what a crawl brings into the store: recognises known papers, completes their fields, keeps the ledger in step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, fields, replace
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, bindparam, delete, select, union

from candidates.matching.same_paper import ALIKE, likeness, same_record
from candidates.matching.titles import match_key
from candidates.store.database import Store, now, papers_changed
from candidates.store.forgotten_papers import ForgottenPapers
from candidates.store.merges import NewMerge, record_of, taken_apart
from candidates.store.paper_rows import StoredPaper, columns_of, identities, new_id, stored_paper
from candidates.store.retitled import Lists, ref_of, retitled
from candidates.store.tables import DECISIONS, EDITIONS, EDITS, MERGES, PAGES, PAPERS
from spiders.items import ABSTRACTS_OF_KNOWN, EditionItem, KnownPaper, Memory, PageItem, PageRecord, StoreResult
from spiders.paper import COMPLETED_FIELDS, Paper

_Papers = dict[str, StoredPaper]
_Part = TypeVar("_Part")

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
        self._papers: _Papers = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._titles: dict[str, list[str]] = {}
        # By source: the papers that it brought first, and all that it named, since this writer was made.
        self._brought: dict[str, set[str]] = {}
        self._named: dict[str, set[str]] = {}
        with store.reading() as connection:
            chosen = select(PAPERS).where(PAPERS.c.venue == venue, PAPERS.c.year == year)
            for row in connection.execute(chosen).mappings():
                self._remember(stored_paper(row))
            self._forgotten = ForgottenPapers(connection, venue, year)
            self._apart = taken_apart(connection, venue, year) | self._forgotten.apart

    def __len__(self) -> int:
        return len(self._papers)

    def known(self) -> list[KnownPaper]:
        """The papers, for sources that complete them."""
        return [
            KnownPaper(
                id=each.id,
                title=each.paper.title,
                url=each.paper.url,
                doi=each.paper.doi,
                track=each.paper.track,
                has_abstract=each.paper.abstract is not None,
            )
            for each in self._papers.values()
        ]

    def save(self, item: PageItem) -> StoreResult:
        """Stores a page's papers and its ledger row in one transaction; what is in memory changes only when that succeeded."""
        added, changed, merged = self._sort(item.papers, item.source, item.adds)
        moment = now()
        with self._store.writing() as connection:
            for part in _parts(added.values()):
                times = {"stored_at": moment, "changed_at": moment}
                connection.execute(PAPERS.insert(), [{"id": each.id, **columns_of(each.paper), **times} for each in part])
            for part in _parts(changed.values()):
                connection.execute(_UPDATE, [{"key_id": each.id, **_changing(each.paper), "changed_at": moment} for each in part])
            if merged:
                connection.execute(MERGES.insert(), [{**asdict(merge), "merged_at": moment} for merge in merged])
            if added or changed:
                papers_changed(connection)
            if added:
                self._forgotten.put_back(connection, added)
                _ask_again_for_abstracts(connection, item)
            _write_page(connection, item, moment)
        for each in (*added.values(), *changed.values()):
            self._remember(each)
        self._brought.setdefault(item.source, set()).update(added)
        return StoreResult(new=len(added))

    def drop(self, source: str, confirmed_by: str) -> None:
        """Takes out the papers that `source` brought since this writer was made and that `confirmed_by` did not name; decided ones stay."""
        if not self._named.get(confirmed_by):
            return  # its pages were read in an earlier run: nobody knows now what they named
        aliens = self._brought.get(source, set()) - self._named[confirmed_by]
        with self._store.writing() as connection:
            decided = set(connection.scalars(select(DECISIONS.c.paper_id).distinct()))
            for part in _parts(aliens - decided):
                connection.execute(delete(PAPERS).where(PAPERS.c.id.in_(part)))
            if aliens - decided:
                papers_changed(connection, removed=True)
        for paper_id in aliens - decided:
            self._forget(paper_id)

    def join_retitled(self, source: str, listed: int, poorer: Set[str]) -> int:
        """Takes a paper that `source` lists under a new title for the one that a poorer list has (see `retitled`); how many.

        For a list that is the whole of `listed` papers, read since this writer was made. Titles change between the list of accepted papers
        and the proceedings (6 of the 84 of ISCA 2023); such a paper was there twice. What somebody decided or mended goes nowhere.
        """
        if len(self._named.get(source, ())) < listed:
            return 0  # some of its pages were read in an earlier run: nobody knows now what they named
        lists = Lists(source=source, poorer=poorer, named=self._named, brought=self._brought)
        if not retitled(self._papers, lists, frozenset()):
            return 0
        with self._store.writing() as connection:
            moment, held = now(), set(connection.scalars(union(select(DECISIONS.c.paper_id), select(EDITS.c.paper_id))))
            pairs = retitled(self._papers, lists, held)
            for pair in pairs:
                connection.execute(delete(PAPERS).where(PAPERS.c.id == pair.gone))
                connection.execute(_UPDATE, [{"key_id": pair.both.id, **_changing(pair.both.paper), "changed_at": moment}])
                connection.execute(MERGES.insert(), [{**asdict(pair.merge), "merged_at": moment}])
            if pairs:
                papers_changed(connection, removed=True)
        for pair in pairs:
            self._forget(pair.gone)
            self._forget(pair.both.id)
            self._remember(pair.both)
            for ids in (*self._named.values(), *self._brought.values()):
                ids.discard(pair.gone)
            self._named[source].add(pair.both.id)
        return len(pairs)

    def _forget(self, paper_id: str) -> None:
        gone = self._papers.pop(paper_id)
        for identity in identities(gone.paper):
            self._ids.pop(identity, None)
        self._titles[gone.match_key].remove(paper_id)

    def _sort(self, papers: Iterable[Paper], source: str, adds: bool) -> tuple[_Papers, _Papers, list[NewMerge]]:
        """New papers, changed papers, and the merges by title."""
        added: _Papers = {}
        changed: _Papers = {}
        merged: list[NewMerge] = []
        named: set[str] = set()
        fresh = _Index(self._ids, self._titles, self._papers, self._apart)
        for paper in filter(None, map(self._storable, papers)):
            known, by_title = fresh.find(paper, named)
            if known is None:
                if adds:
                    new = _new_paper(paper, fresh, self._forgotten)
                    added[new.id] = new
                    fresh.add(new)
                    named.add(new.id)
                continue
            named.add(known.id)
            if by_title and _source(paper) not in known.paper.origins.values():
                merged.append(merge_of(known, paper))
            completed = _completed(known, paper, lists=adds)
            if completed is not known:
                (added if known.id in added else changed)[known.id] = completed
                fresh.add(completed)
        self._named.setdefault(source, set()).update(named)
        return added, changed, merged

    def _storable(self, paper: Paper) -> Paper | None:
        """The paper as one of this edition, without identifiers that are none; None for a title beyond any real one. Indexes hold them:
        PostgreSQL's take 2,700 bytes, and a title of 10 MB ended a crawl there."""
        if _bytes(paper.title) > MOST_BYTES:
            return None
        doi, forum, url, pdf = (mark if _bytes(mark) <= MOST_BYTES else "" for mark in (paper.doi, paper.forum, paper.url, paper.pdf))
        return replace(paper, venue=self._venue, year=self._year, doi=doi, forum=forum, url=url, pdf=pdf)

    def _remember(self, stored: StoredPaper) -> None:
        self._papers[stored.id] = stored
        for identity in identities(stored.paper):
            self._ids[identity] = stored.id
        ids = self._titles.setdefault(stored.match_key, [])
        if stored.id not in ids:
            ids.append(stored.id)


def _parts(rows: Iterable[_Part]) -> Iterator[list[_Part]]:
    """What is written, in parts: SQLAlchemy keeps copies of what one statement is given (8 MB for 5,800 papers, 2026-11)."""
    iterator = iter(rows)
    while part := list(islice(iterator, ROWS_A_STATEMENT)):
        yield part


class _Index:
    """The writer's index with the papers of a page that is not stored yet laid over it."""

    def __init__(
        self,
        ids: Mapping[tuple[str, str], str],
        titles: Mapping[str, Sequence[str]],
        papers: Mapping[str, StoredPaper],
        apart: Set[tuple[str, str]],
    ) -> None:
        self._below = ids, titles, papers
        self._apart = apart
        self._ids: dict[tuple[str, str], str] = {}
        self._titles: dict[str, list[str]] = {}
        self._papers: _Papers = {}

    def add(self, stored: StoredPaper) -> None:
        self._papers[stored.id] = stored
        self._ids.update(dict.fromkeys(identities(stored.paper), stored.id))
        self._titles.setdefault(stored.match_key, []).append(stored.id)

    def has(self, paper_id: str) -> bool:
        return paper_id in self._papers or paper_id in self._below[2]

    def find(self, paper: Paper, named: Set[str]) -> tuple[StoredPaper | None, bool]:
        """The known paper that this one is, and whether by its title only.

        Same identifier; else `same_record` says so, and nobody took the two apart. `named`: what its page named already. A page that gives
        one identifier to two titles has made a slip with it, for it names each paper once: two DOIs typed alike must not lose a paper.
        """
        owner = self._owner(paper)
        if owner is not None and _is_retitled(owner, paper):
            titled, _ = self._by_title(paper)
            return titled or (None if owner.id in named else owner), False
        return (owner, False) if owner is not None else self._by_title(paper)

    def _owner(self, paper: Paper) -> StoredPaper | None:
        """The known paper with an identifier of this one."""
        ids, _, papers = self._below
        for identity in identities(paper):
            if found := self._ids.get(identity) or ids.get(identity):
                return self._papers.get(found) or papers[found]
        return None

    def _by_title(self, paper: Paper) -> tuple[StoredPaper | None, bool]:
        _, titles, papers = self._below
        key, ref = match_key(paper.title), ref_of(paper)
        for found in dict.fromkeys((*self._titles.get(key, ()), *titles.get(key, ()))):
            known = self._papers.get(found) or papers[found]
            if same_record(ref, ref_of(known.paper)).same and (found, _source(paper)) not in self._apart:
                return known, True
        return None, False


def _new_paper(paper: Paper, index: _Index, forgotten: ForgottenPapers) -> StoredPaper:
    paper_id = forgotten.id_of(paper, index.has) or new_id(paper)
    if index.has(paper_id):  # two papers of one title, told apart by their identifiers
        paper_id = new_id(paper, told_apart=True)
    return StoredPaper(paper_id, forgotten.completed(paper_id, paper), match_key(paper.title))


def _source(paper: Paper) -> str:
    return paper.origins.get("title", "")


def merge_of(known: StoredPaper, paper: Paper) -> NewMerge:
    """Why a source's record was taken for a known paper, with what tells the record again."""
    source, others = _source(paper), ", ".join(dict.fromkeys(known.paper.origins.values()))
    return NewMerge(known.id, record_of(paper), f"the same title in {others} and {source}, and no identifier says otherwise")


def _is_retitled(known: StoredPaper, paper: Paper) -> bool:
    """They share an identifier and their titles are not even alike."""
    return known.match_key != match_key(paper.title) and likeness(known.paper.title, paper.title) < ALIKE


def _completed(known: StoredPaper, paper: Paper, *, lists: bool) -> StoredPaper:
    """With its empty fields filled, and those that came from the same source brought up to date; itself if none is.

    `lists`: by a list, whose page of a paper takes the place of an address that only repeats an identifier. The abstract is read there: a
    paper that Crossref named first, while the publisher's list was cut, stayed without one (seen against a mirror, 2026-11).
    """
    held, origins = known.paper, dict(known.paper.origins)
    empty = {name for name in COMPLETED_FIELDS if not getattr(held, name)}
    if lists and held.url and not held.has_own_page and paper.has_own_page:
        empty.add("url")
    changes = {}
    for name in COMPLETED_FIELDS:
        value, before, origin = getattr(paper, name), getattr(held, name), paper.origins.get(name, "")
        if value and value != before and (name in empty or origins.get(name) == origin):
            changes[name] = value
            origins[name] = origin
    if not changes:
        return known
    completed = replace(held, **changes, origins=origins)
    return StoredPaper(known.id, completed, match_key(completed.title))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


_CHANGING = (*COMPLETED_FIELDS, "title_key", "match_key", "origins")
_UPDATE = PAPERS.update().where(PAPERS.c.id == bindparam("key_id")).values({name: bindparam(name) for name in (*_CHANGING, "changed_at")})


def _changing(paper: Paper) -> dict[str, object]:
    columns = columns_of(paper)
    return {name: columns[name] for name in _CHANGING}


def _ask_again_for_abstracts(connection: Connection, item: PageItem) -> None:
    """Takes what was read for the papers known so far out of the ledger: an edition whose list was cut at first, or grew, had no abstracts
    of its later papers, for good (3,305 of NeurIPS 2023, seen against a mirror, 2026-11).
    """
    of_edition = PAGES.c.venue == item.venue, PAGES.c.year == item.year
    connection.execute(delete(PAGES).where(*of_edition, PAGES.c.page.startswith(ABSTRACTS_OF_KNOWN, autoescape=True)))


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


class StoreMemory(Memory):
    """What spiders may ask, and the writers that store their items."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writers: dict[tuple[str, int], EditionWriter] = {}

    def writer(self, venue: str, year: int) -> EditionWriter:
        """The one writer of an edition; made when it is first asked for."""
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
