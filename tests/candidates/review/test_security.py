"""Who is let in: this machine's own pages, or holders of the token; nobody else changes or reads anything."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import ORIGIN
from starlette.testclient import TestClient

from candidates.errors import UsageError
from candidates.queue.decisions import decisions
from candidates.review.app import ReviewApp
from candidates.review.forms import MOST_BYTES
from candidates.review.security import AccessPolicy, PublicUrl, is_loopback
from candidates.review.server import kept_token, listen
from candidates.review.service import ReviewService
from candidates.store.database import Store

DECISION = {"verdict": "rejected", "expected": "0"}


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "127.0.0.1:9999", "127.0.0.1", "a@127.0.0.1:8000", "", "[::1", "127.0.0.1:x"),
        *("127.0.0.1:8000#evil.example", "127.0.0.1:8000?evil.example", "127.0.0.1:8000/evil.example"),
    ],
)
def test_a_foreign_host_is_refused(client: TestClient, five: list[str], host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "Spiking" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000", "localhost.:8000"])
def test_the_names_of_this_machine_are_let_in(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Origin": f"ftp://{ORIGIN[7:]}"},
        {"Origin": "http://["},
        {"Origin": f"{ORIGIN}]"},
        {"Origin": "", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_post_from_another_site_changes_nothing(client: TestClient, store: Store, five: list[str], headers: dict[str, str]) -> None:
    answer = client.post(f"/papers/{five[0]}/decision", data=DECISION, headers=headers)
    assert answer.status_code == 403
    assert decisions(store) == []


@pytest.mark.parametrize(("site", "status"), [("same-origin", 303), ("cross-site", 403), (None, 403)])
def test_without_an_origin_only_a_browsers_own_word_counts(client: TestClient, five: list[str], site: str | None, status: int) -> None:
    del client.headers["Origin"]
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = client.post(f"/papers/{five[0]}/decision", data=DECISION, headers=headers, follow_redirects=False)
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/papers/aaai-2025-0/decision", "/undo", "/name"])
def test_nothing_is_changed_by_get(client: TestClient, store: Store, five: list[str], path: str) -> None:
    assert client.get(path, params=DECISION).status_code in (404, 405)
    assert decisions(store) == []


def test_a_slash_at_the_end_of_an_address_is_passed_over(client: TestClient, five: list[str]) -> None:
    for path in ("/papers/", f"/papers/{five[0]}/", "/help//"):
        assert client.get(path, follow_redirects=False).status_code == 200, path
    assert client.get("/static/", follow_redirects=False).status_code == 404


def test_a_browser_that_goes_away_in_mid_form_changes_nothing_and_is_no_fault(
    service: ReviewService, store: Store, five: list[str]
) -> None:
    app = ReviewApp(service, AccessPolicy(host="127.0.0.1", port=8000), "ada").asgi
    came: list[dict[str, object]] = [
        {"type": "http.request", "body": b"verdict=rejected&exp", "more_body": True},
        {"type": "http.disconnect"},
    ]
    headers = [(b"host", b"127.0.0.1:8000"), (b"origin", ORIGIN.encode()), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": f"/papers/{five[0]}/decision", "query_string": b"", "headers": headers}

    async def receive() -> dict[str, object]:
        return came.pop(0)

    async def send(_message: object) -> None:
        pass

    asyncio.run(app({**scope, "root_path": "", "state": {}}, receive, send))  # type: ignore[arg-type]  # as a server calls it
    assert came == []
    assert decisions(store) == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", ["/", "/history", "/static/review.css", "/nowhere", "/papers/unknown"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    # With `no-referrer` browsers send "Origin: null" with the page's own forms.
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_holds_script_or_style_that_the_policy_forbids(client: TestClient, five: list[str]) -> None:
    for path in ("/", "/history", "/people", "/help"):
        page = client.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count('<script src="/static/')


def test_a_large_body_is_refused(client: TestClient, store: Store, five: list[str]) -> None:
    answer = client.post(f"/papers/{five[0]}/decision", data={**DECISION, "reason": "x" * MOST_BYTES})
    assert answer.status_code == 413
    assert decisions(store) == []


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_only_forms_are_read(client: TestClient, store: Store, five: list[str], kind: str) -> None:
    answer = client.post(f"/papers/{five[0]}/decision", content=b"verdict=rejected&expected=0", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert decisions(store) == []


def test_a_form_that_is_no_text_is_refused(client: TestClient, five: list[str]) -> None:
    for body in (b"verdict=%ff", b"\xff\xfe", b"&".join(b"a=1" for _ in range(100))):
        answer = client.post(f"/papers/{five[0]}/decision", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 400


@pytest.fixture
def shared(service: ReviewService) -> Callable[..., TestClient]:
    """A client of a page that is served to a network."""
    policy = AccessPolicy(host="0.0.0.0", port=8000, token="the-token")

    def make() -> TestClient:
        client = TestClient(ReviewApp(service, policy).asgi, base_url="http://192.0.2.7:8000")
        client.headers["Origin"] = "http://192.0.2.7:8000"
        return client

    return make


def test_a_shared_page_shows_nothing_without_the_token(shared: Callable[..., TestClient], five: list[str]) -> None:
    for path in ("/", "/?token=", "/?token=the-tokem", "/?token=the-token2", "/static/review.css", "/history"):
        answer = shared().get(path)
        assert answer.status_code == 403
        assert "Spiking" not in answer.text


def test_the_token_is_exchanged_for_a_cookie_and_leaves_the_address(shared: Callable[..., TestClient], five: list[str]) -> None:
    client = shared()
    answer = client.get("/?token=the-token&state=later", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/?state=later"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert client.get("/").status_code == 200


def test_the_exchange_never_leads_to_another_host(shared: Callable[..., TestClient]) -> None:
    answer = shared().get("http://192.0.2.7:8000//evil.example/?token=the-token", follow_redirects=False)
    assert answer.headers["Location"] == "/evil.example"


def test_a_shared_page_is_not_served_under_a_foreign_name(shared: Callable[..., TestClient]) -> None:
    answer = shared().get("/?token=the-token", headers={"Host": "rebound.example:8000"})
    assert answer.status_code == 403


def test_on_a_shared_page_a_decision_needs_a_name_and_is_not_lost_without(
    shared: Callable[..., TestClient], store: Store, five: list[str]
) -> None:
    client = shared()
    client.get("/?token=the-token")
    answer = client.post(f"/papers/{five[0]}/decision", data={**DECISION, "reason": "no spikes"})
    assert answer.status_code == 400
    assert "Say who you are" in answer.text
    assert 'value="no spikes"' in answer.text
    assert decisions(store) == []
    # The form that came back has a field for the name: what was decided is sent with it, and the browser keeps it.
    client.post(f"/papers/{five[0]}/decision", data={**DECISION, "reason": "no spikes", "asked_name": " Grace  Hopper "})
    client.post(f"/papers/{five[1]}/decision", data=DECISION)
    assert [(each.who, each.reason) for each in decisions(store)] == [("Grace Hopper", "no spikes"), ("Grace Hopper", "")]


@pytest.mark.parametrize("path", ["/papers", "/publish", "/undo", "/add", "/papers/aaai-2025-0/settle", "/papers/aaai-2025-0/mend"])
def test_every_form_asks_for_a_name_where_there_is_none(
    shared: Callable[..., TestClient], store: Store, five: list[str], path: str
) -> None:
    client = shared()
    client.get("/?token=the-token")
    answer = client.post(path, data={**DECISION, "p:aaai-2025-0": "0", "title": "Mine", "seen": "x"})
    assert answer.status_code == 400
    assert 'name="asked_name"' in answer.text
    assert decisions(store) == []


def test_a_name_typed_once_more_does_not_change_who_one_is(client: TestClient, store: Store, five: list[str]) -> None:
    client.post("/name", data={"name": "ada"})
    client.post(f"/papers/{five[0]}/decision", data={**DECISION, "asked_name": "grace"})
    assert [each.who for each in decisions(store)] == ["ada"]


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True), ("0.0.0.0", False), ("lab", False)]
)
def test_loopback_is_told_from_the_network(host: str, own: bool) -> None:
    assert is_loopback(host) is own


# ---- Behind a proxy or a tunnel


@pytest.fixture
def public(service: ReviewService) -> Callable[..., TestClient]:
    """A client of a page that a proxy leads to, as https://review.example.org/snn/."""
    policy = AccessPolicy(host="127.0.0.1", port=8000, token="the-token", public=PublicUrl.of("https://review.example.org/snn/"))

    def make(host: str = "review.example.org", origin: str = "https://review.example.org") -> TestClient:
        client = TestClient(ReviewApp(service, policy).asgi, base_url="https://review.example.org")
        client.headers.update({"Host": host, "Origin": origin})
        return client

    return make


@pytest.mark.parametrize("host", ["review.example.org", "127.0.0.1:8000"])
@pytest.mark.parametrize("before", ["", "/snn"])
def test_a_proxy_may_keep_the_name_and_the_path_or_not(
    public: Callable[..., TestClient], store: Store, five: list[str], host: str, before: str
) -> None:
    client = public(host)
    answer = client.get(f"{before}/?token=the-token", follow_redirects=False)
    assert answer.headers["Location"] == "/snn/"
    cookie = answer.headers["Set-Cookie"].lower()
    assert "path=/snn/" in cookie
    assert "secure" in cookie
    client.cookies.set("covenue_token_8000", "the-token")
    client.cookies.set("covenue_name", "ada")
    page = client.get(f"{before}/").text
    assert 'href="/snn/static/style.css"' in page
    assert f'action="/snn/papers/{five[0]}/decision"' in page
    assert not re.search(r'(?:href|src|action)="/(?!snn/)', page)
    answer = client.post(f"{before}/papers/{five[0]}/decision", data=DECISION, follow_redirects=False)
    assert answer.headers["Location"].startswith("/snn/papers/")
    assert len(decisions(store)) == 1


@pytest.mark.parametrize(
    "path", ["/papers", "/history", "/people", "/conflicts", "/coverage", "/publish", "/help", "/add", "/papers/none", "/?text=x"]
)
def test_every_link_of_every_page_stays_below_the_public_path(public: Callable[..., TestClient], five: list[str], path: str) -> None:
    client = public()
    client.cookies.set("covenue_token_8000", "the-token")
    page = client.get(f"/snn{path}").text
    assert "<main" in page
    assert not re.search(r'(?:href|src|action)="/(?!snn/)', page)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://review.example.org", "https://review.example.org.evil.example", "null"])
def test_behind_a_proxy_only_the_public_origin_may_post(
    public: Callable[..., TestClient], store: Store, five: list[str], origin: str
) -> None:
    client = public("127.0.0.1:8000", origin)
    client.cookies.set("covenue_token_8000", "the-token")
    assert client.post(f"/snn/papers/{five[0]}/decision", data=DECISION).status_code == 403
    assert decisions(store) == []


@pytest.mark.parametrize(
    "text", ["review.example.org", "ftp://x/", "https://", "https://a/b?c", "https://a/#x", "https://u@a/", "https://a/<b>/"]
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no address of the web"):
        PublicUrl.of(text)


def test_a_tunnel_to_this_machine_needs_no_token_and_a_public_name_does() -> None:
    for url, needed in (("http://localhost:9000/", False), ("https://review.example.org/", True)):
        where = listen("127.0.0.1", 0, PublicUrl.of(url))
        with where.listening:
            assert bool(where.policy.token) is needed
            assert where.address.startswith(url)


def test_the_token_of_a_folder_lasts_until_it_is_renewed(tmp_path: Path) -> None:
    first = kept_token(tmp_path)
    assert kept_token(tmp_path) == first
    assert (tmp_path / ".covenue" / "review.token").stat().st_mode & 0o077 == 0
    assert kept_token(tmp_path, renew=True) != first
    (tmp_path / ".covenue" / "review.token").write_text("", encoding="ascii")
    assert len(kept_token(tmp_path)) > 30
