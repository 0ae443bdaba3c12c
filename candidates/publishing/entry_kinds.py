"""Bullets, references with keys and items in HTML: what kinds of entries a section mixes, and which of them a new one follows. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from candidates.publishing.entry_form import Form
from candidates.publishing.numbers import is_key
from candidates.reading_list.html_items import ITEM_BEGINS
from candidates.reading_list.markdown import Source
from candidates.reading_list.parts import Entry

ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=<>"'/]+)(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))?""")
# What one item alone has, even where all have one.
OWN_ATTRIBUTE = re.compile(r"id|value|data-.*", re.IGNORECASE)


class EntryKind(StrEnum):
    """How an entry is set into its list."""

    USUAL = "bullet, row or line"
    KEY = "reference"
    ITEM = "item in HTML"


def kind_of_entry(entry: Entry, source: Source) -> EntryKind:
    """How an entry is set into its list."""
    if is_key(entry.marker):
        return EntryKind.KEY
    return EntryKind.ITEM if not entry.marker and ITEM_BEGINS.match(source.row(entry.first_line)) else EntryKind.USUAL


def usual_kind(entries: Sequence[Entry], source: Source) -> EntryKind:
    """How most entries are set into their list; as usual where two ways are as common."""
    count = Counter([EntryKind.USUAL, *(kind_of_entry(entry, source) for entry in entries)])
    count[EntryKind.USUAL] -= 1
    return count.most_common(1)[0][0]


def alike(entries: Sequence[Entry], source: Source) -> list[Entry]:
    """Those entries that are set into their list as most of them are, from top to bottom."""
    kind = usual_kind(entries, source)
    return sorted((entry for entry in entries if kind_of_entry(entry, source) is kind), key=lambda entry: entry.first_line)


def with_shared_attributes(forms: Sequence[Form]) -> list[Form]:
    """The forms; items in HTML keep of their attributes what all of them have and what names none of them ("id", "data-…")."""
    tags = [found[0] for form in forms if (found := ITEM_BEGINS.match(form.text)) is not None]
    count = Counter(text for tag in tags for text in {found[0] for found in ATTRIBUTE.finditer(tag)})

    def kept(found: re.Match[str]) -> str:
        return found[0] if count[found[0]] == len(tags) and not OWN_ATTRIBUTE.fullmatch(found["name"]) else ""

    return [
        replace(form, text=ATTRIBUTE.sub(kept, tag[0]) + form.text[tag.end() :]) if (tag := ITEM_BEGINS.match(form.text)) else form
        for form in forms
    ]
