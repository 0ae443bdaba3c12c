"""Addresses as sites and lists write them: anything at all. Pure."""

import re
from urllib.parse import SplitResult, urlsplit

# The id in the address of a forum, of its PDF or of another file of it; a note may be named before it.
FORUM = re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?(?:[^#\s]{0,500}&)?id=([\w-]{1,40})", re.IGNORECASE)
NONE = SplitResult("", "", "", "", "")


def parts_of(url: str) -> SplitResult:
    """As `urlsplit`; nothing at all for what it refuses ("http://[", "http://a℀.b/"): one such address must not end a whole command."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return NONE


def web_address(url: str) -> str:
    """The address if it leads to the web, else "": what is taken from a site or a file (`javascript:`, `file:`) must not run anything."""
    parts = parts_of(url)
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


def forum_in(url: str) -> str:
    """The OpenReview forum id in an address; "" without one."""
    found = FORUM.search(url)
    return found[1] if found else ""
