"""Screens what is stored: the classifier's word on every paper, written beside it; and scores made anew after decisions."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Boolean, ColumnElement, Connection, bindparam, delete, func, literal, or_, select, true

from candidates.counted import counted
from candidates.queue.candidates import CHUNK
from candidates.queue.decisions import decisions as decision_log
from candidates.queue.list_matches import sync_file
from candidates.queue.states import IN_LIST, Verdict
from candidates.screening.learning import classifier_errors, learn, topic_of
from candidates.screening.missing_sections import propose_sections
from candidates.screening.processes import in_order
from candidates.screening.section_changes import keep_ground, note_sections, propose_anew, proposed_otherwise, sections_changed
from candidates.store.database import Store, now, of_editions
from candidates.store.paper_rows import paper_of
from candidates.store.screening_rows import ScreeningRow, proposal_rows, reason_rows
from candidates.store.tables import DECISIONS, MATCHES, PAPERS, SCREENINGS, STANDINGS
from candidates.workspace import Workspace
from classifier.examples import Decision
from classifier.list_terms import sample
from classifier.model import BASIS, GROUND, Classifier
from classifier.screenings import Screening
from classifier.text import Text as CrawledText
from classifier.text import read
from classifier.words_first import Unsettled, by_words, completed
from spiders.paper import Paper

# Papers screened and written at a time: a transaction of some 50 ms, so that people can decide meanwhile.
BATCH = 2000
# Ids named in a sentence.
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Screened:
    """What a screening did: papers looked at, flagged among them, and older scores made anew because of decisions.

    `left` are the ids of papers that waited and do so no longer, because their text, the list or the topic changed. `proposed_anew`: papers
    screened earlier that were given proposals anew, because the list's sections changed.
    """

    papers: int
    flagged: int
    rescored: int
    left: tuple[str, ...] = ()
    proposed_anew: int = 0


def screen_editions(
    workspace: Workspace,
    editions: Sequence[tuple[str, int]],
    say: Callable[[str], None],
    anew: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    workers: int = 1,
) -> Screened:
    """Screens the papers of these editions (all for none) that are not screened yet or whose text changed; `anew`: every one.

    `workers` processes read what is to be screened, 0 for one a core; one writes.

    `on_progress(done, total)` is called after each batch; `total` counts the papers of the editions.
    """
    with workspace.open_store() as store:
        # Vectors are kept from now on: something is stored here.
        workspace.vectors_path.parent.mkdir(exist_ok=True)
        sync_file(store, workspace.list_path)
        classifier = learn(workspace, maintainers_decisions(store), listed_papers(store), crawled_texts(store, workspace))
        by_words_alone = classifier.given_topic.by_words
        keep_ground(store, classifier)
        if by_words_alone:
            anew = anew or _on_another_basis(store, classifier)
        total = flagged = proposed = 0
        papers_in_all = _number_of(store, editions)
        left: list[str] = []
        with classifier_errors():
            if sections_changed(store, classifier) and not (anew and not editions):
                others = _papers(store, proposed_otherwise(store, classifier), by_words_alone)
                proposed = propose_anew(store, classifier, in_batches((paper_id, paper) for paper_id, paper, _ in others))
            for papers, found in in_order(_by_words, classifier, in_batches(_waiting(store, editions, anew, by_words_alone)), workers, say):
                written = _write(store, papers, completed(classifier, found), classifier.fingerprint)
                total += len(papers)
                on_progress(total, max(total, papers_in_all))
                flagged += written.flagged
                left += written.left
            note_sections(store, classifier)
            rescored = rescore(store, classifier)
            lacking = propose_sections(store, classifier, workspace.reading_list())
        renewed = f"; {counted(rescored, 'earlier score')} brought up to date" if rescored else ""
        say(f"screened {counted(total, 'paper')}: {flagged} flagged{renewed}")
        if proposed:
            say(f"the list's sections changed: proposed anew for {counted(proposed, 'paper')} screened earlier")
        if left:
            say(_departure(left))
        for section in lacking or ():
            say(f"{len(section.papers)} papers that wait fit none of the list's sections; a new one is proposed for them: {section.name}")
        return Screened(papers=total, flagged=flagged, rescored=rescored, left=tuple(left), proposed_anew=proposed)


def _number_of(store: Store, editions: Sequence[tuple[str, int]]) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(PAPERS).where(of_editions(editions))) or 0


def _departure(left: Sequence[str]) -> str:
    some = ", ".join(left[:MOST_NAMED]) + (f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else "")
    gone = counted(len(left), "paper")
    return f"{gone} left the queue, because their text, the list or the topic changed: {some}. `covenue accept` still takes them."


def _by_words(classifier: Classifier, papers: Sequence[tuple[str, Paper]]) -> list[Screening | Unsettled]:
    return by_words(classifier, [paper for _, paper in papers])


def in_batches(rows: Iterable[tuple[str, Paper]]) -> Iterator[list[tuple[str, Paper]]]:
    """The papers with their ids in batches of `BATCH`."""
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def text_digest(title: str, abstract: str | None, keywords: Sequence[str], authors: Sequence[str] = ()) -> str:
    """Changes when what is screened of a paper changes (an abstract that came later; authors, where they are heard)."""
    read = "\0".join((title, abstract or "", *keywords, *(f"\1{name}" for name in authors)))
    return hashlib.blake2b(read.encode("utf-8", "replace"), digest_size=16).hexdigest()


def maintainers_decisions(store: Store) -> list[Decision]:
    """The decisions in force, for the classifier to learn from: the last verdict on each paper, `later` apart.

    A decision outlives its paper where an edition was forgotten, and then teaches nothing until the paper is there again.
    """
    last = {d.paper_id: d for d in decision_log(store) if d.verdict != Verdict.UNDONE and d.undone_by is None}
    judged = {paper_id: decision for paper_id, decision in last.items() if decision.verdict != Verdict.LATER}
    with store.reading() as connection:
        rows = connection.execute(select(PAPERS).where(PAPERS.c.id.in_(select(DECISIONS.c.paper_id)))).mappings()
        papers = {row["id"]: paper_of(row) for row in rows}
    return [
        Decision(papers[paper_id], decision.verdict != Verdict.REJECTED, decision.category)
        for paper_id, decision in judged.items()
        if paper_id in papers
    ]


def listed_papers(store: Store) -> dict[str, Paper]:
    """The listed papers that were crawled, by the key of the entry (`match_key`). Bring the matches in step before."""
    chosen = select(MATCHES.c.entry_key, PAPERS).join(PAPERS, MATCHES.c.paper_id == PAPERS.c.id).where(MATCHES.c.state.in_(IN_LIST))
    # In one order: of two papers that an entry is taken for, always the same one teaches, and one with an abstract before one without.
    known = chosen.order_by(PAPERS.c.abstract.is_not(None), PAPERS.c.id)
    with store.reading() as connection:
        return {row["entry_key"]: paper_of(row) for row in connection.execute(known).mappings()}


def crawled_texts(store: Store, workspace: Workspace) -> list[CrawledText]:
    """A sample of all that was crawled, by which a list without a topic file learns what is common; nothing where there is a topic file."""
    if not topic_of(workspace).by_words:
        return []
    columns = (PAPERS.c[name] for name in ("id", "title", "authors", "abstract"))
    with store.reading() as connection:
        return sample(
            (row.id, read(Paper(title=row.title, venue="", year=0, authors=tuple(row.authors), abstract=row.abstract)))
            for row in connection.execute(select(*columns).execution_options(yield_per=BATCH))
        )


def _on_another_basis(store: Store, classifier: Classifier) -> bool:
    """Whether scores are stored that another list, or a crawl of half the size, gave."""
    question = select(SCREENINGS.c.paper_id).where(~SCREENINGS.c.classifier.startswith(classifier.basis)).limit(1)
    with store.reading() as connection:
        return connection.scalar(question) is not None


def rescore(store: Store, classifier: Classifier) -> int:
    """Brings the scores of another classifier up to date from their evidence; how many changed. No paper is read again.

    Decisions take nothing out of the queue: what was flagged stays flagged.
    """
    columns = (SCREENINGS.c.paper_id, SCREENINGS.c.evidence, SCREENINGS.c.score)
    stale = SCREENINGS.c.evidence.is_not(None) & (SCREENINGS.c.classifier != classifier.fingerprint)
    with store.reading() as connection:
        rows = connection.execute(select(*columns).where(stale)).all()
    if not rows:
        return 0
    scores = classifier.rescore([row.evidence for row in rows])
    values = [
        {"key": row.paper_id, "new_score": score, "reaches": classifier.brings_in and score >= classifier.threshold}
        for row, score in zip(rows, scores, strict=True)
        if score != row.score
    ]
    # The ground of a score stays told: it is by that that a changed list is known from changed decisions.
    kept = func.substr(SCREENINGS.c.classifier, 1, BASIS).concat(classifier.fingerprint[BASIS:])
    with store.writing() as connection:
        if values:
            connection.execute(_RESCORE, values)
        connection.execute(SCREENINGS.update().where(stale).values(classifier=kept))
    return len(values)


_RESCORE = (
    SCREENINGS.update()
    .where(SCREENINGS.c.paper_id == bindparam("key"))
    .values(score=bindparam("new_score"), flagged=or_(SCREENINGS.c.flagged, bindparam("reaches", type_=Boolean)))
)


def _waiting(store: Store, editions: Sequence[tuple[str, int]], anew: bool, by_words: bool) -> Iterator[tuple[str, Paper]]:
    """The papers to screen, with their ids."""
    for paper_id, paper, digest in _papers(store, of_editions(editions), by_words):
        if anew or digest != text_digest(paper.title, paper.abstract, paper.keywords, paper.authors):
            yield paper_id, paper


def _papers(store: Store, condition: ColumnElement[bool], by_words: bool) -> Iterator[tuple[str, Paper, str | None]]:
    """Papers as they are screened, with their ids and the digest of the text that was screened last; read in parts, so that memory stays
    small. Authors only where the list's words judge."""
    # Only what is screened is read: the other columns would double the time, most of it for the JSON of authors and origins.
    authors = PAPERS.c.authors if by_words else literal(None).label("authors")
    columns = (*(PAPERS.c[name] for name in ("id", "title", "venue", "year", "abstract", "keywords")), authors)
    joined = select(*columns, SCREENINGS.c.text_digest).outerjoin(SCREENINGS, SCREENINGS.c.paper_id == PAPERS.c.id).where(condition)
    last = ""
    while True:
        with store.reading() as connection:
            rows = connection.execute(joined.where(PAPERS.c.id > last).order_by(PAPERS.c.id).limit(BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            keywords, people = tuple(row.keywords), tuple(row.authors or ())
            paper = Paper(title=row.title, venue=row.venue, year=row.year, authors=people, abstract=row.abstract, keywords=keywords)
            yield row.id, paper, row.text_digest


@dataclass(frozen=True)
class _Written:
    """What writing a batch came to: how many are flagged, and which were and are no longer."""

    flagged: int
    left: list[str]


def _write(store: Store, papers: Sequence[tuple[str, Paper]], screenings: Sequence[Screening], fingerprint: str) -> _Written:
    ids = [paper_id for paper_id, _ in papers]
    with store.writing() as connection:
        before = _waiting_before(connection, ids)
        there = _still_there(connection, ids)
        rows = [
            _row(paper_id, paper, screening, fingerprint, before)
            for (paper_id, paper), screening in zip(papers, screenings, strict=True)
            if paper_id in there
        ]
        if rows:
            _replace(connection, rows)
    return _Written(
        sum(row["flagged"] for row in rows), [row["paper_id"] for row in rows if row["paper_id"] in before and not row["flagged"]]
    )


def _waiting_before(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Of the papers that wait: the digest of the text they were flagged by, and the ground."""
    found = {}
    columns = (SCREENINGS.c.paper_id, SCREENINGS.c.text_digest, SCREENINGS.c.classifier)
    for start in range(0, len(ids), CHUNK):
        waits = select(*columns).where(SCREENINGS.c.flagged == true(), SCREENINGS.c.paper_id.in_(ids[start : start + CHUNK]))
        undecided = ~select(STANDINGS.c.paper_id).where(STANDINGS.c.paper_id == SCREENINGS.c.paper_id).exists()
        for row in connection.execute(waits.where(undecided)):
            found[row.paper_id] = (row.text_digest, row.classifier[:GROUND])
    return found


def _still_there(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Of these papers those that nobody forgot while they were read."""
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        found.update(connection.scalars(select(PAPERS.c.id).where(PAPERS.c.id.in_(ids[start : start + CHUNK]))))
    return found


def _row(paper_id: str, paper: Paper, screening: Screening, fingerprint: str, before: dict[str, tuple[str, str]]) -> ScreeningRow:
    digest = text_digest(paper.title, paper.abstract, paper.keywords, paper.authors)
    return {
        "paper_id": paper_id,
        "score": screening.score,
        # What waits stays, whatever was decided meanwhile: only another text, list or topic takes it out.
        "flagged": screening.flagged or before.get(paper_id) == (digest, fingerprint[:GROUND]),
        "category": screening.category,
        "categories": proposal_rows(screening.categories),
        "reasons": reason_rows(screening.reasons),
        "evidence": screening.evidence,
        "classifier": fingerprint,
        "text_digest": digest,
        "screened_at": now(),
    }


def _replace(connection: Connection, rows: list[ScreeningRow]) -> None:
    connection.execute(delete(SCREENINGS).where(SCREENINGS.c.paper_id == bindparam("key")), [{"key": row["paper_id"]} for row in rows])
    connection.execute(SCREENINGS.insert(), rows)
