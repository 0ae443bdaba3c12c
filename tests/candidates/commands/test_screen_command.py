"""`covenue screen`: what is stored gets a score, a section and reasons; what has them is left alone until it is asked for anew."""

import json

import pytest
from covenue_command import Covenue
from misbehaving import MisbehavingServer
from two_sections import LIST

SPIKES = "Learning Spiking Neural Networks with Surrogate Gradients"
PRICES = "Auctions with Budgets and Many Bidders"


@pytest.fixture
def stored(covenue: Covenue) -> Covenue:
    """A list of spiking networks, and two papers that were imported without screening."""
    (covenue.folder / "README.md").write_text(LIST, encoding="utf-8")
    papers = [{"title": SPIKES, "abstract": "We train spiking neurons by surrogate gradients."}, {"title": PRICES}]
    (covenue.folder / "list.json").write_text(json.dumps(papers), encoding="utf-8")
    assert covenue.run("import", "list.json", "--edition", "mm-2021", "--no-screen").exit_code == 0
    return covenue


def test_stored_papers_are_screened_once_and_anew_on_demand(stored: Covenue) -> None:
    assert stored.run("queue", "--json").json == []
    first = stored.run("screen", "mm-2021", "--json")
    assert (first.exit_code, first.json["papers"], first.json["flagged"]) == (0, 2, 1)
    (waiting,) = stored.run("queue", "--json").json
    assert waiting["title"] == SPIKES
    assert waiting["category"] == "Training"
    assert waiting["score"] > 0.5
    assert waiting["reasons"]
    for words, papers in (((), 0), (("--all",), 2)):
        assert stored.run("screen", *words, "--json").json["papers"] == papers
    assert stored.run("queue", "--json").json == [waiting]


def test_without_a_topic_file_people_of_the_list_speak_for_a_paper(covenue: Covenue) -> None:
    """Papers of the list are known by what was imported, so are their authors; with a topic file nothing is said of people."""
    titles = [f"Zebra Migration in Valley {place}" for place in range(12)]
    (covenue.folder / "README.md").write_text(
        "# Zebras\n\n## Papers\n\n" + "".join(f"- {title} (MM 2021)\n" for title in titles), encoding="utf-8"
    )
    papers = [{"title": title, "authors": ["Ada Doe", "Bo Roe"]} for title in titles]
    papers += [{"title": f"Convex Bounds of Kernel {place}", "authors": [f"Person Number{place}x"]} for place in range(60)]
    papers += [
        {"title": "Zebra Migration at Night", "authors": ["Doe, Ada", "Ivy New"]},
        {"title": "Zebra Migration by Day", "authors": ["Ivy New"]},
    ]
    (covenue.folder / "list.json").write_text(json.dumps(papers), encoding="utf-8")
    config = covenue.folder / "covenue.toml"
    for topic, said in (("", ["by authors of listed papers: Doe, Ada (12), +0.69"]), ("brain-inspired", [])):
        config.write_text(f'list = "README.md"\ntopic = "{topic}"\n', encoding="utf-8")
        assert covenue.run("import", "list.json", "--edition", "mm-2021").exit_code == 0
        assert covenue.run("screen", "--all").exit_code == 0
        stored = covenue.run("queue", "--json").json
        reasons = [
            reason["text"] for paper in stored for reason in paper["reasons"] if reason["kind"] == "author" and "Night" in paper["title"]
        ]
        assert reasons == said


def test_what_was_crawled_is_told_though_nothing_can_be_screened(server: MisbehavingServer, covenue: Covenue) -> None:
    outcome = covenue.run("crawl", "ijcai-2019", "--mirror", server.address, "--delay", "0", "--json")
    assert outcome.exit_code == 1
    assert outcome.edition("ijcai-2019")["status"] == "complete"
    assert "There is no list" in outcome.err
