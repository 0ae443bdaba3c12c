"""OpenReview through its own client, openreview-py: 1000 notes a request, with abstracts; needs a login since summer 2026.

The client blocks, so it runs beside the event loop; what it asks, the fetcher of the crawl asks for it (`openreview_transport`).
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from spiders.formats import openreview as notes_format
from spiders.formats.listing import FormatError
from spiders.items import PageRecord
from spiders.problems import CrawlError, Kind
from spiders.sources.paging import stored_pages
from spiders.visit import Visit

HOSTS = {"v1": "api.openreview.net", "v2": "api2.openreview.net"}
# Ten times the submissions of the largest conference so far.
MOST_PAGES = 300
MOST_NOTES = 10_000_000
NOTES = 1000  # the most that it gives a request; 1001 is answered with an error
# Before 2021 the decision stands in a reply to the submission. Replies are asked for with it: what gathers the decisions of all papers in
# one question (".../Paper.*/-/Decision") is refused with "invitation must be a prefix regex" (seen 2026-10).
FIRST_YEAR_WITH_VENUE = 2021

Value = TypeVar("Value")


async def accepted_notes(visit: Visit) -> None:
    """The accepted papers of every group that the places name, page by page, each page in the ledger. Raises CrawlError."""
    if not (os.environ.get("OPENREVIEW_USERNAME") and os.environ.get("OPENREVIEW_PASSWORD")):
        raise CrawlError(Kind.ACCOUNT, "OpenReview needs a login")
    readers: dict[str, Reader] = {}
    for place in visit.places:
        generation, _, group = place.rpartition(" ")
        reader = readers.setdefault(generation or "v2", Reader(generation or "v2", visit))
        await _group(visit, reader, group)


async def _group(visit: Visit, reader: "Reader", group: str) -> None:
    async def ask(page: str, position: str) -> PageRecord:
        notes, count = await reader.notes(group, int(position))
        try:
            listing = notes_format.accepted_papers(notes, visit.edition, group=group)
        except FormatError as problem:
            raise CrawlError(Kind.SCHEMA, f"OpenReview: {problem}") from problem
        first = visit.recorded(f"{group}#0")
        # By the size asked for: a page with fewer notes than that, of a list that declares more, was cut, and what it lost is missing.
        declared, end = count if count is not None or first is None else first.declared, int(position) + NOTES
        more = end < declared if declared is not None else len(notes) == NOTES
        return await visit.keep(page, replace(listing, declared=count, next_page=str(end) if notes and more else ""))

    visit.declare(*await stored_pages(visit, group, ask, most=MOST_PAGES, start="0"))


class Reader:
    """One generation of OpenReview's interface, logged in at the first question."""

    def __init__(self, generation: str, visit: Visit) -> None:
        self._generation = generation
        self._host = HOSTS[generation]
        self._visit = visit
        self._replies = visit.edition.year < FIRST_YEAR_WITH_VENUE
        self._client: Any = None

    async def notes(self, group: str, offset: int) -> tuple[Sequence[Any], int | None]:
        """The notes from `offset` on, and the total (v2 tells it on the first page only)."""
        if self._generation == "v2":
            return await self._notes({"content": {"venueid": group}, "sort": "number:asc"}, offset)
        notes: Sequence[Any] = ()
        count: int | None = None
        for kind in _submissions(group):
            replies = {"details": "directReplies"} if self._replies else {}
            notes, count = await self._notes({"invitation": f"{group}/-/{kind}", **replies}, offset)
            if notes:
                break
        return notes, count

    async def _notes(self, wanted: dict[str, Any], offset: int) -> tuple[Sequence[Any], int | None]:
        asked = {"limit": NOTES, **wanted, **({"offset": offset} if offset else {"with_count": True})}
        answer = await asyncio.to_thread(self._ask, lambda client: client.get_notes(**asked), asyncio.get_running_loop())
        notes, count = answer if isinstance(answer, tuple) else (answer, None)
        if count is not None and not (type(count) is int and 0 <= count < MOST_NOTES):
            raise CrawlError(Kind.SCHEMA, f"{self._host} declares {str(count)[:40]!r} notes, which is no number of them")
        return [{**note.to_json(), "details": getattr(note, "details", None)} for note in notes], count

    def _ask(self, question: Callable[[Any], Value], loop: asyncio.AbstractEventLoop) -> Value:
        """What the client answers, in a thread of its own."""
        import requests
        from openreview import OpenReviewException

        # The client prints what it does; standard output is the result's.
        try:
            with contextlib.redirect_stdout(sys.stderr):
                if self._client is None:
                    self._client = self._logged_in(loop)
                return question(self._client)
        except OpenReviewException as problem:
            raise CrawlError(Kind.PROTOCOL, f"{self._host} refuses: {_said(problem)}") from problem
        except requests.RequestException as problem:
            raise CrawlError(Kind.SCHEMA, f"{self._host} sent what its own client cannot read: {_said(problem)}") from problem
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise CrawlError(Kind.SCHEMA, f"{self._host} sent notes of another form ({problem!r})") from problem

    def _logged_in(self, loop: asyncio.AbstractEventLoop) -> Any:
        """A client of this generation. Both generations take the token that the newer one gives; the older client would ask for it
        at the public address whatever its own is."""
        import openreview

        newer = self._client_of(openreview.api.OpenReviewClient, HOSTS["v2"], loop)
        newer.login_user(os.environ["OPENREVIEW_USERNAME"], os.environ["OPENREVIEW_PASSWORD"])
        if self._generation == "v2":
            return newer
        older = self._client_of(openreview.Client, self._host, loop)
        older.headers["Authorization"] = newer.headers["Authorization"]
        return older

    def _client_of(self, make: Callable[..., Any], host: str, loop: asyncio.AbstractEventLoop) -> Any:
        from spiders.sources.openreview_transport import FetcherTransport

        # A token stops the constructor from logging in before the transport is in place.
        client = make(baseurl=f"https://{host}", token="none")  # noqa: S106  # no secret
        client.headers.pop("Authorization", None)
        client.session.adapters.clear()
        client.session.mount("https://", FetcherTransport(self._visit, loop))
        # Nothing of the machine (a proxy, a .netrc) is to change what is sent: the fetcher sends it.
        client.session.trust_env = False
        return client


def _submissions(group: str) -> tuple[str, ...]:
    """Where the submissions of a group of the older interface are listed, the likelier first: its tracks are not blind (2021, 2022), and
    until 2017 both names are written small ("ICLR.cc/2017/conference/-/submission")."""
    if group.endswith("/conference"):
        return ("submission",)
    return ("Submission", "Blind_Submission") if "/Track/" in group else ("Blind_Submission", "Submission")


def _said(problem: BaseException) -> str:
    first = problem.args[0] if problem.args else problem
    words = first.get("message", "") if isinstance(first, dict) else str(first)
    return " ".join(str(words).split())[:160]
