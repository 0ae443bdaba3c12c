"""What a parser returns and what it raises: shared by every format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spiders.paper import Paper

# Single entries that a message names.
MOST_TOLD = 3


class FormatError(ValueError):
    """An answer that is not what its format promises. Raised by parsers only; `kind` says in what way.

    layout: no selector or key that the format lives by was found · schema: found, but of the wrong type
    charset: bytes that are not in the declared encoding · truncated: ends in the middle
    protocol: the server's own error reply · size: larger than any honest answer of the format
    """

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(what)
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The papers of one answer.

    `declared`: the total that the source itself states for the whole list (None where it states none), in the unit of
    `listed`: how many entries of that list this answer held, before those that are no papers of the edition were
    passed over.
    `next_page`: what to ask next (a resumption token, a cursor, an address), "" at the end.
    `related`: addresses that the page says hold the rest of the edition ("See also").
    `spoilt`: one sentence for each single entry that could not be read, while the others could.
    """

    papers: Sequence[Paper]
    declared: int | None = None
    listed: int = 0
    next_page: str = ""
    related: Sequence[str] = ()
    spoilt: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstracts:
    """The abstracts that an index of the literature holds, by bare lower-case DOI. A DOI without an abstract is absent.

    `titles`: of the same works, to see whether they are those that were meant. `listed`: how many works the answer held.
    `unknown`: the DOIs asked for that the index does not know at all. `strange`: those for which it gave a record of another DOI.
    """

    by_doi: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    listed: int = 0
    unknown: Sequence[str] = ()
    strange: Sequence[str] = ()


def told_notes(notes: Sequence[str]) -> list[str]:
    """The first of some sentences on single entries (`Listing.spoilt`) as parts of one message, and how many more there are."""
    rest = [f"and {len(notes) - MOST_TOLD} more of this kind"] if len(notes) > MOST_TOLD else []
    return [*(note.removesuffix(".") for note in notes[:MOST_TOLD]), *rest]
