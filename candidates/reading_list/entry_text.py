"""What one entry of a list says, and where: title, links, edition, authors, whatever the list's style. Pure.

`title_rules` says which stretch of the first line is the title; here the rest of the line and the lines below it are read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from candidates.reading_list.author_names import LAST_INITIALS, AuthorText, authors_in, authors_in_front, names_several
from candidates.reading_list.badges import badge_edition, picture_fields
from candidates.reading_list.edition_mentions import PREPRINT, Mention, best_of, date_in, mentions, venue_alone, year_at_end, year_in_front
from candidates.reading_list.entry_fields import EntryText, Field, FieldKind, Link
from candidates.reading_list.entry_units import WORD, is_label, units_of
from candidates.reading_list.inline import Line, plain
from candidates.reading_list.title_editions import CITATION, cited_edition, edition_within
from candidates.reading_list.title_ends import clean_end, end_before_authors, end_before_remark, kind_mark_length
from candidates.reading_list.title_rules import find_title
from candidates.reading_list.title_signs import BRACKET, JOURNAL, LONGEST_JOURNAL, LOOSE, QUOTED, SHORTCODE, STARS, TITLE_WORDS
from candidates.reading_list.venue_names import YEAR, Edition, VenueNames
from candidates.reading_list.wrapped_titles import lines_in, whole_title
from spiders.mojibake import one_line

CHECKBOX = re.compile(r"^\s*\[(?P<mark>[ xX✓✔]?)\](?=\s)\s*")
# "Paper: https://…", "会议: CVPR 2025": a line below an entry that names what it says.
FIELD = re.compile(r"^\s*(?P<name>[^\W\d_][^:：|]{0,24})\s*[:：]\s*")
AUTHOR_FIELD = re.compile(r"(?:authors?|by|作者)", re.IGNORECASE)
MARKED = re.compile(r"\s*[(\[（]\s*(?P<said>[^\W_][^()\[\]（）]{0,30}?)\s*[)\]）][\s.,;|(\[（【]*$")
# The number of a paper in a row of papers, within its link or bold run: "**[12] Title**".
NUMBERED = re.compile(r"\s*\[\d{1,4}\]\s+(?=\S)")
# What stands between links and brackets.
STRETCH = re.compile(r"[^\t|\n()\[\]（）【】]+")
# A title that stands in quotation marks as a whole: **"Title"**.
WHOLE_QUOTED = re.compile(r"[\"“«「『《„](?P<title>[^\"”“«»「」『』《》„]+?)[,.]?[\"”“»」』》]")
# Letters of a bold run from which on it is no short name.
LONGEST_ACRONYM = 40


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An entry while its lines are read."""

    names: VenueNames
    title: str = ""
    edition: Mention | None = None
    venue: Mention | None = None
    tail: str = ""
    links: list[Link] = field(default_factory=list)
    authors: AuthorText | None = None
    fields: list[Field] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def entry_of(lines: Sequence[Line], names: VenueNames, below: Sequence[Line] = ()) -> EntryText | None:
    """The entry whose own lines are `lines` and whose notes are `below`; None when its first line has no title."""
    if not lines:
        return None
    first = whole_title(lines)
    lines = [first, *lines[lines_in(first, lines) :]]
    box = CHECKBOX.match(first.text) if not any(mark.kind == "link" and mark.start < 3 for mark in first.marks) else None
    found = find_title(first, names, box.end() if box else 0)
    if found is None:
        return None
    draft = _Draft(names=names)
    start, end = _title_in(draft, first, found.start, found.end, cut=found.open)
    if box:
        draft.fields.append(Field(FieldKind.CHECKBOX, *first.places(*box.span()), text=plain(box[0])))
    _links(draft, first)
    _around(draft, first, [(start, end), *([box.span()] if box else [])])
    for line in [*lines[1:], *below]:
        _links(draft, line)
        _around(draft, line, [])
    edition = _edition(draft)
    return EntryText(
        title=one_line(plain(first.text[start:end])),
        title_place=first.places(start, end)[0],
        edition=edition,
        checkbox=box["mark"] if box else None,
        title_link=found.link is not None and not found.open,
        title_strong=found.strong and not found.open,
        tail=draft.tail,
        rest=one_line(" ".join(draft.rest)),
        links=tuple(draft.links),
        authors=draft.authors.names if draft.authors else (),
        fields=tuple(sorted(draft.fields, key=lambda one: one.start)),
        badge=badge_edition([*lines, *below], names),
    )


# ---- the title


def _title_in(draft: _Draft, line: Line, start: int, end: int, *, cut: bool) -> tuple[int, int]:
    """The title itself within the stretch that carries it; an edition that stands in it goes into the draft."""
    text = line.text[start:end]
    found = edition_within(text, draft.names, cut=cut)
    if found is not None:
        _take_edition(draft, line, start, found)
        if found.start == 0 and WORD.search(plain(text[found.end :])):
            start += found.end + len(re.match(rf"[{LOOSE}.:]*", text[found.end :])[0])  # type: ignore[index]  # matches always
        else:
            end = start + found.start
    if cut:
        end = _without_marked(draft, line, start, end)
        start, end = _without_others(draft, line, start, end)
    else:
        start, end = _without_citation(draft, line, start, end)
    if (number := NUMBERED.match(plain(line.text[start:end]))) is not None:
        start += number.end()
    text = clean_end(line.text[start:end])
    lead = len(text) - len(text.lstrip(f" \t{STARS}"))
    start, end = start + lead, start + len(text)
    if whole := WHOLE_QUOTED.fullmatch(line.text[start:end]):
        start, end = start + whole.start("title"), start + whole.end("title")
    place = line.places(start, end)  # with the mark of its kind, which another paper may not have
    end -= kind_mark_length(line.text[start:end])
    draft.fields.append(Field(FieldKind.TITLE, *place, text=one_line(plain(line.text[start:end]))))
    return start, end


def _without_marked(draft: _Draft, line: Line, start: int, end: int) -> int:
    """The end of a title before a bracket in bold or italics that says something of the paper: "(**oral**)", "(*ISIE*)"."""
    found = MARKED.search(plain(line.text[start:end]))
    if found is None or len(plain(line.text[start:end])) != end - start:
        return end
    first, last = start + found.start("said"), start + found.end("said")
    # Italics around the whole title, its bracket included, say nothing of the bracket.
    if not any(start + found.start() <= mark.start <= first and last <= mark.end for mark in (*line.of("strong"), *line.of("em"))):
        return end
    if label := venue_alone(found["said"], draft.names):
        _take_venue(draft, line, _lone_venue(label, first, draft.names))
    return start + found.start()


def _without_citation(draft: _Draft, line: Line, start: int, end: int) -> tuple[int, int]:
    """The title within a whole citation that a link or bold run carries: Doe, Jane. "Title." Venue 20 (2012)."""
    text = line.text[start:end]
    quoted = QUOTED.match(plain(text)) if len(plain(text)) == len(text) else None
    before = (quoted["before"] or "") if quoted else ""
    if quoted and before.endswith((".", ",")) and len(WORD.findall(quoted["title"])) >= TITLE_WORDS:
        _authors(draft, line, start, start + quoted.end("before"))
        draft.rest.append(f"{before} {quoted['after']}".strip())
        return start + quoted.start("title"), start + quoted.end("title")
    return start, end


def _without_others(draft: _Draft, line: Line, start: int, end: int) -> tuple[int, int]:
    """A title in plain text without quotation marks, afterwords, and authors behind it."""
    text = line.text[start:end]
    shown = plain(text) if len(plain(text)) == len(text) else text
    quoted = QUOTED.match(shown)
    before = (quoted["before"] or "") if quoted else ""
    people = authors_in(FIELD.sub("", before), alone=True) if before else None
    told = people is not None and len(people.names) > 1
    if quoted and (told or (re.search(r"[,.:]$|^$", before) and len(WORD.findall(quoted["title"])) >= TITLE_WORDS)):
        if before:
            lead = FIELD.match(before) if told else None
            _authors(draft, line, start + (lead.end() if lead else 0), start + quoted.end("before"))
        draft.rest.append(f"{before} {quoted['after']}".strip())
        return start + quoted.start("title"), start + quoted.end("title")
    for mark in line.of("em"):
        titled = start < mark.start < mark.end <= end and len(WORD.findall(line.text[mark.start : mark.end])) >= TITLE_WORDS
        if titled and _authors(draft, line, start, mark.start):
            return mark.start, mark.end
    cited = CITATION.match(shown)
    if cited and authors_in(cited["authors"].replace(" and ", ", "), alone=True):
        _authors(draft, line, start, start + cited.end("authors"))
        _take_edition(draft, line, start, cited_edition(cited, draft.names))
        return start + cited.start("title"), start + cited.end("title")
    if (cut := end_before_remark(shown)) is not None:
        end, shown = start + cut, shown[:cut]
    place, stop = authors_in_front(shown), end_before_authors(shown)
    if place and len(WORD.findall(shown[place:])) >= TITLE_WORDS and (stop is None or names_several(shown[:place])):
        _authors(draft, line, start, start + place)
        return start + place, end
    if stop is not None and _authors(draft, line, start + stop, end):
        end = start + stop
    return start, end


# ---- what stands around it


def _take_edition(draft: _Draft, line: Line, offset: int, found: Mention) -> None:
    """Keeps an edition if it says more than what is known; its parts become fields."""
    if found.date:
        first, last = offset + found.start, offset + found.end
        draft.fields.append(Field(FieldKind.DATE, *line.places(first, last), text=line.text[first:last]))
    known = draft.edition
    if known is not None and not (known.date and not found.date) and not (known.year is None or (not known.venue and found.venue)):
        return
    if known is not None and not found.venue and known.venue:
        found = replace(found, venue=known.venue, label=known.label)
    draft.edition = found
    draft.tail = plain(line.text[offset + found.start : offset + found.end]).strip()
    for kind, at in ((FieldKind.VENUE, found.venue_at), (FieldKind.YEAR, found.year_at)):
        if at is not None and not found.date:
            if kind is FieldKind.VENUE and _crosses_mark(line, offset + at[0], offset + at[1]):
                # A name in italics before its acronym in bold: only the acronym can be changed without breaking what is around it.
                place = line.text.rfind(found.label, offset + at[0], offset + at[1]) - offset
                at = (place, place + len(found.label))
            first, last = offset + at[0], offset + at[1]
            draft.fields.append(Field(kind, *line.places(first, last), text=plain(line.text[first:last])))


def _crosses_mark(line: Line, start: int, end: int) -> bool:
    """Bold or italics begin or end within the stretch."""
    return any(start < edge < end for mark in (*line.of("strong"), *line.of("em")) for edge in (mark.start, mark.end))


def _links(draft: _Draft, line: Line) -> None:
    """The links of a line, places in the page left out; one whose label is an edition or a venue tells it."""
    for mark in line.of("link", "bare", "badge"):
        if mark.url.startswith("#") or not mark.url:
            continue
        label = plain(line.text[mark.start : mark.end])
        # "[https://x.org/a](https://x.org/a)" is as good as written out; "<https://x.org/a>" keeps its signs.
        bare = mark.kind == "bare" or (label == mark.url and mark.outer[1] - mark.outer[0] > len(label) + 2)
        link = Link(label=label, url=mark.url, outer=mark.outer, picture=mark.kind == "badge", bare=bare)
        draft.links.append(link)
        draft.fields.append(Field(FieldKind.LINK, *mark.outer, text=label, link=link))
    draft.fields += picture_fields(line, draft.names)


def _around(draft: _Draft, line: Line, taken: Sequence[tuple[int, int]]) -> None:
    """Reads a line but for the stretches taken: editions, dates and acronyms in labels, then authors in what is left."""
    covered = [*taken, *_labels(draft, line, taken)]
    shown = _masked(line, covered)
    for found in mentions(shown, draft.names):
        covered.append((found.start, found.end))
    spoken = best_of(iter(mentions(shown, draft.names)))
    alone = spoken is not None or not taken
    undated = draft.edition is None or (draft.edition.year is None and bool(taken))
    if spoken is None and undated and (spoken := year_at_end(shown) or year_in_front(shown)) is not None:
        covered.append((spoken.start, spoken.end))
    if spoken is not None:
        _take_edition(draft, line, 0, spoken)
    for mark in line.of("em"):
        if "\t" not in shown[mark.start : mark.end]:
            _marked_venue(draft, line, mark.start, mark.end)
    undated = draft.edition is None or draft.edition.year is None
    for said in (*BRACKET.finditer(shown), *(STRETCH.finditer(shown) if undated else ())):
        if (dated := date_in(said[0], draft.names)) is not None and (said.re is BRACKET or not dated.venue):
            covered.append(said.span())
            _take_edition(draft, line, said.start(), replace(dated, end=len(said[0]), venue_at=None, year_at=None))
    # What stands in brackets is where authors work, or a remark.
    covered += [bracket.span() for bracket in BRACKET.finditer(_masked(line, covered)) if "et al" not in bracket[1]]
    _people(draft, line, _masked(line, covered), alone=alone)
    left = plain(_masked(line, covered)).strip()
    if WORD.search(left):
        draft.rest.append(left.strip(" |,;:·•/–—-"))


def _labels(draft: _Draft, line: Line, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Reads links, code and short bold names for the edition or the acronym that they are; what of the line is done with."""
    done: list[tuple[int, int]] = []
    for unit in units_of(line):
        if any(first < unit.end and unit.start < last for first, last in taken):
            continue
        if unit.link is not None or unit.code:
            if unit.link is None or not unit.link.url.startswith("#"):
                _label_edition(draft, line, unit.start, unit.end)
            done.append((unit.start, unit.end))
        elif unit.strong and unit.end - unit.start < LONGEST_ACRONYM:
            _acronym(draft, line, unit.start, unit.end)
            _marked_venue(draft, line, unit.start, unit.end)
            if taken and unit.end <= taken[0][0] and authors_in(line.text[unit.start : unit.end], alone=True):
                done.append((unit.start, unit.end))  # "**Your TTS** [Title](u)" names nobody
    return done


def _masked(line: Line, covered: Sequence[tuple[int, int]]) -> str:
    """The text of a line, the covered stretches as tabs: letter for letter in its place."""
    letters = list(line.text)
    for first, last in covered:
        letters[first:last] = "\t" * (last - first)
    return "".join(letters)


def _label_edition(draft: _Draft, line: Line, start: int, end: int) -> None:
    """A link whose label is an edition or a venue: "[[ICML 2018]](u)", "[[ECCV](u)] Title"."""
    text = line.text[start:end]
    inner = re.match(r"[\s(\[（【]*", plain(text))
    found = best_of(iter(mentions(text, draft.names)))
    if found is not None and not WORD.search(plain(text[: found.start] + text[found.end :])):
        _take_edition(draft, line, start, found)
        return
    if alone := re.fullmatch(rf"\s*(?P<year>{YEAR})\s*", text):
        _take_edition(draft, line, start, Mention(0, len(text), venue="", label="", year=int(alone["year"]), year_at=alone.span("year")))
        return
    dated = date_in(text, draft.names)
    if dated is not None:
        _take_edition(draft, line, start, replace(dated, venue_at=None, year_at=None))
        return
    in_front = not WORD.search(plain(line.text[:start]))
    spelt_out = in_front and found is None and JOURNAL.search(plain(text)) and len(WORD.findall(text)) <= LONGEST_JOURNAL
    label = venue_alone(text, draft.names) or (plain(text).strip(" ,.;:*_()[]") if spelt_out else "")
    unit = next((u for u in units_of(line) if u.start == start), None)
    if label and (draft.names.knows(label) or (in_front and unit is not None and not is_label(line, unit))):
        _take_venue(draft, line, _lone_venue(label, start + (inner.end() if inner else 0), draft.names))


def _marked_venue(draft: _Draft, line: Line, start: int, end: int) -> None:
    """A known venue that stands in bold or italics by itself, its year elsewhere: "**Title**, *NeurIPS*, [paper](u)" below "## 2023"."""
    said = line.text[start:end].rpartition("et al. ")[2]  # "*Jane Doe et al. ICML.*"
    label = venue_alone(said, draft.names)
    if label and (draft.names.knows(label) or re.fullmatch(PREPRINT, label)) and label in said:
        _take_venue(draft, line, _lone_venue(label, line.text.rindex(label, start, end), draft.names))


def _lone_venue(label: str, start: int, names: VenueNames) -> Mention:
    at = (start, start + len(label))
    return Mention(*at, venue=names.venue_of(label), label=label, venue_at=at)


def _take_venue(draft: _Draft, line: Line, found: Mention) -> None:
    """A venue without a year, where none is known yet."""
    if draft.edition is not None and draft.edition.venue:
        return
    assert found.venue_at is not None
    draft.fields.append(Field(FieldKind.VENUE, *line.places(*found.venue_at), text=found.label))
    known = draft.edition
    draft.edition = replace(known, venue=found.venue, label=found.label) if known is not None else found


def _acronym(draft: _Draft, line: Line, start: int, end: int) -> None:
    """A bold or bracketed short name that the title begins with: "(**CLDA**) CLDA: Learning …"."""
    title = next((one.text for one in draft.fields if one.kind is FieldKind.TITLE), "")
    text = plain(line.text[start:end]).strip()
    head = title.partition(":")[0].strip()
    if text and head and text.casefold() == head.casefold() and ":" in title:
        draft.fields.append(Field(FieldKind.ACRONYM, *line.places(start, end), text=text))


def _people(draft: _Draft, line: Line, shown: str, *, alone: bool) -> None:
    """The authors among what is left of a line: italics first, then each stretch between the things that were taken."""
    if draft.authors is not None:
        return
    # One name in italics may be that of a journal: it counts when nobody else is named.
    for mark in line.of("em"):
        several = authors_in(plain(line.text[mark.start : mark.end]))
        if several is not None and len(several.names) > 1 and _authors_around(draft, line, shown, mark.start, mark.end, alone=True):
            return
    told = FIELD.match(shown) if alone else None
    begin = told.end() if told and len(told["name"].split()) <= 2 else 0
    # "Key Word: Alignment Drift" names nobody.
    alone = alone and (told is None or AUTHOR_FIELD.fullmatch(told["name"].strip()) is not None)
    for piece in re.finditer(r"[^\t|\n]+", shown[begin:]):
        if _authors_around(draft, line, shown, begin + piece.start(), begin + piece.end(), alone=alone):
            return
    for mark in line.of("em"):
        if "\t" not in shown[mark.start : mark.end] and _authors_around(draft, line, shown, mark.start, mark.end, alone=True):
            return


def _authors_around(draft: _Draft, line: Line, shown: str, start: int, end: int, *, alone: bool) -> bool:
    """Authors in a stretch: the whole of it, or its first sentences ("Jane Doe et al. Great paper.")."""
    text = shown[start:end]
    # A full stop behind a single letter ends an initial ("Stefano V. Albrecht"), or the names where they are written "Rus D".
    stops = [m.end() for m in re.finditer(r"(?<= [A-Z])\.(?=\s)", text) if LAST_INITIALS.fullmatch(text[: m.start()].strip(" \t.,;:"))]
    stops += [len(text), *(m.end() for m in re.finditer(r"\bet al\.?|(?<!\b[A-Z])[.;](?=\s)", text))]
    for cut in stops:
        piece = text[:cut]
        if (said := piece.strip(" \t.,;:")) and "\t" not in said and _authors(draft, line, start, start + cut, alone=alone):
            return True
    return False


def _authors(draft: _Draft, line: Line, start: int, end: int, *, alone: bool = True) -> bool:
    """Takes the names in a stretch for the authors, if that is what they are."""
    text = line.text[start:end]
    lead = re.match(rf"(?:{SHORTCODE.pattern}|[{LOOSE}.(\[\t*_\"”“»」』》>]+)*(?:[Bb]y\s+)?", text)
    first = start + (lead.end() if lead else 0)
    body = line.text[first:end]
    kept = body.rstrip(" \t,;:|·)]-–—")
    named = authors_in(plain(kept), alone=alone)
    if named is None:
        return False
    # "*Jane Doe et al*.": the full stop behind the italics is none of theirs.
    inside = [mark.end - first for mark in line.of("em", "strong") if mark.start <= first < mark.end < first + len(kept)]
    kept = kept[: inside[0]] if inside and kept[inside[0] :] == "." else kept
    # The full stop of an initial is part of a name, unless initials go without ("Kaelbling L P, Rus D.").
    initial = re.search(r"\b[A-Z]\.$", plain(kept)) is not None and re.search(r"\b[A-Z]\b(?!\.)", plain(kept)) is None
    if not named.et_al and not initial:
        kept = kept.rstrip(".")
    draft.authors = named
    place, after = line.places(first, last := first + len(kept))
    # "Jane Doe *et al.*": the sign that closes belongs to what is within.
    after = max([after, *(mark.outer[1] for mark in line.of("em", "strong") if first < mark.start and mark.end == last)])
    draft.fields.append(Field(FieldKind.AUTHORS, place, after, text=plain(kept), authors=named))
    return True


def _edition(draft: _Draft) -> Edition | None:
    found = draft.edition
    return Edition(found.venue, found.year, found.label) if found is not None else None
