"""Reads what a browser posts: bounded, one value a field, text only."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from candidates.queue.states import Verdict
from candidates.queue.steps import Together

# A decision has a dozen short fields; the longest that a page sends is a pasted abstract of at most 10,000 characters, whose UTF-8 takes up
# to nine bytes a character when it is percent-encoded.
MOST_BYTES = 131_072
# The table has a box for each of its fifty papers.
MOST_FIELDS = 70
LONGEST_REASON = 500
LONGEST_NAME = 60
# Digits of a number that fits into a column of the database.
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """A decision as it was posted, checked for shape only."""

    verdict: str
    category: str | None
    reason: str
    expected: int
    is_new: bool = False


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form; HTTPException for one that is too large, of another type or not UTF-8."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "This page reads its own forms only; nothing was changed.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"What was sent is larger than {MOST_BYTES // 1024} KB, which no decision is; nothing was changed.")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400, "The form cannot be read; nothing was changed. Load the page again.") from None
    return {name: clean(value) for name, value in fields}


def decision_of(form: dict[str, str], verdicts: tuple[str, ...]) -> DecisionForm:
    """The decision in a form; HTTPException when it is not one of this page's.

    One form has all its buttons: one that accepts is named `accept` and holds its category, or `new_section` and holds the name of one
    that the list shall get; the others are named `verdict`.
    """
    expected, new = row_of(form.get("expected", "")), form.get("new_section")
    category = new or form.get("accept") or form.get("category") or None
    verdict = "accepted" if new or form.get("accept") else form.get("verdict", "")
    if verdict not in verdicts or expected is None:
        raise HTTPException(400, "The form is not one of this page, or of an older one; nothing was changed. Load the page again.")
    return DecisionForm(
        verdict=verdict,
        category=category if verdict == "accepted" else None,
        reason=form.get("reason", "")[:LONGEST_REASON].strip(),
        expected=expected,
        is_new=bool(new),
    )


def together_of(form: dict[str, str], verdicts: tuple[str, ...]) -> Together:
    """One verdict on the ticked papers ("p:ID", the decision that was seen); HTTPException when it is not one of this page's."""
    given = {name.removeprefix("p:"): row_of(value) for name, value in form.items() if name.startswith("p:")}
    expected = {paper_id: number for paper_id, number in given.items() if number is not None}
    verdict = form.get("verdict", "")
    if verdict not in verdicts or expected != given:
        raise HTTPException(400, "The form is not one of this page, or of an older one; nothing was changed. Load the page again.")
    return Together(
        expected=expected,
        verdict=Verdict(verdict),
        category=form.get("category") or None if verdict == "accepted" else None,
        reason=form.get("reason", "")[:LONGEST_REASON].strip(),
    )


def row_of(text: str) -> int | None:
    """The number of a row of the log; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def name_of(text: str) -> str:
    """A person's name as it is kept: one line, at most 60 characters."""
    return " ".join(clean(text).split())[:LONGEST_NAME].strip()


def clean(text: str) -> str:
    """Without control characters, which no database column or file should carry; line ends become spaces."""
    return "".join(each if each.isprintable() else " " for each in text)
