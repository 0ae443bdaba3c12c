"""Titles, names and addresses as they stand in a list without becoming structure there. Pure."""

import re
import string
from collections.abc import Iterator
from html import escape
from itertools import zip_longest

from candidates.reading_list.inline import MATH
from spiders.addresses import web_address
from spiders.steering import without_steering

# Characters that begin a structure inside a line of Markdown.
STRUCTURAL = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#\w])")
PUNCTUATION = re.compile(rf"[{re.escape(string.punctuation)}]")
# What one renderer may take for a link or a comment though another does not: escaped whatever reads back.
UNSAFE = re.compile(r"\]\s*[(\[]|<[!/?A-Za-z]")
# Kept out of addresses, where they would end the link or the cell.
IN_ADDRESS = {" ": "%20", "(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C", "`": "%60", "*": "%2A", '"': "%22"}


def spellings(title: str, *, html: bool) -> Iterator[str]:
    """The ways of writing a title, from the plainest on: plain; with structural characters escaped outside formulas, then everywhere; with
    all punctuation escaped, then the first letter as a character reference too; at last everything but letters."""
    if html:
        yield escape(title, quote=False)
        return
    if not UNSAFE.search(title):
        yield title
    formulas = [UNSAFE.sub(_by_name, found[0]) for found in MATH.finditer(title)]
    between = [escaped(text) for text in MATH.split(title)]
    yield "".join(a + b for a, b in zip_longest(between, formulas, fillvalue=""))
    yield escaped(title)
    yield escaped(title, PUNCTUATION)
    yield f"&#{ord(title[0])};" + escaped(title[1:], PUNCTUATION)
    yield "".join(f"&#{ord(c)};" if not c.isalpha() and c != " " else c for c in title)


def _by_name(found: re.Match[str]) -> str:
    """The first sign as a character reference, which means the same within a formula; a backslash would not."""
    return f"&#{ord(found[0][0])};{found[0][1:]}"


def escaped(text: str, special: re.Pattern[str] = STRUCTURAL) -> str:
    """The text with a backslash before each of these signs."""
    return special.sub(lambda found: "\\" + found[0], text)


def filled_address(url: str) -> str:
    """An address safe inside a link; "" for what is none."""
    return "".join(IN_ADDRESS.get(c, c) for c in without_steering(web_address(url)) if c == " " or not c.isspace())
