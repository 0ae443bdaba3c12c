"""How a list writes badges that show an edition: what of them a new paper's own takes the place of, and in which colour. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from candidates.matching.paper_ids import PREPRINTS
from candidates.publishing.form_slots import BADGE_COLOUR, BADGE_VENUE, HOLE, VENUE, YEAR
from candidates.reading_list.badges import SHIELD
from candidates.reading_list.entry_fields import Field, FieldKind
from candidates.reading_list.markdown import Source
from candidates.reading_list.parts import ReadingList

# The picture of a badge, whose address and hidden name are no words of a line.
BADGE_PICTURE = re.compile(rf"!\[[^\[\]\n]*\]\([^()\s]*{BADGE_VENUE}[^()\s]*\)")


def is_of_preprint(badge: Field) -> bool:
    """A badge of a preprint shows not how a conference is written."""
    return badge.text.casefold() in PREPRINTS


def badge_cuts(badge: Field, source: Source) -> Iterator[tuple[int, int, str]]:
    """What of a badge becomes a slot: venue, year and colour, and the edition where its hidden name says it again; one of a preprint
    goes out."""
    found = SHIELD.search(source.text, badge.start, badge.end)
    if found is None or is_of_preprint(badge):
        yield badge.start, badge.end, HOLE
        return
    for name, slot in (("venue", BADGE_VENUE), ("year", YEAR), ("colour", BADGE_COLOUR)):
        yield *found.span(name), slot
    for said, slot in ((badge.text, VENUE), (found["year"], YEAR)):
        for again in re.compile(rf"(?<!\w){re.escape(said)}(?!\w)").finditer(source.text, badge.start, badge.end):
            if not found.start() <= again.start() < found.end():
                yield *again.span(), slot


def badge_colours(reading_list: ReadingList) -> Mapping[str, str]:
    """The colour of each venue's badges by its id, under "" the one that most badges of conferences and journals have."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in reading_list.entries:
        for badge in entry.text.fields if entry.text is not None else ():
            found = SHIELD.search(reading_list.source.text, badge.start, badge.end) if badge.kind is FieldKind.BADGE else None
            if found is not None and not is_of_preprint(badge):
                seen[reading_list.names.venue_of(badge.text)][found["colour"]] += 1
                seen[""][found["colour"]] += 1
    return {venue: colours.most_common(1)[0][0] for venue, colours in seen.items()}
