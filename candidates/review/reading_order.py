"""The order in which one reader meets the papers: it follows the scores, but never moves what the reader has on the screen. Pure."""

from collections.abc import Iterable, Iterator, Sequence

# Papers shown as "up next". They are as fixed as the paper itself; what was learnt meanwhile moves only those behind them.
AHEAD = 6


class ReadingOrder:
    """A way through a queue: what was reached stays where it is, the rest may be arranged anew at any time."""

    def __init__(self, ranked: Sequence[str] = ()) -> None:
        self.order = list(ranked)
        self._reached = 0
        self._place = 0

    @property
    def reached(self) -> tuple[str, ...]:
        """The papers that keep their places: those shown, and those announced as next."""
        return tuple(self.order[: self._reached])

    def arrange(self, ranked: Iterable[str]) -> None:
        """Puts what was not reached into this order. Papers that are new in `ranked` come in, papers missing from it go."""
        kept = self.order[: self._reached]
        known = set(kept)
        self.order = kept + [each for each in ranked if each not in known]

    def show(self, paper: str) -> None:
        """Notes that the reader sees this paper now, and with it those announced as next. Others than those of the walk are passed over."""
        if paper in self.order:
            self._place = self.order.index(paper)
            self._reached = max(self._reached, min(self._place + 1 + AHEAD, len(self.order)))

    def onwards(self) -> Iterator[str]:
        """The papers from the reader's place on, that one first; after the end those that were passed over."""
        yield from self.order[self._place :]
        yield from self.order[: self._place]

    def after(self, paper: str) -> Iterator[str]:
        """The papers that follow this one; after the end those before it. For a stranger to the walk: from the reader's place on."""
        if paper not in self.order:
            yield from self.onwards()
            return
        here = self.order.index(paper)
        yield from self.order[here + 1 :]
        yield from self.order[:here]

    def before(self, paper: str) -> str | None:
        """The paper before this one, decided or not; None at the beginning."""
        if paper not in self.order:
            return self.order[self._place] if self.order else None
        here = self.order.index(paper)
        return self.order[here - 1] if here else None
