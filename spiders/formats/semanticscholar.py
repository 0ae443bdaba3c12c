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
    titles: dict[str, str] = {}
    unknown: list[str] = []
    strange: list[str] = []
    for asked, entry in zip(map(clean_doi, dois), entries, strict=True):
        if entry is None:
            unknown.append(asked)
            continue
        paper = mapping(entry, f"the entry of {asked}")
        if "abstract" not in paper:
            raise FormatError("layout", f"the entry of {asked} has no abstract")
        # Another paper's record was given for an id (s2-folks#157, #108; seen 2025).
        own = clean_doi(text(mapping(paper.get("externalIds") or {}, "externalIds").get("DOI"), "DOI"))
        if own and own != asked:
            strange.append(asked)
        elif abstract := clean_abstract(text(paper["abstract"], "abstract")):
            by_doi[asked] = abstract
            titles[asked] = clean(text(paper.get("title"), "title"))
    return Abstracts(by_doi=by_doi, titles=titles, listed=len(entries), unknown=unknown, strange=strange)


def _reason(answer: Mapping[str, Json]) -> str:
    return clean(str(answer.get("error") or answer.get("message") or "no reason given"))
