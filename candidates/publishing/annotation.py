"""Completes the entries of a list from the papers that they are: edition, link and authors, in the list's own style. Pure.

Only what is missing is put in, behind or around what stands there; every other byte stays, and doing it again changes nothing.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from candidates.publishing.addition import Addition
from candidates.publishing.annotation_cells import Tables
from candidates.publishing.annotation_style import Place, authors_behind, link_behind, title_place, usual_place
from candidates.publishing.diff import Change, changed, unified_diff
from candidates.publishing.edits import Edit, line_changes
from candidates.publishing.entry_style import Styles
from candidates.publishing.escaping import filled_address
from candidates.publishing.venue_label import label_for
from candidates.reading_list.entry_fields import FieldKind
from candidates.reading_list.parts import Entry, ReadingList
from candidates.reading_list.reader import read_list
from spiders.paper import Paper

EDITION, LINK, AUTHORS = "edition", "link", "authors"
# For a list none of whose entries names its edition.
PLAIN_TAIL = "({label} {year})"
READS_OTHERWISE = "its line would read as something else; complete it by hand"
# What breaks a line of a paragraph: a backslash, two blanks or a tag at its end. A run of blanks is tried from its beginning alone, once.
HARD_BREAK = re.compile(r"(?:(?<![ \t])[ \t]*(?:\\|<br\s*/?>)[ \t]*|(?<![ \t])[ \t]+)$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """An entry that gained something; `line` is that of its title."""

    line: int
    title: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """An entry that stays as it is, and why."""

    line: int
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """The new file and what is new in it; `data` equals the old file when nothing was to be done."""

    data: bytes
    changed: tuple[Completed, ...]
    skipped: tuple[LeftAlone, ...]
    diff: str


def usual_parts(reading_list: ReadingList) -> tuple[str, ...]:
    """What the newest entries of the list have: its edition, where any names one; a link, where most of those that do have one."""
    tailed = [entry for entry in reading_list.entries if entry.tail]
    linked = sum(bool(entry.links) for entry in tailed or reading_list.entries)
    return (EDITION, *((LINK,) if linked * 2 > len(tailed or reading_list.entries) else ()))


def annotate(reading_list: ReadingList, papers: Mapping[int, Paper], parts: Collection[str], name: str = "README.md") -> Annotated:
    """The list with what is missing at the entries; `papers` by the line of the entry that certainly is the paper, `name` heads the diff.

    An entry that would not read back as itself with the new facts, or would change how another reads, is left alone with the reason.
    """
    reasons: dict[int, str] = {}
    kept: dict[int, _Change] = {}
    # Authors are what most often reads as more of the title: where an entry takes not all of it, the rest is tried without them.
    for chosen in dict.fromkeys((tuple(parts), tuple(part for part in parts if part != AUTHORS))):
        completing = _Completing(reading_list, chosen)
        wanted = dict(kept)
        for n, entry in enumerate(reading_list.entries):
            if n not in kept and reasons.get(n, READS_OTHERWISE) == READS_OTHERWISE and chosen:
                change, reasons[n] = _tried(completing, entry, papers.get(entry.line))
                wanted.update({n: change} if change else {})
        kept = dict(_that_read_back(reading_list, wanted, papers))
    changes = _changes_of(reading_list, kept)
    data = "".join(changed(reading_list.lines, changes)).encode("utf-8")
    named = [(entry.line, entry.title) for entry in reading_list.entries]
    return Annotated(
        data=data,
        changed=tuple(Completed(line=named[n][0], title=named[n][1], added=kept[n].added) for n in sorted(kept)),
        skipped=tuple(LeftAlone(line=line, title=title, why=reasons[n]) for n, (line, title) in enumerate(named) if n not in kept),
        diff=unified_diff(reading_list.lines, changes, name) if changes else "",
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What completes an entry: the edits, and what they add in words."""

    edits: list[Edit]
    added: str


def _tried(completing: "_Completing", entry: Entry, paper: Paper | None) -> tuple[_Change | None, str]:
    """The change of an entry and why there is none; a change that is not kept was one that reads otherwise."""
    if paper is None:
        return None, "no crawled paper is certainly this one"
    edits, added, why = completing.of(entry, paper)
    return (_Change(edits, added), READS_OTHERWISE) if edits else (None, why)


def _changes_of(reading_list: ReadingList, kept: "Edits") -> list[Change]:
    return line_changes(reading_list, [edit for change in kept.values() for edit in change.edits])


Edits = Mapping[int, _Change]


def _that_read_back(reading_list: ReadingList, edits: Edits, papers: Mapping[int, Paper]) -> Edits:
    """The edits, by the number of their entry, with which the list reads as before but for the new facts; found by halving, since reading
    a long list once for every entry would take minutes."""
    if not edits or _reads_back(reading_list, edits, papers):
        return edits
    if len(edits) == 1:
        return {}
    numbers = sorted(edits)
    halves = (numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :])
    kept: dict[int, _Change] = {}
    for half in halves:
        kept.update(_that_read_back(reading_list, {n: edits[n] for n in half}, papers))
    # What reads back by itself does so beside others too, as long as each stands in lines of its own; were it not so, better nothing.
    return kept if _reads_back(reading_list, kept, papers) else {}


def _reads_back(reading_list: ReadingList, edits: Edits, papers: Mapping[int, Paper]) -> bool:
    found = read_list("".join(changed(reading_list.lines, _changes_of(reading_list, edits))).encode("utf-8"), reading_list.names.aliases)
    if (len(found.entries), len(found.todo)) != (len(reading_list.entries), len(reading_list.todo)):
        return False
    return all(
        _is_completed(old, new, papers[old.line]) if n in edits else _is_same(old, new)
        for n, (old, new) in enumerate(zip(reading_list.entries, found.entries, strict=True))
    )


def _is_same(old: Entry, new: Entry) -> bool:
    return (old.line, old.title, old.venue, old.year, old.links, old.authors) == (
        new.line, new.title, new.venue, new.year, new.links, new.authors,
    )  # fmt: skip


def _is_completed(old: Entry, new: Entry, paper: Paper) -> bool:
    """The same entry, which says nothing else than before but what is the paper's own."""
    if (old.line, old.title) != (new.line, new.title) or not set(old.links) <= set(new.links):
        return False
    venue, year = new.venue in (old.venue, paper.venue), new.year in (old.year, paper.year)
    return venue and year and (not old.authors or old.authors == new.authors) and not _is_same(old, new)


class _Completing:
    """What each entry of a list lacks of some parts, and how the list writes these."""

    def __init__(self, reading_list: ReadingList, parts: Collection[str]) -> None:
        self._list = reading_list
        self._parts = parts
        self._styles = Styles(reading_list)
        self._tables = Tables(reading_list, self._styles)

    def of(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str, str]:
        """The edits that complete an entry, what they add, and why there are none."""
        if entry.marker in ("|", "<"):
            edits, added, why = self._tables.completed(entry, paper, label_for(self._list, paper.venue), self._parts)
            if LINK in self._parts and entry.marker == "|" and not entry.links and not any(_ADDRESS.search(text) for text in added):
                around, shown = self._around_title(entry, paper)
                edits, added = [*edits, *around], [*added, *([shown] if shown else [])]
            return edits, " | ".join(added), why
        if entry.marker == "" and self._list.source.row(entry.first_line).lstrip().startswith("<"):
            return [], "", f"stands in HTML outside of a table (line {entry.line}), where covenue completes nothing"
        return self._text(entry, paper)

    def _text(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str, str]:
        """A bullet or a paragraph: around its title, or behind all that stands in the title's line."""
        row = self._list.source.row(entry.line)
        hard = HARD_BREAK.search(row) if entry.line < entry.last_line else None
        end = self._list.source.start(entry.line) + (hard.start() if hard else len(row.rstrip()))
        goes_on = row[: end - self._list.source.start(entry.line)].rstrip()[-1:] in ",;:"
        edits: list[Edit] = []
        behind, shown, reasons = "", [], []
        for part, complete in ((AUTHORS, self._authors), (EDITION, self._edition), (LINK, self._link)):
            if part not in self._parts:
                continue
            around, more, why = complete(entry, paper)
            if more and goes_on:
                more, why = "", f"its sentence goes on below line {entry.line}; complete it by hand"
            edits += around
            behind += more
            shown += [text for text in (*(text for _, _, text in around[-1:]), more.strip()) if text]
            reasons += [why] if why else []
        if behind:
            edits.append((end, end, behind))
        return edits, " ".join(shown), reasons[0] if reasons else "nothing is missing"

    def _edition(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str, str]:
        if entry.tail or (entry.venue and entry.year):
            return [], "", f"names its edition already: {entry.tail or f'{entry.label} {entry.year}'.strip()}"
        place = usual_place(self._list, entry, FieldKind.VENUE)
        if place is not Place.BEHIND:
            return [], "", f"the list names editions {place.value}, where covenue completes nothing"
        label = label_for(self._list, paper.venue)
        return [], f" {_tail(self._list).format(label=label, year=paper.year, yy=f'{paper.year % 100:02d}')}", ""

    def _link(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str, str]:
        if entry.links:
            return [], "", "has a link already"
        place = usual_place(self._list, entry, FieldKind.LINK)
        if place is Place.TITLE:
            around, _ = self._around_title(entry, paper)
            if around:
                return around, "", ""
        elif place is not Place.BEHIND:
            return [], "", f"the list has its links {place.value}, where covenue completes nothing"
        link = link_behind(self._styles, entry, paper)
        return [], link, "" if link else "no address is known"

    def _around_title(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str]:
        """The title made the link, where the list links its titles; nothing where the title is no single piece of its line."""
        if usual_place(self._list, entry, FieldKind.LINK) is not Place.TITLE:
            return [], ""
        url = filled_address(Addition.of(paper).address("page") or paper.pdf)
        found = title_place(self._list, entry)
        if not url or found is None:
            return [], ""
        start, end = found
        return [(start, start, "["), (end, end, f"]({url})")], f"]({url})"

    def _authors(self, entry: Entry, paper: Paper) -> tuple[list[Edit], str, str]:
        """Authors read back as such, and the title as before, or they are not written."""
        if entry.authors:
            return [], "", "names its authors already"
        place = usual_place(self._list, entry, FieldKind.AUTHORS)
        if place is not Place.BEHIND:
            return [], "", f"the list names authors {place.value}, where covenue completes nothing"
        text = self._list.lines[entry.line - 1].strip()
        for people in authors_behind(self._styles, entry, paper):
            found = read_list(f"## Papers\n\n{text}{people}\n".encode(), self._list.names.aliases).entries
            if len(found) == 1 and found[0].title == entry.title and found[0].authors:
                return [], people, ""
        return [], "", "no authors are known" if not paper.authors else "has no place behind it where authors would be read as such"


def _tail(reading_list: ReadingList) -> str:
    """How most entries that name their edition write it, as a pattern of label and year."""
    patterns = Counter(pattern for entry in reading_list.entries if (pattern := _pattern(entry)))
    return patterns.most_common(1)[0][0] if patterns else PLAIN_TAIL


def _pattern(entry: Entry) -> str:
    if not (entry.tail and entry.label and entry.year):
        return ""
    found = re.fullmatch(
        rf"(?P<before>.*?){re.escape(entry.label)}(?P<between>\W*)(?P<year>{entry.year}|{entry.year % 100:02d})(?P<after>.*)", entry.tail
    )
    if found is None:
        return ""
    before, between, after = (found[name].replace("{", "{{").replace("}", "}}") for name in ("before", "between", "after"))
    return f"{before}{{label}}{between}{'{year}' if len(found['year']) == 4 else '{yy}'}{after}"
