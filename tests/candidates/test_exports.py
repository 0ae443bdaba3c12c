"""Exports read back in the programs they are for, and a spreadsheet runs nothing."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.cli import run
from candidates.exports import FORMATS, Record, citation_key, records, split_name, to_bibtex, to_csl_json, to_csv, to_jsonl, to_ris
from candidates.matching.titles import match_key
from candidates.queue.candidates import Candidate
from candidates.queue.decisions import decide
from candidates.store.database import Store
from spiders.editions import own_table
from spiders.formats.text import clean
from spiders.paper import Paper
from spiders.saved.recognise import read_saved
from spiders.steering import without_steering

TITLES = (
    "SpikeLM: Towards General Spike-Driven Language Modeling",
    "50% Less Energy & 100 µJ with {Braces}, #hash_tags, ~tilde, ^caret and back\\slash",
    "Costs of $5 and of $6",
    "Größe, ﬁne ligatures and ünïcode 脉冲",
)


def record(title: str = "A Title", authors: tuple[str, ...] = ("Ada Lovelace",), **given: object) -> Record:
    paper = Paper(title=title, venue="aaai", year=2025, authors=authors, **given)
    known = {"id": "aaai-1", "title": title, "authors": list(authors), "abstract": paper.abstract, "venue": "aaai", "year": 2025}
    shown = {"track": "", "url": paper.url, "doi": paper.doi, "state": "accepted", "score": 0.9, "category": "ANN2SNN", "flagged": True}
    rest = {"categories": [], "reasons": [], "decided_by": None, "decided_at": None, "in_list": False, "decision": 1}
    seen = Candidate(**known, **shown, **rest)
    return Record(seen, paper, "AAAI 2025")


def read_bibtex(text: str) -> bibtexparser.Library:
    return bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()])


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_reads_back_to_the_same_title(title: str) -> None:
    library = read_bibtex(to_bibtex([record(title)]))
    assert not library.failed_blocks
    # The circumflex comes back as the letter of its own that LaTeX prints.
    assert library.entries[0]["title"].replace("ˆ", "^") == title


def test_bibtex_of_a_lone_brace_stays_readable() -> None:
    text = to_bibtex([record("An unbalanced } brace")])
    assert "unbalanced \\textbraceright{} brace" in text
    assert match_key(read_bibtex(text).entries[0]["title"]) == "anunbalancedbrace"


def test_bibtex_of_a_brace_in_a_doi_stays_readable() -> None:
    library = bibtexparser.parse_string(to_bibtex([record(doi="10.1/a}b"), record("Another Title", doi="10.1/c")]))
    assert not library.failed_blocks
    assert [entry["doi"] for entry in library.entries] == ["10.1/a%7Db", "10.1/c"]


def test_bibtex_keeps_formulas_and_capitals() -> None:
    text = to_bibtex([record("SNNs in $\\mathcal{O}(n)$ by ANN2SNN")])
    assert "title = {{SNNs} in $\\mathcal{O}(n)$ by {ANN2SNN}}" in text


def test_bibtex_reads_back_to_the_same_authors() -> None:
    library = read_bibtex(to_bibtex([record(authors=("Ada Lovelace", "Vincent van Gogh", "Fang, Wei", "Plato", "Strunk and White"))]))
    names = [" ".join((*name.first, *name.von, *name.last)) for name in library.entries[0]["author"]]
    assert names == ["Ada Lovelace", "Vincent van Gogh", "Wei Fang", "Plato", "Strunk and White"]


def test_an_author_whose_name_holds_the_word_and_stays_one_author() -> None:
    text = to_bibtex([record(authors=("Rock and Roll Lab", "Ada Lovelace"))])
    [entry] = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()]).entries
    assert entry["author"] == ["{Lab, Rock and Roll}", "Lovelace, Ada"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30), min_size=1, max_size=4))
def test_bibtex_of_any_title_stays_readable_and_loses_no_entry(titles: list[str]) -> None:
    library = bibtexparser.parse_string(to_bibtex([record(title) for title in titles]))
    assert not library.failed_blocks
    assert len(library.entries) == len({entry.key for entry in library.entries}) == len(titles)


def test_keys_are_ascii_telling_and_unique() -> None:
    paper = Paper(title="The Spikformer", venue="iclr", year=2023, authors=("Zhaokun Größ",))
    assert citation_key(paper) == "gross2023spikformer"
    assert citation_key(paper, {"gross2023spikformer", "gross2023spikformer-2"}) == "gross2023spikformer-3"
    assert citation_key(Paper(title="脉冲", venue="iclr", year=2023)) == "anonymous2023"


@pytest.mark.parametrize("title", TITLES)
def test_ris_reads_back(title: str) -> None:
    made = to_ris([record(title, abstract="One line.\nER  - \nAnother.", url="https://example.org/1", doi="10.1/x", keywords=("a", "b"))])
    (entry,) = rispy.loads(made)
    assert entry["title"] == title
    assert entry["authors"] == ["Lovelace, Ada"]
    assert entry["abstract"] == "One line. ER - Another."
    assert (entry["year"], entry["doi"], entry["urls"], entry["keywords"]) == ("2025", "10.1/x", ["https://example.org/1"], ["a", "b"])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://["])
def test_no_export_has_an_address_that_leads_elsewhere_than_to_the_web(url: str) -> None:
    one = record(url=url)
    assert not any(url in text for text in (to_bibtex([one]), to_ris([one]), to_csl_json([one])))


def test_csl_json_has_the_names_and_the_year_where_processors_look() -> None:
    (item,) = json.loads(to_csl_json([record(authors=("Ada Lovelace", "Plato"))]))
    assert item["author"] == [{"family": "Lovelace", "given": "Ada"}, {"literal": "Plato"}]
    assert item["issued"] == {"date-parts": [[2025]]}
    assert (item["type"], item["container-title"]) == ("paper-conference", "AAAI 2025")
    assert "DOI" not in item, "what is not known is left out"


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_of_the_csv_begins_a_formula_and_nothing_is_lost(title: str, author: str) -> None:
    _, row = csv.reader(io.StringIO(to_csv([record(title, (author,))]), newline=""))
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    # Nothing but the signs that are not seen and steer what shows the table.
    for cell, text in ((row[1], without_steering(title)), (row[2], without_steering(author))):
        assert cell in (text, f"'{text}")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", " =1"])
def test_a_title_that_is_a_formula_becomes_text(name: str) -> None:
    _, row = csv.reader(io.StringIO(to_csv([record(name)]), newline=""))
    assert row[1] == f"'{name}"


def test_json_lines_have_the_shape_of_papers() -> None:
    row = json.loads(to_jsonl([record(origins={"title": "ojs"})]))
    assert list(row) == ["id", "title", "authors", "abstract", "venue", "year", "track", "url", "doi", "keywords", "sources"]
    assert row["sources"] == {"title": "ojs"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", ("Lovelace", "Ada")),
        ("Lovelace, Ada", ("Lovelace", "Ada")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("Plato", ("Plato", "")),
        ("", ("", "")),
    ],
)
def test_names_are_split_as_people_write_them(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


def test_every_format_of_an_empty_set_is_valid() -> None:
    assert json.loads(FORMATS["csl-json"]([])) == []
    assert FORMATS["jsonl"]([]) == ""
    assert len(FORMATS["csv"]([]).splitlines()) == 1


def test_export_takes_what_was_decided_to_belong(
    store: Store, add_paper: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("# Papers\n\n## ANN2SNN\n\n- X and Y\n", encoding="utf-8")
    for paper_id in ("a", "b"):
        add_paper(paper_id, score=0.9, keywords=["spike"])
    decide(store, "a", "accepted", who="ada")
    assert [each.paper.keywords for each in records(store, ["accepted"])] == [("spike",)]
    assert run(["export", "jsonl"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["id"] == "a"
    assert run(["export", "bibtex", "--state", "pending", "-o", "pending.bib"]) == 0
    assert match_key(read_bibtex((tmp_path / "pending.bib").read_text(encoding="utf-8")).entries[0]["title"]) == "paperb"
    assert run(["export", "word"]) == 2


GIVEN_NAMES = st.sampled_from(["Ada", "Jan", "Ségolène", "Li-Wei", "Ana María", "J. K."])
FAMILY_NAMES = st.sampled_from(["Lovelace", "van der Velde", "Ngô", "O'Brien", "de la Cruz", "Stone Jr.", "Müller-Lüdenscheidt"])
PEOPLE = st.one_of(st.builds(lambda given, family: f"{given} {family}", GIVEN_NAMES, FAMILY_NAMES), st.just("Madonna"))
WORDS_OF_TITLES = st.sampled_from(
    [
        "Spikes",
        "SpikeLM:",
        "a",
        "{Braces}",
        "O(n^2)",
        "<10%",
        "&",
        "$5",
        "=SUM(A1)",
        "-1",
        "'quoted'",
        "50%",
        "脉冲",
        "#tag",
        "back\\slash",
        "“so”",
    ]
)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None)  # the converter of LaTeX is loaded at first use
@given(
    st.lists(st.tuples(st.lists(WORDS_OF_TITLES, min_size=1, max_size=6), st.lists(PEOPLE, min_size=1, max_size=4)), min_size=1, max_size=3)
)
def test_what_is_exported_is_imported_as_it_was(form: str, papers: list[tuple[list[str], list[str]]]) -> None:
    given_papers = [(f"Paper {number} {' '.join(words)}", tuple(names)) for number, (words, names) in enumerate(papers)]
    text = FORMATS[form]([record(title, names, doi=f"10.1609/aaai.v39i1.{n}") for n, (title, names) in enumerate(given_papers)])
    listing = read_saved(text.encode(), edition=own_table().edition("aaai-2025"))
    assert [(match_key(paper.title), paper.authors) for paper in listing.papers] == [
        (match_key(title), names) for title, names in given_papers
    ]
    assert [paper.doi for paper in listing.papers] == [f"10.1609/aaai.v39i1.{n}" for n in range(len(papers))]
    assert not listing.spoilt


@pytest.mark.parametrize("title", ["=SUM(A1)", "\u200b=SUM(A1)", "＝SUM(A1)", "'=SUM(A1)", "\ufeff@x"])
def test_a_cell_that_hides_its_formula_is_text_and_is_read_as_it_was(title: str) -> None:
    text = to_csv([record(title)])
    assert next(csv.DictReader(io.StringIO(text)))["title"] == f"'{title}"
    assert read_saved(text.encode(), edition=own_table().edition("aaai-2025")).papers[0].title == clean(title)


def test_a_formula_that_would_make_tex_read_files_is_written_as_text() -> None:
    assert "\\input" not in to_bibtex([record(r"Spikes $\input{/etc/passwd}$ and $\alpha$")])
    assert r"$\alpha$" in to_bibtex([record(r"Spikes and $\alpha$")])


def test_ris_begins_with_its_first_tag() -> None:
    assert to_ris([record()]).startswith("TY  - CPAPER")
