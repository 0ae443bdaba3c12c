"""Which editions a text (book title, event, journal) or an address names, by the names and places of the table of editions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spiders.editions import Edition, EditionTable
from spiders.formats.names import readable

# Longer than any name of a conference, with place and days.
MOST_CHARACTERS = 600
# What names of venues differ by from year to year and from exporter to exporter.
FILLING = frozenset("a an the of on for in proceedings proc annual ieee acm cvf usenix siam sigops th st nd rd".split())  # noqa: SIM905 - read as a row
ORDINAL = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth|fortieth|fiftieth)"
    r"|twenty|thirty|forty|fifty|sixty|seventy"
)
# What stands beside the name of a venue without making it another one ("ICLR 2024 poster", "AAAI Technical Track").
BESIDE = frozenset(
    "poster posters oral orals spotlight talk conference main track technical datasets benchmarks and position paper papers notable top "  # noqa: SIM905 - read as a row
    "accept accepted regular short long full research volume vol virtual event blind online".split()
)
# Where papers are kept, which is no venue.
KEPT = re.compile(
    r"arxiv|\bcorr\b|openreview|preprint|\bpmlr\b|machine learning research|lecture notes|proceedings? series|\bssrn\b|biorxiv"
    r"|zenodo|computing research repository|electronic edition",
    re.I,
)
JMLR = re.compile(r"journal of machine learning research", re.I)
WORKSHOP = re.compile(r"\bworkshops?\b|\bsymposium series\b|\btutorials?\b", re.I)
# "'21", "IJCAI-21": two digits are a year behind an apostrophe or behind capitals and a hyphen.
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?:['’]|(?<=[A-Z])-)(\d\d)(?!\d)")
PIECES = re.compile(r"[,;:()\[\]{}|\"“”]|\s[-–—]\s|\band the\b", re.I)
TOKEN = re.compile(r"[^\W\d_]+|\d+")
MLR_VOLUME = re.compile(r"proceedings\.mlr\.press/(v\d+)\b|pmlr-(v\d+)\b", re.I)
# Where proceedings and conference sites have the year in an address.
YEAR_IN_ADDRESS = re.compile(
    r"(?:/(?:proceedings|virtual|paper|papers|paper_files/paper|book|accepted)|^aclanthology\.org)/((?:19|20)\d\d)(?=[/.?#]|$)", re.I
)
JMLR_VOLUME = re.compile(r"jmlr\.org/papers/v(\d+)/")
USENIX_CONFERENCE = re.compile(r"usenix\.org/conference/([a-z]+\d\d)/")
VENUE_IN_ADDRESS = re.compile(r"(?<![a-z])([a-z]{2,12})[-_]?((?:19|20)\d\d)(?!\d)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a text names: venues of the table (by id), years, and whether it is of a workshop or of a venue the table does not have."""

    venues: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    workshop: bool = False
    other: bool = False


class VenueEvidence:
    """The names and places of a table, made ready for looking up."""

    def __init__(self, table: EditionTable) -> None:
        self._table = table
        self._read_before: dict[str, Naming] = {}

    def naming(self, text: str) -> Naming:
        """What the text of a book title, an event or a journal names."""
        # A file says the same of thousands of papers.
        if text not in self._read_before:
            self._read_before[text] = self._read(text[:MOST_CHARACTERS])
        return self._read_before[text]

    def named_in_address(self, address: str, edition: Edition) -> Edition | str | None:
        """The edition that an address or a DOI belongs to, as far as the table or the address itself tells; what else it names, or None."""
        bare = re.sub(r"^https?://(?:www\.|dx\.|doi\.org/)?(?:doi\.org/)?", "", address.strip()).casefold()
        for place, owner in self._places:
            if bare.startswith(place):
                return owner
        return _other_volume(bare, edition) or self._year_in(bare, edition)

    def _year_in(self, address: str, edition: Edition) -> Edition | str | None:
        for name, year in VENUE_IN_ADDRESS.findall(address):
            if venue := self._table.aliases.get(name):
                owner = self._table.venues[venue].editions.get(int(year))
                return owner or f"{self._table.name_of(venue)} {year}"
        if found := YEAR_IN_ADDRESS.search(address):
            return found[1] if int(found[1]) != edition.year else None
        return None

    @cached_property
    def _places(self) -> Sequence[tuple[str, Edition]]:
        """Beginnings of addresses and DOIs with their edition, the longest first."""
        found = dict(_places(self._table))
        return sorted(found.items(), key=lambda item: -len(item[0]))

    @cached_property
    def _names(self) -> Mapping[int, Sequence[tuple[tuple[str, ...], str]]]:
        """The names of venues as `_core` has them, by their number of words."""
        names: dict[int, list[tuple[tuple[str, ...], str]]] = {}
        titles = [(venue.about["title"], venue.id) for venue in self._table.venues.values() if venue.about.get("title")]
        for name, venue in (*self._table.spellings.items(), *titles):
            if core := _core(name):
                names.setdefault(len(core), []).append((core, venue))
        return names

    def _read(self, text: str) -> Naming:
        plain = readable(text)
        years = frozenset(int(year or f"20{short}") for year, short in YEAR.findall(plain))
        cores = [core for piece in PIECES.split(plain) if (core := _core(piece))]
        venues = frozenset(venue for core in cores if (venue := self._venue(core)))
        bare = bool(venues) or not any(set(core) - BESIDE for core in cores) or (bool(KEPT.search(plain)) and not JMLR.search(plain))
        return Naming(venues=venues, years=years, workshop=bool(WORKSHOP.search(plain)), other=not bare)

    def _venue(self, core: tuple[str, ...]) -> str:
        """The venue that these words are the name of, with nothing beside it that would make it another one."""
        first = next((place for place, word in enumerate(core) if word not in BESIDE), len(core))
        last = next((place for place in range(len(core), first, -1) if core[place - 1] not in BESIDE), first)
        for start in range(first + 1):
            for end in range(len(core), last - 1, -1):
                for name, venue in self._names.get(end - start, ()):
                    if _same_words(core[start:end], name):
                        return venue
        return ""


def _core(text: str) -> tuple[str, ...]:
    """The telling words of a name, small."""
    words = (word.casefold() for word in TOKEN.findall(text))
    return tuple(word for word in words if not (word.isdecimal() or word in FILLING or ORDINAL.fullmatch(word)))


def _same_words(words: Sequence[str], name: Sequence[str]) -> bool:
    """Equal, or abbreviated as Scopus and the Web of Science do ("Int. Conf. Mach. Learn."): only where there are words enough to tell."""
    if tuple(words) == tuple(name):
        return True
    return len(name) > 2 and all(full.startswith(word) and (len(word) > 2 or word == full) for word, full in zip(words, name, strict=True))


def _places(table: EditionTable) -> Iterator[tuple[str, Edition]]:
    for venue in table.venues.values():
        for edition in venue.editions.values():
            for source in edition.lists:
                for place in source.places:
                    if beginning := _beginning(source.name, place, edition.year):
                        yield beginning, edition


def _beginning(source: str, place: str, year: int) -> str:
    """How the addresses of an edition's papers begin; "" where its place does not tell."""
    bare = re.sub(r"^https?://(?:www\.)?", "", place).casefold()
    match source:
        case "crossref":
            return bare if bare.startswith("10.") else ""
        case "pmlr":
            return f"proceedings.mlr.press/{bare}/"
        case "usenix":
            return f"{bare.rpartition('/')[0]}/"
        case "anthology":
            collection, *volumes = bare.split()
            return f"aclanthology.org/{collection}-{volumes[0] + '.' if volumes and '.' in collection else ''.join(volumes)}"
        case "jmlr":
            return bare
    return bare.rstrip("/") + "/" if place.startswith("http") and str(year) in bare else ""


def _other_volume(address: str, edition: Edition) -> str:
    """What an address names where the edition's own places are of the same kind and others: another volume of PMLR, another DOI prefix."""
    for source in edition.lists:
        place = source.places[0].casefold()
        if source.name == "usenix" and (conference := USENIX_CONFERENCE.match(address)):
            return conference[1]
        if source.name == "jmlr" and (volume := JMLR_VOLUME.match(address)):
            return f"volume {volume[1]} of JMLR"
        if source.name == "pmlr" and (volume := MLR_VOLUME.search(address)):
            return f"volume {(volume[1] or volume[2])[1:]} of PMLR"
        # The volumes of a publisher have numbers of their own: 10.1145/3474085.3475361 is of the volume 10.1145/3474085.
        if source.name == "crossref" and place.startswith("10.") and address.startswith(place.partition("/")[0] + "/"):
            return f"the volume {address.rpartition('.')[0] or address}"
    return ""
