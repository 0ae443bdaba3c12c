"""The coverage as rows of a CSV file. Pure."""

from dataclasses import fields
from typing import Any

from candidates.coverage.report import Coverage, EditionCoverage


def csv_rows(report: Coverage) -> list[list[str]]:
    """The editions as rows of a table with a heading, for `--csv`."""
    names = [each.name for each in fields(EditionCoverage)]
    return [names, *([_shown(getattr(row, name)) for name in names] for row in report.editions)]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
