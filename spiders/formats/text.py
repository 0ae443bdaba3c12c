"""From bytes to clean text: decoding by declaration, entities, mark-up and white space. Shared by every parser."""

import html
import re

from spiders.formats.listing import FormatError
from spiders.mojibake import mend
from spiders.steering import STEERING, without_steering

# Twice the largest real answer known (NeurIPS 2025 virtual JSON, some 40 MB with abstracts; 2026-11).
MOST_BYTES = 100_000_000
# No title, name or abstract of a real paper comes near: the longest abstract in the 25,000 papers of 2021 to 2025
# has under 6,000 characters.
MOST_FIELD = 200_000

CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
# Codecs that only Python knows: no site declares them, some decode in quadratic time or raise errors of their own.
NOT_CHARSETS = ("punycode", "idna", "undefined", "unicode", "raw", "utf_7", "utf-7", "utf7", "mbcs", "oem")
# Tables of 256 signs, in which any bytes are text. Servers name one for every file that says nothing of itself (Apache's
# AddDefaultCharset), whatever it holds: 81 of the 1,183 papers of ICML 2021 came out with other letters (a lying server, 2026-11).
ONE_BYTE = re.compile(r"(?:iso[-_]?8859|latin|windows[-_]?125|cp[-_]?125|(?:us[-_]?)?ascii)", re.I)
# Attributes must look like attributes: in "if a<b and c>d" nothing is a tag.
TAGS = re.compile(
    r"</?(?:p|i|b|em|strong|sub|sup|tt|br|span|div|a|u|sc|italic|bold|jats:[a-z-]+|mml:[a-z]+|scp|font|small|underline|monospace"
    # JATS and MathML as IEEE deposits them, without a prefix.
    r"|(?:inline|disp)-formula|tex-math|alternatives|inline-graphic|xref|ext-link|math|m(?:i|n|o|row|text|space|style|frac|sqrt|over|under|su[bp]|subsup))"
    r"(?:\s+[a-z:-]+\s*=\s*(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'))*\s*/?>",
    re.I,
)
# A formula may stand in several ways at once: TeX beside MathML (IEEE; Springer, with the whole preamble of a document), or both as
# instructions that no browser shows ("<?CDATA $\\sim$?><?MML …?>", IOP). Read in programs that mend such titles and abstracts of Crossref,
# Semantic Scholar and IEEE (2026-11). Each pattern ends where the next of its kind begins, so that unclosed ones take no time.
INSTRUCTED = re.compile(r"<\?MML\b(?:(?!<\?).)*\?>", re.S)
TEX_INSTRUCTED = re.compile(r"<\?CDATA\b((?:(?!<\?).)*?)\?>", re.S)
TEX_BESIDE = re.compile(
    r"(<(?:jats:)?tex-math\b[^<>]*>(?:(?!<(?:jats:)?tex-math\b).)*?</(?:jats:)?tex-math>)\s*(?:<(?:jats:)?alternatives>\s*)?"
    r"<mml:math\b(?:(?!<mml:math\b).)*?</mml:math>",
    re.S,
)
DOCUMENT = re.compile(
    r"\\documentclass(?:(?!\\documentclass|\\begin\{document\}).)*\\begin\{document\}((?:(?!\\documentclass).)*?)\\end\{document\}", re.S
)
# With the halves of a surrogate pair, which JSON can hold alone (`\\ud835`) and no database takes, and with what only says where a word
# may be parted (soft hyphen, zero-width space, word joiner): "neuro\\u00admorphic" was two words to whoever reads words.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
# Paragraphs and breaks part words; the other tags stand inside them ("H<sub>2</sub>O").
BLOCKS = re.compile(r"</?(?:p|br|div|jats:p)\b", re.I)
# "Abstract. Deep …" (ECCV 2020), "Abstract—We …" as IEEE sets it; "Abstract Meaning Representation" and "Abstract-level" begin sentences.
HEADING = re.compile(r"\AAbstract\s*(?:[:.—–]+|-+(?=\s))\s*", re.I)
SUFFIXES = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.I)


def decode(body: bytes, charset: str = "") -> str:
    """The text of `body`, in the charset that the header names, else the page itself, else UTF-8.

    Never guesses: bytes that do not fit are a FormatError of kind `charset`, because a title with one letter
    lost would be stored as another paper. (See `is_utf8_whatever_named` for what is no guess.)
    """
    if len(body) > MOST_BYTES:
        raise FormatError("size", f"the answer has {len(body):,} bytes")
    named = charset or _named_inside(body)
    if named.lower().startswith(NOT_CHARSETS) or is_utf8_whatever_named(body, named):
        named = "utf-8-sig"
    try:
        return body.decode(named or "utf-8-sig").removeprefix("\ufeff")
    except UnicodeError as problem:
        where = f" (byte {problem.start:,})" if isinstance(problem, UnicodeDecodeError) else ""
        raise FormatError("charset", f"the answer is not in its declared encoding {named or 'UTF-8'}{where}") from None
    except (LookupError, ValueError):  # no such charset, or a name that no charset can have ("\0")
        return decode(body, "utf-8-sig")


def is_utf8_whatever_named(body: bytes, charset: str) -> bool:
    """Whether bytes are UTF-8 though one of the tables of 256 signs is named. Text in such a table is hardly ever UTF-8 by chance: each
    of its letters beyond ASCII would have to be followed by the right signs, all through the answer.
    """
    if not ONE_BYTE.match(charset):
        return False
    try:
        body.decode()
    except UnicodeError:
        return False
    return True


def _named_inside(body: bytes) -> str:
    found = CHARSET.search(body, 0, 2048) if body.lstrip()[:1] == b"<" else None
    return found[1].decode("ascii") if found else ""


def clean(text: str) -> str:
    """One line of plain text: entities resolved (also those escaped twice), known tags gone, white space folded.

    A text longer than `MOST_FIELD` is a FormatError of kind `size`: half of it would be stored as if it were whole.
    """
    if len(text) > MOST_FIELD:
        raise FormatError("size", f"a single field has {len(text):,} characters")
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = TAGS.sub(_gap, _with_formulas_once(text) if "tex-math" in text or "<?" in text else text)
    if not text.isascii() and STEERING.search(text):
        # C1 controls are mostly what is left of letters that were decoded by the wrong table: those come back first.
        text = without_steering(mend(text))
    return " ".join(CONTROLS.sub("", text).split())


def _with_formulas_once(text: str) -> str:
    """Each formula in one way: as TeX between dollars where it has TeX, else as MathML."""
    plain = TEX_INSTRUCTED.sub(r"\1", INSTRUCTED.sub("", text))
    return DOCUMENT.sub(r"\1", TEX_BESIDE.sub(r"\1", plain)).replace("$$", "$")


def _gap(tag: re.Match[str]) -> str:
    return " " if BLOCKS.match(tag[0]) else ""


def clean_abstract(text: str | None) -> str | None:
    """As `clean`, without its own heading; None for what is no abstract: empty, "N/A", a single letter."""
    cleaned = HEADING.sub("", clean(text or ""))
    # Shorter than any real abstract; sites put "t", "N/A", "TBA", "No abstract available." there
    # (seen 2026: acl-anthology#2058).
    return cleaned if len(cleaned) >= 25 and not cleaned.lower().startswith("no abstract") else None


def clean_doi(text: str) -> str:
    """A bare, lower-case DOI out of any of its spellings ("https://doi.org/10.1145/…"); "" where there is none."""
    found = re.search(r"10\.\d{4,9}/[^\s\"<>]+", CONTROLS.sub("", without_steering(text)).strip())
    doi = found[0].rstrip(".,;").lower() if found else ""
    return doi.rstrip(")") if doi.count(")") > doi.count("(") else doi


def given_first(name: str) -> str:
    """A name given as "Last, First" in the order it is spoken, a suffix ("Jr.") last; one without a comma as it is."""
    parts = [part.strip() for part in name.split(",")]
    suffixes = [part for part in parts[1:] if SUFFIXES.fullmatch(part)]
    given = [part for part in parts[1:] if part and part not in suffixes]
    return " ".join(part for part in (*given, parts[0], *suffixes) if part)
