"""Which answers are let through to a parser, and what becomes of the others."""

import pytest
from misbehaving import anubis, cloudflare, login_page, openreview_challenge, web_page

from candidates.demo.exchange import Asked, Reply
from spiders.guard import Answer, inspect
from spiders.problems import REMEDY, CrawlError, Kind

URL = "https://iclr.cc/static/virtual/data/iclr-2025-orals-posters.json"
PAPERS = b"<!DOCTYPE html><html><head><title>Proceedings</title></head><body><ul><li>Spikes</li></ul></body></html>"


def asked(accept: str = "") -> Asked:
    return Asked(method="GET", host="api2.openreview.net", path="/notes", query={}, headers={"accept": accept})


def refused(answer: Answer, expected: str = "html") -> CrawlError:
    with pytest.raises(CrawlError) as caught:
        inspect(answer, expected)  # type: ignore[arg-type]  # the tests name the kinds as plain text
    return caught.value


def as_answer(reply: Reply) -> Answer:
    return Answer(
        url=URL,
        status=reply.status,
        body=reply.body,
        content_type=reply.content_type,
        headers={name.lower(): each for name, each in reply.headers.items()},
    )


NOTHING = Reply(b"", content_type="")


@pytest.mark.parametrize("expected", ["html", "json", "xml", "text"])
@pytest.mark.parametrize(
    ("reply", "whose"),
    [
        (anubis(asked(), NOTHING), "Anubis"),
        (cloudflare(asked(), NOTHING), "Cloudflare"),
        (openreview_challenge(asked(), NOTHING), "OpenReview's check"),
        (openreview_challenge(asked("application/json"), NOTHING), "OpenReview's check"),
    ],
)
def test_a_challenge_is_recognised_whatever_was_due(reply: Reply, whose: str, expected: str) -> None:
    problem = refused(as_answer(reply), expected)
    assert (problem.kind, problem.status) == (Kind.CHALLENGE, "blocked")
    assert whose in problem.what


@pytest.mark.parametrize("status", [200, 401, 500])
def test_anubis_is_recognised_under_every_status_it_uses(status: int) -> None:
    body = anubis(asked(), NOTHING).body
    assert refused(Answer(url=URL, status=status, body=body, content_type="text/html")).kind is Kind.CHALLENGE


def test_papers_about_challenges_are_papers() -> None:
    page = PAPERS.replace(b"Spikes", b"x" * 6000 + b"Making sure you're not a bot! A study of anubis_challenge")
    inspect(Answer(url=URL, status=200, body=page, content_type="text/html"))
    inspect(
        Answer(
            url=URL, status=200, body=b'{"title": "Just a moment... Verifying your browser | OpenReview"}', content_type="application/json"
        ),
        "json",
    )
    assert page.startswith(b"<!DOCTYPE html>")


def test_cloudflare_is_recognised_by_its_header_alone() -> None:
    problem = refused(
        Answer(
            url=URL,
            status=403,
            body=b"<html><body>Forbidden</body></html>",
            content_type="text/html",
            headers={"cf-mitigated": "challenge"},
        )
    )
    assert problem.kind is Kind.CHALLENGE
    assert "Cloudflare" in problem.what


@pytest.mark.parametrize("title", ["Captcha", "Are you a human?", "Are you robot", "Access denied", "Attention Required! | Cloudflare"])
def test_a_page_whose_title_asks_for_a_person_is_a_challenge(title: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>Please wait</p></body></html>".encode()
    assert refused(Answer(url=URL, status=200, body=page, content_type="text/html")).kind is Kind.CHALLENGE


def test_a_challenge_is_seen_behind_the_styles_of_its_page() -> None:
    styles = b"<style>" + b"p { margin: 0 }\n" * 300 + b"</style>"
    page = b"<!DOCTYPE html><html><head>" + styles + b"<title>Just a moment...</title></head><body></body></html>"
    assert refused(Answer(url=URL, status=200, body=page, content_type="text/html")).kind is Kind.CHALLENGE


def test_a_comment_before_the_page_hides_no_page() -> None:
    page = b"<!-- served by a cache -->\n<html><head><title>Oops</title></head><body></body></html>"
    assert refused(Answer(url=URL, status=200, body=page, content_type="text/html"), "json").kind is Kind.LAYOUT


def test_a_page_titled_login_without_a_password_field_is_no_login_page() -> None:
    page = PAPERS.replace(b"<title>Proceedings", b"<title>Log in to the Brain: Proceedings")
    inspect(Answer(url=URL, status=200, body=page, content_type="text/html"))
    assert (
        refused(Answer(url=URL, status=200, body=page.replace(b"<ul>", b'<input type="password"><ul>'), content_type="text/html")).kind
        is Kind.LOGIN
    )


def test_a_login_page_is_no_empty_list() -> None:
    assert refused(as_answer(login_page(asked(), NOTHING))).kind is Kind.LOGIN


def test_a_list_with_a_login_link_is_a_list() -> None:
    page = PAPERS.replace(b"<ul>", b'<a href="/login">Log in</a><form><input type="password"></form><ul>')
    inspect(Answer(url=URL, status=200, body=page, content_type="text/html"))
    assert b"Log in" in page


@pytest.mark.parametrize("expected", ["json", "xml", "text"])
def test_a_web_page_in_place_of_data_is_a_changed_layout(expected: str) -> None:
    problem = refused(as_answer(web_page(asked(), NOTHING)), expected)
    assert (problem.kind, problem.status) == (Kind.LAYOUT, "failed")
    assert f"web page where {expected.upper()} is due" in problem.what


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b" \n", Kind.SERVER),
        (500, b"", Kind.SERVER),
        (503, b"down", Kind.SERVER),
        (408, b"", Kind.SERVER),
        (302, b"moved", Kind.SERVER),
        (404, b"gone", Kind.MISSING),
        (410, b"gone", Kind.MISSING),
        (401, b"who?", Kind.LOGIN),
        (403, b"no", Kind.REFUSED),
        (406, b"no", Kind.REFUSED),
        (451, b"no", Kind.REFUSED),
        (429, b"slower", Kind.QUOTA),
        (206, b"<html>half", Kind.TRUNCATED),
    ],
)
def test_each_status_that_is_no_answer_has_its_kind(status: int, body: bytes, kind: Kind) -> None:
    problem = refused(Answer(url=URL, status=status, body=body, content_type="text/plain"), "text")
    assert (problem.kind, problem.where) == (kind, URL)
    assert "iclr.cc" in problem.what


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"<!DOCTYPE html><html><head><title>Rate limit exceeded</title></head><body><h1>Wait</h1></body></html>", {}),
        (200, b"<html><style>p { margin: 0 }</style><body>Too Many Requests. Please slow down.</body></html>", {}),
        (200, b"API rate limit exceeded for your address", {}),
        (200, b'{"error": "You have reached your daily request limit", "retryAfter": 3600}', {}),
        (200, b'{"code": 8, "message": "Quota exceeded"}', {}),
        (403, b'{"message": "API rate limit exceeded for 192.0.2.7."}', {}),
        (403, b"Forbidden", {"retry-after": "3600"}),
        (403, b"Forbidden", {"x-ratelimit-remaining": "0"}),
        (420, b"", {"retry-after": "60"}),
        (509, b"Bandwidth limit exceeded", {}),
    ],
)
def test_a_quota_that_is_spent_is_known_by_words_and_headers_whatever_the_status(status: int, body: bytes, headers: dict[str, str]) -> None:
    problem = refused(Answer(url=URL, status=status, body=body, headers=headers), "html")
    assert (problem.kind, problem.status) == (Kind.QUOTA, "blocked")
    assert problem.what == "iclr.cc says that it was asked too often"


def test_papers_about_limits_are_papers() -> None:
    abstract = b"We bound how often a server says too many requests, and when a rate limit exceeded by clients is raised. " * 8
    for body, expected in [
        (b"<html><head><title>Too many requests: a study</title></head><body>" + abstract + b"</body></html>", "html"),
        (b'[{"title": "Rate limit exceeded", "abstract": "Quota exceeded: a study."}]', "json"),
    ]:
        inspect(Answer(url=URL, status=200, body=body), expected)  # type: ignore[arg-type]  # as above
    assert refused(Answer(url=URL, status=403, body=b"no", headers={"x-ratelimit-remaining": "41"})).kind is Kind.REFUSED


def test_an_address_that_no_sentence_can_hold_is_cut() -> None:
    problem = CrawlError(Kind.MISSING, "sparql.dblp.org has no such page", where="https://sparql.dblp.org/sparql?query=" + "x" * 700)
    assert str(problem) == "sparql.dblp.org has no such page (https://sparql.dblp.org/sparql?…)"
    assert str(CrawlError(Kind.MISSING, "no", where=URL)) == f"no ({URL})"


def test_papers_pass_in_every_form() -> None:
    answers = [(PAPERS, "html"), (b'{"results": []}', "json"), (b"<?xml version='1.0'?><OAI-PMH/>", "xml"), (b"@Proceedings{x}", "text")]
    for body, expected in answers:
        inspect(Answer(url=URL, status=200, body=body), expected)  # type: ignore[arg-type]  # as above
    assert len(answers) == 4


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.MISSING, Kind.EMPTY)])
def test_every_kind_that_is_a_fault_has_a_status_and_most_a_remedy(kind: Kind) -> None:
    assert CrawlError(kind, "x").status in ("blocked", "failed")
    assert kind in REMEDY or kind is Kind.CHARSET
