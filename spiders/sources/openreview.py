"""OpenReview through its own client, openreview-py: 1000 notes a request, with abstracts; needs a login since summer 2026.

The client blocks, so it runs beside the event loop. Its answers pass the same guard as everybody's, in a hook of its session.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urljoin

from spiders.fetching import LONGEST_WAIT, TRIES, Traffic
from spiders.formats import openreview as notes_format
from spiders.guard import Answer, inspect
from spiders.items import PageRecord
from spiders.mirror import mirrored
from spiders.problems import CrawlError, Kind
from spiders.settings import PACE
from spiders.sources.paging import stored_pages
from spiders.visit import Visit

HOSTS = {"v1": "api.openreview.net", "v2": "api2.openreview.net"}
# Ten times the submissions of the largest conference so far.
MOST_PAGES = 300
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
        listing = notes_format.accepted_papers(notes, visit.edition, group=group)
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
        self._options = visit.options
        self._traffic: Traffic = visit.fetcher.traffic
        self._replies = visit.edition.year < FIRST_YEAR_WITH_VENUE
        self._client: Any = None
        self._last = 0.0

    async def notes(self, group: str, offset: int) -> tuple[Sequence[dict[str, Any]], int | None]:
        """The notes from `offset` on, and the total (v2 tells it on the first page only)."""
        if self._generation == "v2":
            return await self._notes({"content": {"venueid": group}, "sort": "number:asc"}, offset)
        notes: Sequence[dict[str, Any]] = ()
        count: int | None = None
        for kind in _submissions(group):
            replies = {"details": "directReplies"} if self._replies else {}
            notes, count = await self._notes({"invitation": f"{group}/-/{kind}", **replies}, offset)
            if notes:
                break
        return notes, count

    async def _notes(self, wanted: dict[str, Any], offset: int) -> tuple[Sequence[dict[str, Any]], int | None]:
        asked = {"limit": NOTES, **wanted, **({"offset": offset} if offset else {"with_count": True})}
        answer = await self._ask(lambda client: client.get_notes(**asked))
        notes, count = answer if isinstance(answer, tuple) else (answer, None)
        return [{**note.to_json(), "details": getattr(note, "details", None)} for note in notes], count

    async def _ask(self, question: Callable[[Any], Value]) -> Value:
        return await asyncio.to_thread(self._ask_blocking, question)

    def _ask_blocking(self, question: Callable[[Any], Value]) -> Value:
        import requests
        from openreview import OpenReviewException

        delay = PACE[self._host] if self._options.delay is None else self._options.delay
        time.sleep(max(0.0, self._last + delay - time.monotonic()))
        # The client prints its retries; standard output is the result's.
        try:
            with contextlib.redirect_stdout(sys.stderr):
                if self._client is None:
                    self._client = self._logged_in()
                return question(self._client)
        except OpenReviewException as problem:
            raise CrawlError(Kind.PROTOCOL, f"{self._host} refuses: {_said(problem)}") from problem
        except requests.TooManyRedirects as problem:
            raise CrawlError(Kind.REDIRECTS, f"{self._host} redirects in a circle") from problem
        except requests.ConnectionError as problem:
            raise CrawlError(Kind.NETWORK, f"{self._host} could not be reached or broke off") from problem
        except requests.RequestException as problem:
            raise CrawlError(Kind.NETWORK, f"{self._host} could not be read: {_said(problem)}") from problem
        except (KeyError, TypeError, ValueError) as problem:
            raise CrawlError(Kind.SCHEMA, f"{self._host} sent notes of another form ({problem!r})") from problem
        finally:
            self._last = time.monotonic()

    def _logged_in(self) -> Any:
        """A client of this generation. Both generations take the token that the newer one gives; the older client would ask for it
        at the public address whatever its own is."""
        import openreview

        newer = self._client_of(openreview.api.OpenReviewClient, HOSTS["v2"])
        newer.login_user(os.environ["OPENREVIEW_USERNAME"], os.environ["OPENREVIEW_PASSWORD"])
        if self._generation == "v2":
            return newer
        older = self._client_of(openreview.Client, self._host)
        older.headers["Authorization"] = newer.headers["Authorization"]
        return older

    def _client_of(self, make: Callable[..., Any], host: str) -> Any:
        from requests.adapters import HTTPAdapter
        from urllib3.util.retry import Retry

        # A token stops the constructor from logging in before our retries and our guard are in place.
        client = make(baseurl=mirrored(f"https://{host}", self._options.mirror), token="none")  # noqa: S106  # no secret
        client.headers.pop("Authorization", None)
        # The client's own eight retries wait up to four minutes; the numbers here are those of every other source.
        retries = Retry(
            total=TRIES - 1,
            backoff_factor=self._options.first_wait,
            backoff_max=LONGEST_WAIT,
            status_forcelist=(429, 500, 502, 503, 504),
            raise_on_status=False,
            allowed_methods=None,
        )
        for scheme in ("https://", "http://"):
            client.session.mount(scheme, HTTPAdapter(max_retries=retries))
        client.session.max_redirects = 4
        client.session.hooks["response"].append(self._guard)
        return client

    def _guard(self, response: Any, *_unused: Any, **_options: Any) -> None:
        """Counts, and stops what is no answer before the client reads it."""
        self._traffic.requests += 1 + len(response.raw.retries.history if response.raw.retries else ())
        self._traffic.bytes += len(response.content)
        if response.is_redirect:
            if mirror := self._options.mirror:  # the address names the site, where a mirror's user is not to be led
                asked = f"https://{response.url.removeprefix(mirror).lstrip('/')}"
                response.headers["location"] = mirrored(urljoin(asked, response.headers["location"]), mirror)
            return
        headers = {name.lower(): value for name, value in response.headers.items()}
        address = f"https://{self._host}/{response.url.split('/', 3)[-1].split('?')[0]}"
        if response.status_code == 401 or (response.status_code == 400 and "login" in address):
            raise CrawlError(Kind.LOGIN, "OpenReview does not accept OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD", where=address)
        # 400 and 404 are the interface's own words (wrong generation, bad query): the client turns them into its exception.
        if response.status_code not in (400, 404):
            inspect(
                Answer(
                    url=address,
                    status=response.status_code,
                    body=response.content,
                    content_type=headers.get("content-type", ""),
                    headers=headers,
                ),
                "json",
            )


def _submissions(group: str) -> tuple[str, ...]:
    """Where the submissions of a group of the older interface are listed, the likelier first: its tracks are not blind (2021, 2022)."""
    return ("Submission", "Blind_Submission") if "/Track/" in group else ("Blind_Submission", "Submission")


def _said(problem: BaseException) -> str:
    first = problem.args[0] if problem.args else problem
    words = first.get("message", "") if isinstance(first, dict) else str(first)
    return " ".join(str(words).split())[:160]
