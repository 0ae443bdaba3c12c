"""What is an address of the web, whatever stands in its place."""

import pytest

from spiders.addresses import NONE, forum_in, parts_of, web_address


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "java\tscript:alert(1)", "\u200bjavascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
            "//evil.example", "/papers/1", "http:", "https://", "ftp://x/y", "https://[", "http://[x]/", "http://a\u2100.b/", ""]
)  # fmt: skip
def test_nothing_else_is_an_address_of_the_web(url: str) -> None:
    assert web_address(url) == ""


def test_what_cannot_be_taken_apart_has_no_parts() -> None:
    assert parts_of("http://[") == parts_of("http://a\u2100.b/") == NONE
    assert parts_of(" https://A.B/c ").hostname == "a.b"
    assert web_address(" HTTPS://A.B/c ") == "HTTPS://A.B/c"


@pytest.mark.parametrize(
    "url",
    [
        "https://openreview.net/forum?id=AbC123_x",
        "https://openreview.net/pdf?id=AbC123_x#page=2",
        "https://api2.openreview.net/attachment?id=AbC123_x&name=supplementary_material",
        "https://openreview.net/forum?noteId=zz&id=AbC123_x",
    ],
)
def test_a_forum_is_known_by_any_address_of_it(url: str) -> None:
    assert forum_in(url) == "AbC123_x"


@pytest.mark.parametrize("url", ["https://openreview.net/group?id=ICLR.cc/2025/Conference", "https://a.org/forum?id=b", ""])
def test_no_other_address_names_a_forum(url: str) -> None:
    assert forum_in(url) == ""
