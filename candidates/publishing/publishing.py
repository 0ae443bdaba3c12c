"""Publishing: the accepted papers into the list, the TODO ticked, then the database told.

The list is written first and the database marked after it. Killed in between, the next run finds the papers in the list and only marks
them; killed before, nothing has happened.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from candidates.coverage.report import coverage, todo_obstacles
from candidates.matching.titles import match_key
from candidates.publishing.addition import Addition
from candidates.publishing.atomic_file import ListChangedError, write_atomically
from candidates.publishing.doubts import doubts
from candidates.publishing.git_branch import commit_message, commit_to_branch
from candidates.publishing.list_writer import Published, Skipped, publish_into, ref_of_addition
from candidates.publishing.section_choice import NO_SECTION
from candidates.queue.candidates import Candidate, candidates
from candidates.queue.decisions import mark_published
from candidates.queue.list_matches import distinct_entries, record, sync
from candidates.queue.new_sections import new_sections
from candidates.queue.states import State
from candidates.reading_list.parts import ReadingList
from candidates.reading_list.reader import read_list, read_list_file
from candidates.store.database import Store
from candidates.store.edits import written_links, written_titles
from spiders.editions import EditionTable

# A list that somebody edits is read again so often before the person is asked to wait: one edit between reading and writing (well under
# a second) is bad luck, three are an editor that saves all the time.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing would do: the new list, and the accepted papers that stand in it then (id -> section)."""

    old: bytes
    published: Published
    placed: dict[str, str | None]


def plan(store: Store, reading_list: ReadingList, name: str = "README.md", editions: Collection[tuple[str, int]] = ()) -> Plan:
    """What publishing would do now, of these editions alone or of all; writes nothing but the matches. Raises ListError."""
    sync(store, reading_list)
    accepted = sorted(_as_written(store, candidates(store, State.ACCEPTED)), key=partial(_place, store.editions))
    placed = {paper.id: paper.category for paper in accepted if paper.in_list}
    chosen = [paper for paper in accepted if not paper.in_list and (not editions or (paper.venue, paper.year) in editions)]
    given = _additions(store, chosen)
    doubtful, told_apart = doubts(store, reading_list, {paper_id: ref_of_addition(each) for paper_id, each in given.items()})
    wanted = [paper for paper in accepted if paper.id in given and paper.id not in doubtful]
    additions = [replace(given[paper.id], told_apart=told_apart[paper.id]) for paper in wanted]

    def finished(skipped: Sequence[Skipped]) -> Sequence[tuple[str, int]]:
        left_out = {one.title: one for one in skipped}
        for paper in wanted:
            one = left_out.get(paper.title)
            if one is None:
                placed[paper.id] = paper.category
            elif one.listed is not None:
                placed[paper.id] = one.listed.section
        done = _finished(store, reading_list, [paper for paper in accepted if paper.id not in placed])
        return [edition for edition in done if not editions or edition in editions]

    published = publish_into(reading_list, additions, (), name, finished)
    homeless = {paper.title: _homeless(paper) for paper in wanted if not paper.category}
    skipped = [homeless.get(one.title, one) if one.why == NO_SECTION else one for one in published.skipped]
    skipped += [Skipped(given[paper_id].title, doubt.why) for paper_id, doubt in doubtful.items()]
    return Plan(reading_list.to_bytes(), replace(published, skipped=tuple(skipped)), placed)


def publish(store: Store, path: Path, *, who: str, editions: Collection[tuple[str, int]] = ()) -> Published:
    """Writes the accepted papers (of these editions, or all) into the list file and ticks its TODO; twice changes nothing.

    A list that was edited meanwhile is read again. Raises ListError (missing, read-only, edited all the time), StoreError.
    """
    for attempt in range(1, ATTEMPTS + 1):
        made = plan(store, read_list_file(path, store.editions.spellings), path.name, editions)
        try:
            write_atomically(path, made.published.data, made.old)
        except ListChangedError:
            if attempt == ATTEMPTS:
                raise
        else:
            break
    _settle(store, made, who)
    return made.published


def publish_to_branch(store: Store, path: Path, branch: str, editions: Collection[tuple[str, int]] = ()) -> tuple[Published, str]:
    """Commits the new list to a git branch and returns the text of a pull request. The file stays as it is, so the papers stay accepted
    until a list that holds them is read. Raises ListError, BranchError."""
    made = plan(store, read_list_file(path, store.editions.spellings), path.name, editions)
    if made.published.data == made.old:
        return made.published, ""
    return made.published, commit_to_branch(path, made.published.data, branch, commit_message(made.published))


def _settle(store: Store, made: Plan, who: str) -> None:
    """Tells the database what the list holds now."""
    reading_list = read_list(made.published.data, store.editions.spellings)
    sync(store, reading_list)
    missing = [paper for paper in _as_written(store, candidates(store, State.ACCEPTED)) if paper.id in made.placed and not paper.in_list]
    keys = distinct_entries(reading_list)
    for paper in missing:
        # The comparison was not sure (another paper of the same title, say), but this line was written for this paper.
        if match_key(paper.title) in keys:
            record(store, match_key(paper.title), paper.id, "written by covenue")
    mark_published(store, made.placed, who=who)


def _additions(store: Store, wanted: Sequence[Candidate]) -> dict[str, Addition]:
    """What the records of these papers give to their lines, by id; title and link as somebody mended them."""
    asked_for, links = new_sections(store), written_links(store, [paper.id for paper in wanted])
    made = {}
    for paper in wanted:
        addition = Addition.of(store.paper(paper.id), paper.category or "")
        if paper.id in links:  # the one address, whichever the list's lines link
            addition = replace(addition, url=links[paper.id], pdf="", doi="", forum="")
        made[paper.id] = replace(addition, title=paper.title, section_wanted=paper.category in asked_for)
    return made


def _as_written(store: Store, papers: Sequence[Candidate]) -> list[Candidate]:
    """The papers under the titles that the list shall have, where somebody mended them."""
    titles = written_titles(store, [paper.id for paper in papers])
    return [replace(paper, title=titles[paper.id]) if paper.id in titles else paper for paper in papers]


def _homeless(paper: Candidate) -> Skipped:
    return Skipped(paper.title, f"accepted without a section; `covenue accept {paper.id} --category NAME` gives it one")


def _place(table: EditionTable, paper: Candidate) -> tuple[int, int, str]:
    """New lines stand in the order of the editions, and of the titles within one."""
    return paper.year, table.place_of(paper.venue), paper.title.casefold()


def _finished(store: Store, reading_list: ReadingList, left: Iterable[Candidate]) -> Sequence[tuple[str, int]]:
    """The editions that nothing keeps from being done, once the accepted papers but for `left` stand in the list."""
    waiting = Counter((paper.venue, paper.year) for paper in left)
    rows = [replace(row, unpublished=waiting[row.venue, row.year]) for row in coverage(store, reading_list).editions]
    return [
        edition
        for item in reading_list.todo
        for edition in item.editions
        if not todo_obstacles(replace(item, editions=(edition,)), rows, store.editions)
    ]
