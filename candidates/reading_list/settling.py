"""What can only be said of a list when all of it is read: which sections hold papers, which lines explain, what was not understood.

Pure. A section of doubtful name ("Tools", "Data") holds papers if its entries look like papers; one of any name does not if nothing in it
looks like a paper where nearly everything else in the list does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from candidates.reading_list.drafts import Draft, DraftEntry, edition_named
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.markdown import MOST_LINE, Source
from candidates.reading_list.paper_evidence import speaks_against, speaks_for_paper
from candidates.reading_list.parts import Entry, NotUnderstood, Section
from candidates.reading_list.references import KEY_IN_FILE
from candidates.reading_list.sections import SectionKind
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import Edition, VenueNames

# Share of a list's entries that must speak for papers before one that does not is told from them.
NEARLY_ALL = 0.8
# Share of a doubtful section's entries that must speak for papers.
HALF = 0.5
# Links to papers from which on a text without entries is said to be not understood; one may be an example.
FEW_LINKS = 2
NO_SECTION = -1
BIBLIOGRAPHY = re.compile(r"(?:\d+ )?(?:(?:further|list of) )?(?:references?|bibliography|citations?|works? cited|literature|参考文献)")
RECORD = re.compile(r"\s*@(?:inproceedings|conference|article|incollection|misc)\s*\{", re.IGNORECASE)


def settled(
    drafts: Sequence[Draft], last_line: int, names: VenueNames, source: Source
) -> tuple[tuple[Section, ...], tuple[NotUnderstood, ...]]:
    """The sections with their entries, and what was not understood."""
    editions = _editions(drafts, names)
    title = _title_of(drafts)
    _settle_title(drafts, title)
    _settle_kinds(drafts, editions)
    _drop_explanations(drafts)
    paths = [_path(drafts, n, title) for n in range(len(drafts))]
    sections = tuple(
        _section(drafts, n, drafts[n + 1].line - 1 if n + 1 < len(drafts) else last_line, paths[n], editions) for n in range(len(drafts))
    )
    # No section is closed to new papers by a line that was not read.
    why = f"longer than {MOST_LINE:,} letters, and not read"
    too_long = (NotUnderstood(line=line, text="", why=why, section_index=NO_SECTION) for line in source.too_long)
    return sections, tuple(sorted((*_not_understood(drafts, sections, source), *too_long), key=lambda one: one.line))


def _editions(drafts: Sequence[Draft], names: VenueNames) -> list[Edition | None]:
    """What each section's name says of an edition; an acronym that nobody knows is a venue where its siblings are venues ("### KDD")."""
    found = [edition_named(draft.name, names) if draft.name else None for draft in drafts]
    venues = {(draft.parent, draft.level) for draft, edition in zip(drafts, found, strict=True) if edition and edition.venue}
    for n, draft in enumerate(drafts):
        lone = draft.name.strip()
        if found[n] is None and (draft.parent, draft.level) in venues and lone.isalpha() and sum(c.isupper() for c in lone) >= 2:
            found[n] = Edition(names.venue_of(lone), None, lone)
    return found


def _title_of(drafts: Sequence[Draft]) -> int | None:
    """The document's title: its first heading, if that is of the first level and the others are below it or hold no papers of their own."""
    first = next((n for n, draft in enumerate(drafts) if draft.form == "heading"), None)
    if first is None or drafts[first].level != min(d.level for d in drafts if d.form == "heading"):
        return None
    peers = [d for d in drafts[first + 1 :] if d.form == "heading" and d.level == drafts[first].level]
    below = any(d.parent == first and d.form == "heading" for d in drafts)
    if not peers:
        return first if drafts[first].level == 1 or below else None
    return first if (not drafts[first].entries and not (below and any(d.entries for d in peers))) or all(_aside(d) for d in peers) else None


def _aside(draft: Draft) -> bool:
    return draft.kind in (SectionKind.CONTENTS, SectionKind.TODO, SectionKind.ASIDE)


def _settle_title(drafts: Sequence[Draft], title: int | None) -> None:
    """Bullets right under the document's title are prose when other sections hold the papers, unless they name their edition."""
    tops = [drafts[0]]
    level_one = [n for n, d in enumerate(drafts) if d.level == 1 and d.form == "heading"]
    if level_one and any(d.parent == level_one[0] for d in drafts):
        tops.append(drafts[level_one[0]])
    if title is not None and not any(drafts[title] is top for top in tops) and any(d.parent == title for d in drafts):
        tops.append(drafts[title])
    if any(d.entries for d in drafts if not any(d is top for top in tops)):
        for draft in tops:
            draft.entries = [entry for entry in draft.entries if entry.text.tail or entry.marker == "|"]


def _settle_kinds(drafts: Sequence[Draft], editions: Sequence[Edition | None]) -> None:
    """Decides what the sections hold whose names do not say it, and empties those that hold no papers."""
    sure = [draft for draft in drafts if draft.kind is SectionKind.PAPERS and draft.entries]
    spoken = [speaks_for_paper(entry.text) for draft in sure for entry in draft.entries]
    common = bool(spoken) and sum(spoken) >= NEARLY_ALL * len(spoken)
    _drop_bibliographies(drafts)
    dated = {n for n in range(len(drafts)) if _edition_above(drafts, editions, n) is not None}
    for n, draft in enumerate(drafts):
        speaking = [speaks_for_paper(entry.text) for entry in draft.entries]
        if draft.kind is SectionKind.DOUBTFUL:
            papers = draft.entries and sum(speaking) >= HALF * len(speaking) and not all(speaks_against(e.text) for e in draft.entries)
            holds = papers or (not draft.entries and _waits_for_papers(drafts, n))
            draft.kind = SectionKind.PAPERS if holds else SectionKind.ASIDE
        elif draft.kind is SectionKind.PAPERS and draft.entries and not any(speaking):
            # Words without a link among links to code ("- Bayesian" in a list of lists) are no papers either.
            pointing = [entry for entry in draft.entries if entry.text.links]
            bare = [entry for entry in draft.entries if not entry.text.links]
            led_away = sum(speaks_against(entry.text) for entry in pointing)
            needed = len(pointing) if _like_titles(draft.entries) else HALF * len(pointing)
            against = led_away > 0 and led_away >= needed and not (bare and _like_titles(bare))
            # Titles without links stay papers: a list that begins to name editions must not lose those that do not (2026-11).
            linked = any(entry.text.links for entry in draft.entries)
            strange = common and linked and len(spoken) > len(draft.entries) and not (n in dated and _like_titles(draft.entries))
            if against or strange:
                draft.kind = SectionKind.ASIDE
        if draft.kind in (SectionKind.ASIDE, SectionKind.CONTENTS, SectionKind.TODO):
            draft.entries = []


def _drop_bibliographies(drafts: Sequence[Draft]) -> None:
    """A section of references is what a list of bullets, rows or lines rests on, and no part of it."""
    keyed = [all(KEY_IN_FILE.fullmatch(entry.marker) for entry in draft.entries) for draft in drafts]
    if all(keyed):
        return
    for draft, references in zip(drafts, keyed, strict=True):
        if draft.entries and references and BIBLIOGRAPHY.fullmatch(" ".join(WORD.findall(draft.name)).casefold()):
            draft.kind = SectionKind.ASIDE


def _waits_for_papers(drafts: Sequence[Draft], n: int) -> bool:
    """A section of doubtful name without a word of text, whose parts hold papers."""
    return any(d.parent == n and d.kind is SectionKind.PAPERS and d.entries for d in drafts)


def _like_titles(entries: Sequence[DraftEntry]) -> bool:
    return sum(len(WORD.findall(entry.text.title)) >= TITLE_WORDS for entry in entries) * 2 > len(entries)


def _edition_above(drafts: Sequence[Draft], editions: Sequence[Edition | None], n: int) -> Edition | None:
    """The edition that a section and those around it name together."""
    venue, label, year = "", "", None
    place: int | None = n
    while place is not None:
        found = editions[place]
        if found is not None:
            if not venue and found.venue:
                venue, label = found.venue, found.label
            year = year if year is not None else found.year
        place = drafts[place].parent
    return Edition(venue, year, label) if venue or year is not None else None


def _drop_explanations(drafts: Sequence[Draft]) -> None:
    """A sentence among entries is no paper: no link and no edition where nearly all others have one, and a full stop at its end."""
    entries = [entry for draft in drafts for entry in draft.entries]
    linked = [bool(entry.text.links) or entry.text.says_edition for entry in entries]
    if not entries or sum(linked) < NEARLY_ALL * len(entries):
        return
    for draft in drafts:
        draft.entries = [entry for entry in draft.entries if not _is_sentence(entry)]


def _is_sentence(entry: DraftEntry) -> bool:
    text = entry.text
    bare = not text.links and not text.says_edition and not text.authors and not text.title_strong and entry.marker != "|"
    return bare and entry.raw.rstrip().endswith((".", "。", "!", "?", ":", "：", ";"))


def _path(drafts: Sequence[Draft], n: int, title: int | None) -> tuple[str, ...]:
    """Names from the outermost section below the title to this one; a contents heading is no step."""
    steps: list[str] = []
    place: int | None = n
    while place is not None:
        draft = drafts[place]
        if draft.name and place != title and draft.kind is not SectionKind.CONTENTS:
            steps.append(draft.name)
        place = draft.parent
    return tuple(reversed(steps))


def _section(drafts: Sequence[Draft], n: int, last_line: int, path: tuple[str, ...], editions: Sequence[Edition | None]) -> Section:
    draft = drafts[n]
    above = _edition_above(drafts, editions, n)
    category = _category(drafts, n, editions)
    return Section(
        name=draft.name,
        level=draft.level,
        line=draft.line,
        text_line=draft.text_line,
        last_line=last_line,
        parent=draft.parent,
        kind=draft.kind,
        form=draft.form,
        entries=tuple(_entry(entry, n, category, path, above) for entry in draft.entries),
        table=draft.table,
        path=path,
        edition=editions[n],
        has_text=draft.has_text,
    )


def _category(drafts: Sequence[Draft], n: int, editions: Sequence[Edition | None]) -> str:
    """The innermost name that is no edition; the innermost of all where every one is."""
    place: int | None = n
    while place is not None:
        draft = drafts[place]
        if editions[place] is None and draft.name and (draft.level > 1 or draft.form != "heading" or place == n):
            return draft.name
        place = draft.parent
    return drafts[n].name


def _entry(entry: DraftEntry, index: int, category: str, path: tuple[str, ...], above: Edition | None) -> Entry:
    text = entry.text
    if text.badge is not None and not (text.edition and text.edition.venue) and not (above and above.venue):
        told = next((one.year for one in (text.edition, above) if one is not None and one.year is not None), None)
        # A badge of the preprint says the year of that, words and headings that of the paper.
        text = replace(text, edition=text.badge) if told in (None, text.badge.year) else text
    own = text.edition
    venue, label = (own.venue, own.label) if own and own.venue else (above.venue, above.label) if above else ("", "")
    year = own.year if own and own.year is not None else above.year if above else None
    return Entry(
        raw=entry.raw,
        title=text.title,
        url=text.url,
        venue=venue,
        year=year,
        label=label,
        tail=text.tail,
        line=entry.line,
        first_line=entry.first_line,
        last_line=entry.last_line,
        section=category,
        section_index=index,
        indent=entry.indent,
        marker=entry.marker,
        gap=entry.gap,
        checkbox=text.checkbox,
        title_link=text.title_link,
        title_strong=text.title_strong,
        rest=text.rest,
        path=path,
        links=tuple(dict.fromkeys(link.url for link in text.links)),
        authors=text.authors,
        text=text,
    )


def _not_understood(drafts: Sequence[Draft], sections: Sequence[Section], source: Source) -> list[NotUnderstood]:
    """The first line of each section that plainly leads to papers and gave no entry, itself or in a part of it."""
    filled = {n for n, section in enumerate(sections) if section.entries}
    for n in list(filled):
        place = sections[n].parent
        while place is not None:
            filled.add(place)
            place = sections[place].parent
    found = []
    for n, draft in enumerate(drafts):
        leads = sum(one.leads for one in draft.unread)
        tables = [one for one in draft.unread if one.table and one.leads >= FEW_LINKS]
        if draft.kind is SectionKind.PAPERS and ((n not in filled and leads >= FEW_LINKS) or tables):
            first = tables[0] if tables else next(one for one in draft.unread if one.leads)
            found.append(NotUnderstood(line=first.line, text=first.text[:120], why=first.why, section_index=n))
        elif draft.kind is SectionKind.PAPERS and n not in filled and len(records := _records(sections[n], source)) >= FEW_LINKS:
            text = source.row(records[0]).strip()[:120]
            found.append(NotUnderstood(line=records[0], text=text, why="its papers stand in blocks of BibTeX", section_index=n))
    return found


def _records(section: Section, source: Source) -> list[int]:
    """The lines on which BibTeX records begin; one may be how to cite the list."""
    return [n for n in range(section.line + 1, section.last_line + 1) if RECORD.match(source.row(n))]
