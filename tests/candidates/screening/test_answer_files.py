"""Many files of papers answered in a folder: what is read, what is written, what a second call and a stop leave."""

import gzip
import json
import os
import signal
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from candidates.cli import run
from candidates.errors import CovenueError
from candidates.screening.cluster import answer_on_cluster, local_client
from candidates.screening.learning import learn
from candidates.screening.paper_files import Fault, chunks_of, paper_from, papers_in_chunk, sources_in
from candidates.workspace import Workspace

LIST = """# A list

## Papers

### Attention

- Spikformer: When Spiking Neural Network Meets Transformer
- Spike-driven Transformer
"""
SPIKING = {"title": "Towards High-performance Spiking Transformers", "abstract": "Spiking neural networks with attention."}
OTHER = {"title": "Private Non-smooth ERM", "abstract": "Optimization."}
WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1145/1.2",
    "display_name": "Spiking Networks as OpenAlex Has Them",
    "publication_year": 2025,
    "abstract_inverted_index": {"spikes": [1, 4], "We": [0], "travel": [2], "as": [3], "signals": [5]},
    "authorships": [{"author": {"display_name": "Ada Lovelace"}}],
    "primary_location": {"source": {"display_name": "Neural Networks"}},
    "keywords": [{"display_name": "Spiking neural network"}],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text(LIST)
    (tmp_path / "covenue.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    papers = tmp_path / "papers" / "updated_date=2026-01-01"
    papers.mkdir(parents=True)
    with gzip.open(papers / "part_000.gz", "wt") as file:
        file.write(json.dumps(WORK) + "\nno json\n" + json.dumps(OTHER) + "\n")
    (tmp_path / "papers" / "own.jsonl").write_text(f"{json.dumps(SPIKING)}\n\n{json.dumps(OTHER)}\n")
    parquet.write_table(pyarrow.Table.from_pylist([SPIKING, OTHER]), tmp_path / "papers" / "table.parquet")
    return tmp_path


def answers(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_work_of_openalex_is_a_paper() -> None:
    paper = paper_from(WORK)
    assert (paper.title, paper.abstract, paper.year) == (WORK["display_name"], "We spikes travel as spikes signals", 2025)
    assert (paper.venue, paper.authors, paper.doi) == ("Neural Networks", ("Ada Lovelace",), "10.1145/1.2")
    assert paper.keywords == ("Spiking neural network",)
    assert paper_from({**WORK, "abstract_inverted_index": {"spikes": "broken"}}).abstract is None


def test_each_file_gets_an_answer_file_and_a_second_call_asks_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", "papers", "-o", "answers", "--workers", "1", "--json"]) == 3
    printed = capsys.readouterr()
    told = {each["name"]: each for each in json.loads(printed.out)["files"]}
    assert {name: (each["papers"], each["flagged"], each["passed_over"]) for name, each in told.items()} == {
        "updated_date=2026-01-01/part_000": (2, 1, 1),
        "own": (2, 1, 0),
        "table": (2, 1, 0),
    }
    assert "updated_date=2026-01-01/part_000, line 2: not JSON" in printed.err
    first = answers(folder / "answers" / "updated_date=2026-01-01" / "part_000.jsonl")
    assert [(each["title"], each["flagged"]) for each in first] == [(WORK["display_name"], True), (OTHER["title"], False)]
    assert (first[0]["doi"], first[0]["authors"]) == ("10.1145/1.2", ["Ada Lovelace"])
    assert "doi" not in first[1]
    written = (folder / "answers" / "own.jsonl").stat().st_mtime_ns
    assert run(["classify", "papers", "-o", "answers", "--workers", "1"]) == 0
    assert "answered before" in capsys.readouterr().err
    assert (folder / "answers" / "own.jsonl").stat().st_mtime_ns == written


@pytest.mark.timeout(400)  # two processes load the model, on a machine that may be busy
def test_two_processes_give_the_answers_of_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", "papers/own.jsonl", "papers/table.parquet", "-o", "one", "--workers", "1"]) == 0
    assert run(["classify", "papers/own.jsonl", "papers/table.parquet", "-o", "two", "--workers", "2"]) == 0
    for name in ("own.jsonl", "table.jsonl"):
        for a, b in zip(answers(folder / "one" / name), answers(folder / "two" / name), strict=True):
            assert a["score"] == pytest.approx(b["score"], abs=1e-6)
            assert {**a, "score": 0} == {**b, "score": 0}


def test_import_takes_the_flagged_of_such_answers_with_their_records(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers = [{**SPIKING, "venue": "ICML", "year": 2025, "doi": "10.5555/7"}, {**OTHER, "venue": "ICML", "year": 2025}]
    (folder / "icml.jsonl").write_text("".join(f"{json.dumps(paper)}\n" for paper in papers))
    assert run(["classify", "icml.jsonl", "-o", "answers", "--workers", "1"]) == 0
    assert run(["import", "answers/icml.jsonl", "--edition", "icml-2025", "--no-screen"]) in (0, 3)
    capsys.readouterr()
    assert run(["papers", "icml-2025", "--json"]) == 0
    [stored] = json.loads(capsys.readouterr().out)
    assert (stored["title"], stored["abstract"], stored["doi"]) == (SPIKING["title"], SPIKING["abstract"], "10.5555/7")


@pytest.mark.timeout(400)  # workers load the model, on a machine that may be busy
def test_a_worker_that_is_killed_costs_nothing(folder: Path) -> None:
    for number in range(8):
        lines = [{**SPIKING, "title": f"{SPIKING['title']} {number} {line}"} for line in range(3)]
        (folder / "papers" / f"many{number}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    files = [str(path.relative_to(folder)) for path in sorted((folder / "papers").glob("many*.jsonl"))]
    assert run(["classify", *files, "-o", "one", "--workers", "1"]) == 0
    sources = sources_in([Path(file) for file in files])
    with local_client(2) as client:
        workers = list(client.run(os.getpid).values())
        killed: list[int] = []
        for answer in answer_on_cluster(learn(Workspace()), sources, folder / "killed", client, 1):
            assert not answer.problem
            if not killed:  # while the others are answering
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)
    for file in files:
        name = Path(file).name
        for a, b in zip(answers(folder / "one" / name), answers(folder / "killed" / name), strict=True):
            assert a["score"] == pytest.approx(b["score"], abs=1e-6)
            assert {**a, "score": 0} == {**b, "score": 0}


def test_a_file_that_breaks_off_leaves_no_answer_and_the_rest_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = (folder / "papers" / "updated_date=2026-01-01" / "part_000.gz").read_bytes()
    (folder / "papers" / "broken.jsonl.gz").write_bytes(whole[:-9])
    assert run(["classify", "papers", "-o", "answers", "--workers", "1"]) == 3
    assert "broken.jsonl.gz cannot be read to its end" in capsys.readouterr().err
    assert sorted(path.name for path in (folder / "answers").glob("*.jsonl")) == ["own.jsonl", "table.jsonl"]
    assert not list((folder / "answers").rglob("*.part"))


def test_answers_of_another_list_are_not_mixed_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", "papers/own.jsonl", "-o", "answers", "--workers", "1"]) == 0
    (folder / "README.md").write_text(LIST + "- Another Spiking Paper of the List\n")
    assert run(["classify", "papers/table.parquet", "-o", "answers", "--workers", "1"]) == 1
    assert "are of another list, topic or model" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["papers/own.jsonl", "papers/table.parquet"], "Several files are answered in a folder"),
        (["papers/own.jsonl", "--dask", "tcp://127.0.0.1:1"], "name their folder with -o"),
        (["papers", "-o", "x", "--workers", "2", "--dask", "tcp://127.0.0.1:1"], "give one of them"),
        (["-o", "x"], "Name files or folders"),
    ],
)
def test_what_does_not_fit_together_is_said(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert run(["classify", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_parquet_file_that_is_none_is_named(folder: Path) -> None:
    (folder / "bad.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(CovenueError, match="no whole Parquet file"):
        list(chunks_of(folder / "bad.parquet"))


def test_two_files_of_one_name_are_refused_before_anything_is_read(folder: Path) -> None:
    (folder / "own.jsonl").write_text("{}\n")
    with pytest.raises(CovenueError, match=r"would both be answered in own\.jsonl"):
        sources_in([folder / "own.jsonl", folder / "papers" / "own.jsonl"])


def test_a_line_without_end_is_told_and_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("candidates.screening.paper_files.MOST_LINE", 1_000)
    (tmp_path / "long.jsonl").write_text("x" * 5_000 + "\n" + json.dumps(OTHER) + "\n")
    [chunk] = chunks_of(tmp_path / "long.jsonl")
    [fault, paper] = papers_in_chunk(chunk)
    assert isinstance(fault, Fault)
    assert getattr(paper, "title", "") == OTHER["title"]
