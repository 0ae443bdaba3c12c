"""What the classifier of a workspace learns from the store: the abstracts of listed papers."""

from collections.abc import Callable

from own_venues import read_list

from candidates.queue.list_matches import sync
from candidates.screening.learning import entries_of
from candidates.screening.screening import listed_abstracts
from candidates.store.database import Store

AddPaper = Callable[..., str]

LIST = "# Papers\n\n## ANN2SNN\n\n- Learning α-Spikes\n- Masked Spiking Transformer\n\n## Hybrid Learning\n\n- Learning α-spikes\n"


def test_an_entry_learns_from_the_abstract_of_its_paper_whatever_the_spelling(store: Store, add_paper: AddPaper) -> None:
    add_paper("a", "Learning $\\alpha$-Spikes", abstract="We learn spikes.")
    add_paper("b", "Masked Spiking Transformer")
    add_paper("c", "Another Paper", abstract="Not listed.")
    listing = read_list(LIST.encode())
    sync(store, listing)
    entries = {entry.title: entry for entry in entries_of(listing, listed_abstracts(store))}
    assert entries["Learning α-Spikes"].abstract == "We learn spikes."
    assert entries["Learning α-Spikes"].categories == ("ANN2SNN", "Hybrid Learning")
    assert entries["Masked Spiking Transformer"].abstract is None
