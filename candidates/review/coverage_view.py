"""The coverage report and the list's diff for the page: what `coverage_page` and `publishing` make, fit for a browser under our policy."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from candidates.publishing.list_writer import Published
from candidates.reading_list.parts import ListError, ReadingList
from candidates.store.database import Store

STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
# The widths of the bars. Text cannot match: its quotation marks are escaped.
WIDTH = re.compile(r' style="width:(\d+(?:\.\d+)?)%"')
NAVIGATION = """<nav class="pages" aria-label="Pages"><a href="/">Review</a><a href="/history">History</a><a href="/people">People</a>\
<a href="/coverage" aria-current="page">Coverage</a><a href="/publish">Publish</a></nav>"""
NAVIGATION_STYLE = """
.pages { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; max-width: 72rem; margin: 0 auto; padding: .8rem 1.25rem 0; }
.pages a { color: var(--soft); text-decoration: none; } .pages a[aria-current] { color: var(--text); border-bottom: 2px solid var(--link); }
.pages a:hover { color: var(--text); text-decoration: underline; } @media print { .pages { display: none; } }
"""


@dataclass(frozen=True, slots=True)
class Report:
    """The page of the report, and the policy under which its one style sheet counts."""

    page: str
    policy: str


def coverage_report(store: Store, list_path: Path) -> Report:
    """The report as `covenue coverage --html` makes it, with the way back to the other pages. StoreError."""
    from candidates.coverage.page import list_name, render
    from candidates.coverage.report import coverage, gaps
    from candidates.matching.list_entries import sync

    try:
        reading_list = current_list(store, list_path)
        sync(store, reading_list)
    except ListError:  # the page for publishing says why
        reading_list = None
    return for_browser(render(coverage(store, reading_list), gaps(store), store.editions, list_name(reading_list)))


def for_browser(page: str) -> Report:
    """A page that holds its style within, changed so that it needs no `unsafe-inline`: widths by rule, the sheet by its digest."""
    widths = sorted(set(WIDTH.findall(page)), key=float)
    page = WIDTH.sub(r' data-width="\1"', page)
    style = "".join(STYLE.findall(page)) + NAVIGATION_STYLE + "".join(f'[data-width="{each}"]{{width:{each}%}}' for each in widths)
    page = STYLE.sub(lambda _: style, page, count=1).replace("<body>", f"<body>\n{NAVIGATION}", 1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Report(page, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")


def current_list(store: Store, list_path: Path) -> ReadingList:
    """The list as it is now; ListError."""
    from candidates.reading_list.reader import read_list_file

    return read_list_file(list_path, store.editions.spellings)


def planned(store: Store, list_path: Path) -> Published:
    """What publishing would write now. ListError, StoreError."""
    from candidates.publishing.publishing import plan

    return plan(store, current_list(store, list_path), list_path.name).published


def digest_of(published: Published) -> str:
    """Names a diff, so that what is written is what was looked at."""
    return hashlib.sha256(published.diff.encode("utf-8", "surrogatepass")).hexdigest()
