"""The page in Firefox too: keys, the bar, the focus, the coverage's links, accessibility and the policy of the page."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from firefox import FIREFOX, Firefox, running
from review_page import HIDDEN, PAGES, REACHED

from candidates.queue.decisions import decisions
from candidates.store.database import Store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed (apt-get install firefox-esr)"),
]


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running(tmp_path_factory.mktemp("firefox")) as window:
        yield window


def shows(window: Firefox, title: str) -> None:
    window.until(f"document.getElementById('paper-title').innerText.includes('{title}')")


def test_papers_are_decided_by_keys(firefox: Firefox, address: str, store: Store, five: list[str]) -> None:
    firefox.open(address)
    for keys, following in (
        (("1",), "Conversion of Networks"),
        (("c", "4"), "Spike Cameras"),
        (("r", *"off", "Enter"), "Leaky Neurons"),
        (("u",), "Spike Cameras"),
        (("l",), "Leaky Neurons"),
    ):
        firefox.press(*keys)
        shows(firefox, following)
    assert [(each.verdict, each.category, each.reason) for each in decisions(store) if each.undone_by is None and not each.undoes] == [
        ("accepted", "ANN2SNN", ""),
        ("accepted", "Inference Acceleration", ""),
        ("later", None, ""),
    ]


@pytest.mark.parametrize(("width", "height"), [(1366, 625), (683, 384), (390, 844), (450, 600)])
def test_the_decision_is_in_reach(firefox: Firefox, address: str, every_state: Store, width: int, height: int) -> None:
    firefox.open(address, width, height)
    found = firefox.evaluate(f"({REACHED})()")
    assert len(found) == 3
    assert all(seen for seen, _, _ in found), found
    assert firefox.evaluate("document.documentElement.scrollWidth") <= width


def test_every_page_is_accessible_and_its_focus_seen(firefox: Firefox, address: str, every_state: Store) -> None:
    for path in PAGES:
        firefox.open(f"{address}{path}", 683, 384)
        firefox.evaluate(f"(() => {{ {AXE_SCRIPT}; window.axe = axe; return true; }})()")
        assert firefox.evaluate("axe.run().then((found) => found.violations.map((each) => [each.id, each.nodes[0].html]))") == [], path
        for tabs in range(12):
            firefox.press("Tab")
            assert firefox.evaluate(f"({HIDDEN})()") == "", path
            if not firefox.evaluate("document.hasFocus()"):  # past the last element of a short page
                assert tabs > 8, path
                firefox.renew()
                break


def test_a_cell_of_the_coverage_opens_what_is_missing(firefox: Firefox, address: str, five: list[str]) -> None:
    firefox.open(f"{address}/coverage")
    firefox.evaluate("document.querySelector('.heat td a').click() || true")
    firefox.until("document.querySelector('.gap[open] .papers a')?.checkVisibility({ contentVisibilityAuto: true })")


def test_the_policy_lets_no_script_of_a_title_run(firefox: Firefox, address: str, add_paper: Callable[..., str]) -> None:
    add_paper("odd", title="<img src=x onerror=\"document.title='run'\"> spiking", score=0.9)
    firefox.open(address)
    assert firefox.evaluate("[document.title.startsWith('<img'), document.querySelectorAll('main img').length]") == [True, 0]
