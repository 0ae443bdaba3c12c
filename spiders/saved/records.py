"""Papers in this program's own shape (`covenue papers --json`, `covenue export jsonl`): a JSON array or a record a line."""

import json
from collections.abc import Iterator, Mapping

from spiders.editions import Edition
from spiders.formats.json_answer import Json, mapping, read_json, sequence, several, text
from spiders.formats.listing import FormatError, Listing
from spiders.formats.names import comma_names
from spiders.formats.text import clean, clean_abstract, clean_doi, decode
from spiders.guard import Answer
from spiders.paper import Paper


def papers(answer: Answer, edition: Edition) -> Listing:
    """Every record with a title. Records of another edition and lines that are no record are named in `spoilt`."""
    found: list[Paper] = []
    spoilt: list[str] = []
    listed = 0
    for listed, record in enumerate(_records(answer), 1):
        try:
            found.append(_paper(mapping(record, "it"), edition))
        except FormatError as problem:
            spoilt.append(f"Record {listed} was passed over: {problem}.")
    if not found:
        raise FormatError("layout", spoilt[0] if spoilt else "the file holds no record")
    return Listing(papers=found, listed=listed, spoilt=spoilt)


def _records(answer: Answer) -> Iterator[Json]:
    whole = decode(answer.body, answer.charset).strip()
    if whole.startswith("["):
        yield from sequence(read_json(answer.body, answer.charset), "the file")
        return
    for line in filter(str.strip, whole.split("\n")):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            yield None


def _paper(record: Mapping[str, Json], edition: Edition) -> Paper:
    title = clean(text(record.get("title"), "its title"))
    if not title:
        raise FormatError("schema", "it has no title")
    said = f"{record.get('venue') or edition.venue}-{record.get('year') or edition.year}".lower()
    if said != str(edition):
        raise FormatError("schema", f"it is of {said[:40]}, not of {edition}")
    abstract = record.get("abstract")
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=_words(record.get("authors"), "its authors"),
        abstract=clean_abstract(text(abstract, "its abstract")),
        track=clean(text(record.get("track"), "its track")),
        url=clean(text(record.get("url"), "its url")),
        pdf=clean(text(record.get("pdf"), "its pdf")),
        doi=clean_doi(text(record.get("doi"), "its doi")),
        forum=clean(text(record.get("forum"), "its forum")),
        keywords=_words(record.get("keywords"), "its keywords"),
    )


def _words(value: Json, what: str) -> tuple[str, ...]:
    """A list of texts, or one text with commas."""
    if isinstance(value, str):
        return comma_names(value)
    return tuple(word for item in several(value) if (word := clean(text(item, what))))
