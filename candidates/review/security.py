"""Who may ask, and what a browser may do with the answer: host, origin, token, and the headers of every response.

The page is served on the reader's own machine, so any other page open in the browser could try to reach it: by a name that it
points to 127.0.0.1 (DNS rebinding), or by posting a form across sites. Both are refused before a route is looked up.
"""

import asyncio
import hmac
import ipaddress
import re
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from candidates.errors import UsageError

METHODS = ("GET", "HEAD", "POST")
# Letters that stand in an address as they are: the prefix is put into pages, cookies and redirects.
PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
YEAR_IN_SECONDS = 365 * 24 * 3600

# No `unsafe-inline` anywhere, nothing from elsewhere. Referrer-Policy is not `no-referrer`, because browsers then send "Origin: null"
# with the page's own forms (Fetch standard, "append a request Origin header").
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether an address or name given as --host reaches this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class PublicUrl:
    """The address under which people reach the page, where that is not the one it is served at: a proxy or a tunnel stands between.

    `prefix` is its path without the closing slash ("" at the root of a host).
    """

    scheme: str
    netloc: str
    prefix: str

    @classmethod
    def of(cls, text: str) -> "PublicUrl":
        """From "https://review.lab.org/snn/"; raises UsageError for anything else."""
        try:
            parts = urlsplit(text.strip())
            bare = parts.hostname and not (parts.username or parts.query or parts.fragment) and parts.port != 0
            usable = bool(bare) and parts.scheme in ("http", "https") and PATH.fullmatch(parts.path) is not None
        except ValueError:
            usable = False
        if not usable:
            raise UsageError(f"{text!r} is no address of the web for the page; write it as https://review.example.org/snn/.")
        return cls(parts.scheme, parts.netloc.casefold(), parts.path.rstrip("/"))

    @property
    def host(self) -> str:
        """The name without port and brackets."""
        return urlsplit(f"//{self.netloc}").hostname or ""

    @property
    def origin(self) -> str:
        """As browsers send it: without the port that the scheme has anyway."""
        usual = {"http": ":80", "https": ":443"}[self.scheme]
        return f"{self.scheme}://{self.netloc.removesuffix(usual)}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.prefix}/"


@dataclass(frozen=True, kw_only=True)
class AccessPolicy:
    """What the server was started with. `token` is empty on loopback, where the operating system keeps others out."""

    host: str
    port: int
    token: str = ""
    public: PublicUrl | None = None
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = set(LOOPBACK_NAMES) if is_loopback(self.host) else {self.host, socket.gethostname(), socket.getfqdn(), *LOOPBACK_NAMES}
        object.__setattr__(self, "names", frozenset(name.casefold() for name in names))

    @property
    def cookie(self) -> str:
        """Cookies do not tell ports apart: two servers on one machine must not take each other's."""
        return f"covenue_token_{self.port}"

    @property
    def root(self) -> str:
        """The path before every path of the page, "" where there is none."""
        return self.public.prefix if self.public else ""

    @property
    def cookie_settings(self) -> dict[str, Any]:
        """How cookies are kept: for this page's path only, and never in the clear where the page is not."""
        secure = self.public is not None and self.public.scheme == "https"
        return {"max_age": YEAR_IN_SECONDS, "httponly": True, "samesite": "lax", "path": f"{self.root}/", "secure": secure}

    def knows_host(self, header: str) -> bool:
        """Whether the Host header names this server, or the public address. A literal address cannot be rebound, so behind a token any
        will do."""
        if self.public and header.casefold() in (self.public.netloc, urlsplit(self.public.origin).netloc):
            return True
        parts = _split_host(header)
        if parts is None:
            return False
        name, port = parts
        if port != self.port:
            return False
        return name in self.names or (bool(self.token) and _is_address(name))

    def is_own_origin(self, headers: Headers) -> bool:
        """Whether a POST comes from a page of this server. Browsers send Origin with every POST; without one nothing is changed."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "same-origin"
        if self.public and origin.casefold() == self.public.origin:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:  # "http://[", which no browser sends
            return False
        return parts.scheme in ("http", "https") and parts.netloc.casefold() == headers.get("host", "").casefold()

    def own_path(self, path: str) -> str:
        """The path without the public prefix; a proxy may take it away before it asks here, or not. Nor is a slash at its end told apart:
        starlette would lead to an address without the prefix.
        """
        if self.root and (path == self.root or path.startswith(f"{self.root}/")):
            path = path[len(self.root) :]
        return path.rstrip("/") or "/"

    def opens(self, given: str | None) -> bool:
        """Compares a token in constant time."""
        return bool(given) and hmac.compare_digest((given or "").encode(), self.token.encode())


def _split_host(header: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(f"//{header}")
        port = parts.port or 80
    except ValueError:
        return None
    if not parts.hostname or parts.netloc != header or parts.username is not None:
        return None
    return parts.hostname.casefold().rstrip("."), port


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class SecurityMiddleware:
    """ASGI middleware: lets in what `AccessPolicy` knows and puts `HEADERS` on every answer."""

    def __init__(self, app: ASGIApp, policy: AccessPolicy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here; without an answer the server closes them
        # A NUL is a blank, as in forms (`forms.clean`): PostgreSQL takes none in a text.
        path, query = self._policy.own_path(scope["path"].replace("\0", " ")), scope["query_string"].replace(b"%00", b"+")
        scope = {**scope, "path": path, "query_string": query}
        answer = self._refusal(scope["method"], Headers(scope=scope)) or self._ask_for_token(scope)
        try:
            await (answer or self._app)(scope, receive, _with_headers(send))
        except asyncio.CancelledError:  # the server stops and waited long enough; what was begun may yet be done
            told = "The page was stopped meanwhile, so this may be stored or not; start `covenue review` again and look.\n"
            with suppress(RuntimeError):  # the answer had begun
                await PlainTextResponse(told, 503)(scope, receive, _with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        if not self._policy.knows_host(headers.get("host", "")):
            said = f"This page is served at {self._policy.public or f'{self._policy.host}:{self._policy.port}'}"
            told = "Open the address that `covenue review` printed; behind a proxy or tunnel, start it with --public-url."
            return PlainTextResponse(f"{said} and not under the name that was asked for. {told}\n", 403)
        if method not in METHODS:
            return PlainTextResponse("This page answers GET and POST only.\n", 405, {"Allow": ", ".join(METHODS)})
        if method == "POST" and not self._policy.is_own_origin(headers):
            return PlainTextResponse("This came from another site, so nothing was changed. Use the page itself.\n", 403)
        return None

    def _ask_for_token(self, scope: Scope) -> Response | None:
        """None when the token is not needed or was shown; the address that carries it is exchanged for a cookie at once."""
        policy = self._policy
        if not policy.token or policy.opens(_cookie(Headers(scope=scope), policy.cookie)):
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and policy.opens("".join(asked.pop("token", []))):
            # A path of two slashes would lead to another host.
            path = f"{policy.root}/{scope['path'].lstrip('/')}"
            answer = RedirectResponse(f"{path}?{urlencode(asked, doseq=True)}" if asked else path, 303)
            answer.set_cookie(policy.cookie, policy.token, **policy.cookie_settings)
            return answer
        return PlainTextResponse("This page needs the token: open the whole address that `covenue review` printed.\n", 403)


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return found.value if found else None


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_with_headers
