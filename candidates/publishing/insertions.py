"""What is inserted at one place of a list: new entries, what parts them, and headings around them. Pure data."""

from dataclasses import dataclass, field

from candidates.publishing.addition import Addition
from candidates.publishing.numbers import NUMBER_IN_LINE


@dataclass(slots=True)
class Piece:
    """Lines of one addition, or (`addition` is None) a heading and blank lines around it."""

    lines: tuple[str, ...]
    addition: Addition | None = None


@dataclass(slots=True, kw_only=True)
class Insertion:
    """What is inserted after line `after`. `between` are the lines that part two entries, before each piece if `between_first`, else after
    it; `head` goes above all. Of several new headings at one place that of the lowest `rank` stands first."""

    after: int
    section: int
    rank: int = 0
    between: tuple[str, ...] = ()
    between_first: bool = True
    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def lines(self) -> list[tuple[str, Addition | None]]:
        """Every line with the addition whose title it carries, None for all others."""
        found: list[tuple[str, Addition | None]] = [(line, None) for line in self.head]
        for n, piece in enumerate(self.pieces):
            between = [(line, None) for line in self.between]
            found += between if self.between_first and (n or not self.head) else []
            found += [(line, piece.addition if k == 0 else None) for k, line in enumerate(piece.lines)]
            found += between if not self.between_first else []
        return [*found, *((line, None) for line in self.foot)]


def last_marker(insertion: Insertion, marker: str) -> str:
    """The bullet of the entry that a new one comes after, among those that are being added."""
    for piece in reversed(insertion.pieces):
        found = NUMBER_IN_LINE.match(piece.lines[0])
        if found and marker[:1].isdigit():
            return found["marker"]
    return marker
