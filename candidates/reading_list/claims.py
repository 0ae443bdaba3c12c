"""Which editions a list means: those it says it covers, those its TODO still wants, and those that came out since. Pure.

`known` is what the table of editions has: venue id -> its years, in the order of the table.
"""

from collections.abc import Collection, Mapping

from candidates.reading_list.parts import ReadingList

Known = Mapping[str, Collection[int]]
EditionKey = tuple[str, int]


def claimed_venues(reading_list: ReadingList, known: Known) -> list[str]:
    """The venues that the list covers: its suggested sequence, where it names none those that its entries and its TODO name, else all."""
    named = {entry.venue for entry in reading_list.entries} | {venue for item in reading_list.todo for venue, _ in item.named}
    in_sequence = [venue for venue in reading_list.sequence if venue in known]
    return in_sequence or [venue for venue in known if venue in named] or list(known)


def claimed_editions(reading_list: ReadingList, known: Known) -> list[EditionKey]:
    """The editions of the years that the list says it covers."""
    return [(venue, year) for venue in claimed_venues(reading_list, known) for year in reading_list.years if year in known[venue]]


def places(reading_list: ReadingList, known: Known) -> dict[str, int]:
    """Where each venue stands: in the order that the list suggests, then in that of the table."""
    return {venue: place for place, venue in enumerate(dict.fromkeys((*reading_list.sequence, *known)))}


def open_editions(reading_list: ReadingList, known: Known) -> tuple[list[EditionKey], list[EditionKey]]:
    """What the open items of the TODO name, venue by venue in the suggested order: the known editions, and those that are not known."""
    place = places(reading_list, known)
    named = {edition for item in reading_list.todo if not item.checked for edition in item.editions}
    ordered = sorted(named, key=lambda edition: (place.get(edition[0], len(place)), *edition))
    fitting = [(venue, year) for venue, year in ordered if year in known.get(venue, ())]
    return fitting, [edition for edition in ordered if edition not in fitting]


def newer_editions(reading_list: ReadingList, known: Known) -> list[EditionKey]:
    """The known editions of the list's venues that are newer than its TODO, its claimed years or else its entries go."""
    latest = _latest_years(reading_list, known)
    named = {edition for item in reading_list.todo for edition in item.named}
    found = [(venue, year) for venue, last in latest.items() for year in known[venue] if year > last and (venue, year) not in named]
    place = places(reading_list, known)
    return sorted(found, key=lambda edition: (edition[1], place[edition[0]]))


def _latest_years(reading_list: ReadingList, known: Known) -> dict[str, int]:
    """How far the list goes, for each venue that it is about."""
    todo = [edition for item in reading_list.todo for edition in item.named]
    entries = [(entry.venue, entry.year) for entry in reading_list.entries if entry.year is not None]
    named = {venue for venue, _ in todo} | {venue for venue, _ in entries}
    in_sequence = any(venue in known for venue in reading_list.sequence)
    venues = claimed_venues(reading_list, known) if in_sequence or not named & known.keys() else [v for v in known if v in named]
    usual = [*reading_list.years, *(year for _, year in todo)] or [year for _, year in entries]
    latest = {}
    for venue in venues:
        own = [*reading_list.years, *(year for each, year in todo if each == venue)]
        # A list that names no year at all is offered the newest edition of each venue.
        latest[venue] = max(own or usual, default=max(known[venue], default=0) - 1)
    return latest
