"""Lists of papers as JSON, under any name of key: an array, an object that holds one, or a record a line.

This program's own (`covenue papers --json`), paperlists, Mini-Conf, dumps of OpenReview, CSL-JSON, downloads of the virtual sites.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from spiders.editions import Edition
from spiders.formats.json_answer import Json, mapping, read_json, text
from spiders.formats.listing import FormatError
from spiders.formats.text import clean, decode
from spiders.guard import Answer
from spiders.saved.author_lists import authors_of, separator_of
from spiders.saved.columns import DECISIONS, NAMES, VENUES, YEARS, first_of, plain_name, record_of
from spiders.saved.record import Record, Records

# How deep below the top a list of papers is looked for ({"ICLR": {"2023": [...]}}).
MOST_LEVELS = 4
# A note of OpenReview has some 60 members, the widest table of 2026-11 some 100 columns; 300,000 took a second to look through.
MOST_MEMBERS = 10_000
# What a wrapping object says of all its papers.
OF_ALL = (*VENUES, *YEARS)
DECISION_NOTE = re.compile(r"/-/(?:\w+/)?(?:Acceptance_Decision|Meta_Review|Decision)$")
Row = Mapping[str, Json]


def papers(answer: Answer, edition: Edition) -> Records:
    """Every record with a title; what is no record, or has no title or a field of a wrong type, is named in `spoilt`.

    Raises FormatError.
    """
    found: list[Record] = []
    spoilt: list[str] = []
    rows = [(row, around) for row, around in _rows(answer) if not _is_unflagged(row)]
    separator = separator_of(said for row, _ in rows if isinstance(said := _authors_in(row), str))
    for number, (row, around) in enumerate(rows, 1):
        try:
            found.append(_record(number, mapping(row, "it"), around, separator, edition))
        except FormatError as problem:
            spoilt.append(f"Record {number} was passed over: {problem}.")
    if not found:
        raise FormatError("layout", spoilt[0] if spoilt else "the file holds no record")
    return Records(found=found, listed=len(rows), spoilt=spoilt)


def _is_unflagged(row: Json) -> bool:
    """Whether it is an answer of `covenue classify` that the classifier did not flag: it carries no more than a title."""
    return isinstance(row, Mapping) and row.get("flagged") is False and "score" in row and "reasons" in row


def _rows(answer: Answer) -> Iterator[tuple[Json, Mapping[str, str]]]:
    """The records, each with what the objects around it say of all of them."""
    whole = decode(answer.body, answer.charset).strip()
    first, _, rest = whole.partition("\n")
    if whole.startswith("{") and rest.strip() and _is_object(first):
        for line in filter(str.strip, whole.split("\n")):
            try:
                yield json.loads(line), {}
            except (ValueError, RecursionError):
                yield None, {}
        return
    value = read_json(answer.body, answer.charset)
    if isinstance(value, Mapping) and _title_of(value):
        yield value, {}
        return
    yield from _lists(value, {}, 0)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lists(value: Json, around: Mapping[str, str], level: int) -> Iterator[tuple[Json, Mapping[str, str]]]:
    """Every list of papers in the value, wherever it stands; an object whose members are all papers is one too."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        if not level or any(isinstance(item, Mapping) and _title_of(item) for item in value):
            yield from ((item, around) for item in value)
        return
    if not isinstance(value, Mapping) or level > MOST_LEVELS:
        return
    said = {
        **around,
        **{name: str(item) for key, item in value.items() if (name := plain_name(key)) in OF_ALL and isinstance(item, str | int)},
    }
    members = [item for item in value.values() if isinstance(item, Mapping)]
    if members and sum(bool(_title_of(item)) for item in members) * 2 > len(members):
        yield from ((item, said) for item in members)
        return
    for item in value.values():
        yield from _lists(item, said, level + 1)


def _title_of(row: Row) -> bool:
    names = {plain_name(key): value for key, value in row.items()}
    content = names.get("content")
    return any(names.get(name) for name in NAMES["title"]) or (isinstance(content, Mapping) and bool(content.get("title")))


def _record(number: int, row: Row, around: Mapping[str, str], separator: str, edition: Edition) -> Record:
    flat = _flat(row)
    given = {**around, **{name: said for name, value in flat.items() if (said := _text(name, value)) is not None}}
    if not clean(first_of(given, "title")):
        raise FormatError("schema", "it has no title")
    return record_of(f"Record {number}", given, _people(_authors_in(row), separator), edition)


def _flat(row: Row) -> dict[str, Json]:
    """The members of a record by plain name; those of a note's `content` too, each out of its {"value": …}."""
    if len(row) > MOST_MEMBERS:
        raise FormatError("size", f"it has {len(row):,} members")
    flat = {plain_name(key): value for key, value in row.items()}
    content = flat.pop("content", None)
    if isinstance(content, Mapping):
        flat |= {plain_name(key): value for key, value in content.items()}
    details = flat.pop("details", None)
    flat = {name: value["value"] if isinstance(value, Mapping) and "value" in value else value for name, value in flat.items()}
    if isinstance(details, Mapping):
        flat |= _decided(details.get("directReplies") or details.get("replies"))
    return flat


def _decided(replies: Json) -> dict[str, Json]:
    """The decision among the replies to a note."""
    for reply in replies if isinstance(replies, Sequence) and not isinstance(replies, str) else ():
        if isinstance(reply, Mapping) and isinstance(reply.get("content"), Mapping):
            invitations = reply.get("invitations") or [reply.get("invitation")]
            names = [str(name) for name in invitations] if isinstance(invitations, Sequence) else []
            said = _flat({"content": reply["content"]})
            if any(map(DECISION_NOTE.search, names)) and (found := next((said[name] for name in DECISIONS if said.get(name)), None)):
                return {"decision": found}
    return {}


def _authors_in(row: Json) -> Json:
    if not isinstance(row, Mapping) or len(row) > MOST_MEMBERS:
        return None
    flat = _flat(row)
    return next((flat[name] for name in NAMES["authors"] if flat.get(name)), None)


def _people(value: Json, separator: str) -> tuple[str, ...]:
    """The authors of a record: one text, or a list of texts or of objects with names."""
    if isinstance(value, str):
        return authors_of(value, separator)
    people = value if isinstance(value, Sequence) else [] if value is None else [value]
    return tuple(name for person in people if (name := clean(_name(person))))


def _name(person: Json) -> str:
    if not isinstance(person, Mapping):
        return text(person, "an author")
    names = {plain_name(key): value for key, value in person.items()}
    for key in ("fullname", "name", "literal", "displayname", "authorname", "author"):
        if isinstance(said := names.get(key), str) and said:
            return said
    given = names.get("given") or names.get("firstname") or names.get("first")
    family = names.get("family") or names.get("lastname") or names.get("last")
    parts = (given, names.get("middle"), names.get("nondroppingparticle"), family, names.get("suffix"))
    return " ".join(str(part) for part in parts if part)


def _text(name: str, value: Json) -> str | None:
    """A member as text: a list by its items (keywords), CSL's dates by their first number; None for what no field is made of.

    FormatError for a title, an abstract or an address of a wrong type.
    """
    if isinstance(value, Mapping):
        parts = value.get("date-parts") or value.get("year") or value.get("raw")
        while isinstance(parts, Sequence) and not isinstance(parts, str) and parts:
            parts = parts[0]
        return str(parts) if name in YEARS and parts else None
    if isinstance(value, Sequence) and not isinstance(value, str):
        if name in NAMES["title"]:
            raise FormatError("schema", "its title is not text")
        return ";".join(clean(item) for item in value if isinstance(item, str))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and name in NAMES["title"]:
        raise FormatError("schema", "its title is not text")
    return None if value is None else text(value, f"its {name}")
