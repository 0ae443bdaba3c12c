"""Real titles with the score, the category and the reasons that they have today, by the list that covenue was made for and its topic.

Whatever changes one of them on purpose writes the file anew (`python tests/classifier/test_golden_titles.py`) and says why in its commit.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from candidates.reading_list.reader import read_list
from candidates.screening.learning import entries_of
from classifier.model import Classifier
from classifier.screenings import Screening
from classifier.topic import load_topic
from spiders.editions import own_table
from spiders.paper import Paper

GOLDEN = Path(__file__).with_name("golden_titles.jsonl")
STARTER = Path(__file__).parents[2] / "candidates" / "starter" / "README.md"
PAPERS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()] if GOLDEN.exists() else []


def screened(papers: list[dict[str, Any]]) -> list[Screening]:
    listing = read_list(STARTER.read_bytes(), own_table().spellings)
    classifier = Classifier.learn(load_topic("brain-inspired"), entries_of(listing, {}), listing.categories)
    given = [
        Paper(title=each["title"], venue="", year=0, abstract=each.get("abstract"), keywords=tuple(each.get("keywords", ())))
        for each in papers
    ]
    return list(classifier.screen(given))


def told(paper: dict[str, Any], screening: Screening) -> dict[str, Any]:
    kept = {name: paper[name] for name in ("title", "abstract", "keywords") if name in paper}
    return {
        **kept,
        "score": round(screening.score, 5),
        "flagged": screening.flagged,
        "category": screening.category,
        "margin": [round(proposal.score, 4) for proposal in screening.categories],
        "reasons": [[reason.kind, reason.text, reason.where] for reason in screening.reasons],
    }


@pytest.fixture(scope="module")
def answers() -> list[Screening]:
    return screened(PAPERS)


@pytest.mark.parametrize("n", range(len(PAPERS)), ids=[each["title"][:50] for each in PAPERS])
def test_a_real_title_has_its_score_category_and_reasons(n: int, answers: list[Screening]) -> None:
    now, golden = told(PAPERS[n], answers[n]), PAPERS[n]
    assert now["score"] == pytest.approx(golden["score"], abs=1e-3)
    assert (now["flagged"], now["category"]) == (golden["flagged"], golden["category"])
    assert now["margin"] == pytest.approx(golden["margin"], abs=1e-3)
    assert [(kind, where) for kind, _, where in now["reasons"]] == [(kind, where) for kind, _, where in golden["reasons"]]
    assert [text for kind, text, _ in now["reasons"] if kind != "near"] == [text for kind, text, _ in golden["reasons"] if kind != "near"]


def test_the_file_holds_what_belongs_and_what_does_not() -> None:
    assert len(PAPERS) >= 30
    assert 10 <= sum(each["flagged"] for each in PAPERS) <= len(PAPERS) - 10


if __name__ == "__main__":
    lines = [json.dumps(told(paper, one), ensure_ascii=False) for paper, one in zip(PAPERS, screened(PAPERS), strict=True)]
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
