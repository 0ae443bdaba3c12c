"""Badges that say where and when a paper appeared: "https://img.shields.io/badge/ICLR-2023-blue". Pure.

Read only where a known venue and its year are all that the badge says: of others ("Python-3.9", "NeurIPS-Spotlight", "arXiv-2205.14135")
nobody could tell (an earlier reading of any edition within a badge was taken back on 2026-11-30).
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from candidates.reading_list.edition_mentions import PREPRINT
from candidates.reading_list.entry_fields import Field, FieldKind
from candidates.reading_list.inline import Line
from candidates.reading_list.venue_names import Edition, VenueNames

# A label and a message with "-" between them, then the colour; "_" and "%20" are blanks, "--" is a hyphen. What leads to the edition may be
# the label ("Venue-ICLR_2023"), and so may the edition ("ICLR_2023-paper"). A month may follow the year, as preprints have it.
SHIELD = re.compile(
    r"https?://img\.shields\.io/badge/(?:(?:venue|conference|journal|paper)?-)?"
    r"(?P<venue>[a-z]+(?:(?:_|%20|--|&|%26)[a-z]+)*)(?:-|_|%20)(?P<year>(?:19|20)\d\d(?:\.(?:0[1-9]|1[0-2]))?)"
    r"-(?:paper-)?(?P<colour>[a-z0-9]+)(?=\.svg|\.png|[?#)\s\"'<>]|$)",
    re.IGNORECASE,
)
PREPRINT_SERVER = re.compile(PREPRINT)


def badge_label(badge: re.Match[str]) -> str:
    """The venue that a badge names, as it shows it."""
    return unquote(badge["venue"]).replace("_", " ").replace("--", "-")


def for_badge(label: str) -> str:
    """A venue as it is written into the address of a badge."""
    return label.replace("-", "--").replace("_", "__").replace(" ", "_").replace("&", "%26")


def badge_edition(lines: Iterable[Line], names: VenueNames) -> Edition | None:
    """The edition that a badge among these lines shows, one of a conference or journal before a preprint; None without one."""
    shown = [edition for line in lines for mark in line.of("image") if (edition := _edition_on(mark.url, names)) is not None]
    return next((edition for edition in shown if not PREPRINT_SERVER.fullmatch(edition.label)), next(iter(shown), None))


def _edition_on(url: str, names: VenueNames) -> Edition | None:
    badge = SHIELD.match(url)
    if badge is None:
        return None
    label = badge_label(badge)
    known = names.knows(label) or PREPRINT_SERVER.fullmatch(label) is not None
    return Edition(names.venue_of(label), int(badge["year"][:4]), label) if known else None


def picture_fields(line: Line, names: VenueNames) -> list[Field]:
    """The pictures of a line: badges that show an edition, and others that are not the face of a link."""
    linked = [mark.outer for mark in line.of("link", "badge")]
    fields = []
    for mark in line.of("image"):
        if (edition := _edition_on(mark.url, names)) is not None:
            fields.append(Field(FieldKind.BADGE, *mark.outer, text=edition.label))
        elif not any(first <= mark.outer[0] and mark.outer[1] <= last for first, last in linked):
            fields.append(Field(FieldKind.PICTURE, *mark.outer, text=""))
    return fields
