"""api.semanticscholar.org: abstracts by DOI, in the order in which they were asked for."""

from collections.abc import Mapping, Sequence

from spiders.formats.json_answer import Json, mapping, read_json, sequence, text
from spiders.formats.listing import Abstracts, FormatError
from spiders.formats.text import clean, clean_abstract, clean_doi
from spiders.guard import Answer


def abstracts(answer: Answer, *, dois: Sequence[str]) -> Abstracts:
    """The answer to `POST /paper/batch` for these `dois`: one entry for each, null for what is not known.

    FormatError `protocol` with the service's own words where it refuses (429 without a key, an unknown field), `schema`
    where the entries cannot be told apart because there are not as many as asked for.
    """
    given = read_json(answer.body, answer.charset)
    if isinstance(given, Mapping):
        raise FormatError("protocol", f"Semantic Scholar refuses: {_reason(given)}")
    entries = sequence(given, "the answer")
    if len(entries) != len(dois):
        raise FormatError("schema", f"Semantic Scholar answers {len(entries)} entries for {len(dois)} DOIs")
    by_doi: dict[str, str] = {}
    for asked, entry in zip(dois, entries, strict=True):
        if entry is None:
            continue
        paper = mapping(entry, f"the entry of {asked}")
        if "abstract" not in paper:
            raise FormatError("layout", f"the entry of {asked} has no abstract")
        abstract = clean_abstract(text(paper["abstract"], "abstract"))
        if abstract:
            by_doi[clean_doi(asked)] = abstract
    unknown = [clean_doi(asked) for asked, entry in zip(dois, entries, strict=True) if entry is None]
    return Abstracts(by_doi=by_doi, listed=len(entries), unknown=unknown)


def _reason(answer: Mapping[str, Json]) -> str:
    return clean(str(answer.get("error") or answer.get("message") or "no reason given"))
