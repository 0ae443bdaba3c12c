"""Which stretch of an entry's line is the title: a list of small named rules, each with examples that the tests run. Pure.

A line is cut into units: links, bold runs, code, plain text. Each rule looks at one unit and says what it is: the title, the beginning of
a title that goes on in plain text, a label to pass over ("[ECCV]", "(**CLDA**)", "[2024/03]"), or nothing it knows about. The first rule
that knows decides; `title_examples` shows each at work.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum

from candidates.reading_list.author_names import LAST_NAMES, authors_in
from candidates.reading_list.edition_mentions import YEAR_IN_FRONT, date_in, mentions, venue_alone
from candidates.reading_list.entry_units import WORD, Unit, is_address, is_label, units_of
from candidates.reading_list.inline import Line, Mark, plain
from candidates.reading_list.title_ends import end_of_text
from candidates.reading_list.title_signs import (
    BRACKET,
    CLOSERS,
    JOURNAL,
    KEY_IN_FRONT,
    LONGEST_JOURNAL,
    LOOSE,
    NUMBER_IN_FRONT,
    OPENERS,
    QUOTED,
    REFERENCE_KEY,
    SHORTCODE,
    STARS,
    TITLE_WORDS,
    TRACKS,
    YEAR_VENUE,
    pictograph_length,
    word_count,
)
from candidates.reading_list.venue_names import VenueNames


class Verdict(Enum):
    """What a rule says of a unit."""

    TITLE = "the title, whole"
    OPENS = "the title begins here and goes on in what follows"
    LABEL = "a label, or authors in front"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a rule may look at: the line, its units, the unit in question and where its text begins; `last_run` is the place of the last
    link or bold run that is long enough for a title, -1 without one.
    """

    line: Line
    units: Sequence[Unit]
    n: int
    start: int
    last_run: int
    names: VenueNames

    @property
    def unit(self) -> Unit:
        """The unit in question."""
        return self.units[self.n]

    @property
    def text(self) -> str:
        """The line from `start` to the end of the unit."""
        return self.line.text[self.start : self.unit.end]

    @property
    def words(self) -> int:
        """How many words `text` has."""
        return word_count(self.text)

    @property
    def after(self) -> str:
        """What follows the unit in its line."""
        return self.line.text[self.unit.end :]

    @property
    def bracketed(self) -> bool:
        """The unit stands in brackets of its own, escaped or not: "[[ECCV](…)]", "(**ALP**)", "**[ALP]**"."""
        said = plain(self.text).strip()
        if self.unit.strong and len(said) > 2 and OPENERS.find(said[0]) == CLOSERS.find(said[-1]) != -1:
            return True
        before = plain(self.line.text[: self.start]).rstrip()[-1:]
        return before in tuple(OPENERS) and plain(self.after).lstrip()[:1] in tuple(CLOSERS)

    @property
    def followed(self) -> bool:
        """Words that are neither in brackets nor an edition stand between the unit and the next link: a title, however short."""
        following = next((u for u in self.units[self.n + 1 :] if u.link), None)
        text = self.line.text[self.unit.end : following.start if following else len(self.line.text)]
        for mention in reversed(mentions(text, self.names)):
            text = text[: mention.start] + text[mention.end :]
        return WORD.search(plain(BRACKET.sub(" ", text.lstrip(CLOSERS)))) is not None

    @property
    def later(self) -> bool:
        """Something substantial follows that can be the title: a longer link or bold run, or three words of text."""
        if self.last_run > self.n:
            return True
        loose = "".join(self.line.text[u.start : u.end] for u in self.units[self.n + 1 :] if not u.link and not u.code)
        return len(WORD.findall(plain(BRACKET.sub(" ", loose)))) >= TITLE_WORDS


Rule = Callable[[Look], Verdict | None]


# ---- the rules, in the order in which they are asked


def badge_or_code(look: Look) -> Verdict | None:
    """Code is a chip where a title follows: [`Training`](#t) · Title."""
    return Verdict.LABEL if look.unit.code and look.later else None


def anchor_link(look: Look) -> Verdict | None:
    """A link to a place of the page itself is a chip where a title follows."""
    link = look.unit.link
    return Verdict.LABEL if link is not None and link.url.startswith("#") and look.later else None


def footnote_link(look: Look) -> Verdict | None:
    """[^1] is a mark."""
    return Verdict.LABEL if look.unit.link is not None and plain(look.text).startswith("^") else None


def resource_label(look: Look) -> Verdict | None:
    """A link that only says what it leads to is no title while another may come: [PDF] Title."""
    return Verdict.LABEL if is_label(look.line, look.unit) and look.later else None


def edition_or_date_label(look: Look) -> Verdict | None:
    """A link or bold run that is an edition, a venue or a date: [[ECCV](u)] Title, **ICML 2022** Title."""
    if not (look.unit.link or look.unit.strong) or not (look.later or (look.bracketed and look.followed)):
        return None
    text = look.text
    whole = [m for m in mentions(text, look.names) if not plain(text[: m.start] + text[m.end :]).strip(" *_.,:")]
    return Verdict.LABEL if whole or date_in(text, look.names) or (venue_alone(text, look.names) and look.bracketed) else None


def bracketed_label(look: Look) -> Verdict | None:
    """A short link or bold run in brackets before something longer: (**CLDA**) [Title](u)."""
    if not look.bracketed or not (look.unit.link or look.unit.strong):
        return None
    if look.unit.strong and not look.unit.link and look.followed:
        return Verdict.LABEL if look.words <= TITLE_WORDS else None
    return Verdict.LABEL if look.words < TITLE_WORDS and look.later else None


def reference_key(look: Look) -> Verdict | None:
    """A link or bold run that names authors and year: **[Doe et al., 2017]** Title, [[Doe and Roe, 2017](u)] Title."""
    if not (look.unit.link or look.unit.strong) or not look.later:
        return None
    return Verdict.LABEL if REFERENCE_KEY.fullmatch(plain(look.text).strip(" ()[]（）【】")) else None


def journal_label(look: Look) -> Verdict | None:
    """A linked name of some length in brackets of its own before a longer text: [[IEEE Journal of Things](u)] Title of the Paper."""
    link = look.unit.link
    if link is None or not look.bracketed or is_label(look.line, look.unit) or look.words > LONGEST_JOURNAL:
        return None
    if WORD.search(plain(look.line.text[: look.start])) or not JOURNAL.search(plain(look.text)):
        return None
    text = plain(look.after).lstrip(CLOSERS + " ")
    return Verdict.LABEL if text[:1].isalnum() and len(WORD.findall(BRACKET.sub(" ", text))) >= TITLE_WORDS else None


def name_before_colon(look: Look) -> Verdict | None:
    """A title may begin in bold or as a link and go on after a colon: **SpikeLM**: Towards General Spikes (but [Title](u) :octocat:)."""
    if not (look.unit.link or look.unit.strong) or not re.match(r"\s*[:：]\s*\S", look.after) or SHORTCODE.match(look.after.lstrip()):
        return None
    if look.unit.strong and look.words <= TITLE_WORDS and _linked_title_behind(look):
        return Verdict.LABEL
    return Verdict.OPENS if not re.match(r"\s*[:：]\s*(?:\[|https?:)", plain(look.after)) or look.words < TITLE_WORDS else None


def _linked_title_behind(look: Look) -> bool:
    """A title is linked right behind the colon: **SpikeLM**: [SpikeLM: Towards General Spikes](u)."""
    following = next((u for u in look.units[look.n + 1 :] if u.link), None)
    if following is None or WORD.search(look.line.text[look.unit.end : following.start]):
        return False
    words = word_count(look.line.text[following.start : following.end])
    return words >= TITLE_WORDS and words > look.words and not is_label(look.line, following)


def long_run(look: Look) -> Verdict | None:
    """A link or bold run of three words or more is the title."""
    return Verdict.TITLE if (look.unit.link or look.unit.strong) and look.words >= TITLE_WORDS and not _is_bare(look) else None


def short_run_that_goes_on(look: Look) -> Verdict | None:
    """A short link or bold run whose sentence goes on is emphasis within the title: **Spiking** networks that learn."""
    if not (look.unit.link or look.unit.strong) or is_label(look.line, look.unit) or _is_bare(look) or look.bracketed:
        return None
    ended = plain(look.text).rstrip().endswith((".", "!", "?"))
    return Verdict.OPENS if not ended and re.match(r" ?[^\W_]|-\w", look.after) and not _only_edition(look) else None


def short_run_before_title(look: Look) -> Verdict | None:
    """A short link or bold run before a longer one, or before a title in quotation marks, is a label: **SpikeLM** [Towards Spikes](u)."""
    if not (look.unit.link or look.unit.strong) or look.words >= TITLE_WORDS:
        return None
    quoted = QUOTED.match(plain(look.after)) if look.unit.strong else None
    whole = quoted is not None and not WORD.search(quoted["before"] or "") and not re.match(r"\s*[a-z]", quoted["after"])
    if quoted and whole and word_count(quoted["title"]) >= TITLE_WORDS:
        return Verdict.LABEL
    following = [u for u in look.units[look.n + 1 :] if u.link or u.strong]
    longer = following and word_count(look.line.text[following[0].start : following[0].end]) >= TITLE_WORDS
    return Verdict.LABEL if longer and not is_label(look.line, following[0]) else None


def short_run(look: Look) -> Verdict | None:
    """Any other link or bold run is the title, however short ("**Adam** (ICLR 2015)"), unless it is a label."""
    if not (look.unit.link or look.unit.strong) or is_label(look.line, look.unit) or _is_bare(look) or not look.words:
        return None
    return Verdict.TITLE


def authors_in_front(look: Look) -> Verdict | None:
    """Names before a bold, linked or quoted title: Jing, Y., Yang, Y., **Title**, CVPR 2021."""
    if look.unit.link or look.unit.strong:
        return None
    text = plain(look.text).strip(' .,:;–—-"“')
    following = [u for u in look.units[look.n + 1 : look.n + 3] if u.link or u.strong]
    named = authors_in(text, alone=True)
    if not following or not look.later:
        return None
    if named is None:
        # "Khoury and Hadfield-Menell, **Title**".
        return Verdict.LABEL if LAST_NAMES.fullmatch(text) and following[0] is look.units[look.n + 1] else None
    if len(named.names) > 2 and following[0] is look.units[look.n + 1]:
        return Verdict.LABEL
    return Verdict.LABEL if re.search(r"[.,:;–—-]\s*[\"“]?$", plain(look.text).rstrip(" ")) or not look.text.rstrip(" ") else None


def plain_text(look: Look) -> Verdict | None:
    """Words in plain text begin the title."""
    if look.unit.link or look.unit.strong or look.unit.code:
        return None
    words = WORD.findall(plain(look.text))
    if not words:
        return None
    if look.later and _edition_alone(plain(look.text), look.names):
        return Verdict.LABEL
    lead_in = len(words) < TITLE_WORDS and re.search(r"[:：·|–—-]\s*$", look.text) is not None
    return Verdict.LABEL if (lead_in and look.later) or _leads_in(look, words) else Verdict.OPENS


def _edition_alone(text: str, names: VenueNames) -> bool:
    """An edition and at most what kind of paper it was there: "ACM MM'21, ", "NeurIPS 2022 Workshop: "."""
    said = mentions(text, names)
    left = WORD.findall(text[: said[0].start] + text[said[0].end :]) if len(said) == 1 else ["?"]
    return all(word.casefold() in TRACKS for word in left)


def _leads_in(look: Look, words: Sequence[str]) -> bool:
    """Before a link that is a title of its own: an edition or a year ("COLT-09 [Title](u)"), or what the paper is about and a colon."""
    following = look.units[look.n + 1] if look.n + 1 < len(look.units) else None
    if (
        following is None
        or following.link is None
        or len(WORD.findall(plain(look.line.text[following.start : following.end]))) <= TITLE_WORDS
    ):
        return False
    told = re.search(r"[:：]\s*$", plain(look.text)) is not None
    return told or (len(words) < TITLE_WORDS and all(word.isdecimal() or sum(c.isupper() for c in word) >= 2 for word in words))


RULES: tuple[Rule, ...] = (
    footnote_link,
    badge_or_code,
    anchor_link,
    reference_key,
    resource_label,
    edition_or_date_label,
    bracketed_label,
    journal_label,
    name_before_colon,
    long_run,
    short_run_before_title,
    short_run_that_goes_on,
    short_run,
    authors_in_front,
    plain_text,
)


def _long_run(line: Line, unit: Unit) -> bool:
    """A link or bold run of as many words as a title, and no label."""
    marked = unit.link is not None or unit.strong
    return marked and word_count(line.text[unit.start : unit.end]) >= TITLE_WORDS and not is_label(line, unit)


def _is_bare(look: Look) -> bool:
    return look.unit.link is not None and (look.unit.link.kind == "bare" or is_address(look.text))


def _only_edition(look: Look) -> bool:
    """What goes on after the run is an edition and nothing else: **Adam** ICLR 2015."""
    found = mentions(look.after, look.names)
    return bool(found) and not WORD.search(plain(look.after[: found[0].start]))


@dataclass(frozen=True, slots=True)
class Found:
    """Where the title stands. `open`: it is plain text, so that what ends it (an edition, authors) has still to be cut off."""

    start: int
    end: int
    _: KW_ONLY
    open: bool
    link: Mark | None = None
    strong: bool = False


def find_title(line: Line, names: VenueNames, start: int = 0) -> Found | None:
    """The title of a line from letter `start` on, None when it has none."""
    units = units_of(line, start)
    last_run = max((n for n, unit in enumerate(units) if _long_run(line, unit)), default=-1)
    for n, unit in enumerate(units):
        begin = unit.start if unit.link or unit.strong or unit.code else _behind_labels(line, unit, units[n + 1 :], names)
        look = Look(line=line, units=units, n=n, start=begin, last_run=last_run, names=names)
        verdict = next((said for rule in RULES if (said := rule(look)) is not None), None)
        if verdict is Verdict.TITLE:
            return Found(begin, unit.end, open=False, link=unit.link, strong=unit.strong)
        if verdict is Verdict.OPENS:
            return Found(begin, end_of_text(line, units, n, begin, names), open=True, link=unit.link, strong=unit.strong)
    return None


def _behind_labels(line: Line, unit: Unit, following: Sequence[Unit], names: VenueNames) -> int:
    """Where the words of a plain unit begin, behind what stands in front of a title: bullets of emoji, "[2024/03]", "2021-CVPR - "."""
    place = unit.start
    rest = "".join(line.text[u.start : u.end] for u in following)
    while place < unit.end:
        text = line.text[place : unit.end]
        step = _label_length(text, rest, names)
        if not step:
            break
        place += step
    return place


def _label_length(text: str, rest: str, names: VenueNames) -> int:
    """How many letters at the beginning of `text` are no part of the title; 0 when it begins with the title."""
    if found := SHORTCODE.match(text):
        return found.end()
    loose = re.match(rf"[{LOOSE}.]+", text)
    if loose and not re.match(r"[.\-–—]\w", text):
        return loose.end()
    if found := re.match(rf"[{STARS}]+\s*", text):
        return found.end()
    if pictograph := pictograph_length(text):
        return pictograph
    bracket = BRACKET.match(text)
    behind = len(WORD.findall(plain(BRACKET.sub(" ", text[bracket.end() :] + rest)))) if bracket else 0
    if bracket and behind >= 2 and _is_front_label(bracket, names):
        return bracket.end()
    if found := YEAR_IN_FRONT.match(text) or KEY_IN_FRONT.match(text) or NUMBER_IN_FRONT.match(text):
        return found.end() if len(WORD.findall(text[found.end() :] + rest)) >= TITLE_WORDS else 0
    if found := YEAR_VENUE.match(text):
        said = mentions(found[0], names)
        return found.end() if said and said[0].year and WORD.search(text[found.end() :] + rest) else 0
    if text[:1] in CLOSERS:
        return 1
    if text[:1] in OPENERS and len(text.rstrip()) == 1 and rest:
        return len(text)
    return 0


def _is_front_label(bracket: re.Match[str], names: VenueNames) -> bool:
    """A bracket before a title that is an edition, a venue, a date or a short tag."""
    inside = bracket[1].strip()
    if any(m.start == 0 and m.end >= len(bracket[0]) - 1 for m in mentions(bracket[0], names)):
        return True
    if date_in(inside, names) or venue_alone(inside, names) or REFERENCE_KEY.fullmatch(inside):
        return True
    return bracket[0][0] in "[【" and len(WORD.findall(inside)) <= TITLE_WORDS
