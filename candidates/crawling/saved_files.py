"""Takes in files saved by hand: all are read before anything is stored, so that a wrong file changes nothing."""

import asyncio
import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from candidates.crawling.lock import crawl_lock
from candidates.crawling.run import CrawlRun, EditionReport
from candidates.errors import CovenueError
from candidates.store.database import Store
from candidates.store.edition_writer import StoreMemory, write_edition
from spiders.edition_status import EditionStatus
from spiders.editions import Edition, EditionTable
from spiders.formats import virtual
from spiders.formats.listing import FormatError, Listing, told_notes
from spiders.guard import Answer
from spiders.items import EditionItem, PageItem, PageRecord, StoreResult
from spiders.paper import with_origins
from spiders.saved.recognise import ABSTRACTS_APART, read_saved, recognise
from spiders.text_files import MOST_BYTES, bytes_of_file
from spiders.verdict import Weight, doubt

SOURCE = "import"
Read = TypeVar("Read")


class SavedFileError(CovenueError):
    """A saved file that cannot be used. Raised before anything is stored."""


@dataclass(frozen=True)
class SavedFile:
    """A file with what it holds. `page` is its name in the ledger: the same content is the same page, wherever it lies."""

    path: Path
    page: str
    listing: Listing


def import_saved(database: str, paths: Sequence[Path], edition: Edition, table: EditionTable) -> EditionReport:
    """Reads the files and stores their papers under the edition; its report. Raises CovenueError."""
    files = read_files(paths, edition, table)
    run = CrawlRun(editions=[edition], table=table, database=database, asked={str(edition)})
    with Store(database) as store, crawl_lock(database):
        new = asyncio.run(_store(store, edition, files, table))
        run.new = {str(edition): new}
        return run.report(store, edition)


def read_files(paths: Sequence[Path], edition: Edition, table: EditionTable) -> list[SavedFile]:
    """Every file parsed by what its content is; a virtual site's file of abstracts completes the list given beside it."""
    bodies = {path: _read(path) for path in dict.fromkeys(paths)}
    with_names = {path: _explained(path, recognise, body).name for path, body in bodies.items()}
    apart: dict[str, str] = {}
    for path in [path for path, name in with_names.items() if name == ABSTRACTS_APART.name and len(bodies) > 1]:
        apart |= _explained(path, _abstracts, bodies.pop(path))
    read = partial(read_saved, edition=edition, table=table, abstracts=apart)
    return [SavedFile(path, f"file {sha256(body).hexdigest()[:16]}", _explained(path, read, body)) for path, body in bodies.items()]


def _abstracts(body: bytes) -> dict[str, str]:
    return virtual.abstracts(Answer(url="", status=200, body=body))


def _read(path: Path) -> bytes:
    try:
        return bytes_of_file(path)
    except OSError as problem:
        if problem.errno == errno.EFBIG:
            most = f"{MOST_BYTES // 1_000_000} MB"
            raise SavedFileError(f"{path} is larger than any page of proceedings ({most}); name the saved page itself.") from problem
        raise SavedFileError(f"{path} cannot be read ({problem.strerror}); check the name.") from problem


def _explained(path: Path, parse: Callable[[bytes], Read], body: bytes) -> Read:
    try:
        return parse(body)
    except FormatError as problem:
        raise SavedFileError(f"{path}: {str(problem).rstrip('.')}. Check the file and --edition.") from problem


async def _store(store: Store, edition: Edition, files: Sequence[SavedFile], table: EditionTable) -> int:
    """Stores file after file, then the edition's row; how many papers are new."""
    memory = StoreMemory(store)
    writer = memory.writer(edition.venue, edition.year)
    before = memory.status(edition.venue, edition.year)
    loop = asyncio.get_running_loop()
    new = 0
    for file in files:
        listing = file.listing
        record = PageRecord(declared=listing.declared, listed=listing.listed or len(listing.papers), papers=len(listing.papers))
        papers = [with_origins(paper, SOURCE) for paper in listing.papers]
        new += writer.save(
            PageItem(
                venue=edition.venue,
                year=edition.year,
                source=SOURCE,
                page=file.page,
                papers=papers,
                record=record,
                adds=True,
                saved=loop.create_future(),
            )
        ).new
    item = _closing(edition, table, files, memory, before == EditionStatus.COMPLETE, loop.create_future())
    write_edition(store, item, len(writer))
    return new


def _closing(
    edition: Edition,
    table: EditionTable,
    files: Sequence[SavedFile],
    memory: StoreMemory,
    complete: bool,
    saved: "asyncio.Future[StoreResult]",
) -> EditionItem:
    """The edition's row: complete when it was, or when nothing says that the files are not the whole."""
    declared = [file.listing for file in files if file.listing.declared is not None]
    missing = sum(max(0, (listing.declared or 0) - listing.listed) for listing in declared)
    listed = len(memory.papers(edition.venue, edition.year))
    before = table.venues[edition.venue].editions.get(edition.year - 1) if edition.venue in table.venues else None
    found = doubt(edition, listed, year_before=(before.total if before else None) or len(memory.papers(edition.venue, edition.year - 1)))
    said = [f"{missing} of the entries that the files declare are not in them"] if missing else []
    said += [found.said] if found.said else []
    said += told_notes([note for file in files for note in file.listing.spoilt])
    return EditionItem(
        venue=edition.venue,
        year=edition.year,
        status=EditionStatus.SHORT if found.weight is Weight.GRAVE or (missing and not complete) else EditionStatus.COMPLETE,
        counted=edition.total or edition.least,
        missing=missing,
        declares_total=bool(declared),
        listed=listed,
        unread_pages=0,
        unread_until="",
        sources=[SOURCE],
        message="; ".join(said),
        requests=0,
        bytes=0,
        seconds=0.0,
        saved=saved,
    )
