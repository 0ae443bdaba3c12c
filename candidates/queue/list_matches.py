"""Which entry of the list is which crawled paper, kept in the table `matches` in step with the list file and the papers.

What a person said (confirmed, refused) outlives every new comparison. Nothing is done when neither the list nor the papers changed, and
where papers were added or completed the list is compared with these alone, so that the commands stay quick.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, select, true

from candidates.errors import NotFoundInStoreError
from candidates.matching.same_paper import Match, Matcher, PaperRef
from candidates.matching.titles import match_key
from candidates.queue.candidates import CHUNK
from candidates.queue.list_identity import note_list
from candidates.queue.near_papers import near_papers, papers_where, under_former_titles
from candidates.queue.states import BY_PERSON, IN_LIST, MatchState
from candidates.reading_list.listed_paper import ref_of
from candidates.reading_list.parts import Entry, ReadingList
from candidates.reading_list.reader import READING_RULE, read_list, read_list_bytes
from candidates.store.database import TIME, Store, last_removal, now, of_editions, set_fact
from candidates.store.tables import FACTS, MATCHES, PAPERS

# Name of the fact that says when the papers were last compared, and how far the clocks of a group's machines may differ.
COMPARED_AT = "matches_made_at"
CLOCKS = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMatch:
    """An entry of the list (by the key of its title) taken for a paper. `score` is the likeness, 0 to 100."""

    entry_key: str
    paper_id: str
    how: str
    reason: str
    score: float
    state: MatchState


def entry_key(entry: Entry) -> str:
    """What makes two entries the same paper: the title without spelling."""
    return match_key(entry.title)


def distinct_entries(reading_list: ReadingList) -> dict[str, Entry]:
    """The entries by key, each paper once: the first place where it stands."""
    found: dict[str, Entry] = {}
    for entry in reading_list.entries:
        found.setdefault(entry_key(entry), entry)
    return found


def sync_file(store: Store, path: Path) -> None:
    """As `sync`, for a list file that is read only when it changed. Raises ListError."""
    data = read_list_bytes(path)
    if not store.read_only and not _is_current(store, data):
        _renew(store, read_list(data, store.editions.spellings), data)


def sync(store: Store, reading_list: ReadingList) -> None:
    """Brings the matches in step with the list and the papers; at once when neither changed. Where nothing may be written they stay."""
    data = reading_list.to_bytes()
    if not store.read_only and not _is_current(store, data):
        _renew(store, reading_list, data)


def matches(store: Store, *states: MatchState, editions: Sequence[tuple[str, int]] = ()) -> list[EntryMatch]:
    """The matches in these states (none named: all) with papers of these editions (none named: all), by entry."""
    condition: ColumnElement[bool] = MATCHES.c.state.in_(states) if states else MATCHES.c.state.is_not(None)
    if editions:
        condition &= MATCHES.c.paper_id.in_(select(PAPERS.c.id).where(of_editions(editions)))
    with store.reading() as connection:
        return _matches(connection, condition)


def matches_of(store: Store, paper_ids: Sequence[str], *states: str) -> list[EntryMatch]:
    """The matches of these papers in these states, by entry."""
    found: list[EntryMatch] = []
    with store.reading() as connection:
        for start in range(0, len(paper_ids), CHUNK):
            these = MATCHES.c.paper_id.in_(paper_ids[start : start + CHUNK])
            found += _matches(connection, these & MATCHES.c.state.in_(states))
    return found


def unmatched(store: Store, reading_list: ReadingList) -> list[Entry]:
    """The list's entries that no crawled edition holds, each paper once."""
    held = {match.entry_key for match in matches(store, *IN_LIST)}
    return [entry for key, entry in distinct_entries(reading_list).items() if key not in held]


def paper_refs(store: Store) -> list[PaperRef]:
    """Every crawled paper as matching sees it, by id, without addresses."""
    names = ("id", "title", "authors", "venue", "year", "doi", "forum")
    question = select(*(PAPERS.c[name] for name in names)).order_by(PAPERS.c.id)
    with store.reading() as connection:
        return [PaperRef(**{**row._mapping, "authors": tuple(row.authors)}) for row in connection.execute(question)]


def confirm(store: Store, key: str, paper_id: str) -> EntryMatch:
    """A person says that the entry is this paper; raises NotFoundInStoreError where nothing of the kind is proposed."""
    return _said(store, key, paper_id, MatchState.CONFIRMED)


def refuse(store: Store, key: str, paper_id: str) -> EntryMatch:
    """A person says that the entry is not this paper; raises NotFoundInStoreError where nothing of the kind is proposed."""
    return _said(store, key, paper_id, MatchState.REFUSED)


def record(store: Store, key: str, paper_id: str, reason: str) -> None:
    """Notes that an entry was written for a paper, where the comparison alone cannot be sure."""
    with store.writing() as connection:
        connection.execute(MATCHES.delete().where((MATCHES.c.entry_key == key) & (MATCHES.c.paper_id == paper_id)))
        row = {"how": "title", "reason": reason, "score": 100.0, "state": MatchState.CONFIRMED, "matched_at": now()}
        connection.execute(MATCHES.insert().values(entry_key=key, paper_id=paper_id, **row))


def settle(store: Store, reading_list: ReadingList | None, paper_id: str, state: MatchState) -> list[EntryMatch]:
    """A person says that the entries proposed for a paper, or that of its title, are it (CONFIRMED) or not (REFUSED).

    Raises NotFoundInStoreError where no entry is proposed and none has its title.
    """
    proposed = {match.entry_key for match in matches(store) if match.paper_id == paper_id}
    keys = entries_to_settle(store, reading_list, paper_id)
    for key in keys:
        if key not in proposed:
            # An entry that is taken for another paper of this title: nothing was proposed, yet a person can tell.
            record(store, key, paper_id, "the same title")
    return [_said(store, key, paper_id, state) for key in keys]


def entries_to_settle(store: Store, reading_list: ReadingList | None, paper_id: str) -> list[str]:
    """The keys of the entries that `settle` would speak of. Raises NotFoundInStoreError where there are none; writes nothing."""
    keys = [match.entry_key for match in matches(store) if match.paper_id == paper_id]
    if not keys and reading_list is not None:
        with store.reading() as connection:
            key = match_key(connection.scalar(select(PAPERS.c.title).where(PAPERS.c.id == paper_id)) or "")
        keys = [key] if key and key in distinct_entries(reading_list) else []
    if not keys:
        raise NotFoundInStoreError(f"No entry of the list is matched with {paper_id}; `covenue matches` shows the matches.")
    return keys


def _said(store: Store, key: str, paper_id: str, state: MatchState) -> EntryMatch:
    condition = (MATCHES.c.entry_key == key) & (MATCHES.c.paper_id == paper_id)
    with store.writing() as connection:
        changed = connection.execute(MATCHES.update().where(condition).values(state=state, matched_at=now()))
        if not changed.rowcount:
            raise NotFoundInStoreError(f"No entry of the list is taken for {paper_id} so; `covenue coverage` shows which are to confirm.")
        return _matches(connection, condition)[0]


def _is_current(store: Store, data: bytes) -> bool:
    with store.reading() as connection:
        return _compared(connection) == _state_of(connection, data)


def _compared(connection: Connection) -> str:
    return connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "matches_of")) or ""


def _state_of(connection: Connection, data: bytes) -> str:
    generation = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "papers_generation")) or "0"
    return f"{list_digest_of(data)} {generation}"


def list_digest_of(data: bytes) -> str:
    """Identifies a list and how it is read."""
    return sha256(READING_RULE.encode() + b"\n" + data).hexdigest()


def _renew(store: Store, reading_list: ReadingList, data: bytes) -> None:
    entries = distinct_entries(reading_list)
    with store.reading() as connection:
        # Taken before the papers are read: what is added meanwhile makes this state an old one, and the next call compares again.
        state, moment = _state_of(connection, data), now()
        found = _compare(connection, entries, _compared_until(connection, data))
    with store.writing() as connection:
        _write(connection, found, entries.keys())
        set_fact(connection, "matches_of", state)
        set_fact(connection, COMPARED_AT, moment)
        note_list(connection, entries.keys())


def _compared_until(connection: Connection, data: bytes) -> str:
    """Until when the papers' changes are in the matches; "" where all papers have to be compared: another list, or papers are gone."""
    list_digest, _, generation = _compared(connection).partition(" ")
    moment = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == COMPARED_AT))
    if list_digest != list_digest_of(data) or not moment or last_removal(connection) > int(generation):
        return ""
    return (datetime.strptime(moment, TIME).replace(tzinfo=UTC) - CLOCKS).strftime(TIME)


def _compare(connection: Connection, entries: Mapping[str, Entry], since: str) -> list[EntryMatch]:
    """Most entries have a paper of the same title or id, which the indexes find; only for the rest papers alike are looked for: among those
    that changed since a moment ("": among all), beside the papers that the entry was taken for before."""
    alike = _look_alikes(connection, list(entries.values()))
    matcher = Matcher((*alike, *_under_former_titles(connection, alike, entries)))
    answers = {key: matcher.match(ref_of(entry)) for key, entry in entries.items()}
    rest = {key: entry for key, entry in entries.items() if not answers[key].certain}
    whole, partly = _divided(connection, rest, since)
    for part, among in ((whole, true()), (partly, PAPERS.c.changed_at >= since)):
        if part:
            refs = {ref.id: ref for ref in (*alike, *near_papers(connection, [ref_of(entry) for entry in part.values()], among))}
            before = papers_where(connection, PAPERS.c.id, _taken_for(connection, part))
            refs.update((ref.id, ref) for ref in before)
            matcher = Matcher(refs[paper_id] for paper_id in sorted(refs))
            answers.update((key, matcher.match(ref_of(entry))) for key, entry in part.items())
    return [_row(key, paper_id, match) for key, match in answers.items() for paper_id in match.papers]


def _under_former_titles(connection: Connection, alike: Sequence[PaperRef], entries: Mapping[str, Entry]) -> list[PaperRef]:
    """The papers of whom an entry has a former title; not those that share title or id with one of them by now."""
    now = {(ref.id, match_key(ref.title)) for ref in alike}
    found = {(ref.id, match_key(ref.title)): ref for ref in under_former_titles(connection)}
    return [ref for (paper_id, key), ref in found.items() if key in entries and (paper_id, key) not in now]


def _divided(connection: Connection, rest: Mapping[str, Entry], since: str) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """The entries to be compared with all papers, and those for which the changed ones do: what an entry was taken for did not change."""
    if not since:
        return dict(rest), {}
    question = select(MATCHES.c.entry_key).join(PAPERS, PAPERS.c.id == MATCHES.c.paper_id).where(PAPERS.c.changed_at >= since)
    changed = set(connection.scalars(question))
    return {key: rest[key] for key in rest if key in changed}, {key: rest[key] for key in rest if key not in changed}


def _taken_for(connection: Connection, entries: Iterable[str]) -> list[str]:
    """The ids of the papers that entries were taken for by the last comparison."""
    wanted = set(entries)
    question = select(MATCHES.c.entry_key, MATCHES.c.paper_id).where(MATCHES.c.state.not_in(BY_PERSON))
    return [row.paper_id for row in connection.execute(question) if row.entry_key in wanted]


def _row(key: str, paper_id: str, match: Match) -> EntryMatch:
    return EntryMatch(
        entry_key=key,
        paper_id=paper_id,
        how=match.how,
        reason=match.reason,
        score=match.score,
        state=MatchState.CERTAIN if match.certain else MatchState.TO_CONFIRM,
    )


def _look_alikes(connection: Connection, entries: Sequence[Entry]) -> list[PaperRef]:
    """The papers that share the title or an id with one of the entries."""
    refs = [ref_of(entry) for entry in entries]
    wanted = (
        (PAPERS.c.match_key, {match_key(ref.title) for ref in refs}),
        (PAPERS.c.doi, {ref.doi for ref in refs if ref.doi}),
        (PAPERS.c.forum, {ref.forum for ref in refs if ref.forum}),
    )
    found: dict[str, PaperRef] = {}
    for column, values in wanted:
        found.update((ref.id, ref) for ref in papers_where(connection, column, values))
    # In one order, so that the same papers give the same matches.
    return [found[paper_id] for paper_id in sorted(found)]


def _write(connection: Connection, found: Sequence[EntryMatch], keys: Iterable[str]) -> None:
    """Puts the new comparison in place of the old one, but for what a person said."""
    present = set(keys)
    said = _matches(connection, MATCHES.c.state.in_(BY_PERSON))
    decided = {(match.entry_key, match.paper_id) for match in said}
    settled = {match.entry_key for match in said if match.state != MatchState.REFUSED}
    connection.execute(MATCHES.delete().where(MATCHES.c.state.not_in(BY_PERSON)))
    for match in said:
        state = (
            MatchState.REFUSED
            if match.state == MatchState.REFUSED
            else MatchState.CONFIRMED
            if match.entry_key in present
            else MatchState.AWAY
        )
        if state != match.state:
            condition = (MATCHES.c.entry_key == match.entry_key) & (MATCHES.c.paper_id == match.paper_id)
            connection.execute(MATCHES.update().where(condition).values(state=state))
    fresh = [match for match in found if match.entry_key not in settled and (match.entry_key, match.paper_id) not in decided]
    if fresh:
        columns = ("entry_key", "paper_id", "how", "reason", "score", "state")
        rows = [{**{name: getattr(match, name) for name in columns}, "matched_at": now()} for match in fresh]
        connection.execute(MATCHES.insert(), rows)


def _matches(connection: Connection, condition: ColumnElement[bool]) -> list[EntryMatch]:
    columns = (MATCHES.c[name] for name in ("entry_key", "paper_id", "how", "reason", "score", "state"))
    question = select(*columns).where(condition).order_by(MATCHES.c.entry_key, MATCHES.c.paper_id)
    return [EntryMatch(**{**row, "state": MatchState(row["state"])}) for row in connection.execute(question).mappings()]
