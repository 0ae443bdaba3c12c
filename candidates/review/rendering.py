"""Turns what the service gives into answers: templates, the reader's name, addresses below the public path, messages."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from candidates.coverage.page import coverage_filters
from candidates.review.cards import shown_authors
from candidates.review.forms import name_of, read_form
from candidates.review.html import diff_lines, score_number
from candidates.review.pages import ANY, SECOND
from candidates.review.paper_table import MISSING
from candidates.review.security import AccessPolicy
from spiders.addresses import web_address
from spiders.editions import EditionTable

HERE = Path(__file__).parent
NAME_COOKIE = "covenue_name"

# The field of a name in a form that came back for want of one.
ASKED_NAME = "asked_name"

Form = dict[str, str]
Answer = Callable[[Request, Form], Response]

SAID = {"accepted": "Accepted", "rejected": "Rejected", "later": "Put aside for later", "published": "Published", "undone": "Taken back"}
STATE_NAMES = {
    "pending": "waiting for a decision",
    "later": "put aside for later",
    "accepted": "accepted",
    "rejected": "rejected",
    "published": "published",
    SECOND: "decided by others, not by you",
    ANY: "all of these",
}


class NameNeededError(Exception):
    """A browser that gave no name yet wants to decide."""


class Rendering:
    """The pages' frame. `default_name` is whose decisions they are until a browser gives a name ("": it must)."""

    def __init__(self, policy: AccessPolicy, editions: EditionTable, default_name: str = "") -> None:
        self.policy = policy
        self._default_name = default_name
        self._environment = environment(policy.root, editions)

    def reader(self, request: Request) -> str:
        """Who asks, as this browser keeps it."""
        given: str = getattr(request.state, "name", "")
        return name_of(unquote(request.cookies.get(NAME_COOKIE, ""))) or given or self._default_name

    def page(self, request: Request, template: str, status: int = 200, **given: Any) -> Response:
        """A page from its template."""
        path = request.scope["path"]
        here = f"{self.policy.root}{path}" + (f"?{request.url.query}" if request.url.query else "")
        back = here if request.method == "GET" else f"{self.policy.root}/"
        given = {"reader": self.reader(request), "here": here, "back": back, "path": path, **given}
        return HTMLResponse(self._environment.get_template(template).render(given), status)

    def named(self, request: Request) -> str:
        """Who asks; raises NameNeededError for a browser that gave no name yet."""
        who = self.reader(request)
        if not who:
            raise NameNeededError
        return who

    def posted(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """A route for a posted form: the body is read here, the answer is made in a thread, because the database waits.

        Who gave no name yet gets the form back with a field for it, so that nothing has to be decided twice.
        """

        def make(request: Request, form: Form) -> Response:
            name = name_of(form.pop(ASKED_NAME, ""))
            request.state.name = name
            try:
                made = answer(request, form)
            except NameNeededError:
                return self.again(request, form, "Say who you are: every decision carries a name.", 400, ask_name=True)
            if name and NAME_COOKIE not in request.cookies:
                self._keep(made, name)
            return made

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(make, request, await read_form(request))

        return endpoint

    def again(self, request: Request, form: Form, problem: str, status: int, *, ask_name: bool = False) -> Response:
        """Nothing was stored: the same form once more, with what went wrong."""
        action = f"{self.policy.root}{request.scope['path']}" + (f"?{request.url.query}" if request.url.query else "")
        return self.page(request, "message.html", status, problem=problem, action=action, form=form, ask_name=ask_name)

    def message(self, request: Request, problem: str, status: int) -> Response:
        """One sentence as a page."""
        return self.page(request, "message.html", status, problem=problem, action="", form={}, ask_name=False)

    def see(self, address: str) -> RedirectResponse:
        """Look there: so that loading the page again does not send the form again."""
        return RedirectResponse(f"{self.policy.root}{address}", 303)

    def keep_name(self, name: str, back: str) -> Response:
        """Keeps the reader's name in this browser and goes back to the page where it was given."""
        answer = RedirectResponse(own_path(back) if back.startswith(f"{self.policy.root}/") else f"{self.policy.root}/", 303)
        self._keep(answer, name)
        return answer

    def _keep(self, answer: Response, name: str) -> None:
        answer.set_cookie(NAME_COOKIE, quote(name, safe=""), **self.policy.cookie_settings)


def environment(root: str, editions: EditionTable) -> Environment:
    """The templates, escaping everything; a name that is not given is an error rather than an empty text."""
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PackageLoader("candidates.coverage", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def paper_page(paper_id: str) -> str:
        return root + paper_path(paper_id)

    def edition_page(edition: str) -> str:
        return f"{root}/?{urlencode({'edition': edition})}"

    def missing_page(edition: str) -> str:
        return f"{root}/papers?{urlencode({'state': MISSING, 'edition': edition})}"

    made.globals.update(root=root, said=SAID, state_names=STATE_NAMES, shown_authors=shown_authors, diff_lines=diff_lines)
    made.globals.update(paper_path=paper_page, paper_page=paper_page, edition_page=edition_page, missing_page=missing_page)
    made.filters.update(coverage_filters(editions))
    made.filters.update(when=_when, score=score_number, safe_link=web_address)
    return made


def paper_path(paper_id: str) -> str:
    """Where the page of a paper is."""
    return f"/papers/{quote(paper_id, safe='')}"


def own_path(text: str) -> str:
    """A path of this server, "/" for anything that could lead to another one."""
    return text if re.fullmatch(r"/(?![/\\])[!-~]*", text) else "/"


def _when(time: str) -> str:
    """ "2026-11-25T10:00:00Z" as "2026-11-25 10:00 UTC": seconds help nobody."""
    return f"{time[:10]} {time[11:16]} UTC"
