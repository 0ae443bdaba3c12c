"""The crawled papers that an entry of the list might be, out of however many there are, without reading them all.

What is read of all papers are the keys of their titles, which one index holds; entries are compared with these, many at a time and on
every core. A million papers take 3 s for twenty entries so (2026-11-29, two cores busy otherwise); to make an index of their words took
20 µs a paper.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, Connection, CursorResult, select

from candidates.matching.paper_ids import page_address
from candidates.matching.same_paper import ALIKE_WITH_AUTHORS, SHORTEST_HEAD, SHORTEST_NAME, SPLITS, PaperRef
from candidates.matching.titles import match_key
from candidates.queue.candidates import CHUNK
from candidates.store.tables import MERGES, PAPERS

# Keys compared at a time: with 200 entries a table of 20 MB.
KEYS_AT_ONCE = 100_000
# Papers looked at for one entry: the likest, and those whose title begins with it (a name before a colon has a few).
MOST_ALIKE, MOST_BEGUN = 20, 500


def near_papers(connection: Connection, refs: Sequence[PaperRef], among: ColumnElement[bool]) -> list[PaperRef]:
    """The papers (of those that `among` holds for) that are alike one of the entries in title, begin with it or lead to its page."""
    keys = _keys(connection, among)
    wanted = set(_alike(keys, [match_key(ref.title) for ref in refs]))
    for ref in refs:
        wanted.update(_begun(keys, ref.title))
    found = {ref.id: ref for ref in papers_where(connection, PAPERS.c.match_key, [keys[n] for n in wanted], among)}
    addresses = [spelling for ref in refs for spelling in _spellings(ref.url)]
    found.update((ref.id, ref) for ref in papers_where(connection, PAPERS.c.url, addresses, among))
    return [found[paper_id] for paper_id in sorted(found)]


def papers_where(
    connection: Connection, column: ColumnElement[str], values: Iterable[str], among: ColumnElement[bool] | None = None
) -> Iterator[PaperRef]:
    """The papers whose column has one of the values."""
    ordered = sorted(set(values))
    names = ("id", "title", "authors", "venue", "year", "doi", "forum", "url")
    for start in range(0, len(ordered), CHUNK):
        question = select(*(PAPERS.c[name] for name in names)).where(column.in_(ordered[start : start + CHUNK])).order_by(PAPERS.c.id)
        for row in connection.execute(question if among is None else question.where(among)):
            yield PaperRef(**{**row._mapping, "authors": tuple(row.authors)})


def under_former_titles(connection: Connection) -> Iterator[PaperRef]:
    """The papers that a list named under another title once (see `store.retitled`), under that title: an entry of the reading list may have
    been written then. Without identifiers, by which they are found anyway.
    """
    title = MERGES.c.merged["title"].as_string()
    columns = (PAPERS.c[name] for name in ("id", "authors", "venue", "year"))
    question = select(*columns, title.label("title")).join(MERGES, MERGES.c.paper_id == PAPERS.c.id)
    for row in connection.execute(question.where(MERGES.c.undone_at.is_(None), title != PAPERS.c.title).order_by(PAPERS.c.id)):
        yield PaperRef(**{**row._mapping, "authors": tuple(row.authors)})


def _keys(connection: Connection, among: ColumnElement[bool]) -> list[str]:
    """The keys of all titles, in order."""
    question = select(PAPERS.c.match_key).where(among, PAPERS.c.match_key != "").order_by(PAPERS.c.match_key)
    result = connection.execute(question)
    # The driver's own rows: a million of SQLAlchemy's take as long again as reading them.
    keys: list[str] = [key for (key,) in result.cursor.fetchall()] if isinstance(result, CursorResult) and result.cursor else []
    keys.sort()  # at once where the engine's order of letters is Python's
    return keys


def _alike(keys: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """The places of the keys that are as alike one of those wanted as a paper may be."""
    import numpy  # here and below: most commands compare nothing
    from rapidfuzz import fuzz, process

    best: list[list[tuple[float, int]]] = [[] for _ in wanted]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        part = keys[start : start + KEYS_AT_ONCE]
        scores = process.cdist(wanted, part, scorer=fuzz.ratio, score_cutoff=ALIKE_WITH_AUTHORS, workers=-1, dtype=numpy.float32)
        for row, column in zip(*numpy.nonzero(scores), strict=True):
            best[row].append((-float(scores[row, column]), start + int(column)))
    for found in best:
        yield from (place for _, place in sorted(found)[:MOST_ALIKE])


def _begun(keys: Sequence[str], title: str) -> Iterator[int]:
    """The places of the titles that an entry begins with (authors follow), and of those that begin with the entry (it is a name)."""
    heads = {match_key(title[: split.start()]) for split in SPLITS.finditer(title)}
    for head in heads:
        if len(head) >= SHORTEST_HEAD:
            yield from _from(keys, head, whole=True)
    if len(name := match_key(title)) >= SHORTEST_NAME:
        yield from _from(keys, name, whole=False)


def _from(keys: Sequence[str], beginning: str, *, whole: bool) -> Iterator[int]:
    first = bisect_left(keys, beginning)
    for place in islice(range(first, len(keys)), MOST_BEGUN):
        if not (keys[place] == beginning if whole else keys[place].startswith(beginning)):
            return
        yield place


def _spellings(url: str) -> Iterator[str]:
    """The addresses that are one page with this one and that sites give."""
    if address := page_address(url):
        for scheme in ("https://", "http://"):
            for host in ("", "www."):
                for end in ("", "/"):
                    yield f"{scheme}{host}{address}{end}"
