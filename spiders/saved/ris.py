"""RIS files: exports of Zotero, Scopus, the Web of Science, Springer, IEEE Xplore and of this program."""

from collections.abc import Iterator, Mapping, Sequence

from spiders.editions import Edition
from spiders.formats.listing import FormatError
from spiders.formats.text import MOST_FIELD, clean, decode, given_first
from spiders.guard import Answer
from spiders.saved.columns import record_of
from spiders.saved.record import Record, Records

# Twenty thousand records with abstracts; rispy takes some ten times the text.
MOST_CHARACTERS = 40_000_000
# rispy's name for a tag, and ours: TI, T1; AB, N2; DO; UR; L1 and L2 (files).
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "primary_title", "short_title"),
    "abstract": ("abstract", "notes_abstract"),
    "doi": ("doi",),
    "url": ("urls", "url", "link_to_pdf"),
    "pdf": ("file_attachments1", "file_attachments2"),
    "isbn": ("issn",),
    "year": ("year", "publication_year"),
    "date": ("date",),
}
# T2, JO, JF, JA, BT, C3: where the paper appeared, under the names that exporters give it.
VENUES: Mapping[str, str] = {
    "booktitle": "secondary_title",
    "journal": "journal_name",
    "publicationtitle": "alternate_title3",
    "proceedingstitle": "custom3",
    "bookseriestitle": "tertiary_title",
}


def entries(answer: Answer, edition: Edition) -> Records:
    """Every record with a title; those without one are named in `spoilt`. Raises FormatError where none can be read."""
    text = decode(answer.body, answer.charset)
    longest = max(map(len, text.splitlines()), default=0)
    if len(text) > MOST_CHARACTERS or longest > MOST_FIELD:
        raise FormatError("size", f"the RIS file has {len(text):,} characters, {longest:,} of them in one line")
    found, spoilt, number = [], [], 0
    for number, given in enumerate(_parsed(text), 1):
        record = _record(number, given, edition)
        if record.paper.title:
            found.append(record)
        else:
            spoilt.append(f"Record {number} has no title.")
    if not number:
        raise FormatError("layout", "no record in the RIS file")
    return Records(found=found, listed=number, spoilt=spoilt)


def _parsed(text: str) -> Iterator[Mapping[str, object]]:
    # Only here: no other command needs it.
    import rispy

    try:
        yield from rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError, AttributeError, TypeError) as problem:
        raise FormatError("schema", f"the RIS file cannot be read: {clean(str(problem))[:120]}") from None


def _record(number: int, given: Mapping[str, object], edition: Edition) -> Record:
    row = {name: value for name, tags in FIELDS.items() if (value := next(filter(None, (_one(given, tag) for tag in tags)), ""))}
    row |= {name: _one(given, tag) for name, tag in VENUES.items()}
    row["keywords"] = ";".join(_all(given, "keywords"))
    row["documenttype"] = _one(given, "type_of_work")
    people = _all(given, "authors") or _all(given, "first_authors")
    return record_of(f"Record {number}", row, [name for each in people if (name := clean(given_first(each)))], edition)


def _all(given: Mapping[str, object], tag: str) -> Sequence[str]:
    value = given.get(tag)
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _one(given: Mapping[str, object], tag: str) -> str:
    return next(iter(_all(given, tag)), "")
