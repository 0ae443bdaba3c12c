"""api.openalex.org: abstracts by DOI, stored there as an index of words to their places."""

from collections.abc import Mapping

from spiders.formats.json_answer import Json, mapping, read_json, sequence, text
from spiders.formats.listing import Abstracts, FormatError
from spiders.formats.text import clean, clean_abstract, clean_doi
from spiders.guard import Answer

# The longest abstract known has under a thousand words (2021 to 2025); a place beyond this is an error of the index.
MOST_WORDS = 20_000


def abstracts(answer: Answer) -> Abstracts:
    """A page of `/works?filter=doi:…`. Works may come twice, one of them without an abstract: the one with it counts.

    FormatError `protocol` with the service's own words where it refuses (a spent budget is answered with 429).
    """
    given = mapping(read_json(answer.body, answer.charset), "the answer")
    if "error" in given:
        reason = clean(f"{given['error']} {given.get('message') or ''}")
        raise FormatError("protocol", f"OpenAlex refuses: {reason}")
    if "results" not in given:
        raise FormatError("layout", "no 'results' in the answer of OpenAlex")
    works = sequence(given["results"], "results")
    by_doi: dict[str, str] = {}
    titles: dict[str, str] = {}
    for order, item in enumerate(works, 1):
        work = mapping(item, f"work {order}")
        if "doi" not in work or "abstract_inverted_index" not in work:
            raise FormatError("layout", f"work {order} of OpenAlex has no doi or no abstract_inverted_index")
        doi, abstract = clean_doi(text(work["doi"], "doi")), abstract_of(work["abstract_inverted_index"])
        if doi and abstract:
            by_doi.setdefault(doi, abstract)
            titles.setdefault(doi, clean(text(work.get("title"), "title")))
    return Abstracts(by_doi=by_doi, titles=titles, listed=len(works))


def abstract_of(index: Json) -> str | None:
    """The text of an `abstract_inverted_index` (word -> its places), None where there is none. Raises FormatError."""
    if index is None:
        return None
    return clean_abstract(" ".join(word for _, word in sorted(_placed(mapping(index, "abstract_inverted_index")))))


def _placed(index: Mapping[str, Json]) -> list[tuple[int, str]]:
    words = [(place, word) for word, places in index.items() for place in sequence(places, "the places of a word")]
    placed = [(place, word) for place, word in words if isinstance(place, int) and 0 <= place < MOST_WORDS]
    if len(placed) < len(words):
        raise FormatError("schema", "a word of an abstract stands at no place")
    return placed
