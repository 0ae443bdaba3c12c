"""Bullets, references with keys and items in HTML: what kinds of entries a section mixes, and which of them a new one follows; what of
their forms is of one entry alone. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from candidates.publishing.entry_form import Form
from candidates.publishing.form_slots import ADDRESS, LABEL
from candidates.publishing.numbers import NUMBERED, is_key
from candidates.reading_list.entry_units import PAPER_LABEL, label_of
from candidates.reading_list.html_items import ITEM_BEGINS
from candidates.reading_list.markdown import Source
from candidates.reading_list.parts import Entry

ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=<>"'/]+)(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))?""")
# What one item alone has, even where all have one.
OWN_ATTRIBUTE = re.compile(r"id|value|data-.*", re.IGNORECASE)


# Labels that name no site.
PLAIN_LABELS = frozenset({"paper", "papers", "pdf", "link", "url", "paperlink", "article", "abs", "论文", "原文", "链接"})
# What a link to the paper is called, and the entries from which on a label that one alone has is no habit of a list.
LABELLED = re.compile(rf"\[(?P<label>[^\[\]\n\ue000-\ue030]+)\]\((?=<?{ADDRESS.pattern})")
FEWEST_LABELS = 3


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


def without_own_labels(forms: Sequence[Form]) -> list[Form]:
    """The forms; the label of a link that is called as no other one ("[Doe (2003)](…)") is that of its own paper."""
    count = Counter(label for form in forms for label in {found["label"] for found in LABELLED.finditer(form.text)})

    def named(found: re.Match[str]) -> str:
        known = PAPER_LABEL.fullmatch(label_of(found["label"])) or count[found["label"]] > 1
        return found[0] if known else f"[{LABEL}]("

    return [replace(form, text=LABELLED.sub(named, form.text)) for form in forms] if len(forms) >= FEWEST_LABELS else list(forms)


def with_column(form: Form, entry: Entry) -> Form:
    """The form; its further lines as below a number of one digit, where they stand below the text of their entry (`Form.aligned`)."""
    found = NUMBERED.fullmatch(entry.marker)
    more = len(entry.marker) - len("1.")
    if found is None or found["before"] or more <= 0 or "\n" not in form.text:
        return form
    first, *rest = form.text.split("\n")
    column = len(entry.indent) + len(entry.marker) + len(entry.gap)
    if not all(len(row) - len(row.lstrip(" ")) == column for row in rest if row.strip()):
        return replace(form, aligned=False)
    return replace(form, text="\n".join([first, *(row[more:] if row.strip() else row for row in rest)]), aligned=True)


def usual_label(entries: Sequence[Entry]) -> str:
    """What a list calls the links to its papers, where it does not call them by a site."""
    links = [link.label for entry in entries if entry.text is not None for link in entry.text.links if not link.picture]
    said = Counter(label for label in links if label_of(label) in PLAIN_LABELS)
    return said.most_common(1)[0][0] if said else "paper"
