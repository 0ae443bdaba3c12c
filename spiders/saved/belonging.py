"""Whether the records of a saved file are what they are said to be: accepted papers of this edition. Pure.

Each record is asked what speaks for it and what against it; a file of which nothing speaks for the edition and nothing against it is
taken, one of which most speaks against it is not. What is known of a venue is in the table of editions alone (`venue_evidence`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from spiders.editions import Edition, EditionTable
from spiders.formats.listing import FormatError, Listing
from spiders.formats.text import clean
from spiders.paper import Paper, title_key
from spiders.saved.record import Record, Records
from spiders.saved.venue_evidence import Naming, VenueEvidence

# What a decision, a status or OpenReview's `venue` says of a submission that is no paper of the conference.
REFUSED = re.compile(
    r"reject|withdr[ae]w|\bdesk\b|invite|\bworkshop|submitted|under review|no decision|\bnot accept|\bdeclin|retract|\bpending\b"
    r"|_submission\b",
    re.I,
)
# Only these are refusals where a venue is due: "ICML 2023 Workshop" is judged by its name.
REFUSED_VENUE = re.compile(r"reject|withdr[ae]w|submitted to|\bsubmitted$|under review", re.I)
# What the official downloads of the virtual sites, and programmes, hold beside papers.
NO_PAPER = re.compile(
    r"workshop|invited|keynote|tutorial|expo\b|social|affinity|town hall|break|opening|closing|panel|award|mentor|proceedings$|^book$"
    r"|creative ai|dissertation|editorial|erratum|retract|^session$|competition",
    re.I,
)
# Artworks with a statement, which a crawl leaves out too (see `spiders.sources.proceedings_app`).
NO_TRACK = frozenset({"creative ai track", "creative ai"})
FOUR_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# Events of a virtual site: an oral is a poster once more.
TALK = re.compile(r"/virtual/\d{4}/(?:loc/[^/]+/)?(?:oral|spotlight)/", re.I)
EVENT = re.compile(r"/virtual/\d{4}/", re.I)
# So many are named one by one; more are counted by reason.
NAMED = 3
# More than so many times what was counted are not the papers of the edition but its submissions: conferences take 15 to 35 in a hundred,
# and the counts of the table lie at most 20 in a hundred beside the proceedings (ACM MM 2020 to 2023, IJCAI 2026; 2026-11).
MOST_OF_TOTAL = 1.5


class Side(Enum):
    """What a record's own words come to."""

    FOR = "for"
    UNKNOWN = "unknown"
    AGAINST = "against"  # of another venue or year
    REFUSED = "refused"  # a submission that was not taken, or no paper at all


@dataclass(frozen=True, slots=True)
class Judgement:
    """A side with its reason as half a sentence behind a record's name: "is of 2021, not of 2023". `group`: the reason for several."""

    side: Side
    why: str = ""
    group: str = ""


def listing_of(records: Records, edition: Edition, table: EditionTable) -> Listing:
    """The papers that belong; those that do not are named in `spoilt`. Raises FormatError `layout` where nothing is left, and why."""
    evidence = VenueEvidence(table)
    judged = [(record, _judged(record, edition, evidence)) for record in records.found]
    judged = _by_volume(_undecided(judged))
    against = sum(each.side is Side.AGAINST for _, each in judged)
    others = sum(each.side in (Side.FOR, Side.UNKNOWN) for _, each in judged)
    if against > others:
        # Most of the file says that it is of something else, so silence is no longer enough.
        silent = Judgement(Side.AGAINST, "does not say of what it is, and most of the file is of something else", "of something else")
        judged = [(record, silent if each.side is Side.UNKNOWN else each) for record, each in judged]
    taken = [record.paper for record, each in judged if each.side in (Side.FOR, Side.UNKNOWN)]
    left = [(record, each) for record, each in judged if each.side in (Side.AGAINST, Side.REFUSED)]
    spoilt = [*_told(left, len(judged)), *records.spoilt]
    if not taken:
        raise FormatError("layout", spoilt[0] if spoilt else "the file holds no paper")
    papers = _once_each(taken)
    _check_number(papers, judged, edition)
    return Listing(papers=papers, listed=records.listed, spoilt=spoilt)


def checked(listing: Listing, edition: Edition, table: EditionTable, page_title: str = "") -> Listing:
    """A listing of a site's own format, asked by its addresses and DOIs, and by the page's title, whether it is of the edition.

    FormatError as `listing_of`. The counts of the listing stay, for they are the site's.
    """
    evidence = VenueEvidence(table)
    if len(listing.papers) > 1 and (why := _against_title(page_title, edition, evidence)):
        raise FormatError("layout", why)
    judged = [(Record(where=f"“{paper.title[:60]}”", paper=paper), _by_address(paper, edition, evidence)) for paper in listing.papers]
    left = [(record, each) for record, each in judged if each.side is Side.AGAINST]
    taken = [record.paper for record, each in judged if each.side is not Side.AGAINST and record.paper.track.casefold() not in NO_TRACK]
    if listing.papers and not taken:
        told = _told(left, len(judged)) or ["the page holds only what a crawl leaves out (Creative AI Track)"]
        raise FormatError("layout", told[0])
    return replace(listing, papers=tuple(taken), spoilt=(*_told(left, len(judged)), *listing.spoilt))


def _judged(record: Record, edition: Edition, evidence: VenueEvidence) -> Judgement:
    said = record.provenance
    if refused := next((word for word in said.decisions if REFUSED.search(word)), ""):
        return Judgement(Side.REFUSED, f"was not accepted ({_short(refused)})", "not accepted")
    if refused := next((word for word in said.venues if REFUSED_VENUE.search(word)), ""):
        return Judgement(Side.REFUSED, f"was not accepted ({_short(refused)})", "not accepted")
    if NO_PAPER.search(said.kind) or record.paper.track.casefold() in NO_TRACK:
        what = said.kind if NO_PAPER.search(said.kind) else record.paper.track
        return Judgement(Side.REFUSED, f"is no paper of the proceedings ({_short(what)})", f"no papers of the proceedings ({_short(what)})")
    sides = [_by_venues(said.venues, edition, evidence), _by_address(record.paper, edition, evidence), _by_year(said.years, edition)]
    named = next((each for each in sides[:2] if each.side is Side.AGAINST), None)
    # An address or a volume's number is surer than a title; a title with its year is surer than a year alone (print comes later).
    if named and (named is sides[1] or sides[1].side is not Side.FOR):
        return named
    if sides[2].side is Side.AGAINST and not any(each.side is Side.FOR and each.group == "with year" for each in sides[:2]):
        return sides[2]
    return Judgement(Side.FOR) if any(each.side is Side.FOR for each in sides[:2]) else Judgement(Side.UNKNOWN)


def _by_venues(texts: Sequence[str], edition: Edition, evidence: VenueEvidence) -> Judgement:
    """By what the record calls its book, event or journal: one name of the edition is enough, but a workshop is a workshop."""
    against = Judgement(Side.UNKNOWN)
    found = Judgement(Side.UNKNOWN)
    for text in texts:
        naming = evidence.naming(text)
        if naming.workshop:
            return Judgement(Side.AGAINST, f"is of {_quoted(text)}, not of {edition}", f"of {_quoted(text)}")
        if edition.venue in naming.venues and (not naming.years or edition.year in naming.years):
            found = Judgement(Side.FOR, group="with year" if naming.years else found.group)
        elif naming.venues or naming.other:
            against = Judgement(Side.AGAINST, f"is of {_quoted(text)}, not of {edition}", f"of {_quoted(text)}")
    return found if found.side is Side.FOR else against


def _by_address(paper: Paper, edition: Edition, evidence: VenueEvidence) -> Judgement:
    found = Judgement(Side.UNKNOWN)
    for address in filter(None, (paper.doi, paper.url, paper.pdf)):
        named = evidence.named_in_address(address, edition)
        if isinstance(named, Edition) and (named.venue, named.year) == (edition.venue, edition.year):
            found = Judgement(Side.FOR, group="with year")
        elif named is not None:
            return Judgement(Side.AGAINST, f"is of {named}, not of {edition} ({_short(address)})", f"of {named}")
    return found


def _by_year(years: Iterable[str], edition: Edition) -> Judgement:
    """By the first year that is stated: those behind it are days of printing and of indexing."""
    for text in years:
        if found := FOUR_DIGITS.search(text):
            if int(found[1]) == edition.year:
                return Judgement(Side.UNKNOWN)
            return Judgement(Side.AGAINST, f"is of {found[1]}, not of {edition.year}", f"of {found[1]}")
    return Judgement(Side.UNKNOWN)


def _undecided(judged: Sequence[tuple[Record, Judgement]]) -> list[tuple[Record, Judgement]]:
    """In a file with refused submissions, an empty decision is no acceptance."""
    if not any(each.side is Side.REFUSED and record.provenance.decisions for record, each in judged):
        return list(judged)
    nothing = Judgement(Side.REFUSED, "has no decision, where others were refused", "without a decision")
    return [(record, nothing if record.provenance.undecided and each.side is not Side.AGAINST else each) for record, each in judged]


def _by_volume(judged: Sequence[tuple[Record, Judgement]]) -> list[tuple[Record, Judgement]]:
    """A record that says nothing but the ISBN of a volume that others name goes with those."""
    ours = {isbn for record, each in judged if each.side is Side.FOR for isbn in record.provenance.isbns}
    foreign = {isbn: each for record, each in judged if each.side is Side.AGAINST for isbn in record.provenance.isbns if isbn not in ours}
    return [
        (record, next((foreign[isbn] for isbn in record.provenance.isbns if isbn in foreign), each) if each.side is Side.UNKNOWN else each)
        for record, each in judged
    ]


def _told(left: Sequence[tuple[Record, Judgement]], all_of_them: int) -> list[str]:
    """One by one where they are few, else how many for which reason."""
    if len(left) <= NAMED:
        return [f"{record.where} {each.why}." for record, each in left]
    reasons = Counter(each.group for _, each in left).most_common()
    said = ", ".join(f"{number:,} {reason}" for reason, number in reasons[:NAMED])
    rest = sum(number for _, number in reasons[NAMED:])
    more = f", {rest:,} for other reasons" if rest else ""
    record, each = left[0]
    return [f"{len(left):,} of {all_of_them:,} entries were passed over: {said}{more}; the first: {record.where} {each.why}."]


def _once_each(papers: Sequence[Paper]) -> list[Paper]:
    """An oral or spotlight that a virtual site lists beside the poster of the same title and authors is that paper."""
    kept: dict[object, Paper] = {}
    for number, paper in enumerate(papers):
        event = bool(EVENT.search(paper.url))
        key: object = (title_key(paper.title), tuple(map(title_key, paper.authors))) if event else number
        known = kept.get(key)
        if known is None or (TALK.search(known.url) and not TALK.search(paper.url)):
            kept[key] = replace(paper, abstract=paper.abstract or known.abstract) if known else paper
        elif not TALK.search(paper.url) and known is not None:
            kept[number] = paper  # two posters of one title: the store tells them apart by their addresses
    return list(kept.values())


def _check_number(papers: Sequence[Paper], judged: Sequence[tuple[Record, Judgement]], edition: Edition) -> None:
    """FormatError where nothing says what the papers are, and they are far more than the edition can hold."""
    if not edition.total or len(papers) <= MOST_OF_TOTAL * edition.total or any(each.side is Side.FOR for _, each in judged):
        return
    raise FormatError(
        "layout",
        f"the file holds {len(papers):,} papers, where {edition.total:,} were counted ({edition.origin}); it seems to list all submissions,"
        " and nothing in it says which were accepted",
    )


def _against_title(page_title: str, edition: Edition, evidence: VenueEvidence) -> str:
    """What a page's own title says against the edition; "" for nothing. Only names that the table knows count: a title says much."""
    naming: Naming = evidence.naming(page_title)
    if not naming.venues or (edition.venue in naming.venues and (not naming.years or edition.year in naming.years)):
        return ""
    return f"the page calls itself {_quoted(page_title)}, which is not {edition}"


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    plain = clean(text).replace("{", "").replace("}", "")
    return plain if len(plain) <= 90 else f"{plain[:89]}…"
