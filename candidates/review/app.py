"""The web application: routes, and what each answers for a reader who judges. The other pages are in `overviews`."""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from candidates.errors import CovenueError, NotFoundInStoreError, NothingToUndoError, StoreError, UsageError
from candidates.queue.decisions import ConflictError, stands_since
from candidates.queue.states import VERDICTS
from candidates.review.forms import decision_of, name_of, row_of
from candidates.review.mending import AskDoi, FetchAbstract, Mending
from candidates.review.overviews import Overviews
from candidates.review.pages import Filter
from candidates.review.paper_list import PaperList
from candidates.review.rendering import HERE, SAID, Form, Rendering, paper_path
from candidates.review.security import AccessPolicy, SecurityMiddleware
from candidates.review.service import ReviewService
from candidates.store.edits import keep_abstract

STATUS = ((StoreError, 503), (NotFoundInStoreError, 404), (ConflictError, 409), (NothingToUndoError, 409))


class ReviewApp:
    """The pages over one service. `default_name` is whose decisions they are until a browser gives a name ("": it must); `decided` is
    called after each decision; `ask_doi` asks for what is known of a DOI, `fetch_abstract` for the abstract of a paper (None: nobody is
    asked).
    """

    def __init__(
        self,
        service: ReviewService,
        policy: AccessPolicy,
        default_name: str = "",
        decided: Callable[[], None] = lambda: None,
        ask_doi: AskDoi | None = None,
        fetch_abstract: FetchAbstract | None = None,
    ) -> None:
        self._service = service
        self._fetch_abstract = fetch_abstract
        self._decided = decided
        self._show = Rendering(policy, service.store.editions, default_name)
        handlers = (PaperList(service, self._show, decided), Overviews(service, self._show, decided), Mending(service, self._show, ask_doi))
        others = [route for each in handlers for route in each.routes()]
        app = Starlette(
            routes=[
                Route("/", self.queue),
                *others,
                Route("/papers/{paper_id}", self.paper),
                Route("/papers/{paper_id}/decision", self._show.posted(self.decide), methods=["POST"]),
                Route("/papers/{paper_id}/entry", self._show.posted(self.entry), methods=["POST"]),
                Route("/papers/{paper_id}/abstract", self._show.posted(self.abstract), methods=["POST"]),
                Route("/undo", self._show.posted(self.undo), methods=["POST"]),
                Route("/name", self._show.posted(self.name), methods=["POST"]),
                Mount("/static", StaticFiles(directory=HERE / "static", packages=[("candidates.coverage", "static")])),
            ],
            exception_handlers={
                HTTPException: self._http_error,
                CovenueError: self._error,
                ClientDisconnect: self._left,
                Exception: self._fault,
            },
        )
        app.router.redirect_slashes = False  # see `AccessPolicy.own_path`
        # Outermost, so that even the answer to a fault carries the headers.
        self.asgi: ASGIApp = SecurityMiddleware(app, policy)

    def queue(self, request: Request) -> Response:
        """The next paper for this reader, in the part of the queue that the address names."""
        return self._paper_page(request, None)

    def paper(self, request: Request) -> Response:
        """One paper, decided or not."""
        return self._paper_page(request, request.path_params["paper_id"])

    def _paper_page(self, request: Request, paper_id: str | None, status: int = 200, **more: Any) -> Response:
        shown = Filter.of(request.query_params)
        page = self._service.page(self._show.reader(request), shown, paper_id)
        did = request.query_params.get("did", "")
        done = self._service.brief(did) if did else None
        told = self._service.second_opinion(did, self._show.reader(request)) if done else ""
        took = request.query_params.get("took") == "1"
        given = {"page": page, "done": done, "took": took, "told": told, "strange": shown.strange(self._service.edition_names()), **more}
        given |= {"may_fetch": self._fetch_abstract is not None, "newest": self._service.newest_row()}
        return self._show.page(request, "paper.html", status, **{"problem": "", "attempt": None, **given})

    def decide(self, request: Request, form: Form) -> Response:
        """Writes a decision and goes on to the next paper. What cannot be written comes back, ready to be sent again."""
        paper_id = request.path_params["paper_id"]
        decision = decision_of(form, VERDICTS)
        who, shown = self._show.named(request), Filter.of(request.query_params)
        try:
            self._service.deciding.decide(paper_id, decision, who)
        except ConflictError as problem:
            standing = problem.stands.number if problem.stands else 0
            attempt = {
                "verdict": decision.verdict,
                "category": decision.category or "",
                "reason": decision.reason,
                "expected": str(standing),
                **({"new_section": decision.category or ""} if decision.is_new else {}),
            }
            return self._paper_page(request, paper_id, 409, problem=plain_conflict(problem, who), attempt=attempt)
        except NotFoundInStoreError:
            raise
        except UsageError as problem:
            return self._paper_page(request, paper_id, 409, problem=str(problem))
        except StoreError as problem:
            return self._show.again(request, form, f"Not stored yet: {problem}", 503)
        self._decided()
        return self._show.see("/publish") if form.get("back") == "publish" else self._onwards(request, who, shown, paper_id)

    def _onwards(self, request: Request, who: str, shown: Filter, paper_id: str) -> Response:
        following = self._service.after(who, shown, paper_id)
        return self._show.see(shown.address(paper_path(following) if following else "/", did=paper_id))

    def entry(self, request: Request, form: Form) -> Response:
        """Notes that an entry of the list is this paper, or is another one."""
        paper_id, who = request.path_params["paper_id"], self._show.reader(request)
        shown, same = Filter.of(request.query_params), form.get("same") == "yes"
        try:
            self._service.deciding.say_same(paper_id, form.get("entry", ""), same)
        except StoreError as problem:
            return self._show.again(request, form, f"Not stored yet: {problem}", 503)
        if form.get("back") == "publish":
            return self._show.see("/publish")
        return self._onwards(request, who, shown, paper_id) if same else self._show.see(shown.address(paper_path(paper_id)))

    def abstract(self, request: Request, form: Form) -> Response:
        """Asks the indexes for the abstract of a paper that has none, and keeps it; why there is none is said on the paper's page."""
        paper_id, shown = request.path_params["paper_id"], Filter.of(request.query_params)
        self._show.named(request)
        paper = self._service.store.paper(paper_id)
        if self._fetch_abstract is not None and not paper.abstract:
            try:
                found = self._fetch_abstract(paper, form.get("doi", ""))
                with self._service.deciding.turn():
                    keep_abstract(self._service.store, paper_id, found.text, found.source)
            except StoreError as problem:
                return self._show.again(request, form, f"Not stored yet: {problem}", 503)
            except CovenueError as problem:
                return self._paper_page(request, paper_id, 502, problem=str(problem))
        return self._show.see(shown.address(paper_path(paper_id)))

    def undo(self, request: Request, form: Form) -> Response:
        """Takes back this reader's last step, or their last decision on the paper named, and shows that paper again."""
        who, shown, deciding = self._show.named(request), Filter.of(request.query_params), self._service.deciding
        try:
            paper_id, seen = form.get("paper"), row_of(form.get("seen", ""))
            taken = [deciding.undo(who, paper_id, seen)] if paper_id else deciding.undo_step(who, seen)
        except StoreError as problem:
            return self._show.again(request, form, f"Not taken back yet: {problem}", 503)
        self._decided()
        if len(taken) > 1 or form.get("step") == "table":
            stay = sum(stands_since(self._service.store, each) is not None for each in taken)
            return self._show.see(f"/papers?taken={len(taken)}" + (f"&stay={stay}" if stay else ""))
        return self._show.see(shown.address(paper_path(taken[0].paper_id), did=taken[0].paper_id, took="1"))

    def name(self, request: Request, form: Form) -> Response:
        """Keeps the reader's name in this browser."""
        name = name_of(form.get("name", ""))
        if not name:
            raise HTTPException(400, "A name needs at least one letter. Go back and type one.")
        return self._show.keep_name(name, form.get("back", "/"))

    async def _http_error(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        said = {404: "There is no such page here.", 405: "This address does not answer that."}.get(problem.status_code, problem.detail)
        return self._show.message(request, said, problem.status_code)

    async def _error(self, request: Request, problem: Exception) -> Response:
        status = next((code for kind, code in STATUS if isinstance(problem, kind)), 400)
        return self._show.message(request, str(problem), status)

    async def _left(self, request: Request, problem: Exception) -> Response:
        """A browser that went away in the middle of its form (a closed tab, a lost network) changes nothing, and is no fault to print."""
        return Response(status_code=400)

    async def _fault(self, request: Request, problem: Exception) -> Response:
        said = f"{type(problem).__name__}: {problem}"
        return self._show.message(request, f"An error in the program itself ({said[:300]}). What was decided before is stored.", 500)


def plain_conflict(problem: ConflictError, reader: str) -> str:
    """Who decided otherwise meanwhile, without numbers that a reader cannot use; the reader too, on another tab."""
    stands = problem.stands
    if stands is None:
        return "The decision on this paper was taken back meanwhile; nothing was changed. Look at it again."
    where = f" in {stands.category}" if stands.category else ""
    said = "you have" if stands.who == reader else f"{stands.who} has"
    return f"Nothing was changed: {said} meanwhile said of this paper: {SAID[stands.verdict].lower()}{where}."
