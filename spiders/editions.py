"""The table of venues and editions (`editions.toml`), read once and checked: a venue is data, a new year is a line of it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("editions.toml")
FACTS = {"total", "origin"}


class EditionError(ValueError):
    """An edition that the table does not have, or a table that says nonsense. The message names what there is instead."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place that publishes an edition: a platform by name, and where there (addresses, ids, volume)."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A venue in a year. `total` is what others counted (see `origin`), not what the sources declare."""

    venue: str
    year: int
    lists: tuple[Source, ...]
    abstracts: tuple[Source, ...]
    total: int | None = None
    origin: str = ""

    def __str__(self) -> str:
        return f"{self.venue}-{self.year}"


@dataclass(frozen=True, slots=True)
class Venue:
    id: str
    name: str
    aliases: tuple[str, ...]
    editions: Mapping[int, Edition]


@cache
def venues() -> Mapping[str, Venue]:
    """All venues by id, in the order in which they are crawled: those of covenue's own table, then what `extend` added."""
    return read_table(TABLE.read_text(encoding="utf-8"), *_further)


_further: list[str] = []


def extend(text: str) -> None:
    """Lays a further table over covenue's own for the rest of this process: new venues, or years of known ones. EditionError."""
    read_table(TABLE.read_text(encoding="utf-8"), text)
    if text not in _further:
        _further.append(text)
        venues.cache_clear()
        aliases.cache_clear()
        spellings.cache_clear()


def read_table(*texts: str) -> Mapping[str, Venue]:
    """Reads and checks tables, each laid over those before it; EditionError with the venue and key that is wrong."""
    rows: dict[str, dict[str, Any]] = {}
    try:
        for text in texts:
            for name, row in tomllib.loads(text).items():
                rows[name] = _laid_over(rows.get(name, {}), _table(name, row))
    except tomllib.TOMLDecodeError as problem:
        raise EditionError(f"the table of editions is not valid TOML: {problem}") from problem
    return {name: _venue(name, row) for name, row in rows.items()}


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of both; tables (defaults, editions) are joined, everything else is replaced."""
    joined = {key: {**below.get(key, {}), **value} if isinstance(value, dict) else value for key, value in above.items()}
    return {**below, **joined}


def _table(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise EditionError(f"{where}: write a table, for example [aaai.editions] with 2027 = {{ … }} below it, not {value!r}")
    return value


def edition(name: str) -> Edition:
    """The edition written "aaai-2025" (aliases such as "nips-2024" too); EditionError."""
    venue_name, dash, year = name.rpartition("-")
    if not dash or not year.isdigit():
        raise EditionError(f"{name!r} is no edition; write venue-year, for example aaai-2025")
    known = venue(venue_name)
    if int(year) not in known.editions:
        years = sorted(known.editions)
        raise EditionError(f"covenue knows no {known.name} {year}; the years it knows are {years[0]} to {years[-1]}")
    return known.editions[int(year)]


def venue(name: str) -> Venue:
    """The venue with this id or alias, whatever its case; EditionError."""
    if name.lower() in venues():
        return venues()[name.lower()]
    found = aliases().get(alias_key(name))
    if found is None:
        raise EditionError(f"covenue knows no venue {name!r}; the venues are {', '.join(venues())}")
    return venues()[found]


def select(words: Sequence[str], first: int, last: int) -> list[Edition]:
    """The editions that words name, each once: "aaai-2025" that one, "aaai" all of its years from `first` to `last`."""
    chosen: dict[str, Edition] = {}
    for word in words:
        if word.lower() in venues() or alias_key(word) in aliases():
            found = [known for year, known in sorted(venue(word).editions.items()) if first <= year <= last]
        else:
            found = [edition(word)]
        chosen.update({str(known): known for known in found})
    return list(chosen.values())


def alias_key(name: str) -> str:
    """A venue's name without case, spaces and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@cache
def aliases() -> Mapping[str, str]:
    """Alias key -> venue id, for every spelling that lists use ("nips", "acmmultimedia")."""
    return {alias_key(alias): known.id for known in venues().values() for alias in (known.id, *known.aliases)}


@cache
def spellings() -> Mapping[str, str]:
    """Every spelling of a venue as people write it ("ACM Multimedia") -> venue id, to find venues in running text."""
    return {spelling: known.id for known in venues().values() for spelling in (known.name, *known.aliases, known.id)}


def _venue(name: str, row: Mapping[str, Any]) -> Venue:
    _check(name, row, {"name", "aliases", "lists", "abstracts", "defaults", "editions"}, {"name", "lists", "editions"})
    for key in ("editions", "defaults"):
        _table(f"{name}.{key}", row.get(key, {}))
    if wrong := next((year for year in row["editions"] if not (year.isdecimal() and len(year) == 4)), None):
        raise EditionError(f"{name}.editions: {wrong!r} is no year")
    editions = {int(year): _edition(name, int(year), row, line) for year, line in row["editions"].items()}
    return Venue(name, row["name"], tuple(row.get("aliases", ())), editions)


def _edition(name: str, year: int, row: Mapping[str, Any], line: Mapping[str, Any]) -> Edition:
    known = {*row["lists"], *row.get("abstracts", ())}
    _check(f"{name}.editions.{year}", _table(f"{name}.editions.{year}", line), known | FACTS, set())
    if "total" in line and not line.get("origin"):
        raise EditionError(f"{name}.editions.{year}: a total needs its origin, or nobody can check it")
    places = {**row.get("defaults", {}), **{key: value for key, value in line.items() if key not in FACTS}}

    def sources(names: Sequence[str]) -> tuple[Source, ...]:
        return tuple(Source(each, _places(places[each], year)) for each in names if places.get(each))

    return Edition(name, year, sources(row["lists"]), sources(row.get("abstracts", ())), line.get("total"), line.get("origin", ""))


def _places(value: str | Sequence[str], year: int) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else tuple(value)
    return tuple(place.format(year=year, yy=f"{year % 100:02d}") for place in given)


def _check(where: str, row: Mapping[str, Any], allowed: set[str], needed: set[str]) -> None:
    if unknown := sorted(row.keys() - allowed):
        raise EditionError(f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(sorted(allowed))}")
    if missing := sorted(needed - row.keys()):
        raise EditionError(f"{where}: the key {missing[0]!r} is missing")
