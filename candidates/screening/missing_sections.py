"""Proposes sections that the list lacks, for the papers that wait: found by the classifier, named from the papers' own terms."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, select, true

from candidates.errors import UsageError
from candidates.queue.candidates import IS_IN_LIST
from candidates.queue.new_sections import ProposedSection, checked_name, keep_proposed, new_sections, proposed_for
from candidates.queue.states import State
from candidates.reading_list.parts import ReadingList
from candidates.screening.section_names import PaperTerms, section_names
from candidates.store.database import Store
from candidates.store.tables import PAPERS, SCREENINGS, STANDINGS
from classifier.missing_sections import FEWEST_PAPERS, MEMBER, MOST_PAPERS, MissingSection
from classifier.model import Classifier
from spiders.paper import Paper

# Of papers that are likelier than this: what is only worth a look (event cameras, one in twenty) must not shape the list.
LIKELY = 0.2


def propose_sections(store: Store, classifier: Classifier, reading_list: ReadingList) -> list[ProposedSection] | None:
    """Finds and keeps the sections that the list lacks; None where nothing changed since they were found last."""
    wanted = new_sections(store)
    rows = _waiting(store, wanted)
    of = _digest(classifier, reading_list, rows)
    if of == proposed_for(store):
        return None
    found: list[MissingSection] = []
    if len(rows) >= FEWEST_PAPERS:
        papers = [Paper(title=row["title"], venue="", year=0, abstract=row["abstract"], keywords=tuple(row["keywords"])) for row in rows]
        found = classifier.lacking(papers, [row["evidence"] for row in rows])
    named = [(name, one) for one in found if (name := _name(one, rows, reading_list))]
    sections = [ProposedSection(name, {rows[place]["id"]: share for place, share in one.papers.items()}) for name, one in named]
    keep_proposed(store, sections, of)
    return sections


def _waiting(store: Store, wanted: Sequence[str]) -> Sequence[RowMapping]:
    """The likely papers that have no place in the list yet, the likeliest first; those accepted for a wanted section are such too."""
    columns = [PAPERS.c[name] for name in ("id", "title", "abstract", "keywords")]
    undecided = STANDINGS.c.paper_id.is_(None) | (STANDINGS.c.state == State.LATER)
    homeless = undecided | ((STANDINGS.c.state == State.ACCEPTED) & STANDINGS.c.category.in_(wanted))
    joined = SCREENINGS.join(PAPERS, SCREENINGS.c.paper_id == PAPERS.c.id).outerjoin(STANDINGS, STANDINGS.c.paper_id == PAPERS.c.id)
    question = select(*columns, SCREENINGS.c.evidence, STANDINGS.c.category).select_from(joined)
    question = question.where(SCREENINGS.c.flagged == true(), SCREENINGS.c.score >= LIKELY, SCREENINGS.c.evidence.is_not(None))
    question = question.where(homeless, ~IS_IN_LIST).order_by(SCREENINGS.c.score.desc(), PAPERS.c.id).limit(MOST_PAPERS)
    with store.reading() as connection:
        return connection.execute(question).mappings().all()


def _name(section: MissingSection, rows: Sequence[RowMapping], reading_list: ReadingList) -> str:
    """The name that a maintainer gave it already, else the topic's, else from the papers' own terms; "" where they share too little."""
    members = [rows[place] for place, share in section.papers.items() if share >= MEMBER]
    given = Counter(row["category"] for row in members if row["category"])
    if given:
        return str(given.most_common(1)[0][0])
    if section.name:
        return section.name
    terms = [PaperTerms(title=row["title"], keywords=tuple(row["keywords"])) for row in members]
    for name in section_names(terms, [entry.title for entry in reading_list.entries], reading_list.places):
        try:
            return checked_name(name.name)
        except UsageError:
            continue
    return ""


def _digest(classifier: Classifier, reading_list: ReadingList, rows: Sequence[RowMapping]) -> str:
    seen: list[Any] = [classifier.fingerprint, *reading_list.places, *((row["id"], row["category"]) for row in rows)]
    return hashlib.blake2b(repr(seen).encode(), digest_size=16).hexdigest()
