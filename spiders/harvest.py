"""The crawl of one edition: its sources in order until one gives the whole of it, then what is missing, then the verdict."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from spiders.edition_status import EditionStatus
from spiders.editions import OWN_LINE, Edition, EditionTable, Source, own_table
from spiders.fetching import Fetcher
from spiders.formats.listing import told_notes
from spiders.items import EditionItem, Memory
from spiders.problems import REMEDY, CrawlError, Kind
from spiders.sources import DETAILS, INDEXES, LISTS, Asking
from spiders.verdict import CEILING, Doubt, Weight, distance, doubt, unread_entries
from spiders.visit import Emit, Options, Visit

# Seconds for which a site whose quota is spent is left alone where it does not say for how long.
LEAST_REST = 3600.0
# Problems of a source's list that say that it has no abstracts of the edition either, or that nobody asked it.
HAS_NONE = {Kind.ACCOUNT, Kind.MISSING, Kind.EMPTY, Kind.PLACE}
# What an answer can set off that no parser foresaw. It ends one source and not the run: the editions after it can be crawled all the same
# (a total in quotes ended all of a run, seen against a misbehaving server, 2026-11). What the store raises is none of these.
UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(kw_only=True)
class Attempt:
    """How one source did. `turned_away`: it could not be asked for abstracts, so that nobody knows how many pages of them are open."""

    source: str
    visit: Visit
    problem: CrawlError | None = None
    doubt: Doubt = field(default_factory=Doubt)
    turned_away: bool = False

    @property
    def status(self) -> EditionStatus:
        """How the edition would stand if this source were the only one."""
        if self.problem:
            return self.problem.status if not self.visit.listed else EditionStatus.SHORT
        if not self.visit.listed:
            return EditionStatus.NOT_PUBLISHED
        return EditionStatus.SHORT if self.visit.missing or self.doubt.weight is Weight.GRAVE else EditionStatus.COMPLETE

    async def ask(self, asking: Asking) -> None:
        """Asks the source; why it came to nothing is kept as `problem`."""
        try:
            await asking(self.visit)
        except CrawlError as problem:
            self.problem = problem
        except UNEXPECTED as problem:
            logging.getLogger(__name__).info("an answer of %s", self.source, exc_info=True)
            said = " ".join(f"{type(problem).__name__}: {problem}".split())[:160]
            self.problem = CrawlError(Kind.SCHEMA, f"an answer that covenue does not understand ({said})")

    @property
    def told(self) -> str:
        """Half a sentence for the message; "" when all went well."""
        if self.problem:
            # Of a page that is not there nothing tells more than its address.
            said = str(self.problem) if self.problem.kind is Kind.MISSING else self.problem.what
            return f"{self.source}: {said}"
        if self.visit.missing:
            return f"{self.source}: {self.visit.missing} of the entries it declares did not come"
        return f"{self.source}: {self.doubt.said}" if self.doubt.said else ""


@dataclass(kw_only=True)
class Harvest:
    """Crawls one edition. `editions_of_run`: all editions of this run, whose papers a shared page may hold as well."""

    edition: Edition
    table: EditionTable
    editions_of_run: Sequence[Edition]
    fetcher: Fetcher
    memory: Memory
    emit: Emit
    options: Options
    attempts: list[Attempt] = field(default_factory=list)
    details: list[Attempt] = field(default_factory=list)

    async def run(self) -> EditionItem:
        """Asks the sources and hands the closing item to the pipeline; a CrawlError never leaves it."""
        if self.edition.not_held:
            return await self._not_held()
        started = time.monotonic()
        requests, received = self.fetcher.traffic.requests, self.fetcher.traffic.bytes
        before = len(self.memory.papers(self.edition.venue, self.edition.year))
        best = await self._lists()
        if best.status == EditionStatus.COMPLETE:
            await best.visit.join_retitled()
        if self.options.abstracts and best.visit.listed:
            await self._abstracts()
        await self._drop_aliens(best)
        item = EditionItem(
            venue=self.edition.venue,
            year=self.edition.year,
            status=self._status(best),
            counted=self._counted(best),
            missing=best.visit.missing,
            declares_total=best.visit.declares_total,
            listed=best.visit.listed,
            unread_pages=sum(each.visit.unread_pages for each in self._left_open()),
            unread_until=self._unread_until(),
            sources=[each.source for each in (*self.attempts, *self.details) if each.visit.listed],
            message=self._message(best, before),
            requests=self.fetcher.traffic.requests - requests,
            bytes=self.fetcher.traffic.bytes - received,
            seconds=round(time.monotonic() - started, 2),
            saved=asyncio.get_running_loop().create_future(),
        )
        await self.emit(item)
        await item.saved
        return item

    async def _not_held(self) -> EditionItem:
        """The closing item of a year in which the venue does not take place: said, nobody asked, and no fault."""
        item = EditionItem(
            venue=self.edition.venue,
            year=self.edition.year,
            status=EditionStatus.NOT_PUBLISHED,
            counted=None,
            missing=0,
            declares_total=False,
            listed=0,
            unread_pages=0,
            unread_until="",
            sources=[],
            message=f"{self.edition} does not take place: {self.edition.not_held}",
            requests=0,
            bytes=0,
            seconds=0.0,
            saved=asyncio.get_running_loop().create_future(),
        )
        await self.emit(item)
        await item.saved
        return item

    async def _lists(self) -> Attempt:
        """Asks the listing sources in order until one is complete; the attempt that counts."""
        for source in self.edition.lists:
            attempt = Attempt(source=source.name, visit=self._visit(source, anew=str(self.edition) in self.options.lists_anew))
            self.attempts.append(attempt)
            await attempt.ask(LISTS[source.name])
            attempt.doubt = self._doubt(attempt)
            if attempt.status == EditionStatus.COMPLETE and not attempt.doubt.weight:
                return attempt
            if attempt.visit.missing or attempt.doubt.weight is Weight.GRAVE:
                await attempt.visit.retract()
        for attempt in self.attempts:
            if attempt.doubt.weight is Weight.SLIGHT:
                attempt.doubt = self._doubt(attempt, all_asked=True)
                if attempt.doubt.weight is Weight.GRAVE:
                    await attempt.visit.retract()
        return self._least_bad()

    def _doubt(self, attempt: Attempt, all_asked: bool = False) -> Doubt:
        """What the witnesses say to a list that came to its end."""
        if attempt.problem:
            return Doubt()
        unread = unread_entries(attempt.visit.unread_entries, attempt.visit.listed)
        if unread.weight or not self.options.check_totals:
            return unread
        others = [(each.source, each.visit.listed) for each in self.attempts if each is not attempt and not each.problem]
        return doubt(self.edition, attempt.visit.listed, year_before=self._year_before(), others=others, all_asked=all_asked)

    def _year_before(self) -> int:
        known = self.table.venues[self.edition.venue].editions.get(self.edition.year - 1)
        counted = (known.total or known.least) if known else None
        return counted or len(self.memory.papers(self.edition.venue, self.edition.year - 1))

    def _least_bad(self) -> Attempt:
        """The list nearest to what was counted, one that came to its end before others; where none has papers, the first source that is not
        merely silent or in want of an account."""
        listing = [each for each in self.attempts if each.visit.listed]
        if listing:
            return min(listing, key=lambda each: (each.status != EditionStatus.COMPLETE, distance(self.edition, each.visit.listed)))
        problems = [each for each in self.attempts if each.status != EditionStatus.NOT_PUBLISHED]
        telling = [each for each in problems if each.problem and each.problem.kind is not Kind.ACCOUNT]
        silent = [each for each in self.attempts if each.status == EditionStatus.NOT_PUBLISHED]
        # What is known to be published stands where nobody could look, rather than nowhere.
        known = problems if self._is_published() else []
        return (telling or known or silent or problems)[0]

    async def _drop_aliens(self, best: Attempt) -> None:
        """Where another list is the whole, what only a list far above the count brought is no paper of the edition."""
        if best.status == EditionStatus.COMPLETE:
            for each in self.attempts:
                if each is not best and each.doubt.weight is Weight.GRAVE and each.visit.listed > CEILING * best.visit.listed:
                    await each.visit.retract(confirmed_by=best.source)

    def _left_open(self) -> list[Attempt]:
        """The sources of abstracts that did not come to their end. An index does not count where the publisher's own pages are read, nor
        does one that turned us away where another has them all."""
        pages_asked = any(each.source not in INDEXES and not each.problem for each in self.details)
        brought = self._answered().intersection(source.name for source in self.edition.abstracts)
        left = [each for each in self.details if each.visit.unread_pages]
        if pages_asked or brought or self._has_all_abstracts():
            return [each for each in left if not each.turned_away and not (pages_asked and each.source in INDEXES)]
        return left

    def _unread_until(self) -> str:
        """Before which moment it is of no use to ask for what is open; "" where it may be asked for at once."""
        open_ones = self._left_open()
        if not open_ones or not all(each.problem and each.problem.kind is Kind.QUOTA for each in open_ones):
            return ""
        wait = min(max(each.problem.wait, LEAST_REST) for each in open_ones if each.problem)
        return (datetime.now(UTC) + timedelta(seconds=wait)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _surplus(self) -> int:
        """Papers stored beyond what the edition can hold: of an import, or of a list that nobody could hold against another."""
        stored = len(self.memory.papers(self.edition.venue, self.edition.year))
        too_many = self.options.check_totals and self.edition.total and stored > CEILING * self.edition.total
        return stored - self.edition.total if too_many and self.edition.total else 0

    def _status(self, best: Attempt) -> EditionStatus:
        if self._vanished(best):
            return EditionStatus.FAILED
        return EditionStatus.SHORT if best.status == EditionStatus.COMPLETE and self._surplus() else best.status

    def _counted(self, best: Attempt) -> int | None:
        """What others counted: the table, else the fullest other source."""
        others = [each.visit.listed for each in self.attempts if each is not best and each.visit.listed]
        return self.edition.total or self.edition.least or max(others, default=None)

    async def _abstracts(self) -> None:
        """Completes abstracts, best source first, until a source that publishes the edition itself has answered in full.

        One that turned the list away is not asked again in this run. Where no other publishes them, its abstracts are open work for the
        next: NeurIPS 2023, listed by dblp while its own sites refused, had none for good (seen against a mirror, 2026-11).
        """
        answered, refused = self._answered(), {each.source: each.problem for each in self.attempts if each.problem}
        for source in self.edition.abstracts:
            if source.name in answered or self._has_all_abstracts():
                return
            attempt = Attempt(source=source.name, visit=self._visit(source), problem=refused.get(source.name))
            self.details.append(attempt)
            if not attempt.problem:
                attempt.visit.only_abstracts = source.name not in DETAILS
                await attempt.ask(DETAILS.get(source.name) or LISTS[source.name])
            if attempt.problem and attempt.problem.kind not in HAS_NONE and not attempt.visit.unread_pages:
                attempt.turned_away, attempt.visit.unread_pages = True, 1
            if source.name not in INDEXES and not attempt.problem and (attempt.visit.listed or attempt.visit.unread_pages):
                return

    def _answered(self) -> set[str]:
        """The sources whose list is whole and would have brought the abstracts with it."""
        return {each.source for each in self.attempts if each.status == EditionStatus.COMPLETE and each.source not in DETAILS}

    def _has_all_abstracts(self) -> bool:
        return all(paper.has_abstract for paper in self.memory.papers(self.edition.venue, self.edition.year))

    def _visit(self, source: Source, *, anew: bool = False) -> Visit:
        return Visit(
            edition=self.edition,
            editions_of_run=self.editions_of_run,
            source=source.name,
            places=source.places,
            fetcher=self.fetcher,
            memory=self.memory,
            emit=self.emit,
            options=replace(self.options, refresh=True) if anew else self.options,
        )

    def _is_published(self) -> bool:
        """Whether it must be: others counted its papers, or its year is over."""
        counted = self.edition.total is not None or self.edition.least is not None
        return counted or self.edition.year < datetime.now(UTC).year

    def _vanished(self, best: Attempt) -> bool:
        """Nobody has an edition that must be published: the sites have moved it, or the table names the wrong places."""
        return best.status == EditionStatus.NOT_PUBLISHED and self._is_published()

    def _is_of_own_table(self) -> bool:
        """Whether a table of the maintainer's says where the edition is: then a slip in it is likelier than a site that has changed."""
        known = own_table().venues.get(self.edition.venue)
        return known is None or self.edition not in (known.editions.get(self.edition.year), known.later.get(self.edition.year))

    def _message(self, best: Attempt, before: int) -> str:
        """One line: what is missing and why, what looks odd, what to do. "" when there is nothing to say."""
        said: list[str] = []
        if self._vanished(best):
            where = {each.source: each.problem.address for each in self.attempts if each.problem and each.problem.where}
            asked = ", ".join(f"{each.name}: {where[each.name]}" if each.name in where else each.name for each in self.edition.lists)
            told = f"no source has {self.edition} where the table of editions looks for it ({asked})"
            count = self.edition.total or self.edition.least
            why = f"{count} papers were counted ({self.edition.origin})" if count else f"{self.edition.year} is over"
            return f"{told}, though {why}; {REMEDY[Kind.PLACE if self._is_of_own_table() else Kind.LAYOUT]}"
        if best.status == EditionStatus.NOT_PUBLISHED:
            # Not asked is not the same as silent: accepted papers may stand there already.
            unasked = [
                f"{each.told}; {each.problem.remedy}" for each in self.attempts if each.problem and each.problem.kind is Kind.ACCOUNT
            ]
            unplaced = [
                f"where {each} has it is not known: set `{each}`{OWN_LINE.removeprefix('; a table of your own can add one')}"
                for each in self.edition.unplaced
            ]
            return "; ".join([f"no source lists papers of {self.edition} yet", *unasked, *unplaced])
        if best.status == EditionStatus.COMPLETE and best.doubt.said:
            said.append(best.told)
        if best.status != EditionStatus.COMPLETE:
            said += [each.told for each in self.attempts if each.told]
            problem = best.problem or next((each.problem for each in self.attempts if each.problem), None)
            if problem and problem.remedy:
                said.append(problem.remedy)
        if surplus := self._surplus():
            said.append(
                f"{surplus} papers more are stored than were counted, of something else; `covenue forget {self.edition}`, then crawl again"
            )
        elif best.visit.listed and best.visit.listed < before:
            said.append(f"{best.source} lists {best.visit.listed} now, fewer than the {before} known; the larger set is kept")
        if best.status == EditionStatus.COMPLETE:
            said += [_abstracts_told(each) for each in self._left_open() if each.told]
        said += told_notes([*best.visit.notes, *(note for each in self.details for note in each.visit.notes)])
        if left := self._left_open():
            pages = sum(each.visit.unread_pages for each in left if each.source not in INDEXES and not each.turned_away)
            until = self._unread_until()
            what = f"{pages} pages could not be read" if pages else "some abstracts could not be asked for"
            said.append(f"{what}; run the same command again" + (f" after {until}" if until else ""))
        return "; ".join(said)


def _abstracts_told(attempt: Attempt) -> str:
    """Why a source of abstracts came to nothing, and what to do where that is not said yet."""
    remedy = attempt.problem.remedy if attempt.problem else ""
    said = f"abstracts: {attempt.told}"
    return f"{said}; {remedy}" if remedy and attempt.source not in INDEXES else said
