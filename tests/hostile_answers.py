"""What a site may do to a crawl on purpose or by a fault: faults for the misbehaving server, most without an end."""

import gzip
import re
import time
from collections.abc import Iterator
from dataclasses import replace

from misbehaving import Spoil, Streamed

from candidates.demo.exchange import Asked, Reply

TOKEN = re.compile(rb"<resumptionToken[^>]*>[^<]*</resumptionToken>|<resumptionToken[^>]*/>")


def dripping(asked: Asked, reply: Reply) -> Reply:
    """A byte a tenth of a second, of a body of a million."""

    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        while True:
            yield b" "
            time.sleep(0.1)

    return Streamed(pieces=pieces)


def headers_without_end(asked: Asked, reply: Reply) -> Reply:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"Set-Cookie: a=" + b"b" * 8000 + b"\r\n"

    return Streamed(pieces=pieces)


def interim_answers_without_end(asked: Asked, reply: Reply) -> Reply:
    def pieces() -> Iterator[bytes]:
        while True:
            yield b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 100

    return Streamed(pieces=pieces)


def attributes_without_end(asked: Asked, reply: Reply) -> Reply:
    attributes = b"".join(b" a%d" % number for number in range(300_000))
    return replace(reply, body=b"<html><body><p" + attributes + b">" + reply.body + b"</p></body></html>")


def gzip_bomb(asked: Asked, reply: Reply) -> Reply:
    return replace(reply, body=gzip.compress(b" " * 20_000_000), headers={"Content-Encoding": "gzip"})


def redirect_to(url: str) -> Spoil:
    return lambda asked, reply: Reply(b"", content_type="text/html", status=302, headers={"Location": url})


def token_that_repeats_itself() -> Spoil:
    """The first page of a list by OAI is every page, and names the same page as the next one."""
    first: list[bytes] = []

    def spoil(asked: Asked, reply: Reply) -> Reply:
        if not first:
            ended = rb"</(?:ListRecords|ListSets|ListIdentifiers)>"
            first.append(re.sub(ended, lambda end: b"<resumptionToken>again</resumptionToken>" + end[0], TOKEN.sub(b"", reply.body)))
        return replace(reply, body=first[0])

    return spoil


def tokens_without_end(first_page: bytes) -> Spoil:
    """Every page is the first one, and each names another page as the next one."""
    count = iter(range(1_000_000))

    def spoil(asked: Asked, reply: Reply) -> Reply:
        token = b"<resumptionToken>page%d</resumptionToken>" % next(count)
        return replace(reply, status=200, content_type="text/xml", body=first_page.replace(b"@TOKEN@", token))

    return spoil


def token_is_bad(asked: Asked, reply: Reply) -> Reply:
    """The server has forgotten each token that it gave out."""
    said = '<error code="badResumptionToken">The resumption token does not exist or has already expired.</error>'
    body = f'<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{said}</OAI-PMH>'
    return Reply(body.encode(), content_type="text/xml")
