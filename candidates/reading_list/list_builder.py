"""Walks the blocks of a list once and puts its parts together: sections, groups, entries, tasks, contents, what is unread. Pure."""

import re
from collections.abc import Iterable, Sequence

from candidates.reading_list.block_shapes import (
    all_lines,
    anchor,
    bold_throughout,
    depth,
    first_text,
    heading_name,
    item_lines,
)
from candidates.reading_list.drafts import Draft, DraftEntry, FoldedEntry, Unread, edition_named
from candidates.reading_list.entry_fields import EntryText
from candidates.reading_list.entry_text import CHECKBOX, entry_of
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.heading_entries import HeadingEntry, heading_entries
from candidates.reading_list.html_blocks import Fold, HtmlPart, HtmlText, fold_line, html_parts
from candidates.reading_list.html_items import holds_papers, is_folded_title, item_text, with_papers
from candidates.reading_list.inline import Line
from candidates.reading_list.item_roles import LONG_NAME, gathers, is_entry_below, is_note, names_people_alone
from candidates.reading_list.markdown import Block, Heading, Html, Item, Listing, Paragraph, Source, Table, read_blocks
from candidates.reading_list.paper_evidence import leads_to_paper
from candidates.reading_list.paragraph_entries import MOST_BELOW, paragraph_entry
from candidates.reading_list.parts import ContentsEntry, ReadingList, TodoItem
from candidates.reading_list.references import KEY_IN_FILE, references_in
from candidates.reading_list.sections import SectionKind, is_kind_of_subject, kind_of
from candidates.reading_list.settling import settled
from candidates.reading_list.tables import headed, row_text, shape_of
from candidates.reading_list.task_marks import SIGN
from candidates.reading_list.tasks import is_task, table_tasks, text_tasks, todo_item
from candidates.reading_list.venue_names import VenueNames, years_in
from spiders.mojibake import one_line

# What a list may call itself, though a part of a list of this name holds no papers.
NOTES = re.compile(r"\b(?:notes|overview)\b", re.IGNORECASE)
# What a site generator reads of the block above: "{: .papers }".
CLASSES = re.compile(r"\s*\{:[^{}]*\}\s*")
# Levels of what divides a section without being a heading.
FOLD, BOLD, ITEM = 10, 11, 12


class ListBuilder:
    """Turns blocks into the parts of a list; `build` is called once."""

    def __init__(self, lines: tuple[str, ...], names: VenueNames) -> None:
        self._lines = lines
        self._source = Source(lines)
        self._names = names
        self._drafts: list[Draft] = [Draft(name="", level=0, line=0, text_line=0, parent=None, kind=SectionKind.PAPERS, form="")]
        self._open: list[int] = [0]
        self._todo: list[TodoItem] = []
        self._contents: list[ContentsEntry] = []
        self._sequence: list[str] = []
        self._intro: list[str] = []
        self._folded: FoldedEntry | None = None
        self._titled: dict[int, HeadingEntry] = {}

    def build(self) -> ReadingList:
        """The list. Every line of the file is in it, understood or not."""
        blocks = read_blocks(self._source)
        self._titled = heading_entries(blocks, self._names)
        n = 0
        while n < len(blocks):
            n += self._block(blocks, n)
        self._end_folded(len(self._lines))
        sections, not_understood = settled(self._drafts, len(self._lines), self._names, self._source)
        return ReadingList(
            lines=self._lines,
            sections=sections,
            todo=tuple(self._todo),
            contents=tuple(self._contents),
            sequence=tuple(dict.fromkeys(self._sequence)),
            years=years_in(" ".join(self._intro)),
            names=self._names,
            not_understood=not_understood,
        )

    def _block(self, blocks: Sequence[Block], n: int) -> int:
        """Takes block `n` in; how many blocks were used up."""
        block = blocks[n]
        if self._folded is not None and not isinstance(block, Html | Heading):
            self._folded.below += all_lines(block)
            return 1
        if isinstance(block, Heading):
            self._end_folded(block.line - 1)
            if (found := self._titled.get(n)) is not None:
                self._end_sections(block.level)
                self._keep(found.text, first_line=block.line, last_line=found.last, marker=found.marker(self._source))
                return found.used
            self._heading(one_line(heading_name(block.text)), block.level, block.line, block.last)
        elif isinstance(block, Paragraph):
            return self._paragraph(block, blocks[n + 1 : n + 1 + MOST_BELOW])
        elif isinstance(block, Listing):
            self._close(ITEM)
            for item in block.items:
                self._item(item)
            self._close(ITEM)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._html(block, blocks[n + 1] if n + 1 < len(blocks) else None)
        return 1

    # ---- sections and groups

    @property
    def _draft(self) -> Draft:
        return self._drafts[self._open[-1]]

    def _end_sections(self, level: int) -> None:
        """Ends the sections that do not go on around a heading of this level."""
        while len(self._open) > 1 and not self._holds(self._open[-1], level):
            self._open.pop()

    def _heading(self, name: str, level: int, line: int, last: int) -> None:
        self._end_sections(level)
        self._section(name, level, line, last, "heading")

    def _holds(self, index: int, level: int) -> bool:
        """Whether an open section goes on around a heading of this level: a higher heading does, and a fold inside one."""
        draft = self._drafts[index]
        if draft.form == "heading":
            return draft.level < level
        above = [self._drafts[n] for n in self._open[: self._open.index(index)] if self._drafts[n].form == "heading"]
        return draft.form == "fold" and (not above or above[-1].level < level)

    def _section(self, name: str, level: int, line: int, last: int, form: str) -> None:
        parent = self._open[-1] if len(self._open) > 1 else None
        above = self._drafts[parent] if parent is not None else None
        kind = kind_of(name, above.kind if above else None)
        if form == "heading" and len(self._drafts) == 1 and kind is SectionKind.ASIDE and NOTES.search(name):
            kind = SectionKind.DOUBTFUL
        if form == "heading" and kind is SectionKind.PAPERS and is_kind_of_subject(name):
            kind = SectionKind.DOUBTFUL
        if form != "heading" and kind is SectionKind.PAPERS and above is not None and above.kind is SectionKind.DOUBTFUL:
            kind = SectionKind.DOUBTFUL
        self._drafts.append(Draft(name=name, level=level, line=line, text_line=last, parent=parent, kind=kind, form=form))
        self._open.append(len(self._drafts) - 1)

    def _close(self, level: int) -> None:
        """Ends groups of this level or a lower one."""
        while len(self._open) > 1 and self._drafts[self._open[-1]].form != "heading" and self._drafts[self._open[-1]].level >= level:
            self._open.pop()

    # ---- paragraphs

    @property
    def _in_todo(self) -> bool:
        return self._draft.kind is SectionKind.TODO

    @property
    def _is_todo_or_contents(self) -> bool:
        return self._draft.kind in (SectionKind.CONTENTS, SectionKind.TODO)

    @property
    def _in_intro(self) -> bool:
        """Before the second heading, or the first if it is no title."""
        return len(self._drafts) <= 2 and self._drafts[-1].level <= 1 and not self._drafts[-1].entries

    def _paragraph(self, paragraph: Paragraph, following: Sequence[Block]) -> int:
        text = " ".join(line.shown for line in paragraph.lines)
        self._sequence += self._names.sequence(text)
        if self._in_intro:
            self._intro.append(text)
        tasks = text_tasks(paragraph.lines, self._source, self._names, in_todo=self._in_todo) if not paragraph.quoted else []
        self._todo += tasks
        if tasks or paragraph.quoted or self._is_todo_or_contents:
            self._draft.has_text = True
            return 1
        if self._is_group(paragraph, next(iter(following), None)):
            self._close(BOLD)
            self._section(one_line(text.strip(" :：")), BOLD, paragraph.line, paragraph.last, "bold")
            if following and self._in_todo and not bold_throughout(paragraph.lines[0]):
                # "TODO:" says something of what comes next alone.
                self._block(following, 0)
                self._close(BOLD)
                return 2
            return 1
        if self._reference(paragraph):
            return 1
        if (found := paragraph_entry(paragraph, following, self._names)) is not None:
            self._keep(found.text, first_line=paragraph.line, last_line=found.last)
            return found.used
        self._draft.has_text |= bool(text.strip())
        self._unread(paragraph.lines, paragraph.line)
        return 1

    def _reference(self, paragraph: Paragraph) -> bool:
        """Takes a paragraph that is a reference of a bibliography. Nothing could be added to one that holds several."""
        found = references_in(paragraph, self._names)
        if found is not None and found.text is not None:
            key = KEY_IN_FILE.match(self._source.row(paragraph.line).lstrip())
            self._keep(found.text, first_line=paragraph.line, last_line=paragraph.last, marker=key[0] if key else "")
        elif found is not None:
            why = "its references share a paragraph"
            self._draft.unread.append(Unread(line=paragraph.line, text=paragraph.lines[0].shown.strip(), leads=found.count, why=why))
        self._draft.has_text |= found is not None
        return found is not None

    def _is_group(self, paragraph: Paragraph, following: Block | None) -> bool:
        """A bold line that divides a section: an edition, or a short name before a list or table of papers."""
        [line, *more] = paragraph.lines
        if kind_of(line.shown, None) is SectionKind.TODO and not more:
            return isinstance(following, Listing | Table | Html) or (bold_throughout(line) and isinstance(following, Paragraph))
        if more or not bold_throughout(line) or any(line.of("link", "bare")):
            return False
        if edition_named(line.shown, self._names) is not None:
            return True
        if self._in_intro:
            return False
        if isinstance(following, Listing):
            fields = sum(is_note(item, self._names) for item in following.items)
            return fields * 2 < len(following.items) and not self._names.editions(line.shown)
        return isinstance(following, Table | Html) and len(WORD.findall(line.shown)) < LONG_NAME

    def _unread(self, lines: Iterable[Line], number: int) -> None:
        """Remembers text that leads to papers and gave no entry."""
        if lines := list(lines):
            leads = sum(leads_to_paper(mark.url) for line in lines for mark in line.of("link", "bare"))
            self._draft.unread.append(
                Unread(line=number, text=lines[0].shown.strip(), leads=leads, why="its text leads to papers, but no entry could be told")
            )

    # ---- lists

    def _item(self, item: Item) -> None:
        draft = self._draft
        shown = " ".join(line.shown for line in item.lines).strip()
        if not item.quoted:
            draft.has_text = True
        if (place := anchor(item)) is not None:
            self._contents.append(ContentsEntry(one_line(item.lines[0].shown.strip()), place, item.line))
        elif steps := self._names.sequence(shown):
            self._sequence += steps
        elif not item.quoted and item.lines:
            self._entry_or_group(item, shown)
            return
        elif not item.quoted:
            # "- - Title": the item holds nothing but a list.
            for child in item.children:
                self._item(child)
            return
        for child in item.children:
            if anchor(child) is not None or self._names.sequence(child.lines[0].shown if child.lines else ""):
                self._item(child)

    def _entry_or_group(self, item: Item, shown: str) -> None:
        box = CHECKBOX.match(item.lines[0].text)
        draft = self._draft
        marked = box is not None or (not item.children and SIGN.search(shown) is not None)
        if draft.kind is SectionKind.TODO or (marked and is_task(shown, self._names)):
            self._todo.append(todo_item(item, shown, self._source, self._names))
            for child in item.children:
                self._item(child)
            return
        if draft.kind is SectionKind.CONTENTS and item.children:
            for child in item.children:
                self._item(child)
            return
        if gathers(item, shown, self._names):
            self._section(one_line(shown.strip(" :：")), ITEM + depth(item), item.line, item.line, "item")
            for child in item.children:
                self._item(child)
            self._close(ITEM + depth(item))
            return
        own = [child for child in item.children if is_entry_below(child, self._names)]
        below = [line for part in item.more if not part.quoted for line in part.lines]
        below += [line for child in item.children if child not in own for line in item_lines(child)]
        text = entry_of(item.lines, self._names, below)
        if text is None or not any(c.isalnum() for c in text.title) or names_people_alone(self._draft.entries, item, text, shown):
            return
        if not text.links and not item.children and is_task(text.title, self._names):
            # "- ICML 2023" says what was looked through or is to come.
            return
        last = max([item.line, item.last]) if not own else max(item.line, own[0].line - 1)
        self._keep(text, first_line=item.line, last_line=last, item=item)
        for child in own:
            self._item(child)

    # ---- tables and HTML

    def _table(self, table: Table) -> None:
        draft = self._draft
        table = headed(table)
        shape = shape_of(table, self._names)
        draft.has_text = True
        if tasks := table_tasks(table, self._source, self._names, in_todo=self._in_todo):
            self._todo += tasks
            return
        if shape is None:
            links = [mark.url for row in table.rows for cell in row.cells for mark in cell.of("link", "bare")]
            leads = sum(map(leads_to_paper, links))
            draft.unread.append(
                Unread(line=table.line, text=first_text(table), leads=max(leads, 0), why="a table without a column of titles", table=True)
            )
            return
        draft.table = draft.table or shape
        for row in table.rows:
            text = row_text(row, shape, self._names)
            if text is not None and any(c.isalnum() for c in text.title):
                self._keep(text, first_line=row.line, last_line=row.last, marker="<" if table.html else "|")

    def _html(self, block: Html, following: Block | None) -> None:
        parts = with_papers(html_parts(self._source, block.line, block.last), self._source, self._names)
        for n, part in enumerate(parts):
            if isinstance(part, Fold):
                self._fold(part)
            elif isinstance(part, Table):
                self._table(part)
            elif part.kind == "heading":
                self._end_folded(part.line - 1)
                self._heading(one_line(" ".join(line.shown for line in part.lines)), part.level, part.line, part.last)
            elif part.kind == "summary":
                inside: Sequence[Block | HtmlPart] = parts[n + 1 :] or ([following] if following is not None else [])
                self._summary(part, inside, fold_line(parts, n))
            elif self._folded is not None:
                self._folded.below += part.lines
            elif not self._is_todo_or_contents and (text := item_text(part, self._names)) is not None:
                self._keep(text, first_line=part.line, last_line=part.last)
            else:
                self._prose(part)

    def _fold(self, fold: Fold) -> None:
        if self._folded is not None:
            self._folded.depth += 1 if fold.opens else -1
            if self._folded.depth == 0:
                self._end_folded(fold.line)
        elif not fold.opens:
            self._close(FOLD)

    def _summary(self, part: HtmlText, inside: Sequence[Block | HtmlPart], first: int) -> None:
        text = entry_of(part.lines, self._names)
        shown = one_line(" ".join(line.shown for line in part.lines))
        if self._folded is not None:
            return
        above = holds_papers(inside, self._names)
        is_paper = text is not None and is_folded_title(text, shown, self._names, above_papers=above)
        if is_paper and kind_of(shown, None) is SectionKind.PAPERS:
            self._folded = FoldedEntry(lines=part.lines, first=first, line=part.line)
            return
        self._close(FOLD)
        self._section(shown, FOLD, first, part.last, "fold")

    def _end_folded(self, last: int) -> None:
        """Ends a folded entry at line `last`."""
        folded, self._folded = self._folded, None
        if folded is None:
            return
        while last > folded.line and not self._source.row(last).strip():
            last -= 1
        text = entry_of(folded.lines, self._names, folded.below)
        if text is not None:
            self._draft.has_text = True
            self._keep(text, first_line=folded.first, last_line=last)

    def _prose(self, part: HtmlText) -> None:
        if any(line.text.strip() for line in part.lines):
            self._draft.has_text = True
            self._todo += text_tasks(part.lines, self._source, self._names, in_todo=self._in_todo, html=True)
            if self._in_intro:
                self._intro.append(" ".join(line.shown for line in part.lines))
            self._unread(part.lines, part.line)

    # ---- what is kept

    def _keep(self, text: EntryText, *, first_line: int, last_line: int, item: Item | None = None, marker: str = "") -> None:
        line = self._source.number(text.title_place)
        while last_line > line and CLASSES.fullmatch(self._source.row(last_line)):
            last_line -= 1
        self._draft.has_text = True
        around = (item.indent, item.marker, item.gap) if item else ("", marker, " ")
        self._draft.entries.append(DraftEntry.of(text, self._source.row(line), (line, first_line, last_line), around))
