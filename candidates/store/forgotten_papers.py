"""The papers of a forgotten edition of which people said something: what tells each again when it comes back, and what was said.

Ids are made of the first title that is seen, and titles change between a list of accepted papers and the proceedings: a decision on a paper
that came back under its new title waited for it in vain (2026-11). Decisions and mended titles stay in their own tables.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, TypedDict

from sqlalchemy import Connection, String, Table, cast, select, union

from candidates.matching.same_paper import ALIKE, likeness, same_record
from candidates.matching.titles import match_key
from candidates.store.merges import MergedRecord, record_of
from candidates.store.paper_rows import BY_HAND, identities, paper_of
from candidates.store.retitled import ref_of
from candidates.store.tables import DECISIONS, EDITS, FACTS, MATCHES, MERGES, PAPERS
from spiders.paper import Paper, author_key

# What the comparison alone says of a list's entry and a paper; any other state is a person's word (see `queue.states`).
COMPARED = ("certain", "to-confirm")


class _Kept(TypedDict):
    """A paper that is gone. `records`: its own, then those that were taken for it under whatever title; `abstract`: one given by hand;
    `matches`, `merges`: the rows that people spoke in, the merges taken apart."""

    id: str
    records: list[dict[str, Any]]
    abstract: str
    matches: list[dict[str, Any]]
    merges: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Record:
    """What a source said of a forgotten paper."""

    id: str
    source: str
    paper: Paper


def remember(connection: Connection, venue: str, year: int) -> None:
    """Keeps what tells those papers of an edition again of which somebody said something, beside those that are gone already. To be called
    before they are taken out, in the same transaction."""
    there = set(connection.scalars(select(PAPERS.c.id).where(PAPERS.c.venue == venue, PAPERS.c.year == year)))
    gone = {each["id"]: each for each in _kept(connection, venue, year) if each["id"] not in there}
    gone.update((each["id"], each) for each in _spoken_of(connection, venue, year))
    connection.execute(FACTS.delete().where(FACTS.c.name == _fact(venue, year)))
    if gone:
        connection.execute(FACTS.insert().values(name=_fact(venue, year), value=json.dumps(list(gone.values()), ensure_ascii=False)))


class ForgottenPapers:
    """Those of an edition, by all that tells them again."""

    def __init__(self, connection: Connection, venue: str, year: int) -> None:
        self._kept = {each["id"]: each for each in _kept(connection, venue, year)}
        self._by_identity: dict[tuple[str, str], list[_Record]] = {}
        self._by_title: dict[str, list[_Record]] = {}
        for each in self._kept.values():
            for record in (_Record(each["id"], source, paper) for source, paper in _papers(each, venue, year)):
                self._by_title.setdefault(match_key(record.paper.title), []).append(record)
                for identity in identities(record.paper):
                    self._by_identity.setdefault(identity, []).append(record)

    @property
    def apart(self) -> set[tuple[str, str]]:
        """What people took apart, either way round, as `merges.taken_apart` has it."""
        found = set()
        for each in self._kept.values():
            for merge in each["merges"]:
                found.add((each["id"], merge["merged"]["source"]))
                found.add((f"{each['id']}-{merge['number']}", each["records"][0]["source"]))
        return found

    def id_of(self, paper: Paper, is_there: Callable[[str], bool]) -> str | None:
        """The id of the forgotten paper that comes back with this record; None where it is none, or was there already."""
        known = [each for identity in identities(paper) for each in self._by_identity.get(identity, ()) if _may_be(each.paper, paper)]
        source = paper.origins.get("title", "")
        # Of two that somebody took apart each comes back with its own source.
        titled = sorted(self._by_title.get(match_key(paper.title), []), key=lambda each: each.source != source)
        known += [each for each in titled if same_record(ref_of(each.paper), ref_of(paper)).same]
        return next((each.id for each in known if not is_there(each.id)), None)

    def completed(self, paper_id: str, paper: Paper) -> Paper:
        """The paper with the abstract that somebody gave, where its record has none."""
        given = self._kept[paper_id]["abstract"] if paper_id in self._kept else ""
        return replace(paper, abstract=given, origins={**paper.origins, "abstract": BY_HAND}) if given and not paper.abstract else paper

    def put_back(self, connection: Connection, paper_ids: Iterable[str]) -> None:
        """Writes what people said of those among these papers that came back."""
        for each in (self._kept[paper_id] for paper_id in paper_ids if paper_id in self._kept):
            if each["matches"]:
                connection.execute(MATCHES.insert(), each["matches"])
            for merge in each["merges"]:
                taken = connection.scalar(select(MERGES.c.number).where(MERGES.c.number == merge["number"]))
                connection.execute(MERGES.insert().values(**{name: merge[name] for name in merge if name != "number" or taken is None}))


def _fact(venue: str, year: int) -> str:
    return f"forgotten {venue}-{year}"


def _kept(connection: Connection, venue: str, year: int) -> list[_Kept]:
    value = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == _fact(venue, year)))
    return json.loads(value) if value else []


def _papers(kept: _Kept, venue: str, year: int) -> Iterable[tuple[str, Paper]]:
    for each in (MergedRecord(**record) for record in kept["records"]):
        paper = Paper(title=each.title, venue=venue, year=year, authors=tuple(each.authors), url=each.url, doi=each.doi, forum=each.forum)
        yield each.source, paper


def _spoken_of(connection: Connection, venue: str, year: int) -> list[_Kept]:
    parted = MERGES.c.undone_at.is_not(None)
    spoken = union(
        select(DECISIONS.c.paper_id),
        select(EDITS.c.paper_id),
        select(MATCHES.c.paper_id).where(MATCHES.c.state.not_in(COMPARED)),
        select(MERGES.c.paper_id).where(parted),
        select(MERGES.c.paper_id + "-" + cast(MERGES.c.number, String)).where(parted),
    )
    named = PAPERS.alias("named")
    # With the others of their title: each comes back as itself, whichever comes first.
    titles = select(named.c.match_key).where(named.c.venue == venue, named.c.year == year, named.c.match_key != "", named.c.id.in_(spoken))
    mine = (PAPERS.c.venue == venue, PAPERS.c.year == year, PAPERS.c.id.in_(spoken) | PAPERS.c.match_key.in_(titles))
    matches, merges = (_by_paper(connection, table, select(PAPERS.c.id).where(*mine)) for table in (MATCHES, MERGES))
    found: list[_Kept] = []
    for row in connection.execute(select(PAPERS).where(*mine)).mappings():
        paper, merged = paper_of(row), merges.get(row["id"], [])
        found.append(
            {
                "id": row["id"],
                "records": [asdict(record_of(paper)), *(each["merged"] for each in merged if each["undone_at"] is None)],
                "abstract": paper.abstract or "" if paper.origins.get("abstract") == BY_HAND else "",
                "matches": [each for each in matches.get(row["id"], []) if each["state"] not in COMPARED],
                "merges": [each for each in merged if each["undone_at"] is not None],
            }
        )
    return found


def _by_paper(connection: Connection, table: Table, papers: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(select(table).where(table.c.paper_id.in_(papers))).mappings():
        found.setdefault(row["paper_id"], []).append(dict(row))
    return found


def _may_be(known: Paper, paper: Paper) -> bool:
    """Whether a record with an identifier of a forgotten paper is that paper: a slip gives one identifier to two."""
    authors = [tuple(map(author_key, each.authors)) for each in (known, paper)]
    return likeness(known.title, paper.title) >= ALIKE or not all(authors) or authors[0] == authors[1]
