"""A paper to be written into the list, and what its record can give to a line. Pure data."""

import re
from dataclasses import dataclass

from candidates.matching.paper_ids import doi_in
from spiders.addresses import forum_in
from spiders.paper import Paper

# A title may begin with the short name of what it presents, before a colon: one to three words.
SHORT_NAME = re.compile(r"^(?P<name>[^\s:：]+(?: [^\s:：]+){0,2}):\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A paper to be written into the list, in the section `category` ("" for the section of its edition). `venue` is an id; an empty
    `url`, `pdf`, `doi` or `forum` is none. `told_apart`: the keys (`match_key`) of entries that a person said are other papers.
    `section_wanted`: where the list has no section `category`, one is to be made."""

    title: str
    venue: str
    year: int
    category: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    pdf: str = ""
    doi: str = ""
    forum: str = ""
    told_apart: frozenset[str] = frozenset()
    section_wanted: bool = False

    @classmethod
    def of(cls, paper: Paper, category: str = "") -> "Addition":
        """What the record of a paper gives to its line in the section `category`."""
        return cls(
            title=paper.title,
            venue=paper.venue,
            year=paper.year,
            category=category,
            url=paper.url,
            authors=paper.authors,
            pdf=paper.pdf,
            doi=paper.doi,
            forum=paper.forum,
        )

    @property
    def short_name(self) -> str:
        """ "CLDA" of "CLDA: Contrastive Learning for …", "" for a title without one."""
        found = SHORT_NAME.match(self.title)
        return found["name"] if found else ""

    def address(self, role: str) -> str:
        """Where a link of this role leads: "pdf", "doi", "openreview" to PDF, DOI and forum where known; else to the page."""
        doi, forum = self.doi or doi_in(self.url), self.forum or forum_in(self.url)
        found = {
            "pdf": self.pdf,
            "doi": f"https://doi.org/{doi}" if doi else "",
            "openreview": forum if "://" in forum else f"https://openreview.net/forum?id={forum}" if forum else "",
        }.get(role, "")
        return found or self.url or (f"https://doi.org/{doi}" if doi else "")
