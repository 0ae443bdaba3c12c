"""Items of a TODO: which checkbox is a task and not a paper, and what it names. Pure."""

import re

from candidates.reading_list.entry_text import CHECKBOX
from candidates.reading_list.markdown import Item
from candidates.reading_list.parts import TodoItem
from candidates.reading_list.venue_names import VenueNames
from spiders.mojibake import one_line

NUMBER = re.compile(r"\d+")
# What may stand beside an edition in a checkbox item that is a task ("[ ] Missing AAAI 2025") and not a paper.
TASK_WORDS = re.compile(
    r"(?i)\b(?:missing|add|papers?|from|todo|to|do|and|of|the|check|crawl|update|cover|read|all|list|for|complete|finish)\b"
)


def is_task(shown: str, names: VenueNames) -> bool:
    """An item that names editions and, beside words of tasks, nothing else."""
    if not names.editions(shown):
        return False
    left = NUMBER.sub("", TASK_WORDS.sub("", shown))
    for mention in reversed(names.mentions(left)):
        left = left[: mention.start()] + left[mention.end() :]
    return not any(c.isalpha() and c not in "xX" for c in left)


def todo_item(item: Item, shown: str, names: VenueNames) -> TodoItem:
    """An item of the TODO with the editions that it names."""
    box = CHECKBOX.match(item.lines[0].text)
    words = re.sub(r"^\s*\[[ xX✓✔]?\]\s*", "", shown)
    mark = box["mark"] if box else None
    return TodoItem(
        text=one_line(words), checked=bool(mark and mark.strip()), line=item.line, editions=names.editions(words), checkbox=mark
    )
