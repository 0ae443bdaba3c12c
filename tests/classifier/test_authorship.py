"""Who wrote a paper speaks for it where the subject has few people, within bounds, and nowhere else."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_list import HashingEncoder

from classifier.authorship import MOST_SAID, Authorship
from classifier.examples import Decision, ListEntry
from classifier.list_nearness import NOBODY, Likely
from classifier.model import Classifier
from classifier.text import Text
from classifier.topic import Topic, load_topic
from classifier.words_first import by_words, completed, for_words
from spiders.paper import Paper, author_key

# Twelve papers by four groups of two; each group has three.
GROUPS = [("Ada Doe", "Bo Roe"), ("Cy Poe", "Di Moe"), ("Ed Loe", "Flo Noe"), ("Gus Joe", "Hal Koe")]
LISTED = [Text(f"Zebra Migration in Valley{place}", authors=GROUPS[place % 4]) for place in range(12)]
CRAWLED = [
    Text(f"Convex Bounds of Kernel{place}", "We prove a bound for kernels.", authors=(f"Person Number{place}x",)) for place in range(300)
]
LIKELY = Likely(texts=tuple(CRAWLED[:40]), chances=np.full(40, 0.1))
SHARED = Text("Herds at Night", authors=("Ivy New", "Doe, Ada"))


def test_a_paper_by_people_of_the_list_gains_and_one_by_newcomers_loses_nothing() -> None:
    learnt = Authorship.learn(LISTED, LIKELY, CRAWLED)
    assert learnt.odds(SHARED) == pytest.approx(math.log(2))
    assert learnt.odds(Text("Herds at Night", authors=("Ivy New",))) == 0.0
    assert learnt.odds(Text("Herds at Night")) == 0.0


def test_a_paper_does_not_vouch_for_itself() -> None:
    alone = Text("Zebra Counting", authors=("Only Once",))
    learnt = Authorship.learn([*LISTED, alone], LIKELY, CRAWLED)
    assert learnt.odds(alone) == 0.0
    assert learnt.odds(Text("Another", authors=("Only Once",))) > 0


@pytest.mark.parametrize(
    "listed",
    [
        [Text(text.title, authors=(f"Person Listed{place}x",)) for place, text in enumerate(LISTED)],
        LISTED[:8],
        [Text(text.title) for text in LISTED],
        [],
    ],
    ids=["nobody twice", "too few", "no authors", "no list"],
)
def test_nothing_is_said_where_the_list_does_not_show_its_people(listed: list[Text]) -> None:
    assert Authorship.learn(listed, LIKELY, CRAWLED).odds(SHARED) == 0.0


def test_nothing_is_said_where_papers_that_do_not_belong_are_by_the_same_people() -> None:
    theirs = [Text(text.title, text.abstract, authors=GROUPS[place % 4]) for place, text in enumerate(CRAWLED)]
    likely = Likely(texts=tuple(theirs[:40]), chances=np.full(40, 0.1))
    assert Authorship.learn(LISTED, likely, theirs).odds(SHARED) == 0.0


def test_likely_papers_by_the_same_people_are_no_evidence_against_them() -> None:
    """Papers that belong are what is looked for: they count by how likely they do not."""
    found = [Text(text.title, text.abstract, authors=GROUPS[place % 4]) for place, text in enumerate(CRAWLED[:40])]
    sure, doubtful = (Likely(texts=tuple(found), chances=np.full(40, chance)) for chance in (0.99, 0.3))
    assert Authorship.learn(LISTED, sure, CRAWLED).odds(SHARED) > Authorship.learn(LISTED, doubtful, CRAWLED).odds(SHARED)


def test_nothing_is_said_where_nothing_was_crawled() -> None:
    assert Authorship.learn(LISTED, NOBODY, []).odds(SHARED) == 0.0


NAMES = st.sampled_from([name for group in GROUPS for name in group] + ["Kim New", ""])


@given(st.lists(st.tuples(st.text("abc", max_size=3), st.lists(NAMES, max_size=3)), max_size=30))
def test_it_only_speaks_for_a_paper_and_within_bounds(listed: list[tuple[str, list[str]]]) -> None:
    learnt = Authorship.learn([Text(title, authors=tuple(names)) for title, names in listed], LIKELY, CRAWLED)
    assert 0.0 <= learnt.odds(SHARED) <= MOST_SAID


@given(st.text(), st.text())
def test_an_author_is_known_in_either_order(given_name: str, family: str) -> None:
    """Names without a comma of their own."""
    given_name, family = given_name.replace(",", ""), family.replace(",", "")
    if author_key(given_name) and author_key(family):
        assert author_key(f"{family}, {given_name}") == author_key(f"{given_name} {family}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Fang", "Fang, Wei"),
        ("David B. Roe", "Roe, David B."),
        ("José Núñez", "Jose Nunez"),
        ("Michał Wójcik", "Michal Wojcik"),
        ("KIM LEE", "Kim Lee"),
        ("John Doe Jr.", "Doe, John"),
        ("राम कुमार", "कुमार, राम"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert author_key(one) == author_key(other)
    assert author_key(one) != author_key("Somebody Else")
    assert author_key("…") == ""
    assert author_key("राम कुमार") != author_key("रवि कुमार")


def _classifier(topic: Topic) -> Classifier:
    entries = [ListEntry(text.title, ("Zebras",), authors=text.authors) for text in LISTED]
    unlisted = [
        Text(f"Zebra Herds of Kind{place}", "Zebra migration in a valley.", authors=(f"Person Unlisted{place}x",)) for place in range(6)
    ]
    return Classifier.learn(topic, entries, encoder=HashingEncoder(), crawled=[*CRAWLED, *unlisted])


def _paper(authors: tuple[str, ...]) -> Paper:
    return Paper(title="Zebra Herds at Night", venue="icml", year=2023, abstract="Zebra migration in a valley.", authors=authors)


def test_the_reasons_name_the_authors_and_what_they_add() -> None:
    known, unknown = _classifier(Topic()).screen([_paper(("Ivy New", "Doe, Ada", "Cy Poe")), _paper(("Ivy New",))])
    assert [(each.text, each.where) for each in known.reasons if each.kind == "author"] == [
        ("by authors of listed papers: Doe, Ada (3), Cy Poe (3), +0.69", "list")
    ]
    assert [each for each in unknown.reasons if each.kind == "author"] == []
    odds = [math.log(each.score / (1 - each.score)) for each in (known, unknown)]
    assert odds[0] - odds[1] == pytest.approx(math.log(2), abs=1e-3)


def test_many_authors_of_listed_papers_are_counted_and_not_all_named() -> None:
    learnt = Authorship.learn(LISTED, LIKELY, CRAWLED)
    said = learnt.said(Text("Herds", authors=tuple(name for group in GROUPS for name in group)))
    assert said == "by authors of listed papers: Ada Doe (3), Bo Roe (3), Cy Poe (3), 5 more, +0.69"


def test_processes_that_read_by_words_hear_authors_too() -> None:
    classifier = _classifier(Topic())
    papers = [_paper(("Ada Doe",)), _paper(("Ivy New",)), Paper(title="Convex Bounds", venue="icml", year=2023, authors=("Ada Doe",))]
    sent: Classifier = pickle.loads(pickle.dumps(for_words(classifier)))
    assert completed(classifier, by_words(sent, papers)) == list(classifier.screen(papers))


def test_deciding_on_a_paper_moves_others_by_its_authors() -> None:
    """Three decisions on papers that have nothing but an author in common with the one that waits."""
    classifier = _classifier(Topic())
    waiting, stranger = (
        Paper(title="Zebra Herds at Night", venue="icml", year=2023, authors=authors) for authors in (("Ivy New",), ("Kim Else",))
    )
    decided = [
        Decision(Paper(title=f"Zebra Grazing{place}", venue="icml", year=2023, authors=("Ivy New",)), accepted=False) for place in range(3)
    ]
    before = [one.score for one in classifier.screen([waiting, stranger])]
    after = [one.score for one in classifier.decided(decided).screen([waiting, stranger])]
    assert before[0] == pytest.approx(before[1])
    assert after[0] < after[1] - 1e-6


def test_authors_move_nothing_where_they_tell_nothing() -> None:
    assert Authorship().terms(SHARED) == {}


def test_a_topic_file_hears_no_authors() -> None:
    topic = load_topic("brain-inspired")
    known, unknown = _classifier(topic).screen([_paper(("Ada Doe",)), _paper(("Ivy New",))])
    assert known == unknown
    # Nor are scores of another ground, and looked at anew, when a crawl tells who wrote an entry.
    nameless = Classifier.learn(topic, [ListEntry(text.title, ("Zebras",)) for text in LISTED], encoder=HashingEncoder())
    assert _classifier(topic).ground == nameless.ground
