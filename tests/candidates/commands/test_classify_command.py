"""`covenue classify` and `covenue evaluate`, run as a person runs them."""

import json
from pathlib import Path

import pytest

from candidates.cli import run

LIST = """# A list

## Papers

### Spiking Attention Mechanism

- Spikformer: When Spiking Neural Network Meets Transformer
- Spike-driven Transformer

### ANN2SNN

- Optimal Conversion of Conventional Artificial Neural Networks to Spiking Neural Networks
- Bridging the Gap between ANNs and SNNs by Calibrating Offset Spikes
"""
PAPERS = [
    {"title": "Towards High-performance Spiking Transformers", "abstract": None, "keywords": ["SNN"], "venue": "mm", "year": 2024},
    {"title": "Private Non-smooth ERM", "abstract": "Optimization."},
    {"title": "Half a \ud800 pair", "year": "unknown", "keywords": "none"},
]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the tests of this module, so that each text is encoded once."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture
def folder(tmp_path: Path, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text(LIST)
    (tmp_path / ".covenue").symlink_to(vectors)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_comes_out_for_each_paper_in_order_with_and_without_json(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "in.jsonl").write_text("\n".join(json.dumps(paper) for paper in PAPERS))
    assert run(["classify", "in.jsonl"]) == 0
    plain = capfdbinary.readouterr().out
    assert run(["classify", "in.jsonl", "--json"]) == 0
    assert capfdbinary.readouterr().out == plain
    answers = lines(plain.decode())
    assert [answer["title"] for answer in answers] == [paper["title"] for paper in PAPERS]
    assert [answer["flagged"] for answer in answers] == [True, False, False]
    assert set(answers[0]) == {"title", "score", "flagged", "categories", "reasons"}
    assert answers[0]["reasons"]


def test_bad_lines_are_named_and_the_rest_goes_on(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    good = json.dumps(PAPERS[0])
    (folder / "in.jsonl").write_bytes(b'{"title": "  "}\nnot json\n[]\n\n\xff\xfe{}\n' + good.encode() + b'\n{"title": 7}\n')
    assert run(["classify", "in.jsonl"]) == 3
    out, err = capfdbinary.readouterr()
    assert len(lines(out.decode())) == 1
    assert [line.split(":")[0] for line in err.decode().splitlines()] == ["line 1", "line 2", "line 3", "line 5", "line 7"]


@pytest.mark.parametrize(
    ("setting", "said"),
    [('topic = "nowhere.toml"', "no readable topic file"), ('model = "/no/such/model"', "no model folder")],
)
def test_settings_that_cannot_be_used_end_in_one_sentence(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], setting: str, said: str
) -> None:
    (folder / "covenue.toml").write_text(setting)
    (folder / "in.jsonl").write_text(json.dumps(PAPERS[0]))
    assert run(["classify", "in.jsonl"]) == 1
    err = capfdbinary.readouterr().err.decode()
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_said(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["classify", "none.jsonl"]) == 1
    assert "none.jsonl cannot be read" in capfdbinary.readouterr().err.decode()


def test_the_list_alone_can_be_measured(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["evaluate", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert report["screening"]["positives"] == 4
    assert report["screening"]["recall"] == 1.0
    assert report["categories"]["papers"] == 4
    assert "logistic regression on vectors" in report["leave_one_out"]


def test_labels_are_measured_among_all_papers_of_their_editions(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    labelled = {**PAPERS[0], "label": 2, "category": "Spiking Attention Mechanism", "also": []}
    (folder / "labels.jsonl").write_text(json.dumps(labelled))
    others = [{"title": f"Ordinary paper {n}", "venue": "mm", "year": 2024} for n in range(20)]
    (folder / "papers.jsonl").write_text(
        "\n".join(json.dumps(paper) for paper in [PAPERS[0], *others, {**PAPERS[1], "venue": "aaai", "year": 1999}])
    )
    assert run(["evaluate", "--labels", "labels.jsonl", "--papers", "papers.jsonl", "--encode-all", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert (report["screening"]["papers"], report["screening"]["positives"], report["screening"]["average_precision"]) == (21, 1, 1.0)
    assert report["categories"]["top1"] == 1.0
    assert len(report["baselines"]) == 4
    assert run(["evaluate", "--labels", "labels.jsonl"]) == 0
    shown, said = capfdbinary.readouterr()
    assert "avg. precision" in shown.decode() or "avg." in shown.decode()
    assert b"Only the labelled papers are measured" in said
    assert not list(folder.glob("*.sqlite")), "measuring makes no database"


def test_a_wrong_labels_file_names_its_line(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "labels.jsonl").write_text('{"title": "A"}')
    assert run(["evaluate", "--labels", "labels.jsonl"]) == 1
    assert "line 1" in capfdbinary.readouterr().err.decode()
