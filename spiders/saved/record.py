"""What a saved file holds before anybody has asked whether it belongs: papers, each with what its record says of its origin."""

from collections.abc import Sequence
from dataclasses import dataclass

from spiders.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a record says that it was published, in its own words.

    `venues`: book title, event, journal, series; `years`: years or dates; `decisions`: what became of a submission ("Reject", "Accept:
    poster", "withdrawn"), `undecided`: there is a place for a decision and it is empty; `kind`: what the record calls itself ("Poster",
    "Workshop", "conferencePaper"); `isbns`: the volume's numbers.
    """

    venues: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    undecided: bool = False
    kind: str = ""
    isbns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A paper of a file. `where` names it in a sentence ("Row 3", "The entry zhou2023")."""

    where: str
    paper: Paper
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All of a file. `listed`: its entries, with those that could not be read; `spoilt`: a sentence for each of these."""

    found: Sequence[Record]
    listed: int
    spoilt: Sequence[str] = ()
