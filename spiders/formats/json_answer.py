"""JSON read without trust, at once or item by item, and typed access to it, so that a swapped type is a FormatError and not a crash."""

import codecs
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import ijson
from ijson.common import ObjectBuilder

from spiders.formats.listing import FormatError
from spiders.formats.text import MOST_BYTES, decode, is_utf8_whatever_named

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def read_json(body: bytes, charset: str = "") -> Json:
    """The value of a JSON answer. Raises FormatError `layout` for what is no JSON, `truncated` where it ends in the middle."""
    text = decode(body, charset).strip()
    if text[:1] not in ("{", "["):
        raise FormatError("layout", f"not JSON: it begins with {text[:40]!r}" if text else "the answer is empty")
    try:
        value: Json = json.loads(text)
    except json.JSONDecodeError as problem:
        ended = problem.pos >= len(text) - 1 or problem.msg.startswith("Unterminated string")
        raise FormatError("truncated" if ended else "schema", f"broken JSON: {problem}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        raise FormatError("size", "the JSON is nested or filled beyond any real answer") from None
    return value


# Bytes looked at together; larger windows were not faster (measured 2026-11: 64 KiB to 4 MiB).
WINDOW = 256 * 1024
# The largest single value, in characters: a paper has some 10,000, and MOST_FIELD allows one field of 200,000.
MOST_VALUE = 2_000_000
# A paper of a virtual site has some 400 values on five levels. A hundred thousand brackets would be an attack on the parser.
MOST_VALUES, MOST_LEVELS = 50_000, 60


class JsonObject:
    """The items of one array in a JSON object, in order, in the memory of one item; iterate once.

    `array` names the member whose items are yielded ("" to yield every member as a pair of name and value instead).
    `rest` holds the other members seen so far, all of them after the iteration. `found`: whether the array was there.
    Raises FormatError for what is no JSON object (`layout`), is cut (`truncated`), not UTF-8 (`charset`), broken (`schema`)
    or beyond any real answer (`size`). Bytes and end are checked before the first item, so that no half answer is handed on.

    An edition read at once would take some ten times the 40 MB of its file (NeurIPS 2025).
    """

    def __init__(self, body: bytes, array: str, charset: str = "") -> None:
        self.array = array
        self.rest: dict[str, Json] = {}
        self.found = False
        self._body = _checked(body, charset)

    def __iter__(self) -> Iterator[Json]:
        # Events without paths: with them, brackets nested a hundred thousand deep take gigabytes (ijson 3.6, seen 2026-11).
        events = iter(ijson.basic_parse(io.BytesIO(self._body), use_float=True))
        try:
            if next(events)[0] != "start_map":
                raise FormatError("layout", "the answer is no JSON object")
            for event, name in events:
                if event == "map_key":
                    yield from self._member(name, events)
        except ijson.IncompleteJSONError as problem:
            said = str(problem)
            if "premature" in said:
                raise FormatError("truncated", "the JSON ends in the middle") from None
            kind = "size" if "overflow" in said else "schema"
            raise FormatError(kind, f"broken JSON: {' '.join(said.splitlines()[0].split()[2:])[:80]}") from None

    def _member(self, name: str, events: Iterator[tuple[str, Any]]) -> Iterator[Json]:
        event, value = next(events)
        if not self.array:
            yield (name, _value(event, value, events, name))
        elif name != self.array:
            self.rest[name] = _value(event, value, events, name)
        elif event != "start_array":
            raise FormatError("schema", f"{name!r} is no array")
        else:
            self.found = True
            for event, value in events:
                if event == "end_array":
                    return
                yield _value(event, value, events)


def _value(event: str, value: Any, events: Iterator[tuple[str, Any]], name: str = "") -> Json:
    """The value that begins with this event, its other events taken from `events`."""
    builder = ObjectBuilder()
    level = values = size = 0
    while True:
        builder.event(event, value)
        level += event.startswith("start_")
        level -= event.startswith("end_")
        values, size = values + 1, size + (len(value) if isinstance(value, str) else 0)
        if level > MOST_LEVELS:
            raise FormatError("size", "the JSON is nested or filled beyond any real answer")
        if size > MOST_VALUE or values > MOST_VALUES:
            raise FormatError("layout" if name else "size", f"a single value ({name or 'an item'}) has over {MOST_VALUE:,} characters")
        if level == 0:
            built: Json = builder.value
            return built
        event, value = next(events)


def _checked(body: bytes, charset: str) -> bytes:
    """The answer in UTF-8: all bytes are in its charset, the first character opens an object or array, the last closes one."""
    if len(body) > MOST_BYTES:
        raise FormatError("size", f"the answer has {len(body):,} bytes")
    if not body.strip():
        raise FormatError("layout", "the answer is empty")
    known = "utf-8" if is_utf8_whatever_named(body, charset) else _known(charset)
    decoder, last = codecs.getincrementaldecoder(known)(), ""
    for start in range(0, len(body), WINDOW):
        try:
            piece = decoder.decode(body[start : start + WINDOW], start + WINDOW >= len(body)).rstrip()
        except UnicodeError:
            raise FormatError("charset", f"the answer is not in {known} (near byte {start:,})") from None
        if start == 0 and piece.lstrip(" \t\r\n\ufeff")[:1] not in ("{", "["):
            raise FormatError("layout", f"not JSON: it begins with {piece.lstrip()[:40]!r}")
        last = piece[-1:] or last
    if last not in ("}", "]"):
        raise FormatError("truncated", "the JSON ends in the middle")
    return body.removeprefix(codecs.BOM_UTF8) if known == "utf-8" else body.decode(known).encode()


def _known(charset: str) -> str:
    """JSON is UTF-8 (RFC 8259); another charset is believed only where a header names one that Python knows as such."""
    allowed = charset.lower().startswith(("iso-8859", "latin", "windows-", "cp125", "us-ascii"))
    try:
        return codecs.lookup(charset).name if allowed else "utf-8"
    except LookupError:
        return "utf-8"


def mapping(value: Json, what: str) -> Mapping[str, Json]:
    """`value` if it is an object; `what` names it in the FormatError."""
    if not isinstance(value, Mapping):
        raise FormatError("schema", f"{what} is not an object")
    return value


def sequence(value: Json, what: str) -> Sequence[Json]:
    """`value` if it is an array. Raises FormatError."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise FormatError("schema", f"{what} is not an array")
    return value


def several(value: Json) -> Sequence[Json]:
    """`value` as a list: dblp writes a single value where others write a list of one; None is an empty list."""
    if value is None:
        return ()
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def text(value: Json, what: str) -> str:
    """`value` as text; a missing value is "", a number its digits. Raises FormatError."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise FormatError("schema", f"{what} is not text")


def whole(value: Json, what: str) -> int:
    """`value` as a number of entries; dblp writes it as text. Raises FormatError."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).isdecimal() or len(str(value)) > 9:
        raise FormatError("schema", f"{what} is not a number of entries")
    return int(value)
