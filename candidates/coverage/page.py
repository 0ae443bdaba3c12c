"""The coverage report as one HTML page that stands alone: no script, no remote asset, readable on a phone, on paper and in the dark.

The review page shows the same body within its own frame; both have the one style sheet `static/style.css`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from candidates.coverage.formulas import as_text, plain
from candidates.coverage.report import CategoryYear, Coverage, EditionCoverage, GapPaper, with_reason
from candidates.coverage.venues import by_access, grouped
from candidates.reading_list.parts import ReadingList
from spiders.addresses import web_address
from spiders.edition_status import EditionStatus
from spiders.editions import EditionTable

if TYPE_CHECKING:
    from markupsafe import Markup

# Shades of the heat map. The steps are counts of missing papers that a maintainer tells apart: nothing, an evening, a week, more.
SHADES = (0, 1, 11, 51, 201)
STATUS_WORDS = {
    EditionStatus.COMPLETE: "complete",
    EditionStatus.SHORT: "short",
    EditionStatus.BLOCKED: "blocked",
    EditionStatus.FAILED: "failed",
    EditionStatus.NOT_PUBLISHED: "not published",
    EditionStatus.NOT_TRIED: "not crawled",
}
# Missing papers of an edition that stand on the page of the review, where a link leads to the rest: an evening's work.
GAP_SHOWN = 25
# A sign for each status, for eyes and printers that do not tell the colours apart.
STATUS_SIGNS = {
    EditionStatus.COMPLETE: "✓",
    EditionStatus.SHORT: "◐",
    EditionStatus.BLOCKED: "✕",
    EditionStatus.FAILED: "!",
    EditionStatus.NOT_PUBLISHED: "…",
    EditionStatus.NOT_TRIED: "–",
}
NOT_HELD_SIGN = "∅"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the heat map; `shade` is 0 to 4 by the number of missing papers, `unscreened` how many papers nobody has looked at."""

    row: EditionCoverage
    shade: int
    unscreened: int
    sign: str
    word: str

    @property
    def found(self) -> int:
        """The papers that belong, as far as is known: those in the list and those missing in it."""
        return self.row.in_list + self.row.gap

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader must know before trusting the figures; nothing for an edition that is whole."""
        row = self.row
        if not row.crawled:
            return (f"{_number(row.named)} in the list",) if row.named else ()
        counted = row.counted
        return tuple(
            said
            for holds, said in (
                (row.status != EditionStatus.COMPLETE, f"{self.sign} {self.word}"),
                (counted is not None and counted != row.crawled, f"others count {_number(counted)}"),
                (self.unscreened > 0, f"{_number(self.unscreened)} not screened"),
                (row.abstracts < row.crawled, f"{_number(row.crawled - row.abstracts)} without abstract"),
            )
            if holds
        )

    @property
    def look(self) -> str:
        """The class of the cell: its shade, but no "nothing missing" where something keeps the figures from being whole."""
        return "unsure" if not self.row.gap and self.remarks else f"s{self.shade}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """How much of the years that the list claims is in it: `listed` of `found` papers that belong, `proposed` of them not decided."""

    years: str
    listed: int
    found: int
    proposed: int
    editions: int
    whole: int

    @property
    def percent(self) -> int:
        """The listed of what was found, rounded; 100 where nothing was."""
        return round(100 * self.listed / self.found) if self.found else 100


@dataclass(frozen=True, slots=True)
class MapRow:
    """A venue of the heat map, a cell (or None) for each year."""

    venue: str
    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The venues of a field, to be folded together; `name` is "" where all are of one field."""

    name: str
    rows: tuple[MapRow, ...]

    @property
    def crawled(self) -> int:
        """Editions of the group with papers in the store."""
        return sum(cell is not None and cell.row.crawled > 0 for row in self.rows for cell in row.cells)

    @property
    def named(self) -> int:
        """Entries of the list that name an edition of the group and are no known paper of it."""
        return sum(cell.row.named for row in self.rows for cell in row.cells if cell)

    @property
    def listed(self) -> int:
        """Papers of the group that are in the list."""
        return sum(cell.row.in_list for row in self.rows for cell in row.cells if cell)

    @property
    def found(self) -> int:
        """Papers of the group that belong, listed or not."""
        return sum(cell.found for row in self.rows for cell in row.cells if cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Papers of a section in a year; the widths are percent of the largest bar."""

    listed: int
    waiting: int
    listed_width: float
    waiting_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """A section of the list, a bar (or None) for each year, and its sums."""

    category: str
    bars: tuple[Bar | None, ...]
    listed: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapGroup:
    """The missing papers of one edition."""

    row: EditionCoverage
    name: str
    papers: tuple[GapPaper, ...]
    total: int


def render(report: Coverage, gap: Sequence[GapPaper], editions: EditionTable, title: str = "the list", claimed: Sequence[int] = ()) -> str:
    """The page. `gap` is what `coverage.gaps` gave, `editions` names the venues, `title` is the name of the list, `claimed` its years."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("candidates.coverage", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= coverage_filters(editions)
    style = files("candidates.coverage").joinpath("static/style.css").read_text(encoding="utf-8")
    given = context(report, gap, editions, title, claimed)
    return environment.get_template("coverage_alone.html").render(
        style=style, paper_page=None, edition_page=None, missing_page=None, **given
    )


def context(
    report: Coverage, gap: Sequence[GapPaper], editions: EditionTable, title: str, claimed: Sequence[int], shown: int | None = None
) -> dict[str, Any]:
    """What the body of the page is given; of each edition's gap at most `shown` papers."""
    years = sorted({row.year for row in report.editions})
    section_years = sorted({each.year for each in report.categories}, key=lambda year: (year is None, year or 0))
    return {
        "report": report,
        "title": title,
        "claim": claim_of(report.editions, claimed),
        "years": years,
        "heat": heat_map(report.editions, years, editions),
        "section_years": section_years,
        "bars": bar_rows(report.categories, section_years),
        "groups": gap_groups(report.editions, gap, editions, shown),
        "shades": SHADES,
        "signs": STATUS_SIGNS,
        "words": STATUS_WORDS,
        "access": by_access(report.venues),
        "checked": max((row.checked_at for row in report.editions if row.checked_at), default=None),
    }


def coverage_filters(editions: EditionTable) -> dict[str, Callable[..., Any]]:
    """What the body of the page calls."""
    return {
        "number": _number,
        "web": web_address,
        "venue": editions.name_of,
        "moment": _moment,
        "commands": commands,
        "plain": plain,
        "as_text": as_text,
    }


def claim_of(rows: Sequence[EditionCoverage], claimed: Sequence[int]) -> Claim:
    """The claimed years in one figure; all years where the list names none."""
    counted = [row for row in rows if not row.not_held and (not claimed or row.year in claimed)]
    years = sorted(claimed) or sorted({row.year for row in counted})
    listed, gap = (sum(getattr(row, name) for row in counted) for name in ("in_list", "gap"))
    span = "" if not years else str(years[0]) if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    whole = sum(row.status == EditionStatus.COMPLETE for row in counted)
    return Claim(
        years=span,
        listed=listed,
        found=listed + gap,
        proposed=sum(row.pending + row.later for row in counted),
        editions=len(counted),
        whole=whole,
    )


def heat_map(editions: Iterable[EditionCoverage], years: Sequence[int], table: EditionTable) -> list[MapGroup]:
    """The editions by field and venue, in the order of the report."""
    rows: dict[str, dict[int, Cell]] = {}
    for row in (_without_lower_bound(each, table) for each in editions):
        shade = max(step for step, least in enumerate(SHADES) if row.gap >= least)
        sign, word = (NOT_HELD_SIGN, "not held") if row.not_held else (STATUS_SIGNS[row.status], STATUS_WORDS[row.status])
        rows.setdefault(row.venue, {})[row.year] = Cell(row=row, shade=shade, unscreened=row.crawled - row.screened, sign=sign, word=word)
    for venue, cells in rows.items():
        empty = (with_reason(EditionCoverage(venue, year), table) for year in years if year not in cells)
        cells.update({row.year: Cell(row=row, shade=0, unscreened=0, sign=NOT_HELD_SIGN, word="not held") for row in empty if row.not_held})
    lines = (MapRow(venue, table.name_of(venue), tuple(cells.get(year) for year in years)) for venue, cells in rows.items())
    return [MapGroup(name, tuple(members)) for name, members in grouped(lines, table)]


def _without_lower_bound(row: EditionCoverage, table: EditionTable) -> EditionCoverage:
    """The row without what others counted, where they only know that there are at least so many, and there are."""
    edition = table.venues[row.venue].editions.get(row.year) if row.venue in table.venues else None
    met = edition and edition.least and not edition.total and row.counted == edition.least and row.crawled >= edition.least
    return replace(row, counted=None) if met else row


def bar_rows(categories: Sequence[CategoryYear], years: Sequence[int | None]) -> list[BarRow]:
    """The sections in the order of the report, each with a bar a year."""
    most = max((each.listed + each.accepted + each.pending for each in categories), default=0) or 1
    rows: dict[str, dict[int | None, CategoryYear]] = {}
    for each in categories:
        rows.setdefault(each.category, {})[each.year] = each
    made = []
    for category, by_year in rows.items():
        bars = tuple(_bar(by_year[year], most) if year in by_year else None for year in years)
        listed, waiting = (sum(getattr(bar, name) for bar in bars if bar) for name in ("listed", "waiting"))
        made.append(BarRow(category=category or "no section proposed", bars=bars, listed=listed, waiting=waiting))
    return made


def gap_groups(
    editions: Iterable[EditionCoverage], gap: Iterable[GapPaper], table: EditionTable, shown: int | None = None
) -> list[GapGroup]:
    """The missing papers by edition, in the order of the report, at most `shown` of each; editions without any are left out."""
    papers: dict[tuple[str, int], list[GapPaper]] = {}
    for each in gap:
        papers.setdefault((each.venue, each.year), []).append(each)
    rows = {(row.venue, row.year): row for row in editions}
    return [
        GapGroup(row=row, name=f"{table.name_of(row.venue)} {row.year}", papers=tuple(papers[key][:shown]), total=len(papers[key]))
        for key, row in rows.items()
        if key in papers
    ]


def list_name(reading_list: ReadingList | None) -> str:
    """The title that the list gives itself."""
    return next((section.name for section in reading_list.sections if section.level == 1), "the list") if reading_list else "the list"


def commands(text: str) -> "Markup":
    """The text with what stands in backticks marked as code, everything escaped."""
    from markupsafe import Markup

    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


def _bar(each: CategoryYear, most: int) -> Bar:
    waiting = each.accepted + each.pending
    return Bar(listed=each.listed, waiting=waiting, listed_width=100 * each.listed / most, waiting_width=100 * waiting / most)


def _number(value: int | None) -> str:
    """With thin spaces between thousands; a dash for what is not known."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")


def _moment(value: str | None) -> str:
    """ "2026-11-23T10:00:00Z" as "2026-11-23 10:00 UTC"."""
    return f"{value[:10]} {value[11:16]} UTC" if value else "never"
