"""Matching: one paper is known by its ids and its title in any spelling, two papers are never made one."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from own_venues import read_list

from candidates.matching.like_titles import LikeTitles
from candidates.matching.paper_ids import doi_in, page_address
from candidates.matching.same_paper import Matcher, PaperRef, same_paper, same_record
from candidates.matching.titles import is_misprint, match_key, numbers
from candidates.reading_list.listed_paper import ref_of
from spiders.addresses import forum_in
from spiders.mojibake import mend

SCALE = "Multi-Scale Dynamic Coding Improved Spiking Actor Network for Reinforcement Learning"


def paper(title: str, **facts: object) -> PaperRef:
    return PaperRef(id=str(facts.pop("id", "p1")), title=title, **facts)  # type: ignore[arg-type]  # the tests name the fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("spiking convolutional neural networks", "Spiking Convolutional Neural Networks"),
        ("Towards Early-Exit Neural Networks", "Towards Early Exit Neural Networks."),
        ("Spatial–Temporal Self‐Attention", "Spatial-Temporal Self-Attention"),
        ("Energy-Efï¬cient 3D PointÂ\xa0Cloud Classiï¬cation", "Energy-Efficient 3D Point Cloud Classification"),
        ("Energy-Eﬃcient Spikes", "Energy-Efficient Spikes"),
        ("With $\\mathcal{O}$(L) Memory", "With O(L) Memory"),
        ("$\\alpha$-Rényi Spikes \\& Dendrites", "Alpha-Renyi Spikes and Dendrites"),
        ("α-Spikes: λ and ϵ", "alpha-spikes - lambda and epsilon"),
        ("S$^2$NN: Sub-bit Networks", "S2NN: Sub-bit Networks"),
        ("Spikes &amp; <i>Dendrites</i>", "Spikes & Dendrites"),
        ("Caf\\'e Spikes", "Café Spikes"),
        ("Spikes cameras' action recognition", "Spikes cameras’action recognition"),
    ],
)
def test_spelling_does_not_make_two_papers(one: str, other: str) -> None:
    verdict = same_paper(paper(one, id="a"), paper(other, id="b"))
    assert verdict.same is True
    assert verdict.reason == "the same title"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Learning in Spiking Networks, Part I", "Learning in Spiking Networks, Part II"),
        ("Learning in Spiking Networks, Part One", "Learning in Spiking Networks, Part Two"),
        ("Meta Spiking Transformer for Vision", "Meta Spiking Transformer v2 for Vision"),
        ("Model AI Assignments 2023", "Model AI Assignments 2025"),
        ("Efficient Conversion for 2D Object Classification", "Efficient Conversion for 3D Object Classification"),
        ("Optimal Conversion of the ANN to Low Latency", "Some Other Conversion of an SNN to Low Latency"),
        ("Q-SNNs: Quantized Spiking Neural Networks", "QP-SNN: Quantized and Pruned Spiking Neural Networks"),
    ],
)
def test_series_and_lookalikes_stay_two(one: str, other: str) -> None:
    assert same_paper(paper(one, id="a"), paper(other, id="b")).same is False


def test_two_methods_of_one_description_are_two_papers_unless_an_author_wrote_both() -> None:
    one, other = (f"{name}: Quantized Spiking Neural Networks for Small Edge Devices" for name in ("QKV-SNN", "PRN-SNN"))
    verdict = same_paper(paper(one, id="a"), paper(other, id="b"))
    assert (verdict.same, verdict.reason) == (False, "the methods have two names")
    assert same_paper(paper(one, id="a", authors=("Jane Doe",)), paper(other, id="b", authors=("Jane Doe",))).same is None


@pytest.mark.parametrize(
    "typo",
    [
        SCALE.replace("Scale", "Sacle"),
        SCALE.replace("Improved", "Imprved"),
        SCALE.replace("Network", "Networks"),
        SCALE.replace("Coding", "Codings"),
    ],
)
def test_a_misprint_is_matched(typo: str) -> None:
    match = Matcher([paper(SCALE)]).match(paper(typo, id=""))
    assert (match.how, match.papers, match.certain) == ("fuzzy", ("p1",), True)
    assert "misprint" in match.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Supervised Learning of Deep Spiking Circuits", "Unsupervised Learning of Deep Spiking Circuits"),
        ("Symmetric Learning of Deep Spiking Circuits", "Asymmetric Learning of Deep Spiking Circuits"),
        ("Fast Learning of Deep ANN Circuits", "Fast Learning of Deep SNN Circuits"),
        ("Deep Multi-model Learning of Circuits", "Deep Multi-modal Learning of Circuits"),
    ],
)
def test_a_word_of_another_meaning_is_no_misprint(one: str, other: str) -> None:
    assert not Matcher([paper(one)]).match(paper(other, id="")).certain


def test_like_titles_wait_for_a_person() -> None:
    match = Matcher(
        [paper("A Conditional Independence Test in the Presence of Discretization", authors=("Boyang Sun", "Kun Zhang"))]
    ).match(paper("A Conditional Independence Test in Presence of the Discretizations", id="", authors=("Sun, Boyang", "Zhang, K.")))
    assert (match.how, match.certain) == ("fuzzy", False)
    assert "1 author in common" in match.reason or "2 authors in common" in match.reason


def test_like_titles_of_other_authors_are_two_papers() -> None:
    one = paper("Differentially Private Learning with Adaptive Clipping", id="a", authors=("Galen Andrew",))
    other = paper("Differentially Private Learning with Per-Sample Adaptive Clipping", id="b", authors=("Tianyu Xia",))
    assert same_paper(one, other).same is False


CODES = "Learning Sparse Codes with Spiking Neurons for Robots"
BOTH, ONE_OF_THEM = ("Ada Lovelace", "Wei Fang"), ("Fang, Wei", "Jane Doe")


@pytest.mark.parametrize(
    ("other", "authors", "same"),
    [
        ("Learning Sparse Codes with Spiking Neurons for Vision", (), None),  # 89 of 100
        ("Learning Sparse Codes with Spiking Neurons on Chips", (), False),  # 87
        ("Learning Sparse Codes with Spiking Neurons on Chips", ONE_OF_THEM, False),
        ("Learning Sparse Codes with Spiking Neurons on Chips", BOTH, None),
        ("Learning Sparse Codes in Spiking Circuits of Robots", BOTH, None),  # 80
        ("Learning Sparse Codes by Spiking Circuits of Robots", BOTH, False),  # 78
    ],
)
def test_how_alike_titles_must_be_depends_on_the_authors_they_share(other: str, authors: tuple[str, ...], same: bool | None) -> None:
    one = paper(CODES, id="a", authors=BOTH if authors else ())
    assert same_paper(one, paper(other, id="b", authors=authors)).same is same
    assert bool(Matcher([one]).match(paper(other, id="", authors=authors))) is (same is None)


class TestIds:
    def test_the_paper_of_the_id_goes_before_one_of_the_title(self) -> None:
        papers = [paper("Old title of spikes", id="a", doi="10.1/a"), paper("One title of spikes", id="b")]
        match = Matcher(papers).match(paper("One title of spikes", id="", doi="10.1/a"))
        assert (match.how, match.papers, match.certain) == ("id", ("a",), True)

    def test_two_dois_are_two_papers_whatever_the_titles_say(self) -> None:
        verdict = same_paper(paper("One title", id="a", doi="10.1/a"), paper("One title", id="b", doi="10.1/b"))
        assert (verdict.same, verdict.how) == (False, "id")

    def test_two_forum_ids_are_two_papers(self) -> None:
        one, other = paper("One title of spikes", id="a", forum="x"), paper("Another title of spikes", id="b", forum="y")
        assert (same_paper(one, other).same, same_paper(one, other).how) == (False, "id")

    def test_two_forum_ids_under_one_title_wait_for_a_person(self) -> None:
        one, other = paper("One title", id="a", forum="x", authors=("Wei Fang",)), paper("One title", id="b", forum="y")
        assert same_paper(one, other).same is None
        assert same_paper(one, other).reason == "the same title, but two forum ids: x and y"
        match = Matcher([one]).match(other)
        assert (match.papers, match.certain) == (("a",), False)
        assert same_paper(one, paper("One title", id="b", forum="y", authors=("Ada Lovelace",))).same is False

    @pytest.mark.parametrize(
        "preprint",
        [
            "10.48550/arXiv.2308.00001",
            "10.48550/arXiv.2308.00001v2",
            "10.1101/2023.01.02.522000",
            "10.2139/ssrn.4412345",
            "10.31234/osf.io/a1",
        ],
    )
    def test_the_doi_of_a_preprint_says_nothing_against_that_of_the_proceedings(self, preprint: str) -> None:
        one, other = paper("One title", id="a", doi=preprint), paper("One title", id="b", doi="10.1609/aaai.v38i1.1")
        assert same_paper(one, other).same is True
        assert Matcher([other]).match(one).certain

    def test_two_preprints_of_one_server_are_two_papers_and_two_versions_one(self) -> None:
        arxiv = "10.48550/arXiv.2308.0000"
        assert same_paper(paper("One title", id="a", doi=f"{arxiv}1"), paper("One title", id="b", doi=f"{arxiv}2")).same is False
        assert same_paper(paper("A", id="a", doi=f"{arxiv}1v1"), paper("", id="b", doi=f"{arxiv}1v2")).same is True
        assert same_paper(paper("One title", id="a", doi=f"{arxiv}1"), paper("One title", id="b", doi="10.2139/ssrn.1")).same is True

    def test_the_query_of_an_address_tells_pages_apart(self) -> None:
        one = paper("Old spikes", id="a", url="https://www.a.org/show?id=1#top")
        assert same_paper(one, paper("New spikes", id="b", url="http://a.org/show?id=1")).reason == "the same page a.org/show?id=1"
        assert same_paper(one, paper("New spikes", id="b", url="http://a.org/show?id=2")).same is False
        assert page_address("http://[a") == ""
        assert page_address("https://a.org/") == page_address("no address") == ""

    def test_one_doi_is_one_paper_in_any_case(self) -> None:
        verdict = same_paper(paper("Old title of spikes", id="a", doi="10.1/A"), paper("New title of spikes", id="b", doi="10.1/a"))
        assert (verdict.same, verdict.reason) == (True, "the same DOI 10.1/a")

    def test_a_link_to_another_paper_has_to_be_confirmed(self) -> None:
        verdict = same_paper(paper("Spikformer", id="a", forum="x"), paper("Dilated convolutions", id="b", forum="x"))
        assert verdict.same is None

    def test_ids_are_read_out_of_an_entrys_link(self) -> None:
        text = b"## SNN\n- [Old name of spikes](https://openreview.net/pdf?id=aB-1)\n- [B name](https://doi.org/10.1609/AAAI.v39i1.3)\n"
        papers = [paper("New name of spikes", forum="aB-1"), paper("B name", id="p2", doi="10.1609/aaai.v39i1.4")]
        matches = [Matcher(papers).match(ref_of(entry)) for entry in read_list(text).entries]
        assert [(m.how, m.papers) for m in matches] == [("id", ("p1",)), ("", ())]
        assert doi_in("https://dl.acm.org/doi/abs/10.1145/3581783.3612665?x=1") == "10.1145/3581783.3612665"
        assert forum_in("https://openreview.net/forum?noteId=1&id=zz") == "zz"


class TestEditions:
    def test_an_entry_without_year_matches_any_year(self) -> None:
        assert Matcher([paper("One title", venue="aaai", year=2021)]).match(paper("One title", id="")).certain

    @pytest.mark.parametrize(("year", "certain"), [(2023, True), (2024, True), (2025, True), (2022, False), (2026, False)])
    def test_a_year_may_be_one_off(self, year: int, certain: bool) -> None:
        match = Matcher([paper("One title", venue="aaai", year=year)]).match(paper("One title", id="", venue="aaai", year=2024))
        assert (match.papers, match.certain) == (("p1",), certain)

    def test_another_venue_has_to_be_confirmed(self) -> None:
        match = Matcher([paper("One title", venue="aaai", year=2024)]).match(paper("One title", id="", venue="icml", year=2024))
        assert not match.certain
        assert match.reason == "the same title, but aaai and icml"

    def test_no_common_author_has_to_be_confirmed(self) -> None:
        verdict = same_paper(paper("One title", authors=("Wei Fang",)), paper("One title", id="b", authors=("Ada Lovelace",)))
        assert (verdict.same, verdict.reason) == (None, "the same title, but no author in common")

    @pytest.mark.parametrize("other", [{"venue": "icml"}, {"year": 2021}])
    def test_a_misprint_of_another_edition_has_to_be_confirmed(self, other: dict[str, object]) -> None:
        match = Matcher([paper(SCALE, venue="aaai", year=2024)]).match(
            paper(SCALE.replace("Scale", "Sacle"), id="", **({"venue": "aaai", "year": 2024} | other))
        )
        assert (match.papers, match.certain) == (("p1",), False)

    def test_a_paper_under_the_heading_of_another_edition_is_listed(self) -> None:
        entries = read_list(b"# L\n\n## ICLR 2020\n\n- One title of spikes\n- Two titles (ICLR 2020)\n").entries
        matcher = Matcher([paper("One title of spikes", venue="icml", year=2023), paper("Two titles", id="p2", venue="icml", year=2023)])
        under_heading, by_itself = (matcher.match(ref_of(entry)) for entry in entries)
        assert (under_heading.papers, under_heading.certain) == (("p1",), True)
        assert under_heading.reason == "the same title under another edition's heading but 2020 and 2023"
        assert not by_itself.certain, "an edition that the entry itself names is meant"

    def test_the_heading_chooses_among_papers_of_one_title(self) -> None:
        [entry] = read_list(b"# L\n\n## ICLR 2020\n\n- One title\n").entries
        papers = [paper("One title", id="a", venue="icml", year=2023), paper("One title", id="b", venue="iclr", year=2020)]
        assert Matcher(papers).match(ref_of(entry)).papers == ("b",)
        both = Matcher([papers[0], paper("One title", id="c", venue="aaai", year=2021)]).match(ref_of(entry))
        assert (both.papers, both.certain) == (("a", "c"), False)

    def test_two_papers_of_one_title_are_offered_not_chosen(self) -> None:
        papers = [paper("One title", id="a", doi="10.1/a"), paper("One title", id="b", doi="10.1/b")]
        match = Matcher(papers).match(paper("One title", id=""))
        assert (match.papers, match.certain) == (("a", "b"), False)

    def test_the_tail_chooses_among_papers_of_one_title(self) -> None:
        papers = [paper("One title", id="a", venue="aaai", year=2021), paper("One title", id="b", venue="icml", year=2024)]
        assert Matcher(papers).match(paper("One title", id="", venue="icml", year=2024)).papers == ("b",)


class TestPartsOfTitles:
    def test_the_name_before_the_colon_has_to_be_confirmed(self) -> None:
        match = Matcher([paper("Spikformer: When Spiking Neural Network Meets Transformer")]).match(paper("Spikformer", id=""))
        assert (match.papers, match.certain) == (("p1",), False)

    @pytest.mark.parametrize(("name", "found"), [("Spike", ("p1",)), ("Spik", ())])
    def test_a_name_of_five_letters_tells_a_paper_and_a_shorter_one_does_not(self, name: str, found: tuple[str, ...]) -> None:
        assert Matcher([paper(f"{name}: When Neural Networks Meet Transformers")]).match(paper(name, id="")).papers == found

    @pytest.mark.parametrize(
        ("title", "found"),
        [("Learning in Spiking Networks", ("p1",)), ("Learning in Spiking Nets Now", ())],  # 25 and 24 letters
    )
    def test_an_entry_begins_with_a_title_only_if_that_is_long_enough_to_be_one(self, title: str, found: tuple[str, ...]) -> None:
        listed = Matcher([paper(title, authors=("Duzhen Zhang",))])
        assert listed.match(paper(f"{title} - Zhang, Cheng and many others of the same laboratory", id="")).papers == found

    def test_authors_after_the_title_confirm_it(self) -> None:
        listed = Matcher([paper(SCALE, authors=("Duzhen Zhang", "Tielin Zhang"))])
        assert listed.match(paper(f"{SCALE} - Zhang et al.", id="")).certain
        assert not listed.match(paper(f"{SCALE}. Somebody Else", id="")).certain

    def test_authors_elsewhere_in_its_line_confirm_it_too(self) -> None:
        listed = Matcher([paper(SCALE, authors=("Duzhen Zhang", "Tielin Zhang"))])
        assert not listed.match(paper(f"{SCALE} - extended", id="")).certain
        assert listed.match(paper(f"{SCALE} - extended", id="", rest="Duzhen Zhang and others")).certain
        [entry] = read_list(f"## SNN\n- [{SCALE} - extended](https://x.org/a) by D. Zhang, T. Zhang (ICML 2022)\n".encode()).entries
        assert listed.match(ref_of(entry)).certain

    def test_another_doi_forbids_what_begins_with_a_title(self) -> None:
        listed = Matcher([paper(SCALE, authors=("Duzhen Zhang",), doi="10.1/a")])
        assert not listed.match(paper(f"{SCALE} - Zhang et al.", id="", doi="10.1/b"))


class TestLikeTitles:
    COMMON = tuple(f"Deep Learning with Neural Networks for {word} Tasks" for word in ("Vision", "Speech", "Graph", "Text")) * 200

    def test_a_misprint_among_titles_of_common_words_is_found(self) -> None:
        titles = [*self.COMMON, "Deep Learning for Neural Networks with Tasks"]
        index = LikeTitles(titles, [match_key(title) for title in titles])
        found = index.nearest("Deep Learninng for Neural Netwroks with Tasks", 80.0, 1)
        assert [place for place, _ in found] == [len(self.COMMON)]

    def test_words_divided_otherwise_are_found_by_the_ends(self) -> None:
        index = LikeTitles(["Multi-Scale Spike-Driven Ultra-Fast"], [match_key("Multi-Scale Spike-Driven Ultra-Fast")])
        assert [place for place, _ in index.nearest("Multiscale Spikedriven Ultrafasts", 80.0, 1)] == [0]

    @given(st.data())
    def test_every_misprint_is_found(self, data: st.DataObject) -> None:
        word = st.sampled_from(["learning", "networks", "spiking", "efficient", "temporal", "coding", "graphs", "on", "for"])
        titles = [" ".join(words) for words in data.draw(st.lists(st.lists(word, min_size=5, max_size=8), min_size=1, max_size=8))]
        title = data.draw(st.sampled_from(titles))
        long = [n for n, each in enumerate(title.split()) if len(each) > 5]
        misprinted = title.split()
        for n in data.draw(st.lists(st.sampled_from(long), max_size=2, unique=True)) if long else []:
            misprinted[n] = f"{misprinted[n][:2]}{misprinted[n][3]}{misprinted[n][2]}{misprinted[n][4:]}"
        wrong = " ".join(misprinted)
        if is_misprint(title, wrong):
            found = LikeTitles(titles, [match_key(each) for each in titles]).nearest(wrong, 80.0, len(titles))
            assert titles.index(title) in [place for place, _ in found]


def test_nearest_names_what_comes_close() -> None:
    matcher = Matcher([paper("Spike-driven Transformer"), paper("Graph Networks", id="p2")])
    assert [found for found, _ in matcher.nearest("Spike driven Transformers")] == ["p1"]
    assert matcher.nearest("…") == []


def test_an_empty_title_matches_nothing() -> None:
    assert not Matcher([paper("…"), paper("")]).match(paper("—", id=""))


TITLES = st.sampled_from(
    ["Spiking Nets", "spiking nets.", "Spiking Nets: Part I", "Spiking Nets: Part II", "α Nets", SCALE, SCALE.replace("Scale", "Sacle"), ""]
)
REFS = st.builds(
    PaperRef,
    id=st.just("x"),
    title=st.one_of(TITLES, st.text(max_size=20)),
    authors=st.sampled_from([(), ("Wei Fang",), ("Fang, Wei", "A B"), ("C D",)]),
    venue=st.sampled_from(["", "aaai", "icml"]),
    year=st.sampled_from([None, 2021, 2022, 2024]),
    doi=st.sampled_from(["", "", "10.1/a", "10.1/b"]),
    forum=st.sampled_from(["", "", "f", "g"]),
    url=st.sampled_from(["", "", "https://a.b/c", "http://www.a.b/c/"]),
)


@settings(max_examples=300, deadline=None)
@given(REFS, REFS)
def test_matching_is_symmetric(one: PaperRef, other: PaperRef) -> None:
    assert same_paper(one, other) == same_paper(other, one)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_the_key_of_a_key_is_the_key(title: str) -> None:
    assert match_key(match_key(title)) == match_key(title)
    assume(mend(f" {title}.") == f" {title}.")  # what is broken is mended by what stands around it
    assert match_key(f" {title}.") == match_key(title)


def test_numbers_count_in_every_spelling() -> None:
    assert numbers("Part II of 3D nets v2") == numbers("v2: 3D nets, part two")


class TestRecordsOfOneEdition:
    def test_authors_do_not_tell_for_sources_shorten_them(self) -> None:
        one, other = paper("On α-Spikes", id="a", authors=("J. Doe",)), paper("On alpha-spikes", id="b", authors=("Jane Doe",))
        assert same_paper(one, other).same is None
        assert same_record(one, other).same is True

    def test_two_pages_of_one_site_are_two_papers(self) -> None:
        one, other = paper("Editorial", id="a", url="https://site.org/1"), paper("Editorial", id="b", url="https://site.org/2")
        assert same_record(one, other).same is False
        assert same_record(one, paper("Editorial", id="b", url="https://elsewhere.org/2")).same is True

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://proceedings.mlr.press/v119/abbas20a.html", "http://proceedings.mlr.press/v119/abbas20a.html"),
            (
                "https://proceedings.neurips.cc/paper_files/paper/2020/hash/0001ca33ba34ce0351e4612b744b3936-Abstract.html",
                "https://proceedings.neurips.cc/paper/2020/hash/0001ca33ba34ce0351e4612b744b3936-Abstract.html",
            ),
            ("https://jmlr.org/papers/v21/20-001.html", "http://www.jmlr.org/papers/v21/20-001.html"),
            ("https://www.usenix.org/conference/osdi20/presentation/li/", "https://www.usenix.org/conference/osdi20/presentation/li"),
        ],
    )
    def test_one_page_under_an_older_address_is_one_paper(self, one: str, other: str) -> None:
        assert same_record(paper("Spikes on Edges", id="a", url=one), paper("Spikes on Edges", id="b", url=other)).same is True

    def test_pages_that_end_alike_within_a_name_are_two(self) -> None:
        one, other = (paper("Editorial", id=str(n), url=f"https://site.org/{n}/paper") for n in (1, 21))
        assert same_record(one, other).same is False

    @pytest.mark.parametrize(("kind", "values"), [("doi", ("10.1/a", "10.1/b")), ("forum", ("a", "b"))])
    def test_two_identifiers_are_never_one_record(self, kind: str, values: tuple[str, str]) -> None:
        one, other = (paper("Editorial", id=value, **{kind: value}) for value in values)
        assert same_record(one, other).same is not True
