"""The coverage as a Markdown table, for a list's own README or a job's summary. Pure."""

from collections.abc import Sequence

from candidates.coverage.report import Coverage, EditionCoverage
from candidates.coverage.venues import by_access, editions_said, grouped, not_crawled_said
from spiders.edition_status import EditionStatus
from spiders.editions import EditionTable

HEADINGS = ("edition", "crawl", "papers", "in list", "to decide", "missing")


def markdown(report: Coverage, table: EditionTable, steps: Sequence[str] = ()) -> str:
    """A table of the editions that were tried, then what was not, the TODO and the next steps."""
    lines: list[str] = []
    tried = (row for row in report.editions if row.status != EditionStatus.NOT_TRIED)
    for group, rows in grouped(tried, table):
        lines += [f"**{group}**", ""] if group else []
        lines += [f"| {' | '.join(HEADINGS)} |", "| --- | --- | ---: | ---: | ---: | ---: |"]
        lines += [*(f"| {' | '.join(_cells(row, table))} |" for row in rows), ""]
    if missing := [(row.venue, row.year) for row in report.editions if row.status == EditionStatus.NOT_TRIED and not row.not_held]:
        lines += [f"Not crawled yet: {editions_said(missing, table)}.", ""]
    if report.list.not_crawled:
        lines += [_plain(not_crawled_said(report.list.not_crawled)), ""]
    lines += [*(f"- {_plain(', '.join(names))}: {_plain(access)}" for access, names in by_access(report.venues)), ""]
    for item in report.todo:
        rest = "done" if item.done else "; ".join(item.obstacles) or "nothing in the way"
        lines.append(f"- [{'x' if item.done else ' '}] {_plain(item.text)}: {_plain(rest)}")
    lines += [""] if report.todo else []
    lines += [*(f"Next: {_plain(step)}." for step in steps), ""] if steps else []
    lines += [f"As of {report.as_of}."]
    return "\n".join(lines) + "\n"


def _cells(row: EditionCoverage, table: EditionTable) -> tuple[str, ...]:
    papers = f"{row.crawled} of {row.declared}" if row.declared not in (None, row.crawled) else str(row.crawled)
    counts = (str(row.in_list), str(row.pending), str(row.gap)) if row.crawled else ("", "", "")
    return (_plain(f"{table.name_of(row.venue)} {row.year}"), row.status, papers, *counts)


def _plain(text: str) -> str:
    """Text that neither ends a cell nor begins markup; code between backticks stays."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
