"""Both sides of a match, for a person to compare: the entry with its line, the paper with its title, edition and address."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, select

from candidates.queue.candidates import CHUNK
from candidates.queue.list_matches import EntryMatch
from candidates.reading_list.parts import Entry
from candidates.store.database import Store
from candidates.store.tables import PAPERS


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedPair:
    """`line` and `entry` are where and how the entry stands in the list; None and "" where it is not there at present."""

    match: EntryMatch
    line: int | None
    entry: str
    title: str
    venue: str
    year: int
    url: str

    def as_json(self) -> dict[str, Any]:
        """The match with what stands on both sides, in one record."""
        return {**asdict(self.match), **{name: getattr(self, name) for name in ("line", "entry", "title", "venue", "year", "url")}}


def matched_pairs(store: Store, found: Sequence[EntryMatch], entries: Mapping[str, Entry]) -> list[MatchedPair]:
    """The matches with both sides, in their order; `entries` by key, as `distinct_entries` gives them."""
    papers = _papers(store, [match.paper_id for match in found])
    pairs = []
    for match in found:
        entry, paper = entries.get(match.entry_key), papers[match.paper_id]
        pairs.append(
            MatchedPair(
                match=match,
                line=entry.line if entry else None,
                entry=entry.title if entry else "",
                title=paper.title,
                venue=paper.venue,
                year=paper.year,
                url=paper.url or (f"https://doi.org/{paper.doi}" if paper.doi else ""),
            )
        )
    return pairs


def _papers(store: Store, ids: Sequence[str]) -> dict[str, Row[Any]]:
    columns = [PAPERS.c[name] for name in ("id", "title", "venue", "year", "url", "doi")]
    rows: dict[str, Row[Any]] = {}
    with store.reading() as connection:
        for start in range(0, len(ids), CHUNK):
            question = select(*columns).where(PAPERS.c.id.in_(ids[start : start + CHUNK]))
            rows.update((row.id, row) for row in connection.execute(question))
    return rows
