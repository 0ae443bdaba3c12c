"""HTML and XML read without trust: no entity of a document's own, no network, bounded depth and size."""

import html
import re
from collections.abc import Iterable
from urllib.parse import urljoin

import lxml.etree
import lxml.html

from spiders.formats.listing import FormatError
from spiders.formats.text import clean, decode

# The tree takes some six times the text; the largest page known, the ICML 2026 volume, has some 8 million (2026-11).
MOST_CHARACTERS = 20_000_000

# A tag with its attributes, as far as quotes matter: where an attribute is given its value.
TAG = re.compile(r"<[A-Za-z](?:[^>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+')?)*+")
GIVEN = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
# libxml2 compares each attribute of a tag with those before it: one tag with 40,000 took 1.3 to 11 s, 300,000 more than 90 s (2026-11).
# So many comparisons in a page take 0.3 s; an abstract behind a stray "<" has some 150 such attributes, 5,000 of them a fourth of it.
MOST_COMPARISONS = 400_000_000
# Tags shorter than this cannot hold enough attributes to matter, however many there are.
LONG_TAG = 200

META_START = re.compile(r"<meta\b", re.I)
# A value runs to the quote that ends its tag: PMLR does not escape quotes inside it (seen 2026-09).
META = re.compile(
    r"\s+(?:name|property)\s*=\s*[\"']?(?P<name>[\w.:-]+)[\"']?\s+content\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)\s*/?>",
    re.S,
)
META_REVERSED = re.compile(
    r"\s+content\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)\s+(?:name|property)\s*=\s*[\"']?(?P<name>[\w.:-]+)",
    re.S,
)
# XML 1.0 forbids them, yet abstracts pasted from PDF files hold them; a single one would cost all records of an answer.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));",
    re.I,
)
ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
# All but the five that XML itself knows.
NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")


def read_html(body: bytes, charset: str = "") -> lxml.html.HtmlElement:
    """The tree of a page. Raises FormatError `size` where it is deeper or larger than any honest page, `layout` if empty."""
    text = _bounded(decode(body, charset))
    _check_attributes(text)
    # Bytes again, because lxml refuses text that declares an encoding; the declaration has served its turn.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as problem:
        raise FormatError("layout", f"not a web page: {problem}") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise FormatError("size", "the page is nested or filled beyond any real page")
    return tree


def read_xml(body: bytes, charset: str = "") -> lxml.etree._Element:
    """The root of an XML answer. Entities that it defines itself are refused; those of HTML are resolved here. Raises FormatError."""
    text = _bounded(decode(body, charset)).lstrip()
    if "<!ENTITY" in text:
        raise FormatError("schema", "the answer defines entities of its own, which no proceedings site does")
    # dblp's own DTD names the letters as HTML does; without it they would be unknown (`&uuml;`).
    text = NAMED_ENTITY.sub(_resolved, FORBIDDEN.sub("", re.sub(r"^<\?xml[^>]*\?>", "", text)))
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return lxml.etree.fromstring(text.encode(errors="replace"), parser=parser)
    except lxml.etree.XMLSyntaxError as problem:
        reason = problem.msg or "no XML"
        root = ROOT.search(text)
        kind = "truncated" if root and not text.rstrip().endswith(f"</{root[1]}>") else "layout"
        raise FormatError(kind, f"the answer is not well-formed XML: {reason}") from None


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise FormatError("size", f"the page has {len(text):,} characters")
    return text


def _check_attributes(text: str) -> None:
    """Raises FormatError `size` for tags that hold more attributes than any honest page."""
    comparisons = 0
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() > LONG_TAG:
            names = GIVEN.sub("= ", tag[0])  # a picture or a curve in a value is one attribute
            comparisons += (names.count("=") + names.count("/") + len(names.split())) ** 2
            if comparisons > MOST_COMPARISONS:
                raise FormatError("size", "a tag of the page has more attributes than any real page")


def _resolved(entity: re.Match[str]) -> str:
    return html.escape(html.unescape(entity[0]))


def metas(text: str) -> dict[str, list[str]]:
    """The meta elements of a page by lower-case name, in order, clean.

    Reads the text and not a tree, so that a raw `<` in a title or an abstract cannot hide one.
    """
    found: dict[str, list[str]] = {}
    # Cut before each element first: a search through the whole text would take quadratic time on unclosed quotes.
    for piece in META_START.split(text)[1:]:
        if match := META.match(piece) or META_REVERSED.match(piece):
            found.setdefault(match["name"].lower(), []).append(clean(match["value"]))
    return found


def text_of(node: lxml.html.HtmlElement | None) -> str:
    """All text in and below a node, clean; "" for None."""
    return clean(raw_text(node))


def raw_text(node: lxml.etree._Element | None) -> str:
    """All text in and below a node as it stands; "" for None."""
    # Four to eight times as fast as joining `itertext()`, which makes a Python object of every element (measured 2026-11).
    return "" if node is None else str(lxml.etree.tostring(node, method="text", encoding="unicode", with_tail=False))


def first(nodes: Iterable[lxml.html.HtmlElement]) -> lxml.html.HtmlElement | None:
    """The first of some nodes, or None."""
    return next(iter(nodes), None)


def joined(base: str, href: str) -> str:
    """The absolute address of a link on the page `base`; "" for one that is none ("http://[") or leads nowhere but to the page itself."""
    try:
        return clean(urljoin(base, href.strip())) if href.strip() else ""
    except ValueError:
        return ""


def has_class(name: str) -> str:
    """The XPath condition that a node bears this class among others."""
    # Asked first whether there is one: most elements bear none, and the string would be built for each of them.
    return f"(@class and contains(concat(' ', normalize-space(@class), ' '), ' {name} '))"
