"""Notes of OpenReview, both generations of its API: which submissions were accepted, and what they say.

v2 wraps every field of `content` in {"value": …} and tells the status by `venueid`; v1 does not wrap, and there `venueid` is
bare on rejected notes too (2017, 2022, 2023), so that only `venue` or the decision counts.
Source: replies of api.openreview.net and api2.openreview.net recorded in 2026-09, ICLR 2013 to 2026, NeurIPS 2021 to 2025.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spiders.editions import Edition
from spiders.formats.json_answer import Json, JsonObject, mapping, several, text, whole
from spiders.formats.listing import FormatError, Listing
from spiders.formats.names import spoken
from spiders.formats.text import clean, clean_abstract
from spiders.guard import Answer
from spiders.paper import Paper

SITE = "https://openreview.net"

# What `venue`, a decision or an invitation says of a submission that is no paper of the conference:
# "ICLR 2022 Submitted", "Submitted to ICLR 2023", "ICLR 2021 Conference Withdrawn Submission", "… Desk Rejected …",
# "Reject", "Invite to Workshop Track" (2017, 2018), "conferencePoster-iclr2013-workshop", "submitted, no decision" (2014).
REFUSED = re.compile(r"submitted|withdraw|reject|workshop|invite|under review|no decision", re.I)
# "Accept (Oral)", "accept", "conferenceOral-iclr2013-conference"
ACCEPTED = re.compile(r"\s*(?:accept|conference(?:oral|poster)-\w+-conference\s*$)", re.I)
# Where a decision stands in a note of its own: 2018 …/-/Acceptance_Decision, 2019 …/-/Paper7/Meta_Review, 2020 …/Paper7/-/Decision.
DECISION_INVITATION = re.compile(r"/-/(?:Paper\d+/)?(?:Acceptance_Decision|Meta_Review|Decision)$")
DECISION_FIELDS = ("decision", "recommendation")
# Around the name within a profile's id; begun at the first of its digits only.
PROFILE_SIGNS = re.compile(r"^~|(?<!\d)\d+$")
# "A, B and C" (2017 and stray notes)
NAME_BREAK = re.compile(r"(?:(?<!\s)\s+)?,\s*(?:and\s+)?|(?<!\s)\s+and\s+")
# Parts of a venue id that name no track of their own.
UNNAMED = re.compile(r"conference|track|round\d", re.I)


def notes(answer: Answer, edition: Edition, *, group: str, decisions: Mapping[str, str] | None = None) -> Listing:
    """The accepted papers of one answer to `/notes`, of either generation; see `accepted_papers`."""
    given = _notes_of(answer)
    listing = accepted_papers(iter(given), edition, group=group, decisions=decisions)
    _check_answer(given)
    count = given.rest.get("count")
    return Listing(
        papers=listing.papers,
        declared=None if count is None else whole(count, "count"),
        listed=listing.listed,
        spoilt=listing.spoilt,
    )


def accepted_papers(notes: Iterable[Json], edition: Edition, *, group: str, decisions: Mapping[str, str] | None = None) -> Listing:
    """The accepted papers among notes, whether parsed from an answer or as `Note.to_json()` of openreview-py gives them.

    `group`: the venue's id ("ICLR.cc/2025/Conference"); a v2 note is accepted if its `venueid` is exactly this.
    Where v1 submissions do not carry the decision (2018 to 2020) it is taken from `decisions`, forum to decision (`decisions_of`), or
    from the replies that came with a note (`details=directReplies`). Raises FormatError.
    """
    papers: dict[str, Paper] = {}
    spoilt: list[str] = []
    number = 0
    for number, item in enumerate(notes, 1):
        try:
            note = mapping(item, "a note")
            content = _unwrapped(note)
            said = {**(decisions or {}), **_replied(note)}
            if _is_accepted(note, content, edition.year, group, said):
                paper = _paper(note, content, edition, group, said)
                papers.setdefault(paper.forum, paper)
        except FormatError as problem:
            spoilt.append(f"Note {number}: {problem}.")
    if spoilt and len(spoilt) == number:
        raise FormatError("schema", f"none of {number} notes can be read ({spoilt[0]})")
    return Listing(papers=tuple(papers.values()), listed=number, spoilt=tuple(spoilt))


def decisions_of(notes: Iterable[Json]) -> dict[str, str]:
    """Forum to decision ("Accept (Poster)", "Reject"), of those notes that are decisions."""
    found: dict[str, str] = {}
    for item in notes:
        note = mapping(item, "a note")
        if any(DECISION_INVITATION.search(name) for name in _invitations(note)) and not note.get("ddate"):
            content = _unwrapped(note)
            decision = next(filter(None, (_string(content, name) for name in DECISION_FIELDS)), "")
            forum = text(note.get("forum"), "forum")
            if decision and forum:
                found[forum] = decision
    return found


def _replied(note: Mapping[str, Json]) -> dict[str, str]:
    """The decision among the replies that came with a note, by its forum."""
    details = note.get("details")
    return decisions_of(several(details.get("directReplies"))) if isinstance(details, Mapping) else {}


def track_of(group: str) -> str:
    """The track that a venue id names, "" for the main conference: "Datasets and Benchmarks Track", "Position Paper Track".

    The same track for every spelling of its id ("Track/Datasets_and_Benchmarks/Round1" in 2021, "…_Track" since 2024).
    """
    parts = [part for part in group.split("/")[2:] if not UNNAMED.fullmatch(part)]
    name = " ".join(parts).replace("_", " ").removesuffix(" Track").strip()
    return f"{name} Track" if name else ""


def _notes_of(answer: Answer) -> JsonObject:
    return JsonObject(answer.body, "notes", answer.charset)


def _check_answer(answer: JsonObject) -> None:
    """After the notes were read: was it an answer with notes at all, or the server's refusal?"""
    if answer.found:
        return
    errors = several(answer.rest.get("errors"))
    name = text(answer.rest.get("name"), "name")
    if name or errors:
        reason = clean(text(answer.rest.get("message"), "message")) or str(list(errors))[:200]
        raise FormatError("protocol", f"OpenReview answers {clean(name) or 'an error'}: {reason}")
    raise FormatError("layout", "the answer of OpenReview holds no notes")


def _unwrapped(note: Mapping[str, Json]) -> Mapping[str, Json]:
    """`content` with plain values, whichever generation."""
    content = mapping(note.get("content"), "the content of a note")
    return {
        name: value.get("value") if isinstance(value, Mapping) and ("value" in value or "readers" in value) else value
        for name, value in content.items()
    }


def _is_v2(note: Mapping[str, Json]) -> bool:
    """Only v2 has `invitations`; `select=` may leave it out, but not the wrapping of fields."""
    content = note.get("content")
    wrapped = isinstance(content, Mapping) and isinstance(content.get("title"), Mapping)
    return wrapped or "invitations" in note


def _is_accepted(
    note: Mapping[str, Json],
    content: Mapping[str, Json],
    year: int,
    group: str,
    decisions: Mapping[str, str] | None,
) -> bool:
    if note.get("ddate") or note.get("replyto"):  # deleted; a review or a comment
        return False
    if _is_v2(note):
        if content.get("venueid") is None:  # it was asked for by this very field
            raise FormatError("layout", "it does not say its venueid")
        return _string(content, "venueid") == group
    # Withdrawn twins of 2021 carry the venue of an accepted paper; only the invitation tells them apart.
    if any(REFUSED.search(name.rpartition("/")[2]) for name in _invitations(note)):
        return False
    if _string(content, "withdrawal").casefold() == "confirmed":  # 2018 and 2019
        return False
    if decisions and (decision := decisions.get(_forum(note))):
        return _says_accept(decision)
    if said := _string(content, "venue"):
        return str(year) in said and not REFUSED.search(said)
    return _says_accept(_string(content, "decision"))


def _says_accept(decision: str) -> bool:
    return bool(ACCEPTED.match(decision)) and not REFUSED.search(decision)


def _paper(
    note: Mapping[str, Json], content: Mapping[str, Json], edition: Edition, group: str, decisions: Mapping[str, str] | None
) -> Paper:
    title, forum = clean(_string(content, "title")), _forum(note)
    if not title:
        raise FormatError("layout", "an accepted note without a title")
    said = _string(content, "venue") or (decisions or {}).get(forum, "") or _string(content, "decision")
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(_authors(content.get("authors"))),
        abstract=clean_abstract(_string(content, "abstract")),
        track=track_of(group) or clean(_string(content, "primary_area")) or clean(said),
        url=f"{SITE}/forum?id={forum}" if forum else "",
        pdf=_address(_string(content, "pdf")),
        forum=forum,
        keywords=tuple(_keywords(content.get("keywords"))),
    )


def _forum(note: Mapping[str, Json]) -> str:
    forum = clean(text(note.get("forum"), "forum") or text(note.get("id"), "id"))
    if not re.fullmatch(r"[\w-]{1,40}", forum):
        raise FormatError("schema", f"a note whose forum id is {forum[:40]!r}")
    return forum


def _authors(value: Json) -> Iterator[str]:
    """Names in order: a list of names, of objects with `fullname` (2026 on), or one string "A, B and C"."""
    if isinstance(value, str):
        names: Sequence[Json] = NAME_BREAK.split(clean(value))
    else:
        names = several(value)
    for item in names:
        name = item.get("fullname") or _spoken(item.get("username")) if isinstance(item, Mapping) else item
        cleaned = spoken(text(name, "an author"))
        if cleaned and cleaned != "Anonymous":  # names are withheld until the decision
            yield cleaned


def _spoken(username: Json) -> str:
    """The name within a profile's id: "~Ann_Baker1" is Ann Baker."""
    return PROFILE_SIGNS.sub("", text(username, "a username")).replace("_", " ")


def _keywords(value: Json) -> Iterator[str]:
    words: Sequence[Json] = re.split(r"[,;]", value) if isinstance(value, str) else several(value)
    return filter(None, (clean(text(word, "a keyword")) for word in words))


def _invitations(note: Mapping[str, Json]) -> list[str]:
    several_of = several(note.get("invitations")) or several(note.get("invitation"))
    return [text(name, "an invitation") for name in several_of]


def _string(content: Mapping[str, Json], name: str) -> str:
    value = content.get(name)
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1:
        value = value[0]  # a choice among several that allowed one
    return text(value, name)


def _address(pdf: str) -> str:
    """`pdf` is a path on the site, or an address elsewhere (arXiv in 2013)."""
    pdf = clean(pdf)
    return f"{SITE}{pdf}" if pdf.startswith("/") else pdf
