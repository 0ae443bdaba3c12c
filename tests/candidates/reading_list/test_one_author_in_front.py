"""One author before a title in plain text is no part of it, and a title that begins like a name stays whole."""

import pytest
from own_venues import read_list


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("Jane Doe. Alpha Paper on Things. ICML 2022.", "Alpha Paper on Things", ("Jane Doe",)),
        ("Yann Q. Doe. Alpha: Paper on Things (ICML 2022)", "Alpha: Paper on Things", ("Yann Q. Doe",)),
        ("Jane Doe and John Roe. Alpha Paper on Things. ICML 2022.", "Alpha Paper on Things", ("Jane Doe", "John Roe")),
        # Titles.
        ("Deep Networks. A View of Things. ICML 2022.", "Deep Networks. A View of Things", ()),
        ("Subtle Risks, Critical Failures: A View of Things. ICML 2022.", "Subtle Risks, Critical Failures: A View of Things", ()),
        ("Radiant Foam: Tracing Rays of Things (ICML 2022)", "Radiant Foam: Tracing Rays of Things", ()),
        ("Jane Doe. Things. ICML 2022.", "Jane Doe. Things", ()),
        (
            "Quo Vadis, Action Recognition? A New Model and a Dataset, ICML 2022",
            "Quo Vadis, Action Recognition? A New Model and a Dataset",
            (),
        ),
        ("Simon Says, Following Instructions of Others (ICML 2022)", "Simon Says, Following Instructions of Others", ()),
        (
            "Ada Lovelace. The First Programmer of the Engine. Jane Doe, John Roe. ICML 2022.",
            "Ada Lovelace. The First Programmer of the Engine",
            ("Jane Doe", "John Roe"),
        ),
    ],
)
def test_one_author_in_front_of_a_plain_title(line: str, title: str, authors: tuple[str, ...]) -> None:
    [entry] = read_list(f"# Shelf\n\n## A\n\n- {line} [[paper](https://openreview.net/forum?id=a)]\n".encode()).entries
    assert (entry.title, entry.authors, entry.venue, entry.year) == (title, authors, "icml", 2022)
