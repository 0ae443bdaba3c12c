"""What was read of one entry, and where in the file each part stands. Pure data."""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from candidates.reading_list.author_names import AuthorText
from candidates.reading_list.entry_units import PAPER_LABEL, SIDE_LABEL, label_of
from candidates.reading_list.venue_names import Edition


class FieldKind(StrEnum):
    """What a stretch of an entry is, for the writer."""

    TITLE = "title"
    ACRONYM = "acronym"
    AUTHORS = "authors"
    VENUE = "venue"
    YEAR = "year"
    DATE = "date"
    LINK = "link"
    CHECKBOX = "checkbox"
    PICTURE = "picture"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch [start, end) of the file. `text` is what it shows; `authors` and `link` where it is such."""

    kind: FieldKind
    start: int
    end: int
    _: KW_ONLY
    text: str
    authors: AuthorText | None = None
    link: "Link | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of an entry: its label as shown, its address, the whole construct in the file. `picture`: it is a badge."""

    label: str
    url: str
    outer: tuple[int, int]
    picture: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """An entry taken apart. Unknown parts are "" or None; `edition` as written at the entry, `tail` how it is written there.

    `title_link`: the title itself carries the link. `title_strong`: it is bold. `rest`: what follows the title (authors, notes). `badge`:
    the edition that a badge shows, which counts where neither the entry's words nor its headings name a venue.
    """

    title: str
    title_place: int = 0
    edition: Edition | None = None
    checkbox: str | None = None
    title_link: bool = False
    title_strong: bool = False
    tail: str = ""
    rest: str = ""
    links: tuple[Link, ...] = ()
    authors: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    badge: Edition | None = None

    @property
    def says_edition(self) -> bool:
        """Whether the entry names an edition, a venue or a year, in words or by a badge."""
        return self.edition is not None or self.badge is not None

    @property
    def url(self) -> str:
        """The address that leads to the paper: the title's own, else that of a label that says so, else the first that is none of code."""
        if self.title_link and self.links:
            return next((link.url for link in self.links if link.label and _carries(link, self.title)), self.links[0].url)
        rank = {link.url: _link_rank(link) for link in reversed(self.links)}
        return min(rank, key=lambda url: (rank[url], [link.url for link in self.links].index(url)), default="")


def _carries(link: Link, title: str) -> bool:
    return label_of(title)[:20].startswith(label_of(link.label)[:20]) or label_of(link.label).startswith(label_of(title)[:20])


def _link_rank(link: Link) -> int:
    """0 for a link to the paper, 1 for one that does not say, 2 for code, talks and the like."""
    label = label_of(link.label)
    if link.picture:
        return 1 if not SIDE_LABEL.fullmatch(label) else 2
    return 0 if PAPER_LABEL.fullmatch(label) else 2 if SIDE_LABEL.fullmatch(label) else 1
