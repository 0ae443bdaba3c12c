"""What is wrong in a list, line by line. Pure.

It changes nothing; `spiders.mojibake.fix_encoding` repairs what needs no judgement.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from candidates.matching.same_paper import Matcher, PaperRef, same_paper
from candidates.matching.titles import match_key
from candidates.reading_list.listed_paper import ref_of
from candidates.reading_list.parts import Entry, ReadingList, Section
from candidates.reading_list.sections import SectionKind, slugs_of
from spiders.mojibake import LINE_ENDS, mend

# Titles named as near in a finding: two, and not so far that every title with "Neural Networks" would do (on real entries that no
# edition held, titles below 75 of 100 shared only such words; 2026-11).
NEAR_NAMED = 2
NEAR_ENOUGH = 75.0
# Notes on one paper that name an edition: its talk and its journal version, hardly more.
FEW_NOTES = 3
# Entries of one title from which on it is no paper listed twice but a label that is read as a title.
LABEL_COPIES = 5
# An anchor that a list makes itself, by the name or id of any tag.
HTML_ANCHOR = re.compile(r"""<[a-z][^<>]*?\s(?:name|id)\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
HTML_TAG = re.compile(r"<[^<>]*>")
# An excerpt long enough to find the place, short enough for a line of a terminal.
EXCERPT = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a line (from 1). Kinds: mojibake, double, two-sections, contents, anchor, bullet, checkbox, nested,
    not-understood, unmatched."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An entry that no crawled edition holds, with the titles that come near, likest first."""

    entry: Entry
    near: tuple[str, ...] = ()


def with_near_titles(entries: Iterable[Entry], papers: Iterable[PaperRef]) -> list[Unmatched]:
    """Entries known to be unmatched, with what comes near among `papers`: "Title (ICML 2023)"."""
    known = {paper.id: paper for paper in papers}
    matcher = Matcher(known.values())
    return [
        Unmatched(entry, tuple(_cited(known[i]) for i, score in matcher.nearest(entry.title, NEAR_NAMED) if score >= NEAR_ENOUGH))
        for entry in entries
    ]


def _cited(paper: PaperRef) -> str:
    edition = " ".join(str(part) for part in (paper.venue, paper.year) if part)
    return f"{paper.title} ({edition})" if edition else paper.title


def lint_list(reading_list: ReadingList, unmatched: Sequence[Unmatched] = ()) -> list[Finding]:
    """Every fault of a list by line. `unmatched`: the entries that no crawled edition holds, if they were compared."""
    findings = [
        *_mojibake(reading_list),
        *_doubles(reading_list),
        *_contents(reading_list),
        *_bullets(reading_list),
        *_checkboxes(reading_list),
        *_nested(reading_list),
        *_not_understood(reading_list),
        *(Finding(u.entry.line, "unmatched", _unmatched_text(u)) for u in unmatched),
    ]
    return sorted(findings, key=lambda finding: (finding.line, finding.kind, finding.text))


def _unmatched_text(unmatched: Unmatched) -> str:
    near = f"; near: {'; '.join(unmatched.near)}" if unmatched.near else ""
    return f"no crawled edition holds {_short(unmatched.entry.title)!r}{near}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"


def _mojibake(reading_list: ReadingList) -> Iterator[Finding]:
    for number, line in enumerate(reading_list.lines, 1):
        text = LINE_ENDS.sub("", line)
        mended = mend(text)
        if mended != text:
            yield Finding(number, "mojibake", f"UTF-8 that was read as another encoding; reads {_from_first_change(text, mended)!r}")


def _from_first_change(old: str, new: str) -> str:
    """The new text, cut so that the first change is in sight."""
    place = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    return _short(new if place < EXCERPT // 2 else f"…{new[place - EXCERPT // 4 :]}")


def _doubles(reading_list: ReadingList) -> Iterator[Finding]:
    """Each later copy of an entry, misprints included; two links to different papers are no double."""
    labels = _labels(reading_list)
    yield from (
        Finding(lines[0], "double", f"{len(lines)} entries have the title {_short(title)!r}, which looks like a label of theirs")
        for title, lines in labels.values()
    )
    entries = [entry for entry in reading_list.entries if match_key(entry.title) not in labels]
    refs = [ref_of(entry) for entry in entries]
    first: dict[int, int] = {}
    for earlier, later in sorted(_alike(entries)):
        if later not in first and same_paper(refs[earlier], refs[later]).same:
            first[later] = earlier
            yield _double(entries[first.get(earlier, earlier)], entries[later])


def _labels(reading_list: ReadingList) -> dict[str, tuple[str, list[int]]]:
    """What many entries have for a title, or a venue for one ("ECCV"): its key with the title and the lines."""
    copies: dict[str, tuple[str, list[int]]] = {}
    for entry in reading_list.entries:
        copies.setdefault(match_key(entry.title), (entry.title, []))[1].append(entry.line)
    return {
        key: (title, lines)
        for key, (title, lines) in copies.items()
        if len(lines) >= LABEL_COPIES or (len(lines) > 1 and reading_list.names.knows(title))
    }


def _alike(entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """Pairs of entries with nearly equal titles, the earlier first."""
    matcher = Matcher(PaperRef(id=str(n), title=entry.title) for n, entry in enumerate(entries))
    keys: dict[str, list[int]] = {}
    for n, entry in enumerate(entries):
        keys.setdefault(match_key(entry.title), []).append(n)
    pairs = {(copies[0], n) for key, copies in keys.items() if key for n in copies[1:]}
    for n, entry in enumerate(entries):
        pairs |= {(min(n, int(m)), max(n, int(m))) for m, _ in matcher.nearest(entry.title, 3) if int(m) != n}
    return pairs


def _double(earlier: Entry, later: Entry) -> Finding:
    if earlier.section_index == later.section_index:
        return Finding(later.line, "double", f"{_short(later.title)!r} stands already in line {earlier.line}")
    where = f"line {earlier.line} ({earlier.section})"
    return Finding(later.line, "two-sections", f"{_short(later.title)!r} stands in two sections, here and in {where}")


def _contents(reading_list: ReadingList) -> Iterator[Finding]:
    """The table of contents against the sections; a list without contents has none of these faults."""
    if not reading_list.contents:
        return
    headed = [section for section in reading_list.sections if section.form == "heading"]
    anchors = dict(zip(slugs_of(section.name for section in headed), headed, strict=True))
    by_hand = _anchors_by_hand(reading_list.lines, headed)
    by_name = {match_key(section.name): slug for slug, section in reversed(anchors.items())}
    reached: set[int] = set()
    for item in reading_list.contents:
        # Browsers are told the anchor without regard to case by GitHub, so that "#Survey" leads to "survey" as well.
        anchor = unquote(item.anchor).removeprefix("user-content-").lower()
        if anchor in by_hand:
            reached.add(by_hand[anchor])
            continue
        right = anchor if anchor in anchors else by_name.get(match_key(item.text))
        if right is None:
            near = get_close_matches(item.text, [section.name for section in headed], 1)
            offered = f"; nearest: {near[0]}" if near else ""
            yield Finding(item.line, "contents", f"there is no section {item.text!r} (#{unquote(item.anchor)}){offered}")
            continue
        reached.add(anchors[right].line)
        if right != anchor:
            yield Finding(item.line, "anchor", f"#{unquote(item.anchor)} is not the section's anchor; GitHub makes it #{right}")
    yield from _left_out(reading_list, reached)


def _left_out(reading_list: ReadingList, reached: Collection[int]) -> Iterator[Finding]:
    """Sections that the contents name beside others of the same parent; whole levels are left out on purpose, as is the list's title."""
    covered = {(section.parent, section.level) for section in reading_list.sections if section.line in reached}
    title = next((section.line for section in reading_list.sections if section.form == "heading"), 0)
    for index in reading_list.category_sections():
        section = reading_list.sections[index]
        is_title = section.line == title and section.level == 1
        beside = (section.parent, section.level) in covered and section.form == "heading"
        if beside and not is_title and section.line not in reached:
            yield Finding(section.line, "contents", f"the section {section.name!r} is missing in the contents")


def _anchors_by_hand(lines: Sequence[str], headed: Sequence[Section]) -> dict[str, int]:
    """The anchors that HTML in the list makes, in lower case, each with the line of the heading to which it leads."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        for anchor in HTML_ANCHOR.findall(line) if "<" in line else ():
            # It stands in its heading, or above it with nothing but blank lines and other anchors between; else in a section's text.
            below = next((section.line for section in headed if section.line >= number), None)
            if below is None or any(HTML_TAG.sub("", text).strip() for text in lines[number - 1 : below - 1]):
                below = max((section.line for section in headed if section.line < number), default=0)
            found.setdefault(unquote(anchor).lower(), below)
    return found


def _bullets(reading_list: ReadingList) -> Iterator[Finding]:
    """Entries that differ from their section, and sections that differ from the rest, in bullet or indent."""
    sections = [(s, _bulleted(s)) for s in reading_list.sections if s.kind is SectionKind.PAPERS]
    overall = Counter(_usual(entries) for _, entries in sections if entries)
    if not overall:
        return
    usual = overall.most_common(1)[0][0]
    for section, entries in sections:
        own = _usual(entries) if entries else usual
        if own != usual:
            text = f"the entries of {section.name!r} begin with {own!r}, those of most sections with {usual!r}"
            yield Finding(entries[0].line, "bullet", text)
        for entry in entries:
            if _bullet(entry) != own:
                yield Finding(entry.line, "bullet", f"begins with {_bullet(entry)!r}, the other entries of {section.name!r} with {own!r}")


def _bulleted(section: Section) -> list[Entry]:
    return [entry for entry in section.entries if entry.marker not in ("", "|", "<")]


def _usual(entries: Sequence[Entry]) -> str:
    return Counter(_bullet(entry) for entry in entries).most_common(1)[0][0]


def _bullet(entry: Entry) -> str:
    """What stands before the title; all numbers count as one bullet."""
    marker = re.sub(r"\d+", "1", entry.marker)
    return f"{entry.indent}{marker}{entry.gap}"


def _not_understood(reading_list: ReadingList) -> Iterator[Finding]:
    """Parts that lead to papers and gave no entry; and a list of sections with text from which nothing could be read at all."""
    for one in reading_list.not_understood:
        yield Finding(one.line, "not-understood", f"{one.why}: {_short(one.text)!r}")
    texts = [section for section in reading_list.sections if section.has_text and section.kind is SectionKind.PAPERS and section.line]
    if texts and not reading_list.entries and not reading_list.not_understood:
        yield Finding(texts[0].line, "not-understood", "no entry could be read below this heading or any other")


def _checkboxes(reading_list: ReadingList) -> Iterator[Finding]:
    boxed = [(item.line, item.checkbox) for item in reading_list.todo] + [(entry.line, entry.checkbox) for entry in reading_list.entries]
    for line, box in boxed:
        if box == "":
            yield Finding(line, "checkbox", "GitHub shows [] as text; a box is written [ ]")


def _nested(reading_list: ReadingList) -> Iterator[Finding]:
    """Entries with what looks like further papers below them: a category written as a bullet, whose papers count as notes on it."""
    for entry in reading_list.entries:
        below = reading_list.lines[entry.line : entry.last_line] if entry.marker not in ("|", "<") else ()
        papers = sum(bool(reading_list.names.editions(line)) for line in below)
        if papers >= FEW_NOTES:
            said = f"{papers} lines below {_short(entry.title)!r} name an edition but count as notes on it"
            yield Finding(entry.line, "nested", f"{said}; make it a heading if they are papers")
