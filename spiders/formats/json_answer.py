"""JSON read without trust, and typed access to it, so that a swapped type is a FormatError and not a crash."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from spiders.formats.listing import FormatError
from spiders.formats.text import decode

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def read_json(body: bytes, charset: str = "") -> Json:
    """The value of a JSON answer. FormatError `layout` for what is no JSON, `truncated` where it ends in the middle."""
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


def mapping(value: Json, what: str) -> Mapping[str, Json]:
    """`value` if it is an object; `what` names it in the FormatError."""
    if not isinstance(value, Mapping):
        raise FormatError("schema", f"{what} is not an object")
    return value


def sequence(value: Json, what: str) -> Sequence[Json]:
    """`value` if it is an array."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise FormatError("schema", f"{what} is not an array")
    return value


def several(value: Json) -> Sequence[Json]:
    """`value` as a list: dblp writes a single value where others write a list of one; None is an empty list."""
    if value is None:
        return ()
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def text(value: Json, what: str) -> str:
    """`value` as text; a missing value is "", a number its digits."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise FormatError("schema", f"{what} is not text")


def whole(value: Json, what: str) -> int:
    """`value` as a number of entries; dblp writes it as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).isdecimal() or len(str(value)) > 9:
        raise FormatError("schema", f"{what} is not a number of entries")
    return int(value)
