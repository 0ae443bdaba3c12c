"""The pages that look back and around: history, people, conflicts, coverage, publishing, help."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from candidates.errors import StoreError
from candidates.publishing.list_writer import Published
from candidates.reading_list.parts import ListError
from candidates.review.coverage_view import digest_of
from candidates.review.rendering import SAID, Form, Rendering
from candidates.review.service import ReviewService


class Overviews:
    """The handlers of these pages; `decided` is called when something was decided on one of them."""

    def __init__(self, service: ReviewService, show: Rendering, decided: Callable[[], None]) -> None:
        self._service = service
        self._show = show
        self._decided = decided

    def routes(self) -> list[Route]:
        """What these pages answer."""
        return [
            Route("/history", self.history),
            Route("/people", self.people),
            Route("/coverage", self.coverage),
            Route("/publish", self.plan),
            Route("/publish", self._show.posted(self.publish), methods=["POST"]),
            Route("/help", self.help),
        ]

    def history(self, request: Request) -> Response:
        """The decisions, newest first."""
        given = request.query_params
        verdict = given.get("verdict", "")
        log = self._service.log(given.get("who", ""), verdict if verdict in SAID else "", page_number(given.get("page", "1")))
        return self._show.page(request, "history.html", log=log)

    def people(self, request: Request) -> Response:
        """Where reviewers differ and how far they agree."""
        conflicts, agreement = self._service.differences()
        return self._show.page(request, "people.html", conflicts=conflicts, agreement=agreement)

    def coverage(self, request: Request) -> Response:
        """What is missing per edition."""
        return self._show.page(request, "coverage.html", **self._service.coverage())

    def plan(self, request: Request) -> Response:
        """The diff that publishing would write."""
        counts = [request.query_params.get(name, "") for name in ("added", "ticked")]
        done = [int(each) for each in counts if each.isascii() and each.isdecimal() and len(each) < 8]
        return self._plan_page(request, done=done if len(done) == len(counts) else None)

    def publish(self, request: Request, form: Form) -> Response:
        """Writes the list, if the diff is the one that was looked at."""
        who = self._show.named(request)
        try:
            published = self._service.deciding.publish(who, form.get("seen", ""))
        except (ListError, StoreError) as problem:
            return self._plan_page(request, 409, problem=f"Nothing was written: {problem}")
        if published is None:
            changed = (
                "Nothing was written now: the list or the decisions have changed since you looked (if you sent this twice for want of an "
                "answer, by the first; the history tells). What would be written now stands below."
            )
            return self._plan_page(request, 409, problem=changed)
        self._decided()
        return self._show.see(f"/publish?added={len(published.added)}&ticked={len(published.ticked)}")

    def _plan_page(self, request: Request, status: int = 200, *, problem: str = "", done: list[int] | None = None) -> Response:
        planned: Published | None = None
        try:
            planned = self._service.planned()
        except ListError as unreadable:
            problem, status = problem or str(unreadable), 409
        given: dict[str, Any] = {"planned": planned, "digest": digest_of(planned) if planned else "", "problem": problem, "done": done}
        given |= {"doubtful": self._service.doubtful(), "accepted": self._service.accepted(), "name": self._service.list.path.name}
        return self._show.page(request, "publish.html", status, **given)

    def help(self, request: Request) -> Response:
        """What the keys do."""
        return self._show.page(request, "help.html")


def page_number(text: str) -> int:
    """A page from an address; the first for anything else."""
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
