"""The list that the review tests use, the address they post to, every kind of page, and what a page shows."""

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

PAGES = (
    "/",
    "/papers/aaai-2025-2?did=aaai-2025-1",
    "/?text=nobody",
    "/?state=second",
    "/?edition=nowhere",
    "/history",
    "/people",
    "/conflicts",
    "/papers",
    "/papers?state=missing&edition=aaai&done=2",
    "/add?find=spiking",
    "/coverage",
    "/publish",
    "/help",
    "/papers/unknown",
)

# Of the first proposal, reject and later: whether all of the button is seen and nothing lies over it, and where it stands.
REACHED = """() => [...document.querySelectorAll('.proposals button:first-of-type, .decide .reject, .decide .later')].map((each) => {
  const box = each.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return [box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && each.contains(top),
          Math.round(box.x), Math.round(box.y)];
})"""

OPEN_ALL = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"

# WCAG 2.4.11: of what has the focus some point is seen. What a closed box holds is not focused, and what is only for readers of the screen
# has no size; past the last element the focus is the browser's.
HIDDEN = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (!document.hasFocus() || focused === document.body || box.width < 2 || box.height < 2) return "";
  const places = [0.02, 0.25, 0.5, 0.75, 0.98];
  const seen = places.some((x) => places.some((y) => {
    const top = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
    return top && (focused.contains(top) || top.contains(focused) && !top.matches(".decide"));
  }));
  return seen ? "" : focused.outerHTML;
}"""


def heading(page: str) -> str:
    """The title of the paper that a page shows, without mark-up."""
    found = re.search(r'<h1 id="paper-title"[^>]*>(.*?)</h1>', page, re.DOTALL)
    assert found, page
    text = re.sub(r'<span class="unseen">.*?</span>', "", found[1])
    return re.sub(r"<[^>]+>", "", text)
