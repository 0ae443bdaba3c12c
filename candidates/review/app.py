"""The web application: routes, and what each answers. Reads through `ReviewService`, renders through jinja2, keeps nothing itself."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from candidates.errors import ConflictError, CovenueError, NotFoundInStoreError, NothingToUndoError, StoreError, UsageError
from candidates.publishing.list_writer import Published
from candidates.queue.candidates import VERDICTS
from candidates.reading_list.parts import ListError
from candidates.review.cards import shown_authors
from candidates.review.coverage_view import digest_of
from candidates.review.forms import decision_of, name_of, read_form
from candidates.review.html import diff_lines
from candidates.review.pages import ANY, Filter
from candidates.review.security import YEAR_IN_SECONDS, AccessPolicy, SecurityMiddleware
from candidates.review.service import ReviewService

HERE = Path(__file__).parent
NAME_COOKIE = "covenue_name"

Form = dict[str, str]
Answer = Callable[[Request, Form], Response]

SAID = {"accepted": "Accepted", "rejected": "Rejected", "later": "Put aside for later", "published": "Published", "undone": "Taken back"}
STATE_NAMES = {
    "pending": "waiting for a decision",
    "later": "put aside for later",
    "accepted": "accepted",
    "rejected": "rejected",
    "published": "published",
    ANY: "all of these",
}


class ReviewApp:
    """The pages over one service. `default_name` is whose decisions they are until a browser gives a name ("": it must); `decided` is
    called after each decision.
    """

    def __init__(
        self, service: ReviewService, policy: AccessPolicy, default_name: str = "", decided: Callable[[], None] = lambda: None
    ) -> None:
        self._service = service
        self._decided = decided
        self._default_name = default_name
        self._templates = templates()
        app = Starlette(
            routes=[
                Route("/", self.queue),
                Route("/papers/{paper_id}", self.paper),
                Route("/papers/{paper_id}/decision", posted(self.decide), methods=["POST"]),
                Route("/undo", posted(self.undo), methods=["POST"]),
                Route("/name", posted(self.name), methods=["POST"]),
                Route("/history", self.history),
                Route("/people", self.people),
                Route("/coverage", self.coverage),
                Route("/publish", self.plan),
                Route("/publish", posted(self.publish), methods=["POST"]),
                Route("/help", self.help),
                Mount("/static", StaticFiles(directory=HERE / "static")),
            ],
            exception_handlers={HTTPException: self._http_error, CovenueError: self._error, Exception: self._fault},
        )
        # Outermost, so that even the answer to a fault carries the headers.
        self.asgi: ASGIApp = SecurityMiddleware(app, policy)

    # ---- The queue

    def queue(self, request: Request) -> Response:
        """The next paper for this reader, in the part of the queue that the address names."""
        return self._paper_page(request, None)

    def paper(self, request: Request) -> Response:
        """One paper, decided or not."""
        return self._paper_page(request, request.path_params["paper_id"])

    def _paper_page(self, request: Request, paper_id: str | None, status: int = 200, **more: Any) -> Response:
        page = self._service.page(self._reader(request), Filter.of(request.query_params), paper_id)
        did = request.query_params.get("did", "")
        done = self._service.brief(did) if did else None
        return self._render(request, "paper.html", status, page=page, done=done, **{"problem": "", "attempt": None, **more})

    def decide(self, request: Request, form: Form) -> Response:
        """Writes a decision and goes on to the next paper. What cannot be written comes back, ready to be sent again."""
        paper_id = request.path_params["paper_id"]
        decision = decision_of(form, VERDICTS)
        who, shown = self._reader(request), Filter.of(request.query_params)
        if not who:
            return self._again(request, form, "Say who you are first (above, at the right), then send the decision again.", 400)
        try:
            self._service.decide(
                paper_id, decision.verdict, who=who, category=decision.category, reason=decision.reason, expected=decision.expected
            )
        except ConflictError as problem:
            standing = problem.stands.number if problem.stands else 0
            attempt = {"category": "", "reason": "", **form, "expected": str(standing)}
            return self._paper_page(request, paper_id, 409, problem=str(problem), attempt=attempt)
        except NotFoundInStoreError:
            raise
        except UsageError as problem:
            return self._paper_page(request, paper_id, 409, problem=str(problem))
        except StoreError as problem:
            return self._again(request, form, f"Not stored yet: {problem}", 503)
        self._decided()
        following = self._service.after(who, shown, paper_id)
        return see(shown.address(paper_path(following) if following else "/", did=paper_id))

    def undo(self, request: Request, form: Form) -> Response:
        """Takes back this reader's last decision, or their last one on the paper named, and shows that paper again."""
        who, shown = self._reader(request), Filter.of(request.query_params)
        if not who:
            raise HTTPException(400, "Say who you are first, so that only your own decisions are taken back.")
        try:
            taken_back = self._service.undo(who, form.get("paper") or None)
        except StoreError as problem:
            return self._again(request, form, f"Not taken back yet: {problem}", 503)
        self._decided()
        return see(shown.address(paper_path(taken_back.paper_id), did=taken_back.paper_id))

    # ---- What was decided, and by whom

    def history(self, request: Request) -> Response:
        """The decisions, newest first."""
        given = request.query_params
        verdict = given.get("verdict", "")
        page = given.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 8 else 1
        log = self._service.log(given.get("who", ""), verdict if verdict in SAID else "", max(number, 1))
        return self._render(request, "history.html", log=log)

    def people(self, request: Request) -> Response:
        """Where reviewers differ and how far they agree."""
        conflicts, agreement = self._service.differences()
        return self._render(request, "people.html", conflicts=conflicts, agreement=agreement)

    # ---- What is missing, and what would be written

    def coverage(self, request: Request) -> Response:
        """The coverage report, under a policy of its own: it holds its style sheet."""
        report = self._service.coverage()
        return HTMLResponse(report.page, headers={"Content-Security-Policy": report.policy})

    def plan(self, request: Request) -> Response:
        """The diff that publishing would write."""
        counts = [request.query_params.get(name, "") for name in ("added", "ticked")]
        done = [int(each) for each in counts if each.isascii() and each.isdecimal() and len(each) < 8]
        return self._plan_page(request, done=done if len(done) == len(counts) else None)

    def publish(self, request: Request, form: Form) -> Response:
        """Writes the list, if the diff is the one that was looked at."""
        who = self._reader(request)
        if not who:
            raise HTTPException(400, "Say who you are first (above, at the right), then publish again.")
        try:
            published = self._service.publish(who, form.get("seen", ""))
        except (ListError, StoreError) as problem:
            return self._plan_page(request, 409, problem=f"Nothing was written: {problem}")
        if published is None:
            changed = "Nothing was written: the list or the decisions have changed since you looked. This is what would be written now."
            return self._plan_page(request, 409, problem=changed)
        return see(f"/publish?added={len(published.added)}&ticked={len(published.ticked)}")

    def _plan_page(self, request: Request, status: int = 200, *, problem: str = "", done: list[int] | None = None) -> Response:
        planned: Published | None = None
        try:
            planned = self._service.planned()
        except ListError as unreadable:
            problem, status = problem or str(unreadable), 409
        given = {"planned": planned, "digest": digest_of(planned) if planned else "", "problem": problem, "done": done}
        return self._render(request, "publish.html", status, name=self._service.list_path.name, **given)

    def name(self, request: Request, form: Form) -> Response:
        """Keeps the reader's name in this browser."""
        name = name_of(form.get("name", ""))
        if not name:
            raise HTTPException(400, "A name needs at least one letter. Go back and type one.")
        answer = see(own_path(form.get("back", "/")))
        answer.set_cookie(NAME_COOKIE, quote(name, safe=""), max_age=YEAR_IN_SECONDS, httponly=True, samesite="lax")
        return answer

    def help(self, request: Request) -> Response:
        """What the keys do."""
        return self._render(request, "help.html")

    # ---- Inside

    def _reader(self, request: Request) -> str:
        return name_of(unquote(request.cookies.get(NAME_COOKIE, ""))) or self._default_name

    def _render(self, request: Request, template: str, status: int = 200, **given: Any) -> Response:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        given = {"reader": self._reader(request), "here": here if request.method == "GET" else "/", "path": request.url.path, **given}
        return HTMLResponse(self._templates.get_template(template).render(given), status)

    def _again(self, request: Request, form: Form, problem: str, status: int) -> Response:
        """Nothing was stored: the same form once more, with what went wrong."""
        action = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return self._render(request, "message.html", status, problem=problem, action=action, form=form)

    def _message(self, request: Request, problem: str, status: int) -> Response:
        return self._render(request, "message.html", status, problem=problem, action="", form={})

    async def _http_error(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        said = {404: "There is no such page here.", 405: "This address does not answer that."}.get(problem.status_code, problem.detail)
        return self._message(request, said, problem.status_code)

    async def _error(self, request: Request, problem: Exception) -> Response:
        status = next((code for kind, code in STATUS if isinstance(problem, kind)), 400)
        return self._message(request, str(problem), status)

    async def _fault(self, request: Request, problem: Exception) -> Response:
        said = f"{type(problem).__name__}: {problem}"
        return self._message(request, f"An error in the program itself ({said[:300]}). What was decided before is stored.", 500)


STATUS = ((StoreError, 503), (NotFoundInStoreError, 404), (ConflictError, 409), (NothingToUndoError, 409))


def templates() -> Environment:
    """The templates, escaping everything; a name that is not given is an error rather than an empty text."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        said=SAID, state_names=STATE_NAMES, shown_authors=shown_authors, paper_path=paper_path, diff_lines=diff_lines
    )
    environment.filters["when"] = lambda time: time.replace("T", " ").removesuffix("Z") + " UTC"
    return environment


def posted(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """A route for a posted form: the body is read here, the answer is made in a thread, because the database waits."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request, await read_form(request))

    return endpoint


def see(address: str) -> RedirectResponse:
    """Look there: so that loading the page again does not send the form again."""
    return RedirectResponse(address, 303)


def paper_path(paper_id: str) -> str:
    return f"/papers/{quote(paper_id, safe='')}"


def own_path(text: str) -> str:
    """A path of this server, "/" for anything that could lead to another one."""
    return text if re.fullmatch(r"/(?![/\\])[!-~]*", text) else "/"
