"""api.crossref.org: the works of a volume, a container, an event or a journal's year, and the volume itself.

No abstracts for ACM, IEEE and Elsevier.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from spiders.editions import Edition
from spiders.formats.json_answer import Json, mapping, read_json, sequence, several, text
from spiders.formats.listing import FormatError, Listing
from spiders.formats.notices import is_front_matter, kind_of
from spiders.formats.text import clean, clean_abstract, clean_doi
from spiders.guard import Answer
from spiders.paper import Paper, title_key

# The kinds of works that are no papers but share a volume's DOI prefix.
NOT_PAPERS = frozenset({"proceedings", "proceedings-series", "journal", "journal-issue", "journal-volume", "component", "book"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume of proceedings: its DOI and title, and the first and last day that its date of publication can mean."""

    doi: str
    title: str
    first: date
    last: date


# "MM '24" is MM in 2024.
JATS_TITLE = re.compile(r"(?<!\s)\s*<jats:title>[^<]*</jats:title>")
YEAR_BEHIND = re.compile(r"\s*['’]?(?:\d\d)?\d\d$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work by itself: where it was published as Crossref names the place ("" where it does not), in a year (None: not told)."""

    title: str
    authors: tuple[str, ...]
    abstract: str | None
    place: str
    year: int | None
    doi: str


Chosen = Callable[[Mapping[str, Json]], bool]


def works(answer: Answer, edition: Edition, *, volume: str, rows: int) -> Listing:
    """As `chosen_works`, of a volume (see `of_volume`)."""
    return chosen_works(answer, edition, chosen=of_volume(volume), rows=rows)


def chosen_works(answer: Answer, edition: Edition, *, chosen: Chosen, rows: int) -> Listing:
    """A page of `/works`: the papers among its works that are `chosen` (see `of_volume` and the others).

    `rows` is what was asked for. The cursor never ends by itself: a page with fewer works than `rows` is the last one.
    `declared` and `listed` count all works of the answer, of which those of other volumes are passed over.
    """
    message = _message(answer)
    items = sequence(message.get("items"), "message.items")
    total = message.get("total-results")
    papers, spoilt = [], []
    for order, item in enumerate(items, 1):
        work = mapping(item, f"work {order}")
        doi = clean_doi(text(work.get("DOI"), f"the DOI of work {order}"))
        if str(work.get("type")) in NOT_PAPERS or not chosen(work):
            continue
        paper = _paper(work, doi, edition)
        if paper and not is_front_matter(paper.title):
            papers.append(paper)
        elif paper is None:
            spoilt.append(f"The work {doi} has no title.")
    return Listing(
        papers=papers,
        declared=total if isinstance(total, int) else None,
        listed=len(items),
        next_page=text(message.get("next-cursor"), "message.next-cursor") if len(items) >= rows else "",
        spoilt=spoilt,
    )


def of_volume(volume: str) -> Chosen:
    """The works of a volume, by its DOI ("10.1145/3746027") or the beginning of one ("10.1609/aaai.v39i")."""
    # After a volume's number comes a stop; other publishers number volumes within a longer name.
    beginning = f"{volume.lower()}." if volume[-1].isdigit() else volume.lower()
    return lambda work: clean_doi(str(work.get("DOI"))).startswith(beginning)


def of_container(title: str) -> Chosen:
    """The works of proceedings or a book of exactly this title: Crossref's own filter has not been seen to match in full (2026-11)."""
    wanted = re.compile(rf"{title_key(title)}(?:(?:volume|part)[\divxlc]+)?")
    return lambda work: any(wanted.fullmatch(title_key(str(name))) for name in several(work.get("container-title")))


def of_event(acronym: str) -> Chosen:
    """The works of an event ("ISCA '25"): the query ranks by words, it does not filter."""
    wanted = title_key(acronym)

    def chosen(work: Mapping[str, Json]) -> bool:
        event = work.get("event")
        if not isinstance(event, Mapping):
            return False
        return title_key(str(event.get("acronym"))) == wanted or str(event.get("name")).casefold().startswith(f"{acronym.casefold()}:")

    return chosen


def of_journal_year(year: int, *, printed: bool) -> Chosen:
    """The articles of a journal's year, which is that of their volume: by the day of print, or (not `printed`) by the day online, of
    those that are never printed. Articles published ahead of a volume come with it, so that none is in two years.
    """

    def chosen(work: Mapping[str, Json]) -> bool:
        if printed:
            return _year(work.get("published-print")) == year
        return (
            _year(work.get("published-print")) is None
            and bool(work.get("volume"))
            and _year(work.get("published-online") or work.get("published")) == year
        )

    return chosen


def of_place(place: str, year: int) -> Chosen:
    """The works of a place as the table of editions writes it: "container:TITLE", "event:ACRONYM", "issn:ISSN", or the DOI of a volume."""
    kind, colon, name = place.partition(":")
    if colon and kind == "container":
        return of_container(name)
    if colon and kind == "event":
        return of_event(name)
    if colon and kind == "issn":
        printed, online = of_journal_year(year, printed=True), of_journal_year(year, printed=False)
        return lambda work: name in (several(work.get("ISSN")) or (name,)) and (printed(work) or online(work))
    return of_volume(place)


def _year(given: Json) -> int | None:
    """The year of a date as Crossref writes it ({"date-parts": [[2024, 5]]})."""
    parts = next(iter(several(given.get("date-parts"))), None) if isinstance(given, Mapping) else None
    first = next(iter(several(parts)), None)
    return first if isinstance(first, int) else None


def _message(answer: Answer) -> Mapping[str, Json]:
    given = mapping(read_json(answer.body, answer.charset), "the answer")
    if given.get("status") == "failed":
        reasons = [clean(str(reason.get("message"))) for reason in several(given["message"]) if isinstance(reason, dict)]
        raise FormatError("protocol", f"Crossref refuses: {'; '.join(reasons) or 'no reason given'}")
    if "message" not in given:
        raise FormatError("layout", "no 'message' in the answer of Crossref")
    return mapping(given["message"], "message")


def _paper(work: Mapping[str, Json], doi: str, edition: Edition) -> Paper | None:
    title = _title(work)
    if not title:
        return None
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(_names(work)),
        abstract=_abstract(text(work.get("abstract"), "abstract")),
        track=kind_of(title),
        url=f"https://doi.org/{doi}",
        doi=doi,
    )


def _title(work: Mapping[str, Json]) -> str:
    """Older deposits cut the title at its colon and put the rest into `subtitle`; some repeat it there."""
    title, subtitle = (clean(" ".join(text(part, name) for part in several(work.get(name)))) for name in ("title", "subtitle"))
    if not title or not subtitle or title.endswith(subtitle):
        return title
    return f"{title.rstrip(': ')}: {subtitle}"


def _names(work: Mapping[str, Json]) -> Iterator[str]:
    for given in several(work.get("author")):
        author = mapping(given, "an author")
        parts = [text(author.get(part), part) for part in ("given", "family", "suffix")]
        if name := clean(" ".join(parts)) or clean(text(author.get("name"), "name")):
            yield name


def _abstract(jats: str) -> str | None:
    """JATS, whose own heading is no part of the abstract."""
    return clean_abstract(JATS_TITLE.sub("", jats))


def volume(answer: Answer) -> Volume:
    """One work, `/works/DOI`: the volume, for the day on which its papers were published. Raises FormatError."""
    work = _message(answer)
    if "DOI" not in work:
        raise FormatError("layout", "no DOI in the work")
    published = mapping(work.get("published") or work.get("issued"), "published")
    parts = sequence(next(iter(sequence(published.get("date-parts"), "date-parts")), None), "date-parts")
    try:
        first, last = _days([part for part in parts if isinstance(part, int)])
    except (ValueError, OverflowError):
        raise FormatError("schema", f"the volume was published on no day: {parts}") from None
    return Volume(doi=clean_doi(text(work["DOI"], "DOI")), title=_title(work), first=first, last=last)


def work(answer: Answer) -> Work:
    """One work, `/works/DOI`: an article or a paper of proceedings. Raises FormatError."""
    given = _message(answer)
    title = _title(given)
    if "DOI" not in given or not title:
        raise FormatError("layout", "no DOI or no title in the work")
    event = given.get("event")
    acronym = YEAR_BEHIND.sub("", clean(text(event.get("acronym"), "acronym"))) if isinstance(event, Mapping) else ""
    container = next((clean(text(name, "container-title")) for name in several(given.get("container-title"))), "")
    return Work(
        title=title,
        authors=tuple(_names(given)),
        abstract=_abstract(text(given.get("abstract"), "abstract")),
        place=acronym or container,
        year=_year(given.get("published") or given.get("issued")),
        doi=clean_doi(text(given["DOI"], "DOI")),
    )


def _days(parts: list[int]) -> tuple[date, date]:
    """Publishers give a year, a month or a day. ValueError or OverflowError where it is none."""
    year, month, day = (*parts, *[0] * 3)[:3]
    if month and day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)
