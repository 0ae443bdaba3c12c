"""How a list writes the name of a venue. Pure."""

import re
from collections import Counter

from candidates.reading_list.entry_fields import FieldKind
from candidates.reading_list.parts import Entry, ReadingList

# Which conference of its series it is holds for one year.
ORDINAL_WITHIN = re.compile(r"\d(?:st|nd|rd|th)\b|\b[A-Z][a-z]+-[a-z]+\b")


def label_for(reading_list: ReadingList, venue: str) -> str:
    """The venue as the list writes it: as most entries of its newest year there, else by its TODO and suggested sequence, else
    its usual name."""
    names = reading_list.names
    labelled = [e for e in reading_list.entries if e.label]
    labels = [(e.year or 0, e.line, e.label, _spelt(e)) for e in labelled if e.venue == venue]
    if labels:
        newest = [one for one in labels if one[0] == max(labels)[0]]
        usual = Counter(label for _, _, label, _ in newest)
        _, _, label, spelt = max(newest, key=lambda one: (usual[one[2]], one))
        # "International Conference on Machine Learning (ICML)", where most entries spell their venues out.
        return spelt if sum(_spelt(e) != e.label for e in labelled) * 2 > len(labelled) else label
    for line in reading_list.lines:
        for found in names.mentions(line):
            if names.venue_of(found[0]) == venue and "(#" not in line:
                return found[0]
    return names.usual_label(venue)


def _spelt(entry: Entry) -> str:
    """The venue of an entry with all that stands for it in the line."""
    told = next((one.text for one in entry.text.fields if one.kind is FieldKind.VENUE), "") if entry.text is not None else ""
    return told if entry.label in told and not ORDINAL_WITHIN.search(told) else entry.label
