"""Lists of names in one text, and names and titles as BibTeX writes them: "Last, First and …", braces, accents."""

import re
from functools import lru_cache

from spiders.formats.text import clean, given_first
from spiders.latex import latex_converter

# Longer than any list of authors known (3,000 names in physics); beyond it the text is no list of names.
MOST_NAMES_TEXT = 100_000

# Titles and names; longer texts would take the converter seconds, and no title or name is longer.
MOST_LATEX = 5_000

# What braces belong to: mathematics, a command and its argument, an escaped sign; those left over protect capitals.
LOST_BRACES = re.compile(r"\\(mathcal|mathbb|mathbf|mathrm|mathfrak|mathsf)([A-Za-z0-9])")
BRACES = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+\s*\{[^{}]*\}|\\[^a-zA-Z\s]\{[^{}]*\}|\\.|[{}]", re.S)
AND = re.compile(r"(?<!\s)\s+and\s+", re.I)
ACCENT = re.compile(
    r"\{\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])\}|\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|\{\\(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j)\}|\\[cvuHk]\{[A-Za-z]\}"
)
MATHEMATICS = re.compile(r"\$[^$]*\$")
FORMULAS = re.compile(r"((?<!\\)\$[^$]*\$)")
ESCAPED_SIGN = re.compile(r"\\([%&#_$])")
STYLED = re.compile(r"\\(?:emph|mbox|text(?:it|bf|tt|sc|rm|sf|sl|normal)?)\s?\{([^{}]*)\}")
# Longest first. A single quote is an apostrophe as often as not.
QUOTES = (("{``}", "“"), ("{''}", "”"), ("{`}", "'"), ("{'}", "'"), ("``", "“"), ("''", "”"))
BRACED_SIGN = re.compile(r"\{([^{}\w\s\\]{1,3})\}")
# A command keeps the braces of what it is said of.
BRACED_WORD = re.compile(r"\\[a-zA-Z]+\s?\{[^{}]*\}|(?<![\^_])\{([^\W\d_]+)\}")
TEXT_SIGNS = {
    "quotedblleft": "“",
    "quotedblright": "”",
    "quoteleft": "'",
    "quoteright": "'",
    "emdash": "—",
    "endash": "–",
    "asciitilde": "~",
}
TEXT_SIGN = re.compile(rf"\{{?\\text({'|'.join(TEXT_SIGNS)})\b(?:\{{\}})?\}}?")
# A comma before "Jr." and the like belongs to the name.
COMMA = re.compile(r",(?!\s*(?:Jr|Sr|II|III|IV)\.?\s*(?:,|$))")
BRACED = re.compile(r"\{[^{}]*\}")
# Signs behind a name that lead to a note (equal contribution, corresponding author): ECVA prints them in its lists.
NOTE_SIGNS = "*∗⁎†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰ "


def unbraced(text: str) -> str:
    """A BibTeX title without the braces that protect its capitals; commands and mathematics stay as they are."""
    return BRACES.sub(lambda found: "" if found[0] in "{}" else found[0], text) if "{" in text or "}" in text else text


def rebraced(title: str) -> str:
    """Mathematics whose braces a site has lost ("\\mathcalO(T)" in PMLR v267, seen 2026-11), with them again."""
    return LOST_BRACES.sub(r"\\\1{\2}", title) if "\\math" in title else title


@lru_cache(maxsize=1024)
def _accented(letter: str) -> str:
    return latex_converter("verbatim")(letter)


def readable(text: str) -> str:
    """BibTeX text as people read it: accents resolved (`{\\"o}` is ö), commands gone, mathematics kept."""
    if "\\" in text and len(text) < MOST_LATEX:
        # Letter by letter first: the same few accents recur, and whole names took four times as long (measured 2026-11).
        text = ACCENT.sub(lambda found: _accented(found[0]), text)
        if "\\" in MATHEMATICS.sub("", text):
            named = "\\textascii" in text
            text = latex_converter("verbatim")(text)
            # The converter gives accents for the signs.
            text = text.replace("ˆ", "^").replace("˜", "~") if named else text
    return clean(unbraced(text))


def readable_abstract(text: str) -> str:
    """A BibTeX abstract as people read it; formulas, sets in braces and commands that are none of text stay as they are.

    By patterns, since the converter takes seconds for the abstracts of a volume. The ACL Anthology writes "user{'}s" and "{``}so{''}".
    """
    if "\\" not in text and "{" not in text and "``" not in text:
        return clean(text)
    pieces = FORMULAS.split(text)
    pieces[::2] = map(_without_commands, pieces[::2])
    return clean("".join(pieces))


def _without_commands(text: str) -> str:
    text = ACCENT.sub(lambda found: _accented(found[0]), text)
    text = STYLED.sub(r"\1", BRACED_WORD.sub(lambda found: found[1] or found[0], ESCAPED_SIGN.sub(r"\1", text)))
    text = TEXT_SIGN.sub(lambda found: TEXT_SIGNS[found[1]], text)
    for written, sign in QUOTES:
        text = text.replace(written, sign)
    return BRACED_SIGN.sub(r"\1", text)


def spoken(name: str) -> str:
    """A name that somebody typed into a form, clean; LaTeX in it as the letters that it stands for ("Jian L\\"{u}", ICLR 2023)."""
    return readable(name) if "\\" in name else clean(name)


def comma_names(text: str) -> tuple[str, ...]:
    """Names joined by commas, each as "First Last", without the signs of notes behind them."""
    pieces = (piece for part in COMMA.split(text) for piece in AND.split(part))
    return tuple(name for piece in pieces if (name := clean(piece).removeprefix("and ").rstrip(NOTE_SIGNS)))


def bibtex_names(text: str) -> tuple[str, ...]:
    """The people of an author field in order, each as "First Last"; "others" is nobody."""
    if len(text) > MOST_NAMES_TEXT:
        return ()
    pieces = AND.split(text.strip()) if "{" not in text else _split_outside_braces(text.strip())
    return tuple(name for piece in pieces if piece.strip().lower() != "others" and (name := _turned(piece)))


def _split_outside_braces(text: str) -> list[str]:
    """Cut at " and ", but not inside braces, where it belongs to the name of a group."""
    pieces, held = [], ""
    for piece in AND.split(text):
        held = f"{held} and {piece}" if held else piece
        if held.count("{") <= held.count("}"):
            pieces.append(held)
            held = ""
    return [*pieces, held]


def _turned(name: str) -> str:
    """ "Last, First" and "Last, Jr, First" as "First Last" and "First Last Jr"."""
    stripped = name.strip()
    if BRACED.fullmatch(stripped):
        return readable(stripped)
    return readable(given_first(stripped))
