"""The crawl of one edition: its sources in order until one gives the whole of it, then what is missing, then the verdict."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from spiders.editions import Edition, EditionTable, Source
from spiders.fetching import Fetcher
from spiders.items import EditionItem, Memory
from spiders.problems import REMEDY, CrawlError, Kind
from spiders.sources import DETAILS, INDEXES, LISTS
from spiders.visit import Options, Put, Visit

# Sources differ from what others counted by a few papers (AAAI 2023: 2020 of 2023; ACM MM 2023: 1013 of 1159, whose count
# includes co-located workshops; 2026-10). A list that states no total of its own and has less than this share is taken for cut.
FLOOR_OF_TOTAL = 0.85
# Without any count: a conference does not shrink to less than this from one year to the next (largest drop known: AAAI 2022, 0.83).
FLOOR_OF_YEAR_BEFORE = 0.4


@dataclass
class Attempt:
    """How one source of the list did."""

    source: str
    visit: Visit
    problem: CrawlError | None = None
    suspicion: str = ""

    @property
    def status(self) -> str:
        if self.problem:
            return self.problem.status if not self.visit.listed else "short"
        if not self.visit.listed:
            return "not-published"
        return "short" if self.visit.missing or self.suspicion else "complete"

    @property
    def told(self) -> str:
        """Half a sentence for the message; "" when all went well."""
        if self.problem:
            return f"{self.source}: {self.problem.what}"
        if self.visit.missing:
            return f"{self.source}: {self.visit.missing} of the entries it declares did not come"
        return f"{self.source}: {self.suspicion}" if self.suspicion else ""


@dataclass
class Harvest:
    """Crawls one edition. `editions_of_run`: all editions of this run, whose papers a shared page may hold as well."""

    edition: Edition
    table: EditionTable
    editions_of_run: Sequence[Edition]
    fetcher: Fetcher
    memory: Memory
    put: Put
    options: Options
    attempts: list[Attempt] = field(default_factory=list)
    details: list[Attempt] = field(default_factory=list)

    async def run(self) -> EditionItem:
        """Asks the sources and hands the closing item to the pipeline; a CrawlError never leaves it."""
        started = time.monotonic()
        requests, received = self.fetcher.traffic.requests, self.fetcher.traffic.bytes
        before = len(self.memory.papers(self.edition.venue, self.edition.year))
        best = await self._lists()
        if self.options.abstracts and best.visit.listed:
            await self._abstracts()
        item = EditionItem(
            venue=self.edition.venue,
            year=self.edition.year,
            status="failed" if self._vanished(best) else best.status,
            missing=best.visit.missing,
            declares_total=best.visit.declares_total,
            listed=best.visit.listed,
            unread_pages=sum(each.visit.unread_pages for each in self.details),
            sources=[each.source for each in (*self.attempts, *self.details) if each.visit.listed],
            message=self._message(best, before),
            requests=self.fetcher.traffic.requests - requests,
            bytes=self.fetcher.traffic.bytes - received,
            seconds=round(time.monotonic() - started, 2),
            saved=asyncio.get_running_loop().create_future(),
        )
        await self.put(item)
        await item.saved
        return item

    async def _lists(self) -> Attempt:
        """Asks the listing sources in order until one is complete; the attempt that counts."""
        for source in self.edition.lists:
            attempt = Attempt(source.name, self._visit(source))
            self.attempts.append(attempt)
            try:
                await LISTS[source.name](attempt.visit)
            except CrawlError as problem:
                attempt.problem = problem
            else:
                if self.options.check_totals:
                    attempt.suspicion = suspicion(self.edition, self.table, attempt.visit.listed, attempt.visit.declares_total, self.memory)
            if attempt.status == "complete":
                return attempt
            if attempt.visit.missing or attempt.suspicion:
                await attempt.visit.retract()
        return self._least_bad()

    def _least_bad(self) -> Attempt:
        """The fullest list; where none has papers, the first source that is not merely silent or in want of an account."""
        if fullest := max((each for each in self.attempts if each.visit.listed), key=lambda each: each.visit.listed, default=None):
            return fullest
        problems = [each for each in self.attempts if each.status != "not-published"]
        telling = [each for each in problems if each.problem and each.problem.kind is not Kind.ACCOUNT]
        silent = [each for each in self.attempts if each.status == "not-published"]
        # What is known to be published stands where nobody could look, rather than nowhere.
        known = problems if self.edition.total is not None else []
        return (telling or known or silent or problems)[0]

    async def _abstracts(self) -> None:
        """Completes abstracts, best source first, until a source that publishes the edition itself has answered in full."""
        answered = {each.source for each in self.attempts if each.status == "complete" and each.source not in DETAILS}
        refused = {each.source for each in self.attempts if each.problem}
        for source in self.edition.abstracts:
            if source.name in answered or all(paper.has_abstract for paper in self.memory.papers(self.edition.venue, self.edition.year)):
                return
            if source.name in refused:
                continue
            attempt = Attempt(source.name, self._visit(source))
            self.details.append(attempt)
            harvest = DETAILS.get(source.name) or LISTS[source.name]
            attempt.visit.only_abstracts = source.name not in DETAILS
            try:
                await harvest(attempt.visit)
            except CrawlError as problem:
                attempt.problem = problem
            if source.name not in INDEXES and not attempt.problem and (attempt.visit.listed or attempt.visit.unread_pages):
                return

    def _visit(self, source: Source) -> Visit:
        return Visit(self.edition, self.editions_of_run, source.name, source.places, self.fetcher, self.memory, self.put, self.options)

    def _vanished(self, best: Attempt) -> bool:
        """Others counted papers of this edition, so it is published: if nobody has it now, the sites have moved it."""
        return best.status == "not-published" and self.edition.total is not None

    def _message(self, best: Attempt, before: int) -> str:
        """One line: what is missing and why, what looks odd, what to do. "" when there is nothing to say."""
        said: list[str] = []
        if self._vanished(best):
            told = f"no source has {self.edition} where it was, though {self.edition.total} papers were counted ({self.edition.origin})"
            return f"{told}; {REMEDY[Kind.LAYOUT]}"
        if best.status == "not-published":
            # Not asked is not the same as silent: accepted papers may stand there already.
            unasked = [
                f"{each.told}; {each.problem.remedy}" for each in self.attempts if each.problem and each.problem.kind is Kind.ACCOUNT
            ]
            return "; ".join([f"no source lists papers of {self.edition} yet", *unasked])
        if best.status != "complete":
            said += [each.told for each in self.attempts if each.told]
            problem = best.problem or next((each.problem for each in self.attempts if each.problem), None)
            if problem and problem.remedy:
                said.append(problem.remedy)
        if best.visit.listed and best.visit.listed < before:
            said.append(f"{best.source} lists {best.visit.listed} now, fewer than the {before} known; the larger set is kept")
        said += [f"abstracts: {each.told}" for each in self.details if each.told and best.status == "complete"]
        said += best.visit.notes[:3]
        unread_pages = sum(each.visit.unread_pages for each in self.details)
        if unread_pages:
            said.append(f"{unread_pages} pages could not be read; run the same command again")
        return "; ".join(said)


def suspicion(edition: Edition, table: EditionTable, listed: int, declares_total: bool, memory: Memory) -> str:
    """What makes a list look cut although it does not say so itself; "" for nothing. `declares_total`: it declares a total of its own."""
    if declares_total or not listed:
        return ""
    if edition.total and listed < FLOOR_OF_TOTAL * edition.total:
        return f"only {listed} papers, where {edition.total} were counted ({edition.origin})"
    if listed % 1000 == 0:
        return f"exactly {listed} papers, which looks like a page limit"
    known = table.venues[edition.venue].editions.get(edition.year - 1)
    year_before = len(memory.papers(edition.venue, edition.year - 1)) or (known.total if known else None) or 0
    if not edition.total and listed < FLOOR_OF_YEAR_BEFORE * year_before:
        return f"only {listed} papers, against {year_before} the year before"
    return ""
