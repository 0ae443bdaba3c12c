"""The sentence model and the cache of its vectors."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from small_list import HashingEncoder

from classifier.embedding import BUNDLED_WEIGHTS, ModelError, SentenceEncoder, VectorCache, Vectors, bundled_model, file_digest


class Counted(HashingEncoder):
    def __call__(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)


def test_each_text_is_computed_once_for_a_model(tmp_path: Path) -> None:
    cache, compute = VectorCache(tmp_path / "v.sqlite"), Counted()
    first = cache.complete("m", ["a", "b", "a"], compute)
    again = VectorCache(tmp_path / "v.sqlite").complete("m", ["b", "a", "c"], compute)
    assert compute.texts == ["a", "b", "c"]
    assert np.array_equal(first[0], again[1])
    cache.complete("another model", ["a"], compute)
    assert compute.texts == ["a", "b", "c", "a"]


@pytest.mark.parametrize("junk", [b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_cache_is_begun_anew(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "v.sqlite"
    file.write_bytes(junk)
    compute = Counted()
    for _ in range(3):
        VectorCache(file).complete("m", ["a"], compute)
    assert compute.texts.count("a") <= 2


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    compute = Counted()
    cache = VectorCache(tmp_path / "no" / "such" / "folder" / "v.sqlite")
    assert cache.complete("m", ["a"], compute).shape == (1, 64)


def test_several_writers_share_one_cache(tmp_path: Path) -> None:
    def fill(number: int) -> None:
        VectorCache(tmp_path / "v.sqlite").complete("m", [f"text {n}" for n in range(number, number + 30)], Counted())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fill, range(0, 80, 10)))
    compute = Counted()
    VectorCache(tmp_path / "v.sqlite").complete("m", [f"text {n}" for n in range(100)], compute)
    assert compute.texts == []


def test_the_weights_that_come_with_covenue_are_the_known_ones(tmp_path: Path) -> None:
    assert SentenceEncoder().fingerprint == BUNDLED_WEIGHTS
    cache = VectorCache(tmp_path / "v.sqlite")
    weights = bundled_model() / "model.safetensors"
    assert cache.checked_digest(weights) == file_digest(weights) == cache.checked_digest(weights)


def test_damaged_weights_are_refused_before_they_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr("classifier.embedding.bundled_model", lambda: tmp_path)
    with pytest.raises(ModelError, match="damaged"):
        SentenceEncoder().encode(["a"])


@pytest.mark.parametrize("name", ["/no/such/folder", "./nowhere", "~/nothing-here"])
def test_a_missing_model_folder_is_said_in_a_sentence(name: str) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        SentenceEncoder(name).encode(["a"])


def test_a_folder_without_weights_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model weights"):
        SentenceEncoder(str(tmp_path)).encode(["a"])


def test_importing_the_classifier_loads_no_heavy_library() -> None:
    heavy = ("torch", "sklearn", "scipy", "sentence_transformers")
    code = f"import sys, classifier.model, classifier.evaluation; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_real_model_gives_unit_rows_and_the_same_vector_in_any_company(real_encoder: SentenceEncoder) -> None:
    rows = real_encoder.encode(["Spiking neural networks", "A much longer text on graph neural networks and their training"])
    alone = real_encoder.encode(["Spiking neural networks"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-2)
    assert np.allclose(rows[0], alone[0], atol=1e-3)
