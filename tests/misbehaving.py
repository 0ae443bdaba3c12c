"""The stand-in of the sites with a script of faults, and a log of who asked for what, as crawls in the tests meet it.

It serves editions made up here, so that each is as large as its test needs, and OpenReview, which the stand-in of the demo lacks.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import md5
from threading import Event, Lock
from typing import Any
from urllib.parse import unquote

from ojs_pages import ojs_page

from candidates.demo.exchange import Asked, Reply, html_reply, json_reply, read_target
from candidates.demo.server import Handler, StandInServer, running
from candidates.demo.sites import CREATIVE, StandIn
from candidates.demo.small_editions import Editions
from spiders.paper import Paper

# What happens instead of a reply being sent whole; None as a reply: the connection is closed without a word.
Spoil = Callable[[Asked, Reply], Reply | None]

NAMES = ("Ada Lovelace", "José María van der Berg", "Đorđe Žikelić", "Plato")
DOIS = {
    "aaai": "10.1609/aaai.v{volume}i1.{number}",
    "ijcai": "10.24963/ijcai.{year}/{number}",
    "mm": "10.1145/3746027.{number}",
}
TRACK = "Datasets and Benchmarks Track"
USER, PASSWORD, TOKEN = "ada@example.org", "correct-horse-battery", "token-of-ada"


def made_up(venue: str, year: int, papers: int, tracks: Sequence[str] = ("Main Track",)) -> list[Paper]:
    """So many papers of an edition, each with authors and an abstract, spread over the tracks in turn."""
    doi = DOIS.get(venue, "")
    return [
        Paper(
            title=f"On the Spikes of {venue.upper()} {year}, Part {number}: Café & Theory",
            venue=venue,
            year=year,
            authors=(NAMES[number % 4], f"Author {number}"),
            abstract=f"We look at part {number} of a long matter and find that most of it is sparse, as it should be.",
            track=tracks[number % len(tracks)],
            doi=doi.format(year=year, volume=year - 1986, number=1000 + number),
        )
        for number in range(papers)
    ]


# Every place that an edition's lists come from, so that no other source can stand in.
PLACES = {
    "aaai-2025": r"^ojs\.aaai\.org/index|crossref.*10\.1609",
    "iclr-2025": r"^iclr\.cc/static",
    "ijcai-2019": r"^www\.ijcai\.org/proc|crossref.*10\.24963",
    "mm-2025": r"crossref.*10\.1145",
    "icml-2019": r"^proceedings\.mlr\.press/v|^icml\.cc/static",
    "neurips-2025": r"neurips\.cc/(paper|static)",
}


def six_editions() -> dict[tuple[str, int], list[Paper]]:
    """An edition of each venue. ICML and IJCAI in years whose counted totals do not make so few papers look cut."""
    return {
        ("aaai", 2025): made_up("aaai", 2025, 20, ("AAAI Technical Track on Planning", "AAAI Technical Track on Computer Vision")),
        ("iclr", 2025): made_up("iclr", 2025, 10),
        ("ijcai", 2019): made_up("ijcai", 2019, 4),
        ("mm", 2025): made_up("mm", 2025, 9),
        ("icml", 2019): made_up("icml", 2019, 700),
        ("neurips", 2025): made_up("neurips", 2025, 12, ("Main Conference Track", "Position Paper Track", CREATIVE)),
    }


@dataclass(frozen=True, kw_only=True)
class Streamed(Reply):
    """An answer sent byte by byte as it is made, its status line and headers included; the connection ends with it."""

    body: bytes = b""
    content_type: str = ""
    pieces: Callable[[], Iterable[bytes]]


@dataclass
class Fault:
    """Spoils the replies to the requests whose HOST/PATH?QUERY matches `where`: the first `after` not, then `times` of them."""

    where: str
    spoil: Spoil
    times: int | None = None
    after: int = 0
    seen: int = 0

    def fires(self, target: str) -> bool:
        if not re.search(self.where, unquote(target)):
            return False
        self.seen += 1
        return self.after < self.seen and (self.times is None or self.seen <= self.after + self.times)


@dataclass(frozen=True)
class Seen:
    """A request as the log keeps it; `in_flight` counts those of the same host whose answer was not made yet, itself included."""

    host: str
    target: str
    headers: Mapping[str, str]
    in_flight: int

    @property
    def agent(self) -> str:
        return self.headers.get("user-agent", "")


# Where the older interface keeps the decisions of a year, and in which field.
DECISIONS = {2018: ("-/Acceptance_Decision", "decision"), 2019: ("-/Paper{}/Meta_Review", "recommendation")}


@dataclass
class OpenReview:
    """api.openreview.net and api2.openreview.net: a login, notes of the accepted, a challenge for everybody else."""

    editions: Editions
    open_to: set[str] = field(default_factory=lambda: {f"Bearer {TOKEN}"})

    def answer(self, asked: Asked) -> Reply | None:
        if asked.path == "/login":
            given = json.loads(asked.body)
            if (given["id"], given["password"]) != (USER, PASSWORD):
                return json_reply({"name": "Error", "message": "Invalid username or password", "status": 400}, 400)
            return json_reply({"token": TOKEN, "user": {"profile": {"id": "~Ada_Lovelace1"}}})
        if asked.path != "/notes":
            return None
        if asked.headers.get("authorization") not in self.open_to:
            return openreview_challenge(asked, Reply(b"", content_type=""))
        newer = asked.host == "api2.openreview.net"
        group, _, kind = (asked.query.get("content.venueid") or asked.query.get("invitation", "")).partition("/-/")
        if ".*/" in group:
            return json_reply({"name": "ValidationError", "message": "invitation must be a prefix regex", "status": 400}, 400)
        listed = newer or kind == kind_of_submissions(group)
        notes = [note(paper, group, newer, order) for order, paper in enumerate(self._papers(group, newer) if listed else ())]
        if asked.query.get("details") != "directReplies":
            notes = [{name: value for name, value in each.items() if name != "details"} for each in notes]
        start, limit = int(asked.query.get("offset") or 0), int(asked.query.get("limit") or 1000)
        return json_reply({"notes": notes[start : start + limit], "count": len(notes)})

    def _papers(self, group: str, newer: bool) -> Sequence[Paper]:
        """v1 keeps the years to 2023 of ICLR; either generation answers an empty list for what the other one has."""
        found = re.match(r"(\w+)\.cc/(\d{4})/([Cc]onference|Track/\w+)$", group)
        if not found or newer != (int(found[2]) >= 2024):
            return ()
        papers = self.editions.get((found[1].lower(), int(found[2])), ())
        return [paper for paper in papers if (paper.track == TRACK) == found[3].startswith("Track")]


def kind_of_submissions(group: str) -> str:
    """What the older interface lists the submissions of a group as: blind ones, but for tracks and for ICLR until 2017."""
    return "Submission" if "/Track/" in group else "Blind_Submission" if group.endswith("/Conference") else "submission"


def note(paper: Paper, group: str, newer: bool, order: int) -> dict[str, Any]:
    """A note of an accepted paper; the newer generation wraps each field."""
    name = md5(paper.title.encode(), usedforsecurity=False).hexdigest()[:10]
    content: dict[str, Any] = {
        "title": paper.title,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "venue": f"{paper.venue.upper()} {paper.year} poster",
        "venueid": group,
    }
    both: dict[str, Any] = {"id": name, "forum": name, "number": 1, "signatures": [group], "readers": ["everyone"], "writers": [group]}
    if newer:
        wrapped = {key: {"value": value} for key, value in content.items()}
        return {**both, "content": wrapped, "invitations": [f"{group}/-/Submission"], "domain": group}
    submission = {**both, "content": content, "invitation": f"{group}/-/{kind_of_submissions(group)}", "nonreaders": []}
    if paper.year >= 2021 or paper.year == 2017:
        return submission
    # From 2018 to 2020 the decision stands in a reply; every fifth of these papers was rejected.
    del content["venue"]
    said = "Reject" if order % 5 == 4 else "Accept (Poster)"
    kind, field_name = DECISIONS.get(paper.year, ("Paper{}/-/Decision", "decision"))
    invitation = f"{group}/{kind.format(order)}"
    reply = {"id": f"r{order}", "forum": name, "replyto": name, "invitation": invitation, "content": {field_name: said}}
    return {**submission, "details": {"directReplies": [reply]}}


class MisbehavingServer(StandInServer):
    """Add `faults`, read `log`; `release` lets requests go on that `held` keeps."""

    def __init__(self, editions: Editions) -> None:
        super().__init__(self._answer)
        self.RequestHandlerClass = MisbehavingHandler
        self.faults: list[Fault] = []
        self.log: list[Seen] = []
        self.release, self.holding = Event(), Event()
        self.keep_out: set[str] = set()
        self.serve_editions(editions)
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def serve_editions(self, editions: Editions) -> None:
        self._editions, self._sites, self.openreview = editions, StandIn(editions), OpenReview(editions)

    def _answer(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt" and asked.host in self.keep_out:
            return Reply(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
        if asked.host.endswith("openreview.net"):
            return self.openreview.answer(asked) or json_reply({"name": "NotFoundError", "status": 404}, 404)
        return (ojs_page(self._editions, asked) if asked.host == "ojs.aaai.org" else None) or self._sites.answer(asked)

    @contextmanager
    def logged(self, target: str, asked: Asked) -> Iterator[Fault | None]:
        """Notes the request, counts it as in flight meanwhile, and gives the fault that is due."""
        with self._lock:
            self._open[asked.host] += 1
            self.log.append(Seen(asked.host, target, asked.headers, self._open[asked.host]))
            due = next((fault for fault in self.faults if fault.fires(target)), None)
        try:
            yield due
        finally:
            with self._lock:
                self._open[asked.host] -= 1

    def hold(self, asked: Asked, reply: Reply) -> Reply:
        """A `Spoil`: says that it has begun, and waits for `release`."""
        self.holding.set()
        self.release.wait(timeout=60)
        return reply

    def targets(self, host: str = "") -> list[str]:
        """What was asked for, robots.txt apart."""
        return [seen.target for seen in self.log if seen.host.startswith(host) and not seen.target.endswith("/robots.txt")]


class MisbehavingHandler(Handler):
    """As the stand-in's, through the faults."""

    server: MisbehavingServer

    def serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        target = self.path.lstrip("/")
        asked = read_target(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        # Counted as in flight until the answer is made: a client that has read it may ask again before this thread has counted back.
        with self.server.logged(target, asked) as fault:
            if fault:  # what is spoilt has changed, so that nobody's copy of it is still good
                asked = replace(asked, headers={name: value for name, value in asked.headers.items() if name != "if-none-match"})
            reply = self.server.answering(asked)
            spoilt = fault.spoil(asked, reply) if fault else reply
        if spoilt is None:
            self.close_connection = True
            return
        try:
            if isinstance(spoilt, Streamed):
                self.close_connection = True
                for piece in spoilt.pieces():
                    self.wfile.write(piece)
                return
            self.send(spoilt)
        except OSError:  # the crawl was killed meanwhile
            self.close_connection = True
            return
        # As long as declared it cannot be read: the connection has to end.
        if int(spoilt.headers.get("Content-Length", len(spoilt.body))) > len(spoilt.body):
            self.close_connection = True


@contextmanager
def misbehaving(editions: Editions | None = None) -> Iterator[MisbehavingServer]:
    """A server in a thread of its own, until the end of the block."""
    server = MisbehavingServer(editions if editions is not None else six_editions())
    with running(server):
        yield server
        server.release.set()


def answered(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"<html><body>Sorry</body></html>") -> Spoil:
    return lambda asked, reply: Reply(body, content_type="text/html; charset=utf-8", status=status, headers=dict(headers or {}))


def no_indexes() -> Fault:
    """Neither index of the literature answers, so that abstracts come from the pages alone."""
    return Fault(r"^api\.(?:semanticscholar|openalex)\.org/(?!robots)", answered(404))


def too_many(retry_after: str) -> Spoil:
    return answered(429, {"Retry-After": retry_after})


def drop(asked: Asked, reply: Reply) -> Reply | None:
    return None


def truncated(asked: Asked, reply: Reply) -> Reply:
    """Half of the body under the length of the whole."""
    return replace(reply, body=reply.body[: len(reply.body) // 2], headers={**reply.headers, "Content-Length": str(len(reply.body))})


def slow(seconds: float) -> Spoil:
    def late(asked: Asked, reply: Reply) -> Reply:
        time.sleep(seconds)
        return reply

    return late


def anubis(asked: Asked, reply: Reply) -> Reply:
    """dblp.org's since 2026-09, with status 200."""
    return html_reply(
        "<!DOCTYPE html><html><head><title>Making sure you&#39;re not a bot!</title>"
        '<link rel="stylesheet" href="/.within.website/x/xess/xess.min.css">'
        '<script id="anubis_challenge" type="application/json">{"rules":{"algorithm":"fast"}}</script></head><body></body></html>'
    )


def cloudflare(asked: Asked, reply: Reply) -> Reply:
    page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
    return replace(html_reply(page, 403), headers={"cf-mitigated": "challenge", "Server": "cloudflare"})


def openreview_challenge(asked: Asked, reply: Reply) -> Reply:
    """In JSON for who accepts JSON, else a web page with status 200 (2026-09)."""
    if "application/json" not in asked.headers.get("accept", ""):
        return html_reply("<!DOCTYPE html><html><head><title>Verifying your browser | OpenReview</title></head><body></body></html>")
    return json_reply({"name": "ChallengeRequiredError", "message": "Challenge verification required", "status": 403}, 403)


def login_page(asked: Asked, reply: Reply) -> Reply:
    form = '<form method="post"><input name="user"><input type="password" name="password"></form>'
    return html_reply(f"<!DOCTYPE html><html><head><title>Log in</title></head><body>{form}</body></html>")


def web_page(asked: Asked, reply: Reply) -> Reply:
    return html_reply("<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon.</body></html>")


def empty_500(asked: Asked, reply: Reply) -> Reply:
    return Reply(b"", content_type="text/html; charset=UTF-8", status=500)


def drifted(asked: Asked, reply: Reply) -> Reply:
    """The same page with its classes, keys or elements renamed."""
    text = reply.body.decode()
    if "html" in reply.content_type:
        text = re.sub(r'(class|title)="([^"]+)"', r'\1="new-\2"', text)
    elif "json" in reply.content_type:
        text = re.sub(r'"(\w[\w-]*)":', r'"new_\1":', text)
    elif "xml" in reply.content_type:
        text = re.sub(r"(</?)(?!OAI-PMH)(\w)", r"\1new\2", text)
    else:
        text = re.sub(r"(?m)^@\w+\{", "@Entry{", text)
    return replace(reply, body=text.encode())


def mislabelled(asked: Asked, reply: Reply) -> Reply:
    """Latin-1 under the name of UTF-8."""
    return replace(reply, body=reply.body.decode().encode("latin-1", "replace"))


def latin_1(asked: Asked, reply: Reply) -> Reply:
    """Latin-1 under its own name, but for the letters that it lacks."""
    kind = reply.content_type.partition(";")[0]
    text = reply.body.decode().replace("Đorđe Žikelić", "Jérôme Müller")
    return replace(reply, body=text.encode("latin-1"), content_type=f"{kind}; charset=iso-8859-1")


def in_a_circle(asked: Asked, reply: Reply) -> Reply:
    return Reply(b"", content_type="text/html", status=302, headers={"Location": f"https://{asked.host}{asked.path}?again"})


def leading_to(address: str) -> Spoil:
    """A lasting redirect."""
    return lambda asked, reply: Reply(b"", content_type="text/html", status=301, headers={"Location": address})


def poisoned(record: str) -> Spoil:
    """An empty 500 for every page of records that holds this one, and for itself; its header can be listed."""

    def spoil(asked: Asked, reply: Reply) -> Reply:
        holds = f"article/{record}<".encode() in reply.body and b"<metadata>" in reply.body
        return empty_500(asked, reply) if holds else reply

    return spoil


def cut(papers: int) -> Spoil:
    """A list of the NeurIPS application with fewer entries than it says."""

    def spoil(asked: Asked, reply: Reply) -> Reply:
        items = re.findall(r"<li .*?</li>\n", reply.body.decode(), re.S)
        return replace(reply, body=reply.body.decode().replace("".join(items), "".join(items[:papers])).encode())

    return spoil
