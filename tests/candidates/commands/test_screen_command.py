"""`covenue screen`: what is stored gets a score, a section and reasons; what has them is left alone until it is asked for anew."""

import json

import pytest
from covenue_command import Covenue

LIST = """# Awesome Spiking Networks

## Training

- Surrogate Gradient Learning in Spiking Neural Networks (ICML 2021)
- Backpropagation for Training Spiking Neural Networks (NeurIPS 2020)
- Direct Training of Deep Spiking Neural Networks (AAAI 2021)

## Transformers

- Spikformer: When Spiking Neural Network Meets Transformer (ICLR 2023)
- Spike-driven Transformer (NeurIPS 2023)
- Masked Spiking Transformer (ICCV 2023)
"""
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
