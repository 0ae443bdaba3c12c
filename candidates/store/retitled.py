"""Papers whose titles changed between two lists of one edition: of the accepted papers, and of the proceedings. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from candidates.matching.same_paper import PaperRef, are_retitled
from candidates.matching.titles import match_key
from candidates.store.paper_rows import StoredPaper
from spiders.paper import COMPLETED_FIELDS, Paper, author_key


def ref_of(paper: Paper) -> PaperRef:
    """A record, stored or new, as matching sees it."""
    return PaperRef(id="", title=paper.title, doi=paper.doi, forum=paper.forum, url=paper.url)


def retitled_pairs(not_listed: Iterable[StoredPaper], listed: Iterable[StoredPaper]) -> list[tuple[StoredPaper, StoredPaper]]:
    """The papers that a whole list does not name, each with the one that it names in its place: of the same authors in the same order, of
    whom there is no other paper on either side.
    """
    gone, there = _by_authors(not_listed), _by_authors(listed)
    alone = {authors: (gone[authors][0], those[0]) for authors, those in there.items() if len(those) == len(gone.get(authors, ())) == 1}
    return [(known, new) for known, new in alone.values() if are_retitled(ref_of(known.paper), ref_of(new.paper))]


def _by_authors(papers: Iterable[StoredPaper]) -> dict[tuple[str, ...], list[StoredPaper]]:
    """Papers of two authors or more by these, in their order."""
    found: dict[tuple[str, ...], list[StoredPaper]] = {}
    for each in papers:
        if len(each.paper.authors) > 1:
            found.setdefault(tuple(map(author_key, each.paper.authors)), []).append(each)
    return found


def under_new_title(known: StoredPaper, new: StoredPaper) -> StoredPaper:
    """The known paper as the newer list has it, with what only the older one had."""
    only_known = {name: getattr(known.paper, name) for name in COMPLETED_FIELDS if not getattr(new.paper, name)}
    paper = replace(new.paper, **only_known, origins={**known.paper.origins, **new.paper.origins})
    return StoredPaper(known.id, paper, match_key(paper.title))
