"""What the classifier of a workspace learns from the store: the abstracts and the authors of listed papers."""

from collections.abc import Callable

from own_venues import read_list

from candidates.queue.list_matches import sync
from candidates.screening.learning import entries_of
from candidates.screening.screening import listed_papers
from candidates.store.database import Store

AddPaper = Callable[..., str]

LIST = "# Papers\n\n## ANN2SNN\n\n- Learning α-Spikes\n- Masked Spiking Transformer\n\n## Hybrid Learning\n\n- Learning α-spikes\n"


def test_an_entry_learns_from_the_abstract_of_its_paper_whatever_the_spelling(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Learning $\\alpha$-Spikes", abstract="We learn spikes.")
    add_paper("b", "Masked Spiking Transformer")
    add_paper("c", "Another Paper", abstract="Not listed.")
    listing = read_list(LIST.encode())
    sync(store, listing)
    entries = {entry.title: entry for entry in entries_of(listing, listed_papers(store))}
    assert entries["Learning α-Spikes"].abstract == "We learn spikes."
    assert entries["Learning α-Spikes"].categories == ("ANN2SNN", "Hybrid Learning")
    assert entries["Masked Spiking Transformer"].abstract is None


def test_the_authors_of_an_entry_are_those_of_its_paper_or_those_that_the_list_names(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Learning $\\alpha$-Spikes", authors=["Ada Doe", "Bo Roe"])
    listing = read_list(
        b"# Papers\n\n- Learning alpha-Spikes. A. Doe, B. Roe. AAAI 2025.\n- Masked Spiking Transformer. C. Poe, D. Moe. ICCV 2023.\n"
    )
    sync(store, listing)
    assert [entry.authors for entry in entries_of(listing, listed_papers(store))] == [("Ada Doe", "Bo Roe"), ("C. Poe", "D. Moe")]


def test_of_two_papers_of_an_entry_the_one_with_an_abstract_teaches(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Masked Spiking Transformer", abstract="We mask spikes.")
    add_paper("b", "Masked Spiking Transformer")
    listing = read_list(b"# Papers\n\n- Masked Spiking Transformer (AAAI 2025)\n")
    sync(store, listing)
    (entry,) = entries_of(listing, listed_papers(store))
    assert entry.abstract == "We mask spikes."
