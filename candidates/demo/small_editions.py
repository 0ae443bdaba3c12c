"""The papers of the stand-in, read from the package."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

from spiders.paper import Paper

# (venue, year) -> its papers, in the order in which a site lists them.
Editions = Mapping[tuple[str, int], Sequence[Paper]]


def small_editions() -> Editions:
    """One small edition of each of the six venues."""
    held = json.loads(files("candidates.demo").joinpath("editions.json").read_text(encoding="utf-8"))
    return {
        (row["venue"], row["year"]): [
            Paper(
                title=paper["title"],
                venue=row["venue"],
                year=row["year"],
                authors=tuple(paper["authors"]),
                abstract=paper.get("abstract"),
                track=paper.get("track", ""),
                doi=paper.get("doi", ""),
            )
            for paper in row["papers"]
        ]
        for row in held
    }
