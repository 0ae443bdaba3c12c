"""The JSON behind the virtual conference sites (iclr.cc, icml.cc, neurips.cc, mlsys.org, …), and their pages.

One file holds an edition: every paper as a poster, the orals and spotlights once more as events of their own, and among them
items of workshops, of journals that present at the conference, and of other tracks; `sourceurl` tells these apart.
Source: field lists in programs that read these files, and fragments of iclr-2026, icml-2026 and neurips-2025 (2026-07 to 10).
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

import lxml.html

from spiders.addresses import forum_in
from spiders.editions import Edition
from spiders.formats.json_answer import Json, JsonObject, mapping, several, text, whole
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, joined, read_html, text_of
from spiders.formats.names import spoken
from spiders.formats.openreview import track_of
from spiders.formats.text import clean, clean_abstract
from spiders.guard import Answer
from spiders.paper import Paper, title_key

# The part of a venue id behind its year: these hold papers of the proceedings. "" stands for years before the sites named
# their sources, and for ICML before 2023, which used another submission system.
PAPER_GROUPS = (
    "",
    "Conference",
    "Datasets_and_Benchmarks",
    "Track/Datasets_and_Benchmarks",
    "Track/Datasets_and_Benchmarks/Round1",
    "Track/Datasets_and_Benchmarks/Round2",
    "Datasets_and_Benchmarks_Track",
    "Evaluations_and_Datasets_Track",
    "Position_Paper_Track",
)
GROUP = re.compile(r"[?&]id=([^&#]+)")
# "TMLR-2026", "ANN-STATS-2026", "https://api.github.com/repos/JmlrOrg/…": journal papers shown at ICML 2026.
JOURNAL = re.compile(r"^(?:TMLR|JMLR|ANN-STATS)\b|/JmlrOrg/", re.I)
POSTER = re.compile(r"\b(poster)\b", re.I)
TALK = re.compile(r"\b(oral|spotlight)\b", re.I)
SESSION = re.compile(r"\bsessions?\b", re.I)
# A room may stand between: "/virtual/2025/loc/san-diego/poster/119718" (NeurIPS 2025 met in two places).
EVENT_PAGE = re.compile(r"/virtual/\d{4}/(?:loc/[^/]+/)?(poster|oral|spotlight)/(\d{1,12})\b")
REFUSED = re.compile(r"reject|withdraw", re.I)
# A poster's page in the markup to 2025 and in that of 2026 (event-title, event-organizers); names are parted by a middle or a dot operator.
PAGE_TITLE = f"//*[{has_class('main-title')}] | //h1[{has_class('event-title')}]"
PAGE_PEOPLE = f"//h3[{has_class('card-subtitle')}] | //*[{has_class('event-organizers')}]"
NAMES_APART = re.compile(r"(?:(?<!\s)\s+)?[·⋅]\s*")
# In data, where one text has all names.
NAMES_IN_TEXT = re.compile(r"(?:(?<!\s)\s+)?[·;]\s*")
# A card of the list of papers, and the names on it.
CARD = f"ancestor::*[{has_class('pp-card')}][1]"
CARD_PEOPLE = f".//*[{has_class('card-subtitle')}]//a[contains(@href, 'filter=author')]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A paper with the events that show it: `id` is the key into the file of abstracts, `group` the source ("Conference").

    `related` are the ids of its other events; `kind` is "poster" or "talk" (an oral or spotlight as an event of its own).
    """

    paper: Paper
    id: str
    kind: str
    group: str
    related: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class VirtualEvents:
    """The papers of one file, each once, in order; iterate once, then read `declared`, `listed`, `next_page`, `spoilt`.

    Posters are handed on as they are read; orals and spotlights only at the end, and only those no poster stands for.
    `groups` are the sources wanted (as `PAPER_GROUPS` has them). Links are resolved against the site of the answer.
    """

    answer: Answer
    edition: Edition
    groups: Collection[str] = PAPER_GROUPS
    declared: int | None = None
    listed: int = 0
    next_page: str = ""
    spoilt: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Event]:
        given = JsonObject(self.answer.body, "results", self.answer.charset)
        shown = _Shown()
        talks: list[Event] = []
        for item in given:
            self.listed += 1
            event = self._read(item)
            if event is None:
                continue
            if event.kind == "talk":
                talks.append(event)
            elif shown.add(event):
                yield event
        if not given.found:
            raise FormatError("layout", "the answer holds no 'results'")
        if self.spoilt and len(self.spoilt) == self.listed:
            raise FormatError("schema", f"none of {self.listed} events can be read ({self.spoilt[0]})")
        yield from (event for event in talks if not shown.stands_for(event) and shown.add(event))
        count = given.rest.get("count")
        self.declared = None if count is None else whole(count, "count")
        self.next_page = clean(text(given.rest.get("next"), "next"))

    def _read(self, item: Json) -> Event | None:
        """The event, or None if it is no paper of a wanted source."""
        try:
            return _event(mapping(item, "an event"), self)
        except FormatError as problem:
            self.spoilt.append(f"Event {self.listed}: {problem}.")
            return None


def orals_and_posters(
    answer: Answer, edition: Edition, *, groups: Collection[str] = PAPER_GROUPS, apart: Mapping[str, str] | None = None
) -> Listing:
    """All papers of `{conf}-{year}-orals-posters.json` at once; `apart`: what `abstracts` reads, where these stand in a second file.

    `listed` counts events, as the file's own `count` does: an oral is two of them.
    """
    events = VirtualEvents(answer=answer, edition=edition, groups=groups)
    papers = tuple(with_abstract(event, apart or {}) for event in events)
    return Listing(
        papers=papers,
        declared=events.declared,
        listed=events.listed,
        next_page=events.next_page,
        spoilt=tuple(events.spoilt),
    )


def with_abstract(event: Event, abstracts: Mapping[str, str]) -> Paper:
    """The paper of an event with the abstract that a second file holds for any of its events."""
    if event.paper.abstract is not None:
        return event.paper
    found = next((abstracts[id_] for id_ in (event.id, *event.related) if id_ in abstracts), None)
    return event.paper if found is None else replace(event.paper, abstract=found)


def abstracts(answer: Answer) -> dict[str, str]:
    """`{conf}-{year}-abstracts.json` (ICML from 2026 on): event id to clean abstract; empty ones are left out. Raises FormatError."""
    found: dict[str, str] = {}
    spoilt = 0
    for member in JsonObject(answer.body, "", answer.charset):
        name, value = several(member)
        if not isinstance(name, str) or not name.isdecimal() or not isinstance(value, str | None):
            spoilt += 1
        elif abstract := clean_abstract(value):
            found[name] = abstract
    if spoilt and not found:
        raise FormatError("schema", "the answer holds no abstract under the number of an event")
    return found


def list_page(answer: Answer, edition: Edition) -> Listing:
    """`/virtual/YEAR/papers.html`, also of one place (`/loc/sydney/…`): titles, addresses, and authors where cards name them.

    Raises FormatError.
    """
    found: dict[str, Paper] = {}
    links = 0
    for link in read_html(answer.body, answer.charset).iter("a"):
        href = link.get("href") or ""
        page, title = EVENT_PAGE.search(href), text_of(link)
        if page and title:
            links += 1
            paper = Paper(title=title, venue=edition.venue, year=edition.year, authors=_on_card(link), url=_address(answer, href))
            known = found.setdefault(title_key(title), paper)
            if known is not paper and page[1] == "poster" and "/poster/" not in known.url:
                found[title_key(title)] = paper
    if not found:
        raise FormatError("layout", "the page links to no poster and no oral")
    return Listing(papers=tuple(found.values()), listed=links)


def _address(answer: Answer, href: str) -> str:
    """The page's address; "" where a saved list, of which nobody knows the address, has a relative link."""
    return joined(answer.url, href) if answer.url or "://" in href else ""


def _on_card(link: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The authors on the card that a paper's link stands on; () on a plain list."""
    card = first(link.xpath(CARD))
    return () if card is None else tuple(filter(None, map(text_of, card.xpath(CARD_PEOPLE))))


def poster_page(answer: Answer, edition: Edition) -> Listing:
    """`/virtual/YEAR/poster/ID`: title, authors (JSON-LD, else the subtitle), abstract; in the design until 2024 and in that of 2025 on.

    Raises FormatError.
    """
    tree = read_html(answer.body, answer.charset)
    linked = _linked_data(tree.xpath("//script[@type='application/ld+json']/text()"))
    title = text_of(first(tree.xpath(PAGE_TITLE))) or clean(text(linked.get("name"), "name"))
    if not title:
        raise FormatError("layout", "the poster page has no title (no main-title, no event-title, no JSON-LD)")
    people = [person.get("name") if isinstance(person, Mapping) else person for person in several(linked.get("author"))]
    names = [clean(text(name, "an author")) for name in people] or NAMES_APART.split(text_of(first(tree.xpath(PAGE_PEOPLE))))
    area = first(tree.xpath("//*[@id='abstractText']"))
    paragraphs = [] if area is None else area.xpath(".//p[normalize-space()]")
    paper = Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(filter(None, map(str.strip, names))),
        abstract=clean_abstract(" ".join(map(text_of, paragraphs or [area]))),
        url=answer.url,
    )
    return Listing(papers=(paper,), listed=1)


class _Shown:
    """Which papers a poster has stood for already, by all that one paper's events have in common."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._related: set[str] = set()
        self._titles: set[str] = set()
        self._forums: set[tuple[str, str]] = set()

    def add(self, event: Event) -> bool:
        """False if the same paper was there: the same event, the same forum, or a linked poster of the same title.

        A title alone does not tell: two papers of one edition may share it.
        """
        paper, title = event.paper, event.paper.key
        again = bool(event.id) and (event.id in self._ids or (event.id in self._related and title in self._titles))
        again = again or (bool(paper.forum) and (paper.forum, title) in self._forums)
        self._ids.add(event.id)
        self._related.update(event.related)
        self._titles.add(title)
        self._forums.add((paper.forum, title))
        return not again

    def stands_for(self, talk: Event) -> bool:
        """Whether a poster of this talk was there: linked by id, else of the same title."""
        linked = talk.id in self._related or not self._ids.isdisjoint(talk.related)
        return linked or talk.paper.key in self._titles


def _event(item: Mapping[str, Json], wanted: VirtualEvents) -> Event | None:
    group = _group(text(item.get("sourceurl"), "sourceurl"), wanted.edition.year)
    kind = _kind(item)
    decision = clean(text(item.get("decision"), "decision"))
    if not kind or group not in wanted.groups or item.get("visible") is False or REFUSED.search(decision):
        return None
    title = clean(text(item.get("name"), "name"))
    if not title:
        raise FormatError("layout", "it has no name")
    address = text(item.get("virtualsite_url"), "virtualsite_url")
    topic = " / ".join(filter(None, map(str.strip, clean(text(item.get("topic"), "topic")).split("->"))))
    paper = Paper(
        title=title,
        venue=wanted.edition.venue,
        year=wanted.edition.year,
        authors=tuple(_people(item.get("authors"))),
        abstract=clean_abstract(text(item.get("abstract"), "abstract")),
        track=track_of(f"{wanted.edition.venue}/{wanted.edition.year}/{group}") or topic or decision,
        url=_address(wanted.answer, address),
        pdf=clean(text(item.get("paper_pdf_url"), "paper_pdf_url")),
        forum=forum_in(text(item.get("paper_url"), "paper_url")),
        keywords=tuple(_keywords(item.get("keywords"))),
    )
    related = tuple(text(id_, "a related event") for id_ in several(item.get("related_events_ids")))
    return Event(paper=paper, id=text(item.get("id"), "id"), kind=kind, group=group, related=related)


def _kind(item: Mapping[str, Json]) -> str:
    """ "poster", "talk", or "" for what is no paper (a workshop, an invited talk)."""
    for name in ("eventtype", "event_type", "virtualsite_url"):
        said = text(item.get(name), name)
        if SESSION.search(said):
            return ""
        if POSTER.search(said):
            return "poster"
        if TALK.search(said):
            return "talk"
        if said and name == "eventtype":
            return ""
    return ""


def _group(source: str, year: int) -> str:
    """The source of an event: one of `PAPER_GROUPS`, or else "Workshop/…", "Creative_AI_Track", "Journal", "TMLR" …"""
    if found := GROUP.search(source):
        venue, _, rest = unquote(found[1]).partition("/")
        of_year, _, group = rest.partition("/")
        return group.strip("/") if group and of_year == str(year) else f"{venue}/{rest}"
    if JOURNAL.search(source):
        return "Journal"
    return "Workshop" if "workshop" in source.casefold() else ""


def _people(value: Json) -> Iterator[str]:
    if isinstance(value, str):  # one text, as the pages show it
        yield from filter(None, map(clean, NAMES_IN_TEXT.split(clean(value))))
        return
    for person in several(value):
        name = person.get("fullname") or person.get("name") if isinstance(person, Mapping) else person
        if cleaned := spoken(text(name, "an author")):
            yield cleaned


def _keywords(value: Json) -> Iterator[str]:
    words = value.split(",") if isinstance(value, str) else several(value)
    return filter(None, (clean(text(word, "a keyword")) for word in words))


def _linked_data(scripts: Iterable[str]) -> Mapping[str, Json]:
    """The JSON-LD object of the page that names authors; an empty one where there is none or it is broken."""
    for script in scripts:
        try:
            value: Json = json.loads(str(script))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, Mapping) and "author" in value:
            return value
    return {}
