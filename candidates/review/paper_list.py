"""The pages of all papers: the table with several decided at once, and the conflicts between reviewers, settled on a page of their own."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from candidates.errors import StoreError, UsageError
from candidates.queue.decisions import ConflictError
from candidates.queue.states import VERDICTS
from candidates.review.forms import decision_of, together_of
from candidates.review.paper_table import SCORES, SORTS, TableFilter
from candidates.review.rendering import Form, Rendering, paper_path
from candidates.review.service import ReviewService


class PaperList:
    """The handlers of these pages; `decided` is called when something was decided on one of them."""

    def __init__(self, service: ReviewService, show: Rendering, decided: Callable[[], None]) -> None:
        self._service = service
        self._show = show
        self._decided = decided

    def routes(self) -> list[Route]:
        """What these pages answer; to stand before the route of one paper."""
        return [
            Route("/papers", self.table),
            Route("/papers", self._show.posted(self.decide_together), methods=["POST"]),
            Route("/conflicts", self.conflicts),
            Route("/papers/{paper_id}/settle", self._show.posted(self.settle), methods=["POST"]),
        ]

    def table(self, request: Request) -> Response:
        """Every crawled paper: searched, filtered, sorted."""
        return self._table_page(request)

    def _table_page(self, request: Request, status: int = 200, problem: str = "") -> Response:
        shown = TableFilter.of(request.query_params)
        page = self._service.table(shown, self._show.reader(request))
        doubts = self._service.list.doubts([row.id for row in page.rows])
        told = {name: number_of(request.query_params.get(name, "")) for name in ("done", "taken", "stay")}
        given = {"page": page, "doubts": doubts, "categories": self._service.list.categories(), "sorts": SORTS, "scores": SCORES}
        given["newest"] = self._service.newest_row()
        return self._show.page(request, "papers.html", status, **given, **told, problem=problem)

    def decide_together(self, request: Request, form: Form) -> Response:
        """One verdict on the papers that are ticked: all are written or none."""
        who = self._show.named(request)
        choice = together_of(form, VERDICTS)
        if not choice.expected:
            return self._table_page(request, 400, "Nothing was changed: tick the papers first that the decision is about.")
        try:
            made = self._service.deciding.decide_together(choice, who)
        except ConflictError as problem:
            other = self._service.brief(problem.paper_id)
            named = f" (“{other.title}”)" if other else ""
            said = f"Nothing was changed: one of these papers was decided meanwhile{named}. Look at them again."
            return self._table_page(request, 409, said)
        except UsageError as problem:
            return self._table_page(request, 409, f"Nothing was changed: {problem}")
        except StoreError as problem:
            return self._table_page(request, 503, f"Nothing was stored: {problem}")
        self._decided()
        return self._show.see(TableFilter.of(request.query_params).address("/papers", done=str(len(made))))

    def conflicts(self, request: Request) -> Response:
        """Where two differ, each with what would settle it."""
        conflicts, _ = self._service.differences()
        editions = {each.paper_id: self._service.brief(each.paper_id) for each in conflicts}
        return self._show.page(request, "conflicts.html", conflicts=conflicts, papers=editions)

    def settle(self, request: Request, form: Form) -> Response:
        """Writes the decision that ends a conflict."""
        paper_id, who = request.path_params["paper_id"], self._show.named(request)
        try:
            self._service.deciding.settle(paper_id, decision_of(form, VERDICTS), who)
        except ConflictError:
            return self._show.message(request, "Somebody decided on this paper meanwhile; nothing was changed. Look at it again.", 409)
        except StoreError as problem:
            return self._show.again(request, form, f"Not stored yet: {problem}", 503)
        self._decided()
        return self._show.see(f"/conflicts?settled={paper_path(paper_id).removeprefix('/papers/')}")


def number_of(text: str) -> int:
    """A number from an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
