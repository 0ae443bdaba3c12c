"""Rows of a Markdown table as the list writes them: each cell in the form that most cells of its column have. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from candidates.publishing.entry_form import Chunk, Form, chunks, form_within, only_constant
from candidates.publishing.form_slots import ACRONYM, ADDRESS, SLOT
from candidates.reading_list.parts import Entry, ReadingList
from candidates.reading_list.tables import TableShape

# A cell that is one link, and how many of a column, called each its own way, make names of the labels.
NAMED_LINK = re.compile(rf"\[(?P<label>[^\[\]\n]+)\]\((?P<slot>{ADDRESS.pattern})\)")
FEWEST_NAMED = 3
LONGEST_NUMBER = 6
# Share of a column's cells that must say the same before a new row says it too, and what stands in a cell for nothing ("-", "None").
NEARLY_ALL = 0.9
NOTHING = re.compile(r"[\W_]*|none|n/?a|null|no|tba|tbd", re.IGNORECASE)
# A bar that ends a cell: not escaped, as GFM's tables have it ("Tables (extension)").
BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStyle:
    """`cells` are the forms of the columns; `leading` and `trailing` whether a row begins and ends with a bar, `pad` what stands around
    its cells; `widths` how many letters the cells of a column are filled up to, 0 where they are not; `number` the column that counts
    the rows, if any, and `last` its last number."""

    shape: TableShape
    cells: tuple[Form, ...]
    leading: bool
    trailing: bool
    pad: str
    widths: tuple[int, ...] = ()
    number: int | None = None
    last: int = 0

    @classmethod
    def learnt(cls, reading_list: ReadingList, rows: Sequence[Entry], shape: TableShape, others: Sequence[Entry]) -> "RowStyle":
        """From the rows of the section's table; a column that they leave open from all rows of as many columns (`others`)."""
        source = reading_list.source
        own = [cell_places(source.row(entry.line), source.start(entry.line)) for entry in rows]
        more = [(entry, cell_places(source.row(entry.line), source.start(entry.line))) for entry in others]
        cells = []
        for n in range(shape.columns):
            forms = _column_forms(reading_list, zip(rows, own, strict=True), n)
            if n == shape.code or (shape.link is not None and n not in (shape.link, shape.title)):
                # What leads to a paper's code, or stands beside the column of links, leads not to the paper, wherever it is kept.
                forms = [form for form in forms if not ADDRESS.search(form.text)]
            elsewhere = _column_forms(reading_list, more, n, shape.columns)
            # One or two rows are no habit where the list has other tables of the kind.
            few = len(forms) < FEWEST_NAMED <= len(elsewhere) and n in (shape.title, shape.venue, shape.year, shape.link)
            cells.append(usual_cell(elsewhere if few else forms, elsewhere))
        models = [source.row(entry.line).strip() for entry in rows]
        number, last = _counted(reading_list, own, shape)
        return cls(
            shape=shape,
            cells=tuple(cells),
            leading=sum(model.startswith("|") for model in models) * 2 >= max(len(models), 1),
            trailing=sum(bool(re.search(r"(?<!\\)\|$", model)) for model in models) * 2 >= max(len(models), 1),
            pad="" if models and sum(_is_padded(model) for model in models) * 2 < len(models) else " ",
            widths=tuple(_width([source.row(entry.line) for entry in rows], n) for n in range(shape.columns)),
            number=number,
            last=last,
        )

    def line(self, cells: Sequence[str]) -> str:
        """The row of these cells."""
        wide = (*self.widths, *[0] * len(cells))
        row = f"{self.pad}|{self.pad}".join(cell.ljust(wide[n]) for n, cell in enumerate(cells))
        return ("|" + self.pad if self.leading else "") + row + (self.pad + "|" if self.trailing else "")


def _counted(reading_list: ReadingList, rows: Sequence[Sequence[tuple[int, int]]], shape: TableShape) -> tuple[int | None, int]:
    """The column in which the rows are counted upwards by one, and its last number."""
    text = reading_list.source.text
    for n in range(shape.columns):
        cells = [text[slice(*places[n])] for places in rows if n < len(places)]
        numbers = [int(cell) for cell in cells if cell.isdecimal() and cell.isascii() and len(cell) < LONGEST_NUMBER]
        steps = sum(b - a == 1 for a, b in pairwise(numbers))
        if len(numbers) == len(rows) >= FEWEST_NAMED and steps >= NEARLY_ALL * (len(numbers) - 1):
            return n, max(numbers)
    return None, 0


def _is_padded(row: str) -> bool:
    """Most bars within the row have a blank beside them."""
    inner = [found for found in BAR.finditer(row) if 0 < found.start() < len(row) - 1]
    blank = sum(" " in row[found.start() - 1 : found.end() + 1] for found in inner)
    return blank * 2 >= len(inner) if inner else " " in row


def _width(rows: Sequence[str], n: int) -> int:
    """The letters that the cells of column `n` are filled up to with blanks, as editors line tables up; 0 where they are not."""
    texts = [row[first:last] for row in rows if len(places := _between_bars(row)) > n for first, last in [places[n]]]
    wide = {len(text) for text in texts}
    aligned = len(wide) == 1 and len({len(text.rstrip()) for text in texts}) > 1 and all(re.match(r" ?(?! )", text) for text in texts)
    return wide.pop() - len("  ") if aligned and all(text.startswith(" ") and text.endswith(" ") for text in texts) else 0


def _column_forms(reading_list: ReadingList, rows: Iterable[tuple[Entry, list[tuple[int, int]]]], n: int, columns: int = 0) -> list[Form]:
    """The forms of column `n` in rows that have it; with `columns`, in rows of so many only."""
    found = [
        form_within(entry, reading_list.source, *places[n]) for entry, places in rows if n < len(places) and columns in (0, len(places))
    ]
    return [form for form in found if form is not None]


def cell_places(row: str, start: int) -> list[tuple[int, int]]:
    """Where the texts of a row's cells stand in the file, the blanks around them left out."""
    found: list[tuple[int, int]] = []
    for first, last in _between_bars(row):
        text = row[first:last]
        begin = first + len(text) - len(text.lstrip())
        found.append((start + begin, start + max(begin, first + len(text.rstrip()))))
    return found


def _between_bars(row: str) -> list[tuple[int, int]]:
    """What stands between the bars of a row, with its blanks."""
    edges = [-1, *(found.start() for found in BAR.finditer(row)), len(row)]
    found = [(first + 1, last) for first, last in pairwise(edges)]
    if found and row.strip().startswith("|"):
        found = found[1:]
    if found and re.search(r"(?<!\\)\|\s*$", row):
        found = found[:-1]
    return found


def usual_cell(own: Sequence[Form], others: Sequence[Form]) -> Form:
    """The form of most cells of a column, whole ones before such as something was taken out of; an empty cell as the other rows have it."""
    if named := _named_by_paper(own):
        return named
    whole = _constant([form for form in own if not form.holes])
    filled = [form for form in whole if SLOT.search(form.text)]
    if filled and len(filled) * 2 >= len(own):
        return _first(filled)
    if any(SLOT.search(form.text) for form in own):
        return _first([form for form in _constant(own) if SLOT.search(form.text)])
    literal = Counter(form.text for form in whole if not SLOT.search(form.text))
    if not literal:
        literal = Counter(form.text for form in others if not form.holes and not SLOT.search(form.text))
    text, count = literal.most_common(1)[0] if literal else ("", 0)
    if count >= NEARLY_ALL * sum(literal.values()):
        return Form(text=text)
    # Words that only most rows have say something of their papers; what stands for nothing says nothing of the new one either.
    nothing = Counter({text: count for text, count in literal.items() if NOTHING.fullmatch(text)})
    return Form(text=nothing.most_common(1)[0][0] if nothing else "")


def _named_by_paper(own: Sequence[Form]) -> Form | None:
    """The form of a column of links each of which is called by its own paper's method ("[ProGen](…)"); None for any other column."""
    links = [found for form in own if (found := NAMED_LINK.fullmatch(form.text))]
    labels = Counter(found["label"] for found in links)
    if len(links) * 2 < len(own) or len(links) < FEWEST_NAMED or labels.most_common(1)[0][1] * FEWEST_NAMED > len(links):
        return None
    slot = Counter(found["slot"] for found in links).most_common(1)[0][0]
    return Form(text=f"[{ACRONYM}]({slot})")


def _constant(forms: Sequence[Form]) -> list[Form]:
    """The forms without the words that fewer than half of them have."""
    count = Counter(key for form in forms for key in {chunk.key for chunk in chunks(form.text)})

    def constant(chunk: Chunk) -> bool:
        # What stands behind the title or a link is a remark on the one paper ("(Honorable Mention)"), unless nearly all have it.
        remark = chunk.after == "$" and chunk.before != "^" and not chunk.text.isalpha()
        return count[chunk.key] >= (NEARLY_ALL if remark else 0.5) * len(forms)

    return [only_constant(form, constant) if SLOT.search(form.text) else form for form in forms]


def _first(forms: Sequence[Form]) -> Form:
    usual = Counter(form.text for form in reversed(forms)).most_common(1)[0][0]
    return replace(next(form for form in reversed(forms) if form.text == usual))
