"""What goes out of a form with what a paper has not: brackets, separators and lines that only that needed. Pure."""

import re
from collections.abc import Sequence

from candidates.publishing.form_slots import ACRONYM, ADDRESS, AUTHORS, BADGE_VENUE, CHECKBOX, HOLE, SLOT, TITLE, VENUE, YEAR, YEAR2

# What separates the parts of an entry.
PARTS = "|,;·•/，；、"
OPEN, SHUT = r"(?:\\?[\[(]|[（【])", r"(?:\\?[\])]|[）】])"
# A line of which nothing is left but its bullet, its quotation mark and signs around a hole.
EMPTY_LINE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?[^\w\n\ue000-\ue02f]*$")
NAME_ONLY = re.compile(rf"^[ \t>]*(?:[-*+][ \t]+)?[^\W\d_][\w /]{{0,24}}[:：][ \t]*{HOLE}[ \t.]*$")
# A link whose label went out.
NAMELESS = re.compile(rf"\[[\s*_~`]*{HOLE}[\s*_~`]*\]\(<?{ADDRESS.pattern}[^)\n]*\)")
# A block of code below an entry (its BibTeX), and a fold.
FENCED = re.compile(r"(?m)^(?P<lead>[ \t]*)(?P<fence>`{3,}|~{3,})[^\n]*\n(?:(?![ \t]*(?P=fence))[^\n]*\n)*[ \t]*(?P=fence)[`~]*[ \t]*$")
# A little picture that stands for what follows it, behind something else: "💻 [Code](…)".
PICTURED = re.compile(rf"(?<![\s>*+-])[ \t]+(?:[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]*|:[a-z0-9_+-]+:)[ \t]*{HOLE}")
# Signs of HTML around nothing, and a fold in which nothing is left but its name.
EMPTY_SIGNS = re.compile(rf"<(?P<tag>u|b|i|em|strong|code|small|font|span|su[bp]|kbd|mark|summary)\b[^<>\n]*>[ \t]*{HOLE}[ \t]*</(?P=tag)>")
NAMED = r"<summary\b[^<>]*>[^<>\n\ue000-\ue02f]*</summary>"
EMPTY_FOLD = re.compile(rf"<details\b[^<>]*>(?P<inside>\s*(?:{NAMED})?(?:[\s{HOLE}>*.,;:-]|<br */?>)*)</details>")
# The label of a link, with brackets and a badge in it, and what in one is more than a name for the link.
LABEL = r"(?P<label>(?:\\.|[^\[\]\\\n]|\[(?:\\.|[^\[\]\\\n])*\])*)"
SAYS_MORE = re.compile(f"[{TITLE}{ACRONYM}{AUTHORS}{VENUE}{BADGE_VENUE}{YEAR}{YEAR2}]")
BREAK_AT_END = re.compile(r"(?: *<br */?>)? *$", re.IGNORECASE)


def without_holes(text: str) -> str:
    """A form without its holes: with them go the brackets and separators that only they needed, and lines of which nothing is left."""
    text = "\n".join(_emptied(_joined(text).split("\n")))
    text = _joined(text)
    text = re.sub(rf"{HOLE}[-/](?={SLOT.pattern})", "", text)
    text = re.sub(rf"(?m)^(?P<lead>[ \t>]*(?:[-*+]|\d+[.)])[ \t]+){HOLE}[ \t]*[.,;:/|·•]?[ \t]*", r"\g<lead>", text)
    text = re.sub(rf"(?m)(?<=\n)(?P<lead>[ \t>]*){HOLE}[.,;:]?[ \t]+(?:[-–—/|·•,;][ \t]+)?", r"\g<lead>", text)
    text = re.sub(rf"^{HOLE}[.,;]?[ \t]*(?:[-–—:|·•][ \t]+)?", "", text)
    text = re.sub(rf"(?<=\))[ \t]*{HOLE}[.,;:](?=[ \t])", "", text)
    text = re.sub(rf"(?<=[\w{TITLE}-{CHECKBOX}])[-/.]{HOLE}", "", text)
    text = re.sub(rf"(?P<end>[.,;:!?][*_]{{0,3}})[ \t]*{HOLE}[ \t]*[.,;:]", r"\g<end>", text)
    text = re.sub(rf"[ \t]+[-–—]+[ \t]*{HOLE}[.!?]?(?=[ \t\\]*(?:\n|$))", "", text)
    text = re.sub(rf"[ \t]*(?:[{PARTS}&+][ \t]*)?{HOLE}(?P<stop>[.!?]?(?=[ \t\\]*(?:\n|$)))", _dropped, text)
    text = re.sub(rf"[ \t]*(?:[{PARTS}&+][ \t]*)?{HOLE}", "", text)
    return re.sub(r"\n[ \t]*(?=\n[ \t]*\n)|(?:\n[ \t]*)+$", "", text)


def _joined(text: str) -> str:
    """A form in which what only holes needed is part of them."""
    before = None
    while before != text:
        before = text
        text = NAMELESS.sub(HOLE, text)
        text = EMPTY_SIGNS.sub(HOLE, text)
        text = EMPTY_FOLD.sub(lambda found: HOLE if HOLE in found["inside"] or not found["inside"].strip() else found[0], text)
        text = FENCED.sub(lambda found: HOLE if HOLE in found[0] else found[0], text)
        text = re.sub(rf"{OPEN}[\s{PARTS}:*_@-]*{HOLE}[\s{PARTS}:*_{HOLE}-]*{SHUT}", HOLE, text)
        text = re.sub(rf"(?P<sign>[*_~`]{{1,3}})[ \t]*{HOLE}[ \t]*(?P=sign)|`[ \t.,;:]*{HOLE}[ \t.,;:]*`", HOLE, text)
        text = re.sub(rf"(?P<sign>[*_]{{1,3}}){HOLE}[.,;:]+(?P=sign)|[“\"„]{HOLE}[.…,;:]*[”\"]", HOLE, text)
        text = re.sub(rf"{HOLE}(?:[ \t]*[{PARTS}&+.!?]?[ \t]*{HOLE})+", HOLE, text)
        text = PICTURED.sub(HOLE, text)
    return text


def _emptied(lines: Sequence[str]) -> list[str]:
    """The lines but for those of which a hole has left nothing, or only the name of what stood there ("- Code:"); the last one ends as the
    last one did, without a break into a line that is no more."""
    kept = [line for n, line in enumerate(lines) if not n or HOLE not in line or not (EMPTY_LINE.match(line) or NAME_ONLY.match(line))]
    if len(kept) < len(lines) and kept[-1] is not lines[-1]:
        kept[-1] = BREAK_AT_END.sub("", kept[-1], count=1) + BREAK_AT_END.search(lines[-1])[0]  # type: ignore[index]  # matches always
    return kept


def _dropped(found: re.Match[str]) -> str:
    """A remark at the end of a line goes with its full stop, unless the sentence before it has none."""
    before = found.string[: found.start()].rstrip(" \t*_")[-1:]
    return "" if before in ".!?" or not found["stop"] else found["stop"]


def without(text: str, slot: str) -> str:
    """A form without a slot that the paper cannot fill; a link without address goes whole, unless its label says more than where it leads:
    the title, the edition."""
    if ADDRESS.match(slot):
        text = re.sub(rf"\[{LABEL}\]\(<?{slot}[^)\n]*\)", _unlinked, text)
        text = re.sub(rf"<a\s[^<>]*{slot}[^<>]*>(?P<label>(?:(?!</a>)[^\n])*)</a>", _unlinked, text)
    return without_holes(text.replace(slot, HOLE))


def _unlinked(found: re.Match[str]) -> str:
    return found["label"] if SAYS_MORE.search(found["label"]) else HOLE
