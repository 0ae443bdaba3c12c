"""Tables of papers: which column holds what, by header words and by what stands in it, and what a row says. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from candidates.reading_list.author_names import authors_in
from candidates.reading_list.badges import badge_edition, picture_fields
from candidates.reading_list.edition_mentions import date_in, mentions, venue_alone
from candidates.reading_list.entry_fields import EntryText, Field, FieldKind, Link
from candidates.reading_list.entry_text import entry_of
from candidates.reading_list.entry_units import WORD, label_of
from candidates.reading_list.inline import Line, plain
from candidates.reading_list.markdown import Row, Table
from candidates.reading_list.paper_evidence import leads_elsewhere
from candidates.reading_list.title_signs import TITLE_WORDS, without_pictures
from candidates.reading_list.venue_names import Edition, VenueNames, years_in
from spiders.mojibake import one_line

HEADERS = {
    "title": (
        "title", "papertitle", "paper", "papers", "name", "article", "publication", "work", "what", "标题", "论文", "题目", "论文标题",
    ),
    "venue": (
        "venue", "conference", "publication", "journal", "published", "publishedin", "conf", "source", "where", "pub", "venueyear",
        "accepted", "acceptedat", "acceptedby",
        "会议", "期刊", "出处",
    ),
    "year": ("year", "date", "time", "published", "when", "yr", "年份", "时间", "日期"),
    "link": ("link", "url", "paper", "pdf", "links", "paperlink", "materials", "resources", "read", "论文", "链接", "论文链接"),
    "authors": ("authors", "author", "who", "by", "作者"),
    "code": ("code", "software", "repo", "github", "implementation", "project", "codes", "official", "代码"),
}  # fmt: skip
# Columns that say something of a paper in as many words as a title has, or more.
REMARKS = frozenset(
    """
    abstract affiliation affiliations institution institutions organization
    comment comments contribution contributions dataset datasets description descriptions details evaluationmetric features
    highlight highlights idea introduction keyidea keywords mainidea metrics note notes remark remarks summary task tasks tldr
    备注 说明 简介 描述 摘要 内容 介绍
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
TITLE_HEADERS = ("title", "papertitle", "论文标题", "标题")
ORDER = ("title", "venue", "year", "authors", "code", "link")
# Columns beside these, whose cells say nothing that is read.
BESIDE = frozenset({"years", "venues", "conferences", "affiliation", "affiliations", "category", "platform"})
COLUMN_WORDS = BESIDE | {word for words in HEADERS.values() for word in words}
PREPRINT_SERVER = re.compile(r"^((?:ar|bio|med|chem)xiv) preprints?$", re.IGNORECASE)
# What stands in a cell for a paper that is not there yet.
NO_TITLE = re.compile(r"n/?a|none|null|tba|tbd", re.IGNORECASE)
# A head and something below it.
FEWEST_ROWS = 2
# A column whose cells have, in the middle, as many words holds titles, whatever its header says.
WORDS_OF_TITLES = 4
# Share of the filled cells that must look like venues, years or names for the column to be one.
MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """Where a table of papers has what: columns by index, None where it has no such column. `shared`: rows have cells in common."""

    columns: int
    title: int
    venue: int | None
    year: int | None
    link: int | None
    authors: int | None
    code: int | None
    line: int
    last: int
    html: bool = False
    shared: bool = False


def headed(table: Table) -> Table:
    """The table with its first row as its head, where it has none and that row names columns: HTML without `<th>`."""
    if table.header or len(table.rows) < FEWEST_ROWS:
        return table
    first = table.rows[0].cells
    named = [label_of(cell.text) in COLUMN_WORDS for cell in first]
    if sum(named) < 2 or sum(named) * 2 < len(first) or any(any(cell.of("link", "bare")) for cell in first):
        return table
    return replace(table, header=first, rows=table.rows[1:])


def shape_of(table: Table, names: VenueNames) -> TableShape | None:
    """What each column is; None when no column holds titles: such a table is about something else."""
    count = max([len(table.header), *(len(row.cells) for row in table.rows)], default=0)
    headers = [label_of(cell.text) for cell in table.header] + [""] * (count - len(table.header))
    columns = [[row.cells[n] for row in table.rows if n < len(row.cells)] for n in range(count)]
    found: dict[str, int | None] = {}
    for role in ORDER:
        taken = {n for n in found.values() if n is not None}
        found[role] = _column(role, headers, columns, taken, names)
        if role == "title" and found[role] is None:
            return None
    title = found["title"]
    assert title is not None
    if table.rows and _median_words(columns[title]) < 2 and headers[title] not in TITLE_HEADERS:
        return None
    rest = {role: found[role] for role in ("venue", "year", "link", "authors", "code")}
    shared = any(row.shared for row in table.rows)
    return TableShape(columns=count, title=title, line=table.line, last=table.last, html=table.html, shared=shared, **rest)


def _column(role: str, headers: Sequence[str], columns: Sequence[Sequence[Line]], taken: set[int], names: VenueNames) -> int | None:
    """The column of a role: by header where its cells do not speak against it, else by its cells."""
    free = [n for n in range(len(headers)) if n not in taken]
    if role == "title":
        named = next((n for n in free if headers[n] in TITLE_HEADERS), None)
        if named is not None and _median_words(columns[named]) >= TITLE_WORDS:
            return named
        # Three people have as many words as a title.
        told = [n for n in free if headers[n] not in REMARKS and headers[n] not in HEADERS["authors"]]
        wordy = max(told, key=lambda n: _median_words(columns[n]), default=None)
        if wordy is not None and _median_words(columns[wordy]) >= WORDS_OF_TITLES:
            return wordy
    by_header = next((n for word in HEADERS[role] for n in free if headers[n] == word), None)
    if by_header is None:
        # A longer header names its column by a word of its own: "Paper Title and Notes", "Venue & Year".
        by_header = next((n for n in free if any(len(w) > 3 and w in headers[n] for w in HEADERS[role])), None) if role != "link" else None
    if by_header is not None and not (columns[by_header] and _speaks_against(role, columns[by_header])):
        return by_header
    speaks = CONTENT.get(role)
    likely = [n for n in free if speaks and _share(columns[n], lambda cell: speaks(cell, names)) >= MOST]
    if role == "venue":
        # Short names of methods and tools look like those of venues.
        return max(likely, key=lambda n: _share(columns[n], lambda cell: _is_known(cell, names)), default=None)
    return next(iter(likely), None)


def _speaks_against(role: str, cells: Sequence[Line]) -> bool:
    """The cells are plainly something else: long titles in a column of venues, words in a column of years."""
    if role == "year":
        return _share(cells, lambda cell: bool(years_in(plain(cell.text))) or not cell.text.strip()) < MOST
    if role == "venue":
        return _median_words(cells) > 2 * TITLE_WORDS
    return False


def _is_venue(cell: Line, names: VenueNames) -> bool:
    text = plain(cell.text).strip()
    return venue_alone(text, names) is not None or any(m.venue and m.start == 0 for m in mentions(text, names))


def _is_known(cell: Line, names: VenueNames) -> bool:
    text = plain(cell.text).strip()
    return names.knows(text) or any(names.knows(m.label) for m in mentions(text, names))


def _is_year(cell: Line, names: VenueNames) -> bool:
    text = plain(cell.text).strip()
    return re.fullmatch(r"(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}", text) is not None or date_in(text, names) is not None


def _is_people(cell: Line, _names: VenueNames) -> bool:
    # Without a header one name is no sign: "Node Classification" could be a person.
    named = authors_in(plain(cell.text), alone=True)
    return named is not None and (len(named.names) > 1 or bool(named.et_al))


def _is_links(cell: Line, _names: VenueNames) -> bool:
    return any(cell.of("link", "bare")) and len(WORD.findall(plain(cell.text))) <= TITLE_WORDS


CONTENT: dict[str, Callable[[Line, VenueNames], bool]] = {
    "venue": _is_venue, "year": _is_year, "authors": _is_people, "link": _is_links,
}  # fmt: skip


def _share(cells: Sequence[Line], speaks: Callable[[Line], bool]) -> float:
    filled = [cell for cell in cells if WORD.search(plain(cell.text))]
    return sum(map(speaks, filled)) / len(filled) if filled else 0.0


def _median_words(cells: Sequence[Line]) -> float:
    counts = [len(WORD.findall(plain(cell.text))) for cell in cells if cell.text.strip() and not any(cell.of("bare"))]
    return median(counts) if counts else 0.0


def row_text(row: Row, shape: TableShape, names: VenueNames) -> EntryText | None:
    """What a row says; None where its title is missing. Venue, year and authors come from their own columns first."""
    cells = row.cells
    if shape.title >= len(cells):
        return None
    text = entry_of([cells[shape.title]], names)
    if text is None or shape.title in row.shared or NO_TITLE.fullmatch(text.title):
        return None
    own = min(cell.place for n, cell in enumerate(cells) if n not in row.shared)
    others = [(n, cell) for n, cell in enumerate(cells) if n not in {shape.title, *row.shared} and (cell.text.strip() or cell.marks)]
    links = [*text.links, *(link for n, cell in others for link in _cell_links(cell))]
    fields = [
        *text.fields,
        *(Field(FieldKind.LINK, *link.outer, text=link.label, link=link) for n, cell in others for link in _cell_links(cell)),
    ]
    edition, more = _edition_of(_cell(cells, shape.venue), _cell(cells, shape.year), text.edition, names)
    people = _cell(cells, shape.authors)
    named = authors_in(plain(people.text), alone=True) if people is not None and not text.authors else None
    if named is not None and people is not None:
        first = len(people.text) - len(people.text.lstrip())
        more.append(
            Field(FieldKind.AUTHORS, *people.places(first, len(people.text.rstrip())), text=plain(people.text).strip(), authors=named)
        )
    shown = [one for _, cell in others for one in picture_fields(cell, names) if one.kind is FieldKind.BADGE]
    return replace(
        text,
        links=tuple(links),
        badge=text.badge or badge_edition([cell for _, cell in others], names),
        edition=edition,
        authors=named.names if named else text.authors,
        # What stands in a row above is no part of this one that could be changed.
        fields=tuple(sorted((one for one in [*fields, *shown, *more] if one.start >= own), key=lambda one: one.start)),
    )


def _cell(cells: Sequence[Line], column: int | None) -> Line | None:
    return cells[column] if column is not None and column < len(cells) else None


def _cell_links(cell: Line) -> list[Link]:
    return [
        Link(
            label=plain(cell.text[mark.start : mark.end]),
            url=mark.url,
            outer=mark.outer,
            picture=mark.kind == "badge",
            bare=mark.kind == "bare",
        )
        for mark in cell.of("link", "bare", "badge")
        if mark.url and not mark.url.startswith("#")
    ]


def _edition_of(venue: Line | None, year: Line | None, inline: Edition | None, names: VenueNames) -> tuple[Edition | None, list[Field]]:
    """The edition that the cells say together with the title's own, and where its parts stand."""
    fields: list[Field] = []
    label, when = "", None
    if venue is not None and any(leads_elsewhere(mark.url) for mark in venue.of("link")):
        venue = None  # a linked name of software, in a table of tools
    if venue is not None and venue.text.strip(" *_-–—"):
        said = next((m for m in mentions(venue.text, names) if m.venue), None)
        if said is not None and said.venue_at is not None:
            label, when = said.label, said.year
            fields.append(_part(FieldKind.VENUE, venue, *said.venue_at))
            if said.year_at is not None:
                fields.append(_part(FieldKind.YEAR, venue, *said.year_at))
        else:
            label, field = _label_in(venue)
            fields += [field] if field else []
            when = next(iter(years_in(plain(venue.text))), None)
    if year is not None and year is not venue:
        found = re.search(r"(?:19[5-9]|20\d)\d", plain(year.text))
        if found:
            when = when or int(found[0])
            fields.append(_part(FieldKind.YEAR, year, found.start(), found.end()))
    if inline is not None:
        label, when = label or inline.label, when or inline.year
    if not label and when is None:
        return None, fields
    return Edition(names.venue_of(label) if label else "", when, label), fields


def _part(kind: FieldKind, line: Line, start: int, end: int) -> Field:
    return Field(kind, *line.places(start, end), text=plain(line.text[start:end]))


def _label_in(cell: Line) -> tuple[str, Field | None]:
    """A venue that nobody knows, as its cell has it, without a year. A date is none."""
    shown = without_pictures(plain(cell.text))
    found = re.search(r"[^\W_][^|]*?(?=[\s'’,()\[\]*_-]*(?:(?:(?:19|20)\d\d|['’]\s?\d\d)\b.*)?[\s*_)\]]*$)", shown)
    if found is None or not any(c.isalpha() for c in found[0]):
        return "", None
    return PREPRINT_SERVER.sub(r"\1", one_line(found[0])), _part(FieldKind.VENUE, cell, found.start(), found.end())
