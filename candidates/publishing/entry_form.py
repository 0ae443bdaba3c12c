"""The form in which a list writes an entry: its text with a slot wherever a paper's own title, authors, edition or address stands. Pure.

A form is taken from an entry as it stands in the file: what was read of it (`EntryText.fields`) becomes slots, what only belongs to that
paper (a link to its code, a date, a remark, an affiliation) is taken out with the signs around it, all else stays as it is. Slots and holes
are letters of a private plane, so that a form is a string and the rules about what goes out are expressions over it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote

from candidates.publishing.addition import SHORT_NAME
from candidates.publishing.badge_form import BADGE_PICTURE, badge_cuts, is_of_preprint
from candidates.publishing.form_holes import without_holes
from candidates.publishing.form_slots import ADDRESS, ADDRESSES, AUTHORS, HOLE, LABEL, SLOT, SLOTS, TITLE, YEAR, YEAR2
from candidates.reading_list.author_names import AuthorText
from candidates.reading_list.edition_mentions import DATASETS_TRACK, MONTHS, PAGES, PUBLISHER, VOLUME
from candidates.reading_list.entry_fields import Field, FieldKind, Link
from candidates.reading_list.entry_units import PAPER_LABEL, SIDE_LABEL, label_of
from candidates.reading_list.html_items import ITEM_BEGINS
from candidates.reading_list.markdown import Source
from candidates.reading_list.paper_evidence import leads_elsewhere, leads_to_paper
from candidates.reading_list.parts import Entry
from candidates.reading_list.title_signs import TITLE_WORDS
from candidates.reading_list.venue_names import YEAR as WRITTEN_YEAR

MARKDOWN_DESTINATION = re.compile(r"\]\(\s*<?(?P<to>(?:[^\s()<>]|\([^\s()]*\))*)")
# A badge that leads somewhere; one that several entries have is the label of their links.
BADGE = re.compile(r"\[!\[(?P<label>[^\[\]\n]*)\]\([^()\s]+\)\]\(")
PAPER_BADGES = frozenset({"", "paper", "papers", "pdf", "doi", "openreview", "link", "url", "abstract", "论文", "原文", "链接"})
# What of a reference ("[Title][doe]", "[doe]", "[Title][]") is no label: the name that stands elsewhere for the address.
REFERENCE = re.compile(r"(?<=\])\[[^\[\]]*\]$|(?<=\])$")
# The label of a link whose address follows, with the brackets that are part of it.
LABEL_BEFORE = re.compile(r"\[(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\])*\]\(<?$")
HTML_DESTINATION = re.compile(r"""\bhref\s*=\s*["']?(?P<to>[^"'\s>]+)""", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
# Footnotes and stars are of one paper; an anchor in front of a title may be of all.
# A track or a mark of a paper beside its edition, and which of its series a conference is: of another paper both say something else.
SAID = re.compile(
    rf"[ \t.,;:()*_|–—-]*+(?P<said>(?:{DATASETS_TRACK}|oral|spotlight|poster|findings|demo|workshops?"
    r"|(?:main\s+)?track|(?:best|short|long|main)(?:\s+\w+)?\s+paper(?:\s+award)?|award)\b)",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+-(?:first|second|third|[a-z]+th))\s+\Z", re.IGNORECASE)
LONGEST_ORDINAL = 30
# Volume, pages and publisher between a venue and its year (". PMLR", " 35"), and pages behind it (": 1-13", ", pp. 1-9").
ISSUE = re.compile(rf"[*_]*(?P<said>(?:[,.]\s*(?:{PAGES}|{PUBLISHER})|{VOLUME})+)")
PAGES_BEHIND = re.compile(rf"\)?(?P<said>:\s*\d[\d–-]*|(?:,\s*{PAGES})+)")
MARKS = re.compile(r"\[\^[^\]\s]+\]|[★☆⭐🌟🔥🆕👍📌†‡]+\ufe0f?")
# An anchor that names the paper it stands before; one that all entries share is part of how they are written.
ANCHOR = re.compile(r"""<a\s+(?:name|id)\s*=\s*["']?[^"'<>\s]+["']?\s*>\s*</a>[ \t]*""", re.IGNORECASE)
# "Oct " of "arXiv, Oct 2024": the record of a paper names no month.
MONTH_BEFORE = re.compile(rf"\b{MONTHS}[\s,]*(?:\d{{1,2}}(?:st|nd|rd|th)?,?[\s]*)?$")
LONGEST_MONTH = len("September 30th,  ")
# "-07-23" of "2023-07-23": nor a day.
DAY_BEHIND = re.compile(r"(?:[-/.](?:0?[1-9]|1[0-2]))(?:[-/.]\d{1,2})?(?!\d)")
# What a person says of a paper begins and ends with a letter or digit, or with a shortcode (":star:").
WORDS = re.compile(r"[^\W_](?:[^\n]*:[a-z_]+:(?=\s*$)|[^\n]*[^\W_])?", re.MULTILINE)
# What a line begins with and a link follows: "Link: [PDF](…)", "**Paper link**: [here](…)".
FIELD_NAME = re.compile(r"[^\W_]+(?: [^\W_]+)?[\s*_]*[:：][\s*_]*")
# Words that the name of what follows has at most ("Conference and year:").
LONGEST_LABEL = 5
# An "et al." with signs of its own: "Jane Doe *et al.*".
SIGNED_ET_AL = re.compile(r"(?P<sign>[*_]{1,3})et\.? ?al\.?(?P=sign)")
# A sign that closes what was begun before the authors ("*Jane Doe et al*."), and a full stop behind them that ends no initial.
SIGN_BEHIND = re.compile(r"(?P<sign>[*_]{1,3})[ \t]*\.?[ \t]*$")
STOP_BEHIND = re.compile(r"(?P<name>\w\w)?(?P<stop>\.)[ \t]*$")
# Links whose label names a site lead there or nowhere.
SITE_LABELS = {"arxiv": "arxiv.org", "biorxiv": "biorxiv.org", "acm": "acm.org", "ieee": "ieee.org", "springer": "springer.com"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of a form that are no slot: where they stand, and what stands before and after them in their line."""

    start: int
    end: int
    _: KW_ONLY
    text: str
    before: str
    after: str
    in_front: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two chunks of two forms the same: the words, and what stands around them."""
        return self.before, self.text, self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one entry. `holes` counts what was taken out of it; `authors` is how it names them (`spelling` as it stands there), None
    where it does not; `short_name` whether its title begins with one; `section` where it stands. `aligned`: below a number of several
    digits its further lines stand where its text begins, and are here as below one of one digit; None below others."""

    text: str
    holes: int = 0
    authors: AuthorText | None = None
    spelling: str = ""
    short_name: bool = False
    section: int = 0
    aligned: bool | None = None

    def has(self, *slots: str) -> bool:
        """Whether it has any of these slots."""
        return any(slot in self.text for slot in slots)


@dataclass(slots=True)
class _Cuts:
    """Stretches of the file that become a slot or a hole."""

    found: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, letter: str) -> None:
        if not any(first < end and start < last for first, last, _ in self.found):
            self.found.append((start, end, letter))

    def put_all(self, cuts: Iterable[tuple[int, int, str]]) -> None:
        for cut in cuts:
            self.put(*cut)

    def applied(self, source: Source, start: int, end: int) -> str:
        text, place = [], start
        for first, last, letter in sorted(self.found):
            if first >= place and last <= end:
                text += [source.text[place:first], letter]
                place = last
        return "".join([*text, source.text[place:end]])


def form_of(entry: Entry, source: Source) -> Form | None:
    """The form of a bulleted, folded or free-standing entry; None where its title does not stand in it as one piece."""
    start, end = _extent(entry, source)
    return form_within(entry, source, start, end)


def form_within(entry: Entry, source: Source, start: int, end: int) -> Form | None:
    """The form of what stands between two places: an entry without its bullet, a cell of a table."""
    if entry.text is None:
        return None
    cuts = _Cuts()
    fields = [one for one in entry.text.fields if start <= one.start and one.end <= end]
    people: AuthorText | None = None
    spelling = ""
    only = _only_site_link(fields)
    for one in sorted(fields, key=lambda one: one.kind is FieldKind.LINK):
        if one.kind is FieldKind.AUTHORS:
            people, spelling = (
                one.authors,
                source.text[one.start : one.end] if SIGNED_ET_AL.search(source.text, one.start, one.end) else one.text,
            )
        _cut_field(cuts, source, one, fields, only)
    for mark in MARKS.finditer(source.text, start, end):
        cuts.put(*mark.span(), HOLE)
    _cut_said(cuts, source, fields, end)
    for anchor in ANCHOR.finditer(source.text, start, end):
        if source.text.count(anchor[0].rstrip()) == 1:
            cuts.put(*anchor.span(), HOLE)
    text = cuts.applied(source, start, end)
    holes = text.count(HOLE)
    short = SHORT_NAME.match(entry.title) is not None
    return Form(text=without_holes(text), holes=holes, authors=people, spelling=spelling, short_name=short, section=entry.section_index)


def is_whole(form: Form) -> bool:
    """A form whose brackets and bold signs are all closed."""
    text = form.text
    return all(text.count(first) == text.count(last) for first, last in ("()", "[]")) and text.count("**") % 2 == 0


def is_html_item(form: Form) -> bool:
    """The form of an item of a list in HTML."""
    return ITEM_BEGINS.match(form.text) is not None


def _cut_said(cuts: _Cuts, source: Source, fields: Sequence[Field], end: int) -> None:
    """What is said of this paper around its edition: the track and marks behind it or within it ("ICML 2021 Oral", "NeurIPS D&B 2023"),
    which conference of its series it is ("40th"), volume, pages and publisher."""
    edition = [one for one in fields if one.kind in (FieldKind.VENUE, FieldKind.YEAR)]
    for one in edition:
        if one.kind is FieldKind.VENUE and (nth := ORDINAL.search(source.text, max(0, one.start - LONGEST_ORDINAL), one.start)):
            cuts.put(*nth.span(), "")
        if issue := (ISSUE if one.kind is FieldKind.VENUE else PAGES_BEHIND).match(source.text, one.end, end):
            cuts.put(*issue.span("said"), "")
        place = one.end
        while (said := SAID.match(source.text, place, end)) is not None:
            cuts.put(*said.span("said"), HOLE)
            place = said.end()


def _only_site_link(fields: Sequence[Field]) -> Link | None:
    """The link that is called by a site ("[arXiv](…)") where no other leads to the paper: a new paper has one to its own page there."""
    links = [one.link for one in fields if one.link is not None]
    inside = [one for one in fields if one.kind in (FieldKind.TITLE, FieldKind.VENUE, FieldKind.BADGE)]
    if any(role_of(link) or _holds(link, inside) for link in links):
        return None
    return next((link for link in links if label_of(link.label) in SITE_LABELS and not link.picture), None)


def _holds(link: Link, fields: Iterable[Field]) -> bool:
    return any(link.outer[0] <= one.start and one.end <= link.outer[1] for one in fields)


def _cut_field(cuts: _Cuts, source: Source, one: Field, fields: Sequence[Field], only: Link | None) -> None:
    """What was read of a paper becomes its slot, what a record does not say goes out."""
    if one.kind is FieldKind.LINK and one.link is not None:
        _cut_link(cuts, source, one.link, fields, only)
    elif one.kind is FieldKind.BADGE:
        if not any(other.kind is FieldKind.LINK and other.start <= one.start and one.end <= other.end for other in fields):
            cuts.put_all(badge_cuts(one, source))
    elif one.kind in (FieldKind.DATE, FieldKind.PICTURE):
        # Where nothing else tells the year of an entry, its date does: "[2024/05]" becomes "[2025]".
        if one.kind is FieldKind.PICTURE or not any(other.kind is FieldKind.YEAR and _within(other, one) for other in fields):
            cuts.put(one.start, one.end, HOLE)
    elif one.kind is FieldKind.AUTHORS:
        cuts.put(one.start, _authors_end(source, one, fields), AUTHORS)
    elif one.kind is FieldKind.YEAR:
        cuts.put(one.start, one.end, YEAR if one.end - one.start == 4 else YEAR2)
        if month := MONTH_BEFORE.search(source.text, max(0, one.start - LONGEST_MONTH), one.start):
            cuts.put(*month.span(), "")
        if day := DAY_BEHIND.match(source.text, one.end):
            cuts.put(*day.span(), "")
    else:
        cuts.put(one.start, one.end, SLOTS[one.kind.value])


def _within(one: Field, other: Field) -> bool:
    return other.start <= one.start and one.end <= other.end


def _authors_end(source: Source, one: Field, fields: Sequence[Field]) -> int:
    """Where the names end: before the sign that closes what was begun in front of them ("*Jane Doe et al*."), and before the full stop
    that parts them from the title."""
    text = source.text[one.start : one.end]
    closing = SIGN_BEHIND.search(text)
    if closing is not None and text.count(closing["sign"]) % 2 and source.text.endswith(closing["sign"], 0, one.start):
        return one.start + closing.start()
    in_front = any(other.kind is FieldKind.TITLE and one.end <= other.start for other in fields)
    goes_on = re.match(r"[ \t]*[,;:|–—-]", source.text[one.end : one.end + 9])
    stop = STOP_BEHIND.search(text) if in_front and not goes_on else None
    return one.start + stop.start("stop") if stop is not None and (stop["name"] or text.count(".") == 1) else one.end


def _extent(entry: Entry, source: Source) -> tuple[int, int]:
    """From behind the bullet to the end of the last line."""
    row = source.row(entry.first_line)
    lead = re.match(rf"[ \t>]*{re.escape(entry.marker)}[ \t]*", row) if entry.marker not in ("", "|", "<") else None
    start = source.start(entry.first_line) + (lead.end() if lead else 0)
    return start, source.end(entry.last_line)


def _cut_link(cuts: _Cuts, source: Source, link: Link, fields: Sequence[Field], only: Link | None) -> None:
    """The address of a link that leads to the paper becomes a slot; a link to anything else goes out whole."""
    first, last = link.outer
    around = source.text[first:last]
    title_inside = _holds(link, [one for one in fields if one.kind is FieldKind.TITLE])
    called = label_of(link.label)
    # "[arXiv](…)" where that is the edition, and where others have "[ICML 2023](…)".
    by_edition = called in SITE_LABELS and _holds(link, [one for one in fields if one.kind is FieldKind.VENUE])
    if link.picture and (badge := BADGE.match(around)) is not None and _is_label_of_many(badge, source):
        link = replace(link, label=badge["label"], picture=False)
    badges = [one for one in fields if one.kind is FieldKind.BADGE and first <= one.start and one.end <= last]
    if link.picture and badges and not is_of_preprint(badges[0]):
        link = replace(link, label="", picture=False)
    role = "page" if title_inside or by_edition else role_of(link)
    if link is only and (place := around.find(link.label)) >= 0 and link.label:
        cuts.put(first + place, first + place + len(link.label), LABEL)
        role = "page"
    if role is None or link.picture:
        cuts.put(first, last, HOLE)
        return
    for one in badges:
        cuts.put_all(badge_cuts(one, source))
    if link.bare:
        cuts.put(first, last, ADDRESSES[role])
        return
    found = (HTML_DESTINATION if around.startswith("<") else MARKDOWN_DESTINATION).search(around, max(0, around.rfind("](")))
    if around.startswith("<") and around[1:].startswith(link.url[:8]):
        # <https://…>
        cuts.put(first + 1, last - 1, ADDRESSES[role])
    elif found is None and (reference := REFERENCE.search(around)):
        # The name for another address would be the maintainer's to choose; a link says it in place.
        cuts.put(first + reference.start(), last, f"({ADDRESSES[role]})")
    elif found is None:
        cuts.put(first, last, HOLE)
    else:
        cuts.put(first + found.start("to"), first + found.end("to"), ADDRESSES[role])


def _is_label_of_many(badge: re.Match[str], source: Source) -> bool:
    """A badge that says "paper" of most papers that have one, and of none its venue, year or number."""
    if label_of(badge["label"]) not in PAPER_BADGES or re.search(rf"(?<!\d){WRITTEN_YEAR}(?!\d)", unquote(badge[0])):
        return False
    shown = _badges(source.text)
    return 1 < shown[badge["label"]] < 2 * shown[badge[0]]


@lru_cache(maxsize=4)
def _badges(text: str) -> Counter[str]:
    """How often each badge that leads somewhere stands in the list, and how often one of each label."""
    shown: Counter[str] = Counter()
    for badge in BADGE.finditer(text):
        shown.update((badge["label"], badge[0]))
    return shown


def role_of(link: Link) -> str | None:
    """What a link leads to by its label: "pdf", "doi", "openreview" or "page" of the paper; None for anything else."""
    label = label_of(link.label)
    # A file beside the list ("./citations/doe2024.txt") is about the one paper.
    if "://" not in link.url and not link.url.startswith("//"):
        return None
    if link.bare:
        return "pdf" if link.url.endswith(".pdf") else "page" if not leads_elsewhere(link.url) else None
    if SIDE_LABEL.fullmatch(label) or leads_elsewhere(link.url):
        return None
    if label in SITE_LABELS:
        return None
    if label in ("pdf", "doi", "openreview"):
        return label
    return "page" if PAPER_LABEL.fullmatch(label) or leads_to_paper(link.url) or not label.startswith(("slides", "talk")) else None


# ---- the words of a form


def chunks(text: str) -> Iterator[Chunk]:
    """The words of a form that are no slot, each with its neighbours; labels of links and of fields are left out."""
    masked = TAG.sub(lambda found: "\t" * len(found[0]), text)
    masked = BADGE_PICTURE.sub(lambda found: "\t" * len(found[0]), masked)
    title = text.find(TITLE)
    for piece in re.finditer(r"[^\n\t|\ue000-\ue02f]+", masked):
        # Words before a link in the same stretch are no part of its label; a label of as many words as a title may be one.
        label = LABEL_BEFORE.search(piece[0]) if SLOT.match(text, piece.end()) else None
        stretches = [(piece.start(), piece.start() + label.start() if label else piece.end())]
        if label is not None and len(label[0].split()) >= TITLE_WORDS:
            stretches.append((piece.start() + label.start(), piece.end()))
        for first, last in stretches:
            found = WORDS.search(masked, first, last)
            if found is None or (label is None and _is_label(text, *found.span(), last)):
                continue
            before, after = _slot_before(text, first), _slot_after(text, piece.end())
            if before == "^" and FIELD_NAME.fullmatch(masked, found.start(), last):
                continue
            yield Chunk(*found.span(), text=found[0], before=before, after=after, in_front=first < title)


def _is_label(text: str, start: int, end: int, after: int) -> bool:
    """The label of a link that leads to the paper, or of a field whose value follows."""
    slot = text[after : after + 1]
    if SLOT.match(slot) and re.fullmatch(r"[\s*_]*[:：][\s*_]*|[\s*_~`\\\])]*\]\(<?|", text[end:after]) is not None:
        return text[end:after] != "" and len(text[start:end].split()) <= LONGEST_LABEL
    closed = re.match(r"[^<\n]*</a>", text[end:])
    return closed is not None and ADDRESS.search(text[max(0, text.rfind("<a", 0, start)) : start]) is not None


def _slot_before(text: str, place: int) -> str:
    row = text[text.rfind("\n", 0, place) + 1 : place]
    return next((c for c in reversed(row) if SLOT.match(c)), "^")


def _slot_after(text: str, place: int) -> str:
    end = text.find("\n", place)
    return next((c for c in text[place : end if end >= 0 else len(text)] if SLOT.match(c)), "$")


def only_constant(form: Form, is_constant: Callable[[Chunk], bool]) -> Form:
    """The form without the words that other entries do not have in that place."""
    text, holes = form.text, form.holes
    for chunk in reversed(list(chunks(text))):
        if not is_constant(chunk):
            start, end = _with_signs(text, chunk.start, chunk.end)
            text = text[:start] + HOLE + text[end:]
            holes += 1
    if text == form.text:
        return form
    return replace(form, text=without_holes(text), holes=holes)


def _with_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the sign beside it of which it holds the other half ("Title of it. *NeurIPS" of "Title of it. *NeurIPS*")."""
    if text.endswith("(", 0, start) and text[start:end].count(")") > text[start:end].count("("):
        start -= 1
    for sign in ("**", "__", "~~", "*", "_", "`"):
        if text[start:end].count(sign) % 2:
            end += len(sign) if text.startswith(sign, end) else 0
            start -= len(sign) if text[start:end].count(sign) % 2 and text.endswith(sign, 0, start) else 0
    return start, end
