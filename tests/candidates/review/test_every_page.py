"""What holds on every page: accessible, valid, in reach of the keyboard, no wider than the window. With long texts, in every state."""

import re
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from starlette.testclient import TestClient

from candidates.coverage.page import render
from candidates.coverage.report import coverage, gaps
from candidates.queue.decisions import decide
from candidates.reading_list.reader import read_list
from candidates.store.database import Store

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


@pytest.fixture
def review(store: Store, five: list[str], add_paper: Callable[..., str]) -> Store:
    """Papers of every state, two people who differ, the longest texts; a venue of another field, so that the fields fold."""
    long = "Spatio-Temporal Approximation of $\\mathcal{O}(n^2)$ Attention: " + "A Training-Free Conversion of Transformers " * 4
    add_paper(
        "aaai-2025-long", title=long, score=0.99, abstract="We train spiking networks. " * 100, authors=[f"Author {n}" for n in range(300)]
    )
    add_paper("cvpr-2025-a", venue="cvpr", title="A Spiking <b>Camera</b>", score=0.97, category="Hybrid Learning")
    decide(store, five[1], "accepted", who="ada", category="Spiking Attention Mechanism", reason="a rather long reason " * 8)
    decide(store, five[2], "rejected", who="ada", reason="off topic")
    decide(store, five[2], "later", who="grace")
    decide(store, five[3], "accepted", who="grace", category="ANN2SNN")
    return store


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Callable[..., Page], review: Store, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto(path)
        for violation in Axe().run(page).response["violations"]:
            found += [f"{path}: {violation['id']}: {node['html']}" for node in violation["nodes"]]
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 640, 1280])
def test_no_page_scrolls_sideways_on_a_phone_or_at_200_percent(open_page: Callable[..., Page], review: Store, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


# WCAG 2.4.11: of what has the focus some point is seen. What a closed box holds is not focused, and what is only for readers of the screen
# has no size.
HIDDEN = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body || box.width < 2 || box.height < 2) return "";
  const places = [0.02, 0.25, 0.5, 0.75, 0.98];
  const seen = places.some((x) => places.some((y) => {
    const top = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
    return top && (focused.contains(top) || top.contains(focused) && !top.matches(".decide"));
  }));
  return seen ? "" : focused.outerHTML;
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(683, 312), (390, 844)])
def test_what_has_the_focus_is_seen(open_page: Callable[..., Page], review: Store, width: int, height: int) -> None:
    page = open_page(viewport={"width": width, "height": height})
    for path in PAGES:
        page.goto(path)
        for key in 25 * ["Tab"] + 3 * ["Shift+Tab"]:
            page.keyboard.press(key)
            assert page.evaluate(HIDDEN) == "", path


def assert_is_valid(html: str, path: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)  # ParseError names what is wrong
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids)), path
    for name in re.findall(r' (?:for|aria-labelledby|form|list)="([^"]*)"', html):
        assert set(name.split()) <= set(ids), (path, name)
    assert len(re.findall(r"<h1[ >]", html)) == 1, path


def test_every_page_is_valid_html(client: TestClient, review: Store) -> None:
    for path in PAGES:
        assert_is_valid(client.get(path).text, path)


def test_the_report_that_stands_alone_is_valid_html(review: Store, list_path: Path) -> None:
    reading_list = read_list(list_path.read_bytes(), review.editions.spellings)
    assert_is_valid(render(coverage(review, reading_list), gaps(review), review.editions), "coverage --html")
