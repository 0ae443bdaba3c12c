"""Papers whose titles changed between two lists of one edition: of the accepted papers, and of the proceedings. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from candidates.matching.same_paper import PaperRef, are_retitled
from candidates.matching.titles import match_key
from candidates.store.merges import NewMerge, record_of
from candidates.store.paper_rows import StoredPaper
from spiders.paper import COMPLETED_FIELDS, Paper, author_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What the lists of an edition named and brought in this run, by source. `source` is the one that was read whole, `poorer` are those
    that count less.
    """

    source: str
    poorer: Set[str]
    named: Mapping[str, Set[str]]
    brought: Mapping[str, Set[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retitled:
    """Two records of one paper: the id `gone` goes, `both` stays, with the title of the better list."""

    gone: str
    both: StoredPaper
    merge: NewMerge


def ref_of(paper: Paper) -> PaperRef:
    """A record, stored or new, as matching sees it."""
    return PaperRef(id="", title=paper.title, doi=paper.doi, forum=paper.forum, url=paper.url)


def retitled(papers: Mapping[str, StoredPaper], lists: Lists, held: Set[str]) -> list[Retitled]:
    """The papers of poorer lists that the whole list does not name, each with the one that it names in its place: of the same authors in
    the same order, of whom there is no other paper on either side, in a track that is no other, and named by no list beside the other.

    One of the two is new in this run, and goes: what was stored earlier keeps its id, and what a person took apart stays so. `held` are
    those that stay in any case.
    """
    listed = lists.named.get(lists.source, set())
    old = [each for each in papers.values() if each.id not in listed and each.paper.origins.get("title") in lists.poorer]
    brought = set().union(*lists.brought.values())
    found = []
    for known, new in _of_same_authors(old, [papers[paper_id] for paper_id in listed]):
        kept, gone = (known, new) if new.id in brought - held else (new, known)
        if (
            gone.id in brought - held
            and len({known.paper.track, new.paper.track} - {""}) < 2
            and not any({known.id, new.id} <= named for named in lists.named.values())
            and are_retitled(ref_of(known.paper), ref_of(new.paper))
        ):
            found.append(Retitled(gone=gone.id, both=_under_new_title(known, new, kept.id), merge=_merge(known, lists.source, kept.id)))
    return found


def _of_same_authors(one: Iterable[StoredPaper], other: Iterable[StoredPaper]) -> list[tuple[StoredPaper, StoredPaper]]:
    ones, others = _by_authors(one), _by_authors(other)
    return [(ones[authors][0], those[0]) for authors, those in others.items() if len(those) == len(ones.get(authors, ())) == 1]


def _by_authors(papers: Iterable[StoredPaper]) -> dict[tuple[str, ...], list[StoredPaper]]:
    """Papers of two authors or more by these, in their order."""
    found: dict[tuple[str, ...], list[StoredPaper]] = {}
    for each in papers:
        if len(each.paper.authors) > 1:
            found.setdefault(tuple(map(author_key, each.paper.authors)), []).append(each)
    return found


def _under_new_title(known: StoredPaper, new: StoredPaper, paper_id: str) -> StoredPaper:
    """The paper as the better list has it, with what only the other one had."""
    only_known = {name: getattr(known.paper, name) for name in COMPLETED_FIELDS if not getattr(new.paper, name)}
    paper = replace(new.paper, **only_known, origins={**known.paper.origins, **new.paper.origins})
    return StoredPaper(paper_id, paper, match_key(paper.title))


def _merge(known: StoredPaper, listing: str, paper_id: str) -> NewMerge:
    """The record under the old title is the one that was merged, so that `split` gives it back."""
    record = record_of(known.paper)
    reason = f"the same authors as of a paper that {listing} lists, which does not name this one of {record.source}"
    return NewMerge(paper_id, record, reason)
