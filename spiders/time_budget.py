"""How long a source may keep a crawl waiting: a fixed time, and more for every answer that it gives."""

from dataclasses import dataclass

# A single answer may take DOWNLOAD_TIMEOUT (180 s, 40 MB over a slow line), and once more after it broke off; a site that drips a byte in
# ten seconds into every answer held a crawl for fifteen minutes a source (seen against a misbehaving server, 2026-11).
SECONDS_A_SOURCE = 300.0
# The slowest honest answers take 3 s a page (ojs.aaai.org, 2026-10) and some 15 s for a thousand works (Crossref).
SECONDS_AN_ANSWER = 20.0


@dataclass
class TimeBudget:
    """Seconds that one source may still keep a crawl of one edition waiting; the pace that we keep ourselves does not count.

    `spent`: seconds waited so far.
    """

    spent: float = 0.0
    answers: int = 0

    @property
    def seconds(self) -> float:
        """What the source may take in all, by what it answered."""
        return SECONDS_A_SOURCE + SECONDS_AN_ANSWER * self.answers

    @property
    def left(self) -> float:
        """Seconds that remain; below 0 once more was spent."""
        return self.seconds - self.spent

    def waited(self, seconds: float, *, answered: bool) -> None:
        """Takes a question and what came of it into account."""
        self.spent += seconds
        self.answers += answered
