"""How people write venues and editions: "NIPS'24" and "NeurIPS 2024" are one edition.

Pure and free of third-party packages. The aliases are a parameter without default: there is one table of venues (`EditionTable.spellings`),
and a maintainer's own venues are part of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Years that a list of papers can mean: before 1950 there were no proceedings of the kind, and four digits above 2099 are numbers.
YEAR = r"(?:19[5-9]\d|20\d\d)"
QUOTE = r"['’‘`´]"
RANGE = r"(?:\s*(?:-|–|—|~|to|until|through)\s*)"
YEARS = re.compile(rf"(?<![\w.])({YEAR})(?:{RANGE}({YEAR}|\d\d(?!\d)))?(?![\w%])")
ARROWS = re.compile(r"\s*(?:-{1,2}>|={1,2}>|→|➔|➜|⇒|⟶)\s*")
# "Version 3 … (2000)": a label of an unknown venue is short and begins with a capital letter, or nearly ("CVPR", "SIGGRAPH Asia", "arXiv").
UNKNOWN_VENUE = re.compile(r"[a-z]{0,3}[A-Z][A-Za-z&.]*(?:[ /-][A-Z][A-Za-z&.]*){0,2}")
# Names of venues that are words of the language as well.
WORDS = {"date", "micro"}
# A span of more years than this is no claim about proceedings.
LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as a text names it; `label` is the venue as written there ("NIPS"), `year` None when only the venue stands there."""

    venue: str
    year: int | None
    label: str


def full_year(digits: str) -> int:
    """The year that two or four digits mean: "24" is 2024, "99" is 1999."""
    number = int(digits)
    if number >= 100:
        return number
    return number + (1900 if number >= 50 else 2000)


def years_in(text: str) -> tuple[int, ...]:
    """Every year that `text` names, ranges filled ("2021 to 2024" is four years), ascending."""
    years: set[int] = set()
    for found in YEARS.finditer(text):
        first = int(found[1])
        last = full_year(found[2]) if found[2] else first
        years.update(range(first, last + 1) if first <= last <= first + LONGEST_RANGE else (first,))
    return tuple(sorted(years))


class VenueNames:
    """Reads venues and editions in text by an alias table: alias as people write it -> venue id.

    Case and spaces do not matter, but aliases of up to three letters and those that are words count in capitals only ("mm" is also a
    millimetre, "date" a day).
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = aliases
        self._ids = {_plain(alias): venue for alias, venue in aliases.items()}
        self._ids.update({_plain(venue): venue for venue in aliases.values() if _plain(venue) not in self._ids})
        written = sorted({*aliases, *aliases.values()}, key=len, reverse=True)
        spelled = "|".join(_pattern(a) for a in written if a) or r"(?!)"
        alias = rf"(?<![\w])(?:{spelled})(?![A-Za-z])"
        self.pattern = alias
        self._alias = re.compile(alias, re.IGNORECASE)
        year = rf"(?P<year>{YEAR}|(?<=['’‘`´ -])\d\d|(?<=[A-Za-z])\d\d)(?![\w])"
        known = rf"(?P<venue>{alias})[\s,-]*{QUOTE}?\s*{year}"
        self.known_edition = re.compile(known, re.IGNORECASE)

    def venue_of(self, label: str) -> str:
        """The venue id of a label; an unknown label becomes its own id in lower case ("CVPR" -> "cvpr")."""
        plain = _plain(label)
        return self._ids.get(plain, plain)

    def knows(self, label: str) -> bool:
        """True when the alias table holds the label (short labels and words only in capitals)."""
        plain = _plain(label)
        return plain in self._ids and (label.isupper() or (len(label) > 3 and plain not in WORDS))

    def usual_label(self, venue: str) -> str:
        """How people write a venue id: the alias of the same letters ("NeurIPS"), else the first one ("Front. Neurosci." for "fnins"), else
        the id in capitals.
        """
        aliases = [alias for alias, of in self.aliases.items() if of == venue and alias != venue]
        return next((alias for alias in aliases if _plain(alias) == venue), aliases[0] if aliases else venue.upper())

    def mentions(self, text: str) -> list[re.Match[str]]:
        """Every known venue in `text`, left to right."""
        return [m for m in self._alias.finditer(text) if self.knows(m[0])]

    def editions(self, text: str) -> tuple[tuple[str, int], ...]:
        """Every edition that `text` names: "AAAI/ICLR 2025" is two, and so is "2025: AAAI, ICLR"."""
        marks: list[tuple[int, str, tuple[int, ...]]] = [(m.start(), self.venue_of(m[0]), ()) for m in self.mentions(text)]
        marks += [(m.start(), "", years_in(m[0])) for m in YEARS.finditer(text)]
        marks += [(m.start("year"), "", (full_year(m["year"]),)) for m in self.known_edition.finditer(text)]
        found: list[tuple[str, int]] = []
        waiting: list[str] = []
        after_year = False
        years: tuple[int, ...] = ()
        for _, venue, named in sorted(marks):
            if venue:
                waiting = [venue] if after_year and found else [*waiting, venue]
                after_year = False
            else:
                years, after_year = named, True
                found += [(v, y) for v in waiting for y in named]
        if not after_year:
            found += [(v, y) for v in waiting for y in years]
        return tuple(dict.fromkeys(found))

    def sequence(self, text: str) -> tuple[str, ...]:
        """The venues of an order such as "AAAI->ICLR->MM"; empty unless at least two known ones are joined by arrows."""
        steps = [step.strip(" *_`.;,") for step in ARROWS.split(text)]
        if len(steps) < 2:
            return ()
        steps[0] = re.split(r"[:：\s]", steps[0])[-1] if not self.knows(steps[0]) else steps[0]
        labels = [step for step in steps if self.knows(step) or UNKNOWN_VENUE.fullmatch(step)]
        if sum(self.knows(label) for label in labels) < 2:
            return ()
        return tuple(dict.fromkeys(self.venue_of(label) for label in labels))


# Before and behind a venue that is spelt out: else it is a part of another name ("Brazilian Conference on …", "… and Applications").
MAY_STAND_BEFORE = ("the", "The", "in", "In", "of", "Of", "IEEE", "ACM", "CVF", "Annual", "st", "nd", "rd", "th")
SET_OFF = f"(?:(?<![A-Za-z] )|{'|'.join(f'(?<={word} )' for word in MAY_STAND_BEFORE)})"
NOT_GOING_ON = r"(?!\s+(?:and|on|of|for|&)\s+(?-i:[A-Z]))(?!\s+(?-i:Workshop|Companion))"


def _pattern(alias: str) -> str:
    spelt = re.escape(alias).replace(r"\ ", r"[\s-]?")
    return f"{SET_OFF}{spelt}{NOT_GOING_ON}" if alias.count(" ") > 1 else spelt


def _plain(label: str) -> str:
    return re.sub(r"[\W_]+", "", label).casefold()
