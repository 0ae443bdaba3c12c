"""Where a text names an edition, and in what form: "(ICML'24)", "NeurIPS, 2021", "2021-CVPR", "[arXiv 15 Nov 2018]". Pure.

An edition in brackets may be of any venue; one that stands bare only of a known venue or of one that looks like an acronym ("CVPR").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cache, lru_cache

from candidates.reading_list.inline import plain
from candidates.reading_list.venue_names import QUOTE, YEAR, VenueNames, full_year

OPEN, SHUT = r"[(\[（【]", r"[)\]）】]"
# A venue that nobody knows, in brackets: a few words that begin with capitals ("Frontiers in Neuroscience", "SIGGRAPH Asia").
LABEL = r"(?:[a-z]{0,3}[A-Z][\w.&/+-]*?(?:[ /-](?:[A-Z][\w.&+-]*?|in|of|on|and|for|the|&))*?)"
# One that stands bare: at least two capitals in one word, perhaps with a further word ("CVPR Workshops", "IEEE TPAMI").
ACRONYM = r"(?:(?:[A-Z]{2,5} ){0,2}[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z&]*(?: [A-Z][A-Za-z&]+){0,2})"
# Words that a venue's full name begins with in a bibliography.
SPELT = (
    r"(?:\b(?:IEEE|ACM|Int|Proc|Conf|Trans|Symp|J|Journal|Eur|Advances|Annual|European|Asian|British|Workshop)\b"
    r"|(?:(?<=[,.;:?!] )|(?<=[Ii]n )|(?<=[Ii]n the ))"
    r"(?:(?:AAAI|USENIX|International|Proceedings|Transactions|Conference)\b|\d+(?:st|nd|rd|th) ))"
)
# Where preprints are, spelt as people do. They are venues to read, and say nothing against the venue of the proceedings.
PREPRINT = r"(?:(?i:arxiv|biorxiv|medrxiv)|CoRR|Preprint)"
# Without a digit or a bracket no edition is named; asked first, for most lines have none.
MAY_NAME = re.compile(r"[\d(\[（【]")
MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# The track of NeurIPS whose name goes with an edition: "NeurIPS D&B 2023", "NeurIPS 2023 Datasets and Benchmarks".
DATASETS_TRACK = r"(?:D\s?&\s?B|Datasets?\s+(?:and|&)\s+Benchmarks?)"
# Between a venue and its year may stand a track or a month: "NeurIPS D&B 2023", "*arXiv, Oct 2024*".
BETWEEN = rf"(?:(?:\s+(?:{DATASETS_TRACK}(?: Track)?|preprint))?[\s,.，\-–_*/]*(?:{MONTHS}[\s,]*)?)"
# Volume, pages and publisher, which bibliographies put between a venue and its year: "Science, volume 350, pp. 1332-1338, 2015",
# "International Conference on Machine Learning. PMLR, 2021", "Frontiers in Neuroscience 12.3 (2018)".
PUBLISHER = r"(?:PMLR|(?:Cham: )?Springer(?: Nature)?(?: Switzerland| International Publishing)?|ACM|IEEE|Elsevier|AAAI Press)\b"
PAGES = r"(?:[Vv]ol(?:ume|\.)?|[Nn]o\.?|[Nn]umber|[Ii]ssue|pp?\.?|[Pp]ages?|[Aa]rticle)(?![A-Za-z])\s*(?=[\w–\-:()]*\d)[\w–\-:()]+"
PLACE_IN = rf"(?:[,.]\s*(?:{PAGES}|{PUBLISHER})){{1,4}}"
VOLUME = r"\s+\d{1,4}(?:[.(]\d{1,4}(?:-\d{1,4})?\)?)?(?=\s*\()"
# The same for two forms that few lists have, whose patterns take their time.
MAY_NAME_VOLUME = re.compile(rf"(?i:vol|no\.|num|issue|pp?\.|page|article|arxiv|biorxiv|medrxiv|corr)|{PUBLISHER}")
MAY_NAME_SERIES = re.compile(rf"\(\s*{YEAR}|Journal|Transactions|Letters")
ARXIV_ID = r"\d{4}\.\d{4,5}(?:v\d+)?"
# A journal or a series whose name is spelt out: "IEEE Transactions on Things 2018".
SERIES = (
    r"(?:(?:IEEE|ACM)(?:/(?:IEEE|ACM))? )?(?:(?:International )?Journal (?:of|on)|Transactions on|Letters on|Journal on)"
    r"(?: (?:[A-Z][\w&-]*|and|of|on|in|for|the|&))+"
)
DATE = re.compile(
    rf"(?P<venue>[A-Za-z]{{2,12}})?[\s:,]*(?:(?P<year>{YEAR})[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{{1,2}})?"
    rf"|(?:\d{{1,2}} )?{MONTHS}[ ,]*(?:\d{{1,2}},? )?(?P<year2>{YEAR}))"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An edition in a text, [start, end) with its brackets. `venue_at` and `year_at` are the letters of its parts, None where it has none.

    `venue` is an id ("" without one), `label` the venue as written, `note` whether more stands in the brackets.
    """

    start: int
    end: int
    _: KW_ONLY
    venue: str
    label: str
    year: int | None = None
    venue_at: tuple[int, int] | None = None
    year_at: tuple[int, int] | None = None
    bracketed: bool = False
    note: bool = False
    date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    bracket: re.Pattern[str]
    bare: re.Pattern[str]
    turned: re.Pattern[str]
    spelt: re.Pattern[str]
    placed: re.Pattern[str]
    named: re.Pattern[str]


@cache
def _patterns(alias: str) -> _Patterns:
    known = rf"(?i:{alias})"
    year = rf"(?P<quote>{QUOTE})?\s*(?P<year>{YEAR}|\d\d)(?!\d)"
    turned = rf"(?P<tyear>{YEAR})(?:年|[\s\-–/,]+)\s*(?P<tvenue>{known}|{LABEL})"
    inside = rf"(?:{turned}|(?P<venue>{known}|{LABEL}){BETWEEN}{year}|(?P<only>{YEAR})|(?P<lone>{known}))"
    note = r"(?P<note>[\s'’,;:/.\-–][^()\[\]（）【】]{0,60}|['’])?"
    return _Patterns(
        bracket=re.compile(rf"{OPEN}\s*{inside}{note}\s*{SHUT}"),
        bare=re.compile(rf"(?<![\w/])(?P<venue>{known}|{PREPRINT}|{ACRONYM}){BETWEEN}{year}(?![\w%])"),
        turned=re.compile(rf"(?<![\w/])(?P<tyear>{YEAR})(?:年|[\s\-–/]+)\s*(?P<tvenue>{known}|{PREPRINT}|{ACRONYM})(?![\w])"),
        # As bibliographies write it: "IEEE Conf. Computer Vision (CVPR), 2022", "IEEE Trans. Comput. Imag. (TCI), 8:1145-1158, 2022".
        spelt=re.compile(
            rf"(?P<name>{SPELT}[^()\[\]\n]{{0,90}}{OPEN}(?:(?P<full>{known})|(?P<acronym>{ACRONYM})){SHUT}|{OPEN}\s*(?P<alone>{known})\s*{SHUT})"
            rf"[\s,.]*(?:[\w:()–-]+,\s*){{0,3}}(?P<year>{YEAR})(?![\w%])"
        ),
        placed=re.compile(
            rf"(?<![\w/])(?:(?P<venue>{known}|(?!{PUBLISHER}){ACRONYM}){PLACE_IN}|(?P<preprint>{PREPRINT})(?: preprint)?(?: arXiv)?:?\s*"
            rf"{ARXIV_ID}(?: ?\[[\w.-]+\])?)[,.\s(]*(?P<year>{YEAR})\)?(?![\w%])"
        ),
        named=re.compile(
            rf"(?<![\w/])(?:(?P<venue>{known}|{PREPRINT}|(?<=[.,;:\"”] ){ACRONYM}(?!{VOLUME}))(?:{VOLUME})?\s*\(\s*(?P<year>{YEAR})\s*\)"
            rf"|(?P<series>{SERIES})(?:(?P<volume>{VOLUME}\s*\()|[,.\s]+)(?P<syear>{YEAR})(?(volume)\))(?![\w%]))"
        ),
    )


# Lines are asked for their editions several times over, as titles and as what stands around them; the last ones are kept (reading took
# half as long again without).
@lru_cache(maxsize=512)
def mentions(text: str, names: VenueNames) -> tuple[Mention, ...]:
    """Every edition that `text` names, left to right; those in brackets first where two overlap. An escaped bracket is none."""
    if not MAY_NAME.search(text):
        return ()
    found: list[Mention] = []
    patterns = _patterns(names.pattern)
    by_volume = patterns.placed if MAY_NAME_VOLUME.search(text) else None
    by_series = patterns.named if MAY_NAME_SERIES.search(text) else None
    for pattern in (patterns.spelt, by_volume, by_series, patterns.bracket, patterns.bare, patterns.turned):
        for match in pattern.finditer(text) if pattern is not None else ():
            mention = _mention(match, names, bracketed=pattern is patterns.bracket)
            if mention and not any(other.start < mention.end and mention.start < other.end for other in found):
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mention(match: re.Match[str], names: VenueNames, *, bracketed: bool) -> Mention | None:
    parts = match.groupdict()
    label, digits = _groups_of(parts)
    venue = _name_in(match[label], names) if label else ""
    known = bool(venue) and (names.knows(venue) or re.fullmatch(PREPRINT, venue) is not None)
    if venue and not (known or label == "series") and not _may_be_venue(match, label, digits, bracketed=bracketed):
        return None
    # "International Journal of Computer Vision 88" is a volume, "ACM MM25" none.
    short = bool(digits) and len(match[digits]) == 2
    spelt = " " in venue and not venue.isupper()
    if short and not parts.get("quote") and (spelt or not (known or (bracketed and _acronym(venue)))):
        return None
    start, end = match.span()
    return Mention(
        start,
        end,
        venue=names.venue_of(venue) if venue else "",
        label=venue,
        year=full_year(match[digits]) if digits else None,
        venue_at=match.span("name") if parts.get("name") else _place(match, label, venue),
        year_at=match.span(digits) if digits else None,
        bracketed=bracketed,
        note=bool((parts.get("note") or "").strip(" '’,;:/.-–")),
    )


def _groups_of(parts: Mapping[str, str | None]) -> tuple[str, str]:
    """The names of the groups in which a pattern caught the venue and the year, "" for what it has not."""
    pairs = (("tvenue", "tyear"), ("series", "syear"), ("full", "year"), ("acronym", "year"), ("alone", "year"), ("preprint", "year"))
    found = next((pair for pair in pairs if parts.get(pair[0])), None)
    if found is not None:
        return found
    return ("", "only") if parts.get("only") else ("lone", "") if parts.get("lone") else ("venue", "year")


def _may_be_venue(match: re.Match[str], label: str, digits: str, *, bracketed: bool) -> bool:
    """Whether a name that nobody knows can be that of a venue: in brackets or an acronym, and no word of another use."""
    venue = match[label].strip(" ,.-")
    if label == "lone" or _is_word(venue) or TWO_NAMES.fullmatch(venue) or not (bracketed or _acronym(venue)):
        return False
    # "(updated in Oct 2021)"
    dated = bool(digits) and re.search(MONTHS, match.string[match.end(label) : match.start(digits)]) is not None
    return _acronym(venue) or not dated


def _name_in(text: str, names: VenueNames) -> str:
    """A venue without the signs behind it; the full stop of an abbreviation is its own ("Mach. Intell.")."""
    name = text.strip(" ,.-")
    return f"{name}." if f"{name}." in names.aliases and text[text.index(name) + len(name) :].startswith(".") else name


def _place(match: re.Match[str], label: str, venue: str) -> tuple[int, int] | None:
    return (match.start(label), match.start(label) + match[label].index(venue) + len(venue)) if label else None


def _acronym(label: str) -> bool:
    return sum(c.isupper() for c in label) >= 2


# Words that stand before a year and are no venue: "(Part 2021)", "Version 2020", "[Updated 2024]".
NO_VENUE = re.compile(
    r"(?i)(?:part|version|ver|v|vol|volume|chapter|section|figure|table|task|updated?|since|until|before|after|in|from|to|year|copyright|"
    r"spring|summer|fall|autumn|winter|covid|page|track|challenge|edition|last|accessed|[a-z]+ et al\.?)"
)


# "(Doe and Roe, 2017)" is the key of a reference.
TWO_NAMES = re.compile(r"[A-Z][a-zà-ÿ'’-]+ (?:and|&) [A-Z][a-zà-ÿ'’-]+")


def _is_word(label: str) -> bool:
    return NO_VENUE.fullmatch(label) is not None or re.fullmatch(rf"(?:\d+ )?{MONTHS}", label) is not None


def venue_alone(text: str, names: VenueNames) -> str | None:
    """The venue as written, when `text` is nothing but one: known, or an acronym of at least three letters ("CVPR", "IEEE TPAMI")."""
    label = plain(text).strip(" ,.;:*_()[]（）【】'’")
    if not label:
        return None
    if names.knows(label) or (label.casefold() in ("arxiv", "biorxiv") and label):
        return label
    words = label.split()
    acronym = len(words) <= 3 and any(_acronym(w) and len(w) >= 3 for w in words) and all(w[:1].isupper() for w in words)
    return label if acronym and label.replace(" ", "").isalpha() else None


# A year that ends what is said: "**Title**, May 2016.", "by Jane Doe and Ann Poe. 2022.", "(Jane Doe et al., 2024)". A run of tabs, which
# stand for links, is begun at its first only, and nothing behind the year is given back: else a line of links takes the square of its
# length.
LAST_YEAR = re.compile(
    rf"(?:^|[,.;:(]|(?<!\s)(?=\s*\t))\s*+(?:{MONTHS}[\s,]*)?(?P<year>{YEAR})[^\S\t]*+[)\]]?+(?:[^\S\t]|[.,;|])*+(?=\t|$)"
)


def year_at_end(text: str) -> Mention | None:
    """The year that ends `text` or a part of it before a tab, behind a mark of punctuation; None without one."""
    found = LAST_YEAR.search(text)
    return Mention(*found.span("year"), venue="", label="", year=int(found["year"]), year_at=found.span("year")) if found else None


YEAR_IN_FRONT = re.compile(rf"\W*(?P<year>{YEAR})\s*[|:·–—-](?=\s)")


def year_in_front(text: str) -> Mention | None:
    """The year that a line begins with, set off by a sign: "2018 | Title | ICML"; None without one."""
    found = YEAR_IN_FRONT.match(text)
    return Mention(*found.span("year"), venue="", label="", year=int(found["year"]), year_at=found.span("year")) if found else None


def date_in(text: str, names: VenueNames) -> Mention | None:
    """The date that `text` is ("2024/03", "arxiv 2023.05", "arXiv 15 Nov 2018") as a mention; None when it says anything else."""
    body = text.strip(" []()（）【】.,:")
    found = DATE.fullmatch(body)
    if found is None:
        return None
    offset = text.index(body)
    group = "year" if found["year"] else "year2"
    venue = (found["venue"] or "").strip()
    return Mention(
        0,
        len(text),
        venue=names.venue_of(venue) if venue else "",
        label=venue,
        year=int(found[group]),
        venue_at=(offset + found.start("venue"), offset + found.end("venue")) if venue else None,
        year_at=(offset + found.start(group), offset + found.end(group)),
        bracketed=True,
        date=True,
    )


def best_of(found: Iterator[Mention]) -> Mention | None:
    """The mention that says most: with venue and year before a year alone, in brackets before bare, then the first."""
    return min(found, key=lambda m: (not (m.venue and m.year), m.year is None, not m.bracketed), default=None)
