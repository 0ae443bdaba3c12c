"""What a person does on the page, written once: decisions, taking back, what an entry of the list is, publishing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from candidates.errors import NothingToUndoError
from candidates.publishing.list_writer import Published
from candidates.queue import decisions as decision_log
from candidates.queue.decisions import ConflictError, Decision
from candidates.queue.list_matches import confirm, refuse
from candidates.queue.new_sections import checked_name, want_section
from candidates.queue.states import Verdict
from candidates.queue.steps import Together, decide_together, mark_settled, taken_back_since, undo_step
from candidates.review.coverage_view import digest_of, planned
from candidates.review.forms import DecisionForm
from candidates.review.list_view import ListView
from candidates.store.database import Store
from candidates.store.file_guard import DatabaseGuard
from spiders.paper import title_key


class PublishedError(NothingToUndoError):
    """What would be taken back stands in the list file."""


class Deciding:
    """Writes for people, one at a time: waiting here is fair and quick, polling for SQLite's lock is neither."""

    def __init__(self, store: Store, list_view: ListView, guard: DatabaseGuard) -> None:
        self._store = store
        self._list = list_view
        self._guard = guard
        self._writing = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One write: nobody else writes meanwhile, the database is there, and what keeps decisions elsewhere hears of it.

        Raises StoreError.
        """
        with self._writing:
            self._guard.check()
            yield
            self._store.decided()
            self._guard.settle()

    def decide(self, paper_id: str, form: DecisionForm, who: str) -> Decision:
        """Writes one decision, once: the same form sent twice by the same person, or the same key pressed again, counts once. A verdict
        that somebody else gave meanwhile is a second opinion that agrees, and no conflict. Errors as `decisions.decide`.
        """
        with self.turn():
            last = decision_log.last_decision(self._store, paper_id, None)
            if last and _says(last, form, who):
                return last
            try:
                return self._write(paper_id, form, who, form.expected)
            except ConflictError as problem:
                stands = problem.stands
                if stands is None or stands.verdict != form.verdict:
                    raise
                if stands.who != who:
                    return self._write(paper_id, form, who, stands.number)
                raise

    def decide_together(self, choice: Together, who: str) -> list[Decision]:
        """Writes one verdict on several papers, all or none, and once: as `decide`. Errors as `steps.decide_together`."""
        with self.turn():
            if done := self._done_together(choice, who):
                return done
            return decide_together(self._store, choice, who=who, categories=self._list.categories())

    def _done_together(self, choice: Together, who: str) -> list[Decision]:
        """What this form wrote when it was sent before, and nothing where a part of it does not stand."""
        found = []
        for paper_id, seen in choice.expected.items():
            last = decision_log.last_decision(self._store, paper_id)
            same = last and (last.who, last.verdict, last.reason) == (who, choice.verdict, choice.reason)
            if last is None or not same or last.number <= seen or choice.category not in (None, last.category):
                return []
            found.append(last)
        return found

    def settle(self, paper_id: str, form: DecisionForm, who: str) -> Decision:
        """Writes the decision that ends a conflict, once: as `decide`. Errors as `queue.decide`."""
        with self.turn():
            last = decision_log.last_decision(self._store, paper_id, None)
            if last and last.number > form.expected and _says(last, form, who):
                return last
            made = self._write(paper_id, form, who, form.expected)
            mark_settled(self._store, made)
            return made

    def undo_step(self, who: str, seen: int | None = None) -> list[Decision]:
        """Takes back this person's last decision with those made together with it; raises NothingToUndoError, PublishedError.

        `seen` is the last row of the log when the form was made: the same form sent twice, because the first answer was lost, counts once.
        """
        with self.turn():
            if taken := self._taken_back(who, seen):
                return taken
            last = decision_log.last_decision(self._store, None, who)
            if last is not None and last.verdict == Verdict.PUBLISHED:
                self._refuse_published(last.paper_id)
            return undo_step(self._store, who)

    def undo(self, who: str, paper_id: str, seen: int | None = None) -> Decision:
        """Takes back this person's last decision on a paper, once (see `undo_step`); raises NothingToUndoError, PublishedError."""
        with self.turn():
            if taken := [each for each in self._taken_back(who, seen) if each.paper_id == paper_id]:
                return taken[-1]
            last = decision_log.last_decision(self._store, paper_id, who)
            if last is not None and last.verdict == Verdict.PUBLISHED:
                self._refuse_published(last.paper_id)
            return decision_log.undo(self._store, paper_id, who)

    def _taken_back(self, who: str, seen: int | None) -> list[Decision]:
        return [] if seen is None else taken_back_since(self._store, who, seen)

    def _refuse_published(self, paper_id: str) -> None:
        """A record taken back would not take the line out of the list; without the line there is nothing to mislead anybody."""
        title = self._store.paper(paper_id).title
        line = self._list.line_of(title)
        if line is not None:
            raise PublishedError(
                f"“{title}” is written in {self._list.path.name}, line {line}. Take that line out of the list first; then the decision can "
                "be taken back."
            )

    def say_same(self, paper_id: str, entry_key: str, same: bool) -> None:
        """Notes whether an entry of the list is this paper; raises NotFoundInStoreError."""
        with self.turn():
            (confirm if same else refuse)(self._store, entry_key, paper_id)

    def publish(self, who: str, seen: str) -> Published | None:
        """Writes the list if the diff is still the one looked at (see `digest_of`), else None and nothing. Raises ListError, StoreError."""
        from candidates.publishing.publishing import publish

        with self.turn():
            if digest_of(planned(self._store, self._list.path)) != seen:
                return None
            return publish(self._store, self._list.path, who=who)

    def _write(self, paper_id: str, form: DecisionForm, who: str, expected: int) -> Decision:
        category, categories = form.category, self._list.categories()
        if form.is_new and category and categories:
            # The list's own section of this name, in whatever spelling, is taken instead.
            category = checked_name(category)
            if title_key(category) not in map(title_key, categories):
                categories = (*categories, category)
                want_section(self._store, category)
        return decision_log.decide(
            self._store,
            paper_id,
            Verdict(form.verdict),
            who=who,
            category=category,
            reason=form.reason,
            expected=expected,
            categories=categories,
        )


def _says(decision: Decision, form: DecisionForm, who: str) -> bool:
    """Whether the decision is what this person's form asks for."""
    return (decision.who, decision.verdict, decision.category, decision.reason) == (who, form.verdict, form.category, form.reason)
