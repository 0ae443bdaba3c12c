"""Files as people have them: authors in one text, encodings, and the exports of other programs."""

import gzip
import json

import pytest

from spiders.editions import own_table
from spiders.formats.listing import FormatError
from spiders.paper import Paper
from spiders.saved.author_lists import authors_of, parted, separator_of
from spiders.saved.bibtex import with_symbols
from spiders.saved.columns import words_of
from spiders.saved.encoding import as_utf8
from spiders.saved.recognise import read_saved

TWO = ("Mira Halvorsen", "Teo Okonjo")


def read(body: bytes | str, edition: str = "icml-2023") -> list[Paper]:
    return list(read_saved(body.encode() if isinstance(body, str) else body, edition=own_table().edition(edition)).papers)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Mira Halvorsen;Teo Okonjo", TWO),
        ("Halvorsen, Mira; Okonjo, Teo", TWO),
        ("Mira Halvorsen|Teo Okonjo", TWO),
        ("Mira Halvorsen, Teo Okonjo", TWO),
        ("Halvorsen, Mira and Okonjo, Teo", TWO),
        ("Mira Halvorsen and Teo Okonjo", TWO),
        ("Mira Halvorsen ⋅ Teo Okonjo", TWO),
        ("['Mira Halvorsen', 'Teo Okonjo']", TWO),
        ("Halvorsen, Mira (57204567890); Okonjo, Teo (5720)", TWO),
        ("Kogge, Peter", ("Peter Kogge",)),
        ("Kogge, Peter M.", ("Peter M. Kogge",)),
        ("van der Velde, Jan", ("Jan van der Velde",)),
        ("Kogge, Peter (57204567890)", ("Peter Kogge",)),
        ("Kogge, Peter, Doe, Jane", ("Peter Kogge", "Jane Doe")),
        ("Robert Stone, Jr., Jane Doe", ("Robert Stone, Jr.", "Jane Doe")),
        ("Madonna", ("Madonna",)),
        ("", ()),
    ],
)
def test_authors_in_one_text_are_parted_and_turned(text: str, people: tuple[str, ...]) -> None:
    assert authors_of(text) == people


def test_a_column_tells_how_its_names_are_parted() -> None:
    assert separator_of(["Doe, Jane", "Doe, Jane; Roe, John"]) == ";"
    assert separator_of(["Jane Doe", "Jane Doe|John Roe"]) == "|"
    assert authors_of("Martin Luther, Anna Maria", ";") == ("Anna Maria Martin Luther",)


def test_names_that_springer_joins_are_parted() -> None:
    assert parted("Jane DoeJohn McDonaldAna de la Cruz") == ("Jane Doe", "John McDonald", "Ana de la Cruz")


def test_keywords_are_cleaned_of_how_programs_print_lists() -> None:
    assert words_of("[]") == ()
    assert words_of("['A', 'B c']") == ("A", "B c")
    assert words_of("one; two|three") == ("one", "two", "three")
    assert words_of("one,two") == ("one", "two")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_table_is_read_in_any_encoding_and_packed(charset: str) -> None:
    table = "Title,Authors\nÜber Lanterns,Ségolène Ngô\n".encode(charset)
    for body in (table, gzip.compress(table)):
        (paper,) = read(body)
        assert (paper.title, paper.authors) == ("Über Lanterns", ("Ségolène Ngô",))


def test_bytes_of_no_known_encoding_are_refused_and_not_guessed() -> None:
    with pytest.raises(FormatError, match="neither UTF-8, UTF-16 nor Latin-1"):
        as_utf8("Title\n脉冲神经网络的学习\n".encode("gb18030"))
    with pytest.raises(FormatError, match="ends in the middle"):
        as_utf8(gzip.compress(b"title\n" * 1000)[:-20])
    with pytest.raises(FormatError, match="larger than"):
        as_utf8(gzip.compress(b"\0" * 100_000_001))


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (r"{\unicode{119977}}-WL", "{\U0001d4a9}-WL"),
        (r"S\({}^{\mbox{2}}\)NN", "S$^{2}$NN"),
        (r"on {\(\mathbb{R}\)}\({}^{\mbox{d}}\)", r"on $\mathbb{R}^{d}$"),
        (r"\(\alpha\)-Stable", r"$\alpha$-Stable"),
        ("plain", "plain"),
    ],
)
def test_what_dblp_writes_for_symbols_is_read(given: str, title: str) -> None:
    assert with_symbols(given) == title


IEEE = (
    '"Document Title",Authors,"Author Affiliations","Publication Title",Date Added To Xplore,"Publication Year","Abstract","ISBNs","DOI",'
    'PDF Link,"Author Keywords"\n"Lanterns","M. Halvorsen; T. Okonjo","U; U","2021 IEEE/CVF Conference on Computer Vision and Pattern '
    'Recognition (CVPR)","1 Nov 2021","2021","","978-1-6654-4509-2","10.1109/CVPR46437.2021.00001","https://ieeexplore.ieee.org/1","a;b"\n'
)
SCOPUS = (
    "\ufeffAuthors,Author full names,Author(s) ID,Title,Year,Source title,Volume,DOI,Link,Abstract,Author Keywords,Document Type\n"
    '"Halvorsen M.; Okonjo T.","Halvorsen, Mira (5720); Okonjo, Teo (5721)","5720; 5721",Lanterns,2021,"MM 2021 - Proceedings of the 29th '
    'ACM International Conference on Multimedia",,10.1145/3474085.1,https://www.scopus.com/inward/record.uri?eid=2,"An invented abstract.",'
    "a; b,Conference paper\n"
)
SPRINGER = (
    "Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,URL,Content Type\n"
    "Lanterns,Computer Vision – ECCV 2020,Lecture Notes in Computer Science,,,10.1007/978-3-030-1_1,Mira HalvorsenTeo Okonjo,2020,http://x,Chapter\n"
)
WEB_OF_SCIENCE = (
    "PT\tAU\tAF\tTI\tSO\tDE\tAB\tPY\tDI\nC\tHalvorsen, M; Okonjo, T\tHalvorsen, Mira; Okonjo, Teo\tLanterns\tINTERNATIONAL CONFERENCE ON "
    "MACHINE LEARNING, VOL 202\ta; b\tAn invented abstract of lanterns.\t2023\t\n"
)


def test_the_web_of_science_and_scopus_give_full_names() -> None:
    (paper,) = read(WEB_OF_SCIENCE)
    assert (paper.title, paper.authors, paper.keywords) == ("Lanterns", TWO, ("a", "b"))
    (paper,) = read(SCOPUS, "mm-2021")
    assert (paper.authors, paper.url, paper.doi) == (TWO, "https://doi.org/10.1145/3474085.1", "10.1145/3474085.1")


def test_exports_of_other_venues_are_refused_by_the_names_in_their_columns() -> None:
    for export in (IEEE, SPRINGER, SCOPUS):
        with pytest.raises(FormatError, match="Row 1 is of "):
            read(export, "icml-2021")


def test_ris_of_zotero_and_of_scopus_is_read() -> None:
    record = "TY  - CONF\nTI  - Lanterns\nAU  - Halvorsen, Mira\nAU  - Okonjo, Teo\n{}PY  - 2021\nKW  - a\nKW  - b\nER  -{}\n\n"
    zotero = record.format(
        "T2  - Proceedings of the 38th International Conference on Machine Learning\nUR  - https://proceedings.mlr.press/v139/a.html\n", " "
    )
    scopus = record.format(
        "T2  - MM 2021 - Proceedings of the 29th ACM International Conference on Multimedia\nDO  - 10.1145/3474085.1\n", ""
    )
    for body, edition in ((zotero, "icml-2021"), ("\ufeff" + scopus * 2, "mm-2021"), (f"1.\n{zotero}2.\n{zotero}", "icml-2021")):
        papers = read(body, edition)
        assert {(paper.title, paper.authors, paper.keywords) for paper in papers} == {("Lanterns", TWO, ("a", "b"))}
    kdd = record.format("T2  - Proceedings of the 27th ACM SIGKDD Conference on Knowledge Discovery and Data Mining\n", "")
    for foreign in (scopus, kdd):
        with pytest.raises(FormatError, match=r"Record 1 is of “.*”, not of icml-2021"):
            read(foreign, "icml-2021")


LANTERNS = {"title": "Lanterns", "authors": ["Mira Halvorsen", "Teo Okonjo"]}


@pytest.mark.parametrize(
    "value",
    [
        [LANTERNS],
        {"papers": [LANTERNS], "count": 1},
        {"anything": {"2023": [LANTERNS]}},
        {"conference": "ICML", "year": 2023, "rows": [LANTERNS]},
        {"abc": LANTERNS},
        {"status": "ok", "data": [LANTERNS]},
        [{"paper_title": "Lanterns", "author": "Mira Halvorsen;Teo Okonjo"}],
        [{"id": "a", "content": {"title": "Lanterns", "authors": list(TWO), "keywords": ["a"]}}],
        [{"content": {"title": {"value": "Lanterns"}, "authors": {"value": list(TWO)}}}],
        [{"title": "Lanterns", "author": [{"family": "Halvorsen", "given": "Mira"}, {"literal": "Teo Okonjo"}]}],
        [{"title": "Lanterns", "authors": [{"name": "Mira Halvorsen", "affiliation": "U"}, {"fullname": "Teo Okonjo"}]}],
        [{"name": "Lanterns", "type": "Poster", "speakers/authors": "Mira Halvorsen, Teo Okonjo"}],
    ],
)
def test_a_list_is_found_under_any_key(value: object) -> None:
    (paper,) = read(json.dumps(value))
    assert (paper.title, paper.authors) == ("Lanterns", TWO)


def test_what_wraps_a_list_says_of_what_it_is() -> None:
    with pytest.raises(FormatError, match="Record 1 is of “CHI”"):
        read(json.dumps({"conference": "CHI", "year": 2023, "rows": [LANTERNS]}))
    with pytest.raises(FormatError, match="is of 2021"):
        read(json.dumps({"year": 2021, "rows": [LANTERNS]}))


def test_a_forum_is_told_by_the_address_of_its_pdf_too() -> None:
    (paper,) = read("@inproceedings{a, title={Lanterns}, url={https://openreview.net/pdf?id=5cAI0qXxyv}}")
    assert paper.forum == "5cAI0qXxyv"


def test_a_table_of_more_rows_than_any_edition_has_papers_is_refused() -> None:
    """80,000 rows of nothing took 1.5 s (2026-11-30)."""
    with pytest.raises(FormatError, match="more than 40,000 rows"):
        read("Title,Authors\n" + "A,B\n" * 40_001)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"A user{'}s {``}spikes{''} fire in {O}cto{T}ools at 5{\%} and 6\%.", "A user's “spikes” fire in OctoTools at 5% and 6%."),
        (r"The {\'e}l{\`e}ves of \textit{{LLM}s} \& many more.", "The élèves of LLMs & many more."),
        (
            r"{\textquotedblleft}So{\textquotedblright} they say, {\textasciitilde}5 of $\mathcal{O}(n)$ at \$6.",
            r"“So” they say, ~5 of $\mathcal{O}(n)$ at $6.",
        ),
        (r"{0,1}, $\{0,1\}^{n}$ and \mathcal{O}(n) are left alone.", r"{0,1}, $\{0,1\}^{n}$ and \mathcal{O}(n) are left alone."),
    ],
)
def test_an_abstract_of_bibtex_is_read_as_people_read_it(written: str, read_as: str) -> None:
    entry = f"@inproceedings{{x, title={{Spikes}}, author={{Doe, Jane}}, abstract = {{{written}}}}}"
    assert [paper.abstract for paper in read(entry)] == [read_as]
