"""A forgotten edition is gone, and what people decided on its papers is not."""

from collections.abc import Callable

from candidates.queue.candidates import candidate, candidates
from candidates.queue.decision_file import decision_lines
from candidates.queue.decisions import decide
from candidates.queue.states import State, Verdict
from candidates.screening.screening import maintainers_decisions
from candidates.store.database import Store
from candidates.store.edition_writer import StoreMemory
from candidates.store.forgetting import forget

AddPaper = Callable[..., str]


def test_papers_pages_and_the_verdict_on_the_edition_are_gone_and_others_stay(
    store: Store, add_paper: AddPaper, add_edition: Callable[..., None]
) -> None:
    add_edition("aaai", 2025)
    add_edition("icml", 2025)
    add_paper("aaai-2025-1", score=0.9)
    add_paper("icml-2025-1", venue="icml", score=0.9)
    found = forget(store, "aaai", 2025)
    memory = StoreMemory(store)
    assert found.papers == 1
    assert memory.papers("aaai", 2025) == []
    assert memory.status("aaai", 2025) is None
    assert [each.id for each in candidates(store)] == ["icml-2025-1"]


def test_a_decision_waits_for_its_paper_and_finds_it_again(store: Store, add_paper: AddPaper, add_edition: Callable[..., None]) -> None:
    add_edition("aaai", 2025)
    add_paper("aaai-2025-1", title="Spikes", score=0.9)
    decide(store, "aaai-2025-1", Verdict.REJECTED, who="Ada", reason="no spikes")
    assert forget(store, "aaai", 2025).decided == 1
    assert candidates(store, State.REJECTED) == []
    assert list(decision_lines(store)) == []
    add_paper("aaai-2025-1", title="Spikes", score=0.9)
    assert candidate(store, "aaai-2025-1").state == State.REJECTED
    assert [(line.verdict, line.reason, line.who) for line in decision_lines(store)] == [("rejected", "no spikes", "Ada")]


def test_forgetting_twice_takes_nothing(store: Store, add_paper: AddPaper) -> None:
    add_paper("aaai-2025-1")
    forget(store, "aaai", 2025)
    assert forget(store, "aaai", 2025).papers == 0


def test_a_decision_teaches_nothing_while_its_paper_is_forgotten(store: Store, add_paper: AddPaper) -> None:
    add_paper("aaai-2025-1", title="Spikes")
    add_paper("icml-2025-1", title="Rats", venue="icml")
    for each in ("aaai-2025-1", "icml-2025-1"):
        decide(store, each, Verdict.REJECTED, who="Ada")
    forget(store, "aaai", 2025)
    assert [each.paper.title for each in maintainers_decisions(store)] == ["Rats"]
    add_paper("aaai-2025-1", title="Spikes")
    assert [each.paper.title for each in maintainers_decisions(store)] == ["Spikes", "Rats"]
