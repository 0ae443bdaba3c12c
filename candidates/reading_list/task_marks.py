"""How people mark a task as open or done: a box, a sign, a word in a cell, an HTML check box, a line struck through. Pure."""

import re
from dataclasses import dataclass

from candidates.reading_list.inline import Line, plain
from candidates.reading_list.markdown import Source

# An emoji may carry a variation selector, which says nothing.
SELECTOR = "\ufe0f"
OPEN_SIGNS = "☐⬜🔲🔳◻□▢❌✗✘✖❎⏳⌛🚧🔜🟡🟠🔴⭕❓"
DONE_SIGNS = "☑✅✔✓🟢🆗🎉"
BOX = re.compile(r"\[(?P<mark>[ xX✓✔]?)\](?![(\[])")
SIGN = re.compile(rf"[{OPEN_SIGNS}{DONE_SIGNS}]{SELECTOR}?")
INPUT = re.compile(r"<input\b[^<>]*\bcheckbox\b[^<>]*>", re.IGNORECASE)
CHECKED = re.compile(r"\bchecked\b(?!\s*=\s*[\"']?false)", re.IGNORECASE)
STRUCK = re.compile(r"~~[^~]+~~|<(?P<tag>s|del|strike)\b[^<>]*>.*?(?:</(?P=tag)\s*>|$)", re.IGNORECASE)
STRIKES = re.compile(r"~~|</?(?:s|del|strike)\b[^<>]*>", re.IGNORECASE)
DONE_SIGN = re.compile(rf"[{DONE_SIGNS}]{SELECTOR}?\s*")
# What a line says in brackets at its end.
SAID = re.compile(r"[(（\[](?P<word>[^()（）\[\]]+)[)）\]]\s*$")
# An open word and what it becomes when the task is done.
WORDS = {
    "open": "done", "todo": "done", "to do": "done", "to-do": "done", "tbd": "done", "pending": "done", "missing": "added", "no": "yes",
    "not yet": "done", "not done": "done", "planned": "done", "in progress": "done", "wip": "done", "wanted": "added", "waiting": "done",
    "n": "y", "待办": "完成", "未完成": "已完成", "进行中": "已完成", "缺": "完成", "否": "是",
}  # fmt: skip
DONE_WORDS = frozenset({*WORDS.values(), "complete", "completed", "finished", "covered", "included", "merged", "ready", "x"})
# Which empty sign becomes which ticked one, and the other way round; every other pair is ⬜ and ✅.
TICKED = {"☐": "☑", "◻": "☑", "□": "☑", "▢": "☑", "✗": "✓", "✘": "✔", "✖": "✔"}
UNTICKED = {"☑": "☐", "✔": "✘", "✓": "✗"}


@dataclass(frozen=True, slots=True)
class TaskMark:
    """What says that a task is open or done: as it stands in the file ("[ ]", "☐", "open", "" for an empty cell), and where."""

    text: str
    start: int
    done: bool

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    @property
    def kind(self) -> str:
        """box, input, sign, word, signed word ("🚧 in progress") or blank: what marks of one kind become is alike."""
        if not self.text:
            return "blank"
        if BOX.fullmatch(self.text):
            return "box"
        if INPUT.fullmatch(self.text):
            return "input"
        if found := SIGN.match(self.text):
            return "sign" if found.end() == len(self.text) else "signed word"
        return "word"


def mark_of_cell(cell: Line, source: Source) -> TaskMark | None:
    """The mark that a cell is as a whole; None for a cell that says anything else, or nothing."""
    raw = source.text[cell.place : cell.end]
    if (found := INPUT.search(raw)) and not plain(cell.text).strip():
        return TaskMark(found[0], cell.place + found.start(), CHECKED.search(found[0]) is not None)
    shown = plain(cell.text).strip(" \t*_`")
    if BOX.fullmatch(shown) and "[" in raw and "]" in raw:
        # Also "`[ ]`": the box alone is what changes.
        first, last = raw.index("["), raw.rindex("]") + 1
        return TaskMark(raw[first:last], cell.place + first, bool(shown[1:-1].strip()))
    word, done = shown.casefold(), shown.casefold() in DONE_WORDS
    if found := SIGN.match(shown):
        word, done = shown[found.end() :].strip().casefold(), found[0][0] in DONE_SIGNS
    if not shown or (word and word not in WORDS and word not in DONE_WORDS):
        return None
    # What is seen alone: the address of a linked word may hold the word too, and its bold stays.
    first = cell.text.find(shown)
    start, end = cell.places(first, first + len(shown)) if first >= 0 else (cell.place, cell.place)
    if source.text[start:end] != shown:
        start, end = cell.place + len(raw) - len(raw.lstrip()), cell.place + len(raw.rstrip())
    return TaskMark(source.text[start:end], start, done)


def mark_in_line(line: Line, source: Source) -> TaskMark | None:
    """The mark in front of what a line says, or behind it."""
    raw = source.text[line.place : line.end]
    if found := INPUT.search(raw):
        return TaskMark(found[0], line.place + found.start(), CHECKED.search(found[0]) is not None)
    shown = plain(line.text)
    if (found := BOX.match(shown.lstrip())) and not any(mark.kind == "link" and mark.start < len("[x]") for mark in line.marks):
        first = len(shown) - len(shown.lstrip())
        start, end = line.places(first, first + found.end())
        return TaskMark(source.text[start:end], start, bool(found["mark"].strip()))
    text = shown.rstrip()
    for found in SIGN.finditer(text):
        before, after = text[: found.start()].strip(" *_~-"), text[found.end() :].strip(" *_~.")
        if not before or not after:
            start, end = line.places(found.start(), found.end())
            return TaskMark(source.text[start:end], start, found[0][0] in DONE_SIGNS)
    return None


def unstruck(line: Line, source: Source) -> str:
    """What a line shows beside what is struck through in it."""
    gone = [(line.place + found.start(), line.place + found.end()) for found in STRUCK.finditer(source.text[line.place : line.end])]
    return plain("".join(c for c, at in zip(line.text, line.at, strict=True) if not any(start <= at < end for start, end in gone)))


def is_struck(line: Line, source: Source) -> bool:
    """Whether all that a line shows is struck through, or it says in brackets at its end that it is done."""
    said = SAID.search(plain(line.text))
    if said is not None and _says_done(said):
        return True
    # A part of it alone says only that this part is done, or was meant otherwise.
    return not re.search(r"\w", unstruck(line, source)) and re.search(r"\w", plain(line.text)) is not None


def _says_done(said: re.Match[str]) -> bool:
    return said["word"].strip().casefold() in DONE_WORDS - {"x"}


def without_done(text: str) -> str:
    """A line of the file without what `mark_in_line` and `is_struck` take for done beside its mark: strikes, signs, a word in brackets."""
    text = DONE_SIGN.sub("", STRIKES.sub("", text))
    said = SAID.search(text)
    return text[: said.start()].rstrip() if said is not None and _says_done(said) else text


def ticked_text(mark: TaskMark, others: "list[TaskMark]") -> str | None:
    """What an open mark becomes once its task is done, as the list's own done marks (`others`) have it; None where nobody can tell."""
    return _turned(mark, [other for other in others if other.done], done=True)


def open_text(mark: TaskMark, others: "list[TaskMark]") -> str | None:
    """What the mark of a new task like a done one is."""
    return mark.text if not mark.done else _turned(mark, [other for other in others if not other.done], done=False)


def _turned(mark: TaskMark, usual: "list[TaskMark]", *, done: bool) -> str | None:
    like = next((other.text for other in reversed(usual) if other.kind == mark.kind), None)
    if mark.kind == "input":
        bare = re.sub(r"\s+checked(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?", "", mark.text, flags=re.IGNORECASE)
        return re.sub(r"\s*(/?>)$", r" checked\1", bare) if done else bare
    if mark.kind == "blank":
        return usual[-1].text if usual else None
    if like is not None:
        return like
    if mark.kind == "box":
        return "[x]" if done else "[ ]"
    if mark.kind == "sign":
        return _sign(mark.text, done=done)
    if usual:
        return usual[-1].text
    if (found := SIGN.match(mark.text)) is None:
        return _word(mark.text, done=done)
    # The sign is what counts, and the word must not speak against it.
    rest = mark.text[found.end() :]
    word = _word(rest, done=done) or (rest if done and rest.strip().casefold() in DONE_WORDS else "")
    return _sign(mark.text, done=done) + word


def _sign(text: str, *, done: bool) -> str:
    return TICKED.get(text[0], "✅") if done else UNTICKED.get(text[0], "⬜")


def _word(text: str, *, done: bool) -> str | None:
    """The other word of the pair, in the capitals of this one."""
    found = re.search(r"\w[\w -]*\w|\w", text)
    if found is None:
        return None
    word = found[0].casefold()
    other = WORDS.get(word) if done else next((each for each, turned in WORDS.items() if turned == word), None)
    if other is None:
        return None
    return text.replace(found[0], other.capitalize() if found[0][:1].isupper() and not found[0].isupper() else other, 1)
