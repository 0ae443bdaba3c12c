"""Papers out of files: JSON Lines, plain or gzipped, and Parquet; covenue's own records and works of OpenAlex as its snapshot has them.

Sources: OpenAlex's "Snapshot data format" (works in `data/works/updated_date=…/part_000.gz`, JSON Lines; since 2026 Parquet as well) and
"Work object" (`abstract_inverted_index`: word -> places). Pure but for opening files; pyarrow is imported only for a Parquet file.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candidates.errors import CovenueError
from spiders.formats.openalex import abstract_of
from spiders.paper import Paper

# A line longer than this is no paper; reading on would let one line fill the memory (the longest real record has under 20 kB).
MOST_LINE = 20_000_000
# Lines or rows in memory at a time; of long lines (works of OpenAlex have some 20 kB) fewer.
ROWS, CHUNK_BYTES = 2_048, 4_000_000
TEXT_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".gz")
ENDINGS = (*TEXT_ENDINGS, ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of papers; `name` is how its answer file is called, without ending: the path below the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line (from 1; a row of a Parquet file) that holds no paper, and why."""

    line: int
    reason: str


def sources_in(paths: Iterable[Path]) -> list[Source]:
    """The files to read, each once: files as they are named, folders with all papers' files below them, in order of their names.

    Raises CovenueError for a path that is missing, a folder without such files, and two files whose answers would have one name.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _below(path):
            other = found.setdefault(source.name, source)
            if other.path.resolve() != source.path.resolve():
                raise CovenueError(
                    f"{other.path} and {source.path} would both be answered in {source.name}.jsonl. Name the folder around them instead."
                )
    return list(found.values())


def _below(path: Path) -> Iterator[Source]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(ENDINGS) and not file.name.startswith("."))
        if not files:
            raise CovenueError(f"The folder {path} holds no file that ends in {', '.join(ENDINGS)}. Name a folder of such files.")
        for file in files:
            yield Source(path=file, name=_without_ending(str(file.relative_to(path).as_posix())))
    elif path.is_file():
        yield Source(path=path, name=_without_ending(path.name))
    else:
        raise _missing(path)


def _missing(path: Path) -> CovenueError:
    return CovenueError(f"There is no file {path}. Name files of JSON Lines (.gz too) or Parquet, or folders of them.")


def _without_ending(name: str) -> str:
    ending = max((each for each in ENDINGS if name.endswith(each)), key=len, default="")
    return name.removesuffix(ending) or name


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file, unread; `before` them are so many others."""

    before: int
    lines: list[bytes]


# What is read at a time: of JSON Lines the lines, so that whoever works on them reads them.
Chunk = Lines | list[Paper | Fault]


def papers_in_chunk(chunk: Chunk) -> Iterator[Paper | Fault]:
    """The papers of a chunk in order, a `Fault` where a line holds none."""
    return papers_in(chunk.lines, chunk.before) if isinstance(chunk, Lines) else iter(chunk)


def chunks_of(path: Path) -> Iterator[Chunk]:
    """A file in chunks of bounded size. Raises CovenueError for a file that breaks off or is none."""
    try:
        if path.name.endswith(".parquet"):
            yield from _parquet_papers(path)
            return
        with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as stream:
            yield from line_chunks(stream)
    except FileNotFoundError:
        raise _missing(path) from None
    except (OSError, EOFError, zlib.error) as problem:
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        raise CovenueError(f"{path} cannot be read to its end: {reason}. Fetch the file anew and run the same command again.") from problem


def line_chunks(stream: Any) -> Iterator[Lines]:
    """The lines of a stream, `ROWS` or `CHUNK_BYTES` at a time."""
    before, size, lines = 0, 0, list[bytes]()
    for line in _lines(stream):
        lines.append(line)
        size += len(line)
        if len(lines) == ROWS or size >= CHUNK_BYTES:
            yield Lines(before, lines)
            before, size, lines = before + len(lines), 0, []
    if lines:
        yield Lines(before, lines)


def _lines(stream: Any) -> Iterator[bytes]:
    """The lines of a stream, a longer one cut just over MOST_LINE, so that it is told and not kept."""
    while line := stream.readline(MOST_LINE + 1):
        yield line
        while len(line) > MOST_LINE and not line.endswith(b"\n"):
            line = stream.readline(MOST_LINE + 1)
            if not line:
                return


def papers_in(lines: Iterable[bytes], before: int = 0) -> Iterator[Paper | Fault]:
    """The papers of JSON Lines, `before` which there are so many others; empty lines are nothing."""
    for number, line in enumerate(lines, before + 1):
        if not line.strip():
            continue
        try:
            yield paper_of(line)
        except ValueError as problem:
            yield Fault(number, str(problem))


def paper_of(line: bytes) -> Paper:
    """The paper of one line; raises ValueError, which says why there is none. Unknown keys are ignored, odd values taken as missing."""
    if len(line) > MOST_LINE:
        raise ValueError(f"longer than {MOST_LINE // 1_000_000} MB")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"not JSON ({str(problem)[:80]})") from problem
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - a fault of the input, handled like the others
    return paper_from(data)


def paper_from(record: Mapping[str, Any]) -> Paper:
    """The paper of a record: covenue's own (title, abstract, keywords, venue, year …) or a work of OpenAlex. Raises ValueError."""
    title = record.get("title") or record.get("display_name")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("no title")
    return Paper(
        title=title,
        venue=_text(record.get("venue")) or _source_name(record),
        year=next((value for name in ("year", "publication_year") if isinstance(value := record.get(name), int)), 0),
        abstract=_abstract(record),
        authors=_authors(record),
        keywords=_keywords(record.get("keywords")),
        doi=_text(record.get("doi")).removeprefix("https://doi.org/"),
        url=_text(record.get("url")) or _text(record.get("id") if "publication_year" in record else ""),
    )


def _abstract(record: Mapping[str, Any]) -> str | None:
    """`abstract`, or what OpenAlex has instead: an index of words, JSON text in Parquet; None for neither, or a broken index."""
    given, index = record.get("abstract"), record.get("abstract_inverted_index")
    if isinstance(given, str):
        return given
    try:
        return abstract_of(json.loads(index) if isinstance(index, str) else index)
    except (ValueError, RecursionError):  # FormatError is a ValueError
        return None


def _parquet_papers(path: Path) -> Iterator[list[Paper | Fault]]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as problem:
        raise CovenueError(f"{path}: Parquet needs pyarrow; `pip install 'covenue[large]'` brings it.") from problem
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=ROWS):
                yield [_paper_or_fault(record, number) for number, record in enumerate(batch.to_pylist(), number + 1)]
                number += batch.num_rows
    except (pyarrow.ArrowException, OSError) as problem:
        said = (str(problem).splitlines() or [""])[0][:160]
        raise CovenueError(f"{path} is no whole Parquet file ({said}). Fetch the file anew and run the same command again.") from problem


def _paper_or_fault(record: Mapping[str, Any], number: int) -> Paper | Fault:
    try:
        return paper_from(record)
    except ValueError as problem:
        return Fault(number, str(problem))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _names(values: object, *keys: str) -> tuple[str, ...]:
    """The texts of a list whose items are texts, or records with the text under one of `keys`."""
    if not isinstance(values, list):
        return ()
    found = (next((each.get(key) for key in keys if each.get(key)), None) if isinstance(each, Mapping) else each for each in values)
    return tuple(name for name in found if isinstance(name, str))


def _keywords(values: object) -> tuple[str, ...]:
    return _names(values, "display_name", "keyword")


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    if authors := _names(record.get("authors"), "name"):
        return authors
    authorships = record.get("authorships")
    if not isinstance(authorships, list):
        return ()
    return _names([each.get("author") for each in authorships if isinstance(each, Mapping)], "display_name")


def _source_name(record: Mapping[str, Any]) -> str:
    location = record.get("primary_location")
    source = location.get("source") if isinstance(location, Mapping) else None
    return _text(source.get("display_name")) if isinstance(source, Mapping) else ""
