"""What publishers deposit at Crossref as an abstract or a title, as people read it."""

import json

import pytest

from spiders.editions import Edition
from spiders.formats import crossref
from spiders.formats.text import clean_abstract
from spiders.guard import Answer
from spiders.paper import Paper

# As Springer deposits them.
DOCUMENT = (
    r"<jats:tex-math>\documentclass[12pt]{minimal} \usepackage{amsmath} \setlength{\oddsidemargin}{-69pt}"
    r" \begin{document}$$\alpha$$\end{document}</jats:tex-math>"
)
MATHML = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>α</mml:mi></mml:math>'


def read(**fields: object) -> Paper:
    work = {"DOI": "10.1088/2634-4386/abc123", "title": ["Seeing With Spikes"], "type": "journal-article", **fields}
    answer = {"status": "ok", "message": {"total-results": 1, "items": [work]}}
    body = json.dumps(answer).encode()
    listing = crossref.works(
        Answer(url="", status=200, body=body), Edition("nce", 2024, lists=(), abstracts=()), volume="10.1088/2634-4386/", rows=1000
    )
    return listing.papers[0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"<jats:tex-math><?CDATA $\alpha$?></jats:tex-math><?MML <mml:math><mml:mi>α</mml:mi></mml:math>?>", r"$\alpha$"),
        (rf"<jats:tex-math><?CDATA $\alpha$?></jats:tex-math> {MATHML}<jats:inline-graphic xlink:href='a.gif'/>", r"$\alpha$"),
        (f"<jats:alternatives>{DOCUMENT}{MATHML}</jats:alternatives>", r"$\alpha$"),
        (r"<jats:tex-math>$$\alpha$$</jats:tex-math>", r"$\alpha$"),
        (
            f'<tex-math notation="LaTeX">$\\alpha$</tex-math><alternatives>{MATHML}<inline-graphic xlink:href="x.gif"/></alternatives>',
            r"$\alpha$",
        ),
        ('<tex-math notation="LaTeX">$\\alpha$</tex-math>', r"$\alpha$"),
        ("<math><mrow><mi>α</mi></mrow></math>", "α"),
        (MATHML, "α"),
    ],
)
def test_a_formula_that_stands_in_several_ways_is_read_once(formula: str, expected: str) -> None:
    given = f"<jats:p>Firing rates of <jats:inline-formula>{formula}</jats:inline-formula> and no more.</jats:p>"
    paper = read(abstract=given, title=[f"At <jats:inline-formula>{formula}</jats:inline-formula> Hertz"])
    assert paper.abstract == f"Firing rates of {expected} and no more."
    assert paper.title == f"At {expected} Hertz"


def test_an_index_gives_abstracts_of_ieee_with_their_formulas() -> None:
    formula = r'<inline-formula> <tex-math notation="LaTeX">$150\times $ </tex-math></inline-formula>'
    given = f'Up to {formula} faster than <xref rid="ref1">[1]</xref>.'
    assert clean_abstract(given) == r"Up to $150\times $ faster than [1]."


def test_headings_of_abstracts_and_of_their_sections_are_no_part_of_them() -> None:
    given = "<jats:sec><jats:title>Background</jats:title><jats:p>Neurons fire.</jats:p></jats:sec><jats:p>They rest as well.</jats:p>"
    assert read(abstract=given).abstract == "Neurons fire. They rest as well."


@pytest.mark.parametrize("heading", ["Abstract. ", "Abstract: ", "ABSTRACT—", "Abstract - ", "abstract.", ""])
def test_an_abstract_is_kept_without_its_own_heading(heading: str) -> None:
    assert clean_abstract(f"<p>{heading}Deep networks fire at every layer.</p>") == "Deep networks fire at every layer."


@pytest.mark.parametrize("begins", ["Abstract Meaning Representation", "Abstract-level reasoning", "Abstractive summaries"])
def test_a_sentence_that_begins_with_the_word_is_no_heading(begins: str) -> None:
    assert clean_abstract(f"{begins} is what we study here.") == f"{begins} is what we study here."
