"""Items of a TODO in whatever shape a list has them: which bullet, row, field or line is a task and no paper, and what it names. Pure."""

import re
from collections.abc import Sequence

from candidates.reading_list.inline import Line, plain
from candidates.reading_list.markdown import Item, Source, Table
from candidates.reading_list.parts import TodoForm, TodoItem
from candidates.reading_list.task_marks import BOX, SIGN, is_struck, mark_in_line, unstruck
from candidates.reading_list.task_tables import task_table
from candidates.reading_list.venue_names import VenueNames, years_in
from spiders.mojibake import one_line

NUMBER = re.compile(r"\d+")
BOXED = re.compile(r"^\s*\[[ xX✓✔]?\]\s*")
# What may stand beside an edition in a checkbox item that is a task ("[ ] Missing AAAI 2025") and not a paper.
TASK_WORDS = re.compile(
    r"(?i)\b(?:missing|add(?:ed|ing)?|papers?|from|todos?|to|do|done|and|of|the|check|crawl|update|cover|read|all|list|for|complete|finish|"
    r"we|still|needs?|are|is|please|help|wanted|with|also|next|not|yet|open|proceedings|in|here|main|track|accepted)\b"
)
# The same in other languages.
TASK_WORDS_ABROAD = re.compile(
    r"(?i)\b(?:fehl\w*|arbeiten|ergänz\w*|hinzufügen|durchsehen|prüfen|nachtragen|eintragen|aufnehmen|noch|alle|aus|der|die|das|des|von|"
    r"ajout\w*|articles?|manqu\w*|compléter|vérifier|les|du|de|la|le|à|reste|"
    r"añadir|agregar|falta\w*|artículos?|revisar|completar|los|las|del|"
    r"aggiung\w*|manca\w*|articoli|gli|i|delle|dei|da|"
    r"adicionar|artigos?|os|as|dos|"
    r"добав\w*|стат\w*|недоста\w*|провер\w*|осталось|нет|из|с|для)\b"
)
# Of scripts whose words need no blanks, so many letters beside an edition say what is to be done with it ("ICML 2023 を追加").
NO_BLANKS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
LONGEST_TASK = 16
# A line of running text is a task outside of a TODO only where it says so first.
SAYS_TODO = re.compile(r"(?i)\W*(?:to[ -]?dos?|missing|still missing|待办|待补充)\b")


def is_task(shown: str, names: VenueNames) -> bool:
    """An item that names editions and, beside words of tasks, nothing else."""
    if not names.editions(shown):
        return False
    left = NUMBER.sub("", TASK_WORDS_ABROAD.sub("", TASK_WORDS.sub("", shown)))
    for mention in reversed(names.mentions(left)):
        left = left[: mention.start()] + left[mention.end() :]
    if 0 < len(NO_BLANKS.findall(left)) <= LONGEST_TASK:
        left = NO_BLANKS.sub("", left)
    return not any(c.isalpha() and c not in "xX" for c in left)


def todo_item(item: Item, shown: str, source: Source, names: VenueNames) -> TodoItem:
    """A bullet of the TODO with the editions that it names."""
    return _line_item(item.lines[0], shown, item.line, TodoForm.ITEM, source, names)


def table_tasks(table: Table, source: Source, names: VenueNames, *, in_todo: bool) -> list[TodoItem]:
    """The rows, or the fields, of a table of tasks; none for a table of anything else."""
    found = task_table(table, source, names, in_todo=in_todo)
    if found is None:
        return []
    read, tasks = found
    form = TodoForm.FIELD if read.matrix else TodoForm.ROW
    return [
        TodoItem(
            text=one_line(task.text),
            checked=bool(task.mark and task.mark.done),
            line=task.row.line,
            editions=task.editions,
            checkbox=None,
            form=form,
            mark=task.mark,
            last_line=task.row.last,
            table=read,
            column=task.column,
        )
        for task in tasks
    ]


def text_tasks(lines: Sequence[Line], source: Source, names: VenueNames, *, in_todo: bool, html: bool = False) -> list[TodoItem]:
    """The lines of running text, or the items of a list in HTML, that are tasks; one for all of it where only the whole says an edition."""
    form = TodoForm.HTML if html else TodoForm.TEXT
    found = []
    for line in lines:
        if is_task(SIGN.sub("", line.shown), names) and (in_todo or SAYS_TODO.match(line.shown)):
            number = source.number(line.at[0] if line.at else line.place)
            found.append(_line_item(line, line.shown, number, form, source, names))
    whole = " ".join(line.shown for line in lines)
    if not found and lines and is_task(whole, names) and (in_todo or SAYS_TODO.match(whole)):
        number = source.number(lines[0].place)
        text = one_line(whole.strip())
        found.append(TodoItem(text=text, checked=False, line=number, editions=names.editions(whole), checkbox=None, form=form))
    return found


def _line_item(line: Line, shown: str, number: int, form: TodoForm, source: Source, names: VenueNames) -> TodoItem:
    mark = mark_in_line(line, source)
    box = BOX.match(plain(line.text).lstrip()) if mark is not None and mark.kind == "box" else None
    words = BOXED.sub("", shown)
    if mark is not None and mark.kind == "sign":
        words = words.replace(mark.text, "", 1)
    editions, rest = names.editions(words), BOXED.sub("", unstruck(line, source))
    all_struck = bool(editions) and not names.mentions(rest) and not years_in(rest)
    # A box or a sign decides where there is one; what is struck within an open item is done already and asks for nothing.
    done = mark.done if mark is not None else all_struck or is_struck(line, source)
    whole = editions
    if not done:
        editions = names.editions(rest) or editions
    return TodoItem(
        text=one_line(words.strip()),
        checked=done,
        line=number,
        editions=editions,
        checkbox=box["mark"] if box else None,
        form=form,
        mark=mark,
        struck=tuple(edition for edition in whole if edition not in editions),
    )
