"""Where a title in plain text ends, and what may stand at its end and is none of it: stars, footnotes, a closing full stop. Pure."""

import re
import unicodedata
from collections.abc import Sequence

from candidates.reading_list.author_names import authors_in, surely_names
from candidates.reading_list.edition_mentions import venue_alone
from candidates.reading_list.entry_units import WORD, Unit, is_label
from candidates.reading_list.inline import LITERAL, Line, Mark, plain
from candidates.reading_list.title_signs import JOURNAL, LOOSE, OPENERS, STARS, TITLE_WORDS
from candidates.reading_list.venue_names import VenueNames

# Ends that keep their full stop.
ABBREVIATED = re.compile(r"\.\.$|\b(?:etc|al|vs)\.$")
# Places before the end of a line where authors are looked for behind a title; a line of a thousand commas is no longer read for seconds.
MOST_STOPS = 300
# A full stop behind a single letter is that of an initial.
STOP = re.compile(r"(?:[?!,;]|(?<!\b[A-Z])\.|\s[-–—|/])(?=\s)")
# A bracket after a full stop says something about a paper, not its name: "Title. (Some University)".
AFTERWORD = re.compile(r"(?:(?<=[.?!])\s*[(（][^()（）]*|\s*[(（][^()（）]*\bet\.? al\.?\s*|\s*[(（]@[^()（）]*)[)）]\s*$")
# So does a title in another script, behind one in Latin letters: "Learning of Things(学习)".
CJK = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
TRANSLATED = re.compile(rf"(?P<title>[^{CJK}（）]+?)(?<!\s)\s*[(（][^()（）]*[{CJK}][^()（）]*[)）]\s*")
# What kind of work a reference is, as GB/T 7714 has it: "Title[J]", "Title[C]//Proceedings", "Title[J/OL]".
KIND_MARK = re.compile(r"\s?\[(?:[ACDJMNPRSZ]|DB|EB)(?:/OL)?\](?://)?\s?$")
FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]")


def clean_end(text: str) -> str:
    """A title without what may stand at its end: marks, footnotes, open brackets, separators, a closing full stop."""
    before = None
    while before != text:
        before = text
        text = FOOTNOTE.sub("", text) if text.rstrip().endswith("]") else text
        text = re.sub(rf"[{LOOSE}({chr(LITERAL + ord('('))}\[{chr(LITERAL + ord('['))}（【]+$", "", text)
        marked = text[:-1].rstrip() if text.endswith(".") else text
        if marks := _marks_length(marked):
            text = marked[: len(marked) - marks]
    shown = plain(text)
    return text[:-1] if shown.endswith((".", "。")) and not ABBREVIATED.search(shown) else text


def end_before_remark(shown: str) -> int | None:
    """Where a title ends that a bracket follows which says something of the paper, or says it in another script."""
    translated = TRANSLATED.fullmatch(shown)
    if translated and len(WORD.findall(translated["title"])) >= TITLE_WORDS:
        return translated.end("title")
    afterword = AFTERWORD.search(shown)
    return afterword.start() if afterword else None


def kind_mark_length(text: str) -> int:
    """Letters of the mark that says at the end of a title what kind of work it is."""
    found = KIND_MARK.search(text) if "[" in text[-8:] else None
    return len(found[0]) if found else 0


def _marks_length(text: str) -> int:
    """Stars, daggers and emoji at the end of a title."""
    n = len(text)
    while n and (text[n - 1] in f"{STARS}†‡✝" or unicodedata.category(text[n - 1]) in ("So", "Sk", "Mn", "Cf")):
        n -= 1
    return len(text) - n


def end_before_authors(shown: str) -> int | None:
    """Where a title ends that authors in plain text follow: at the first full stop behind which nothing but names stands ("Title. Jane P.
    Doe"), else at a comma before an "et al." or before several that are surely names.
    """
    stops = [found.end() for found in STOP.finditer(shown)][-MOST_STOPS:]
    for stop in stops:
        one = shown[stop - 1] == "." and ABBREVIATED.search(shown[:stop]) is None
        if shown[stop - 1] != "," and authors_in(shown[stop:], alone=one):
            return stop
    named = [(stop, people) for stop in stops if shown[stop - 1] == "," and (people := authors_in(shown[stop:])) is not None]
    before_et_al = [stop for stop, people in named if people.et_al]
    return before_et_al[-1] if before_et_al else min((stop for stop, people in named if surely_names(people.names)), default=None)


def end_of_text(line: Line, units: Sequence[Unit], n: int, begin: int, names: VenueNames) -> int:
    """Where a title in plain text ends at the latest: before the first link that is a label, a picture, or authors in italics."""
    end = len(line.text)
    for unit in units[n + 1 :]:
        # "Title (`snn`)", "Title `ICML`"
        chip = unit.code and plain(line.text[begin : unit.start]).rstrip()[-1:] in tuple(OPENERS)
        chip = chip or (
            unit.code and not WORD.match(line.text[unit.end :]) and venue_alone(line.text[unit.start : unit.end], names) is not None
        )
        if chip or (unit.link is not None and _ends_title(line, unit, begin)):
            end = unit.start
            break
    pictures = [mark.start for mark in line.of("image", "badge") if mark.start > begin]
    end = min([end, *pictures])
    for mark in line.of("em", "strong"):
        said = line.text[begin : mark.start].rstrip()
        if begin < mark.start < end and said.endswith((".", ",", "]", ")")) and _is_set_off(line, mark, said, end, names):
            end = mark.start
    return end


def _is_set_off(line: Line, mark: Mark, said: str, end: int, names: VenueNames) -> bool:
    """Authors in italics behind a title, or what stands last in italics or bold behind its full stop: "Title. **Some Journal**."."""
    if mark.kind == "em" and authors_in(line.text[mark.start : mark.end], alone=True):
        return True
    last = not WORD.search(plain(line.text[mark.end : end]))
    inside = plain(line.text[mark.start : mark.end])
    # In bold stands the title, too: "Doe, Jane and John Roe. **Things of a Kind**."
    other = mark.kind == "em" or len(WORD.findall(inside)) < TITLE_WORDS or JOURNAL.search(inside) or venue_alone(inside, names)
    return bool(last and other) and said.endswith(".") and len(WORD.findall(plain(said))) >= TITLE_WORDS


def _ends_title(line: Line, unit: Unit, begin: int) -> bool:
    """A link within a sentence is part of a title; a label, a link in brackets or the last thing of a line is not."""
    if is_label(line, unit) or (unit.link is not None and unit.link.kind == "bare"):
        return True
    before, after = plain(line.text[begin : unit.start]).rstrip(), plain(line.text[unit.end :]).lstrip()
    if before[-1:] in tuple(OPENERS) or (plain(line.text[unit.start : unit.end])[:1] in tuple(OPENERS)):
        return True
    return before.endswith(("|", ".", ",", ";", "·", "–", "—", "-")) or not WORD.match(after)
