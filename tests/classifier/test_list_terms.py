"""What the words of a list say of a paper: what abstracts teach, and reasons that add up to the score."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from small_list import HashingEncoder

from classifier import list_terms
from classifier.examples import ListEntry
from classifier.list_terms import WHOLE_SHARE, ListTerms
from classifier.model import LEARNT_THRESHOLD, Classifier
from classifier.terms import standing, terms
from classifier.text import Text
from classifier.topic import Topic

TITLES = [f"Zebra Migration in Valley{place}" for place in range(40)]
CRAWLED = [Text(f"Convex Bounds of Kernel{place}", "We prove a bound for kernels.") for place in range(400)]
CRAWLED += [Text(f"Zebra Migration over Hill{place}", "Hoofbeat sensors count a herd.") for place in range(12)]
UNTITLED = Text("A Study of Movement", "Hoofbeat sensors count a herd.")
PLAIN = Text("A Study of Movement", "We prove a bound for kernels.")


def test_abstracts_of_what_the_titles_find_teach_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = ListTerms.learn(TITLES, CRAWLED)
    monkeypatch.setattr(list_terms, "LEAST_LIKELY", len(CRAWLED))
    by_titles = ListTerms.learn(TITLES, CRAWLED)
    assert learnt.odds(UNTITLED) > by_titles.odds(UNTITLED) + 1
    assert learnt.odds(UNTITLED) > learnt.odds(PLAIN) + 1


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("हिन्दी भाषा", ["हिन्दी", "हिन्द*", "भाषा", "हिन्दी भाषा"]),
        ("தமிழ் மொழி", ["தமிழ்", "தமிழ்*", "மொழி", "தமிழ் மொழி"]),
        ("Нейронные сети", ["нейронные", "нейро*", "сети", "нейронные сети"]),
        ("脉冲神经", ["脉冲", "冲神", "脉冲 冲神", "神经", "冲神 神经"]),
    ],
)
def test_words_of_any_script_are_terms(title: str, words: list[str]) -> None:
    assert terms(title) == words


def test_next_to_nothing_found_teaches_nothing() -> None:
    ListTerms.learn(TITLES, CRAWLED[:1])
    ListTerms.learn(TITLES[:1], CRAWLED[:2])
    assert ListTerms.learn(TITLES, CRAWLED[:400]).odds(PLAIN) < 0


def test_a_word_and_its_beginning_are_one_reason() -> None:
    said = ListTerms.learn(TITLES, CRAWLED).said(Text("Zebra Migration by Night", "Zebras of the night."))
    assert [mention.phrase for mention in said.mentions if "migra" in mention.phrase.lower() and " " not in mention.phrase] == ["Migration"]
    assert not [mention.phrase for mention in said.mentions if mention.phrase.endswith("*")]


def test_reasons_name_words_as_they_stand_in_the_paper_in_one_form_each() -> None:
    series = [f"Zebra-Series of Valley{place}" for place in range(40)]
    said = ListTerms.learn(series, CRAWLED[:400]).said(
        Text("Zebra Series by Night", "A zebra-series of many zebras, and Zebra series again.")
    )
    assert {mention.phrase for mention in said.mentions if mention.weight > 0} == {"Zebra", "Series", "Zebra Series"}
    said = ListTerms.learn(series, CRAWLED[:400]).said(Text("By Night", "A zebra-series of many zebras, and Zebra series again."))
    assert {mention.phrase for mention in said.mentions if mention.weight > 0} == {"zebra", "series", "zebra-series"}


def test_reasons_name_letters_of_scripts_without_blanks_in_pairs() -> None:
    said = ListTerms.learn([f"斑马迁徙 {place}" for place in range(40)], CRAWLED[:400]).said(Text("斑马在夜里"))
    assert "斑马" in {mention.phrase for mention in said.mentions}


@given(
    some.text(max_size=40)
    | some.lists(some.sampled_from("SNN と 2021年 β 波 time- series-of-x 第1 网络 K a ") | some.characters()).map("".join)
)
@example("SNNとCNNの比較")
@example("2021年")
def test_each_term_of_any_text_stands_somewhere_in_it(text: str) -> None:
    assert standing(text).keys() == set(terms(text))


def test_reasons_add_up_to_the_score() -> None:
    learnt = ListTerms.learn(TITLES, CRAWLED)
    text = Text("Zebra Migration by Night", "Hoofbeat sensors.")
    said = learnt.said(text)
    assert said.total == learnt.score(text)
    assert sum(mention.weight for mention in said.mentions) + learnt.intercept == pytest.approx(said.total, abs=0.5)
    assert {mention.where for mention in said.mentions if mention.weight > 0} == {"title", "abstract"}


def test_the_title_counts_for_itself_and_with_the_abstract() -> None:
    learnt = ListTerms.learn(TITLES, CRAWLED)
    alone, whole = learnt.score(Text("Zebra Migration")), learnt.score(Text("Zebra Migration", "Bounds of kernels."))
    assert whole < alone
    assert 0 < WHOLE_SHARE < 1


def test_the_abstracts_of_listed_papers_teach_their_words() -> None:
    plain = CRAWLED[:400]
    told = ListTerms.learn(TITLES, plain, [None, *["Hoofbeat sensors count a herd."] * 39])
    assert told.score(UNTITLED) > ListTerms.learn(TITLES, plain).score(UNTITLED) + 1


def test_a_listed_paper_that_was_crawled_is_no_ordinary_one() -> None:
    copies = [Text(title) for title in TITLES] * 2
    assert ListTerms.learn(TITLES, [*CRAWLED[:400], *copies]).weights.tolist() == ListTerms.learn(TITLES, CRAWLED[:400]).weights.tolist()


def test_words_that_make_no_difference_do_not_make_the_telling_ones_light(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [f"{title}: New Results {place % 7}a" for place, title in enumerate(TITLES)]
    crawled = [Text(f"{text.title}: New Results {place % 7}a", text.abstract) for place, text in enumerate(CRAWLED[:400])]
    full = Text("Zebra", " ".join(f"{place}a" for place in range(7)) * 3)

    def lost() -> float:
        learnt = ListTerms.learn(titles, crawled)
        return learnt.score(Text("Zebra")) - learnt.score(full)

    now = lost()
    monkeypatch.setattr(list_terms, "TELLING", 0.0)
    assert now < lost()


def test_no_more_crawled_papers_reach_the_floor_than_a_few_for_each_expected() -> None:
    learnt = ListTerms.learn(TITLES, CRAWLED)
    expected = sum(1 / (1 + math.exp(-learnt.odds(text))) for text in CRAWLED)
    above = sum(learnt.odds(text) > learnt.floor + 1e-6 for text in CRAWLED)
    assert 12 <= above <= list_terms.MOST_FLAGGED * expected + 1
    assert ListTerms.learn(TITLES).floor == -math.inf


def test_a_subject_may_be_named_by_the_word_dataset() -> None:
    assert "dataset distillation" in terms("Dataset Distillation in Practice")
    assert "eccv24 zebra" not in terms("ECCV24 Zebra")


def test_the_threshold_rises_where_too_many_would_be_flagged_and_nobody_has_set_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [ListEntry(title, ()) for title in TITLES]

    def threshold(topic: Topic) -> float:
        return Classifier.learn(topic, entries, encoder=HashingEncoder(), crawled=CRAWLED).threshold

    assert threshold(Topic()) == LEARNT_THRESHOLD
    monkeypatch.setattr(list_terms, "MOST_FLAGGED", 0.5)
    assert threshold(Topic()) > 2 * LEARNT_THRESHOLD
    assert threshold(Topic(threshold=0.01)) == 0.01


def test_beside_a_script_without_blanks_a_year_or_a_letter_is_no_word_as_elsewhere() -> None:
    assert terms("SNN网络2021年报") == ["snn", "网络", "snn 网络", "年报", "网络 年报"]
    assert "3d" in terms("3D目标x检测")
    assert "x" not in terms("3D目标x检测")


@pytest.mark.parametrize(
    ("title", "held", "free"),
    [
        ("Training SNNs and LLMs", {"snn", "llm", "training snn"}, {"snns", "sn", "ns"}),
        ("Out-of-Distribution Detection", {"out-of-distribution", "distribution detection"}, {"out"}),
        ("Self-Supervised Learning", {"self supervised"}, {"self-supervised"}),
        ("k-Means at Scale", {"k-mean", "mean"}, {"k"}),
    ],
)
def test_plural_abbreviations_and_compounds_of_small_words_are_terms(title: str, held: set[str], free: set[str]) -> None:
    assert held <= set(terms(title))
    assert not free & set(terms(title))


ZEBRAS = [f"Zebra Herd Migration over Hill{place}" for place in range(40)]
SHORT = [Text(f"Convex Bounds of Kernel{place}", "Zebra herd migrations (ZHMs) are no kernels.") for place in range(4)]


def test_an_abbreviation_is_as_near_to_the_list_as_the_words_that_it_stands_for() -> None:
    spelt_out = ListTerms.learn(ZEBRAS, [*CRAWLED[:400], *SHORT])
    unknown = ListTerms.learn(ZEBRAS, [*CRAWLED[:400], *SHORT[:2]])
    short, other = Text("Forecasting ZHMs"), Text("Forecasting QRXs")
    assert spelt_out.score(short) > spelt_out.score(other) + 1
    assert unknown.score(short) == pytest.approx(unknown.score(other), abs=0.5)


def test_reasons_show_the_words_that_stand_in_the_paper() -> None:
    learnt = ListTerms.learn(ZEBRAS, [*CRAWLED[:400], *SHORT])
    said = learnt.said(Text("Zebra Herd Migration by Night"))
    assert "Zebra Herd Migration" in {mention.phrase for mention in said.mentions}
    assert not [mention.phrase for mention in said.mentions if "zhm" in mention.phrase.lower()]
    assert "ZHMs" in {mention.phrase for mention in learnt.said(Text("ZHMs by Night")).mentions}
    assert sum(mention.weight for mention in said.mentions) + learnt.intercept == pytest.approx(said.total, abs=0.5)


def test_few_listed_papers_with_an_abstract_are_not_lost_among_many_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    abstracts = ["Hoofbeat sensors count a herd.", "Hoofbeat sensors count a herd.", *[None] * 38]
    crawled = [*CRAWLED[:400], *(Text(f"Zebra Migration over Hill{place}", "We count.") for place in range(12))]

    def taught() -> float:
        return ListTerms.learn(TITLES, crawled, abstracts).score(UNTITLED)

    now = taught()
    monkeypatch.setattr(list_terms, "TOLD_SHARE", 0.0)
    assert now > taught() + 0.3


def test_one_listed_paper_with_an_abstract_does_not_outweigh_a_long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [f"Zebra Migration in Valley{place}" for place in range(400)]

    def taught() -> float:
        return ListTerms.learn(titles, CRAWLED, [*[None] * 399, "Hoofbeat sensors prove a bound for kernels."]).score(PLAIN)

    now = taught()
    monkeypatch.setattr(list_terms, "MOST_TOLD", 1000.0)
    assert now < taught()


def test_what_listed_papers_spell_out_is_known_where_nothing_was_crawled() -> None:
    spelt_out = ["Zebra herd migrations (ZHMs) are no kernels."] * 3
    learnt = ListTerms.learn(ZEBRAS, (), [*spelt_out, *[None] * 37])
    assert learnt.score(Text("Forecasting ZHMs")) > learnt.score(Text("Forecasting QRXs")) + 0.3
    assert "Zebra Herd Migration" in {mention.phrase for mention in learnt.said(Text("Zebra Herd Migration by Night")).mentions}
