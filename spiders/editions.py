"""The table of venues and editions (`editions.toml`), read once and checked: a venue is data, a new year is a line of it."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("editions.toml")
FACTS = {"total", "least", "origin", "not_held"}
# Listing sources whose place in a new year follows no formula.
UNGUESSED = {"pmlr", "crossref"}
# What may be said of a venue that is held every other year, and what is left of such a year by two.
PARITY = {"even years": 0, "odd years": 1}
# Month and day of the year after, from which on an edition's list stays: volumes of journals are closed, and what IEEE and ACM deposit
# late has come (papers of DAC 2021 followed for four months).
LAST_ADDITIONS = (4, 1)
BETWEEN_LOOKS = timedelta(days=7)
OWN_LINE = "; a table of your own can add one (`editions` in covenue.toml, see docs/extending.md)"
# What a venue's `about` tells, in this order.
ABOUT = ("title", "publisher", "platform", "tracks", "abstracts", "access", "caveats", "checked")
YEAR = re.compile(r"(?:19|20)\d\d")
# An edition as people write it: "aaai-2025", "AAAI 2025", "AAAI2025", "NIPS'25". Two digits are a year only after an apostrophe.
WRITTEN = re.compile(r"(?P<venue>.*[^\W\d_])[\s_-]*(?:['’]\s?(?P<short>\d\d)|['’]?(?P<year>\d{4}))")


class EditionError(ValueError):
    """An edition that the table does not have, or a table that says nonsense. The message names what there is instead."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place that publishes an edition: a platform by name, and where there (addresses, ids, volume)."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A venue in a year. `total` is what others counted (see `origin`), not what the sources declare; `least`: there are at least so many,
    where only that is known. `unplaced`: listing sources of the venue whose place follows no formula and is not known for this year.

    `not_held`: why the venue does not take place in this year ("ICCV is held in odd years"); "" where it does.
    """

    venue: str
    year: int
    _: KW_ONLY
    lists: tuple[Source, ...]
    abstracts: tuple[Source, ...]
    total: int | None = None
    least: int | None = None
    origin: str = ""
    unplaced: tuple[str, ...] = ()
    not_held: str = ""

    def __str__(self) -> str:
        return f"{self.venue}-{self.year}"

    def may_have_grown(self, *, since: datetime, now: datetime) -> bool:
        """Whether its list may hold more now than it did then: nobody counted the whole, it was coming out yet, and a week is over."""
        came_out = datetime(self.year + 1, *LAST_ADDITIONS, tzinfo=UTC)
        return self.total is None and since < came_out and now - since >= BETWEEN_LOOKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A venue with its editions by year. `about`: what is worth knowing of it, by the terms of `ABOUT` ({} in a maintainer's table).

    `later`: editions that have no line yet and follow the venue's formulas, up to the next year's.
    `group`: the field that it belongs to ("vision"), by which several are named at once; "" for none.
    `only`: "even years" or "odd years", where it is held every other year; "" where it is held yearly, or was in some years.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    editions: Mapping[int, Edition]
    about: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[int, Edition] = field(default_factory=dict)
    group: str = ""
    only: str = ""

    def edition(self, year: int) -> Edition:
        """The edition of a year, by its line or by formula. Raises EditionError."""
        if found := self.editions.get(year) or self.later.get(year):
            return found
        if why := _not_in(year, self.name, self.only):
            return Edition(self.id, year, lists=(), abstracts=(), not_held=why)
        years = sorted((*self.editions, *self.later))
        raise EditionError(f"covenue knows no {self.name} {year}; the years it knows are {years[0]} to {years[-1]}{OWN_LINE}")


class EditionTable:
    """The venues and editions that a program knows, in the order in which they are crawled. Immutable; see `read`."""

    def __init__(self, venues: Mapping[str, Venue]) -> None:
        self.venues = venues

    @classmethod
    def read(cls, *texts: str) -> "EditionTable":
        """covenue's own table with further ones (TOML) laid over it: new venues, or years of known ones. Raises EditionError."""
        return cls(read_table(TABLE.read_text(encoding="utf-8"), *texts))

    def venue(self, name: str) -> Venue:
        """The venue with this id or alias, whatever its case. Raises EditionError."""
        found = self.aliases.get(alias_key(name))
        if found is None:
            groups = f", the groups {', '.join(self.groups)}" if self.groups else ""
            raise EditionError(f"covenue knows no venue {name!r}; the venues are {', '.join(self.venues)}{groups}")
        return self.venues[found]

    def edition(self, name: str) -> Edition:
        """The edition written "aaai-2025", "AAAI 2025", "AAAI2025" or "NIPS'25" (any alias, any case). Raises EditionError."""
        written = WRITTEN.fullmatch(name.strip())
        if written is None:
            raise EditionError(f"{name!r} is no edition; write venue-year, for example aaai-2025")
        return self.venue(written["venue"]).edition(int(written["year"] or f"20{written['short']}"))

    def select(self, words: Sequence[str], first: int, last: int, venues: Collection[str] | None = None) -> list[Edition]:
        """The editions that words name, each once: "aaai-2025" that one (other spellings as in `edition`, also in two words), "aaai" all of
        its years from `first` to `last`, "vision" those of a group's venues, "2025" every venue in that year, "all" every venue in all of
        these years; years in which a venue is not held only by their own name. `venues`: what "every venue" is, None for all of the table.
        Raises EditionError.
        """
        every = [self.venues[venue] for venue in self.venues if venues is None or venue in venues]
        chosen: dict[str, Edition] = {}
        for word in self._joined(words):
            chosen.update({str(known): known for known in self._named(word, first, last, every)})
        return list(chosen.values())

    def _joined(self, words: Sequence[str]) -> list[str]:
        """The words, with a venue and the year behind it as one: `aaai 2025` in a shell is the edition."""
        joined: list[str] = []
        for word in words:
            if joined and YEAR.fullmatch(word) and not YEAR.fullmatch(joined[-1]) and alias_key(joined[-1]) in self.aliases:
                joined[-1] = f"{joined[-1]} {word}"
            else:
                joined.append(word)
        return joined

    def _named(self, word: str, first: int, last: int, every: Sequence[Venue]) -> list[Edition]:
        if word.casefold() == "all" or YEAR.fullmatch(word):
            years = (first, last) if word.casefold() == "all" else (int(word), int(word))
            found = [known for venue in every for known in _within(venue, *years)]
            if not found:
                raise EditionError(f"covenue knows no edition of {word}")
            return found
        # "aaai-" is a slip of "aaai-2025", and not all of AAAI.
        if alias_key(word) in self.aliases and word[-1:].isalnum():
            return _within(self.venue(word), first, last)
        if word.casefold() in self.groups:
            return [known for venue in self.groups[word.casefold()] for known in _within(self.venues[venue], first, last)]
        return [self.edition(word)]

    def name_of(self, venue: str) -> str:
        """The venue of an id as people write it: "ACM MM" for "mm"; an unknown one in capitals."""
        return self.venues[venue].name if venue in self.venues else venue.upper()

    def place_of(self, venue: str) -> int:
        """Where a venue stands in the order of the table; unknown ones behind all."""
        return self._places.get(venue, len(self._places))

    @cached_property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The ids of each group's venues, groups and venues in the order of the table."""
        found: dict[str, list[str]] = {}
        for known in self.venues.values():
            if known.group:
                found.setdefault(known.group, []).append(known.id)
        return found

    @cached_property
    def years(self) -> Mapping[str, Collection[int]]:
        """The years of each venue that the table has, in its order, without those in which it is not held."""
        return {known.id: [year for year, each in known.editions.items() if not each.not_held] for known in self.venues.values()}

    @cached_property
    def years_that_can_be_asked(self) -> Mapping[str, Collection[int]]:
        """The same with the years after the last line, which a formula knows how to ask for."""
        later = {id_: [year for year, each in known.later.items() if not each.not_held] for id_, known in self.venues.items()}
        return {id_: {*years, *later[id_]} for id_, years in self.years.items()}

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Alias key -> venue id, for every spelling that lists use ("nips", "acmmultimedia")."""
        return {alias_key(alias): known.id for known in self.venues.values() for alias in (known.id, *known.aliases)}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Every spelling of a venue as people write it ("ACM Multimedia") -> venue id, to find venues in running text."""
        return {spelling: known.id for known in self.venues.values() for spelling in (known.name, *known.aliases, known.id)}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {venue: place for place, venue in enumerate(self.venues)}


def _within(venue: Venue, first: int, last: int) -> list[Edition]:
    years = {**venue.later, **venue.editions}
    return [known for year, known in sorted(years.items()) if first <= year <= last and not known.not_held]


@cache
def own_table() -> EditionTable:
    """covenue's own table alone: what Scrapy's spiders know without a workspace."""
    return EditionTable.read()


def read_table(*texts: str) -> Mapping[str, Venue]:
    """Reads and checks tables, each laid over those before it; raises EditionError with the venue and key that is wrong."""
    rows: dict[str, dict[str, Any]] = {}
    sources: dict[str, set[str]] = {}
    try:
        for text in texts:
            for name, row in tomllib.loads(text).items():
                rows[name] = _laid_over(rows.get(name, {}), _table(name, row))
                sources.setdefault(name, set()).update(_sources_of(row))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:  # the latter of a thousand brackets
        raise EditionError(f"the table of editions is not valid TOML: {problem}") from problem
    return {name: _venue(name, row, sources[name]) for name, row in rows.items()}


def _sources_of(row: Mapping[str, Any]) -> Iterator[str]:
    """The sources that one table names for a venue. Those of the tables below stay known, whose lines who asks fewer leaves alone."""
    for key in ("lists", "abstracts"):
        given = row.get(key)
        yield from (each for each in given if isinstance(each, str)) if isinstance(given, list) else ()


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of both; tables (defaults, editions) are joined, everything else is replaced."""
    joined = {key: {**below.get(key, {}), **value} if isinstance(value, dict) else value for key, value in above.items()}
    return {**below, **joined}


def _table(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise EditionError(f"{where}: write a table, for example [aaai.editions] with 2027 = {{ … }} below it, not {_shown(value)}")
    return value


def alias_key(name: str) -> str:
    """A venue's name without case, spaces and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _venue(name: str, row: Mapping[str, Any], sources: Collection[str]) -> Venue:
    keys = {"name", "aliases", "group", "only", "about", "lists", "abstracts", "first_volume", "defaults", "next", "editions"}
    _check(name, row, keys, {"name", "lists", "editions"})
    for key in ("name", "group"):
        _text(f"{name}.{key}", row.get(key, "none"))
    if row.get("only", "") not in ("", *PARITY):
        raise EditionError(f"{name}.only: write {' or '.join(map(repr, PARITY))}, not {_shown(row['only'])}")
    for key in ("aliases", "lists", "abstracts"):
        _texts(f"{name}.{key}", row.get(key, []))
    about = _table(f"{name}.about", row.get("about", {}))
    _check(f"{name}.about", about, set(ABOUT), set())
    for term, what in about.items():
        _text(f"{name}.about.{term}", what)
    for key in ("editions", "defaults", "next"):
        _table(f"{name}.{key}", row.get(key, {}))
    if wrong := next((year for year in row["editions"] if not (year.isdecimal() and len(year) == 4)), None):
        raise EditionError(f"{name}.editions: {wrong!r} is no year")
    editions = {int(year): _edition(name, int(year), row, line, sources) for year, line in row["editions"].items()}
    return Venue(
        id=name,
        name=row["name"],
        aliases=tuple(row.get("aliases", ())),
        editions=editions,
        about=about,
        later=_later(name, row, editions, sources),
        group=row.get("group", ""),
        only=row.get("only", ""),
    )


def _later(name: str, row: Mapping[str, Any], editions: Mapping[int, Edition], sources: Collection[str]) -> Mapping[int, Edition]:
    """The editions after the last that has a line, to the next year's: where `next` and `defaults` say that each new one is found."""
    if not row.get("next") or not editions:
        return {}
    years = range(max(editions) + 1, datetime.now(UTC).year + 2)
    missing = {year: {"not_held": why} for year in years if (why := _not_in(year, row["name"], row.get("only", "")))}
    return {year: _edition(name, year, row, missing.get(year, row["next"]), sources) for year in years}


def _not_in(year: int, name: str, only: str) -> str:
    """Why a venue that is held in some years `only` is not held in this one; "" where it is."""
    return f"{name} is held in {only}" if only and year % 2 != PARITY[only] else ""


def _edition(name: str, year: int, row: Mapping[str, Any], line: Mapping[str, Any], known: Collection[str]) -> Edition:
    where = f"{name}.editions.{year}"
    _check(where, _table(where, line), {*known, *FACTS}, set())
    for count in ("total", "least"):
        if count in line and (isinstance(line[count], bool) or not isinstance(line[count], int) or line[count] < 1):
            raise EditionError(f"{where}.{count}: write a number of papers, not {_shown(line[count])}")
    for fact in ("origin", "not_held"):
        if fact in line:
            _text(f"{where}.{fact}", line[fact])
    if ("total" in line or "least" in line) and not line.get("origin"):
        raise EditionError(f"{where}: a total needs its origin, or nobody can check it")
    places = {**row.get("defaults", {}), **{key: value for key, value in line.items() if key not in FACTS}}
    number = year - row["first_volume"] + 1 if isinstance(row.get("first_volume"), int) else 0
    filled = {source: _places(f"{where}.{source}", value, year, number) for source, value in places.items()}

    def found(names: Sequence[str]) -> tuple[Source, ...]:
        return tuple(Source(each, filled[each]) for each in names if filled.get(each))

    return Edition(
        venue=name,
        year=year,
        lists=found(row["lists"]),
        abstracts=found(row.get("abstracts", ())),
        total=line.get("total"),
        least=line.get("least"),
        origin=line.get("origin", ""),
        unplaced=tuple(each for each in row["lists"] if each in UNGUESSED and each not in places),
        not_held=line.get("not_held", ""),
    )


def _places(where: str, value: Any, year: int, number: int) -> tuple[str, ...]:
    """The places of a source with the year filled in; `false` is none."""
    if value is False:
        return ()
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not given or not all(isinstance(place, str) and place.strip() for place in given):
        raise EditionError(f"{where}: write text in quotes, several in a list, or false for none, not {_shown(value)}")
    try:
        return tuple(place.format(year=year, yy=f"{year % 100:02d}", volume=number) for place in given)
    except (LookupError, ValueError) as problem:
        raise EditionError(f"{where}: {_shown(value)} may hold {{year}}, {{yy}} and {{volume}} in braces, nothing else") from problem


def _text(where: str, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise EditionError(f"{where}: write text in quotes, not {_shown(value)}")


def _texts(where: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise EditionError(f'{where}: write a list of texts, for example ["pmlr", "dblp"], not {_shown(value)}')


def _shown(value: Any) -> str:
    """A value as a table of editions has it."""
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)[:60]


def _check(where: str, row: Mapping[str, Any], allowed: set[str], needed: set[str]) -> None:
    if unknown := sorted(row.keys() - allowed):
        raise EditionError(f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(sorted(allowed))}")
    if missing := sorted(needed - row.keys()):
        raise EditionError(f"{where}: the key {missing[0]!r} is missing")
