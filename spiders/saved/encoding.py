"""The bytes of a saved file as UTF-8: unpacked from gzip, out of UTF-16 and UTF-32, and out of the Western encodings of old exports."""

import codecs
import re
import zlib

from spiders.formats.listing import FormatError
from spiders.formats.text import MOST_BYTES

GZIP = b"\x1f\x8b"
MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Pages and XML, PDF, archives.
NO_TEXT = (b"<", b"%PDF", b"PK\x03\x04")
# Letters of two bytes or more (Chinese, Japanese, Cyrillic in their old encodings) come in long runs; accented ones alone or in pairs.
LONG_RUN = re.compile(rb"[\x80-\xff]{4}")
# What stands for no sign in Windows-1252.
NO_SIGN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def as_utf8(body: bytes) -> bytes:
    """The content in UTF-8 without a byte order mark. Pages and XML that name their encoding stay as they are: their parser reads that.

    FormatError `charset` for bytes in none of these, `size` for a file that swells beyond any real one, `truncated` for half a gzip.
    """
    if body.startswith(GZIP):
        body = _unzipped(body)
    for mark, charset in MARKS:
        if body.startswith(mark):
            try:
                return body.decode(charset).encode()
            except UnicodeError:
                raise FormatError("charset", f"the file begins as {charset.upper()} and is not") from None
    body = body.removeprefix(codecs.BOM_UTF8)
    return body if body.lstrip().startswith(NO_TEXT) else _western(body)


def _western(body: bytes) -> bytes:
    try:
        body.decode()
    except UnicodeError as problem:
        if b"\x00" in body[:4096] or LONG_RUN.search(body) or NO_SIGN.search(body):
            at = f" (byte {problem.start:,})" if isinstance(problem, UnicodeDecodeError) else ""
            raise FormatError("charset", f"the file is neither UTF-8, UTF-16 nor Latin-1{at}; save it as UTF-8") from None
        return body.decode("cp1252").encode()
    return body


def _unzipped(body: bytes) -> bytes:
    """Raises FormatError. Several parts behind one another are one file, as gzip itself reads them."""
    whole = bytearray()
    while body.startswith(GZIP):
        part = zlib.decompressobj(wbits=31)
        try:
            whole += part.decompress(body, MOST_BYTES + 1 - len(whole))
        except zlib.error as problem:
            raise FormatError("layout", f"the compressed file cannot be unpacked ({problem})") from None
        if len(whole) > MOST_BYTES:
            raise FormatError("size", f"unpacked, the file is larger than {MOST_BYTES // 1_000_000} MB")
        if not part.eof:
            raise FormatError("truncated", "the compressed file ends in the middle")
        body = part.unused_data
    return bytes(whole)
