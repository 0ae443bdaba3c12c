"""The edition that stands in a title's stretch of the line: behind the title, before it, or as a bibliography has it. Pure."""

import re
from dataclasses import replace

from candidates.reading_list.author_names import authors_in
from candidates.reading_list.edition_mentions import DATASETS_TRACK, Mention, mentions, venue_alone
from candidates.reading_list.entry_units import WORD
from candidates.reading_list.inline import plain
from candidates.reading_list.title_signs import TRACKS
from candidates.reading_list.venue_names import YEAR, VenueNames

# "Doe, J. and Roe, J. (2021). Title. NeurIPS.": authors, year, title, venue, as bibliographies have them.
CITATION = re.compile(
    rf"^\s*(?P<authors>[^()]{{3,400}}?)[.,]?\s*\((?P<year>{YEAR})[a-z]?\)[.,:]?\s+(?P<title>[^.?!]{{8,}}[.?!])\s*(?P<rest>.*)$"
)
# Behind a title, a venue that nobody knows and that is no acronym: ", in Frontiers in Things and Systems, 2021".
IN_VENUE = re.compile(
    rf"[,.]\s+[Ii]n:?\s+(?P<venue>(?:[A-Z][\w&-]*|of|on|in|and|for|the|&)(?:\s(?:[A-Z][\w&-]*|of|on|in|and|for|the|&))*)[\s,(]*(?P<year>{YEAR})[\s.,;|()\[（]*$"
)


# A year that a linked or bold title begins with: "2021 - Alpha: A Paper on Things". What stands before the colon is the title's own.
YEAR_BEFORE = re.compile(rf"\s*(?P<year>{YEAR})\s+[|·–—-]\s+")
# What sets an edition off from the title behind it.
BEHIND_FRONT = re.compile(r"\s*[:：|–—]|\s+-\s|\.\s")
# Words before a venue from which on they can be a title.
FEWEST_WORDS = 2
# A sentence or phrase behind a title that may be a venue as a whole: ". NeurIPS.", ", ACM MM".
VENUE_AT_END = re.compile(r"(?:[.,;?!|]|\s[-–—]{1,2})\s+(?:[Ii]n:?\s+)?(?P<venue>[A-Za-z][A-Za-z &]{1,24})[\s.,;|(\[（–—-]*$")
# What sets an edition off from the title before it, by itself or with the words that lead to it: ", ", " -- ", ". In Proceedings of the ",
# ". Accepted by ".
LED_TO = (
    r"(?:(?:[Aa]ccepted|[Pp]ublished|[Pp]resented|[Tt]o appear)\s+)?(?:in|In|at|@|by|to appear in):?"
    r"(?:\s+(?:the\s+)?Proc(?:eedings|\.)?(?:\s+of)?)?(?:\s+the)?"
)
PREFIX = r"(?:\s+(?:\d+(?:st|nd|rd|th)|(?:IEEE|ACM|CVF)(?:/(?:IEEE|ACM|CVF))*|[A-Z][a-z]+-[a-z]+))*"
DELIMITED = re.compile(rf"(?:[,.|:;?!–—·，。；：、]|\s-{{1,2}}|[,.]?\s+{LED_TO}{PREFIX}|[,.?!]{PREFIX})[\s*_\"”]*$")
LEADING_WORDS = re.compile(rf"[,.]?\s+{LED_TO}{PREFIX}\s*$|(?<=[,.?!]){PREFIX}\s*$")
PLAINLY_DELIMITED = re.compile(r"(?:[,.|:;?!–—·，。；：、]|\s-{1,2}|[,.]?\s+(?:in|In|at|@|to appear in))[\s*_\"”]*$")
PLAIN_LEADING_WORDS = re.compile(r"[,.]?\s+(?:in|In|at|@)\s*$")
# What is said of a paper behind its edition and is no part of the title: "NeurIPS 2023 D&B", "ICML 2021 (Oral)".
SIGNS = r"[\s.,;:()\[\]*_|–—-]*+"
SAID_BEHIND = re.compile(
    rf"{SIGNS}(?:(?:{DATASETS_TRACK}|{'|'.join(sorted(TRACKS))}|track)\b{SIGNS})*",
    re.IGNORECASE,
)
# The bracket in which an edition stands with something before it: "(Doe et al., ", "(accepted at ".
BRACKET_BEFORE = re.compile(r"\s*[(\[（](?P<said>[^()\[\]（）]{0,60})$")


def edition_within(text: str, names: VenueNames, *, cut: bool) -> Mention | None:
    """The edition that ends a title or stands before it; within running text also one in brackets with words after it."""
    for found in reversed(mentions(text, names)):
        before, after = plain(text[: found.start]), plain(text[found.end :])
        closed = SAID_BEHIND.fullmatch(after) is not None or not WORD.search(after)
        if not WORD.search(before) and WORD.search(after):
            if (found.bracketed or BEHIND_FRONT.match(after)) and not _begins_name(text, after, found, names):
                return found
            continue
        # Words that lead to any venue lead to anything ("in the USA 2020", "by NVIDIA 2020"): only a known one is set off by them.
        known = names.knows(found.label)
        delimited = (DELIMITED if known else PLAINLY_DELIMITED).search(before) is not None
        if found.bracketed and (closed or (cut and (bool(found.venue) or _before_authors(after)))):
            return found
        sentence = re.search(r"[,.;|][\s*_]*$", before) is not None and re.match(r"\s*[,.;|]", after) is not None
        if not found.bracketed and delimited and (closed or (cut and sentence and known)):
            start = len((LEADING_WORDS if known else PLAIN_LEADING_WORDS).sub("", text[: found.start]))
            opened = BRACKET_BEFORE.search(text[:start]) if cut and len(before) == found.start else None
            return replace(found, start=opened.start() if opened and WORD.search(text[: opened.start()]) else start)
    if cut and (found_in := IN_VENUE.search(text)):
        label = plain(found_in["venue"]).strip()
        at = found_in.span("venue")
        return Mention(
            *found_in.span(),
            venue=names.venue_of(label),
            label=label,
            year=int(found_in["year"]),
            venue_at=at,
            year_at=found_in.span("year"),
        )
    ended = VENUE_AT_END.search(plain(text)) if cut and len(plain(text)) == len(text) and not CITATION.match(text) else None
    if ended and names.knows(ended["venue"].strip()) and _is_title(text[: ended.start()], names):
        label = ended["venue"].strip()
        at = (ended.start("venue"), ended.start("venue") + len(label))
        return Mention(*ended.span(), venue=names.venue_of(label), label=label, venue_at=at)
    found_venue = re.search(r"\s*[(\[（]\s*@?\s*(?P<venue>[A-Za-z][A-Za-z ]{1,20})\s*[)\]）][\s.,;|(\[（【]*$", plain(text))
    if found_venue and names.knows(found_venue["venue"].strip()) and len(plain(text)) == len(text):
        label = found_venue["venue"].strip()
        at = (found_venue.start("venue"), found_venue.start("venue") + len(label))
        return Mention(*found_venue.span(), venue=names.venue_of(label), label=label, venue_at=at, bracketed=True)
    front = YEAR_BEFORE.match(plain(text)) if len(plain(text)) == len(text) else None
    if front and len(WORD.findall(text[front.end() :])) >= FEWEST_WORDS:
        return Mention(0, front.end(), venue="", label="", year=int(front["year"]), year_at=front.span("year"))
    return None


def _begins_name(text: str, after: str, found: Mention, names: VenueNames) -> bool:
    """What stands behind a year and before a colon is the title's own, where no venue is known by it: "2021 - Alpha: A Paper"."""
    return YEAR_BEFORE.match(text) is not None and after.startswith((":", "：")) and not names.knows(found.label)


def _before_authors(after: str) -> bool:
    """Nothing but names stands behind a year in brackets: "Title (1997), J. Doe and A. Roe."."""
    return re.match(r"\s*[,.:]\s", after) is not None and authors_in(after, alone=True) is not None


def _is_title(text: str, names: VenueNames) -> bool:
    """What stands before a venue is one, and not a row of venues ("Machine Learning: NeurIPS, ICML, ICLR")."""
    return len(WORD.findall(plain(text))) >= FEWEST_WORDS and not names.mentions(text)


def cited_edition(cited: re.Match[str], names: VenueNames) -> Mention:
    """The edition of a citation, whose year stands behind the authors and whose venue behind the title."""
    label = next((found[0] for found in names.mentions(cited["rest"])), "") or venue_alone(cited["rest"].strip(" ."), names) or ""
    place = cited.start("rest") + cited["rest"].find(label) if label else 0
    return Mention(
        cited.start("year"),
        cited.end("year"),
        venue=names.venue_of(label) if label else "",
        label=label,
        year=int(cited["year"]),
        venue_at=(place, place + len(label)) if label else None,
        year_at=cited.span("year"),
    )
