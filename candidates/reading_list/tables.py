"""Tables of papers: which column holds what, and what a row says. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from candidates.reading_list.entry_text import EntryText, entry_of, label_of
from candidates.reading_list.markdown import Span, Table, text_of
from candidates.reading_list.parts import TableShape
from candidates.reading_list.venue_names import Edition, VenueNames, years_in

TITLE_COLUMNS = ("title", "papertitle", "paper", "papers", "name", "article", "publication", "work", "标题", "论文")
VENUE_COLUMNS = ("venue", "conference", "publication", "journal", "published", "publishedin", "conf", "source", "会议")
YEAR_COLUMNS = ("year", "date", "time", "published", "年份")
LINK_COLUMNS = ("link", "url", "paper", "pdf", "links", "paperlink", "论文")


def shape_of(table: Table) -> TableShape | None:
    """Where the table has titles, venues, years and links; None when no header names the papers: such a table is about something else."""
    headers = [label_of(cell) for cell in table.header]
    title = _column(headers, TITLE_COLUMNS, ())
    if title is None:
        return None
    venue = _column(headers, VENUE_COLUMNS, (title,))
    year = _column(headers, YEAR_COLUMNS, (title, venue))
    link = _column(headers, LINK_COLUMNS, (title, venue, year))
    return TableShape(len(headers), title, venue, year, link, table.line, table.last)


def _column(headers: Sequence[str], names: Sequence[str], taken: Collection[int | None]) -> int | None:
    """The first header of the first name that occurs, other columns passed over."""
    return next((n for name in names for n, header in enumerate(headers) if header == name and n not in taken), None)


def row_text(cells: Sequence[Sequence[Span]], shape: TableShape, names: VenueNames) -> EntryText:
    """What a row says, its venue and year taken from their own columns where the title does not carry them."""
    text = entry_of(_cell(cells, shape.title), names)
    link = next((span.url for span in _cell(cells, shape.link) if span.url), None)
    edition = text.edition or _edition_of(text_of(_cell(cells, shape.venue)).strip(), text_of(_cell(cells, shape.year)), names)
    return replace(text, url=text.url or link or "", edition=edition)


def _cell(cells: Sequence[Sequence[Span]], column: int | None) -> Sequence[Span]:
    return cells[column] if column is not None and column < len(cells) else ()


def _edition_of(venue: str, year: str, names: VenueNames) -> Edition | None:
    found = names.known_edition.search(venue)
    years = years_in(year) or years_in(venue)
    if found:
        years = tuple(y for _, y in names.editions(found[0])) or years
        return Edition(names.venue_of(found["venue"]), years[0], found["venue"])
    label = venue.strip(" *_()[]") if not years_in(venue) else " ".join(w for w in venue.split() if not years_in(w)).strip(" *_()[]'’,")
    if not label and not years:
        return None
    return Edition(names.venue_of(label) if label else "", years[0] if years else None, label)
