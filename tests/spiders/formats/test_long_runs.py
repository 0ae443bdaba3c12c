"""One sign again and again, of which a pattern must not be begun anew at every place: what takes the square of the time.

Found by 20,000 mutated answers for each parser (2026-11-30): each took 3 to 50 s of 60,000 signs.
"""

from collections.abc import Callable
from re import Pattern
from time import process_time

import pytest

from classifier.abbreviations import Abbreviations
from classifier.terms import terms
from spiders.formats import acl_anthology, crossref, cvf, jmlr, openreview, proceedings_app, sigops, usenix, virtual
from spiders.formats.names import AND, bibtex_names, readable_abstract
from spiders.formats.text import clean
from spiders.saved import author_lists, bibtex, csv_table

LONG = 60_000
CASES: dict[str, Callable[[], object]] = {
    "spaces in a name of BibTeX": lambda: AND.split("{M" + " " * LONG + "}"),
    "digits in an OpenReview id": lambda: openreview.PROFILE_SIGNS.sub("", "~On" + "1" * LONG + "x"),
    "digits for a number of papers": lambda: acl_anthology.COUNT.search("1" * LONG),
    "commas in a number of papers": lambda: proceedings_app.COUNT.search("1," * LONG),
    "tags of a list of papers that do not end": lambda: cvf.ENTRY.findall("<dt class" * LONG),
    "tags of a volume that do not end": lambda: jmlr.ENTRY.findall("<dt class" * LONG),
    "spaces before a JATS heading": lambda: crossref.JATS_TITLE.sub("", "<p>" + " " * LONG + "</p>"),
    "formulas that do not end": lambda: clean("<?MML <?CDATA <jats:tex-math><mml:math \\documentclass" * (LONG // 50)),
    "formulas side by side": lambda: clean("<tex-math></tex-math><mml:math>" * (LONG // 31)),
    "braces in an abstract of BibTeX": lambda: readable_abstract("{" * LONG),
    "commands in an abstract of BibTeX": lambda: readable_abstract("\\emph{" * (LONG // 6)),
    "apostrophes in a cell": lambda: csv_table.GUARDED.sub("", "'" * LONG, count=1),
    "spaces between authors of a cell": lambda: author_lists.AND.split("a" + " " * LONG + "b"),
    "spaces before a bracket": lambda: sigops.INNERMOST.sub("", "a" + " " * LONG + "b"),
    "brackets in brackets": lambda: sigops.names("a" + "(" * LONG + ")" * LONG),
    "spaces between names of a session": lambda: usenix.JOINED.split("a" + " " * LONG + "b"),
    "spaces between names of OpenReview": lambda: openreview.NAME_BREAK.split("a" + " " * LONG + "b"),
    "spaces between names of a virtual page": lambda: virtual.NAMES_APART.split("a" + " " * LONG + "b"),
    "spaces between organizers of a virtual page": lambda: virtual.NAMES_IN_TEXT.split("a" + " " * LONG + "b"),
    "spaces between keywords of BibTeX": lambda: bibtex.COMMA.sub(";", "a" + " " * LONG + "b"),
    "digits in an abstract": lambda: terms("1" * LONG),
    "hyphens in an abstract": lambda: terms("a-" * (LONG // 2)),
    "words of a compound": lambda: terms("-".join("of" * (LONG // 3)) + "-"),
    "brackets in an abstract": lambda: Abbreviations.learn(["(AB" * (LONG // 3)]),
    "spaces in a bracket": lambda: Abbreviations.learn(["(" + " " * LONG + "AB)"]),
    "underscores before a bracket": lambda: Abbreviations.learn([("_" * 40 + ",(AB)") * 1_000]),
    "words before a bracket": lambda: Abbreviations.learn([("a b " * 10 + ",(AB)") * 1_000]),
}


@pytest.mark.parametrize("read", CASES.values(), ids=CASES)
@pytest.mark.timeout(60)
def test_a_run_of_one_sign_is_read_in_no_time(read: Callable[[], object]) -> None:
    began = process_time()
    read()
    assert process_time() - began < 0.5


@pytest.mark.parametrize(
    ("parts", "sign"),
    [
        (openreview.NAME_BREAK, ","),
        (usenix.JOINED, ","),
        (usenix.JOINED, ";"),
        (virtual.NAMES_APART, "·"),
        (virtual.NAMES_IN_TEXT, ";"),
        (author_lists.AND, "&"),
        (bibtex.COMMA, ","),
    ],
)
def test_a_name_left_out_between_two_signs_leaves_no_sign_in_the_next(parts: Pattern[str], sign: str) -> None:
    assert parts.split(f"Jane Doe {sign} {sign} Bo Li") == ["Jane Doe", "", "Bo Li"]


def test_names_are_parted_as_before() -> None:
    assert bibtex_names("Doe, Jane  and  Ann Poe and {The  and  Group}") == ("Jane Doe", "Ann Poe", "The and Group")
    assert author_lists.authors_of("Jane Doe, Ann Poe, and Bo Li") == ("Jane Doe", "Ann Poe", "Bo Li")
    assert openreview.NAME_BREAK.split("Jane Doe , and Ann Poe and Bo Li") == ["Jane Doe", "Ann Poe", "Bo Li"]
    assert csv_table.GUARDED.sub("", "' =SUM(A1)", count=1) == " =SUM(A1)"
    assert {"3d", "scan", "gpt4", "12ab"} <= set(terms("A 3d scan of 2021 with gpt4 and 12ab"))
    assert "2021" not in terms("of 2021")
