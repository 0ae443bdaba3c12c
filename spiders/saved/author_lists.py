"""Authors that stand in one text, as exports and dumps join them: "A; B", "A|B", "Last, First and …", "A, B", one "Last, First"."""

import re
from collections.abc import Iterable

from spiders.formats.names import COMMA, MOST_NAMES_TEXT, comma_names
from spiders.formats.text import clean, given_first
from spiders.saved.columns import python_list

# Scopus puts its number behind a name.
NUMBER = re.compile(r"(?<!\s)\s*\(\d+\)")
AND = re.compile(r"(?:(?<!\s)\s+and|(?:(?<!\s)\s+)?&)\s+")
# Springer joins names without anything between them: "Jane DoeJohn Roe". A capital inside a name stands behind these.
JOINED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z]*[\s.-])")
INSIDE = re.compile(r"(?:^|[\s-])(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O|Al|El)$")


def separator_of(texts: Iterable[str]) -> str:
    """What parts the names of a whole column: ";" or "|" if any row has it (then a comma turns a name round), else ""."""
    found = ""
    for text in texts:
        if ";" in text:
            return ";"
        found = "|" if "|" in text else found
    return found


def authors_of(text: str, separator: str = "") -> tuple[str, ...]:
    """The people, each as "First Last". `separator`: of the column, see `separator_of`."""
    if len(text) > MOST_NAMES_TEXT:
        return ()
    numbered = bool(NUMBER.search(text))
    bare = NUMBER.sub("", text)
    if (listed := python_list(bare)) is not None:
        return _clean(listed)
    if separator or numbered or ";" in bare or "|" in bare or "·" in bare or "⋅" in bare:
        pieces = re.split(r"[;|·⋅]", bare)
        if len(pieces) > 1 or numbered or (bare.count(",") <= 1 and not AND.search(bare)):
            return _clean(given_first(piece) for piece in pieces)
    pieces = AND.split(bare)
    if len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces):
        return _clean(map(given_first, pieces))
    return _by_commas(re.sub(r"(?:,|(?<![\s,]))\s+and\s+", ", ", bare))


def parted(text: str) -> tuple[str, ...]:
    """Names joined without a sign between them, as Springer's CSV has them."""
    starts = [0]
    for gap in JOINED.finditer(text[:MOST_NAMES_TEXT]):
        if not INSIDE.search(text[starts[-1] : gap.start()]):
            starts.append(gap.start())
    ends = [*starts[1:], len(text)]
    return _clean(text[start:end] for start, end in zip(starts, ends, strict=True))


def _by_commas(text: str) -> tuple[str, ...]:
    """Names parted by commas; "Kogge, Peter" is one, and so are pairs of single words ("Kogge, Peter, Doe, Jane" are two)."""
    pieces = [piece.strip() for piece in COMMA.split(text) if piece.strip()]
    if len(pieces) == 2 and _is_family(pieces[0]) and not _is_whole(pieces[1]):
        return _clean([given_first(text)])
    if len(pieces) > 2 and len(pieces) % 2 == 0 and all(" " not in piece for piece in pieces):
        return _clean(given_first(f"{family}, {given}") for family, given in zip(pieces[::2], pieces[1::2], strict=True))
    return comma_names(text)


def _is_family(name: str) -> bool:
    """A single word, with small ones before it at most ("van der Velde")."""
    *before, _last = name.split()
    return all(word.islower() for word in before)


def _is_whole(name: str) -> bool:
    """Two words or more, none of them an initial: a given and a family name ("Jane Doe"), not what stands behind a comma ("Peter M.")."""
    words = name.split()
    return len(words) > 1 and not any(len(word.rstrip(".")) == 1 for word in words)


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for each in names if (name := clean(each)))
