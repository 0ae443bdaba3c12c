"""Screens what is stored: the classifier's word on every paper, written beside it; and scores made anew after decisions."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from candidates.queue.decisions import decisions as decision_log
from candidates.queue.list_matches import sync_file
from candidates.queue.states import IN_LIST, Verdict
from candidates.screening.learning import explained, learn
from candidates.store.database import Store, now, of_editions, paper_of
from candidates.store.tables import DECISIONS, MATCHES, PAPERS, SCREENINGS
from candidates.workspace import Workspace
from classifier.model import Classifier, Decision, Screening
from spiders.paper import Paper

# Papers screened and written at a time: a transaction of some 50 ms, so that people can decide meanwhile.
BATCH = 2000


@dataclass(frozen=True)
class Screened:
    """What a screening did: papers looked at, flagged among them, and older scores made anew because of decisions."""

    papers: int
    flagged: int
    rescored: int


def screen_editions(workspace: Workspace, editions: Sequence[tuple[str, int]], told: Callable[[str], None], anew: bool = False) -> Screened:
    """Screens the papers of these editions (all for none) that are not screened yet or whose text changed; `anew`: every one."""
    with workspace.open_store() as store:
        # Vectors are kept from now on: something is stored here.
        workspace.vectors_path.parent.mkdir(exist_ok=True)
        sync_file(store, workspace.list_path)
        classifier = learn(workspace, maintainers_decisions(store), listed_abstracts(store))
        total = flagged = 0
        with explained():
            for papers in in_batches(_waiting(store, editions, anew)):
                screenings = list(classifier.screen(paper for _, paper in papers))
                _write(store, [paper_id for paper_id, _ in papers], [paper for _, paper in papers], screenings, classifier.fingerprint)
                total += len(papers)
                flagged += sum(screening.flagged for screening in screenings)
            rescored = rescore(store, classifier)
        told(f"screened {total} papers: {flagged} flagged" + (f"; {rescored} earlier scores brought up to date" if rescored else ""))
        return Screened(total, flagged, rescored)


def in_batches(rows: Iterable[tuple[str, Paper]]) -> Iterator[list[tuple[str, Paper]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def text_digest(title: str, abstract: str | None, keywords: Sequence[str]) -> str:
    """Changes when what is screened of a paper changes (an abstract that came later)."""
    return hashlib.blake2b("\0".join((title, abstract or "", *keywords)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def maintainers_decisions(store: Store) -> list[Decision]:
    """The decisions in force, for the classifier to learn from: the last verdict on each paper, `later` apart."""
    undone = {decision.undoes for decision in decision_log(store) if decision.undoes is not None}
    last = {d.paper_id: d for d in decision_log(store) if d.verdict != Verdict.UNDONE and d.number not in undone}
    judged = {paper_id: decision for paper_id, decision in last.items() if decision.verdict != Verdict.LATER}
    with store.reading() as connection:
        rows = connection.execute(select(PAPERS).where(PAPERS.c.id.in_(select(DECISIONS.c.paper_id)))).mappings()
        papers = {row["id"]: paper_of(row) for row in rows}
    return [Decision(papers[paper_id], decision.verdict != Verdict.REJECTED, decision.category) for paper_id, decision in judged.items()]


def listed_abstracts(store: Store) -> dict[str, str]:
    """The abstracts of the listed papers that were crawled, by the key of the entry (`match_key`). Bring the matches in step before."""
    chosen = select(MATCHES.c.entry_key, PAPERS.c.abstract).join(PAPERS, MATCHES.c.paper_id == PAPERS.c.id)
    # In one order: of two papers that an entry is taken for, always the same one teaches.
    known = chosen.where(MATCHES.c.state.in_(IN_LIST), PAPERS.c.abstract.is_not(None)).order_by(PAPERS.c.id)
    with store.reading() as connection:
        return {row.entry_key: row.abstract for row in connection.execute(known)}


def rescore(store: Store, classifier: Classifier) -> int:
    """Brings the scores of another classifier up to date from their evidence; how many. No paper is read again."""
    stale = SCREENINGS.c.evidence.is_not(None) & (SCREENINGS.c.classifier != classifier.fingerprint)
    with store.reading() as connection:
        rows = connection.execute(select(SCREENINGS.c.paper_id, SCREENINGS.c.evidence).where(stale)).all()
    if not rows:
        return 0
    scores = classifier.rescore([row.evidence for row in rows])
    values = [
        {"key": row.paper_id, "new_score": score, "now_flagged": score >= classifier.threshold, "by": classifier.fingerprint}
        for row, score in zip(rows, scores, strict=True)
    ]
    with store.writing() as connection:
        connection.execute(_RESCORE, values)
    return len(rows)


_RESCORE = (
    SCREENINGS.update()
    .where(SCREENINGS.c.paper_id == bindparam("key"))
    .values(score=bindparam("new_score"), flagged=bindparam("now_flagged"), classifier=bindparam("by"))
)


def _waiting(store: Store, editions: Sequence[tuple[str, int]], anew: bool) -> Iterator[tuple[str, Paper]]:
    """The papers to screen, with their ids; read in parts, so that memory stays small."""
    condition: ColumnElement[bool] = of_editions(editions)
    # Only what is screened is read: the other columns would double the time, most of it for the JSON of authors and origins.
    columns = (PAPERS.c[name] for name in ("id", "title", "venue", "year", "abstract", "keywords"))
    joined = select(*columns, SCREENINGS.c.text_digest).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).where(condition)
    last = ""
    while True:
        with store.reading() as connection:
            rows = connection.execute(joined.where(PAPERS.c.id > last).order_by(PAPERS.c.id).limit(BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            if anew or row.text_digest != text_digest(row.title, row.abstract, row.keywords):
                yield row.id, Paper(title=row.title, venue=row.venue, year=row.year, abstract=row.abstract, keywords=tuple(row.keywords))


def _write(store: Store, ids: Sequence[str], papers: Sequence[Paper], screenings: Sequence[Screening], fingerprint: str) -> None:
    moment = now()
    rows = [
        {
            "paper_id": paper_id,
            "score": screening.score,
            "flagged": screening.flagged,
            "category": screening.category,
            # By hand: `dataclasses.asdict` copies in depth and took a third of the writing.
            "categories": [{"name": proposal.name, "score": proposal.score} for proposal in screening.categories],
            "reasons": [{"kind": reason.kind, "text": reason.text, "where": reason.where} for reason in screening.reasons],
            "evidence": screening.evidence,
            "classifier": fingerprint,
            "text_digest": text_digest(paper.title, paper.abstract, paper.keywords),
            "screened_at": moment,
        }
        for paper_id, paper, screening in zip(ids, papers, screenings, strict=True)
    ]
    with store.writing() as connection:
        _replace(connection, rows)


def _replace(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(SCREENINGS).where(SCREENINGS.c.paper_id == bindparam("key")), [{"key": row["paper_id"]} for row in rows])
    connection.execute(SCREENINGS.insert(), rows)
