"""A review page over a small store, and a browser's worth of requests to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from review_page import LIST, ORIGIN
from starlette.testclient import TestClient

from candidates.review.app import ReviewApp
from candidates.review.security import AccessPolicy
from candidates.review.service import ReviewService
from candidates.store.database import Store
from classifier.topic import cue_spans, load_topic


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def service(store: Store, list_path: Path) -> ReviewService:
    topic = load_topic("brain-inspired")
    return ReviewService(store, list_path, lambda text: cue_spans(topic, text))


@pytest.fixture
def browser_of(service: ReviewService) -> Callable[[str], TestClient]:
    """Makes a client that posts as a browser on this page does, under a person's name."""

    def make(name: str) -> TestClient:
        client = TestClient(ReviewApp(service, AccessPolicy("127.0.0.1", 8000), "ada").asgi, base_url=ORIGIN, raise_server_exceptions=True)
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
