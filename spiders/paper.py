"""The one record that every part hands on: a paper as its proceedings publish it.

Imports nothing of the project; needs no third-party package, so that any command may import it at no cost.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# The fields that sources may complete from one another; `origins` names for each the source it came from.
COMPLETED_FIELDS = ("title", "authors", "abstract", "track", "url", "pdf", "doi", "forum", "keywords")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of one edition (venue and year).

    Text fields are clean: entities, mark-up and white space are resolved by the parser that made the record; `$…$` stays.
    An unknown field is empty ("" or ()), an unknown abstract None. `doi` is bare and lower-case ("10.1609/aaai.v39i1.31974"),
    `forum` an OpenReview forum id, `url` the page of the paper, `origins` maps a field's name to the source that gave it.
    """

    title: str
    venue: str
    year: int
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    track: str = ""
    url: str = ""
    pdf: str = ""
    doi: str = ""
    forum: str = ""
    keywords: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def edition(self) -> str:
        """The edition as people type it: "aaai-2025"."""
        return f"{self.venue}-{self.year}"

    @property
    def key(self) -> str:
        """See `title_key`."""
        return title_key(self.title)

    @property
    def has_own_page(self) -> bool:
        """Whether its address is that of a page, and not a DOI or forum id once more ("https://doi.org/10.24963/ijcai.2021/658")."""
        return bool(self.url) and not self.url.lower().endswith(tuple(mark.lower() for mark in (self.doi, self.forum) if mark))


MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
NOT_LETTERS = re.compile(r"[\W_]+")
# Letters that Unicode does not take for another with a mark.
STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
LATEX_COMMAND = re.compile(r"\\(?:mathcal|mathbb|mathbf|mathrm|mathit|mathsf|boldsymbol|textit|textbf|texttt|text|emph|bf|it|rm|cal)\b")


def title_key(title: str) -> str:
    """The letters and digits of a title, so that spelling, case and punctuation do not tell two copies of it apart.

    Idempotent: `title_key(title_key(t)) == title_key(t)`. Empty for a title without letters or digits.
    """
    text = LATEX_COMMAND.sub("", MARKUP.sub("", html.unescape(html.unescape(title))))
    key = NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKC", key.casefold()))


def author_key(name: str) -> str:
    """First and last word of a name, so that order, case, accents and middle names do not tell two spellings of a person apart.

    "Fang, Wei" and "Wei Fáng" are one, "David B. Roe" and "David Roe" too; two people of one name are one as well. Empty without letters.
    """
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    words = NOT_LETTERS.sub(" ", ordered.lower() if ordered.isascii() else _folded(ordered)).split()
    words = [word for word in words if word not in GENERATIONS] or words
    return " ".join(sorted({words[0], words[-1]})) if words else ""


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    # Accents, and the vowels of Indic and Thai scripts, which would else part a word.
    return "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M")).translate(STROKED)


def with_origins(paper: Paper, source: str) -> Paper:
    """The paper, each of its filled fields marked with the source it came from."""
    return replace(paper, origins={name: source for name in COMPLETED_FIELDS if getattr(paper, name)})
