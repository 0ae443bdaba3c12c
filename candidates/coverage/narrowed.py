"""The coverage of some editions alone, as `covenue coverage vision` asks for it. Pure."""

from collections.abc import Collection
from dataclasses import replace

from candidates.coverage.report import Coverage, EditionCoverage, with_reason
from candidates.coverage.venues import access_of
from spiders.editions import EditionTable


def narrowed(report: Coverage, editions: Collection[tuple[str, int]], table: EditionTable) -> Coverage:
    """The report on some editions: a row for each, crawled or not, and the items of the TODO that name one of them. What is said of the
    list stays whole.
    """
    names = {f"{venue}-{year}" for venue, year in editions}
    known = {(row.venue, row.year): row for row in report.editions}
    rows = (known.get(edition) or with_reason(EditionCoverage(*edition), table) for edition in dict.fromkeys(editions))
    return replace(
        report,
        editions=tuple(sorted(rows, key=lambda row: (table.place_of(row.venue), row.venue, row.year))),
        todo=tuple(item for item in report.todo if names & set(item.editions)),
        venues=access_of({venue for venue, _ in editions}, table),
    )
