"""The coverage as a picture: venues by years, each field with its state and how much of what belongs is listed. Pure."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from candidates.coverage.report import Coverage, EditionCoverage
from candidates.coverage.venues import grouped
from spiders.edition_status import EditionStatus
from spiders.editions import EditionTable

# Sizes in pixels: a field holds "1234 of 1234" in 12 px; the names of venues are up to some 20 letters.
FIELD_WIDTH, FIELD_HEIGHT, GAP, NAMES, TOP, LEGEND, GROUP = 92, 34, 3, 150, 30, 40, 28
FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif"
# Fill and text of a field by its state: contrast of the text at least 4.5 on each (WCAG AA), read also without colour by the words in it.
COLOURS = {
    "all listed": ("#1a7f37", "#ffffff"),
    "some missing": ("#f2c744", "#1f2328"),
    "not whole": ("#b3261e", "#ffffff"),
    "not crawled": ("#d0d7de", "#1f2328"),
    "nothing found": ("#c9dfd0", "#1f2328"),
}


def picture(report: Coverage, table: EditionTable) -> str:
    """The heat map as one SVG document that stands alone; every field has a title for pointers and screen readers."""
    rows = {(row.venue, row.year): row for row in report.editions}
    years = sorted({year for _, year in rows})
    lines, bottom = _lines(report, table)
    width = NAMES + max(len(years), 4) * (FIELD_WIDTH + GAP)
    height = bottom + LEGEND
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "width": str(width), "role": "img"})
    SubElement(root, "title").text = "Coverage of the list by venue and year"
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    for column, year in enumerate(years):
        _text(root, NAMES + column * (FIELD_WIDTH + GAP) + FIELD_WIDTH / 2, TOP - 10, str(year), anchor="middle")
    for top, group, venue in lines:
        if group:
            _text(root, 10, top + GROUP - 9, group, weight="600")
            continue
        _text(root, NAMES - 10, top + FIELD_HEIGHT / 2 + 4, table.name_of(venue), anchor="end")
        for column, year in enumerate(years):
            if (venue, year) in rows:
                _field(root, NAMES + column * (FIELD_WIDTH + GAP), top, rows[venue, year], table)
    _legend(root, height - LEGEND + 14)
    return tostring(root, encoding="unicode") + "\n"


def _lines(report: Coverage, table: EditionTable) -> tuple[list[tuple[float, str, str]], int]:
    """Where each line begins, with the name of a group or the id of a venue, and where the last one ends."""
    lines: list[tuple[float, str, str]] = []
    top = TOP
    for group, members in grouped(report.editions, table):
        if group:
            lines.append((top, group, ""))
            top += GROUP
        for venue in dict.fromkeys(row.venue for row in members):
            lines.append((top, "", venue))
            top += FIELD_HEIGHT + GAP
    return lines, top


def _state(row: EditionCoverage) -> str:
    if row.status in (EditionStatus.NOT_TRIED, "not-published"):
        return "not crawled"
    if row.status != EditionStatus.COMPLETE:
        return "not whole"
    if row.gap:
        return "some missing"
    return "all listed" if row.in_list else "nothing found"


def _field(root: Element, left: float, top: float, row: EditionCoverage, table: EditionTable) -> None:
    state = _state(row)
    fill, colour = COLOURS[state]
    group = SubElement(root, "g")
    counts = f"{row.in_list} listed, {row.gap} missing, {row.pending} of them to decide"
    SubElement(group, "title").text = f"{table.name_of(row.venue)} {row.year}: {row.status}, {row.crawled} papers; {counts}"
    place = {"x": f"{left:g}", "y": f"{top:g}", "width": str(FIELD_WIDTH), "height": str(FIELD_HEIGHT), "rx": "4", "fill": fill}
    SubElement(group, "rect", place)
    said = f"{row.in_list} of {row.in_list + row.gap}" if row.crawled and row.status == EditionStatus.COMPLETE else _words(row)
    _text(group, left + FIELD_WIDTH / 2, top + FIELD_HEIGHT / 2 + 4, said, anchor="middle", colour=colour)


def _words(row: EditionCoverage) -> str:
    said = "not held" if row.not_held else row.status.replace("-", " ")
    return f"{row.named} in the list" if row.named else said


def _legend(root: Element, top: float) -> None:
    for place, (left, state) in enumerate(_legend_places()):
        SubElement(root, "rect", {"x": f"{left:g}", "y": f"{top:g}", "width": "12", "height": "12", "rx": "2", "fill": COLOURS[state][0]})
        _text(root, left + 16, top + 11, state if place else "listed of found: all", size=11)


def _legend_places() -> Iterator[tuple[float, str]]:
    left = 10.0
    for place, state in enumerate(COLOURS):
        yield left, state
        left += 150 if not place else 105


def _text(
    parent: Element, x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#1f2328", size: int = 12, weight: str = "400"
) -> None:
    facts = {
        "font-weight": weight,
        "x": f"{x:g}",
        "y": f"{y:g}",
        "font-family": FONT,
        "font-size": str(size),
        "fill": colour,
        "text-anchor": anchor,
    }
    SubElement(parent, "text", facts).text = text
