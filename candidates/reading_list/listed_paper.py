"""An entry of the list as the paper that it is: what matching compares. Imports matching, which knows nothing of lists."""

from candidates.matching.paper_ids import doi_in
from candidates.matching.same_paper import PaperRef
from candidates.reading_list.parts import Entry
from spiders.addresses import forum_in


def ref_of(entry: Entry) -> PaperRef:
    """An entry as matching sees it; DOI and forum id are read out of its link."""
    return PaperRef(
        id="",
        title=entry.title,
        venue=entry.venue,
        year=entry.year,
        doi=doi_in(entry.url),
        forum=forum_in(entry.url),
        url=entry.url,
        rest=entry.rest,
        # A row of a table names its edition in a cell of its own.
        edition_of_heading=bool(entry.venue or entry.year) and not entry.names_edition,
    )
