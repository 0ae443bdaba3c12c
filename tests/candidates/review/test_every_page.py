"""What holds on every page: accessible, valid, in reach of the keyboard, no wider than the window. With long texts, in every state."""

import re
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from review_page import HIDDEN, OPEN_ALL, PAGES, REACHED
from starlette.testclient import TestClient

from candidates.coverage.page import render
from candidates.coverage.report import coverage, gaps
from candidates.queue.decisions import decide
from candidates.reading_list.reader import read_list
from candidates.store.database import Store


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Callable[..., Page], every_state: Store, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto(path)
        for violation in Axe().run(page).response["violations"]:
            found += [f"{path}: {violation['id']}: {node['html']}" for node in violation["nodes"]]
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 640, 1280])
def test_no_page_scrolls_sideways_on_a_phone_or_at_200_percent(open_page: Callable[..., Page], every_state: Store, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.browser
def test_with_letters_twice_as_large_a_phone_shows_every_button_and_scrolls_no_page_sideways(
    open_page: Callable[..., Page], every_state: Store
) -> None:
    page = open_page(viewport={"width": 320, "height": 568})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for path in PAGES:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.goto("/")
    assert [seen for seen, *_ in page.evaluate(REACHED)] == [True, True, True]
    assert page.evaluate("document.querySelector('.proposals button').getBoundingClientRect().width") > 200
    page.set_viewport_size({"width": 320, "height": 480})
    page.keyboard.press("c")
    expect(page.locator("#narrow")).to_be_focused()
    for place in ("#narrow", ".names button:last-child", ".proposals button:first-of-type", ".steps a[href]"):
        page.locator(place).first.focus()
        expect(page.locator(place).first).to_be_in_viewport(ratio=0.9)


@pytest.mark.browser
def test_on_paper_nothing_is_cut_off_and_what_only_a_screen_needs_is_left_out(open_page: Callable[..., Page], every_state: Store) -> None:
    decide(every_state, "aaai-2025-long", "accepted", who="ada", category="ANN2SNN")
    page = open_page("/publish", viewport={"width": 690, "height": 980})
    page.emulate_media(media="print")
    assert page.locator(".diff").evaluate("each => each.scrollWidth <= each.clientWidth")
    page.goto("/")
    assert page.locator("h1").evaluate("each => each.getBoundingClientRect().top") < 60


@pytest.mark.browser
@pytest.mark.parametrize("name", ["Neuromorphic Processing of Events and Hardware for Spiking Neural Networks", "W" * 120])
def test_a_long_name_of_a_section_goes_on_in_the_next_line(
    open_page: Callable[..., Page], store: Store, list_path: Path, add_paper: Callable[..., str], name: str
) -> None:
    list_path.write_text(f"# Papers\n\n## {name}\n\n- [Spikformer](https://example.org/s) (ICLR'2023)\n", encoding="utf-8")
    add_paper("a", title=name, score=0.9, category=name, abstract="Spiking")
    add_paper("b", title=f"Another {name}", score=0.8, category=name)
    decide(store, "b", "accepted", who="ada", category=name)
    page = open_page(viewport={"width": 360, "height": 800})
    for path in ("/", "/?text=W", "/papers", "/papers/b", "/history", "/coverage", "/publish"):
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(683, 312), (390, 844)])
def test_what_has_the_focus_is_seen(open_page: Callable[..., Page], every_state: Store, width: int, height: int) -> None:
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


def test_every_page_is_valid_html(client: TestClient, every_state: Store) -> None:
    for path in PAGES:
        assert_is_valid(client.get(path).text, path)


def test_the_report_that_stands_alone_is_valid_html(every_state: Store, list_path: Path) -> None:
    reading_list = read_list(list_path.read_bytes(), every_state.editions.spellings)
    assert_is_valid(render(coverage(every_state, reading_list), gaps(every_state), every_state.editions), "coverage --html")
