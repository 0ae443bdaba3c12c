"""The list that the review tests use, the address they post to, and what a page shows."""

import re

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
LIST = """# Papers on spiking networks

## Hybrid Learning

- [Spatio-Temporal Backpropagation for Training Spiking Neural Networks](https://example.org/stbp) (AAAI'2021)

## ANN2SNN

- [Optimal ANN-SNN Conversion](https://example.org/optimal) (ICLR'2022)

## Spiking Attention Mechanism

- [Spikformer](https://example.org/spikformer) (ICLR'2023)

## Inference Acceleration

- [Event-Driven Inference](https://example.org/event) (AAAI'2022)

# TODO

- [ ] Missing AAAI 2025
"""


def heading(page: str) -> str:
    """The title of the paper that a page shows, without mark-up."""
    found = re.search(r'<h1 id="paper-title"[^>]*>(.*?)</h1>', page, re.DOTALL)
    assert found, page
    text = re.sub(r'<span class="unseen">.*?</span>', "", found[1])
    return re.sub(r"<[^>]+>", "", text)
