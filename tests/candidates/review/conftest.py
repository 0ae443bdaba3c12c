"""A review page over a small store, a browser's worth of requests to it, and a real browser.

The tests in a browser need Debian's chromium; without it they fail and say so, because a page nobody has opened is not tested.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from review_page import LIST, ORIGIN
from starlette.testclient import TestClient

from candidates.queue.decisions import decide
from candidates.review.app import ReviewApp
from candidates.review.highlighting import named_phrases
from candidates.review.security import AccessPolicy
from candidates.review.server import listen
from candidates.review.service import ReviewService
from candidates.store.database import Store
from classifier.topic import load_topic

CHROMIUM = Path("/usr/bin/chromium")
# The sandbox needs rights that a container has not; the rest keeps the browser from asking anything of the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For an answer of the page, in milliseconds: a hundred times what it takes on an idle machine, because test machines are busy.
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def service(store: Store, list_path: Path) -> ReviewService:
    return ReviewService(store, list_path, partial(named_phrases, load_topic("brain-inspired")))


@pytest.fixture
def browser_of(service: ReviewService) -> Callable[[str], TestClient]:
    """Makes a client that posts as a browser on this page does, under a person's name."""

    def make(name: str) -> TestClient:
        client = TestClient(
            ReviewApp(service, AccessPolicy(host="127.0.0.1", port=8000), "ada").asgi, base_url=ORIGIN, raise_server_exceptions=True
        )
        client.headers["Origin"] = ORIGIN
        client.post("/name", data={"name": name})
        return client

    return make


@pytest.fixture
def client(browser_of: Callable[[str], TestClient]) -> Iterator[TestClient]:
    with browser_of("ada") as opened:
        yield opened


@pytest.fixture
def five(add_paper: Callable[..., str]) -> list[str]:
    """Five candidates, the most promising first."""
    titles = ("Spiking Transformers", "Conversion of Networks", "Spike Cameras at Night", "Leaky Neurons", "Loss Spikes in Training")
    return [
        add_paper(f"aaai-2025-{n}", title=title, score=0.95 - n / 10, abstract="A spiking neural network.", category="ANN2SNN")
        for n, title in enumerate(titles)
    ]


@pytest.fixture
def every_state(store: Store, five: list[str], add_paper: Callable[..., str]) -> Store:
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


@pytest.fixture(scope="module")  # not longer: while Playwright runs, its event loop keeps other tests from running theirs
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("There is no /usr/bin/chromium; install it with `apt-get update && apt-get install -y chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(service: ReviewService) -> Iterator[str]:
    """The page, served as `covenue review` serves it."""
    where = listen("127.0.0.1", 0)
    app = ReviewApp(service, where.policy, "ada").asgi
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [where.listening]})
    thread.start()
    yield where.address.rstrip("/")
    server.should_exit = True
    thread.join()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; at the end nothing may have been refused by the page's policy or have failed in its script."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(path: str = "/", **options: object) -> Page:
        context = chromium.new_context(base_url=address, **options)  # type: ignore[arg-type]  # playwright's own option names
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
