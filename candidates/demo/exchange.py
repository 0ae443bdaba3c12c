"""What is asked of the stand-in and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, by the address at the site that is stood in for; header names in lower case."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; its length is added by the server."""

    body: bytes
    _: KW_ONLY
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def read_target(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Asked:
    """The request for `/HOST/PATH?QUERY`."""
    parts = urlsplit(target)
    host, _, path = parts.path.lstrip("/").partition("/")
    return Asked(
        method=method, host=host, path=f"/{path}", query=dict(parse_qsl(parts.query, keep_blank_values=True)), headers=headers, body=body
    )


def html_reply(text: str, status: int = 200) -> Reply:
    """A page in UTF-8."""
    return Reply(text.encode(), content_type="text/html; charset=utf-8", status=status)


def json_reply(document: Any, status: int = 200) -> Reply:
    """A JSON document."""
    return Reply(json.dumps(document).encode(), content_type="application/json", status=status)
