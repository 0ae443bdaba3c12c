"""What the words of a list say of a paper: what abstracts teach, and reasons that add up to the score."""

import pytest

from classifier import list_terms
from classifier.list_terms import WHOLE_SHARE, ListTerms
from classifier.text import Text

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


def test_next_to_nothing_found_teaches_nothing() -> None:
    ListTerms.learn(TITLES, CRAWLED[:1])
    ListTerms.learn(TITLES[:1], CRAWLED[:2])
    assert ListTerms.learn(TITLES, CRAWLED[:400]).odds(PLAIN) < 0


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
