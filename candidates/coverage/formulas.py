"""Formulas and publishers' mark-up as text that people read: "S$^2$NN" as S²NN, "&amp;" as &. Nothing is fetched for it. Pure.

Of 40,311 abstracts 7,238 hold "$…$" or a backslash (2026-11-25). What stands between dollars goes through pylatexenc; exponents and
indexes become marks of the private use area, so that offsets into the text stay those that a reader counts, and HTML at the very end.
"""

import re
from functools import lru_cache
from html import unescape

from markupsafe import Markup, escape

from spiders.latex import latex_converter

# Begin and end of an exponent and of an index.
UP, UP_END, DOWN, DOWN_END = "\ue000", "\ue001", "\ue002", "\ue003"
TAGS = {UP: "<sup>", UP_END: "</sup>", DOWN: "<sub>", DOWN_END: "</sub>"}
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$(?!\s)([^$]+?)(?<![\s\\])\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
# A command with its argument outside of formulas, and an escaped sign.
COMMAND = re.compile(r"\\[a-zA-Z]+\{[^{}]*\}|\\[&%$#_{}]|\\['`^\"~=.][a-zA-Z]|``|''")
SCRIPT = re.compile(r"([\^_])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[a-zA-Z]+|[^\s{}\\$^_]))")
# Only tags without attributes that publishers write into titles and abstracts; anything else stays as it is, as text.
TAG = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|tt|p|sc|scp|italic|bold|title|sec|span|u)>", re.IGNORECASE)
RAISED = {"sup": (UP, UP_END), "sub": (DOWN, DOWN_END)}
RAISED_TAG = re.compile(r"<(?:jats:)?(sup|sub)>([^<>]*)</(?:jats:)?\1>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
PRIVATE = re.compile("[\ue000-\ue003]")


@lru_cache(maxsize=512)
def readable(text: str) -> str:
    """The text without LaTeX and mark-up; what cannot be read as a formula stays as it was written."""
    text = PRIVATE.sub("", text)
    if "&" in text:
        text = ENTITY.sub(lambda found: unescape(found[0]), text)
    if "<" in text:
        text = TAG.sub("", RAISED_TAG.sub(lambda found: found[2].join(RAISED[found[1].lower()]), text))
    if "$" in text or "\\" in text or "``" in text:
        text = FORMULA.sub(lambda found: _formula(next(each for each in found.groups() if each is not None), found[0]), text)
        text = COMMAND.sub(lambda found: _converted(found[0]) or found[0], text)
    return text


def plain(text: str) -> Markup:
    """`text` as HTML, its formulas readable."""
    return with_scripts(escape(readable(text)))


def as_text(text: str) -> str:
    """The text readable where no mark-up can stand: titles of windows, words to search for."""
    return PRIVATE.sub("", readable(text))


def with_scripts(text: Markup) -> Markup:
    """Escaped text with exponents and indexes as tags."""
    if not PRIVATE.search(text):
        return text
    if not is_balanced(text):
        return Markup(PRIVATE.sub("", text))  # noqa: S704  # escaped by the caller; only marks are taken out
    return Markup(PRIVATE.sub(lambda found: TAGS[found[0]], text))  # noqa: S704  # escaped by the caller; only our own tags are put in


def is_balanced(text: str) -> bool:
    """Whether every exponent and index that begins in the text ends in it, one within the other."""
    open_marks: list[str] = []
    for each in PRIVATE.findall(text):
        if each in (UP, DOWN):
            open_marks.append(UP_END if each == UP else DOWN_END)
        elif not open_marks or open_marks.pop() != each:
            return False
    return not open_marks


def _formula(source: str, written: str) -> str:
    said = _converted(_raised(source))
    return said if said and is_balanced(said) else written


def _raised(source: str) -> str:
    """The formula with its exponents and indexes between marks; two levels, which is what abstracts have."""

    def mark(found: re.Match[str]) -> str:
        begin, end = (UP, UP_END) if found[1] == "^" else (DOWN, DOWN_END)
        inner = found[2] if found[2] is not None else found[3]
        return f"{begin}{SCRIPT.sub(mark, inner)}{end}"

    return SCRIPT.sub(mark, source)


def _converted(source: str) -> str:
    """LaTeX as text, "" where it cannot be read."""
    try:
        return " ".join(latex_converter("text", keep_comments=True)(source).split())
    except Exception:  # noqa: BLE001  # pylatexenc raises several kinds on broken LaTeX; the text as written is then the best there is
        return ""
