"""Is this answer papers, or a challenge, a login page, an empty error? Looked at before any parser sees it.

A guarded answer is never parsed, never cached and never counted as "no papers". Challenges are recognised, not solved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from spiders.problems import CrawlError, Kind

Expected = Literal["html", "json", "xml", "text"]

# Challenge pages are short and say what they are near their top; real pages of proceedings name Anubis only further down, in a title.
HEAD = 6000

CHALLENGES = (
    # Anubis, in front of dblp.org since 2026-09, with status 200, 401 or 500.
    ("Anubis", re.compile(rb"anubis_challenge|/\.within\.website/|Making sure you(?:&#39;|'|\xe2\x80\x99)re not a bot!")),
    # Cloudflare, in front of dl.acm.org: 403 with `cf-mitigated: challenge` (seen 2026-10).
    ("Cloudflare", re.compile(rb"<title>\s*Just a moment\.\.\.|/cdn-cgi/challenge-platform/|cf-challenge")),
    # OpenReview, since summer 2026: 403 JSON, or 200 HTML when `Accept` does not name JSON.
    ("OpenReview's check", re.compile(rb"Verifying your browser \| OpenReview|ChallengeRequiredError")),
    ("a captcha", re.compile(rb"<title>[^<]{0,60}(?:captcha|are you (?:a )?(?:human|robot)|access denied|attention required)", re.I)),
)
LOGIN_PAGE = re.compile(rb"<title>[^<]{0,60}(?:log ?in|sign ?in)\b", re.I)
PASSWORD_FIELD = re.compile(rb"<input[^>]{0,200}type\s*=\s*[\"']?password", re.I)
HTML_START = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


# What sites and their gateways say to who asked too often, whatever the status they say it with: 403 of GitHub and Amazon, 420, and 200 for
# a page that a cache or a proxy took for an answer. Read as papers, the site would have "changed", or a paper's page "no abstract".
LIMIT = rb"(?:rate|requests?|usage|quer(?:y|ies)|api|daily|hourly|download)[\s_-]{1,3}(?:rate[\s_-]{1,3})?(?:limit|quota)s?"
TOO_OFTEN = re.compile(
    rb"\btoo many (?:requests|queries|connections)\b|\bbeing rate[\s_-]limited\b|\b(?:quota|limit)[\s_-]exceeded\b"
    rb"|\b" + LIMIT + rb"\b[^<>]{0,40}\b(?:exceed|reach|hit)|\b(?:exceed|reach|hit)[a-z]{0,5}\b[^<>]{0,40}\b" + LIMIT + rb"\b"
    rb"|\b(?:requests?|you) (?:was|were|are|have been|has been) throttled\b",
    re.I,
)
# Such a page has few words; a page of a paper has its abstract, which may speak of limits too.
FEW_WORDS = 600
TAG = re.compile(rb"<(?:style|script)\b.{0,4000}?</(?:style|script)>|<[^<>]{0,2000}>", re.I | re.S)
# Statuses by which servers tell it, beside 429: with the words above, or with the time of the next question.
ALSO_TOO_OFTEN = {403, 420, 430, 509, 529, 598}

OWN_WORDS = re.compile(rb'"(?:error|message|detail|reason)"\s*:\s*"([^"\\\x00-\x1f]{1,120})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site sent back, whatever the library that asked."""

    url: str
    status: int
    body: bytes
    content_type: str = ""
    charset: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case


def inspect(answer: Answer, expected: Expected = "html") -> None:
    """Raises a CrawlError unless the answer may be handed to a parser of the expected kind."""
    host = answer.url.split("/")[2] if "://" in answer.url else answer.url
    if found := challenge(answer):
        raise CrawlError(Kind.CHALLENGE, f"{host} asks for {found} to be solved in a browser", where=answer.url)
    if _asked_too_often(answer):
        raise CrawlError(Kind.QUOTA, f"{host} says that it was asked too often", where=answer.url)
    _check_status(answer, host)
    if not answer.body.strip():
        raise CrawlError(Kind.SERVER, f"{host} sent an empty page", where=answer.url)
    is_html = HTML_START.match(answer.body, 0, HEAD) is not None
    if is_html and LOGIN_PAGE.search(answer.body, 0, HEAD) and PASSWORD_FIELD.search(answer.body):
        raise CrawlError(Kind.LOGIN, f"{host} shows its login page", where=answer.url)
    if is_html and expected != "html":
        raise CrawlError(Kind.LAYOUT, f"{host} sent a web page where {expected.upper()} is due", where=answer.url)


def _asked_too_often(answer: Answer) -> bool:
    """Whether it says so: by its status, in words, by the time at which it wants to be asked again, or by what is left of the quota."""
    if answer.status == 429:
        return True
    if answer.status == 200:
        return TOO_OFTEN.search(_all_it_says(answer.body)) is not None
    told = answer.headers.get("retry-after") or answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status in ALSO_TOO_OFTEN and (bool(told) or TOO_OFTEN.search(answer.body, 0, HEAD) is not None)


def _all_it_says(body: bytes) -> bytes:
    """The words of an answer that is none but a few words, or an error in JSON; b"" for what has more to say."""
    if len(body) > HEAD:
        return b""
    if body.lstrip()[:1] in (b"{", b"["):
        found = OWN_WORDS.search(body)
        return found[1] if found else b""
    words = b" ".join(TAG.sub(b" ", body).split())
    return words if len(words) <= FEW_WORDS else b""


def _own_words(answer: Answer) -> str:
    """What a program's interface says to a request that it refuses, behind a colon; "" where it says nothing."""
    found = OWN_WORDS.search(answer.body, 0, HEAD)
    return f": {found[1].decode('utf-8', 'replace')}" if found else ""


def challenge(answer: Answer) -> str:
    """Who asks the visitor to prove that it is a person; "" for nobody."""
    if answer.headers.get("cf-mitigated") == "challenge":
        return "Cloudflare's challenge"
    head = answer.body[:HEAD]
    # Only in pages that are checks by their form: JSON and XML of papers may quote anything.
    if answer.status == 200 and HTML_START.match(head) is None:
        return ""
    return next((f"the challenge of {name}" for name, mark in CHALLENGES if mark.search(head)), "")


def _check_status(answer: Answer, host: str) -> None:
    status = answer.status
    if status in (404, 410):
        raise CrawlError(Kind.MISSING, f"{host} has no such page", where=answer.url)
    if status == 401:
        raise CrawlError(Kind.LOGIN, f"{host} asks for a login", where=answer.url)
    if status in (403, 406, 451):
        raise CrawlError(Kind.REFUSED, f"{host} refuses to answer ({status})", where=answer.url)
    if status >= 500 or status == 408:
        said = "an empty error page" if not answer.body.strip() else "an error page"
        raise CrawlError(Kind.SERVER, f"{host} sent {said} ({status})", where=answer.url)
    if status >= 400:
        raise CrawlError(Kind.PROTOCOL, f"{host} refuses the request ({status}){_own_words(answer)}", where=answer.url)
    if status >= 300:
        raise CrawlError(Kind.SERVER, f"{host} answered with status {status}", where=answer.url)
    if status == 206:
        raise CrawlError(Kind.TRUNCATED, f"{host} sent only a part of the page (206)", where=answer.url)
