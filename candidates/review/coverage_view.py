"""The coverage report and the list's diff for the page: what `coverage.page` and `publishing` make, at the time of the request."""

import hashlib
from pathlib import Path
from typing import Any

from candidates.publishing.list_writer import Published
from candidates.reading_list.parts import ListError, ReadingList
from candidates.store.database import Store


def coverage_context(store: Store, list_path: Path) -> dict[str, Any]:
    """What the report's template is given, as `covenue coverage --html` has it but for long gaps. Raises StoreError."""
    from candidates.coverage.page import GAP_SHOWN, context, list_name
    from candidates.coverage.report import coverage, gaps
    from candidates.queue.list_matches import sync

    try:
        reading_list = current_list(store, list_path)
        sync(store, reading_list)
    except ListError:  # the page for publishing says why
        reading_list = None
    claimed = reading_list.years if reading_list else ()
    return context(coverage(store, reading_list), gaps(store), store.editions, list_name(reading_list), claimed, GAP_SHOWN)


def current_list(store: Store, list_path: Path) -> ReadingList:
    """The list as it is now; raises ListError."""
    from candidates.reading_list.reader import read_list_file

    return read_list_file(list_path, store.editions.spellings)


def planned(store: Store, list_path: Path) -> Published:
    """What publishing would write now. Raises ListError, StoreError."""
    from candidates.publishing.publishing import plan

    return plan(store, current_list(store, list_path), list_path.name).published


def digest_of(published: Published) -> str:
    """Names a diff, so that what is written is what was looked at."""
    return hashlib.sha256(published.diff.encode("utf-8", "surrogatepass")).hexdigest()
