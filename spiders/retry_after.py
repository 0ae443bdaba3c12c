"""For how long a site wants to be left alone: `Retry-After` as RFC 9110 has it, and as servers write it."""

import email.utils
import re
import time
from datetime import UTC, datetime

# Who wants to be asked again after more than a year does not mean it, and no calendar holds all that a header can say ("9" * 400).
MOST_SECONDS = 366 * 86_400.0
NUMBER = re.compile(r"\d{1,400}(?:\.\d{1,400})?", re.ASCII)


def seconds_asked(header: str) -> float:
    """The seconds that a header asks for, as a number or as a date; 0 for what is neither.

    A header sent twice arrives as "60, 3600": the longer time counts.
    """
    whole = _seconds(header)
    return whole or max(map(_seconds, header.split(",")), default=0.0)


def _seconds(text: str) -> float:
    text = text.strip()
    if NUMBER.fullmatch(text):
        return min(float(text), MOST_SECONDS)
    return min(max(0.0, _moment(text) - time.time()), MOST_SECONDS)


def _moment(text: str) -> float:
    """Seconds since 1970 of an HTTP date, or of one as ISO 8601 has it; 0 for what is none ("Wed, 99 Foo 2026 …", seen 2026-11)."""
    for read in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
            # A date without its zone is in Greenwich's, as all dates of HTTP are, and not in that of this machine.
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            continue
    return 0.0
