"""Addresses as sites and lists write them: anything at all. Pure."""

from urllib.parse import SplitResult, urlsplit

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
