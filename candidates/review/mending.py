"""The pages on which people mend a paper or add one that no crawl brought."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from candidates.errors import CovenueError, StoreError, UsageError
from candidates.matching.paper_ids import UNREADABLE_DOI, given_doi
from candidates.review.briefs import briefs
from candidates.review.rendering import Form, Rendering, paper_path
from candidates.review.service import ReviewService
from candidates.store.edits import add_paper, give_abstract, mend_link, mend_title
from candidates.store.search import has_words
from candidates.store.tables import PAPERS
from spiders.addresses import forum_in, web_address
from spiders.paper import Paper, title_key

if TYPE_CHECKING:
    from candidates.crawling.one_abstract import FoundAbstract
    from spiders.formats.crossref import Work

# What a person pastes: a DOI however it is written, the address of a forum, another address, else the words of a title.
GIVEN_FORUM = re.compile(r"openreview:\s*([\w-]{6,20})", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+")
EDITION = re.compile(r"(.+?)[\s'’-]*((?:19|20)\d\d)")
# Shorter words begin words of every paper.
WORD = re.compile(r"[^\W\d_]{3,}")
LONGEST = {"title": 500, "authors": 20_000, "abstract": 10_000, "url": 500, "doi": 200, "edition": 80}
ALIKE = 10


AskDoi = Callable[[str], "Work"]
# A paper, and the DOI that a person gave for it ("" for its own).
FetchAbstract = Callable[[Paper, str], "FoundAbstract"]


class Mending:
    """The handlers of these pages."""

    def __init__(self, service: ReviewService, show: Rendering, ask_doi: AskDoi | None = None) -> None:
        self._service = service
        self._show = show
        self._ask_doi = ask_doi

    def routes(self) -> list[Route]:
        """What these pages answer; to stand before the route of one paper."""
        return [
            Route("/add", self.add_page),
            Route("/add", self._show.posted(self.add), methods=["POST"]),
            Route("/add/ask", lambda _: self._show.see("/add")),
            Route("/add/ask", self._show.posted(self.ask), methods=["POST"]),
            Route("/papers/{paper_id}/mend", self._show.posted(self.mend), methods=["POST"]),
        ]

    def mend(self, request: Request, form: Form) -> Response:
        """Stores title and link as the list shall have them, or an abstract. Raises UsageError."""
        paper_id, who = request.path_params["paper_id"], self._show.named(request)
        link = _line(form.get("url", ""), "url")
        if link and not web_address(link):
            raise UsageError("The address has to begin with http:// or https://; nothing was changed.")
        try:
            with self._service.deciding.turn():
                if "title" in form:
                    mend_title(self._service.store, paper_id, _line(form["title"], "title"), who)
                if "url" in form:
                    mend_link(self._service.store, paper_id, link, who)
                if "abstract" in form:
                    give_abstract(self._service.store, paper_id, _line(form["abstract"], "abstract"), who)
        except StoreError as problem:
            return self._show.again(request, form, f"Not stored yet: {problem}", 503)
        return self._show.see(paper_path(paper_id))

    def add_page(self, request: Request) -> Response:
        """Looks whether a paper is known already; if not, a form for it."""
        sought = _line(request.query_params.get("find", ""), "url")
        return self._add_page(request, sought)

    def _add_page(self, request: Request, sought: str, status: int = 200, *, problem: str = "", given: Form | None = None) -> Response:
        found = self._known(sought) if sought else []
        given = given or recognised(sought)
        may_ask = bool(self._ask_doi and given["doi"] and not given["title"])
        more = {"sought": sought, "found": found, "given": given, "problem": problem, "may_ask": may_ask}
        return self._show.page(request, "add.html", status, **more)

    def ask(self, request: Request, form: Form) -> Response:
        """Asks Crossref for what it says of a DOI, and fills in the form; nothing is stored."""
        self._show.named(request)
        sought = given_doi(_line(form.get("doi", ""), "doi"))
        if self._ask_doi is None or not sought:
            return self._add_page(request, "", 400, problem=UNREADABLE_DOI, given=empty())
        try:
            work = self._ask_doi(sought)
        except CovenueError as problem:
            return self._add_page(request, sought, 502, problem=str(problem))
        edition = f"{work.place} {work.year or ''}".strip()
        filled = {"title": work.title, "authors": "; ".join(work.authors), "abstract": work.abstract or "", "edition": edition}
        filled |= {"doi": work.doi, "url": f"https://doi.org/{work.doi}"}
        return self._add_page(request, sought, given={**empty(), **{name: value[: LONGEST[name]] for name, value in filled.items()}})

    def _known(self, sought: str) -> list[object]:
        given = recognised(sought)
        store = self._service.store
        exact = [
            PAPERS.c[name] == (given[name].lower() if name == "doi" else given[name]) for name in ("doi", "forum", "url") if given[name]
        ]
        if given["title"]:
            exact.append(PAPERS.c.title_key == title_key(sought))
            if WORD.search(sought):
                exact.append(has_words(store, sought))
        with store.reading() as connection:
            ids = list(connection.scalars(select(PAPERS.c.id).where(or_(*exact)).limit(ALIKE)))
        papers = briefs(store, ids)
        return [papers[each] for each in ids]

    def add(self, request: Request, form: Form) -> Response:
        """Stores a paper that was given by hand and shows it."""
        self._show.named(request)
        given = {name: _line(form.get(name, ""), name) for name in LONGEST}
        given["forum"] = form.get("forum", "")[:40]
        try:
            with self._service.deciding.turn():
                paper_id = add_paper(self._service.store, self._paper(given))
        except UsageError as problem:
            return self._add_page(request, "", 400, problem=str(problem), given=given)
        except StoreError as problem:
            return self._show.again(request, form, f"Not stored yet: {problem}", 503)
        return self._show.see(paper_path(paper_id))

    def _paper(self, given: Form) -> Paper:
        """UsageError where something is missing or cannot be read."""
        if not title_key(given["title"]):
            raise UsageError("A title needs letters.")
        edition = EDITION.fullmatch(given["edition"])
        if not edition:
            raise UsageError("Say where and when it was published, such as ICML 2025.")
        if given["url"] and not ADDRESS.fullmatch(given["url"]):
            raise UsageError("The address has to begin with http:// or https://.")
        doi = given_doi(given["doi"])
        if given["doi"] and not doi:
            raise UsageError(UNREADABLE_DOI)
        table = self._service.store.editions
        name = edition[1].strip()
        venue = table.spellings.get(name.casefold()) or next((each for each in table.venues if each == name.casefold()), None)
        return Paper(
            title=given["title"],
            venue=venue or re.sub(r"[^a-z0-9]+", "", name.casefold())[:40] or "other",
            year=int(edition[2]),
            authors=tuple(filter(None, (each.strip() for each in re.split(r"[;\n]|,(?=\s)", given["authors"])))),
            abstract=given["abstract"] or None,
            url=given["url"],
            doi=doi.lower(),
            forum=given["forum"],
        )


def empty() -> Form:
    """A form in which nothing is filled in."""
    return {**dict.fromkeys(LONGEST, ""), "forum": ""}


def recognised(text: str) -> Form:
    """What was pasted, as the field that it is: a DOI, an OpenReview forum, an address, else a title."""
    if doi := given_doi(text):
        return {**empty(), "doi": doi}
    named = GIVEN_FORUM.match(text)
    if forum := named[1] if named else forum_in(text) if ADDRESS.match(text) else "":
        return {**empty(), "forum": forum, "url": f"https://openreview.net/forum?id={forum}"}
    return {**empty(), ("url" if ADDRESS.fullmatch(text) else "title"): text}


def _line(text: str, name: str) -> str:
    return " ".join(text[: LONGEST[name]].split())
