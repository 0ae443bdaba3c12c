"""Laws of the proceedings' parsers: what went in comes out, in any order and with any letters."""

import csv
import io
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import answered

from spiders.editions import Edition
from spiders.formats import crossref, dblp, openalex, pmlr, proceedings_app
from spiders.formats.names import bibtex_names, comma_names, readable, rebraced, spoken, unbraced
from spiders.formats.text import clean, clean_doi
from spiders.saved import csv_table, json_lists

# Words as titles and abstracts have them, with all that PMLR leaves unescaped; no line breaks and no mark-up.
WORDS = st.lists(
    st.one_of(
        st.text("abcXYZäßŽ学λ", min_size=1, max_size=8),
        st.sampled_from(["100%", "@", "{", "}", "$n_{1}<m$", "#1:", "N<Nr", "'tis", '"so"', "&", "a=b", "\\alpha", "-", "title:"]),
    ),
    min_size=5,
    max_size=30,
).map(" ".join)
NAMES = st.text("abcdefgXYZäßŽéö'-", min_size=1, max_size=10).filter(
    lambda name: name.strip("'-") and name.lower() not in ("and", "others")
)
FULL_NAMES = st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6, unique=True)


@given(FULL_NAMES)
def test_names_come_out_in_order_as_they_are_spoken(people: list[tuple[str, str]]) -> None:
    spoken = tuple(f"{first} {last}" for first, last in people)
    assert bibtex_names(" and ".join(f"{last}, {first}" for first, last in people)) == spoken
    assert bibtex_names(" and ".join(spoken)) == spoken
    assert comma_names(", ".join(spoken)) == spoken


@given(WORDS)
def test_braces_are_taken_off_once_and_for_all(text: str) -> None:
    assert unbraced(unbraced(text)) == unbraced(text)
    assert clean(readable(text)) == readable(text)


@given(st.lists(st.tuples(WORDS, FULL_NAMES), min_size=1, max_size=4))
def test_a_volume_survives_whatever_its_abstracts_hold(papers: list[tuple[str, list[tuple[str, str]]]]) -> None:
    entries = [
        f"@InProceedings{{pmlr-v1-key{number},\n  title = \t {{Paper {number}}},\n  author =       "
        f"{{{' and '.join(f'{last}, {first}' for first, last in people)}}},\n  url = \t {{https://example.org/{number}}},\n"
        f"  abstract = \t {{{abstract}}}\n}}\n"
        for number, (abstract, people) in enumerate(papers)
    ]
    listing = pmlr.bibliography(answered("\n\n\n".join(entries).encode()), Edition("icml", 2025, lists=(), abstracts=()))
    assert [paper.title for paper in listing.papers] == [f"Paper {number}" for number in range(len(papers))]
    for paper, (abstract, people) in zip(listing.papers, papers, strict=True):
        assert paper.authors == tuple(f"{first} {last}" for first, last in people)
        assert (paper.abstract or clean(abstract)) == clean(abstract)
        assert paper.url == f"https://example.org/{paper.title.split()[1]}"


@given(WORDS)
def test_an_inverted_abstract_is_put_together_again(text: str) -> None:
    text = "This abstract has words: " + " ".join(word for word in text.split() if clean(word) == word)
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        index.setdefault(word, []).append(place)
    work = {"doi": "https://doi.org/10.1145/1.2", "abstract_inverted_index": dict(sorted(index.items()))}
    assert openalex.abstracts(answered(json.dumps({"results": [work]}).encode())).by_doi == {"10.1145/1.2": clean(text)}


@given(FULL_NAMES, st.randoms(use_true_random=False))
def test_rows_of_dblp_may_come_in_any_order(people: list[tuple[str, str]], chance: random.Random) -> None:
    cell = lambda value: {"type": "literal", "value": value}  # noqa: E731 - shorter than a function of its own
    rows = [
        {"paper": cell("https://dblp.org/rec/1"), "title": cell("Spikes."), "ord": cell(str(order)), "name": cell(f"{first} {last} 0001")}
        for order, (first, last) in enumerate(people, 1)
    ]
    chance.shuffle(rows)
    listing = dblp.sparql(answered(json.dumps({"results": {"bindings": rows}}).encode()), Edition("mm", 2025, lists=(), abstracts=()))
    assert [paper.authors for paper in listing.papers] == [tuple(f"{first} {last}" for first, last in people)]


@given(
    st.lists(WORDS.filter(lambda words: bool(clean(words))), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.permutations(["title", "authors", "abstract", "doi"]),
)
def test_a_table_is_read_whatever_its_delimiter_and_the_order_of_its_columns(titles: list[str], mark: str, columns: list[str]) -> None:
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, delimiter=mark)
    writer.writeheader()
    writer.writerows({"title": title, "authors": "López, Ana; Ek, Bo", "abstract": title * 5, "doi": "10.1145/1.2"} for title in titles)
    papers = [each.paper for each in csv_table.rows(answered(table.getvalue().encode()), Edition("mm", 2025, lists=(), abstracts=())).found]
    assert [paper.title for paper in papers] == [clean(title) for title in titles]
    assert {(paper.authors, paper.doi) for paper in papers} == {(("Ana López", "Bo Ek"), "10.1145/1.2")}


@given(st.lists(st.tuples(WORDS.filter(lambda words: bool(clean(words))), FULL_NAMES), min_size=1, max_size=4))
def test_records_are_the_same_as_an_array_and_a_line_each(papers: list[tuple[str, list[tuple[str, str]]]]) -> None:
    rows = [{"title": title, "authors": [f"{first} {last}" for first, last in people]} for title, people in papers]
    array = json_lists.papers(answered(json.dumps(rows).encode()), Edition("mm", 2025, lists=(), abstracts=()))
    lines = json_lists.papers(answered("\n".join(map(json.dumps, rows)).encode()), Edition("mm", 2025, lists=(), abstracts=()))
    assert array == lines
    assert [each.paper.title for each in array.found] == [clean(title) for title, _ in papers]


@given(st.sampled_from(["Conference", "Datasets_and_Benchmarks", "Datasets_and_Benchmarks_Track", "round1", "Position_Paper_Track", ""]))
def test_a_track_is_the_same_by_the_address_of_the_page_and_of_the_file(ending: str) -> None:
    name = f"{'0' * 32}-Abstract{'-' + ending if ending else ''}.html"
    page = f"https://proceedings.neurips.cc/paper_files/paper/2024/hash/{name}"
    file = page.replace("/hash/", "/file/").replace("-Abstract", "-Paper").replace(".html", ".pdf")
    assert proceedings_app.track_of(page) == proceedings_app.track_of(file) != ""


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        (r"Hamming Attention and $\mathcalO(T)$ Complexity", r"Hamming Attention and $\mathcal{O}(T)$ Complexity"),
        (r"$\mathcalW_2$-Distance", r"$\mathcal{W}_2$-Distance"),
        (r"$\mathcal{O}(n)$ and $\mathbf x$", r"$\mathcal{O}(n)$ and $\mathbf x$"),
    ],
)
def test_mathematics_that_lost_its_braces_gets_them_back(title: str, mended: str) -> None:
    assert rebraced(title) == mended


def test_a_work_of_crossref_whose_type_is_no_word_is_still_read() -> None:
    work = {"DOI": "10.1145/3746027.1", "title": ["Spiking"], "type": {"name": "proceedings-article"}}
    answer = {"status": "ok", "message-type": "work-list", "message": {"items": [work], "total-results": 1}}
    listing = crossref.works(
        answered(json.dumps(answer).encode()), Edition("mm", 2025, lists=(), abstracts=()), volume="10.1145/3746027", rows=1000
    )
    assert [paper.title for paper in listing.papers] == ["Spiking"]


def test_a_doi_holds_no_control_character() -> None:
    assert clean_doi("https://doi.org/10.1145/37460\x0127.\x7f\x80\u202e1") == "10.1145/3746027.1"


def test_signs_of_notes_are_no_part_of_a_name() -> None:
    assert comma_names("Ada Quill*, Bo River Jr.\u2020*, Cy Stone\u00b9\u00b2") == ("Ada Quill", "Bo River Jr.", "Cy Stone")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Quill, Bo River and Cy Stone", ("Ada Quill", "Bo River", "Cy Stone")),
        ("Ada Quill, Bo River, and Cy Stone", ("Ada Quill", "Bo River", "Cy Stone")),
        ("Andy Band, Sandra Anders", ("Andy Band", "Sandra Anders")),
    ],
)
def test_names_in_one_text_are_parted_by_commas_and_by_and(text: str, people: tuple[str, ...]) -> None:
    assert comma_names(text) == people


def test_what_only_says_where_a_word_may_be_parted_parts_none() -> None:
    assert clean("Neu\u00adro\u200bmor\u2060phic Spikes") == "Neuromorphic Spikes"


@pytest.mark.parametrize(
    ("text", "doi"),
    [("(doi:10.1007/978-3-031-1_2)", "10.1007/978-3-031-1_2"), ("https://doi.org/10.1016/S0140-6736(20)3", "10.1016/s0140-6736(20)3")],
)
def test_a_bracket_around_a_doi_is_no_part_of_it(text: str, doi: str) -> None:
    assert clean_doi(text) == doi


def test_latex_in_a_name_is_read_as_the_letters_that_it_stands_for() -> None:
    assert [spoken(name) for name in ('Jian L\\"{u}', 'Chlo{\\"e} Brown', "Ada O'Quill")] == ["Jian Lü", "Chloë Brown", "Ada O'Quill"]
