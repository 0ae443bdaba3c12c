"""Completes the entries of a list from the papers that they are: edition, link and authors, in the list's own style. Pure.

Only what is missing is put in, behind or around what stands there; every other byte stays, and doing it again changes nothing.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from candidates.publishing.annotation_style import authors_behind, link_behind, row_with_cells
from candidates.publishing.diff import Change, changed, unified_diff
from candidates.publishing.entry_style import Styles, label_for
from candidates.reading_list.parts import Entry, ListError, ReadingList
from candidates.reading_list.reader import read_list
from spiders.paper import Paper

EDITION, LINK, AUTHORS = "edition", "link", "authors"
# For a list none of whose entries names its edition.
PLAIN_TAIL = "({label} {year})"


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

    Each line is tried by itself and left alone, with the reason, where it would not read back as the same entry with the new facts.
    Raises ListError where the whole would not read back.
    """
    done: list[Completed] = []
    left: list[LeftAlone] = []
    changes: list[Change] = []
    styles = Styles(reading_list)
    for entry in reading_list.entries:
        paper = papers.get(entry.line)
        if paper is None:
            left.append(LeftAlone(line=entry.line, title=entry.title, why="no crawled paper is certainly this one"))
            continue
        line, added, why = _completed(reading_list, styles, entry, paper, parts)
        if not added:
            left.append(LeftAlone(line=entry.line, title=entry.title, why=why))
            continue
        changes.append(Change(entry.line - 1, entry.line, (line,)))
        done.append(Completed(line=entry.line, title=entry.title, added=added))
    data = "".join(changed(reading_list.lines, changes)).encode("utf-8")
    _check(reading_list, data)
    diff = unified_diff(reading_list.lines, changes, name) if changes else ""
    return Annotated(data=data, changed=tuple(done), skipped=tuple(left), diff=diff)


def _completed(reading_list: ReadingList, styles: Styles, entry: Entry, paper: Paper, parts: Collection[str]) -> tuple[str, str, str]:
    """The new line of an entry, what was added, and why nothing was."""
    if entry.marker == "":
        return "", "", "stands in a paragraph or HTML, where covenue completes nothing"
    old = reading_list.lines[entry.line - 1]
    text = old.rstrip()
    ending = old[len(text) :]
    if entry.marker == "|":
        row, cells = row_with_cells(styles, entry, paper, text, label_for(reading_list, paper.venue), parts)
        return row + ending, " | ".join(cells), "its row has no empty cell for it"
    added, reasons = "", []
    for part, complete in ((AUTHORS, _with_authors), (EDITION, _with_edition), (LINK, _with_link)):
        if part in parts:
            more, why = complete(reading_list, styles, entry, paper)
            added += more
            reasons += [why] if why else []
    return text + added + ending, added.strip(), reasons[0] if reasons else "nothing is missing"


def _with_edition(reading_list: ReadingList, styles: Styles, entry: Entry, paper: Paper) -> tuple[str, str]:
    if entry.tail or (entry.venue and entry.year):
        return "", f"names its edition already: {entry.tail or f'{entry.label} {entry.year}'.strip()}"
    label = label_for(reading_list, paper.venue)
    return f" {_tail(reading_list).format(label=label, year=paper.year, yy=f'{paper.year % 100:02d}')}", ""


def _with_link(reading_list: ReadingList, styles: Styles, entry: Entry, paper: Paper) -> tuple[str, str]:
    if entry.links:
        return "", "has a link already"
    link = link_behind(styles, entry, paper)
    return link, "" if link else "no address is known"


def _with_authors(reading_list: ReadingList, styles: Styles, entry: Entry, paper: Paper) -> tuple[str, str]:
    """Authors read back as such, and the title as before, or they are not written."""
    if entry.authors:
        return "", "names its authors already"
    text = reading_list.lines[entry.line - 1].strip()
    for people in authors_behind(styles, entry, paper):
        found = read_list(f"## Papers\n\n{text}{people}\n".encode(), reading_list.names.aliases).entries
        if len(found) == 1 and found[0].title == entry.title and found[0].authors:
            return people, ""
    return "", "no authors are known" if not paper.authors else "has no place behind it where authors would be read as such"


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


def _check(reading_list: ReadingList, data: bytes) -> None:
    """The new text holds the same entries, in the same lines."""
    found = read_list(data, reading_list.names.aliases)
    if [(entry.line, entry.title) for entry in found.entries] != [(entry.line, entry.title) for entry in reading_list.entries]:
        raise ListError("Completing the entries would disturb the lines around them; nothing was written. Complete them by hand.")
