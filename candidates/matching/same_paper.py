"""Is this the same paper? Ids first (they have a veto), then titles, then likeness that a person has to confirm.

Pure: nothing is stored here; the store keeps which match was made, why, and lets it be undone. Every match says its reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from candidates.matching.like_titles import LikeTitles
from candidates.matching.paper_ids import PREPRINTS, page_address, preprint_server, published_doi
from candidates.matching.titles import is_misprint, main_title, match_key, numbers, words
from spiders.paper import author_key

# Titles less alike than this are two papers. Measured 2026-11 among 38,000 papers of 18 editions: of 6,000 papers, 7 have another one as
# near as 88 that is not theirs, 24 as near as 86. None of these is ever certain.
ALIKE = 88.0
# With two authors in common: 80 is where such pairs begin to be retitled versions rather than a group's next paper (same measurement).
ALIKE_WITH_AUTHORS = 80.0
# Shown as "near" in reports, never matched.
NEAR = 60.0
# The part before a colon of a title tells a paper only if it is a name of its own, not "Learning: …".
SHORTEST_NAME = 5
# A title this short (in letters) may head several papers: the beginning of an entry is not searched for shorter ones.
SHORTEST_HEAD = 25
# Likeness shown for an equal title that stands under the heading of another edition: below that of one whose edition is right.
OTHER_HEADING = 99.0
# Proceedings appear up to a year after or before the conference whose year the list gives.
YEAR_SLACK = 1

SPLITS = re.compile(r"[.,|;(\[–—]\s|\s-\s|\s[(\[|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRef:
    """What matching needs of a paper; the unknown is "" or (), the unknown year None. `id` is the caller's own.

    `rest`: what else stands with the title where it is listed. `edition_of_heading`: venue and year are those of the headings around an
    entry that itself names none.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: int | None = None
    doi: str = ""
    forum: str = ""
    url: str = ""
    rest: str = ""
    edition_of_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which papers an entry is. `how`: "id", "title", "fuzzy", or "" for none; `score` 0 to 100.

    `certain` is False when a person has to confirm. With several papers the entry may be any of them (never certain).
    """

    how: str
    papers: tuple[str, ...]
    score: float
    reason: str
    certain: bool

    def __bool__(self) -> bool:
        return bool(self.papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether two papers are one; symmetric. `same` is None when a person has to confirm."""

    same: bool | None
    how: str
    score: float
    reason: str


def same_paper(one: PaperRef, other: PaperRef) -> Verdict:
    """Whether two papers are one. Two DOIs that differ are two papers, whatever their titles say, and so are two forum ids; but under one
    title a person has to say, for forum ids are mistyped, and a paper sent in twice has two."""
    if veto := _two_dois(one, other):
        return Verdict(same=False, how="id", score=0.0, reason=veto)
    key = match_key(one.title)
    one_title = bool(key) and key == match_key(other.title)
    if forums := _two_forums(one, other):
        if not one_title or _author_doubt(one, other):
            return Verdict(same=False, how="id", score=0.0, reason=forums)
        return Verdict(same=None, how="title", score=100.0, reason=f"the same title, but {forums}")
    shared = _shared_id(one, other)
    if shared:
        alike = likeness(one.title, other.title)
        if alike >= NEAR or not (one.title and other.title):
            return Verdict(same=True, how="id", score=100.0, reason=shared)
        return Verdict(same=None, how="id", score=alike, reason=f"{shared}, but the titles differ")
    return _by_title(one, other) if one_title else _by_likeness(one, other)


def _by_title(one: PaperRef, other: PaperRef) -> Verdict:
    if doubt := _author_doubt(one, other):
        return Verdict(same=None, how="title", score=100.0, reason=f"the same title{doubt}")
    doubt = _edition_doubt(one, other)
    if doubt and (one.edition_of_heading or other.edition_of_heading):
        # Whoever files a paper under another year's heading has it in the list all the same.
        return Verdict(
            same=True, how="title", score=OTHER_HEADING, reason=f"the same title under another edition's heading{doubt.removeprefix(',')}"
        )
    return Verdict(same=None if doubt else True, how="title", score=100.0, reason=f"the same title{doubt}")


def same_record(one: PaperRef, other: PaperRef) -> Verdict:
    """Whether two records of one edition, as sources publish them, are one paper: `same_paper` where two more things are known.

    A paper has one page at a site, so that two pages there are two papers; one page may have several addresses (see `_two_pages`). And
    authors do not tell: sources shorten and transliterate their names, while in 73,780 papers of 2021 to 2025 no two of one edition had a
    title in common and not two DOIs (measured 2026-11).
    """
    if two := _two_pages(one, other):
        return Verdict(same=False, how="id", score=0.0, reason=two)
    return same_paper(replace(one, authors=()), replace(other, authors=()))


def are_retitled(one: PaperRef, other: PaperRef) -> bool:
    """Whether two records of one edition and of the same authors can be one paper whose title has changed: no identifier says otherwise,
    and the titles are near, or begin with the name of one method.
    """
    if _two_pages(one, other) or _veto(one, other) or numbers(one.title) != numbers(other.title):
        return False
    names = main_title(one.title), main_title(other.title)
    return (bool(names[0]) and names[0] == names[1]) or likeness(one.title, other.title) >= NEAR


def _two_pages(one: PaperRef, other: PaperRef) -> str:
    """Which site has a page of each; "" where they may be one. Sites move their pages and lead on from the old addresses, which dblp
    keeps: "http://proceedings.mlr.press/v119/…", "proceedings.neurips.cc/paper/2020/…" for "…/paper_files/paper/2020/…" (2026-11).
    """
    shorter, longer = (address.split("/") for address in sorted((page_address(one.url), page_address(other.url)), key=len))
    if shorter == [""] or shorter[0] != longer[0] or longer[1:][-len(shorter[1:]) :] == shorter[1:]:
        return ""
    return f"two pages at {shorter[0]}"


def _veto(one: PaperRef, other: PaperRef) -> str:
    return _two_dois(one, other) or _two_forums(one, other)


def _two_dois(one: PaperRef, other: PaperRef) -> str:
    dois = sorted((published_doi(one.doi), published_doi(other.doi)))
    # A preprint and what became of it have two DOIs; two preprints of one server are two papers.
    comparable = preprint_server(dois[0]) == preprint_server(dois[1])
    return f"two DOIs: {' and '.join(dois)}" if all(dois) and dois[0] != dois[1] and comparable else ""


def _two_forums(one: PaperRef, other: PaperRef) -> str:
    forums = sorted((one.forum, other.forum))
    return f"two forum ids: {' and '.join(forums)}" if all(forums) and forums[0] != forums[1] else ""


def _shared_id(one: PaperRef, other: PaperRef) -> str:
    doi = published_doi(one.doi)
    if doi and doi == published_doi(other.doi):
        return f"the same DOI {doi}"
    if one.forum and one.forum == other.forum:
        return f"the same forum {one.forum}"
    address = page_address(one.url)
    return f"the same page {address}" if address and address == page_address(other.url) else ""


def likeness(one: str, other: str) -> float:
    """How alike two titles are by their letters, 0 to 100."""
    from rapidfuzz import fuzz  # here: `same_paper` mostly ends before it is needed

    return float(fuzz.ratio(*sorted((match_key(one), match_key(other)))))


def _doubt(one: PaperRef, other: PaperRef) -> str:
    """Why papers of one title may still be two; "" when nothing speaks against it."""
    return _edition_doubt(one, other) or _author_doubt(one, other)


def _edition_doubt(one: PaperRef, other: PaperRef) -> str:
    """What of their editions speaks against one paper; "" for nothing."""
    if one.year is not None and other.year is not None and abs(one.year - other.year) > YEAR_SLACK:
        return f", but {min(one.year, other.year)} and {max(one.year, other.year)}"
    if one.venue and other.venue and one.venue != other.venue and not {one.venue, other.venue} & PREPRINTS:
        return f", but {' and '.join(sorted((one.venue, other.venue)))}"
    return ""


def _author_doubt(one: PaperRef, other: PaperRef) -> str:
    strangers = one.authors and other.authors and not _common_authors(one.authors, other.authors)
    return ", but no author in common" if strangers else ""


def _common_authors(one: Sequence[str], other: Sequence[str]) -> int:
    """How many authors two papers share (see `author_key`)."""
    return len({author_key(name) for name in one} & {author_key(name) for name in other} - {""})


def _by_likeness(one: PaperRef, other: PaperRef) -> Verdict:
    alike = likeness(one.title, other.title)
    if numbers(one.title) != numbers(other.title):
        return Verdict(same=False, how="fuzzy", score=alike, reason="the numbers in the titles differ")
    doubt = _doubt(one, other)
    if is_misprint(one.title, other.title):
        return Verdict(same=None if doubt else True, how="fuzzy", score=alike, reason=f"the same title but for a misprint{doubt}")
    common = _common_authors(one.authors, other.authors)
    if alike < (ALIKE if common < 2 else ALIKE_WITH_AUTHORS):
        return Verdict(same=False, how="fuzzy", score=alike, reason="the titles differ")
    if one.authors and other.authors and not common:
        return Verdict(same=False, how="fuzzy", score=alike, reason="like titles, no author in common")
    if not common and _two_names(one.title, other.title):
        return Verdict(same=False, how="fuzzy", score=alike, reason="the methods have two names")
    together = f", {common} author{'s' if common > 1 else ''} in common" if common else ""
    return Verdict(same=None, how="fuzzy", score=alike, reason=f"like titles ({alike:.0f} of 100){together}{doubt}")


def _two_names(one: str, other: str) -> bool:
    """Both begin with the name of a method, and not the same ("Q-SNN: Quantized …", "QP-SNN: Quantized and Pruned …")."""
    names = main_title(one), main_title(other)
    return all(names) and names[0] != names[1]


class Matcher:
    """Finds the papers that an entry may be among many. Building it costs about 10 µs a paper and, once an entry has no equal title, as
    much again; such an entry then a quarter of a millisecond in 50,000 papers
    (measured 2026-11)."""

    def __init__(self, papers: Iterable[PaperRef]) -> None:
        self._papers = tuple(papers)
        self._keys = [match_key(paper.title) for paper in self._papers]
        self._by_title: defaultdict[str, list[int]] = defaultdict(list)
        self._by_id: defaultdict[str, list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] | None = None
        self._like: LikeTitles | None = None
        for n, paper in enumerate(self._papers):
            if self._keys[n]:
                self._by_title[self._keys[n]].append(n)
            for mark in _marks(paper):
                self._by_id[mark].append(n)

    def match(self, ref: PaperRef) -> Match:
        """The papers that an entry is, with the reason; an empty Match when there is none."""
        found = [(n, same_paper(ref, self._papers[n])) for n in self._candidates(ref)]
        found = [(n, verdict) for n, verdict in found if verdict.same is not False]
        if found:
            return self._best(found)
        return self._by_part(ref) or self._alike(ref)

    def nearest(self, title: str, limit: int = 3) -> list[tuple[str, float]]:
        """The papers with the likest titles, as (id, likeness), none below `NEAR`."""
        return [(self._papers[n].id, score) for n, score in self._extract(title, NEAR, limit)]

    def _candidates(self, ref: PaperRef) -> list[int]:
        found = [n for mark in _marks(ref) for n in self._by_id.get(mark, ())]
        key = match_key(ref.title)
        return list(dict.fromkeys(found + (self._by_title.get(key, []) if key else [])))

    def _best(self, found: list[tuple[int, Verdict]]) -> Match:
        """The certain ones before the doubtful, ids before titles; several equally good ones are never certain."""
        best = max(_rank(verdict) for _, verdict in found)
        chosen = [(n, verdict) for n, verdict in found if _rank(verdict) == best]
        _, verdict = chosen[0]
        papers = [self._papers[n] for n, _ in chosen]
        one = all(same_paper(a, b).same for a, b in combinations(papers, 2))
        reason = verdict.reason if one else f"{len(papers)} papers have {verdict.reason}"
        return Match(
            how=verdict.how,
            papers=tuple(sorted(p.id for p in papers)),
            score=verdict.score,
            reason=reason,
            certain=verdict.same is True and one,
        )

    def _alike(self, ref: PaperRef) -> Match:
        near = self._extract(ref.title, ALIKE_WITH_AUTHORS, 5)
        found = [(n, same_paper(ref, self._papers[n])) for n, _ in near]
        found = [(n, verdict) for n, verdict in found if verdict.same is not False]
        return self._best(found) if found else Match(how="", papers=(), score=0.0, reason="no paper of this title", certain=False)

    def _extract(self, title: str, least: float, limit: int) -> list[tuple[int, float]]:
        if self._like is None:
            self._like = LikeTitles([paper.title for paper in self._papers], self._keys)
        return self._like.nearest(title, least, limit)

    def _by_part(self, ref: PaperRef) -> Match | None:
        """An entry that has authors after the title, or only the name before the colon."""
        for split in reversed(list(SPLITS.finditer(ref.title))):
            key = match_key(ref.title[: split.start()])
            papers = [self._papers[n] for n in self._by_title.get(key, ())] if len(key) >= SHORTEST_HEAD else []
            if papers:
                return _headed(papers, ref, f"{ref.title[split.start() :]} {ref.rest}")
        named = self._named(match_key(ref.title))
        papers = [p for p in named if not _veto(ref, p) and not _doubt(ref, p)]
        if len(papers) != 1:
            return None
        return Match(how="title", papers=(papers[0].id,), score=90.0, reason="the list has only the name before the colon", certain=False)

    def _named(self, name: str) -> list[PaperRef]:
        if self._by_name is None:
            self._by_name = defaultdict(list)
            for n, paper in enumerate(self._papers):
                head = main_title(paper.title) if ":" in paper.title else ""
                if len(head) >= SHORTEST_NAME:
                    self._by_name[head].append(n)
        return [self._papers[n] for n in self._by_name.get(name, ())]


def _headed(papers: Sequence[PaperRef], ref: PaperRef, rest: str) -> Match | None:
    """The match of an entry that begins with a whole title; certain when an author of the paper follows."""
    papers = [p for p in papers if not _veto(ref, p)]
    if not papers:
        return None
    following = set(words(rest))
    certain = len(papers) == 1 and any(words(a) and words(a)[-1] in following for a in papers[0].authors)
    reason = "the entry begins with this title" + (", its authors follow" if certain else "")
    return Match(
        how="title", papers=tuple(sorted(p.id for p in papers)), score=95.0, reason=reason, certain=certain and not _doubt(ref, papers[0])
    )


def _marks(paper: PaperRef) -> list[str]:
    """What identifies a paper, as keys of one index."""
    marks = [f"doi:{published_doi(paper.doi)}" if paper.doi else "", f"forum:{paper.forum}" if paper.forum else ""]
    if paper.url:
        address = page_address(paper.url)
        marks.append(f"url:{address}" if address else "")
    return [mark for mark in marks if mark]


def _rank(verdict: Verdict) -> tuple[bool, bool, float]:
    return verdict.same is True, verdict.how == "id", verdict.score
