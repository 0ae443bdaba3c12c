"""A large JSON object read item by item, so that an edition of any size takes the memory of one paper and not of all.

The text of a whole edition costs up to four bytes a character as soon as one title holds a mathematical letter beyond the
first plane, and its dicts some ten times the file (NeurIPS 2025: 40 MB of JSON); here only a window of it is ever text.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import cast

from spiders.formats.json_answer import Json
from spiders.formats.listing import FormatError
from spiders.formats.text import MOST_BYTES

# Bytes decoded at a time: some thirty papers; larger windows were not faster (measured 2026-11: 64 KiB to 4 MiB).
WINDOW = 256 * 1024
# The largest single value, in characters: a paper has some 10,000, and MOST_FIELD allows one field of 200,000.
MOST_VALUE = 2_000_000
SPACE = re.compile(r"[ \t\r\n]*")


class JsonObject:
    """The items of one array in a JSON object, in order; iterate once.

    `array` names the member whose items are yielded ("" to yield every member as a pair of name and value instead).
    `rest` holds the other members seen so far, all of them after the iteration. `found`: whether the array was there.
    A FormatError tells of what is no JSON object (`layout`), is cut (`truncated`), not UTF-8 (`charset`), broken (`schema`)
    or beyond any real answer (`size`). Bytes and end are checked before the first item, so that no half answer is handed on.
    """

    def __init__(self, body: bytes, array: str, charset: str = "") -> None:
        self.array = array
        self.rest: dict[str, Json] = {}
        self.found = False
        self._text = _Window(body, charset)

    def __iter__(self) -> Iterator[Json]:
        text = self._text
        if text.peek() != "{":
            raise FormatError("layout", "the answer is no JSON object")
        text.skip()
        if text.peek() == "}":
            text.skip()
        else:
            yield from self._member()
            while text.step(",", "}") == ",":
                yield from self._member()
        if text.peek():
            raise FormatError("schema", "broken JSON: there is more behind its end")

    def _member(self) -> Iterator[Json]:
        text = self._text
        name = text.value()
        if not isinstance(name, str):
            raise FormatError("schema", "a member of the JSON object has no name")
        text.step(":")
        if name == self.array and self.array:
            if text.peek() != "[":
                raise FormatError("schema", f"{name!r} is no array")
            self.found = True
            yield from self._items()
        elif self.array:
            self.rest[name] = text.value(name)
        else:
            yield (name, text.value(name))

    def _items(self) -> Iterator[Json]:
        text = self._text
        text.skip()
        if text.peek() == "]":
            text.skip()
            return
        yield text.value()
        while text.step(",", "]") == ",":
            yield text.value()


class _Window:
    """The part of the text that is being read, decoded as it is needed."""

    def __init__(self, body: bytes, charset: str) -> None:
        if len(body) > MOST_BYTES:
            raise FormatError("size", f"the answer has {len(body):,} bytes")
        self._body = memoryview(body)
        self._charset = _known(charset)
        self._check(body)
        self._decoder = codecs.getincrementaldecoder(self._charset)()
        self._at = 0
        self._text = ""
        self._place = 0
        self._json = json.JSONDecoder()

    def _check(self, body: bytes) -> None:
        """All bytes are in the charset, the first character opens an object, the last closes it."""
        if not body.strip():
            raise FormatError("layout", "the answer is empty")
        decoder = codecs.getincrementaldecoder(self._charset)()
        last = ""
        for start in range(0, len(body), WINDOW):
            try:
                piece = decoder.decode(bytes(self._body[start : start + WINDOW]), start + WINDOW >= len(body)).rstrip()
            except UnicodeError:
                raise FormatError("charset", f"the answer is not in {self._charset} (near byte {start:,})") from None
            if start == 0 and piece.lstrip(" \t\r\n\ufeff")[:1] not in ("{", "["):
                raise FormatError("layout", f"not JSON: it begins with {piece.lstrip()[:40]!r}")
            last = piece[-1:] or last
        if last not in ("}", "]"):
            raise FormatError("truncated", "the JSON ends in the middle")

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            found = SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more(WINDOW):
                return ""

    def skip(self) -> None:
        """Over the character that `peek` showed."""
        self._place += 1

    def step(self, *allowed: str) -> str:
        """Over the next character, which must be one of these."""
        seen = self.peek()
        if seen not in allowed:
            raise FormatError("schema" if seen else "truncated", f"broken JSON: {allowed[0]!r} is missing")
        self.skip()
        return seen

    def value(self, name: str = "") -> Json:
        """The next value. Windows double until it fits, so that a long one costs no more than twice its own length."""
        self.peek()
        wanted = WINDOW
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._place)
            except json.JSONDecodeError as problem:
                # Only what breaks off where the window ends can be healed by more text.
                cut = problem.pos > len(self._text) - 16 or problem.msg.startswith("Unterminated")
                if not cut or not self._more(wanted):
                    raise FormatError("schema", f"broken JSON: {problem.msg}") from None
                self._bound(name)
                wanted *= 2
                continue
            except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
                raise FormatError("size", "the JSON is nested or filled beyond any real answer") from None
            # A number at the end of the window may go on behind it: "0" of "0.5", of which "0." is here, or "1" of "1e+9".
            if end >= len(self._text) - 2 and isinstance(value, (int, float)) and self._more(WINDOW):
                continue
            self._place = end
            return cast(Json, value)

    def _bound(self, name: str) -> None:
        if len(self._text) - self._place > MOST_VALUE:
            raise FormatError("layout" if name else "size", f"a single value ({name or 'an item'}) has over {MOST_VALUE:,} characters")

    def _more(self, size: int) -> bool:
        """Decodes the next bytes and forgets what has been read; False at the end."""
        if self._at >= len(self._body):
            return False
        end = min(self._at + size, len(self._body))
        piece = self._decoder.decode(bytes(self._body[self._at : end]), end == len(self._body))
        self._text = self._text[self._place :] + piece.removeprefix("\ufeff" if self._at == 0 else "")
        self._at, self._place = end, 0
        return True


def _known(charset: str) -> str:
    """JSON is UTF-8 (RFC 8259); another charset is believed only where a header names one that Python knows as such."""
    allowed = charset.lower().startswith(("iso-8859", "latin", "windows-", "cp125", "us-ascii"))
    try:
        return codecs.lookup(charset).name if allowed else "utf-8"
    except LookupError:
        return "utf-8"
