"""Names of authors in running text: where they stand, who they are, and how the list writes them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifier.ordinary_titles import share_of_title_words

LETTERS = r"[^\W\d_]"
PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|al|el|ten|ter|zu|y)\b"
# Accents that a conversion from PDF left standing by themselves are part of a name: "Veliˇckovi´c". Atomic: a name with many hyphens could
# be cut at each of them, and one line of them took half a minute.
TOKEN = rf"(?>[A-ZÀ-ÖØ-ÞĀ-Ž]{LETTERS}*(?:['’.´`ˇ¨˜-]{LETTERS}*)*|{PARTICLE})"
NAME = re.compile(rf"{TOKEN}(?: {TOKEN}){{0,5}}")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# "Jing, Y., Yang, Y. T.": last names with initials; the comma between them is forgotten now and then ("Bisulco A., Lee, D.").
INITIALS = r"[A-Z](?:[.-]{0,2} ?[A-Z]){0,3}\.?"
LAST_FIRST = re.compile(rf"(?![A-Z]\.){TOKEN}(?:[ -]{TOKEN}){{0,2}}(?:, {INITIALS}(?=\s*(?:[,;.]|$|and |& ))| (?:[A-Z]\.[ -]?){{1,3}})")
SEPARATOR = re.compile(r"(?<!\s)\s*(?:[;；、，·⋅•]|,(?: and| &)?|\band\b|&)\s*")
# Up to a full stop that ends no initial.
SENTENCE = re.compile(r"[^.]{2,80}(?:(?<=\b[A-Z])\.[^.]{1,60}){0,4}(?<!\b[A-Z])\.\s+")
# Behind the comma of those who are named: "Doe J, Poe A, et al. Title".
AND_OTHERS = re.compile(r"et\.? ?al\.?,?\s+", re.IGNORECASE)
COMMA = re.compile(r",\s+(?:(?:and|&)\s+)?")
# Marks of equal contribution and of affiliations: "Jane Doe*, Ann Poe1,2". Atomic, for a run of stars can be cut in as many ways as one
# likes.
MARKS = re.compile(r"(?<=[^\W\d_])(?>(?:\s*[*∗⋆†‡§¶✝♯]|(?<=[a-z])\d(?:,\d)*)+)(?=\s*(?:[,;&、，]|and\b|$))")
# The first of several in a bibliography: "Finn, Chelsea, Kelvin Xu, and Sergey Levine".
TURNED_FIRST = re.compile(rf"^(?P<last>{TOKEN}(?:[ -]{TOKEN})?), (?P<first>{TOKEN}(?: {TOKEN})?)(?=, )")
# All of them that way, to be known by the comma in what follows "and": "Santoro, Adam, Bartunov, Sergey, and Lillicrap, Timothy".
TURNED = re.compile(rf"^(?:{TOKEN}(?: {TOKEN})?, {TOKEN}(?: {TOKEN})?, ?)+(?:and|&) {TOKEN}(?: {TOKEN})?, {TOKEN}(?: {TOKEN})?$")
# All of them that way, as BibTeX has them: "Doe, Jane and van der Roe, Ann P. and others".
TURNED_BY_AND = re.compile(rf"(?P<last>(?:{PARTICLE} ){{0,3}}{TOKEN}), (?P<first>(?!{PARTICLE}){TOKEN}(?: (?:{TOKEN}|[A-Z]\.)){{0,2}}\.?)")
# Three or more before a title that a colon sets off: "Jane Doe, Ann Poe, Mia Roe: Title".
BEFORE_COLON = re.compile(r"[^:：]{5,600}[:：]\s+")
# A full stop that ends a word, be it as short as "Hu", and no initial.
STOP_OF_WORD = re.compile(r"[^\W\d_]{2}\.\s")
# Last names of two or three, before a title that is set off otherwise.
LAST_NAMES = re.compile(rf"{TOKEN}(?:, {TOKEN})?,? (?:and|&) {TOKEN}")
# "Kaelbling L P, Rus D". Atomic, for each of the names can be cut in two ways.
LAST_INITIALS = re.compile(rf"(?:[Bb]y )?(?:(?>{TOKEN}(?: {TOKEN})?? [A-Z](?: [A-Z]){{0,2}}(?:, |,? (?:and|&) |$))){{2,}}")
# What stands where authors do and is none: "Ph.D. Thesis, Some University", "Best Paper"; and a full stop behind a word of some length.
NOBODY = re.compile(
    r"\b(?:Ph\.?D|Thesis|Dissertation|University|Institute|Academy|Workshop|Conference|Journal|Symposium|Proceedings|Transactions|Letters|"
    r"Award|Best Paper|Mention|IEEE|ACM)\b|[^\W\d_]{3,}\. "
)
# As SEPARATOR it begins where no white space stands before: else a cell padded with 3,000 blanks takes minutes (2026-11-29).
ET_AL = re.compile(r"(?<!\s)\s*(?:[,，]\s*)?(?P<etal>(?:et\.? ?al\.?|and others|等人?))$", re.IGNORECASE)


# The share of words of titles that names have at most, and that those have which surely are names. Without the first 445 of 73,780 titles
# were taken for several authors, and left out of plain lists, now 20; of 19,597 papers no author is lost. Behind a comma of a title so many
# words can be names in 23 titles by the first, in 7 by the second, which 7,880 of 7,882 papers' authors pass (measured 2026-11-30).
MOST_TITLE_WORDS, FEW_TITLE_WORDS = 0.5, 0.34


class NameStyle(StrEnum):
    """How one name is written."""

    FULL = "full"
    LAST_FIRST = "last, f."
    LAST_INITIAL = "last f"
    INITIALS = "f. last"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class AuthorText:
    """Authors as a text names them. `et_al` as it is written there, "" where all are named."""

    names: tuple[str, ...]
    style: NameStyle
    et_al: str = ""


def authors_in(text: str, *, alone: bool = False) -> AuthorText | None:
    """The authors whose names are all that `text` says; None when it says something else.

    A single name without "et al." counts only where it stands `alone` (in a line, in italics, before an edition): "Neural Search" could
    be one as well.
    """
    text = text.strip(" .,;:")
    if not text or len(text) > 4_000:
        return None
    found = ET_AL.search(text)
    et_al = found["etal"] if found else ""
    listed = MARKS.sub("", text[: found.start()] if found else text).strip(" ,;")
    if (names := _last_first(listed)) is not None:
        bare = "." not in listed and not any("," in name for name in names)
        return AuthorText(names, NameStyle.LAST_INITIAL if bare else NameStyle.LAST_FIRST, et_al)
    if NOBODY.search(listed):
        return None
    names = _turned(listed, tuple(name for name in SEPARATOR.split(listed) if name), et_al)
    if not names or not all(NAME.fullmatch(name) or HAN_NAME.fullmatch(name) for name in names):
        return None
    # "Semantic and Syntactic Enhanced Sentiment Extraction" is written as names are.
    if not et_al and share_of_title_words(names) > MOST_TITLE_WORDS:
        return None
    if len(names) == 1 and not et_al:
        enough = alone and (" " in names[0] or HAN_NAME.fullmatch(names[0]) is not None)
    else:
        # "Planning, Acting, Learning" is a title: most names have a first and a last part.
        words = sum(len(name.split()) for name in names)
        enough = bool(et_al) or words >= 2 * len(names) - len(names) // 3 or HAN_NAME.fullmatch(names[0]) is not None
    if not enough:
        return None
    return AuthorText(names, _style(names), et_al)


def surely_names(names: Sequence[str]) -> bool:
    """Whether several are all full names, first name first, without the words of titles: no "Methods, Scaling Behaviors, and Lessons"."""
    return len(names) > 1 and all(" " in name and "," not in name for name in names) and share_of_title_words(names) <= FEW_TITLE_WORDS


def authors_in_front(text: str) -> int:
    """How many letters of a text are two authors or more and the sign behind them: "Jane Doe, John Roe, A Title of Words", "Jane Doe and
    John Roe. A Title of Words"; else 0."""
    place, names = 0, 0
    if (colon := BEFORE_COLON.match(text)) and _three_full(text[: colon.end()]):
        return colon.end()
    for comma in COMMA.finditer(text):
        named = authors_in(text[place : comma.start()], alone=True)
        if named is None or not all(" " in name for name in named.names):
            break
        place, names = comma.end(), names + len(named.names)
    if names and (others := AND_OTHERS.match(text, place)):
        return others.end()
    if ended := SENTENCE.match(text, place):
        # The last of them, or two without a comma.
        named = authors_in(text[: ended.end()])
        if named is not None and not named.et_al and surely_names(named.names) and len(named.names) > max(names, 1):
            return ended.end()
    return place if names > 1 and authors_in(text[:place]) is not None else _one_in_front(text)


def _three_full(text: str) -> bool:
    """Three full names or more, as they stand there, and nothing else. Of 73,780 titles none has so many before a colon; 17 have two:
    "Subtle Risks, Critical Failures: A Framework" (2026-11-30). Behind a full stop the title has begun: "Mia Hu. DLF: A View"."""
    if STOP_OF_WORD.search(text):
        return False
    named = authors_in(text)
    return named is not None and len(named.names) > 2 and surely_names(named.names) and all(name in text for name in named.names)


def names_several(text: str) -> bool:
    """Whether the authors whose names are all that a text says are two or more."""
    named = authors_in(text, alone=True)
    return named is not None and len(named.names) > 1


def _one_in_front(text: str) -> int:
    """How many letters are one author and the full stop behind the name: "Jane Doe. A Title of Words"; else 0. Of 73,780 titles none begins
    so. A comma tells no author: "Quo Vadis, Action Recognition?", "Simon Says, Following Instructions" are titles (2026-11-30)."""
    ended = SENTENCE.match(text)
    named = authors_in(text[: ended.end()], alone=True) if ended else None
    told = named is not None and not named.et_al and len(named.names) == 1 and share_of_title_words(named.names) == 0
    return ended.end() if ended and told else 0


def _turned(text: str, names: tuple[str, ...], et_al: str) -> tuple[str, ...]:
    """The names with those put right whose last name stands first; `names` is what the commas make of the text."""
    by_and = [TURNED_BY_AND.fullmatch(one) for one in re.split(r"\s+and\s+", text)]
    if len(by_and) > 1 and all(by_and):
        return tuple(f"{one['first']} {one['last']}" for one in by_and if one)
    if len(names) % 2 == 0 and TURNED.match(text):
        return tuple(f"{first} {last}" for last, first in zip(names[::2], names[1::2], strict=True))
    found = TURNED_FIRST.match(text)
    rest = names[2:]
    turned = found is not None and names[:2] == (found["last"], found["first"]) and rest and all(" " in name for name in rest)
    if turned and not re.search(r"[ .]", names[0]) and not et_al:
        return (f"{names[1]} {names[0]}", *rest)
    return names


def _last_first(text: str) -> tuple[str, ...] | None:
    """The names of "Jing, Y., Yang, Y." as they stand there; None for any other text."""
    names: list[str] = []
    place = 0
    rest = text.strip() + ("" if text.rstrip().endswith(".") else ".")
    while place < len(rest):
        found = LAST_FIRST.match(rest, place)
        if found is None:
            return None
        names.append(found[0].strip())
        gap = re.compile(r"[ ,;]*(?:and |& )?").match(rest, found.end())
        place = gap.end() if gap else found.end()
    return tuple(names) or None


def _style(names: tuple[str, ...]) -> NameStyle:
    if all(re.match(r"(?:[A-Z]\.[ -]?)+ ?\w", name) for name in names):
        return NameStyle.INITIALS
    if all(" " not in name and not HAN_NAME.fullmatch(name) for name in names):
        return NameStyle.LAST
    return NameStyle.FULL


def written(name: str, style: NameStyle) -> str:
    """A full name ("Jane Q. Doe") in a style: "Doe, J." · "Doe J" · "J. Q. Doe" · "Doe". A name of one word stays."""
    parts = name.split()
    if len(parts) < 2 or style is NameStyle.FULL:
        return name
    last = _last_name(parts)
    first = parts[: len(parts) - len(last)]
    if style is NameStyle.LAST:
        return " ".join(last)
    if style is NameStyle.LAST_FIRST:
        return f"{' '.join(last)}, {first[0][0]}." if first else " ".join(last)
    if style is NameStyle.LAST_INITIAL:
        return f"{' '.join(last)} {first[0][0]}"
    return " ".join([*(f"{part[0]}." for part in first), *last])


def _last_name(parts: list[str]) -> list[str]:
    """The last name with the particles before it ("van der Maaten")."""
    start = len(parts) - 1
    while start > 1 and re.fullmatch(PARTICLE, parts[start - 1]):
        start -= 1
    return parts[start:]
